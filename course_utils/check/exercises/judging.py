"""The exercises of notebook 11."""

from __future__ import annotations

import numpy as np

from course_utils.check.exercise import exercise

# synonyms_ahead ---------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "Compare each pair of synonyms with each pair of antonyms. How many comparisons are there?",
        "4 · 2 = 8 comparisons. 0.8 is larger than both 0.6 and 0.4. How many do 0.7, 0.45 and 0.3 win?",
        "0.8 and 0.7 win two each, 0.45 wins one, 0.3 none: 5 of 8.",
    ),
    why="0.8 and 0.7 beat both, 0.45 beats only 0.4, 0.3 beats neither: 5 of 8 comparisons, so 0.625.",
)
def synonyms_ahead():
    won = 2 + 2 + 1 + 0
    return won / (4 * 2)


@synonyms_ahead.mistake("You count the comparisons that are won. A share of all eight is asked for.")
def number_won():
    return 5


@synonyms_ahead.mistake("That is the share that the antonyms win.")
def antonyms_ahead():
    return 3 / 8


@synonyms_ahead.mistake("That is percent. Give a share between 0 and 1.")
def in_percent():
    return 62.5


@synonyms_ahead.mistake(
    "So many of the synonyms are above all antonyms. Each synonym is compared with each antonym by itself."
)
def above_all():
    return 2 / 4


@synonyms_ahead.mistake(
    "So many of the synonyms are above some antonym. Each synonym is compared with each antonym by itself."
)
def above_some():
    return 3 / 4


@synonyms_ahead.mistake("You give the difference of the means. Here only the order of the cosines counts.")
def difference_of_means():
    return (0.8 + 0.7 + 0.45 + 0.3) / 4 - (0.6 + 0.4) / 2


@synonyms_ahead.mistake("You divide by the four synonyms. There are 4 · 2 = 8 comparisons.")
def for_each_synonym():
    return 5 / 4


# interval_of_lead -------------------------------------------------------------------------------------------------


