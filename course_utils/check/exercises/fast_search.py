"""The exercises of notebook 12a."""

from __future__ import annotations

import numpy as np

from course_utils.check.exercise import exercise

# vectors_compared -------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "Two kinds of vectors are compared with the query: first all centres, then the members of the cells opened.",
        "With 1,000 cells there are 1,000 centres, and a cell has 1,000,000 / 1,000 members. Eight cells are opened.",
        "100 + 8 · 10,000 for the first. The others go the same way.",
    ),
    why="100 + 80,000, 1,000 + 8,000 and 10,000 + 800: with few cells the members cost most, with many the centres.",
)
def vectors_compared():
    return [80_100, 9_000, 10_800]


@vectors_compared.mistake(
    "The centres are missing. The query is compared with each of them, to find the cells to open."
)
def without_centres():
    return [80_000, 8_000, 800]


@vectors_compared.mistake("That is with one cell opened. Here it is eight.")
def one_cell():
    return [10_100, 2_000, 10_100]


@vectors_compared.mistake("One cell is opened in your count, and the centres are missing.")
def one_cell_without_centres():
    return [10_000, 1_000, 100]


@vectors_compared.mistake(
    "Only the centres of the opened cells are counted. To choose them, all centres are compared."
)
def eight_centres():
    return [80_008, 8_008, 808]


@vectors_compared.mistake("Those are the centres alone. The members of the eight opened cells come on top.")
def centres_alone():
    return [100, 1_000, 10_000]


# share_found ------------------------------------------------------------------------------------------------------


def results_of_searches(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return ids found and ids wanted: in other orders, with places that stayed empty, and with none found."""
    by_hand = [
        ([[3, 7, 9]], [[7, 3, 9]]),
        ([[3, 7, -1]], [[7, 3, 9]]),
        ([[5, 6], [1, 2]], [[6, 5], [1, 9]]),
        ([[-1, -1], [4, -1]], [[8, 2], [4, 0]]),
        ([[0, 1], [2, 3]], [[2, 3], [0, 1]]),
        ([[4], [5]], [[4], [6]]),
    ]
    cases = [(np.array(found), np.array(wanted)) for found, wanted in by_hand]
    for queries, k, number in ((4, 10, 30), (7, 5, 12), (3, 2, 4)):
        found = np.array([random.permutation(number)[:k] for _ in range(queries)])
        wanted = np.array([random.permutation(number)[:k] for _ in range(queries)])
        emptied = found.copy()
        emptied[::2, k // 2 :] = -1
        cases += [(found, wanted), (emptied, wanted)]
    return cases


def same_places(found, wanted):
    """Return a number: the share of the wanted ids that were found, over all queries.

    Both arrays have a row for each query and the same shape. The order within a row
    does not matter, and no id is in a row twice. -1 in found is a place that stayed
    empty; it is never in wanted.
    """
    return np.mean(found == wanted)


@exercise(
    hints=(
        "Try [[3, 7]] found and [[7, 3]] wanted: both ids were found. What does == say?",
        "Each row is a set. np.isin(row, other) says for each id of one row whether the other row has it.",
        "hits = [np.isin(row, other).sum() for row, other in zip(wanted, found)]; return sum(hits) / wanted.size",
    ),
    why="Two ids that change places are still found: recall compares sets, a row at a time.",
    cases=results_of_searches,
    faulty=same_places,
)
def share_found(found, wanted):
    """Return a number: the share of the wanted ids that were found, over all queries.

    Both arrays have a row for each query and the same shape. The order within a row
    does not matter, and no id is in a row twice. -1 in found is a place that stayed
    empty; it is never in wanted.
    """
    hits = [np.isin(row, other).sum() for row, other in zip(wanted, found, strict=True)]
    return sum(hits) / wanted.size


@share_found.mistake(
    "This still compares place by place: an id that is found at another place counts as missed."
)
def place_by_place(found, wanted):
    return np.mean(found == wanted)


@share_found.mistake(
    "All queries are thrown together: an id that another query wanted counts as found. Compare row by row."
)
def all_queries_together(found, wanted):
    return np.isin(wanted, found).mean()


@share_found.mistake(
    "You divide by how many ids came back. An index that returns one right id and nine empty places would score 1: "
    "divide by how many were wanted."
)
def of_those_returned(found, wanted):
    hits = [np.isin(row, other).sum() for row, other in zip(wanted, found, strict=True)]
    return sum(hits) / max((found >= 0).sum(), 1)


@share_found.mistake(
    "You count the queries for which everything was found. Half of the ids found count as a half."
)
def whole_rows(found, wanted):
    return np.mean([np.isin(row, other).all() for row, other in zip(wanted, found, strict=True)])


@share_found.mistake("You count the queries for which anything was found. Count the ids.")
def any_of_a_row(found, wanted):
    return np.mean([np.isin(row, other).any() for row, other in zip(wanted, found, strict=True)])


@share_found.mistake("That is how many were found. Divide by how many were wanted.")
def number_found(found, wanted):
    return sum(np.isin(row, other).sum() for row, other in zip(wanted, found, strict=True))


@share_found.mistake(
    "You divide by the ids in either row: that is the Jaccard index, which counts a miss twice. Divide by how many "
    "were wanted."
)
def jaccard(found, wanted):
    shares = [
        len(np.intersect1d(row, other)) / len(np.union1d(row, other))
        for row, other in zip(wanted, found, strict=True)
    ]
    return np.mean(shares)
