"""The rules that every notebook keeps."""

import re
from pathlib import Path

import nbformat
import pages  # tools/pages.py
import pytest
import stored  # tools/stored.py

import notebooks as tool  # tools/notebooks.py

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
SOURCES = sorted((ROOT / "notebooks" / "source").glob("*.py"))
SECTIONS = [
    "## What we saw",
    "## Exercises",
    "## Where next",
    "## References",
]  # a closer look may have no exercises

# The least and the most that a learner meets in a lesson (03_…) and in a closer look (03a_…).
LESSON = {
    "cells": (0, 60),
    "words": (0, 1_800),
    "lines": (0, 250),
    "claims": (0, 12),
    "guesses": (4, 6),
    "exercises": (3, 5),
}
CLOSER_LOOK = LESSON | {"cells": (0, 50), "words": (0, 1_500), "guesses": (2, 4), "exercises": (0, 2)}
MAP_ROW = re.compile(r"^\| (\d\d) \| \[.*?\|.*?\| (\d+) \| (\d+) \|", re.MULTILINE)  # of the README
LINE = 88  # characters of a line of code that is in view

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def tags_of(cell):
    return cell.metadata.get("tags", [])


def test_every_source_has_its_notebook_and_every_notebook_its_source():
    assert [path.stem for path in NOTEBOOKS] == [path.stem for path in SOURCES] != []


@each_notebook
def test_source_and_notebook_agree(path):
    source = stored.read_source(ROOT / "notebooks" / "source" / f"{path.stem}.py")
    assert stored.edited(read(path), source) == set(), "run  make notebooks  after editing one of the two"
    assert read(path).metadata.cells_written == stored.digest(source)


@each_notebook
def test_its_source_is_written_as_jupyterlab_would_write_it(path, tmp_path):
    source = ROOT / "notebooks" / "source" / f"{path.stem}.py"
    stored.write_source(stored.read_source(source), tmp_path / "written.py")
    assert source.read_text("utf-8") == (tmp_path / "written.py").read_text("utf-8"), "run  make notebooks"


@each_notebook
def test_its_metadata_are_what_its_tags_ask_for(path):
    notebook, dressed = read(path), read(path)
    stored.dress(dressed)
    assert notebook == dressed


@each_notebook
def test_nothing_is_stored_that_must_not_be(path):
    assert tool.faults(read(path)) == []


@each_notebook
def test_no_answer_to_a_guess_is_stored(path):
    answers = [cell for cell in code_cells(path) if "reveal" in tags_of(cell)]
    assert all("check.guess(guess" in cell.source for cell in answers)
    assert [cell.outputs for cell in answers] == [[]] * len(answers)


@each_notebook
def test_nothing_stands_between_a_guess_and_the_cell_that_answers_it(path):
    cells = read(path).cells
    before = [cells[place - 1].source for place, cell in enumerate(cells) if "reveal" in tags_of(cell)]
    assert all(source.startswith("guess = ...") for source in before), before


@each_notebook
def test_folded_cells_say_what_they_hold(path):
    for cell in code_cells(path):
        if stored.FOLDED.keys() & set(tags_of(cell)):
            assert cell.source.startswith("# @title "), cell.source


@each_notebook
def test_it_opens_with_title_question_badge_outcomes_and_computed_minutes(path):
    opening, counted = read(path).cells[0].source, tool.size(read(path).cells)
    assert opening.startswith(f"# {path.stem.split('_')[0]} · ")
    assert re.search(r"^\*[^*]+\?\*$", opening, re.MULTILINE), "a one-sentence question in italics"
    assert f"/notebooks/{path.name})" in opening, "a Colab badge"
    assert 3 <= len(re.findall(r"^- ", opening, re.MULTILINE)) <= 5, "three to five outcomes"
    told = f"{counted.minutes} minutes"
    if counted.exercises:
        told += f", {counted.minutes_with_exercises} with exercises"
    assert f"**Time** {told} · **Needs** " in opening, "run  make notebooks  for the minutes"


