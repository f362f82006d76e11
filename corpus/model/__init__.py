"""A learned second opinion: which indicator a figure is, learnt from a corpus and from people, beside the rules."""

# How sure it has to be, chosen on three sets of texts that the rules of the time had not seen: docs/corpus.md.
SURE = 0.7
