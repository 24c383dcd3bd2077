"""The exercises of notebook 01."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from course_utils.check.exercise import exercise

LETTERS = list("abcdefgh")


def random_words(random: np.random.Generator, number: int) -> list[str]:
    """Return different made-up words in no order, of one to four letters."""
    words: dict[str, None] = {}
    while len(words) < number:
        words["".join(random.choice(LETTERS, size=random.integers(1, 5)))] = None
    return list(words)


def random_tokens(random: np.random.Generator, words: list[str], number: int) -> list[str]:
    """Return tokens drawn from words, of which the first ones are frequent."""
    weights = 1 / np.arange(1, len(words) + 1)
    return [words[place] for place in random.choice(len(words), size=number, p=weights / weights.sum())]


# sparse_bytes -----------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "Three arrays are stored. Which of them has an element for each entry that is not 0, and which has not?",
        "Values and column numbers: 150,000 of each. Starts: one for each row, and one more, where the last row "
        "ends. Each element takes 4 bytes.",
        "(150,000 + 150,000 + 1,001) × 4. What does it come to?",
    ),
    why="Each entry that is not 0 takes 8 bytes and each row 4, and 4 more for the end: 1.2 MB instead of 40.",
)
def sparse_bytes():
    return (150_000 + 150_000 + 1_001) * 4


@sparse_bytes.mistake("The starts are missing: without them nobody knows which entries belong to which review.")
def starts_forgotten():
    return 2 * 150_000 * 4


@sparse_bytes.mistake(
    "One of the two long arrays is missing: the values, or the columns, which say what word a count belongs to."
)
def columns_forgotten():
    return (150_000 + 1_001) * 4


@sparse_bytes.mistake("You count the values alone. Their places must be stored too: column numbers and starts.")
def only_values():
    return 150_000 * 4


@sparse_bytes.mistake(
    "Nearly: one start for each row does not say where the last row ends. There is one more start than rows."
)
def last_end_forgotten():
    return (2 * 150_000 + 1_000) * 4


@sparse_bytes.mistake(
    "You store a row number with every entry. The entries stand row after row, so it is enough to know where each "
    "row starts."
)
def row_number_for_each():
    return 3 * 150_000 * 4


@sparse_bytes.mistake(
    "You give a start to every column. The entries are stored row by row: it is the 1,000 rows that have starts."
)
def starts_of_columns():
    return (2 * 150_000 + 10_001) * 4


@sparse_bytes.mistake("That is the dense table, zeros and all. Count what the sparse one stores: three arrays.")
def dense_table():
    return 1_000 * 10_000 * 4


@sparse_bytes.mistake("You take 150 entries for the whole table. Each of the 1,000 reviews has 150 of them.")
def entries_of_one_review():
    return (2 * 150 + 1_001) * 4


@sparse_bytes.mistake("You count elements. Each of them takes 4 bytes.")
def elements_for_bytes():
    return 2 * 150_000 + 1_001


@sparse_bytes.mistake("These are kilobytes. Bytes are asked for: do not divide by 1,000.")
def kilobytes():
    return (2 * 150_000 + 1_001) * 4 / 1_000


@sparse_bytes.mistake("These are megabytes. Bytes are asked for: do not divide by 1,000,000.")
def megabytes():
    return (2 * 150_000 + 1_001) * 4 / 1_000_000


@sparse_bytes.mistake("You store an end for each review beside its start. It ends where the next one begins.")
def start_and_end_for_each():
    return (2 * 150_000 + 2 * 1_000) * 4


@sparse_bytes.mistake("You take 8 bytes for an element. These are 32-bit numbers: 4 bytes.")
def eight_bytes():
    return (2 * 150_000 + 1_001) * 8


# split_by_film ----------------------------------------------------------------------------------------------------


def films_of_reviews(random: np.random.Generator) -> list[tuple[list[str]]]:
    """Return the film of each review: films side by side, films that come back later, few films, one review."""
    by_hand = ["jaws", "jaws", "alien", "fargo", "fargo", "fargo", "rocky", "psycho", "psycho", "big"]
    cases = [
        (by_hand,),
        (["up", "up", "heat", "heat", "up", "babe", "m", "m", "heat", "antz", "up"],),
        (["ran"] * 7,),
        (["brazil"],),
        (["up", "heat", "up", "babe"],),
        (["Big", "Up", "it", "Antz", "Jaws", "Ran", "It", "Jaws", "m", "M", "up"],),
        (["12 Monkeys", "8 Women", "1984", "9", "300", "2001", "9", "12 Monkeys", "21", "28 Days", "27"],),
        (["1", "10", "2", "3", "4", "5"],),
        ([f"film {number}" for number in range(1, 13)],),
        (["a", "a ", "b", "c", "d", "e"],),
        (["", "a", "b", "c", "d", "e"],),
        (["The A", "B", "C", "D", "E", "F"],),
        (["Émile", "a", "b", "c", "d", "Zoe"],),
        ([" z", "a", "b", "c", "d", "e"],),
        (["P (1)", "P (2)", "a", "b", "c"],),
        ([f"a film with a very long name, part {part}" for part in range(1, 6)],),
        (["Psycho of 1960", "Psycho of 1998", "a", "b", "c", "d", "e"],),
        (["Psycho 1960", "Psycho 1998", "a", "b", "c", "d", "e"],),
    ]
    for films, reviews in ((10, 40), (23, 60), (7, 50)):
        titles = random_words(random, films)
        cases.append((random_tokens(random, titles, reviews),))
        in_stretches = np.repeat(titles, random.integers(1, 6, size=films))
        cases.append((in_stretches.tolist(),))
    return cases


def every_fifth_review(films):
    """Return True for reviews of the fifth film, the tenth, …, films sorted by name.

    films is a list with the name of each review's film, at least one; use `sorted` for
    the order. The result is a bool array of the same length, and no film has reviews on
    both sides.
    """
    place = np.arange(len(films))
    return place % 5 == 4


@exercise(
    hints=(
        "Run it by hand on ten reviews of two films. What is being counted to five, and what should be?",
        "Sort the films' names, each once. Which of them are held out? Then ask of each review: is its film one of "
        "those?",
        "names = np.unique(films) sorts, and names[4::5] are the films to hold out; np.isin(films, …) asks for each "
        "review.",
    ),
    why="The films are dealt out, not the reviews, so all reviews of a film go the same way wherever they stand.",
    cases=films_of_reviews,
    faulty=every_fifth_review,
)
def split_by_film(films):
    """Return True for reviews of the fifth film, the tenth, …, films sorted by name.

    films is a list with the name of each review's film, at least one; use `sorted` for
    the order. The result is a bool array of the same length, and no film has reviews on
    both sides.
    """
    names = np.unique(films)
    return np.isin(films, names[4::5])


def held_out(films, chosen):
    return np.array([film in chosen for film in films], dtype=bool)


@split_by_film.mistake(
    "A film is still on both sides: you count reviews to five. Count films, and let each review follow its film."
)
def reviews_counted(films):
    result = np.zeros(len(films), dtype=bool)
    result[4::5] = True
    return result


@split_by_film.mistake(
    "Sorting brings the reviews of a film together, but you still count reviews to five: films are cut in two. Take "
    "each film once (np.unique, or set) and count those."
)
def sorted_reviews_counted(films):
    result = np.zeros(len(films), dtype=bool)
    result[np.argsort(films, kind="stable")[4::5]] = True
    return result


@split_by_film.mistake(
    "The end of the list is held out in one piece, and the film at the cut is on both sides. Choose films, not a "
    "place in the list."
)
def end_of_the_list(films):
    result = np.zeros(len(films), dtype=bool)
    result[len(films) - len(films) // 5 :] = True
    return result


@split_by_film.mistake(
    "Films stay together, but you hold out the film of every fifth review: films with many reviews nearly always, "
    "and far more than a fifth. Choose among the films' names, each once."
)
def films_of_every_fifth_review(films):
    return held_out(films, films[4::5])


@split_by_film.mistake(
    "You start a new film wherever the name changes, so a film that comes back later counts as another one and may "
    "be on both sides. Go by the name."
)
def stretches_for_films(films):
    changes = [False, *(one != other for one, other in pairwise(films))]
    return np.cumsum(changes) % 5 == 4


@split_by_film.mistake(
    "You number the films as they first occur: the same reviews in another order would be split differently. Sort "
    "the names first."
)
def by_first_review(films):
    return held_out(films, list(dict.fromkeys(films))[4::5])


@split_by_film.mistake(
    "You hold out the first film, the sixth, …; the fifth, the tenth, … are asked for: start at 4."
)
def first_of_each_five(films):
    return held_out(films, sorted(set(films))[::5])


@split_by_film.mistake("You count one too far: counted from 0, the fifth film is number 4, so start at 4.")
def sixth_film(films):
    return held_out(films, sorted(set(films))[5::5])


@split_by_film.mistake("The two sides are swapped: True marks what is held out, a fifth of the films.")
def sides_swapped(films):
    return ~held_out(films, sorted(set(films))[4::5])


@split_by_film.mistake(
    "You hold out the first fifth of the films in the order of their names. The fifth film, the tenth, … are asked "
    "for."
)
def first_fifth_of_the_films(films):
    names = sorted(set(films))
    return held_out(films, names[: len(names) // 5])


@split_by_film.mistake(
    "You hold out the last fifth of the films in the order of their names. The fifth film, the tenth, … are asked "
    "for."
)
def last_fifth_of_the_films(films):
    names = sorted(set(films))
    return held_out(films, names[len(names) - len(names) // 5 :])


@split_by_film.mistake(
    "You hold out the last films, a fifth of them or a little more. Every fifth one is asked for: the fifth, the "
    "tenth, …, which is none where there are fewer than five."
)
def last_films_rounded_up(films):
    names = sorted(set(films))
    return held_out(films, names[int(0.8 * len(names)) :])


@split_by_film.mistake(
    "You hold out the last films; every fifth one is asked for. And where there are fewer than five films you hold "
    "out all of them: names[-0:] is the whole list."
)
def last_films_by_a_negative_index(films):
    names = sorted(set(films))
    return held_out(films, names[-(len(names) // 5) :])


# count_tokens -----------------------------------------------------------------------------------------------------


def tokens_and_vocabulary(random: np.random.Generator) -> list[tuple[list[str], list[str]]]:
    """Return the tokens of one text and a vocabulary that lacks some of them, or all, or none; one text is empty.

    One vocabulary has words that differ by a capital or a blank only, one text has a word 300 times.
    """
    small = ["", "[UNK]", "good", "film", "bad"]
    cases = [
        (["good", "music", "good", "film"], small),
        (["film", "film", "film"], small),
        (["a", "b", "a"], ["", "[UNK]"]),
        ([], small),
        (["good"], small),
        (["Film", "film", "Good", "film ", "film\t", "New York"], [*small, "Film", "film\xa0", "New York"]),
        (["film"] * 300 + ["plot"] * 260, small),
        (["music"], small),
        (["film", "film!", "films", "well-made"], small),
        (
            ["don't", "1.0", "1", "straße", "café", "cafe\u0301"],
            ["", "[UNK]", "dont", "1", "strasse", "cafe", "café"],
        ),
        (["unbelievable", "unbelievably"], ["", "[UNK]", "unbelievably", "unbelievable"]),
    ]
    for words, known, tokens in ((12, 6, 30), (30, 25, 60), (8, 8, 20)):
        made_up = random_words(random, words)
        vocabulary = ["", "[UNK]", *random.permutation(made_up)[:known].tolist()]
        cases.append((random_tokens(random, made_up, tokens), vocabulary))
    return cases


@exercise(
    hints=(
        "Two steps that you know: tokens become ids, and then each id is counted.",
        "A dictionary {word: position} gives the ids; its .get(token, 1) gives 1 for a word that it does not have.",
        "np.bincount(ids, minlength=len(vocabulary)) counts each id, and fills up with zeros to the length of the "
        "vocabulary.",
    ),
    why="Every token is counted exactly once, known or not, so the counts add up to the length of the text.",
    cases=tokens_and_vocabulary,
)
def count_tokens(tokens, vocabulary):
    """Return the count of each entry: an int array, shape (len(vocabulary),).

    tokens is a list of words, vocabulary a list that begins with "" and "[UNK]", which
    are no words. Words outside the vocabulary are counted at position 1. Two words are
    the same when their strings are equal.
    """
    id_of = {word: position for position, word in enumerate(vocabulary)}
    ids = np.array([id_of.get(token, 1) for token in tokens], dtype=int)
    return np.bincount(ids, minlength=len(vocabulary))


def counts_with(tokens, vocabulary, unknown):
    """Count with another place for unknown words; None leaves them out."""
    bag = np.zeros(len(vocabulary), dtype=int)
    for token in tokens:
        if token in vocabulary:
            bag[vocabulary.index(token)] += 1
        elif unknown is not None:
            bag[unknown] += 1
    return bag


@count_tokens.mistake(
    "You say whether a word occurs, not how often. Add 1 for each token; beware, bag[ids] += 1 adds only once for "
    "an id that repeats."
)
def zero_or_one(tokens, vocabulary):
    return np.minimum(counts_with(tokens, vocabulary, 1), 1)


@count_tokens.mistake(
    "Unknown words are counted as padding, at position 0. They belong at position 1: padding is no word at all."
)
def unknown_into_padding(tokens, vocabulary):
    return counts_with(tokens, vocabulary, 0)


@count_tokens.mistake(
    "Unknown words are lost: your counts do not add up to the number of tokens. Count those words at position 1."
)
def unknown_dropped(tokens, vocabulary):
    return counts_with(tokens, vocabulary, None)


@count_tokens.mistake(
    "Unknown words land at the last position, where -1 points. Give them position 1, which is [UNK]."
)
def unknown_into_last(tokens, vocabulary):
    return counts_with(tokens, vocabulary, -1)


@count_tokens.mistake(
    "Unknown words are lost, and repeated ones count once. Add 1 for each token, unknown ones at 1."
)
def zero_or_one_of_known(tokens, vocabulary):
    return np.minimum(counts_with(tokens, vocabulary, None), 1)


@count_tokens.mistake(
    "The reserved places are missing: your array begins with the first word. Positions 0 and 1 belong to it too."
)
def reserved_left_out(tokens, vocabulary):
    return counts_with(tokens, vocabulary, 1)[2:]


@count_tokens.mistake(
    "The counts are right, but they are floats: np.zeros and np.eye make floats unless told dtype=int."
)
def counts_as_floats(tokens, vocabulary):
    return counts_with(tokens, vocabulary, 1).astype(float)


@count_tokens.mistake("These are shares of the text. The counts themselves are asked for: do not divide.")
def shares_of_text(tokens, vocabulary):
    return counts_with(tokens, vocabulary, 1) / max(len(tokens), 1)


@count_tokens.mistake(
    "Your array ends at the largest id of the text. It needs a place for each entry: minlength=len(vocabulary)."
)
def too_short(tokens, vocabulary):
    bag = counts_with(tokens, vocabulary, 1)
    return bag[: bag.nonzero()[0].max(initial=-1) + 1]
