# %% [markdown]
# # 03 · The Embedding layer
#
# *What does an Embedding layer compute, and how does its table learn?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/03_embedding_layer.ipynb)
#
# **After this you can**
#
# - build an Embedding layer in NumPy, forward and backward, and prove it equal to Keras' own,
# - say why it is a one-hot vector times a matrix, and what the look-up saves,
# - say which shape goes in and which comes out, and put the layer in front of other layers,
# - predict which rows of the table a training step moves, under SGD and under Adam,
# - say what padding does to a mean, and when a mask matters.
#
# **Time** 70 minutes, 100 with exercises · **Needs** notebook 01

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder), or open the notebook as the README says."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, geometry, judging, start, text, training

start(seed=0)

# %%
import time

import keras
import matplotlib.pyplot as plt
import pandas as pd
import tensorflow as tf

# %% [markdown]
# ## A table and a look-up
#
# Notebook 01 gave each word a switch. An **embedding** is a table that gives each word a short row of numbers instead. An Embedding layer holds such a table and does one thing with it: it takes ids and copies their rows.
#
# Here is a table of 6 rows with 3 numbers each (in the drawing, red is above 0, blue below). The numbers are random; they mean nothing yet. Row 0 is for padding, which fills up short texts; row 1 is for every word that is not in the vocabulary.

# %%
import numpy as np

vocabulary = ["", "[UNK]", "good", "bad", "film", "music"]
table = np.random.default_rng(5).uniform(-1, 1, size=(6, 3)).astype("float32")

# %% tags=["drawing"]
# @title The look-up, drawn
shown = ["0  (padding)", "1  (unknown)", "2  good", "3  bad", "4  film", "5  music"]
drawing = figures.new_drawing(23, 7.4, "A look-up copies rows: two equal ids get two equal rows")
given = figures.draw_table(drawing, [[2], [2], [4]], (3, 4.7), ["good", "good", "film"], title="ids", coloured=False)
rows = figures.draw_table(drawing, table, (11, 6.2), shown, title="the table", picked=[2, 4], limit=1, digits=1)
copied = figures.draw_table(drawing, table[[2, 2, 4]], (18.5, 4.7), title="a row for each id", limit=1, digits=1)
for place, row in enumerate([2, 2, 4]):
    figures.draw_arrow(drawing, given.behind(place), rows.before(row))
    figures.draw_arrow(drawing, rows.behind(row), copied.before(place))

# %% [markdown]
# In NumPy this is indexing with a list of ids:

# %%
print(table[[2, 2, 4]].round(1))

# %% [markdown]
# A layer gets several texts at once, one row of ids for each: here *good good film* and *bad music*, the second padded with id 0. The indexing is the same. The result has one axis more than the ids, three in all: texts, positions in the text, numbers in the row.

# %%
ids = np.array([[2, 2, 4], [3, 5, 0]])
output = table[ids]
print("ids   ", ids.shape)
print("output", output.shape)

# %%
claim("both good get the same vector", np.array_equal(output[0, 0], output[0, 1]))
claim("padding is looked up like a word", np.array_equal(output[1, 2], table[0]));


# %% [markdown]
# That is all the layer does on the way forward. To learn, it also needs a way back. The *loss* is one number that says how wrong the model is. A *gradient* says, for each number in an array, how the loss would change if that number grew a little. In training, Keras hands the layer the gradient for its *output*, one vector for each position in each text. From it, the layer must work out the gradient for its *table*, one vector for each row.
#
# Each vector of the output is a copy of a row, so that row gets the vector's gradient. A row that was copied twice influenced the loss twice, so its two gradients are added.

# %%
class NumpyEmbedding:
    def __init__(self, table):
        self.table = table

    def forward(self, ids):
        self.ids = ids  # remembered for the way back
        return self.table[ids]

    def backward(self, output_gradient):
        gradient = np.zeros_like(self.table)
        np.add.at(gradient, self.ids, output_gradient)  # add each vector to the row of its id
        return gradient


# %% [markdown]
# To see where each number goes, let the gradient for the output be 0, 1, 2, …, 17, three numbers for each of the six positions: 0, 1, 2 for the first *good*, 3, 4, 5 for the second, and so on to 15, 16, 17 for the padding.

# %%
ours = NumpyEmbedding(table)
output = ours.forward(ids)
output_gradient = np.arange(18, dtype="float32").reshape(output.shape)
gradient = ours.backward(output_gradient)

# %% [markdown]
# **Guess**: for the ids above, one of the six rows gets only zeros, whatever the loss. Which?

# %%
guess = ...  # the number of a row, 0 to 5

# %% tags=["reveal"]
print(gradient)
rows_without = np.flatnonzero(~gradient.any(axis=1))
check.guess(guess, int(rows_without[0]))

# %% [markdown]
# Row 1: no text holds the unknown word.

# %% tags=["drawing"]
# @title The way back, drawn
drawing = figures.new_drawing(23, 8.6, "Each vector of the gradient goes back to the row that was copied")
names = ["good", "good", "film", "bad", "music", "(padding)"]
flat = output_gradient.reshape(6, 3)
given = figures.draw_table(drawing, flat, (4, 6.8), names, title="gradient for the output", limit=18)
rows = figures.draw_table(drawing, gradient, (17, 6.8), shown, title="gradient for the table", picked=[2], limit=18)
for place, row in enumerate(ids.ravel()):
    figures.draw_arrow(drawing, given.behind(place), rows.before(row))

# %% tags=["checks"]
# @title Numbers of this section, checked
both_positions = output_gradient[0, 0] + output_gradient[0, 1]
claim("row 2 gets the sum of its two positions", np.array_equal(gradient[2], both_positions))
no_gradient = np.flatnonzero(~gradient.any(axis=1))
claim("only row 1 gets none: no text holds the unknown word", no_gradient.tolist() == [1]);

# %% [markdown]
# Row 0 is padding, and it got a gradient too. We come back to that.
#
# Why `np.add.at`, and not `gradient[ids] += output_gradient`? **Look for** what the shorter line does with the id that stands there twice.

