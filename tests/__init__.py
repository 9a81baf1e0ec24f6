"""The suite: what we promise to keep, by area."""
