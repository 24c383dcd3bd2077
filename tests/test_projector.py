"""The projector's files: exact, whole or absent, and as the real TensorBoard and gensim read them."""

import errno
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest
from scipy import sparse

from course_utils import geometry, projector

FILES = ["meta.tsv", "projector_config.pbtxt", "vecs.tsv"]
VECTORS = np.array([[0.1, -2.5, 3e-8], [4.0, 5.25, -6e20]], np.float32)
TOKENS = ["good", "bad"]
LINE_BREAKS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
ODD_TOKENS = [
    "",
    " ",
    "   ",
    "\t",
    "\xa0",
    "\u3000",
    "\ufeff",
    "\u200b",
    "\x00",
    *(f"a{separator}b" for separator in [*LINE_BREAKS, "\t"]),
    *LINE_BREAKS,
    " leading",
    "trailing ",
    "new york",
    "\\",
    "\\t",
    "\\\\t",
    "\\empty",
    "\\x20",
    "\\u2028",
    "\\d",
    '"quoted"',
    "'",
    "naïve",
    "日本",
    "👩‍👩‍👧",
    "\ud800",
    "\ud83d\ude00",
    "😀",
    "\U000e0001",
    "same",
    "same",
    "token",
    "NaN",
    "007",
]


@pytest.fixture(scope="module", autouse=True)
def lock_files_of_these_tests(tmp_path_factory):
    """Keep the lock files of hundreds of folders out of the machine's own temporary folder."""
    folder = str(tmp_path_factory.mktemp("locks"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


def numbered(count, dimensions=3, seed=0):
    return np.random.default_rng(seed).normal(size=(count, dimensions)).astype(np.float32)


def bits(vectors):
    return np.ascontiguousarray(vectors, np.float32).view(np.uint32)


def assert_loads(folder, tokens, vectors):
    loaded_tokens, loaded_vectors = projector.load(folder)
    assert loaded_tokens == list(tokens)
    assert loaded_vectors.dtype == np.float32
    assert np.array_equal(bits(loaded_vectors), bits(vectors))


def visible_files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name in FILES}


# Written and read back ------------------------------------------------------------------------------------------


def test_three_files_are_written_and_their_paths_returned(tmp_path):
    paths = projector.export(tmp_path / "new" / "folder", VECTORS, TOKENS)
    assert sorted(path.name for path in paths) == FILES == sorted(os.listdir(tmp_path / "new" / "folder"))
    assert all(path.is_file() for path in paths)


def test_what_the_files_hold(tmp_path):
    projector.export(tmp_path, VECTORS, TOKENS)
    assert (tmp_path / "vecs.tsv").read_text() == "0.1\t-2.5\t3e-8\n4\t5.25\t-6e+20\n"
    assert (tmp_path / "meta.tsv").read_text() == "good\nbad\n"
    assert (tmp_path / "projector_config.pbtxt").read_text() == (
        'embeddings {\n  tensor_path: "vecs.tsv"\n  metadata_path: "meta.tsv"\n}\n'
    )


@pytest.mark.parametrize("token", ODD_TOKENS, ids=ascii)
def test_any_token_comes_back(tmp_path, token):
    projector.export(tmp_path, VECTORS, [token, "x"])
    assert_loads(tmp_path, [token, "x"], VECTORS)


def test_thousands_of_random_tokens_come_back_one_a_line(tmp_path):
    letters = [
        "\\",
        *"xu20temptyn abZ",
        *LINE_BREAKS,
        "\t",
        "\xa0",
        "\ufeff",
        "\u200b",
        "\ud800",
        "\udc00",
        "é",
        "😀",
    ]
    chance = random.Random(0)
    tokens = ["".join(chance.choices(letters, k=chance.randrange(8))) for _ in range(20_000)]
    projector.export(tmp_path, numbered(len(tokens), 2), tokens)
    lines = (tmp_path / "meta.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(tokens)
    assert all(line.strip("\ufeff\u200b \t\xa0") == line != "" for line in lines)
    assert projector.load(tmp_path)[0] == tokens


def test_blank_tokens_are_visible(tmp_path):
    projector.export(tmp_path, numbered(4), ["", " ", "\xa0", "a "])
    assert (tmp_path / "meta.tsv").read_text() == "\\empty\n\\x20\n\\xa0\na\\x20\n"


def test_a_million_random_float32_come_back_bit_for_bit(tmp_path):
    patterns = np.random.default_rng(0).integers(0, 2**32, 1_100_000, np.uint32).view(np.float32)
    vectors = patterns[np.isfinite(patterns)][:1_000_000].reshape(-1, 50)
    tokens = [str(row) for row in range(len(vectors))]
    projector.export(tmp_path, vectors, tokens)
    assert_loads(tmp_path, tokens, vectors)
    read_by_python = np.array((tmp_path / "vecs.tsv").read_text().split(), float).astype(np.float32)
    assert np.array_equal(bits(read_by_python), bits(vectors.ravel()))


def test_numbers_at_the_edges_of_float32_come_back(tmp_path):
    edges = [0.0, -0.0, 1e-45, -1e-45, 1.1754942e-38, 1.17549435e-38, 3.4028235e38, 16777217.0, 1e-5, 1e10]
    vectors = np.array([edges], np.float32)
    projector.export(tmp_path, vectors, ["edges"])
    assert_loads(tmp_path, ["edges"], vectors)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (3, 70_000), (120_000, 2)])
