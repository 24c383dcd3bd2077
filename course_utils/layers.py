"""A Keras layer of the course's own. Importing this module imports Keras; `start` makes the layer known to it."""

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="course_utils")
class MeanOfWords(keras.layers.GlobalAveragePooling1D):
    """The mean of the vectors of a text's words: Keras' layer, with zeros for a text without a word.

    With a mask, Keras divides by the number of words: 0 / 0 for a text of emoji alone, whose NaN then goes through
    the gradients into the whole table.

    Examples
    --------
    >>> import numpy as np
    >>> vectors = np.array([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]])
    >>> MeanOfWords()(vectors, mask=np.array([[True, True], [False, False]])).numpy().tolist()
    [[2.0, 3.0], [0.0, 0.0]]
    """

    def call(self, inputs: Any, mask: Any = None) -> Any:
        """Return the means, shape (texts, dimensions)."""
        if mask is None:
            return super().call(inputs)
        is_word = ops.cast(mask, inputs.dtype)[:, :, None]
        return ops.sum(inputs * is_word, axis=1) / ops.maximum(ops.sum(is_word, axis=1), 1)
