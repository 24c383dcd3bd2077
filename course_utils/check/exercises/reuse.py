"""The exercises of notebook 07."""

from __future__ import annotations

import numpy as np

from course_utils.check.comparing import as_a_list
from course_utils.check.exercise import exercise

# move_table -------------------------------------------------------------------------------------------------------


def two_vocabularies(
    random: np.random.Generator,
) -> list[tuple[list[str], np.ndarray, list[str], np.ndarray]]:
    """Return two lists of words with a table each: they share words in another order, none, or all."""

    def tables(old: list[str], new: list[str], columns: int) -> tuple[list[str], np.ndarray, list[str], np.ndarray]:
        return old, random.normal(size=(len(old), columns)), new, random.normal(size=(len(new), columns))

    old, new = ["the", "good", "dull"], ["dull", "witty", "good"]
    by_hand = np.array([[0.0, 0.1], [0.9, 0.3], [-0.8, 0.1]])
    cases = [
        (old, by_hand, new, np.array([[0.01, 0.02], [0.03, -0.04], [-0.02, 0.05]])),
        tables(["a", "b", "c", "d"], ["d", "a"], 3),
        tables(["b"], ["a", "b", "c"], 1),
        tables(["a", "b"], ["c", "d", "e"], 2),
        tables(["x", "Good", "y"], ["good", "Good", "x"], 2),
        tables([], ["a", "b"], 2),
        tables(["a"], [], 3),
        tables(["a", "b"], ["b", "a"], 2),
        (["a", "b"], np.array([[0.0, 0.0], [1.0, -1.0]]), ["b", "c", "a"], np.ones((3, 2))),
    ]
    words = [f"word{number}" for number in range(320)]
    for of_old, of_new, columns in ((12, 9, 4), (6, 14, 2), (300, 310, 3)):
        old, new = (random.permutation(words)[:number].tolist() for number in (of_old, of_new))
        cases.append(tables(old, new, columns))
    return cases


def filtered_first(old_words, old_table, new_words, new_table):
    """Return an array: the new table, with the old rows of the words that both have.

    old_words and new_words are lists without repetitions: word i has row i of its
    table. A word that only the new list has keeps its row of new_table. Both tables
    have the same number of columns. new_table itself stays as it is.
    """
    moved = new_table.copy()
    shared = [word for word in old_words if word in new_words]
    for row, word in enumerate(shared):
        moved[new_words.index(word)] = old_table[row]
    return moved


@exercise(
    hints=(
        "Try old words a, b, c and new words c, a. Which old row should c get, and which one does it get?",
        "row counts the shared words. The table has a row for every old word, also for those that are left out.",
        "In the last line before the return, old_table[old_words.index(word)] is the row of the word.",
    ),
    why="A row belongs to its word, so each table is asked with the number that the word has in its own list.",
    cases=two_vocabularies,
    faulty=filtered_first,
)
def move_table(old_words, old_table, new_words, new_table):
    """Return an array: the new table, with the old rows of the words that both have.

    old_words and new_words are lists without repetitions: word i has row i of its
    table. A word that only the new list has keeps its row of new_table. Both tables
    have the same number of columns. new_table itself stays as it is.
    """
    moved = new_table.copy()
    shared = [word for word in old_words if word in new_words]
    for word in shared:
        moved[new_words.index(word)] = old_table[old_words.index(word)]
    return moved


@move_table.mistake(
    "The fault is still there: the number that counts the shared words is taken for a row of the old table."
)
def still_filtered_first(old_words, old_table, new_words, new_table):
    return filtered_first(old_words, old_table, new_words, new_table)


@move_table.mistake(
    "You copy row 0 to row 0, row 1 to row 1. The two lists have their words in different places: look up the place "
    "in each."
)
def row_by_row(old_words, old_table, new_words, new_table):
    moved = new_table.copy()
    for row in range(min(len(old_words), len(new_words))):
        moved[row] = old_table[row]
    return moved


