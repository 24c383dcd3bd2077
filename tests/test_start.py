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
