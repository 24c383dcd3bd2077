"""What several tables need: the reviews, their words and their ids, made once.

What is made once is counted in full in the seconds of each row that needs it.
"""

import time
from dataclasses import dataclass
from functools import cache

from gensim.models import KeyedVectors

from course_utils import data, skip_gram, text, training


@cache
def reviews() -> data.Reviews:
    """Return the reviews, loaded once."""
    return data.load_reviews()


@dataclass
class Words:
    """The words of each review of a part, and how long it took to cut the reviews into them."""

    lists: list[list[str]]
    seconds: float


@cache
def words_of(part: str) -> Words:
    """Return the words of each review of a part."""
    began = time.perf_counter()
    lists = [text.tokenize(review) for review in getattr(reviews(), part).texts]
    return Words(lists, time.perf_counter() - began)


@cache
def vectorized() -> training.VectorizedReviews:
    """Return the ids of the reviews, made once for all recipes that make them once."""
    return training.vectorize(reviews())


@cache
def skip_gram_vectors(seed: int) -> KeyedVectors:
    """Return the course's skip-gram vectors of the training reviews."""
    return skip_gram.train(words_of("train").lists, seed=seed)
