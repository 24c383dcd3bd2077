"""A real JupyterLab and a real browser; `make test-browser` runs what is here, `make test` does not."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import browser as chromium
import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=20_000)  # milliseconds: a notebook beside it may have the cores

SETTINGS = {
    # all cells are in the page, not only those in view
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium."""
    with chromium.started() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open an empty page."""
    opened = browser.new_page(viewport={"width": 1280, "height": 1000})
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file that gets what `make lab` prints."""
    return tmp_path_factory.mktemp("terminal") / "printed.txt"


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which JupyterLab runs: copies, for JupyterLab saves what is open."""
    folder = tmp_path_factory.mktemp("lab")
    for name in ("notebooks", "tools"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy2(ROOT / name, folder)  # no newer than the environment, which is not made again
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


@pytest.fixture(scope="session")
def lab(clone: Path, terminal: Path) -> Iterator[str]:
    """Run `make lab`; yield the address it prints."""
    settings = clone / "settings" / "@jupyterlab"
    for name, values in SETTINGS.items():
        path = settings / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = f"--no-browser --allow-root --ip=127.0.0.1 --port={port}"
    environment = {**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(settings.parent)}
    with open(terminal, "w", encoding="utf-8") as printed:
        server = subprocess.Popen(
            ["make", "lab", f"LAB_OPTIONS={options}"],
            cwd=clone,
            env=environment,
            stdout=printed,
            stderr=printed,
            start_new_session=True,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/api", server)
            yield re.search(rf"http://127.0.0.1:{port}/lab\?token=\w+", terminal.read_text("utf-8"))[0]
        finally:
            os.killpg(server.pid, signal.SIGTERM)  # make does not tell the server that it is to end
            server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended at once"
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer within {seconds} seconds")
