"""A learned second opinion: a small model trained on a corpus, scored on clusters it has not seen, beside the rules."""
