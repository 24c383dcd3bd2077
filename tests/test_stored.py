"""A stored notebook and its source: both are kept in step, and no edit of either is lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import stored  # tools/stored.py
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "# %% [markdown]\n# # 00 · Start\n\n# %%\n40 + 2\n"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Make a course of one notebook, written by `make notebooks`."""
    folder = tmp_path_factory.mktemp("written")
    (folder / "notebooks" / "source").mkdir(parents=True)
    (folder / "data" / "results").mkdir(parents=True)
    (folder / "tools").mkdir()
    for name in ("tools/notebooks.py", "tools/stored.py", "tools/pages.py", "data/results/scoreboard.csv"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "README.md").write_text("| 00 | Start | What? | 0 | 0 | x |\n", "utf-8")
    (folder / "notebooks" / "README.md").write_text("<!-- times -->\n<!-- /times -->\n", "utf-8")
    source_of(folder).write_text(SOURCE, "utf-8")
    assert make_notebooks(folder).returncode == 0
    return folder


@pytest.fixture
def course(written, tmp_path):
    """Return a copy of that course."""
    return shutil.copytree(written, tmp_path / "course")


def notebook_of(course):
    return course / "notebooks" / "00_start.ipynb"


def source_of(course):
    return course / "notebooks" / "source" / "00_start.py"


def make_notebooks(course, *options):
    program = [sys.executable, course / "tools" / "notebooks.py", *options]
    return subprocess.run(program, capture_output=True, text=True)


def edit_notebook(course, before, after):
    """Edit a cell as VS Code and Colab do: in the notebook alone."""
    path = notebook_of(course)
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")


def edit_source(course, before, after):
    path = source_of(course)
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")


def save_in_jupyterlab(course, change=lambda notebook: None):
    """Open and save the notebook through JupyterLab's server, with what JupyterLab writes into it."""
    server = LargeFileManager(root_dir=str(course))
    server.register_pre_save_hook(stored.on_save)
    model = server.get("notebooks/00_start.ipynb")
    notebook = model["content"]
    notebook.metadata.kernelspec.display_name = "Python 3 (ipykernel)"
    notebook.metadata.language_info = {"name": "python", "version": "3.12.1", "file_extension": ".py"}
    notebook.metadata.jupytext = {"formats": "ipynb,py:percent"}
    notebook.cells[0].metadata = {"lines_to_next_cell": 2, "editable": True}
    change(notebook)
    server.save({"type": "notebook", "format": "json", "content": notebook}, "notebooks/00_start.ipynb")


class TestANotebookThatIsSavedInJupyterLab:
    def test_without_an_edit_leaves_both_files_as_they_were(self, course):
        before = notebook_of(course).read_bytes(), source_of(course).read_bytes()
        save_in_jupyterlab(course)
        assert (notebook_of(course).read_bytes(), source_of(course).read_bytes()) == before

    def test_brings_an_edit_into_its_source(self, course):
        save_in_jupyterlab(course, lambda notebook: notebook.cells[1].update(source="40 + 3"))
        assert source_of(course).read_text("utf-8") == SOURCE.replace("40 + 2", "40 + 3")
        assert make_notebooks(course).returncode == 0
        assert "43" in notebook_of(course).read_text("utf-8")

    def test_does_not_overwrite_an_edit_of_its_source(self, course):
        edit_source(course, "Start", "Begin")
        save_in_jupyterlab(course, lambda notebook: notebook.cells[1].update(source="40 + 3"))
        assert "Begin" in source_of(course).read_text("utf-8")
        assert "40 + 3" in notebook_of(course).read_text("utf-8")

    def test_is_a_learners_own_when_it_is_elsewhere(self, course):
        model = {"type": "notebook", "content": nbformat.read(notebook_of(course), as_version=4)}
        model["content"].metadata["mine"] = True
        stored.on_save(model, "my_notebooks/00_start.ipynb", LargeFileManager(root_dir=str(course)))
        assert model["content"].metadata["mine"]


