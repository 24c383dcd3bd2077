# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

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
# **Time** 45 minutes · **Needs** notebook 01

# %% [markdown]
# ## Set-up
#
# The same cell opens every notebook. It seeds the random number generators, quiets the logs and prints the versions that the numbers below were made with.

# %%
from course_utils import claim, counts, data, figures, geometry, projector, start, text, training

start(seed=0)

# %%
import time

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

# %% [markdown]
# ## A table and a look-up
#
# Notebook 01 gave each word a switch. An **embedding** gives each word a short row of numbers instead. All rows together are a table: one row for each entry of the vocabulary. Here it has 6 rows of 3
# numbers, filled with small random ones.

# %% tags=["nbval-check-output"]
vocabulary = ["", "[UNK]", "good", "bad", "film", "music"]
table = np.random.default_rng(0).uniform(-0.05, 0.05, size=(6, 3)).astype("float32")

for row, word in enumerate(vocabulary):
    print(row, f"{word!r:8}", table[row].round(2))

# %% [markdown]
# The layer takes ids and gives the rows that belong to them. In NumPy that is an index. Here are two texts: *good good film* and *bad music*, the second padded with id 0.

# %% tags=["nbval-check-output"]
ids = np.array([[2, 2, 4], [3, 5, 0]])
output = table[ids]
print("ids   ", ids.shape)
print("output", output.shape)
claim("the first two vectors are the same row: an id always gives the same vector", np.array_equal(output[0, 0], output[0, 1]))
claim("the last vector of the second text is row 0: padding is looked up like a word", np.array_equal(output[1, 2], table[0]));

# %% [markdown]
# That is all the layer does on the way forward. To learn, it needs the way back. Training hands the layer the gradient of the loss with respect to its *output*, one vector for each position. The layer owes
# the gradient with respect to its *table*, one vector for each row.
#
# A row that was looked up twice influenced the loss twice, so its two gradients are added. **Guess**: which rows get a gradient of 0?

# %%
class NumpyEmbedding:
    def __init__(self, table):
        self.table = table

    def forward(self, ids):
        self.ids = ids
        return self.table[ids]

    def backward(self, output_gradient):
        gradient = np.zeros_like(self.table)
        np.add.at(gradient, self.ids, output_gradient)
        return gradient


# %% tags=["nbval-check-output"]
ours = NumpyEmbedding(table)
output = ours.forward(ids)
output_gradient = np.arange(18, dtype="float32").reshape(output.shape)
gradient = ours.backward(output_gradient)
print(gradient)
claim("row 2 gets the sum of its two positions", np.array_equal(gradient[2], output_gradient[0, 0] + output_gradient[0, 1]))
claim("only row 1 gets none: its id is not in the batch", np.flatnonzero(~gradient.any(axis=1)).tolist() == [1]);

# %% [markdown]
# Row 0 is padding, and it got a gradient too. We come back to that.
#
# Why `np.add.at`, and not `gradient[ids] += output_gradient`? **Guess** what the shorter line does with the id that stands there twice.

# %% tags=["nbval-check-output"]
shorter = np.zeros_like(table)
shorter[ids] += output_gradient
print("np.add.at:  ", gradient[2])
print("shorter line:", shorter[2])
claim("the shorter line keeps the last of the two and loses the first", np.array_equal(shorter[2], output_gradient[0, 1]));

# %% [markdown]
# ### Equal to Keras
#
# `keras.layers.Embedding(6, 3)` has a table of the same shape. We put our numbers into it and compare the output. For the gradient we need a loss whose gradient with respect to the output is `output_gradient`: the sum
# of `output * output_gradient` is one.

# %%
layer = keras.layers.Embedding(6, 3)
layer.build()
layer.set_weights([table])
with tf.GradientTape() as tape:
    keras_output = layer(ids)
    loss = tf.reduce_sum(keras_output * output_gradient)
