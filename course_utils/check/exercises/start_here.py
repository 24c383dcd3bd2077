"""The exercise of notebook 00."""

from __future__ import annotations

import numpy as np

from course_utils.check.comparing import as_an_array
from course_utils.check.exercise import exercise


def three_rows(random: np.random.Generator) -> list[tuple[np.ndarray, ...]]:
    """Return rows of three words: two numbers by hand, then random ones, also of a single number."""
    by_hand = (np.array([1.0, 0.0]), np.array([1.0, 2.0]), np.array([5.0, 0.0]))
    long = (np.array([20.0, 40.0, -60.0]), np.array([0.5, 4.0, 1.0]), np.zeros(3))
    return [by_hand, long, *(tuple(random.normal(size=(3, numbers))) for numbers in (3, 1, 50, 300))]


@exercise(
    hints=(
        "The step from france to paris is a row of its own. How do you get it from the two rows?",
        "paris - france is the step. Where do you arrive when you take that step from italy?",
        "Take the row of the new country and add the step: new_country + (capital - country).",
    ),
    why="The step from a country to its capital is capital - country; taken from another country, it leads to near "
    "that one's capital.",
    cases=three_rows,
    compared=as_an_array,
)
def arrive(country, capital, new_country):
    """Take the step from a country to its capital, but from another country.

    Return the new row. The rows may have any length: take them as they are, unscaled.
    """
    return new_country + (capital - country)


@arrive.mistake("The step goes the wrong way: country - capital leads from the capital to its country. Swap the two.")
def step_backwards(country, capital, new_country):
    return new_country + (country - capital)


@arrive.mistake("You return the step itself. It must start somewhere: add it to the row of the new country.")
def only_the_step(country, capital, new_country):
    return capital - country


@arrive.mistake("You add all three rows. The old country must be taken away, or its row pulls the result to itself.")
def all_added(country, capital, new_country):
    return country + capital + new_country


@arrive.mistake("The old country is still in it. The step is capital - country: subtract the row of the old country.")
def country_not_taken_away(country, capital, new_country):
    return new_country + capital
