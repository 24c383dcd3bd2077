"""What a learner reads after a guess: kind to what people write, quiet when nothing was written."""

import numpy as np
import pytest

from course_utils import check


class Hostile:
    """An object that cannot be shown or compared."""

    def __repr__(self):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None


@pytest.mark.parametrize("blank", [..., None, "", "  ", "…", [], ["…", "…"], [..., ...]])
@pytest.mark.parametrize(
    ("answer", "told"), [(0.81, "Answer: 0.81."), ("rome", "Answer: rome."), (["a", "b"], "Answer: a, b.")]
)
def test_a_blank_guess_gets_the_answer_alone(blank, answer, told):
    assert repr(check.guess(blank, answer)) == told


@pytest.mark.parametrize(
    ("given", "answer", "told"),
    [
        (0.8, 0.81, "You guessed 0.8. It is 0.81: close."),
        (0.8128, 0.81284, "You guessed 0.813. So it is."),
        (0.5, 0.81, "You guessed 0.5. It is 0.81, higher than that."),
        (3, 2, "You guessed 3. It is 2, lower than that."),
        (-2, -2.05, "You guessed -2. It is -2.05: close."),
        (87, 0.87, "You guessed 0.87. So it is."),
        ("87 %", 0.87, "You guessed 0.87. So it is."),
        ("about 85%", 0.87, "You guessed 0.85. It is 0.87: close."),
        (50, 71, "You guessed 50. It is 71, higher than that."),
        ("1,024", 1024, "You guessed 1,024. So it is."),
        ("0,5", 0.5, "You guessed 0.5. So it is."),
        ("0,875", 0.87, "You guessed 0.875. It is 0.87: close."),
        (".5", 0.5, "You guessed 0.5. So it is."),
        ("−0.4", -0.4, "You guessed -0.4. So it is."),
        ("approx. 5", 5, "You guessed 5. So it is."),
        (np.int64(7), np.float32(7), "You guessed 7. So it is."),
        (np.array(7), 7, "You guessed 7. So it is."),
        ("many", 7, "You guessed 'many'. A number was asked for; it is 7."),
    ],
)
def test_a_number_may_be_written_in_many_ways(given, answer, told):
    assert repr(check.guess(given, answer)) == told


def test_per_cent_is_read_where_the_answer_is_a_share_and_not_where_its_unit_says_otherwise():
    assert repr(check.guess(40, 0.58, "of the rows")).startswith("You guessed 0.4 of the rows.")
    assert repr(check.guess(12, -0.4, "points")).startswith("You guessed 12 points.")


@pytest.mark.parametrize("given", ["Rome", " rome ", "'rome'", "“Rome”", "ROME.", ["rome"], np.str_("rome"), "Romé"])
def test_capitals_quotes_blanks_and_accents_do_not_matter(given):
    assert repr(check.guess(given, "rome")).endswith("Right: rome.")


@pytest.mark.parametrize("given", [True, np.True_, "yes", "Yes!", "y", "True"])
@pytest.mark.parametrize("answer", ["yes", True, np.True_])
def test_yes_may_be_a_truth_value_on_either_side(given, answer):
    assert repr(check.guess(given, answer)).endswith("Right: yes.")


def test_an_answer_of_several_words_is_compared_whole():
    assert "Right" in repr(check.guess("Batches of 1,024", "batches of 1,024"))
    assert repr(check.guess("batches of 32", "batches of 1,024")).endswith("Answer: batches of 1,024.")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["movie", "cat"], "You guessed movie, cat. 1 of your 2 is right: movie, films."),
        ("movie, cat", "1 of your 2 is right"),
        ("movie cat", "1 of your 2 is right"),
        ("['Movie', 'films']", "2 of your 2 are right"),
        (["movie", "movie", "cat"], "1 of your 2 is right"),
        ({"films"}, "Right: movie, films."),
    ],
)
def test_several_words_may_stand_in_a_list_or_in_one_string(given, told):
    assert told in repr(check.guess(given, ["movie", "films"]))


def test_a_guess_that_cannot_be_looked_at_is_answered_too():
    assert repr(check.guess(Hostile(), 7)) == "Answer: 7."
