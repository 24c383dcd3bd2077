"""The exercises of notebook 06."""

from __future__ import annotations

from typing import Any

import numpy as np

from course_utils.check.comparing import as_an_array
from course_utils.check.exercise import exercise

# projector_lines --------------------------------------------------------------------------------------------------


class Weight(np.ndarray):
    """An array with the one method more that a variable of Keras has."""

    def numpy(self) -> np.ndarray:
        """Return the numbers alone."""
        return np.array(self)


class Listed(list):
    """A list that says which one it is when it is asked for what it does not hold."""

    def __init__(self, entries, name):
        super().__init__(entries)
        self.name = name

    def __getitem__(self, place):
        try:
            return super().__getitem__(place)
        except (IndexError, TypeError) as error:
            raise type(error)(f"{error}; {self.name} is a list of {len(self)}") from None


class Layer:
    """A layer with a name and weights, to be reached by the same names as in Keras."""

    def __init__(self, name: str, **weights: np.ndarray) -> None:
        self.name = name
        self.weights = [array.view(Weight) for array in weights.values()]
        self.trainable_weights = self.variables = self.trainable_variables = self.weights
        for its_name, weight in zip(weights, self.weights, strict=True):
            setattr(self, its_name, weight)

    def get_weights(self) -> list[np.ndarray]:
        """Return the arrays of the layer."""
        return Listed((weight.numpy() for weight in self.weights), "get_weights()")


class Embedding(Layer):
    """A layer with a table."""


class Dense(Layer):
    """A layer with a matrix and a bias."""


