# %% [markdown]
# # 08 · How many dimensions?
#
# *How many numbers does a word need, and how small can its table be made afterwards?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/08_dimensions.ipynb)
#
# **After this you can**
#
# - say what a column of a table costs,
# - put a rule of thumb to a fair test,
# - show why some columns can add nothing, whatever they are trained on,
# - store a table in a quarter or a thirty-second of its bytes, by hand,
# - choose between fewer columns and coarser numbers.
#
# **Time** 35 minutes, 60 with exercises · **Needs** notebook 05

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, counts, data, figures, geometry
from course_utils import judging, pooling, start, text, training

start(seed=0)

import keras
import matplotlib.pyplot as plt
import numpy as np

# %% [markdown]
# ## What a column costs
#
# A table has a row for each word. One more column costs *every* word a number, and a number (`float32`) takes four bytes. Here is the course's table of 10,000 words, with 1, 16 and 1,024 columns:

# %% tags=["nbval-check-output"]
for columns in (1, 16, 1024):
    table = np.zeros((10_000, columns), dtype="float32")
    print(f"{columns:5} columns: {table.nbytes / 1e6:6.2f} MB")

# %% [markdown]
# While it trains, Adam keeps two more numbers for each of these, and there is a gradient: four times as much.
#
# How many columns does one take? Two rules are often repeated. Google's introduction to feature columns (2017) takes the **fourth root** of the number of categories, as a general guideline. TensorFlow's guide [Word embeddings](https://www.tensorflow.org/text/guide/word_embeddings) says that 8 dimensions are common for small data sets and up to 1,024 for large ones.

# %% tags=["nbval-check-output"]
for words in (1_000, 10_000, 400_000):
    print(f"{words:7,} words: {words**0.25:4.1f} columns by the fourth root")

# %% [markdown]
# For our 10,000 words, one rule says 10. The other says 8, or 1,024, or something between. Neither looks at the task. We test them.
#
# ## A review as one row
#
# We want to train tables with up to 1,024 columns. Looking up every word of every review then takes gigabytes: 256 reviews of 1,000 words, with 1,024 numbers each, are a gigabyte for a single batch. There is a cheaper way to the same mean.
#
# Write down what share of a review each word has. *the good good film* is a quarter *the*, a half *good*, a quarter *film*.

# %%
words = ["the", "good", "bad", "film"]
table = np.array([[0, 0.1], [0.9, 0.3], [-0.9, 0.3], [0.1, 0.6]])
ids = [0, 1, 1, 3]  # the good good film
shares = np.array([0.25, 0.5, 0, 0.25])

# %% tags=["drawing"]
# @title The shares and the table, drawn
drawing = figures.new_drawing(20, 6.6, "Shares times table: the mean of the review's rows")
figures.draw_table(drawing, shares, (2.2, 3.5), ["review"], words, title="shares", limit=1, digits=2)
drawing.text(8.0, 3.0, "×", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, table, (10.6, 5), words, title="table", limit=1, digits=1)
drawing.text(13.9, 3.0, "=", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, shares @ table, (15.4, 3.5), title="mean", limit=1, digits=2);

# %% [markdown]
# The first number of the mean is 0.25 · 0 + 0.5 · 0.9 + 0.25 · 0.1 = 0.475. By the two layers of notebook 04, and by one product:

# %% tags=["nbval-check-output"]
embedding = keras.layers.Embedding(4, 2, weights=[table])
vectors = embedding(np.array([ids]))
by_layers = keras.layers.GlobalAveragePooling1D()(vectors).numpy()[0]
print("two layers        ", by_layers.round(3))
print("shares times table", (shares @ table).round(3))

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the mean is 0.475, 0.325", np.allclose(shares @ table, [0.475, 0.325]))
claim("both ways give the same", np.allclose(by_layers, shares @ table, atol=1e-6))
claim("a batch of 256 reviews with 1,000 words takes a gigabyte", round(256 * 1000 * 1024 * 4 / 1e9) == 1);

# %% [markdown]
# Most shares are 0, so a review is a short row of a sparse matrix (notebook 01), and a step of training is cheap even at 1,024 columns.
#
# ## Does accuracy grow with the columns?
#
# The model is that of notebook 04: the mean, `Dense(16)`, one logit. We train it with 1, 2, 4, … 1,024 columns on 1,000, 5,000 and all 19,922 training reviews. Each training takes 120 steps of 256 reviews. Twenty times on the way we look at validation, and keep the best. All this five times, with other reviews and another start for each seed, but the same ones for all numbers of columns.
#
# First all with the learning rate of notebook 04, 0.01:

