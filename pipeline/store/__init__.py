"""What a bulk job leaves on disk: shards with records, a manifest that says what holds, and views made of both."""
