"""The exercises of notebook 14."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from course_utils.check.comparing import as_a_list
from course_utils.check.exercise import exercise

# flattered --------------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "How many of the 1,000 test texts are right? Count the 300 and the 700 apart.",
        "0.99 · 300 + 0.79 · 700 texts are right. An honest test has no copies: which of the two accuracies is left?",
        "(297 + 553) / 1,000 is the score that is printed; subtract 0.79 from it.",
    ),
    why="297 + 553 = 850 of 1,000 are right. On texts that it has not seen the model is right in 0.79 of cases, so the "
    "copies flatter by 0.06.",
)
def flattered():
    return [0.85, 0.06]


@flattered.mistake("Give shares, as in the text: 0.85, not 85.")
def in_percent():
    return [85, 6]


@flattered.mistake("The first is right. The second is asked as a difference, not as a ratio.")
def as_a_ratio():
    return [0.85, 0.06 / 0.79]


@flattered.mistake("The first is right. The second is how far it lies above 0.79, not how far 0.99 does.")
def between_the_kinds():
    return [0.85, 0.2]


@flattered.mistake("The two kinds are not of one size: 300 texts have a copy, 700 have none. Weigh by that.")
def plain_mean():
    return [0.89, 0.1]


@flattered.mistake("The first is right. The second asks how much higher that is than 0.79.")
def honest_instead():
    return [0.85, 0.79]


@flattered.mistake("You have them the wrong way round: 300 of the 1,000 have a copy, 700 have none.")
def wrong_way_round():
    return [0.93, 0.14]


# shared_pairs -----------------------------------------------------------------------------------------------------


def two_texts(random: np.random.Generator) -> list[tuple[list[str], list[str]]]:
    """Return pairs of texts as lists of words: equal, unlike, short, with repeated pairs."""
    by_hand = [
        ("a warm and funny film", "a warm and witty film"),
        ("one two three", "one two three"),
        ("one two", "three four"),
        ("one", "one"),
        ("", ""),
        ("one", "one two"),
        ("very very very good", "very good"),
        ("no no no no", "no no"),
        ("dog bites man", "man bites dog"),
        ("a b c d e f g h", "c d e"),
        ("now here", "no where"),
        ("a", "b"),
        ("a", ""),
        ("a b", "xa bc"),
        ("The cat", "the cat"),
        ("good film !", "good film ?"),
        ("well-made film", "well made-film"),
    ]
    cases = [(one.split(), other.split()) for one, other in by_hand]
    for length in (6, 9, 15):
        one, other = (random.choice(list("abcd"), length).tolist() for _ in range(2))
        cases.append((one, other))
    return cases


@exercise(
    hints=(
        "Make the set of neighbouring words of each text: pairwise(words).",
        "The share is the number of pairs that both have, divided by the number that either has. Mind texts without a "
        "pair: there is nothing to divide by.",
        "pairs, others = set(pairwise(one)), set(pairwise(other)); either = pairs | others; return "
        "len(pairs & others) / len(either) if either else 0.0",
    ),
    why="Sets count each pair once; & is what both have, | is what either has.",
    cases=two_texts,
)
def shared_pairs(one, other):
    """Return the share of pairs that both texts have, among those that either has.

    one and other are lists of words. A pair is two neighbouring words, in their order;
    a pair that comes twice counts once. The share is 0.0 when neither text has a pair.
    """
    pairs, others = set(pairwise(one)), set(pairwise(other))
    either = pairs | others
    return len(pairs & others) / len(either) if either else 0.0


@shared_pairs.mistake("You compare single words. Take two neighbours at a time: pairwise(words).")
def single_words(one, other):
    either = set(one) | set(other)
    return len(set(one) & set(other)) / len(either) if either else 0.0


@shared_pairs.mistake("You divide by the pairs of the first text. Divide by the pairs that either text has.")
def of_the_first(one, other):
    pairs, others = set(pairwise(one)), set(pairwise(other))
    return len(pairs & others) / len(pairs) if pairs else 0.0


@shared_pairs.mistake(
    "You divide by the sum of both sizes, which counts a shared pair twice. Divide by the size of the union."
)
def by_the_sum(one, other):
    pairs, others = set(pairwise(one)), set(pairwise(other))
    total = len(pairs) + len(others)
    return len(pairs & others) / total if total else 0.0


@shared_pairs.mistake("Two words that are joined without a space may look like two others: keep a pair as a tuple.")
def joined(one, other):
    pairs, others = ({first + second for first, second in pairwise(words)} for words in (one, other))
    either = pairs | others
    return len(pairs & others) / len(either) if either else 0.0


@shared_pairs.mistake(
    "Order matters: (dog, bites) and (bites, dog) are two pairs. Keep each pair as it is, neither sorted nor a set."
)
def without_order(one, other):
    pairs, others = ({frozenset(pair) for pair in pairwise(words)} for words in (one, other))
    either = pairs | others
    return len(pairs & others) / len(either) if either else 0.0


@shared_pairs.mistake("A pair that comes twice must count once: put the pairs into sets.")
def counted_each_time(one, other):
    pairs, others = list(pairwise(one)), list(pairwise(other))
    both = sum(min(pairs.count(pair), others.count(pair)) for pair in set(pairs))
    either = len(pairs) + len(others) - both
    return both / either if either else 0.0


@shared_pairs.mistake("Pairs overlap: each word but the last begins one. pairwise(words) takes each step.")
def every_second(one, other):
    pairs, others = (
        set(zip(one[::2], one[1::2], strict=False)),
        set(zip(other[::2], other[1::2], strict=False)),
    )
    either = pairs | others
    return len(pairs & others) / len(either) if either else 0.0


# whole_families ---------------------------------------------------------------------------------------------------


def families_and_sizes(random: np.random.Generator) -> list[tuple[np.ndarray, int]]:
    """Return family numbers in all orders, and how many texts are wanted."""
    by_hand = [
        ([0, 1, 0, 2, 1, 0], 4),
        ([0, 0, 1, 1, 2, 2], 3),
        ([0, 1, 2, 3, 4], 2),
        ([0, 0, 0, 0], 1),
        ([2, 1, 0], 3),
        ([1, 0, 1, 0], 2),
        ([0, 1, 1, 1, 2], 2),
        ([3, 3, 1, 0, 2, 2], 1),
        ([0, 1, 1, 1, 2], 3),
        (range(12), 3),
        (range(12), 12),
        ([0] * 200 + [1] * 100 + [2] * 5, 250),
    ]
    cases = [(np.array(family), number) for family, number in by_hand]
    for texts, number in ((12, 5), (20, 9), (30, 4)):
        family = np.unique(random.integers(0, texts // 2, size=texts), return_inverse=True)[1]
        cases.append((family, number))
    return cases


def cut_at_the_number(family, number):
    """Return a bool array: True for the texts that are held out.

    family is an array of ints: the number of each text's family, 0, 1, 2, … in any
    order. Take family 0, then 1, and so on, until `number` texts or more are held out.
    A family is taken as a whole or not at all. number is at least 1, at most all texts.
    """
    order = np.argsort(family, kind="stable")
    held_out = np.zeros(len(family), dtype=bool)
    held_out[order[:number]] = True
    return held_out


@exercise(
    hints=(
        "Try family [0, 0, 0, 0] with number 1. How many texts does the function hold out, and what of the others?",
        "The last family that is needed may be cut in two. Find its number, then take all texts up to that family.",
        "last = family[order[number - 1]]; return family <= last",
    ),
    why="The text that brings the number to `number` decides which family is the last; all its members come along.",
    cases=families_and_sizes,
    compared=as_a_list,
    faulty=cut_at_the_number,
)
def whole_families(family, number):
    """Return a bool array: True for the texts that are held out.

    family is an array of ints: the number of each text's family, 0, 1, 2, … in any
    order. Take family 0, then 1, and so on, until `number` texts or more are held out.
    A family is taken as a whole or not at all. number is at least 1, at most all texts.
    """
    order = np.argsort(family, kind="stable")
    last = family[order[number - 1]]
    return family <= last


@whole_families.mistake("One family is still cut in two: some of its texts are held out, others are not.")
def still_cut(family, number):
    return cut_at_the_number(family, number)


@whole_families.mistake(
    "The last family is left out now, and too few texts are held out: take it as a whole, with <=."
)
def too_few(family, number):
    order = np.argsort(family, kind="stable")
    return family < family[order[number - 1]]


@whole_families.mistake(
    "That is one family too many where the number is reached exactly: the text at place number - 1 is the last needed."
)
def one_too_many(family, number):
    order = np.argsort(family, kind="stable")
    return family <= family[order[min(number, len(family) - 1)]]


@whole_families.mistake("`number` counts texts, not families.")
def that_many_families(family, number):
    return family < number


@whole_families.mistake(
    "You take the texts in the order of the file. Family 0 comes first, wherever its texts stand."
)
def in_the_order_of_the_file(family, number):
    return np.isin(family, family[:number])


# each_class_alike -------------------------------------------------------------------------------------------------


def labels_and_guesses(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return labels and guesses: unbalanced, of several classes, all wrong, with a class that nobody guesses."""
    by_hand = [
        ([0, 0, 0, 1], [0, 0, 0, 0]),
        ([0, 1], [1, 0]),
        ([2, 2, 0, 1, 1, 1], [2, 0, 0, 1, 1, 2]),
        ([0, 0, 1], [0, 0, 1]),
        ([0, 0, 0, 0, 1, 1], [2, 0, 0, 0, 1, 0]),
        ([3, 5, 5, 5], [3, 3, 5, 5]),
        ([1], [1]),
        ([0, 1], [0, 7]),
        ([0, 5], [0, 3]),
        ([-1, -1, 1], [-1, 1, 1]),
        ([0, 1, 256], [256, 1, 256]),
    ]
    cases = [(np.array(labels), np.array(guesses)) for labels, guesses in by_hand]
    for number, classes in ((15, 3), (40, 4)):
        labels = random.integers(0, classes, size=number) * random.integers(0, 2, size=number)
        cases.append((labels, random.integers(0, classes, size=number)))
    return cases


