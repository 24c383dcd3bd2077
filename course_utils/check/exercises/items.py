"""The exercises of notebook 13."""

from __future__ import annotations

import numpy as np

from course_utils.check.comparing import as_a_list
from course_utils.check.exercise import exercise

# ranking_measures -------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "Recall@10: three of the four films are within the first ten. With one hidden film, the largest possible sum "
        "is 1, so NDCG@10 is the weight of its rank.",
        "The weight of a rank is 1 / log2(rank + 1): rank 1 gets 1, rank 3 gets 1/2. Beyond ten there is nothing.",
        "The weights are 1, 1/2, 1/2 and 0. Take the mean over the four people.",
    ),
    why="Three of four films are within ten; the weights 1, 1/2, 1/2 and 0 have the mean 0.5.",
)
def ranking_measures():
    return [0.75, 0.5]


@ranking_measures.mistake("Recall is a share of the hidden films: divide by four.")
def counted():
    return [3, 0.5]


@ranking_measures.mistake(
    "Rank 15 is beyond the first ten, and its film counts for nothing in both measures: its weight is 0, not 1/4."
)
def beyond_ten():
    return [0.75, 0.5625]


@ranking_measures.mistake(
    "Your second number is the mean of 1 / rank, the reciprocal ranks of notebook 12. NDCG falls more slowly: "
    "1 / log2(rank + 1)."
)
def reciprocal_ranks():
    return [0.75, float(np.mean([1, 1 / 3, 1 / 3, 1 / 15]))]


@ranking_measures.mistake(
    "Your second number is the mean of 1 / rank, cut at ten. NDCG falls more slowly: 1 / log2(rank + 1)."
)
def reciprocal_ranks_to_ten():
    return [0.75, float(np.mean([1, 1 / 3, 1 / 3, 0]))]


@ranking_measures.mistake("You divide by 2.95, the best sum of five hidden films. With one hidden film it is 1.")
def as_if_five_were_hidden():
    return [0.75, float(0.5 / np.sum(1 / np.log2([2, 3, 4, 5, 6])))]


@ranking_measures.mistake("0.17 is 0.5 / 2.95, the best sum of five hidden films. With one it is 1: divide by 1.")
def as_if_five_were_hidden_rounded():
    return [0.75, 0.17]


@ranking_measures.mistake("You add the weights of the four people up. Take their mean.")
def added_up():
    return [0.75, 2.0]


# corrected_loss ---------------------------------------------------------------------------------------------------


