"""Sentences about data and models that are computed, not believed."""

__all__ = ["claim"]

HELD = "✔"
DID_NOT_HOLD = "✘ did not hold:"


def claim(sentence: str, condition: object) -> bool:
    """Print whether a sentence of the course holds on this machine, in this run.

    A notebook goes on after a claim that does not hold, since a learner who changes a number should see
    what follows; the test run turns the same printed line into a failure (see ``conftest.py``).

    Parameters
    ----------
    sentence : str
        What is claimed, as a sentence a reader can check.
    condition : object
        The computed evidence. An array counts as true when every entry is.

    Returns
    -------
    bool
        Whether the claim held.

    Examples
    --------
    >>> claim("two and two are four", 2 + 2 == 4)
    ✔ two and two are four
    True
    """
    try:
        all_true = getattr(condition, "all", None)
        held, reason = bool(all_true() if callable(all_true) else condition), ""
    except Exception as error:  # a claim informs; it never stops a notebook
        held, reason = False, f" (the condition is neither true nor false: {error})"
    print(f"{HELD} {sentence}" if held else f"{DID_NOT_HOLD} {sentence}{reason}")
    return held
