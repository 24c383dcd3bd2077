"""A rehearsal of Google Colab: its packages, its module, and the set-up cell that fetches the course.

`make test-colab` makes the environment .venv-colab from packages.txt, Colab's own list, and runs what is here. Each
notebook gets a fresh copy of it and an empty folder, and is run with every exercise solved; `make test` runs it as it
is stored.
"""

import functools
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import publish
import pytest
from nbclient.exceptions import CellExecutionError

import notebooks as tool  # tools/notebooks.py

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
COLAB = ROOT / ".venv-colab"
WORK = ROOT / "build" / "colab"  # on the same disk as .venv-colab, which is copied by hard links
STUB = Path(__file__).parent / "stub"

ADDRESS, REF = "https://github.com/a-teacher/embeddings", "v1.0"
KEPT = {"tensorflow", "keras", "numpy", "ipython", "protobuf"}  # changing one of these breaks Colab
MENDED = {"tensorflow-metadata"}  # as listed it breaks another package of the list: see pyproject.toml

USE_EVERYTHING = """
from pathlib import Path
from course_utils import check, data

assert "site-packages" in check.__file__
for corpus in ("imdb", "rotten_tomatoes"):
    assert len(data.load_reviews(corpus).train) > 6_000
assert len(data.load_glove()) == 400_000
assert data.load_capitals() and data.load_analogies() and data.load_planted_language()
assert data.load_similarity("wordsim353") and data.load_similarity("simlex999") and len(data.load_results())
for name, exercise in check.all_exercises().items():
    answer = exercise.reference() if exercise.asks_for_a_value else exercise.reference
    assert exercise(answer).passed, name
for number in range(16):
    check.quiz(f"{number:02}")
print("everything is there")
"""


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """Return a repository that holds the course as it stands here, stamped with an address and tagged."""
    folder = tmp_path_factory.mktemp("published") / "embeddings"

    def git(*arguments, at=folder):
        done = subprocess.run(["git", *arguments], cwd=at, check=True, capture_output=True, text=True)
        return done.stdout

    for name in git("ls-files", "-z", at=ROOT).split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    publish.publish(folder, ADDRESS, REF)
    git("init", "--quiet")
    git("add", "--all")
    identity = ("-c", "user.name=a teacher", "-c", "user.email=teacher@example.org")
    git(*identity, "commit", "--quiet", "--message", "The course")
    git("tag", REF)
    return folder


@pytest.fixture
def colab(request, tmp_path, published, monkeypatch):
    """Start kernels in a fresh copy of Colab's environment; the published address leads to the repository here."""
    environment = WORK / request.node.name
    shutil.rmtree(environment, ignore_errors=True)
    shutil.copytree(COLAB, environment, symlinks=True, copy_function=os.link)
    kernel = tmp_path / "jupyter" / "kernels" / "colab"
    kernel.mkdir(parents=True)
    command = [environment / "bin" / "python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    command += ["--IPKernelApp.exec_lines=import google.colab"]
    spec = {"argv": [str(part) for part in command], "display_name": "Colab", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    for name, value in {
        "JUPYTER_PATH": tmp_path / "jupyter",
        "PYTHONPATH": STUB,
        "GIT_CONFIG_COUNT": 1,
        "GIT_CONFIG_KEY_0": f"url.{published.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
    }.items():
        monkeypatch.setenv(name, str(value))
    yield environment
    shutil.rmtree(environment)


@pytest.fixture
def empty_folder(tmp_path):
    """Return the folder that a notebook is run in."""
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


def installed(environment):
    """Return the version of each package of an environment."""
    command = [environment / "bin" / "python", "-m", "pip", "list", "--format=json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {package["name"].lower(): package["version"] for package in json.loads(done.stdout)}


def set_up_cell(notebook):
    return next(cell for cell in notebook.cells if cell.cell_type == "code")


def feedback(notebook):
    """Return what each exercise's check said."""
    calls = re.compile(r"^check\.(\w+)\(\1\)$", re.MULTILINE)
    return {
        name: "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
        for name in calls.findall(cell.source)
    }


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_alone_fetches_the_course_and_with_its_exercises_solved_runs_to_its_end(
    path, colab, published, empty_folder
):
    before = installed(colab)
    notebook = nbformat.read(published / "notebooks" / path.name, as_version=4)
    solved = tool.solve(notebook)
    again = "get_ipython().run_line_magic = None  # the set-up cell, run again, has nothing to install"
    for source in (again, set_up_cell(notebook).source):
        notebook.cells.append(nbformat.v4.new_code_cell(source))

    tool.execute(notebook, empty_folder, kernel="colab")

    set_up_cell(notebook).outputs = []  # what pip says
    tool.dress(notebook)
    assert tool.faults(notebook) == []
    said = feedback(notebook)
    assert sorted(said) == sorted(solved)
    assert [text for text in said.values() if not text.startswith("✔ Right.")] == []
    after = installed(colab)
    assert {name: after[name] for name in KEPT} == {name: before[name] for name in KEPT}
    assert {name for name in before if after.get(name) != before[name]} == MENDED


def test_the_wheel_away_from_the_clone_loads_every_data_set_and_runs_every_check(colab, published, empty_folder):
    run = functools.partial(subprocess.run, cwd=empty_folder, capture_output=True, text=True, check=True)
    python = colab / "bin" / "python"
    run([python, "-m", "pip", "install", "--quiet", f"git+{ADDRESS}@{REF}"])
    assert run([python, "-c", USE_EVERYTHING]).stdout.splitlines()[-1] == "everything is there"
    report = run([python, "-m", "course_utils"]).stdout
    assert "[OK]   film reviews" in report and "[FAIL]" not in report


def test_an_address_that_leads_nowhere_ends_in_the_words_of_pip(colab, published, empty_folder):
    source = set_up_cell(nbformat.read(published / "notebooks" / NOTEBOOKS[0].name, as_version=4)).source
    moved = source.replace(ADDRESS, published.with_name("moved-away").as_uri())
    cells = [nbformat.v4.new_code_cell(code) for code in (moved, "import course_utils")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    with pytest.raises(CellExecutionError, match="No module named 'course_utils'"):
        tool.execute(notebook, empty_folder, kernel="colab")
    assert "moved-away" in "".join(tool.output_text(output) for output in notebook.cells[0].outputs)
