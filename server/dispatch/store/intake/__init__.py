"""What the desk takes calls by."""
