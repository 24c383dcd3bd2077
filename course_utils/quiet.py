"""TensorFlow, and gensim, without the notes that they write."""

import logging
import os

__all__ = ["import_tensorflow_quietly"]


def import_tensorflow_quietly() -> None:
    """Import TensorFlow without the notes that it writes to stderr; errors still show.

    Some of them come from its C++ libraries before any log level applies ("Could not find cuda drivers"), so
    the file descriptor itself points elsewhere while TensorFlow is imported.

    Examples
    --------
    >>> import_tensorflow_quietly()
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # its rounding differs between processors
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        import tensorflow  # noqa: F401
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
    for name in ("absl", "tensorflow", "gensim"):
        logging.getLogger(name).setLevel(logging.ERROR)
