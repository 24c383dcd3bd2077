"""The system's Chromium, for the tests and the pictures; run as a program, it installs it where it is missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    # as root in a container; without a screen; and without calls to Google's servers
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # the projector needs WebGL, here in software
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
MISSING = (
    "No Chromium was found on this machine: install it, on Debian or Ubuntu with  apt-get install chromium , "
    "and run this again."
)


def installed() -> str | None:
    """Return the path of a Chromium, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install() -> None:
    """Install Debian's Chromium where there is none, or say in one sentence what to do."""
    if installed():
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise SystemExit(MISSING)
    print("Chromium is missing: installing it with apt-get, which takes a minute.", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", "--quiet", *command], env=environment, capture_output=True, text=True)
        if done.returncode:  # only then is anybody interested in what apt-get says
            raise SystemExit(f"{done.stderr}{MISSING}")


@contextmanager
def started() -> Iterator[Browser]:
    """Start the system's Chromium, and close it in the end."""
    program = installed()
    if program is None:
        raise SystemExit(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=Path(program), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(install())
