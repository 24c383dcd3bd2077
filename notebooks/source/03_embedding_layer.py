# %% [markdown]
# # 03 · The Embedding layer
#
# *What does an Embedding layer compute, and how does its table learn?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/03_embedding_layer.ipynb)
#
# **After this you can**
#
# - build an Embedding layer in NumPy, forward and backward, and get the same numbers as Keras,
# - show that it equals a one-hot row times a matrix, and say what the look-up saves,
# - say which shape goes in and which comes out, and put the layer in front of other layers,
# - predict which rows of the table a training step moves, under SGD and under Adam,
# - say what padding does to a mean, and what a mask does about it.
#
# **Time** 35 minutes, 60 with exercises · **Needs** notebook 01

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, geometry, start, text

start(seed=0)

# %% [markdown]
# ## A table and a look-up
#
# In notebook 01 each word had a column of its own. An embedding (notebook 00) is a table with a short row for each word. An **Embedding layer** holds it. A word's **id** is the number of its row. The layer takes ids and copies their rows.
#
# Here is a table with 6 rows of 3 random numbers. Row 0 is for padding (notebook 01). Row 1 is for all words outside the vocabulary.

# %%
import numpy as np

words = ["padding", "unknown", "good", "bad", "film", "music"]
table = np.random.default_rng(5).uniform(-1, 1, size=(6, 3)).astype("float32")

# %% tags=["drawing"]
# @title The look-up, drawn
rows_of_words = [f"   {row}  {word}" for row, word in enumerate(words)]
drawing = figures.new_drawing(23, 7.4, "A look-up copies rows, and the same id gets the same row")
given = figures.draw_table(drawing, [[2], [2], [4]], (3, 4.7), ["good", "good", "film"], title="ids", coloured=False)
rows = figures.draw_table(drawing, table, (11, 6.2), rows_of_words, title="the table", picked=[2, 4], limit=1, digits=1)
copied = figures.draw_table(drawing, table[[2, 2, 4]], (18.5, 4.7), title="a row for each id", limit=1, digits=1)
for place, row in enumerate([2, 2, 4]):
    figures.draw_arrow(drawing, given.behind(place), rows.before(row))
    figures.draw_arrow(drawing, rows.behind(row), copied.before(place))

# %% [markdown]
# In NumPy, this is indexing with a list of ids. In Keras, it is a layer with `input_dim` rows of `output_dim` numbers. `build()` makes its table, and we put in ours:

# %% tags=["nbval-check-output"]
import keras

layer = keras.layers.Embedding(input_dim=6, output_dim=3)
layer.build()
layer.set_weights([table])
print(table[[2, 2, 4]].round(1))
print()
print(layer(np.array([2, 2, 4])).numpy().round(1))

# %% [markdown]
# On the way forward the layer does no arithmetic.
#
# ## A one-hot row times a table
#
# There is another way to get row 2: multiply the one-hot row of *good* by the table. Row 2 is multiplied by 1. All other rows are multiplied by 0 and vanish.

# %% tags=["drawing"]
# @title One-hot times the table, drawn
one_hot = np.eye(6)[[2, 2, 4]]
numbers = [str(row) for row in range(6)]
drawing = figures.new_drawing(25, 8.2, "The 1 in each one-hot row picks a row of the table")
left = figures.draw_table(drawing, one_hot, (3, 5), ["good", "good", "film"], numbers, picked_columns=[2, 4], limit=2)
middle = figures.draw_table(drawing, table, (14, 6.5), rows_of_words, picked=[2, 4], limit=1, digits=1)
right = figures.draw_table(drawing, one_hot @ table, (20, 5), limit=1, digits=1)
for place, sign in ((9.7, "×"), (18.5, "=")):
    drawing.text(place, 3.5, sign, ha="center", va="center", fontsize=18)
for place, name in ((3, "one-hot rows, 3 × 6"), (14, "the table, 6 × 3"), (20, "the product, 3 × 3")):
    drawing.text(place, 7.2, name, fontsize=10.5, weight="bold")

