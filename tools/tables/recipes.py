"""The course's recipe with one thing left out, or with another number of dimensions."""

from dataclasses import replace
from typing import Any

from course_utils import training
from tables.scoreboard import measured, trained

CHANGES: dict[str, dict[str, Any]] = {
    "nothing left out": {},
    "without the mask": {"mask": False},
    "100 tokens instead of whole reviews": {"length": 100},
    "learning rate 0.001": {"learning_rate": 1e-3},
    "rate that does not fall": {"falling_rate": False},
    "batches of 1,024": {"batch_size": 1_024},
    "15 epochs": {"epochs": 15},
    **{f"{dimensions} dimensions": {"dimensions": dimensions} for dimensions in (1, 2, 4, 64)},
}

RUNS = {(name,): measured(trained(replace(training.Recipe(), **change))) for name, change in CHANGES.items()}
