# %% [markdown]
# # 08 · How many dimensions?
#
# *How many numbers does a word need, and how small can the table be made afterwards?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/08_dimensions.ipynb)
#
# **After this you can**
#
# - say what a column of a table costs,
# - give a rule of thumb a fair test,
# - show why some columns can add nothing, whatever they are trained on,
# - store a table in a quarter or 1/32 of its bytes, by hand,
# - choose between fewer columns and coarser numbers.
#
# **Time** 40 minutes, 65 with exercises · **Needs** notebook 05

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
    print(f"columns {columns:5,}: {table.nbytes / 1e6:6.2f} MB")

# %% [markdown]
# While it trains, Adam keeps two more numbers for each number, and there is a gradient: up to four times as much.
#
# How many columns should it be? Two rules are often repeated. Google's introduction to feature columns (2017) takes the **fourth root** of the number of words. TensorFlow's guide [Word embeddings](https://www.tensorflow.org/text/guide/word_embeddings) calls 8 dimensions common for small data sets, and up to 1,024 for large ones.
#
# For our 10,000 words the first rule says 10, since 10 · 10 · 10 · 10 = 10,000. The second says 8, or 1,024, or something between. We test them.
#
# ## A review as one row
#
# We want to train tables with up to 1,024 columns. Then looking up every word takes too much memory: a batch of 256 reviews of 1,000 words needs a gigabyte. There is a cheaper way to the same mean.
#
# Write down what share of a review each word has. *the good good film* is a quarter *the*, a half *good*, a quarter *film*.

# %%
words = ["the", "good", "bad", "film"]
table = np.array([[0, 0.2], [0.9, 0.3], [-0.9, 0.3], [0, 0.6]])
ids = [0, 1, 1, 3]  # the good good film
shares = np.array([0.25, 0.5, 0, 0.25])

# %% tags=["drawing"]
# @title The shares and the table, drawn
drawing = figures.new_drawing(20, 6.6, "Shares times table gives the mean of the review's rows")
figures.draw_table(drawing, shares, (2.2, 3.5), ["review"], words, title="shares", limit=1, digits=2)
drawing.text(8.0, 3.0, "×", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, table, (10.6, 5), words, title="table", limit=1, digits=1)
drawing.text(13.9, 3.0, "=", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, shares @ table, (15.4, 3.5), title="mean", limit=1, digits=2);

# %% [markdown]
# The first number of the mean is 0.25 · 0 + 0.5 · 0.9 + 0.25 · 0 = 0.45. We compute it twice, with two layers of notebook 04 and with one product:

# %% tags=["nbval-check-output"]
embedding = keras.layers.Embedding(4, 2, weights=[table])
vectors = embedding(np.array([ids]))
by_layers = keras.layers.GlobalAveragePooling1D()(vectors).numpy()[0]
print("two layers        ", by_layers.round(2))
print("shares times table", (shares @ table).round(2))

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the mean is 0.45, 0.35", np.allclose(shares @ table, [0.45, 0.35]))
claim("both ways give the same", np.allclose(by_layers, shares @ table, atol=1e-6))
claim("a batch of 256 reviews with 1,000 words takes a gigabyte", round(256 * 1000 * 1024 * 4 / 1e9) == 1);

# %% [markdown]
# Most shares are 0, so a review is a row of a sparse matrix (notebook 01), and even 1,024 columns can be trained.
#
# ## Does accuracy grow with the columns?
#
# The model is that of notebook 04: the mean, `Dense(16)`, one logit. We train it with 1, 2, 4, … 1,024 columns on 1,000, 5,000 and all 19,922 training reviews. Each run takes 240 steps of 256 reviews. Validation is measured twenty times on the way, and the best model of the twenty is kept. Each of five seeds draws its own 1,000 or 5,000 reviews, and uses them for every width. With more columns, a step of the same size moves the logit further. So shorter runs chose the learning rate, on validation: 0.1 for up to 4 columns, 0.03 for up to 32, 0.01 above.
#
# **Guess.** With all reviews: how many points is the median run with 1,024 columns ahead of the median run with 8, on test? (A point is 0.01; below 0 means behind.)

