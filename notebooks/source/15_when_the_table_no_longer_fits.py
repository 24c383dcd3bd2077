# %% [markdown]
# # 15 · When the table no longer fits
#
# *What do you do with a table that is too large for the memory, or for the machine?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/15_when_the_table_no_longer_fits.ipynb)
#
# **After this you can**
#
# - say what a table costs in memory, in training and on a network,
# - name six ways to make it smaller, and compare them fairly,
# - choose an optimizer that leaves unused rows alone,
# - train with two workers that do the same as one,
# - put a table on two servers, and survive the loss of a process.
#
# **Time** 40 minutes, 65 with exercises · **Needs** notebooks 03, 08 and 09

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, distributed, figures, start, text

start(seed=0)

import json
import tempfile
import time
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


# %% [markdown]
# ## A billion rows
#
# The tables of this course had up to 400,000 rows. A large shop gives a row to each customer and each product. Say it has a billion ids, and 128 columns:

# %% tags=["nbval-check-output"]
def gigabytes(rows, columns, numbers=1):
    return rows * columns * 4 * numbers / 1e9


billion = 1_000_000_000
print(f"the course's table         {gigabytes(10_000, 16):9.4f} GB")
print(f"GloVe's                    {gigabytes(400_000, 50):9.4f} GB")
print(f"a billion ids              {gigabytes(billion, 128):9.4f} GB")
print(f"with Adam's two numbers    {gigabytes(billion, 128, 3):9.4f} GB")
print(f"and a gradient for all     {gigabytes(billion, 128, 4):9.4f} GB")

# %% [markdown]
# 1,000,000,000 · 128 · 4 bytes are 512 GB. A laptop has 8 or 16, many a large GPU 80.
#
# Now two machines train together, and one sends its gradient to the other. A good network carries 10 gigabits, 1.25 GB, a second.
#
# **Guess.** How many seconds does it take to send *one* gradient as large as the table?

# %%
guess = ...  # a number of seconds

# %% tags=["reveal"]
seconds = gigabytes(billion, 128) / 1.25
print(f"all rows                {seconds:7.2f} seconds")
touched = 4_096 * 50  # rows: 4,096 texts with 50 different ids each
print(f"the rows of one batch   {gigabytes(touched, 128) / 1.25:7.2f} seconds")
check.guess(guess, round(seconds), "seconds")

# %% tags=["drawing"]
# @title The figure
ax = figures.new_axes(None, "One batch needs a tiny part of the table", size=(8, 3.2))
sizes = {
    "rows of one batch": gigabytes(touched, 128),
    "table": gigabytes(billion, 128),
    "table and Adam": gigabytes(billion, 128, 3),
    "table, Adam and gradient": gigabytes(billion, 128, 4),
}
for place, (name, size) in enumerate(sizes.items()):
    ax.barh(place, size, color=figures.COLOURS[2] if place == 0 else figures.COLOURS[0], height=0.62)
    label = f"{1000 * size:.0f} MB" if size < 1 else f"{size:,.0f} GB"
    ax.text(size * 1.15, place, label, va="center", fontsize=9.5)
for size, name, side in ((16, "laptop", "right"), (80, "large GPU", "left")):
    ax.axvline(size, color=figures.GREY, linestyle="--", linewidth=1)
    ax.text(size, 3.6, f"  {name}  ", ha=side, fontsize=9, color=figures.GREY)
ax.set_xscale("log")
ax.set(xlim=(0.02, 20_000), ylim=(-0.5, 4.1), xlabel="gigabytes, for a billion ids and 128 columns")
ax.set_yticks(range(len(sizes)), list(sizes))
ax.grid(axis="y", visible=False);

# %% [markdown]
# Seven minutes, against less than a tenth of a second for the rows that a batch uses. First we make the table smaller. Then a step touches only its own rows. Finally we spread the table over processes.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("512 GB", gigabytes(billion, 128) == 512)
claim("seven minutes", round(gigabytes(billion, 128) / 1.25 / 60) == 7)
claim("less than a tenth of a second for a batch", gigabytes(4_096 * 50, 128) / 1.25 < 0.1);

