"""The address of the published course: the same everywhere, and stamped by one command."""

import re
import shutil
import tomllib
from pathlib import Path

import publish  # tools/publish.py
import pytest

ROOT = Path(__file__).resolve().parent.parent
BADGE = re.compile(r"https://colab\.research\.google\.com/github/(\S+?)/blob/(\S+?)/notebooks/(\w+)\.ipynb")
SET_UP = re.compile(r'course = \\?"git\+https://github.com/([^"\\]+)@([^"\\]+)\\?"')
ADDRESS, REF = "https://github.com/a-teacher/embeddings.2027", "a/branch"


@pytest.fixture
def clone(tmp_path):
    """Copy what an address is stamped into."""
    for name in ("README.md", "pyproject.toml", "notebooks/*.ipynb", "notebooks/source/*.py"):
        for path in ROOT.glob(name):
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    return tmp_path


def contents(clone):
    return {path: path.read_text(encoding="utf-8") for path in clone.rglob("*.*") if path.is_file()}


def assert_one_address(clone):
    course = tomllib.loads((clone / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["course"]
    kept = (course["repository"].removeprefix("https://github.com/"), course["ref"])
    notebooks = sorted(path.stem for path in clone.glob("notebooks/[0-9]*.ipynb"))
    readme = BADGE.findall((clone / "README.md").read_text(encoding="utf-8"))
    assert readme == [(*kept, stem) for stem in notebooks]
    for path in [*clone.glob("notebooks/[0-9]*.ipynb"), *clone.glob("notebooks/source/*.py")]:
        text = path.read_text(encoding="utf-8")
        assert (BADGE.findall(text), SET_UP.findall(text)) == ([(*kept, path.stem)], [kept]), path
    return kept


def test_badges_and_set_up_cells_name_the_address_that_pyproject_keeps():
    assert_one_address(ROOT)


def test_one_address_takes_the_place_of_another_everywhere_and_the_second_time_changes_nothing(clone):
    original, kept = contents(clone), assert_one_address(clone)
    assert publish.publish(clone, ADDRESS, REF) == len(original)
    assert assert_one_address(clone) == ("a-teacher/embeddings.2027", REF)
    assert not [path for path, text in contents(clone).items() if kept[0] in text]
    assert publish.publish(clone, ADDRESS, REF) == 0
    publish.publish(clone, "https://github.com/" + kept[0].replace("_", "-"), kept[1])
    assert contents(clone) == {
        path: text.replace(kept[0], kept[0].replace("_", "-")) for path, text in original.items()
    }


@pytest.mark.parametrize(
    ("address", "ref"),
    [
        ("https://gitlab.com/owner/name", "main"),
        ("https://github.com/owner/name/tree/main", "main"),
        ("https://github.com/owner/name.git", "main"),
        ("https://github.com/an_owner/name", "main"),
        ('https://github.com/owner/name"; print("x', "main"),
        (ADDRESS, "main/"),
        (ADDRESS, 'main"'),
    ],
)
def test_what_is_malformed_is_refused_in_one_sentence_and_nothing_changes(clone, address, ref):
    before = contents(clone)
    with pytest.raises(SystemExit, match=r"^The (address|ref) is .*, expected "):
        publish.publish(clone, address, ref)
    assert contents(clone) == before
