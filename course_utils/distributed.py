"""A table trained by several processes, and what starts them: ``python -m course_utils.distributed``.

One program plays all roles. Which one a process has, and where the others are, it reads in the variable
``TF_CONFIG``, as on any cluster. Without that variable it starts all of them on this machine, shows what they print,
and ends them. A coordinator goes on from the last checkpoint in its folder.

- Only workers: each holds the whole table, and their gradients are added up in every step (*collective*).
- With parameter servers (``ps``): these hold the table in shards, and a coordinator (``chief``) hands out the steps.

The model is small: a snippet's logit is the sum of the mean of its words' rows. TensorFlow's servers listen on all
addresses of a machine and ask for no password: run them on networks that you trust.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
import time
from contextlib import ExitStack
from multiprocessing import Pipe
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import numpy as np

from course_utils import data, text
from course_utils.quiet import import_tensorflow_quietly
from course_utils.writing import write_whole

__all__ = ["Cluster", "main", "read_task", "snippets", "train"]

ROWS, COLUMNS, BATCH, RATE = 20_000, 16, 64, 0.1
EVERY = 50  # steps between two checkpoints
PATIENCE_SECONDS = 60
OPTIONS = {"workers": 2, "servers": 0, "steps": 50, "seed": 0, "folder": "distributed"}

Task = tuple[dict[str, list[str]], str, int]
ALONE: Task = {"worker": [""]}, "worker", 0


def read_task(config: str) -> Task:
    """Read what ``TF_CONFIG`` says: the addresses of each role in the cluster, the role of this process, its number.

    Parameters
    ----------
    config : str
        JSON.

    Returns
    -------
    (dict of str to list of str, str, int)

    Raises
    ------
    ValueError
        When it is no JSON, or lacks an address or a task.

    Examples
    --------
    >>> read_task('{"cluster": {"worker": ["here:2222"]}, "task": {"type": "worker", "index": 0}}')
    ({'worker': ['here:2222']}, 'worker', 0)
    """
    try:
        told = json.loads(config)
        cluster, role, index = told["cluster"], told["task"]["type"], told["task"]["index"]
        address = dict(enumerate(cluster[role]))[index]
        int(address.split(":")[1])
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise ValueError(
            f"TF_CONFIG cannot be used ({type(error).__name__}: {error}). It should look like "
            '{"cluster": {"worker": ["host:2222", "host:2223"]}, "task": {"type": "worker", "index": 0}}.'
        ) from None
    return cluster, role, index


# The training -----------------------------------------------------------------------------------------------------


def snippets(part: str = "train") -> tuple[np.ndarray, np.ndarray]:
    """Return the Rotten Tomatoes snippets of a part as ids, shape (snippets, words), and their labels.

    Frequent words have small ids, and a server gets a stretch of the table. So that every server has as many of them,
    the ids are dealt out: times 7,919, a prime, modulo the number of rows. Padding stays 0.

    Examples
    --------
    >>> ids, labels = snippets()
    >>> ids.shape, labels.shape
    ((6824, 51), (6824,))
    """
    reviews = data.load_reviews("rotten_tomatoes")
    chosen = getattr(reviews, part)
    ids = text.pad(text.to_ids(chosen.texts, text.build_vocabulary(reviews.train.texts)), 51)
    return ids * 7_919 % ROWS, chosen.labels.astype("float32")


def logits(table: Any, ids: Any) -> Any:
    """Return a logit for each snippet. Padding is left out; a row travels once, however often it is needed."""
    import tensorflow as tf

    means = tf.nn.safe_embedding_lookup_sparse(table, tf.sparse.from_dense(ids))
    return tf.reduce_sum(means, axis=1)


def step(table: Any, squares: Any, ids: Any, labels: Any) -> Any:
    """Train on this process's part of a batch, and return the loss of the whole batch."""
    import tensorflow as tf

    shards, of_squares = (getattr(whole, "variables", [whole]) for whole in (table, squares))
    with tf.GradientTape() as tape:
        losses = tf.nn.sigmoid_cross_entropy_with_logits(labels, logits(table, ids))
        loss = tf.reduce_sum(losses) / BATCH  # of the whole batch, so that the parts add up
    gradients = tape.gradient(loss, shards)
    loss, *gradients = tf.distribute.get_replica_context().all_reduce("SUM", [loss, *gradients])
    for shard, of_shard, gradient in zip(shards, of_squares, gradients, strict=True):
        rows, place = tf.unique(gradient.indices)  # a row that several workers need is updated once
        added = tf.math.unsorted_segment_sum(gradient.values, place, tf.size(rows))
        state = {"var": shard.handle, "accum": of_shard.handle, "lr": RATE, "epsilon": 1e-7}
        tf.raw_ops.ResourceSparseApplyAdagradV2(**state, grad=added, indices=rows)
    return loss


