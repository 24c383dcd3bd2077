"""Where the course can be installed: on every Python that it names, in parts, in a folder that moves."""

import ast
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FIRST_RELEASES = ("3.11.0", "3.12.0", "3.13.0")


# Exact versions -------------------------------------------------------------------------------------------------


def allowed_pythons(pin):
    """Return what an exact version says of Python, if it is the one that is installed here."""
    name, version = pin.split("==")
    try:
        package = distribution(name)
    except PackageNotFoundError:  # of an extra that is not installed
        return SpecifierSet()
    return SpecifierSet(package.metadata.get("Requires-Python", "") if package.version == version else "")


def test_every_exact_version_allows_the_first_release_of_each_python():
    pins = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if "==" in line]
    assert len(pins) > 100
    refusing = [pin for pin in pins if not all(python in allowed_pythons(pin) for python in FIRST_RELEASES)]
    assert refusing == []


# Extras, each alone ---------------------------------------------------------------------------------------------


def brought_by(extra):
    """Name everything that comes with the course and one of its extras, as far as it is installed here."""
    waiting, found = [Requirement(f"course-utils[{extra}]" if extra else "course-utils")], set()
    while waiting:
        wanted = waiting.pop()
        for part in {(canonicalize_name(wanted.name), name) for name in {"", *wanted.extras}} - found:
            found.add(part)
            waiting += required_by(*part)
    return {name for name, _ in found}


def required_by(package, extra):
    """Return what a package requires because of one of its extras, or of none; nothing, if it is not installed."""
    if package == "course-utils":
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
        return [Requirement(line) for line in lines]
    try:
        lines = [Requirement(line) for line in distribution(package).requires or []]
    except PackageNotFoundError:
        return []
    return [line for line in lines if not line.marker or line.marker.evaluate({"extra": extra})]


PACKAGES = packages_distributions()


def imported_packages(paths):
    """Name the installed packages that modules import, as pip knows them."""
    found = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {PACKAGES[top][0] for name in names if (top := name.split(".")[0]) in PACKAGES}
    return {canonicalize_name(name) for name in found} - {"course-utils"}


STORED = ROOT / "tools" / "stored.py"  # what JupyterLab calls when it saves
PARTS = {
    "the course": ("", set(ROOT.glob("course_utils/**/*.py"))),
    "the lab": ("lab", {STORED}),
    "the tests": ("test", {*ROOT.glob("tests/*.py"), *ROOT.glob("tests/faults/*.py")}),
    "executing the notebooks": ("test", {ROOT / "tools" / "notebooks.py"}),
    "the browser's tests": ("browser", set(ROOT.glob("tests/browser/*.py"))),
}


@pytest.mark.parametrize("part", PARTS)
def test_whatever_a_part_imports_comes_with_the_installation_that_is_for_it(part):
    extra, modules = PARTS[part]
    imported = imported_packages(modules)
    assert imported and imported - brought_by(extra) == set()


def test_the_package_for_one_optional_cell_comes_only_when_it_is_asked_for():
    assert "jupyter-scatter" in brought_by("scatter")
    assert "jupyter-scatter" not in brought_by("") | brought_by("lab") | brought_by("test")


# A folder that was moved ----------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """Return a folder with an environment that is ready, as make leaves it."""
    made = tmp_path / "embeddings"
    made.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, made)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".venv"], cwd=made, check=True)
    (made / ".venv" / ".ready").touch()
    return made


def planned(folder):
    """Return the commands that make would run for the tests."""
    # under `make test`, this make would say as well which folder it enters
    command = ["make", "--dry-run", "--no-print-directory", "test", f"PYTHON={sys.executable}"]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def test_an_environment_that_is_ready_is_used(folder):
    assert planned(folder) == ".venv/bin/python -m pytest\n"


def test_the_environment_of_a_folder_that_was_moved_is_made_anew(folder):
    moved = folder.rename(folder.with_name("embeddings, the course's (1)"))
    commands = planned(moved)
    assert "This folder has been moved or renamed" in commands
    assert commands.index("rm -rf .venv") < commands.index("-m venv .venv") < commands.index("pip install")


# A kernel without the course ------------------------------------------------------------------------------------


def test_the_set_up_cell_in_a_kernel_without_the_course_says_which_kernel_to_choose():
    source = jupytext.read(ROOT / "notebooks" / "source" / "00_start_here.py")
    set_up = next(cell for cell in source.cells if cell.cell_type == "code")
    hidden = nbformat.v4.new_code_cell("import sys; sys.modules['course_utils'] = None")
    notebook = nbformat.v4.new_notebook(cells=[hidden, set_up])
    with pytest.raises(CellExecutionError, match=r"The course is not installed in .*: choose the kernel"):
        NotebookClient(notebook, kernel_name="python3").execute()
