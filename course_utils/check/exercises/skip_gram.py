"""The exercises of notebook 10."""

from __future__ import annotations

import numpy as np

from course_utils.check.exercise import exercise

# made_up_and_score ------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "How many negatives are there with tea in the middle? What share of them is cake?",
        "tea is in the middle of 2,000 pairs, so there are 10,000 negatives for it. After perfect training, the dot "
        "product is the log of real over made up.",
        "Made up 0.006 · 10,000 times. Real as often: what is the log of 1?",
    ),
    why="Five negatives for each of 2,000 pairs are 10,000, and 0.006 of them are cake: 60. The pair is as often real as "
    "made up, so the model says 0.5, and the dot product is log 1 = 0.",
)
def made_up_and_score():
    made_up = 2_000 * 5 * 0.006
    return [made_up, float(np.log(60 / made_up))]


@made_up_and_score.mistake(
    "There are five negatives for each of the 2,000 pairs, so cake is drawn five times as often."
)
def one_negative():
    return [12, float(np.log(60 / 12))]


@made_up_and_score.mistake(
    "0 is right. But there are five negatives for each of the 2,000 pairs, so cake is drawn more often than 12 times."
)
def one_negative_and_a_score_of_zero():
    return [12, 0]


@made_up_and_score.mistake("Right so far, but a probability of 0.5 is a dot product of 0: the sigmoid of 0 is 0.5.")
def as_probability():
    return [60, 0.5]


@made_up_and_score.mistake("Right so far, but 1 is the ratio of real to made up. The dot product is its logarithm.")
def as_ratio():
    return [60, 1]


@made_up_and_score.mistake(
    "Right so far, but this is log 5, the PMI of the two words. The dot product is the PMI minus log 5."
)
def as_pmi():
    return [60, float(np.log(5))]


@made_up_and_score.mistake("The order is turned: first how often the pair is made up, then the dot product.")
def turned():
    return [0, 60]


# pair_gradients ---------------------------------------------------------------------------------------------------


def rows_of_pairs(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, int]]:
    """Return pairs of rows of two to twenty numbers, real and made up."""
    cases = [
        (np.array([1.0, 0.5]), np.array([0.4, 0.8]), 1),
        (np.array([1.0, 0.5]), np.array([0.8, -0.4]), 0),
    ]
    cases.append((np.array([0.2, -1.0]), np.array([0.0, 0.0]), 1))
    cases.append((np.array([3.0, 0.5]), np.array([2.0, -1.0]), 0))
    cases.append((np.array([1.0, 3.0]), np.array([2.0, 1.5]), 1))
    cases += [(np.full(3, 5.0), np.full(3, other), is_real) for other, is_real in ((5.0, 0), (-5.0, 1))]
    cases.append((np.array([1.0]), np.array([2.0]), 1))
    for size in (2, 3, 8, 20):
        for is_real in (0, 1):
            cases.append((random.normal(size=size), random.normal(size=size), is_real))
    return cases


@exercise(
    hints=(
        "The probability that the pair is real is the sigmoid of the dot product. How wrong is it?",
        "error = probability - is_real. Each row gets the error times the other row.",
        "error = 1 / (1 + np.exp(-middle @ other)) - is_real; return np.array([error * other, error * middle])",
    ),
    why="The gradient with respect to the score is probability minus truth, and the score is a dot product, whose "
    "gradient with respect to one row is the other.",
    cases=rows_of_pairs,
)
def pair_gradients(middle, other, is_real):
    """Return an array of two rows: the gradients of the loss of a pair.

    The first is with respect to middle, the second with respect to other. These are
    rows of the two tables, arrays of floats of equal length; their dot product is
    between -80 and 80. is_real is 1 for a pair from the text and 0 for a negative.
    The loss is minus the log of the probability that the model gives to the truth.
    """
    error = 1 / (1 + np.exp(-middle @ other)) - is_real
    return np.array([error * other, error * middle])


def probability(middle, other):
    return 1 / (1 + np.exp(-middle @ other))


@pair_gradients.mistake(
    "Each row gets the error times itself here. The gradient of a dot product with respect to one row is the other row."
)
def times_itself(middle, other, is_real):
    error = probability(middle, other) - is_real
    return np.array([error * middle, error * other])


@pair_gradients.mistake(
    "The sign is turned: probability minus truth is the gradient. What you return is the step, which goes against it."
)
def the_step(middle, other, is_real):
    error = is_real - probability(middle, other)
    return np.array([error * other, error * middle])


