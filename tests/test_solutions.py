"""With every exercise solved, each notebook runs to its end and every check passes."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def notebooks_tool():
    spec = importlib.util.spec_from_file_location("notebooks_tool", ROOT / "tools" / "notebooks.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


class SolvedNotebook:
    source: Path

    def test_it_runs_to_its_end_and_every_check_passes(self):
        tool = notebooks_tool()
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
