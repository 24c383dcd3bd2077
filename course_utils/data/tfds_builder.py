"""The film reviews as a TensorFlow Datasets builder; importing this module registers it.

Notebook 04 uses it to show how any data set of that catalogue is read. Everything else takes
:func:`course_utils.data.load_reviews`, which needs no TensorFlow and no files of its own.
"""

import contextlib
import io
import os
from collections.abc import Iterator
from typing import Any

import tensorflow_datasets as tfds

from course_utils.data.reviews import CORPORA, LabelledTexts, load_reviews


class CourseReviews(tfds.core.GeneratorBasedBuilder):
    """Labelled film reviews in train, validation and test, read from the installed package."""

    VERSION = tfds.core.Version("2.0.0")
    BUILDER_CONFIGS = [tfds.core.BuilderConfig(name=name) for name in CORPORA]  # noqa: RUF012

    def _info(self) -> tfds.core.DatasetInfo:
        """Describe one example."""
        return tfds.core.DatasetInfo(
            builder=self,
            description=f"Film reviews, {self.builder_config.name}: cleaned, no exact duplicates.",
            features=tfds.features.FeaturesDict(
                {"text": tfds.features.Text(), "label": tfds.features.ClassLabel(names=["neg", "pos"])}
            ),
            supervised_keys=("text", "label"),
        )

    def _split_generators(self, dl_manager: Any) -> dict[str, Iterator[tuple[int, dict[str, Any]]]]:
        """Read, clean and split the reviews; nothing is downloaded."""
        reviews = load_reviews(self.builder_config.name)
        return {name: self._generate_examples(part) for name, part in vars(reviews).items()}

    def _generate_examples(self, part: LabelledTexts) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each review under its position, by whose hash TensorFlow Datasets shuffles, always alike."""
        for position, (text, label) in enumerate(zip(part.texts, part.labels.tolist(), strict=True)):
            yield position, {"text": text, "label": label}


def prepare(corpus: str, folder: str | os.PathLike[str]) -> tfds.core.DatasetBuilder:
    """Write the reviews into a folder in TensorFlow Datasets' own form, without its notices and progress bars.

    Parameters
    ----------
    corpus : {"imdb", "rotten_tomatoes"}
    folder : path
        Afterwards ``tfds.load(f"course_reviews/{corpus}", data_dir=folder, split="train")`` finds them there.

    Returns
    -------
    tfds.core.DatasetBuilder
        Prepared, so that ``as_dataset`` works.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     prepare("rotten_tomatoes", folder).info.splits["validation"].num_examples
    852
    """
    builder = tfds.builder(f"course_reviews/{corpus}", data_dir=folder)
    tfds.disable_progress_bar()
    with contextlib.redirect_stdout(io.StringIO()):  # what it logs, `start` has silenced
        builder.download_and_prepare(download_config=tfds.download.DownloadConfig(try_download_gcs=False))
    return builder
