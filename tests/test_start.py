"""What a learner sees of the first call in a notebook."""

import subprocess
import sys

import nbformat
import numpy as np
from nbclient import NotebookClient

from course_utils import start


def in_a_fresh_process(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def test_start_prints_one_line_with_the_versions_and_nothing_on_stderr():
    run = in_a_fresh_process("from course_utils import start; start(seed=3)")
    assert run.stdout.count("\n") == 1
    assert "tensorflow" in run.stdout and "seed 3" in run.stdout
    assert run.stderr == ""


def test_the_same_seed_draws_the_same_numbers(capsys):
    start(seed=1)
    first = np.random.rand(3)  # noqa: NPY002
    start(seed=1)
    assert np.array_equal(first, np.random.rand(3))  # noqa: NPY002


def test_importing_the_course_does_not_import_the_large_libraries():
    code = (
        "import sys, course_utils\n"
        "print([name for name in ('tensorflow', 'keras', 'sklearn', 'pandas', 'matplotlib', 'gensim')"
        " if name in sys.modules])"
    )
    assert in_a_fresh_process(code).stdout.strip() == "[]"


def test_a_figure_in_a_notebook_carries_its_titles_and_axes_as_text():
    cells = [
        "from course_utils import start\nstart()",
        "import matplotlib.pyplot as plt\n"
        "figure, (left, right) = plt.subplots(1, 2)\n"
        "figure.suptitle('Both fall')\n"
        "left.set(title='slowly', xlabel='epoch', ylabel='loss\\n(nats)')\n"
        "right.set(title='fast', xlabel='epoch')\n"
        "figure.colorbar(right.scatter([1], [1], c=[1]), label='polarity')",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, kernel_name="python3").execute()
    (shown,) = [output for output in notebook.cells[1].outputs if "image/png" in output.data]
    assert shown.metadata["image/png"]["alt"] == (
        "Figure: Both fall. slowly. fast. Axes: epoch; loss (nats); polarity."
    )


def test_the_environment_report_finds_everything_here(capsys):
    from course_utils.start import environment_report

    assert environment_report() is True
    assert "[FAIL]" not in capsys.readouterr().out


def test_the_package_run_as_a_program_prints_the_report():
    run = in_a_fresh_process("import runpy; runpy.run_module('course_utils', run_name='__main__')")
    assert "[OK]   film reviews" in run.stdout


def test_the_environment_report_says_what_to_do_about_a_missing_package(capsys, monkeypatch):
    report = sys.modules["course_utils.start"]
    monkeypatch.setattr(report, "installed_version", lambda package: "missing")
    assert report.environment_report() is False
    out = capsys.readouterr().out
    assert "[FAIL] tensorflow missing: run  make lab" in out


def test_the_environment_report_in_a_clone_without_installation_says_that_it_is_missing():
    run = in_a_fresh_process(
        "import importlib.metadata as metadata\n"
        "def missing(name): raise metadata.PackageNotFoundError(name)\n"
        "metadata.requires = metadata.version = missing\n"
        "from course_utils.start import environment_report\n"
        "assert not environment_report()"
    )
    assert "[FAIL] course-utils missing: run  make lab" in run.stdout


def test_the_package_run_as_a_program_exits_with_1_when_something_is_missing():
    code = (
        "import course_utils, runpy, sys\n"
        "sys.modules['course_utils.start'].installed_version = lambda name: 'missing'\n"
        "runpy.run_module('course_utils', run_name='__main__')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr == ""
