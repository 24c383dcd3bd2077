"""What an exercise is, and how an answer is examined.

An exercise is written as the function that solves it (see :func:`exercise`), with the typical mistakes as
functions beside it. An answer is run on the exercise's cases; what comes back is compared with what the solution
gives, and where it differs, with what each mistake gives. So a mistake is recognised by what it does, however it is
written, and every message can be tested by handing in the mistake itself.
"""

from __future__ import annotations

import copy
import functools
import inspect
import linecache
import textwrap
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.check.comparing import described, difference, kind_of, same_kind
from course_utils.check.feedback import Feedback, Note, not_started, not_yet, right, shown

__all__ = ["EXERCISES", "Exercise", "Mistake", "exercise"]

SEED = 0
LARGEST_COPY = 2**28  # bytes: far more than a right answer, far less than a computer's memory

EXERCISES: dict[str, Exercise] = {}


# Running an answer -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What calling a function once gave: a value or an error, and which arguments it altered."""

    value: Any = None
    error: BaseException | None = None
    altered: tuple[int, ...] = ()

    def same_as(self, other: Outcome) -> bool:
        """Say whether another call did the same."""
        if self.error is not None or other.error is not None:
            return repr(self.error) == repr(other.error)
        return self.altered == other.altered and difference(other.value, self.value) is None


