"""A claim says whether it held, and a claim that did not hold fails the test run."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from course_utils import claim

ROOT = Path(__file__).resolve().parent.parent


def test_a_claim_that_holds_prints_a_tick_and_returns_true(capsys):
    assert claim("two and two are four", 2 + 2 == 4) is True
    assert capsys.readouterr().out == "✔ two and two are four\n"


def test_a_claim_that_does_not_hold_says_so_and_goes_on(capsys):
    assert claim("two and two are five", 2 + 2 == 5) is False
    assert capsys.readouterr().out == "✘ did not hold: two and two are five\n"


@pytest.mark.parametrize(("values", "held"), [([1, 2, 3], True), ([1, -2, 3], False)])
def test_an_array_of_conditions_holds_when_each_does(values, held):
    assert claim("all are positive", np.array(values) > 0) is held


@pytest.mark.parametrize("shape", [pd.Series, pd.DataFrame, lambda values: values, lambda values: values[0]])
def test_evidence_may_be_a_bool_or_a_table_of_bools(shape):
    assert claim("one is less than two", shape(np.array([1, 1]) < 2)) is True
    assert claim("two is less than two", shape(np.array([2, 2]) < 2)) is False


NO_EVIDENCE = {
    "NaN": float("nan"),
    "a number": 0.97,
    "one": 1,
    "a list": [False],
    "a tuple": (False,),
    "a generator": (x > 0 for x in [1]),
    "a string": "False",
    "a function": np.all,
    "None": None,
    "an array of numbers": np.array([1, 0]),
    "an array of objects": np.array([True, None]),
    "an empty array": np.array([]) > 0,
    "an empty Series": pd.Series([], dtype=bool),
    "a table with a column of numbers": pd.DataFrame({"a": [True], "b": [0.5]}),
}


@pytest.mark.parametrize("condition", NO_EVIDENCE.values(), ids=NO_EVIDENCE.keys())
def test_what_is_no_evidence_is_refused(condition, capsys):
    with pytest.raises(TypeError, match=r"a claim (needs a bool or an array of bools|about an empty array)"):
        claim("this holds", condition)
    assert capsys.readouterr().out == ""


def test_sentence_and_condition_in_the_wrong_order_are_named():
    with pytest.raises(TypeError, match="a sentence first and its evidence second"):
        claim(1 < 2, "one is less than two")


@pytest.mark.parametrize(("condition", "exit_status"), [("1 < 2", 0), ("2 < 1", 1)])
def test_a_claim_that_fails_makes_the_test_run_fail(tmp_path, condition, exit_status):
    source = f"from course_utils import claim\nclaim('one is less than two', {condition});"
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, tmp_path / "one_claim.ipynb")
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env", "."],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == exit_status, run.stdout + run.stderr
    assert ("did not hold: one is less than two" in run.stdout) == bool(exit_status)
