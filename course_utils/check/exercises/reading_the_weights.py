"""The exercises of notebook 05."""

from __future__ import annotations

import numpy as np

from course_utils.check.comparing import as_floats
from course_utils.check.exercise import exercise


def rows_of_many_lengths(random: np.random.Generator, number: int, dimensions: int) -> np.ndarray:
    """Return a table whose rows differ much in length and whose columns differ much in size."""
    table = random.normal(size=(number, dimensions))
    return table * random.uniform(0.1, 5, size=(number, 1)) * random.uniform(0.2, 3, size=dimensions)


# row_of_hundredth -------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "Do it for a small number first: which row belongs to the most frequent word? Look at the first five entries "
        "of the vocabulary, printed near the top of this notebook.",
        "The most frequent word has row 2, the second one row 3. What is added each time?",
        "Two entries stand before the words, and rows count from 0: the n-th word has row n + 2 - 1.",
    ),
    why="Rows 0 and 1 are reserved and counting starts at 0, so the n-th most frequent word has row n + 1.",
)
def row_of_hundredth():
    return 101


@row_of_hundredth.mistake(
    "Row 100 would be right with one reserved row. There are two, padding and the unknown word: which row has the "
    "most frequent word?"
)
def one_reserved():
    return 100


@row_of_hundredth.mistake("That counts from 0, but forgets the two reserved rows. Rows 0 and 1 belong to no word.")
def none_reserved():
    return 99


@row_of_hundredth.mistake(
    "You add 2 for the reserved rows, but rows count from 0. The most frequent word has row 2, not row 3."
)
def counted_from_one():
    return 102


@row_of_hundredth.mistake(
    "The reserved rows stand in front, so they push the words to higher rows. Add them instead of taking them away."
)
def taken_away():
    return 98


# encode_review ----------------------------------------------------------------------------------------------------