sparse_gradient = tape.gradient(loss, layer.embeddings)
keras_gradient = tf.convert_to_tensor(sparse_gradient).numpy()

# %% tags=["nbval-check-output"]
claim("our output is Keras' output, bit for bit", np.array_equal(output, keras_output))
claim("our gradient is Keras' gradient", np.allclose(gradient, keras_gradient, rtol=1e-6));

# %% [markdown]
# ### Equal to one-hot times a matrix
#
# Multiply a one-hot vector by a matrix: every row is multiplied by 0 and drops out, but one. What is left is that row. So the layer is a `Dense` layer without bias and activation whose input is one-hot. The same
# table, the same test:

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
claim("the two layers have the same number of parameters", layer.count_params() == dense.count_params() == 18);

# %% [markdown]
# So an Embedding layer can do nothing that a Dense layer on one-hot vectors cannot do. It does the same at a lower price.
#
# ### What the look-up saves
#
# 256 tokens, about the length of a review, and a table with 16 columns. **Guess**: with 100,000 words in the vocabulary, how many times longer does the multiplication, the
# making of the one-hot rows included, take than the look-up?

# %%
look_up = tf.function(lambda ids, table: tf.gather(table, ids))
multiply = tf.function(lambda ids, table: tf.one_hot(ids, tf.shape(table)[0]) @ table)


def fastest(function, ids, table, repeats=7):
    function(ids, table)  # the first call compiles
    seconds = []
    for _ in range(repeats):
        began = time.perf_counter()
        function(ids, table)
        seconds.append(time.perf_counter() - began)
    return min(seconds)


# %%
rows = []
for size in (1_000, 3_000, 10_000, 30_000, 100_000):
    big_table = tf.random.uniform((size, 16))
    tokens = tf.random.uniform((256,), maxval=size, dtype=tf.int32)
    by_index, by_product = fastest(look_up, tokens, big_table), fastest(multiply, tokens, big_table)
    rows.append((size, 256 * 4, 256 * size * 4, by_index, by_product, by_product / by_index))
columns = ["vocabulary", "bytes of ids", "bytes of one-hot", "look-up, s", "multiplication, s", "ratio of times"]
cost = pd.DataFrame(rows, columns=columns).set_index("vocabulary")
cost.style.format({"look-up, s": "{:.6f}", "multiplication, s": "{:.6f}", "ratio of times": "{:.0f}"}, thousands=",")

# %%
figure, panels = plt.subplots(1, 2, figsize=(10, 4.2))
for ax, first, second, unit in (
    (panels[0], "bytes of ids", "bytes of one-hot", "bytes of input"),
    (panels[1], "look-up, s", "multiplication, s", "seconds for 256 tokens"),
):
    ax.loglog(cost.index, cost[first], "o-", cost.index, cost[second], "s--")
    ax.set(xlabel="words in the vocabulary", ylabel=unit)
    for name, column in (("look-up", first), ("one-hot", second)):
        ax.annotate(name, (10_000, cost[column][10_000]), xytext=(0, 8), textcoords="offset points", ha="right")
panels[0].set_title(f"One-hot input: {cost['bytes of one-hot'].iloc[-1] / 1e6:.0f} MB for 256 words")
panels[1].set_title(f"At 100,000 words: {cost['ratio of times'].iloc[-1]:.0f} times as long");

# %% tags=["nbval-check-output"]
for size in (1_000, 100_000):
    print(f"{size:7,} words: ids {cost['bytes of ids'][size]:,} bytes, one-hot {cost['bytes of one-hot'][size]:,} bytes")
claim("the ids take the same room for any vocabulary", cost["bytes of ids"].nunique() == 1)
claim("at 100,000 words, one-hot rows take 100,000 times the room of the ids", cost["bytes of one-hot"][100_000] == 100_000 * cost["bytes of ids"][100_000]);