@move_table.mistake(
    "You find the words that both have, but take the old row at the word's new place. Each list has its own places."
)
def new_place_for_old(old_words, old_table, new_words, new_table):
    moved = new_table.copy()
    for row, word in enumerate(new_words):
        if word in old_words and row < len(old_table):
            moved[row] = old_table[row]
    return moved


@move_table.mistake(
    "The known words are right. The others have rows of zeros now: they are to keep their rows of new_table."
)
def zeros_for_new(old_words, old_table, new_words, new_table):
    moved = np.zeros_like(new_table)
    for row, word in enumerate(new_words):
        if word in old_words:
            moved[row] = old_table[old_words.index(word)]
    return moved


@move_table.mistake(
    "The known words are right. The others have the mean of the old rows now: they are to keep their rows of "
    "new_table."
)
def mean_for_new(old_words, old_table, new_words, new_table):
    moved = new_table.copy()
    for row, word in enumerate(new_words):
        if word in old_words:
            moved[row] = old_table[old_words.index(word)]
        elif len(old_table):
            moved[row] = old_table.mean(axis=0)
    return moved


@move_table.mistake(
    "You return rows for the known words alone. The result has a row for every new word, known or not."
)
def known_rows_only(old_words, old_table, new_words, new_table):
    rows = [old_table[old_words.index(word)] for word in new_words if word in old_words]
    return np.array(rows).reshape(len(rows), new_table.shape[1])


# trained_numbers --------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "Which layers are trained when the table is frozen, and how many numbers has each?",
        "The mean of the words has 50 numbers. Dense(16) has a weight for each of them and each of its outputs, and "
        "16 biases; Dense(1) has 16 weights and one bias.",
        "Frozen: 50 * 16 + 16 + 16 + 1. Fine-tuned: the same and 5,000 * 50 more.",
    ),
    why="A frozen table leaves the two Dense layers: 50 · 16 + 16 and 16 + 1, or 833. Fine-tuning adds all 250,000 "
    "numbers of the table.",
)
def trained_numbers():
    return [833, 250_833]


@trained_numbers.mistake(
    "Not all are counted: Dense(16) has weights and 16 biases, Dense(1) has 16 weights and one bias."
)
def biases_forgotten():
    return [816, 250_816]


@trained_numbers.mistake(
    "Your table has 16 columns, as in this notebook. Here it has 50, so Dense(16) has 50 inputs."
)
def sixteen_columns():
    return [289, 5_000 * 16 + 289]


@trained_numbers.mistake("289 belongs to a table of 16 columns. Here it has 50, so Dense(16) has 50 inputs.")
def sixteen_columns_into_the_layers_only():
    return [289, 250_289]


@trained_numbers.mistake("That is the table alone. The Dense layers behind it are trained too.")
def table_alone():
    return [833, 250_000]


@trained_numbers.mistake("With a frozen table, its 250,000 numbers are in the model, but they are not trained.")
def frozen_counted():
    return [250_833, 250_833]


@trained_numbers.mistake("These are the right numbers the wrong way round: the frozen one comes first.")
def fine_tuned_first():
    return [250_833, 833]


@trained_numbers.mistake("A frozen table leaves something to train: the two Dense layers, which start anew.")
def nothing_to_train():
    return [0, 250_833]


# known_shares -----------------------------------------------------------------------------------------------------


def texts_and_known(random: np.random.Generator) -> list[tuple[list[list[str]], list[str]]]:
    """Return texts cut into words, and the words that a table knows: all, some or none of them."""
    cases = [
        ([["a", "good", "film"], ["a", "dull", "film"]], ["a", "film", "the"]),
        ([["film", "film", "film"]], ["film"]),
        ([["wry"], []], ["film", "good"]),
        ([["Film", "film", "film", "maudlin", "maudlin", "maudlin", "wry"]], ["film"]),
        ([["a", "b", "c", "c"], ["c"]], []),
        ([[], ["a", "b"], [], ["extraordinarily", "extraordinary", "a"]], ["a", "extraordinary"]),
        ([["don't", "go"], ["a", "well-made", "film"]], ["don't", "well-made", "made"]),
    ]
    words = [f"word{number}" for number in range(40)]
    for texts, length, known in ((5, 9, 13), (3, 7, 30), (8, 17, 5), (40, 30, 19)):
        drawn = [random.choice(words, size=random.integers(1, length)).tolist() for _ in range(texts)]
        cases.append((drawn, random.permutation(words)[:known].tolist()))
    return cases


