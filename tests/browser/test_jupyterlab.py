"""Every notebook opened in JupyterLab, and five of them run once, all by keyboard, as a learner may do.

The tests of one notebook go over the same page, from top to bottom: first by keyboard, then by mouse.
"""

import html
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from stored import edited, read_source  # tools/stored.py

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
# Five show what a browser can do wrong with a running notebook; `make test` and `make test-colab` run all.
RUN = ("00_start_here", "01_one_hot", "02_counts_and_pca", "03_embedding_layer", "06_projector")
MINUTES = 60_000  # milliseconds
STOPPED = ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr'], .jp-OutputArea-output.jp-mod-error"


@dataclass
class Notebook:
    """A notebook as it is stored, and the page that shows it."""

    path: Path
    page: Page

    def cells(self) -> list[nbformat.NotebookNode]:
        return nbformat.read(self.path, as_version=4).cells

    def code(self) -> list[nbformat.NotebookNode]:
        return [cell for cell in self.cells() if cell.cell_type == "code"]

    def shown(self, tag: str) -> list[Locator]:
        """Return the cells with a tag, as the page shows them."""
        cells = self.page.locator(".jp-Notebook .jp-Cell")
        return [cells.nth(place) for place, cell in enumerate(self.cells()) if tag in cell.metadata.get("tags", [])]

    def stored_pictures(self) -> int:
        return sum("image/png" in output.get("data", {}) for cell in self.code() for output in cell.outputs)

    def exercises(self) -> list[str]:
        calls = re.compile(r"^check\.(\w+)\(\1\)$", re.MULTILINE)
        return [name for cell in self.code() for name in calls.findall(cell.source)]

    def questions(self) -> list[dict]:
        return json.loads((ROOT / "notebooks" / "quizzes" / f"{self.path.stem}.json").read_text("utf-8"))


@pytest.fixture
def empty(browser: Browser, lab: str) -> Iterator[Page]:
    """Open a JupyterLab in which one notebook is opened."""
    page = start_lab(browser, lab)
    yield page
    shut_down(page)


@pytest.fixture(scope="module", params=RUN)
def notebook(request: pytest.FixtureRequest, browser: Browser, lab: str) -> Iterator[Notebook]:
    """Open a notebook, clear what is stored, run all cells, all by keyboard; wait until the kernel is idle."""
    page = start_lab(browser, lab)
    opened = open_notebook(page, ROOT / "notebooks" / f"{request.param}.ipynb")
    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    command(page, "Clear Outputs of All Cells")
    expect(last).to_have_text("[ ]:")
    command(page, "Run All Cells")
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=6 * MINUTES)
    expect(idle(page)).to_be_visible(timeout=MINUTES)
    yield opened
    shut_down(page)


