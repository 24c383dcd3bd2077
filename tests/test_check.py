"""The exercises: solutions pass, each mistake gets its own message, and nothing else passes or raises."""

import contextlib
import functools
import inspect
import io
import itertools
import json
import re
import signal
import subprocess
import sys
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import hypothesis.strategies as some
import jupytext
import numpy as np
import pytest
from mutations import mutants

from course_utils import check
from course_utils.check import quizzes
from course_utils.check.comparing import difference
from course_utils.check.exercise import Exercise
from course_utils.check.feedback import Feedback

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = check.all_exercises()
SOURCES = {path.stem: path for path in sorted((ROOT / "notebooks" / "source").glob("[0-9]*.py"))}
LESSONS = [stem for stem in SOURCES if stem[2] == "_"]  # a closer look, such as 03a_…, has no quiz
QUIZZES = sorted((ROOT / "notebooks" / "quizzes").glob("*.json"))
NOT_STARTED = "○ Not started yet."


def each(wanted):
    """Run a test for each exercise of a kind."""
    chosen = [exercise for exercise in EXERCISES.values() if wanted(exercise)]
    return pytest.mark.parametrize("exercise", chosen, ids=lambda exercise: exercise.name)


def asks_for_a_function(exercise):
    return not exercise.asks_for_a_value


def can_be_altered(argument):
    return isinstance(argument, np.ndarray | list | dict) and len(argument) > 0


def takes_what_can_be_altered(exercise):
    return asks_for_a_function(exercise) and any(map(can_be_altered, exercise.cases[0]))


def returns_fractions(exercise):
    def has_fractions(value):
        if isinstance(value, list | tuple):
            return any(map(has_fractions, value))
        numbers = np.asarray(value)
        return numbers.dtype.kind == "f" and not np.array_equal(numbers, np.round(numbers))

    return asks_for_a_function(exercise) and any(has_fractions(outcome.value) for outcome in exercise._expected)


def returns_an_array(exercise):
    names_no_type = exercise.name == "arrive"
    return asks_for_a_function(exercise) and isinstance(exercise._expected[0].value, np.ndarray) and not names_no_type


each_exercise = each(lambda exercise: True)
each_function = each(asks_for_a_function)


def answer_from(source, exercise):
    """Run an answer's source as the learner's cell does, and return what it defines."""
    namespace = dict(vars(sys.modules[exercise.reference.__module__]))
    exec(compile(source, "learner's cell", "exec"), namespace)
    return namespace[exercise.name]


def cells_of(path):
    return [cell.source for cell in jupytext.read(path).cells if cell.cell_type == "code"]