def call(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Outcome:
    """Call a function on copies of its arguments, and see what it does to them."""
    given = copy.deepcopy(arguments)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = _kept(function(*given))
    except BaseException as error:  # also an interrupt: stopping an endless loop must not stop the notebook
        return Outcome(error=error)
    altered = tuple(
        position
        for position, (before, after) in enumerate(zip(arguments, given, strict=True))
        if isinstance(before, np.ndarray | list | dict) and difference(before, after) is not None
    )
    return Outcome(value, altered=altered)


def _kept(value: Any) -> Any:
    """Return a copy of a result, which the next call may overwrite; what cannot be copied is returned itself."""
    try:
        if isinstance(value, np.ndarray) and value.nbytes > LARGEST_COPY:
            return value
        return copy.deepcopy(value) if isinstance(value, np.ndarray | list | tuple | dict | set) else value
    except BaseException:  # whatever the methods of what it holds raise
        return value


def _is_blank(value: Any) -> bool:
    """Say whether a value is the three dots of a stub, or a list or tuple of nothing else."""
    if isinstance(value, list | tuple):
        return len(value) > 0 and all(part is ... for part in value)
    return value is ...


# Errors of the learner's own code -------------------------------------------------------------------------------

CAUSES = (
    (
        IndexError,
        "for axis 1",
        "an index too large for the columns (the last of n is n - 1), or table[:, ids] where table[ids] is meant",
    ),
    (IndexError, "out of", "an index that is too large: the last of n rows is row n - 1"),
    (IndexError, "", "an index that does not fit what it is applied to"),
    (KeyError, "", "a key, often a word, that is not in the dictionary: ask with .get, or test with in"),
    (NameError, "", "a name that is misspelled, or whose cell has not been run"),
    (ZeroDivisionError, "", "a division by zero: an empty list, perhaps"),
    (AttributeError, "'list' object", "a list where an array is needed: np.array makes one"),
    (AttributeError, "'NoneType'", "a value that is None: a function without return, perhaps"),
    (AttributeError, "", "a method that this kind of object does not have: see its type"),
    (ValueError, "broadcast", "two shapes that do not fit: print both, and see which axis is missing"),
    (
        ValueError,
        "mismatch in its core dimension",
        "a matrix product whose inner sizes differ: transpose one?",
    ),
    (ValueError, "truth value of an array", "an array where one True or False is needed: .any() or .all()"),
    (TypeError, "positional argument", "a call with too few or too many arguments"),
    (
        TypeError,
        "Cannot cast ufunc",
        "whole numbers divided in place: write table = table / …, not table /= …",
    ),
    (TypeError, "unhashable", "a list or an array used as a key: make it a tuple"),
    (TypeError, "list indices", "a list indexed as only arrays can be: np.array makes one"),
    (TypeError, "not subscriptable", "an index into something that has none: None, perhaps"),
    (TypeError, "", "an operation between kinds of objects that do not go together"),
    (RecursionError, "", "a function that calls itself without an end"),
    (MemoryError, "", "an array that is much larger than it need be"),
)


def explained(error: BaseException, function: Callable[..., Any]) -> tuple[str, str]:
    """Return a sentence on an error in the learner's code, with a likely cause, and the line that raised it."""
    if isinstance(error, KeyboardInterrupt):
        return "You stopped it. If it ran for long: is there a loop whose condition never becomes false?", ""
    try:
        said = str(error)[:300]
    except BaseException:  # an error of the learner's own making that cannot be shown
        said = ""
    cause = next((cause for kind, text, cause in CAUSES if isinstance(error, kind) and text in said), "")
    message = f"Your function stopped with {type(error).__name__}: {said}."
    if cause:
        message += f" A likely cause: {cause}."
    return message, _own_line(error, function)


def _own_line(error: BaseException, function: Callable[..., Any]) -> str:
    """Return the last line of the learner's own code that the error passed through."""
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    found = ""
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == file:
            line = linecache.getline(file, frame.tb_lineno).strip()
            found = f"line {frame.tb_lineno}: {line}" if line else f"line {frame.tb_lineno} of your function"
        frame = frame.tb_next
    return found


# Exercises -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mistake:
    """A typical wrong answer, and what a learner who gives it is told."""

    name: str
    message: str
    function: Callable[..., Any]


class Exercise:
    """One exercise: call it with an answer to check it; ``hint()`` and ``solution()`` help.

    Attributes
    ----------
    name : str
        Of the exercise and of what the learner writes.
    reference : callable
        The solution. For an exercise that asks for a value it takes no arguments and returns that value.
    hints : tuple of str
        From a nudge to nearly the solution.
    why : str
        One sentence on why the solution is right.
    mistakes : list of Mistake
        In the order in which they are looked for.
    """

    def __init__(
        self,
        reference: Callable[..., Any],
        hints: Sequence[str],
        why: str,
        cases: Callable[[np.random.Generator], list[tuple[Any, ...]]] | None,
        faulty: Callable[..., Any] | None = None,
        use: Callable[..., Any] | None = None,
    ) -> None:
        self.name = reference.__name__
        self.reference = reference
        self.hints = tuple(hints)
        self.why = why
        self.mistakes: list[Mistake] = []
        self.faulty = faulty
        self.asks_for_a_value = cases is None
        self.make_cases = cases
        self._use = use
        self._hints_given = 0

    def mistake(self, message: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register the decorated function as a typical wrong answer that gets this message."""

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            self.mistakes.append(Mistake(function.__name__, message, function))
            return function

        return register

    # What stands in the notebook, and what helps

    @functools.cached_property
    def stub(self) -> str:
        """What the notebook gives: an empty function, a value left open, or code with a fault to be found."""
        if self.asks_for_a_value:
            return f"{self.name} = ..."
        if self.faulty is not None:
            return _renamed(_source(self.faulty), self.faulty.__name__, self.name)
        source = _source(self.reference)
        return f"{source[: _start_of_body(source)].rstrip()}\n    ..."

    @functools.cached_property
    def solution_source(self) -> str:
        """The solution as code that runs in the stub's place."""
        source = _source(self.reference)
        if not self.asks_for_a_value:
            return source
        body = textwrap.dedent(source[_start_of_body(source) :]).strip()
        before, _, value = body.rpartition("return ")
        return f"{before}{self.name} = {value}"

    def hint(self) -> Note:
        """Return the next hint; after the last one, the last one again."""
        number = min(self._hints_given, len(self.hints) - 1)
        self._hints_given = number + 1
        more = (
            ""
            if number + 1 < len(self.hints)
            else f" This was the last; check.{self.name}.solution() shows all."
        )
        return Note(f"Hint {number + 1} of {len(self.hints)}.", self.hints[number] + more)

    def solution(self) -> Note:
        """Return the solution and why it is right."""
        return Note("One solution.", self.why, self.solution_source)

    def __repr__(self) -> str:
        return (
            f"The exercise {self.name}: check.{self.name}({self.name}) looks at your answer, "
            f"check.{self.name}.hint() gives a hint, check.{self.name}.solution() the solution."
        )

    # Checking

    def __call__(self, answer: Any = ...) -> Feedback:
        """Look at an answer.

        Parameters
        ----------
        answer : object
            The learner's function, not called, or the value that was asked for.

        Returns
        -------
        Feedback
            Whatever was given: an error in the answer is explained, not raised.

        Raises
        ------
        RuntimeError
            If the solution itself fails, as it may where NumPy has been altered.
        """
        self._run_our_own()
        try:
            return self._examine(answer)
        except BaseException as error:  # an object that fails at being looked at, in whatever way
            return not_yet(f"Your answer cannot be examined: looking at it raised {type(error).__name__}.")

    def _examine(self, answer: Any) -> Feedback:
        if _is_blank(answer) or self._is_stub(answer):
            return not_started(f"Stuck? check.{self.name}.hint() helps.")
        if self.asks_for_a_value:
            if callable(answer):
                return not_yet(f"A value is expected, and you gave {shown(answer)}: call it first, perhaps.")
            if (
                isinstance(answer, float)
                and answer.is_integer()
                and kind_of(self._expected[0].value) == kind_of(1)
            ):
                answer = int(answer)
            outcomes = [Outcome(answer)]
        else:
            if not callable(answer):
                return not_yet(
                    f"The function itself is expected, and you gave {shown(answer)}: "
                    f"write check.{self.name}({self.name}), without calling it."
                )
            if complaint := self._wrong_arguments(answer):
                return not_yet(complaint)
            outcomes = self._run(answer)
            if _is_blank(outcomes[0].value):
                return not_started("Your function still returns the three dots.")
            if len(outcomes) == len(self.cases) and self._changes_its_mind(answer, outcomes[0]):
                return not_yet(
                    "Called again with the same arguments, your function gives another result. Does it draw at "
                    "random, or keep something from one call to the next, such as a global name or a default "
                    "argument?",
                    self._call_text(self.cases[0]),
                )
        expected = self._expected
        if len(outcomes) == len(expected) and all(
            one.same_as(other) for one, other in zip(outcomes, expected, strict=True)
        ):
            return right(self.why)
        for mistake, its_outcomes in zip(self.mistakes, self._outcomes_of_mistakes, strict=True):
            if len(outcomes) == len(its_outcomes) and all(
                one.same_as(other) for one, other in zip(outcomes, its_outcomes, strict=True)
            ):
                return not_yet(mistake.message)
        return self._first_difference(answer, outcomes)

    def _first_difference(self, answer: Any, outcomes: list[Outcome]) -> Feedback:
        """Show the first case in which an answer goes wrong in a way that no known mistake does."""
        for arguments, outcome, expected in zip(self.cases, outcomes, self._expected, strict=False):
            call_text = self._call_text(arguments)
            if outcome.error is not None:
                message, line = explained(outcome.error, answer)
                return not_yet(message, "\n".join(part for part in (line, call_text) if part))
            if outcome.altered != expected.altered:
                return not_yet(
                    "Your function alters what it is given: work on a copy (.copy()), or make something new. "
                    "Whoever calls it may still need the original.",
                    call_text,
                )
            if found := difference(expected.value, outcome.value):
                if not self.asks_for_a_value:
                    return not_yet(f"Look at what your function returns: {found}.", call_text)
                if not same_kind(expected.value, outcome.value):
                    return not_yet(
                        f"You gave {described(outcome.value)}; {kind_of(expected.value)} is asked for."
                    )
                return not_yet(f"It is not {shown(outcome.value)}. check.{self.name}.hint() helps.")
        return not_yet("It differs from the solution.")

    def _call_text(self, arguments: tuple[Any, ...]) -> str:
        """Return a call as a learner would write it."""
        return f"{self.name}({', '.join(shown(argument) for argument in arguments)})"

    def _changes_its_mind(self, answer: Callable[..., Any], first: Outcome) -> bool:
        """Say whether an answer treats the first case differently now, after all the others.

        Only results of the expected kind and shape are compared: what is said of others is that they are not.
        """
        expected = self._expected[0].value
        if first.error is not None or not same_kind(expected, first.value):
            return False
        if isinstance(expected, np.ndarray) and first.value.shape != expected.shape:
            return False
        again = self.run(answer, self.cases[:1])[0]
        return not isinstance(again.error, KeyboardInterrupt) and not again.same_as(first)

    def _wrong_arguments(self, answer: Callable[..., Any]) -> str:
        """Say so when a function cannot be called with the arguments of this exercise."""
        wanted = list(inspect.signature(self.reference).parameters)
        try:
            inspect.signature(answer).bind(*wanted)
        except TypeError:
            return (
                f"It is called with {len(wanted)} argument{'s' * (len(wanted) != 1)} ({', '.join(wanted)}), "
                f"and your function takes {inspect.signature(answer)}."
            )
        except ValueError:  # a function written in C does not tell its arguments
            return ""
        return ""

    def _is_stub(self, answer: Any) -> bool:
        """Say whether the learner's function still has the stub's code."""
        code = getattr(answer, "__code__", None)
        return code is not None and self._stub_code is not None and _alike(code, self._stub_code)

    @functools.cached_property
    def _stub_code(self) -> Any:
        if self.asks_for_a_value:
            return None
        return next(part for part in compile(self.stub, "stub", "exec").co_consts if hasattr(part, "co_code"))

    @functools.cached_property
    def cases(self) -> list[tuple[Any, ...]]:
        """The arguments of each call: small ones first, then edge cases and random ones."""
        return self.make_cases(np.random.default_rng(SEED)) if self.make_cases else [()]

    def run(self, function: Callable[..., Any], cases: list[tuple[Any, ...]]) -> list[Outcome]:
        """Call a function on each case; an interrupt ends it."""
        used = functools.partial(self._use, function) if self._use else function
        outcomes = []
        for arguments in cases:
            outcomes.append(call(used, arguments))
            if isinstance(outcomes[-1].error, KeyboardInterrupt):
                break
        return outcomes

    def _run(self, function: Callable[..., Any]) -> list[Outcome]:
        return self.run(function, self.cases)

    def _run_our_own(self) -> None:
        """Run solution and mistakes, once, before the learner's function: it may alter what they rely on."""
        _ = self._expected, self._outcomes_of_mistakes

    @functools.cached_property
    def _expected(self) -> list[Outcome]:
        outcomes = self._run_to_the_end(self.reference)
        error = next((outcome.error for outcome in outcomes if outcome.error is not None), None)
        if error is not None:
            raise RuntimeError(
                f"the solution of {self.name} fails here, and that is not your answer's fault: restart the kernel, "
                "and run the notebook from its first cell."
            ) from error
        return outcomes

    @functools.cached_property
    def _outcomes_of_mistakes(self) -> list[list[Outcome]]:
        return [self._run_to_the_end(mistake.function) for mistake in self.mistakes]

    def _run_to_the_end(self, function: Callable[..., Any]) -> list[Outcome]:
        """Run one of our own functions, whose outcomes are kept: an interrupt is raised, and nothing kept."""
        outcomes = self._run(function)
        if isinstance(outcomes[-1].error, KeyboardInterrupt):
            raise outcomes[-1].error
        return outcomes


def exercise(
    *,
    hints: Sequence[str],
    why: str,
    cases: Callable[[np.random.Generator], list[tuple[Any, ...]]] | None = None,
    faulty: Callable[..., Any] | None = None,
    use: Callable[..., Any] | None = None,
) -> Callable[[Callable[..., Any]], Exercise]:
    """Make an exercise of the function that solves it.

    Parameters
    ----------
    hints : sequence of str
        Three, from a nudge to nearly the solution.
    why : str
        One sentence that a learner reads beside the solution, and on passing.
    cases : callable, optional
        Takes a random generator and returns the tuples of arguments that answers are tried on: the smallest first,
        then edge cases, then random ones. Without it the exercise asks for a value, which the function returns.
    faulty : callable, optional
        For an exercise that asks to find a fault: the function with the fault, which then stands in the notebook.
    use : callable, optional
        How an answer is used where its return value does not tell all: takes the answer and the arguments of a
        case, and returns what is compared.

    Returns
    -------
    callable
        Turns the function into an :class:`Exercise` of the same name and registers it.

    Raises
    ------
    ValueError
        When there is an exercise of that name already.
    """

    def register(reference: Callable[..., Any]) -> Exercise:
        made = Exercise(reference, hints, why, cases, faulty, use)
        if made.name in EXERCISES:
            raise ValueError(f"there are two exercises named {made.name!r}: give one another name.")
        EXERCISES[made.name] = made
        return made

    return register


def _source(function: Callable[..., Any]) -> str:
    """Return the source of a function without its decorators."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    first = next(position for position, line in enumerate(lines) if line.startswith("def "))
    return "\n".join(lines[first:]).rstrip()


def _start_of_body(source: str) -> int:
    """Return where the body of a function begins, after its head and its docstring."""
    import ast

    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    statements = function.body
    has_text = ast.get_docstring(function) is not None
    if has_text and len(statements) == 1:
        return len(source)
    first = statements[1 if has_text else 0]
    return sum(len(line) + 1 for line in source.splitlines()[: first.lineno - 1])


def _renamed(source: str, old: str, new: str) -> str:
    """Give a function another name in its first line."""
    return source.replace(f"def {old}(", f"def {new}(", 1)


def _alike(one: Any, other: Any) -> bool:
    """Say whether two code objects do the same by the same means."""

    def constants(code: Any) -> list[Any]:
        return [value for value in code.co_consts if not hasattr(value, "co_code")]

    def inner(code: Any) -> list[Any]:
        return [value for value in code.co_consts if hasattr(value, "co_code")]

    return (
        one.co_code == other.co_code
        and one.co_names == other.co_names
        and constants(one) == constants(other)
        and len(inner(one)) == len(inner(other))
        and all(_alike(a, b) for a, b in zip(inner(one), inner(other), strict=True))
    )
