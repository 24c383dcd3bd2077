"""The exercises of notebook 12a."""

from __future__ import annotations

import numpy as np

from course_utils.check.comparing import as_floats
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


@vectors_compared.mistake("You count an opened cell as one vector. The query is compared with each of its members.")
def a_cell_as_one_vector():
    return [108, 1_008, 10_008]


@vectors_compared.mistake("Those are the centres alone. The members of the eight opened cells come on top.")
def centres_alone():
    return [100, 1_000, 10_000]


# put_in_order -----------------------------------------------------------------------------------------------------


def candidates_of_an_index(
    random: np.random.Generator,
) -> list[tuple[np.ndarray, np.ndarray, np.ndarray, int]]:
    """Return candidates, all found or with places that stayed empty, with the vectors, a query and k.

    Some rows are longer than others, and some scores are far below 0.
    """
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.8, 0.6]])
    query = np.array([0.75, 0.66])
    cases = [
        (np.array(candidates), vectors, query, k)
        for candidates, k in (
            ([0, 1, 2], 2),
            ([1, 0, -1], 2),
            ([2, -1, -1], 2),
            ([-1, -1], 1),
            ([1, 2, 0, -1], 3),
            ([-1, 1, 0], 2),
            ([1, -1, 0, -1, 2], 2),
        )
    ]
    of_any_length = np.array([[9.0, 1.0], [0.5, 0.5], [-3.0, 2.0], [-7.0, -5.0]])
    cases += [(np.array([1, 3, 2, 0]), of_any_length, np.array([2.0, 1.0]), k) for k in (1, 3)]
    cases += [(np.array([-1, 3, -1, 2]), of_any_length, np.array([2.0, 1.0]), 2)]
    for number, columns, found, empty, k in (
        (30, 5, 12, 0, 4),
        (30, 5, 8, 4, 3),
        (50, 16, 6, 9, 8),
        (9, 3, 9, 1, 9),
        (2_000, 3, 900, 7, 400),  # np.argpartition may leave 100 in order, but not 400
    ):
        rows = random.normal(size=(number, columns))
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        candidates = np.concatenate([random.permutation(number)[:found], np.full(empty, -1)])
        cases.append((candidates, rows, rows[-1] + 0.1 * random.normal(size=columns), k))
    return cases


def empty_places_kept(candidates, vectors, query, k):
    """Return an array: the k best candidates, the best first.

    candidates are row numbers of vectors, as an index returns them; -1, anywhere among
    them, is a place that stayed empty. The larger its row times the query, the better
    the candidate; rows may have any length. When fewer than k were found, all of those
    are returned. k is at least 1.
    """
    scores = vectors[candidates] @ query
    return candidates[np.argsort(-scores)[:k]]


@exercise(
    hints=(
        "Try the candidates 1, 0 and -1. Which row of vectors does -1 read?",
        "In NumPy, vectors[-1] is the last row, so an empty place gets the last row's score. Leave empty places out "
        "before you read rows.",
        "found = candidates[candidates >= 0]; scores = vectors[found] @ query; return found[np.argsort(-scores)[:k]]",
    ),
    why="-1 would read the last row, and an empty place could win with its score: empty places are left out first.",
    cases=candidates_of_an_index,
    compared=as_floats,
    faulty=empty_places_kept,
)
def put_in_order(candidates, vectors, query, k):
    """Return an array: the k best candidates, the best first.

    candidates are row numbers of vectors, as an index returns them; -1, anywhere among
    them, is a place that stayed empty. The larger its row times the query, the better
    the candidate; rows may have any length. When fewer than k were found, all of those
    are returned. k is at least 1.
    """
    found = candidates[candidates >= 0]
    scores = vectors[found] @ query
    return found[np.argsort(-scores)[:k]]


@put_in_order.mistake(
    "An empty place is still among the candidates: -1 reads the last row of vectors, and competes with its score."
)
def with_empty_places(candidates, vectors, query, k):
    return candidates[np.argsort(-(vectors[candidates] @ query))[:k]]


@put_in_order.mistake(
    "Nearly: the empty places are left out, but only after the choice. They have taken the places of others by then."
)
def left_out_too_late(candidates, vectors, query, k):
    best = candidates[np.argsort(-(vectors[candidates] @ query))[:k]]
    return best[best >= 0]


@put_in_order.mistake(
    "These are places among the candidates, not row numbers of vectors: read the candidates at these places."
)
def places_for_ids(candidates, vectors, query, k):
    found = candidates[candidates >= 0]
    return np.argsort(-(vectors[found] @ query))[:k]


@put_in_order.mistake(
    "These are the worst candidates: the order is the wrong way round. np.argsort and sorted put the smallest first."
)
def worst_first(candidates, vectors, query, k):
    found = candidates[candidates >= 0]
    return found[np.argsort(vectors[found] @ query)[:k]]


@put_in_order.mistake("These are the first k that the index returned. Put them in order by their scores.")
def as_they_came(candidates, vectors, query, k):
    return candidates[candidates >= 0][:k]


@put_in_order.mistake("These are the scores. The row numbers were asked for.")
def scores_for_ids(candidates, vectors, query, k):
    found = candidates[candidates >= 0]
    return -np.sort(-(vectors[found] @ query))[:k]


@put_in_order.mistake(
    "All rows of vectors are searched: that is exact search, and the candidates have saved nothing."
)
def all_rows(candidates, vectors, query, k):
    return np.argsort(-(vectors @ query))[:k]


@put_in_order.mistake("Row 0 is a candidate as well: empty places are -1, so keep what is 0 or more.")
def row_0_lost(candidates, vectors, query, k):
    found = candidates[candidates > 0]
    return found[np.argsort(-(vectors[found] @ query))[:k]]
