"""What the desk changes about a call after it was taken."""
