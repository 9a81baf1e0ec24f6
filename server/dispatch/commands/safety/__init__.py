"""What keeps teams safe: check-ins, calls for help and who is sent."""
