"""How a value differs from the expected one, in words that a learner can act on."""

from __future__ import annotations

import numbers
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from course_utils.check.feedback import shown

# float32 sums in another order differ less than this, and four digits after the point differ more
RELATIVE, ABSOLUTE = 1e-5, 1e-6
LARGEST_LIST = 10_000  # numbers, far more than any exercise asks for
NAMES_OF_KINDS = {"b": "bool", "i": "int", "u": "int", "f": "float"}


def difference(expected: Any, got: Any) -> str | None:
    """Say how a value differs from the expected one: first in kind, then in size, then in what it holds.

    Returns
    -------
    str or None
        A sentence, or None when both are the same. Lists and tuples are taken for each other; so are tensors and
        arrays, and 3.0 and 3. Numbers may differ by rounding errors.
    """
    return difference_in_kind(expected, got) or _difference_in_value(expected, got)


def difference_in_kind(expected: Any, got: Any) -> str | None:
    """Say where a value is of another kind than expected, also within lists; None when it is nowhere."""
    expected, got = plain(expected), plain(got)
    if isinstance(expected, np.ndarray):
        return _array_of_another_kind(expected, got)
    if isinstance(expected, list | tuple):
        if isinstance(got, list | tuple):
            return _first_within(difference_in_kind, expected, got)
        remedy = ""
        if isinstance(got, np.ndarray):
            of_two = isinstance(expected, tuple)
            remedy = " (as in: return first, second)" if of_two else " (.tolist() makes one of it)"
        return f"it is {described(got)}, and {kind_of(expected)} is expected{remedy}"
    if isinstance(expected, dict) and isinstance(got, dict):
        common = [key for key in expected if key in got]
        return _first_within(difference_in_kind, *({key: one[key] for key in common} for one in (expected, got)))
    return None if _is_such(expected, got) else f"it is {described(got)}, and {kind_of(expected)} is expected"


def _array_of_another_kind(expected: np.ndarray, got: Any) -> str | None:
    if not isinstance(got, np.ndarray):
        remedy = " (np.array makes one of it)" if isinstance(got, list | tuple) and _fits(expected, got) else ""
        return f"it is {described(got)}, and a NumPy array is expected{remedy}"
    kinds = [NAMES_OF_KINDS.get(array.dtype.kind, str(array.dtype)) for array in (got, expected)]
    if kinds[0] == kinds[1] or got.shape != expected.shape:  # a wrong shape is the graver mistake, and is said later
        return None
    if kinds == ["bool", "float"]:
        return "it holds True and False, and numbers are expected"
    return f"its dtype is {got.dtype}, and {kinds[1]} is expected"


def _fits(expected: np.ndarray, got: Sequence[Any]) -> bool:
    """Say whether np.array makes an array of the expected shape of a list."""
    try:
        return np.array(got).shape == expected.shape
    except Exception:  # rows of different lengths, and whatever the methods of its entries raise
        return False


def _is_such(expected: Any, got: Any) -> bool:
    """Say whether a value is a number where one is expected, a string where one is expected, and so on."""
    if isinstance(expected, bool | np.bool_):
        return isinstance(got, bool | np.bool_)
    if not isinstance(expected, numbers.Real):
        return isinstance(got, type(expected))
    if isinstance(got, bool) or not isinstance(got, numbers.Real):
        return False
    return not isinstance(expected, numbers.Integral) or _is_whole(got)


def _is_whole(number: Any) -> bool:
    return isinstance(number, numbers.Integral) or float(number).is_integer()


def _first_within(compare: Callable[[Any, Any], str | None], expected: Any, got: Any) -> str | None:
    """Compare the entries of two lists or two dictionaries, and say where the first difference is."""
    if isinstance(expected, dict):
        pairs = [(f"at key {shown(key)}", expected[key], got[key]) for key in expected]
    else:
        numbered = enumerate(zip(expected, got, strict=False))
        pairs = [(f"at position {position}", one, other) for position, (one, other) in numbered]
    for place, one, other in pairs:
        if found := compare(one, other):
            deeper = found.startswith(("at ", "in "))
            return f"{place.replace('at position', 'in entry') if deeper else place}, {found}"
    return None


