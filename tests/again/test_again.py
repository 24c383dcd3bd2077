"""The committed tables, computed again: `make test-results` runs this, in three minutes.

`make results QUICK=1` takes one seed of each table's first rows. What it measures must lie where the committed seeds
lie. The times are another machine's business.
"""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import results  # tools/results.py
from pandas.api.types import is_numeric_dtype

ROOT = Path(__file__).resolve().parents[2]
TIMES = {"seconds", "milliseconds", "build_seconds", "milliseconds_a_step"}
FEW_REVIEWS = 0.002  # sums rounded in another order classify a few of 2,500 reviews otherwise
THREADS = 0.05  # gensim's two threads take turns by chance: one seed, run twice, has differed by 0.031


@pytest.fixture(scope="module")
def computed():
    """Return the folder into which a quick run has written."""
    subprocess.run([sys.executable, ROOT / "tools" / "results.py", "--quick"], cwd=ROOT, check=True)
    return ROOT / "build"


@pytest.mark.parametrize("name", list(results.tables()))
def test_a_quick_run_agrees_with_the_committed_table(name, computed):
    again, committed = (pd.read_csv(folder / f"{name}.csv") for folder in (computed, ROOT / "data" / "results"))
    names = list(results.tables()[name].names)
    measured = [
        column for column in again if is_numeric_dtype(again[column]) and column not in {*names, "seed"} | TIMES
    ]
    for _, row in again.iterrows():
        seeds = committed[(committed[names] == row[names]).all(axis=1)]
        assert len(seeds) >= 1, f"{row[names].tolist()} is not in the committed table"
        lowest, highest = seeds[measured].min(), seeds[measured].max()
        room = (highest - lowest).clip(lower=THREADS if "gensim" in row[names].tolist() else FEW_REVIEWS)
        outside = (row[measured] < lowest - room) | (row[measured] > highest + room)
        assert not outside.any(), f"{row[names].tolist()}: {row[measured][outside].to_dict()}, committed {seeds}"
