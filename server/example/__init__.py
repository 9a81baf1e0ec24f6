"""Exampleton: a city and an interrupters' site to try everything in, both for training, with nothing real in them."""

from server.example.building import build
from server.example.signin import sign_ins

__all__ = ["build", "sign_ins"]
