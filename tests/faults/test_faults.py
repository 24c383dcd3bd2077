"""What goes wrong on other people's machines: programs killed, full and read-only disks, odd folders, no network.

`make test-faults` runs this. The quick and simple faults stand beside the module that they are about; here is what
takes long, or needs a disk of its own, which only the administrator may mount.
"""

import json
import multiprocessing
import os
import random
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pytest
import results  # tools/results.py
from jupyter_client.manager import start_new_kernel

from course_utils import distributed, projector

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 300  # for what takes a moment, on a busy machine too

# Operations run in processes forked from one that has imported everything, so that each start costs no seconds.
# It does not know of the folder tools, but what is slow to import can be named.
WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(
    [
        *("pytest", "jupyter_client.manager", "pandas", "scipy.sparse", "pyarrow.csv", "tqdm"),
        *("sklearn.linear_model", "course_utils.projector"),
    ]
)


# Operations -----------------------------------------------------------------------------------------------------


def export(folder, rows, value):
    projector.export(folder, np.full((rows, 50), value), [f"w{row}" for row in range(rows)])


def scoreboard_rows(folder, rows, value):
    results.write_rows(folder / "scoreboard.part.csv", [{"rung": "x" * 100, "seed": value}] * rows)


def scoreboard(root):
    """Compute a scoreboard of two rungs that cost nothing, as after `make results`."""

    def rung(seed):
        return {"accuracy": 0.8 + seed / 100}

    results.ROOT = root
    results.current_commit = lambda: "0123456789"
    results.import_tensorflow_quietly = lambda: None
    results.tables = lambda: {"scoreboard": results.Table(("rung",), {("plain",): rung, ("fancy",): rung})}
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


def kill(moment, operation, *arguments, after=lambda: True):
    """Kill an operation so many seconds after it began and a condition came true."""
    process, connection = started(operation, *arguments)
    while not after() and not connection.poll():
        pass
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


def assert_whole_or_absent(found, *exports):
    """Check that each file is whole, and that what counts as an export is one."""
    for name, content in found.items():
        assert content in [export[name] for export in exports], name
    assert "projector_config.pbtxt" not in found or found in exports


def test_killed_while_exporting(tmp_path, record_property):
    folder, whole = tmp_path / "killed", []
    for value in (0, 1):
        export(tmp_path / str(value), 6000, value)
        whole.append(contents(tmp_path / str(value)))
    seconds = np.median([seconds_of(export, folder, 6000, 0) for _ in range(5)])
    counts = {"tried": 0, "left the old export": 0, "left the new one": 0, "left none": 0}
    old = 0
    config = folder / "projector_config.pbtxt"
    for number, moment in enumerate(moments(60, 1.3 * seconds)):  # some come after the end
        if number % 3:
            kill(moment, export, folder, 6000, 1 - old)
        else:  # the writing itself is short, and begins when the old configuration leaves
            kill(moment / 10, export, folder, 6000, 1 - old, after=lambda: not config.exists())
        found = {name: content for name, content in contents(folder).items() if not name.startswith(".")}
        assert_whole_or_absent(found, *whole)
        try:
            loaded = int(projector.load(folder)[1][0, 0])
        except FileNotFoundError:
            counts["left none"] += 1
        else:
            assert found == whole[loaded]
            counts["left the old export" if loaded == old else "left the new one"] += 1
        counts["tried"] += 1
        old = 1 - old
        export(folder, 6000, old)
        assert projector.load(folder)[1][0, 0] == old
    record_property("kills of an export", counts)
    assert min(counts.values()) > 0


def test_killed_while_the_scoreboard_is_computed_and_resumed(tmp_path, record_property):
    reference = tmp_path / "reference"
    seconds = np.median([seconds_of(scoreboard, folder) for folder in (tmp_path / "1", tmp_path / "2", reference)])
    whole = contents(reference)
    order = [(rung, seed) for seed in range(5) for rung in ("plain", "fancy")]
    counts = {"tried": 0, "between two rows": 0}
    for number, pair in enumerate(np.reshape(moments(20, seconds), (-1, 2))):
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
        # A kill may leave a hidden file beside the one that was being written, which nobody reads.
        left = {name: content for name, content in contents(folder.parents[1]).items() if "/." not in name}
        assert left == whole
    record_property("kills of a scoreboard and its resumption", counts)
    assert counts["between two rows"] > 0