class TestEachExercise:
    @each_exercise
    def test_its_solution_passes_and_says_why(self, exercise):
        feedback = exercise(answer_from(exercise.solution_source, exercise))
        assert feedback.passed, feedback
        assert feedback.message == exercise.why

    @each_exercise
    def test_each_mistake_gets_its_own_message(self, exercise):
        assert len(exercise.mistakes) >= 3
        for mistake in exercise.mistakes:
            answer = mistake.function() if exercise.asks_for_a_value else mistake.function
            feedback = exercise(answer)
            assert not feedback.passed
            assert feedback.message == mistake.message, mistake.name
        messages = {mistake.message for mistake in exercise.mistakes}
        assert len(messages) == len(exercise.mistakes)

    @each_function
    def test_no_mistake_is_known_by_an_error_that_others_make_too(self, exercise):
        for outcomes in exercise._outcomes_of_mistakes:
            if all(outcome.error is not None for outcome in outcomes):
                assert "is a list of" in str(outcomes[0].error)  # only our stand-ins say that

    @each_exercise
    def test_the_untouched_stub_is_not_started(self, exercise):
        assert exercise(answer_from(exercise.stub, exercise)).heading == NOT_STARTED

    @each_exercise
    def test_three_hints_come_one_after_the_other_and_the_last_one_stays(self, exercise):
        fresh = Exercise(exercise.reference, exercise.hints, exercise.why, exercise.make_cases)
        shown = [fresh.hint().message for _ in range(len(exercise.hints) + 1)]
        assert len(exercise.hints) >= 3
        assert [text.startswith(hint) for text, hint in zip(shown, exercise.hints, strict=False)] == [True] * len(
            exercise.hints
        )
        assert shown[-1] == shown[-2]

    @each_exercise
    def test_the_solution_is_shown_with_its_reason(self, exercise):
        assert exercise.solution().code == exercise.solution_source
        assert exercise.solution().message == exercise.why

    @each_function
    def test_an_answer_that_returns_what_the_first_case_wants_fails(self, exercise):
        first = exercise._expected[0].value
        assert not exercise(lambda *arguments: first).passed

    @each(takes_what_can_be_altered)
    def test_a_solution_that_spoils_an_argument_is_told_so(self, exercise):
        for position in range(len(exercise.parameters)):
            if not can_be_altered(exercise.cases[0][position]):
                continue

            def careless(*arguments, position=position):
                result = exercise.reference(*arguments)
                victim = arguments[position]
                if isinstance(victim, np.ndarray):
                    victim[...] = victim.dtype.type(1) if victim.dtype.kind in "iufb" else victim[::-1].copy()
                elif victim is not None:
                    victim.clear()
                return result

            careless.__signature__ = inspect.signature(exercise.reference)
            assert "alters" in exercise(careless).message, position

    @each(returns_fractions)
    def test_rounded_results_do_not_pass_and_float32_does(self, exercise):
        def result_in(change):
            def answer(*arguments):
                value = exercise.reference(*arguments)
                return tuple(map(change, value)) if isinstance(value, tuple) else change(value)

            answer.__signature__ = inspect.signature(exercise.reference)
            return answer

        for digits in (2, 3, 4):
            assert not exercise(result_in(functools.partial(np.round, decimals=digits))), digits
        assert not exercise(result_in(lambda value: np.asarray(value).astype(np.float16)))
        assert exercise(result_in(lambda value: np.asarray(value).astype(np.float32)))

    @each_function
    def test_each_call_that_may_be_shown_runs_in_a_cell(self, exercise):
        namespace = {"np": np, "check": check, exercise.name: lambda *arguments: arguments}
        for number, arguments in enumerate(exercise.cases):
            shown = exercise._call_text(exercise.reference, number)
            made = eval(shown, namespace)
            for wanted, argument in zip(arguments, made, strict=True):
                assert type(argument) is type(wanted), shown
                assert getattr(argument, "dtype", None) == getattr(wanted, "dtype", None), shown
                if isinstance(wanted, np.ndarray | list | str | int | float):
                    assert difference(wanted, argument) is None, shown

    @each_function
    def test_swapped_arguments_are_named(self, exercise):
        for one, other in itertools.combinations(exercise.parameters, 2):
            swap = {one: other, other: one}
            first_line = ", ".join(swap.get(name, name) for name in exercise.parameters)
            code = f"lambda {first_line}: reference({', '.join(exercise.parameters)})"
            feedback = exercise(eval(code, {"reference": exercise.reference}))
            if not feedback:
                assert f"names {one} and {other} in the wrong order" in feedback.message
            else:  # the two may be swapped, as in a sum
                assert exercise.name in ("arrive", "by_rows", "by_the_rule", "shared_pairs")

    @each_function
    def test_what_an_answer_prints_is_shown_once(self, exercise, capsys):
        def talking(*arguments):
            print("here I am")
            return exercise.reference(*arguments)

        talking.__signature__ = inspect.signature(exercise.reference)
        assert exercise(talking)
        assert capsys.readouterr().out == "here I am\n"

    @each_function
    def test_its_solution_has_no_nan_and_is_told_from_one_that_has(self, exercise):
        arrays = [one.value for one in exercise._expected if isinstance(one.value, np.ndarray)]
        assert not any(np.isnan(array).any() for array in arrays)

        def with_nan(*arguments):
            value = exercise.reference(*arguments)
            return value * np.nan if isinstance(value, np.ndarray) else float("nan")

        with_nan.__signature__ = inspect.signature(exercise.reference)
        assert not exercise(with_nan)

    @each(returns_an_array)
    def test_a_list_is_right_unless_the_docstring_asks_for_an_array(self, exercise):
        feedback = exercise(functools.wraps(exercise.reference)(lambda *a: exercise.reference(*a).tolist()))
        if re.search(r"(Return|:|is)\s+an?\s+(\w+ )?array", exercise.reference.__doc__):
            assert "array is expected" in feedback.message
        else:
            assert feedback.passed, feedback.message


# Mutations: reported in the test run's summary by conftest.py


@contextlib.contextmanager
def limited_to(seconds):
    """Stop what runs too long, as a mutated loop may."""

    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@each_function
def test_no_mutation_that_changes_a_result_passes(exercise, record_property):
    other_cases = [case for seed in range(1, 6) for case in exercise.make_cases(np.random.default_rng(seed))]
    wanted = exercise.run(exercise.reference, other_cases)
    tried = rejected = 0
    namespace = vars(sys.modules[exercise.reference.__module__])
    for description, mutant in mutants(exercise.solution_source, exercise.name, namespace):
        with limited_to(20):
            outcomes = exercise.run(mutant, other_cases)
            if all(one.same_as(other) for one, other in zip(outcomes, wanted, strict=True)):
                continue  # changes nothing on valid input
            tried += 1
            passed = exercise(mutant).passed
        rejected += not passed
        assert not passed, description
    assert tried > 0
    record_property("mutations", {"solutions": 1, "tried": tried, "rejected": rejected})


