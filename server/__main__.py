"""`python -m server`, which is the `field727` command."""

import gc


def main() -> None:
    """Do what the command line says. What a start loads stays: nobody looks through it for what may go."""
    gc.disable()
    from server.cli.main import main as run

    gc.freeze()
    gc.enable()
    run()


if __name__ == "__main__":
    main()
