"""What came of it: the outcome of an assignment as the team saved it, what a partner added, and who looked at it."""