# Fuzzing


class Hostile:
    """An object whose methods raise."""

    def __getattribute__(self, name):
        raise RuntimeError(name)

    def __repr__(self):
        raise RuntimeError("repr")

    def __eq__(self, other):
        raise RuntimeError("eq")

    __hash__ = None


class Stubborn:
    """An object that wants to end the program when it is looked at."""

    def __getattr__(self, name):
        raise SystemExit(name)

    def __repr__(self):
        raise KeyboardInterrupt

    def __eq__(self, other):
        return True

    __hash__ = None


class EqualToAnything(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class UnspeakableError(BaseException):
    def __str__(self):
        raise RuntimeError("no words")


def raising(error):
    def function(*arguments):
        raise error

    return function


def endless():
    while True:
        yield 0


def returning(value):
    return lambda *arguments: value


def nested():
    knot = []
    knot.append(knot)
    return knot


odd_values = some.one_of(
    some.none(),
    some.text(max_size=5).map(lambda text: "?" + text),
    some.binary(max_size=5),
    some.sampled_from([float("nan"), float("inf"), -1e300, 10**400, -7.25, 1j, True, object, NotImplemented]),
    some.builds(Hostile),
    some.builds(Stubborn),
    some.builds(lambda: EqualToAnything(-3)),
    some.builds(endless),
    some.builds(nested),
    some.builds(lambda: np.zeros((0, 3, 1, 2))),
    some.builds(lambda: np.full((2, 2), np.nan)),
    some.builds(lambda: np.array([None, "x"], dtype=object)),
    some.builds(lambda: np.array([b"x"])),
    some.builds(lambda: np.ma.masked_all(3)),
    some.builds(lambda: np.broadcast_to(np.float32(np.nan), (10**6, 10**6))),
    some.builds(lambda: range(10**12)),
    some.lists(some.just("?"), min_size=1, max_size=3),
    some.dictionaries(some.text(max_size=2), some.none(), max_size=2).map(lambda found: {"?": 1, **found}),
)
odd_functions = some.one_of(
    odd_values.map(returning),
    some.sampled_from(
        [
            ValueError("<b>"),
            ValueError(Stubborn()),
            KeyError(),
            UnspeakableError(),
            SystemExit(1),
            KeyboardInterrupt(),
        ]
    ).map(raising),
    some.sampled_from([lambda: 1, lambda a, b, c, d, e, f, g: 1, len, print, Hostile, type, functools.partial(max)]),
)


@each_exercise
def test_odd_answers_never_raise_and_never_pass(exercise):
    @hypothesis.settings(max_examples=200, deadline=None, database=None, derandomize=True)
    @hypothesis.given(answer=some.one_of(odd_values, odd_functions))
    def examine(answer):
        feedback = exercise(answer)
        assert isinstance(feedback, Feedback)
        assert not feedback.passed
        assert repr(feedback) and feedback._repr_html_()

    examine()


# Answers that are wrong beyond the simplest cases


def wrong_answers():
    """Yield the name of an exercise, what is wrong, and an answer that is right in tame cases only."""
    cuts = {
        "padding stands at the end": lambda ids: slice(0, np.count_nonzero(ids)),
        "padding stands at the ends": lambda ids: slice(np.argmax(ids != 0), np.flatnonzero(ids)[-1] + 1),
        "padding stands in front of all words": lambda ids: slice(len(ids) - np.count_nonzero(ids), None),
    }
    for what, cut in cuts.items():
        yield (
            "max_pool",
            what,
            lambda vectors, ids, cut=cut: np.array(
                [rows[cut(row)].max(axis=0) for rows, row in zip(vectors, ids, strict=True)]
            ),
        )
        yield (
            "encode_review",
            what,
            lambda ids, table, cut=cut: table[ids[cut(ids)]].mean(axis=0) if ids.any() else np.zeros(table.shape[1]),
        )
    for low in (-100, -9999, -1e9):
        yield (
            "max_pool",
            f"nothing is below {low}",
            lambda vectors, ids, low=low: np.where((ids != 0)[:, :, None], vectors, low).max(axis=1),
        )

    for name in ("count_tokens", "neighbour_counts", "nearest_rows"):
        reference = EXERCISES[name].reference
        answer = functools.wraps(reference)(lambda *a, reference=reference: reference(*a).astype(np.uint8))
        yield name, "no number is above 255", answer
    for what, change in {
        "no capitals": str.lower,
        "no blanks inside": lambda token: token.replace(" ", ""),
        "the space is the only blank": lambda token: token.replace("\xa0", " "),
    }.items():
        yield (
            "count_tokens",
            what,
            lambda tokens, vocabulary, change=change: check.count_tokens.reference(
                [change(token) for token in tokens], [change(entry) for entry in vocabulary]
            ),
        )
    yield (
        "count_tokens",
        "nothing to strip",
        lambda tokens, vocabulary: check.count_tokens.reference([one.strip() for one in tokens], vocabulary),
    )
    for what, change in {
        "no capitals": str.lower,
        "one space between words": lambda text: text.replace("  ", " _ "),
        "spaces between words": lambda text: re.sub(r"[^\S ]", "_", text),
    }.items():
        yield (
            "encode_parts",
            what,
            lambda texts, held_out, size, change=change: check.encode_parts.reference(
                list(map(change, texts)), held_out, size
            ),
        )
    yield (
        "split_by_film",
        "no capitals",
        lambda films: check.split_by_film.reference([film.lower() for film in films]),
    )
    yield "split_by_film", "no sixth group", lambda films: np.isin(films, np.unique(films)[4:10:5])

    for start in (0.7, 1, 10, 100, 10_000):
        yield (
            "kept_epoch",
            f"no loss is above {start}",
            lambda losses, patience, start=start: check.kept_epoch.reference([start, *losses], patience) - 1 or 1,
        )
    for digits in (1, 2, 4):
        yield (
            "kept_epoch",
            f"losses differ in {digits} digits",
            lambda losses, patience, digits=digits: check.kept_epoch.reference(
                [round(loss, digits) for loss in losses], patience
            ),
        )

    yield "look_up", "ids have an axis", lambda table, ids: np.array([table[row] for row in ids])
    yield "look_up", "there are ids", lambda table, ids: table[ids] if ids.size else np.zeros(ids.shape)
    yield (
        "look_up",
        "no ids are one empty row",
        lambda table, ids: table[ids] if ids.size else np.zeros((0, table.shape[1])),
    )
    yield (
        "encode_review",
        "there are ids",
        lambda ids, table: check.encode_review.reference(ids, table) if len(ids) else None,
    )
    yield (
        "neighbour_counts",
        "there are texts",
        lambda texts, size, window: check.neighbour_counts.reference(texts, size, window) if texts else None,
    )
    yield (
        "place_between",
        "nothing before the left end",
        lambda vectors, left, right: np.maximum(check.place_between.reference(vectors, left, right), 0),
    )
    yield (
        "place_between",
        "nothing beyond the right end",
        lambda vectors, left, right: np.minimum(check.place_between.reference(vectors, left, right), 1),
    )

    def in_place(table):
        if table.dtype.kind == "f":
            table /= table.sum()
        return check.positive_pmi.reference(table)

    yield "positive_pmi", "counts are whole numbers, which cannot be divided in place", in_place

    for digits in (".2f", ".6f", ".6g", ".7g"):
        yield (
            "projector_lines",
            f"numbers of {digits}",
            lambda model, vocabulary, digits=digits: lines_of(
                model, vocabulary, lambda number: format(float(number), digits)
            ),
        )
    yield (
        "projector_lines",
        "weights of the first layer",
        lambda model, vocabulary: lines_of(model, vocabulary, str, model.get_weights()[0]),
    )


def lines_of(model, vocabulary, text_of, table=None):
    table = model.get_layer("embedding").get_weights()[0] if table is None else table
    vecs = ["\t".join(map(text_of, row)) for row in table[2 : len(vocabulary)]]
    return vecs, vocabulary[2:]


@pytest.mark.parametrize(("name", "what", "answer"), wrong_answers())
def test_an_answer_that_is_right_in_tame_cases_only_does_not_pass(name, what, answer):
    assert not EXERCISES[name](answer)


# Right answers in another form


class Tensor:
    """Holds an array, as TensorFlow's tensors do."""

    __module__ = "tensorflow.python.framework"

    def __init__(self, array):
        self.array = array

    def numpy(self):
        return self.array


@each(asks_for_a_function)
def test_a_tensor_is_as_good_as_an_array(exercise):
    def in_tensors(*arguments):
        value = exercise.reference(*arguments)
        return Tensor(value) if isinstance(value, np.ndarray) else value

    in_tensors.__signature__ = inspect.signature(exercise.reference)
    assert exercise(in_tensors)


def saved_as_text(model, vocabulary):
    text = io.StringIO()
    np.savetxt(text, model.get_layer("embedding").embeddings[2:], delimiter="\t")
    return text.getvalue().splitlines(), vocabulary[2:]


def masked_maximum(vectors, ids):
    padding = np.broadcast_to((ids == 0)[:, :, None], vectors.shape)
    return np.ma.masked_array(vectors, padding).max(axis=1)


def without_points(number):
    return str(int(number)) if number == int(number) else f"{number:.9g}"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("parameter_counts", [40_000.0, np.float32(40_161)]),
        ("parameter_counts", (40_000, 40_161)),
        ("changed_rows", [2.0, 4, 7, np.int64(9)]),
        ("points_on_the_page", np.array(2.0)),
        ("shares_with_a_copy", (2 / 3, 1 / 3, 0)),
        ("kept_epoch", lambda losses, patience: float(check.kept_epoch.reference(losses, patience))),
        ("nearest_rows", lambda table, row, k: check.nearest_rows.reference(table, row, k).astype(float)),
        ("neighbour_counts", lambda *a: check.neighbour_counts.reference(*a).astype(int)),
        ("encode_parts", lambda *a: list(check.encode_parts.reference(*a))),
        ("known_shares", lambda *a: tuple(Fraction(share) for share in check.known_shares.reference(*a))),
        ("max_pool", masked_maximum),
        ("arrive", lambda *a: check.arrive.reference(*a).tolist()),
        ("arrive", lambda *a: tuple(check.arrive.reference(*a))),
        ("accuracy_interval", lambda *a: list(check.accuracy_interval.reference(*a))),
        ("accuracy_interval", lambda *a: np.array(check.accuracy_interval.reference(*a))),
        ("projector_lines", saved_as_text),
        ("projector_lines", lambda model, words: lines_of(model, words, lambda number: f"{number:.9g}")),
        ("projector_lines", lambda model, words: lines_of(model, words, without_points)),
        ("projector_lines", lambda model, words: lines_of(model, words, lambda number: repr(float(number)))),
        ("projector_lines", lambda model, words: tuple(map(tuple, lines_of(model, words, str)))),
    ],
)
def test_a_right_answer_in_another_form_passes(name, answer):
    assert EXERCISES[name](answer)


