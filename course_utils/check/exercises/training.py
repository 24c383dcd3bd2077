"""The exercises of notebook 04."""

from __future__ import annotations

from collections import Counter

import numpy as np

from course_utils.check.comparing import as_a_list
from course_utils.check.exercise import exercise

# parameter_counts -------------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "Write down the shape of what each layer learns: a table, and for each Dense layer a matrix and a bias.",
        "The mean learns nothing. It hands 8 numbers to Dense(16), which has 8 x 16 weights and 16 biases.",
        "Table 5,000 x 8; Dense(16) 8 x 16 + 16; Dense(1) 16 x 1 + 1. The second number is the sum of all three.",
    ),
    why="The table has 5,000 x 8 = 40,000 numbers, the layers behind it only 144 + 17: nearly all of the model is "
    "its table.",
)
def parameter_counts():
    table = 5_000 * 8
    hidden = 8 * 16 + 16
    output = 16 * 1 + 1
    return [table, table + hidden + output]


@parameter_counts.mistake(
    "17 numbers are missing. Each Dense layer has a bias for each of its outputs; Dense(1) has 16 weights besides."
)
def without_biases():
    return [40_000, 40_000 + 8 * 16 + 16]


@parameter_counts.mistake("16 numbers are missing: Dense(16) has a bias for each of its outputs.")
def without_the_biases_of_16():
    return [40_000, 40_000 + 8 * 16 + 16 + 1]


@parameter_counts.mistake("One number is missing: the output of Dense(1) has a bias, too.")
def without_the_last_bias():
    return [40_000, 40_000 + 8 * 16 + 16 + 16]


@parameter_counts.mistake("A Dense layer has a bias for each of its outputs, not one for all.")
def one_bias_a_layer():
    return [40_000, 40_000 + 8 * 16 + 1 + 16 + 1]


@parameter_counts.mistake(
    "289 belongs to the notebook's model, with 16 dimensions. Here Dense(16) gets 8 numbers from the mean."
)
def layers_of_the_notebook():
    return [40_000, 40_289]


@parameter_counts.mistake("The second number is that of the whole model: add the table to the other layers.")
def without_the_table():
    return [40_000, 144 + 17]


@parameter_counts.mistake(
    "The vocabulary of 5,000 counts padding and the unknown word already: no rows are added to it."
)
def two_rows_too_many():
    return [5_002 * 8, 5_002 * 8 + 144 + 17]


@parameter_counts.mistake("The order is turned: first the numbers in the table, then those of the whole model.")
def whole_model_first():
    return [40_161, 40_000]


# kept_epoch -------------------------------------------------------------------------------------------------------


def runs(random: np.random.Generator) -> list[tuple[list[float], int]]:
    """Return losses and a patience: a stop, no stop, ties, a lower loss after the stop, then random ones.

    Some losses are large, and some differ in the fifth digit only.
    """
    by_hand = [
        ([0.6, 0.4, 0.5, 0.45], 2),
        ([0.6, 0.5, 0.4], 2),
        ([0.5, 0.7, 0.4, 0.6, 0.6, 0.3], 2),
        ([0.6, 0.4, 0.4, 0.5], 2),
        ([0.6, 0.4, 0.4, 0.4, 0.3], 2),
        ([0.5, 0.9, 0.8, 0.7, 0.1], 3),
        ([0.5, 0.6, 0.4], 1),
        ([0.5], 2),
        ([0.3, 0.4], 5),
        ([1.7, 0.9, 1.2, 1.1, 0.8], 2),
        ([25_000.0, 24_000.0, 23_000.0, 40.0, 9.5, 12.0, 11.0, 1.0], 2),
        ([0.50004, 0.50003, 0.50002, 0.50001, 0.50002, 0.50003, 0.4], 2),
        ([0.5, 0.500001, 0.4999995, 0.6, 0.4], 2),
        ([0.6, 0.4, 0.7, 0.3], 2),  # below the loss of two epochs ago, and not below the lowest
        ([0.6, 0.7, 0.8, 0.5, 0.6, 0.55, 0.4], 3),
        ([0.0, 0.5, 0.4], 3),
    ]
    drawn = []
    for length in (8, 10, 12, 14, 16, 18, 20, 22):
        falling = np.linspace(0.6, 0.4, length) + random.normal(scale=0.05, size=length)
        drawn.append((falling.round(2).tolist(), int(random.integers(1, 4))))
    return by_hand + drawn