@exercise(
    hints=(
        "For each class: of the texts that have this label, what share was guessed right?",
        "Loop over np.unique(labels). For each, take the guesses where labels == this class, and the mean of guesses == "
        "this class. Then the mean of these shares.",
        "shares = [np.mean(guesses[labels == one] == one) for one in np.unique(labels)]; return float(np.mean(shares))",
    ),
    why="A class of ten texts then weighs as much as one of a thousand, and always saying the largest class gives 1/k.",
    cases=labels_and_guesses,
)
def each_class_alike(labels, guesses):
    """Return the accuracy in which each class counts alike.

    labels and guesses are arrays of ints, of the same length, at least one. For each
    class among the labels take the share of its texts that are guessed right; then
    take the mean of these shares.
    """
    shares = [np.mean(guesses[labels == one] == one) for one in np.unique(labels)]
    return float(np.mean(shares))


@each_class_alike.mistake(
    "That is the usual accuracy: the largest class decides it. Take the share of each class, then their plain mean."
)
def usual_accuracy(labels, guesses):
    return float(np.mean(labels == guesses))


@each_class_alike.mistake(
    "You divide by how often a class was *guessed*. Divide by how many texts have that *label*."
)
def of_the_guesses(labels, guesses):
    shares = [np.mean(labels[guesses == one] == one) if (guesses == one).any() else 0.0 for one in np.unique(labels)]
    return float(np.mean(shares))


@each_class_alike.mistake(
    "A class that is only guessed, and has no text, does not count: take the classes from the labels alone."
)
def guessed_classes_too(labels, guesses):
    both = np.union1d(labels, guesses)
    shares = [np.mean(guesses[labels == one] == one) if (labels == one).any() else 0.0 for one in both]
    return float(np.mean(shares))


@each_class_alike.mistake("You add the shares of the classes up: take their mean.")
def summed(labels, guesses):
    return float(sum(np.mean(guesses[labels == one] == one) for one in np.unique(labels)))
