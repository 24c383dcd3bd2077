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
import itertools
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from course_utils.check.calls import Outcome, as_code, call, in_brief
from course_utils.check.comparing import (
    any_numbers,
    as_a_list,
    difference,
    difference_in_kind,
    difference_in_length,
)
from course_utils.check.errors import explained
from course_utils.check.feedback import Feedback, Note, not_started, not_yet, right, shown

SEED = 0
LONGEST_CALL = 400  # characters: what is longer is shown as a call with check.NAME.case

EXERCISES: dict[str, Exercise] = {}


def _is_blank(value: Any) -> bool:
    """Say whether a value is the three dots of a stub, or a list or tuple of nothing else."""
    if isinstance(value, list | tuple):
        return len(value) > 0 and all(part is ... for part in value)
    return value is ...


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
        compared: Callable[..., Any] | None = None,
    ) -> None:
        self.name = reference.__name__
        self.reference = reference
        self.hints = tuple(hints)
        self.why = why
        self.mistakes: list[Mistake] = []
        self.faulty = faulty
        self.asks_for_a_value = cases is None
        self.make_cases = cases
        self.compared = compared
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
        more = "" if number + 1 < len(self.hints) else f" This was the last; check.{self.name}.solution() shows all."
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
        return self._examine_value(answer) if self.asks_for_a_value else self._examine_function(answer)

    def _examine_value(self, answer: Any) -> Feedback:
        if callable(answer):
            return not_yet(f"A value is expected, and you gave {shown(answer)}: call it first, perhaps.")
        if answer is None:
            return not_yet("You gave None, which is also what .sort() and print() return. A value is expected.")
        as_given, answer = answer, as_a_list(answer)
        given, expected = Outcome(answer), self._expected[0].value
        if given.same_as(self._expected[0]):
            return right(self.why)
        if mistake := self._mistake_that_does([given]):
            return not_yet(mistake.message)
        wants_a_list = isinstance(expected, list | tuple)
        if found := difference_in_kind(any_numbers(expected), answer if wants_a_list else as_given):
            return not_yet(f"Look at what you gave: {found}.")
        if wants_a_list:
            if found := difference_in_length(expected, answer):
                return not_yet(f"Look at what you gave: {found}.")
            if difference(sorted(expected), sorted(answer)) is None:
                return not_yet("These are the right numbers, in another order than was asked for.")
        return not_yet(f"It is not {shown(answer)}. check.{self.name}.hint() helps.")

    def _examine_function(self, answer: Any) -> Feedback:
        if not callable(answer):
            return not_yet(
                f"The function itself is expected, and you gave {shown(answer)}: "
                f"write check.{self.name}({self.name}), without calling it."
            )
        if complaint := self._wrong_arguments(answer):
            return not_yet(complaint)
        outcomes = self.run(answer, self.cases)
        if _is_blank(outcomes[0].value):
            return not_started("Your function still returns the three dots.")
        wrong = [
            number
            for number, (outcome, expected) in enumerate(zip(outcomes, self._expected, strict=False))
            if not outcome.same_as(expected)
        ]
        number = wrong[0] if wrong else 0
        print(outcomes[number].printed, end="")
        if len(outcomes) == len(self.cases) and self._changes_its_mind(answer, outcomes[0]):
            return not_yet(
                "Called again with the same arguments, your function gives another result. Does it draw at "
                "random, or keep something from one call to the next, such as a global name or a default "
                "argument?",
                self._call_text(answer, 0),
            )
        if not wrong:
            return right(self.why)
        return self._wrong_answer(answer, outcomes, number)

    def _wrong_answer(self, answer: Callable[..., Any], outcomes: list[Outcome], number: int) -> Feedback:
        """Say what is wrong: swapped arguments, a known mistake, or what the first wrong case shows."""
        outcome, expected = outcomes[number], self._expected[number]
        interrupted = isinstance(outcomes[-1].error, KeyboardInterrupt)
        only_altered = outcome.error is None and replace(outcome, altered=expected.altered).same_as(expected)
        swapped = "" if interrupted or only_altered else self._swapped_arguments(answer)
        if swapped and self._names_in_another_order(answer):
            return not_yet(
                f"The first line of your function names {swapped} in the wrong order: it is called with "
                f"({', '.join(self.parameters)})."
            )
        if mistake := self._mistake_that_does(outcomes):
            return not_yet(mistake.message)
        if swapped:
            return not_yet(
                f"Your function mixes up {swapped}: it is called with "
                f"({', '.join(self.parameters)}), and with these two swapped it would be right."
            )
        call_text = self._call_text(answer, number)
        if outcome.error is not None:
            message, line = explained(outcome.error, answer)
            return not_yet(message, "\n".join(part for part in (line, call_text) if part))
        if outcome.altered != expected.altered:
            return not_yet(
                "Your function alters what it is given: work on a copy (.copy()), or make something new. "
                "Whoever calls it may still need the original.",
                call_text,
            )
        if outcome.value is None:
            return not_yet(
                "Here your function returns None: it ends without return, or what it returns is still None.",
                call_text,
            )
        found = difference(expected.value, outcome.value)
        return not_yet(f"Look at what your function returns: {found}.", call_text)

    def _mistake_that_does(self, outcomes: list[Outcome]) -> Mistake | None:
        """Return the known mistake with the same outcomes in all cases."""
        for mistake, its_outcomes in zip(self.mistakes, self._outcomes_of_mistakes, strict=True):
            if len(outcomes) == len(its_outcomes) and all(
                one.same_as(other) for one, other in zip(outcomes, its_outcomes, strict=True)
            ):
                return mistake
        return None

    def _names_in_another_order(self, answer: Callable[..., Any]) -> bool:
        """Say whether a function names its arguments as the stub does, in another order."""
        try:
            own = list(inspect.signature(answer).parameters)
        except ValueError:  # a function written in C does not tell its arguments
            return False
        return own != self.parameters and sorted(own) == sorted(self.parameters)

    def _swapped_arguments(self, answer: Callable[..., Any]) -> str:
        """Name the two arguments that must be swapped for an answer to be right; empty when no two are."""
        for one, other in itertools.combinations(range(len(self.parameters)), 2):
            order = list(range(len(self.parameters)))
            order[one], order[other] = other, one

            def swapped(*arguments: Any, order: list[int] = order) -> Any:
                return answer(*(arguments[place] for place in order))

            outcomes = self._outcomes_one_by_one(swapped, self.cases)
            if all(outcome.same_as(wanted) for outcome, wanted in zip(outcomes, self._expected, strict=True)):
                return f"{self.parameters[one]} and {self.parameters[other]}"
        return ""

    def case(self, number: int) -> tuple[Any, ...]:
        """Return the arguments of one of the calls that answers are tried on, free to be altered."""
        return copy.deepcopy(self.cases[number])

    def _call_text(self, answer: Callable[..., Any], number: int) -> str:
        """Return a call as code that runs in a learner's cell; what is too long to read asks for its arguments."""
        name = getattr(answer, "__name__", "")
        name = name if name.isidentifier() else self.name
        arguments = self.cases[number]
        try:
            text = f"{name}({', '.join(map(as_code, arguments))})"
        except TypeError:  # a model, which no short code makes
            text = ""
        if text and len(text) <= LONGEST_CALL:
            return text
        pairs = zip(self.parameters, arguments, strict=True)
        told = "; ".join(f"{parameter}: {in_brief(argument)}" for parameter, argument in pairs)
        return f"{name}(*check.{self.name}.case({number}))  # {told}"

    @functools.cached_property
    def parameters(self) -> list[str]:
        """The names of the arguments."""
        return list(inspect.signature(self.reference).parameters)

    def _changes_its_mind(self, answer: Callable[..., Any], first: Outcome) -> bool:
        """Say whether an answer treats the first case differently now, after all the others.

        Only results of the expected kind and shape are compared: what is said of others is that they are not.
        """
        expected = self._expected[0].value
        if first.error is not None or difference_in_kind(expected, first.value):
            return False
        if isinstance(expected, np.ndarray) and first.value.shape != expected.shape:
            return False
        again = self.run(answer, self.cases[:1])[0]
        return not isinstance(again.error, KeyboardInterrupt) and not again.same_as(first)

    def _wrong_arguments(self, answer: Callable[..., Any]) -> str:
        """Say so when a function cannot be called with the arguments of this exercise."""
        wanted = self.parameters
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
        return list(self._outcomes_one_by_one(function, cases))

    def _outcomes_one_by_one(self, function: Callable[..., Any], cases: list[tuple[Any, ...]]) -> Iterator[Outcome]:
        for arguments in cases:
            outcome = call(function, arguments, self.compared)
            yield outcome
            if isinstance(outcome.error, KeyboardInterrupt):
                return

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
        outcomes = self.run(function, self.cases)
        if isinstance(outcomes[-1].error, KeyboardInterrupt):
            raise outcomes[-1].error
        return outcomes


def exercise(
    *,
    hints: Sequence[str],
    why: str,
    cases: Callable[[np.random.Generator], list[tuple[Any, ...]]] | None = None,
    faulty: Callable[..., Any] | None = None,
    compared: Callable[..., Any] | None = None,
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
    compared : callable, optional
        Where right answers may differ: takes what an answer returned and the arguments of the case, and returns what
        is compared in its place.

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
        made = Exercise(reference, hints, why, cases, faulty, compared)
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