@pytest.mark.parametrize(
    "table_of",
    [
        lambda model: model.get_layer("embedding").embeddings,
        lambda model: model.get_layer("embedding").embeddings.numpy(),
        lambda model: model.get_layer(name="embedding").weights[0].numpy(),
        lambda model: np.asarray(model.get_layer("embedding").trainable_weights[0]),
        lambda model: next(one for one in model.layers if one.name == "embedding").get_weights()[0],
    ],
)
def test_weights_may_be_reached_by_every_road_that_keras_has(table_of):
    assert check.projector_lines(lambda model, words: lines_of(model, words, str, table_of(model)))


# What a learner reads


def test_an_error_in_the_learners_function_is_shown_with_its_own_line_and_what_it_proves(tmp_path):
    cell = tmp_path / "cell.py"
    cell.write_text("def look_up(table, ids):\n    first = ids\n    return table[99]\n")
    namespace = {}
    exec(compile(cell.read_text(), str(cell), "exec"), namespace)
    feedback = check.look_up(namespace["look_up"])
    assert "IndexError" in feedback.message
    assert "the last of n entries is number n - 1" in feedback.message
    assert "line 3: return table[99]" in feedback.code


def failing(body):
    """Return an answer to look_up with these lines as its body."""
    namespace = {"np": np}
    exec("def look_up(table, ids):\n" + "".join(f"    {line}\n" for line in body.splitlines()), namespace)
    return namespace["look_up"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return ids.tolist().split()", ".split belongs to strings, and this is a list."),
        ("return list(ids).shape", ".shape belongs to arrays, and this is a list."),
        ("return ids.append(1)", ".append belongs to lists, and this is an array."),
        ("return ids.sort().shape", "The value before .shape is None."),
        ("return {ids: 1}", "cannot be a key of a dictionary or a member of a set"),
        ("rows = rows + ids\nreturn rows", "here it is read before it has a value"),
        ("return tables[ids]", "your function has table."),
        ("return vocabulary[ids]", "your function is given table, ids."),
        (
            "return np.zeros((2, 3)) + np.zeros(2)",
            "two lengths fit when they are equal, or when one of them is 1",
        ),
        (
            "out = np.zeros((2, 3))\nout[0] = np.zeros(2)\nreturn out",
            "do not have the shape of the place",
        ),
        ("return np.zeros((2, 3)) @ np.zeros((2, 3))", "as many columns on the left as rows on the right"),
        ("if ids > 0:\n    return table", "a single True or False is needed"),
        ("return table[np.array([])]", "and so does an empty list"),
        ("rows = [1, 2]\nreturn rows[ids, 0]", "takes one whole number, or a slice"),
        ("return {}[3]", "Nothing is stored under this key."),
        ("return look_up(table, ids)", "A function calls itself again and again."),
    ],
)
def test_an_error_is_followed_by_what_it_proves(body, told):
    assert told in check.look_up(failing(body)).message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return 1 / 0", "ZeroDivisionError: division by zero."),
        ("return table + 'a'", "."),
        ("return len(3)", "TypeError: object of type 'int' has no len()."),
        ("return np.zeros(3).reshape(2, 2)", "ValueError: cannot reshape array of size 3 into shape (2,2)."),
        ("raise AttributeError('mine')", "AttributeError: mine."),
        ("raise StopIteration", "stopped with StopIteration."),
    ],
)
def test_an_error_that_proves_nothing_more_is_shown_as_it_is(body, said):
    message = check.look_up(failing(body)).message
    assert message.endswith(said)
    assert "cause" not in message


