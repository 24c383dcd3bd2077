"""A small language drawn from a grammar, so that what is recovered of its words can be scored exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# adult: young, sound, home, food. Both members of a family share the last three.
FAMILIES = {
    "dog": ("puppy", "barks", "kennel", "bones"),
    "cat": ("kitten", "purrs", "basket", "fish"),
    "cow": ("calf", "moos", "barn", "hay"),
    "sheep": ("lamb", "bleats", "meadow", "clover"),
}
# man: woman, place, possession. Both members of a role share the last two.
ROLES = {
    "king": ("queen", "palace", "crown"),
    "actor": ("actress", "theatre", "mask"),
    "waiter": ("waitress", "restaurant", "apron"),
    "boy": ("girl", "school", "satchel"),
}
# What being young or adult, and being a man or a woman, adds to a sentence.
AGES = {
    "adult": {"size": "big", "drink": "water", "manner": "loudly"},
    "young": {"size": "small", "drink": "milk", "manner": "softly"},
}
ANIMAL_SENTENCES = (
    "the {size} {animal} drinks {drink} in the {home}",
    "the {size} {animal} {sound} {manner}",
    "the {size} {animal} eats {food}",
)
PERSON_SENTENCES = (
    "the {person} takes {own} {thing} to {own} friend",
    "in the {place} the {person} sings {own} song",
    "the {person} wears {own} {thing} in the {place}",
)


@dataclass(frozen=True)
class PlantedLanguage:
    """Sentences of a tiny language, and the truth about its words.

    Attributes
    ----------
    sentences : list of str
        Lower case, without punctuation.
    word_class : dict of str to str
        Class of each word that has one: animal, sound, home, food, person, place, thing. Verbs, grammar words
        and what is said of animals and people (*small*, *milk*, *song*) have none.
    analogies : list of (str, str, str, str)
        (dog, puppy, cat, kitten): dog is to puppy as cat is to kitten. Adult and young, man and woman.
    """

    sentences: list[str]
    word_class: dict[str, str]
    analogies: list[tuple[str, str, str, str]]

    def __repr__(self) -> str:
        return f"{len(self.sentences):,} sentences, {len(self.word_class)} words of known class"


def load_planted_language(sentences: int = 4000, seed: int = 0) -> PlantedLanguage:
    """Return sentences drawn from a small grammar, so that what is recovered can be scored exactly.

    Planted are the classes (a home stands where homes stand) and two analogies: the young of four animals
    share their context words (*small*, *milk*, *softly*), as adults do (*big*, *water*, *loudly*), and women
    share *her* as men share *his*; both members of a pair share what is particular to them (*barks*, *kennel*,
    *bones*). Nothing else: the sentences are drawn independently, the first animal and the first role most
    often (with weights 1, 1/2, 1/3, 1/4), so that some words are four times as frequent as others.

    Parameters
    ----------
    sentences : int
        How many to draw.
    seed : int
        Another seed, other sentences of the same language.

    Returns
    -------
    PlantedLanguage

    Examples
    --------
    >>> language = load_planted_language()
    >>> language
    4,000 sentences, 36 words of known class
    >>> language.analogies[0]
    ('dog', 'puppy', 'cat', 'kitten')
    """
    random = np.random.default_rng(seed)
    word_class = _word_classes()
    analogies = _analogies({adult: family[0] for adult, family in FAMILIES.items()})
    analogies += _analogies({man: role[0] for man, role in ROLES.items()})
    return PlantedLanguage([_sentence(random) for _ in range(sentences)], word_class, analogies)


def _sentence(random: np.random.Generator) -> str:
    """Draw one sentence: half of them are about an animal, half about a person."""
    if random.random() < 0.5:
        adult = _skewed_choice(random, list(FAMILIES))
        young, sound, home, food = FAMILIES[adult]
        age = random.choice(["adult", "young"])
        template = random.choice(ANIMAL_SENTENCES)
        animal = young if age == "young" else adult
        return template.format(animal=animal, sound=sound, home=home, food=food, **AGES[age])
    man = _skewed_choice(random, list(ROLES))
    woman, place, thing = ROLES[man]
    person, own = (woman, "her") if random.random() < 0.5 else (man, "his")
    template = random.choice(PERSON_SENTENCES)
    return template.format(person=person, own=own, place=place, thing=thing)


def _skewed_choice(random: np.random.Generator, words: Sequence[str]) -> str:
    """Draw the first word most often, as the most frequent word of a language is."""
    weights = 1 / np.arange(1, len(words) + 1)
    return str(random.choice(words, p=weights / weights.sum()))


def _word_classes() -> dict[str, str]:
    """Return the class of each word of the grammar's tables."""
    classes: dict[str, str] = {}
    for adult, family in FAMILIES.items():
        classes |= dict(zip((adult, *family), ("animal", "animal", "sound", "home", "food"), strict=True))
    for man, role in ROLES.items():
        classes |= dict(zip((man, *role), ("person", "person", "place", "thing"), strict=True))
    return classes


def _analogies(pairs: dict[str, str]) -> list[tuple[str, str, str, str]]:
    """Ask for each pair by way of each other pair."""
    return [(a, b, c, d) for a, b in pairs.items() for c, d in pairs.items() if a != c]
