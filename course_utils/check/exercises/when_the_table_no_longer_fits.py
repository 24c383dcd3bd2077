"""The exercises of notebook 15."""

from __future__ import annotations

import numpy as np

from course_utils.check.exercise import exercise

# large_table ------------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "How many numbers does the table have, and how many bytes does each take?",
        "200 million · 64 numbers · 4 bytes. Adam keeps two more numbers for each number. And a batch touches 50,000 "
        "rows of 64 numbers.",
        "The table takes 200e6 · 64 · 4 = 51.2e9 bytes, training three times that, and the rows of the batch "
        "50e3 · 64 · 4 = 12.8e6 bytes.",
    ),
    why="The table and Adam's two numbers grow with all the rows. What a batch reads, and sends, grows with its own.",
)
def large_table():
    return [51.2, 153.6, 12.8]


@large_table.mistake("A float32 number takes 4 bytes. You counted 8, which is float64.")
def float64():
    return [102.4, 307.2, 25.6]


@large_table.mistake("Do not round so far: the first two have one digit behind the point, and so has the third.")
def rounded():
    return [51, 154, 13]


@large_table.mistake("A gigabyte is a billion bytes here. You divided by powers of 1,024.")
def powers_of_two():
    return [51.2e9 / 2**30, 153.6e9 / 2**30, 12.8e6 / 2**20]


@large_table.mistake("The last number is asked in megabytes: a million bytes, not a thousand.")
def kilobytes_for_the_batch():
    return [51.2, 153.6, 12_800]


@large_table.mistake("A batch reads its rows of the table. What Adam keeps for them stays where it is.")
def adam_in_the_batch():
    return [51.2, 153.6, 38.4]


@large_table.mistake("The table itself must be there, too: Adam's two numbers come on top of it.")
def without_the_table():
    return [51.2, 102.4, 12.8]


@large_table.mistake("The last number is asked in megabytes: a million bytes, not a billion.")
def gigabytes_for_the_batch():
    return [51.2, 153.6, 0.0128]


@large_table.mistake(
    "The batch does not read the whole table: it needs 50,000 rows. That difference is what this notebook lives on."
)
def whole_table_for_the_batch():
    return [51.2, 153.6, 51_200]


@large_table.mistake("There is a gradient as well, but it is not kept: the question is what Adam keeps.")
def with_a_gradient():
    return [51.2, 204.8, 12.8]


@large_table.mistake("These are millions of numbers, or thousands of millions. Each number takes 4 bytes.")
def numbers_for_bytes():
    return [12.8, 38.4, 3.2]


# quotient_remainder -----------------------------------------------------------------------------------------------