class TestMakeNotebooks:
    def test_stops_when_cells_were_edited_in_the_notebook_alone(self, course):
        edit_notebook(course, "40 + 2", "40 + 4")
        before = notebook_of(course).read_bytes(), source_of(course).read_bytes()
        stopped = make_notebooks(course)
        assert stopped.returncode == 1
        assert "cells were edited in notebooks/00_start.ipynb." in stopped.stderr
        assert "make notebooks ONLY=00 TAKE=1" in stopped.stderr
        assert (notebook_of(course).read_bytes(), source_of(course).read_bytes()) == before

    def test_takes_them_when_asked(self, course):
        edit_notebook(course, "40 + 2", "40 + 4")
        assert make_notebooks(course, "00", "--take").returncode == 0
        assert source_of(course).read_text("utf-8") == SOURCE.replace("40 + 2", "40 + 4")
        assert "44" in notebook_of(course).read_text("utf-8")

    def test_says_when_both_were_edited(self, course):
        edit_notebook(course, "40 + 2", "40 + 4")
        edit_source(course, "Start", "Begin")
        assert "in notebooks/00_start.ipynb and in its source." in make_notebooks(course).stderr

    def test_goes_on_when_the_source_alone_was_edited_whatever_the_times_of_the_files(self, course):
        edit_source(course, "40 + 2", "40 + 5")
        hour = source_of(course).stat().st_mtime + 3_600
        os.utime(notebook_of(course), (hour, hour))
        assert make_notebooks(course).returncode == 0
        assert "45" in notebook_of(course).read_text("utf-8")

    def test_sees_a_cell_that_was_deleted_in_the_notebook(self, course):
        notebook = nbformat.read(notebook_of(course), as_version=4)
        del notebook.cells[1]
        nbformat.write(notebook, notebook_of(course))
        assert make_notebooks(course).returncode == 1

    def test_does_not_take_the_published_address_for_an_edit(self, course):
        address = "https://github.com/a/b"
        edit_source(course, "Start", f"Start []({address})")
        assert make_notebooks(course).returncode == 0
        for edit in (edit_notebook, edit_source):
            edit(course, address, "https://github.com/teacher/course")
        edit_source(course, "40 + 2", "40 + 6")
        assert make_notebooks(course).returncode == 0


@pytest.mark.parametrize(
    "cell",
    [
        new_markdown_cell("a\n\n- *b*\n\n```python\n# %% no cell\n```"),
        new_code_cell("%time x = 1\n!ls"),
        new_code_cell("# %% [markdown]"),
        new_code_cell(""),
        new_code_cell('"""\n# %%\n"""'),
        new_code_cell("x = 1", metadata={"tags": ["reveal"]}),
    ],
)
def test_a_cell_comes_back_from_the_source_as_it_was_or_is_refused(tmp_path, cell):
    notebook = new_notebook(cells=[new_code_cell("a = 1"), cell, new_code_cell("b = 2")])
    try:
        stored.write_source(notebook, tmp_path / "source.py")
    except ValueError as error:
        assert "a cell of the notebook would be another one" in str(error)
        assert not (tmp_path / "source.py").exists()
    else:
        back = stored.read_source(tmp_path / "source.py")
        assert stored.cells_of(back) == stored.cells_of(notebook)


def test_an_answer_to_a_guess_loses_its_output_and_a_cell_of_checks_is_folded():
    printed = new_output("stream", text="0.87")
    answer, checks = (new_code_cell("1", outputs=[printed], metadata={"tags": [tag]}) for tag in ("reveal", "checks"))
    stored.dress(new_notebook(cells=[answer, checks]))
    assert answer.outputs == []
    assert checks.outputs == [printed]
    assert checks.metadata["jupyter"] == {"source_hidden": True, "outputs_hidden": True}
    assert checks.metadata["cellView"] == "form"
    assert checks.metadata["tags"] == ["checks", "hide-cell"]
