"""The address of the published course: the same everywhere, and stamped by one command."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import jupytext
import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
BADGE = re.compile(r"https://colab\.research\.google\.com/github/(\S+?)/blob/(\S+)/notebooks/(\w+)\.ipynb")
SET_UP = re.compile(r'^REPOSITORY, REF = "(\S+)", "(\S+)"$', re.MULTILINE)
ADDRESS, REF = "https://github.com/a-teacher/embeddings.2027", "v1.0"


@pytest.fixture
def clone(tmp_path):
    """Copy what an address is stamped into, and the tool."""
    for name in ("notebooks", "tools"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "projector")
        )
    for name in ("README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def publish(clone, address, ref="main"):
    command = [sys.executable, str(clone / "tools" / "publish.py"), address, ref]
    return subprocess.run(command, capture_output=True, text=True)


def kept_address(clone):
    course = tomllib.loads((clone / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["course"]
    return course["repository"], course["ref"]


def texts(clone):
    """Return what a reader sees of the README, each notebook and each source."""
    readers = {".py": jupytext.read, ".ipynb": lambda path: nbformat.read(path, as_version=4)}
    paths = [*clone.glob("notebooks/*.ipynb"), *clone.glob("notebooks/source/*.py")]
    shown = {path: "\n".join(cell.source for cell in readers[path.suffix](path).cells) for path in paths}
    return {clone / "README.md": (clone / "README.md").read_text(encoding="utf-8")} | shown


def contents(clone):
    return {path: path.read_bytes() for path in clone.rglob("*") if path.is_file() and path.suffix != ".pyc"}


def assert_one_address(clone, address, ref):
    assert kept_address(clone) == (address, ref)
    for path, text in texts(clone).items():
        badges = BADGE.findall(text)
        assert badges, path
        assert {(f"https://github.com/{name}", at) for name, at, _ in badges} == {(address, ref)}, path
        if path.name != "README.md":
            assert SET_UP.findall(text) == [(address, ref)], path
            assert [stem for _, _, stem in badges] == [path.stem]


def test_badges_and_set_up_cells_name_the_address_that_pyproject_keeps():
    assert_one_address(ROOT, *kept_address(ROOT))


def test_the_readme_has_a_badge_for_each_notebook():
    notebooks = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [stem for _, _, stem in BADGE.findall(readme)] == notebooks


def test_one_command_stamps_a_forks_address_everywhere_and_leaves_no_other(clone):
    before, _ = kept_address(clone)
    done = publish(clone, ADDRESS, REF)
    assert (done.returncode, done.stderr) == (0, "")
    assert_one_address(clone, ADDRESS, REF)
    old_name = before.removeprefix("https://github.com/")
    assert not [path for path, content in contents(clone).items() if old_name.encode() in content]


def test_stamping_twice_changes_nothing_the_second_time(clone):
    publish(clone, ADDRESS, REF)
    once = contents(clone)
    assert publish(clone, ADDRESS, REF).stdout == "Nothing to change.\n"
    assert contents(clone) == once


def test_another_address_can_be_stamped_over_the_first_and_only_the_address_differs(clone):
    original, address = contents(clone), kept_address(clone)
    publish(clone, ADDRESS, "a/branch")
    publish(clone, "https://github.com/unstamped/unstamped", "main")
    unstamped = b"unstamped/unstamped"
    for path, content in contents(clone).items():
        assert content.replace(unstamped, address[0][19:].encode()) == original[path], path


@pytest.mark.parametrize(
    "address",
    [
        "",
        "github.com/owner/name",
        "http://github.com/owner/name",
        "https://gitlab.com/owner/name",
        "https://github.com/owner",
        "https://github.com/owner/name/tree/main",
        "https://github.com/owner/name.git",
        "https://github.com/an_owner/name",
        "https://github.com/-owner/name",
        'https://github.com/owner/name"; print("x',
        "https://github.com/owner/name\n",
        "https://owner@github.com/owner/name",
    ],
)
def test_a_malformed_address_is_refused_in_one_sentence_and_nothing_changes(clone, address):
    before = contents(clone)
    done = publish(clone, address)
    assert done.returncode == 1
    assert done.stderr.startswith(f"The address is {address!r}, expected https://github.com/OWNER/NAME")
    assert contents(clone) == before


@pytest.mark.parametrize("ref", ["", "a b", "../main", "main/", '"', "-x"])
def test_a_malformed_ref_is_refused_and_nothing_changes(clone, ref):
    before = contents(clone)
    done = publish(clone, ADDRESS, ref)
    assert done.returncode != 0
    assert contents(clone) == before
