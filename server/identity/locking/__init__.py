"""The server's share of the key that opens what lies on a phone: with it and its person's PIN, by neither alone."""