def test_an_error_that_a_mistake_makes_too_is_not_taken_for_it():
    def looks_for_a_word(model, vocabulary):
        return vocabulary["film"]

    def goes_too_far(model, vocabulary):
        return [vocabulary[place + 2] for place in range(len(vocabulary))], []

    def has_a_number_for_a_direction(table, good, bad):
        return table @ table[good].sum()

    assert "A list takes one whole number" in check.projector_lines(looks_for_a_word).message
    assert "Counting starts at 0" in check.projector_lines(goes_too_far).message
    assert "One side of @ is a single number" in check.polarity_scores(has_a_number_for_a_direction).message


@pytest.mark.parametrize(
    ("name", "answer", "told"),
    [
        (
            "parameter_counts",
            ["40000", "40161"],
            "at position 0, it is '40000', of type str, and a number",
        ),
        ("changed_rows", {2, 4, 7, 9}, "of type set, and a list is expected"),
        ("shares_with_a_copy", [2 / 3, None, 0], "at position 1, it is None"),
        ("points_on_the_page", True, "it is True, of type bool, and a number is expected"),
        (
            "kept_epoch",
            lambda losses, patience: "2",
            "it is '2', of type str, and a whole number is expected",
        ),
        (
            "encode_parts",
            lambda *a: ([["2"]], [[1]]),
            "in entry 0, in entry 0, at position 0, it is '2', of type str",
        ),
        (
            "projector_lines",
            lambda model, words: ([1, 2], words[2:]),
            "in entry 0, at position 0, it is 1, of type int, and a string",
        ),
    ],
)
def test_another_kind_is_told_as_a_kind_also_within_lists(name, answer, told):
    message = EXERCISES[name](answer).message
    assert told in message
    assert "It is not" not in message


