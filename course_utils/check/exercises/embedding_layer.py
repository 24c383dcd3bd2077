"""The exercises of notebook 03."""

from __future__ import annotations

import numpy as np

from course_utils.check.engine import exercise

# look_up ----------------------------------------------------------------------------------------------------------


def tables_and_ids(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return tables with ids of one text, of a batch, with repetitions, of one word, and of none."""
    small = np.arange(12.0).reshape(4, 3)
    table = random.normal(size=(20, 5)).astype(np.float32)
    square = random.normal(size=(6, 6)).astype(
        np.float32
    )  # where rows and columns can be taken for each other
    return [
        (small, np.array([2, 0])),
        (small, np.array([[1, 1, 3], [0, 2, 0]])),
        (table, random.integers(0, 20, size=(4, 7))),
        (square, random.integers(0, 6, size=(2, 3))),
        (table, np.array([19])),
        (table, np.zeros((2, 0), dtype=int)),
    ]


@exercise(
    hints=(
        "The layer does no arithmetic at all. It picks rows.",
        "NumPy picks several rows at once when the index is an array of ids.",
        "An array of ids of any shape may stand between the brackets: table[ids].",
    ),
    why="Indexing with an array of ids gives a row for each id, in the shape of ids: that is all the layer does.",
    cases=tables_and_ids,
)
def look_up(table, ids):
    """Return the row of each id: an array of the shape of ids, with one axis more."""
    return table[ids]


@look_up.mistake("You pick columns. Each word has a row: the ids belong in the first place of the index.")
def columns_for_rows(table, ids):
    return table[:, ids]


@look_up.mistake("Your rows are one off: id 0 is row 0. Ids count from zero, as rows do.")
def one_off(table, ids):
    return table[np.asarray(ids) - 1]


@look_up.mistake("You flatten the batch: the shape of ids must stay, so that each text keeps its own rows.")
def flattened(table, ids):
    return table[np.ravel(ids)]


# mean_pool --------------------------------------------------------------------------------------------------------


def vectors_and_ids(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return vectors of texts and their ids, padded with zeros at the end; none is all padding."""
    by_hand = (np.array([[[2.0, 0.0], [4.0, 2.0], [9.0, 9.0]]]), np.array([[5, 7, 0]]))
    cases = [by_hand]
    for texts, length, dimensions in ((1, 4, 3), (5, 6, 8), (3, 3, 3), (4, 1, 2)):
        ids = random.integers(1, 30, size=(texts, length))
        for row, kept in zip(ids, random.integers(1, length + 1, size=texts), strict=True):
            row[kept:] = 0
        cases.append((random.normal(size=(texts, length, dimensions)), ids))
    return cases


@exercise(
    hints=(
        "A place with id 0 is padding. It must count neither in the sum nor in the number of words.",
        "mask = ids != 0 is True at words. Give it a third axis, mask[:, :, None], and it can multiply the vectors.",
        "Sum the masked vectors over axis 1 and divide by mask.sum(axis=1), which needs a second axis to fit.",
    ),
    why="Padding is left out twice: of the sum, and of the number that it is divided by.",
    cases=vectors_and_ids,
)
def mean_pool(vectors, ids):
    """Return the mean vector of each text's words, padding (id 0) left out: shape (texts, dimensions)."""
    mask = ids != 0
    total = (vectors * mask[:, :, None]).sum(axis=1)
    return total / mask.sum(axis=1)[:, None]


@mean_pool.mistake(
    "Padding is counted in your mean: short texts are drawn to the vector of padding. Leave places with id 0 out."
)
def padding_counted(vectors, ids):
    return vectors.mean(axis=1)


@mean_pool.mistake(
    "Padding is out of your sum, but not out of the number you divide by: count the words, not the places."
)
def divided_by_places(vectors, ids):
    return (vectors * (ids != 0)[:, :, None]).sum(axis=1) / ids.shape[1]


@mean_pool.mistake(
    "You take the mean over the wrong axis: axis 1 holds the words of a text, axis 0 the texts."
)
def mean_over_texts(vectors, ids):
    mask = ids != 0
    return (vectors * mask[:, :, None]).sum(axis=0) / np.maximum(mask.sum(axis=0), 1)[:, None]


@mean_pool.mistake("You return the sum. Divide by the number of words, or long texts get long vectors.")
def only_the_sum(vectors, ids):
    return (vectors * (ids != 0)[:, :, None]).sum(axis=1)


# table_gradient ---------------------------------------------------------------------------------------------------


def gradients(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, int]]:
    """Return ids, the gradient of each looked-up vector, and the number of rows; ids repeat."""
    by_hand = (np.array([[1, 1]]), np.array([[[1.0, 2.0], [10.0, 20.0]]]), 3)
    cases = [by_hand]
    for texts, length, dimensions, rows in ((2, 3, 4, 6), (5, 7, 3, 9), (1, 1, 2, 2)):
        ids = random.integers(0, rows, size=(texts, length))
        cases.append((ids, random.normal(size=(texts, length, dimensions)), rows))
    return cases


