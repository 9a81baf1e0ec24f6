"""What came of it: the outcome of an assignment as the team saved it, and what a partner added."""
