"""The tables of this folder are installed with the course, as ``course_utils.tables``."""