def padded_ids_and_tables(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return ids with padding at any place, with unknown and repeated words, with one word and with none."""
    small = np.array([[9.0, 9.0, 9.0], [1.0, 0.0, 2.0], [4.0, 2.0, 0.0], [0.0, 6.0, 8.0]])
    by_hand = [[2, 3, 0], [2, 3, 3, 1], [3], [1, 0, 0], [0, 0, 0, 0], [0, 0, 2, 3], [2, 0, 0, 3, 1, 0], []]
    cases = [(np.array(ids, dtype=int), small) for ids in by_hand]
    for length, kept in ((12, 12), (15, 9), (6, 1), (8, 7)):
        ids = random.integers(1, 10, size=length)
        ids[kept:] = 0
        cases.append((ids, random.normal(size=(10, 4)).astype(np.float32)))
    cases.append((np.array([0, 299, 256, 299]), random.normal(size=(300, 1))))
    often = np.array(300 * [2] + [3])  # more often than a byte counts
    opposite = np.array([[5.0, 5.0], [5.0, 5.0], [1.0, -1.0], [-1.0, 1.0]])
    with_zeros = np.array([[9.0, 9.0], [0.0, 0.0], [2.0, 4.0]])
    return [*cases, (often, small), (np.array([2, 3]), opposite), (np.array([1, 2]), with_zeros)]


@exercise(
    hints=(
        "Which of the ids are padding? Leave those out first, then look up rows.",
        "ids[ids != 0] are the ids of the words. table[those] has a row for each: which axis holds the words?",
        "words = ids[ids != 0]; return table[words].mean(axis=0), but np.zeros(table.shape[1]) for no words.",
    ),
    why="The mean runs over the words that stand there, each as often as it stands there, and over nothing else.",
    cases=padded_ids_and_tables,
)
def encode_review(ids, table):
    """Return an array: the mean of the rows of a review's ids.

    ids is a one-dimensional array, and table holds floats. Id 0 is padding and is left
    out, wherever it is.
    Id 1, the unknown word, counts like any other word. A word that occurs twice
    counts twice. A review without words, or without any ids, gets zeros.
    """
    words = ids[ids != 0]
    if len(words) == 0:
        return np.zeros(table.shape[1])
    return table[words].mean(axis=0)


def mean_of_rows(ids, table):
    return table[ids].mean(axis=0) if len(ids) else np.zeros(table.shape[1])


@encode_review.mistake(
    "Padding is counted in your mean, so the same review gets another vector when it is padded further. "
    "Leave out places with id 0."
)
def zeros_counted(ids, table):
    return table[ids].mean(axis=0)


@encode_review.mistake(
    "A review without words is right, but in the others padding is counted. Leave out places with id 0 there, too."
)
def zeros_counted_beside_words(ids, table):
    return table[ids].mean(axis=0) if ids.any() else np.zeros(table.shape[1])


@encode_review.mistake(
    "Padding is out of your sum, but not out of the number you divide by. Divide by the number of words."
)
def divided_by_length(ids, table):
    return table[ids[ids != 0]].sum(axis=0) / len(ids)


@encode_review.mistake(
    "You leave out the unknown word as well. It has a trained row of its own: only id 0 is padding."
)
def unknown_left_out(ids, table):
    return mean_of_rows(ids[ids > 1], table)


@encode_review.mistake(
    "Two things: the unknown word, id 1, counts like any other, and a review without words must get zeros."
)
def unknown_left_out_and_nothing_for_empty(ids, table):
    return table[ids[ids > 1]].mean(axis=0)


@encode_review.mistake(
    "You leave out the unknown word and keep padding. It is the other way round: id 0 is padding, id 1 the unknown "
    "word."
)
def reserved_confused(ids, table):
    return mean_of_rows(ids[ids != 1], table)


@encode_review.mistake("You return the sum. Divide by the number of words, or long reviews get long vectors.")
def sum_for_mean(ids, table):
    return table[ids[ids != 0]].sum(axis=0)


@encode_review.mistake(
    "A word that stands there twice counts once in your mean. Take every place, not every different word."
)
def each_word_once(ids, table):
    return mean_of_rows(np.unique(ids[ids != 0]), table)


@encode_review.mistake(
    "Nearly: a review without words gives nan, since the mean of no rows is 0 / 0. Return zeros for it."
)
def nothing_for_empty(ids, table):
    return table[ids[ids != 0]].mean(axis=0)


@encode_review.mistake(
    "Nearly: for a review without words you take the mean of an empty list, a single nan. Return zeros for it."
)
def mean_of_empty_list(ids, table):
    return np.mean([table[word] for word in ids if word != 0], axis=0)


def before_the_first_zero(ids):
    return ids[: list(ids).index(0)] if 0 in ids else ids


@encode_review.mistake(
    "You cut at the first 0. Padding may stand in front, and then no word is left: ids != 0 finds words at any place."
)
def cut_at_the_first_zero(ids, table):
    return mean_of_rows(before_the_first_zero(ids), table)


@encode_review.mistake(
    "Two things: you cut at the first 0, but padding may stand in front; and a review without words must get zeros."
)
def cut_at_the_first_zero_and_nothing_for_empty(ids, table):
    return table[before_the_first_zero(ids)].mean(axis=0)


@encode_review.mistake(
    "You take the mean within each row, a number for each word. The words stand along axis 0: mean(axis=0)."
)
def mean_within_rows(ids, table):
    words = ids[ids != 0]
    return table[words].mean(axis=1) if len(words) else np.zeros(table.shape[1])


@encode_review.mistake(
    "You take the mean within each row: the words stand along axis 0. And a review without words must get zeros."
)
def mean_within_rows_and_nothing_for_empty(ids, table):
    return table[ids[ids != 0]].mean(axis=1)


@encode_review.mistake(
    "You take the mean within each row: the words stand along axis 0. And padding, id 0, must be left out."
)
def mean_within_rows_with_zeros(ids, table):
    return table[ids].mean(axis=1)


@encode_review.mistake("table[:, ids] takes columns. A word is a row, and table[ids] takes rows.")
def columns_for_rows(ids, table):
    words = ids[ids != 0]
    return table[:, words].mean(axis=1) if len(words) else np.zeros(table.shape[1])


@encode_review.mistake(
    "table[:, ids] takes columns: a word is a row, and table[ids] takes rows. And a review without words must get zeros."
)
def columns_for_rows_and_nothing_for_empty(ids, table):
    return table[:, ids[ids != 0]].mean(axis=1)


@encode_review.mistake(
    "table[:, ids] takes columns: a word is a row, and table[ids] takes rows. And padding, id 0, must be left out."
)
def columns_for_rows_with_zeros(ids, table):
    return table[:, ids].mean(axis=1)


# nearest_rows -----------------------------------------------------------------------------------------------------


def tables_and_queries(random: np.random.Generator) -> list[tuple[np.ndarray, int, int]]:
    """Return tables with a row and how many neighbours; no two cosines are equal."""
    by_hand = np.array([[1.0, 0.0], [5.0, 5.0], [2.0, 0.5], [0.5, 3.0], [-1.0, 0.1]])
    cases = [(by_hand, 0, 2), (by_hand, 0, 4), (by_hand, 3, 1)]
    cases.append((np.array([[1.0, 0.0], [1.0, 1e-3], [1.0, 0.3], [0.0, 1.0]]), 0, 2))  # a cosine close to 1
    cases.append((np.array([[2.0, 0.0], [-1.0, 0.0], [0.0, 1.0]]), 0, 2))  # a cosine of -1
    for number, dimensions, row, k in ((12, 3, 4, 3), (30, 8, 29, 5), (9, 9, 0, 8), (40, 2, 17, 10)):
        cases.append((rows_of_many_lengths(random, number, dimensions), row, k))
    cases.append((rows_of_many_lengths(random, 300, 3), 299, 299))
    return cases


def by_dot_product(table, row, k):
    """Return an array of the numbers of the k rows with the largest cosine to this row.

    The largest comes first. row is a row number. It is not among the answers. No two
    cosines are equal; table holds floats and has more than k rows.
    """
    alike = table @ table[row]
    return np.argsort(-alike)[:k]


@exercise(
    hints=(
        "Bring every row to length 1; then the cosines of one row with all others are one matrix product.",
        "np.argsort sorts from small to large, and gives row numbers. What must be sorted so that the largest cosine "
        "comes first? And which row number must go?",
        "order = np.argsort(-(unit @ unit[row])) lists all rows; order[order != row][:k] is the answer.",
    ),
    why="Among rows of length 1 the dot product is the cosine, and a row has the largest one with itself, so it must "
    "be taken out.",
    cases=tables_and_queries,
    faulty=by_dot_product,
    compared=as_floats,
)
def nearest_rows(table, row, k):
    """Return an array of the numbers of the k rows with the largest cosine to this row.

    The largest comes first. row is a row number. It is not among the answers. No two
    cosines are equal; table holds floats and has more than k rows.
    """
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    order = np.argsort(-(unit @ unit[row]))
    return order[order != row][:k]


def cosines_to(table, row):
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    return unit @ unit[row]


def first_without(order, row, k):
    return order[order != row][:k]


@nearest_rows.mistake(
    "The row is its own nearest neighbour in your answer, with cosine 1. Take its number out before you cut to k."
)
def query_kept(table, row, k):
    return np.argsort(-cosines_to(table, row))[:k]


@nearest_rows.mistake(
    "The least similar rows come first: np.argsort sorts from small to large. Sort the negative cosines."
)
def least_similar_first(table, row, k):
    return first_without(np.argsort(cosines_to(table, row)), row, k)


@nearest_rows.mistake("These are the largest dot products, so long rows win. Divide each row by its own length.")
def dot_product(table, row, k):
    return first_without(np.argsort(-(table @ table[row])), row, k)


@nearest_rows.mistake(
    "These are neighbours by distance. The cosine is asked for: rows that point the same way, however long they are."
)
def euclidean_distance(table, row, k):
    return first_without(np.argsort(np.linalg.norm(table - table[row], axis=1)), row, k)


@nearest_rows.mistake(
    "These are neighbours by distance, and the row is its own nearest. The cosine is asked for, and the row left out."
)
def euclidean_distance_with_query(table, row, k):
    return np.argsort(np.linalg.norm(table - table[row], axis=1))[:k]


@nearest_rows.mistake(
    "You divide every column by its length. A word is a row: np.linalg.norm(table, axis=1, keepdims=True) gives the "
    "lengths of the rows."
)
def columns_normalised(table, row, k):
    unit = table / np.linalg.norm(table, axis=0)
    return first_without(np.argsort(-(unit @ unit[row])), row, k)


@nearest_rows.mistake(
    "Your row numbers are one too low behind the query: a row that is deleted before sorting shifts all later ones. "
    "Sort first, then take the number out."
)
def deleted_before_sorting(table, row, k):
    return np.argsort(-np.delete(cosines_to(table, row), row))[:k]


@nearest_rows.mistake("These are the right rows from back to front. The most similar row comes first.")
def most_similar_last(table, row, k):
    return first_without(np.argsort(-cosines_to(table, row)), row, k)[::-1]


@nearest_rows.mistake("These are the cosines. The numbers of their rows are asked for: np.argsort gives them.")
def cosines_for_rows(table, row, k):
    return -np.sort(-np.delete(cosines_to(table, row), row))[:k]


# polarity_scores --------------------------------------------------------------------------------------------------


def tables_and_two_groups(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return tables with the row numbers of two groups, of the same size and of different sizes."""
    by_hand = np.array([[4.0, 0.0], [2.0, 0.0], [-1.0, 4.0], [-1.0, -4.0], [0.5, 3.0]])
    slanted = np.array([[6.0, 8.0], [3.0, 4.0], [3.0, -1.0]])
    cases = [
        (by_hand, np.array([0, 1]), np.array([2, 3])),
        (slanted, np.array([0]), np.array([1])),
        (slanted, np.array([2]), np.array([0, 1])),
    ]
    for number, dimensions, good, bad in ((10, 4, 3, 3), (7, 7, 2, 4), (20, 3, 5, 1)):
        chosen = random.permutation(number)[: good + bad]
        cases.append((rows_of_many_lengths(random, number, dimensions) + 1, chosen[:good], chosen[good:]))
    cases.append((random.normal(size=(300, 2)).astype(np.float32), np.array([299, 256]), np.array([0])))
    return cases


@exercise(
    hints=(
        "Two points give a direction: the mean of the good rows and the mean of the bad ones. Which is taken from "
        "which, so that praise comes out as plus?",
        "Divide the direction by its length. The dot product then says how far a row reaches along it.",
        "direction = table[good].mean(axis=0) - table[bad].mean(axis=0); return table @ (direction / length), where "
        "length is np.linalg.norm(direction).",
    ),
    why="The dot product with a direction of length 1 is the place of a row along it, in the unit of the table.",
    cases=tables_and_two_groups,
)
def polarity_scores(table, good, bad):
    """Return an array: how far each row reaches in the direction of praise.

    table holds floats. good and bad are arrays of row numbers, of which none occurs
    twice. The direction leads from the mean of the bad rows to the mean of the good
    ones, and is brought to length 1. A row's score is the dot product of the unscaled
    row with the direction.
    """
    direction = table[good].mean(axis=0) - table[bad].mean(axis=0)
    return table @ (direction / np.linalg.norm(direction))


def of_length_one(table):
    return table / np.linalg.norm(table, axis=1, keepdims=True)


def towards(table, direction):
    return table @ (direction / np.linalg.norm(direction))


def from_bad_to_good(table, good, bad):
    return table[good].mean(axis=0) - table[bad].mean(axis=0)


@polarity_scores.mistake(
    "The sign is turned: praise comes out as minus. The direction leads from bad to good, so it is good - bad."
)
def sign_turned(table, good, bad):
    return towards(table, from_bad_to_good(table, bad, good))


@polarity_scores.mistake(
    "The direction still has its own length, so all scores are too large or too small by that factor. "
    "Divide it by its length."
)
def direction_not_of_length_one(table, good, bad):
    return table @ from_bad_to_good(table, good, bad)


@polarity_scores.mistake(
    "Two things: the sign is turned (good - bad leads to praise), and the direction must be divided by its length."
)
def sign_turned_and_not_of_length_one(table, good, bad):
    return table @ from_bad_to_good(table, bad, good)


@polarity_scores.mistake(
    "You use the good words only. What all words have in common then counts as praise: take the mean of the bad rows "
    "away."
)
def only_the_good_side(table, good, bad):
    return towards(table, table[good].mean(axis=0))


@polarity_scores.mistake("These are the rows' numbers in order of their score. The scores are asked for: no argsort.")
def ranked(table, good, bad):
    return np.argsort(-towards(table, from_bad_to_good(table, good, bad)))


@polarity_scores.mistake("All your scores are plus: keep the sign, it tells praise from blame.")
def without_sign(table, good, bad):
    return np.abs(towards(table, from_bad_to_good(table, good, bad)))


@polarity_scores.mistake("Blame is cut off at 0. Keep the negative scores: they say how strongly a word blames.")
def blame_cut_off(table, good, bad):
    return np.maximum(towards(table, from_bad_to_good(table, good, bad)), 0)


@polarity_scores.mistake(
    "These are cosines: the length of each row is divided out, and here it says how strongly a word speaks. "
    "Bring only the direction to length 1."
)
def cosines_with_direction(table, good, bad):
    return towards(of_length_one(table), from_bad_to_good(table, good, bad))


@polarity_scores.mistake(
    "You bring all rows to length 1 first, and here the length says how strongly a word speaks. "
    "Only the direction is brought to length 1."
)
def all_rows_of_length_one(table, good, bad):
    unit = of_length_one(table)
    return towards(unit, from_bad_to_good(unit, good, bad))


@polarity_scores.mistake(
    "Each group has a mean of its own: with sums, or both divided by one number, the larger group pulls more. Use "
    "mean(axis=0)."
)
def sums_for_means(table, good, bad):
    return towards(table, table[good].sum(axis=0) - table[bad].sum(axis=0))


@polarity_scores.mistake(
    "You take the mean within each row, a number for each word. The mean of several rows runs along axis 0: "
    "mean(axis=0)."
)
def mean_within_each_row(table, good, bad):
    return towards(table, table[good].mean(axis=1) - table[bad].mean(axis=1))


@polarity_scores.mistake(
    "You take a mean away, that of the table or that of the scores: the order stays, but all scores shift. Score the "
    "rows as they are."
)
def table_centred(table, good, bad):
    return towards(table - table.mean(axis=0), from_bad_to_good(table, good, bad))
