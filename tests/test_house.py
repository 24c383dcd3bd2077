"""The library stays small, and nothing in it leads in a circle."""

import ast
import io
import tokenize
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parent.parent / "course_utils"
MODULES = {
    ".".join(path.relative_to(LIBRARY).with_suffix("").parts).removesuffix(".__init__"): path
    for path in LIBRARY.rglob("*.py")
}
NO_CODE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def lines_of_code(path):
    """Count the lines that hold code: no blank ones, no comments, no docstrings."""
    source = path.read_text(encoding="utf-8")
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Module() | ast.ClassDef() | ast.FunctionDef() if ast.get_docstring(node):
                lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return len(lines)


def imported(path):
    """Name the modules of the library that a module imports, within functions too, but not for types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "course_utils":
            module = node.module.removeprefix("course_utils").lstrip(".")
            found |= {f"{module}.{name.name}".lstrip(".") for name in node.names} | {module}
    return found & MODULES.keys() - {""}


def test_the_library_has_at_most_1900_lines_of_code_besides_the_exercises():
    counted = {name: lines_of_code(path) for name, path in MODULES.items() if not name.startswith("check")}
    assert sum(counted.values()) <= 1_900, counted


def test_imports_lead_in_no_circle():
    graph = {name: imported(path) - {name} for name, path in MODULES.items() if name != "__init__"}
    TopologicalSorter(graph).prepare()  # names the circle, if there is one


@pytest.mark.parametrize("ground", ["quiet", "claims", "ordered", "writing"])
def test_nothing_lies_below_the_ground_floor(ground):
    assert imported(MODULES[ground]) == set()


@pytest.mark.parametrize("first", ["text", "counts", "pooling", "geometry", "judging", "figures"])
def test_the_first_floor_stands_on_the_ground_floor_alone(first):
    assert imported(MODULES[first]) <= {"ordered"}


def public_functions():
    """Name the functions without an underscore; what a check is made of is for the course itself."""
    for name, path in MODULES.items():
        if name.startswith("check") and name not in ("check.guesses", "check.quizzes"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield f"{name}.{node.name}", ast.get_docstring(node) or ""


def test_every_public_function_has_an_example():
    without = [name for name, docstring in public_functions() if ">>> " not in docstring]
    assert without == []