# %%
measured = data.load_results("dimensions")
trained = measured[measured.vectors == "trained"]
one_rate = trained[(trained.rate == 0.01) & (trained.reviews == 19_922)]

# %% tags=["drawing"]
# @title The figure
doublings = [2**power for power in range(11)]


def draw_runs(ax, table, column, colour, name):
    """Draw each run as a dot, and a line through the medians."""
    ax.plot(table.dimensions, table[column], "o", color=colour, alpha=0.35, markersize=4, clip_on=False)
    medians = table.groupby("dimensions")[column].median()
    ax.plot(medians.index, medians, color=colour)
    return medians.index[-1], medians.iloc[-1], name, colour


def count_columns(ax):
    """Let the axis double."""
    ax.set_xscale("log", base=2)
    ax.set_xticks(doublings, [f"{number:,}" for number in doublings])
    ax.set_xlabel("columns of the table")


ax = figures.new_axes(None, "At one learning rate, more columns look much better", size=(8, 3.8))
count_columns(ax)
draw_runs(ax, one_rate, "test_accuracy", figures.COLOURS[0], "")
ax.set(ylabel="test accuracy, five runs and their median", ylim=(0.69, 0.9));

# %% [markdown]
# The rule seems right: from one column to many it is seven points. But is it fair to give all of them the same rate? With more columns, a step of the same size moves the logit further. So we chose the rate on validation: 0.1 for up to 4 columns, 0.03 for up to 32, and 0.01 above.
#
# **Guess.** With these rates, and all reviews: how many points is the median run with 1,024 columns ahead of the median run with one? (A point is 0.01 of accuracy.)

# %%
guess = ...  # a number of points

# %% tags=["reveal"]
few, some = trained.dimensions <= 4, trained.dimensions <= 32
own_rate = trained[trained.rate == np.where(few, 0.1, np.where(some, 0.03, 0.01))]
medians = own_rate.groupby(["dimensions", "reviews"]).test_accuracy.median().unstack()
print(medians.round(3).to_string())
gain = medians.loc[1024, 19_922] - medians.loc[1, 19_922]
check.guess(guess, round(100 * gain, 1), "points")

# %% tags=["drawing"]
# @title The figure
ax = figures.new_axes(None, "With a rate of its own for each, reviews matter and columns hardly do", size=(8, 4.2))
count_columns(ax)
ends = []
for size, colour in zip((19_922, 5_000, 1_000), figures.COLOURS):
    part = own_rate[(own_rate.reviews == size) & (own_rate.test_accuracy > 0.6)]
    ends.append(draw_runs(ax, part, "test_accuracy", colour, f"{size:,} reviews"))
dead = own_rate[own_rate.test_accuracy < 0.6]
ax.set(ylabel="test accuracy, runs and their median", ylim=(0.78, 0.9))
if len(dead):
    ax.text(1, 0.784, f"not drawn: {len(dead)} runs at 0.50", fontsize=9, color=figures.GREY)
figures.name_line_ends(ax, ends);

# %% [markdown]
# TEXT

# %%
cost = own_rate[own_rate.reviews == 19_922].groupby("dimensions")
shown = cost[["parameters", "test_accuracy", "seconds"]].median()
shown["megabytes"] = shown.parameters * 4 / 1e6
shown.loc[[1, 8, 64, 1024]].round(3)

# %% tags=["checks"]
# @title Numbers of this section, checked

# %% [markdown]
# ## Why not?
#
# Between the mean and the first ReLU there is only a product: mean times matrix. And the mean is shares times table. So the matrix can be applied to the table first, once for all reviews: *(shares × table) × matrix = shares × (table × matrix)*.

# %% tags=["drawing"]
# @title Table times matrix, drawn
wide = np.array([[0.9, 0.3, -0.2, 0.4], [-0.9, 0.3, 0.1, -0.6], [0.1, 0.6, 0, 0.1]])
to_hidden = np.array([[1, 0], [0, 1], [1, 1], [1, -1]])
drawing = figures.new_drawing(22, 6.4, "Table times matrix: a table again, as narrow as the matrix")
figures.draw_table(drawing, wide, (2.4, 4.4), ["good", "bad", "film"], title="4 columns", limit=1, digits=1)
drawing.text(7.6, 2.9, "×", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, to_hidden, (9, 4.9), title="Dense(2)", limit=2)
drawing.text(12.4, 2.9, "=", ha="center", va="center", fontsize=13)
figures.draw_table(
    drawing, wide @ to_hidden, (15.4, 4.4), ["good", "bad", "film"], title="2 columns", limit=1, digits=1
);

