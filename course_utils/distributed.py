"""A table trained by several processes, and what starts them: ``python -m course_utils.distributed``.

One program plays all roles. Which one a process has, and where the others are, it reads in the variable
``TF_CONFIG``, as on any cluster. Without that variable it starts all of them on this machine, shows what they print,
and ends them. A coordinator goes on from the last checkpoint in its folder.

- Only workers: each holds the whole table, and their gradients are added up in every step (*collective*).
- With parameter servers (``ps``): these hold the table in shards, and a coordinator (``chief``) hands out the steps.

The model is small: a snippet's logit is the sum of the mean of its words' rows. TensorFlow's servers listen on all
addresses of a machine and ask for no password: run them on networks that you trust.
"""

import argparse
import json
import os
import socket
import sys
import time
from contextlib import ExitStack, suppress
from multiprocessing import Pipe
from subprocess import PIPE, STDOUT, Popen
from typing import Any

import numpy as np

from course_utils import data, quiet, text, writing

ROWS, COLUMNS, BATCH, RATE = 20_000, 16, 64, 0.1
EVERY, PATIENCE_SECONDS = 50, 60  # steps between two checkpoints; how long to wait for others
EXAMPLE = '{"cluster": {"worker": ["host:2222", "host:2223"]}, "task": {"type": "worker", "index": 0}}'


def read_task(config: str) -> tuple[dict[str, list[str]], str, int]:
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
        int(dict(enumerate(cluster[role]))[index].split(":")[1])
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"TF_CONFIG cannot be used ({error!r}). It should look like {EXAMPLE}.") from None
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


def _logits(table: Any, ids: Any) -> Any:
    """Return a logit for each snippet. Padding is left out; a row travels once, however often it is needed."""
    import tensorflow as tf

    return tf.reduce_sum(tf.nn.safe_embedding_lookup_sparse(table, tf.sparse.from_dense(ids)), axis=1)


def step(table: Any, sums: Any, ids: Any, labels: Any) -> Any:
    """Train on this process's part of a batch, and return the loss of the whole batch.

    Examples
    --------
    >>> import tensorflow as tf
    >>> table, sums = (tf.Variable(tf.zeros((20_000, 16))) for _ in range(2))
    >>> ids, labels = snippets()
    >>> round(float(step(table, sums, ids[:64], labels[:64])), 3)  # the logarithm of 2
    0.693
    """
    import tensorflow as tf

    shards, of_sums = (getattr(whole, "variables", [whole]) for whole in (table, sums))
    with tf.GradientTape() as tape:
        # Divided by the size of the whole batch, so that the parts add up.
        loss = tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels, _logits(table, ids))) / BATCH
    gradients = tape.gradient(loss, shards)
    loss, *gradients = tf.distribute.get_replica_context().all_reduce("SUM", [loss, *gradients])
    for shard, of_shard, gradient in zip(shards, of_sums, gradients, strict=True):
        rows, place = tf.unique(gradient.indices)  # a row that several workers need is updated once
        added = tf.math.unsorted_segment_sum(gradient.values, place, tf.size(rows))
        state = {"var": shard.handle, "accum": of_shard.handle, "lr": RATE, "epsilon": 1e-7}
        tf.raw_ops.ResourceSparseApplyAdagradV2(**state, grad=added, indices=rows)
    return loss