# %% tags=["nbval-check-output"]
shorter = np.zeros_like(table)
shorter[ids] += output_gradient
print("np.add.at:   ", gradient[2])
print("shorter line:", shorter[2])
second = output_gradient[0, 1]
claim("the shorter line keeps the second gradient and loses the first", np.array_equal(shorter[2], second));

# %% [markdown]
# ### Equal to Keras
#
# `keras.layers.Embedding(6, 3)` has a table of the same shape. We put our numbers into it and compare the output.
#
# For the gradient we need a loss whose gradient with respect to the output is our `output_gradient`. The sum of `output * output_gradient` is such a loss. A `GradientTape` records what is computed inside its block, and gives
# the gradient afterwards.

# %%
layer = keras.layers.Embedding(6, 3)
layer.build()
layer.set_weights([table])
with tf.GradientTape() as tape:
    keras_output = layer(ids)
    loss = tf.reduce_sum(keras_output * output_gradient)
sparse_gradient = tape.gradient(loss, layer.embeddings)  # sparse: what that means comes below
keras_gradient = tf.convert_to_tensor(sparse_gradient).numpy()

# %% tags=["nbval-check-output"]
claim("our output is Keras' output, bit for bit", np.array_equal(output, keras_output))
claim("our gradient is Keras' gradient", np.allclose(gradient, keras_gradient, rtol=1e-6));

# %% [markdown]
# ### Equal to one-hot times a matrix
#
# Multiply a one-hot vector by a matrix: every row is multiplied by 0 and drops out, but one. What is left is that row. As a picture, for *good good film*:

# %%
one_hot = np.eye(6, dtype=int)[ids[0]]
colour_of_row = np.array([0, 0, 1, 0, 2, 0])  # 1 for good, 2 for film
parts = {
    "one-hot, 3 × 6": (one_hot, one_hot * colour_of_row),
    "times the table, 6 × 3": (table.round(2), np.tile(colour_of_row[:, None], 3)),
    "= output, 3 × 3": ((one_hot @ table).round(2), np.tile(colour_of_row[ids[0]][:, None], 3)),
}

# %%
from matplotlib.colors import ListedColormap

figure, panels = plt.subplots(1, 3, figsize=(9, 3.6), width_ratios=[6, 3, 3])
for ax, (title, (numbers, colour)) in zip(panels, parts.items()):
    ax.imshow(colour, cmap=ListedColormap(["white", "#9CCBE8", "#F6B26B"]), vmin=0, vmax=2)
    for (row, column), number in np.ndenumerate(numbers):
        ax.text(column, row, f"{number:.2g}", ha="center", va="center", fontsize=9)
    ax.set(title=title, xticks=[])
    ax.grid(False)
panels[0].set_yticks(range(3), ["good", "good", "film"])
panels[1].set_yticks(range(6), [repr(word) for word in vocabulary])
panels[2].set_yticks([])
figure.suptitle("Each 1 of the one-hot rows picks a row of the table", x=0.01, ha="left", weight="bold");

# %% [markdown]
# The picture shows three one-hot rows, and the three rows of the table that they pick: row 2 twice, row 4 once. So the layer is a `Dense` layer without bias and activation whose input is one-hot. The same table, the same test:

# %%
dense = keras.layers.Dense(3, use_bias=False)
dense.build((None, 6))
dense.set_weights([table])
with tf.GradientTape() as tape:
    dense_output = dense(tf.one_hot(ids, depth=6))
    loss = tf.reduce_sum(dense_output * output_gradient)
dense_gradient = tape.gradient(loss, dense.kernel).numpy()

# %% tags=["nbval-check-output"]
print("one-hot input", tf.one_hot(ids, depth=6).shape, "-> output", dense_output.shape)
claim("one-hot times a Dense kernel gives the same output", np.allclose(output, dense_output, rtol=1e-6))
claim("and the same gradient", np.allclose(gradient, dense_gradient, rtol=1e-6))
claim("both layers have 18 parameters", layer.count_params() == dense.count_params() == 18);

# %% [markdown]
# So an Embedding layer can do nothing that a Dense layer on one-hot vectors cannot do. It does the same at a lower price.
#
# ### What the look-up saves
#
# 256 tokens, and a table with 16 columns. **Guess**: with 100,000 words in the vocabulary, the multiplication takes how many times as long as the look-up, the making of the one-hot rows included?

# %%
guess = ...  # how many times as long: a number

# %%
gather = tf.function(lambda ids, table: tf.gather(table, ids))
multiply = tf.function(lambda ids, table: tf.one_hot(ids, tf.shape(table)[0]) @ table)


def fastest(function, ids, table, repeats=7):
    function(ids, table)  # the first call compiles
    microseconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        function(ids, table)
        microseconds.append(1e6 * (time.perf_counter() - began))
    return min(microseconds)


# %%
sizes = [1_000, 3_000, 10_000, 30_000, 100_000]
rows = []
for size in sizes:
    big_table = tf.random.uniform((size, 16))
    tokens = tf.random.uniform((256,), maxval=size, dtype=tf.int32)
    in_bytes = tokens.numpy().nbytes, tf.one_hot(tokens, size).numpy().nbytes
    rows.append([*in_bytes, fastest(gather, tokens, big_table), fastest(multiply, tokens, big_table)])
columns = ["bytes of ids", "bytes of one-hot", "look-up, µs", "multiplication, µs"]
cost = pd.DataFrame(rows, index=pd.Index(sizes, name="words"), columns=columns)
cost["times as long"] = cost["multiplication, µs"] / cost["look-up, µs"]
cost.round().astype(int)

# %%
figure, panels = plt.subplots(1, 2, figsize=(10, 4.2))
for ax, columns in zip(panels, (cost.columns[:2], cost.columns[2:4])):
    for column, name, style in zip(columns, ("look-up", "one-hot"), ("o-", "s--")):
        ax.loglog(sizes, cost[column], style)
        above = {"xytext": (-8, 8), "textcoords": "offset points", "ha": "right"}
        ax.annotate(name, (10_000, cost[column][10_000]), **above)
    ax.set_xlabel("words in the vocabulary")
