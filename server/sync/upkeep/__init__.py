"""What is done from time to time without anybody asking: gaps found, old lines dropped, devices told to the desk."""