def train(steps: int, seed: int = 0, task: Any = ({}, "process", 0), folder: str = ".") -> dict[str, Any]:
    """Train the classifier, in this process alone or in its role in a cluster.

    Parameters
    ----------
    steps : int
        Batches of 64 snippets.
    seed : int
        Start of the table and choice of the batches.
    task : (dict of str to list of str, str, int)
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
    process 0: step 2, mean of 2 losses 0.7...
    2
    """
    import tensorflow as tf

    (cluster, role, index), coordinator, strategy = task, None, tf.distribute.get_strategy()
    if "ps" in cluster:
        resolver = tf.distribute.cluster_resolver.TFConfigClusterResolver()
        shards = tf.distribute.experimental.partitioners.FixedShardsPartitioner(len(cluster["ps"]))
        strategy = tf.distribute.ParameterServerStrategy(resolver, variable_partitioner=shards)
        coordinator = tf.distribute.coordinator.ClusterCoordinator(strategy)
    elif cluster:
        strategy = tf.distribute.MultiWorkerMirroredStrategy()
    start = np.random.default_rng(seed).uniform(-0.05, 0.05, (ROWS, COLUMNS)).astype("float32")
    with strategy.scope():
        kept = tf.train.Checkpoint(table=tf.Variable(start), sums=tf.Variable(0 * start), done=tf.Variable(0))
    checkpoints = tf.train.CheckpointManager(kept, folder, max_to_keep=2)
    if coordinator and checkpoints.restore_or_initialize():
        print(f"{role} {index}: goes on after step {kept.done.numpy()}", flush=True)
    one_step = tf.function(lambda *batch: strategy.run(step, args=(kept.table, kept.sums, *batch)))
    run = (lambda *batch: coordinator.schedule(one_step, args=batch)) if coordinator else one_step
    ids, labels = snippets()
    own = slice(index, None, strategy.num_replicas_in_sync)  # a worker's part of a batch
    found: dict[str, Any] = {"losses": [], "seconds_a_step": 0.0}
    for first in range(int(kept.done.numpy()), steps, EVERY):
        began, numbers = time.perf_counter(), range(first, min(first + EVERY, steps))
        chosen = [np.random.default_rng([seed, one]).integers(len(ids), size=BATCH)[own] for one in numbers]
        losses = [run(ids[rows], labels[rows]) for rows in chosen]
        if coordinator:
            coordinator.join()  # until a step is done, what it returned is lost with its worker
            losses = coordinator.fetch(losses)
            kept.done.assign(numbers.stop)
            checkpoints.save()
        found["losses"] += map(float, losses)
        found["seconds_a_step"] = (time.perf_counter() - began) / len(numbers)
        print(f"{role} {index}: step {numbers.stop}, mean of {len(numbers)} losses {np.mean(losses):.4f}", flush=True)
    ids, labels = snippets("validation")
    return found | {"accuracy": float(np.mean((_logits(kept.table, ids) > 0) == (labels > 0.5)))}


def _play(cluster: dict[str, list[str]], role: str, index: int, steps: int, seed: int, folder: str) -> None:
    """Play a role in a cluster: to the end of the training, or as a server until the process is ended."""
    quiet.import_tensorflow_quietly()
    import tensorflow as tf

    tf.get_logger().setLevel("CRITICAL")  # a killed worker is no error here
    serves = "ps" in cluster and role != "chief"
    others = {address for addresses in cluster.values() for address in addresses} - {cluster[role][index]}
    _meet(cluster[role][index], set() if serves else others)
    if serves:
        server = tf.distribute.Server(cluster, role, index)  # noqa: F841 - it serves while it is kept
        time.sleep(1e9)  # until somebody ends it
    found = train(steps, seed, (cluster, role, index), folder)
    writing.write_whole(f"{folder}/{role}{index}.json", json.dumps(found))
    print(f"{role} {index}: accuracy {found['accuracy']:.3f}", flush=True)
    os._exit(0)  # at once: TensorFlow complains of others that have ended before


