"""The projector's files: exact, whole or absent, and as the real TensorBoard reads them."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import numpy as np
import pandas as pd
import psutil
import pytest
from scipy import sparse

from course_utils import geometry, projector

FILES = ["meta.tsv", "projector_config.pbtxt", "vecs.tsv"]
VECTORS = np.array([[0.1, -2.5, 3e-8], [4.0, 5.25, -6e20]], np.float32)
WORDS = ["good", "bad"]
LINE_BREAKS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
ODD_WORDS = [
    *("", " ", "   ", "\t", "\xa0", "\u3000", "\ufeff", "\u200b", "\x00", *LINE_BREAKS),
    *(f"a{separator}b" for separator in [*LINE_BREAKS, "\t"]),
    *(" leading", "trailing ", "new york", "\\", "\\t", "\\\\t", "\\empty", "\\x20", "\\u2028", "\\d"),
    *('"quoted"', "'", "naïve", "日本", "👩‍👩‍👧", "\ud800", "\ud83d\ude00", "\U000e0001"),
    *("same", "same", "word", "NaN", "007"),
]


def numbered(count, dimensions=3):
    return np.random.default_rng(0).normal(size=(count, dimensions)).astype(np.float32)


def meta_of(folder):
    return (folder / "meta.tsv").read_text(encoding="utf-8")


def assert_loads(folder, words, vectors):
    loaded_words, loaded_vectors = projector.load(folder)
    assert loaded_words == words
    assert loaded_vectors.dtype == np.float32
    assert loaded_vectors.tobytes() == np.ascontiguousarray(vectors, np.float32).tobytes()


# Written and read back ------------------------------------------------------------------------------------------


def test_what_the_files_hold(tmp_path):
    projector.export(tmp_path / "new" / "folder", VECTORS, WORDS)
    files = {path.name: path.read_text() for path in (tmp_path / "new" / "folder").iterdir()}
    assert files["vecs.tsv"] == "0.1\t-2.5\t3e-8\n4\t5.25\t-6e+20\n"
    assert files["meta.tsv"] == "good\nbad\n"
    assert files["projector_config.pbtxt"] == (
        'embeddings {\n  tensor_path: "vecs.tsv"\n  metadata_path: "meta.tsv"\n}\n'
    )


def test_any_words_come_back_and_each_is_a_line_that_can_be_seen(tmp_path):
    projector.export(tmp_path, numbered(len(ODD_WORDS)), ODD_WORDS)
    assert_loads(tmp_path, ODD_WORDS, numbered(len(ODD_WORDS)))
    lines = meta_of(tmp_path).splitlines()
    assert len(lines) == len(ODD_WORDS)
    assert all(line == line.strip("\ufeff\t\xa0 ") != "" for line in lines)


def test_thousands_of_random_words_come_back(tmp_path):
    letters = ["\\", *"xu20temptyn abZé😀", *LINE_BREAKS, *"\t\xa0\ufeff\u200b\ud800\udc00"]
    chance = random.Random(0)
    words = ["".join(chance.choices(letters, k=chance.randrange(8))) for _ in range(20_000)]
    projector.export(tmp_path, numbered(len(words), 2), words)
    assert projector.load(tmp_path)[0] == words


def test_blank_words_can_be_seen(tmp_path):
    projector.export(tmp_path, numbered(4), ["", " ", "\xa0", "a "])
    assert meta_of(tmp_path) == "\\empty\n\\x20\n\\xa0\na\\x20\n"


def test_a_million_random_float32_and_the_odd_ones_come_back_bit_for_bit(tmp_path):
    patterns = np.random.default_rng(0).integers(0, 2**32, 1_100_000, np.uint32).view(np.float32)
    vectors = patterns[np.isfinite(patterns)][:1_000_000].reshape(-1, 50)
    vectors[0, :8] = [-0.0, 1e-45, -1e-45, 1.1754942e-38, 3.4028235e38, 16777217.0, 1e-5, 1e10]
    words = [str(row) for row in range(len(vectors))]
    projector.export(tmp_path, vectors, words)
    assert_loads(tmp_path, words, vectors)


@pytest.mark.parametrize("shape", [(2, 2), (3, 70_000), (120_000, 2)])
def test_any_shape_comes_back(tmp_path, shape):
    words = [f"w{row}" for row in range(shape[0])]
    projector.export(tmp_path, numbered(*shape), words)
    assert_loads(tmp_path, words, numbered(*shape))


def test_of_more_rows_than_the_page_shows_it_says_so(tmp_path, capsys):
    words = [f"w{row}" for row in range(100_001)]
    projector.export(tmp_path, np.ones((100_001, 2)), words)
    assert "The page will show the first 100,000 rows only" in capsys.readouterr().out


def test_a_byte_order_mark_of_an_editor_is_no_part_of_the_first_word(tmp_path):
    (tmp_path / "vecs.tsv").write_text("1\t2\n3\t4\n")
    (tmp_path / "meta.tsv").write_text("good\nbad\n", encoding="utf-8-sig")
    (tmp_path / "projector_config.pbtxt").write_text("embeddings {}")
    assert projector.load(tmp_path)[0] == ["good", "bad"]


def test_line_ends_of_windows_are_no_part_of_the_words(tmp_path):
    (tmp_path / "vecs.tsv").write_bytes(b"1\t2\r\n3\t4\r\n")
    (tmp_path / "meta.tsv").write_bytes(b"good\r\nbad\r\n")
    (tmp_path / "projector_config.pbtxt").write_text("embeddings {}")
    assert_loads(tmp_path, ["good", "bad"], [[1, 2], [3, 4]])


@pytest.mark.parametrize("form", [np.ndarray.tolist, np.float64, np.asfortranarray, pd.DataFrame])
def test_vectors_may_come_in_several_forms(tmp_path, form):
    projector.export(tmp_path, form(VECTORS), np.array(WORDS))
    assert_loads(tmp_path, WORDS, VECTORS)


def test_keyed_vectors_bring_their_words(tmp_path):
    from gensim.models import KeyedVectors

    keyed = KeyedVectors(3)
    keyed.add_vectors(WORDS, VECTORS)
    projector.export(tmp_path, keyed, metadata={"count": [7, 5]})
    assert_loads(tmp_path, WORDS, VECTORS)
    assert meta_of(tmp_path) == "word\tcount\ngood\t7\nbad\t5\n"
    with pytest.raises(TypeError, match="leave words out"):
        projector.export(tmp_path, keyed, WORDS)


def test_normalize_writes_rows_of_length_one_and_keeps_zeros(tmp_path):
    vectors = np.array([[3, 4], [0, 0], [1e-30, 0]], np.float32)
    projector.export(tmp_path, vectors, list("abc"), normalize=True)
    assert_loads(tmp_path, list("abc"), geometry.normalize(vectors))


def test_a_new_export_replaces_the_old_one_and_spares_other_files(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    projector.export(tmp_path, VECTORS, WORDS, {"count": [1, 2]})
    projector.export(tmp_path, numbered(5), list("abcde"))
    assert_loads(tmp_path, list("abcde"), numbered(5))
    assert sorted(os.listdir(tmp_path)) == sorted([*FILES, "mine.txt"])


def test_files_written_by_hand_load_too(tmp_path):
    (tmp_path / "vecs.tsv").write_text("1.0\t2.0\n\n3.0\t4.0")
    (tmp_path / "meta.tsv").write_text("name\tcount\nC:\\dir\t1\n\nbad\t2")
    (tmp_path / "projector_config.pbtxt").write_text('embeddings { tensor_path: "vecs.tsv" }')
    assert_loads(tmp_path, ["C:\\dir", "bad"], [[1, 2], [3, 4]])


# Metadata -------------------------------------------------------------------------------------------------------


def test_two_columns_have_a_header(tmp_path):
    columns = {"count": [7, np.int64(3)], "polarity": np.float32([0.1, -1])}
    projector.export(tmp_path, VECTORS, WORDS, columns)
    assert meta_of(tmp_path) == "word\tcount\tpolarity\ngood\t7\t0.1\nbad\t3\t-1.0\n"


def test_a_data_frame_gives_its_columns_in_row_order(tmp_path):
    table = pd.DataFrame({"rank": [1, 2], "class": pd.Categorical(["x", "y"])}, index=[9, 8])
    projector.export(tmp_path, VECTORS, WORDS, table)
    assert meta_of(tmp_path) == "word\trank\tclass\ngood\t1\tx\nbad\t2\ty\n"


@pytest.mark.parametrize(
    "missing",
    [
        *([value, 1] for value in (None, np.nan, pd.NA, pd.NaT)),
        (None, 1),
        np.array([None, 1], dtype=object),
        pd.Series([None, 1], dtype="Int64"),
        pd.Series([None, "1"], dtype="string"),
        pd.Series([pd.NaT, 1]),
        pd.Categorical([None, 1]),
    ],
)
def test_a_missing_value_is_an_empty_cell_so_that_a_column_of_numbers_stays_one(tmp_path, missing):
    projector.export(tmp_path, VECTORS, WORDS, {"a": missing})
    assert meta_of(tmp_path) == "word\ta\ngood\t\nbad\t1\n"


@pytest.mark.parametrize(
    ("missing", "cell"),
    [
        (np.array([np.nan, 1]), "1.0"),
        (pd.Series([None, 1], dtype="Float64"), "1.0"),
        (pd.Series([None, "2020-01-02"], dtype="datetime64[ns]"), "2020-01-02 00:00:00"),
        (pd.Series([None, True], dtype="boolean"), "True"),
    ],
)
def test_a_missing_value_is_an_empty_cell_in_columns_of_other_types_too(tmp_path, missing, cell):
    projector.export(tmp_path, VECTORS, WORDS, {"a": missing})
    assert meta_of(tmp_path) == f"word\ta\ngood\t\nbad\t{cell}\n"


def test_separators_in_names_and_values_stay_in_their_cell(tmp_path):
    projector.export(tmp_path, VECTORS, ["a\tb", ""], {"long\nname": ["x\ty", "\u2028"]})
    assert meta_of(tmp_path) == "word\tlong\\nname\na\\tb\tx\\ty\n\\empty\t\\u2028\n"


# Refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vectors", "words", "metadata", "error", "says"),
    [
        (VECTORS, list("abc"), None, ValueError, "2 vectors but 3 words"),
        ([[1, np.nan], [1, 2]], WORDS, None, ValueError, "Row 0 holds a number that is NaN"),
        ([[1, 2], [1e300, 1]], WORDS, None, ValueError, "Row 1 holds .* infinite as float32"),
        ([1.0, 2.0], WORDS, None, ValueError, r"shape \(2,\), expected \(n, d\)"),
        (np.zeros((0, 3)), [], None, ValueError, r"shape \(0, 3\)"),
        ([["1", "2"]], ["a"], None, TypeError, "expected numbers"),
        (sparse.csr_array(np.eye(2)), WORDS, None, TypeError, r"give \.toarray\(\)"),
        (VECTORS[:1], ["good"], None, ValueError, r"shape \(1, 3\), but the page stays empty"),
        (VECTORS[:, :1], WORDS, None, ValueError, r"shape \(2, 1\), but the page stays empty"),
        (VECTORS, None, None, TypeError, "single NoneType: give a list"),
        (VECTORS, "ab", None, TypeError, "single str: give a list"),
        (VECTORS, {"good": 0, "bad": 1}, None, TypeError, "given as a dict, .*: give a list"),
        (VECTORS, set(WORDS), None, TypeError, "given as a set"),
        (VECTORS, pd.DataFrame({"word": WORDS}), None, TypeError, "given as a DataFrame"),
        (VECTORS, WORDS, {"count": Counter(WORDS)}, TypeError, "values of column 'count' .* as a Counter"),
        (VECTORS, WORDS, {"count": [1, np.inf]}, ValueError, "infinite number"),
        (VECTORS, [b"a", b"b"], None, TypeError, "number 0 of the words, .* is b'a', .* decode bytes"),
        (VECTORS, WORDS, {"count": [1]}, ValueError, "'count' has 1 values for 2 vectors"),
        (VECTORS, WORDS, {"word": [1, 2]}, ValueError, "Two columns are named 'word'"),
        (VECTORS, WORDS, {1: [1, 2], "1": [1, 2]}, ValueError, "Two columns are named '1'"),
        (VECTORS, WORDS, [1, 2], TypeError, "type list has no columns"),
    ],
)
def test_what_cannot_be_exported_is_refused_before_anything_is_written(
    tmp_path, vectors, words, metadata, error, says
):
    with pytest.raises(error, match=says):
        projector.export(tmp_path / "folder", vectors, words, metadata)
    assert not (tmp_path / "folder").exists()


@pytest.mark.parametrize("missing", FILES)
def test_load_wants_all_three_files(tmp_path, missing):
    projector.export(tmp_path, VECTORS, WORDS)
    (tmp_path / missing).unlink()
    with pytest.raises(FileNotFoundError, match=rf"no whole export in .* \(no {missing}\): write one"):
        projector.load(tmp_path)


@pytest.mark.parametrize("text", ["good\t0.1\nbad\t1\n", "1\t2\n3\n", "1\t\n2\t1\n", "1\t2\n"])
def test_load_refuses_what_is_no_number_for_every_word(tmp_path, text):
    projector.export(tmp_path, VECTORS, WORDS)
    (tmp_path / "vecs.tsv").write_text(text)
    with pytest.raises(ValueError, match=r"vecs\.tsv is no table of numbers|1 vectors but 2 words"):
        projector.load(tmp_path)


# Interrupted, and at once ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("replaced", [0, 1, 2, 3])
def test_an_interrupt_leaves_the_new_export_or_none(tmp_path, monkeypatch, replaced):
    def replace_and_be_interrupted(*paths, real=os.replace, done=[]):  # noqa: B006
        if len(done) == replaced:
            raise KeyboardInterrupt
        real(*paths)
        done.append(paths)

    projector.export(tmp_path, VECTORS, WORDS)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace_and_be_interrupted)
        try:
            projector.export(tmp_path, -VECTORS, ["new", "words"])
        except KeyboardInterrupt:
            with pytest.raises(FileNotFoundError):
                projector.load(tmp_path)
        else:
            assert_loads(tmp_path, ["new", "words"], -VECTORS)
    assert set(os.listdir(tmp_path)) <= set(FILES)


# TensorBoard ----------------------------------------------------------------------------------------------------


def answer(server, path, **query):
    """Return what TensorBoard's projector answers."""
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=120)
    arguments = "&".join(f"{name}={value}" for name, value in query.items())
    connection.request("GET", f"/data/plugin/projector/{path}?{arguments}")
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == 200, body
    return body