def scores_and_shares(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return square tables of scores with a share for each column, equal and unequal, with a batch of one."""
    cases = [
        (np.array([[2.0, 1.0], [0.5, 3.0]]), np.array([0.5, 0.125])),
        (np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([0.02, 0.001])),
        (np.zeros((2, 2)), np.array([0.02, 0.00001])),
        (np.array([[4.0]]), np.array([0.25])),
        (np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 5.0], [-2.0, 0.0, -1.0]]), np.array([0.1, 0.1, 0.01])),
        (np.array([[50.0, 40.0], [33.0, 35.0]]), np.array([0.4, 0.6])),
        (np.array([[0.0, 50.0], [0.0, 1.0]]), np.array([0.4, 0.6])),
        (np.array([[20.0, 0.0], [1.0, 3.0]]), np.array([0.4, 0.6])),
    ]
    for size, scale in ((3, 1), (5, 3), (9, 6)):
        share = random.dirichlet(np.ones(size + 3))[:size]
        cases.append((random.normal(size=(size, size)) * scale, share))
    cases.append((random.normal(size=(4, 4)).astype(np.float32), np.array([0.3, 0.2, 0.01, 0.004])))
    return cases


@exercise(
    hints=(
        "A popular film is among the wrong answers of many rows. From its whole column the logarithm of its share is "
        "subtracted. That is a number below 0: all scores rise, a rare film's most.",
        "scores - np.log(share) subtracts from each column. Then as in notebook 12: softmax in each row, minus the "
        "logarithm of the share on the diagonal, the mean over rows.",
        "corrected = scores - np.log(share); sums = np.log(np.exp(corrected).sum(axis=1)); return float(np.mean(sums "
        "- np.diag(corrected)))",
    ),
    why="A film comes into the batch as often as it is popular, and subtracting log(share) undoes just that.",
    cases=scores_and_shares,
)
def corrected_loss(scores, share):
    """Return the loss of a batch, corrected for how often each film comes into batches.

    scores is a square array of floats from -50 to 50: row i has the scores of person i
    with every film of the batch. The right film is in column i. share[j] is the share
    of column j's film in all ratings, above 0. Its logarithm is subtracted from the
    column's scores. The loss is the mean of -log(softmax of the row, at the right film)
    over rows.
    """
    corrected = scores - np.log(share)
    sums = np.log(np.exp(corrected).sum(axis=1))
    return float(np.mean(sums - np.diag(corrected)))


def _loss(scores):
    """Return the loss of a batch without a correction."""
    return float(np.mean(np.log(np.exp(scores).sum(axis=1)) - np.diag(scores)))


@corrected_loss.mistake(
    "That is the loss without the correction. If you subtracted from rows: softmax ignores what is the same in a whole "
    "row. Subtract from each column."
)
def uncorrected(scores, share):
    return _loss(scores)


@corrected_loss.mistake(
    "You add the logarithm of the share. Popular films come up too often as wrong answers: subtract it."
)
def added(scores, share):
    return _loss(scores + np.log(share))


@corrected_loss.mistake("You subtract the share itself. Softmax works with powers of e: subtract its logarithm.")
def without_logarithm(scores, share):
    return _loss(scores - share)


@corrected_loss.mistake("You correct the right films only. Each column is corrected as a whole, wrong answers too.")
def diagonal_alone(scores, share):
    return _loss(scores - np.diag(np.log(share)))


@corrected_loss.mistake("You correct the wrong films only. Each column is corrected as a whole, the right film too.")
def diagonal_left_out(scores, share):
    return _loss(scores - np.log(share) * (1 - np.eye(len(share))))


@corrected_loss.mistake("You add the losses of the rows up. Take their mean, so that batches of any size compare.")
def sum_of_rows(scores, share):
    return _loss(scores - np.log(share)) * len(scores)


# recommend --------------------------------------------------------------------------------------------------------


def scores_and_seen(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, int]]:
    """Return scores above and below 0, with films seen and none."""
    cases = [
        (np.array([0.9, -0.2, 0.4, -0.7]), np.array([True, False, False, False]), 2),
        (np.array([-3.0, -1.0, -2.0, -4.0]), np.array([False, True, False, False]), 2),
        (np.array([1.0, 2.0, 3.0]), np.array([False, False, False]), 3),
        (np.array([-5.0, 5.0]), np.array([False, True]), 1),
        (np.array([2e9, -3e9, 1e9, 5.0]), np.array([True, False, False, False]), 3),
        (np.array([-1.5e12, -2e13, -3.0]), np.array([False, False, True]), 2),
        (np.array([-100.0, *range(30)]), np.arange(31) == 30, 30),
        # One film is left, in each place: where a seen one gets the lowest score, some order of equals is wrong.
        *((np.where(left, -1.0, [0.3, 0.6, 0.9]), ~left, 1) for left in np.eye(3, dtype=bool)),
    ]
    for number, k in ((8, 3), (20, 5), (40, 10), (2_000, 500)):  # np.argpartition may leave 100 in order, but not 500
        seen = random.permutation(number) < number // 3
        cases.append((random.normal(loc=-1, size=number), seen, k))
    return cases


def zero_is_not_the_end(scores, seen, k):
    """Return the numbers of the k best films that the person has not seen.

    scores has a float for each film, seen says which films the person has seen. The
    film with the highest score comes first. Scores may be negative; no two are equal.
    At least k films are unseen, and k is at least 1.
    """
    left = np.where(seen, 0, scores)
    return np.argsort(-left)[:k].tolist()


@exercise(
    hints=(
        "All scores of a person are negative, and one film is seen. In what place does it end up?",
        "A seen film gets 0, which is more than any negative score. It needs a score below every other.",
        "left = np.where(seen, -np.inf, scores)",
    ),
    why="Only minus infinity is below every score; 0 is the best of all where the scores are negative.",
    cases=scores_and_seen,
    compared=as_a_list,
    faulty=zero_is_not_the_end,
)
def recommend(scores, seen, k):
    """Return the numbers of the k best films that the person has not seen.

    scores has a float for each film, seen says which films the person has seen. The
    film with the highest score comes first. Scores may be negative; no two are equal.
    At least k films are unseen, and k is at least 1.
    """
    left = np.where(seen, -np.inf, scores)
    return np.argsort(-left)[:k].tolist()


@recommend.mistake("A seen film still gets 0, and 0 is ahead of every negative score.")
def still_zero(scores, seen, k):
    return np.argsort(-np.where(seen, 0, scores))[:k].tolist()


@recommend.mistake("A seen film is then level with the unseen film of the lowest score. It must be below: -np.inf.")
def the_lowest_score(scores, seen, k):
    return np.argsort(-np.where(seen, scores.min(), scores))[:k].tolist()


@recommend.mistake("Seen films are recommended too: nothing keeps them out.")
def nothing_left_out(scores, seen, k):
    return np.argsort(-scores)[:k].tolist()


@recommend.mistake(
    "These are places among the unseen films, and not the films' own numbers: np.flatnonzero(~seen) has those."
)
def places_among_the_unseen(scores, seen, k):
    return np.argsort(-scores[~seen])[:k].tolist()


@recommend.mistake(
    "The worst come first: argsort and sorted sort upwards. Sort the negative scores, with np.inf for a seen film."
)
def worst_first(scores, seen, k):
    return np.argsort(np.where(seen, np.inf, scores))[:k].tolist()


@recommend.mistake("The right films in another order: np.argpartition finds the k best, but does not sort them.")
def not_sorted(scores, seen, k):
    return np.argpartition(-np.where(seen, -np.inf, scores), k - 1)[:k].tolist()


@recommend.mistake("You recommend what the person has seen, and leave out the rest.")
def only_what_was_seen(scores, seen, k):
    return np.argsort(-np.where(seen, scores, -np.inf))[:k].tolist()


@recommend.mistake(
    "A fixed number such as -1e9 is not below every score: some here are lower still. -np.inf is below all."
)
def a_large_number(scores, seen, k):
    return np.argsort(-np.where(seen, -1e9, scores))[:k].tolist()
