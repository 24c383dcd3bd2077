"""Calling a learner's function, and writing such a call as code that runs in a cell."""

from __future__ import annotations

import contextlib
import copy
import io
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.check.comparing import difference, plain
from course_utils.check.feedback import shown

LARGEST_COPY = 2**28  # bytes: far more than a right answer, far less than a computer's memory
LONGEST_PRINT = 10_000  # characters


@dataclass(frozen=True)
class Outcome:
    """What calling a function once gave: a value or an error, which arguments it altered, and what it printed."""

    value: Any = None
    error: BaseException | None = None
    altered: tuple[int, ...] = ()
    printed: str = ""

    def same_as(self, other: Outcome) -> bool:
        """Say whether another call did the same, whatever was printed."""
        if self.error is not None or other.error is not None:
            return repr(self.error) == repr(other.error)
        return self.altered == other.altered and difference(other.value, self.value) is None


class Printed(io.StringIO):
    """Takes what a function prints, and forgets what an endless loop prints beyond all reading."""

    def write(self, text: str) -> int:
        """Keep a text unless there is too much already."""
        return super().write(text) if self.tell() < LONGEST_PRINT else len(text)


def call(
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    compared: Callable[..., Any] | None = None,
) -> Outcome:
    """Call a function on copies of its arguments, and see what it does to them.

    Parameters
    ----------
    function : callable
    arguments : tuple
    compared : callable, optional
        Takes what the function returned, and the arguments, and returns what is compared in its place.
    """
    given = copy.deepcopy(arguments)
    printed = Printed()
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings(), contextlib.redirect_stdout(printed):
            warnings.simplefilter("ignore")
            value = _kept(function(*given))
            if compared is not None and value is not ...:
                value = compared(value, *arguments)
    except BaseException as error:  # also an interrupt: stopping an endless loop must not stop the notebook
        return Outcome(error=error, printed=printed.getvalue())
    altered = tuple(
        position
        for position, (before, after) in enumerate(zip(arguments, given, strict=True))
        if isinstance(before, np.ndarray | list | dict) and difference(before, after) is not None
    )
    return Outcome(value, altered=altered, printed=printed.getvalue())


def _kept(value: Any) -> Any:
    """Return a copy of a result, which the next call may overwrite; what cannot be copied is returned itself."""
    try:
        value = plain(value)
        if isinstance(value, np.ndarray) and value.nbytes > LARGEST_COPY:
            return value
        return copy.deepcopy(value) if isinstance(value, np.ndarray | list | tuple | dict | set) else value
    except BaseException:  # whatever the methods of what it holds raise
        return value


def as_code(value: Any) -> str:
    """Write a value as code that makes it again, with ``np`` for NumPy.

    Raises
    ------
    TypeError
        If it is neither an array nor made of lists, strings and numbers.

    Examples
    --------
    >>> as_code([np.array([1, 2]), "film"])
    "[np.array([1, 2]), 'film']"
    >>> as_code(np.zeros((2, 0), dtype=int))
    'np.zeros((2, 0), dtype=np.int64)'
    """
    if type(value) is np.ndarray:
        if not value.size:
            return f"np.zeros({value.shape}, dtype=np.{value.dtype.name})"
        entries = np.array2string(
            value,
            separator=", ",
            threshold=sys.maxsize,
            floatmode="unique",
            max_line_width=88,
            prefix="np.array(",
        )
        same = np.array(value.tolist()).dtype == value.dtype
        return f"np.array({entries})" if same else f"np.array({entries}, dtype=np.{value.dtype.name})"
    if type(value) is list:
        return f"[{', '.join(map(as_code, value))}]"
    if value is None or type(value) in (str, int, float, bool):
        return repr(value)
    raise TypeError(f"there is no code for {value!r}")


def in_brief(value: Any) -> str:
    """Describe an argument that is too long to be written out."""
    if type(value) is np.ndarray:
        return f"an array of shape {value.shape}"
    if type(value) is list and len(shown(value)) > 60:
        return f"a list of {len(value)}"
    return shown(value)
