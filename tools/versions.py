"""Run the tests of make test on each supported Python, with the oldest and the newest TensorFlow that it can have.

    python tools/versions.py                     # every Python that is found
    python tools/versions.py 3.12                # that one
    python tools/versions.py --find 3.13 3.12    # only prints the path of the first of them that is found

Each pair gets an environment of its own in ``build/versions``, with the newest versions of everything else. The table
is printed, and written into the README.
"""

import argparse
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

from course_utils.writing import write_whole

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / "build" / "versions"
README = ROOT / "README.md"
PYTHONS = ("3.11", "3.12", "3.13")
SHOWN = ("tensorflow", "keras", "numpy")
HEAD = "| Python | TensorFlow | Keras | NumPy | tests |\n| --- | --- | --- | --- | --- |"
ROW = re.compile(r"^\| (?P<python>3\.\d+)\S* \| (?P<tensorflow>\d+\.\d+)\S* \|.*$", re.MULTILINE)


def main() -> None:
    """Test each pair, and put the rows of a Python into the table when both are done."""
    parser = argparse.ArgumentParser(description="Run the tests on several Pythons and TensorFlows.")
    parser.add_argument("pythons", nargs="*", default=PYTHONS, help="such as 3.12; all without it")
    parser.add_argument("--find", action="store_true", help="only print the path of the first that is found")
    asked = parser.parse_args()
    if asked.find:
        print(next(filter(None, map(find_python, asked.pythons)), ""))
        return
    failed = []
    for python in asked.pythons:
        program = find_python(python)
        if program is None:
            print(f"Python {python}: there is none here; install it so that `python{python}` is found.")
            continue
        rows = []
        for tensorflow in tensorflows(program):
            row, passed = tested(program, python, tensorflow)
            print(row, flush=True)
            rows.append(row)
            if not passed:
                failed.append(row)
        update_table(rows)
    if failed:
        raise SystemExit("\n".join(["Not all tests passed:", *failed]))


def find_python(version: str) -> str | None:
    """Return the path of a Python of this version that runs, from the search path or from pyenv; None without one.

    A name on the search path need not run: pyenv puts a script there for every version that it has installed, and
    the script refuses unless that version is switched on.
    """
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    installed = sorted(pyenv.glob(f"versions/{version}.*/bin/python{version}"))
    for program in filter(None, [shutil.which(f"python{version}"), *map(str, installed)]):
        if run([program, "-c", ""]).returncode == 0:
            return program
    return None


def tensorflows(program: str) -> list[str]:
    """Return the oldest and the newest TensorFlow that the course allows and this Python can have."""
    listed = run([program, "-m", "pip", "index", "versions", "tensorflow"]).stdout
    found = re.search(r"^Available versions: (.*)$", listed, re.MULTILINE)
    if found is None:
        raise SystemExit(f"pip could not list the versions of TensorFlow: {listed}")
    oldest = minor(oldest_allowed())
    allowed = [version for version in found[1].split(", ") if minor(version) >= oldest]
    first = [version for version in allowed if minor(version) == minor(allowed[-1])]
    return list(dict.fromkeys([first[0], allowed[0]]))  # the last patch of the oldest, and the newest


def oldest_allowed() -> str:
    """Return the lower bound of TensorFlow in pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        dependencies = tomllib.load(file)["project"]["dependencies"]
    return next(found[1] for line in dependencies if (found := re.match(r"tensorflow>=([\d.]+)", line)))


def minor(version: str) -> tuple[int, ...]:
    """Return the first two numbers of a version."""
    return tuple(int(part) for part in version.split(".")[:2])


def tested(program: str, python: str, tensorflow: str) -> tuple[str, bool]:
    """Run all tests in a new environment, and return the row of the table and whether all passed."""
    environment = ENVIRONMENTS / f"python{python}-tensorflow{tensorflow}"
    log = environment.with_suffix(f"{environment.suffix}.log")
    shutil.rmtree(environment, ignore_errors=True)
    run([program, "-m", "venv", str(environment)]).check_returncode()
    inside = [str(environment / "bin" / "python"), "-m"]
    ask = f"import importlib.metadata as metadata; print(*map(metadata.version, {SHOWN}))"
    install = ["pip", "install", "--quiet", "--editable", f"{ROOT}[lab,test]", f"tensorflow=={tensorflow}"]
    installed = run([*inside, *install])
    if installed.returncode:
        return (
            f"| {python} | {tensorflow} | | | could not be installed: {last_line(installed.stderr)} |",
            False,
        )
    versions = run([inside[0], "-c", ask]).stdout.split()
    with log.open("w", encoding="utf-8") as file:
        done = subprocess.run([*inside, "pytest"], cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)
    result = last_line(log.read_text(encoding="utf-8"))
    counts = re.sub(r" in [\d.]+s.*$", "", result)
    cells = [python, *versions, counts]
    return f"| {' | '.join(cells)} |", done.returncode == 0


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command and keep what it prints."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def last_line(text: str) -> str:
    """Return the last line that says something."""
    return next((line for line in reversed(text.splitlines()) if line.strip()), "nothing was printed")


def update_table(rows: list[str]) -> None:
    """Put the rows of one Python into the README's table, in the place of all that it had of this Python."""

    def key(line: str) -> tuple[str, ...]:
        found = ROW.match(line)
        assert found is not None, line
        return found["python"], found["tensorflow"]

    python = key(rows[0])[0]
    text = README.read_text(encoding="utf-8")
    head, rest = text.split("<!-- versions -->")
    table, tail = rest.split("<!-- /versions -->")
    others = [found[0] for found in ROW.finditer(table) if found["python"] != python]
    lines = "\n".join([HEAD, *sorted([*others, *rows], key=key)])
    write_whole(README, f"{head}<!-- versions -->\n{lines}\n<!-- /versions -->{tail}")


if __name__ == "__main__":
    main()
