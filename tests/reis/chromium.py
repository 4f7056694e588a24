"""Find a Chromium for the browser tests, or install one; prints its path.

Run by make, so that the browser tests never have to skip.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """The path of a Chromium on this machine: the system's own, else the one Playwright keeps."""
    named = os.environ.get("CHROMIUM")
    system = next(filter(None, map(shutil.which, NAMES)), None)
    return named or system or _of_playwright()


def _of_playwright() -> str | None:
    question = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    asked = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=False)
    path = asked.stdout.strip()
    return path if path and Path(path).exists() else None


def install() -> None:
    """Debian's package for root, Playwright's own for others; what goes wrong is said by the installer itself."""
    apt = os.geteuid() == 0 and shutil.which("apt-get")
    commands = (
        [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
        if apt
        else [[sys.executable, "-m", "playwright", "install", "chromium"]]
    )
    for command in commands:
        subprocess.run(command, check=False, stdout=sys.stderr)


def main() -> int:
    """Exit code 1 with a message when there is no Chromium and none can be installed."""
    if not find():
        install()
    path = find()
    if not path:
        print("No Chromium found and none could be installed. Install one, or set CHROMIUM=/path.", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
