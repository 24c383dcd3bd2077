"""What a learner sees: notes, what a check says of an answer, and values as short texts."""

from __future__ import annotations

import html
import reprlib
import textwrap
from dataclasses import dataclass
from typing import Any

import numpy as np


class ShortText(reprlib.Repr):
    """Shows a number within a list as it is shown alone: 0.5, not np.float64(0.5)."""

    def repr_float(self, number: Any, level: int) -> str:
        """Return six digits; this name and the others are what reprlib looks for."""
        return shown(number)

    repr_float64 = repr_float32 = repr_int64 = repr_float


short = ShortText()
short.maxstring = short.maxother = 160
short.maxlist = short.maxtuple = short.maxset = short.maxdict = 8
short.maxlevel = 4


@dataclass(frozen=True)
class Note:
    """A heading and a text that any front end shows: as HTML where there is HTML, as plain text elsewhere.

    Attributes
    ----------
    heading : str
        Says by a sign and a word what kind of note it is, so that colour is not needed.
    message : str
        May hold several lines.
    code : str
        Shown below in a fixed-width font.
    colour : str
        Of the line beside the note; it repeats what the heading says.
    """

    heading: str
    message: str = ""
    code: str = ""
    colour: str = "#0072B2"

    def __repr__(self) -> str:
        text = " ".join(part for part in (self.heading, self.message) if part)
        return f"{text}\n\n{textwrap.indent(self.code, '    ')}" if self.code else text

    def _repr_html_(self) -> str:
        heading, message, code = (html.escape(part) for part in (self.heading, self.message, self.code))
        code = f'<pre style="margin: 0.6em 0 0 0">{code}</pre>' if code else ""
        return (
            f'<div style="border-left: 4px solid {self.colour}; padding: 0.3em 0.8em; white-space: pre-wrap">'
            f"<strong>{heading}</strong> {message}{code}</div>"
        )


@dataclass(frozen=True, repr=False)
class Feedback(Note):
    """What a check says of an answer; true in a condition when the answer is right.

    Attributes
    ----------
    passed : bool
        Whether the answer is right. An untouched exercise has not passed.
    """

    passed: bool = False

    def __bool__(self) -> bool:
        return self.passed


def right(message: str) -> Feedback:
    """Return the feedback on a right answer."""
    return Feedback("✔ Right.", message, colour="#009E73", passed=True)


def not_yet(message: str, code: str = "") -> Feedback:
    """Return the feedback on a wrong answer."""
    return Feedback("✘ Not yet.", message, code, colour="#D55E00")


def not_started(message: str) -> Feedback:
    """Return the feedback on an exercise that was left as it is."""
    return Feedback("○ Not started yet.", message, colour="#767676")


def shown(value: Any) -> str:
    """Return a short text of any value, also of one that cannot be shown."""
    try:
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, float):
            return f"{value:.6g}"
        if isinstance(value, np.ndarray):
            text = np.array2string(value, precision=4, threshold=40, separator=", ")
            return text if len(text) <= 400 else f"an array of shape {value.shape}"
        return short.repr(value)
    except BaseException:  # whatever an object's own methods raise
        return f"a {type(value).__name__} that cannot be shown"
