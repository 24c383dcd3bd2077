"""What a learner sees of the first call in a notebook."""

import json
import os
import subprocess
import sys

import keras
import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from course_utils import start


def in_a_fresh_process(code, **variables):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=True)


def executed(*cells, **variables):
    """Return a notebook after its cells have run in a kernel with these environment variables."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, kernel_name="python3").execute(env=os.environ | variables)
    return notebook


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
    (shown,) = [output for output in executed(*cells).cells[1].outputs if "image/png" in output.data]
    assert shown.metadata["image/png"]["alt"] == (
        "Figure: Both fall. slowly. fast. Axes: epoch; loss (nats); polarity."
    )


def test_figures_are_shown_in_a_notebook_whatever_backend_the_environment_names():
    cells = ["from course_utils import start\nstart()", "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"]
    outputs = executed(*cells, MPLBACKEND="agg").cells[1].outputs
    assert ["image/png" in output.data for output in outputs] == [True]


@pytest.mark.parametrize("settings", [{"backend": "jax"}, {"floatx": "float64"}])
def test_keras_runs_on_tensorflow_in_float32_whatever_its_settings_say(settings, tmp_path):
    (tmp_path / "keras.json").write_text(json.dumps(settings), encoding="utf-8")
    code = (
        "from course_utils import start; start()\n"
        "import keras\n"
        "print(keras.config.backend(), keras.layers.Embedding(3, 4)(keras.ops.array([1])).dtype.name)"
    )
    run = in_a_fresh_process(code, KERAS_HOME=str(tmp_path))
    assert run.stdout.splitlines()[-1] == "tensorflow float32"


def test_keras_runs_on_tensorflow_whatever_the_environment_says():
    in_a_fresh_process("from course_utils import start; start()", KERAS_BACKEND="jax")


def test_keras_that_was_imported_before_on_something_else_is_an_error(monkeypatch):
    monkeypatch.setattr(keras.config, "backend", lambda: "jax")
    with pytest.raises(RuntimeError, match=r"Keras already runs on 'jax' here.* restart the kernel"):
        start()


def test_start_needs_no_stderr():
    code = "import os; os.close(2)\nfrom course_utils import start; start(seed=3)"
    assert "seed 3" in in_a_fresh_process(code).stdout