def test_any_shape_comes_back(tmp_path, shape):
    vectors = numbered(*shape)
    tokens = [f"w{row}" for row in range(shape[0])]
    projector.export(tmp_path, vectors, tokens)
    assert_loads(tmp_path, tokens, vectors)


@pytest.mark.parametrize(
    "vectors",
    [
        VECTORS.tolist(),
        VECTORS.astype(np.float64),
        np.asfortranarray(VECTORS),
        VECTORS.astype(">f4"),
        pd.DataFrame(VECTORS),
    ],
    ids=["lists", "float64", "columns first", "big endian", "DataFrame"],
)
def test_vectors_may_come_in_several_forms(tmp_path, vectors):
    projector.export(tmp_path, vectors, np.array(TOKENS))
    assert_loads(tmp_path, TOKENS, VECTORS)


def test_tokens_come_back_as_plain_strings(tmp_path):
    projector.export(tmp_path, VECTORS, [np.str_("good"), np.str_("bad")])
    assert {type(token) for token in projector.load(tmp_path)[0]} == {str}


def test_normalize_writes_rows_of_length_one_and_keeps_zeros(tmp_path):
    vectors = np.array([[3, 4], [0, 0], [1e-30, 0]], np.float32)
    projector.export(tmp_path, vectors, list("abc"), normalize=True)
    assert_loads(tmp_path, list("abc"), geometry.normalize(vectors))
    assert np.allclose(projector.load(tmp_path)[1], [[0.6, 0.8], [0, 0], [1, 0]])


def test_a_new_export_replaces_the_old_one_and_spares_other_files(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    projector.export(tmp_path, VECTORS, TOKENS, {"count": [1, 2]})
    projector.export(tmp_path, numbered(5), list("abcde"))
    assert_loads(tmp_path, list("abcde"), numbered(5))
    assert sorted(os.listdir(tmp_path)) == sorted([*FILES, "mine.txt"])
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["with spaces", "Ünïcode-日本"])
def test_folders_may_have_any_name(tmp_path, name):
    projector.export(str(tmp_path / name), VECTORS, TOKENS)
    assert_loads(tmp_path / name, TOKENS, VECTORS)


# Metadata -------------------------------------------------------------------------------------------------------


def test_two_columns_have_a_header(tmp_path):
    projector.export(
        tmp_path, VECTORS, TOKENS, {"count": [7, np.int64(3)], "polarity": np.float32([0.1, -1])}
    )
    assert (tmp_path / "meta.tsv").read_text() == "token\tcount\tpolarity\ngood\t7\t0.1\nbad\t3\t-1.0\n"
    assert_loads(tmp_path, TOKENS, VECTORS)


def test_a_data_frame_gives_its_columns_in_row_order(tmp_path):
    table = pd.DataFrame({"rank": [1, 2], "class": pd.Categorical(["x", "y"])}, index=[9, 8])
    projector.export(tmp_path, VECTORS, TOKENS, table)
    assert (tmp_path / "meta.tsv").read_text() == "token\trank\tclass\ngood\t1\tx\nbad\t2\ty\n"