# %% [markdown]
# A `Dense` layer without bias or activation computes such a product:

# %% tags=["nbval-check-output"]
one_hot = np.eye(6)[[2, 2, 4]]  # rows 2, 2 and 4 of the identity matrix
dense = keras.layers.Dense(3, use_bias=False)
dense.build((None, 6))
dense.set_weights([table])
print((one_hot @ table).round(1))
print()
print(dense(one_hot).numpy().round(1))
same = np.allclose(dense(one_hot), layer(np.array([2, 2, 4])), rtol=1e-6)
claim("An Embedding layer computes what Dense computes on one-hot rows", same);

# %% [markdown]
# So why not use one-hot rows? For 256 words of a vocabulary of 100,000, the ids take 1,024 bytes as 4-byte integers. The one-hot rows take 256 · 100,000 · 4 bytes, or 102 MB, and the product goes through the whole table to keep 256 rows of it.
#
# ### Rows or columns?
#
# Many texts store each word as a *column* and write `matrix @ one_hot`. Keras stores each word as a *row*. The shape tells you, unless the table is square: the axis that is as long as the vocabulary is the word axis. Here are 3 words in 2 dimensions:

# %% tags=["nbval-check-output"]
small = np.array([[1, 2], [3, 4], [5, 6]])  # 3 words, 2 dimensions
second_word = np.array([0, 1, 0])
print("Keras, a word is a row:      ", second_word @ small, "=", small[1])
print("textbook, a word is a column:", small.T @ second_word, "=", small.T[:, 1])
print("mixed up:                    ", small[:, 1], "is no word's vector")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the table has the words' 6 rows", len(words) == len(table) == 6)
claim("NumPy's look-up and Keras' give the same numbers, bit for bit", np.array_equal(layer(np.array([2, 2, 4])), table[[2, 2, 4]]))
claim("the product gives them too", np.allclose(one_hot @ table, table[[2, 2, 4]]))
claim("the Dense layer has as many parameters as the Embedding layer", dense.count_params() == layer.count_params() == 18)
many_ids = np.arange(256, dtype="int32")
claim("256 ids take 1,024 bytes", many_ids.nbytes == 1_024)
claim("their one-hot rows take 102 MB", round(np.zeros((256, 100_000), "float32").nbytes / 1e6) == 102)
three_words = keras.layers.Embedding(3, 2)
three_words.build()
three_words.set_weights([small])
claim("Keras gives id 1 the second row", np.array_equal(three_words(np.array(1)), small[1]));


# %% [markdown]
# ## Shapes
#
# A layer gets several texts at once, a *batch*: a row of ids for each. Here are *good good film* and *bad music*, padded to four places with id 0.

# %% tags=["drawing"]
# @title A batch, drawn
def draw_bracket(drawing, at, top, height, side):
    """Draw a bracket that opens to the right (side 1) or left (-1), and return its middle."""
    ends = [at + 0.25 * side, at, at, at + 0.25 * side]
    drawing.plot(ends, [top - 0.1, top - 0.1, top - height + 0.1, top - height + 0.1], color=figures.GREY, linewidth=1.5)
    return at - 0.15 * side, top - height / 2


drawing = figures.new_drawing(21, 10.8, "Each text's row of ids becomes a small table")
ids = np.array([[2, 2, 4, 0], [3, 5, 0, 0]])
texts = [["good", "good", "film", "padding"], ["bad", "music", "padding", "padding"]]
batch = figures.draw_table(drawing, ids, (3.6, 5.8), ["first text", "second text"], title="ids, 2 × 4", coloured=False)
titles = ["output, 2 × 4 × 3", ""]
for place, top in enumerate((9.1, 4.4)):
    figures.draw_table(drawing, table[ids[place]], (15, top), texts[place], title=titles[place], limit=1, digits=1)
    figures.draw_arrow(drawing, batch.behind(place), draw_bracket(drawing, 12.4, top, 4, 1))