def small_tables(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return ids and two tables with enough rows for them, of different sizes."""
    by_hand = np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([[0.5, 0.5], [0.1, 0.2], [0.3, 0.7]])
    cases = [
        (np.array([4]), *by_hand),
        (np.array([0, 5, 3, 3]), *by_hand),
        (np.array([], dtype=int), *by_hand),
        (np.array([0, 0]), *by_hand),
        (np.array([3]), np.eye(4), np.ones((2, 4))),
        (np.array([], dtype=int), np.eye(4, 3), np.ones((2, 3))),
    ]
    for ids, quotients, remainders in (([300], 200, 2), ([16_809_999], 4_100, 4_100), ([70_000], 40_000, 2)):
        cases.append((np.array(ids), np.arange(quotients)[:, None] / 8, np.arange(remainders)[:, None] / 32))
    for quotients, remainders, columns, number in ((3, 3, 4, 6), (5, 2, 1, 8), (2, 7, 3, 20)):
        first, second = random.normal(size=(quotients, columns)), random.normal(size=(remainders, columns))
        cases.append((random.integers(quotients * remainders, size=number), first, second))
    return cases


@exercise(
    hints=(
        "An id is divided by a number. The quotient says which row of the first table is meant, the remainder which "
        "row of the second. What must that number be, so that every remainder has a row?",
        "It is the number of rows of the second table: len(remainders). // gives the quotient, % the remainder.",
        "m = len(remainders); return quotients[ids // m] + remainders[ids % m]",
    ),
    why="Two ids may share a quotient, or a remainder, but never both: so each id has a pair of rows of its own.",
    cases=small_tables,
)
def quotient_remainder(ids, quotients, remainders):
    """Return an array: a vector for each id, the sum of a row of each table.

    ids is an array of whole numbers, and the tables hold floats. Where ids is empty, so
    is the result, with as many columns as the tables. An id is divided by the number of
    rows of `remainders`. The quotient is the row of `quotients`, the remainder the row
    of `remainders`. Both rows are there for each id.
    """
    m = len(remainders)
    return quotients[ids // m] + remainders[ids % m]


@quotient_remainder.mistake("You multiply the two rows. That is another variant of the method; here they are added.")
def product(ids, quotients, remainders):
    m = len(remainders)
    return quotients[ids // m] * remainders[ids % m]


@quotient_remainder.mistake(
    "The quotient belongs to the first table and the remainder to the second; you have it the other way round."
)
def other_way_round(ids, quotients, remainders):
    m = len(quotients)
    return quotients[ids % m] + remainders[ids // m]


@quotient_remainder.mistake("The quotient is the row of `quotients`, and the remainder that of `remainders`.")
def indices_swapped(ids, quotients, remainders):
    m = len(remainders)
    return quotients[ids % m] + remainders[ids // m]


@quotient_remainder.mistake("An id is divided by the number of rows of `remainders`: you divide by another number.")
def divided_by_the_rows_of_quotients(ids, quotients, remainders):
    m = len(quotients)
    return quotients[ids // m] + remainders[ids % m]


@quotient_remainder.mistake("You use only the quotient: ids with the same quotient get the same vector.")
def quotient_alone(ids, quotients, remainders):
    return quotients[ids // len(remainders)]


@quotient_remainder.mistake(
    "You use only the remainder: that is hashing, and ids with the same remainder share a vector."
)
def remainder_alone(ids, quotients, remainders):
    return remainders[ids % len(remainders)]


@quotient_remainder.mistake("You put the two rows one behind the other. They are to be added, number by number.")
def one_behind_the_other(ids, quotients, remainders):
    m = len(remainders)
    return np.concatenate([quotients[ids // m], remainders[ids % m]], axis=1)


# by_rows ----------------------------------------------------------------------------------------------------------


def updates(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, np.ndarray, float]]:
    """Return tables, ids, of which some come several times, their gradients and a rate."""
    table = np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]])
    cases = [
        (table, np.array([1, 1]), np.array([[1.0, 0.0], [0.5, 2.0]]), 0.5),
        (table, np.array([2, 0]), np.array([[1.0, 0.0], [0.5, 2.0]]), 0.1),
        (table, np.array([1, 1]), np.array([[1.0, 2.0], [1.0, 2.0]]), 0.1),
        (table, np.array([1]), np.array([[30.0, -2.0]]), 0.1),
        (table, np.array([], dtype=int), np.zeros((0, 2)), 0.1),
    ]
    for rows, columns, number in ((4, 3, 9), (30, 2, 12), (3, 1, 40)):
        ids = random.integers(rows, size=number)
        cases.append((random.normal(size=(rows, columns)), ids, random.normal(size=(number, columns)), 0.3))
    return cases


def repeats_lost(table, ids, gradients, rate):
    """Return an array: the table after one step of gradient descent.

    Row i of gradients is the gradient of the look-up of ids[i]. An id may come several
    times: its gradients add up. Rows that no id names stay as they are. ids may be
    empty. The given table is not altered.
    """
    table = table.copy()
    table[ids] -= rate * gradients
    return table


@exercise(
    hints=(
        "Try it with one id that comes twice. By how much does its row move, and by how much should it?",
        "table[ids] -= … reads the rows, subtracts, and writes them back: of two equal ids, only the last is kept. "
        "NumPy has an operation that treats one after the other: np.subtract.at.",
        "In the place of table[ids] -= rate * gradients: np.subtract.at(table, ids, rate * gradients)",
    ),
    why="With repeated ids, table[ids] -= keeps the last of them; np.subtract.at subtracts one after the other.",
    cases=updates,
    faulty=repeats_lost,
)
def by_rows(table, ids, gradients, rate):
    """Return an array: the table after one step of gradient descent.

    Row i of gradients is the gradient of the look-up of ids[i]. An id may come several
    times: its gradients add up. Rows that no id names stay as they are. ids may be
    empty. The given table is not altered.
    """
    table = table.copy()
    np.subtract.at(table, ids, rate * gradients)
    return table


@by_rows.mistake(
    "Of an id that comes twice, only the last gradient counts. table[ids] -= … computes each new row from the old one; "
    "a loop has to go on from the row as it is by then."
)
def repeats_still_lost(table, ids, gradients, rate):
    table = table.copy()
    table[ids] -= rate * gradients
    return table


@by_rows.mistake("The step goes uphill: gradient descent subtracts.")
def uphill(table, ids, gradients, rate):
    table = table.copy()
    np.add.at(table, ids, rate * gradients)
    return table


@by_rows.mistake("You take the mean of an id's gradients. They add up.")
def mean_of_repeats(table, ids, gradients, rate):
    table = table.copy()
    for row in np.unique(ids):
        table[row] -= rate * gradients[ids == row].mean(axis=0)
    return table


@by_rows.mistake("The learning rate is missing.")
def without_rate(table, ids, gradients, rate):
    table = table.copy()
    np.subtract.at(table, ids, gradients)
    return table


@by_rows.mistake("Of an id that comes several times, only the first gradient counts here. They add up.")
def first_of_repeats(table, ids, gradients, rate):
    table = table.copy()
    rows, first = np.unique(ids, return_index=True)
    table[rows] -= rate * gradients[first]
    return table


# of_the_whole_batch -----------------------------------------------------------------------------------------------


def parts_of_batches(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return the gradients of several workers, and how many examples each had."""
    cases = [
        (np.array([[1.0, 0.0], [3.0, 2.0]]), np.array([2, 2])),
        (np.array([[1.0, 0.0], [3.0, 2.0]]), np.array([1, 3])),
        (np.array([[0.5, -0.25]]), np.array([7])),
        (np.array([[1.0, 0.0], [3.0, 2.0], [5.0, 1.0]]), np.array([300, 5, 2])),
        (np.array([[1.0, 0.0], [3.0, 2.0], [5.0, 1.0]]), np.array([40_000, 5, 2])),
    ]
    for workers, numbers in ((3, 4), (5, 1), (2, 6)):
        cases.append((random.normal(size=(workers, numbers)), random.integers(1, 40, size=workers)))
    return cases


def summed(gradients, sizes):
    """Return an array: the gradient of the mean loss over all examples of a batch.

    Row i of gradients is the gradient of worker i: that of the mean loss over its own
    examples. It had sizes[i] of them, at least one.
    """
    return gradients.sum(axis=0)


@exercise(
    hints=(
        "Two workers with equal gradients: what must come out, and what does?",
        "Each gradient is of a mean over its worker's own examples. A worker with three times the examples must count "
        "three times as much.",
        "return (gradients * sizes[:, None]).sum(axis=0) / sizes.sum()",
    ),
    why="Times its number of examples, a worker's mean is a sum; the sums are added, and divided by the number of all.",
    cases=parts_of_batches,
    faulty=summed,
)
def of_the_whole_batch(gradients, sizes):
    """Return an array: the gradient of the mean loss over all examples of a batch.

    Row i of gradients is the gradient of worker i: that of the mean loss over its own
    examples. It had sizes[i] of them, at least one.
    """
    return (gradients * sizes[:, None]).sum(axis=0) / sizes.sum()


@of_the_whole_batch.mistake(
    "The sum of the means is too large: of two equal halves, twice. Adam nearly hides that: its steps hardly depend on "
    "the gradient's size."
)
def still_summed(gradients, sizes):
    return gradients.sum(axis=0)


@of_the_whole_batch.mistake(
    "Nearly: the plain mean is right only when all workers have as many examples. Weigh each by its size."
)
def plain_mean(gradients, sizes):
    return gradients.mean(axis=0)


@of_the_whole_batch.mistake("This is the gradient of the sum of the losses: divide by the number of all examples.")
def not_divided(gradients, sizes):
    return (gradients * sizes[:, None]).sum(axis=0)


@of_the_whole_batch.mistake(
    "You divide by the number of workers; the weights are numbers of examples, so divide by their sum."
)
def divided_by_the_workers(gradients, sizes):
    return (gradients * sizes[:, None]).sum(axis=0) / len(sizes)
