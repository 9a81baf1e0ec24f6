"""Calls, units and assignments: who is asked, who goes, when they got where, and who is told."""