# %% tags=["nbval-check-output"]
ids = np.array([[2, 2, 4, 0], [3, 5, 0, 0]])
output = table[ids]
print("ids    ", ids.shape, " texts, places")
print("output ", output.shape, " texts, places, numbers of a row")

# %% [markdown]
# Three kinds of layers take such sequences of vectors. **Pooling** gives one vector for each text, such as the mean of its vectors. A **convolution** gives one for each window of neighbouring words. An **LSTM** (long short-term memory) reads the vectors in order, and gives one for the whole text.
#
# **Guess.** A text of 12 words goes through `Conv1D(4, kernel_size=3)`: windows of three words in all, 4 numbers for each window. How many vectors come out?

# %%
guess = ...  # a number

# %% tags=["reveal"]
vectors = keras.layers.Embedding(1000, 8)(np.zeros((1, 12), dtype=int))
windows = keras.layers.Conv1D(4, kernel_size=3)(vectors)
print("Embedding(1000, 8)       ", vectors.shape)
print("Conv1D(4, kernel_size=3) ", windows.shape)
check.guess(guess, windows.shape[1])

# %% [markdown]
# 10: the first window begins at word 1, the last one at word 10. Here are all three on *bad film, good music*; the convolution and the LSTM have random weights:

# %% tags=["drawing"]
# @title Three layers on one text, drawn
four_words = ["bad", "film", "good", "music"]
text_of_four = table[[3, 4, 2, 5]][np.newaxis]
keras.utils.set_random_seed(2)
drawing = figures.new_drawing(27, 9.2, "Pooling and an LSTM give a row for each text, a convolution one for each window")
given = figures.draw_table(drawing, text_of_four[0], (4, 6.2), four_words, title="4 words × 3", limit=1.4, digits=1)
four_rows = draw_bracket(drawing, 7.5, 6.2, 4, -1)
next_layers = [
    (keras.layers.GlobalAveragePooling1D(), "mean: 1 × 3", 7.4, ["whole text"]),
    (keras.layers.Conv1D(2, 3), "Conv1D(2, 3): 2 windows × 2", 4.8, ["bad film good", "film good music"]),
    (keras.layers.LSTM(4), "LSTM(4): 1 × 4", 1.2, ["whole text"]),
]
for next_layer, title, top, labels in next_layers:
    values = np.atleast_2d(next_layer(text_of_four).numpy()[0])
    drawn = figures.draw_table(drawing, values, (18.5, top), labels, title=title, limit=1.4, digits=2)
    figures.draw_arrow(drawing, four_rows, (drawn.before(len(values) - 1)[0], top - len(values) / 2))

# %% [markdown]
# In a model, the Embedding layer comes first. `keras.Input((None,))` allows texts of any length:

# %%
model = keras.Sequential(
    [keras.Input((None,)), keras.layers.Embedding(1000, 8), keras.layers.LSTM(5)]
)
for words_each in (3, 12):
    print(words_each, "words:", model(np.zeros((2, words_each), dtype=int)).shape)

# %% [markdown]
# What does a new table look like?

# %%
fresh = model.layers[0].get_weights()[0]
print("table:", fresh.shape, " first row:", fresh[0].round(2))
print(f"smallest number {fresh.min():.3f}, largest {fresh.max():.3f}")
cosines = geometry.cosine_similarity(fresh[:500], fresh[500:])  # of 500 × 500 pairs
print(f"{np.mean(cosines > 0):.0%} of the cosines between two rows are positive")

# %% [markdown]
# Its numbers are random, between -0.05 and 0.05. A cosine above 0 is as likely as one below. The rows mean nothing yet. Unlike one-hot rows, they can move.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("two texts of four places give 2 × 4 × 3 numbers", output.shape == (2, 4, 3))
claim("both good get the same row", np.array_equal(output[0, 0], output[0, 1]))
claim("padding is looked up like a word", np.array_equal(output[1, 2], table[0]))
claim("12 words hold 10 windows of three", windows.shape == (1, 10, 4))
claim("the table has 8,000 parameters", model.layers[0].count_params() == 8_000)
claim("all new numbers lie between -0.05 and 0.05", np.abs(fresh).max() <= 0.05)
claim("half of the cosines are positive, within 0.05", abs(np.mean(cosines > 0) - 0.5) < 0.05);

