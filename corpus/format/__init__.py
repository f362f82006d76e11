"""The corpus in the forms that libraries and annotation tools read."""
