"""What the outcome log says of itself: which answers can be true together, and who is to look at them."""