# %% [markdown]
# ## A smaller table, by hand
#
# Six words, and too little room for six rows. The simplest cure is to **keep the most frequent**, as notebook 01 did. Here are four others; int8 is in notebook 08.
#
# **Hashing** computes a row from the id, here the remainder of a division by 3. Keras computes it from the letters, and needs no list of words. But words may *collide*, and share a row.

# %% tags=["nbval-check-output"]
words = ["the", "film", "good", "bad", "funny", "dull"]
ids = np.arange(6)
print("id        ", ids)
print("remainder ", ids % 3)
print("quotient  ", ids // 3)
hashing = keras.layers.Hashing(num_bins=3)
print("by Keras  ", hashing(words).numpy())

# %% [markdown]
# By remainder, *good* and *dull* share row 2. **Quotient and remainder** repairs that with a second table, for the quotients. A vector is the sum of two rows: *good* has quotient 0 and remainder 2, *dull* 1 and 2. No two words share both.

# %% tags=["drawing"]
# @title Four small tables, drawn
of_remainder = np.array([[-0.4, 0.3], [0.5, 0.6], [0.1, -0.5]])
of_quotient = np.array([[0.2, 0.4], [-0.3, 0.1]])
drawing = figures.new_drawing(29, 8.4, "Four ways to store six words in fewer numbers")
figures.draw_table(drawing, of_remainder, (3.6, 6.6), ["the, bad", "film, funny", "good, dull"], title="hashing", limit=1, digits=1)
figures.draw_table(drawing, of_quotient, (11.2, 6.6), ["the, film, good", "bad, funny, dull"], title="quotient", limit=1, digits=1)
figures.draw_table(drawing, of_remainder, (11.2, 3.2), ["the, bad", "film, funny", "good, dull"], title="and remainder", limit=1, digits=1)
drawing.text(12.2, 4.25, "+", ha="center", va="center", fontsize=13)
column = np.array([[0.1], [0.2], [0.9], [-0.9], [0.6], [-0.7]])
figures.draw_table(drawing, column, (17, 6.6), words, title="low rank", limit=1, digits=1)
drawing.text(18.5, 3.6, "×", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, [[1.0, -0.4]], (19, 4.1), limit=1, digits=1)
figures.draw_table(drawing, [[0.3, 0.2], [0.1, 0.5]], (24, 6.6), words[:2], title="mixed dimensions", limit=1, digits=1)
figures.draw_table(drawing, column[2:], (24, 4.2), words[2:], limit=1, digits=1)
drawing.text(25.5, 2.2, "×", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, [[1.0, -0.4]], (26, 2.7), limit=1, digits=1);

# %% [markdown]
# **Low rank** stores one column, and a small matrix that makes two of it: *good* gets 0.9 · 1.0 and 0.9 · −0.4. **Mixed dimensions** gives frequent words many columns and rare ones few.
#
# How bad are collisions? Notebook 09 had about 366,000 words and pairs of words. Say a hash as good as random puts them into as many rows.
#
# **Guess.** What share of the 366,000 has to share its row with another?

# %%
guess = ...  # a number from 0 to 1

# %% tags=["reveal"]
number = 366_000
rows = np.random.default_rng(0).integers(number, size=number)
in_row = np.bincount(rows, minlength=number)
sharing = np.mean(in_row[rows] > 1)
print(f"{sharing:.2f} share a row, {np.mean(in_row == 0):.2f} of the rows are empty")
check.guess(guess, round(sharing, 2))

# %% [markdown]
# Nearly two thirds, although there is a row for each: a hash does not know which rows are taken. An id is alone if all the others miss its row: (1 − 1/n)ⁿ⁻¹, about 1/e = 0.37.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("good and dull share row 2", (ids % 3)[[2, 5]].tolist() == [2, 2])
pairs_of_rows = {(quotient, remainder) for quotient, remainder in zip(ids // 3, ids % 3)}
claim("no two words share both", len(pairs_of_rows) == 6)
claim("Keras has collisions, too", len(np.unique(hashing(words).numpy())) < 6)
claim("0.63 share a row", abs(sharing - 0.63) < 0.005)
claim("about 1/e is alone", abs((1 - 1 / number) ** (number - 1) - np.exp(-1)) < 1e-4);

# %% [markdown]
# ## What is lost?
#
# The task is notebook 09's: a review is a set of words and pairs. The table has 366,370 rows of 16 columns, 23 MB. Behind it come notebook 04's Dense layers. Most ways get several sizes; each gets five seeds, and a learning rate chosen on validation.
#
# **Guess.** With 4,000 rows, how many points of test accuracy is keeping the 4,000 most frequent ahead of hashing all into them? (Below 0 means behind.)

# %%
guess = ...  # a number of points

# %% tags=["reveal"]
measured = data.load_results("smaller_tables")
by_way = measured.groupby(["way", "size"], sort=False)
medians = by_way[["bytes", "test_accuracy"]].median()
print(medians.round(3).to_string())
accuracy = medians.test_accuracy
ahead = accuracy["most frequent", "4,000"] - accuracy["hashing", "4,000"]
check.guess(guess, round(100 * ahead, 1), "points")

# %% tags=["drawing"]
# @title The figure
ax = figures.new_axes(None, "At every size, keeping the most frequent rows beats hashing", size=(8.6, 4.8))
looks = {
    "most frequent": (figures.COLOURS[0], "o-"),
    "most frequent, one column": (figures.COLOURS[5], "o-"),
    "hashing": (figures.COLOURS[1], "s-"),
    "quotient and remainder": (figures.COLOURS[4], "D-"),
    "mixed dimensions": (figures.COLOURS[2], "^-"),
    "low rank": (figures.COLOURS[3], "v-"),
    "int8 afterwards": (figures.COLOURS[6], "P"),
    "all rows": (figures.GREY, "*"),
}
for name, (colour, look) in looks.items():
    runs = measured[measured.way == name]
    middle = runs.groupby("bytes").test_accuracy.median()
    ax.plot(runs.bytes / 1e6, runs.test_accuracy, ".", color=colour, alpha=0.35, markersize=5)
    ax.plot(middle.index / 1e6, middle, look, color=colour, markersize=10 if look == "*" else 6, label=name)
ax.set_xscale("log")
ax.set_xticks([0.004, 0.016, 0.064, 0.256, 1, 4, 16], ["4 kB", "16 kB", "64 kB", "256 kB", "1 MB", "4 MB", "16 MB"])
ax.set(xlabel="bytes of the table", ylabel="test accuracy, runs and median", ylim=(0.755, 0.912))
ax.legend(loc="lower right", fontsize=9);

# %% [markdown]
# Nearly five points ahead. Words that share a row spoil one another. Quotient and remainder wins some back from 16,000 rows on. But at each size the plain cut is ahead of both: 16,000 rows in 1 MB do as well as all, and 64,000 a little better.
#
# Columns can go, too (notebook 08). 16,000 rows of one column, 64 kB, are about half a point behind the full table. int8 costs nothing, and neither do mixed dimensions in a tenth of the bytes, or low rank (two columns) in an eighth.
#
# Why does anyone hash? The ids must be counted, and tomorrow's are not in the list. And a shop cannot leave out a rare product.

# %% tags=["checks"]
# @title Numbers of this section, checked
spread = by_way.test_accuracy.agg(["min", "max"])
print(spread.round(3).to_string())
claim("nearly five points", 0.04 < ahead < 0.052)
for size in ("1,000", "4,000", "16,000", "64,000"):
    claim(f"with {size} rows, keeping is ahead of hashing in each run", spread["min"]["most frequent", size] > spread["max"]["hashing", size])
for size in ("16,000", "64,000"):
    claim(f"with {size} rows, quotient and remainder is between them", accuracy["hashing", size] + 0.003 < accuracy["quotient and remainder", size] < accuracy["most frequent", size])
full = accuracy["all rows", "all"]
claim("16,000 rows do as well as all", abs(accuracy["most frequent", "16,000"] - full) < 0.003)
paired = measured[measured.way == "most frequent"].set_index(["size", "seed"]).test_accuracy["64,000"] - measured[measured.way == "all rows"].set_index("seed").test_accuracy
claim("64,000 rows are a little better, with each seed", paired > 0)
claim("one column for 16,000 rows is about half a point behind", 0.003 < full - accuracy["most frequent, one column", "16,000"] < 0.008)
claim("in 64 kB", round(medians.bytes["most frequent, one column", "16,000"] / 1000) == 64)
claim("int8 costs nothing", abs(accuracy["int8 afterwards", "all"] - full) < 0.001)
claim("neither do mixed dimensions", accuracy["mixed dimensions"] > full - 0.002)
claim("in a tenth of the bytes", medians.bytes["mixed dimensions"] < 0.11 * medians.bytes["all rows", "all"])
claim("nor does low rank with two columns", accuracy["low rank", "2 of 16 columns"] > full - 0.002)
claim("in an eighth", abs(medians.bytes["low rank", "2 of 16 columns"] / medians.bytes["all rows", "all"] - 1 / 8) < 0.001)
claim("23 MB", round(medians.bytes["all rows", "all"] / 1e6) == 23);


# %% [markdown]
# ## Only the rows that were touched
#
# A batch needs few rows, and the gradient has only those (notebook 03). Do the optimizers leave the others alone? We time the update: a gradient for 1,000 rows, in a table of 100,000 rows and in one of a million.

# %%
def milliseconds(optimizer, rows):
    table = keras.Variable(np.zeros((rows, 16), "float32"))
    optimizer.build([table])

    @tf.function
    def update(values, ids):
        gradient = tf.IndexedSlices(values, ids, tf.constant([rows, 16]))
        optimizer.apply([gradient], [table])

    values, ids = tf.ones((1000, 16)), tf.range(1000)
    update(values, ids)  # the first call traces
    began = time.perf_counter()
    for _ in range(3):
        update(values, ids)
    return 1000 * (time.perf_counter() - began) / 3


# %% [markdown]
# **Guess.** Which of `SGD`, `Adagrad` and `Adam` of Keras take about as long for the large table as for the small one?

# %%
guess = ...  # one name or several

# %% tags=["reveal"]
grown = {}
for kind in (keras.optimizers.SGD, keras.optimizers.Adagrad, keras.optimizers.Adam):
    small = milliseconds(kind(), 100_000)
    large = milliseconds(kind(), 1_000_000)
    grown[kind.__name__] = large / small
    print(f"{kind.__name__:8} {small:7.1f} ms {large:8.1f} ms", end="   ")
    print(f"{large / small:5.1f} times")
check.guess(guess, min(grown, key=grown.get))

# %% [markdown]
# Only SGD. Adam's averages shrink in every row, so it touches all. Adagrad divides a gradient by the root of the sum of all its squares so far, so a row without a gradient does not move. But Keras takes the root of *all* sums.
#
# TensorFlow has Adagrad **by rows**, an operation that touches only the gradient's rows: `tf.raw_ops.ResourceSparseApplyAdagradV2`. Medians for ten million rows (megabytes: table and optimizer):

# %% tags=["nbval-check-output"]
updates = data.load_results("updates")
large = updates[updates.rows == 10_000_000].groupby("optimizer", sort=False)
at_ten_million = large[["milliseconds", "megabytes"]].median()
print(at_ten_million.round(1).to_string())

# %% [markdown]
# Adagrad by rows is more than a hundred times faster than Keras' Adam and Adagrad. SGD is as fast, but its steps do not grow in rare rows (Duchi et al. 2011).

# %% tags=["checks"]
# @title Numbers of this section, checked
times = updates.groupby(["optimizer", "rows"]).milliseconds.median()
claim("at ten million, by rows is more than a hundred times faster than Keras' Adam and Adagrad", times["Adagrad by rows", 10_000_000] * 100 < min(times["Keras Adam", 10_000_000], times["Keras Adagrad", 10_000_000]))
claim("by rows does not grow tenfold from a hundred thousand to ten million rows", times["Adagrad by rows", 10_000_000] < 10 * times["Adagrad by rows", 100_000])
claim("SGD grows least, here too", min(grown, key=grown.get) == "SGD")
claim("Adam keeps two numbers, Adagrad one, SGD none", at_ten_million.megabytes.tolist() == [1920, 1280, 640, 1280]);

# %% [markdown]
# ## Two workers that act as one
#
# In the **collective** way each worker holds the whole table, and gets half of each batch. Their gradients are added up (**all-reduce**) before the update. So both tables take the same step, and stay equal.

# %% tags=["drawing"]
# @title Two workers, drawn
rows_of_table = np.array([[0.2, 0.1], [0.9, -0.3], [-0.9, 0.4], [0.1, 0.6]])
drawing = figures.new_drawing(24, 8.0, "Each worker has the table and half of the batch; only gradients travel")
for left, name, half in ((3.4, "worker 0", "good, film"), (18.4, "worker 1", "bad, film")):
    figures.draw_table(drawing, rows_of_table, (left, 5.4), ["the", "good", "bad", "film"], title=f"{name}: table", limit=1, digits=1)
    drawing.text(left - 1.2, 0.55, f"its half: {half}", fontsize=10)
figures.draw_table(drawing, [[0.1, 0.2], [-0.1, 0.0]], (10.4, 6.4), ["good", "film"], title="gradients", limit=0.3, digits=1)
figures.draw_table(drawing, [[0.3, -0.1], [0.1, 0.1]], (10.4, 3.2), ["bad", "film"], limit=0.3, digits=1)
drawing.text(11.4, 3.8, "+", ha="center", va="center", fontsize=13)
figures.draw_arrow(drawing, (5.7, 4.6), (8.4, 5.6))
figures.draw_arrow(drawing, (16.6, 3.6), (12.8, 2.5))
figures.draw_arrow(drawing, (8.4, 3.4), (5.7, 2.9))
figures.draw_arrow(drawing, (12.8, 4.6), (16.6, 4.6))
drawing.text(13.2, 5.6, "their sum\ngoes to both", fontsize=10, va="center");

# %% [markdown]
# Mind the divisor. Say four examples have losses 1, 2 | 3, 6, with mean 3. Each worker divides its sum by the size of the *whole* batch: 3/4 + 9/4 = 3. The means of the halves would add up to 1.5 + 4.5 = 6: a gradient twice too large.
#
# `distributed.step`, in short:
#
# ```python
# loss = tf.reduce_sum(losses) / 64  # the whole batch, though 32 are here
# gradients = tape.gradient(loss, [table])
# gradients = tf.distribute.get_replica_context().all_reduce("SUM", gradients)
# ```
#
# `distributed.Cluster` starts the processes (not on Windows), shows what they print, and ends them with the block. They train on notebook 07's snippets, with 20,000 rows, 16 columns (a logit is the sum of the mean row), and Adagrad by rows.

# %%
folder = tempfile.mkdtemp()
of_one = distributed.train(steps=50)
with distributed.Cluster(workers=2, steps=50, folder=folder) as cluster:
    cluster.wait()
of_two = json.loads(Path(folder, "worker0.json").read_text())
for step in (1, 2, 25, 50):
    print(f"step {step:2}", end="  ")
    print(f"one process {of_one['losses'][step - 1]:.6f}", end="  ")
    print(f"two workers {of_two['losses'][step - 1]:.6f}")
gaps = np.abs(np.subtract(of_one["losses"], of_two["losses"]))
claim("for 50 steps, two workers have the losses of one process", gaps < 1e-5);

# %% [markdown]
# ## The table on two servers
#
# If no machine can hold the table, cut it. Each **parameter server** (`ps`) holds a **shard**, a stretch of the table's rows. A worker asks for the rows of its batch and sends their gradients back. A **coordinator** (`chief`) hands out the steps.

# %% tags=["drawing"]
# @title Shards, drawn
drawing = figures.new_drawing(25, 9.4, "Each server holds half of the rows; a worker fetches those of its batch")
halves = {"server 0": [[0.2, 0.1], [0.9, -0.3]], "server 1": [[-0.9, 0.4], [0.1, 0.6]]}
for left, labels, (name, half) in zip((4, 21), (["the", "good"], ["bad", "film"]), halves.items()):
    figures.draw_table(drawing, half, (left, 7.6), labels, title=name, limit=1, digits=1)
for left, name, rows_drawn, labels in ((9.2, "worker 0", [[0.9, -0.3], [0.1, 0.6]], ["good", "film"]), (16.4, "worker 1", [[-0.9, 0.4], [0.1, 0.6]], ["bad", "film"])):
    figures.draw_table(drawing, rows_drawn, (left, 4.4), labels, title=name, limit=1, digits=1)
drawing.text(13.4, 0.9, "coordinator: “step 17 for worker 0, step 18 for worker 1”", ha="center", fontsize=10)
for begin, end in (((6.2, 6.2), (7.2, 4.1)), ((19.4, 7.3), (11.6, 3.7)), ((21.4, 5.4), (18.7, 3.5))):
    figures.draw_arrow(drawing, begin, end)

# %% [markdown]
# TensorFlow cuts in order: server 0 gets the first half of the rows, server 1 the second. Our vocabularies are in order, too, the most frequent word first.
#
# **Guess.** The snippets have 15,362 different words; the table has 20,000 rows. What share of all look-ups would go to server 0?

# %%
guess = ...  # a share

# %% tags=["reveal"]
snippets = data.load_reviews("rotten_tomatoes").train.texts
lists = [text.tokenize(snippet) for snippet in snippets]
vocabulary = text.build_vocabulary(lists)
ids = np.concatenate(text.to_ids(lists, vocabulary))
in_order = np.mean(ids < 10_000)
dealt = ids * 7919 % 20_000  # no factor in common: each id has its own row
dealt_out = np.mean(dealt < 10_000)
print(f"in order {in_order:.2f}, dealt out {dealt_out:.2f}")
check.guess(guess, round(in_order, 2))

# %% [markdown]
# 0.96: the other server would hardly be asked. So our program deals the ids out. Then it is 0.46 (not 0.50: a few words weigh most).
#
# Now 300 steps. After step 100 we kill worker 1, and after step 200 the coordinator. It saves a checkpoint (table and optimizer) every fifty steps, and a new coordinator goes on from the last. But that one waits for all workers that it knows of, so worker 1 must come back, too.

# %%
folder = tempfile.mkdtemp()
with distributed.Cluster(workers=2, servers=2, steps=300, folder=folder) as cluster:
    cluster.wait(until="step 100,")
    cluster.processes["worker 1"].kill()
    print("Worker 1 is killed.")
    cluster.wait(until="step 200,")
    cluster.processes["chief 0"].kill()
    print("The coordinator is killed.")
    cluster.start("worker", 1)
    cluster.start("chief")
    cluster.wait()
after_kills = json.loads(Path(folder, "chief0.json").read_text())

# %% [markdown]
# Worker 0 took over the step of worker 1, and the training went on. The new coordinator did the rest. A lost *server* would end the training.
#
# As good? Five seeds, 600 steps each (`last_loss` is the mean of the last 100):

# %% tags=["nbval-check-output"]
runs = data.load_results("processes")
quality = runs.groupby("program", sort=False)[["last_loss", "validation_accuracy"]]
print(quality.agg(["min", "max"]).round(3).to_string())

# %% [markdown]
# Two workers end where one process does. With servers, no worker waits for the other, so its rows may be some steps old, and accuracies differ a little from those of one process. With or without kills, they differ less than the five seeds do.
#
# ## What travels
#
# A row or its gradient takes 16 · 4, an id 8. Two workers send gradients with their ids. With servers one worker does a whole batch: ids go, rows come, gradients go with ids.

# %%
ids, labels = distributed.snippets()
whole, halves = [], []
for step in range(100):
    chosen = np.random.default_rng([0, step]).integers(len(ids), size=64)
    batch = ids[chosen]
    whole.append(len(np.unique(batch)))
    halves.append(len(np.unique(batch[0::2])) + len(np.unique(batch[1::2])))
kilobytes = {
    "two workers": np.mean(halves) * (16 * 4 + 8) / 1000,
    "two workers, two servers": np.mean(whole) * (8 + 16 * 4 + 16 * 4 + 8) / 1000,
}
measured_kilobytes = runs.groupby("program").bytes_a_step.median() / 1000
paces = runs.groupby("program").milliseconds_a_step.median()
for program, counted in kilobytes.items():
    print(f"{program:25} counted {counted:4.0f} kB", end="   ")
    print(f"measured {measured_kilobytes[program]:4.0f} kB", end="   ")
    print(f"{paces[program]:5.1f} ms a step")
print(f"one process {paces['one process']:56.1f} ms a step")

# %% [markdown]
# The counts are up to a fifth too low (messages have bytes of their own).
#
# Two workers are several times *slower* than one process: the arithmetic of so small a step takes less time than a message. They pay off when steps are large, or when the table fits nowhere else.

# %% tags=["checks"]
# @title Numbers of this section, checked
of_two_workers = runs[runs.program == "two workers"]
claim("two workers are exact in all five seeds", of_two_workers.gap < 1e-5)
by_seed = runs.pivot(index="seed", columns="program", values="validation_accuracy")
changes = by_seed.drop(columns="one process").sub(by_seed["one process"], axis=0).abs()
print(changes.round(3).to_string())
claim("no run is further from one process than two seeds may be from each other", changes.max() <= by_seed["one process"].max() - by_seed["one process"].min())
claim("the coordinator went on, and the run ended", len(after_kills["losses"]) <= 100)
claim("the snippets have 15,362 different words", len(vocabulary) - 2 == 15_362)
claim("most look-ups go to server 0", round(in_order, 2) == 0.96 and round(dealt_out, 2) == 0.46)
shares = np.array([counted / measured_kilobytes[name] for name, counted in kilobytes.items()])
claim("the counts are up to a fifth too low", (shares > 0.8) & (shares < 1))
claim("two workers are slower than one process", paces["two workers"] > 2 * paces["one process"]);

# %% [markdown]
# ## A real cluster
#
# How does a process know its role? From an environment variable, `TF_CONFIG`. So the same program runs on machines that see each other. Install the course and start the program on each. All get the same addresses; only the task differs.

# %% tags=["nbval-check-output"]
addresses = {
    "worker": ["10.0.0.1:2222", "10.0.0.2:2222"],
    "ps": ["10.0.0.3:2222", "10.0.0.4:2222"],
    "chief": ["10.0.0.5:2222"],
}
task = {"type": "ps", "index": 0}
print("On 10.0.0.3:\n")
print(f"export TF_CONFIG='{json.dumps({'cluster': addresses, 'task': task})}'")
print("python -m course_utils.distributed --steps 600 --folder /shared/run1")

print("\nWithout a task it says:\n")
try:
    distributed.read_task(json.dumps({"cluster": addresses}))
except ValueError as error:
    print(error)


# %% [markdown]
# All machines must see the folder: each server writes its shard of a checkpoint there. TensorFlow's servers ask for no password, so use a network that you trust. Without `TF_CONFIG`, the command starts two workers here.
#
# Now the billion rows, on paper:

# %% tags=["nbval-check-output"]
def plan(rows, columns, servers, workers, rows_of_a_batch):
    kept = gigabytes(rows, columns, 2) / servers  # the table and Adagrad's sums
    of_worker = gigabytes(rows_of_a_batch, columns)
    of_server = of_worker * workers / servers
    print(f"a server keeps     {kept:6.0f} GB")
    print(f"a worker gets      {1000 * of_worker:6.0f} MB a step, and sends as much")
    print(f"a server sends     {1000 * of_server:6.0f} MB while each does a step")
    slowest = max(of_worker, of_server)
    print(f"the network allows {1.25 / slowest:6.0f} steps a second to each")


plan(billion, 128, servers=16, workers=8, rows_of_a_batch=4_096 * 50)

# %% [markdown]
# Sixteen servers hold it, and the network allows a dozen steps a second to each worker. Fewer rows save memory; shorter rows save traffic, too.
#
# ## What we saw
#
# - A table of a billion ids takes hundreds of gigabytes, three times that with Adam. A batch needs less than a thousandth of it.
# - Try the plain cut first: keep the most frequent rows. Here a 23rd of the bytes did as well as the whole, and hashing lost at every size.
# - Quotient and remainder repairs part of what collisions spoil. int8, low rank and mixed dimensions cost nothing here.
# - Use an optimizer that works by rows. Keras' Adam and Adagrad do work for every row in each step.
# - Two workers do what one does if each divides by the size of the whole batch. On a small task they are slower.
# - Shards on servers hold what no one machine can. Deal the ids out first. A worker may die; for the coordinator there is a checkpoint.
#
# ## Exercises
#
# Stuck? `check.NAME.hint()` gives a hint, `check.NAME.solution()` the solution.
#
# **Predict: what does it cost?** A table has 200 million rows and 64 columns of `float32`. How many gigabytes (billions of bytes) does it take? How many with the two numbers that Adam keeps for each? How many *megabytes* are the 50,000 rows of a batch? Give a list of three numbers.

# %%
large_table = ...


check.large_table(large_table)


# %% [markdown]
# **Two small tables.** Look up vectors by quotient and remainder.

# %%
def quotient_remainder(ids, quotients, remainders):
    """Return an array: a vector for each id, the sum of a row of each table.

    ids is an array of whole numbers, and the tables hold floats. Where ids is empty, so
    is the result, with as many columns as the tables. An id is divided by the number of
    rows of `remainders`. The quotient is the row of `quotients`, the remainder the row
    of `remainders`. Both rows are there for each id.
    """
    ...


check.quotient_remainder(quotient_remainder)


# %% [markdown]
# **Find the fault: lost gradients.** This update by rows is wrong when a batch holds a word twice. Repair it.

# %%
def by_rows(table, ids, gradients, rate):
    """Return an array: the table after one step of gradient descent.

    Row i of gradients is the gradient of the look-up of ids[i]. An id may come several
    times: its gradients add up. Rows that no id names stay as they are. ids may be
    empty. The given table is not altered.
    """
    table = table.copy()
    table[ids] -= rate * gradients
    return table


check.by_rows(by_rows)


# %% [markdown]
# **Find the fault: a step too large.** Each worker sends the gradient of its own mean. Added up like this, they make the steps too large. Repair it.

# %%
def of_the_whole_batch(gradients, sizes):
    """Return an array: the gradient of the mean loss over all examples of a batch.

    Row i of gradients is the gradient of worker i: that of the mean loss over its own
    examples. It had sizes[i] of them, at least one.
    """
    return gradients.sum(axis=0)


check.of_the_whole_batch(of_the_whole_batch)

# %% [markdown]
# ## Quiz

# %%
check.quiz("15")

# %% [markdown]
# ## Where next
#
# This is the last lesson. Now take a table, and a problem, of your own.
#
# ## References
#
# - K. Weinberger et al., *Feature Hashing for Large Scale Multitask Learning*, ICML 2009.
# - H.-J. M. Shi et al., *Compositional Embeddings Using Complementary Partitions*, KDD 2020 (quotient and remainder).
# - A. Ginart et al., *Mixed Dimension Embeddings*, arXiv:1909.11810, 2019.
# - J. Duchi, E. Hazan and Y. Singer, *Adaptive Subgradient Methods*, JMLR 2011 (Adagrad).
# - M. Li et al., *Scaling Distributed Machine Learning with the Parameter Server*, OSDI 2014.
