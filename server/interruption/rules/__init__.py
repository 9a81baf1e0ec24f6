"""What may be said in a site, and what follows from it: pure."""
