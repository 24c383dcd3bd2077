"""Values stand in the order of the rows that they belong to, or are refused."""

from collections.abc import Iterable, Mapping, Set

__all__ = ["refuse_unordered"]


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
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"the {what} are given as a single {kind}: give a list, [{what}].")
    if isinstance(values, Mapping | Set) or hasattr(values, "columns"):
        raise TypeError(
            f"the {what} are given as a {kind}, which does not stand in the order of the rows: give a list."
        )
