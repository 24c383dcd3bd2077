# %% [markdown]
# # 04 · Training on real reviews
#
# *Which choices make a small network with an Embedding layer good, and how do you know that they did?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/04_training.ipynb)
#
# **After this you can**
#
# - feed 20,000 real reviews to Keras with TensorFlow Datasets and `tf.data`, and say what each step of the pipeline buys,
# - build and train the well-known classifier `Embedding → mean → Dense → Dense` by hand,
# - improve a recipe by one change at a time, and tell a gain from noise,
# - recognise overfitting in the curves, and choose on validation, never on test,
# - show that two trainings find two different tables that agree, after a rotation, in what the task asks for.
#
# **Time** 75 minutes, 105 with exercises · **Needs** notebook 03

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
import tempfile
import time
from collections import Counter
from dataclasses import replace

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
import tensorflow_datasets as tfds
from scipy.linalg import orthogonal_procrustes

from course_utils.data import tfds_builder

# %% [markdown]
# ## The reviews as a dataset
#
# [TensorFlow Datasets](https://www.tensorflow.org/datasets) (TFDS) is a catalogue of data in one form. A **builder** knows where the data comes from, prepares it once on disk, and hands it out in parts. The course has a builder of
# its own for the reviews, so the code here is what you would write for any data set of the catalogue. Here it writes into a temporary folder.

# %% tags=["nbval-check-output"]
folder = tempfile.TemporaryDirectory()  # removed when the kernel ends
builder = tfds_builder.prepare("imdb", folder.name)
for name, split in builder.info.splits.items():
    print(f"{name:10} {split.num_examples:6,} reviews")
print(builder.info.features)

# %% [markdown]
# `as_supervised=True` gives pairs of input and label. What comes is a `tf.data.Dataset`: a stream, read while it is used.

# %% tags=["nbval-check-output"]
stream = builder.as_dataset(split="train", as_supervised=True)
print(stream.element_spec)
for review, label in stream.take(2):
    print(label.numpy(), review.numpy()[:50], "…")

# %% [markdown]
# `tfds.load` does the same in one call, here with a slice of a part. Where there is a network, `tfds.load("imdb_reviews")` gives the 50,000 reviews as they were published. All training below takes the same reviews from `data.load_reviews`, which reads them in less than a second.

# %% tags=["nbval-check-output"]
few = tfds.load("course_reviews/imdb", data_dir=folder.name, split="train[:1000]", as_supervised=True)
reviews = data.load_reviews("imdb")
positive = {part: getattr(reviews, part).labels.mean() for part in ("train", "validation", "test")}
claim("the slice holds 1,000 reviews", len(few) == 1_000)
claim(
    "half of each part is positive, to 1 %: guessing scores 0.50",
    all(abs(share - 0.5) < 0.01 for share in positive.values()),
);

# %% [markdown]
# ## From text to ids
#
# Keras' `TextVectorization` is notebook 01 as a layer: rewrite, split, look up. `adapt` builds the vocabulary. It sees the **training** texts only; words of the validation part would be knowledge of it.
#
# Our first layer keeps 10,000 words and cuts or pads each review to 100 tokens. Both numbers belong to a **recipe**, a set of choices for training, that is copied from tutorial to tutorial. We start from it and improve it.

# %%
vectorizer = keras.layers.TextVectorization(
    max_tokens=10_000, standardize=text.standardize, split="whitespace", output_sequence_length=100
)
train_texts = stream.map(lambda review, label: review)
vectorizer.adapt(train_texts.batch(1024))

# %% tags=["nbval-check-output"]
vocabulary = [str(word) for word in vectorizer.get_vocabulary()]
print(vocabulary[:12])
print(vectorizer(["The film is good. Zyzzyva!"]).numpy()[0, :8])
claim("id 0 is padding and id 1 the unknown word", vocabulary[:2] == ["", "[UNK]"])
claim(
    "the unknown word became 1, and the rest of the 100 places 0",
    vectorizer(["Zyzzyva"])[0].numpy().tolist() == [1] + 99 * [0],
);

# %% [markdown]
# How much does the cut at 100 tokens throw away? **Guess**: which share of all tokens is lost?

# %%
guess = ...  # a share: a number from 0 to 1

# %%
vectorized = training.vectorize(reviews)  # all ids once, rows keep their lengths; used by everything below
lengths = vectorized.train.row_lengths().numpy()
kept = np.minimum(lengths, 100).sum() / lengths.sum()
print(f"median length {np.median(lengths):.0f} tokens, longest {lengths.max():,}")
print(f"longer than 100 tokens: {np.mean(lengths > 100):.0%} of the reviews")
print(f"tokens kept by a cut at 100: {kept:.0%}")

# %% tags=["nbval-check-output"]
claim("87 to 89 % of the reviews are longer than 100 tokens", 0.87 < np.mean(lengths > 100) < 0.89)
claim("the cut throws away 59 % of all tokens, to 1 %", abs((1 - kept) - 0.59) < 0.01);

# %% tags=["nbval-check-output"]
check.guess(guess, round(1 - kept, 2), "of all tokens")

# %% [markdown]
# Most of what the reviewers wrote is never read. And only the 12 % of the reviews that are shorter than 100 tokens need padding: remember that for the mask.

