"""SQL of outcomes, and of what supervisors look at."""
