"""Names, numbers and addresses of people taken out of an item."""
