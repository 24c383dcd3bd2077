"""Stands for Colab's own package, by which the set-up cell knows where it is."""
