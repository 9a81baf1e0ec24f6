"""What an organization says in its own words to everybody who works in it: the cards its teams read in the street."""
