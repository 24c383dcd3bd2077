"""The quiz that closes a notebook: clickable where scripts run, folded answers where they do not."""

from __future__ import annotations

import html
import importlib.resources
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TAG = re.compile(r"</?(?:code|em|sub|sup)>")
COLOURS = {  # white text on each of these has a contrast of at least 4.5
    "--jq-multiple-choice-bg": "#1F4E79",
    "--jq-incorrect-color": "#A3280F",
    "--jq-correct-color": "#006B4B",
}
# jupyterquiz hides a radio button in each choice: of a question only one can be reached by Tab, it shows no focus,
# and JupyterLab takes Enter for itself. As buttons, all choices can be reached, seen and pressed; the window hears a
# key before JupyterLab does. What is then told is read out by a screen reader. The choices may appear a little after
# this script has run.
REACHABLE = """
(function reachable(tries) {
    const choices = document.querySelectorAll("label.MCButton:not([role])");
    if (!choices.length && tries) return setTimeout(reachable, 200, tries - 1);
    for (const choice of choices) {
        choice.querySelector("input")?.remove();
        choice.setAttribute("role", "button");
        choice.tabIndex = 0;
    }
    for (const told of document.querySelectorAll(".Feedback")) told.setAttribute("role", "status");
})(50);
window.addEventListener("keydown", (event) => {
    const choice = event.target.closest?.("label.MCButton");
    if (!choice || ![" ", "Enter"].includes(event.key) || event.shiftKey || event.ctrlKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    choice.click();
}, true);
"""


@dataclass(frozen=True)
class Quiz:
    """Questions with their choices, in the format of jupyterquiz; shown without any script.

    Attributes
    ----------
    name : str
        Of the file, without its ending.
    questions : list of dict
        Each with ``question`` and ``answers``; each answer with ``answer``, ``correct`` and ``feedback``.
    """

    name: str
    questions: list[dict[str, Any]]

    def __repr__(self) -> str:
        lines = []
        for number, question in enumerate(self.questions, start=1):
            lines.append(f"{number}. {_plain(question['question'])}")
            lines += [f"   {letter}) {_plain(answer['answer'])}" for letter, answer in _lettered(question)]
        lines.append("\nAnswers")
        for number, question in enumerate(self.questions, start=1):
            for letter, answer in _lettered(question):
                sign = "✔" if answer["correct"] else "✘"
                lines.append(f"{number}{letter} {sign} {_plain(answer['feedback'])}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        parts = []
        for number, question in enumerate(self.questions, start=1):
            choices = "".join(f"<li>{answer['answer']}</li>" for _, answer in _lettered(question))
            told = "".join(
                f"<li>{'✔ <strong>Right.</strong>' if answer['correct'] else '✘ No.'} {answer['feedback']}</li>"
                for _, answer in _lettered(question)
            )
            parts.append(
                f"<p><strong>{number}.</strong> {question['question']}</p>"
                f'<ol type="a">{choices}</ol>'
                f'<details><summary>Answer to {number}</summary><ol type="a">{told}</ol></details>'
            )
        return f'<div id="{self.element}">{"".join(parts)}</div>'

    @property
    def element(self) -> str:
        """The id of what is shown without scripts."""
        return f"folded-quiz-{self.name}"


def quiz(name: str) -> None:
    """Show the quiz of a notebook; outside Jupyter, print it with the answers below.

    Parameters
    ----------
    name : str
        What the notebook's name begins with, for example ``"03"``.

    Raises
    ------
    FileNotFoundError
        If there is no such quiz.

    Examples
    --------
    >>> quiz("03")  # doctest: +SKIP
    1. A colleague replaces an Embedding layer by ...
    """
    path = quiz_path(name)
    shown = Quiz(path.stem, json.loads(path.read_text(encoding="utf-8")))
    if _in_jupyter():
        _show_clickable(shown)
    else:
        print(shown)


def _in_jupyter() -> bool:
    """Say whether this is a notebook's kernel: a terminal, also IPython's, runs no scripts."""
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def _show_clickable(shown: Quiz) -> None:
    """Show a quiz folded, and have a script put the clickable one in its place."""
    import jupyterquiz
    from IPython.display import Javascript, display

    display(shown)
    state = random.getstate()
    # jupyterquiz draws the id of its element: the same in every run, another in each quiz
    random.seed(shown.name)
    try:
        jupyterquiz.display_quiz(shown.questions, colors=COLOURS, max_width=900)
    finally:
        random.setstate(state)
    display(Javascript(f'document.getElementById("{shown.element}")?.remove();{REACHABLE}'))


def quiz_path(name: str) -> Path:
    """Return the file of a quiz.

    Raises
    ------
    FileNotFoundError
        If there is no such quiz.

    Examples
    --------
    >>> quiz_path("03").name
    '03_embedding_layer.json'
    """
    folder = Path(str(importlib.resources.files("course_utils.quizzes")))
    found = sorted(folder.glob(f"{name}*.json")) if name else []
    if not found:
        there = ", ".join(path.stem for path in sorted(folder.glob("*.json"))) or "none"
        raise FileNotFoundError(f"there is no quiz whose name begins with {name!r}: choose one of {there}.")
    return found[0]


def _lettered(question: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the choices of a question with their letters."""
    return list(zip("abcdefgh", question["answers"], strict=False))


def _plain(text: str) -> str:
    """Return a text without its markup."""
    return html.unescape(TAG.sub("", text))