def solved_questions(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return what two tables solved, and draws of questions: alike, far apart, one question, numbers that are floats."""
    cases = [
        (
            np.array([1, 1, 0, 1]),
            np.array([1, 0, 0, 0]),
            np.array([[0, 1, 2, 3], [0, 0, 2, 2], [1, 1, 3, 3]]),
        ),
        (np.array([0, 0, 1]), np.array([1, 1, 1]), np.array([[0, 1, 2], [2, 2, 2], [0, 0, 1], [1, 2, 2]])),
        (np.array([1]), np.array([0]), np.zeros((2, 1), dtype=int)),
        (
            (random.random(30) < 0.6).astype(int),
            np.zeros(30, int),
            random.integers(30, size=(90, 12)),
        ),  # short draws
        (np.arange(20) % 2, np.arange(20) // 15, random.integers(20, size=(40, 50))),  # long ones
        (np.array([1, 1, 0]), np.array([0, 1, 1]), np.repeat([[1, 1, 1], [2, 2, 2]], [1_000, 500], axis=0)),
    ]
    for number, times, shares in ((30, 200, (0.6, 0.5)), (200, 40, (0.2, 0.7)), (50, 300, (0.5, 0.5))):
        first, second = (random.random(number) < share for share in shares)
        draws = random.integers(number, size=(times, number))
        cases.append((first.astype(int), second.astype(int), draws))
    alike = (random.random(80) < 0.5).astype(float)
    differ = alike.copy()
    differ[:6] = 1 - differ[:6]  # nearly the same questions: drawn together, the lead hardly moves
    cases.append((alike, differ, random.integers(80, size=(150, 80))))
    return cases


@exercise(
    hints=(
        "first[draws] is a table: a row for each draw, what the first table solved of its questions.",
        "Take the means of the rows, axis=1, for both tables; their differences are the leads.",
        "leads = first[draws].mean(axis=1) - second[draws].mean(axis=1); then np.quantile(leads, [0.025, 0.975]).",
    ),
    why="Both tables are scored on the same draw, so what makes a draw easy for both cancels in the difference.",
    cases=solved_questions,
)
def interval_of_lead(first, second, draws):
    """Return an array: the ends of the middle 95 % of the lead, low and high.

    first and second say which questions each table solved: arrays of 1 and 0, one
    per question, the same questions in the same order. draws is an array of
    question numbers, a row for each draw. The lead in a draw is the mean of first less
    the mean of second over its questions, the same for both. The ends are the
    quantiles 0.025 and 0.975, as np.quantile gives them.
    """
    leads = first[draws].mean(axis=1) - second[draws].mean(axis=1)
    return np.quantile(leads, [0.025, 0.975])


@interval_of_lead.mistake(
    "You compare the ends of two separate intervals. Take the difference within each draw, then its quantiles: the "
    "two tables then have the same luck."
)
def ends_of_two_intervals(first, second, draws):
    of_first, of_second = (np.quantile(solved[draws].mean(axis=1), [0.025, 0.975]) for solved in (first, second))
    return np.array([of_first[0] - of_second[1], of_first[1] - of_second[0]])


@interval_of_lead.mistake("You subtract the first from the second: the lead is that of the first table.")
def other_sign(first, second, draws):
    leads = second[draws].mean(axis=1) - first[draws].mean(axis=1)
    return np.quantile(leads, [0.025, 0.975])


@interval_of_lead.mistake(
    "You leave out 5 % on each side, so 90 % are left. The middle 95 % leave out 2.5 % on each side."
)
def middle_ninety(first, second, draws):
    leads = first[draws].mean(axis=1) - second[draws].mean(axis=1)
    return np.quantile(leads, [0.05, 0.95])


@interval_of_lead.mistake("You take means down the columns. A draw is a row: its mean is taken along axis 1.")
def means_of_columns(first, second, draws):
    leads = first[draws].mean(axis=0) - second[draws].mean(axis=0)
    return np.quantile(leads, [0.025, 0.975])


@interval_of_lead.mistake("You give the smallest and the largest lead. Leave out 2.5 % of the draws on each side.")
def all_draws(first, second, draws):
    leads = first[draws].mean(axis=1) - second[draws].mean(axis=1)
    return np.array([leads.min(), leads.max()])


@interval_of_lead.mistake("You give sums over the questions of a draw. A score is a mean: divide by their number.")
def sums(first, second, draws):
    leads = first[draws].sum(axis=1) - second[draws].sum(axis=1)
    return np.quantile(leads, [0.025, 0.975])


# by_the_rule ------------------------------------------------------------------------------------------------------


def tables_and_questions(random: np.random.Generator) -> list[tuple[np.ndarray, int, int, int]]:
    """Return rows of length 1 and questions: each of the three words would win, or every other product is below 0."""
    cases = []

    def add(rows: np.ndarray, *question: int) -> None:
        unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        cases.append((unit, *question))

    # The word that stands in place 1 is nearest, then place 2; all that is allowed points away.
    add(np.array([[1.0, 0.2], [1.0, 0.0], [1.0, 0.1], [-1.0, 0.4], [-1.0, -1.0]]), 0, 1, 2)
    add(np.array([[1.0, 0.2], [1.0, 0.1], [1.0, 0.0], [-1.0, 0.4], [-0.3, 1.0]]), 0, 1, 2)
    add(np.array([[0.9, 0.1], [0.1, 1.0], [0.0, -1.0], [-1.0, 0.2], [-0.1, -1.0]]), 4, 1, 2)
    add(np.array([[1.0, 0.1], [1.0, -0.3], [0.8, 0.2], [-1.0, 0.3]]), 1, 2, 0)
    # All that is allowed lies opposite, farther below 0 than any of the three would be with its sign turned.
    add(np.array([[0.0, 0.0, 1.0], [0.5, 0.9, 0.0], [0.5, -0.9, 0.0], [-0.8, 0.1, 0.6], [-0.6, 0.0, 0.8]]), 0, 1, 2)
    for degrees in ((178, 0, 4, 182, 179), (175, 0, 10, 160, 200)):  # far below 0, where a constant may be too high
        add(np.array([[np.cos(angle), np.sin(angle)] for angle in np.radians(degrees)]), 0, 1, 2)
    for rows, columns in ((6, 3), (12, 4), (30, 5), (60, 3)):
        for _ in range(3):
            one, its, other = random.choice(rows, 3, replace=False).tolist()
            add(random.normal(size=(rows, columns)) + 0.5, one, its, other)
    # The first word of the question wins: the other two nearly cancel it, and it is long gone from the sum.
    add(np.array([[0.7, 0.72], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]), 0, 1, 2)
    return cases


def only_the_last(unit, one, its, other):
    """Return the row number of the answer: one is to its as other is to what?

    unit is an array of rows of length 1; one, its and other are row numbers. The answer
    is the row with the largest dot product with unit[its] - unit[one] + unit[other].
    The three rows of the question are not allowed, whatever their dot products. There
    are at least four rows, and no ties.
    """
    products = unit @ (unit[its] - unit[one] + unit[other])
    products[other] = 0
    return int(np.argmax(products))


@exercise(
    hints=(
        "Which words of the question may still win? And what if all other products are below 0?",
        "All three rows of the question must go. A 0 is larger than any negative product: what is smaller than all?",
        "products[[one, its, other]] = -np.inf",
    ),
    why="The rule forbids all three words, and minus infinity loses against every product, also against negative ones.",
    cases=tables_and_questions,
    faulty=only_the_last,
)
def by_the_rule(unit, one, its, other):
    """Return the row number of the answer: one is to its as other is to what?

    unit is an array of rows of length 1; one, its and other are row numbers. The answer
    is the row with the largest dot product with unit[its] - unit[one] + unit[other].
    The three rows of the question are not allowed, whatever their dot products. There
    are at least four rows, and no ties.
    """
    products = unit @ (unit[its] - unit[one] + unit[other])
    products[[one, its, other]] = -np.inf
    return int(np.argmax(products))


@by_the_rule.mistake("Only the third word is forbidden. The other two can still be the answer.")
def third_word_only(unit, one, its, other):
    products = unit @ (unit[its] - unit[one] + unit[other])
    products[other] = -np.inf
    return int(np.argmax(products))


@by_the_rule.mistake("All three words are set to 0. Where every other product is negative, one of them still wins.")
def zeros(unit, one, its, other):
    products = unit @ (unit[its] - unit[one] + unit[other])
    products[[one, its, other]] = 0
    return int(np.argmax(products))


@by_the_rule.mistake("This is the answer without the rule: no word is forbidden.")
def without_the_rule(unit, one, its, other):
    return int(np.argmax(unit @ (unit[its] - unit[one] + unit[other])))


@by_the_rule.mistake("The step goes the wrong way: it is its less one, added to other.")
def step_turned(unit, one, its, other):
    products = unit @ (unit[one] - unit[its] + unit[other])
    products[[one, its, other]] = -np.inf
    return int(np.argmax(products))


@by_the_rule.mistake("The first word of the question is still allowed: forbid one, too.")
def first_word_allowed(unit, one, its, other):
    products = unit @ (unit[its] - unit[one] + unit[other])
    products[[its, other]] = -np.inf
    return int(np.argmax(products))


@by_the_rule.mistake("The second word of the question is still allowed: forbid its, too.")
def second_word_allowed(unit, one, its, other):
    products = unit @ (unit[its] - unit[one] + unit[other])
    products[[one, other]] = -np.inf
    return int(np.argmax(products))


@by_the_rule.mistake("The third word of the question is still allowed: forbid other, too.")
def third_word_allowed(unit, one, its, other):
    products = unit @ (unit[its] - unit[one] + unit[other])
    products[[one, its]] = -np.inf
    return int(np.argmax(products))
