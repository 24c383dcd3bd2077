"""The exercises: solutions pass, each mistake gets its own message, and nothing else passes or raises."""

import contextlib
import functools
import inspect
import json
import re
import signal
import subprocess
import sys
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
from course_utils.check.exercise import Exercise
from course_utils.check.feedback import Feedback

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = check.all_exercises()
SOURCES = {path.stem: path for path in sorted((ROOT / "notebooks" / "source").glob("0[0-6]*.py"))}
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
    return (
        asks_for_a_function(exercise)
        and not exercise.compared
        and any(map(can_be_altered, exercise.cases[0]))
    )


def returns_an_array(exercise):
    names_no_type = exercise.name == "arrive"
    return (
        asks_for_a_function(exercise)
        and isinstance(exercise._expected[0].value, np.ndarray)
        and not names_no_type
    )


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

    @each_exercise
    def test_the_untouched_stub_is_not_started(self, exercise):
        assert exercise(answer_from(exercise.stub, exercise)).heading == NOT_STARTED

    @each_exercise
    def test_three_hints_come_one_after_the_other_and_the_last_one_stays(self, exercise):
        fresh = Exercise(exercise.reference, exercise.hints, exercise.why, exercise.make_cases)
        shown = [fresh.hint().message for _ in range(len(exercise.hints) + 1)]
        assert len(exercise.hints) >= 3
        assert [text.startswith(hint) for text, hint in zip(shown, exercise.hints, strict=False)] == [
            True
        ] * len(exercise.hints)
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
    def test_a_solution_that_spoils_its_input_is_told_so(self, exercise):
        position = list(map(can_be_altered, exercise.cases[0])).index(True)

        def careless(*arguments):
            result = exercise.reference(*arguments)
            victim = arguments[position]
            if isinstance(victim, np.ndarray):
                victim[...] = victim.dtype.type(1) if victim.dtype.kind in "iufb" else victim[::-1].copy()
            else:
                victim.clear()
            return result

        careless.__signature__ = inspect.signature(exercise.reference)
        assert "alters" in exercise(careless).message

    @each(returns_an_array)
    def test_a_list_for_an_array_is_told_so(self, exercise):
        feedback = exercise(functools.wraps(exercise.reference)(lambda *a: exercise.reference(*a).tolist()))
        assert "array is expected" in feedback.message
        assert not feedback.passed


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
    some.sampled_from(
        [lambda: 1, lambda a, b, c, d, e, f, g: 1, len, print, Hostile, type, functools.partial(max)]
    ),
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

    return Exercise(
        double, ["Multiply."], "Twice.", lambda _: [(np.array([1.0, 2.0]),), (np.array([3.0, 5.0]),)]
    )


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


def test_a_swapped_shape_and_a_wrong_dtype_are_named():
    def transposed(vectors, ids):
        return check.mean_pool.reference(vectors, ids).T

    def rounded(vectors, ids):
        return check.mean_pool.reference(vectors, ids).astype(int)

    assert "its shape is (2, 1), and (1, 2) is expected" in check.mean_pool(transposed).message
    assert "dtype is int64, and float is expected" in check.mean_pool(rounded).message


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
    with pytest.raises(AttributeError, match=r"did you mean check\.mean_pool\?"):
        check.mean_poool  # noqa: B018


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


@pytest.mark.parametrize(
    ("given", "measured", "told"),
    [
        (..., 0.81, "No guess this time. It is 0.81."),
        (0.8, 0.81, "You guessed 0.8. It is 0.81: close."),
        (0.8128, 0.81284, "You guessed 0.813. So it is."),
        (0.5, 0.81, "You guessed 0.5. It is 0.81, higher than that."),
        (3, 2, "You guessed 3. It is 2, lower than that."),
        ("Movie", "movie", "You guessed Movie. Right: movie."),
        (["movie", "cat"], ["movie", "films"], "1 of your 2 are there: movie, films."),
        (["movie", "movie", "cat"], ["movie", "films"], "1 of your 2 are there"),
        ([], ["movie"], "No guess this time. It is movie."),
        (True, "yes", "You guessed yes. Right: yes."),
        ("many", 7, "You guessed 'many'. A number was asked for; it is 7."),
    ],
)
def test_a_guess_is_answered(given, measured, told):
    assert told in repr(check.guess(given, measured))


def test_a_guess_that_fails_at_being_looked_at_is_answered_too():
    assert "it is 7" in repr(check.guess(Hostile(), 7))


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


def test_each_notebook_has_three_to_five_exercises_and_the_first_has_one():
    counts = {
        stem: sum(f"check.{name}({name})" in cell for cell in cells_of(path) for name in EXERCISES)
        for stem, path in SOURCES.items()
    }
    assert counts.pop("00_start_here") == 1
    assert all(3 <= count <= 5 for count in counts.values()), counts


def test_each_guess_is_left_blank_and_answered():
    for stem, path in SOURCES.items():
        cells = cells_of(path)
        asked = [
            position for position, cell in enumerate(cells) if re.search(r"^guess = ", cell, re.MULTILINE)
        ]
        assert asked, stem
        for position in asked:
            assert re.search(r"^guess = \.\.\.", cells[position], re.MULTILINE), cells[position]
            following = next(
                (other for other in range(position + 1, len(cells)) if "check.guess(guess" in cells[other]),
                None,
            )
            assert following is not None and following - position <= 4, cells[position]


@pytest.mark.parametrize("stem", SOURCES)
def test_each_notebook_shows_its_quiz(stem):
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


def test_there_is_a_quiz_for_each_notebook():
    assert [path.stem for path in QUIZZES] == list(SOURCES)


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
