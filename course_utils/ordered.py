"""Texts and words are strings in the order of their rows, and ids are whole numbers, or they are refused."""

from collections.abc import Iterable, Mapping, Set

import numpy as np
from numpy.typing import ArrayLike, NDArray


def refuse_unordered(values: object, what: str) -> None:
    """Refuse what can be looped over, but not in the order of the rows.

    A mapping, a set or a DataFrame would give every row the name of another one, without an error.

    Parameters
    ----------
    values : object
    what : str
        What the values are, in the plural, for the error's sentence.

    Raises
    ------
    TypeError
        When the values are one string, a mapping, a set or a DataFrame, or cannot be looped over.

    Examples
    --------
    >>> refuse_unordered(["good", "bad"], "words")
    >>> refuse_unordered({"good": 3, "bad": 2}, "words")
    Traceback (most recent call last):
    TypeError: the words are given as a dict, which does not stand in the order of the rows: give a list.
    """
    kind = type(values).__name__
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"the {what} are given as a single {kind}: give a list, [{what}].")
    if isinstance(values, Mapping | Set) or hasattr(values, "columns"):
        raise TypeError(
            f"the {what} are given as a {kind}, which does not stand in the order of the rows: give a list."
        )


def strings_in(values: object, what: str) -> list[str]:
    """Return words, texts or names as a list, after checking that they are in order, and strings.

    Parameters
    ----------
    values : iterable of str
    what : str
        What the values are, in the plural, for the error's sentence.

    Returns
    -------
    list of str

    Raises
    ------
    TypeError
        When the values are in no order, or one of them is no string.

    Examples
    --------
    >>> strings_in(np.array(["good", "bad"]), "words") == ["good", "bad"]
    True
    >>> strings_in(["good", None], "words")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    TypeError: number 1 of the words, counted from 0, is None, expected a str: drop missing ones, ...
    """
    refuse_unordered(values, what)
    strings = list(values)  # type: ignore[call-overload]
    for place, value in enumerate(strings):
        if not isinstance(value, str):
            raise TypeError(
                f"number {place} of the {what}, counted from 0, is {value!r:.50}, expected a str: "
                "drop missing ones, decode bytes and turn other values into strings first."
            )
    return strings


def rows_of_ids(ids: Iterable[ArrayLike], size: int = 2**31) -> list[NDArray[np.int32]]:
    """Return rows of ids as arrays, after checking that they are whole numbers from 0 to below `size`.

    Parameters
    ----------
    ids : iterable of int arrays
        One array of ids a text.
    size : int
        Of the vocabulary; by default as many as 32 bits can tell apart.

    Returns
    -------
    list of int32 arrays

    Raises
    ------
    TypeError
        When `ids` is one row instead of several, or ids are no integers.
    ValueError
        When an id is negative or not below `size`.

    Examples
    --------
    >>> rows_of_ids([[2, 3], []], size=4)
    [array([2, 3], dtype=int32), array([], dtype=int32)]
    """
    rows = [np.asarray(row) for row in ids]
    for row in rows:
        if row.ndim != 1 or (row.size and row.dtype.kind not in "iu"):
            raise TypeError(
                "ids must be integers, a row of them for each text: turn texts into ids with text.to_ids first, "
                "and wrap a single row in a list, [row]."
            )
        if row.size and not 0 <= row.min() <= row.max() < size:
            wrong = row.min() if row.min() < 0 else row.max()
            raise ValueError(
                f"id {wrong} is outside the vocabulary of {size:,} words (ids 0 to {size - 1:,}): "
                "give the size of the vocabulary that made the ids."
            )
    return [row.astype(np.int32, copy=False) for row in rows]