# %%
guess = ...  # a number of points

# %% tags=["reveal"]
measured = data.load_results("dimensions")
trained = measured[measured.vectors == "trained"]
few, some = trained.dimensions <= 4, trained.dimensions <= 32
rate = np.where(few, 0.1, np.where(some, 0.03, 0.01))
own_rate = trained[trained.rate == rate]
medians = own_rate.groupby(["dimensions", "reviews"]).test_accuracy.median().unstack()
print(medians.round(3).to_string())
ahead = medians.loc[1024, 19_922] - medians.loc[8, 19_922]
check.guess(guess, round(100 * ahead, 1), "points")

# %% tags=["drawing"]
# @title The figure
doublings = [2**power for power in range(11)]


def count_columns(ax):
    """Let the axis double."""
    ax.set_xscale("log", base=2)
    ax.set_xticks(doublings, [f"{number:,}" for number in doublings])
    ax.set_xlabel("columns of the table")


ax = figures.new_axes(None, "More reviews help, more columns do not", size=(8, 4.2))
count_columns(ax)
ends = []
for size, colour in zip((19_922, 5_000, 1_000), figures.COLOURS):
    part = own_rate[(own_rate.reviews == size) & (own_rate.test_accuracy > 0.6)]
    ax.plot(part.dimensions, part.test_accuracy, "o", color=colour, alpha=0.35, markersize=4)
    middle = medians[size]  # of all runs
    ax.plot(middle.index, middle, color=colour)
    ends.append((1024, middle.iloc[-1], f"{size:,} reviews", colour))
dead = own_rate[own_rate.test_accuracy < 0.6]
ax.text(1, 0.782, f"not drawn: {len(dead)} runs at 0.50, all with 1 or 2 columns", fontsize=9, color=figures.GREY)
ax.set(ylabel="test accuracy, runs and their median", ylim=(0.778, 0.9))
figures.name_line_ends(ax, ends);

# %% [markdown]
# The largest table is not ahead, with few reviews or with all. From 4 columns on, the medians of a line differ by a point and a half at most, with no trend upwards. All reviews instead of 1,000 bring nearly six points. The first rule's 10 columns are enough, but so are 4. The second rule's growth does not show. (Some runs with one or two columns learned nothing; we leave open why.)
#
# The costs, with all reviews (medians):

# %% tags=["nbval-check-output"]
cost = own_rate[own_rate.reviews == 19_922].groupby("dimensions")
shown = cost[["parameters", "test_accuracy", "seconds"]].median()
shown["megabytes"] = shown.parameters * 4 / 1e6
print(shown.loc[[1, 4, 16, 64, 256, 1024]].round(3).to_string())

# %% [markdown]
# Even a single column comes within a point or so of the rest, and that corrects notebooks 04 and 04a. There 16 columns were about two points ahead of one or two, on validation, both with a learning rate of 0.01. Here, too, it is 0.87 against 0.85 at that rate. With a rate chosen for each, both reach 0.87. Most of the gap was the rate: a fair comparison gives each side its own best settings.

# %% tags=["checks"]
# @title Numbers of this section, checked
with_all = medians[19_922]
claim("1,024 columns are not ahead of 8", medians.loc[1024] < medians.loc[8] + 0.005)
claim("from 4 columns on, medians of a line differ by a point and a half at most", (medians.loc[4:].max() - medians.loc[4:].min()) < 0.016)
claim("with all reviews by about one at most", with_all.loc[4:].max() - with_all.loc[4:].min() < 0.013)
gain_of_reviews = (medians[19_922] - medians[1_000]).loc[4:].median()
claim("more reviews bring nearly six points", 0.05 < gain_of_reviews < 0.065)
claim("one column comes within 1.2 points of 16", abs(with_all[16] - with_all[1]) < 0.012)
claim("the runs that learn nothing have one or two columns", dead.dimensions.max() <= 2)
claim("there are some", len(dead) >= 1)
gaps, at_which = [], {}
all_reviews = trained[trained.reviews == 19_922]
for table in (all_reviews[all_reviews.rate == 0.01], own_rate[own_rate.reviews == 19_922]):
    middle = table.groupby("dimensions").validation_accuracy.median()
    gaps.append(middle[16] - middle[1])
    at_which[len(gaps)] = np.array([middle[16], middle[1]])
