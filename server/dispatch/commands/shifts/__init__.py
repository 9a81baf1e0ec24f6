"""Who is on which team, how it says it is, and what it leaves to whoever takes over."""
