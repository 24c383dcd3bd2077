"""The rules that every notebook keeps."""

import re
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
SOURCES = sorted((ROOT / "notebooks" / "source").glob("*.py"))
SECTIONS = ["## What we saw", "## Exercises", "## Where next", "## References"]

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def output_text(output):
    shown = [str(value) for kind, value in output.get("data", {}).items() if kind.startswith("text/")]
    return "".join([output.get("text", ""), *shown])


def test_every_source_has_its_notebook_and_every_notebook_its_source():
    assert [path.stem for path in NOTEBOOKS] == [path.stem for path in SOURCES] != []


@each_notebook
def test_source_and_notebook_agree(path):
    source = jupytext.read(ROOT / "notebooks" / "source" / f"{path.stem}.py")
    told = [(cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in source.cells]
    stored = [(cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in read(path).cells]
    assert stored == told, "run  make notebooks  after editing a source"


@each_notebook
def test_cells_were_run_in_order(path):
    counts = [cell.execution_count for cell in code_cells(path)]
    assert counts == list(range(1, len(counts) + 1))


@each_notebook
def test_no_output_holds_an_error_a_warning_stderr_a_failed_claim_or_a_path_of_the_machine(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            text = output_text(output)
            assert output.output_type != "error"
            assert output.get("name") != "stderr", text
            assert not re.search(r"\b\w*Warning\b", text), text
            assert "✘ did not hold" not in text, text
            private = {str(ROOT), str(Path.home()), sys.prefix} - {"/"}
            assert not any(path in text for path in private), text


@each_notebook
def test_it_opens_with_title_question_badge_outcomes_and_minutes(path):
    opening = read(path).cells[0].source
    assert opening.startswith(f"# {path.stem[:2]} · ")
    assert re.search(r"^\*[^*]+\?\*$", opening, re.MULTILINE), "a one-sentence question in italics"
    assert f"/notebooks/{path.name})" in opening, "a Colab badge"
    assert 3 <= len(re.findall(r"^- ", opening, re.MULTILINE)) <= 5, "three to five outcomes"
    assert re.search(r"\*\*Time\*\* \d+ minutes · \*\*Needs\*\* ", opening)


@each_notebook
def test_it_closes_with_summary_exercises_way_on_and_references(path):
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    positions = [text.find(heading) for heading in SECTIONS]
    assert -1 not in positions, dict(zip(SECTIONS, positions, strict=True))
    assert positions == sorted(positions)


def test_the_set_up_cell_is_the_same_in_all():
    assert len({code_cells(path)[0].source for path in NOTEBOOKS}) == 1


@each_notebook
def test_no_code_cell_is_longer_than_twenty_lines(path):
    assert [cell.source for cell in code_cells(path) if cell.source.count("\n") >= 20] == []


@each_notebook
def test_it_stays_under_one_megabyte(path):
    assert path.stat().st_size < 1_000_000


@each_notebook
def test_each_figure_has_its_text_alternative(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                alternative = output.metadata.get("image/png", {}).get("alt", "")
                assert re.match(r"Figure: \w.{20,}", alternative), f"{alternative!r} of\n{cell.source}"


@each_notebook
def test_no_script_is_stored(path):
    kinds = {kind for cell in code_cells(path) for output in cell.outputs for kind in output.get("data", {})}
    known = {"text/plain", "text/html", "text/latex", "image/png"}
    assert kinds <= known, "make notebooks stores a quiz without its scripts"
    assert not any("<script" in output_text(output) for cell in code_cells(path) for output in cell.outputs)


@each_notebook
def test_ids_are_unique_and_metadata_is_minimal(path):
    notebook = read(path)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)


@each_notebook
def test_at_least_five_cells_are_compared_with_a_stored_output(path):
    compared = [cell for cell in code_cells(path) if "nbval-check-output" in cell.metadata.get("tags", [])]
    assert len(compared) >= 5
    for cell in compared:
        # nbval compares nothing in a cell without an execution count or without outputs, and never a picture
        assert cell.execution_count and any(output_text(output).strip() for output in cell.outputs), (
            cell.source
        )


@each_notebook
def test_it_makes_claims(path):
    assert any("✔" in output_text(output) for cell in code_cells(path) for output in cell.outputs)


@each_notebook
def test_links_between_notebooks_lead_somewhere(path):
    text = "\n".join(cell.source for cell in read(path).cells)
    for target in re.findall(r"\]\((\d\d_\w+\.ipynb)\)", text):
        assert (path.parent / target).is_file(), target


def test_the_table_of_measured_times_has_a_row_for_each_notebook():
    table = (ROOT / "notebooks" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[(\w+)\]", table, re.MULTILINE) == [path.stem for path in NOTEBOOKS]