@exercise(
    hints=(
        "Go through the epochs in order, and keep in mind which was the best one so far.",
        "In each epoch ask two questions: is this loss below the best so far? How many epochs ago was the best?",
        "Start from the notebook's early_stopping, turn the comparison round, and return the best epoch plus 1.",
    ),
    why="What counts is the lowest loss up to the stop; what would have come after the stop is never seen.",
    cases=runs,
)
def kept_epoch(losses, patience):
    """Return the number of the epoch that early stopping keeps; the first is number 1.

    losses is a list with the validation loss of each epoch, at least one. Training
    stops after patience epochs in a row whose loss is not below the lowest so far.
    Kept is the epoch with the lowest loss up to the stop, the earlier one where two are
    equal. patience is at least 1. Training that is never stopped runs through the whole
    list.
    """
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best + 1


@kept_epoch.mistake(
    "You add up all epochs without a new lowest loss. Count those in a row: a new lowest loss starts again from 0."
)
def never_counted_anew(losses, patience):
    best = without = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best]:
            best = epoch
        elif epoch:
            without += 1
        if without == patience:
            break
    return best + 1


def best_and_last(losses, patience):
    """Return the best epoch and the one after which training stops, both counted from 0."""
    best = 0
    for epoch, loss in enumerate(losses):
        best = epoch if loss < losses[best] else best
        if epoch - best >= patience:
            break
    return best, epoch


@kept_epoch.mistake("You count from 0. The first epoch is number 1, as in the figures: add 1 to the position.")
def counted_from_zero(losses, patience):
    return best_and_last(losses, patience)[0]


@kept_epoch.mistake("That is the epoch after which training stops. Kept is an earlier one: the best so far.")
def where_it_stops(losses, patience):
    return best_and_last(losses, patience)[1] + 1


@kept_epoch.mistake("You return the last epoch of the list. Early stopping goes back to the best one.")
def last_of_the_list(losses, patience):
    return len(losses)


@kept_epoch.mistake(
    "You look past the stop: a lower loss that comes later is never seen. Stop the loop when patience is used up."
)
def all_epochs(losses, patience):
    return int(np.argmin(losses)) + 1


@kept_epoch.mistake(
    "You take the lowest of all epochs, also of those after the stop, and you count from 0. Go through the list "
    "until patience is used up, and add 1."
)
def argmin_alone(losses, patience):
    return int(np.argmin(losses))


@kept_epoch.mistake("You keep the highest value. These are losses, not accuracies: the lowest is the best.")
def highest_loss(losses, patience):
    return best_and_last([-loss for loss in losses], patience)[0] + 1


@kept_epoch.mistake(
    "You stop at the first epoch that is no better. Wait until there were `patience` of them in a row."
)
def no_patience(losses, patience):
    return best_and_last(losses, 1)[0] + 1


@kept_epoch.mistake(
    "You stop one epoch too late: after as many epochs without a lower loss as patience says, not after one more."
)
def one_more(losses, patience):
    return best_and_last(losses, patience + 1)[0] + 1


@kept_epoch.mistake(
    "You stop one epoch too early: as many epochs without a lower loss as patience says may go by first."
)
def one_less(losses, patience):
    return best_and_last(losses, max(patience - 1, 1))[0] + 1


