"""The exercises of notebook."""
