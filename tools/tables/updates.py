"""What a step costs when the table grows: optimizers that touch every row, and one that touches the batch's rows.

A step takes the gradient of 1,024 rows, chosen at random, as a look-up gives it (``tf.IndexedSlices``). The update
alone is measured. *By rows* is Adagrad in one operation of TensorFlow, which reads and writes the touched rows.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf

COLUMNS, TOUCHED = 16, 1_024
ROWS = (100_000, 1_000_000, 10_000_000)
STEPS = 3
OPTIMIZERS = {
    "Keras Adam": keras.optimizers.Adam,
    "Keras Adagrad": keras.optimizers.Adagrad,
    "Keras SGD": keras.optimizers.SGD,
    "Adagrad by rows": None,
}


def updating(name: str, table: keras.Variable) -> tuple[Callable[[Any], Any], list[Any]]:
    """Return what applies a gradient, and the variables that it keeps for the table."""
    if OPTIMIZERS[name] is not None:
        optimizer = OPTIMIZERS[name]()
        optimizer.build([table])
        state = [variable for variable in optimizer.variables if variable.shape == table.shape]
        return lambda gradient: optimizer.apply([gradient], [table]), state
    squares = tf.Variable(tf.fill(table.shape, 0.1))

    def apply(gradient: tf.IndexedSlices) -> Any:
        return tf.raw_ops.ResourceSparseApplyAdagradV2(
            var=table.value.handle,
            accum=squares.handle,
            lr=0.001,
            epsilon=1e-7,
            grad=gradient.values,
            indices=gradient.indices,
        )

    return apply, [squares]


def run(name: str, rows: int, seed: int) -> dict[str, object]:
    """Return the milliseconds of an update, and the megabytes of the table and its optimizer's state."""
    random = np.random.default_rng(seed)
    table = keras.Variable(np.zeros((rows, COLUMNS), np.float32))
    apply, state = updating(name, table)

    @tf.function
    def step(values: Any, ids: Any) -> None:
        apply(tf.IndexedSlices(values, ids, tf.constant([rows, COLUMNS], tf.int64)))

    seconds = []
    for _ in range(1 + STEPS):
        ids = np.sort(random.choice(rows, TOUCHED, replace=False))
        values = random.normal(size=(TOUCHED, COLUMNS)).astype(np.float32)
        began = time.perf_counter()
        step(tf.constant(values), tf.constant(ids))
        seconds.append(time.perf_counter() - began)
    megabytes = rows * COLUMNS * 4 * (1 + len(state)) / 1e6
    return {"milliseconds": round(1000 * float(np.median(seconds[1:])), 3), "megabytes": megabytes}


RUNS = {(name, rows): partial(run, name, rows) for name in OPTIMIZERS for rows in ROWS}
