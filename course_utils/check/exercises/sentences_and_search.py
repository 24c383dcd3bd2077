"""The exercises of notebook 12."""

from __future__ import annotations

import numpy as np

from course_utils.check.comparing import as_floats
from course_utils.check.exercise import exercise

# search_measures --------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "recall@1: how many of the four have their text in first place? recall@10: how many within the first ten?",
        "For the mean reciprocal rank turn each rank upside down: 1/1, 1/4, 1/20, 1/2.",
        "One of four is first, three of four are within ten, and (1 + 0.25 + 0.05 + 0.5) / 4 is the last number.",
    ),
    why="1/4 and 3/4 of the queries have their text within the first 1 and 10, and the mean of 1, 0.25, 0.05 and 0.5 "
    "is 0.45.",
)
def search_measures():
    return [0.25, 0.75, 0.45]


@search_measures.mistake("Recall is a share of the queries: divide by four.")
def counted():
    return [1, 3, 0.45]


@search_measures.mistake(
    "The last number is the mean of the *reciprocal* ranks: 1/1, 1/4, 1/20 and 1/2. The mean rank itself is 6.75."
)
def mean_rank():
    return [0.25, 0.75, 6.75]


@search_measures.mistake("You take 1 divided by the mean rank. Turn each rank upside down first, then take the mean.")
def reciprocal_of_the_mean():
    return [0.25, 0.75, 1 / 6.75]


@search_measures.mistake("0.148 is 1 divided by the mean rank. Turn each rank upside down, then take the mean.")
def reciprocal_of_the_mean_rounded():
    return [0.25, 0.75, 0.148]


@search_measures.mistake(
    "Rank 20 is beyond the first ten: that query does not count for recall@10. It does count a little for MRR."
)
def all_within_ten():
    return [0.25, 1.0, 0.45]


@search_measures.mistake("These are counts and a sum. All three are means over the four queries: divide by four.")
def sums():
    return [1, 3, 1.8]


@search_measures.mistake("These are percent. Give shares between 0 and 1.")
def in_percent():
    return [25, 75, 45]


@search_measures.mistake("Rank 20 counts for the mean reciprocal rank, too, if only a little: 1/20.")
def rank_20_left_out():
    return [0.25, 0.75, 0.4375]


# batch_loss -------------------------------------------------------------------------------------------------------


def score_tables(random: np.random.Generator) -> list[tuple[np.ndarray]]:
    """Return square tables of scores, small and large, with a batch of one and with equal scores."""
    by_hand = [
        [[8.0, 4.0, 2.0], [3.0, 6.0, 5.0], [1.0, 0.0, 7.0]],
        [[1.0, 2.0], [5.0, 3.0]],
        [[4.0]],
        [[0.5, 0.5], [0.5, 0.5]],
        [[1000.0, -1000.0], [990.0, 1000.0]],
        [[-900.0, -901.0], [-950.0, -949.0]],
        [[1000.0, 999.0], [-1000.0, -1001.0]],
        [[0.0, 1000.0], [1000.0, 0.0]],
    ]
    cases = [(np.array(table),) for table in by_hand]
    cases += [(random.normal(size=(size, size)) * scale,) for size, scale in ((3, 1), (5, 4), (12, 20))]
    cases.append((random.normal(size=(4, 4)).astype(np.float32),))
    return cases


@exercise(
    hints=(
        "Row i is a question with one right answer: column i. Softmax turns the row into shares.",
        "The loss of a row is minus the logarithm of the share on the diagonal. That is log(sum of exp(scores)) less "
        "the score on the diagonal. Large scores overflow: subtract each row's maximum first.",
        "scores = scores - scores.max(axis=1, keepdims=True); sums = np.log(np.exp(scores).sum(axis=1)); return "
        "float(np.mean(sums - np.diag(scores)))",
    ),
    why="Each row is a choice among all second halves of the batch, and only the one on the diagonal is right.",
    cases=score_tables,
)
def batch_loss(scores):
    """Return the loss of a batch: the mean of -log(share of the right half) over rows.

    scores is a square array of floats: row i has the scores of first half i with every
    second half, already multiplied by the scale. The right one is in column i. The
    shares of a row are its softmax. Scores may be as large as 1000, or as small as
    -1000.
    """
    scores = scores - scores.max(axis=1, keepdims=True)
    sums = np.log(np.exp(scores).sum(axis=1))
    return float(np.mean(sums - np.diag(scores)))


@batch_loss.mistake("You take the softmax down the columns. A row is one first half with all second halves: axis=1.")
def down_the_columns(scores):
    scores = scores - scores.max(axis=0, keepdims=True)
    return float(np.mean(np.log(np.exp(scores).sum(axis=0)) - np.diag(scores)))


@batch_loss.mistake(
    "Nearly: np.exp(1000) is infinite. Subtract the maximum of each row first; the shares stay the same."
)
def overflowing(scores):
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        sums = np.log(np.exp(scores).sum(axis=1))
        return float(np.mean(sums - np.diag(scores)))