claim("at one rate, 16 columns are ahead by about two points on validation", abs(gaps[0] - 0.02) < 0.008)
claim("with its own rate, one column has made up nearly all of it", gaps[1] < gaps[0] / 3)
claim("0.87 against 0.85 at one rate", np.abs(at_which[1] - [0.87, 0.85]) < 0.007)
claim("0.87 both with a rate for each", np.abs(at_which[2] - 0.87) < 0.007)
claim("1,024 columns take more than five times as long as 16", shown.seconds[1024] > 5 * shown.seconds[16]);

# %% [markdown]
# ## Why not?
#
# Between the mean and the first ReLU there is only a product and a bias: mean times matrix. And the mean is shares times table. So the matrix can be applied to the table first, once for all reviews: *(shares × table) × matrix = shares × (table × matrix)*.

# %% tags=["drawing"]
# @title Table times matrix, drawn
table_drawn = np.array([[0.9, 0.3, -0.2, 0.4], [-0.9, 0.3, 0.1, -0.6], [0.1, 0.6, 0, 0.1]])
matrix_drawn = np.array([[1, 0], [0, 1], [1, 1], [1, -1]])
drawing = figures.new_drawing(22, 6.4, "The product of a table and a matrix is a table again")
figures.draw_table(drawing, table_drawn, (2.4, 4.4), ["good", "bad", "film"], title="4 columns", limit=1, digits=1)
drawing.text(7.6, 2.9, "×", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, matrix_drawn, (9, 4.9), title="Dense(2)", limit=2)
drawing.text(12.4, 2.9, "=", ha="center", va="center", fontsize=13)
figures.draw_table(
    drawing, table_drawn @ matrix_drawn, (15.4, 4.4), ["good", "bad", "film"], title="2 columns", limit=1, digits=1
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
# **Guess.** What is the smallest number of columns that is always enough, in front of `Dense(16)`, to give the same logits as such a model?

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

# %% [markdown]
# 16: multiply the table by the first Dense layer's matrix beforehand, and put the identity (`np.eye`) in the place of that layer. A wider table can say nothing new.
#
# So ask first what comes after the table. A mean and `Dense(16)` need 16 columns at most. That even 4 are enough has another reason: one direction does nearly all the work (notebook 05).

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("in the drawing, good gets 1.1", np.isclose((table_drawn @ matrix_drawn)[0, 0], 1.1))
claim("behind this mean, 16 columns say all that 64 can say", np.allclose(of_wide, of_narrow, atol=1e-3))
claim("for each of 2,500 reviews", of_wide.shape == of_narrow.shape == (2_500,))
claim("the narrow model has a quarter of the numbers", 0.24 < narrow.count_params() / wide.model.count_params() < 0.26);

# %% [markdown]
# ## Another question, another answer
#
# No layer comes after a cosine; every column takes part. Now the vectors are counted (PPMI-SVD, notebook 02), from all training reviews, for 10,000 words. An SVD puts its columns in order, the strongest first. So we decompose once, into 1,024 columns, and cut the smaller tables from it. How well do cosines agree with people?
#
# **Guess.** For how many columns, from 2 to 1,024, is the correlation with WordSim-353 largest?

# %%
guess = ...  # 2, 4, 8, … or 1,024

# %% tags=["reveal"]
counted = measured[(measured.vectors == "counted") & (measured.seed == 0)]
columns = ["dimensions", "wordsim353", "simlex999", "validation_accuracy"]
print(counted[columns].to_string(index=False))
best = counted.wordsim353.idxmax()
check.guess(guess, int(counted.dimensions[best]), "columns")

# %% tags=["drawing"]
# @title The figure
ax = figures.new_axes(None, "Sure gains: WordSim up to 64 columns, SimLex up to 32", size=(8, 4.2))
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
ax.set_ylabel("rank correlation with people")
ax.text(2, 0.66, "bands: 95 % of 1,000 draws of the pairs, with replacement", fontsize=9, color=figures.GREY)
figures.name_line_ends(ax, ends);

# %% tags=["checks"]
# @title Numbers of this section, checked
import pandas as pd

at = counted.set_index("dimensions")
claim("WordSim at 64 columns is far above 8", at.wordsim353[64] > at.wordsim353[8] + 0.2)
claim("it is largest at 512", at.wordsim353.idxmax() == 512)
claim("from 64 to 512 it gains less than 0.1", 0 < at.wordsim353[512] - at.wordsim353[64] < 0.1)
claim("SimLex is level from 32 to 512, to 0.03", at.simlex999.loc[32:512].max() - at.simlex999.loc[32:512].min() < 0.03)
gains = {name: at[[f"{name}_gain_low", f"{name}_gain_high"]] for name in ("wordsim353", "simlex999")}
claim("each doubling from 4 to 64 gains on WordSim", gains["wordsim353"].loc[8:64].min(axis=1) > 0)
claim("from 4 to 32 on SimLex", gains["simlex999"].loc[8:32].min(axis=1) > 0)
later = pd.concat([gains["wordsim353"].loc[128:512], gains["simlex999"].loc[64:512]])
claim("the next ones may be chance", (later.min(axis=1) < 0) & (later.max(axis=1) > 0))
claim("the last one loses on both", max(table.loc[1024].max() for table in gains.values()) < 0)
claim("just beyond chance", max(table.loc[1024].max() for table in gains.values()) > -0.02)
claim("4 counted columns classify at 0.64, 32 at 0.84", np.allclose(at.validation_accuracy[[4, 32]], [0.64, 0.84], atol=0.01))
claim("there are 210 and 720 pairs", at.wordsim353_pairs[64] == 210 and at.simlex999_pairs[64] == 720);

# %% [markdown]
# 512. But the bands are wide, with 210 and 720 pairs. Two tables can be compared on the same draws of pairs ([04a](04a_what_a_difference_is_worth.ipynb)). Compared this way, each doubling from 4 to 64 columns gains on WordSim-353, and from 4 to 32 on SimLex-999. Each of the next ones, taken alone, may be chance. The last, to 1,024, loses a little on both, just beyond chance. Yin and Shen (2018) explain such a curve: too few columns lose what the counts say, too many keep their noise.
#
# So the number depends on the question and on the table: 4 columns *trained* for good or bad are enough, but from 4 *counted* ones logistic regression reaches 0.64, from 32 it reaches 0.84 (`validation_accuracy` above).
#
# ## Eight bits per number
#
# A finished table can still be made smaller. We take one with 128 columns, counted from the reviews (by a more exact SVD than above).

# %%
tokens = [text.tokenize(review) for review in reviews.train.texts]
vocabulary = text.build_vocabulary(tokens, max_tokens=10_000)
ids = text.to_ids(tokens, vocabulary)
matrix = counts.ppmi(counts.cooccurrence(ids, len(vocabulary)))
words, full = vocabulary[2:], counts.svd_vectors(matrix, 128)[2:]
print(f"{len(words):,} words, {full.nbytes / 1e6:.1f} MB")

# %% [markdown]
# A `float32` number has 32 bits. An `int8` has 8, which hold the whole numbers from −128 to 127. So divide a row by a **scale** that brings its largest number, sign aside, to 127, and round. Here the largest of four is −1.27, so the scale is 0.01:

# %% tags=["nbval-check-output"]
row = np.array([0.604, -1.27, 0.25, 0.003])
scale = np.abs(row).max() / 127
stored = np.round(row / scale).astype("int8")
print("stored   ", stored)
print("read back", (stored * scale).round(3))

# %% tags=["drawing"]
# @title There and back, drawn
drawing = figures.new_drawing(13, 6.8, "Rounded to one of 255 values: 0.604 comes back as 0.600")
figures.draw_table(drawing, row, (4.4, 5.7), ["row"], limit=1.27, digits=3, picked_columns=[0])
figures.draw_table(drawing, stored, (4.4, 3.7), ["int8"], limit=127)
figures.draw_table(drawing, stored * scale, (4.4, 1.7), ["read back"], limit=1.27, digits=3, picked_columns=[0])
drawing.text(9, 4.2, "÷ 0.01, rounded", va="center", color=figures.GREY)
drawing.text(9, 2.2, "× 0.01", va="center", color=figures.GREY)
for top in (4.7, 2.7):
    figures.draw_arrow(drawing, (4.9, top), (4.9, top - 1));


# %% [markdown]
# No error is more than half the scale. Now all rows, each with its own scale:

# %%
def to_int8(vectors):
    scales = np.abs(vectors).max(axis=1, keepdims=True) / 127
    return np.round(vectors / scales).astype("int8"), scales


stored, scales = to_int8(full)
megabytes = (stored.nbytes + scales.nbytes) / 1e6
print(f"{megabytes:.2f} MB instead of {full.nbytes / 1e6:.2f}")

# %% [markdown]
# How much is lost? For 1,000 words, drawn at random, we compare the ten nearest words by cosine before and after.

# %%
asked = np.random.default_rng(0).choice(len(words), 1_000, replace=False)


def ten_nearest(vectors):
    unit = geometry.normalize(vectors)
    cosines = unit[asked] @ unit.T
    cosines[np.arange(len(asked)), asked] = -1  # not the word itself
    return np.argpartition(-cosines, 10, axis=1)[:, :10]  # in no order


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
print(f"int8: {with_int8:.2f} of ten, in {128 + 4} bytes per word")
fewer_columns = how_many_kept(whole, ten_nearest(full[:, :32]))
print(f"the first 32 columns: {fewer_columns:.2f} of ten, in {32 * 4} bytes per word")
check.guess(guess, round(with_int8, 1))

# %% [markdown]
# Nearly all: 9.9 of ten, in a quarter of the bytes. Cutting the table to its first 32 columns saves as much and keeps fewer than three. (A cosine does not even need the scales: they do not change a row's direction.)

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("int8 keeps 9.9 of ten", abs(with_int8 - 9.9) < 0.05)
claim("the first 32 columns keep fewer than three", fewer_columns < 3)
errors = np.abs(stored * scales - full)
claim("no error is above half the scale", errors <= scales * 0.501)
claim("int8 with its scales takes about a quarter", (stored.nbytes + scales.nbytes) / full.nbytes < 0.26)
claim("cosines do not need the scales", np.allclose(geometry.normalize(stored.astype("float32")), geometry.normalize(stored * scales), atol=1e-5));

# %% [markdown]
# ## One bit per number
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
print(f"{packed.nbytes / 1e6:.2f} MB, {packed.shape[1]} bytes per word")


def nearest_by_bits(word, k):
    distances = np.bitwise_count(packed ^ packed[word]).sum(axis=1)
    distances[word] = 999  # not the word itself
    return np.argpartition(distances, k)[:k]


# %% [markdown]
# **Guess.** 1/32 of the bytes is left. Of the ten nearest, how many are still found?

# %%
guess = ...  # a number from 0 to 10

# %% tags=["reveal"]
by_bits = [nearest_by_bits(word, 10) for word in asked]
with_bits = how_many_kept(whole, by_bits)
check.guess(guess, round(with_bits, 1))

# %% [markdown]
# Three. But that reads only 16 bytes per word, and there is a remedy: **rescoring**. Find fifty by their bits, put these in order by the better int8 rows, and take ten.

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
claim("the bytes are 178 and 227", [int(one[0]), int(other[0])] == [178, 227])
claim("a word takes 16 bytes", packed.shape[1] == 16)
claim("bits keep three of ten", abs(with_bits - 3) < 0.25)
claim("with 50 candidates nearly twice as many", 1.7 < rescued[50] / with_bits < 2.1)
claim("with 200 nearly eight of ten", abs(rescued[200] - 7.8) < 0.25);

# %% [markdown]
# With 200 candidates nearly eight of ten are kept. Bits say where to look, the int8 rows say who is nearest. That saves reading and multiplying, not storage.
#
# ## Quality against bytes
#
# We cut the table after 4, 8, … 128 columns, and store each of these as `float32`, as int8 or, from 8 columns on, as bits (read as +1 and −1). Three measures: neighbours kept, WordSim-353, and the accuracy of logistic regression on the mean vectors of the reviews.

# %%
from gensim.models import KeyedVectors
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

pairs = data.load_similarity("wordsim353")
validation_ids = text.to_ids(reviews.validation.texts, vocabulary)
bags = pooling.bag_of_words(ids, len(vocabulary))[:, 2:]
validation_bags = pooling.bag_of_words(validation_ids, len(vocabulary))[:, 2:]


# %%
def quality(vectors):
    named = KeyedVectors(vectors.shape[1])
    named.add_vectors(words, vectors)
    classifier = LogisticRegression(solver="newton-cholesky")  # many rows, few columns
    model = make_pipeline(StandardScaler(), classifier)
    model.fit(pooling.mean_vectors(bags, vectors), reviews.train.labels)
    means = pooling.mean_vectors(validation_bags, vectors)
    accuracy = model.score(means, reviews.validation.labels)
    kept = how_many_kept(whole, ten_nearest(vectors))
    return kept, judging.word_similarity(named, pairs).rho, accuracy


# %% tags=["drawing"]
# @title Each cut stored in three ways, measured and drawn
lines = {"float32": [], "int8": [], "one bit": []}
for columns in (4, 8, 16, 32, 64, 128):
    cut = full[:, :columns]
    lines["float32"].append((4 * columns, *quality(cut)))
    whole_numbers, cut_scales = to_int8(cut)
    lines["int8"].append((columns + 4, *quality(whole_numbers * cut_scales)))
    if columns >= 8:
        signs = np.where(cut > cut.mean(axis=0), 1.0, -1.0)  # the bits, as numbers
        lines["one bit"].append((columns // 8, *quality(signs)))
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
    ax.set_xlabel("bytes per word")
    ax.set_title(measure, fontsize=10.5, weight="normal")
panels[0].plot(148, rescued[50], "*", color=figures.COLOURS[2], markersize=12)
panels[0].annotate(
    "bits, then 50 rescored by int8:\nboth are stored, little is read",
    (148, rescued[50]),
    (1, 7.8),
    arrowprops={"arrowstyle": "-", "color": figures.COLOURS[2], "shrinkB": 6},
    fontsize=9,
    color=figures.COLOURS[2],
)
panels[2].legend(loc="lower right");

# %%
at_16_bytes = {
    "4 numbers": lines["float32"][0],
    "128 bits": lines["one bit"][-1],
}
for name, (size, kept, rho, accuracy) in at_16_bytes.items():
    print(f"{name:9} in {size} bytes: {kept:.1f} of ten kept", end=", ")
    print(f"WordSim {rho:.2f}, accuracy {accuracy:.2f}")
claim(
    "in 16 bytes, 128 single bits beat 4 float32 numbers on all three measures",
    np.array(at_16_bytes["128 bits"][1:]) > np.array(at_16_bytes["4 numbers"][1:]),
);

# %% tags=["checks"]
# @title Numbers of this section, checked
table_of = {name: np.array(line) for name, line in lines.items()}
claim("for neighbours, int8 beats float32 at the next larger size", table_of["int8"][:, 1] > table_of["float32"][:, 1] - 0.15)
claim("int8 classifies as well as float32", np.abs(table_of["int8"][:, 3] - table_of["float32"][:, 3]) < 0.005)
claim("and agrees with people as well", np.abs(table_of["int8"][:, 2] - table_of["float32"][:, 2]) < 0.01)
claim("128 bits lose about a point of accuracy", 0 < table_of["float32"][-1, 3] - table_of["one bit"][-1, 3] < 0.025)
claim("and up to 0.1 of WordSim", 0.01 < table_of["float32"][-1, 2] - table_of["one bit"][-1, 2] < 0.12)
glove = data.load_glove(limit=10_000).vectors
glove_int8, glove_scales = to_int8(glove)
shorter = {"first 16": glove[:, :16], "PCA to 16": PCA(16).fit_transform(glove), "int8": glove_int8 * glove_scales}
shorter["bits"] = np.where(glove > glove.mean(axis=0), 1.0, -1.0)
in_glove = {name: how_many_kept(ten_nearest(glove), ten_nearest(vectors)) for name, vectors in shorter.items()}
print({name: round(float(kept), 1) for name, kept in in_glove.items()})
claim("GloVe's first 16 columns keep about three of ten", abs(in_glove["first 16"] - 3.2) < 0.3)
claim("PCA to 16 keeps about four", abs(in_glove["PCA to 16"] - 4.15) < 0.3)
claim("GloVe's int8 keeps nearly all, its bits about three and a half", in_glove["int8"] > 9.7 and abs(in_glove["bits"] - 3.4) < 0.3);

# %% [markdown]
# int8 costs next to nothing. At 128 columns, bits cost about a point of accuracy and nearly 0.1 of the correlation, for 1/32 of the bytes. Neighbours suffer most: bits keep three of ten.
#
# A cut needs columns in order of importance. An SVD gives that order; GloVe's 50 have none: the first 16 keep about three of ten neighbours, after a PCA (notebook 02) about four.
#
# ## What we saw
#
# - A column costs every word a number. 10,000 words with 1,024 columns take 41 MB, and up to four times that in training.
# - Trained for good or bad, 4 columns do as well as 1,024, with 1,000 reviews or with 20,000. The fourth root's 10 is enough; more data did not need more columns.
# - Compare each side at its own best learning rate.
# - A mean and `Dense(16)` pass on 16 sums. Wider tables in front of them can say nothing new.
# - Word similarity, from counted vectors, gains for sure up to 32 or 64 columns. How many are needed depends on the question and on the table.
# - To save bytes, make the numbers coarser before you take columns away. int8 costs next to nothing; bits alone lose most neighbours.
#
# ## Exercises
#
# Stuck? `check.NAME.hint()` gives a hint, `check.NAME.solution()` the solution.
#
# **Predict: how many bytes?** A table has 50,000 rows and 300 columns. How many bytes does it take as `float32`, as int8 with a scale (`float32`) for each row, and as bits made by `np.packbits(…, axis=1)`, which fills each row up to whole bytes? Give a list of three numbers.

# %%
table_bytes = ...


check.table_bytes(table_bytes)


# %% [markdown]
# **There and back.** Store a row as int8 and read it again. Mind a row of zeros.

# %%
def int8_and_back(row):
    """Return an array: the row after it has been stored as int8 and read again.

    row is an array of floats, at least one. The scale is its largest absolute value,
    divided by 127. Whole numbers are stored: the row divided by the scale, rounded.
    Reading multiplies them by the scale. A row of zeros comes back as zeros.
    """
    ...


check.int8_and_back(int8_and_back)


# %% [markdown]
# **Count the bits.** Compare the packed bits of one word with those of all words.

# %%
def hamming_distances(packed, row):
    """Return an array: in how many bits each row differs from row number `row`.

    packed is an array of uint8, one row of bytes for each word. The row's distance to
    itself, 0, is among them. Distances are whole numbers, and may be above 255.
    """
    ...


check.hamming_distances(hamming_distances)


# %% [markdown]
# **Find the fault.** This function should keep the columns that vary most. For a table from a PCA it does. For others it may keep those that vary least. Repair it.

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
# [09 · Subwords and pairs](09_subwords_and_pairs.ipynb) asks about words that have no row: it cuts them into pieces.
#
# ## References
#
# - Google Developers Blog, *Introducing TensorFlow Feature Columns*, November 2017 (the fourth root, as a general guideline).
# - TensorFlow, [*Word embeddings*](https://www.tensorflow.org/text/guide/word_embeddings) (8 to 1,024 dimensions).
# - Z. Yin and Y. Shen, *On the Dimensionality of Word Embedding*, NeurIPS 2018.