@exercise(
    hints=(
        "First put all words of all texts into one list. How many are there, and how many different ones?",
        "set(tokens) holds each type once. The same question, asked of the set and of the list, gives both shares.",
        "np.mean([word in known for word in set(tokens)]) is the first of the two.",
    ),
    why="A type counts once, a token each time it occurs, so the frequent words decide the second share.",
    cases=texts_and_known,
    compared=as_a_list,
)
def known_shares(texts, known):
    """Return two numbers from 0 to 1: the share of types that are known, and of tokens.

    texts is a list of texts, each a list of words; there is at least one word. known
    is a list of different words. A token is a word in its place, a type is a distinct
    word.
    """
    tokens = [word for words in texts for word in words]
    types = set(tokens)
    of_types = sum(word in known for word in types) / len(types)
    of_tokens = sum(word in known for word in tokens) / len(tokens)
    return of_types, of_tokens


def shares_of(texts, known):
    """Return both shares."""
    return known_shares.reference(texts, known)


@known_shares.mistake("These are the right numbers the wrong way round: types come first, then tokens.")
def tokens_first(texts, known):
    return shares_of(texts, known)[::-1]


@known_shares.mistake("These are the shares of unknown words. Take them from 1.")
def unknown_shares(texts, known):
    of_types, of_tokens = shares_of(texts, known)
    return 1 - of_types, 1 - of_tokens


@known_shares.mistake("These are percent. A share of 1 is asked for: leave out the factor 100.")
def shares_in_hundredths(texts, known):
    of_types, of_tokens = shares_of(texts, known)
    return 100 * of_types, 100 * of_tokens


@known_shares.mistake(
    "Both are shares of the tokens. A type counts once, however often it occurs: set(tokens) holds the types."
)
def tokens_twice(texts, known):
    return (shares_of(texts, known)[1],) * 2


@known_shares.mistake("Both are shares of the types. A token counts each time it occurs: ask the list, not the set.")
def types_twice(texts, known):
    return (shares_of(texts, known)[0],) * 2


@known_shares.mistake(
    "You count a type once for each text. It is one type in all of them: make one set of all words."
)
def types_of_each_text(texts, known):
    types = [word for words in texts for word in set(words)]
    return sum(word in known for word in types) / len(types), shares_of(texts, known)[1]


@known_shares.mistake(
    "You take the mean of the texts' shares, so a short text counts as much as a long one. Put all words together."
)
def mean_over_texts(texts, known):
    shares = [sum(word in known for word in words) / len(words) for words in texts if words]
    return shares_of(texts, known)[0], sum(shares) / len(shares)


@known_shares.mistake(
    "You divide by the number of known words, most of which may not occur. Asked for is a share of the types."
)
def share_of_the_known(texts, known):
    types = {word for words in texts for word in words}
    return sum(word in types for word in known) / max(len(known), 1), shares_of(texts, known)[1]


@known_shares.mistake("These are counts. Divide the first by the number of types, the second by that of tokens.")
def counts_of_known(texts, known):
    tokens = [word for words in texts for word in words]
    return sum(word in known for word in set(tokens)), sum(word in known for word in tokens)


# difference_and_error ---------------------------------------------------------------------------------------------


