"""TensorFlow, and gensim, without the notes that they write."""

import logging
import os


def import_tensorflow_quietly() -> None:
    """Import TensorFlow without the notes that it writes to stderr; errors still show.

    Some of them come from its C++ libraries before any log level applies ("Could not find cuda drivers"), so
    the file descriptor itself points elsewhere while TensorFlow is imported. Keras runs on TensorFlow and in
    float32 then, whatever the environment or ``keras.json`` says: the course's numbers are of that kind.

    Raises
    ------
    RuntimeError
        If Keras is already imported, and runs on something else.

    Examples
    --------
    >>> import_tensorflow_quietly()
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # its rounding differs between processors
    os.environ["KERAS_BACKEND"] = "tensorflow"
    try:
        kept = os.dup(2)
    except OSError:  # there is no stderr: it is closed, or Python runs without a terminal
        kept = os.open(os.devnull, os.O_WRONLY)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        import tensorflow  # noqa: F401 - it imports Keras, too
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
    for name in ("absl", "tensorflow", "gensim"):
        logging.getLogger(name).setLevel(logging.ERROR)
    import keras

    if (backend := keras.config.backend()) != "tensorflow":
        raise RuntimeError(
            f"Keras already runs on {backend!r} here, and the course needs it on TensorFlow: "
            "restart the kernel, and import keras after start()."
        )
    keras.config.set_floatx("float32")