@exercise(
    hints=(
        "A row that is looked up twice gets both gradients: they add up. A row that is not looked up gets zero.",
        "Start from np.zeros((rows, dimensions)). Beware: gradient[ids] += g adds only once for an id that repeats.",
        "np.add.at(gradient, ids, output_gradient) adds for every place, repeated ids included.",
    ),
    why="Each look-up of a row is one more way in which it acts on the loss, so its gradients add up.",
    cases=gradients,
)
def table_gradient(ids, output_gradient, rows):
    """Return the gradient of the table, shape (rows, dimensions), from that of the looked-up vectors."""
    gradient = np.zeros((rows, output_gradient.shape[-1]))
    np.add.at(gradient, ids, output_gradient)
    return gradient


@table_gradient.mistake(
    "A row that is looked up twice got only one gradient: with repeated ids, gradient[ids] += … adds once. "
    "Use np.add.at."
)
def repeats_lost(ids, output_gradient, rows):
    gradient = np.zeros((rows, output_gradient.shape[-1]))
    gradient[ids] += output_gradient
    return gradient


@table_gradient.mistake("The gradients of a row that is looked up several times add up; you take their mean.")
def mean_of_repeats(ids, output_gradient, rows):
    gradient = np.zeros((rows, output_gradient.shape[-1]))
    np.add.at(gradient, ids, output_gradient)
    return gradient / np.maximum(np.bincount(ids.ravel(), minlength=rows), 1)[:, None]


@table_gradient.mistake(
    "Your rows are in the wrong places by one: the gradient of id i belongs in row i, counted from zero."
)
def one_row_off(ids, output_gradient, rows):
    gradient = np.zeros((rows, output_gradient.shape[-1]))
    np.add.at(gradient, np.asarray(ids) - 1, output_gradient)
    return gradient


@table_gradient.mistake("The sign is turned: the gradient itself is asked for, not the step against it.")
def step_for_gradient(ids, output_gradient, rows):
    gradient = np.zeros((rows, output_gradient.shape[-1]))
    np.add.at(gradient, ids, -output_gradient)
    return gradient


# changed_rows -----------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "A row without a gradient does not move under plain gradient descent. Which ids stand in the batch?",
        "Id 0 is padding. With mask_zero=True its places are left out of the mean, so no gradient reaches row 0.",
        "Take each id of the batch once, leave out 0, and sort: [[4, 9, 0], [9, 2, 4]] gives …",
    ),
    why="Only rows whose ids stand in the batch get a gradient, each once in the list, and the mask keeps row 0 out.",
)
def changed_rows():
    return [2, 4, 9]


@changed_rows.mistake("Row 0 is padding: with mask_zero=True no gradient reaches it, so it stays.")
def padding_moves():
    return [0, 2, 4, 9]


@changed_rows.mistake(
    "These are the ids place by place. A row is one row, however often its id occurs: list it once."
)
def places_for_rows():
    return [4, 9, 9, 2, 4]


@changed_rows.mistake(
    "All rows would change if the layer were dense. Here only rows that were looked up get a gradient."
)
def every_row():
    return list(range(10))