class Model:
    """A model with layers, to be reached by the same names as in Keras."""

    def __init__(self, *layers: Layer) -> None:
        self.layers = Listed(layers, "model.layers")
        self.weights = [weight for layer in layers for weight in layer.weights]
        self.trainable_weights = self.variables = self.trainable_variables = self.weights

    def __repr__(self) -> str:
        return f"a model with the layers {' and '.join(layer.name for layer in self.layers)}"

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Return the layer of this name, or at this place."""
        if index is not None:
            return self.layers[index]
        for layer in self.layers:
            if layer.name == name:
                return layer
        raise ValueError(f"No such layer: {name}. Existing layers are: {[layer.name for layer in self.layers]}.")

    def get_weights(self) -> list[np.ndarray]:
        """Return the arrays of all layers."""
        return [weight.numpy() for weight in self.weights]


def models_and_vocabularies(random: np.random.Generator) -> list[tuple[Model, list[str]]]:
    """Return models whose embedding stands first, and some where other layers stand before it, once other Embeddings.

    The numbers need all their digits, up to nine; one table has whole numbers, large and small ones too, and a row of
    zeros; one has a single column.
    """

    def case(table: np.ndarray, words: list[str], *before: Layer, after: tuple[Layer, ...] = ()) -> tuple:
        dimensions = table.shape[1]
        embedding = Embedding("embedding", embeddings=table.astype(np.float32))
        dense = Dense("dense", kernel=random.normal(size=(dimensions, 2)), bias=np.zeros(2))
        return Model(*before, embedding, *after, dense), words

    def another_embedding(name: str, rows: int, columns: int) -> Layer:
        return Embedding(name, embeddings=random.normal(size=(rows, columns)).astype(np.float32))

    by_hand = np.array([[0, 9], [9, 9], [-24, 0.1], [1 / 3, 1.2345678e-7], [2.5e8, 0.104900114], [0, 0]])
    another = Dense("first", kernel=random.normal(size=(3, 3)), bias=np.zeros(3))
    twenty = [f"word{number}" for number in range(20)]
    before, after = another_embedding("embedding_0", 22, 5), another_embedding("embedding_2", 22, 5)
    return [
        case(by_hand, ["", "[UNK]", "the", "film", "good", "none"]),
        case(random.normal(size=(6, 3)), ["", "[UNK]", "bad", "Actor", "plot", "New York"], another),
        case(random.normal(size=(22, 5)), ["", "[UNK]", *twenty], another_embedding("positions", 22, 5)),
        case(random.normal(size=(22, 5)), ["[PAD]", "oov", *twenty], before, after=(after,)),
        case(random.normal(size=(5, 1)), ["[PAD]", "oov", "[x]", "[UNK]", " a"]),
        case(random.normal(size=(3, 2)), ["", "[UNK]", "alone"]),
        case(random.normal(size=(2, 2)), ["", "[UNK]"]),
    ]


def as_float32(line: Any) -> Any:
    """Write each number of a line as the shortest text that leads back to the same float32."""
    try:
        return "\t".join(str(np.float32(cell)) if cell == cell.strip() else cell for cell in line.split("\t"))
    except (ValueError, AttributeError):  # a cell that is no number, or no line of text at all
        return line


def lists_of_lines(files: Any, *arguments: Any) -> Any:
    """Take numbers for the same when they are the same float32, and any sequence of lines for a list of them."""
    if not isinstance(files, list | tuple) or len(files) != 2:
        return files
    vecs, meta = (list(lines) if isinstance(lines, tuple | np.ndarray) else lines for lines in files)
    return ([as_float32(line) for line in vecs], meta) if isinstance(vecs, list) else (vecs, meta)


def faulty_export(model, vocabulary):
    """Return the lines of vecs.tsv and those of meta.tsv, two lists.

    The layer named "embedding" has a row for each entry of vocabulary, a list of
    strings, in its order. The first two entries are left out. A line of vecs.tsv holds
    the numbers of a row with tabs between them, with as many digits as float32 needs; a
    line of meta.tsv is a word. No line ends in a line break.
    """
    weights = model.layers["embedding"].get_weights()
    vecs, meta = [], []
    for i, word in enumerate(vocabulary[2:]):
        vec = weights[i]
        vecs.append(word + "\t".join(str(x) for x in vec))
        meta.append(word)
    return vecs, meta


@exercise(
    hints=(
        "Print model.layers, and then what get_weights() returns. What kind of object is each?",
        "model.get_layer('embedding') finds the layer, and its get_weights()[0] is the table. Two faults are left.",
        "A line of vecs.tsv holds numbers only; the first word stands in row 2: enumerate(vocabulary[2:], start=2).",
    ),
    why="The layer is asked for by name, entry 0 of its weights is the table, a line holds numbers only, and word i of "
    "vocabulary[2:] stands in row i + 2.",
    cases=models_and_vocabularies,
    compared=lists_of_lines,
    faulty=faulty_export,
)
def projector_lines(model, vocabulary):
    """Return the lines of vecs.tsv and those of meta.tsv, two lists.

    The layer named "embedding" has a row for each entry of vocabulary, a list of
    strings, in its order. The first two entries are left out. A line of vecs.tsv holds
    the numbers of a row with tabs between them, with as many digits as float32 needs; a
    line of meta.tsv is a word. No line ends in a line break.
    """
    table = model.get_layer("embedding").get_weights()[0]
    vecs, meta = [], []
    for row, word in enumerate(vocabulary[2:], start=2):
        vecs.append("\t".join(str(number) for number in table[row]))
        meta.append(word)
    return vecs, meta


@projector_lines.mistake(
    "model.layers is a list, and a list takes a number, not a name: model.get_layer('embedding') takes a name."
)
def list_asked_for_a_name(model, vocabulary):
    return model.layers["embedding"].get_weights()[0], vocabulary[2:]


@projector_lines.mistake(
    "You take the table of another layer. A model may have several: model.get_layer('embedding') asks by name."
)
def first_layer_with_a_table(model, vocabulary):
    table = next(layer for layer in model.layers if isinstance(layer, Embedding)).get_weights()[0]
    return ["\t".join(map(str, table[row])) for row in range(2, len(vocabulary))], vocabulary[2:]


@projector_lines.mistake(
    "get_weights() is a list of arrays: its entry 0 is the whole table, and rows are rows of that entry."
)
def list_of_weights_taken_for_the_table(model, vocabulary):
    weights = model.get_layer("embedding").get_weights()
    vecs = ["\t".join(str(x) for x in weights[i]) for i, word in enumerate(vocabulary[2:])]
    return vecs, vocabulary[2:]


@projector_lines.mistake(
    "The word is glued to the first number. vecs.tsv holds numbers only; the word has its own line in meta.tsv."
)
def glued(model, vocabulary):
    table = model.get_layer("embedding").get_weights()[0]
    vecs = [word + "\t".join(str(x) for x in table[row]) for row, word in enumerate(vocabulary[2:], start=2)]
    return vecs, vocabulary[2:]


@projector_lines.mistake(
    "A word stands in vecs.tsv, in a column of its own. That file holds numbers only; words go to meta.tsv."
)
def word_as_a_column(model, vocabulary):
    table = model.get_layer("embedding").get_weights()[0]
    vecs = ["\t".join([word, *map(str, table[row])]) for row, word in enumerate(vocabulary[2:], start=2)]
    return vecs, vocabulary[2:]


@projector_lines.mistake(
    "The rows are shifted: the first word gets the row of padding. It stands in row 2; count from there."
)
def shifted(model, vocabulary):
    table = model.get_layer("embedding").get_weights()[0]
    return ["\t".join(map(str, table[row])) for row in range(len(vocabulary) - 2)], vocabulary[2:]


@projector_lines.mistake(
    "The rows are off by one: the first word gets the row of the unknown word. Two entries stand in front, not one."
)
def shifted_by_one(model, vocabulary):
    table = model.get_layer("embedding").get_weights()[0]
    return ["\t".join(map(str, table[row])) for row in range(1, len(vocabulary) - 1)], vocabulary[2:]


@projector_lines.mistake(
    "The word is still glued to the first number, and the rows are shifted: the first word stands in row 2."
)
def glued_and_shifted(model, vocabulary):
    table = model.get_layer("embedding").get_weights()[0]
    vecs = [word + "\t".join(str(x) for x in table[row]) for row, word in enumerate(vocabulary[2:])]
    return vecs, vocabulary[2:]


@projector_lines.mistake(
    "Padding and the unknown word are exported too. They are not words: leave out the first two entries and rows."
)
def first_two_included(model, vocabulary):
    table = model.get_layer("embedding").get_weights()[0]
    return ["\t".join(map(str, row)) for row in table], vocabulary


def with_digits(model, vocabulary, digits):
    """Write each number with so many digits after the point."""
    table = model.get_layer("embedding").get_weights()[0]
    return ["\t".join(f"{number:.{digits}f}" for number in row) for row in table[2:]], vocabulary[2:]


@projector_lines.mistake(
    "The numbers are rounded. Text keeps a float32 exactly when all its digits are written: str(number) does that."
)
def rounded_numbers(model, vocabulary):
    return with_digits(model, vocabulary, 4)


@projector_lines.mistake(
    "The numbers are rounded: six digits after the point are too few for a small number, whose first digits "
    "come later. str(number) writes as many as it takes."
)
def rounded_to_six_places(model, vocabulary):
    return with_digits(model, vocabulary, 6)


@projector_lines.mistake(
    "The numbers are rounded: eight digits after the point are too few for a small number, whose first digits come "
    "later. str(number) writes as many as it takes."
)
def rounded_to_eight_places(model, vocabulary):
    return with_digits(model, vocabulary, 8)


@projector_lines.mistake(
    "It works while the embedding is the first layer. Here is a model where it is not: ask for the layer by its name."
)
def first_layer(model, vocabulary):
    table = model.layers[0].get_weights()[0]
    return ["\t".join(map(str, table[row])) for row in range(2, len(vocabulary))], vocabulary[2:]


# points_on_the_page -----------------------------------------------------------------------------------------------


@exercise(
    hints=(
        "Cross out what the page skips. What is left, and does its first line hold a tab?",
        "The empty line and the line of one space are skipped: film…, bad… and good… are left.",
        "The first line that is left has a tab, so it is taken for a header, whatever it holds. The rest are words.",
    ),
    why="Two lines are blank and skipped, and the first has a tab, so it is taken for a header: bad and good are left.",
)
def points_on_the_page():
    return 2


@points_on_the_page.mistake("One too many: a first line with a tab is a header, and a line of one space is blank.")
def header_counted():
    return 3


@points_on_the_page.mistake("Blank lines are skipped, also those that hold nothing but a space.")
def blank_counted():
    return 4


@points_on_the_page.mistake("These are all lines. Blank ones are skipped, and the first one has a tab: a header.")
def every_line():
    return 5


# place_between ----------------------------------------------------------------------------------------------------


def vectors_and_ends(random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return vectors with the two ends of an axis: by hand, along no axis of the space, and random ones.

    Some rows lie before the left end, some beyond the right one.
    """
    five = np.array([[0.0, 0.0], [2.0, 5.0], [4.0, -1.0], [-3.0, 1.0], [7.0, 2.0]])
    by_hand = (five, np.array([0.0, 0.0]), np.array([4.0, 0.0]))
    moved = (np.array([[1.0, 1.0], [2.0, 3.0]]), np.array([1.0, 1.0]), np.array([1.0, 3.0]))
    small = (five / 1e3, np.array([0.0, 1e-3]), np.array([4e-3, 0.0]))
    cases = [by_hand, moved, small]
    for rows, dimensions in ((1, 3), (6, 6), (10, 16)):
        vectors = random.normal(size=(rows, dimensions)).astype(np.float32)
        ends = random.normal(size=(2, dimensions)).astype(np.float32)
        cases.append((vectors, ends[0], ends[1]))
    return cases


