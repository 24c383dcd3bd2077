"""The course's data, one file a source: reviews, words, ratings, a planted language, measured results.

Everything comes with installed packages or stands in the repository; nothing is downloaded.
"""

from course_utils.data.lee import load_lee
from course_utils.data.own import OwnTexts, load_own
from course_utils.data.planted import load_planted_language
from course_utils.data.ratings import load_ratings
from course_utils.data.reviews import LabelledTexts, Reviews, load_reviews
from course_utils.data.tables import load_results, table_path
from course_utils.data.words import (
    load_analogies,
    load_capitals,
    load_glove,
    load_similarity,
    load_vectors,
    save_vectors,
    with_words,
)

__all__ = [
    "LabelledTexts",
    "OwnTexts",
    "Reviews",
    "load_analogies",
    "load_capitals",
    "load_glove",
    "load_lee",
    "load_own",
    "load_planted_language",
    "load_ratings",
    "load_results",
    "load_reviews",
    "load_similarity",
    "load_vectors",
    "save_vectors",
    "table_path",
    "with_words",
]