def test_missing_values_are_empty_cells_so_that_a_column_of_numbers_stays_one(tmp_path):
    missing = {
        "a": [None, 1],
        "b": [float("nan"), 2],
        "c": pd.Series([None, 3], dtype="Int64"),
        "d": ["", "x"],
    }
    projector.export(tmp_path, VECTORS, TOKENS, missing)
    assert (tmp_path / "meta.tsv").read_text() == "token\ta\tb\tc\td\ngood\t\t\t\t\nbad\t1\t2\t3\tx\n"


def test_separators_in_names_and_values_stay_in_their_cell(tmp_path):
    projector.export(tmp_path, VECTORS, ["a\tb", ""], {"long\nname": ["x\ty", "\u2028"]})
    text = (tmp_path / "meta.tsv").read_text()
    assert text == "token\tlong\\nname\na\\tb\tx\\ty\n\\empty\t\\u2028\n"


def test_no_columns_are_no_metadata(tmp_path):
    projector.export(tmp_path, VECTORS, TOKENS, {})
    assert (tmp_path / "meta.tsv").read_text() == "good\nbad\n"


# Refused --------------------------------------------------------------------------------------------------------

NAN = [[1, np.nan], [1, 2]]


@pytest.mark.parametrize(
    ("vectors", "tokens", "metadata", "error", "says"),
    [
        (VECTORS, ["one"], None, ValueError, "2 vectors but 1 tokens"),
        (VECTORS, list("abc"), None, ValueError, "2 vectors but 3 tokens"),
        (NAN, TOKENS, None, ValueError, "Row 0 holds a number that is NaN"),
        ([[1, 2], [np.inf, 1]], TOKENS, None, ValueError, "Row 1 holds"),
        ([[1, 2], [1e300, 1]], TOKENS, None, ValueError, "infinite as float32"),
        ([1.0, 2.0], TOKENS, None, ValueError, r"1 dimensions \(shape \(2,\)\), expected 2"),
        (np.zeros((2, 2, 2)), TOKENS, None, ValueError, "3 dimensions"),
        (3.0, TOKENS, None, ValueError, "0 dimensions"),
        ([[1, 2], [3]], TOKENS, None, ValueError, "different lengths"),
        ([], [], None, ValueError, "nothing to export"),
        (np.zeros((0, 3)), [], None, ValueError, "nothing to export"),
        (np.zeros((2, 0)), TOKENS, None, ValueError, "nothing to export"),
        ([["1", "2"]], ["a"], None, TypeError, "expected numbers"),
        (np.ones((2, 2), complex), TOKENS, None, TypeError, "expected numbers"),
        (sparse.csr_array(np.eye(2)), TOKENS, None, TypeError, r"give vectors\.toarray\(\)"),
        (VECTORS, "ab", None, TypeError, "single string"),
        (VECTORS, [b"a", b"b"], None, TypeError, "Token 0 is b'a', of type bytes.*decode"),
        (VECTORS, ["a", None], None, TypeError, "Token 1 is None"),
        (VECTORS, TOKENS, {"count": [1]}, ValueError, "'count' has 1 values for 2 vectors"),
        (VECTORS, TOKENS, {"count": "ab"}, TypeError, "one value per vector"),
        (VECTORS, TOKENS, {"count": 3}, TypeError, "one value per vector"),
        (VECTORS, TOKENS, {"class": [b"a", b"b"]}, TypeError, "decode it first"),
        (VECTORS, TOKENS, {"token": [1, 2]}, ValueError, "Two columns are named 'token'"),
        (VECTORS, TOKENS, {1: [1, 2], "1": [1, 2]}, ValueError, "Two columns are named '1'"),
        (VECTORS, TOKENS, pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]), ValueError, "named 'a'"),
        (VECTORS, TOKENS, [1, 2], TypeError, "mapping from column name"),
        (VECTORS, TOKENS, pd.Series([1, 2]), TypeError, "mapping from column name"),
    ],
)
def test_what_cannot_be_exported_is_refused_and_nothing_is_written(
    tmp_path, vectors, tokens, metadata, error, says
):
    with pytest.raises(error, match=says):
        projector.export(tmp_path / "folder", vectors, tokens, metadata)
    assert not (tmp_path / "folder").exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OSError, match=r"could not be written.*choose another folder"):
        projector.export(tmp_path / "file", VECTORS, TOKENS)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_in_place_of_a_file_is_refused_and_kept(tmp_path):
    (tmp_path / "meta.tsv").mkdir()
    with pytest.raises(IsADirectoryError, match=r"meta\.tsv is to be a file"):
        projector.export(tmp_path, VECTORS, TOKENS)
    assert os.listdir(tmp_path) == ["meta.tsv"]