# %% [markdown]
# ## The way back
#
# In training, the model's answer is compared with the right one: the **loss** is a number that says how wrong it is. A **gradient** says, for each number of an array, how the loss would change if that number grew a little. Keras computes gradients from the loss back to the first layer: this is **backpropagation**, or the backward pass.

# %% tags=["drawing"]
# @title Forward and back, drawn
drawing = figures.new_drawing(27, 4.6, "Numbers go forward; gradients come back as far as the table")
look = {"boxstyle": "round,pad=0.5", "facecolor": "#F2F2F2"}
boxes = {"ids": (1.5, 0.9), "Embedding": (8, 1.9), "mean": (15.5, 1.2), "Dense": (20.7, 1.3), "loss": (25.4, 1)}
for name, (place, _) in boxes.items():
    edge = figures.COLOURS[1] if name == "Embedding" else figures.GREY
    drawing.text(place, 2.4, name, ha="center", va="center", fontsize=11, bbox=look | {"edgecolor": edge})
forward = {"arrowstyle": "-|>", "color": figures.GREY, "linewidth": 1.5}
names = list(boxes)
for one, other, shape in zip(names, names[1:], ("2 × 4", "2 × 4 × 3", "2 × 3", "2 × 1")):
    start_at, end_at = boxes[one][0] + boxes[one][1], boxes[other][0] - boxes[other][1]
    drawing.annotate("", xy=(end_at, 2.7), xytext=(start_at, 2.7), arrowprops=forward)
    drawing.text((start_at + end_at) / 2, 3, shape, ha="center", fontsize=9.5)
    if one != "ids":
        figures.draw_arrow(drawing, (end_at, 2.1), (start_at, 2.1))
orange = {"ha": "center", "va": "top", "fontsize": 9.5, "color": figures.COLOURS[1]}
drawing.text(12.1, 1.7, "gradient for the\noutput, 2 × 4 × 3", **orange)
drawing.text(8, 1.3, "ends here:\nthe table learns", **orange);

# %% [markdown]
# The layer is handed the gradient for its *output*: a vector for each place in each text. It must return the gradient for its *table*: a vector for each row. Each vector of the output is a copy of a row, so that row gets the vector's gradient. A row that was copied twice gets the sum of both gradients. If a number of the row grows a little, both copies grow, and the loss feels both changes.
#
# To see where each number goes, let the gradient for the output be 0, 1, 2, …, 23: 0 1 2 for the first *good*, 3 4 5 for the second, and so on.
#
# **Guess.** The texts are *good good film* and *bad music*. One of the six rows of the table gets no gradient, whatever the loss. Which?

# %%
guess = ...  # the number of a row, 0 to 5

# %% tags=["reveal"]
output_gradient = np.arange(24, dtype="float32").reshape(2, 4, 3)
gradient = np.zeros((6, 3), dtype="float32")
np.add.at(gradient, ids, output_gradient)  # adds each vector to the row of its id
print(gradient)
without = np.flatnonzero(~gradient.any(axis=1))
check.guess(guess, without[0])

# %% [markdown]
# Row 1: neither text has an unknown word. Row 0 did get a gradient, since padding is looked up like a word.

# %% tags=["drawing"]
# @title The way back, drawn
drawing = figures.new_drawing(23, 10.4, "Each vector of the gradient goes back to the row that was copied")
flat = output_gradient.reshape(8, 3)
names = ["good", "good", "film", "padding", "bad", "music", "padding", "padding"]
given = figures.draw_table(drawing, flat, (4, 8.7), names, title="gradient for the output", coloured=False)
rows = figures.draw_table(drawing, gradient, (17, 7.7), rows_of_words, title="gradient for the table", picked=[2], coloured=False)
for place, row in enumerate(ids.ravel()):
    figures.draw_arrow(drawing, given.behind(place), rows.before(row))

