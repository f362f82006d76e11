"""Archives in the genre, made up from a seed, with the truth about every figure in them."""
