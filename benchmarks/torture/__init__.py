"""Files made to break readers: what shengjun makes of them, and what other programs find in the same files."""
