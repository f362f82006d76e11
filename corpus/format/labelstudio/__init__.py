"""Label Studio: tasks with predictions, the interface to correct them in, and its export read back."""
