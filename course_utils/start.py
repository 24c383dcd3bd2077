"""The first call in every notebook: seeds, quiet logs, one style for the figures, one line of versions."""

import sys

from course_utils import figures, text
from course_utils.environment import installed_version
from course_utils.quiet import import_tensorflow_quietly

SHOWN_PACKAGES = ("tensorflow", "keras", "numpy", "scikit-learn")  # the numbers of the course depend on them


def start(seed: int = 0) -> None:
    """Import TensorFlow quietly, seed every random number generator, set the figure style, print the versions.

    It also makes the course's tokenising rule known to Keras, so that saved models that use it can be loaded.

    Parameters
    ----------
    seed : int
        Seed of Python's, NumPy's and TensorFlow's global generators.

    Examples
    --------
    >>> start(seed=3)  # doctest: +ELLIPSIS
    Python 3... · seed 3
    """
    import_tensorflow_quietly()
    import keras

    import course_utils.layers  # noqa: F401 - known to Keras from here on

    keras.saving.register_keras_serializable(package="course_utils")(text.standardize)
    keras.utils.set_random_seed(seed)
    figures.set_style()
    figures.describe()
    versions = " · ".join(f"{name} {installed_version(name)}" for name in SHOWN_PACKAGES)
    print(f"Python {sys.version_info.major}.{sys.version_info.minor} · {versions} · seed {seed}")
