"""The Embedding Projector: its files, written and read back, and the real TensorBoard that shows them."""

from course_utils.projector.files import export, load
from course_utils.projector.server import Server, serve

__all__ = ["Server", "export", "load", "serve"]