panels[0].set_ylabel("bytes of input for 256 tokens")
panels[1].set_ylabel("microseconds for 256 tokens")
panels[0].set_title(f"One-hot input: {cost['bytes of one-hot'].iloc[-1] / 1e6:.0f} MB for 256 tokens")
panels[1].set_title(f"At 100,000 words: {cost['times as long'].iloc[-1]:.0f} times as long");

# %%
check.guess(guess, round(cost["times as long"][100_000]), "times as long")

# %% tags=["nbval-check-output"]
print(cost[["bytes of ids", "bytes of one-hot"]].loc[[1_000, 100_000]])
ratio = cost["bytes of one-hot"] / cost["bytes of ids"]
claim("the ids take 1,024 bytes for any vocabulary", (cost["bytes of ids"] == 1_024))
claim("at 100,000 words, one-hot rows take 100,000 times that: 102 MB", ratio[100_000] == 100_000);

# %% [markdown]
# On the left, the ids stay at 1,024 bytes while one-hot's bytes rise with the vocabulary, to 102 MB. On the right, the look-up reads 256 rows, however many there are, and the time of the multiplication rises with the vocabulary: slowly at first, where the fixed cost of a call hides it, and at the end faster than the vocabulary, where the one-hot rows alone take 102 MB. Memory may be the reason; we
# did not measure it. (Times belong to the processor and the run that made them: they are printed, not claimed.)
#
# ## Rows or columns?
#
# Many texts say that *each column* of the embedding matrix is a word's vector. They write `matrix @ one_hot`. Keras stores each word as a **row** and computes `one_hot @ table`. Both are right about their own
# matrix; one is the transpose of the other. Take 3 words in 2 dimensions, so that rows and columns cannot be mixed up unseen:

# %% tags=["nbval-check-output"]
small = np.array([[1, 2], [3, 4], [5, 6]])  # 3 words, 2 dimensions
second_word = np.array([0, 1, 0])
print("Keras, a word is a row:      ", second_word @ small, "=", small[1])
print("textbook, a word is a column:", small.T @ second_word, "=", small.T[:, 1])
print("mixed up:                    ", small[:, 1], "<- the second number of every word, nobody's vector")

# %% tags=["nbval-check-output"]
three_words = keras.layers.Embedding(input_dim=3, output_dim=2)
three_words.build()
print("the table of 3 words in 2 dimensions in Keras:", three_words.get_weights()[0].shape)
three_words.set_weights([small])
vector = three_words(np.array(1))
claim("Keras gives id 1 the second row, not the second column", np.array_equal(vector, small[1]));

# %% [markdown]
# A check that needs no memory: the axis as long as the vocabulary counts the words.
#
# ## Shapes
#
# Integers of shape (batch, sequence) go in; numbers of shape (batch, sequence, dimensions) come out. Each text has become a sequence of vectors, which is what these three layers take:
#
# - **pooling** gives one vector a text, here the mean of its vectors,
# - a **convolution** gives a vector for each window of a few neighbouring words,
# - an **LSTM** reads word after word, and gives its state after the last.
#
# Take 32 texts of 12 ids, and 8 dimensions. **Look for** the axis that each layer takes away, shortens or keeps.

# %% tags=["nbval-check-output"]
ids_of_a_batch = np.random.default_rng(0).integers(0, 1000, size=(32, 12))
vectors = keras.layers.Embedding(1000, 8)(ids_of_a_batch)
print("Embedding(1000, 8)      ", ids_of_a_batch.shape, "->", vectors.shape)
next_layers = {
    "GlobalAveragePooling1D()": keras.layers.GlobalAveragePooling1D(),
    "Conv1D(4, kernel_size=3)": keras.layers.Conv1D(4, kernel_size=3),
    "LSTM(5)                 ": keras.layers.LSTM(5),
}
for name, next_layer in next_layers.items():
    print(name, vectors.shape, "->", next_layer(vectors).shape)
claim("the Embedding layer adds one axis at the end", vectors.shape == (*ids_of_a_batch.shape, 8));

# %% [markdown]
# Pooling takes the axis of the words away. The convolution keeps it, two shorter: twelve words hold ten windows of three. The LSTM takes it away, too. The batch axis stays as it is, always. The last axis gets the number that the layer was given, 4 numbers a window and 5 for the state; pooling keeps the 8.
#
# ### A summary full of question marks
#
# A model that has never seen a shape does not know its own. In Keras 3 its summary shows `?` and no parameters. That is not an error:

# %%
model = keras.Sequential([keras.layers.Embedding(1000, 8), keras.layers.LSTM(5), keras.layers.Dense(1)])
model.summary(line_length=70)

# %% [markdown]
# Build it: two axes, both of any length.

# %%
model.build((None, None))
model.summary(line_length=70)

# %% tags=["nbval-check-output"]
for part in model.layers:
    print(f"{part.__class__.__name__:9}", f"{part.count_params():,} parameters")
claim("the table has a number for each word and dimension", model.layers[0].count_params() == 1000 * 8);

# %% [markdown]
# ## Random at the start
#
# Before training, the table knows nothing. **Look for** its smallest and largest number.

# %%
fresh = keras.layers.Embedding(10_000, 16)
fresh.build()
start_table = fresh.get_weights()[0]
_, ax = plt.subplots(figsize=(8, 3))
bars, _, _ = ax.hist(start_table.ravel(), bins=50)
ax.set_title("A new table: uniform between -0.05 and 0.05")
ax.set(xlabel="number in the table", ylabel="how many of 160,000");

# %% tags=["nbval-check-output"]
print(f"smallest {start_table.min():.2f}, largest {start_table.max():.2f}")
claim("all numbers lie between -0.05 and 0.05", np.abs(start_table).max() <= 0.05)
claim("each of the 50 bars is 3,200 high, to a tenth", np.abs(bars - 3200).max() < 320);

# %% [markdown]
# The bars are of about one height, 3,200 numbers each: every number between the two ends is as likely as any other. Do two rows of such numbers resemble each other? The cosines of 1,000 pairs of rows:

# %% tags=["nbval-check-output"]
cosines = [geometry.cosine_similarity(start_table[row], start_table[row + 1000]) for row in range(1000)]
print(f"positive {np.mean(np.array(cosines) > 0):.1f}, mean size {np.abs(cosines).mean():.1f}")
claim("half of the cosines are positive, to 0.06", abs(np.mean(np.array(cosines) > 0) - 0.5) < 0.06)
claim("the mean cosine is 0, to 0.05", abs(np.mean(cosines)) < 0.05);

# %% [markdown]
# Two rows are as likely to point the same way as opposite ways: like one-hot vectors, new rows hold no meaning. Unlike one-hot vectors, they can move.
#
# ## Which rows move
#
# The gradient that Keras gave us above came in a form of its own. **Look for** the id that stands there twice.

# %% tags=["nbval-check-output"]
print(type(sparse_gradient).__name__)
print("row ids:", sparse_gradient.indices.numpy())
print("values: ", sparse_gradient.values.shape)
claim("id 2 stands there twice, once for each position", (sparse_gradient.indices.numpy() == 2).sum() == 2);

# %% [markdown]
# An `IndexedSlices` holds a row number and a vector for each *position* of the batch, and nothing for the rest of the table. Rows with the same number are to be added, as `np.add.at` did.
#
# How much of the table is that in practice? Take real reviews and a table with 10,000 rows. **Guess**: which share of the rows does a batch of 256 reviews touch?

# %%
guess = ...  # a share: a number from 0 to 1

# %%
reviews = data.load_reviews()
some = reviews.train.texts[:6_000]
words = text.build_vocabulary(some, max_tokens=10_000)
train_ids = text.to_ids(some, words)

# %% tags=["nbval-check-output"]
touched = {size: np.unique(np.concatenate(train_ids[:size])).size / len(words) for size in (1, 16, 256)}
for size, share in touched.items():
    print(f"reviews in the batch: {size:3}   share of the rows touched: {share:.0%}")
claim("one review touches less than 5 % of the rows", touched[1] < 0.05)
claim("16 reviews touch less than a fifth", touched[16] < 0.2)
claim("256 reviews touch more than half", touched[256] > 0.5);

# %% tags=["nbval-check-output"]
check.guess(guess, round(touched[256], 2), "of the rows")

# %% [markdown]
# A single review touches 3 % of them. So a small batch leaves most of the table without a gradient, and a rare word waits many batches for its next one. What happens to its row in the meantime?

# %% [markdown]
# ## Do untouched rows stay put?
#
# A row without a gradient has no reason to move. But the **optimizer** decides, the rule that turns gradients into steps. Three of them:
#
# - **SGD** (stochastic gradient descent) steps against the gradient: learning rate times gradient.
# - **SGD with momentum 0.9** does the same and adds 0.9 of its step before.
# - **Adam** keeps two running means, of the gradient and of its square. It divides the first by the root of the second, and multiplies by the learning rate.
#
# The experiment: a table of 6 rows, two training steps. The first batch holds ids 2 and 3, the second only id 4. The loss is the sum of the numbers looked up, so each of these has the gradient 1.
#
# In the second step rows 2 and 3 have no gradient. **Guess** before you run it: do they move in that step under Adam? And **look for** SGD, SGD with momentum, and rows 0, 1 and 5, which no batch ever held.

# %%
guess = ...  # "yes" or "no": under Adam, do rows 2 and 3 move in step 2?


# %%
def movements(optimizer, batches):
    """How far each row moves in each step."""
    layer = keras.layers.Embedding(6, 2)
    layer.build()
    tables = [layer.get_weights()[0]]
    for batch in batches:
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(layer(np.array(batch)))
        optimizer.apply([tape.gradient(loss, layer.embeddings)], [layer.embeddings])
        tables.append(layer.get_weights()[0])
    return np.linalg.norm(np.diff(tables, axis=0), axis=2)  # (steps, rows)


# %%
optimizers = {
    "SGD": lambda: keras.optimizers.SGD(0.01),
    "SGD, momentum 0.9": lambda: keras.optimizers.SGD(0.01, momentum=0.9),
    "Adam": lambda: keras.optimizers.Adam(0.01),
}
moved = {name: movements(make(), [[2, 3], [4]]) for name, make in optimizers.items()}

# %%
rows = np.arange(6)
figure, panels = plt.subplots(1, 3, figsize=(10, 3.4), sharey=True)
for ax, (name, (first_step, second_step)) in zip(panels, moved.items()):
    ax.bar(rows - 0.2, first_step, 0.38, label="step 1: ids 2 and 3")
    ax.bar(rows + 0.2, second_step, 0.38, hatch="//", label="step 2: id 4")
    ax.set(title=name, xlabel="row of the table", xticks=rows, ylim=(0, 0.0185))
panels[0].set_ylabel("distance moved")
panels[0].legend(loc="upper left", fontsize=9, ncols=2)
finding = "In step 2, rows 2 and 3 have no gradient; under momentum and Adam they move all the same"
figure.suptitle(finding, x=0.01, ha="left", weight="bold");

# %% tags=["nbval-check-output"]
check.guess(guess, "yes" if moved["Adam"][1, 2] > 0 else "no")

# %% tags=["nbval-check-output"]
moves = pd.DataFrame({name: distance[1] / distance[0, 2] for name, distance in moved.items()})
print("distance in step 2, as a share of row 2's first step")
print(moves.rename_axis("row").round(2))

# %% tags=["nbval-check-output"]
rows_2_and_3 = moves.loc[[2, 3]]
never_held = np.array([distance[:, [0, 1, 5]] for distance in moved.values()])
claim("SGD: rows 2 and 3 stay where they are in step 2", (rows_2_and_3["SGD"] == 0))
claim("momentum: they go on by 0.9 of their first step", (rows_2_and_3["SGD, momentum 0.9"].round(2) == 0.9))
claim("Adam: they go on by 0.67 of it", (rows_2_and_3["Adam"].round(2) == 0.67))
claim("rows 0, 1 and 5, never in a batch, never move, under any of the three", (never_held == 0));