# %% [markdown]
# The look-up's lines are flat: it reads 256 rows, however many there are. One-hot's bytes rise with the vocabulary, and so does its time once the arithmetic outweighs the fixed cost of a call. (Times belong to
# the machine and the run that made them: they are printed, not claimed.)
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
claim("a word's vector has as many numbers as there are dimensions", len(small[1]) == 2 != len(small[:, 1]));

# %% [markdown]
# A check that needs no memory: the axis as long as the vocabulary counts the words.
#
# ## Shapes
#
# Integers of shape (batch, sequence) go in; numbers of shape (batch, sequence, dimensions) come out. Each text has become a sequence of vectors, which is what pooling, convolution and recurrent layers take. **Guess**
# each shape before you run it: 32 texts of 10 ids, 8 dimensions.

# %% tags=["nbval-check-output"]
ids_of_a_batch = np.random.default_rng(0).integers(0, 1000, size=(32, 10))
vectors = keras.layers.Embedding(1000, 8)(ids_of_a_batch)
print("Embedding(1000, 8)      ", ids_of_a_batch.shape, "->", vectors.shape)
for name, next_layer in {
    "GlobalAveragePooling1D()": keras.layers.GlobalAveragePooling1D(),
    "Conv1D(4, kernel_size=3)": keras.layers.Conv1D(4, kernel_size=3),
    "LSTM(5)                 ": keras.layers.LSTM(5),
}.items():
    print(name, vectors.shape, "->", next_layer(vectors).shape)
claim("the layer adds one axis at the end", vectors.shape == (*ids_of_a_batch.shape, 8));

# %% [markdown]
# Pooling gives one vector a text, whatever its length. The convolution gives a vector for each window of three words, so two fewer than words. The LSTM gives its state after the last word.
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
# Before training, the table knows nothing. **Guess** its smallest and largest number.

# %%
fresh = keras.layers.Embedding(10_000, 16)
fresh.build()
start_table = fresh.get_weights()[0]
_, ax = plt.subplots(figsize=(8, 3))
ax.hist(start_table.ravel(), bins=50)
ax.set(title="A new table: uniform between -0.05 and 0.05", xlabel="number in the table", ylabel="how many of 160,000");

# %% tags=["nbval-check-output"]
print(f"smallest {start_table.min():.2f}, largest {start_table.max():.2f}, mean {abs(start_table.mean()):.2f}")
claim("all numbers lie between -0.05 and 0.05", np.abs(start_table).max() <= 0.05)
claim("their standard deviation is that of a uniform distribution, 0.05 / √3", abs(start_table.std() - 0.05 / np.sqrt(3)) < 0.0003)
claim("the mean cosine of 1,000 pairs of rows is near 0", abs(np.diag(geometry.cosine(start_table[:1000], start_table[1000:2000])).mean()) < 0.05);

# %% [markdown]
# The bars are of about one height. Two rows are as likely to point the same way as opposite ways: like one-hot vectors, new rows hold no meaning. Unlike one-hot vectors, they can move.
#
# ## Which rows move
#
# The gradient of the layer that we compared above came from Keras in a form of its own. **Look for** the id that stands there twice.

# %% tags=["nbval-check-output"]
print(type(sparse_gradient).__name__)
print("row ids:", sparse_gradient.indices.numpy())
print("values: ", sparse_gradient.values.shape)
claim("id 2 stands there twice, once for each position", (sparse_gradient.indices.numpy() == 2).sum() == 2);

# %% [markdown]
# An `IndexedSlices` holds a row number and a vector for each *position* of the batch, and nothing for the rest of the table. Rows with the same number are to be added, as `np.add.at` did.
#
# How much of the table is that in practice? Take real reviews and a table with 10,000 rows. **Guess** which share of the rows one review touches, and which share a batch of 256.

# %% tags=["nbval-check-output"]
reviews = data.load_reviews()
some = reviews.train.texts[:6_000]
words = text.build_vocabulary(some, max_tokens=10_000)
train_ids = text.to_ids(some, words)
for size in (1, 16, 256):
    touched = np.unique(np.concatenate(train_ids[:size])).size
    print(f"{size:3} reviews touch {touched / len(words):.0%} of the rows")