# %% [markdown]
# The row of *good* was copied twice: 0 1 2 and 3 4 5 add up to 3 5 7.
#
# Why `np.add.at`, and not simply `+=`?

# %% tags=["nbval-check-output"]
shorter = np.zeros((6, 3), dtype="float32")
shorter[ids] += output_gradient
print("np.add.at:", gradient[2])
print("+=:       ", shorter[2])

# %% [markdown]
# With `+=`, NumPy copies row 2 twice, adds a vector to each copy, and writes both back. The second write overwrites the first.
#
# Does Keras get the same gradient? Call our gradient for the output g. The loss below is the sum of output × g, so its gradient for the output is g. A `GradientTape` records what is computed inside its block.

# %% tags=["nbval-check-output"]
import tensorflow as tf

with tf.GradientTape() as tape:
    loss = tf.reduce_sum(layer(ids) * output_gradient)
keras_gradient = tape.gradient(loss, layer.embeddings)
print(type(keras_gradient).__name__, "for rows", keras_gradient.indices.numpy())
as_table = tf.convert_to_tensor(keras_gradient).numpy()
print(as_table)
claim("Our gradient is Keras' gradient", np.allclose(as_table, gradient));

# %% [markdown]
# TensorFlow keeps the gradient as an `IndexedSlices`: a row number and a vector for each place in the batch, and nothing for the other rows. The two 2s are still apart; `tf.convert_to_tensor` adds their vectors.
#
# **Guess.** Take a vocabulary of 10,000 words, built from 6,000 reviews. A single uncut review reaches about 1 % of the table's rows. What share of the rows gets a gradient from a batch of 256 of these reviews?

# %%
guess = ...  # a share, such as 0.5

