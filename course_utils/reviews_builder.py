"""The film reviews as a TensorFlow Datasets builder; importing this module registers it.

Imported by :func:`course_utils.data.prepare_reviews` only, because TensorFlow Datasets is needed as soon as
the class is defined.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tensorflow_datasets as tfds

from course_utils import reviews

__all__ = ["CourseReviews"]

DESCRIPTIONS = {
    "imdb": "IMDB film reviews: neighbours in the source stay in one part; cleaned, no exact duplicates.",
    "rotten_tomatoes": "Snippets of Rotten Tomatoes reviews, one sentence each, lower case.",
}


class CourseReviews(tfds.core.GeneratorBasedBuilder):
    """Labelled film reviews in train, validation and test, read from the installed package."""

    # Raise this whenever cleaning, splitting or shuffling changes: an old cache is then left alone.
    VERSION = tfds.core.Version("1.0.0")
    BUILDER_CONFIGS = [  # noqa: RUF012
        tfds.core.BuilderConfig(name=name, description=text) for name, text in DESCRIPTIONS.items()
    ]

    def _info(self) -> tfds.core.DatasetInfo:
        """Describe one example."""
        return tfds.core.DatasetInfo(
            builder=self,
            description=DESCRIPTIONS[self.builder_config.name],
            features=tfds.features.FeaturesDict(
                {"text": tfds.features.Text(), "label": tfds.features.ClassLabel(names=["neg", "pos"])}
            ),
            supervised_keys=("text", "label"),
        )

    def _split_generators(self, dl_manager: Any) -> dict[str, Iterator[tuple[int, dict[str, Any]]]]:
        """Read, clean and split the reviews; nothing is downloaded."""
        parts = reviews.load(self.builder_config.name)
        return {
            name: self._generate_examples(getattr(parts, name)) for name in ("train", "validation", "test")
        }

    def _generate_examples(self, part: reviews.LabelledTexts) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each review under its position, by whose hash TensorFlow Datasets shuffles, always alike."""
        for position, (text, label) in enumerate(zip(part.texts, part.labels.tolist(), strict=True)):
            yield position, {"text": text, "label": label}