@pytest.mark.parametrize("missing", FILES)
def test_load_wants_all_three_files(tmp_path, missing):
    projector.export(tmp_path, VECTORS, TOKENS)
    (tmp_path / missing).unlink()
    with pytest.raises(FileNotFoundError, match=f"{missing} missing"):
        projector.load(tmp_path)


def test_load_says_that_a_folder_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="no whole export"):
        projector.load(tmp_path / "nowhere")


def test_load_refuses_files_that_do_not_fit_together(tmp_path):
    projector.export(tmp_path, VECTORS, TOKENS)
    (tmp_path / "meta.tsv").write_text("good\n\n")
    with pytest.raises(ValueError, match=r"2 vectors but meta\.tsv 1 tokens"):
        projector.load(tmp_path)


@pytest.mark.parametrize("damage", ["good\t0.1\n", "1\t2\n3\n", "1\t\n", ""])
def test_load_refuses_what_is_no_table_of_numbers(tmp_path, damage):
    projector.export(tmp_path, VECTORS, TOKENS)
    (tmp_path / "vecs.tsv").write_text(damage)
    with pytest.raises(ValueError, match=r"vecs\.tsv"):
        projector.load(tmp_path)


def test_files_written_by_hand_load_too(tmp_path):
    projector.export(tmp_path, VECTORS, TOKENS)
    (tmp_path / "vecs.tsv").write_text("1.0\t2.0\n\n3.0\t4.0")
    (tmp_path / "meta.tsv").write_text("word\tcount\nC:\\dir\t1\n\nbad\t2")
    assert_loads(tmp_path, ["C:\\dir", "bad"], np.array([[1, 2], [3, 4]], np.float32))


# What is printed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("absolute", [False, True])
def test_a_folder_below_the_working_directory_is_shown_from_there(tmp_path, monkeypatch, capsys, absolute):
    monkeypatch.chdir(tmp_path)
    projector.export((tmp_path if absolute else Path()) / "out" / "words", VECTORS, TOKENS)
    assert capsys.readouterr().out.endswith(" in out/words\n")


def test_other_folders_are_shown_without_the_path_of_this_machine(tmp_path, capsys):
    projector.export(tmp_path / "words", VECTORS, TOKENS)
    assert capsys.readouterr().out == (
        "Wrote 2 vectors of 3 numbers: vecs.tsv, meta.tsv, projector_config.pbtxt in …/words\n"
    )


# All or nothing -------------------------------------------------------------------------------------------------

OLD = (["old"] * 4, numbered(4, seed=1))
NEW = (["new"] * 6, numbered(6, seed=2))


def run_and_raise_at(step, exception):
    """Export NEW into a folder, raising an exception at the given line executed in projector.py."""

    def export(folder):
        lines_left = step

        def trace(frame, event, _):
            nonlocal lines_left
            if frame.f_code.co_filename != projector.__file__:
                return None
            if event == "line":
                lines_left -= 1
                if lines_left == 0:
                    sys.settrace(None)
                    raise exception
            return trace

        sys.settrace(trace)
        try:
            projector.export(folder, NEW[1], NEW[0])
        finally:
            sys.settrace(None)
        return lines_left > 0

    return export