# %% tags=["nbval-check-output"]
claim("one review touches less than 5 % of the rows", np.unique(train_ids[0]).size < 500)
claim("256 reviews touch more than half", np.unique(np.concatenate(train_ids[:256])).size > 5_000);

# %% [markdown]
# So a small batch leaves most of the table without a gradient, and a rare word waits many batches for its next one. What happens to its row in the meantime?

# %% [markdown]
# ## Do untouched rows stay put?
#
# A row without a gradient has no reason to move. With Adam, does it stay? The experiment: a table of 6 rows, two training steps. The first batch holds ids 2 and 3, the second only id 4.
#
# **Guess** before you run it. In the second step rows 2 and 3 have no gradient. Do they move under SGD? Under SGD with momentum? Under Adam? And rows 0, 1 and 5, which no batch ever held?

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
figure, panels = plt.subplots(1, 3, figsize=(10, 3.4), sharey=True)
for ax, (name, distance) in zip(panels, moved.items()):
    for step, colour, hatch in ((0, "#0072B2", ""), (1, "#D55E00", "//")):
        ax.bar(np.arange(6) + 0.4 * step - 0.2, distance[step], 0.38, color=colour, hatch=hatch, label=f"step {step + 1}")
    ax.set(title=name, xlabel="row of the table", xticks=range(6))
panels[0].set_ylabel("distance moved")
panels[0].legend(loc="upper left", fontsize=9)
figure.suptitle("Step 2 held only id 4: with momentum or Adam, rows 2 and 3 still move", x=0.01, ha="left", weight="bold");

# %% tags=["nbval-check-output"]
table_of_moves = pd.DataFrame({name: distance[1] / distance[0, 2] for name, distance in moved.items()})
print("distance in step 2, as a share of row 2's first step")
print(table_of_moves.round(2).to_string())

# %% tags=["nbval-check-output"]
claim("SGD: rows 2 and 3 stay where they are in step 2", (moved["SGD"][1, [2, 3]] == 0))
claim("momentum: rows 2 and 3 go on by 0.9 of their first step", np.allclose(moved["SGD, momentum 0.9"][1, [2, 3]] / moved["SGD, momentum 0.9"][0, 2], 0.9, atol=1e-3))
claim("Adam: rows 2 and 3 go on by 0.67 of their first step", np.allclose(moved["Adam"][1, [2, 3]] / moved["Adam"][0, 2], 0.67, atol=0.005))
claim("rows 0, 1 and 5, never in a batch, never move, under any of the three", all((distance[:, [0, 1, 5]] == 0).all() for distance in moved.values()));

# %% [markdown]
# So the answer is: a row that was *never* touched stays put, also under Adam. A row that was touched *once* goes on moving in later steps that do not contain it. Adam keeps a running mean of each number's gradients; a
# gradient of 0 makes that mean smaller (by a tenth a step), not zero. Keras applies this decay to the whole table, although the gradient it is handed is sparse.
#
# The 0.67 can be computed. For a gradient $g$ in step 1 and 0 in step 2, with Adam's usual $\beta_1 = 0.9$, $\beta_2 = 0.999$:

# %% tags=["nbval-check-output"]
mean = 0.9 * 0.1 / (1 - 0.9**2)  # running mean of the gradient after step 2, bias corrected, in units of g
mean_square = 0.999 * 0.001 / (1 - 0.999**2)  # the same for the squared gradient
print(f"{mean:.3f} / sqrt({mean_square:.3f}) = {mean / np.sqrt(mean_square):.2f}")
claim("the formula gives what was measured", np.isclose(mean / np.sqrt(mean_square), table_of_moves["Adam"][2], atol=1e-3));

# %% [markdown]
# How far does such a row drift before it comes to rest? One step with id 2, then 60 steps without it. **Guess**, in units of its first step. Adam's bias correction (the divisions above) matters only in early steps, so we
# also take an Adam that has counted 10,000 steps already: a rare word that turns up late in training.

