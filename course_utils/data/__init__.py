"""The course's data, one file a source: reviews, words, a planted language, measured results.

Everything comes with installed packages or stands in the repository; nothing is downloaded.
"""

from course_utils.data.lee import JudgedTexts, load_lee
from course_utils.data.own import OwnTexts, load_own
from course_utils.data.planted import PlantedLanguage, load_planted_language
from course_utils.data.results import load_results
from course_utils.data.reviews import LabelledTexts, Reviews, load_reviews
from course_utils.data.tables import table_path
from course_utils.data.words import (
    load_analogies,
    load_capitals,
    load_glove,
    load_similarity,
    load_vectors,
    save_vectors,
)

__all__ = [
    "JudgedTexts",
    "LabelledTexts",
    "OwnTexts",
    "PlantedLanguage",
    "Reviews",
    "load_analogies",
    "load_capitals",
    "load_glove",
    "load_lee",
    "load_own",
    "load_planted_language",
    "load_results",
    "load_reviews",
    "load_similarity",
    "load_vectors",
    "save_vectors",
    "table_path",
]
