"""Ways to work through shards: here with several processes, or on the machines of a cluster."""