def test_arguments_taken_for_each_other_are_named_whatever_they_are_called():
    assert "mixes up table and ids" in check.look_up(lambda a, b: b[a]).message


def test_what_is_printed_is_that_of_the_call_which_is_shown(capsys):
    def look_up(table, ids):
        print(ids.shape)
        return table[ids] if ids.ndim == 1 else table

    assert "look_up(np.array(" in check.look_up(look_up).code
    assert capsys.readouterr().out == "(2, 3)\n"


def test_an_endless_print_is_cut(capsys):
    def look_up(table, ids):
        for _ in range(10_000):
            print("again and again")
        raise KeyboardInterrupt

    check.look_up(look_up)
    assert len(capsys.readouterr().out) < 20_000


def test_arguments_of_a_shown_case_can_be_altered_without_harm():
    table, _ = check.look_up.case(2)
    table[:] = 0
    assert check.look_up.case(2)[0].any()
    assert check.look_up(check.look_up.reference)


def test_a_call_bears_the_name_that_the_learner_gave():
    def mine(table, ids):
        return None

    assert check.look_up(mine).code.startswith("mine(np.array(")


def test_what_a_learner_wrote_is_escaped():
    def look_up(table, ids):
        raise ValueError("<script>alert(1)</script>")

    shown = check.look_up(look_up)._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_an_interrupt_is_explained_and_ends_the_check():
    calls = []

    def look_up(table, ids):
        calls.append(1)
        raise KeyboardInterrupt

    assert "You stopped it" in check.look_up(look_up).message
    assert len(calls) == 1


def test_an_interrupt_while_our_own_solution_runs_leaves_nothing_half_done():
    interrupts = [KeyboardInterrupt]

    def double(number):
        """Return twice the number."""
        if interrupts:
            raise interrupts.pop()
        return 2 * number

    exercise = Exercise(double, ["Add it to itself."], "Twice.", lambda _: [(1,), (2,)])
    with pytest.raises(KeyboardInterrupt):
        exercise(lambda number: number + number)
    assert exercise(lambda number: number + number).passed


@pytest.fixture
def doubled():
    """Return a small exercise whose solution calls NumPy by name."""

    def double(numbers):
        """Return twice the numbers."""
        return np.multiply(numbers, 2)

    return Exercise(double, ["Multiply."], "Twice.", lambda _: [(np.array([1.0, 2.0]),), (np.array([3.0, 5.0]),)])


def test_an_answer_that_alters_numpy_is_compared_with_what_the_solution_gave_before(doubled, monkeypatch):
    def altering(numbers):
        monkeypatch.setattr(np, "multiply", np.add)
        return numbers + 2

    assert not doubled(altering)
    monkeypatch.undo()
    assert doubled(lambda numbers: numbers * 2)


