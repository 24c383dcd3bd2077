"""What goes wrong on other people's machines: programs killed, full and read-only disks, odd folders, no network.

`make test-faults` runs this. The quick and simple faults stand beside the module that they are about; here is what
takes long, or needs a disk of its own, which only the administrator may mount.
"""

import functools
import json
import multiprocessing
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import results  # tools/results.py
from jupyter_client.manager import start_new_kernel

from course_utils import data, projector

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 300  # for what takes a moment, on a busy machine too

# Operations run in processes forked from one that has imported everything, so that each start costs no seconds.
# It does not know of the folder tools, but what is slow to import can be named.
WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(
    [
        *("pytest", "jupyter_client.manager", "pandas", "scipy.sparse", "pyarrow.csv", "pyarrow.compute"),
        *("tensorflow", "course_utils.reviews_builder", "course_utils.geometry"),
    ]
)
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


# Operations -----------------------------------------------------------------------------------------------------


def prepare(cache):
    os.environ["COURSE_CACHE"] = str(cache)
    data.prepare_reviews("rotten_tomatoes")


def digest_of_reviews(cache):
    os.environ["COURSE_CACHE"] = str(cache)
    snippets = data.load_reviews("rotten_tomatoes")
    return sha256(
        repr([(part.texts, part.labels.tolist()) for part in vars(snippets).values()]).encode()
    ).hexdigest()


def export(folder, rows, value):
    projector.export(folder, np.full((rows, 50), value), [f"w{row}" for row in range(rows)])


def export_word2vec(folder, rows, value):
    projector.export_word2vec(
        folder / "vectors.txt", np.full((rows, 50), value), [f"w{row}" for row in range(rows)]
    )


def scoreboard_rows(folder, rows, value):
    results.write_rows(folder / "scoreboard.part.csv", [{"rung": "x" * 100, "seed": value}] * rows)


def scoreboard(root):
    """Compute a scoreboard of two rungs that cost nothing, as after `make results`."""

    def rung(seed):
        return results.Rung(0.8 + seed / 100, 0.7, parameters=3, seconds=0.1)

    results.ROOT = root
    results.current_commit = lambda: "0123456789"
    results.import_tensorflow_quietly = results.prepare = lambda: None
    results.RUNGS = {"plain": rung, "fancy": rung}
    sys.argv = ["results.py"]
    results.main()


# Killed ---------------------------------------------------------------------------------------------------------


def announced(connection, operation, *arguments):
    connection.send("begins")
    try:
        connection.send(operation(*arguments))
    except BaseException as error:
        connection.send(error)


def started(operation, *arguments):
    """Start an operation, and return its process and a connection as soon as it begins."""
    here, there = WARM.Pipe()
    process = WARM.Process(target=announced, args=(there, operation, *arguments))
    process.start()
    there.close()
    assert here.recv() == "begins"
    return process, here


def in_a_warm_process(operation, *arguments):
    """Run an operation, unhindered, and return its result or raise its error."""
    process, connection = started(operation, *arguments)
    try:
        assert connection.poll(PATIENCE_SECONDS), "the operation does not end"
        outcome = connection.recv()
    finally:
        process.kill()
        process.join()
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


def seconds_of(operation, *arguments):
    process, connection = started(operation, *arguments)
    began = time.perf_counter()
    assert connection.recv() is None
    seconds = time.perf_counter() - began
    process.kill()
    process.join()
    return seconds


def kill(moment, operation, *arguments, after=None):
    """Kill an operation so many seconds after it began or, given a condition, after that has come true."""
    process, connection = started(operation, *arguments)
    while after is not None and not after() and not connection.poll():
        time.sleep(0.001)
    time.sleep(moment)
    process.kill()
    process.join()


def moments(count, seconds):
    """Return random moments spread over the whole time that an operation takes, in random order."""
    chance = random.Random(0)
    spread = [(number + chance.random()) / count * seconds for number in range(count)]
    return chance.sample(spread, count)


