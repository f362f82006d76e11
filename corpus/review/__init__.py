"""What people make of a corpus: what to show them, their corrections as a layer, how far they agree, gold."""
