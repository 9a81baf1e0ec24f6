"""What a shift leaves to whoever takes over."""