@batch_loss.mistake(
    "Nearly: a share may be too small to be stored, or a power too large. Take the logarithm apart: the log of the "
    "sum, less the score on the diagonal, both after each row's maximum was subtracted."
)
def logarithm_of_a_share(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    with np.errstate(divide="ignore"):
        return float(np.mean(-np.log(np.diag(powers / powers.sum(axis=1, keepdims=True)))))


@batch_loss.mistake("The sign is wrong: the logarithm of a share is at most 0, and a loss is at least 0.")
def wrong_sign(scores):
    scores = scores - scores.max(axis=1, keepdims=True)
    return float(np.mean(np.diag(scores) - np.log(np.exp(scores).sum(axis=1))))


@batch_loss.mistake("You add the losses of the rows up. Take their mean, so that batches of any size compare.")
def added_up(scores):
    scores = scores - scores.max(axis=1, keepdims=True)
    return float(np.sum(np.log(np.exp(scores).sum(axis=1)) - np.diag(scores)))


@batch_loss.mistake(
    "You take one softmax over the whole table. Each row is a choice of its own: its shares add up to 1."
)
def over_the_whole_table(scores):
    scores = scores - scores.max()
    return float(np.mean(np.log(np.exp(scores).sum()) - np.diag(scores)))


@batch_loss.mistake(
    "You take the mean over every cell, so each half is pulled to all others too. Only the diagonal is right."
)
def every_cell(scores):
    scores = scores - scores.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(scores).sum(axis=1, keepdims=True)) - scores))


# rank_of_own ------------------------------------------------------------------------------------------------------


def scores_with_ties(random: np.random.Generator) -> list[tuple[np.ndarray]]:
    """Return square tables of scores: all equal, with some equal ones, and with none."""
    by_hand = [
        [[0.9, 0.5, 0.1], [0.9, 0.5, 0.1], [0.9, 0.5, 0.1]],
        [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]],
        [[0.3, 0.3, 0.1], [0.0, 0.2, 0.0], [0.7, 0.0, 0.7]],
        [[-1.0]],
        [[0.5, 0.499999], [0.2, 0.3]],
        [[0.5, 0.5 - 1e-10], [0.1, 0.2]],
        [[1e9, 1e9], [0.0, 1.0]],
    ]
    cases = [(np.array(table),) for table in by_hand]
    cases += [(random.integers(0, 4, size=(size, size)) / 4,) for size in (4, 6, 9)]
    return [*cases, (random.normal(size=(7, 7)),), (np.full((12, 12), 0.1),), (np.full((300, 300), 0.1),)]


def ties_count_as_won(scores):
    """Return an array: the rank of each query's own text, 1 for the first.

    scores is a square array: row i has query i's score with every text. Its own text
    is in column i. Every other text with a score as high or higher is ahead of it.
    """
    own = np.diag(scores)[:, None]
    return (scores > own).sum(axis=1) + 1


@exercise(
    hints=(
        "What rank does the function give when all scores of a row are 0? Is that fair?",
        "With > a text that only ties is not ahead. The docstring wants ties ahead: >=. But then a text meets itself.",
        "return (scores >= own).sum(axis=1): the own text counts itself once, and that is the 1.",
    ),
    why="A ranking that gives every text the same score knows nothing, so its own text must come last, not first.",
    cases=scores_with_ties,
    compared=as_floats,
    faulty=ties_count_as_won,
)
def rank_of_own(scores):
    """Return an array: the rank of each query's own text, 1 for the first.

    scores is a square array: row i has query i's score with every text. Its own text
    is in column i. Every other text with a score as high or higher is ahead of it.
    """
    own = np.diag(scores)[:, None]
    return (scores >= own).sum(axis=1)


@rank_of_own.mistake(
    "A text with the same score is still behind: when all scores are 0, every query comes out first."
)
def still_won(scores):
    return (scores > np.diag(scores)[:, None]).sum(axis=1) + 1


@rank_of_own.mistake("One too many: with >= the own text counts itself already, so no 1 is added.")
def itself_twice(scores):
    return (scores >= np.diag(scores)[:, None]).sum(axis=1) + 1


@rank_of_own.mistake("One too few: ranks begin at 1, and a text is not ahead of itself.")
def from_zero(scores):
    return (scores >= np.diag(scores)[:, None]).sum(axis=1) - 1


@rank_of_own.mistake("You rank the queries of each text. A row holds one query's scores: compare along axis 1.")
def along_the_columns(scores):
    return (scores >= np.diag(scores)[None, :]).sum(axis=0)


@rank_of_own.mistake(
    "Equal scores come in the order of the columns here, so a text's number decides. Count all that are as high or "
    "higher."
)
def by_sorting(scores):
    order = np.argsort(-scores, axis=1, kind="stable")
    return (order == np.arange(len(scores))[:, None]).argmax(axis=1) + 1


@rank_of_own.mistake("You count the texts that are behind or equal. Rank 1 is the text with the highest score.")
def from_the_end(scores):
    return (scores <= np.diag(scores)[:, None]).sum(axis=1)