# %% [markdown]
# ## The pipeline, step by step
#
# A dataset is a chain of steps. Below, four chains give the same pairs of ids and label for 2,000 reviews; from the second on, each does one thing better than the one before:
#
# - `batch` before `map`: the layer gets 256 reviews in one call,
# - `prefetch` prepares the next batches while the current one is used, and `num_parallel_calls` makes several at once,
# - `cache` keeps what the steps before it gave.
#
# An **epoch** is one pass through the data. **Guess**: which of the three makes the second epoch faster by the largest factor?

# %%
guess = ...  # "batch", "prefetch" or "cache"


# %%
def to_ids(review, label):
    return vectorizer(review), label


few = stream.take(2_000)
auto = tf.data.AUTOTUNE  # as many as the processor has room for
chains = {
    "one review at a time": few.map(to_ids).batch(256),
    "batch": few.batch(256).map(to_ids),
    "prefetch": few.batch(256).map(to_ids, num_parallel_calls=auto).prefetch(auto),
    "cache": few.batch(256).map(to_ids, num_parallel_calls=auto).cache().prefetch(auto),
}


# %%
def seconds_of_epochs(dataset, epochs=2):
    seconds = []
    for _ in range(epochs):
        began = time.perf_counter()
        for _ in dataset:
            pass
        seconds.append(time.perf_counter() - began)
    return seconds


pipeline = {name: seconds_of_epochs(chain) for name, chain in chains.items()}
seconds = pd.DataFrame(pipeline, index=["first epoch", "second epoch"]).T
times_faster = seconds.loc["one review at a time", "second epoch"] / seconds
times_faster.round(1)  # compared with the second epoch of "one review at a time"

# %%
factors = seconds["second epoch"].shift() / seconds["second epoch"]  # against the chain with one step less
check.guess(guess, factors.idxmax())

# %% [markdown]
# With `cache`, the strings are cut into words in the first epoch only; the second one reads ready ids, and is many times as fast. `prefetch` works while the model computes; alone, without a model, and on few cores, it has little to overlap, and its line may come out either way.
# Everything random, `shuffle` above all, belongs *after* `cache`, or the first epoch's order would be kept for ever.

# %% [markdown]
# ## The model, and the popular recipe
#
# The same four layers stand in many tutorials: look up a vector for each token, take the mean, one hidden layer, one number out. The number is a **logit**: above 0 means "positive", and the further from 0, the surer.

