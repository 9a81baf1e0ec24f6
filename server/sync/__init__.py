"""The two doors: commands in, changes out by cursor, and custody for what could not be applied."""
