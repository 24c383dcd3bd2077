"""Each notebook in JupyterLab, opened and run once by keyboard, as a learner may do.

The tests of one notebook go over the same page, from top to bottom: first by keyboard, then by mouse.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
MINUTES = 60_000  # milliseconds
STOPPED = (
    ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr'], .jp-OutputArea-output.jp-mod-error"
)


@dataclass
class Notebook:
    """A notebook as it is stored, and the page that shows it after all its cells were run."""

    path: Path
    page: Page

    def code(self) -> list[nbformat.NotebookNode]:
        return [cell for cell in nbformat.read(self.path, as_version=4).cells if cell.cell_type == "code"]

    def stored_pictures(self) -> int:
        return sum("image/png" in output.get("data", {}) for cell in self.code() for output in cell.outputs)

    def exercises(self) -> list[str]:
        calls = re.compile(r"^check\.(\w+)\(\1\)$", re.MULTILINE)
        return [name for cell in self.code() for name in calls.findall(cell.source)]

    def questions(self) -> list[dict]:
        return json.loads((ROOT / "notebooks" / "quizzes" / f"{self.path.stem}.json").read_text("utf-8"))


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest, browser: Browser, lab: str) -> Iterator[Notebook]:
    """Open a notebook, clear what is stored, run all cells, all by keyboard; wait until the kernel is idle."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{lab}&reset")
    expect(page.locator(".jp-Launcher")).to_be_visible(timeout=MINUTES)
    command(page, "Open from Path…")
    page.get_by_role("dialog").get_by_role("textbox").wait_for()
    page.keyboard.type(f"notebooks/{request.param.name}")
    page.keyboard.press("Enter")
    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    idle = page.get_by_text("Python 3 (ipykernel) | Idle")  # in the status bar
    expect(page.locator(".jp-Notebook .jp-Cell:focus")).to_be_visible(timeout=MINUTES)
    expect(idle).to_be_visible(timeout=MINUTES)
    command(page, "Clear Outputs of All Cells")
    expect(last).to_have_text("[ ]:")
    command(page, "Run All Cells")
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=6 * MINUTES)
    expect(idle).to_be_visible(timeout=MINUTES)
    yield Notebook(request.param, page)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("Shut Down Kernel")).click()
    expect(idle).to_be_hidden(timeout=MINUTES)
    page.close()


def command(page: Page, name: str) -> None:
    """Choose a command from JupyterLab's palette, by keyboard."""
    page.keyboard.press("Control+Shift+C")
    expect(page.locator(".lm-CommandPalette-input")).to_be_focused()
    page.keyboard.type(name)
    chosen = page.locator(".lm-CommandPalette-item.lm-mod-active .lm-CommandPalette-itemLabel")
    expect(chosen).to_have_text(name)
    page.keyboard.press("Enter")


def plain(text: str) -> str:
    """Return a text of a quiz as it is shown."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def told(question: Locator) -> Locator:
    """Return what a question answers to a choice."""
    return question.get_by_role("status")


def test_no_cell_stops_or_writes_to_stderr(notebook):
    assert notebook.page.locator(STOPPED).all_inner_texts() == []


def test_every_figure_is_drawn(notebook):
    pictures = notebook.page.locator(".jp-OutputArea-output img")
    expect(pictures).to_have_count(notebook.stored_pictures())
    assert 0 not in pictures.evaluate_all("pictures => pictures.map(picture => picture.naturalWidth)")


def test_every_exercise_says_that_it_is_not_started(notebook):
    expect(notebook.page.get_by_text("○ Not started yet.")).to_have_count(len(notebook.exercises()))


def test_a_question_is_answered_by_tab_and_enter_or_space(notebook):
    page, explanations = notebook.page, {}
    for answer in notebook.questions()[0]["answers"]:
        explanations[plain(answer["answer"])] = plain(answer["feedback"])
    in_quiz = page.locator(".jp-Cell.jp-mod-active .Quiz").first
    for _ in range(page.locator(".jp-Cell").count()):
        if in_quiz.is_visible():
            break
        page.keyboard.press("ArrowUp")
    choice = page.locator("label.MCButton:focus")
    for _ in range(5):  # past the cell's own buttons
        page.keyboard.press("Tab")
        if choice.count():
            break
    for key in ("Enter", "Space"):
        chosen = plain(choice.inner_text())
        page.keyboard.press(key)
        expect(told(in_quiz)).to_have_text(explanations[chosen])
        page.keyboard.press("Tab")


def test_hints_advance(notebook):
    page, name = notebook.page, notebook.exercises()[0]
    for number in (1, 2):  # where the keyboard is, in the quiz's cell
        page.keyboard.press("Escape")
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        page.keyboard.type(f"check.{name}.hint()")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"Hint {number} of ").first).to_be_visible(timeout=MINUTES)


def test_every_choice_of_the_quiz_gets_its_own_explanation(notebook):
    quizzes = notebook.page.locator(".Quiz")
    expect(quizzes).to_have_count(len(notebook.questions()))
    for number, question in enumerate(notebook.questions()):
        shown = quizzes.nth(number)
        expect(shown).to_contain_text(plain(question["question"]))
        for answer in question["answers"]:
            shown.get_by_role("button", name=plain(answer["answer"]), exact=True).click()
            expect(told(shown)).to_have_text(plain(answer["feedback"]))
            expect(told(shown)).to_have_class(
                "Feedback correct" if answer["correct"] else "Feedback incorrect"
            )


def test_the_folded_answers_give_way_to_the_quiz(notebook):
    expect(notebook.page.locator("[id^='folded-quiz']")).to_have_count(0)


def test_the_terminal_shows_no_warning(notebook, terminal):
    printed = terminal.read_text("utf-8")
    assert re.findall(r".*(?:\[[WE] |WARN|Error|Traceback).*", printed) == []
