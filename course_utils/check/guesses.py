"""An answer to a guess that a learner wrote down, or did not, before running a cell."""

from __future__ import annotations

import numbers
from typing import Any

from course_utils.check.feedback import Note, shown

__all__ = ["guess"]

CLOSE = 0.1


def guess(given: Any, measured: Any, unit: str = "") -> Note:
    """Say how a guess compares with what came out; a blank one is fine, and nothing is raised.

    Parameters
    ----------
    given : object
        The learner's guess: a number, a word, a list of words, True or False for yes or no, or ``...`` when left
        blank.
    measured : number, str or sequence of str
        What came out; "yes" or "no" where that was asked. A sequence holds words that were all possible answers.
    unit : str
        Stands behind the number.

    Returns
    -------
    Note
    """
    try:
        return Note(*_answer(given, measured, unit))
    except Exception:  # whatever the learner has written
        return Note("You guessed, and", f"it is {_text(measured, unit)}.")


def _answer(given: Any, measured: Any, unit: str) -> tuple[str, str]:
    truth = _text(measured, unit)
    if isinstance(given, bool):
        given = "yes" if given else "no"
    if given is ... or given is None or (isinstance(given, str) and not given.strip()):
        return (
            "No guess this time.",
            f"It is {truth}. A guess made before looking is what sticks: try the next one.",
        )
    if isinstance(measured, numbers.Real):
        if not isinstance(given, numbers.Real):
            return f"You guessed {shown(given)}.", f"A number was asked for; it is {truth}."
        off = float(given) - float(measured)
        if _text(given, unit) == truth:
            return f"You guessed {truth}.", "So it is."
        if abs(off) <= CLOSE * abs(float(measured)):
            return f"You guessed {_text(given, unit)}.", f"It is {truth}: close."
        return (
            f"You guessed {_text(given, unit)}.",
            f"It is {truth}, {'lower' if off > 0 else 'higher'} than that.",
        )
    possible = [measured] if isinstance(measured, str) else list(measured)
    words = [given] if isinstance(given, str) else list(dict.fromkeys(given))
    if not words:
        return _answer(..., measured, unit)
    found = [word for word in words if str(word).strip().lower() in {str(one).lower() for one in possible}]
    if len(words) == 1:
        return f"You guessed {words[0]}.", f"Right: {truth}." if found else f"It is {truth}."
    return (
        f"You guessed {', '.join(map(str, words))}.",
        f"{len(found)} of your {len(words)} are there: {truth}.",
    )


def _text(value: Any, unit: str) -> str:
    """Return a number with three digits, or words as they are."""
    if isinstance(value, numbers.Real):
        number = float(value)
        return f"{f'{int(number):,}' if number.is_integer() else f'{number:.3g}'} {unit}".rstrip()
    return value if isinstance(value, str) else ", ".join(str(word) for word in value)
