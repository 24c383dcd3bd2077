"""What stands in no order, or is no string, is refused wherever words or texts are taken."""

from collections import Counter

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from gensim.models import KeyedVectors

from course_utils import data, figures, projector, text

PLACES = [[0.0, 1.0], [1.0, 0.0]]
WORDS = ["good", "bad"]


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def keyed_vectors():
    vectors = KeyedVectors(2)
    vectors.add_vectors(WORDS, np.eye(2))
    return vectors


# Every place of the library that takes words, texts or names: what it makes of them, in the order of two rows.
TAKE_STRINGS = {
    "build_vocabulary": text.build_vocabulary,
    "to_ids": lambda words: text.to_ids(words, ["", "[UNK]"]),
    "vocabulary": lambda words: text.to_ids(["good"], words),
    "labelled texts": lambda words: data.LabelledTexts(words, np.array([1, 0])),
    "a table's rows": lambda words: figures.draw_table(figures.new_drawing(5, 5, ""), PLACES, (2, 3), words),
    "a table's columns": lambda words: figures.draw_table(
        figures.new_drawing(5, 5, ""), PLACES, (2, 3), columns=words
    ),
    "export": lambda words: projector.export("never-written", PLACES, words),
}


def of_each(places):
    return pytest.mark.parametrize("take", places.values(), ids=places.keys())


@pytest.mark.parametrize(
    "unordered",
    [
        {"good": 0, "bad": 1},
        Counter(WORDS),
        set(WORDS),
        keyed_vectors().key_to_index,
        pd.DataFrame({"good": [1], "bad": [2]}),
    ],
    ids=["dict", "Counter", "set", "key_to_index", "DataFrame"],
)
@of_each(TAKE_STRINGS)
def test_words_and_texts_in_no_order_are_refused_with_their_type_and_a_remedy(take, unordered):
    with pytest.raises(TypeError, match=rf"given as a {type(unordered).__name__}, .*: give a list"):
        take(unordered)


@pytest.mark.parametrize("value", [None, np.nan, pd.NA, 3, b"bad"])
@of_each(TAKE_STRINGS)
def test_a_word_that_is_missing_or_no_string_is_refused(take, value):
    with pytest.raises(TypeError, match="drop missing ones"):
        take(["good", value])
