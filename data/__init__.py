"""The tables, as the package ``course_utils.tables``: see pyproject.toml."""