@exercise(
    hints=(
        "Where should left itself come out, and where right? Put both into your formula.",
        "Start at left: vectors - left. Then the dot product with the direction right - left. What does right give now?",
        "right gives the squared length of the direction, so divide by direction @ direction.",
    ),
    why="Measured from left, along right - left, divided by that step's squared length: left gives 0 and right gives 1.",
    cases=vectors_and_ends,
    compared=as_an_array,
)
def place_between(vectors, left, right):
    """Return where each row lies from left (0) to right (1), of shape (rows,).

    vectors holds floats, in at least one row; left and right are vectors. A row's place
    is that of its projection onto the line through them.
    """
    direction = right - left
    return (vectors - left) @ direction / (direction @ direction)


@place_between.mistake("Your axis runs the wrong way: right comes out below left. The direction is right - left.")
def wrong_way(vectors, left, right):
    direction = left - right
    return (vectors - left) @ direction / (direction @ direction)


@place_between.mistake("right does not come out at 1: divide by the direction's squared length, not by its length.")
def divided_by_length(vectors, left, right):
    direction = right - left
    return (vectors - left) @ direction / np.linalg.norm(direction)


@place_between.mistake("right does not come out at 1: divide the dot product by the direction's squared length.")
def not_divided(vectors, left, right):
    return (vectors - left) @ (right - left)


