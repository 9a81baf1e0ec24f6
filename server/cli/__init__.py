"""The `field727` command line: asks the running server over its control socket, or takes the folder's lock itself."""
