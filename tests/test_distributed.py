"""Training by several real processes: what they compute, and what is said where they cannot."""

import json
import os
import socket
import subprocess
import sys

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


def test_two_workers_have_the_losses_of_one_process(tmp_path):
    done = run("--workers=2", "--steps=50", f"--folder={tmp_path}")
    assert done.returncode == 0, done.stdout
    of_one = distributed.train(steps=50)["losses"]
    for worker in ("worker0.json", "worker1.json"):
        losses = json.loads((tmp_path / worker).read_text("utf-8"))["losses"]
        assert np.abs(np.subtract(losses, of_one)).max() < 1e-5
    running = psutil.process_iter(["cmdline"])
    left = [process for process in running if any(str(tmp_path) in word for word in process.info["cmdline"] or ())]
    assert psutil.wait_procs(left, timeout=PATIENCE_SECONDS)[1] == []


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
