"""Sentences about data and models that are computed, not believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

HELD = "✔"
DID_NOT_HOLD = "✘ did not hold:"


def claim(sentence: str, condition: bool | np.bool_ | NDArray[np.bool_] | pd.Series | pd.DataFrame) -> bool:
    """Print whether a sentence of the course holds on this machine, in this run.

    A notebook goes on after a claim that does not hold, since a learner who changes a number should see
    what follows; the test run turns the same printed line into a failure (see ``conftest.py``).

    Parameters
    ----------
    sentence : str
        What is claimed, as a sentence a reader can check.
    condition : bool, or array, Series or DataFrame of bools
        The computed evidence. An array holds when each of its entries is true; it may not be empty.

    Returns
    -------
    bool
        Whether the claim held.

    Raises
    ------
    TypeError
        When the condition is no evidence: a number, NaN, a list, a string, an empty array.

    Examples
    --------
    >>> claim("two and two are four", 2 + 2 == 4)
    ✔ two and two are four
    True
    """
    if not isinstance(sentence, str):
        raise TypeError(
            f"claim takes a sentence first and its evidence second, but the first is of type "
            f"{type(sentence).__name__}: write claim('…', condition)."
        )
    held = _is_true(condition)
    print(f"{HELD} {sentence}" if held else f"{DID_NOT_HOLD} {sentence}")
    return held


def _is_true(condition: object) -> bool:
    """Return whether the evidence is true throughout, or say why it is none."""
    # A single bool is a table of one; what pandas holds has to_numpy.
    may_be = isinstance(condition, bool | np.bool_ | np.ndarray) or hasattr(condition, "to_numpy")
    table = np.asarray(condition) if may_be else None
    if table is None or table.dtype != bool:
        of_what = f" of {table.dtype}" if table is not None else ""
        raise TypeError(
            f"a claim needs a bool or an array of bools as evidence, but was given {_described(condition)}{of_what}: "
            "compare it with something, and turn a list into an array by np.array(…)."
        )
    if table.size == 0:
        raise TypeError("a claim about an empty array says nothing: is the selection that made it right?")
    return bool(table.all())


def _described(value: object) -> str:
    """Name a value that is no evidence."""
    text = repr(value)
    return f"{text} of type {type(value).__name__}" if len(text) < 40 else f"a {type(value).__name__}"