# %% [markdown]
# The second bars of rows 2 and 3 are the answer: none under SGD, 0.9 of the first under momentum, 0.67 of it under Adam. A row that was *never* touched stays put, under all three. A row that was touched *once* goes on moving in
# later steps that do not contain it. Adam's running mean of the gradients becomes a tenth smaller by a gradient of 0, not zero. Keras applies this decay to the whole table, although the gradient it is handed is sparse.
#
# And row 4 is odd: under Adam its first step is shorter than row 2's first step was, 0.74 of it. Both numbers can be computed. With a gradient of 1, Adam adds a tenth of it to the running mean, and a thousandth of its square
# to the other. Both means start at 0, which makes them too small at first; so after $t$ steps they are divided by $1 - 0.9^t$ and $1 - 0.999^t$.

# %% tags=["nbval-check-output"]
def adam_step(mean, mean_square, t):
    return mean / (1 - 0.9**t) / np.sqrt(mean_square / (1 - 0.999**t))


row_2 = adam_step(0.9 * 0.1, 0.999 * 0.001, t=2)  # gradient 1 in step 1, then 0
row_4 = adam_step(0.1, 0.001, t=2)  # gradient 0 in step 1, then 1
print(f"row 2: {row_2:.2f}   row 4: {row_4:.2f}")
claim("the formula gives what was measured", np.allclose([row_2, row_4], moves["Adam"][[2, 4]], atol=1e-3));

# %% [markdown]
# In step 2 Adam takes row 4's gradient for the mean of two, 0 and 1, and steps more carefully.
#
# How far does a row drift before it comes to rest? One step with id 2, then 60 steps without it. **Guess** the whole way under Adam, in units of its first step.
#
# The divisions above matter only in early steps, so we also take an Adam that has counted 10,000 steps already: a rare word that turns up late in training.

# %%
guess = ...  # the whole way under Adam, as a multiple of the first step: a number


# %%
def late_adam():
    optimizer = keras.optimizers.Adam(0.01)
    optimizer.iterations.assign(10_000)
    return optimizer


makers = {**optimizers, "Adam, late": late_adam}
once_in_61 = [[2]] + [[4]] * 60
distances = {name: movements(make(), once_in_61)[:, 2] for name, make in makers.items()}
drift = {name: np.cumsum(steps) / steps[0] for name, steps in distances.items()}

# %%
_, ax = plt.subplots(figsize=(8, 4.2))
for (name, path), style, width in zip(drift.items(), ("-", "-", "-.", "--"), (2, 5, 2, 2)):
    ax.plot(range(1, 62), path, style, linewidth=width)
ends = [(61, path[-1], name, colour) for (name, path), colour in zip(drift.items(), figures.COLOURS)]
ax.set(xlabel="step (id 2 is in the batch of step 1 only)", ylabel="way so far, in its own first steps", ylim=(0, 11))
figures.name_line_ends(ax, ends)
ax.set_title("After one gradient a row stops under SGD, and glides on under momentum and Adam");

# %% tags=["nbval-check-output"]
ends = {name: path[-1] for name, path in drift.items()}
first_steps = distances["Adam, late"][0] / distances["Adam"][0]
print({name: f"{end:.1f}" for name, end in ends.items()}, f"late first step / early one: {first_steps:.1f}")
claim("SGD: the row stops at once", ends["SGD"] == 1)
claim("momentum 0.9: ten first steps in the end, 1 / (1 - 0.9)", abs(ends["SGD, momentum 0.9"] - 10) < 0.05)
claim("Adam: six at the start of training", abs(ends["Adam"] - 6) < 0.1)
claim("Adam: ten late in it", abs(ends["Adam, late"] - 10) < 0.1)
claim("and that first step is itself 3.2 times as long: 0.1 / √0.001", abs(first_steps - 3.16) < 0.01);

# %% tags=["nbval-check-output"]
check.guess(guess, round(ends["Adam"], 1), "first steps")

# %% [markdown]
# Plain SGD stops at once. The others glide on, to six or ten times the first step: most of what one gradient does to a rare word's row is done while the model reads other words. (Late Adam and momentum lie on one line.)
# Late in training the first step is longer as well, because the other gradients of that row were all 0 and the root of the mean square is small. So Adam moves rare words in long, rare glides.
#
# ## Padding and the mask
#
# Texts of a batch differ in length; an array does not. Short ones are filled up with id 0, and row 0 is looked up like any other. A mean over all positions then mixes it in. By hand, for *good film* padded to 6
# places, with round numbers:

# %% tags=["nbval-check-output"]
toy_table = np.array([[-1, 2], [0, 0], [4, 2], [-4, 1], [2, 0], [0, 3]], dtype="float32")
good_film = np.array([[2, 4, 0, 0, 0, 0]])
vectors = toy_table[good_film]
is_word = good_film != 0
without_mask = vectors.mean(axis=1)
with_mask = (vectors * is_word[:, :, None]).sum(axis=1) / is_word.sum(axis=1, keepdims=True)
print("mean of all 6 places:", without_mask.round(2))
print("mean of the 2 words: ", with_mask)

# %% [markdown]
# Four of the six places are padding, so two thirds of the first mean are row 0. The same two words, padded to more and more places:

# %%
row_0, good, film = toy_table[[0, 2, 4]]
padded_to = [2, 3, 4, 6, 12, 48]
means = np.array([(good + film + (places - 2) * row_0) / places for places in padded_to])
_, ax = plt.subplots(figsize=(8, 4))
ax.plot(*means.T, "o-")
ax.plot(*np.array([good, film, row_0]).T, "s")
ax.set(xlabel="first dimension", ylabel="second dimension", xlim=(-1.6, 4.8), ylim=(-0.3, 2.4))
ax.set_title("Each place of padding pulls the mean towards row 0")
names = ["2 places, no padding", *(f"{places} places" for places in padded_to[1:])]
for name, mean in zip(names, means):
    ax.annotate(name, mean, (3, 7), textcoords="offset points", fontsize=9)