def pairs_of_runs(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return which texts two methods classify correctly, a row for each run."""
    one = np.array([[True, True, False, True], [True, False, False, True]])
    other = np.array([[True, False, False, False], [False, True, False, True]])
    cases = [(one, other), (other, one), (one, one), (one[:1], other[:1]), (one[:, 2:], other[:, 2:])]
    cases += [
        (np.ones((2, 3), dtype=bool), np.zeros((2, 3), dtype=bool)),
        (np.ones((200, 3), dtype=bool), one[[1] * 200, 1:]),
    ]
    for runs, texts in ((5, 11), (3, 300), (2, 50), (1, 29), (6, 3)):
        drawn = random.random((2, runs, texts)) < [[[0.75]], [[0.6]]]
        cases.append((drawn[0], drawn[1]))
    return cases


@exercise(
    hints=(
        "For each text: how many more of the runs are right with one than with the other, as a share?",
        "Bools cannot be subtracted. one.mean(axis=0) is the share of the runs that are right, for each text.",
        "difference = one.mean(axis=0) - other.mean(axis=0) has an entry for each text; its mean is the first result, "
        "difference.std(ddof=1) / np.sqrt(len(difference)) the second.",
    ),
    why="Both methods meet the same texts, so the differences are taken text by text: what is hard for both drops out.",
    cases=pairs_of_runs,
    compared=as_a_list,
)
def difference_and_error(one, other):
    """Return how much more accurate `one` is than `other`, and its standard error.

    Both are arrays of bools of the same shape (runs, texts), with at least one run and
    two texts: True where that run is right about that text. True counts as 1, False as
    0. First take the difference of each text, averaged over the runs. The error (of
    the texts' part alone) is the standard deviation of these (ddof=1), divided by the
    square root of the number of texts.
    """
    difference = one.mean(axis=0) - other.mean(axis=0)
    return difference.mean(), difference.std(ddof=1) / np.sqrt(len(difference))


def mean_and_error(difference):
    """Return the mean of differences and its standard error."""
    return difference.mean(), difference.std(ddof=1) / np.sqrt(difference.size)


@difference_and_error.mistake("The sign is turned: take other from one, so that plus means that one is better.")
def other_minus_one(one, other):
    return mean_and_error(other.mean(axis=0) - one.mean(axis=0))


@difference_and_error.mistake("The sign is lost: where one is the worse of the two, the difference is below 0.")
def sign_lost(one, other):
    difference, error = mean_and_error(one.mean(axis=0) - other.mean(axis=0))
    return abs(difference), error


@difference_and_error.mistake(
    "Your error treats every run of a text as a text of its own. Average over the runs first."
)
def runs_as_texts(one, other):
    return mean_and_error(one.astype(float) - other)


@difference_and_error.mistake(
    "Your error is the one over runs. Asked for is the one over texts: average over axis 0 first."
)
def over_the_runs(one, other):
    difference = one.mean(axis=1) - other.mean(axis=1)
    spread = difference.std(ddof=1) if len(difference) > 1 else np.nan  # as NumPy gives, with a warning
    return difference.mean(), spread / np.sqrt(len(difference))


@difference_and_error.mistake(
    "That is the spread of single texts. Divide it by the root of their number for the error of the mean."
)
def spread_of_texts(one, other):
    difference = one.mean(axis=0) - other.mean(axis=0)
    return difference.mean(), difference.std(ddof=1)


@difference_and_error.mistake(
    "You divide by the number of texts. Divide by its root: four times the texts halve the error."
)
def root_forgotten(one, other):
    difference = one.mean(axis=0) - other.mean(axis=0)
    return difference.mean(), difference.std(ddof=1) / len(difference)


@difference_and_error.mistake("Your standard deviation divides by the number of texts. Divide by one less: ddof=1.")
def divided_by_all_texts(one, other):
    difference = one.mean(axis=0) - other.mean(axis=0)
    return difference.mean(), difference.std() / np.sqrt(len(difference))


@difference_and_error.mistake(
    "You add the errors of two accuracies, as if the methods had met different texts. They met the same ones: take "
    "the difference text by text, then its error."
)
def not_paired(one, other):
    of_texts = np.array([one.mean(axis=0), other.mean(axis=0)])
    variances = of_texts.var(axis=1, ddof=1) / of_texts.shape[1]
    return of_texts[0].mean() - of_texts[1].mean(), np.sqrt(variances.sum())
