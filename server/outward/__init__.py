"""What leaves this house: pushes and texts, queued with their cause and carried to a provider afterwards.

`sender` takes what is due under a lease and hands it to the `carriers` of its kind; nothing here decides who is told.
"""
