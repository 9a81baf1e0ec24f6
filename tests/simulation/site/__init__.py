"""Worlds of a site: interrupters on call and off, call-outs, who comes and who is not heard from, and a day later."""
