"""The quizzes, as the package ``course_utils.quizzes``: see pyproject.toml."""