# %% tags=["reveal"]
some = data.load_reviews().train.texts[:6_000]
vocabulary = text.build_vocabulary(some, max_tokens=10_000)
review_ids = text.to_ids(some, vocabulary)
touched = {}
for size in (1, 16, 256):
    batches = np.split(np.array(review_ids[:5_888], dtype=object), 5_888 // size)
    distinct = [len(np.unique(np.concatenate(batch))) for batch in batches]
    touched[size] = np.mean(distinct) / len(vocabulary)
    print(f"{size:3} reviews: {touched[size]:.0%} of the rows")
check.guess(guess, round(touched[256], 2), "of the rows")

# %% [markdown]
# Nearly 60 %, on average over 23 batches. The other rows wait for a later batch.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("only row 1 gets no gradient", np.flatnonzero(~gradient.any(axis=1)).tolist() == [1])
claim("row 2 gets the sum of its two places", np.array_equal(gradient[2], [3, 5, 7]))
claim("+= keeps only the second", np.array_equal(shorter[2], [3, 4, 5]))
claim("the row numbers hold two 2s", (keras_gradient.indices.numpy() == 2).sum() == 2)
claim("256 reviews touch nearly 60 % of the rows", 0.55 < touched[256] < 0.6)
claim("there are 23 such batches", len(batches) == 23)
claim("one review touches 1 %", round(touched[1], 2) == 0.01);


# %% [markdown]
# ## Which rows move?
#
# The **optimizer** is the rule that turns gradients into steps. Three of them:
#
# - **SGD** (stochastic gradient descent) moves each number against its gradient, by a set number, the *learning rate*, times the gradient.
# - **SGD with momentum 0.9** does the same, and adds 0.9 times its previous step.
# - **Adam** keeps a running mean of the gradients, and steps against that mean instead. It also keeps a running mean of their squares, and divides by its root, which brings all steps to about the same size. (Frequent words go further: notebook 04.)
#
# We train a table of 6 rows for two steps. All its numbers start at 0, so whatever is not 0 has moved. The first batch holds ids 2 and 3, the second only id 4. The loss is the sum of what is looked up, so each of these numbers has the gradient 1. The learning rate is 1.

# %%
def two_steps(optimizer):
    layer = keras.layers.Embedding(6, 2, embeddings_initializer="zeros")
    layer.build()
    tables = []
    for batch in ([2, 3], [4]):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(layer(np.array(batch)))
        gradient = tape.gradient(loss, layer.embeddings)
        optimizer.apply([gradient], [layer.embeddings])
        tables.append(layer.get_weights()[0])
    return tables  # after step 1, after step 2


# %% [markdown]
# **Guess.** Under Adam, row 2 moves by 1 in the first step. In the second step rows 2 and 3 get no gradient. How far do they move in that step: not at all, by less than 1, by 1, or by more?

# %%
guess = ...  # "nothing", "less", "1" or "more"

# %% tags=["reveal"]
after = {
    "SGD": two_steps(keras.optimizers.SGD(1.0)),
    "momentum": two_steps(keras.optimizers.SGD(1.0, momentum=0.9)),
    "Adam": two_steps(keras.optimizers.Adam(1.0)),
}
for name, (first, second) in after.items():
    print(f"{name:8} row 2: {first[2, 0]:.2f} after step 1, {second[2, 0]:.2f} after 2")
first, second = after["Adam"]
moved = first[2, 0] - second[2, 0]
check.guess(guess, "less" if 0 < moved < 1 else "not less")

# %% tags=["nbval-check-output"]
first, second = after["Adam"]
claim("Under Adam, a row that got a gradient once moves on", second[2] < first[2])
claim("A row that was never in a batch stays put", second[[0, 1, 5]] == 0);

# %% tags=["drawing"]
# @title The table after each step, drawn
drawing = figures.new_drawing(29.5, 9.4, "In step 2 rows 2 and 3 get no gradient, yet momentum and Adam move them")
names = [f"row {row}" for row in range(6)]
for place, (name, (first, second)) in enumerate(after.items()):
    left = 2.6 + 9.8 * place
    drawing.text(left, 8.5, name, fontsize=12, weight="bold", color=figures.GREY)
    figures.draw_table(drawing, first, (left, 6.8), names, title="after step 1", picked=[2, 3], limit=2, digits=2)
    figures.draw_table(drawing, second, (left + 3.4, 6.8), title="after step 2", picked=[4], limit=2, digits=2)
for label in drawing.texts:  # the labels serve both steps, so only the frames say what is in a batch
    if label.get_text() in names:
        label.set(color="black", weight="normal")

# %% [markdown]
# Framed rows are in the batch. In step 2, SGD leaves rows 2 and 3 alone, momentum moves them by 0.9, and Adam by 0.67: a gradient of 0 makes Adam's running mean smaller, but not 0. Keras applies the rule to every row, including those outside the batch. Some other optimizers (PyTorch's SparseAdam) skip those.
#
# Why 0.67 and not 0.9, why 0.74 for row 4, and how far does row 2 go in the end? See [03a](03a_masks_and_optimizers.ipynb).

# %% tags=["checks"]
# @title Numbers of this section, checked
in_step_2 = {name: second[2, 0] - first[2, 0] for name, (first, second) in after.items()}
after_1 = np.array([first for first, _ in after.values()])
claim("every row in the first batch falls by 1 under each of the three", np.allclose(after_1[:, [2, 3]], -1, atol=1e-4))
claim("SGD leaves row 2 where it is", in_step_2["SGD"] == 0)
claim("momentum moves it by 0.9", np.isclose(in_step_2["momentum"], -0.9))
claim("Adam moves it by 0.67", round(in_step_2["Adam"], 2) == -0.67)
claim("and row 4 by 0.74", round(after["Adam"][1][4, 0], 2) == -0.74)
claim("rows 0, 1 and 5 move under none of the three", np.array([second[[0, 1, 5]] == 0 for _, second in after.values()]));

# %% [markdown]
# ## Padding and the mask
#
# Texts differ in length, so short ones are filled up with id 0. A mean over all places mixes row 0 in.
#
# We take a new table with round numbers, and *good film*, padded to six places. *good* is (4, 2), *film* is (2, 0), and padding is (-1, 2). The mean of the two words is (3, 1).
#
# **Guess.** Before you add anything up: on which side of 0 is the first number of the mean of all six places?

# %%
guess = ...  # "above" or "below"

# %% tags=["reveal"]
toy_table = np.array([[-1, 2], [0, 0], [4, 2], [-4, 1], [2, 0], [0, 3]]) * 1.0
good_film = np.array([[2, 4, 0, 0, 0, 0]])
vectors = toy_table[good_film]  # shape (1, 6, 2)
mean_of_all = vectors.mean(axis=1)
print("mean of all 6 places:", mean_of_all.round(2))
check.guess(guess, "above" if mean_of_all[0, 0] > 0 else "below")

# %% [markdown]
# Above, but not by much: (4 + 2 - 1 - 1 - 1 - 1) / 6 = 0.33. The padding pulls it down from 3.
#
# A **mask** says which places are words. It keeps padding out of the sum, and out of the number the sum is divided by.

# %% tags=["drawing"]
# @title The two means, drawn
drawing = figures.new_drawing(24, 8.6, "Four places of padding pull the mean from (3, 1) to (0.33, 1.67)")
names = ["2  good", "4  film", "0  padding", "0  padding", "0  padding", "0  padding"]
given = figures.draw_table(drawing, vectors[0], (5, 6.8), names, title="good film, 6 places", picked=[0, 1], limit=4)
two = figures.draw_table(drawing, vectors[0, :2].mean(axis=0), (15, 6.3), title="with the mask: mean of the 2 words", limit=4, digits=2)
six = figures.draw_table(drawing, mean_of_all, (15, 3.1), title="without it: mean of all 6 places", limit=4, digits=2)
for row in range(6):
    figures.draw_arrow(drawing, given.behind(row), six.before(0))
for row in range(2):
    figures.draw_arrow(drawing, given.behind(row), two.before(0))

# %% [markdown]
# In Keras, an Embedding layer with `mask_zero=True` makes the mask, and it travels with the output to the next layers. The mask does not change the numbers in row 0. `GlobalMaxPooling1D` ignores the mask, with a warning; `GlobalAveragePooling1D` uses it:

# %% tags=["nbval-check-output"]
is_word = good_film != 0
total = (vectors * is_word[:, :, np.newaxis]).sum(axis=1)
print("by hand:        ", total / is_word.sum(axis=1, keepdims=True))
for mask_zero in (True, False):
    embedding = keras.layers.Embedding(6, 2, mask_zero=mask_zero)
    embedding.build()
    embedding.set_weights([toy_table])
    mean = keras.layers.GlobalAveragePooling1D()(embedding(good_film)).numpy()
    print(f"mask_zero={mask_zero!s:5}:", mean.round(2))

# %% [markdown]
# The mask also decides what row 0 learns. Without it, row 0 counts in four of the six places, so it gets four times the gradient of *good*. With it, row 0 gets none.
#
# Does that matter on real reviews? [03a](03a_masks_and_optimizers.ipynb) measures two cases, one with a lot of padding and one with little, and looks for the cause.

# %% tags=["checks"]
# @title Numbers of this section, checked
import warnings


def row_gradients(mask_zero):
    embedding = keras.layers.Embedding(6, 2, mask_zero=mask_zero)
    embedding.build()
    embedding.set_weights([toy_table])
    with tf.GradientTape() as tape:
        mean = keras.layers.GlobalAveragePooling1D()(embedding(good_film))
    return mean.numpy(), tf.convert_to_tensor(tape.gradient(mean, embedding.embeddings)).numpy()


plain_mean, plain_gradient = row_gradients(False)
masked_mean, masked_gradient = row_gradients(True)
claim("the mean of all six places is (0.33, 1.67)", np.allclose(mean_of_all, [[1 / 3, 5 / 3]]))
claim("the mean of the words is (3, 1)", np.allclose(total / is_word.sum(axis=1, keepdims=True), [[3, 1]]))
claim("without mask_zero, Keras gives the mean of all places", np.allclose(plain_mean, mean_of_all))
claim("with it, the mean of the words", np.allclose(masked_mean, [[3, 1]]))
claim("without it, row 0 gets four times the gradient of good", np.allclose(plain_gradient[0], 4 * plain_gradient[2]))
claim("with it, row 0 gets none", masked_gradient[0] == 0)

film = keras.layers.Embedding(6, 2, mask_zero=True, weights=[toy_table])(np.array([[4, 0, 0]]))
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    largest = keras.layers.GlobalMaxPooling1D()(film).numpy()
claim("GlobalMaxPooling1D ignores the mask: film is (2, 0), and padding makes it (2, 2)", largest == [[2, 2]])
claim("and it warns of that", "does not support masking" in str(warned[0].message));


# %% [markdown]
# ## What we saw
#
# - An Embedding layer is a table and an index: ids go in, copies of rows come out.
# - It computes the same as one-hot rows times the table, without the work. In Keras a word is a row.
# - Ids of shape (texts, places) become vectors of shape (texts, places, dimensions).
# - On the way back each row gets the sum of its places' gradients. Rows that are not in the batch get none.
# - SGD leaves such rows alone. In Keras, momentum and Adam move them on, if they ever got a gradient.
# - Padding is looked up like a word, and counts in a mean, unless a mask leaves it out.
#
# ## Exercises
#
# You may leave an exercise as it is and go on. Stuck? `check.look_up.hint()` gives a hint, `check.look_up.solution()` the solution.
#
# **The look-up.** The way forward, as a function.

# %%
def look_up(table, ids):
    """Return an array of rows, one for each id: ids' shape, and one more axis.

    table has shape (rows, dimensions). ids is an array of whole numbers from 0 to
    rows - 1, in any shape, including a single id or an empty array.
    """
    ...


check.look_up(look_up)


# %% [markdown]
# **The way back.** The gradient of a table, as a function. `np.add.at` is one way.

# %%
def table_gradient(ids, output_gradient, rows):
    """Return the gradient of a table of `rows` rows, given the gradient for the output.

    ids has shape (texts, places), output_gradient (texts, places, dimensions), and
    the result (rows, dimensions). Nothing is masked: row 0 is a row like any other.
    """
    ...


check.table_gradient(table_gradient)

# %% [markdown]
# **Predict: the rows that change.** A table of 10 rows, made with `mask_zero=True`, is followed by mean pooling. A model takes one step of plain SGD on the batch `[[4, 7, 0], [9, 2, 4]]`. Which rows have changed? List their numbers, each once, the smallest first.

# %%
changed_rows = ...


check.changed_rows(changed_rows)


# %% [markdown]
# **Find the fault.** *Max pooling* keeps the largest number of each column, where mean pooling takes the mean. This function masks padding the way one would for a sum. For some texts that is wrong. Find out for which, and fix it.

# %%
def max_pool(vectors, ids):
    """Return each column's largest number over a text's words, (texts, dimensions).

    vectors has shape (texts, places, dimensions), ids (texts, places). Places with
    id 0 are padding, wherever they are, and do not count. Each text has at least one
    word; its numbers may be of any size.
    """
    mask = ids != 0
    return (vectors * mask[:, :, None]).max(axis=1)


check.max_pool(max_pool)

# %% [markdown]
# ## Quiz

# %%
check.quiz("03")

# %% [markdown]
# ## Where next
#
# [04 · Training on real reviews](04_training.ipynb) trains this layer on all reviews, one measured change at a time.
#
# ## References
#
# - Y. Bengio, R. Ducharme, P. Vincent and C. Jauvin, *A Neural Probabilistic Language Model*, JMLR 3, 2003: the table of word vectors as a trained layer.
# - D. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015.
# - Keras documentation, "Embedding layer".
