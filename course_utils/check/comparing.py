"""How a value differs from the expected one, in words that a learner can act on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from course_utils.check.feedback import shown

__all__ = ["described", "difference", "kind_of", "same_kind"]

RELATIVE, ABSOLUTE = 1e-4, 1e-6  # float32 sums in another order differ less than this
NAMES_OF_KINDS = {"b": "bool", "i": "int", "u": "int", "f": "float"}


def difference(expected: Any, got: Any) -> str | None:
    """Say how a value differs from the expected one: first in kind, then in shape, then in its numbers.

    Returns
    -------
    str or None
        A sentence, or None when both are the same. Lists and tuples are taken for each other; so are tensors and
        arrays. Numbers may differ by rounding.
    """
    if type(got).__module__.startswith("tensorflow") and callable(getattr(got, "numpy", None)):
        got = got.numpy()
    if isinstance(expected, np.ndarray):
        return _array_difference(expected, got)
    if isinstance(expected, list | tuple):
        return _list_difference(expected, got)
    if isinstance(expected, dict):
        return _dict_difference(expected, got)
    if isinstance(got, np.ndarray) and got.ndim == 0 and type(got) is np.ndarray:
        got = got[()]
    if isinstance(expected, str | set | bool | np.bool_) or expected is None:
        kinds = (bool, np.bool_) if isinstance(expected, bool | np.bool_) else (type(expected),)
        if not isinstance(got, kinds):
            return f"it is {described(got)}, and {kind_of(expected)} is expected"
        return None if expected == got else f"it is {shown(got)}, and {shown(expected)} is expected"
    return _number_difference(expected, got)


def _array_difference(expected: np.ndarray, got: Any) -> str | None:
    if not isinstance(got, np.ndarray):
        remedy = " (np.array makes one of it)" if isinstance(got, list | tuple) else ""
        return f"it is {described(got)}, and a NumPy array is expected{remedy}"
    got = np.asarray(got)
    if got.shape != expected.shape:
        remedy = (
            ": rows and columns are swapped" if got.shape == expected.shape[::-1] and got.ndim == 2 else ""
        )
        return f"its shape is {got.shape}, and {expected.shape} is expected{remedy}"
    kinds = [NAMES_OF_KINDS.get(array.dtype.kind, str(array.dtype)) for array in (got, expected)]
    if kinds[0] != kinds[1]:
        return f"its dtype is {got.dtype}, and {kinds[1]} is expected"
    if expected.dtype.kind == "f":
        equal = np.isclose(got, expected, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True)
    else:
        equal = got == expected
    if np.all(equal):
        return None
    place = tuple(int(index) for index in np.argwhere(~equal)[0])
    where = f"at position {place[0] if len(place) == 1 else place} " if place else ""
    return f"{where}it has {shown(got[place])}, and {shown(expected[place])} is expected"


def _list_difference(expected: Sequence[Any], got: Any) -> str | None:
    if not isinstance(got, list | tuple):
        remedy = ""
        if isinstance(got, np.ndarray):
            of_two = isinstance(expected, tuple)
            remedy = " (as in: return first, second)" if of_two else " (.tolist() makes one of it)"
        return f"it is {described(got)}, and {kind_of(expected)} is expected{remedy}"
    for position, (one, other) in enumerate(zip(expected, got, strict=False)):
        if found := difference(one, other):
            return f"at position {position}, {found}"
    if len(got) != len(expected):
        return f"it has {len(got)} entries, and {len(expected)} are expected"
    return None


def _dict_difference(expected: dict[Any, Any], got: Any) -> str | None:
    if not isinstance(got, dict):
        return f"it is {described(got)}, and {kind_of(expected)} is expected"
    for key in expected:
        if key not in got:
            return f"the key {shown(key)} is missing"
        if found := difference(expected[key], got[key]):
            return f"at key {shown(key)}, {found}"
    extra = [key for key in got if key not in expected]
    return f"the key {shown(extra[0])} does not belong there" if extra else None


def _number_difference(expected: Any, got: Any) -> str | None:
    whole = isinstance(expected, int | np.integer)
    numbers = (int, np.integer) if whole else (int, float, Fraction, np.integer, np.floating)
    if isinstance(got, bool) or not isinstance(got, numbers):
        return f"it is {described(got)}, and {kind_of(expected)} is expected"
    if whole:
        equal = int(got) == int(expected)
    else:
        equal = bool(np.isclose(float(got), expected, rtol=RELATIVE, atol=ABSOLUTE, equal_nan=True))
    return None if equal else f"it is {shown(got)}, and {shown(expected)} is expected"


def kind_of(value: Any) -> str:
    """Name what a value is, with its article."""
    if isinstance(value, bool | np.bool_):
        return "True or False"
    if isinstance(value, int | np.integer):
        return "a whole number"
    if isinstance(value, float | np.floating):
        return "a number"
    return {np.ndarray: "a NumPy array", str: "a string", type(None): "None"}.get(
        type(value), f"a {type(value).__name__}"
    )


def same_kind(one: Any, other: Any) -> bool:
    """Say whether two values are of one kind; lists and tuples are."""
    return kind_of(one) == kind_of(other) or all(isinstance(value, list | tuple) for value in (one, other))


def described(value: Any) -> str:
    """Name a learner's value and its type."""
    if value is None:
        return "None (a function without return gives None)"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if type(value).__name__ == "generator":
        return "a generator"
    return f"{shown(value)}, of type {type(value).__name__}"