# %%
keras.utils.set_random_seed(0)
model = keras.Sequential(
    [
        keras.Input(shape=(None,), dtype="int64"),
        keras.layers.Embedding(10_000, 16, name="embedding"),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.summary()

# %% tags=["nbval-check-output"]
in_table = model.get_layer("embedding").count_params()
claim("the table has 10,000 x 16 = 160,000 numbers", in_table == 160_000)
claim("all other layers together have 289", model.count_params() - in_table == 289);


# %% [markdown]
# Nearly the whole model is its table. Now the popular recipe: Adam with its usual learning rate 0.001, batches of 1,024, 15 epochs, the first 100 tokens. We write it out once. The one thing we do better from the start: ids are made
# once, before training, and not by a layer inside the model.

# %%
def batches_of(ids, labels, seed=None):
    pairs = tf.data.Dataset.from_tensor_slices(
        (ids.to_tensor(shape=(None, 100)), labels[:, None].astype("float32"))
    )
    if seed is not None:
        pairs = pairs.shuffle(len(labels), seed=seed)
    return pairs.batch(1024).prefetch(tf.data.AUTOTUNE)


train_batches = batches_of(vectorized.train, reviews.train.labels, seed=0)
validation_batches = batches_of(vectorized.validation, reviews.validation.labels)

# %%
model.compile(
    optimizer=keras.optimizers.Adam(1e-3),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")],
)
history = model.fit(
    train_batches, validation_data=validation_batches, epochs=15, shuffle=False, verbose=0
).history  # the pipeline shuffles
print(f"validation accuracy after 15 epochs: {history['val_accuracy'][-1]:.3f}")

# %%
lines = {"training": history["accuracy"], "validation": history["val_accuracy"]}
figures.curves(
    lines,
    f"The popular recipe ends at {history['val_accuracy'][-1]:.2f}, climbing ever more slowly",
    ("epoch", "accuracy"),
);

# %%
claim("the popular recipe reaches 0.79 to 0.82 on validation", 0.79 < history["val_accuracy"][-1] < 0.82)
claim(
    "the last five epochs gain less than a third of what epochs 2 to 6 gained",
    history["val_accuracy"][14] - history["val_accuracy"][9]
    < (history["val_accuracy"][5] - history["val_accuracy"][0]) / 3,
);

# %% [markdown]
# An epoch is 20 batches here, so the recipe takes 300 steps in all, and with a learning rate of 0.001 the curve is still climbing when they end. 0.81 is better than guessing (0.50), and worse than counting words: notebook 01 reached 0.87 without any network. The model is
# not at fault, as we shall see.
#
# From here on a recipe is an object, `replace` makes one that differs in what we name, and `training.train` does what the cells above did. Two epochs, to show that it does:

# %%
popular = training.POPULAR_RECIPE
print(popular)
steps = {"ids once": replace(popular, ids_once=True)}
short = training.train(reviews, replace(steps["ids once"], epochs=2), seed=0, vectorized=vectorized)

# %%
difference = np.abs(np.subtract(short.history["val_loss"], history["val_loss"][:2]))
claim("training.train gives the losses of our cells by hand", difference.max() < 1e-3);

# %% [markdown]
# The original recipe has the vectorising layer *inside* the model: each review is cut into words again in every epoch. Two epochs, to see what that costs; the second is timed, because the first also builds the graph.

# %%
inside = training.train(reviews, replace(popular, epochs=2), seed=0)
second_epoch = {"inside": inside.history["seconds"][1], "once": short.history["seconds"][1]}
ratio = second_epoch["inside"] / second_epoch["once"]
print(f"an epoch with the text inside takes {ratio:.1f} times as long")

# %%
difference = np.abs(np.subtract(inside.history["val_loss"], short.history["val_loss"]))
claim("text inside the model gives the same losses", difference.max() < 1e-3);

# %% [markdown]
# ## The ladder: one change at a time
#
# Each step changes one thing, with what that needs, and keeps the earlier ones. **Look for** the one that gains most. Does one lose?
#
# 1. a mask, so that padding is left out of the mean,
# 2. whole reviews (to 1,000 tokens), in batches of reviews of about equal length,
# 3. a learning rate of 0.01 in place of 0.001,
# 4. early stopping: back to the best epoch on validation after two without a better one,
# 5. batches of 256 in place of 1,024,
# 6. a learning rate that falls to zero over three epochs, along half a wave of a cosine; then nothing need be stopped.

# %% tags=["nbval-check-output"]
changes = {
    "+ mask": {"mask": True},
    "+ whole reviews": {"length": None},
    "+ learning rate 0.01": {"learning_rate": 1e-2},
    "+ early stopping": {"patience": 2},
    "+ batches of 256": {"batch_size": 256},
    "+ falling rate": {"falling_rate": True, "patience": None, "epochs": 3},
}
recipe = steps["ids once"]
for name, change in changes.items():
    recipe = steps[name] = replace(recipe, **change)
claim("the last step is the course's recipe", recipe == training.Recipe());

# %% [markdown]
# Reviews of one length share a batch, so a batch is padded to its own longest review and not to the longest of all. How much does that save?

# %%
batches = training.batches_by_length(vectorized.train[:, :1000], reviews.train.labels)
tokens = np.minimum(lengths, 1000).sum()
places = {
    "padded to 1,000": len(lengths) * 1000,
    "batches by length": sum(int(tf.size(ids)) for ids, _ in batches),
}
for name, number in places.items():
    print(f"{name:18} {1 - tokens / number:5.1%} of the places hold padding")

# %% tags=["nbval-check-output"]
claim("padded to 1,000, three quarters and more would be padding", tokens < 0.25 * places["padded to 1,000"])
claim("in batches by length, less than 4 % is", tokens > 0.96 * places["batches by length"]);

# %% [markdown]
# Whole reviews first, then the higher rate on top: 15 epochs each. The first 100 tokens gave 0.81. **Guess**: which validation accuracy do whole reviews give?

# %%
guess = ...  # an accuracy: a number from 0 to 1

# %%
runs = {"+ whole reviews": training.train(reviews, steps["+ whole reviews"], seed=0, vectorized=vectorized)}
check.guess(guess, round(runs["+ whole reviews"].history["val_accuracy"][-1], 3))

# %%
runs["+ learning rate 0.01"] = training.train(
    reviews, steps["+ learning rate 0.01"], seed=0, vectorized=vectorized
)
fast = runs["+ learning rate 0.01"].history
print("validation accuracy, epoch by epoch:", np.round(fast["val_accuracy"], 3))


# %% [markdown]
# With 0.01 the last epoch is not the best one. Early stopping is a rule on this row of numbers: go on until two epochs in a row were no better than the best so far, then go back to that one. As a function:

# %%
def early_stopping(accuracies, patience=2):
    best = 0
    for epoch, accuracy in enumerate(accuracies):
        if accuracy > accuracies[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best, epoch


best, last = early_stopping(fast["val_accuracy"])
print(f"stops after epoch {last + 1} and keeps epoch {best + 1}: {fast['val_accuracy'][best]:.3f}")

# %% [markdown]
# Training ran on to the end here, so that we can see what comes. `keras.callbacks.EarlyStopping` with `monitor="val_accuracy"`, `mode="max"`, `patience=2` and `restore_best_weights=True` applies the rule while training runs, and the epochs after the stop are never computed. (Without `monitor` it watches the loss.) Then the last two
# steps: batches of 256, with the callback, and the falling rate, which needs none. In the last run we also keep the table of each epoch, for later.

# %%
snapshots = training.table_snapshots()
runs["+ batches of 256"] = training.train(reviews, steps["+ batches of 256"], seed=0, vectorized=vectorized)
runs["+ falling rate"] = training.train(reviews, seed=0, callbacks=[snapshots], vectorized=vectorized)
for name in ("+ batches of 256", "+ falling rate"):
    print(f"{name:17}", np.round(runs[name].history["val_accuracy"], 3))

# %% tags=["nbval-check-output"]
claim("the callback stops before 15 epochs", len(runs["+ batches of 256"].history["loss"]) < 15)
claim("and the last step runs three", len(runs["+ falling rate"].history["loss"]) == 3);

# %% [markdown]
# That was one seed. The whole ladder over five seeds stands in a table of results that comes with the course (`python tools/results.py` makes it). Two of its steps were not run in full here; they have no number (NaN) in the last column. Where training stops early, the accuracy
# is that of the epoch that was kept:

# %%
measured = data.load_results("scoreboard")
course_name = "+ falling rate: the course's recipe"
rungs = ["popular recipe", "+ ids once", *list(changes)[:-1], course_name]
ladder = measured[measured.rung.isin(rungs)].groupby("rung", sort=False)
accuracy = ladder.validation_accuracy.agg(["mean", "std"])
here = {name: run.history["val_accuracy"][-1] for name, run in runs.items()}
here |= {"+ ids once": history["val_accuracy"][-1], "+ early stopping": fast["val_accuracy"][best]}
here |= {
    "+ batches of 256": max(runs["+ batches of 256"].history["val_accuracy"]),
    course_name: here["+ falling rate"],
}
accuracy["this run"] = pd.Series(here)
accuracy.round(3)

# %%
means = accuracy["mean"]
figures.bars(
    dict(means),
    "Whole reviews gain most; here the mask gains nothing",
    "validation accuracy (0.50 is guessing); line: one standard deviation, five seeds",
    spread=dict(accuracy["std"]),
    highlight=["+ whole reviews"],
    start=0.5,
);

# %% tags=["nbval-check-output"]
gain = means.diff()
claim("the popular recipe: 0.805, to 0.005", abs(means.iloc[0] - 0.805) < 0.005)
claim("the mask gains nothing", gain["+ mask"] < 0.001)
claim(
    "whole reviews gain 5 points, more than anything else",
    gain["+ whole reviews"] > 0.045 and gain.idxmax() == "+ whole reviews",
)
claim("the higher rate alone loses", gain["+ learning rate 0.01"] < 0)
claim("early stopping turns it into a gain, on average", means["+ early stopping"] > means["+ whole reviews"])
claim("the course's recipe: 0.873, to 0.005", abs(means.iloc[-1] - 0.873) < 0.005);

# %%
claim(
    "this run agrees with the five seeds, to 0.015 everywhere",
    (accuracy["this run"] - means).abs().max() < 0.015,
);

# %% [markdown]
# From 0.805 to 0.873, with the same model. Smaller batches gain less than the spread of the step before them, which one seed that stopped too early makes wide; the falling rate changed nothing that can be seen here. Smaller batches save time, as we shall see; the falling rate needs no early stopping. Two steps need explaining: the mask that gained nothing, and the higher rate that lost.

# %% [markdown]
# ### When does a mask matter?
#
# At 100 tokens few rows hold padding, so there is little to mask. In batches by length there is little either. Pad or cut each review to 500 places instead, and more than half of the places are padding. The course's recipe, otherwise unchanged. **Guess**: how many points does the mask gain now?
# (A point is 0.01 of accuracy.)

# %%
guess = ...  # points: a number

# %%
padded = {}
for mask in (False, True):
    recipe = replace(training.Recipe(), length=500, mask=mask)
    padded[mask] = training.train(reviews, recipe, seed=0, vectorized=vectorized).history["val_accuracy"][-1]
    print(f"500 places, mask {mask!s:5}: {padded[mask]:.4f}")
print(f"padding: {1 - np.minimum(lengths, 500).mean() / 500:.0%} of the places")

# %%
claim(
    "with more than half of the places padded, the mask gains two points or more",
    padded[True] - padded[False] > 0.02,
);

# %%
check.guess(guess, round(100 * (padded[True] - padded[False]), 1), "points")

# %% [markdown]
# Without a mask, the vector of padding is averaged in: a review of 100 words is diluted five-fold, one of 500 words not at all. With more epochs the model catches up, as notebook 03 showed on fewer reviews; in three it does not. A mask is worth what the padding would cost. Use it always,
# and do not expect it to help where there is no padding.

# %% [markdown]
# ### Overfitting, and stopping in time
#
# The run with the rate of 0.01 again, over all of its 15 epochs. **Look for** the epoch in which validation loss is lowest, and for what it does from there on.

# %%
_, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
figures.curves(
    {"training": fast["loss"], "validation": fast["val_loss"]},
    "Validation loss turns upward early",
    ("epoch", "loss (cross-entropy)"),
    ax=left,
)
figures.curves(
    {"training": fast["accuracy"], "validation": fast["val_accuracy"]},
    "Training accuracy rises on, validation does not",
    ("epoch", "accuracy"),
    ax=right,
)
right.axvline(best + 1, color=figures.GREY, linestyle=":")
right.annotate(
    "kept by early stopping", (best + 1, 0.75), xytext=(4, 0), textcoords="offset points", fontsize=9
);

# %%
print(
    f"lowest validation loss in epoch {np.argmin(fast['val_loss']) + 1}, "
    f"at the end {fast['val_loss'][-1] / min(fast['val_loss']):.1f} times as high"
)
claim("training accuracy ends above 0.97", fast["accuracy"][-1] > 0.97)
claim(
    "validation accuracy ends more than a point below its best",
    max(fast["val_accuracy"]) - fast["val_accuracy"][-1] > 0.01,
)
claim(
    "validation loss ends more than 1.3 times its lowest", fast["val_loss"][-1] > 1.3 * min(fast["val_loss"])
)
claim(
    "early stopping keeps an epoch better than the last",
    fast["val_accuracy"][best] > fast["val_accuracy"][-1],
);

# %% [markdown]
# Both losses fall at first. Then the one on training goes on falling, nearly to the end, and the one on validation turns upward: **overfitting**. The model learns the training reviews by heart; 160,000 numbers for 20,000 labels leave room for that. Validation accuracy suffers less than the loss. It
# counts only on which side of 0 a logit lies, while the loss also counts how sure the model was, and an overfitted model is sure where it is wrong.
#
# Early stopping keeps the epoch that is best on *validation*. That is a choice made on validation, so its number there is a little too good: the best of several noisy values. The falling rate needs no such choice in
# each run: three epochs, and the last one is kept. (The number three was itself chosen on validation, once, when the recipe was made.)

# %% [markdown]
# ### What the steps cost
#
# Seconds differ between machines, their ratios less. This is the time from the texts to the end of training, from the table: vocabulary, ids, all epochs.

# %%
seconds = ladder.seconds.median()
figures.bars(
    dict(seconds),
    "The course's recipe: the best mean, and the quickest",
    "seconds from the texts to the end of training (median of five runs, two cores)",
    number_format="{:.1f}",
    highlight=[course_name],
)
print(f"the popular recipe takes {seconds.iloc[0] / seconds.iloc[-1]:.0f} times as long as the course's")
print(f"of this, vocabulary and ids took {vectorized.seconds:.1f} s in this run")

# %% tags=["nbval-check-output"]
claim(
    "the popular recipe takes more than three times as long as the course's",
    seconds.iloc[0] > 3 * seconds.iloc[-1],
)
claim("ids once alone more than halves the time", seconds.iloc[0] > 2 * seconds.iloc[1]);

# %% [markdown]
# What is done once before training is counted too: the vocabulary, and the ids of the recipes that make them once. With a recipe this quick, it takes longer than the training; even so, the course's recipe needs about a quarter of the popular one's time. So are the two epochs that early stopping runs beyond the kept one, to know when to stop; the falling rate needs none.
#
# Besides that, the bars mix two things: how long an epoch takes, and how many are needed. Now the first alone, on 2,500 reviews, when one thing is changed in the course's recipe: whole reviews, by length, in batches of 256. An epoch is timed twice, after the first one, and the shorter time counts.
# **Guess**: which of the four changes below makes an epoch longest?

# %%
guess = ...  # "first 100 tokens", "padded to 1,000", "batches of 32" or "batches of 1,024"

# %%
sample = data.Reviews(reviews.train.take(range(2_500)), reviews.validation.take(range(250)), reviews.test)
sample_ids = training.vectorize(sample)


def seconds_of_an_epoch(**change):
    recipe = replace(training.Recipe(), epochs=3, **change)
    run = training.train(sample, recipe, vectorized=sample_ids)
    return min(run.history["seconds"][1:])


# %%
an_epoch = {
    "course's recipe": seconds_of_an_epoch(),
    "first 100 tokens": seconds_of_an_epoch(length=100),
    "padded to 1,000": seconds_of_an_epoch(length=1_000),
    "batches of 32": seconds_of_an_epoch(batch_size=32),
    "batches of 1,024": seconds_of_an_epoch(batch_size=1_024),
}
relative = pd.Series(an_epoch) / an_epoch["course's recipe"]
relative.round(1).to_frame("seconds of an epoch, course's recipe = 1")

# %%
places_with_words = np.minimum(sample_ids.train.row_lengths().numpy(), 1_000).sum()
steps_in_epoch = {size: int(np.ceil(2_500 / size)) for size in (32, 256, 1_024)}
print("steps in an epoch:", steps_in_epoch)
kept_epoch = {1_024: best + 1, 256: runs["+ batches of 256"].kept_epoch}
print("epoch that early stopping kept in the ladder, by size of batch:", kept_epoch)
claim("padded to 1,000 there are four times as many places as words", 2_500_000 > 4 * places_with_words)
claim("batches of 32 take about eight times as many steps", round(steps_in_epoch[32] / steps_in_epoch[256]) == 8)
claim("with batches of 256 an earlier epoch was kept than with 1,024", kept_epoch[256] < kept_epoch[1_024]);

# %%
check.guess(guess, relative.idxmax())

# %% [markdown]
# In the run that is stored here, padding to 1,000 and small batches cost most: the one computes with places that hold nothing, the other pays the fixed cost of a step eight times as often. Two lines may surprise. The first 100 tokens are about 41 % of all, and an epoch with them takes more than 41 % of the
# time, for not all of an epoch is arithmetic with tokens. And batches of 1,024 save little or nothing over 256: small batches shortened the ladder's training because an epoch has four times as many steps, and the best one comes sooner. Seconds depend on the machine and on what else it does, so no claim stands on those of this run.

# %% [markdown]
# ## What is a difference worth?
#
# The course's recipe with five seeds. A seed decides the start of the weights and the order of the batches. The first is the ladder's last step. (The standard deviation divides by 4, not by 5, `ddof=1`: the five lie closer to their own mean than to the mean of all possible seeds.)

# %%
course = [runs["+ falling rate"]]
course += [training.train(reviews, seed=seed, vectorized=vectorized) for seed in range(1, 5)]
on_validation = np.array([run.history["val_accuracy"][-1] for run in course])
print("five seeds:", on_validation.round(3))
print(f"mean {on_validation.mean():.3f}, standard deviation {on_validation.std(ddof=1):.4f}")

# %% [markdown]
# There is a second source of noise: these are 2,500 reviews out of all that could have been held out. If each is labelled rightly with chance $p$, independently, the count is binomial and the share has the standard error $\sqrt{p(1-p)/n}$. In about 95 of 100 such samples
# the true $p$ is less than 1.96 standard errors away from the measured share.
#
# Two models, each on its own sample, differ by half a point, 0.005. The variance of a difference is the sum of both variances, $2p(1-p)/n$, and its root the standard error of the difference. **Guess**, for $p = 0.87$: how large must $n$ be, so that 1.96 of these standard errors are no more than 0.005?

# %%
guess = ...  # reviews for each model: a number

# %%
error = judging.accuracy_standard_error(on_validation.mean(), len(reviews.validation.texts))
low, high = on_validation.mean() - 1.96 * error, on_validation.mean() + 1.96 * error
needed = 2 * 0.87 * 0.13 * (1.96 / 0.005) ** 2  # 1.96 * sqrt(2 p (1 - p) / n) = 0.005, solved for n
print(f"standard error {error:.4f}, 95 % interval {low:.3f} to {high:.3f}")
print(f"half a point is {0.005 * 2500:.1f} of these reviews")
check.guess(guess, round(needed, -3), "reviews for each model, about")

# %%
claim("the standard error is 0.007, to 0.0005", abs(error - 0.007) < 5e-4)
claim("the seeds differ less than that", on_validation.std(ddof=1) < error)
claim("all five seeds lie within the interval", low < on_validation.min() and on_validation.max() < high);

# %% [markdown]
# So half a point, a dozen reviews, means nothing between two models on different samples of this size. On the *same* reviews, seed against seed, less noise remains: there the spread over seeds is the measure. And the films held out
# matter more than both (notebook 01): the formula's interval is the least that has to be granted.

# %% [markdown]
# ### One look at test
#
# All choices are made. Now, once, the part that no choice has seen:

# %%
on_test = np.array([run.accuracy(reviews.test) for run in course])
print("test, five seeds:", on_test.round(3), f"mean {on_test.mean():.3f}")

# %%
claim("on test: 0.88, to 0.01", abs(on_test.mean() - 0.88) < 0.01);

# %% [markdown]
# ## Watch the vectors move
#
# Twelve words whose polarity you know, in the first seed's table before training and after each epoch. All four pictures have the same axes: the two main components of the last table's 2,000 most frequent words.
# **Guess**: which share of the variance lies along the first of the 16 components?

# %%
guess = ...  # a share: a number from 0 to 1

# %%
from sklearn.decomposition import PCA

good = "excellent perfect wonderful amazing best loved".split()
bad = "worst awful waste boring poor dull".split()
row_of = {word: row for row, word in enumerate(vocabulary)}
rows = [row_of[word] for word in good + bad]
frequent = slice(2, 2_002)
components = PCA(2).fit(snapshots.tables[-1][frequent])
explained = components.explained_variance_ratio_
print(f"explained variance: {explained[0]:.0%} and {explained[1]:.0%}")
check.guess(guess, round(explained[0], 2), "of the variance")

# %%
upward = np.sign(components.transform(snapshots.tables[-1][rows[:1]])[0, 0])  # a component's sign is free


def positions(epoch):
    first, second = components.transform(snapshots.tables[epoch][rows]).T
    return np.column_stack([second, upward * first])


def name_words(ax, places):
    """Write the words in a column beside their dots, in order of height."""
    for words, dots in zip((good, bad), np.split(places, 2)):
        order = np.argsort(dots[:, 1])
        lowest, highest = dots[order[[0, -1]], 1]
        reach = max(highest - lowest, 2.75) / 2  # room for six lines
        heights = (lowest + highest) / 2 + np.linspace(-reach, reach, len(words))
        line = {"arrowstyle": "-", "color": figures.GREY, "linewidth": 0.6}
        for dot, height in zip(order, heights):
            ax.annotate(words[dot], dots[dot], (0.9, height), va="center", fontsize=8, arrowprops=line)


# %%
figure, axes = plt.subplots(1, 4, figsize=(11.5, 6))
titles = ["before training", "after epoch 1", "after epoch 2", "after epoch 3"]
groups = ["positive"] * len(good) + ["negative"] * len(bad)
for epoch, (ax, title) in enumerate(zip(axes, titles)):
    across = f"second component ({explained[1]:.0%})"
    figures.word_map(positions(epoch), [""] * len(rows), title, groups, ax, (across, ""))
    ax.set(xlim=(-3, 3), ylim=(-10, 7), aspect="auto")  # the same for all
    if epoch:  # at first all lie in one place
        ax.get_legend().remove()
        name_words(ax, positions(epoch))
axes[0].annotate("all twelve", positions(0)[0], (8, -14), textcoords="offset points", fontsize=9)
axes[0].set_ylabel(f"first component ({explained[0]:.0%} of the variance)")
figure.suptitle("From one dot, good and bad part along one line within one epoch", weight="bold");

# %%
heights = positions(1)[:, 1]
sizes = [np.linalg.norm(table[rows], axis=1).mean() for table in snapshots.tables]
print("mean length of the 12 vectors:", np.round(sizes, 1))
claim(
    "one direction holds more than 90 % of the variance of the 2,000 most frequent words", explained[0] > 0.9
)
claim(
    "after one epoch every good word stands above every bad one",
    heights[: len(good)].min() > heights[len(good) :].max(),
)
claim("the vectors grew more than tenfold in the first epoch", sizes[1] > 10 * sizes[0])
claim(
    "the first epoch does more than the two others together", sizes[1] - sizes[0] > abs(sizes[3] - sizes[1])
);

# %% [markdown]
# The words start in one dot, and within one epoch good (up) and bad (down) have parted along a line. Sixteen dimensions, and nearly all of the variance in one: the task asks one question, so one direction answers it. Notebook 05 looks closer.

# %% [markdown]
# ## Two seeds, two tables
#
# Two runs of the same recipe, equally good. Do their tables agree number by number? Do they agree in which words have a large cosine? **Guess** the second: the correlation of the cosines of all pairs of words in one table with those in the other.

# %%
guess = ...  # a correlation: a number from -1 to 1

# %%
one, two = course[0].table[frequent], course[1].table[frequent]


def cosines(vectors):
    unit = geometry.normalize(vectors)
    return (unit @ unit.T)[np.triu_indices(len(unit), 1)]


entries = np.corrcoef(one.ravel(), two.ravel())[0, 1]
angles = np.corrcoef(cosines(one), cosines(two))[0, 1]
print(f"correlation of the entries: {entries:.2f}")
check.guess(guess, round(angles, 2), "between the cosines")

# %%
claim("the entries hardly agree", abs(entries) < 0.5)
claim("the cosines agree: correlation above 0.75", angles > 0.75);


# %% [markdown]
# The layers after the table can undo a rotation, so the loss does not mind which way the table is turned. SciPy's `orthogonal_procrustes` finds the rotation (or reflection) that brings one table closest to the other. With 120 free angles
# in 16 dimensions it could make much look alike. So it is fitted on half of the words and judged on the other half, and tried on a random table and on the second table with its words shuffled.
#
# What is judged: how far the tables are apart, as a share of the target's size. 0 is a perfect fit; two unrelated tables of one size are $\sqrt 2 = 1.41$ apart.

# %%
def residual(source, target):
    fitted, judged = slice(0, None, 2), slice(1, None, 2)
    rotation, _ = orthogonal_procrustes(source[fitted], target[fitted])
    scale = np.linalg.norm(target[judged])
    before, after = source[judged], source[judged] @ rotation
    return [np.linalg.norm(moved - target[judged]) / scale for moved in (before, after)]


generator = np.random.default_rng(0)
targets = {
    "second seed": two,
    "second seed, words shuffled": generator.permutation(two),
    "random table of that size": generator.normal(scale=two.std(), size=two.shape),
}
residuals = {name: residual(one, target) for name, target in targets.items()}
pd.DataFrame(residuals, index=["before rotation", "after rotation"]).T.round(2)

# %%
claim(
    "the rotation removes more than half of the difference between the seeds",
    residuals["second seed"][1] < residuals["second seed"][0] / 2,
)
claim("after it less than 0.4 of the length is left", residuals["second seed"][1] < 0.4)
claim(
    "neither control comes below 1",
    min(residuals["second seed, words shuffled"][1], residuals["random table of that size"][1]) > 1,
);


# %% [markdown]
# The rotation takes the second seed from further away than chance to a quarter, and does nothing for the controls. So single numbers of an embedding mean nothing, and neither do its columns; distances and angles do. How much of the agreement is that one direction? Subtract each table's mean row, take the first component out, and correlate the cosines again:

# %%
def without_first(components, vectors):
    centred = vectors - vectors.mean(axis=0)
    directions = PCA(1).fit(vectors).components_[:components]
    return centred - centred @ directions.T @ directions


of_centred, of_rest = (
    np.corrcoef(*(cosines(without_first(components, vectors)) for vectors in (one, two)))[0, 1]
    for components in (0, 1)
)
print(f"correlation of the cosines: {angles:.2f}")
print(f"less the mean row: {of_centred:.2f}; less the first component too: {of_rest:.2f}")
claim("without the first component the seeds agree much less", of_rest < min(angles, of_centred) - 0.25);

# %% [markdown]
# What both seeds found is, for the most part, the polarity. The other fifteen dimensions hold little, and mostly what chance put there.

# %% [markdown]
# ## What we saw
#
# - Same model, same data: 0.81 with the popular recipe, 0.87 with the course's. Reading the whole review was worth 5 points; the mask nothing where there is no padding, and a lot where there is.
# - A higher learning rate learns sooner and then overfits; stop on validation, or let the rate fall.
# - On 2,500 reviews the standard error is 0.007: half a point between two models on different samples is not a finding; on the same reviews, compare it with the spread over seeds.
# - Training parts good from bad along one direction within an epoch. Two seeds give tables that a rotation brings close together; what they agree in is mostly the direction from bad to good.

# %% [markdown]
# ## The scoreboard
#
# The two networks beside the linear baselines of notebooks 01 and 02, mean over five seeds. *pairs* means that neighbouring pairs of words are features too; *parameters* are those fitted to the labels (the PPMI-SVD table is not); *wordsim353* is the agreement with people, of notebook 02; *seconds* run from the texts to the end of training; the last row is this run, its seconds a median.

# %%
baselines = ["counts of words", "TF-IDF of words", "TF-IDF of words and pairs", "mean of PPMI-SVD vectors"]
shown = [*baselines, "popular recipe", course_name]
columns = ["dimensions", "parameters", "validation_accuracy", "test_accuracy", "wordsim353", "seconds"]
board = measured.groupby("rung", sort=False)[columns].mean().loc[shown]
board.loc["course's recipe, this run"] = [
    16,
    course[0].model.count_params(),
    on_validation.mean(),
    on_test.mean(),
    np.nan,
    np.median([run.seconds for run in course]),
]
board.round(3)

# %%
claim(
    "the plain baseline of words and pairs beats the network, on validation and on test",
    (board.loc[shown[2]] > board.loc[course_name])[["validation_accuracy", "test_accuracy"]].all(),
)
claim(
    "with words alone, baselines and network are within a point",
    (board.test_accuracy[shown[:2]] - board.test_accuracy[course_name]).abs() < 0.01,
)
claim(
    "as word vectors the trained table is poor: WordSim-353 below 0.15, PPMI above 0.4",
    board.wordsim353[course_name] < 0.15 and board.wordsim353[shown[3]] > 0.4,
);


# %% [markdown]
# The honest summary: a linear model on counted words and pairs is better than this network. A likely reason: *not good* is a feature to it, while the mean of the vectors cannot see word order; we have not tested that here. What the network has that the linear models on counts have not is a
# table learned for the task, 16 numbers a word, which can be taken out, looked at, and used again. That is what the next notebooks do.
#
# ## Exercises
#
# An exercise that you leave as it is stops nothing.
#
# **Find the fault: validation knows too much.** This function prepares texts for a model: ids for the training texts, ids for the held-out ones. It runs, and the ids look right. Yet an accuracy that is measured on its held-out part says too little about new reviews. Find out why, and repair it; one line is enough.

# %%
def encode_parts(texts, held_out, size):
    """Return the ids of the training texts, and those of the last held_out texts, which are for validation.

    The result is two lists, with a list of ids for each text. The vocabulary has at most size entries:
    padding (id 0), the unknown word (id 1), then the most frequent words; equally frequent ones are in
    alphabetical order. Words are what text.split() gives. At least one text is held out, and one is not.
    """
    counted = Counter(word for review in texts for word in review.split())
    by_rank = sorted(counted, key=lambda word: (-counted[word], word))
    ids = {word: rank for rank, word in enumerate(by_rank[: size - 2], start=2)}
    rows = [[ids.get(word, 1) for word in review.split()] for review in texts]
    return rows[:-held_out], rows[-held_out:]


check.encode_parts(encode_parts)

# %% [markdown]
# **Predict: where the numbers are.** Take a vocabulary of 5,000 (padding and the unknown word counted) with 8 dimensions, and behind it the layers of this notebook: the mean, `Dense(16)`, `Dense(1)`. How many numbers does training learn in the table, and how many altogether? Work it out with a pencil,
# and give a list of the two: `[table, altogether]`.

# %%
parameter_counts = ...


check.parameter_counts(parameter_counts)


# %% [markdown]
# **Early stopping on the loss.** Unless told otherwise, Keras' callback watches the validation *loss*. Write the rule for it: which epoch is kept? Before you run the check, read the answer for losses of 0.6, 0.4, 0.5, 0.45 and a patience of 2 off the list by eye.

# %%
def kept_epoch(losses, patience):
    """Return the number of the epoch that early stopping keeps; the first epoch is number 1.

    losses is a list with the validation loss of each epoch, at least one. Training stops after as many
    epochs in a row as patience says that were not below the lowest loss so far. Kept is the epoch with the
    lowest loss up to the stop, the earlier one where two are equal. patience is at least 1; training that is
    never stopped runs through the whole list.
    """
    ...


check.kept_epoch(kept_epoch)


# %% [markdown]
# **Mean and spread over seeds.** Several recipes, each trained with the same number of seeds: a table with a row for each recipe. What belongs in a report is the mean of each and its spread.

# %%
def mean_and_spread(accuracies):
    """Return two arrays of shape (recipes,): each recipe's mean accuracy, and its spread over the seeds.

    accuracies has shape (recipes, seeds), with at least two seeds. They are a sample of all the seeds that
    could have been taken; the spread is the standard deviation, computed as in the notebook.
    """
    ...


check.mean_and_spread(mean_and_spread)


# %% [markdown]
# **An interval from two counts.** Someone tells you: *2,180 of 2,500 right*. How far can that be trusted? Write the 95 % interval as a function. When it is right, try it with a tenth of the reviews, 218 of 250.

# %%
def accuracy_interval(right, examples):
    """Return the 95 % interval of an accuracy: its lower end and its upper end, as shares of 1.

    right of the examples were labelled rightly; both are whole numbers. The interval reaches 1.96 standard
    errors to either side of the accuracy.
    """
    ...


check.accuracy_interval(accuracy_interval)

# %% [markdown]
# Stuck? Run `check.NAME.hint()` in a cell of its own, and again for the next hint; `check.NAME.solution()` shows a solution and why it is right. NAME is the name that stands before the brackets, as in `check.kept_epoch.hint()`.
#
# ## Quiz

# %%
check.quiz("04")

# %% [markdown]
# ## Where next
#
# The table is trained. [05 · Reading the weights](05_reading_the_weights.ipynb) takes it out and asks what it learned.
#
# ## References
#
# - A. Maas, R. Daly, P. Pham, D. Huang, A. Ng and C. Potts, *Learning Word Vectors for Sentiment Analysis*, ACL 2011 (the reviews).
# - D. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015.
# - I. Loshchilov and F. Hutter, *SGDR: Stochastic Gradient Descent with Warm Restarts*, ICLR 2017 (a learning rate that falls along a cosine).
# - L. Prechelt, *Early Stopping – But When?*, 1998.
# - P. Schönemann, *A generalized solution of the orthogonal Procrustes problem*, Psychometrika 31, 1966.
# - S. Wang and C. Manning, *Baselines and Bigrams: Simple, Good Sentiment and Topic Classification*, ACL 2012.
