"""The exercises, in one module for each notebook of the same name."""