for name, row in {"good": good, "film": film, "row 0": row_0}.items():
    ax.annotate(name, row, (-8, -16), textcoords="offset points", fontsize=9)

# %% tags=["nbval-check-output"]
to_row_0 = np.linalg.norm(means - row_0, axis=1)
claim("the mean of 6 places is the one computed by hand", np.allclose(means[3], without_mask))
claim("padded to 48, a tenth or less of the way to row 0 is left", to_row_0[-1] < 0.1 * to_row_0[0]);


# %% [markdown]
# At 48 places the mean has all but arrived at row 0: less than a tenth of the way is left, and the two words hardly count.
#
# Keras leaves the padding out when the Embedding layer has `mask_zero=True`: it passes a **mask** on, True where there is a word, and pooling takes the mean of the words alone.

# %%
def keras_mean(mask_zero):
    embedding = keras.layers.Embedding(6, 2, mask_zero=mask_zero)
    embedding.build()
    embedding.set_weights([toy_table])
    with tf.GradientTape() as tape:
        mean = keras.layers.GlobalAveragePooling1D()(embedding(good_film))
    gradient = tape.gradient(mean, embedding.embeddings)
    return mean.numpy(), tf.convert_to_tensor(gradient).numpy()


# %% tags=["nbval-check-output"]
print("the mask:", keras.layers.Embedding(6, 2, mask_zero=True).compute_mask(good_film).numpy())
masked_mean, masked_gradient = keras_mean(mask_zero=True)
plain_mean, plain_gradient = keras_mean(mask_zero=False)
claim("with mask_zero, Keras gives the mean of the words", np.allclose(masked_mean, with_mask))
claim("without it, the mean of all places", np.allclose(plain_mean, without_mask))
claim("with the mask, row 0 gets no gradient", (masked_gradient[0] == 0))
four_words = 4 * plain_gradient[2]
claim("without it, row 0 gets four times that of a word", np.allclose(plain_gradient[0], four_words));

# %% [markdown]
# ### On real reviews
#
# Does it matter? It depends on how much padding there is. Two ways to batch reviews: all at 400 tokens, cut or padded; or whole (up to 1,000 tokens), beside others of about their length, padded to the longest of
# the batch. **Guess** the share of padding at 400 tokens.

# %%
guess = ...  # a share: a number from 0 to 1


# %%
def at_400(ids, labels, seed=None):
    pairs = tf.data.Dataset.from_tensor_slices((text.pad(ids, 400), labels[:, None].astype("float32")))
    pairs = pairs.shuffle(len(labels), seed=seed) if seed is not None else pairs
    return pairs.batch(128)


def whole(ids, labels, seed=None):
    rows = [row[:1000] for row in ids]
    ragged = tf.RaggedTensor.from_row_lengths(np.concatenate(rows), [len(row) for row in rows])
    return training.batches_by_length(ragged, labels, 128, seed)


# %%
validation_ids = text.to_ids(reviews.validation.texts, words)
validation_labels = reviews.validation.labels
train_batches, validation_batches = {}, {}
for name, batches_of in {"400 tokens": at_400, "whole": whole}.items():
    train_batches[name] = batches_of(train_ids, reviews.train.labels[:6_000], seed=0)
    validation_batches[name] = batches_of(validation_ids, validation_labels)

# %% tags=["nbval-check-output"]
padding = {}
for name, batches in train_batches.items():
    places = np.concatenate([rows.numpy().ravel() for rows, _ in batches])
    padding[name] = np.mean(places == 0)
    print(f"{name:10} {padding[name]:.0%} padding")
claim("at 400 tokens nearly half of the places are padding", abs(padding["400 tokens"] - 0.48) < 0.01)
claim("whole reviews beside others of their length have less than 5 %", padding["whole"] < 0.05);

# %% tags=["nbval-check-output"]
check.guess(guess, round(padding["400 tokens"], 2), "of the places")


# %% [markdown]
# Now train the course's classifier on these 6,000 reviews (few, to keep the wait short): Embedding, mean, a hidden layer, and one number, the **logit**; above 0 it means "positive". Notebook 04 takes the model apart and uses all
# reviews. With and without the mask, three seeds each, three **epochs**, which are passes over the reviews.

# %%
def train(batching, mask, seed, epochs=3, make_model=training.classifier):
    keras.utils.set_random_seed(seed)
    batches = train_batches[batching]
    model = make_model(max_tokens=10_000, dimensions=16, mask=mask)
    falling_rate = keras.optimizers.schedules.CosineDecay(1e-2, len(batches) * epochs)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    metric = keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")
    model.compile(keras.optimizers.Adam(falling_rate), loss, metrics=[metric])
    held_out = validation_batches[batching]
    model.fit(batches, validation_data=held_out, epochs=epochs, shuffle=False, verbose=0)
    return model  # its .history holds a number for each epoch


# %% [markdown]
# **Guess** where the mask gains more. And **look for** whether it ever loses.

# %%
guess = ...  # "400 tokens" or "whole"

# %%
models = {("400 tokens", True): [train("400 tokens", True, seed) for seed in range(3)]}

# %%
models["400 tokens", False] = [train("400 tokens", False, seed) for seed in range(3)]

# %%
models["whole", True] = [train("whole", True, seed) for seed in range(3)]
models["whole", False] = [train("whole", False, seed) for seed in range(3)]

# %%
accuracies = {}
for key, runs in models.items():
    accuracies[key] = np.array([model.history.history["val_accuracy"][-1] for model in runs])
error = judging.accuracy_standard_error(0.85, len(validation_labels))
print(f"validation accuracy after 3 epochs; standard error of one accuracy {error:.3f}")
for (batching, mask), values in accuracies.items():
    name = f"{batching}, {'mask' if mask else 'no mask'}"
    print(f"{name:20} {values.mean():.3f}   the three seeds: {values.round(3)}")
gain = {name: (accuracies[name, True] - accuracies[name, False]).mean() for name in train_batches}
check.guess(guess, max(gain, key=gain.get))

