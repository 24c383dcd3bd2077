"""The tool behind make test-versions: which Pythons it finds, and the table that it keeps in the README."""

import sys
from pathlib import Path

import pytest
import versions  # tools/versions.py

VERSION = "3.99"  # nobody has it, so only what a test puts there can be found


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return the search path's folder and pyenv's of a machine without any Python."""
    monkeypatch.setenv("PATH", str(tmp_path / "on_path"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    return tmp_path / "on_path", tmp_path / "pyenv"


def put(program: Path, script: str) -> str:
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program)


def test_a_python_on_the_search_path_is_found(machine):
    program = put(machine[0] / f"python{VERSION}", f'exec "{sys.executable}" "$@"')
    assert versions.find_python(VERSION) == program


def test_a_script_of_pyenv_that_refuses_is_passed_over_for_the_python_behind_it(machine):
    put(machine[0] / f"python{VERSION}", f"echo python{VERSION}: command not found >&2; exit 127")
    behind = put(
        machine[1] / "versions" / f"{VERSION}.1" / "bin" / f"python{VERSION}", f'exec "{sys.executable}" "$@"'
    )
    assert versions.find_python(VERSION) == behind


def test_where_there_is_none_nothing_is_found(machine):
    put(machine[0] / f"python{VERSION}", "exit 127")
    assert versions.find_python(VERSION) is None


def test_the_rows_of_a_python_take_the_place_of_those_before_and_rows_stand_in_order(tmp_path, monkeypatch):
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- versions -->\n<!-- /versions -->\nafter\n", encoding="utf-8")
    monkeypatch.setattr(versions, "README", readme)
    newest = "| 3.13 | 2.21.0 | 3.12.0 | 2.4.1 | 9 passed |"
    for row in (newest, "| 3.11 | 2.21.0 | 3.12.0 | 2.4.1 | 1 failed, 8 passed |"):
        versions.update_table([row])
    versions.update_table(
        [f"| 3.11 | {number} | 3.12.0 | 2.4.1 | 9 passed |" for number in ("2.19.1", "2.22.0")]
    )
    assert readme.read_text(encoding="utf-8").splitlines() == [
        "before",
        "<!-- versions -->",
        *versions.HEAD.splitlines(),
        "| 3.11 | 2.19.1 | 3.12.0 | 2.4.1 | 9 passed |",
        "| 3.11 | 2.22.0 | 3.12.0 | 2.4.1 | 9 passed |",
        newest,
        "<!-- /versions -->",
        "after",
    ]