def _meet(own: str, others: set[str]) -> None:
    """Listen at an address until all others are there, or raise an error: TensorFlow itself would wait for ever.

    It would also share a port with another program, and say nothing.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    if _answers(own):
        raise OSError(f"Another program listens at {own} already: choose another port.")
    with socket.create_server(("", int(own.split(":")[1]))):
        while others := {address for address in others if not _answers(address)}:
            if time.monotonic() > deadline:
                late = f"No answer from {' and '.join(sorted(others))} in {PATIENCE_SECONDS} s"
                raise TimeoutError(f"{late}: start it, or correct TF_CONFIG.")
            time.sleep(0.1)


def _answers(address: str) -> bool:
    """Say whether someone listens at an address."""
    host, port = address.split(":")
    with suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
        return True
    return False


# The processes ----------------------------------------------------------------------------------------------------


class Cluster(ExitStack):
    """Processes on this machine that train together, from the first `wait` to the end of the block or this process.

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
    OSError
        On Windows, where processes cannot be ended as a group.

    Examples
    --------
    >>> with Cluster(workers=2, steps=50, folder="trained") as cluster:  # doctest: +SKIP
    ...     cluster.wait()
    worker 0: step 50, mean of 50 losses 0.6655
    """

    def __init__(self, workers: int = 2, servers: int = 0, **options: object) -> None:
        super().__init__()
        if workers < 1 or servers < 0:
            raise ValueError(f"{workers} workers, {servers} servers: there must be at least one worker.")
        if os.name == "nt":
            raise OSError("a cluster on one machine needs Linux or macOS: run this in WSL, or on Colab.")
        with ExitStack() as held:  # all at once, so that no two ports are the same
            ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(workers + servers + 1)]
            free = [f"127.0.0.1:{held.enter_context(port).getsockname()[1]}" for port in ports]
        with_servers = {"ps": free[workers:-1], "chief": free[-1:]} if servers else {}
        self.addresses = {"worker": free[:workers]} | with_servers
        self._absent = [(role, index) for role, here in self.addresses.items() for index in range(len(here))]
        self._options = [f"--{name}={value}" for name, value in options.items()]
        self.processes: dict[str, Popen[bytes]] = {}
        self._said, self._say = Pipe(duplex=False)
        # When this process ends, in whatever way, so does the input of cat. The group is that of all processes here.
        self._guard = self.enter_context(Popen(["sh", "-c", "cat; kill -9 0"], stdin=PIPE, process_group=0))

    def start(self, role: str, index: int = 0) -> None:
        """Start a process, for the first time or after it was killed."""
        config = json.dumps({"cluster": self.addresses, "task": {"type": role, "index": index}})
        call = [sys.executable, "-m", "course_utils.distributed", *self._options]
        env = os.environ | {"TF_CONFIG": config, "PYTHONUNBUFFERED": ""}  # so that a line stays in one piece
        child = Popen(call, env=env, process_group=self._guard.pid, stdout=self._say.fileno(), stderr=STDOUT)
        self.processes[f"{role} {index}"] = self.enter_context(child)
        self.callback(child.kill)

    def wait(self, until: str = "") -> None:
        """Start what has not been started; show what all print, until a line holds `until` or the training is over.

        Raises
        ------
        RuntimeError
            When a process that trains has ended before. With servers that is the coordinator: workers may be killed.
        """
        while self._absent:
            self.start(*self._absent.pop(0))
        trainer = "chief" if "chief" in self.addresses else "worker"
        while True:
            codes = [one.poll() for name, one in self.processes.items() if name.startswith(trainer)]
            said = os.read(self._said.fileno(), 65_536) if self._said.poll(0.2) else b""
            print(lines := said.decode(errors="replace"), end="", flush=True)
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
    for name, value in {"workers": 2, "servers": 0, "steps": 50, "seed": 0, "folder": "distributed"}.items():
        parser.add_argument(f"--{name}", type=type(value), default=value, help=f"{value} by default")
    asked = parser.parse_args()
    try:
        os.makedirs(asked.folder, exist_ok=True)
        if "TF_CONFIG" in os.environ:
            _play(*read_task(os.environ["TF_CONFIG"]), asked.steps, asked.seed, asked.folder)
        with Cluster(**vars(asked)) as cluster:
            cluster.wait()
    except Exception as error:
        print(str(error).partition("\n")[0], flush=True)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
