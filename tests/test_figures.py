"""What a reader sees in a figure: its title, its words, its numbers."""

from itertools import pairwise

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils import figures


@pytest.fixture(autouse=True)
def no_figure_stays_open():
    yield
    plt.close("all")


def words_in(axes):
    return [text.get_text() for text in axes.texts if text.get_text()]


def boxes_of(axes):
    axes.figure.canvas.draw()
    return [text.get_window_extent() for text in axes.texts if text.get_text()]


def test_a_word_map_shows_every_word_under_its_finding():
    axes = figures.word_map(np.eye(4, 2), ["a", "b", "c", "d"], title="Four words")
    assert sorted(words_in(axes)) == ["a", "b", "c", "d"]
    assert "Four words" in [axes.get_title(loc=where) for where in ("left", "center")]


def test_labels_of_a_word_map_do_not_cover_one_another():
    points = np.random.default_rng(0).normal(scale=0.3, size=(25, 2))
    boxes = boxes_of(figures.word_map(points, [f"word{i}" for i in range(25)], title="Crowded"))
    overlapping = [
        (i, j) for i, one in enumerate(boxes) for j, other in enumerate(boxes[:i]) if one.overlaps(other)
    ]
    assert overlapping == []


def test_a_word_map_is_drawn_the_same_every_time_and_leaves_the_random_state_alone():
    points = np.random.default_rng(1).normal(size=(12, 2))
    np.random.seed(5)  # noqa: NPY002
    first = [
        text.get_position() for text in figures.word_map(points, list("abcdefghijkl"), title="Once").texts
    ]
    drawn_after = np.random.rand()  # noqa: NPY002
    second = [
        text.get_position() for text in figures.word_map(points, list("abcdefghijkl"), title="Twice").texts
    ]
    np.random.seed(5)  # noqa: NPY002
    # Sums differ in their last bits by where arrays lie in memory.
    np.testing.assert_allclose(first, second, atol=1e-9)
    assert drawn_after == np.random.rand()  # noqa: NPY002


def test_a_word_map_of_vectors_that_are_not_flat_says_what_to_do():
    with pytest.raises(ValueError, match="project the vectors to two columns first"):
        figures.word_map(np.zeros((3, 50)), ["a", "b", "c"], title="Not flat")
    with pytest.raises(ValueError, match="there are 2 words and 1 groups"):
        figures.word_map(np.zeros((2, 2)), ["a", "b"], title="One group short", groups=["x"])


def test_bars_carry_their_numbers():
    axes = figures.bars({"plain": 0.861, "trained": 0.874}, title="Close", value_label="accuracy")
    assert words_in(axes) == ["0.861", "0.874"]


def test_curves_are_named_at_their_ends_and_names_do_not_meet():
    axes = figures.curves(
        {"one": [0.5, 0.80], "two": [0.4, 0.80], "three": [0.3, 0.801]},
        title="Three that meet",
        axis_labels=("epoch", "accuracy"),
    )
    assert sorted(words_in(axes)) == ["one", "three", "two"]
    boxes = sorted(boxes_of(axes), key=lambda box: box.y0)
    assert all(lower.y1 <= upper.y0 for lower, upper in pairwise(boxes))


def test_arrows_need_as_many_ends_as_starts():
    with pytest.raises(ValueError):
        figures.arrows(np.zeros((2, 2)), np.zeros((3, 2)), ["a", "b"], ["c", "d", "e"], title="Unpaired")