@pair_gradients.mistake(
    "The truth is missing: a real pair with probability 0.9 is nearly right, its error is 0.9 - 1."
)
def without_the_truth(middle, other, is_real):
    error = probability(middle, other)
    return np.array([error * other, error * middle])


@pair_gradients.mistake(
    "The error is taken from the score. Turn the score into a probability first, with the sigmoid."
)
def without_the_sigmoid(middle, other, is_real):
    error = middle @ other - is_real
    return np.array([error * other, error * middle])


@pair_gradients.mistake("You take the cosine. The score is the dot product itself: do not divide by the lengths.")
def with_the_cosine(middle, other, is_real):
    lengths = np.linalg.norm(middle) * np.linalg.norm(other)
    error = 1 / (1 + np.exp(-middle @ other / lengths)) - is_real
    return np.array([error * other, error * middle])


@pair_gradients.mistake(
    "This is right for real pairs only. For a negative the truth is 0, and the error the probability itself."
)
def always_real(middle, other, is_real):
    error = probability(middle, other) - 1
    return np.array([error * other, error * middle])


# windows ----------------------------------------------------------------------------------------------------------


def texts_and_windows(random: np.random.Generator) -> list[tuple[list[str], int]]:
    """Return texts of no to twelve words, with repeated ones, and windows up to longer than the text."""
    cases = [
        (["the", "small", "kitten", "drinks", "milk"], 2),
        (["good", "film"], 1),
        (["good"], 3),
        ([], 2),
        (["a", "b", "a", "b"], 1),
        (["a", "b", "c"], 5),
        (["the", "film", "is", "the", "film"], 3),
        (["a", "b", "c"], 3),
        (list("abcdef"), 0),
        ([f"word{number}" for number in range(40)], 12),
    ]
    words = ["the", "a", "good", "bad", "film", "story", "was", "it"]
    for size, window in ((6, 1), (9, 3), (12, 5), (12, 2)):
        cases.append((random.choice(words, size=size).tolist(), window))
    return cases


def windows_that_wrap(tokens, window):
    """Return a list with the neighbours of each place in a text, as a list of words.

    tokens is a list of words, perhaps an empty one. The neighbours of a place are the
    words up to window places before it and after it, in the order of the text. Near
    the ends of the text there are fewer.
    """
    found = []
    for place in range(len(tokens)):
        before = tokens[place - window : place]
        after = tokens[place + 1 : place + 1 + window]
        found.append(before + after)
    return found


@exercise(
    hints=(
        "Which places lose neighbours? Try it on a text of five words, with a window of 2.",
        "For place 1 and window 2, the slice begins at 1 - 2 = -1. What does Python take a negative index for?",
        "before = tokens[max(place - window, 0) : place]",
    ),
    why="A negative index counts from the end of the list, so the slice would begin there and lose words before the "
    "place; max keeps the beginning at 0.",
    cases=texts_and_windows,
    faulty=windows_that_wrap,
)
def windows(tokens, window):
    """Return a list with the neighbours of each place in a text, as a list of words.

    tokens is a list of words, perhaps an empty one. The neighbours of a place are the
    words up to window places before it and after it, in the order of the text. Near
    the ends of the text there are fewer.
    """
    found = []
    for place in range(len(tokens)):
        before = tokens[max(place - window, 0) : place]
        after = tokens[place + 1 : place + 1 + window]
        found.append(before + after)
    return found


@windows.mistake(
    "The fault is still there: near the beginning, the words before are lost. Look at tokens[place - window : place] "
    "for place 1 and window 2."
)
def still_wrapping(tokens, window):
    return windows_that_wrap(tokens, window)


@windows.mistake("The word itself is among its neighbours: the words after it begin at place + 1.")
def with_the_word_itself(tokens, window):
    return [tokens[max(place - window, 0) : place + window + 1] for place in range(len(tokens))]


@windows.mistake("The window after the word is one word short: a slice ends before its second number.")
def one_short_after(tokens, window):
    return [
        tokens[max(place - window, 0) : place] + tokens[place + 1 : place + window] for place in range(len(tokens))
    ]


@windows.mistake(
    "Places near the ends are left out. They have neighbours too, only fewer: every place gets its list."
)
def whole_windows_only(tokens, window):
    return [
        tokens[place - window : place] + tokens[place + 1 : place + 1 + window]
        for place in range(window, len(tokens) - window)
    ]


@windows.mistake(
    "With abs the slice begins at another wrong place. The first place of a text is 0: max(place - window, 0)."
)
def with_abs(tokens, window):
    return [
        tokens[abs(place - window) : place] + tokens[place + 1 : place + 1 + window] for place in range(len(tokens))
    ]