def test_a_solution_that_fails_is_an_error_and_not_the_learners(doubled, monkeypatch):
    monkeypatch.setattr(np, "multiply", None)
    with pytest.raises(RuntimeError, match="not your answer's fault: restart the kernel"):
        doubled(lambda numbers: numbers * 2)
    monkeypatch.undo()
    assert doubled(lambda numbers: numbers * 2)


def test_results_are_kept_though_the_next_call_overwrites_them(doubled):
    memory = np.zeros(2)
    assert doubled(lambda numbers: np.multiply(numbers, 2, out=memory))


def test_an_answer_that_changes_from_call_to_call_is_told_so(doubled):
    random = np.random.default_rng(0)

    def remembering(numbers, seen=[]):  # noqa: B006 - the mistake that is meant
        seen.append(numbers)
        return 2 * numbers + (len(seen) > 2)

    assert "Called again with the same arguments" in doubled(remembering).message
    assert "Called again" in doubled(lambda numbers: random.normal(size=2)).message
    assert "Called again" not in doubled(lambda numbers: random.normal(size=3)).message


@pytest.mark.parametrize("blank", [..., (..., ...), [..., ...]])
def test_three_dots_in_each_place_of_a_result_are_not_started(blank):
    assert check.look_up(lambda table, ids: blank).heading == NOT_STARTED
    assert check.parameter_counts(blank).heading == NOT_STARTED


def test_an_answer_whose_only_fault_is_what_it_alters_is_not_told_to_swap_arguments():
    def by_rows(table, ids, gradients, rate):
        table = table.copy()
        gradients *= rate
        np.subtract.at(table, ids, gradients)
        return table

    assert "alters what it is given" in check.by_rows(by_rows).message


def test_a_swapped_shape_and_a_wrong_dtype_are_named():
    def transposed(vectors, ids):
        return check.max_pool.reference(vectors, ids).T

    def rounded(table):
        return check.positive_pmi.reference(table).astype(int)

    assert "its shape is (2, 1), and (1, 2) is expected" in check.max_pool(transposed).message
    assert "dtype is int64, and float is expected" in check.positive_pmi(rounded).message


def test_a_wrong_shape_is_named_before_a_wrong_dtype():
    def column_numbers(table, k):
        return np.argsort(-table.var(axis=0))[:k]

    assert "its shape is (1,), and (4, 1) is expected" in check.shorten(column_numbers).message


@pytest.mark.parametrize(
    ("name", "answer", "told"),
    [
        ("changed_rows", [4, 7, 9, 2].sort(), "You gave None, which is also what .sort()"),
        ("parameter_counts", [40_000, 144, 17], "it has 3 entries, and 2 are expected"),
        ("vectors_compared", [10_800, 9_000, 80_100], "the right numbers, in another order"),
        ("made_up_and_score", [60, 0.7], "It is not [60, 0.7]"),
    ],
)
def test_a_value_is_told_apart_from_none_from_another_length_and_from_another_order(name, answer, told):
    assert told in EXERCISES[name](answer).message


def test_a_function_that_returns_nothing_is_told_so():
    def kept_epoch(losses, patience):
        losses.index(min(losses))

    assert (
        "Here your function returns None: it ends without return, or what it returns is still None."
        in check.kept_epoch(kept_epoch).message
    )


def test_an_axis_that_is_not_there_and_a_difference_of_bools_are_explained():
    def int8_and_back(row):
        return row / row.max(axis=1)

    def difference_and_error(one, other):
        return (one - other).mean(), 0.0

    assert "A row has one axis, number 0" in check.int8_and_back(int8_and_back).message
    assert "take means first, or write .astype(float)" in check.difference_and_error(difference_and_error).message


def test_whole_numbers_divided_in_place_are_explained():
    def positive_pmi(table):
        table /= table.sum()
        return table

    assert "write table = table / …" in check.positive_pmi(positive_pmi).message


def test_a_whole_number_may_be_written_as_a_float():
    assert check.sparse_bytes(float(check.sparse_bytes.reference())).passed


def test_a_tuple_for_a_list_is_wrong_by_what_it_holds_only():
    assert check.changed_rows(tuple(check.changed_rows.reference())).passed
    assert "is asked for" not in check.changed_rows((2, 4)).message


def test_a_called_function_and_a_wrong_number_of_arguments_are_named():
    assert "without calling it" in check.look_up(np.zeros(3)).message
    assert "It is called with 2 arguments (table, ids)" in check.look_up(lambda table: table).message


def test_a_misspelled_exercise_names_the_one_that_was_meant():
    with pytest.raises(AttributeError, match=r"did you mean check\.max_pool\?"):
        check.max_poool  # noqa: B018


