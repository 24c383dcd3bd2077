"""What a reader sees in a figure: its title, its words, its numbers."""

from itertools import pairwise

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

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


def labelled(points, words):
    axes = figures.new_axes(None, "Labelled points")
    axes.scatter(*points.T)
    figures.label_points(axes, points, words)
    return axes


def test_labels_of_points_do_not_cover_one_another():
    points = np.random.default_rng(0).normal(scale=0.3, size=(25, 2))
    boxes = boxes_of(labelled(points, [f"word{i}" for i in range(25)]))
    overlapping = [(i, j) for i, one in enumerate(boxes) for j, other in enumerate(boxes[:i]) if one.overlaps(other)]
    assert overlapping == []


def test_points_are_labelled_the_same_every_time_and_the_random_state_is_left_alone():
    points = np.random.default_rng(1).normal(size=(12, 2))
    np.random.seed(5)  # noqa: NPY002
    first = [text.get_position() for text in labelled(points, list("abcdefghijkl")).texts]
    drawn_after = np.random.rand()  # noqa: NPY002
    second = [text.get_position() for text in labelled(points, list("abcdefghijkl")).texts]
    np.random.seed(5)  # noqa: NPY002
    # Sums differ in their last bits by where arrays lie in memory.
    np.testing.assert_allclose(first, second, atol=1e-9)
    assert drawn_after == np.random.rand()  # noqa: NPY002


def test_words_with_dollar_signs_are_words_and_not_formulas():
    words = ["$_$", r"a$\b$"]
    table = figures.new_drawing(6, 6, title="A table")
    figures.draw_table(table, np.eye(2), (3, 3), rows=words, columns=words)
    curves = figures.curves({word: [0.5, 0.6] for word in words}, title="Curves", axis_labels=("x", "y"))
    for axes in (labelled(np.eye(2), words), table, curves):
        axes.figure.canvas.draw()
    assert words_in(curves) == words


def test_curves_are_named_at_their_ends_and_names_do_not_meet():
    axes = figures.curves(
        {"one": [0.5, 0.80], "two": [0.4, 0.80], "three": [0.3, 0.801]},
        title="Three that meet",
        axis_labels=("epoch", "accuracy"),
    )
    assert sorted(words_in(axes)) == ["one", "three", "two"]
    boxes = sorted(boxes_of(axes), key=lambda box: box.y0)
    assert all(lower.y1 <= upper.y0 for lower, upper in pairwise(boxes))


def test_a_line_that_becomes_nan_is_named_at_its_last_number():
    lines = {"falls": [2.0, 1.0, 0.0], "breaks off": [1.0, 2.0, np.nan]}
    axes = figures.curves(lines, title="One breaks off", axis_labels=("epoch", "loss"))
    heights = {text.get_text(): text.get_position()[1] for text in axes.texts}
    assert heights["breaks off"] > heights["falls"]


class TestDrawnTable:
    def drawing(self, **options):
        ax = figures.new_drawing(8, 5, "kitten and puppy never meet")
        values = [[0, -2.04], [1, 0.5]]
        return ax, figures.draw_table(ax, values, (3, 4), ["kitten", "puppy"], ["the", "milk"], **options)

    def texts(self, ax):
        return [text.get_text() for text in ax.texts]

    def test_each_number_stands_in_its_cell_and_each_label_beside_it(self):
        ax, _ = self.drawing(digits=1)
        assert self.texts(ax)[:4] == ["0.0", "−2.0", "1.0", "0.5"]
        assert {"kitten", "puppy", "the", "milk"} <= set(self.texts(ax))

    def test_every_row_has_its_label_or_none_has(self):
        with pytest.raises(ValueError, match="there are 1 labels for 2"):
            figures.draw_table(figures.new_drawing(3, 3, "short"), np.eye(2), (1, 2), rows=["kitten"])

    def test_minus_nothing_is_nothing(self):
        ax = figures.new_drawing(3, 3, "no minus zero")
        figures.draw_table(ax, [[-0.01]], (1, 2), digits=1)
        assert "0.0" in self.texts(ax)

    def test_colours_are_red_above_zero_blue_below_and_white_at_zero(self):
        ax, _ = self.drawing()
        zero, negative, positive, _ = (patch.get_facecolor() for patch in ax.patches[:4])
        assert min(zero[:3]) > 0.95
        assert negative[2] > negative[0] and positive[0] > positive[2]

    def test_a_number_can_be_read_on_its_colour(self):
        ax, _ = self.drawing()
        for patch, text in zip(ax.patches[:4], ax.texts[:4], strict=True):
            ink, paper = (
                np.dot(to_rgb(colour), [0.2126, 0.7152, 0.0722])
                for colour in (text.get_color(), patch.get_facecolor())
            )
            assert abs(ink - paper) > 0.35

    def test_arrows_find_the_rows(self):
        _, drawn = self.drawing()
        assert drawn.behind(1) == (5.15, 2.5)
        assert drawn.before(0)[0] < 3 - 0.2 and drawn.before(0)[1] == 3.5

    def test_it_is_told_in_words(self):
        ax, _ = self.drawing(title="counts", picked=[0])
        assert figures.text_alternative(ax.figure) == (
            "Figure: kitten and puppy never meet. "
            "counts: 2 rows, 2 columns; rows kitten, puppy; picked kitten; columns the, milk."
        )


def test_names_of_lines_that_end_together_are_pushed_apart_to_both_sides():
    ax = figures.new_axes(None, "title")
    ax.set(xlim=(0, 1), ylim=(0, 1))
    figures.name_line_ends(ax, [(1, 0.5, name, "black") for name in "abc"] + [(1, 0.9, "d", "black")], gap=0.1)
    assert [text.get_position()[1] for text in ax.texts] == pytest.approx([0.4, 0.5, 0.6, 0.9])