@each_notebook
def test_the_readme_gives_the_same_minutes(path):
    counted = tool.size(read(path).cells)
    row = rf"^\| {path.stem.split('_')[0]} \| .* \| {counted.minutes} \| {counted.minutes_with_exercises} \| "
    assert re.search(row, (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def is_closer_look(path):
    return re.match(r"\d\d[a-z]_", path.stem) is not None


@each_notebook
def test_it_closes_with_summary_exercises_way_on_and_references(path):
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    sections = [name for name in SECTIONS if name in text or not (is_closer_look(path) and name == "## Exercises")]
    positions = [text.find(heading) for heading in sections]
    assert -1 not in positions, dict(zip(sections, positions, strict=True))
    assert positions == sorted(positions)


def bounds_passed(path):
    """Name the bounds of its kind that a source passes, without a comment that says why."""
    source = path.read_text(encoding="utf-8")
    counted = tool.size(stored.read_source(path).cells)
    bounds = CLOSER_LOOK if is_closer_look(path) else LESSON
    excused = re.findall(r"^# Bound passed \((\w+)\): \w", source, re.MULTILINE)
    passed = [
        name
        for name, (least, most) in bounds.items()
        if not least <= getattr(counted, name) <= most and name not in excused
    ]
    return passed + (["longest_line"] if counted.longest_line > LINE else [])


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_it_is_no_longer_than_a_lesson_or_a_closer_look_may_be(path):
    assert bounds_passed(path) == []


def test_the_set_up_cell_is_the_same_in_all_at_most_six_lines_and_folded_after_00():
    cells = [code_cells(path)[0] for path in NOTEBOOKS]
    assert len({cell.source for cell in cells}) == 1
    assert cells[0].source.count("\n") < 6
    assert [tags_of(cell)[:1] for cell in cells] == [[]] + [["set-up"]] * (len(cells) - 1)


@each_notebook
def test_no_code_cell_in_view_is_longer_than_twenty_lines(path):
    in_view = [cell.source for cell in code_cells(path) if not stored.FOLDED.keys() & set(tags_of(cell))]
    assert [source for source in in_view if source.count("\n") >= 20] == []


@each_notebook
def test_it_stays_under_one_megabyte(path):
    assert path.stat().st_size < 1_000_000


@each_notebook
def test_ids_are_unique(path):
    cells = read(path).cells
    assert len({cell.id for cell in cells}) == len(cells)


@each_notebook
def test_some_cells_are_compared_with_a_stored_output(path):
    compared = [cell for cell in code_cells(path) if "nbval-check-output" in tags_of(cell)]
    assert len(compared) >= (2 if is_closer_look(path) else 5)
    for cell in compared:
        # nbval compares nothing in a cell without an execution count or without outputs, and never a picture
        assert cell.execution_count and any(tool.output_text(output).strip() for output in cell.outputs), cell.source


@each_notebook
def test_it_makes_claims(path):
    assert any("✔" in tool.output_text(output) for cell in code_cells(path) for output in cell.outputs)


@each_notebook
def test_links_between_notebooks_lead_somewhere(path):
    text = "\n".join(cell.source for cell in read(path).cells)
    for target in re.findall(r"\]\((\d\d[a-z]?_\w+\.ipynb)\)", text):
        assert (path.parent / target).is_file(), target


def test_the_table_of_measured_times_has_a_row_for_each_notebook():
    table = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[(\w+)\]", table, re.MULTILINE) == [path.stem for path in NOTEBOOKS]


def test_the_glossary_is_that_of_the_sources():
    assert (ROOT / "notebooks" / "glossary.md").read_text(encoding="utf-8") == pages.glossary()


def test_the_readmes_scoreboard_is_that_of_the_results():
    assert pages.scoreboard() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_minutes_of_the_readmes_plans_are_those_of_their_notebooks():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    minutes = {name: (int(short), int(long)) for name, short, long in MAP_ROW.findall(readme)}
    plans = re.findall(r"^\| one \w+ \| ([^|]+) \| (\d+) \| (\d+) \|", readme, re.MULTILINE)
    assert len(plans) == 3
    for named, short, long in plans:
        first, _, last = named.partition("–")
        chosen = [minutes[name] for name in minutes if first <= name <= last and len(name) == 2]
        assert (int(short), int(long)) == tuple(map(sum, zip(*chosen, strict=True)))


def test_a_term_is_what_is_bold_and_no_sentence_with_the_words_before_that_it_needs(tmp_path):
    said = "Scale both rows. That is **centring** here. **Do it by hand.** A **row**, too."
    source = tmp_path / "00_x.py"
    source.write_text(f"# %% [markdown]\n# # 00 · X\n\n# %% [markdown]\n# ## By hand\n#\n# {said}\n")
    assert list(pages.terms_of(source)) == [
        ("centring", "Scale both rows. That is centring here.", "By hand"),
        ("row", "A row, too.", "By hand"),
    ]


class TestFaults:
    """What may not be stored is named, whatever cell it is in."""

    def notebook(self, *outputs, tags=(), source="1"):
        cell = nbformat.v4.new_code_cell(source, execution_count=1, outputs=list(outputs))
        cell.metadata["tags"] = list(tags)
        return nbformat.v4.new_notebook(cells=[cell])

    @pytest.mark.parametrize(
        ("output", "named"),
        [
            (nbformat.v4.new_output("stream", name="stderr", text="oh"), "wrote to stderr"),
            (nbformat.v4.new_output("stream", text="FutureWarning: soon"), "shows a warning"),
            (nbformat.v4.new_output("stream", text="✘ did not hold: x"), "has a claim that does not hold"),
            (nbformat.v4.new_output("stream", text=f"wrote {ROOT}/x"), "shows a path of this machine"),
            (nbformat.v4.new_output("error", ename="E", evalue="v", traceback=[]), "ends in an error"),
            (nbformat.v4.new_output("display_data", {"text/html": "<script>1</script>"}), "holds a script"),
            (nbformat.v4.new_output("display_data", {"image/png": "x"}), "has a figure without a text"),
        ],
    )
    def test_an_output(self, output, named):
        (found,) = tool.faults(self.notebook(output))
        assert named in found

    def test_cells_out_of_order(self):
        notebook = self.notebook()
        notebook.cells[0].execution_count = 3
        assert tool.faults(notebook) == ["  its cells were not run in order, each once"]


def test_minutes_are_computed_from_what_is_in_view():
    new = nbformat.v4
    cells = [
        new.new_markdown_cell("word " * 400),
        new.new_code_cell("x = 1\n\n" * 30),
        new.new_code_cell("guess = ..."),
        new.new_code_cell("def f():\n    ...\n\n\ncheck.f(f)"),
        new.new_code_cell('check.quiz("00")'),
        new.new_code_cell("claim('hidden', True)\n" * 50, metadata={"tags": ["checks"]}),
        *(new.new_code_cell("draw()", metadata={"tags": ["drawing"]}) for _ in range(3)),
    ]
    counted = tool.size(cells)
    assert (counted.cells, counted.words, counted.lines, counted.claims) == (5, 400, 32, 0)
    assert (counted.guesses, counted.figures, counted.exercises) == (1, 3, 1)
    assert (counted.minutes, counted.minutes_with_exercises) == (15, 25)  # 2 + 3.2 + 1.5 + 1 + 4, then 6 more