def test_a_report_that_is_killed_leaves_its_folder_whole_or_absent(tmp_path, record_property):
    words = np.random.default_rng(0).integers(500, size=(600, 8)).astype(str)
    lines = [f"{' '.join(row)} {label},{label}" for row, label in zip(words, ("good", "bad") * 300, strict=True)]
    (tmp_path / "own.csv").write_text("\n".join(["text,label", *lines]), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "course_utils",
        "report",
        str(tmp_path / "own.csv"),
        "--text=text",
        "--label=label",
    ]
    quietly = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    began = time.perf_counter()
    subprocess.run([*command, f"--out={tmp_path / 'whole'}"], check=True, **quietly)
    seconds = time.perf_counter() - began
    counts = {"tried": 0, "left a whole report": 0, "left none": 0}
    for number, moment in enumerate(moments(12, 1.2 * seconds)):
        out = tmp_path / str(number)
        with subprocess.Popen([*command, f"--out={out}"], **quietly) as program:
            time.sleep(moment)
            program.kill()
        assert not out.exists() or contents(out).keys() == contents(tmp_path / "whole").keys()
        counts["tried"] += 1
        counts["left a whole report" if out.exists() else "left none"] += 1
    record_property("kills of a report", counts)
    assert min(counts.values()) > 0


# A training by several processes --------------------------------------------------------------------------------


def processes_of(folder):
    """Return the processes that have this folder in their command."""
    running = psutil.process_iter(["cmdline"])
    return [process for process in running if any(str(folder) in word for word in process.info["cmdline"] or ())]


