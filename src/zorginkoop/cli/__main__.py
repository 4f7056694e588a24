"""`python -m zorginkoop.cli` is the command `zorginkoop`."""

from zorginkoop.cli import main

if __name__ == "__main__":
    main()
