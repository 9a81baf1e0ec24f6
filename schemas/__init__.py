"""Floor 0: the words of the product. Records, commands, wire messages, code lists and the access matrix."""
