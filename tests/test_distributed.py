"""Training by several real processes: what they compute, what survives a kill, and what is said where it cannot."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest

from course_utils import distributed

PATIENCE_SECONDS = 120  # for what takes some seconds, on a busy machine too


def config(*addresses, role="worker", index=0, **others):
    return json.dumps({"cluster": {"worker": addresses, **others}, "task": {"type": role, "index": index}})


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def run(*options, code="", **environment):
    """Run the program as from a terminal, and return what it did."""
    command = ["-c", code] if code else ["-m", "course_utils.distributed"]
    return subprocess.run(
        [sys.executable, *command, *options],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )


def processes_of(folder):
    """Return the processes that have this folder in their command, without this one."""
    found = []
    for process in psutil.process_iter():
        try:
            if any(str(folder) in word for word in process.cmdline()):
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def are_gone(folder):
    """Wait until no process of a folder is left, and say whether that came true."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while processes_of(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not processes_of(folder)


def test_two_workers_have_the_losses_of_one_process(tmp_path):
    done = run("--workers=2", "--steps=50", f"--folder={tmp_path}")
    assert done.returncode == 0, done.stdout
    of_one = distributed.train(steps=50)["losses"]
    for worker in ("worker0.json", "worker1.json"):
        losses = json.loads((tmp_path / worker).read_text("utf-8"))["losses"]
        assert np.abs(np.subtract(losses, of_one)).max() < 1e-5
    assert are_gone(tmp_path)


def test_a_worker_and_the_coordinator_may_be_killed(tmp_path, capsys):
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


@pytest.mark.parametrize(
    "config",
    [
        "",
        "worker",
        "[]",
        '{"cluster": {}}',
        config(),
        config("127.0.0.1"),
        config("127.0.0.1:http"),
        config("127.0.0.1:2222", index=1),
        config("127.0.0.1:2222", index=-1),
        config("127.0.0.1:2222", role="ps"),
        config(2222),
    ],
)
def test_a_malformed_configuration_is_answered_by_how_it_should_look(config):
    with pytest.raises(ValueError, match=r"TF_CONFIG cannot be used .* should look like"):
        distributed.read_task(config)


def test_a_malformed_configuration_ends_the_program_with_status_2_and_one_line():
    done = run(TF_CONFIG="{")
    assert done.returncode == 2
    assert done.stdout.count("\n") == 1 and "TF_CONFIG cannot be used" in done.stdout


def test_a_taken_port_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = run(TF_CONFIG=config(address, f"127.0.0.1:{free_port()}"))
    assert done.returncode == 2
    assert done.stdout.count("\n") == 1 and address in done.stdout


@pytest.mark.parametrize("others", [{}, {"ps": ["127.0.0.1:9"], "chief": ["127.0.0.1:9"]}])
def test_of_others_that_do_not_come_it_says_so_and_ends(others):
    code = "import sys; from course_utils import distributed as d; d.PATIENCE_SECONDS = 5; sys.exit(d.main())"
    others = {role: [f"127.0.0.1:{free_port()}"] for role in others}
    role = "chief" if others else "worker"
    done = run(
        code=code,
        TF_CONFIG=config(f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}", role=role, **others),
    )
    assert done.returncode == 2
    assert "No answer from 127.0.0.1" in done.stdout and "in 5 s" in done.stdout


@pytest.mark.parametrize("workers", [0, -1])
def test_a_cluster_wants_a_worker(workers):
    with pytest.raises(ValueError, match=rf"{workers} workers, .* at least one"):
        distributed.Cluster(workers=workers)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_program_that_started_it(end, tmp_path):
    command = [
        sys.executable,
        "-m",
        "course_utils.distributed",
        "--servers=1",
        f"--folder={tmp_path}",
        "--steps=100000",
    ]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests in the background ignore it
    ) as program:
        assert "step 50" in program.stdout.readline()
        assert len(processes_of(tmp_path)) == 5
        program.send_signal(end)
    assert are_gone(tmp_path)
