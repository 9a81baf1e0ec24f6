"""Whole worlds in virtual time: the real server, many phones, and everything that can go wrong between them."""
