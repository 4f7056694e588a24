"""The command `zorginkoop`: thin commands that read files, call one function and print.

Bad input ends with exit code 2 and one message on stderr; `--json` prints what a program can read.
"""

import os
import sys

import cyclopts

from zorginkoop.cli import (
    beleid,
    berichten,
    demonstratie,
    gereedschap,
    inlogmiddelen,
    koppelingen,
    mensen,
    post,
    ronden,
)
from zorginkoop.cli.basis import app
from zorginkoop.kern.fouten import Gebruikersfout

__all__ = [
    "beleid",
    "berichten",
    "demonstratie",
    "gereedschap",
    "inlogmiddelen",
    "koppelingen",
    "main",
    "mensen",
    "post",
    "ronden",
]


def main() -> None:
    """Run the command line; every mistake of a user is one line on stderr and exit code 2."""
    try:
        app(exit_on_error=False, print_error=False)
    except (Gebruikersfout, cyclopts.CycloptsError) as fout:
        print(f"zorginkoop: {fout}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