# %% [markdown]
# In the first row, 0.9 · 1 + 0.3 · 0 − 0.2 · 1 + 0.4 · 1 = 1.1. Now a real one: a model with 64 columns, trained on 5,000 reviews.

# %%
reviews = data.load_reviews()
chosen = np.random.default_rng(0).permutation(len(reviews.train))[:5_000]
sample = data.Reviews(reviews.train.take(chosen), reviews.validation, reviews.test)
wide = training.train(sample, training.Recipe(dimensions=64), seed=0)
table, to_hidden, bias, to_logit, last_bias = wide.model.get_weights()
print("table", table.shape, " first Dense layer", to_hidden.shape)

# %% [markdown]
# **Guess.** How many columns does a table need at least, so that a model with `Dense(16)` behind it can give the same logits as this one for every review?

# %%
guess = ...  # a number of columns

# %% tags=["reveal"]
narrow = training.classifier(len(table), 16)
narrow.set_weights([table @ to_hidden, np.eye(16), bias, to_logit, last_bias])
ids = wide.vectorizer(reviews.validation.texts).to_tensor()[:, :1000]
of_wide = wide.model.predict(ids, batch_size=256, verbose=0)[:, 0]
of_narrow = narrow.predict(ids, batch_size=256, verbose=0)[:, 0]
print("64 columns", of_wide[:5].round(2))
print("16 columns", of_narrow[:5].round(2))
check.guess(guess, (table @ to_hidden).shape[1], "columns")

# %%
claim(
    "behind this mean, 16 columns say all that 64 can say",
    np.allclose(of_wide, of_narrow, atol=1e-3),
);

# %% [markdown]
# TEXT16
#
# ## Another question, another answer
#
# TEXTSIM

# %%
counted = measured[(measured.vectors == "counted") & (measured.seed == 0)]
columns = ["dimensions", "wordsim353", "simlex999", "validation_accuracy"]

# %% [markdown]
# **Guess.** For how many columns, from 1 to 1,024, is the correlation with WordSim-353 largest?

# %%
guess = ...  # 1, 2, 4, 8, … or 1,024

# %% tags=["reveal"]
print(counted[columns].to_string(index=False))
best = counted.wordsim353.idxmax()
check.guess(guess, int(counted.dimensions[best]), "columns")

# %% tags=["drawing"]
# @title The figure
_, ax = plt.subplots(figsize=(8, 4.2))
figures.new_axes(ax, "Word similarity needs many more columns than praise and blame")
count_columns(ax)
ends = []
for benchmark, name, colour in [
    ("wordsim353", "WordSim-353", figures.COLOURS[0]),
    ("simlex999", "SimLex-999", figures.COLOURS[1]),
]:
    ax.plot(counted.dimensions, counted[benchmark], color=colour, marker="o", markersize=4)
    band = counted[f"{benchmark}_low"], counted[f"{benchmark}_high"]
    ax.fill_between(counted.dimensions, *band, color=colour, alpha=0.15, linewidth=0)
    ends.append((1024, counted[benchmark].iloc[-1], name, colour))
ax.set_ylabel("rank correlation with people (band: 95 %)")
figures.name_line_ends(ax, ends);

# %% tags=["checks"]
# @title Numbers of this section, checked

# %% [markdown]
# TEXTYIN
#
# ## Eight bits a number
#
# A table that is trained can still be made smaller. We take one with 128 columns, counted from the reviews.

# %%
tokens = [text.tokenize(review) for review in reviews.train.texts]
vocabulary = text.build_vocabulary(tokens, max_tokens=10_000)
ids = text.to_ids(tokens, vocabulary)
matrix = counts.ppmi(counts.cooccurrence(ids, len(vocabulary)))
words, full = vocabulary[2:], counts.svd_vectors(matrix, 128)[2:]
print(f"{len(words):,} words, {full.nbytes / 1e6:.1f} MB")

# %% [markdown]
# A `float32` number has 32 bits. An `int8` has 8, which hold the whole numbers from −128 to 127. So divide a row by a **scale** that brings its largest number to 127, and round. Here are four numbers, there and back. The largest is 1.27, so the scale is 0.01:

# %% tags=["nbval-check-output"]
row = np.array([0.604, -1.27, 0.25, 0.003])
scale = np.abs(row).max() / 127
stored = np.round(row / scale).astype("int8")
print("stored   ", stored)
print("read back", (stored * scale).round(2))

# %% tags=["drawing"]
# @title There and back, drawn
drawing = figures.new_drawing(13, 6.8, "Rounded to one of 255 steps: 0.604 comes back as 0.60")
figures.draw_table(drawing, row, (4.4, 5.7), ["row"], limit=1.27, digits=2)
figures.draw_table(drawing, stored, (4.4, 3.7), ["int8"], limit=127)
figures.draw_table(drawing, stored * scale, (4.4, 1.7), ["read back"], limit=1.27, digits=2)
drawing.text(9, 4.2, "÷ 0.01, rounded", va="center", color=figures.GREY)
drawing.text(9, 2.2, "× 0.01", va="center", color=figures.GREY)
for top in (4.7, 2.7):
    figures.draw_arrow(drawing, (6.4, top), (6.4, top - 1));


# %% [markdown]
# The largest error is half a step. All rows of the table at once, a scale for each:

# %%
def to_int8(vectors):
    scales = np.abs(vectors).max(axis=1, keepdims=True) / 127
    return np.round(vectors / scales).astype("int8"), scales


stored, scales = to_int8(full)
print(f"{(stored.nbytes + scales.nbytes) / 1e6:.2f} MB instead of {full.nbytes / 1e6:.2f}")

# %% [markdown]
# How much is lost? For 1,000 words, drawn at random, we compare the ten nearest words by cosine before and after.

# %%
asked = np.random.default_rng(0).choice(len(words), 1_000, replace=False)


def ten_nearest(vectors):
    unit = geometry.normalize(vectors)
    cosines = unit[asked] @ unit.T
    cosines[np.arange(len(asked)), asked] = -1  # not the word itself
    return np.argpartition(-cosines, 10, axis=1)[:, :10]


def how_many_kept(before, after):
    kept = [len(np.intersect1d(one, other)) for one, other in zip(before, after)]
    return np.mean(kept)


whole = ten_nearest(full)

# %% [markdown]
# **Guess.** Of a word's ten nearest, how many are still among its ten nearest with int8?

# %%
guess = ...  # a number from 0 to 10

# %% tags=["reveal"]
with_int8 = how_many_kept(whole, ten_nearest(stored * scales))
print(f"int8: {with_int8:.2f} of ten, in {128 + 4} bytes a word")
fewer_columns = how_many_kept(whole, ten_nearest(full[:, :32]))
print(f"the first 32 columns: {fewer_columns:.2f} of ten, in {32 * 4} bytes a word")
check.guess(guess, round(with_int8, 1))

# %% tags=["checks"]
# @title Numbers of this section, checked

# %% [markdown]
# TEXT8
#
# ## One bit a number
#
# Keep only one bit of each number: is it above the mean of its column? Eight such bits fit into one **byte**. Two rows are compared by **XOR** (`^`), which leaves a 1 where two bits differ. Counting the ones gives the **Hamming distance**.

# %% tags=["nbval-check-output"]
one = np.packbits([1, 0, 1, 1, 0, 0, 1, 0])
other = np.packbits([1, 1, 1, 0, 0, 0, 1, 1])
differ = one ^ other
print(f"bytes {one[0]} and {other[0]}, XOR {differ[0]:08b}")
print("Hamming distance", np.bitwise_count(differ)[0])

# %% tags=["drawing"]
# @title Eight bits each, drawn
bits = np.array([[1, 0, 1, 1, 0, 0, 1, 0], [1, 1, 1, 0, 0, 0, 1, 1]])
drawing = figures.new_drawing(16, 5.6, "XOR leaves a 1 where two bits differ: here three times")
figures.draw_table(drawing, bits, (3.6, 4.6), ["one", "other"], limit=2)
figures.draw_table(drawing, bits[:1] ^ bits[1:], (3.6, 1.7), ["XOR"], limit=1)
for top, number in ((4.1, one[0]), (3.1, other[0]), (1.2, differ[0])):
    drawing.text(12.2, top, f"byte {number}", va="center", color=figures.GREY)

# %% [markdown]
# The first byte is 128 + 32 + 16 + 2 = 178. Now the table:

# %%
packed = np.packbits(full > full.mean(axis=0), axis=1)
print(f"{packed.nbytes / 1e6:.2f} MB, {packed.shape[1]} bytes a word")


def nearest_by_bits(word, k):
    distances = np.bitwise_count(packed ^ packed[word]).sum(axis=1)
    distances[word] = 999  # not the word itself
    return np.argpartition(distances, k)[:k]


# %% [markdown]
# **Guess.** A thirty-second of the bytes is left. Of ten nearest, how many are still there?

# %%
guess = ...  # a number from 0 to 10

# %% tags=["reveal"]
by_bits = [nearest_by_bits(word, 10) for word in asked]
with_bits = how_many_kept(whole, by_bits)
check.guess(guess, round(with_bits, 1))

# %% [markdown]
# Three. That is poor, but it comes fast, and there is a remedy: **rescoring**. Find not ten but fifty by their bits, then put these fifty in order by the better int8 rows, and take ten.

# %%
by_word = geometry.normalize(stored * scales)


def rescored(word, candidates):
    found = nearest_by_bits(word, candidates)
    cosines = by_word[found] @ by_word[word]
    return found[np.argsort(-cosines)[:10]]


rescued = {}
for candidates in (10, 50, 200):
    nearest = [rescored(word, candidates) for word in asked]
    rescued[candidates] = how_many_kept(whole, nearest)
    print(f"{candidates:3} candidates: {rescued[candidates]:.1f} of ten")

# %% tags=["checks"]
# @title Numbers of this section, checked

# %% [markdown]
# TEXTBITS
#
# ## Quality against bytes

# %% [markdown]
# Fewer columns or coarser numbers? We cut the table after 4, 8, … 128 columns, and store each of these as `float32`, as int8 or as bits. Three measures: neighbours kept, WordSim-353, and the accuracy of logistic regression on the mean vectors of the reviews.

# %%
from gensim.models import KeyedVectors
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

pairs = data.load_similarity("wordsim353")
validation_ids = text.to_ids(reviews.validation.texts, vocabulary)
bags = pooling.bag_of_words(ids, len(vocabulary))[:, 2:]
validation_bags = pooling.bag_of_words(validation_ids, len(vocabulary))[:, 2:]


def quality(vectors):
    named = KeyedVectors(vectors.shape[1])
    named.add_vectors(words, vectors)
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(pooling.mean_vectors(bags, vectors), reviews.train.labels)
    means = pooling.mean_vectors(validation_bags, vectors)
    accuracy = model.score(means, reviews.validation.labels)
    kept = how_many_kept(whole, ten_nearest(vectors))
    return kept, judging.word_similarity(named, pairs).rho, accuracy