def start_lab(browser: Browser, lab: str) -> Page:
    """Open JupyterLab with nothing in it."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{lab}&reset")
    expect(page.locator(".jp-Launcher")).to_be_visible(timeout=MINUTES)
    return page


def shut_down(page: Page) -> None:
    """End the kernel of the open notebook, and leave."""
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("Shut Down Kernel")).click()
    expect(idle(page)).to_be_hidden(timeout=MINUTES)
    page.close()


def open_notebook(page: Page, path: Path, folder: str = "notebooks") -> Notebook:
    """Open a notebook in a folder by keyboard, and wait until it can be worked with."""
    command(page, "Open from Path…")
    page.get_by_role("dialog").get_by_role("textbox").wait_for()
    page.keyboard.type(f"{folder}/{path.name}")
    page.keyboard.press("Enter")
    expect(page.locator(".jp-Notebook .jp-Cell:focus")).to_be_visible(timeout=MINUTES)
    expect(idle(page)).to_be_visible(timeout=MINUTES)
    return Notebook(path, page)


def idle(page: Page) -> Locator:
    """Return what the status bar says when the kernel waits."""
    return page.get_by_text("Python 3 (ipykernel) | Idle")


def assert_every_figure_is_drawn(notebook: Notebook) -> None:
    """Compare the figures on the page with those that are stored, and wait until each is decoded."""
    pictures = notebook.page.locator(".jp-OutputArea-output img")
    expect(pictures).to_have_count(notebook.stored_pictures())
    pictures.evaluate_all("pictures => Promise.all(pictures.map(picture => picture.decode()))")


def assert_folded_cells_are_folded(notebook: Notebook) -> None:
    """Look for what stands in the place of a folded source or output."""
    for tag in ("set-up", "checks", "drawing"):
        for cell in notebook.shown(tag):
            expect(cell.locator(".jp-InputPlaceholder")).to_have_count(1)
            expect(cell.locator(".jp-InputArea-editor")).to_have_count(0)
    for cell in notebook.shown("checks"):
        expect(cell.locator(".jp-OutputPlaceholder")).to_have_count(1)


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


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_opens_without_a_dialog_with_its_figures_without_answers_and_with_checks_and_drawings_folded(empty, path):
    opened = open_notebook(empty, path)
    expect(empty.locator(".jp-Notebook .jp-Cell")).to_have_count(len(opened.cells()))
    assert_every_figure_is_drawn(opened)
    for answer in opened.shown("reveal"):
        expect(answer.locator(".jp-OutputArea-output")).to_have_count(0)
    assert_folded_cells_are_folded(opened)
    expect(empty.get_by_role("dialog")).to_have_count(0)


def test_make_lab_has_made_the_learners_own_copies_without_any_output(empty):
    opened = open_notebook(empty, NOTEBOOKS[0], folder="my_notebooks")
    expect(empty.locator(".jp-Notebook .jp-Cell")).to_have_count(len(opened.cells()))
    expect(empty.locator(".jp-OutputArea-output")).to_have_count(0)


def test_a_notebook_of_the_course_is_saved_as_it_was_even_when_its_source_is_an_hour_older(empty, clone):
    stored, source = files(clone, "01_one_hot")
    hour_later = source.stat().st_mtime + 3_600
    os.utime(stored, (hour_later, hour_later))
    before = stored.read_bytes(), source.read_bytes()
    open_notebook(empty, stored)
    empty.keyboard.press("Control+s")
    expect(empty.get_by_text("Saving completed")).to_be_visible(timeout=MINUTES)
    assert stored.stat().st_mtime != hour_later, "it was not saved"
    assert (stored.read_bytes(), source.read_bytes()) == before


def test_an_edit_of_a_notebook_of_the_course_is_in_its_source_when_it_is_saved(empty, clone):
    stored, source = files(clone, "04_training")  # which the tests below do not run
    before = source.read_text("utf-8")
    open_notebook(empty, stored)
    empty.keyboard.press("b")
    empty.keyboard.press("m")
    empty.keyboard.press("Enter")
    empty.keyboard.type("A teacher's own words.")
    empty.keyboard.press("Control+s")
    expect(empty.get_by_text("Saving completed")).to_be_visible(timeout=MINUTES)
    added = "# %% [markdown]\n# A teacher's own words.\n\n"
    assert source.read_text("utf-8").replace(added, "", 1) == before != source.read_text("utf-8")
    assert edited(nbformat.read(stored, as_version=4), read_source(source)) == set()


def files(clone: Path, stem: str) -> tuple[Path, Path]:
    """Return a notebook of the course, as JupyterLab shows it, and its source."""
    return clone / "notebooks" / f"{stem}.ipynb", clone / "notebooks" / "source" / f"{stem}.py"


def test_no_cell_stops_or_writes_to_stderr(notebook):
    assert notebook.page.locator(STOPPED).all_inner_texts() == []


def test_every_figure_is_drawn(notebook):
    assert_every_figure_is_drawn(notebook)


def test_each_answer_to_a_guess_appears_when_its_cell_is_run(notebook):
    for answer in notebook.shown("reveal"):
        expect(answer.locator(".jp-OutputArea-output").last).to_contain_text("Answer: ")


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
            expect(told(shown)).to_have_class("Feedback correct" if answer["correct"] else "Feedback incorrect")


def test_the_folded_answers_give_way_to_the_quiz(notebook):
    expect(notebook.page.locator("[id^='folded-quiz']")).to_have_count(0)


def test_the_terminal_shows_no_warning(notebook, terminal):
    printed = without_left_pages(terminal.read_text("utf-8"))
    assert re.findall(r".*(?:\[[WE] |WARN|Error|Traceback).*", printed) == []


def without_left_pages(printed: str) -> str:
    """Leave out what Tornado logs when a page is closed while the server writes to it, as these tests do often."""
    left = r"Task exception was never retrieved\n(?:(?!Task exception).)*?^tornado\.websocket\.WebSocketClosedError\n"
    return re.sub(left, "", printed, flags=re.DOTALL | re.MULTILINE)
