"""`python -m server`, which is the `field727` command."""

from server.cli.main import main

if __name__ == "__main__":
    main()