def test_feedback_is_told_apart_by_a_sign_and_a_word():
    headings = {
        check.look_up(...).heading,
        check.look_up(check.look_up.reference).heading,
        check.look_up(len).heading,
    }
    assert headings == {NOT_STARTED, "✔ Right.", "✘ Not yet."}


def test_feedback_is_true_when_the_answer_is_right():
    assert check.look_up(check.look_up.reference)
    assert not check.look_up(len)
    assert not check.look_up(...)


def test_importing_the_course_reads_no_exercise():
    code = (
        "import sys, course_utils; from course_utils import check; "
        "print([name for name in sys.modules if 'check.' in name or name in ('IPython', 'jupyterquiz')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# In the notebooks


def test_each_exercise_stands_once_in_the_notebooks_with_its_stub_and_its_check():
    cells = [cell for path in SOURCES.values() for cell in cells_of(path)]
    for name, exercise in EXERCISES.items():
        having = [cell for cell in cells if f"check.{name}({name})" in cell]
        assert len(having) == 1, name
        assert exercise.stub in having[0], name
        assert having[0].rstrip().endswith(f"check.{name}({name})"), name


@pytest.mark.parametrize("stem", LESSONS)
def test_each_lesson_shows_its_quiz(stem):
    assert f'check.quiz("{stem[:2]}")' in cells_of(SOURCES[stem])


# Quizzes


class Markup(HTMLParser):
    """Collects the tags of a text, and whether they are closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.balanced = [], set(), True

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.add(tag)
        self.balanced &= not attributes

    def handle_endtag(self, tag):
        self.balanced &= bool(self.open) and self.open.pop() == tag


def test_there_is_a_quiz_for_each_lesson():
    assert [path.stem for path in QUIZZES] == LESSONS


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_a_quiz_has_five_questions_one_right_answer_each_and_a_word_on_every_choice(path):
    questions = json.loads(path.read_text(encoding="utf-8"))
    assert len(questions) == 5
    texts = [question["question"] for question in questions]
    assert len(set(texts)) == 5
    places = set()
    for question in questions:
        answers = question["answers"]
        assert question["type"] == "multiple_choice"
        assert 3 <= len(answers) <= 5
        assert [answer["correct"] for answer in answers].count(True) == 1, question["question"]
        places.add([answer["correct"] for answer in answers].index(True))
        assert len({answer["answer"] for answer in answers}) == len(answers)
        feedback = [answer["feedback"] for answer in answers]
        assert len(set(feedback)) == len(feedback) and all(len(text) > 20 for text in feedback)
        texts += [answer["answer"] for answer in answers] + feedback
    assert len(places) > 1, "the right answer always stands in the same place"
    for text in texts:
        markup = Markup()
        markup.feed(text)
        assert markup.balanced and not markup.open, text
        assert markup.tags <= {"code", "em", "sub", "sup"}, text
        assert "<" not in re.sub(r"</?(?:code|em|sub|sup)>", "", text), text


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_who_always_takes_the_longest_or_the_shortest_choice_is_right_in_two_of_five_at_most(path):
    questions = json.loads(path.read_text(encoding="utf-8"))
    for extreme in (max, min):
        taken = [extreme(one["answers"], key=lambda answer: len(answer["answer"])) for one in questions]
        assert sum(answer["correct"] for answer in taken) <= 2, extreme.__name__


@pytest.mark.parametrize("path", QUIZZES, ids=lambda path: path.stem)
def test_without_scripts_the_questions_are_readable_and_the_answers_folded(path):
    shown = quizzes.Quiz(path.stem, json.loads(path.read_text(encoding="utf-8")))
    page = shown._repr_html_()
    before_answers = re.sub(r"<details>.*?</details>", "", page, flags=re.DOTALL)
    for question in shown.questions:
        assert question["question"] in before_answers
        for answer in question["answers"]:
            assert answer["answer"] in before_answers
            assert answer["feedback"] in page and answer["feedback"] not in before_answers
    assert "Answers" in repr(shown)


def test_an_unknown_quiz_is_answered_with_those_that_there_are():
    with pytest.raises(FileNotFoundError, match="00_start_here"):
        check.quiz("77")


def test_outside_jupyter_a_quiz_is_printed(capsys):
    check.quiz("03")
    printed = capsys.readouterr().out
    for question in json.loads(QUIZZES[3].read_text(encoding="utf-8")):
        assert quizzes._plain(question["question"]) in printed
    assert "<IPython" not in printed


def test_in_jupyter_a_quiz_is_shown_for_clicking(monkeypatch):
    displayed = []
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setattr("IPython.display.display", displayed.append)
    monkeypatch.setattr("jupyterquiz.display_quiz", lambda questions, **_: displayed.append(questions))
    check.quiz("03")
    folded, clickable, script = displayed
    assert clickable == folded.questions
    assert folded.element in script.data
