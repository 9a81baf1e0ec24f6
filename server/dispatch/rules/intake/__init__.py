"""What a call-taker is told while a call is taken."""