def contents(folder):
    """Return every file below a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def writes(cache):
    """Tell whether a data preparation has come as far as writing."""
    return any(cache.rglob("incomplete.*_*/*"))


def test_killed_while_reviews_are_prepared(tmp_path, record_property):
    reference = tmp_path / "reference"
    seconds = np.median(
        [seconds_of(prepare, folder) for folder in (tmp_path / "1", tmp_path / "2", reference)]
    )
    whole, digest = contents(reference), in_a_warm_process(digest_of_reviews, reference)
    counts = {"tried": 0, "while it wrote": 0, "after it was done": 0}
    for number, moment in enumerate(moments(12, seconds)):
        cache = tmp_path / f"killed {number}"
        # Most of the time goes into reading, so the second kill waits for the writing; it meets what the first left.
        for wait, after in [(moment, None), (moment / 8, functools.partial(writes, cache))]:
            kill(wait, prepare, cache, after=after)
            left = contents(cache) if cache.exists() else {}
            finished = {name: content for name, content in left.items() if "incomplete." not in name}
            assert finished.items() <= whole.items()
            counts["tried"] += 1
            counts["while it wrote"] += left.keys() != finished.keys()
            counts["after it was done"] += left == whole
        assert in_a_warm_process(digest_of_reviews, cache) == digest
        assert contents(cache) == whole
    record_property("kills of a data preparation", counts)
    assert counts["while it wrote"] > 0


def test_killed_while_exporting(tmp_path, record_property):
    whole = []
    for value in (1, 2):
        export(tmp_path / str(value), 6000, value)
        whole.append(contents(tmp_path / str(value)))
    folder = tmp_path / "killed"
    seconds = np.median([seconds_of(export, folder, 6000, 1) for _ in range(5)])
    counts = {"tried": 0, "left the old files": 0, "left the new ones": 0, "were cut short": 0}
    old = 0
    for moment in moments(60, 1.3 * seconds):  # some come after the end
        new = 1 - old
        kill(moment, export, folder, 6000, new + 1)
        counts["were cut short"] += (folder / projector.UNFINISHED).exists()
        projector.load(folder)
        found = contents(folder)
        assert found in whole
        counts["tried"] += 1
        counts["left the new ones" if found == whole[new] else "left the old files"] += 1
        export(folder, 6000, new + 1)
        assert contents(folder) == whole[new]
        old = new
    record_property("kills of an export", counts)
    assert min(counts.values()) > 0


def test_killed_while_the_scoreboard_is_computed_and_resumed(tmp_path, record_property):
    reference = tmp_path / "reference"
    seconds = np.median(
        [seconds_of(scoreboard, folder) for folder in (tmp_path / "1", tmp_path / "2", reference)]
    )
    whole = contents(reference)
    order = [(rung, seed) for seed in range(5) for rung in ("plain", "fancy")]
    counts = {"tried": 0, "between two rows": 0}
    for number, pair in enumerate(np.reshape(moments(48, seconds), (-1, 2))):
        folder = tmp_path / f"killed {number}" / "data" / "results"
        known = 0
        for moment in pair:  # the second one resumes
            kill(moment, scoreboard, folder.parents[1])
            counts["tried"] += 1
            if (folder / "scoreboard.csv").exists():
                assert (folder / "scoreboard.csv").read_bytes() in whole.values()
            elif (folder / "scoreboard.part.csv").exists():
                rows = pd.read_csv(folder / "scoreboard.part.csv")[["rung", "seed"]]
                assert list(rows.itertuples(index=False, name=None)) == order[: len(rows)]
                assert len(rows) >= known
                known = len(rows)
                counts["between two rows"] += known < len(order)
        in_a_warm_process(scoreboard, folder.parents[1])
        assert contents(folder.parents[1]) == whole
    record_property("kills of a scoreboard and its resumption", counts)
    assert counts["between two rows"] > 0


# Full and read-only disks ---------------------------------------------------------------------------------------


@contextmanager
def mounted(folder, options):
    """Mount a disk of its own at a folder, or skip the test where that is not permitted."""
    folder.mkdir()
    if shutil.which("mount") is None:
        pytest.skip("no disk can be mounted: there is no program named mount")
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
    mount = subprocess.run(command, capture_output=True, text=True, check=False)
    if mount.returncode:
        pytest.skip(f"no disk can be mounted ({mount.stderr.strip()}): run this as the administrator")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def remount(folder, options):
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def fill(disk, pages):
    """Fill a disk but for so many pages."""
    status = os.statvfs(disk)
    (disk / "filler").write_bytes(bytes(max(0, status.f_bavail - pages) * status.f_frsize))


WRITERS = [
    pytest.param(export, OSError, "nothing was changed", id="export"),
    pytest.param(export_word2vec, OSError, "nothing was changed", id="word2vec"),
    pytest.param(scoreboard_rows, SystemExit, "the rows written before are kept", id="scoreboard"),
]


@pytest.mark.parametrize(("write", "error", "says"), WRITERS)
def test_a_full_disk_leaves_the_old_files(write, error, says, tmp_path, record_property):
    counts = {"tried": 0, "refused": 0}
    with mounted(tmp_path / "disk", "size=400k") as disk:
        for pages in range(16):
            write(disk, 2, 1)
            old = contents(disk)
            fill(disk, pages)
            counts["tried"] += 1
            try:
                write(disk, 200, 2)
            except error as told:
                counts["refused"] += 1
                assert f"could not be written (No space left on device): {says}" in str(told)
                left = contents(disk)
                del left["filler"]
                assert left == old
            (disk / "filler").unlink()
    record_property(f"full disks during {write.__name__}", counts)
    assert 0 < counts["refused"] < counts["tried"]


@pytest.mark.parametrize("size", [100, 800, 1200, 1300])
def test_a_full_disk_while_reviews_are_prepared(size, tmp_path):
    with mounted(tmp_path / "disk", f"size={size}k") as disk:
        (disk / "prepared before").write_text("whole")
        with pytest.raises(OSError, match=r"the data folder .* is full: make room.*COURSE_CACHE"):
            in_a_warm_process(prepare, disk)
        assert (disk / "prepared before").read_text() == "whole"
        assert not [name for name in contents(disk) if name.endswith(("tfrecord", "of-00001"))]
        remount(disk, "size=8m")
        in_a_warm_process(digest_of_reviews, disk)


@pytest.mark.parametrize(("write", "error", "says"), WRITERS)
def test_a_read_only_folder_is_named_and_left_alone(write, error, says, tmp_path):
    with mounted(tmp_path / "disk", "size=8m") as disk:
        write(disk, 2, 1)
        old = contents(disk)
        remount(disk, "ro")
        with pytest.raises(error, match=rf"{disk}.* could not be written \(Read-only file system\): {says}"):
            write(disk, 3, 2)
        assert contents(disk) == old
        if write is export:
            assert projector.load(disk)[0] == ["w0", "w1"]


def test_reviews_prepared_on_a_read_only_disk_are_read_and_others_ask_for_another_folder(tmp_path):
    with mounted(tmp_path / "disk", "size=8m") as disk:
        digest = in_a_warm_process(digest_of_reviews, disk / "prepared")
        remount(disk, "ro")
        assert in_a_warm_process(digest_of_reviews, disk / "prepared") == digest
        with pytest.raises(
            PermissionError, match=r"cannot be written to \(Read-only file system\).*COURSE_CACHE"
        ):
            in_a_warm_process(prepare, disk / "new")


# Odd surroundings -----------------------------------------------------------------------------------------------

TOUR = """
import json, os, sys