# %%
def late_adam():
    optimizer = keras.optimizers.Adam(0.01)
    optimizer.iterations.assign(10_000)
    return optimizer


optimizers["Adam, late"] = late_adam
batches = [[2]] + [[4]] * 60
distances = {name: movements(make(), batches)[:, 2] for name, make in optimizers.items()}
drift = {name: np.cumsum(steps) / steps[0] for name, steps in distances.items()}
figures.curves(
    drift,
    title=f"One gradient under Adam: {drift['Adam'][-1]:.0f} to {drift['Adam, late'][-1]:.0f} first steps in the end",
    axis_labels=("step (id 2 is in the batch in step 1 only)", "distance so far, in first steps"),
);

# %% tags=["nbval-check-output"]
print({name: f"{path[-1]:.1f}" for name, path in drift.items()})
claim("SGD: the row stops at once", drift["SGD"][-1] == 1)
claim("momentum 0.9: ten times the first step in the end, 1 / (1 - 0.9)", abs(drift["SGD, momentum 0.9"][-1] - 10) < 0.05)
claim("Adam: about six times at the start of training, about ten times late in it", abs(drift["Adam"][-1] - 6) < 0.1 and abs(drift["Adam, late"][-1] - 10) < 0.1);

# %% [markdown]
# Plain SGD stops at once. The others glide on, to six or ten times the first step: most of what one gradient does to a rare word's row is done while the model reads other words.
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
# Four of the six places are padding, so two thirds of the first mean are row 0. Keras does the second when the Embedding layer has `mask_zero=True`: it passes a **mask** on, True where there is a word, and
# pooling divides by the number of words.

# %% tags=["nbval-check-output"]
def keras_mean(mask_zero):
    embedding = keras.layers.Embedding(6, 2, mask_zero=mask_zero)
    embedding.build()
    embedding.set_weights([toy_table])
    with tf.GradientTape() as tape:
        mean = keras.layers.GlobalAveragePooling1D()(embedding(good_film))
    gradient = tf.convert_to_tensor(tape.gradient(mean, embedding.embeddings)).numpy()
    return mean.numpy(), gradient, embedding.compute_mask(good_film)


print("the mask:", keras_mean(True)[2].numpy())
claim("with mask_zero, Keras gives the mean of the words", np.allclose(keras_mean(True)[0], with_mask))
claim("without it, the mean of all places", np.allclose(keras_mean(False)[0], without_mask))
claim("with the mask, row 0 gets no gradient", (keras_mean(True)[1][0] == 0))
claim("without it, row 0 gets four times the gradient of a word", np.allclose(keras_mean(False)[1][0], 4 * keras_mean(False)[1][2]));

# %% [markdown]
# ### On real reviews
#
# Does it matter? It depends on how much padding there is. Two ways to batch reviews: all at 400 tokens, cut or padded; or whole (up to 1,000 tokens), beside others of about their length, padded to the longest of
# the batch. **Guess** the share of padding in each.

# %%
validation_ids = text.to_ids(reviews.validation.texts, words)
train_labels, validation_labels = reviews.train.labels[:6_000], reviews.validation.labels


def whole(ids, labels, seed=None):
    rows = [row[:1000] for row in ids]
    ragged = tf.RaggedTensor.from_row_lengths(np.concatenate(rows), [len(row) for row in rows])
    return training.batches_by_length(ragged, labels, 128, seed)


def at_400(ids, labels, seed=None):
    pairs = tf.data.Dataset.from_tensor_slices((text.pad(ids, 400), labels[:, None].astype("float32")))
    pairs = pairs.shuffle(len(labels), seed=seed) if seed is not None else pairs
    return pairs.batch(128)


