"""Exercises that recognise the mistake: ``check.NAME(answer)``, ``check.NAME.hint()``, ``check.NAME.solution()``.

The exercises stand in one module for each notebook and are read when the first of them is asked for. How to add
one: see "For teachers" in the README.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from course_utils.check.exercise import Exercise

MODULES = (
    "start_here",
    "one_hot",
    "counts_and_pca",
    "embedding_layer",
    "training",
    "reading_the_weights",
    "projector",
    "reuse",
    "dimensions",
    "subwords_and_pairs",
    "skip_gram",
    "judging",
    "sentences_and_search",
    "fast_search",
    "items",
    "your_own_data",
    "when_the_table_no_longer_fits",
)
# Names that are modules of this package, and no exercises.
OWN_MODULES = {"calls", "comparing", "errors", "exercise", "exercises", "feedback", "guesses", "quizzes"}


def all_exercises() -> dict[str, Exercise]:
    """Return all exercises by name, in the order of the course."""
    from course_utils.check.exercise import EXERCISES

    for module in MODULES:
        importlib.import_module(f"course_utils.check.exercises.{module}")
    return EXERCISES


def __getattr__(name: str) -> Any:
    """Find an exercise, or one of the helpers for guesses and quizzes, by its name."""
    if name == "guess":
        return importlib.import_module("course_utils.check.guesses").guess
    if name == "quiz":
        return importlib.import_module("course_utils.check.quizzes").quiz
    if name.startswith("_") or name in OWN_MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = all_exercises()
    if name not in found:
        import difflib

        alike = difflib.get_close_matches(name, found, n=1)
        raise AttributeError(
            f"there is no exercise {name!r}: did you mean check.{alike[0]}?"
            if alike
            else f"there is no exercise {name!r}: dir(check) lists them."
        )
    return found[name]


def __dir__() -> list[str]:
    """List the exercises, and the helpers for guesses and quizzes."""
    return [*all_exercises(), "guess", "quiz"]
