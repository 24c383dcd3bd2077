"""One process, two workers, two workers with two servers; a worker killed, and the coordinator.

The program is ``course_utils.distributed``.
Bytes are what went through this machine's loopback interface between two lines of the training, divided by the steps;
whatever else uses it is counted too, so measure on a quiet machine.
"""

import json
import tempfile
from functools import cache, partial
from pathlib import Path

import numpy as np
import psutil

from course_utils import distributed

STEPS = 600
FROM, TO = 100, 500  # steps between which bytes are counted


@cache
def alone(seed: int) -> dict[str, object]:
    """Return what one process finds."""
    return distributed.train(STEPS, seed)


def sent() -> int:
    """Return the bytes that have gone through the loopback interface."""
    counters = psutil.net_io_counters(pernic=True)
    return counters["lo" if "lo" in counters else "lo0"].bytes_sent


def columns(found: dict[str, object], bytes_a_step: float, seed: int) -> dict[str, object]:
    """Return the columns of the table; the gap is the largest difference to one process's losses in 50 steps."""
    losses, one = np.array(found["losses"]), np.array(alone(seed)["losses"])
    return {
        "last_loss": round(float(losses[-100:].mean()), 4),
        "validation_accuracy": round(found["accuracy"], 4),
        "gap": float(np.abs(losses[:50] - one[:50]).max()) if len(losses) == STEPS else np.nan,
        "milliseconds_a_step": round(1000 * found["seconds_a_step"], 2),
        "bytes_a_step": round(bytes_a_step, 0),
    }


def one_process(seed: int) -> dict[str, object]:
    """Train in this process."""
    return columns(alone(seed), 0, seed)


def together(servers: int, kill: str, seed: int) -> dict[str, object]:
    """Train with two workers, and perhaps kill a process on the way."""
    with tempfile.TemporaryDirectory() as folder:
        options = {"steps": STEPS, "seed": seed, "folder": folder}
        with distributed.Cluster(workers=2, servers=servers, **options) as cluster:
            cluster.wait(until=f"step {FROM},")
            before = sent()
            if kill:
                cluster.processes[kill].kill()
                cluster.processes[kill].wait()
            if kill == "chief 0":
                cluster.start("chief")
            cluster.wait(until=f"step {TO},")
            bytes_a_step = (sent() - before) / (TO - FROM)
            cluster.wait()
        found = json.loads(Path(folder, "chief0.json" if servers else "worker0.json").read_text("utf-8"))
    return columns(found, np.nan if kill else bytes_a_step, seed)


RUNS = {
    ("one process",): one_process,
    ("two workers",): partial(together, 0, ""),
    ("two workers, two servers",): partial(together, 2, ""),
    ("a worker killed",): partial(together, 2, "worker 1"),
    ("the coordinator killed",): partial(together, 2, "chief 0"),
}
