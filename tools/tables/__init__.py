"""The measured tables: a module each, and `prepared`, what several of them need."""
