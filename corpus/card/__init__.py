"""What a corpus says of itself: statistics, plots, a datasheet, Croissant metadata."""