def are_gone(folder):
    """Wait until no process of a folder is left, and say whether that came true."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while processes_of(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not processes_of(folder)


def interruptible():
    """Let the program be interrupted also where the tests run in the background, and may not be."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def endless_training(folder, servers):
    """Start the program in a process of its own, with two workers that never come to an end."""
    command = [sys.executable, "-m", "course_utils.distributed", "--steps=100000"]
    return subprocess.Popen(
        [*command, f"--servers={servers}", f"--folder={folder}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=interruptible,
    )


def test_trainings_that_are_ended_at_any_moment_leave_no_process(tmp_path, record_property):
    began = time.monotonic()
    with endless_training(tmp_path / "first", servers=1) as program:
        assert b"loss" in program.stdout.readline()
        until_it_trains = time.monotonic() - began
        assert len(processes_of(tmp_path)) == 5  # itself, a coordinator, two workers, a server
        program.kill()
    assert are_gone(tmp_path)

    ends = [signal.SIGKILL, signal.SIGINT, signal.SIGTERM]  # each with no, one and two servers, twice
    counts = {"tried": 0, "ended while they trained": 0}
    for number, moment in enumerate(moments(18, 1.2 * until_it_trains)):
        with endless_training(tmp_path / str(number), servers=number // 3 % 3) as program:
            time.sleep(moment)
            program.send_signal(ends[number % 3])
            said, _ = program.communicate()
        assert are_gone(tmp_path), (number, moment)
        counts["tried"] += 1
        counts["ended while they trained"] += b"loss" in said
    record_property("trainings by several processes", counts)
    assert counts["ended while they trained"] > 0


def test_a_worker_that_is_killed_at_any_moment_ends_no_training(tmp_path, record_property):
    for tried, moment in enumerate(moments(5, 0.6), start=1):
        with distributed.Cluster(servers=1, steps=100_000, folder=tmp_path / str(tried)) as cluster:
            cluster.wait(until="step 50,")
            time.sleep(moment)
            cluster.processes["worker 1"].kill()
            for _ in range(3):
                cluster.wait(until="step ")  # it would raise an error if the coordinator had ended
    record_property("workers killed while they trained", {"tried": tried})


def test_a_coordinator_that_is_killed_goes_on_where_it_was(tmp_path, capsys):
    with distributed.Cluster(workers=2, servers=2, steps=250, folder=tmp_path) as cluster:
        cluster.wait(until="step 50,")
        cluster.processes["worker 1"].kill()
        cluster.wait(until="step 100,")
        cluster.processes["chief 0"].kill()
        cluster.start("worker", 1)  # a new coordinator waits for all that it knows of
        cluster.start("chief")
        cluster.wait()
    said = capsys.readouterr().out
    resumed = int(re.search(r"goes on after step (\d+)", said)[1])
    assert resumed >= 100
    assert f"step {resumed + 50}, mean of 50 losses" in said.split("goes on")[1]
    losses = json.loads((tmp_path / "chief0.json").read_text("utf-8"))["losses"]
    assert len(losses) == 250 - resumed
    assert are_gone(tmp_path)


def test_a_server_that_is_killed_ends_the_training_with_a_sentence(tmp_path):
    with distributed.Cluster(workers=1, servers=1, steps=100_000, folder=tmp_path) as cluster:
        cluster.wait(until="step 50,")
        cluster.processes["ps 0"].kill()
        with pytest.raises(RuntimeError, match="chief has ended before the training"):
            cluster.wait()
    assert are_gone(tmp_path)


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


def test_a_full_disk_leaves_an_export_whole_or_absent(tmp_path, record_property):
    for rows, value in ((2, 1), (200, 2)):
        export(tmp_path / str(value), rows, value)
    old, new = contents(tmp_path / "1"), contents(tmp_path / "2")
    counts = {"tried": 0, "refused": 0}
    with mounted(tmp_path / "disk", "size=400k") as disk:
        for pages in range(16):
            export(disk, 2, 1)
            fill(disk, pages)
            counts["tried"] += 1
            try:
                export(disk, 200, 2)
            except OSError as told:
                counts["refused"] += 1
                assert "holds no new export (No space left on device): make room" in str(told)
            (disk / "filler").unlink()
            assert_whole_or_absent(contents(disk), old, new)
    record_property("full disks during an export", counts)
    assert 0 < counts["refused"] < counts["tried"]


def test_a_full_disk_keeps_the_rows_of_the_scoreboard(tmp_path, record_property):
    counts = {"tried": 0, "refused": 0}
    with mounted(tmp_path / "disk", "size=400k") as disk:
        for pages in range(16):
            scoreboard_rows(disk, 2, 1)
            old = contents(disk)
            fill(disk, pages)
            counts["tried"] += 1
            try:
                scoreboard_rows(disk, 200, 2)
            except SystemExit as told:
                counts["refused"] += 1
                assert "(No space left on device): the rows written before are kept" in str(told)
                assert contents(disk).items() >= old.items()
            (disk / "filler").unlink()
            assert len(contents(disk)) == 1  # nothing is left beside it
    record_property("full disks during a scoreboard", counts)
    assert 0 < counts["refused"] < counts["tried"]


@pytest.mark.parametrize(
    ("write", "error", "says"),
    [
        (export, OSError, r"holds no new export \(Read-only file system\)"),
        (scoreboard_rows, SystemExit, r"could not be written \(Read-only file system\): .* are kept"),
    ],
)
def test_a_read_only_folder_is_named_and_left_alone(write, error, says, tmp_path):
    with mounted(tmp_path / "disk", "size=8m") as disk:
        write(disk, 2, 1)
        old = contents(disk)
        remount(disk, "ro")
        with pytest.raises(error, match=rf"{disk}.* {says}"):
            write(disk, 3, 2)
        assert contents(disk) == old


# Odd surroundings -----------------------------------------------------------------------------------------------

TOUR = """
import json, sys

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
import course_utils
from course_utils import check, claim, data, projector, start, training

start()
snippets = data.load_reviews("rotten_tomatoes")
trained = training.train(snippets, training.Recipe(max_tokens=500, epochs=1))
claim("there is a row for each of 500 words × 16 numbers", trained.table.shape == (500, 16))
projector.export(folder, trained.word_vectors)
claim("every word comes back", projector.load(folder)[0] == trained.vocabulary[2:])
data.load_glove(5), data.load_analogies(), data.load_similarity("simlex999"), data.load_capitals()
data.load_results()
print(check.max_pool(lambda vectors: np.max(vectors, axis=0)))
print(check.max_pool.hint())
with projector.serve(folder) as server:
    print(server)
print(json.dumps({"network": network, "unpickled": unpickled, "course_utils": course_utils.__file__}))
"""


def take_tour(folder, **environment):
    """Run what a learner meets first in a folder, and return what the last line says."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "XDG_", "MPL"))}
    (folder / "tour.py").write_text(TOUR, encoding="utf-8")
    tour = subprocess.run(
        [sys.executable, "tour.py", "Wörter 日本"],
        cwd=folder,
        env={**inherited, **environment},
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


def test_a_clone_in_a_folder_with_spaces_and_letters_of_other_scripts(tmp_path):
    clone = tmp_path / "Курс по embeddings 日本"
    shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(".*", "build", "*.egg-info", "notebooks"))
    shutil.copytree(ROOT / "notebooks" / "quizzes", clone / "notebooks" / "quizzes")
    told = take_tour(clone, PYTHONPATH=str(clone))
    assert told["course_utils"] == str(clone / "course_utils" / "__init__.py")


# The terminal of JupyterLab -------------------------------------------------------------------------------------


def test_control_c_asks_and_an_answer_ends_the_lab_without_a_traceback(tmp_path):
    clone = tmp_path / "clone"
    shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(".*", "build", "*.egg-info", "my_notebooks"))
    terminal, its_end = os.openpty()
    lab = subprocess.Popen(
        [sys.executable, "-m", "course_utils", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0"],
        cwd=clone,
        env={**os.environ, "PYTHONPATH": str(clone)},
        stdin=its_end,
        stdout=its_end,
        stderr=its_end,
        start_new_session=True,
    )
    said = ""

    def wait_until(words):
        nonlocal said
        while words not in said:
            assert select.select([terminal], [], [], PATIENCE_SECONDS)[0], said
            said += os.read(terminal, 4096).decode()

    try:
        wait_until("token=")
        os.killpg(lab.pid, signal.SIGINT)  # as Control-C does: to all processes of the terminal
        wait_until("y/[n]")
        os.write(terminal, b"y\n")
        assert lab.wait(PATIENCE_SECONDS) == 0
    finally:
        lab.kill()
        os.close(its_end)
    wait_until("Shutdown confirmed")
    assert "Traceback" not in said
    assert "Warning" not in said


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


def test_nothing_tries_the_network_or_unpickles_a_file(tmp_path, hanging_proxy):
    address, server = hanging_proxy
    told = take_tour(tmp_path, **proxies(address))
    with pytest.raises(BlockingIOError):
        server.accept()
    assert told["network"] == []
    assert told["unpickled"] == []


# An interrupted kernel ------------------------------------------------------------------------------------------

SET_UP = """
import keras
import numpy as np
from course_utils import start
start()
ids, labels = np.random.randint(50, size=(1000, 20)), np.arange(1000) % 2
model = keras.Sequential([keras.layers.Embedding(50, 16, name="embedding")])
model.add(keras.layers.GlobalAveragePooling1D())
model.add(keras.layers.Dense(1))
model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
tell = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print("epoch", epoch, flush=True))
"""
TRAIN = "model.fit(ids, labels, epochs=100_000, verbose=0, callbacks=[tell])"
USE = """
table = model.get_layer("embedding").get_weights()[0]
loss = model.evaluate(ids, labels, verbose=0)
print(len(model.history.history["loss"]) >= 3, table.shape, np.isfinite(loss))
"""


def test_after_an_interrupted_training_the_next_cell_has_history_and_weights():
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
        run(SET_UP)
        assert run(TRAIN, interrupt_once_after_three_epochs)["ename"] == "KeyboardInterrupt"
        assert run(USE)["status"] == "ok", printed
        assert "".join(printed) == "True (50, 16) True\n"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
