"""Where a text names an indicator of the taxonomy."""
