"""From one Document to its parts: the documents that a file holds, each with a repaired view and outline."""
