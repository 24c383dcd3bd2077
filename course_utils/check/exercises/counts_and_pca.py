"""The exercises of notebook 02."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from course_utils.check.comparing import as_an_array, as_floats
from course_utils.check.exercise import exercise

# neighbour_counts -------------------------------------------------------------------------------------------------


def texts_of_ids(random: np.random.Generator) -> list[tuple[list[list[int]], int, int]]:
    """Return texts, the number of words and the window; words repeat, and one text is shorter than the window.

    Some words stand in no text, there may be no text at all, and one pair meets more than 255 times.
    """
    cases: list[tuple[list[list[int]], int, int]] = [
        ([[0, 1, 2]], 3, 1),
        ([[0, 1, 2, 3, 4, 5]], 6, 2),
        ([[0, 1], [2, 3, 1]], 5, 2),
        ([[1, 1, 0, 1]], 2, 2),
        ([[0, 2], [], [1], [2, 0, 2]], 3, 4),
        ([], 2, 1),
        ([[0] * 140, [1, 3]], 5, 1),
        ([[0, 1], [0, 1]], 2, 1),
        ([[0, 1]], 2, 0),
        ([[0, 1, 2, 3, 0, 1, 2, 3, 2]], 4, 7),
    ]
    for size, window in ((6, 1), (8, 2), (5, 3)):
        lengths = (9, 2, 5)
        cases.append(([random.integers(0, size, length).tolist() for length in lengths], size, window))
    return cases


@exercise(
    hints=(
        "Two loops over the places of one text: here, and there. When do the two words count as near each other?",
        "They count when here and there are different places, and abs(here - there) is at most window.",
        "Begin with np.zeros((size, size)); for each two near places: table[ids[here], ids[there]] += 1.",
    ),
    why="Every two places of a text at most window apart are met twice, once from each side, so the table is "
    "symmetric; no place meets itself or a place of another text.",
    cases=texts_of_ids,
    compared=as_floats,
)
def neighbour_counts(texts, size, window):
    """Return an array of shape (size, size): how often any two words meet.

    texts is a list of lists of ids, whole numbers from 0 to size - 1; every id is a
    word, including 0 and 1. Two different places in the same text are near if they are
    at most window apart. Entry [i, j] says how often j is near an i, also for i = j: in
    the text [0, 1, 0] with window 2, entry [0, 0] is 2.
    """
    table = np.zeros((size, size))
    for ids in texts:
        for here, word in enumerate(ids):
            for there, neighbour in enumerate(ids):
                if here != there and abs(here - there) <= window:
                    table[word, neighbour] += 1
    return table


def count_where(near: Callable[[int, int, int], bool], texts, size, window):
    """Count the pairs of places, here and there, that are called near."""
    table = np.zeros((size, size))
    for ids in texts:
        for here, word in enumerate(ids):
            for there, neighbour in enumerate(ids):
                table[word, neighbour] += near(here, there, window)
    return table


@neighbour_counts.mistake(
    "You look to the right only. A neighbour on the left is a neighbour too: the table must be symmetric."
)
def only_to_the_right(texts, size, window):
    return count_where(lambda here, there, w: 0 < there - here <= w, texts, size, window)


@neighbour_counts.mistake(
    "You look to the left only. A neighbour on the right is a neighbour too: the table must be symmetric."
)
def only_to_the_left(texts, size, window):
    return count_where(lambda here, there, w: 0 < here - there <= w, texts, size, window)


@neighbour_counts.mistake(
    "Each word is counted as its own neighbour. Leave out the place itself, where here == there."
)
def itself_counted(texts, size, window):
    return count_where(lambda here, there, w: abs(here - there) <= w, texts, size, window)


@neighbour_counts.mistake(
    "Your window is one too narrow: window places away is still near. Compare with <=, and let a range or a slice "
    "end one later."
)
def too_narrow(texts, size, window):
    return neighbour_counts.reference(texts, size, window - 1)


@neighbour_counts.mistake("Your window is one too wide: at most window places away is near, no more.")
def too_wide(texts, size, window):
    return neighbour_counts.reference(texts, size, window + 1)


@neighbour_counts.mistake(
    "Your window is one short on the right: the end of a range or a slice is not included. Let it be "
    "here + window + 1."
)
def right_side_short(texts, size, window):
    return count_where(lambda here, there, w: here != there and -w <= there - here < w, texts, size, window)


@neighbour_counts.mistake(
    "Your window runs from one text into the next: the last word of a text has no neighbours in another. Count each "
    "text by itself."
)
def across_texts(texts, size, window):
    return neighbour_counts.reference([[word for ids in texts for word in ids]], size, window)


@neighbour_counts.mistake(
    "Neighbours are lost at the start of a text: here - window goes below 0 there, and a slice then begins near the "
    "end. Begin it at max(0, here - window)."
)
def start_below_zero(texts, size, window):
    table = np.zeros((size, size))
    for ids in texts:
        for here, word in enumerate(ids):
            for neighbour in ids[here - window : here] + ids[here + 1 : here + window + 1]:
                table[word, neighbour] += 1
    return table


@neighbour_counts.mistake(
    "A word that stands twice in the window is not counted with itself. A place is not its own neighbour; the same "
    "word at another place is."
)
def words_for_places(texts, size, window):
    table = neighbour_counts.reference(texts, size, window)
    np.fill_diagonal(table, 0)
    return table


@neighbour_counts.mistake(
    "Everything is counted twice: two loops over all places meet each pair from both sides already. Add to one "
    "entry, not to two."
)
def both_orders_twice(texts, size, window):
    return 2 * neighbour_counts.reference(texts, size, window)


@neighbour_counts.mistake("You note whether two words meet. How often they meet is asked for: add 1 each time.")
def whether_for_how_often(texts, size, window):
    return (neighbour_counts.reference(texts, size, window) > 0).astype(float)


@neighbour_counts.mistake("The whole text counts as near. Only places at most window apart do.")
def no_window(texts, size, window):
    return count_where(lambda here, there, w: here != there, texts, size, window)


@neighbour_counts.mistake(
    "There is no limit on the right: here - there is negative there, so it is always small enough. Compare its "
    "size, abs(here - there)."
)
def sign_forgotten(texts, size, window):
    return count_where(lambda here, there, w: here != there and here - there <= w, texts, size, window)


@neighbour_counts.mistake(
    "Only the neighbours at exactly window places are counted. The nearer ones count as well: use <=."
)
def rim_of_the_window(texts, size, window):
    return count_where(lambda here, there, w: abs(here - there) == w, texts, size, window)


@neighbour_counts.mistake(
    "Meetings are lost: table[rows, columns] += 1 adds only once for a pair that repeats. np.add.at adds every time."
)
def repeats_lost(texts, size, window):
    table = np.zeros((size, size))
    for ids in texts:
        places = np.array(ids, dtype=int)
        for distance in range(1, window + 1):
            left, right = places[:-distance], places[distance:]
            table[left, right] += 1
            table[right, left] += 1
    return table


@neighbour_counts.mistake(
    "The start of a text sees its end: an index below 0 counts from the end. Leave out places below 0."
)
def around_the_start(texts, size, window):
    table = np.zeros((size, size))
    for ids in texts:
        for here, word in enumerate(ids):
            for there in range(here - window, min(here + window + 1, len(ids))):
                if there != here:
                    table[word, ids[there]] += 1
    return table


@neighbour_counts.mistake(
    "Ids 0 and 1 are left out. That is right where they are padding and the unknown word; here every id is a word."
)
def zero_and_one_left_out(texts, size, window):
    table = neighbour_counts.reference(texts, size, window)
    table[:2] = table[:, :2] = 0
    return table


# positive_pmi -----------------------------------------------------------------------------------------------------


def tables_of_counts(random: np.random.Generator) -> list[tuple[np.ndarray]]:
    """Return symmetric tables of counts; some hold zeros, and some a word without any company.

    Counts are whole numbers or floats, up to millions. In one table the rarest pair is below chance, in another each
    word meets only itself.
    """
    tables = [
        np.array([[0, 3], [3, 2]]),
        np.array([[4, 1, 0], [1, 0, 2], [0, 2, 6]]),
        np.array([[0, 0, 0], [0, 1, 5], [0, 5, 0]]),
        np.array([[4.0, 1.0, 0.0], [1.0, 0.0, 2.0], [0.0, 2.0, 6.0]]),
        np.array([[0, 300, 0], [300, 20, 1000], [0, 1000, 7]]),
        np.array([[2, 0], [0, 1]]),
        np.array([[3]]),
        np.array([[4_000_000, 3, 0], [3, 2, 1], [0, 1, 6]]),  # shares far below a small number added for safety
    ]
    for size in (4, 7, 12):
        one_way = random.poisson(1.5, size=(size, size))
        tables.append(one_way + one_way.T + np.eye(size, dtype=int))  # every word has some company
    return [(table,) for table in tables]


@exercise(
    hints=(
        "Three shares are needed, each out of table.sum(): that of the pair, that of its row, that of its column.",
        "The share of a row is table.sum(axis=1) / table.sum(). The products of all pairs: np.outer(share, share).",
        "np.maximum(np.log(table / table.sum() / np.outer(share, share)), 0), and 0 by np.where where table is 0.",
    ),
    why="The logarithm compares the share of a pair with what chance would give it; what is below chance, or never "
    "met, becomes 0.",
    cases=tables_of_counts,
)
def positive_pmi(table):
    """Return the positive PMI of each pair: an array of the shape of table.

    table has shape (words, words) and holds counts; it is symmetric. At least one pair
    has met. The logarithm is the natural one. The result is 0 where the count is 0,
    also for a word that never met another.
    """
    share = table.sum(axis=1) / table.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log(table / table.sum() / np.outer(share, share))
    return np.where(table > 0, np.maximum(pmi, 0), 0)


def quotient(table):
    """Return how many times more often each pair met than by chance."""
    share = table.sum(axis=1) / table.sum()
    return table / table.sum() / np.outer(share, share)


@positive_pmi.mistake(
    "You return PMI as it is: negative values, and -inf or nan where the count is 0. Put 0 in all these places."
)
def pmi_as_it_is(table):
    return np.log(quotient(table))


@positive_pmi.mistake("Negative values are still there. Positive PMI has 0 in their place: np.maximum(pmi, 0).")
def negative_values_kept(table):
    return np.where(table > 0, np.log(quotient(table)), 0)


@positive_pmi.mistake(
    "A word that never met another is left as nan: its share is 0, and 0 / 0 is no number. Put 0 where the count is 0."
)
def nan_of_empty_rows(table):
    return np.maximum(np.log(quotient(table)), 0)


@positive_pmi.mistake(
    "You put a number for the logarithm of 0, and leave the negative values: np.nan_to_num is not enough. "
    "Use np.maximum(pmi, 0) as well."
)
def only_nan_to_num(table):
    return np.nan_to_num(np.log(quotient(table)))


@positive_pmi.mistake(
    "You take the logarithm to base 2. The natural one is asked for: np.log. (The two differ by a factor only.)"
)
def base_two(table):
    return np.where(table > 0, np.maximum(np.log2(quotient(table)), 0), 0)


@positive_pmi.mistake(
    "You take the logarithm to base 10. The natural one is asked for: np.log. (The two differ by a factor only.)"
)
def base_ten(table):
    return np.where(table > 0, np.maximum(np.log10(quotient(table)), 0), 0)


@positive_pmi.mistake(
    "All your values are 0. If you divide, no quotient is above 1 yet: make shares of the counts and of the sums "
    "first (with / and not "
    "with //), then divide the share of each pair by that of its row and by that of its column."
)
def counts_for_shares(table):
    return np.zeros(table.shape)


@positive_pmi.mistake(
    "The sums are divided by the total, the counts are not. P(i, j) is a share too: table / table.sum()."
)
def counts_of_pairs(table):
    return np.where(table > 0, np.maximum(np.log(quotient(table) * table.sum()), 0), 0)


@positive_pmi.mistake("This is the quotient itself. PMI is its logarithm, so that 0 is what chance would give.")
def logarithm_left_out(table):
    return np.nan_to_num(quotient(table))


@positive_pmi.mistake(
    "You add 1 before the logarithm. That keeps infinity away, and moves every value: take the logarithm of the "
    "quotient itself, and put 0 where the count is 0."
)
def one_added(table):
    return np.nan_to_num(np.log1p(quotient(table)))


@positive_pmi.mistake(
    "You take the size of PMI, and a pair below chance looks like one above it. A negative value becomes 0."
)
def size_of_pmi(table):
    return np.where(table > 0, np.abs(np.log(quotient(table))), 0)


@positive_pmi.mistake(
    "Your values below 0 and above 0 have changed places: the minus of PMI. Divide the share of the pair by those of "
    "its words, not the other way round."
)
def upside_down(table):
    return np.where(table > 0, np.maximum(-np.log(quotient(table)), 0), 0)


@positive_pmi.mistake(
    "You multiply each share by itself: share * share is a row of squares. Every pair needs its own product: "
    "np.outer(share, share)."
)
def shares_squared(table):
    share = table.sum(axis=1) / table.sum()
    return np.where(table > 0, np.maximum(np.log(table / table.sum() / (share * share)), 0), 0)


@positive_pmi.mistake(
    "You add 1 to every count, so that no logarithm of 0 occurs. That makes up meetings: leave the counts, "
    "and put 0 where the count is 0."
)
def one_more_meeting(table):
    share = table.sum(axis=1) / table.sum()
    return np.maximum(np.log((table + 1) / table.sum() / np.outer(share, share)), 0)


# pca_projection ---------------------------------------------------------------------------------------------------


def points_and_k(random: np.random.Generator) -> list[tuple[np.ndarray, int]]:
    """Return points away from the origin, of columns with different spread, and how many components to keep."""
    cases = [
        (np.array([[1.0, 1.0], [3.0, 3.0], [5.0, 5.0]]), 1),
        (np.array([[0.0, 10.0], [6.0, 14.0], [3.0, 9.0], [3.0, 11.0]]), 2),
        (np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [2.0, 3.0], [5.0, 1.0]]), 2),  # a point several times
        (np.array([[0.0, 0.0]] * 15 + [[0.0, 1.0], [100.0, 0.0]]), 2),  # a point far off
        # Fewer directions than are asked for: the last ones hold zeros.
        (np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]]), 2),
        (np.array([[1.0, 5.0], [2.0, 5.0], [4.0, 5.0]]), 2),
        (np.array([[1.0, 1.0, 2.0], [2.0, 2.0, 4.0], [4.0, 4.0, 8.0], [3.0, 3.0, 6.0]]), 3),
        (random.normal(size=(6, 3)) - [5, -4, 3], 2),
        (random.normal(0.5, 1, size=(8, 3)), 2),
        (random.normal(0.5, 1, size=(8, 3)) / 1_000, 2),
    ]
    for rows, columns, k in ((30, 3, 2), (5, 5, 2), (9, 7, 3), (12, 4, 4), (10, 6, 1)):
        spread = 1 + np.arange(columns)
        cases.append((random.normal(3, 1, size=(rows, columns)) * spread, k))
    return cases


def up_to_sign(projected, points, k):
    """Turn each column so that the first point is on the positive side: both signs are right."""
    projected = as_an_array(projected)
    if isinstance(projected, np.ndarray) and projected.ndim == 2 and 0 < projected.size <= points.size:
        return projected * np.where(projected[0] < 0, -1, 1)
    return projected


def projection_from_the_origin(points, k):
    """Return the points projected on their first k components: shape (points, k).

    points holds floats: a row for each point and a column for each dimension, at least
    two columns and as many rows or more; do not change it. The strongest component
    comes first. Columns are centred, not standardised. Either sign of a component is
    right.
    """
    left, singular_values, _ = np.linalg.svd(points, full_matrices=False)
    return left[:, :k] * singular_values[:k]


@exercise(
    hints=(
        "Run it by hand on points that all lie far from the origin. Where does the first direction point?",
        "The SVD does not centre by itself. What has to happen to the points before it?",
        "Make centred = points - points.mean(axis=0), and give centred to np.linalg.svd.",
    ),
    why="Of centred points, U S holds the coordinates along the directions in which they vary, the strongest first.",
    cases=points_and_k,
    faulty=projection_from_the_origin,
    compared=up_to_sign,
)
def pca_projection(points, k):
    """Return the points projected on their first k components: shape (points, k).

    points holds floats: a row for each point and a column for each dimension, at least
    two columns and as many rows or more; do not change it. The strongest component
    comes first. Columns are centred, not standardised. Either sign of a component is
    right.
    """
    centred = points - points.mean(axis=0)
    left, singular_values, _ = np.linalg.svd(centred, full_matrices=False)
    return left[:, :k] * singular_values[:k]


def parts(points):
    """Return the SVD of centred points."""
    return np.linalg.svd(points - points.mean(axis=0), full_matrices=False)


def from_the_origin(points, k):
    """Project points as they are, as the code with the fault does."""
    return points @ np.linalg.svd(points, full_matrices=False)[2][:k].T


@pca_projection.mistake(
    "The points are still not centred: your first component says where the cloud is. Subtract the mean of each "
    "column first."
)
def not_centred(points, k):
    return from_the_origin(points, k)


@pca_projection.mistake(
    "The numbers are right, but your function alters the table of whoever calls it, as points -= … does: it works in "
    "place, on that very array. Write centred = points - …, which makes a new one. (centred = points alone makes no copy: it "
    "is a second name for the same array.)"
)
def centred_in_place(points, k):
    centred = points
    centred -= points.mean(axis=0)
    return from_the_origin(centred, k)


@pca_projection.mistake(
    "The directions come from points that are not centred: subtract the mean of each column before you look for them."
)
def centred_too_late(points, k):
    projected = from_the_origin(points, k)
    return projected - projected.mean(axis=0)


@pca_projection.mistake(
    "You subtract the mean of each row. Columns are centred: points.mean(axis=0) has a number for each column."
)
def rows_centred(points, k):
    return from_the_origin(points - points.mean(axis=1, keepdims=True), k)


@pca_projection.mistake("You subtract one mean of all numbers. Each column has its own: points.mean(axis=0).")
def one_mean(points, k):
    return from_the_origin(points - points.mean(), k)


@pca_projection.mistake(
    "You standardise: each column is also divided by its standard deviation. Only subtract the mean, so that a "
    "column that varies more counts more."
)
def standardised(points, k):
    return pca_projection.reference(points / points.std(axis=0), k)


@pca_projection.mistake(
    "Rows and columns are confused: the SVD of the transposed table, or V S in place of U S, gives coordinates of "
    "the columns. Each point is a row: give the table as it is, and take U S."
)
def rows_for_columns(points, k):
    left, singular_values, _ = np.linalg.svd((points - points.mean(axis=0)).T, full_matrices=False)
    return left[:, :k] * singular_values[:k]


@pca_projection.mistake(
    "Your directions come from the centred points, but you project the points as they were. Project the centred ones."
)
def projected_uncentred(points, k):
    return points @ parts(points)[2][:k].T


@pca_projection.mistake(
    "These are the directions. The points along them are asked for: U S, or the centred points times the directions."
)
def directions_for_points(points, k):
    return parts(points)[2][:k].T


@pca_projection.mistake(
    "These are the directions, as rows. The points along them are asked for: U S, or centred @ directions.T."
)
def directions_as_rows(points, k):
    return parts(points)[2][:k]


@pca_projection.mistake(
    "This is U alone, whose columns all have length 1. Times the singular values, a strong component is wide again."
)
def without_singular_values(points, k):
    return parts(points)[0][:, :k]


@pca_projection.mistake("This is U √S, as for word vectors. The projection itself is U S, without the root.")
def root_of_singular_values(points, k):
    left, singular_values, _ = parts(points)
    return left[:, :k] * np.sqrt(singular_values[:k])


@pca_projection.mistake(
    "The SVD gives the directions as the rows of Vᵀ, and you take its columns. Take the first k rows: "
    "centred @ vt[:k].T."
)
def columns_of_vt(points, k):
    return (points - points.mean(axis=0)) @ parts(points)[2][:, :k]


@pca_projection.mistake(
    "All your numbers are plus: np.abs puts points from both sides on one. The sign of a whole column may be turned, "
    "not that of single points."
)
def without_signs(points, k):
    return np.abs(pca_projection.reference(points, k))


@pca_projection.mistake(
    "You keep the weakest components. np.linalg.eigh puts the weakest first, np.linalg.svd the strongest."
)
def weakest_first(points, k):
    centred = points - points.mean(axis=0)
    return centred @ np.linalg.eigh(centred.T @ centred)[1][:, :k]


@pca_projection.mistake("You keep all components. Cut to the first k columns: [:, :k].")
def all_components(points, k):
    left, singular_values, _ = parts(points)
    return left * singular_values


@pca_projection.mistake(
    "You standardise: each column is also divided by its standard deviation, with n - 1. Only subtract the mean."
)
def standardised_otherwise(points, k):
    return pca_projection.reference(points / points.std(axis=0, ddof=1), k)


# explained_shares -------------------------------------------------------------------------------------------------


def clouds(random: np.random.Generator) -> list[tuple[np.ndarray]]:
    """Return points away from the origin, more than they have columns, of columns with different spread."""
    cases = [
        np.array([[0.0, 10.0], [4.0, 10.0], [2.0, 11.0], [2.0, 9.0]]),
        np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]),
        np.array([[1.0, 2.0], [5.0, 2.0], [4.0, 2.0], [3.0, 2.0]]),  # a column without any variance
        np.array([[0.0, 0.0], [4.0, 1.0], [4.0, 1.0], [1.0, 3.0]]),  # a point twice
        random.normal(size=(6, 2)) * 1e-5,
    ]
    for rows, columns in ((20, 3), (8, 5), (50, 6), (7, 2)):
        turned = random.normal(size=(rows, columns)) @ random.normal(size=(columns, columns))
        cases.append(turned * (1 + np.arange(columns)) + 2)
    return [(points,) for points in cases]


@exercise(
    hints=(
        "The singular values of the centred points tell the variances. Which step lies between the two?",
        "A variance is a mean of squares: S² / (n - 1). In a share, n - 1 cancels.",
        "np.linalg.svd(centred, compute_uv=False) gives S. Take its squares, divided by the sum of the squares.",
    ),
    why="The variances are the squared singular values over n - 1, and n - 1 cancels in a share.",
    cases=clouds,
    compared=as_an_array,
)
def explained_shares(points):
    """Return each component's share of the variance: shape (columns,).

    points holds floats: a row for each point and a column for each dimension. There are
    at least two columns, and more rows than columns. The largest share comes first;
    they add up to 1. Columns are centred, not standardised.
    """
    centred = points - points.mean(axis=0)
    squares = np.linalg.svd(centred, compute_uv=False) ** 2
    return squares / squares.sum()


def variances_along(points):
    """Return the variance along each component."""
    return np.linalg.svd(points - points.mean(axis=0), compute_uv=False) ** 2 / (len(points) - 1)


@explained_shares.mistake(
    "These are shares of lengths, such as the singular values, and a variance is made of squares: square before you "
    "make shares, or leave out the root."
)
def not_squared(points):
    lengths = np.sqrt(variances_along(points))
    return lengths / lengths.sum()


@explained_shares.mistake(
    "The points are not centred: the place of the cloud counts as variance. Subtract the mean of each column first."
)
def place_counted(points):
    squares = np.linalg.svd(points, compute_uv=False) ** 2
    return squares / squares.sum()


@explained_shares.mistake(
    "These are the squares of the singular values, and no shares yet. Divide them by their sum."
)
def only_squares(points):
    return variances_along(points) * (len(points) - 1)


@explained_shares.mistake("These are the variances, and no shares yet. Divide them by their sum.")
def only_variances(points):
    return variances_along(points)


@explained_shares.mistake("These are the singular values. Square them, and divide the squares by their sum.")
def only_singular_values(points):
    return np.sqrt(variances_along(points) * (len(points) - 1))


@explained_shares.mistake(
    "You squared the singular values, but divide by the sum of the values as they were. Divide by the sum of the "
    "squares, so that the shares add up to 1."
)
def sum_of_unsquared(points):
    squares = only_squares(points)
    return squares / np.sqrt(squares).sum()


@explained_shares.mistake(
    "You add the shares up as you go. The share of each component by itself is asked for, without cumsum."
)
def added_up(points):
    return explained_shares.reference(points).cumsum()


@explained_shares.mistake(
    "Your shares are in the wrong order: the smallest stands first, as in np.linalg.eigh. Turn them round with [::-1]."
)
def smallest_first(points):
    return explained_shares.reference(points)[::-1]


@explained_shares.mistake("These are percent. Shares lie between 0 and 1: do not multiply by 100.")
def in_percent(points):
    return 100 * explained_shares.reference(points)


@explained_shares.mistake("You divide by the largest, and the first share becomes 1. Divide by the sum of all.")
def share_of_the_largest(points):
    squares = variances_along(points)
    return squares / squares.max()


@explained_shares.mistake(
    "These are the shares of the columns as they stand. Components are turned to where the points vary: take the "
    "singular values of the centred points."
)
def shares_of_columns(points):
    return points.var(axis=0) / points.var(axis=0).sum()


@explained_shares.mistake("You standardise the columns first. Then they all count the same: subtract the mean only.")
def shares_of_standardised(points):
    return explained_shares.reference(points / points.std(axis=0))


@explained_shares.mistake("The eigenvalues of the covariance are variances already: do not square them again.")
def squared_twice(points):
    fourth_powers = variances_along(points) ** 2
    return fourth_powers / fourth_powers.sum()


@explained_shares.mistake(
    "You subtract the mean of each row. Columns are centred: points.mean(axis=0) has a number for each column."
)
def means_of_rows(points):
    return place_counted(points - points.mean(axis=1, keepdims=True))


@explained_shares.mistake(
    "Two things are missing: the points are not centred, and the singular values are not squared. Subtract the mean "
    "of each column first, and square at the end."
)
def neither_centred_nor_squared(points):
    singular_values = np.linalg.svd(points, compute_uv=False)
    return singular_values / singular_values.sum()


@explained_shares.mistake(
    "You square the shares, and they no longer add up to 1. Square first: the squares over the sum of the squares."
)
def shares_squared_late(points):
    return not_squared(points) ** 2


@explained_shares.mistake("These are the variances, with n, and no shares yet. Divide them by their sum.")
def variances_with_n(points):
    return points.var(axis=0).sum() * explained_shares.reference(points)


@explained_shares.mistake(
    "These are the shares of the columns, sorted. Components are not columns: take the singular values of the "
    "centred points."
)
def sorted_shares_of_columns(points):
    return np.sort(shares_of_columns(points))[::-1]


@explained_shares.mistake("You subtract one mean of all numbers. Each column has its own: points.mean(axis=0).")
def one_mean_for_all(points):
    return place_counted(points - points.mean())


@explained_shares.mistake(
    "The shares are right, but your function alters the table that it is given, as points -= … does: it works in "
    "place, on the array of whoever calls it. Write centred = points - …, which makes a new one."
)
def centred_in_place_as_well(points):
    shares = explained_shares.reference(points)
    points -= points.mean(axis=0)
    return shares


@explained_shares.mistake("You round the shares. Leave them as they are; rounding is for printing.")
def rounded_shares(points):
    return explained_shares.reference(points).round(2)


# shares_with_a_copy -----------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "How many different things do the three columns say? In which direction do the copies never differ?",
        "The variances add up to 3, turned or not. One direction takes both copies: what is left for the others?",
        "Along both copies together the variance is 1 + 1 = 2, along the third column 1, along the difference of the "
        "copies 0. Divide by 3.",
    ),
    why="The two copies collapse into one direction that holds the variance of both, 2 of 3; their difference is 0 "
    "everywhere, so the last component holds nothing.",
)
def shares_with_a_copy():
    return [2 / 3, 1 / 3, 0.0]


@shares_with_a_copy.mistake(
    "A third each would be right if all three were uncorrelated. Two of these columns say the same: they collapse "
    "into one direction."
)
def a_third_each():
    return [1 / 3, 1 / 3, 1 / 3]


@shares_with_a_copy.mistake(
    "That the copies need one direction is right. But the copy does not vanish: that direction holds the variance of "
    "both."
)
def copy_adds_nothing():
    return [1 / 2, 1 / 2, 0.0]


@shares_with_a_copy.mistake(
    "Two directions are left, but the first holds the variance of both copies. And give three shares: the last may "
    "be 0."
)
def two_halves():
    return [1 / 2, 1 / 2]


@shares_with_a_copy.mistake(
    "The first two shares are right. Three columns have three components: say what the last one holds."
)
def last_one_left_out():
    return [2 / 3, 1 / 3]


@shares_with_a_copy.mistake(
    "One direction cannot hold everything: the third column is uncorrelated with the others and varies by itself."
)
def all_in_one():
    return [1.0, 0.0, 0.0]


@shares_with_a_copy.mistake("These are the variances, and they are right. Shares are asked for: divide by 3.")
def variances_for_shares():
    return [2.0, 1.0, 0.0]


@shares_with_a_copy.mistake(
    "These are the right shares, but the largest comes first: the component of the two copies."
)
def order_of_columns():
    return [1 / 3, 2 / 3, 0.0]


@shares_with_a_copy.mistake("These are the right shares from the smallest to the largest. Turn the list round.")
def opposite_order():
    return [0.0, 1 / 3, 2 / 3]


@shares_with_a_copy.mistake("That is rounded. Let Python divide: write 1 / 7, say.")
def rounded_to_two():
    return [0.67, 0.33, 0.0]


@shares_with_a_copy.mistake(
    "You squared the variances 2 and 1. They are squares already; only singular values must be squared."
)
def squares_of_variances():
    return [4 / 5, 1 / 5, 0.0]


@shares_with_a_copy.mistake(
    "That is the right share of the first component. Give a list of three shares, one for each component."
)
def only_the_first():
    return 2 / 3


@shares_with_a_copy.mistake("Rounded, though to three digits. Let Python divide: write 1 / 7, say.")
def rounded_to_three():
    return [0.667, 0.333, 0.0]


@shares_with_a_copy.mistake(
    "The right shares in the order of the columns, perhaps. Components are ordered by their share: the largest first."
)
def copy_last():
    return [2 / 3, 0.0, 1 / 3]


@shares_with_a_copy.mistake("Rounded, though to four digits. Let Python divide: write 1 / 7, say.")
def rounded_to_four():
    return [0.6667, 0.3333, 0.0]


@shares_with_a_copy.mistake("These are percent, rounded to one digit. Give shares between 0 and 1, such as 1 / 7.")
def percent_with_a_digit():
    return [66.7, 33.3, 0.0]


@shares_with_a_copy.mistake("These are percent. Give shares between 0 and 1, such as 1 / 7.")
def shares_in_percent():
    return [200 / 3, 100 / 3, 0.0]


@shares_with_a_copy.mistake("These are percent, and rounded. Give shares between 0 and 1, such as 1 / 7.")
def rounded_percent():
    return [67.0, 33.0, 0.0]


@shares_with_a_copy.mistake("The digits after the second are cut off. Let Python divide: write 1 / 7, say.")
def cut_off_after_two():
    return [0.66, 0.33, 0.0]


@shares_with_a_copy.mistake("These are strings. Leave out the quotation marks, and Python divides.")
def strings_for_numbers():
    return ["2/3", "1/3", "0"]


@shares_with_a_copy.mistake(
    "The first component holds more: the copies agree everywhere, so it takes all the variance of both, and the last "
    "is left with nothing."
)
def third_shared_out():
    return [1 / 2, 1 / 4, 1 / 4]
