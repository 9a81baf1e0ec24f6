"""Worlds of a site: who is on call, call-outs and who comes, calls for help and who has them, and a day later."""
