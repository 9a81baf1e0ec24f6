"""What an organization says in its own words to everybody who works in it, and what it begins with."""
