"""The phone of a world: its app, its disk, the releases in the street, and the ways it keeps to."""
