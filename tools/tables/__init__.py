"""The measured tables: a module each, and `prepared`, what several of them need."""

from course_utils.quiet import import_tensorflow_quietly

import_tensorflow_quietly()  # before any of them imports Keras