def port_of(server):
    return int(server.url.rpartition(":")[2])


def is_gone(process):
    return not psutil.pid_exists(process) or psutil.Process(process).status() == psutil.STATUS_ZOMBIE


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "Wörter and spaces"
    projector.export(folder, numbered(len(ODD_WORDS)), ODD_WORDS, {"row": range(len(ODD_WORDS))})
    with projector.serve(folder) as running:
        yield running


def test_tensorboard_finds_the_export(server):
    (embedding,) = json.loads(answer(server, "info", run="."))["embeddings"]
    assert embedding == {
        "tensorName": "vecs.tsv",
        "tensorPath": "vecs.tsv",
        "tensorShape": [len(ODD_WORDS), 3],
        "metadataPath": "meta.tsv",
    }


def test_tensorboard_sends_the_vectors_exactly(server):
    assert answer(server, "tensor", run=".", name="vecs.tsv") == numbered(len(ODD_WORDS)).tobytes()


def test_tensorboard_sends_a_line_for_every_vector_and_a_header(server):
    text = answer(server, "metadata", run=".", name="vecs.tsv").decode()
    assert text == meta_of(server.folder)
    assert len([line for line in text.split("\n") if line.strip()]) == len(ODD_WORDS) + 1


def test_tensorboard_listens_on_the_loopback_address_only(server):
    listening = [c for c in psutil.Process(server._process.pid).net_connections() if c.status == "LISTEN"]
    assert {connection.laddr.ip for connection in listening} == {"127.0.0.1"}


