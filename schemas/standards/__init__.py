"""Published standards as data: what each demands, of whom, since when, and how sure we are of it."""
