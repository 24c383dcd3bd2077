"""Helpers of the embeddings course: data, geometry, checks, figures and the projector.

Importing the package is quick: TensorFlow and the other large libraries are imported by the functions that
need them.
"""

from course_utils import check, counts, data, figures, geometry, judging, pooling, projector, text, training
from course_utils.claims import claim
from course_utils.start import start

__all__ = [
    "check",
    "claim",
    "counts",
    "data",
    "figures",
    "geometry",
    "judging",
    "pooling",
    "projector",
    "start",
    "text",
    "training",
]