def train(steps: int, seed: int = 0, task: Task = ALONE, folder: str = ".") -> dict[str, Any]:
    """Train the classifier, in this process alone or in its role in a cluster.

    Parameters
    ----------
    steps : int
        Batches of 64 snippets.
    seed : int
        Start of the table and choice of the batches.
    task : tuple, optional
        From :func:`read_task`; by default there are no other processes.
    folder : str
        Where a coordinator keeps and finds its checkpoints; on a cluster one that all machines see.

    Returns
    -------
    dict
        "losses", one a step; "accuracy" on the validation snippets; "seconds_a_step", in the last 50.

    Examples
    --------
    >>> len(train(steps=2)["losses"])  # doctest: +ELLIPSIS
    worker 0: step 2, loss 0.7...
    2
    """
    import tensorflow as tf

    (cluster, role, index), coordinator, strategy = task, None, tf.distribute.get_strategy()
    if "ps" in cluster:
        resolver = tf.distribute.cluster_resolver.TFConfigClusterResolver()
        shards = tf.distribute.experimental.partitioners.FixedShardsPartitioner(len(cluster["ps"]))
        strategy = tf.distribute.ParameterServerStrategy(resolver, variable_partitioner=shards)
        coordinator = tf.distribute.coordinator.ClusterCoordinator(strategy)
    elif len(cluster["worker"]) > 1:
        strategy = tf.distribute.MultiWorkerMirroredStrategy()
    start = np.random.default_rng(seed).uniform(-0.05, 0.05, (ROWS, COLUMNS)).astype("float32")
    with strategy.scope():
        table, squares, done = (tf.Variable(value) for value in (start, 0 * start, 0))
    state = tf.train.Checkpoint(table=table, squares=squares, done=done)
    checkpoints = tf.train.CheckpointManager(state, folder, max_to_keep=2)
    if coordinator and checkpoints.restore_or_initialize():
        say(f"{role} {index}: goes on after step {done.numpy()}")

    one_step = tf.function(lambda *batch: strategy.run(step, args=(table, squares, *batch)))
    ids, labels = snippets()
    own = slice(index, None, strategy.num_replicas_in_sync)  # a worker's part of a batch
    found: dict[str, Any] = {"losses": [], "seconds_a_step": 0.0}
    for first in range(int(done.numpy()), steps, EVERY):
        began, numbers = time.perf_counter(), range(first, min(first + EVERY, steps))
        chosen = [np.random.default_rng([seed, one]).integers(len(ids), size=BATCH)[own] for one in numbers]
        if coordinator:
            given = [coordinator.schedule(one_step, args=(ids[rows], labels[rows])) for rows in chosen]
            losses = coordinator.fetch(given)  # waits until all of them are done
            done.assign(numbers.stop)
            checkpoints.save()
        else:
            losses = [one_step(ids[rows], labels[rows]) for rows in chosen]
        found["losses"] += map(float, losses)
        found["seconds_a_step"] = (time.perf_counter() - began) / len(numbers)
        say(f"{role} {index}: step {numbers.stop}, loss {np.mean(losses):.4f}")
    ids, labels = snippets("validation")
    return found | {"accuracy": float(np.mean((logits(table, ids) > 0) == (labels > 0.5)))}


def play(task: Task, steps: int, seed: int, folder: str) -> None:
    """Play a role in a cluster: to the end of the training, or as a server until the process is ended."""
    cluster, role, index = task
    serves = "ps" in cluster and role != "chief"
    import_tensorflow_quietly()
    import tensorflow as tf

    tf.get_logger().setLevel("CRITICAL")  # a killed worker is no error here
    others = {address for addresses in cluster.values() for address in addresses} - {cluster[role][index]}
    meet(cluster[role][index], set() if serves else others)
    if serves:
        server = tf.distribute.Server(cluster, role, index)  # noqa: F841 - it serves while it is kept
        time.sleep(1e9)  # until somebody ends it
    found = train(steps, seed, task, folder)
    write_whole(Path(folder, f"{role}{index}.json"), json.dumps(found))
    say(f"{role} {index}: accuracy {found['accuracy']:.3f}")
    os._exit(0)  # at once: TensorFlow complains of others that have ended before


def say(sentence: str) -> None:
    """Print a line at once, and in one piece: several processes may write to one pipe."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def meet(own: str, others: set[str]) -> None:
    """Listen at an address until all others are there, or raise an error: TensorFlow itself would wait for ever.

    It would also share a port with another program, and say nothing.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    try:
        listening = socket.create_server(("", int(own.split(":")[1])))
    except OSError as error:
        raise OSError(f"Nothing can listen at {own} ({error.strerror}): choose another port.") from None
    with listening:
        while others and time.monotonic() < deadline:
            others = {address for address in others if not answers(address)}
    if others:
        names = " and ".join(sorted(others))
        raise TimeoutError(f"No answer from {names} in {PATIENCE_SECONDS} s: start it, or correct TF_CONFIG.")