# %%
lines = {"float32": [], "int8": [], "one bit": []}
for columns in (4, 8, 16, 32, 64, 128):
    cut = full[:, :columns]
    lines["float32"].append((4 * columns, *quality(cut)))
    whole_numbers, cut_scales = to_int8(cut)
    lines["int8"].append((columns + 4, *quality(whole_numbers * cut_scales)))
    if columns >= 8:
        signs = np.where(cut > cut.mean(axis=0), 1.0, -1.0)  # the bits, as numbers
        lines["one bit"].append((columns // 8, *quality(signs)))

# %% tags=["drawing"]
# @title The figure
figure, panels = plt.subplots(1, 3, figsize=(11, 4))
title = "For the same bytes, many coarse columns beat few fine ones"
figure.suptitle(title, x=0.01, ha="left", fontsize=12, weight="bold")
measures = ["neighbours kept, of ten", "WordSim-353, rank correlation", "accuracy on validation"]
for number, (ax, measure) in enumerate(zip(panels, measures), start=1):
    for name, colour, marker in zip(lines, figures.COLOURS, "osD"):
        line = np.array(lines[name])
        ax.plot(line[:, 0], line[:, number], color=colour, marker=marker, markersize=5, label=name)
    ax.set_xscale("log", base=2)
    ax.set_xticks([1, 4, 16, 64, 256], ["1", "4", "16", "64", "256"])
    ax.set(xlabel="bytes a word", title=measure)
    ax.title.set_fontsize(10.5)
panels[0].plot(16, rescued[50], "*", color=figures.COLOURS[2], markersize=12)
panels[0].annotate(
    "bits, then\n50 rescored",
    (16, rescued[50]),
    (-8, 10),
    textcoords="offset points",
    ha="right",
    fontsize=9,
    color=figures.COLOURS[2],
)
panels[2].legend(loc="lower right");

# %%
at_16_bytes = {"float32": lines["float32"][0], "one bit": lines["one bit"][-1]}
for name, (size, kept, rho, accuracy) in at_16_bytes.items():
    print(f"{name:8} {size} bytes: {kept:.1f} kept, WordSim {rho:.2f}, accuracy {accuracy:.2f}")
claim(
    "in 16 bytes, 128 single bits beat 4 float32 numbers on all three measures",
    np.array(at_16_bytes["one bit"][1:]) > np.array(at_16_bytes["float32"][1:]),
);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("placeholder", True);

# %% [markdown]
# TEXTQ

# %%
from sklearn.decomposition import PCA

glove = data.load_glove(limit=10_000).vectors
nearest_in_glove = ten_nearest(glove)
shorter = {"first 16 columns": glove[:, :16], "PCA to 16": PCA(16).fit_transform(glove)}
in_glove = {}
for name, vectors in shorter.items():
    in_glove[name] = how_many_kept(nearest_in_glove, ten_nearest(vectors))
    print(f"{name:16} {in_glove[name]:.1f} of ten")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("PCA keeps more of GloVe's neighbours than its first columns", in_glove["PCA to 16"] > in_glove["first 16 columns"] + 0.5)
glove_bits = ten_nearest(np.where(glove > glove.mean(axis=0), 1.0, -1.0))
claim("GloVe's bits keep about three and a half of ten", abs(how_many_kept(nearest_in_glove, glove_bits) - 3.4) < 0.3)
glove_int8, glove_scales = to_int8(glove)
claim("and int8 nearly all", how_many_kept(nearest_in_glove, ten_nearest(glove_int8 * glove_scales)) > 9.7);

# %% [markdown]
# TEXTGLOVE
#
# ## What we saw
#
# SUMMARY
#
# ## Exercises
#
# Stuck? `check.NAME.hint()` gives a hint, and the next one when you run it again; `check.NAME.solution()` shows a solution and why it is right.
#
# **Predict: how many bytes?** A table has 50,000 rows and 300 columns. How many bytes does it take as `float32`, as int8 with a scale (`float32`) for each row, and as bits made by `np.packbits(…, axis=1)`? Give a list of three numbers.

# %%
table_bytes = ...


check.table_bytes(table_bytes)


# %% [markdown]
# **There and back.** Store a row as int8 and read it again. Mind a row of zeros.

# %%
def int8_and_back(row):
    """Return an array: the row after it has been stored as int8 and read again.

    row is an array of floats, at least one. The scale is its largest absolute value,
    divided by 127. Stored are whole numbers: the row divided by the scale, rounded.
    Reading multiplies them by the scale. A row of zeros comes back as zeros.
    """
    ...


check.int8_and_back(int8_and_back)


# %% [markdown]
# **Count the bits.** Compare the packed bits of one word with those of all words.

# %%
def hamming_distances(packed, row):
    """Return an array: in how many bits each row differs from the row of this number.

    packed is an array of uint8, one row of bytes for each word. The row's distance to
    itself, 0, is among them. Distances are whole numbers, and may be above 255.
    """
    ...


check.hamming_distances(hamming_distances)


# %% [markdown]
# **Find the fault.** This function should keep the columns that vary most. For a table from an SVD it does. For others it may keep those that vary least. Repair it.

# %%
def shorten(table, k):
    """Return an array: the table with only k of its columns, those that vary most.

    How much a column varies is its variance over all rows; no two columns vary
    equally. The columns that are kept stay in their order. k is at least 1 and at most
    the number of columns.
    """
    return table[:, :k]


check.shorten(shorten)

# %% [markdown]
# ## Quiz

# %%
check.quiz("08")

# %% [markdown]
# ## Where next
#
# NEXT
#
# ## References
#
# - Google Developers Blog, *Introducing TensorFlow Feature Columns*, November 2017 (the fourth root, as a general guideline).
# - TensorFlow, [*Word embeddings*](https://www.tensorflow.org/text/guide/word_embeddings) (8 to 1,024 dimensions).
# - Z. Yin and Y. Shen, *On the Dimensionality of Word Embedding*, NeurIPS 2018.
# - O. Levy, Y. Goldberg and I. Dagan, *Improving Distributional Similarity with Lessons Learned from Word Embeddings*, TACL 2015 (counted vectors and their dimensions).
