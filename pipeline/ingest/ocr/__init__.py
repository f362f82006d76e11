"""Pages that hold no text are recognised: engines, straightening, ruling lines, and what remains in doubt."""
