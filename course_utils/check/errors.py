"""An error in a learner's own code: what it says, what it proves, and the line that it comes from."""

from __future__ import annotations

import difflib
import inspect
import linecache
import re
from collections.abc import Callable
from typing import Any

import numpy as np

# What an error of this kind and with this text proves. Where it proves nothing more than it says, there is no entry:
# a cause that is only likely sends whoever has another one the wrong way.
PROVED = (
    (IndexError, r"axis \d+ is out of bounds", "A row has one axis, number 0; a table has two, 0 and 1."),
    (
        IndexError,
        "list index out of range$|pop index out of range",
        "Counting starts at 0: the last of n entries is number n - 1, and an empty list has none. A list that gets "
        "shorter in a loop has fewer than before it.",
    ),
    (
        IndexError,
        "^(?!tuple).*out of (bounds|range)",
        "Counting starts at 0: the last of n entries is number n - 1.",
    ),
    (
        IndexError,
        "must be of integer",
        "An array between brackets must hold whole numbers, or True and False; / makes floats, and so does an empty "
        "list.",
    ),
    (KeyError, "", "Nothing is stored under this key."),
    (
        UnboundLocalError,
        "",
        "A name that is given a value anywhere in a function belongs to that function, and here it is read before it "
        "has a value.",
    ),
    (
        ValueError,
        "operands could not be broadcast",
        "Shapes are compared from their last axes: two lengths fit when they are equal, or when one of them is 1.",
    ),
    (
        ValueError,
        "could not broadcast input array",
        "The values do not have the shape of the place that they are put into.",
    ),
    (
        ValueError,
        r"mismatch in its core dimension|shapes .* not aligned",
        "In a matrix product the inner sizes must be equal: as many columns on the left as rows on the right.",
    ),
    (
        ValueError,
        "does not have enough dimensions",
        "One side of @ is a single number: it needs an array on both sides.",
    ),
    (
        ValueError,
        "truth value of an array",
        "An array is used where a single True or False is needed, as by if, and, or, not, in, max and sorted.",
    ),
    (
        TypeError,
        r"output from dtype\('float\d+'\) to dtype\('u?int\d+'\)",
        "An array of whole numbers cannot hold fractions: write table = table / …, which makes a new array, and not "
        "table /= ….",
    ),
    (
        TypeError,
        "unhashable type",
        "A list, an array or a dictionary cannot be a key of a dictionary or a member of a set.",
    ),
    (
        TypeError,
        "boolean subtract",
        "True and False cannot be subtracted: take means first, or write .astype(float).",
    ),
    (TypeError, "list indices", "A list takes one whole number, or a slice, between its brackets."),
    (RecursionError, "", "A function calls itself again and again."),
)
KINDS = {"strings": str, "lists": list, "dictionaries": dict, "arrays": np.ndarray}


def explained(error: BaseException, function: Callable[..., Any]) -> tuple[str, str]:
    """Return what an error in the learner's code says and proves, and the line that raised it."""
    if isinstance(error, KeyboardInterrupt):
        return "You stopped it. If it ran for long: is there a loop whose condition never becomes false?", ""
    try:
        said = str(error)[:300]
    except BaseException:  # an error of the learner's own making that cannot be shown
        said = ""
    message = f"Your function stopped with {type(error).__name__}{': ' * bool(said)}{said.rstrip('.')}."
    return " ".join(part for part in (message, _proved(error, said, function)) if part), _own_line(error, function)


def _proved(error: BaseException, said: str, function: Callable[..., Any]) -> str:
    """Return a sentence on what is sure beyond the error's own text; empty when nothing is."""
    if isinstance(error, AttributeError):
        return _what_has_it(error, said)
    if isinstance(error, NameError) and "is not defined" in said:
        return _what_there_is(error, function)
    for kind, pattern, sentence in PROVED:
        if isinstance(error, kind) and re.search(pattern, said):
            return sentence
    return ""


def _what_has_it(error: AttributeError, said: str) -> str:
    """Say what kinds of objects have a method or attribute that this one lacks."""
    if not isinstance(error.name, str) or f"{type(error.obj).__name__}' object" not in said:
        return ""
    if error.obj is None:
        return f"The value before .{error.name} is None."
    having = [kind for kind, made in KINDS.items() if hasattr(made, error.name)]
    if type(error.obj) not in KINDS.values() or not having:
        return ""
    return f".{error.name} belongs to {' and '.join(having)}, and this is {_with_article(type(error.obj))}."


def _with_article(kind: type) -> str:
    return {str: "a string", list: "a list", dict: "a dictionary", np.ndarray: "an array"}[kind]


def _what_there_is(error: NameError, function: Callable[..., Any]) -> str:
    """Say that a name is unknown, and name the one of the function's own that is most like it."""
    code = getattr(function, "__code__", None)
    own = list(getattr(code, "co_varnames", ()))
    alike = difflib.get_close_matches(str(error.name), own, n=1)
    sentence = "Neither your function nor the notebook has anything by this name"
    if alike:
        return f"{sentence}; your function has {alike[0]}."
    given = ", ".join(inspect.signature(function).parameters)
    return f"{sentence}; your function is given {given}."


def _own_line(error: BaseException, function: Callable[..., Any]) -> str:
    """Return the last line of the learner's own code that the error passed through."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    found = ""
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == file:
            line = linecache.getline(file, frame.tb_lineno).strip()
            found = f"line {frame.tb_lineno}: {line}" if line else f"line {frame.tb_lineno} of your function"
        frame = frame.tb_next
    return found