@kept_epoch.mistake(
    "Where two losses are equal you take the later epoch. An equal loss is no improvement: compare with <."
)
def later_of_two(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        best = epoch if loss <= losses[best] else best
        if epoch - best == patience:
            break
    return best + 1


@kept_epoch.mistake(
    "Equal losses: you stop at the right place, and then take the later of the two. Keep the earlier one."
)
def later_up_to_the_stop(losses, patience):
    seen = losses[: best_and_last(losses, patience)[1] + 1]
    return len(seen) - seen[::-1].index(min(seen))


@kept_epoch.mistake(
    "You compare each epoch with the one before. Compare it with the best so far: after a rise, a small fall is no "
    "improvement yet."
)
def with_the_one_before(losses, patience):
    waited = last = 0
    for last in range(1, len(losses)):
        waited = 0 if losses[last] < losses[last - 1] else waited + 1
        if waited == patience:
            break
    return int(np.argmin(losses[: last + 1])) + 1


# accuracy_interval ------------------------------------------------------------------------------------------------


def counts_of_right(random: np.random.Generator) -> list[tuple[int, int]]:
    """Return how many were right, of how many: none, all, few and many; no interval leads beyond 0 and 1."""
    cases = [(50, 100), (80, 100), (20, 100), (2_180, 2_500), (0, 7), (7, 7), (1, 1), (4, 8), (123_456, 500_000)]
    for examples in random.integers(60, 5_000, size=6).tolist():
        cases.append((int(examples * random.uniform(0.3, 0.85)), examples))
    return cases


@exercise(
    hints=(
        "You need the accuracy itself, as a share, and its standard error: the formula stands in the notebook.",
        "p = right / examples. Under the root stand p, 1 - p and the number of examples.",
        "error = np.sqrt(p * (1 - p) / examples); the ends are p - 1.96 * error and p + 1.96 * error.",
    ),
    why="The standard error is the root of p(1 - p)/n: four times as many examples make the interval half as wide.",
    cases=counts_of_right,
    compared=as_a_list,
)
def accuracy_interval(right, examples):
    """Return the 95 % interval of an accuracy: its lower and upper end, as shares of 1.

    right of the examples were classified correctly; both are whole numbers. The
    interval reaches 1.96 standard errors to either side of the accuracy. The numbers
    are such that this leads neither below 0 nor above 1.
    """
    accuracy = right / examples
    error = np.sqrt(accuracy * (1 - accuracy) / examples)
    return accuracy - 1.96 * error, accuracy + 1.96 * error


def interval(accuracy, reach):
    """Return the ends of an interval that reaches so far to either side."""
    return accuracy - reach, accuracy + reach


@accuracy_interval.mistake("The root is missing: p(1 - p)/n is the variance. Its root is the standard error.")
def variance_for_error(right, examples):
    p = right / examples
    return interval(p, 1.96 * p * (1 - p) / examples)


@accuracy_interval.mistake(
    "You divide by the number of examples outside the root. It belongs under the root, together with p(1 - p)."
)
def divided_outside(right, examples):
    p = right / examples
    return interval(p, 1.96 * np.sqrt(p * (1 - p)) / examples)


@accuracy_interval.mistake(
    "The number of examples is missing under the root: that is the spread of a single answer, right or wrong."
)
def spread_of_one_answer(right, examples):
    p = right / examples
    return interval(p, 1.96 * np.sqrt(p * (1 - p)))


@accuracy_interval.mistake("You use percent. The accuracy is a share of 1: leave out the factor 100.")
def in_percent(right, examples):
    return tuple(100 * end for end in accuracy_interval.reference(right, examples))


@accuracy_interval.mistake(
    "You have percent under the root, where 1 - p then is negative. The formula wants p as a share of 1."
)
def percent_under_the_root(right, examples):
    p = 100 * right / examples
    return interval(p, 1.96 * np.sqrt(p * (1 - p) / examples))


@accuracy_interval.mistake(
    "That is one standard error to either side, which holds 68 %. For 95 % go 1.96 times as far."
)
def one_error(right, examples):
    p = right / examples
    return interval(p, np.sqrt(p * (1 - p) / examples))


@accuracy_interval.mistake("You use 2 standard errors; here it is to be 1.96. The difference is small.")
def two_errors(right, examples):
    p = right / examples
    return interval(p, 2 * np.sqrt(p * (1 - p) / examples))


@accuracy_interval.mistake("These are numbers of reviews. Divide both ends by the number of examples.")
def in_reviews(right, examples):
    return tuple(examples * end for end in accuracy_interval.reference(right, examples))


@accuracy_interval.mistake("Under the root stands p(1 - p), the share of right times that of wrong answers.")
def only_right_ones(right, examples):
    p = right / examples
    return interval(p, 1.96 * np.sqrt(p / examples))


@accuracy_interval.mistake("The ends are swapped: the lower one comes first.")
def upper_end_first(right, examples):
    return accuracy_interval.reference(right, examples)[::-1]


@accuracy_interval.mistake(
    "You return how far the interval reaches. Take it from the accuracy for the lower end, add it for the upper one."
)
def only_the_reach(right, examples):
    p = right / examples
    return 1.96 * np.sqrt(p * (1 - p) / examples)


# mean_and_spread --------------------------------------------------------------------------------------------------


def accuracies_of_recipes(random: np.random.Generator) -> list[tuple[np.ndarray]]:
    """Return tables of accuracies, a row for each recipe and a column for each seed."""
    by_hand = np.array([[0.80, 0.82, 0.84], [0.90, 0.90, 0.90]])
    with_equal_ones = np.array([[0.8, 0.8, 0.9], [0.7, 0.7, 0.7], [0.8, 0.85, 0.85]])
    with_equal_means = np.array([[0.8, 0.9], [0.85, 0.85]])
    cases = [(by_hand,), (np.array([[0.81, 0.84]]),), (with_equal_ones,), (with_equal_means,)]
    for recipes, seeds in ((4, 4), (6, 5), (1, 7), (5, 2)):
        cases.append((0.85 + random.normal(scale=0.02, size=(recipes, seeds)),))
    cases.append((random.uniform(size=(3, 3)).astype(np.float32),))
    return cases


@exercise(
    hints=(
        "A row is a recipe, a column a seed. Over which of the two do you average?",
        "NumPy's std takes two more arguments here: axis says over what, ddof=1 divides by one less.",
        "accuracies.mean(axis=1) is the first of the two; the second is std with axis=1 and ddof=1.",
    ),
    why="Over the seeds means along a row; dividing by one less than their number makes up for the mean, which was "
    "computed from the same few runs.",
    cases=accuracies_of_recipes,
    compared=as_a_list,
)
def mean_and_spread(accuracies):
    """Return two arrays of shape (recipes,): each recipe's mean accuracy and spread.

    accuracies is an array of floats, shape (recipes, seeds), with at least two seeds.
    They are a sample of all the seeds that could have been taken; the spread over them
    is the standard deviation, computed as in the notebook.
    """
    return accuracies.mean(axis=1), accuracies.std(axis=1, ddof=1)


@mean_and_spread.mistake(
    "You return a pair for each recipe. Two arrays are asked for: all the means, then all the spreads."
)
def a_pair_for_each_recipe(accuracies):
    return [(row.mean(), row.std(ddof=1)) for row in accuracies]


@mean_and_spread.mistake("You return one array, the means. Two are asked for: the means, then the spreads.")
def means_alone(accuracies):
    return accuracies.mean(axis=1)


@mean_and_spread.mistake(
    "Your spread divides by the number of seeds, which makes it too small. Divide by one less: ddof=1."
)
def divided_by_all(accuracies):
    return accuracies.mean(axis=1), accuracies.std(axis=1)


@mean_and_spread.mistake(
    "That is the standard error of the mean. Asked for is the spread of single runs: leave out the division by the "
    "root of the number of seeds."
)
def error_of_the_mean(accuracies):
    seeds = accuracies.shape[1]
    return accuracies.mean(axis=1), accuracies.std(axis=1, ddof=1) / np.sqrt(seeds)


@mean_and_spread.mistake(
    "That is the standard error of the mean, and ddof=1 is missing besides. Asked for is the spread of single runs."
)
def error_divided_by_all(accuracies):
    return accuracies.mean(axis=1), accuracies.std(axis=1) / np.sqrt(accuracies.shape[1])


@mean_and_spread.mistake("You average over the recipes. Each recipe is a row: go along the rows, with axis=1.")
def over_recipes(accuracies):
    return accuracies.mean(axis=0), accuracies.std(axis=0, ddof=1)


@mean_and_spread.mistake("You average over the recipes, and ddof=1 is missing. Each recipe is a row: axis=1.")
def over_recipes_divided_by_all(accuracies):
    return accuracies.mean(axis=0), accuracies.std(axis=0)


@mean_and_spread.mistake("You mix all recipes into one mean. Say along which axis: axis=1 runs over the seeds.")
def over_everything(accuracies):
    return accuracies.mean(), accuracies.std(ddof=1)


@mean_and_spread.mistake("All recipes are mixed into one mean. axis=1 runs over the seeds, and ddof=1 goes with it.")
def over_everything_divided_by_all(accuracies):
    return accuracies.mean(), accuracies.std()


@mean_and_spread.mistake("That is the variance. Its root is the standard deviation, again a share.")
def variance_for_spread(accuracies):
    return accuracies.mean(axis=1), accuracies.var(axis=1, ddof=1)


@mean_and_spread.mistake(
    "That is the range from the lowest to the highest, which grows with the number of seeds. Use std."
)
def range_for_spread(accuracies):
    return accuracies.mean(axis=1), np.ptp(accuracies, axis=1)


# encode_parts -----------------------------------------------------------------------------------------------------


def texts_and_sizes(random: np.random.Generator) -> list[tuple[list[str], int, int]]:
    """Return texts, how many are held out, and the vocabulary's size: held-out texts have words of their own.

    Capitals count, words stand apart by blanks of any kind, counts have one digit or two, and ids go beyond 255.
    """
    pairs = [one + other for one in "abcdefghijk" for other in "abcdefghijklmnopqrstuvwxyz"]
    cases = [
        (["good film", "good plot", "dull dull dull"], 1, 4),
        (["good film", "bad film", "odd film", "odd odd odd plot"], 2, 4),
        (["a b", "", "b c c"], 1, 10),
        (["x", "y y"], 1, 2),
        (["b c", "a c", "b c"], 1, 9),  # a held-out text that was trained on, too
        (["b a", "b x", "b x", "a a"], 1, 9),
        (["ok. ok 8 8 fine", "ok. 8 x"], 1, 7),
        (["Good film Good Good", "good  film\tGood", "Film\xa0film\n good"], 1, 5),
        (["ten " * 10 + "nine " * 9 + "two two", "many " * 11, "one ten nine two many"], 1, 5),
        ([" ".join(pairs), f"{pairs[-1]} {pairs[0]} none"], 1, 300),
    ]
    words = ["the", "a", "film", "plot", "good", "bad", "dull", "great", "odd", "slow", "star", "song"]
    for held_out, size in ((3, 6), (6, 8), (2, 5), (5, 20)):
        texts = []
        for text in range(12):
            usual = words[:8] if text < 12 - held_out else words[4:]
            texts.append(" ".join(random.choice(usual, size=random.integers(3, 9))))
        cases.append((texts, held_out, size))
    return cases


def counts_everything(texts, held_out, size):
    """Return the ids of the training texts, and those of the last held_out texts.

    The result is two lists, with a list of ids for each text. The vocabulary has at
    most size entries: padding (id 0), the unknown word (id 1), then the most frequent
    words; equally frequent ones are in alphabetical order. Words are what text.split()
    gives. At least one text is held out for validation, and one is not.
    """
    counted = Counter(word for review in texts for word in review.split())
    by_rank = sorted(counted, key=lambda word: (-counted[word], word))
    ids = {word: rank for rank, word in enumerate(by_rank[: size - 2], start=2)}
    rows = [[ids.get(word, 1) for word in review.split()] for review in texts]
    return rows[:-held_out], rows[-held_out:]


@exercise(
    hints=(
        "Which texts may be known before the model is judged on the last ones? See what the vocabulary comes from.",
        "A word that only the held-out texts have gets an id of its own here. In a truly new review it would be "
        "unknown.",
        "Count only the training texts: in the first line, texts[:-held_out] in place of texts.",
    ),
    why="The vocabulary is learned too, so it is built from the training texts alone; a word that only the held-out "
    "texts have is unknown.",
    cases=texts_and_sizes,
    faulty=counts_everything,
)
def encode_parts(texts, held_out, size):
    """Return the ids of the training texts, and those of the last held_out texts.

    The result is two lists, with a list of ids for each text. The vocabulary has at
    most size entries: padding (id 0), the unknown word (id 1), then the most frequent
    words; equally frequent ones are in alphabetical order. Words are what text.split()
    gives. At least one text is held out for validation, and one is not.
    """
    counted = Counter(word for review in texts[:-held_out] for word in review.split())
    by_rank = sorted(counted, key=lambda word: (-counted[word], word))
    ids = {word: rank for rank, word in enumerate(by_rank[: size - 2], start=2)}
    rows = [[ids.get(word, 1) for word in review.split()] for review in texts]
    return rows[:-held_out], rows[-held_out:]


def ids_of_words(texts, size):
    """Return the id of each word that the vocabulary of these texts holds."""
    counted = Counter(word for review in texts for word in review.split())
    by_rank = sorted(counted, key=lambda word: (-counted[word], word))
    return {word: rank for rank, word in enumerate(by_rank[: size - 2], start=2)}


def rows_of(texts, ids):
    """Return the ids of each text, with 1 for an unknown word."""
    return [[ids.get(word, 1) for word in review.split()] for review in texts]


@encode_parts.mistake(
    "The fault is still there: the vocabulary counts the words of all texts, the held-out ones too. Build it from "
    "the training texts alone."
)
def still_from_all(texts, held_out, size):
    return counts_everything(texts, held_out, size)


@encode_parts.mistake(
    "Now the vocabulary comes from the held-out texts only. It is the other part that it may know: texts[:-held_out]."
)
def from_held_out(texts, held_out, size):
    rows = rows_of(texts, ids_of_words(texts[-held_out:], size))
    return rows[:-held_out], rows[-held_out:]


@encode_parts.mistake("The two parts are swapped: the ids of the training texts come first.")
def parts_swapped(texts, held_out, size):
    return encode_parts.reference(texts, held_out, size)[::-1]


@encode_parts.mistake(
    "You count the first held_out texts. The training texts are all but the last ones: texts[:-held_out], with a "
    "minus."
)
def minus_lost(texts, held_out, size):
    rows = rows_of(texts, ids_of_words(texts[:held_out], size))
    return rows[:-held_out], rows[-held_out:]


@encode_parts.mistake(
    "You leave out the first held_out texts. Those that must not be counted are the last ones: texts[:-held_out]."
)
def first_left_out(texts, held_out, size):
    rows = rows_of(texts, ids_of_words(texts[held_out:], size))
    return rows[:-held_out], rows[-held_out:]


@encode_parts.mistake(
    "Each part has a vocabulary of its own now, so one id means two different words. Use that of training for both."
)
def two_vocabularies(texts, held_out, size):
    parts = texts[:-held_out], texts[-held_out:]
    return tuple(rows_of(part, ids_of_words(part, size)) for part in parts)


@encode_parts.mistake(
    "The vocabulary is right now, but unknown words have gone from the held-out texts. They stay, with id 1."
)
def unknown_left_out(texts, held_out, size):
    train, validation = encode_parts.reference(texts, held_out, size)
    return train, [[number for number in row if number != 1] for row in validation]


@encode_parts.mistake(
    "The vocabulary is right now, but unknown words have gone from the texts. They stay, with id 1, in both parts."
)
def unknown_left_out_of_both(texts, held_out, size):
    parts = encode_parts.reference(texts, held_out, size)
    return tuple([[number for number in row if number != 1] for row in part] for part in parts)


@encode_parts.mistake(
    "The vocabulary is right now, but the held-out texts are missing: they are still to be encoded, with its ids."
)
def held_out_dropped(texts, held_out, size):
    rows = encode_parts.reference(texts, held_out, size)[0]
    return rows[:-held_out], rows[-held_out:]