# %%
_, ax = plt.subplots(figsize=(8, 2.8))
for position, ((batching, mask), values) in enumerate(accuracies.items()):
    colour, fill = (figures.COLOURS[0], "full") if mask else (figures.COLOURS[1], "none")
    ax.plot(values, [position] * 3, "o", color=colour, fillstyle=fill)
    place = {"xytext": (0, 9), "textcoords": "offset points", "ha": "center", "fontsize": 9}
    ax.annotate(f"{values.mean():.3f}", (values.mean(), position), **place)
names = [f"{batching}, {'mask' if mask else 'no mask'}" for batching, mask in accuracies]
ax.set_yticks(range(4), names)
ax.set(ylim=(3.6, -0.8), xlabel="validation accuracy (a circle for each seed; the number is their mean)")
gains = f"{gain['400 tokens']:+.3f} at 400 tokens, {gain['whole']:+.3f} on whole reviews"
ax.set_title(f"3 epochs: mask {gains}");

# %% tags=["nbval-check-output"]
worst_with, best_without = accuracies["400 tokens", True].min(), accuracies["400 tokens", False].max()
claim("at 400 tokens the mask wins with every seed", worst_with > best_without)
claim("by 0.03 or more on average", gain["400 tokens"] > 0.03)
claim("on whole reviews in batches of one length it makes 0.02 at most", abs(gain["whole"]) < 0.02);


# %% [markdown]
# After three epochs the mask pays where half of the input is padding. Where there is hardly any, it gains nothing: it is 0.007 behind, which is the standard error of one accuracy.
#
# Does padding do harm for good, or has the model only not learned *yet*? Its accuracy on the training reviews can tell.

# %%
def by_epoch(runs, part):
    return np.array([model.history.history[part] for model in runs])


on_training = {mask: by_epoch(models["400 tokens", mask], "accuracy")[:, -1].mean() for mask in (True, False)}
print(f"on training, epoch 3: with the mask {on_training[True]:.2f}, without {on_training[False]:.2f}")

# %% [markdown]
# Without the mask the model does not answer its own training reviews well yet. **Guess**: after eight epochs, does it come within 0.03 of the model with the mask, on validation?

# %%
guess = ...  # "yes" or "no"

# %%
longer = {True: [train("400 tokens", True, seed, epochs=8) for seed in range(3)]}

# %%
longer[False] = [train("400 tokens", False, seed, epochs=8) for seed in range(3)]

# %%
lines = {name: by_epoch(longer[mask], "val_accuracy") for mask, name in ((True, "mask"), (False, "no mask"))}
after = {name: values[:, -1].mean() for name, values in lines.items()}
title = f"400 tokens, 8 epochs: {after['mask']:.2f} with the mask, {after['no mask']:.2f} without, but later"
figures.curves(lines, title, ("epoch", "validation accuracy (mean; band: three seeds)"));

# %% tags=["nbval-check-output"]
check.guess(guess, "yes" if abs(after["mask"] - after["no mask"]) < 0.03 else "no")

# %% tags=["nbval-check-output"]
three_epochs = {mask: accuracies["400 tokens", mask].mean() for mask in (True, False)}
fitted = by_epoch(longer[True], "accuracy")[:, -1]
claim("without the mask, a run of three epochs is too short even for the training reviews", on_training[False] < 0.85)
claim("with it it is long enough: above 0.88", on_training[True] > 0.88)
more_epochs = after["no mask"] - three_epochs[False]
claim("without the mask, runs of eight epochs end 0.05 or more above runs of three", more_epochs > 0.05)
claim("and end within 0.03 of eight epochs with it", abs(after["mask"] - after["no mask"]) < 0.03)
claim("with the mask, eight end below three", after["mask"] < three_epochs[True])
claim("though they fit the training reviews to 0.98 or more: overfitting", fitted.min() > 0.98);

# %% [markdown]
# So what the mask gains here is time. Without it the model arrives at about the same accuracy in a longer run; with it, later epochs only learn the training reviews by heart, and end a little below three. The learning rate falls to zero over the epochs of a run, so a run of eight is not a run of three continued.
# More epochs and a rate that falls later may both help; we did not separate the two. A comparison at one fixed number of epochs would have hidden all that.
#
# What is in the way? The picture of the toy words says it: padding pulls all means towards row 0, the shorter the text, the more. Even if row 0 were all zeros, the mean would divide by 400. So without a mask the same
# words should count for less in a short review. **Look for** the size of the logit of short and long reviews: how far from 0, that is from undecided, is the model's answer?

# %%
validation_rows = text.pad(validation_ids, 400)
lengths = np.array([len(row) for row in validation_ids])
short, long = lengths < 128, lengths >= 400
size = {True: [], False: []}
for mask, runs in longer.items():
    for model in runs:
        logits = np.abs(model.predict(validation_rows, batch_size=500, verbose=0)[:, 0])
        size[mask].append([logits[short].mean(), logits[long].mean()])
size = {mask: np.array(values) for mask, values in size.items()}

# %%
for mask, name in ((True, "mask"), (False, "no mask")):
    in_short, in_long = size[mask].mean(axis=0)
    print(f"{name:8} mean size of the logit: short reviews {in_short:.1f}, long reviews {in_long:.1f}")
tables = {mask: runs[0].get_layer("embedding").get_weights()[0] for mask, runs in longer.items()}
largest = {mask: np.abs(trained_table[0]).max() for mask, trained_table in tables.items()}
print(f"largest number in row 0: with the mask {largest[True]:.2f}, without {largest[False]:.2f}")

# %% tags=["nbval-check-output"]
print(f"{short.sum()} short validation reviews (under 128 tokens), {long.sum()} long ones (400 or more)")
short_over_long = {mask: values[:, 0] / values[:, 1] for mask, values in size.items()}
claim("with the mask all three models are surer about short reviews", (short_over_long[True] > 1))
claim("without it about long ones", (short_over_long[False] < 1))
claim("with the mask row 0 stays where it started", largest[True] <= 0.05)
claim("without it row 0 is trained like a word", largest[False] > 0.05);

