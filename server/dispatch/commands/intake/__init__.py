"""What is kept of the places that calls come from."""
