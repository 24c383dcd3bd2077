"""The exercises of notebook 03."""

from __future__ import annotations

import numpy as np

from course_utils.check.comparing import as_an_array
from course_utils.check.exercise import exercise

# look_up ----------------------------------------------------------------------------------------------------------


def tables_and_ids(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return tables with ids of one text, of a batch, with repetitions, of one word, and of none, in any shape."""
    small = np.arange(12.0).reshape(4, 3)
    table = random.normal(size=(20, 5)).astype(np.float32)
    square = random.normal(size=(6, 6)).astype(np.float32)  # rows and columns can be taken for each other
    return [
        (small, np.array([2, 0])),
        (small, np.array([[1, 1, 3], [0, 2, 0]])),
        (table, random.integers(0, 20, size=(4, 7))),
        (square, random.integers(0, 6, size=(2, 3))),
        (table, np.array([19])),
        (small, np.array(2)),
        (small, np.array(0)),
        (small, np.array([[1], [2]])),
        (small, np.array([[1, 2]])),
        (small, np.array([1, 1, 2])),
        (small, np.array([0, 1, 1, 0])),
        (small[1:2], np.array([0, 0])),
        (small, np.array([[[[3, 0]], [[1, 1]]]])),
        (table, np.array([[[3, 0, 3]], [[1, 19, 2]]])),
        *((table, np.zeros(shape, dtype=int)) for shape in ((0,), (0, 3), (2, 0))),
        (random.normal(size=(300, 1)), np.array([299, 256, 0])),
    ]


@exercise(
    hints=(
        "On the way forward the layer does no arithmetic. It picks rows.",
        "NumPy picks several rows at once when the index is an array of ids.",
        "An array of ids of any shape may stand between the brackets: table[ids].",
    ),
    why="Indexing with an array of ids gives a row for each id, in the shape of ids: that is all the layer does.",
    cases=tables_and_ids,
)
def look_up(table, ids):
    """Return an array of rows, one for each id: ids' shape, and one more axis.

    table has shape (rows, dimensions). ids is an array of whole numbers from 0 to
    rows - 1, in any shape, including a single id or an empty array.
    """
    return table[ids]


@look_up.mistake("You set the vectors of id 0 to zero. The look-up masks nothing: row 0 is a row like any other.")
def padding_zeroed(table, ids):
    return table[ids] * (np.asarray(ids) != 0)[..., None]


@look_up.mistake("You pick columns. Each word has a row: the ids belong in the first place of the index.")
def columns_for_rows(table, ids):
    return table[:, ids]


@look_up.mistake("You pick columns: table.T has a row for each dimension. Each word has a row of the table itself.")
def rows_of_transpose(table, ids):
    return table.T[ids]


@look_up.mistake("Your rows are one off: id 0 is row 0. Ids count from zero, as rows do.")
def one_off(table, ids):
    return table[np.asarray(ids) - 1]


@look_up.mistake("Your rows are one too far down: row 0, the row of padding, is in the table as well.")
def one_too_far(table, ids):
    return table[np.asarray(ids) + 1]


@look_up.mistake("You flatten the batch: the shape of ids must stay, so that each text keeps its own rows.")
def flattened(table, ids):
    return table[np.ravel(ids)]


@look_up.mistake("Each id is looked up once only. An id that stands twice needs its row twice.")
def each_id_once(table, ids):
    return table[np.unique(ids)]


@look_up.mistake(
    "You pick single numbers out of the flattened table, as np.take does without axis=0. Pick whole rows."
)
def numbers_for_rows(table, ids):
    return np.take(table, ids)


@look_up.mistake("You look up the first text only. All ids of the batch can stand in the index at once.")
def first_text_only(table, ids):
    return table[ids[0]]


# table_gradient ---------------------------------------------------------------------------------------------------


def gradients(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, int]]:
    """Return ids, the gradient of each looked-up vector, and the number of rows; ids repeat."""
    by_hand = (np.array([[1, 1]]), np.array([[[1.0, 2.0], [10.0, 20.0]]]), 3)
    with_padding = (np.array([[2, 0], [2, 3]]), np.arange(1.0, 13.0).reshape(2, 2, 3), 5)
    equal_texts = (np.array([[1, 2], [1, 2]]), np.ones((2, 2, 2)), 3)
    cases = [by_hand, with_padding, equal_texts]
    for texts, length, dimensions, rows in ((2, 3, 4, 6), (5, 7, 3, 9), (1, 1, 2, 2)):
        ids = random.integers(0, rows, size=(texts, length))
        cases.append((ids, random.normal(size=(texts, length, dimensions)), rows))
    cases.append((np.array([[0, 299, 256, 299]]), random.normal(size=(1, 4, 1)).astype(np.float32), 300))
    return cases


@exercise(
    hints=(
        "A row that is looked up twice gets both gradients: they add up. A row that is not looked up gets zero.",
        "Start from np.zeros((rows, dimensions)). Beware: gradient[ids] += g adds only once for an id that repeats.",
        "np.add.at(gradient, ids, output_gradient) adds for every place, repeated ids included.",
    ),
    why="Each look-up of a row is one more way in which it acts on the loss, so its gradients add up.",
    cases=gradients,
    compared=as_an_array,
)
def table_gradient(ids, output_gradient, rows):
    """Return the gradient of a table of `rows` rows, given the gradient for the output.

    ids has shape (texts, places), output_gradient (texts, places, dimensions), and
    the result (rows, dimensions). Nothing is masked: row 0 is a row like any other.
    """
    gradient = np.zeros((rows, output_gradient.shape[-1]))
    np.add.at(gradient, ids, output_gradient)
    return gradient


@table_gradient.mistake(
    "A row that is looked up twice kept only one of its gradients. They add up; gradient[ids] += … does not do that, "
    "np.add.at does."
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


@table_gradient.mistake(
    "Row 0 got nothing. There is no mask here: the gradients of places with id 0 belong in row 0."
)
def padding_left_out(ids, output_gradient, rows):
    gradient = np.zeros((rows, output_gradient.shape[-1]))
    np.add.at(gradient, ids, output_gradient * (ids != 0)[:, :, None])
    return gradient


@table_gradient.mistake(
    "You divide by the number of texts. If the loss is a mean, output_gradient has been divided already: only add."
)
def divided_by_texts(ids, output_gradient, rows):
    gradient = np.zeros((rows, output_gradient.shape[-1]))
    np.add.at(gradient, ids, output_gradient)
    return gradient / len(ids)


@table_gradient.mistake("The sign is turned: the gradient itself is asked for, not the step against it.")
def step_for_gradient(ids, output_gradient, rows):
    gradient = np.zeros((rows, output_gradient.shape[-1]))
    np.add.at(gradient, ids, -output_gradient)
    return gradient


# changed_rows -----------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "A row without a gradient does not move under plain SGD. Which ids stand in the batch?",
        "Id 0 is padding. With mask_zero=True its places are left out of the mean, so no gradient reaches row 0.",
        "Go through [[4, 7, 0], [9, 2, 4]]: take each id once, leave out 0, and sort what is left.",
    ),
    why="Only rows whose ids stand in the batch get a gradient, each once in the list, and the mask keeps row 0 out.",
)
def changed_rows():
    return [2, 4, 7, 9]


@changed_rows.mistake("Row 4 stands there twice. A row is one row: list each once.")
def a_row_twice():
    return [2, 4, 4, 7, 9]


@changed_rows.mistake("Row 0 is padding: with mask_zero=True no gradient reaches it, so it stays.")
def padding_moves():
    return [0, 2, 4, 7, 9]


@changed_rows.mistake(
    "These are the ids place by place. A row is one row, however often its id occurs: list it once."
)
def places_for_rows():
    return [4, 7, 9, 2, 4]


@changed_rows.mistake(
    "This is the whole batch, place by place. List each row once, and think about what the mask does to id 0."
)
def whole_batch():
    return [4, 7, 0, 9, 2, 4]


@changed_rows.mistake("You list the whole table. Under plain SGD a row moves only if its id stands in the batch.")
def every_row():
    return list(range(10))


@changed_rows.mistake("You list the rows that stay where they are. Those that change are asked for.")
def rows_that_stay():
    return [0, 1, 3, 5, 6, 8]


@changed_rows.mistake("These are the right rows. List them in order, the smallest first.")
def not_sorted():
    return [4, 7, 9, 2]


@changed_rows.mistake("Your rows are one off: id 2 is row 2, for rows count from zero as ids do.")
def ids_less_one():
    return [1, 3, 6, 8]


@changed_rows.mistake(
    "You left out the text that holds padding. The mask leaves out its place with id 0, and keeps its words."
)
def only_full_texts():
    return [2, 4, 9]


# max_pool ---------------------------------------------------------------------------------------------------------


def vectors_and_ids(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return vectors of texts and their ids, padded with zeros at any place; none is all padding."""
    by_hand = (np.array([[[2.0, 0.0], [4.0, 2.0], [9.0, 9.0]]]), np.array([[5, 7, 0]]))
    unknown = (np.array([[[6.0, 1.0], [2.0, 3.0]], [[-4.0, -1.0], [3.0, 8.0]]]), np.array([[1, 3], [4, 0]]))
    around = (np.array([[[8.0, 7.0], [1.0, 0.0], [9.0, 9.0], [3.0, 5.0]]]), np.array([[0, 4, 0, 300]]))
    zeros = (np.array([[[-1.0], [0.0]], [[0.0], [0.0]]]), np.array([[2, 3], [0, 3]]))  # rows of words, not padding
    as_padding = (np.array([[[5.0], [5.0], [1.0]]]), np.array([[3, 0, 4]]))
    zero_in_a_byte = (np.array([[[3.0], [1.0]]]), np.array([[256, 1]]))
    cases = [by_hand, unknown, around, zeros, as_padding, zero_in_a_byte]
    for texts, length, dimensions, kind in (
        (1, 4, 3, float),
        (5, 6, 8, np.float32),
        (3, 3, 3, float),
        (4, 1, 2, float),
    ):
        ids = random.integers(1, 30, size=(texts, length))
        for row, words in zip(ids, random.integers(1, length + 1, size=texts), strict=True):
            row[random.permutation(length)[words:]] = 0
        cases.append((random.normal(size=(texts, length, dimensions)).astype(kind), ids))
    long = np.arange(300)[np.newaxis]  # more words than a byte counts
    return [*cases, (random.normal(size=(1, 300, 1)), long)]


def vectors_with_negative_columns(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return such vectors and ids; in some, all words are negative, or far below zero."""
    by_hand = (np.array([[[-5.0, 2.0], [-3.0, 4.0], [9.0, 9.0]]]), np.array([[5, 7, 0]]))
    cases = [by_hand]
    for vectors, ids in vectors_and_ids(random)[1:]:
        cases += [(vectors, ids), (vectors - 3, ids), (vectors * 1e36 - 3.35e38, ids)]
    return cases


def max_of_product(vectors, ids):
    """Return each column's largest number over a text's words, (texts, dimensions).

    vectors has shape (texts, places, dimensions), ids (texts, places). Places with
    id 0 are padding, wherever they are, and do not count. Each text has at least one
    word; its numbers may be of any size.
    """
    mask = ids != 0
    return (vectors * mask[:, :, None]).max(axis=1)


@exercise(
    hints=(
        "Run it by hand on two words and one place of padding, with a column of -5 and -3. What comes out?",
        "The product puts 0 at padding. A sum does not notice; a maximum does. Which number is never the largest?",
        "np.where(mask[:, :, None], vectors, -np.inf) keeps the words and puts minus infinity at padding.",
    ),
    why="What stands at padding must not change the result: that is 0 for a sum, and minus infinity for a maximum.",
    cases=vectors_with_negative_columns,
    compared=as_an_array,
    faulty=max_of_product,
)
def max_pool(vectors, ids):
    """Return each column's largest number over a text's words, (texts, dimensions).

    vectors has shape (texts, places, dimensions), ids (texts, places). Places with
    id 0 are padding, wherever they are, and do not count. Each text has at least one
    word; its numbers may be of any size.
    """
    mask = ids != 0
    return np.where(mask[:, :, None], vectors, -np.inf).max(axis=1)


@max_pool.mistake(
    "The fault is still there: padding becomes 0 (or nearly 0, as np.finfo(float).tiny is), which wins where all words "
    "of a text are negative. Put something smaller there."
)
def zero_wins(vectors, ids):
    return np.where((ids != 0)[:, :, None], vectors, 0).max(axis=1)


@max_pool.mistake(
    "Now padding takes part with its own vector, for the mask is gone. Keep the mask, and change what it puts there."
)
def mask_dropped(vectors, ids):
    return vectors.max(axis=1)


@max_pool.mistake(
    "The largest number of nan and anything is nan. np.nanmax passes over nan; or put -np.inf at padding."
)
def nan_at_padding(vectors, ids):
    return np.where((ids != 0)[:, :, None], vectors, np.nan).max(axis=1)


@max_pool.mistake("Plus infinity is larger than every word. Padding must lose: put -np.inf there.")
def plus_infinity(vectors, ids):
    return np.where((ids != 0)[:, :, None], vectors, np.inf).max(axis=1)


@max_pool.mistake(
    "-1 at padding is not small enough: a column may hold smaller numbers only. -np.inf is below them all."
)
def minus_one_at_padding(vectors, ids):
    return np.where((ids != 0)[:, :, None], vectors, -1).max(axis=1)


@max_pool.mistake("-1e9 at padding is small, but a number of a text may be smaller still. -np.inf is below them all.")
def minus_a_billion_at_padding(vectors, ids):
    return np.where((ids != 0)[:, :, None], vectors, -1e9).max(axis=1)


@max_pool.mistake("You take the largest of the sizes, and lose the signs. The fault is in what stands at padding.")
def largest_size(vectors, ids):
    return np.abs(vectors * (ids != 0)[:, :, None]).max(axis=1)


@max_pool.mistake("You take the maximum over the wrong axis: axis 1 holds the places of a text, axis 0 the texts.")
def max_over_texts(vectors, ids):
    return np.where((ids != 0)[:, :, None], vectors, -np.inf).max(axis=0)


@max_pool.mistake("All texts are mixed in one maximum: vectors[mask] forgets the texts. np.where keeps the shape.")
def max_of_all_texts(vectors, ids):
    return vectors[ids != 0].max(axis=0)