# %% tags=["nbval-check-output"]
batches = {make: (make(train_ids, train_labels, seed=0), make(validation_ids, validation_labels)) for make in (whole, at_400)}
padding = {
    make.__name__: np.mean(np.concatenate([rows.numpy().ravel() == 0 for rows, _ in train_batches]))
    for make, (train_batches, _) in batches.items()
}
print({name: f"{share:.0%} padding" for name, share in padding.items()})
claim("at 400 tokens nearly half of what the model reads is padding", abs(padding["at_400"] - 0.48) < 0.01)
claim("whole reviews beside others of their length have less than 5 %", padding["whole"] < 0.05);

# %% [markdown]
# Now train the course's classifier on these 6,000 reviews (few, to keep the wait short): Embedding, mean, a hidden layer, one logit. Notebook 04 takes it apart and uses all reviews. With and without the mask, three seeds each. **Guess** where the mask gains
# more, and whether it ever loses.

# %%
def validation_accuracy(make, mask, seed, epochs=3):
    train_batches, validation_batches = batches[make]
    keras.utils.set_random_seed(seed)
    model = training.classifier(max_tokens=10_000, dimensions=16, mask=mask)
    falling_rate = keras.optimizers.schedules.CosineDecay(1e-2, len(train_batches) * epochs)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    metric = keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")
    model.compile(keras.optimizers.Adam(falling_rate), loss, metrics=[metric])
    model.fit(train_batches, epochs=epochs, shuffle=False, verbose=0)
    return model.evaluate(validation_batches, verbose=0, return_dict=True)["accuracy"], model


# %%
runs = {(at_400, True): [validation_accuracy(at_400, True, seed) for seed in range(3)]}

# %%
runs[at_400, False] = [validation_accuracy(at_400, False, seed) for seed in range(3)]

# %%
runs |= {(whole, mask): [validation_accuracy(whole, mask, seed) for seed in range(3)] for mask in (True, False)}

# %%
accuracies = {key: np.array([accuracy for accuracy, _ in results]) for key, results in runs.items()}
labels = {(at_400, True): "400 tokens, mask", (at_400, False): "400 tokens, no mask", (whole, True): "whole, mask", (whole, False): "whole, no mask"}
error = training.accuracy_standard_error(0.85, len(validation_labels))
print(f"validation accuracy after 3 epochs, 6,000 training reviews; standard error of one accuracy {error:.3f}")
for key, label in labels.items():
    print(f"{label:20} {accuracies[key].mean():.3f}   the three seeds: {accuracies[key].round(3)}")

# %%
gain = {make: (accuracies[make, True] - accuracies[make, False]).mean() for make in (at_400, whole)}
_, ax = plt.subplots(figsize=(8, 2.8))
for position, (key, label) in enumerate(labels.items()):
    mean = accuracies[key].mean()
    ax.plot(accuracies[key], [position] * 3, "o", color="#0072B2" if key[1] else "#D55E00", fillstyle="full" if key[1] else "none")
    ax.annotate(f"{mean:.3f}", (mean, position), xytext=(0, 9), textcoords="offset points", ha="center", fontsize=9)
ax.set(yticks=range(4), yticklabels=labels.values(), ylim=(3.6, -0.8), xlabel="validation accuracy (a circle for each seed; the number is their mean)")
ax.set_title(f"After 3 epochs: mask {gain[at_400]:+.3f} at 400 tokens, {gain[whole]:+.3f} on whole reviews");

# %% tags=["nbval-check-output"]
claim("at 400 tokens the mask wins with every seed, by 0.01 or more on average", (accuracies[at_400, True].min() > accuracies[at_400, False].max()) and gain[at_400] > 0.01)
claim("on whole reviews in batches of one length it makes a difference of 0.02 at most", abs(gain[whole]) < 0.02);

# %% [markdown]
# After three epochs the mask pays where half of the input is padding. Where there is hardly any, the difference printed is small enough to be chance.
#
# Does padding harm for good, or does it only take longer to learn with it? **Guess**: the same at 400 tokens with eight epochs.

