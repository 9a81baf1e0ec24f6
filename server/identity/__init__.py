"""People, their roles, the devices they use (which are not people), and how each proves who is asking."""
