"""The server of a world, and everything between it and the phones: virtual time, a machine that dies, a bad network."""