def _difference_in_value(expected: Any, got: Any) -> str | None:
    """Say how a value of the expected kind differs in its size, or in what it holds."""
    expected, got = plain(expected), plain(got)
    if isinstance(expected, np.ndarray):
        return _array_difference(np.asarray(expected), np.asarray(got))
    if isinstance(expected, list | tuple):
        return difference_in_length(expected, got) or _first_within(_difference_in_value, expected, got)
    if isinstance(expected, dict):
        return _dict_difference(expected, got)
    if isinstance(expected, numbers.Integral):
        equal = int(got) == int(expected)
    elif isinstance(expected, numbers.Real):
        equal = bool(_close(np.array(float(expected)), np.array(float(got))))
    else:
        equal = expected == got
    return None if equal else f"it is {shown(got)}, and {shown(expected)} is expected"


def difference_in_length(expected: Sequence[Any], got: Sequence[Any]) -> str | None:
    """Say that a list has more or fewer entries than expected."""
    if len(got) == len(expected):
        return None
    return f"it has {_entries(len(got))}, and {len(expected)} {_are(len(expected))} expected"


def _array_difference(expected: np.ndarray, got: np.ndarray) -> str | None:
    if got.shape != expected.shape:
        turned = got.ndim == 2 and got.T.shape == expected.shape and np.all(_close(expected, got.T))
        remedy = ": rows and columns are swapped" if turned else ""
        return f"its shape is {got.shape}, and {expected.shape} is expected{remedy}"
    equal = _close(expected, got)
    if np.all(equal):
        return None
    place = tuple(int(index) for index in np.argwhere(~equal)[0])
    where = f"at position {place[0] if len(place) == 1 else place} " if place else ""
    return f"{where}it has {shown(got[place])}, and {shown(expected[place])} is expected"


def _close(expected: np.ndarray, got: np.ndarray) -> Any:
    """Say where two arrays of one shape hold the same; what is exact must be equal."""
    if expected.dtype.kind != "f":
        return got == expected
    largest = np.max(np.abs(expected[np.isfinite(expected)]), initial=1)
    with np.errstate(over="ignore"):  # the difference of two numbers near the largest
        return np.isclose(got, expected, rtol=RELATIVE, atol=ABSOLUTE * largest, equal_nan=True)


def _dict_difference(expected: dict[Any, Any], got: dict[Any, Any]) -> str | None:
    missing = [key for key in expected if key not in got]
    if missing:
        return f"the key {shown(missing[0])} is missing"
    extra = [key for key in got if key not in expected]
    if extra:
        return f"the key {shown(extra[0])} does not belong there"
    return _first_within(_difference_in_value, expected, got)


def _entries(number: int) -> str:
    return "1 entry" if number == 1 else f"{number} entries"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def plain(value: Any) -> Any:
    """Return the array that a tensor or a variable holds, and the number of an array without axes."""
    if type(value).__module__.startswith(("tensorflow", "keras")) and callable(getattr(value, "numpy", None)):
        value = value.numpy()
    return value[()] if type(value) is np.ndarray and value.ndim == 0 else value


def as_floats(value: Any, *arguments: Any) -> Any:
    """Return the whole numbers of an array as floats; an exercise compares these where either will do.

    Examples
    --------
    >>> as_floats(np.array([2, 0]))
    array([2., 0.])
    """
    return value.astype(float) if isinstance(value, np.ndarray) and value.dtype.kind in "iu" else value


def any_numbers(value: Any) -> Any:
    """Return the whole numbers of a list as floats: where any number could be the answer, none must be whole.

    Examples
    --------
    >>> any_numbers([60, 0.5])
    [60.0, 0.5]
    """
    if isinstance(value, list | tuple):
        return [any_numbers(entry) for entry in value]
    return float(value) if isinstance(value, int | np.integer) and not isinstance(value, bool) else value


def as_an_array(value: Any, *arguments: Any) -> Any:
    """Take a list or tuple of numbers for the array that it would make, where an exercise names no type.

    Examples
    --------
    >>> as_an_array([[1, 2]])
    array([[1., 2.]])
    """
    try:
        return as_floats(np.array(value) if isinstance(value, list | tuple) else value)
    except ValueError:  # rows of different lengths
        return value


def as_a_list(value: Any, *arguments: Any) -> Any:
    """Take an array for the list of its numbers, or of its rows, where an exercise names no type.

    Examples
    --------
    >>> as_a_list(np.array([2, 4]))
    [2, 4]
    """
    value = plain(value)
    if not isinstance(value, np.ndarray) or value.size > LARGEST_LIST:
        return value
    return value.tolist() if value.ndim == 1 else list(value)


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


def described(value: Any) -> str:
    """Name a learner's value and its type."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if type(value).__name__ == "generator":
        return "a generator"
    return f"{shown(value)}, of type {type(value).__name__}"