# %%
longer = {True: [validation_accuracy(at_400, True, seed, epochs=8)[0] for seed in range(3)]}

# %%
longer[False] = [validation_accuracy(at_400, False, seed, epochs=8)[0] for seed in range(3)]
for mask, name in ((True, "mask"), (False, "no mask")):
    print(f"400 tokens, {name:8} 3 epochs {accuracies[at_400, mask].mean():.3f}   8 epochs {np.mean(longer[mask]):.3f}   the three seeds: {np.round(longer[mask], 3)}")

# %% tags=["nbval-check-output"]
claim("without the mask, more epochs help, by 0.01 or more", np.mean(longer[False]) - accuracies[at_400, False].mean() > 0.01)
claim("with eight epochs less than half of the mask's gain is left", np.mean(longer[True]) - np.mean(longer[False]) < gain[at_400] / 2)
claim("eight epochs without the mask come within 0.02 of three epochs with it", abs(np.mean(longer[False]) - accuracies[at_400, True].mean()) < 0.02);

# %% [markdown]
# So what the mask gains here is time, not accuracy in the end: without it the model needs more epochs to get to the same place. A comparison at one fixed number of epochs would have hidden that.

# %% [markdown]
# What is in the way? Even if row 0 were all zeros, the mean would divide by 400. A short review gets a faint vector: the same words count for less the shorter the review is. **Look for** the short reviews, with the models
# of the first seed after three epochs: how far from 0 is the logit, the model's answer before it becomes a probability?

# %%
validation_rows = text.pad(validation_ids, 400)
lengths = np.array([len(row) for row in validation_ids])
short, long = lengths < 128, lengths >= 400
size_of_logit, padding_row = {}, {}
for mask in (True, False):
    model = runs[at_400, mask][0][1]
    logits = np.abs(model.predict(validation_rows, batch_size=500, verbose=0)[:, 0])
    size_of_logit[mask] = logits[short].mean() / logits[long].mean()
    padding_row[mask] = np.abs(model.get_layer("embedding").get_weights()[0][0]).max()
    name = "mask   " if mask else "no mask"
    print(f"{name}  mean size of the logit: short reviews {logits[short].mean():.1f}, long {logits[long].mean():.1f};  largest number in row 0: {padding_row[mask]:.2f}")

# %% tags=["nbval-check-output"]
print(f"{short.sum()} short validation reviews (under 128 tokens), {long.sum()} long ones (400 or more)")
claim("with the mask the model is surer about short reviews than about long ones", size_of_logit[True] > 1)
claim("without it, less sure: padding thins them out", size_of_logit[False] < 1)
claim("with the mask row 0 stays where it started", padding_row[True] <= 0.05)
claim("without it row 0 is trained like a word", padding_row[False] > 0.05);

# %% [markdown]
# ## What we saw
#
# - An Embedding layer is a table and an index. Forward it reads rows; backward it adds up the gradients of each row's positions. It equals one-hot times a matrix, at a cost that does not grow with the vocabulary.
# - In Keras a word is a row. Shape (batch, sequence) becomes (batch, sequence, dimensions).
# - Only rows in the batch get a gradient. SGD leaves all others alone; momentum and Adam go on moving rows that earlier batches touched. A row that was never touched stays where it started.
# - Padding is a word like any other unless a mask says otherwise. Where there is much padding, the mask saves epochs; where there is hardly any, it changes nothing that we could measure.
#
# ## Exercises
#
# The exercises and the quiz of this notebook come here.
#
# ## Where next
#
# 04 (in preparation) trains this layer on all reviews, one measured change at a time.
#
# ## References
#
# - Kingma & Ba 2015, "Adam: A method for stochastic optimization": the running means and their bias correction.
# - Bengio, Ducharme, Vincent & Jauvin 2003, "A neural probabilistic language model": the table of word vectors as a trained layer.
# - Keras documentation, "Embedding layer" and "Masking and padding with Keras".
