"""The command line: a door for scripts at night."""


def main() -> None:
    """Run the command line."""