def test_a_taken_port_is_named(server, tmp_path):
    projector.export(tmp_path, VECTORS, WORDS)
    with pytest.raises(RuntimeError, match=f"could not bind to port {port_of(server)}, it was already in use"):
        projector.serve(tmp_path, port=port_of(server))


def test_what_is_served_stays_as_it_was_until_the_folder_is_served_again(tmp_path):
    projector.export(tmp_path, VECTORS, WORDS)
    first = projector.serve(tmp_path)
    projector.export(tmp_path, -VECTORS, ["new", "words"])
    assert answer(first, "tensor", run=".", name="vecs.tsv") == VECTORS.tobytes()
    assert answer(first, "metadata", run=".", name="vecs.tsv") == b"good\nbad\n"
    with projector.serve(tmp_path, port=port_of(first)) as second:
        assert (first.running, second.running) == (False, True)
        assert answer(second, "tensor", run=".", name="vecs.tsv") == (-VECTORS).tobytes()
        assert answer(second, "metadata", run=".", name="vecs.tsv") == b"new\nwords\n"


def test_an_error_in_the_block_stops_the_server(tmp_path):
    projector.export(tmp_path, VECTORS, WORDS)
    with pytest.raises(ZeroDivisionError), projector.serve(tmp_path) as server:
        assert repr(server) == f"<TensorBoard at {server.url}>"
        raise ZeroDivisionError
    assert repr(server) == "<TensorBoard, stopped>"
    server.stop()  # once more does nothing


def test_tensorboard_does_not_outlive_a_killed_program(tmp_path):
    projector.export(tmp_path, VECTORS, WORDS)
    program = (
        "import os, signal, sys\n"
        "from course_utils import projector\n"
        "print(projector.serve(sys.argv[1])._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    (tmp_path / "copies").mkdir()
    run = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        capture_output=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "copies")},
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    deadline = time.monotonic() + 60
    while not is_gone(int(run.stdout)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert is_gone(int(run.stdout))
    assert os.listdir(tmp_path / "copies") == []


def test_an_interrupt_while_tensorboard_starts_leaves_no_process(tmp_path):
    projector.export(tmp_path, VECTORS, WORDS)
    before = set(psutil.Process().children())
    signal.signal(signal.SIGALRM, signal.default_int_handler)  # as Ctrl-C, half a second from now
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    with pytest.raises(KeyboardInterrupt):
        projector.serve(tmp_path)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    assert set(psutil.Process().children()) <= before


def test_serve_wants_a_whole_export(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"write one with projector\.export"):
        projector.serve(tmp_path)