folder, network, unpickled = sys.argv[1], [], []

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        address = arguments[1] if event == "socket.connect" else arguments
        if not (isinstance(address, tuple) and address[0] in ("127.0.0.1", "localhost")):
            network.append(str(address))
    elif event == "pickle.find_class":
        unpickled.append(".".join(arguments))

sys.addaudithook(watch)

import numpy as np
from course_utils import check, claim, data, projector, start, training

start()
snippets = data.load_reviews("rotten_tomatoes")
trained = training.train(snippets, training.Recipe(max_tokens=500, epochs=1, ids_once=True))
claim("there is a row for each of 500 words × 16 numbers", trained.table.shape == (500, 16))
projector.export(folder, trained.table, trained.vocabulary)
projector.export_word2vec(folder + "/vectors.txt", trained.table[2:], trained.vocabulary[2:])
claim("every word comes back", projector.load(folder)[0] == trained.vocabulary)
data.load_glove(5), data.load_analogies(), data.load_similarity("simlex999"), data.load_capitals()
data.load_results()
print(check.mean_pool(lambda vectors: np.mean(vectors, axis=0)))
print(check.mean_pool.hint())
with projector.serve(folder) as server:
    print(server)
print(json.dumps({"network": network, "unpickled": unpickled, "cache": os.fsencode(data.cache_folder()).hex()}))
"""


def take_tour(folder, export_to="Wörter 日本", **environment):
    """Run what a learner meets first in a folder, and return what the last line says."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "XDG_", "MPL"))
    }
    (folder / "tour.py").write_text(TOUR, encoding="utf-8")
    tour = subprocess.run(
        [sys.executable, "tour.py", export_to],
        cwd=folder,
        env={**inherited, "COURSE_CACHE": str(folder / "cache"), **environment},
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert tour.returncode == 0, tour.stderr.decode(errors="replace")
    assert b"did not hold" not in tour.stdout
    assert tour.stderr == b""
    return json.loads(tour.stdout.splitlines()[-1])


def test_a_home_folder_that_does_not_exist(tmp_path):
    take_tour(tmp_path, HOME="/proc/nowhere")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_locale_without_utf8(encoding, tmp_path):
    # Python itself cannot open a file there whose name the locale cannot spell.
    take_tour(tmp_path, "words", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING=encoding)


def test_a_clone_in_a_folder_with_spaces_and_letters_of_other_scripts(tmp_path):
    clone = tmp_path / "Курс по embeddings 日本"
    shutil.copytree(
        ROOT, clone, ignore=shutil.ignore_patterns(".*", "cache", "build", "*.egg-info", "notebooks")
    )
    shutil.copytree(ROOT / "notebooks" / "quizzes", clone / "notebooks" / "quizzes")
    told = take_tour(clone, PYTHONPATH=str(clone), COURSE_CACHE="")
    assert os.fsdecode(bytes.fromhex(told["cache"])) == str(clone / "data" / "cache")
    assert (clone / "data" / "cache" / "course_reviews").is_dir()


# The network ----------------------------------------------------------------------------------------------------


@pytest.fixture
def hanging_proxy():
    """Return the address of a proxy that takes connections and never answers, and the list of these."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield f"http://127.0.0.1:{server.getsockname()[1]}", server


def proxies(address):
    names = ("http_proxy", "https_proxy", "all_proxy")
    return {spelled: address for name in names for spelled in (name, name.upper())} | {
        "no_proxy": "",
        "NO_PROXY": "",
    }


def load_full_imdb(cache, environment):
    os.environ.update(environment, COURSE_CACHE=str(cache))
    data.load_reviews("imdb_full")


def test_behind_a_proxy_that_hangs_the_full_imdb_names_the_default(tmp_path, hanging_proxy):
    address, _ = hanging_proxy
    with pytest.raises(ConnectionError, match=r"could not be downloaded.*corpus='imdb'"):
        in_a_warm_process(load_full_imdb, tmp_path, proxies(address))


def test_nothing_else_tries_the_network_or_unpickles_a_file(tmp_path, hanging_proxy):
    address, server = hanging_proxy
    told = take_tour(tmp_path, **proxies(address))
    with pytest.raises(BlockingIOError):
        server.accept()
    assert told["network"] == []
    assert told["unpickled"] == []


# An interrupted kernel ------------------------------------------------------------------------------------------

TRAIN = """
import numpy as np
import keras
from course_utils import data, start, training
start()
texts = ["splendid film " * 20, "dreadful film " * 20] * 500
part = data.LabelledTexts(texts, np.arange(1000) % 2)
reviews = data.Reviews(part, part, part)
tell = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print("epoch", epoch, flush=True))
"""
BY_THE_COURSE = (
    "training.train(reviews, training.Recipe(max_tokens=50, ids_once=True, epochs=100_000), callbacks=[tell])"
)
BY_HAND = """
ids = training.vectorize(reviews, 50).train
model = training.classifier(50)
model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
history = model.fit(training.batches_by_length(ids, part.labels), epochs=100_000, verbose=0, callbacks=[tell])
"""
USE_THE_COURSES = """
import sys
trained = sys.last_value.trained
print(len(trained.history["loss"]) >= 3, trained.table.shape, 0 <= trained.accuracy(reviews.test) <= 1)
"""
USE_BY_HAND = """
table = model.get_layer("embedding").get_weights()[0]
loss = model.evaluate(ids.to_tensor(), part.labels, verbose=0)
print(len(model.history.history["loss"]) >= 3, table.shape, np.isfinite(loss))
"""


@pytest.mark.parametrize(("train", "use"), [(BY_THE_COURSE, USE_THE_COURSES), (BY_HAND, USE_BY_HAND)])
def test_after_an_interrupted_training_the_next_cell_has_history_and_weights(train, use):
    manager, client = start_new_kernel()
    printed = []

    def run(cell, while_it_runs=lambda: None):
        printed.clear()

        def listen(message):
            if message["msg_type"] == "stream":
                printed.append(message["content"]["text"])
                while_it_runs()

        return client.execute_interactive(cell, timeout=PATIENCE_SECONDS, output_hook=listen)["content"]

    def interrupt_once_after_three_epochs():  # Keras notes an epoch after the callback has told of it
        if "epoch 3" in "".join(printed) and not interrupted:
            interrupted.append(True)
            manager.interrupt_kernel()

    try:
        interrupted = []
        run(TRAIN)
        assert run(train, interrupt_once_after_three_epochs)["ename"].endswith(("Interrupt", "Interrupted"))
        assert run(use)["status"] == "ok", printed
        assert "".join(printed) == "True (50, 16) True\n"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