def answers(address: str) -> bool:
    """Say whether someone listens at an address, after a moment if nobody does."""
    host, port = address.split(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        time.sleep(0.1)
        return False
    return True


# The processes ----------------------------------------------------------------------------------------------------


class Cluster(ExitStack):
    """Processes on this machine that train together; they end with the block, or with this process.

    Parameters
    ----------
    workers, servers : int
        How many of each. With servers there is a coordinator too, the chief.
    steps, seed, folder
        As for :func:`train`. What it returned is in the folder, in ``chief0.json`` or ``worker0.json``.

    Attributes
    ----------
    processes : dict of str to subprocess.Popen
        By name, such as "worker 0".

    Raises
    ------
    ValueError
        When there is no worker.

    Examples
    --------
    >>> with Cluster(workers=2, steps=50, folder="trained") as cluster:  # doctest: +SKIP
    ...     cluster.wait()
    worker 0: step 50, loss 0.6655
    """

    def __init__(self, workers: int = 2, servers: int = 0, **options: object) -> None:
        super().__init__()
        if workers < 1 or servers < 0:
            raise ValueError(f"{workers} workers, {servers} servers: there must be at least one worker.")
        with ExitStack() as held:  # all at once, so that no two ports are the same
            ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(workers + servers + 1)]
            free = [f"127.0.0.1:{held.enter_context(port).getsockname()[1]}" for port in ports]
        with_servers = {"ps": free[workers:-1], "chief": free[-1:]} if servers else {}
        self.addresses = {"worker": free[:workers]} | with_servers
        self.options = [f"--{name}={value}" for name, value in options.items()]
        self.processes: dict[str, Popen[bytes]] = {}
        self._said, self._say = Pipe(duplex=False)
        # When this process ends, in whatever way, so does the input of cat. The group is that of all processes here.
        self._guard = self.enter_context(Popen(["sh", "-c", "cat; kill -9 0"], stdin=PIPE, process_group=0))

    def start(self, role: str, index: int = 0) -> None:
        """Start a process, for the first time or after it was killed."""
        config = json.dumps({"cluster": self.addresses, "task": {"type": role, "index": index}})
        process = Popen(
            [sys.executable, "-m", "course_utils.distributed", *self.options],
            env=os.environ | {"TF_CONFIG": config},
            stdout=self._say,
            stderr=self._say,
            process_group=self._guard.pid,  # an interrupt reaches the program that started it, which ends it
        )
        self.processes[f"{role} {index}"] = self.enter_context(process)
        self.callback(process.kill)

    def wait(self, until: str = "") -> None:
        """Start what has not been started; show what all print, until a line holds `until` or the training is over.

        Raises
        ------
        RuntimeError
            When a process that trains has ended before. With servers that is the coordinator: workers may be killed.
        """
        for role, addresses in self.addresses.items():
            for index in range(len(addresses)):
                if f"{role} {index}" not in self.processes:
                    self.start(role, index)
        trainer = "chief" if "chief" in self.addresses else "worker"
        while True:
            codes = [one.poll() for name, one in self.processes.items() if name.startswith(trainer)]
            lines = (
                os.read(self._said.fileno(), 65_536).decode(errors="replace") if self._said.poll(0.2) else ""
            )
            print(lines, end="", flush=True)
            if any(codes):
                raise RuntimeError(f"A {trainer} has ended before the training; its last line may say why.")
            if None not in codes or (until and until in lines):
                return


def main() -> int:
    """Play the role that ``TF_CONFIG`` names, or start a whole cluster on this machine.

    Returns
    -------
    int
        0, or 2 after a sentence on what is wrong.

    Examples
    --------
    >>> main()  # doctest: +SKIP
    0
    """
    parser = argparse.ArgumentParser("python -m course_utils.distributed")
    for name, default in OPTIONS.items():
        parser.add_argument(f"--{name}", type=type(default), default=default, help=f"{default} by default")
    asked = vars(parser.parse_args())
    number = [asked.pop(name) for name in ("workers", "servers")]
    try:
        Path(asked["folder"]).mkdir(parents=True, exist_ok=True)
        if "TF_CONFIG" in os.environ:
            play(read_task(os.environ["TF_CONFIG"]), **asked)
        with Cluster(*number, **asked) as cluster:
            cluster.wait()
    except Exception as error:
        say(str(error).partition("\n")[0])
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
