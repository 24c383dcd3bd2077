"""With every exercise solved, each notebook runs to its end and every check passes."""

from pathlib import Path

import notebooks as tool  # tools/notebooks.py

ROOT = Path(__file__).resolve().parent.parent


class SolvedNotebook:
    source: Path

    def test_it_runs_to_its_end_and_every_check_passes(self):
        notebook = tool.unexecuted(self.source)
        names = tool.solve(notebook)
        tool.execute(notebook)
        assert tool.faults(notebook) == []
        feedback = {
            name: "".join(output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", []))
            for cell in notebook.cells
            for name in names
            if f"check.{name}({name})" in cell.source
        }
        assert {name for name, shown in feedback.items() if not shown.startswith("✔ Right.")} == set()


# A class for each notebook, because pytest-xdist hands out whole classes: so two notebooks run at a time.
for path in sorted((ROOT / "notebooks" / "source").glob("*.py")):
    globals()[f"Test{path.stem}"] = type(f"Test{path.stem}", (SolvedNotebook,), {"source": path})
