"""A file is written whole or not at all."""

import os

import pytest

from course_utils.writing import write_whole


@pytest.mark.parametrize("content", ["é\n", "é\n".encode(), [b"\xc3", b"\xa9\n"]], ids=["str", "bytes", "pieces"])
def test_content_may_come_in_three_forms(tmp_path, content):
    write_whole(tmp_path / "file.txt", content)
    assert (tmp_path / "file.txt").read_bytes() == b"\xc3\xa9\n"


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_what_stops_the_writing_leaves_the_old_file_and_nothing_beside_it(tmp_path, error):
    def content():
        yield b"half of the new one"
        raise error

    write_whole(tmp_path / "file.txt", "old")
    with pytest.raises(error):
        write_whole(tmp_path / "file.txt", content())
    assert (tmp_path / "file.txt").read_text() == "old"
    assert os.listdir(tmp_path) == ["file.txt"]


def test_two_programs_that_write_at_once_do_not_share_a_file(tmp_path):
    def content():
        yield b"first, "
        write_whole(tmp_path / "file.txt", "another one's")
        yield b"then the rest"

    write_whole(tmp_path / "file.txt", content())
    assert (tmp_path / "file.txt").read_text() == "first, then the rest"


def test_no_folder_is_made(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "file.txt", "new")