@pytest.mark.parametrize("exception", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left")], ids=repr)
@pytest.mark.parametrize("had_an_export", [True, False])
def test_stopped_at_any_line_an_export_is_whole_or_absent(tmp_path, exception, had_an_export):
    finished = stopped = 0
    whole = {}
    for generation, (tokens, vectors) in {"old": OLD, "new": NEW}.items():
        projector.export(tmp_path / generation, vectors, tokens)
        whole[generation] = visible_files(tmp_path / generation)
    allowed = [whole["new"], whole["old"] if had_an_export else {}]
    for step in range(1, 10_000):
        folder = tmp_path / str(step)
        folder.mkdir()
        (folder / "mine.txt").write_text("mine")
        if had_an_export:
            projector.export(folder, OLD[1], OLD[0])
        try:
            if run_and_raise_at(step, exception)(folder):
                finished = step
                break
        except (KeyboardInterrupt, OSError):
            stopped += 1
        of_one_export = [one for one in whole.values() if visible_files(folder).items() <= one.items()]
        assert of_one_export, f"files of two exports after line {step}"
        try:
            projector.load(folder)
        except FileNotFoundError:
            assert not had_an_export
        assert visible_files(folder) in allowed
        assert set(os.listdir(folder)) <= {*FILES, "mine.txt"}
    assert finished and stopped > 60


@pytest.mark.parametrize("call", range(1, 7))
def test_a_disk_that_stops_working_for_good_loses_nothing(tmp_path, monkeypatch, call):
    projector.export(tmp_path, OLD[1], OLD[0])
    working, calls = os.replace, []

    def broken(*arguments):
        calls.append(arguments)
        if len(calls) >= call:
            raise OSError(errno.EROFS, "Read-only file system")
        working(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", broken)
        with pytest.raises(OSError, match="could not be written"):
            projector.export(tmp_path, NEW[1], NEW[0])
    assert "projector_config.pbtxt" not in visible_files(tmp_path) or call == 1  # TensorBoard finds nothing
    assert_loads(tmp_path, *OLD)
    assert sorted(os.listdir(tmp_path)) == FILES


def test_a_disk_without_room_leaves_the_old_export(tmp_path):
    projector.export(tmp_path, OLD[1], OLD[0])
    program = (
        "import resource, sys, numpy as np\n"
        "from course_utils import projector\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "projector.export(sys.argv[1], np.ones((100_000, 5)), ['x'] * 100_000)\n"
    )
    run = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True)
    assert "could not be written (File too large): nothing was changed" in run.stderr
    assert_loads(tmp_path, *OLD)
    assert sorted(os.listdir(tmp_path)) == FILES


EXPORT_FOR_EVER = """
import itertools, sys
import numpy as np
from course_utils import projector

folder, first = sys.argv[1], int(sys.argv[2])
for generation in itertools.count(first):
    rows = 200 + generation % 7
    metadata = {"generation": [generation] * rows} if generation % 2 else None
    projector.export(folder, np.full((rows, 20), generation), [f"g{generation}"] * rows, metadata)
"""


def export_for_ever(folder, first):
    return subprocess.Popen(
        [sys.executable, "-u", "-c", EXPORT_FOR_EVER, folder, str(first)], stdout=subprocess.PIPE
    )


def test_two_exports_at_once_and_a_reader_do_not_disturb_each_other(tmp_path):
    projector.export(tmp_path, np.zeros((200, 20)), ["g0"] * 200)
    exporting = [export_for_ever(tmp_path, first) for first in (10_000, 1_000_000)]
    try:
        for process in exporting:
            process.stdout.readline()
        for _ in range(50):
            tokens, vectors = projector.load(tmp_path)
            assert {f"g{int(number)}" for number in np.unique(vectors)} == set(tokens)
        assert [process.poll() for process in exporting] == [None, None]
    finally:
        for process in exporting:
            process.kill()
            process.communicate()


# word2vec's text format -----------------------------------------------------------------------------------------


def test_gensim_reads_the_word2vec_file_exactly(tmp_path):
    from gensim.models import KeyedVectors

    tokens = [
        "good",
        "naïve",
        "日本",
        "don't",
        "\\t",
        "\\empty",
        "1.5",
        "😀",
        "[UNK]",
        "\x00",
        "\u200b",
        "</s>",
    ]
    vectors = np.concatenate([numbered(len(tokens) - 1), [[-0.0, 1e-45, 3.4028235e38]]]).astype(np.float32)
    path = projector.export_word2vec(tmp_path / "new" / "vectors.txt", vectors, tokens)
    read = KeyedVectors.load_word2vec_format(path)
    assert read.index_to_key == tokens
    assert np.array_equal(bits(read.vectors), bits(vectors))


def test_the_word2vec_file_starts_with_its_size(tmp_path):
    path = projector.export_word2vec(str(tmp_path / "vectors.txt"), VECTORS, TOKENS)
    assert path.read_text() == "2 3\ngood 0.1 -2.5 3e-8\nbad 4 5.25 -6e+20\n"


@pytest.mark.parametrize(
    ("tokens", "says"),
    [
        (["", "a"], "Token 0, '', is blank"),
        (["a", " "], "Token 1, ' ', is blank"),
        (["a", "new york"], "holds a space or another separator"),
        (["a", "b\xa0c"], "holds a space or another separator"),
        (["a", "b\n"], "holds a space or another separator"),
        (["a", "a"], "Token 1, 'a', occurs twice"),
        (["a", "\ud800"], "lone surrogate"),
        (["a"], "2 vectors but 1 tokens"),
    ],
)
def test_tokens_that_word2vec_cannot_hold_are_refused_and_the_old_file_stays(tmp_path, tokens, says):
    path = tmp_path / "vectors.txt"
    path.write_text("old")
    with pytest.raises(ValueError, match=says):
        projector.export_word2vec(path, VECTORS, tokens)
    assert path.read_text() == "old"


def test_a_word2vec_file_that_cannot_be_finished_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "vectors.txt"
    path.write_text("old")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        projector.export_word2vec(path, VECTORS, TOKENS)
    assert os.listdir(tmp_path) == ["vectors.txt"] and path.read_text() == "old"


# TensorBoard ----------------------------------------------------------------------------------------------------


PATIENCE_SECONDS = 120  # for what takes a moment, on a slow machine too


def eventually(condition):
    """Return whether a condition comes true, as soon as it does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_alive(process):
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def answer(server, path, **query):
    """Return what TensorBoard's projector answers."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=PATIENCE_SECONDS)
    connection.request("GET", f"/data/plugin/projector/{path}?{urllib.parse.urlencode(query)}")
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == 200, body
    return body


def is_closed(url):
    """Return whether a connection is refused; a listener too busy to accept one does not count as closed."""
    host, port = url.removeprefix("http://").split(":")
    with socket.socket() as probe:
        probe.settimeout(5)
        return probe.connect_ex((host, int(port))) == errno.ECONNREFUSED


# Keeps the launcher's promises without the seconds that TensorBoard takes to start: it says where it serves, shows
# an export there, and ends with its standard input. For tests of what happens to a process, whatever it serves.
STAND_IN = """
import http.server, os, sys, threading

class Projector(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'["."]')

board = http.server.HTTPServer(("127.0.0.1", int(sys.argv[2])), Projector)
threading.Thread(target=board.serve_forever, daemon=True).start()
print(f"SERVING http://127.0.0.1:{board.server_port}", flush=True)
sys.stdin.read()
os._exit(0)
"""


SERVED = numbered(len(ODD_TOKENS), 7)
METADATA = {"row": range(len(ODD_TOKENS)), "kind": ["odd"] * len(ODD_TOKENS)}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "Wörter and spaces"
    projector.export(folder, SERVED, ODD_TOKENS, METADATA)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("http_proxy", "http://192.0.2.1:9")  # nobody answers there, so nobody may ask there
        running = projector.serve(folder)
    with running:
        yield running


def test_tensorboard_finds_the_export(server):
    assert json.loads(answer(server, "runs")) == ["."]
    (embedding,) = json.loads(answer(server, "info", run="."))["embeddings"]
    assert embedding == {
        "tensorName": "vecs.tsv",
        "tensorPath": "vecs.tsv",
        "tensorShape": list(SERVED.shape),
        "metadataPath": "meta.tsv",
    }


def test_tensorboard_serves_the_vectors_exactly(server):
    assert answer(server, "tensor", run=".", name="vecs.tsv") == SERVED.tobytes()


def test_tensorboard_serves_a_line_of_metadata_for_every_vector_and_a_header(server):
    text = answer(server, "metadata", run=".", name="vecs.tsv").decode()
    assert text == (server.folder / "meta.tsv").read_text(encoding="utf-8")
    assert len([line for line in text.split("\n") if line.strip()]) == len(SERVED) + 1


def test_a_first_part_of_the_metadata_can_be_asked_for(server):
    text = answer(server, "metadata", run=".", name="vecs.tsv", num_rows=10).decode()
    assert text.count("\n") == 11


def test_tensorboard_listens_on_the_loopback_address_only(server):
    assert server.url.startswith("http://127.0.0.1:")
    listening = psutil.Process(server._process.pid).net_connections()
    assert {connection.laddr.ip for connection in listening if connection.status == psutil.CONN_LISTEN} == {
        "127.0.0.1"
    }


def test_a_taken_port_is_named(server, tmp_path):
    port = int(server.url.rpartition(":")[2])
    projector.export(tmp_path, VECTORS, TOKENS)
    with pytest.raises(
        OSError, match=rf"Port {port} cannot be used \(Address already in use\): choose another one"
    ):
        projector.serve(tmp_path, port=port)
    assert not is_closed(server.url)


def test_an_error_in_the_block_stops_the_server(tmp_path, monkeypatch):
    monkeypatch.setattr(projector, "LAUNCHER", STAND_IN)
    projector.export(tmp_path, VECTORS, TOKENS)
    with pytest.raises(ZeroDivisionError), projector.serve(tmp_path) as server:
        process = server._process
        assert not is_closed(server.url)
        assert server.running and repr(server) == f"<TensorBoard at {server.url}>"
        raise ZeroDivisionError
    assert not psutil.pid_exists(process.pid)
    assert eventually(lambda: is_closed(server.url))
    assert not server.running and repr(server) == "<TensorBoard, stopped>"
    server.stop()


def test_serving_a_folder_again_replaces_its_server_and_stopping_it_ends_tensorboard(tmp_path, monkeypatch):
    projector.export(tmp_path, VECTORS, TOKENS)
    with monkeypatch.context() as patch:
        patch.setattr(projector, "LAUNCHER", STAND_IN)
        first = projector.serve(tmp_path)
    projector.export(tmp_path, -VECTORS, TOKENS)
    second = projector.serve(tmp_path, port=int(first.url.rpartition(":")[2]))
    try:
        assert not first.running
        assert answer(second, "tensor", run=".", name="vecs.tsv") == (-VECTORS).tobytes()
        assert answer(second, "metadata", run=".", name="vecs.tsv") == b"good\nbad\n"
    finally:
        second.stop()
    assert not psutil.pid_exists(second._process.pid)
    assert eventually(lambda: is_closed(second.url))


def test_tensorboard_does_not_outlive_a_killed_program(tmp_path):
    projector.export(tmp_path, VECTORS, TOKENS)
    program = (
        "import os, sys, signal\n"
        "from course_utils import projector\n"
        "server = projector.serve(sys.argv[1])\n"
        "print(server._process.pid, server.url, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True)
    assert run.returncode == -signal.SIGKILL, run.stderr
    process, url = run.stdout.split()
    assert eventually(lambda: not is_alive(int(process)))
    assert eventually(lambda: is_closed(url))  # its threads may end a moment after it


def test_an_interrupt_while_tensorboard_starts_leaves_no_process(tmp_path, monkeypatch):
    projector.export(tmp_path, VECTORS, TOKENS)
    before = set(psutil.Process().children())

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(projector.Server, "_wait_until_it_answers", interrupted)
    with pytest.raises(KeyboardInterrupt):
        projector.serve(tmp_path)
    assert set(psutil.Process().children()) <= before


def test_a_missing_tensorboard_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    with pytest.raises(ModuleNotFoundError, match="TensorBoard is not installed: install it"):
        projector.serve(tmp_path)


def test_a_broken_tensorboard_is_quoted(tmp_path, monkeypatch):
    (tmp_path / "broken" / "tensorboard").mkdir(parents=True)
    (tmp_path / "broken" / "tensorboard" / "__init__.py").write_text("raise ImportError('a part is missing')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    projector.export(tmp_path / "words", VECTORS, TOKENS)
    with pytest.raises(RuntimeError, match=r"ended before it answered.*a part is missing"):
        projector.serve(tmp_path / "words")


def test_serve_wants_a_whole_export(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"write one with projector\.export"):
        projector.serve(tmp_path)


@pytest.mark.parametrize("port", [-1, 65536, "6006", 1.5])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    with pytest.raises(ValueError, match="expected a whole number from 0 to 65535"):
        projector.serve(tmp_path, port=port)