@place_between.mistake("left does not come out at 0: measure from left, not from the origin.")
def from_the_origin(vectors, left, right):
    direction = right - left
    return vectors @ direction / (direction @ direction)


@place_between.mistake("0 lies half way between the two in your answer. Here left is 0 and right is 1.")
def half_way(vectors, left, right):
    direction = right - left
    return (vectors - (left + right) / 2) @ direction / (direction @ direction)


@place_between.mistake(
    "That is the axis from above: 0 half way, in the table's unit. Measure from left and divide by the squared length."
)
def axis_from_above(vectors, left, right):
    direction = (right - left) / np.linalg.norm(right - left)
    return (vectors - (left + right) / 2) @ direction


@place_between.mistake("The two ends are swapped: left comes out at 1 and right at 0.")
def ends_swapped(vectors, left, right):
    direction = left - right
    return (vectors - right) @ direction / (direction @ direction)


@place_between.mistake("Your places stop at 0 and 1. A row may lie before left or beyond right: keep what comes out.")
def cut_off_at_the_ends(vectors, left, right):
    direction = right - left
    return np.clip((vectors - left) @ direction / (direction @ direction), 0, 1)


@place_between.mistake(
    "Your places run from -1 to 1, the scale of a cosine. Angles forget lengths; here a place on a line is asked for."
)
def cosine_for_place(vectors, left, right):
    direction = right - left
    moved = vectors - left
    lengths = np.maximum(np.linalg.norm(moved, axis=1), 1e-12)
    return moved @ direction / lengths / np.linalg.norm(direction)
