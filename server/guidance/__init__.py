"""What an organization says in its own words to everybody who works in it: its cards, and sentences of the app."""
