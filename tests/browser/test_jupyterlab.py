"""Each notebook in JupyterLab, run through its menus and keys as a learner does."""

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
MINUTES = 60_000  # milliseconds
STOPPED = (
    ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr'], .jp-OutputArea-output.jp-mod-error"
)


def stored_pictures(path: Path) -> int:
    cells = nbformat.read(path, as_version=4).cells
    return sum("image/png" in output.get("data", {}) for cell in cells for output in cell.get("outputs", []))


def exercises_of(path: Path) -> list[str]:
    cells = nbformat.read(path, as_version=4).cells
    return [
        name
        for cell in cells
        if cell.cell_type == "code"
        for name in re.findall(r"^check\.(\w+)\(\1\)$", cell.source, re.MULTILINE)
    ]


def choose(page: Page, menu: str, entry: str) -> None:
    """Choose an entry of JupyterLab's menu."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.get_by_role("menuitem", name=entry, exact=True).click()


def run_all(page: Page, address: str, path: Path) -> None:
    """Open a notebook, clear what is stored, run all cells through the menu, and wait until the kernel is idle."""
    page.goto(f"{address}/lab/tree/notebooks/{path.name}?reset")
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=MINUTES)
    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    choose(page, "Edit", "Clear Outputs of All Cells")
    expect(last).to_have_text("[ ]:")
    choose(page, "Run", "Run All Cells")
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=6 * MINUTES)
    expect(page.locator(".jp-Notebook-ExecutionIndicator").first).to_have_attribute("data-status", "idle")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_run_all_draws_every_figure_and_shows_feedback_hints_and_quiz(
    page: Page, lab: str, path: Path
) -> None:
    run_all(page, lab, path)
    assert page.locator(STOPPED).all_inner_texts() == []
    expect(page.locator(".jp-OutputArea-output img")).to_have_count(stored_pictures(path))
    names = exercises_of(path)
    expect(page.get_by_text("○ Not started yet.")).to_have_count(len(names))

    question = page.locator(".QuizQuestion, .Quiz").first
    question.scroll_into_view_if_needed()
    page.locator("label.MCButton[data-correct='false']").first.click()
    told = page.locator(".Feedback.incorrect, .Feedback").first
    expect(told).not_to_be_empty()
    expect(page.locator("[id^='folded-quiz']")).to_have_count(0)

    # By keyboard: a new cell below the last one, and two hints.
    last = page.locator(".jp-CodeCell").last
    last.locator(".jp-InputPrompt").click()
    page.keyboard.press("Escape")
    for number in (1, 2):
        page.keyboard.press("b")
        page.keyboard.press("Enter")
        page.keyboard.type(f"check.{names[0]}.hint()")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"Hint {number} of ").first).to_be_visible(timeout=MINUTES)
    page.get_by_role("menuitem", name="Kernel", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("Shut Down Kernel")).click()
