"""A learner's own copies: without outputs, never overwritten, started over when asked."""

import json

import pytest

from course_utils import lab


@pytest.fixture
def course(tmp_path):
    """Return a course of two notebooks, executed."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("00_start", "03_layer"):
        printed = {"output_type": "stream", "name": "stdout", "text": ["puppy\n"]}
        cells = [
            {"cell_type": "markdown", "metadata": {}, "source": ["# é"]},
            {
                "cell_type": "code",
                "metadata": {"tags": ["reveal"]},
                "source": ["1"],
                "execution_count": 1,
                "outputs": [printed],
            },
        ]
        (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}), encoding="utf-8")
    return tmp_path


def test_copies_have_no_outputs_and_all_else(course):
    copied = lab.copy_notebooks(course)
    assert [path.relative_to(course).as_posix() for path in copied] == [
        "my_notebooks/00_start.ipynb",
        "my_notebooks/03_layer.ipynb",
    ]
    words, code = json.loads(copied[0].read_text(encoding="utf-8"))["cells"]
    assert words["source"] == ["# é"]
    assert (code["outputs"], code["execution_count"], code["metadata"]) == ([], None, {"tags": ["reveal"]})


def test_work_is_never_overwritten(course):
    first, _ = lab.copy_notebooks(course)
    first.write_text("my work", encoding="utf-8")
    assert lab.copy_notebooks(course) == []
    assert first.read_text(encoding="utf-8") == "my work"


def test_a_notebook_is_started_over_and_the_work_is_kept_under_another_name(course, capsys):
    _, second = lab.copy_notebooks(course)
    second.write_text("my work", encoding="utf-8")
    assert lab.copy_notebooks(course, fresh="03") == [second]
    assert "my work" not in second.read_text(encoding="utf-8")
    (aside,) = second.parent.glob("03_layer_20*.ipynb")
    assert aside.read_text(encoding="utf-8") == "my work"
    assert f"kept as {aside.name}" in capsys.readouterr().out


def test_a_beginning_that_several_notebooks_share_starts_none_of_them_over(course):
    copied = lab.copy_notebooks(course)
    with pytest.raises(ValueError, match="The names of 2 notebooks begin with '0': give one"):
        lab.copy_notebooks(course, fresh="0")
    assert sorted((course / "my_notebooks").iterdir()) == copied


@pytest.mark.parametrize("asked", [["--fresh", "9"], ["--fresh=9"]])
def test_what_to_start_over_may_be_given_in_both_ways(course, monkeypatch, capsys, asked):
    monkeypatch.chdir(course)
    assert lab.lab([*asked, "--version"]) == 1  # there is no such notebook, so JupyterLab is not asked
    assert "no notebook whose name begins with '9'" in capsys.readouterr().out


def test_a_number_means_the_lesson_and_not_its_closer_look(course):
    (course / "notebooks" / "03_layer.ipynb").rename(course / "notebooks" / "03a_masks.ipynb")
    lab.copy_notebooks(course)
    (course / "notebooks" / "03_layer.ipynb").write_bytes((course / "notebooks" / "03a_masks.ipynb").read_bytes())
    lab.copy_notebooks(course)
    assert [path.name for path in lab.copy_notebooks(course, fresh="03")] == ["03_layer.ipynb"]
    assert [path.name for path in lab.copy_notebooks(course, fresh="03a")] == ["03a_masks.ipynb"]


def test_a_notebook_that_does_not_exist_is_named(course):
    with pytest.raises(FileNotFoundError, match="no notebook whose name begins with '9'"):
        lab.copy_notebooks(course, fresh="9")


def test_another_folder_is_told_apart(tmp_path):
    with pytest.raises(FileNotFoundError, match="run this in the course's folder"):
        lab.copy_notebooks(tmp_path)


def test_without_jupyterlab_the_sentence_says_how_to_install_it_and_nothing_is_copied(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    monkeypatch.setattr(lab, "installed_version", lambda package: "missing")
    assert lab.lab() == 1
    assert "JupyterLab is not installed here: run  make lab" in capsys.readouterr().out
    assert not (course / "my_notebooks").exists()
