"""Compute the measured tables over several seeds: ``data/results/*.csv``, one module of ``tools/tables`` each.

    python tools/results.py                       # all tables, five seeds
    python tools/results.py --only reuse          # one of them
    python tools/results.py --quick               # one seed of each table's first rows, into the folder build

A row is written as soon as it is known, so that an interrupt costs one row: the next run at the same commit
goes on where this one stopped. Choices are made on validation; the test part is looked at once a row.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from course_utils.quiet import import_tensorflow_quietly
from course_utils.writing import write_whole

ROOT = Path(__file__).resolve().parent.parent
SEEDS = range(5)
QUICK_SECONDS = 5  # after which a quick run begins no other row of a table
PACKAGES = ("tensorflow", "keras", "numpy", "scikit-learn")


@dataclass(frozen=True)
class Table:
    """A table to compute.

    Attributes
    ----------
    names : tuple of str
        The columns that say what a row is, besides its seed.
    runs : dict
        For each row what it is, a value for each of `names`, and the function that computes the other columns
        from a seed.
    prepare : callable
        Makes what several rows share, so that no row's seconds hold it by the chance of coming first.
    seeds : dict
        How many seeds a row gets, where that is fewer than all.
    """

    names: tuple[str, ...]
    runs: Mapping[tuple[object, ...], Callable[[int], Mapping[str, object]]]
    prepare: Callable[[], object] = lambda: None
    seeds: Mapping[tuple[object, ...], int] = field(default_factory=dict)


def tables() -> dict[str, Table]:
    """Return the tables by name; their modules are imported here, for they bring TensorFlow, which takes seconds."""
    from tables import (  # tools/tables
        dimensions,
        fast_search,
        items,
        judging,
        processes,
        recipes,
        reuse,
        scoreboard,
        search,
        skip_gram,
        smaller_tables,
        units,
        updates,
    )

    return {
        "scoreboard": Table(("rung",), scoreboard.RUNS, scoreboard.prepare),
        "recipes": Table(("rung",), recipes.RUNS, scoreboard.prepare),
        "reuse": Table(("rung", "examples"), reuse.RUNS, reuse.prepare),
        "dimensions": Table(("vectors", "reviews", "dimensions", "rate"), dimensions.RUNS, dimensions.prepare),
        "units": Table(("rung",), units.RUNS, units.prepare),
        "skip_gram": Table(("rung",), skip_gram.RUNS, skip_gram.prepare, skip_gram.SEEDS),
        "judging": Table(("rung",), judging.RUNS, judging.prepare),
        "search": Table(("ranking", "words"), search.RUNS, search.prepare),
        "fast_search": Table(("vectors", "index", "setting"), fast_search.RUNS),
        "items": Table(("ranking",), items.RUNS, items.prepare),
        "smaller_tables": Table(("way", "size"), smaller_tables.RUNS, smaller_tables.features),
        "updates": Table(("optimizer", "rows"), updates.RUNS),
        "processes": Table(("program",), processes.RUNS),
    }


def main() -> None:
    """Compute the rows that are missing, then put each finished table in its place."""
    # TensorFlow keeps the memory of large arrays for the next step: with 1,024 columns a step takes half the time.
    os.environ.setdefault("TF_CPU_ALLOCATOR_USE_BFC", "1")
    import_tensorflow_quietly()
    known = tables()
    parser = argparse.ArgumentParser(description="Compute the measured tables.")
    parser.add_argument("--only", choices=known, help="one table; by default all")
    parser.add_argument("--quick", action="store_true", help="one seed of each table's first rows, into build/")
    options = parser.parse_args()
    for name in [options.only] if options.only else known:
        folder = ROOT / "build" if options.quick else ROOT / "data" / "results"
        seeds, seconds = ([0], QUICK_SECONDS) if options.quick else (SEEDS, float("inf"))
        compute(name, known[name], folder, seeds, seconds)


def compute(name: str, table: Table, folder: Path, seeds: Iterable[int], seconds: float) -> None:
    """Compute the rows of a table that are missing, write the table and print its means.

    No row is begun after so many seconds.
    """
    finished, unfinished = folder / f"{name}.csv", folder / f"{name}.part.csv"
    commit = current_commit()
    rows = [row for row in read_rows(unfinished) if row["commit"] == commit]

    def task(row: Mapping[str, object]) -> tuple[object, ...]:
        return (*(row[column] for column in table.names), row["seed"])

    order = [(*key, seed) for seed in seeds for key in table.runs if seed < table.seeds.get(key, len(SEEDS))]
    done = {task(row) for row in rows}
    table.prepare()
    began = time.monotonic()
    for *key, seed in tqdm([wanted for wanted in order if wanted not in done], desc=name, unit="row"):
        measured = table.runs[tuple(key)](seed)
        rows.append(described(dict(zip(table.names, key, strict=True)), seed, measured, commit))
        write_rows(unfinished, rows)
        if time.monotonic() - began > seconds:
            break
    in_order = {key: place for place, key in enumerate(table.runs)}
    rows.sort(key=lambda row: (in_order[task(row)[:-1]], row["seed"]))
    write_rows(finished, rows)
    unfinished.unlink(missing_ok=True)
    means = pd.DataFrame(rows).drop(columns=["seed", "commit", "versions"])
    print(means.groupby(list(table.names), sort=False).mean(numeric_only=True).round(3).to_string())


def described(
    names: Mapping[str, object], seed: int, measured: Mapping[str, object], commit: str
) -> dict[str, object]:
    """Return a row: what it is, what was measured, and what made it."""
    versions = " ".join(f"{package}-{version(package)}" for package in PACKAGES)
    return {**names, "seed": seed, **measured, "commit": commit, "versions": versions}


def read_rows(path: Path) -> list[dict[str, object]]:
    """Return the rows of a table, none when there is no such file."""
    if not path.is_file():
        return []
    return pd.read_csv(path, dtype={"commit": str}).to_dict("records")  # 12e4567890 is a commit, not a number


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    """Write a table whole or not at all."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, pd.DataFrame(rows).to_csv(index=False, lineterminator="\n"))
    except OSError as error:
        raise SystemExit(
            f"{path} could not be written ({error.strerror}): the rows written before are kept; make room there, "
            "or make the folder writable, and run this again; it goes on from here."
        ) from error


def current_commit() -> str:
    """Return the commit that the numbers belong to, and a mark for what course_utils or tools have beyond it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"The scoreboard names the commit that made it, and git said: {done.stderr.strip()}")
        return done.stdout.strip()

    commit = git("rev-parse", "--short=10", "HEAD")
    if git("status", "--porcelain", "--", "course_utils", "tools"):
        changes = git("diff", "HEAD", "--", "course_utils", "tools")
        for path in git("ls-files", "--others", "--exclude-standard", "--", "course_utils", "tools").splitlines():
            changes += path + git("hash-object", "--", path)  # new files, which a diff leaves out
        commit += f"+{hashlib.sha256(changes.encode()).hexdigest()[:6]}"  # other changes, other rows
    return commit


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Interrupted; the finished rows are kept, and the next run goes on from here.")
