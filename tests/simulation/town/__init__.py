"""The town of a world: who lives there, what they do, and everything that goes wrong."""