# %% [markdown]
# With the mask a short review gets the more decided answer, and one of 400 words or more the less decided one. Without the mask it is the other way round: short reviews, mostly padding, get the fainter answers.
#
# So without the mask two things are wrong. The mean divides by 400, and row 0, which sits in half of all places, is trained like a word. Which of them takes the epochs? A control: let padding add zeros, and still divide by 400. Then only the first is wrong. **Guess** whether three epochs bring
# that model near the one with the mask, or near the one without.

# %%
guess = ...  # "with" or "without"


# %%
def with_zeros(max_tokens, dimensions, mask):
    ids = keras.Input((None,), dtype="int32")
    is_word = keras.ops.cast(ids != 0, "float32")[:, :, None]
    vectors = keras.layers.Embedding(max_tokens, dimensions, mask_zero=mask)(ids)
    mean = keras.layers.GlobalAveragePooling1D()(vectors * is_word)  # over all 400 places
    hidden = keras.layers.Dense(16, activation="relu")(mean)
    return keras.Model(ids, keras.layers.Dense(1)(hidden))


zeros = [train("400 tokens", False, seed, make_model=with_zeros) for seed in range(3)]
zeros_accuracy = by_epoch(zeros, "val_accuracy")[:, -1]
print("padding adds zeros, three epochs:", zeros_accuracy.round(3))
print(f"mean {zeros_accuracy.mean():.3f}; mask {three_epochs[True]:.3f}; no mask {three_epochs[False]:.3f}")

# %% tags=["nbval-check-output"]
to_mask, to_no_mask = (abs(zeros_accuracy.mean() - three_epochs[mask]) for mask in (True, False))
claim("with zeros at padding, three epochs come within 0.03 of the mask", to_mask < 0.03)
claim("and are 0.03 or more ahead of no mask", zeros_accuracy.mean() > three_epochs[False] + 0.03);

# %%
check.guess(guess, "with" if to_mask < to_no_mask else "without")


# %% [markdown]
# Near the one with the mask. Thin vectors cost little. What takes the epochs is mostly row 0, the same vector in half of all places of every batch. Is it that it is there, or that each step moves it? A row 0 that is there and never moves would tell; we did not try one.

# %% [markdown]
# ## What we saw
#
# - An Embedding layer is a table and an index. Forward it reads rows; backward it adds up the gradients of each row's positions. It equals one-hot times a matrix; the bytes of its input do not grow with the vocabulary.
# - In Keras a word is a row. Shape (batch, sequence) becomes (batch, sequence, dimensions).
# - Only rows in the batch get a gradient. SGD leaves all others alone; momentum and Adam go on moving rows that earlier batches touched. A row that was never touched stays where it started.
# - Padding is a word like any other unless a mask says otherwise. Where there is much padding, the mask saves epochs; where there is hardly any, it gains nothing.
#
# This notebook adds no row to the scoreboard; the next one does.
#
# ## Exercises
#
# An exercise that you leave as it is stops nothing.
#
# **The look-up.** The forward pass as one function. The ids may be those of one text, of a batch, or of no word at all.

# %%
def look_up(table, ids):
    """Return the row of each id: an array of the shape of ids, with one axis more for the numbers of a row.

    table has shape (rows, dimensions); ids is an array of whole numbers from 0 to rows - 1, in any shape: also
    one without any axis, and one without any id.
    """
    ...


check.look_up(look_up)


# %% [markdown]
# **The way back.** The gradient of the table, this time without a class that remembers the ids. `np.add.at` is one way. Another multiplies by one-hot rows, transposed. Take either, or both.

# %%
def table_gradient(ids, output_gradient, rows):
    """Return the gradient of a table with this number of rows, from that of the looked-up vectors.

    ids has shape (texts, places), output_gradient (texts, places, dimensions), the result (rows, dimensions).
    Nothing is masked: row 0 is a row like any other.
    """
    ...


check.table_gradient(table_gradient)

# %% [markdown]
# **Predict: the rows that change.** A table of 10 rows, made with `mask_zero=True`, stands in front of mean pooling, as in the classifier above. The batch `[[4, 7, 0], [9, 2, 4]]` is trained on, one step of plain SGD. Which rows have changed afterwards? Give their numbers in a list,
# each once, the smallest first.

# %%
changed_rows = ...


check.changed_rows(changed_rows)


# %% [markdown]
# **The mean of the words.** `vectors` came out of the look-up, for a whole batch of padded texts. Take the mean over the words of each text, and leave the padding out.

# %%
def mean_pool(vectors, ids):
    """Return the mean vector of each text's words, padding (id 0) left out: shape (texts, dimensions).

    vectors has shape (texts, places, dimensions), ids (texts, places). Padding may be anywhere in a text.
    Each text has at least one word.
    """
    ...


check.mean_pool(mean_pool)


# %% [markdown]
# **Find the fault.** *Max pooling* keeps the largest number of each column, where mean pooling takes the mean. This function masks the padding in the way that is right for a sum. For some texts its result is wrong. Find out for which, and repair it.

# %%
def max_pool(vectors, ids):
    """Return the largest number of each column over a text's words: shape (texts, dimensions).

    vectors has shape (texts, places, dimensions), ids (texts, places). Places with id 0 are padding, wherever
    they are, and do not count. Each text has at least one word; its numbers may be of any size.
    """
    mask = ids != 0
    return (vectors * mask[:, :, None]).max(axis=1)


check.max_pool(max_pool)

# %% [markdown]
# Stuck? Run `check.NAME.hint()` in a cell of its own, and again for the next hint; `check.NAME.solution()` shows a solution and why it is right. NAME is the name of the function, as in `check.look_up.hint()`.
#
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
# - D. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015: the running means and their bias correction.
# - Y. Bengio, R. Ducharme, P. Vincent and C. Jauvin, *A Neural Probabilistic Language Model*, JMLR 3, 2003: the table of word vectors as a trained layer.
# - Keras documentation, "Embedding layer" and "Masking and padding with Keras".
