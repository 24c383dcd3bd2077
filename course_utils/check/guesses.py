"""An answer to a guess that a learner wrote down, or did not, before running a cell."""

from __future__ import annotations

import numbers
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import numpy as np

from course_utils.check.feedback import Note, shown

CLOSE = 0.1  # a number within a tenth of the answer is close
YES_AND_NO = {"true": "yes", "y": "yes", "false": "no", "n": "no"}


def guess(given: Any, answer: Any, unit: str = "") -> Note:
    """Say how a guess compares with the answer; a blank one gets the answer alone, and nothing is raised.

    Parameters
    ----------
    given : object
        The learner's guess: a number, a word, several words in a list or in one string, True or False for yes or
        no, or ``...`` when left blank. Capitals, accents and quotation marks do not matter; where the answer is a
        share, 87 and "87 %" mean 0.87.
    answer : number, bool, str or sequence of str
        The answer; "yes" and True are the same. A sequence holds words that are all right.
    unit : str
        Stands behind the number. An answer below 1 is a share if it has none or one that begins with "of", as in
        0.4 of the rows; it is none if it has another, as in 0.4 points.

    Returns
    -------
    Note

    Examples
    --------
    >>> guess(85, 0.87)
    You guessed 0.85. It is 0.87: close.
    >>> guess("Movies, film", ["movie", "movies"])
    You guessed Movies, film. 1 of your 2 is right: movie, movies.
    >>> guess(..., "sleeps")
    Answer: sleeps.
    """
    answer = _plain(answer)
    truth = _text(answer, unit)
    try:
        return Note(*_compared(_plain(given), answer, unit))
    except Exception:  # whatever the learner has written
        return Note(f"Answer: {truth}.")


def _compared(given: Any, answer: Any, unit: str) -> tuple[str, str]:
    """Return a heading, which repeats the guess, and what is said of it."""
    truth = _text(answer, unit)
    if _is_blank(given):
        return f"Answer: {truth}.", ""
    if isinstance(answer, numbers.Real):
        return _compared_numbers(given, float(answer), unit)
    if isinstance(answer, str):
        said = _text(given, "")
        verdict = "Right" if _key(said) == _key(answer) else "Answer"
        return f"You guessed {said}.", f"{verdict}: {truth}."
    words = _words(given)
    found = {_key(word) for word in words} & {_key(word) for word in answer}
    heading = f"You guessed {', '.join(words)}."
    if len(words) == 1:
        return heading, f"{'Right' if found else 'Answer'}: {truth}."
    return heading, f"{len(found)} of your {len(words)} {'is' if len(found) == 1 else 'are'} right: {truth}."


def _compared_numbers(given: Any, answer: float, unit: str) -> tuple[str, str]:
    truth, number = _text(answer, unit), _number(given)
    if number is None:
        return f"You guessed {shown(given)}.", f"A number was asked for; it is {truth}."
    is_share = 0 < abs(answer) < 1 and (not unit or unit.startswith("of "))
    if is_share and 1 < abs(number) <= 100:  # per cent
        number /= 100
    heading = f"You guessed {_text(number, unit)}."
    if _text(number, unit) == truth:
        return heading, "So it is."
    if abs(number - answer) <= CLOSE * abs(answer):
        return heading, f"It is {truth}: close."
    return heading, f"It is {truth}, {'lower' if number > answer else 'higher'} than that."


def _plain(value: Any) -> Any:
    """Return a NumPy value as Python's own, and yes or no for a truth value."""
    if isinstance(value, np.generic | np.ndarray):
        value = value.tolist()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _is_blank(given: Any) -> bool:
    if isinstance(given, str):
        return not _key(given)
    return given is ... or given is None or (isinstance(given, Iterable) and all(map(_is_blank, given)))


def _number(given: Any) -> float | None:
    """Return the number that was written, also as "87 %", "1,024" or "0,87"; None when there is none."""
    if isinstance(given, numbers.Real):
        return float(given)
    found = re.fullmatch(r"\D*?(-?[.,]?\d(?:[\d., ]*\d)?)\D*", str(given).replace("−", "-"))
    if found is None:
        return None
    digits = found[1].replace(" ", "")
    thousands = re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", digits)
    return float(digits.replace(",", "" if thousands else "."))


def _words(given: Any) -> list[str]:
    """Return the words of a guess, each once; a string may hold several."""
    if isinstance(given, str):
        given = re.split(r"[,;\s]+", given.strip(" []()"))
    words = (str(word).strip(" '\"“”‘’") for word in given)
    return list(dict.fromkeys(word for word in words if word))


def _key(text: Any) -> str:
    """Return a text without what does not matter: capitals, accents, quotation marks, blanks."""
    decomposed = unicodedata.normalize("NFKD", str(text)).casefold()
    letters = "".join(one for one in decomposed if not unicodedata.combining(one))
    key = re.sub(r"[\s'\"“”‘’.…!?]+", " ", letters).strip()
    return YES_AND_NO.get(key, key)


def _text(value: Any, unit: str) -> str:
    """Return a number with three digits, or words as they are."""
    if isinstance(value, numbers.Real):
        number = float(value)
        return f"{f'{int(number):,}' if number.is_integer() else f'{number:.3g}'} {unit}".rstrip()
    return value if isinstance(value, str) else ", ".join(str(word) for word in value)
