# %% [markdown]
# # 03a · Masks and optimizers
#
# *How far does a row go after its last gradient, and what does a mask gain on real reviews?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/03a_masks_and_optimizers.ipynb)
#
# **After this you can**
#
# - work out how far momentum and Adam carry a row that gets no more gradients,
# - say what Adam's bias correction does, and compute its first steps by hand,
# - compare two models in pairs, and say how sure their difference is,
# - find out what does the harm, by changing only one thing.
#
# **Time** 30 minutes · **Needs** notebook 03
#
# This is a closer look at the last two sections of notebook 03. It is optional: nothing later depends on it. Its 16 trainings take about a minute.

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, start, text

start(seed=0)

# %% [markdown]
# ## One gradient, then none
#
# In notebook 03, a row that had got one gradient moved on in the next step. How far does it go in the end? Let the gradient be 1 in step 1 and 0 from then on, and let the learning rate be 1.
#
# Under SGD the row takes one step of length 1, and stops. Under momentum 0.9 each step adds 0.9 of the step before:

# %% tags=["drawing"]
# @title The steps under momentum, drawn
import numpy as np

steps = 0.9 ** np.arange(12)
drawing = figures.new_drawing(21.5, 5.2, "Under momentum each step is a tenth shorter, and together they add up to 10")
columns = [f"step {step}" for step in range(1, 13)]
figures.draw_table(drawing, steps, (7, 2.9), ["length of the step"], columns, digits=2, limit=1)
figures.draw_table(drawing, steps.cumsum(), (7, 1.9), ["distance so far"], digits=2, limit=10)
for height, end in ((2.4, "…   0"), (1.4, "… 10")):
    drawing.text(19.3, height, end, va="center", fontsize=10);


# %% [markdown]
# The sum 1 + 0.9 + 0.81 + … has the limit 1 / (1 - 0.9) = 10. So one gradient moves the row ten times as far as its first step.
#
# **Adam** keeps two running means: of the gradients, and of their squares.
#
# - mean = 0.9 · mean + 0.1 · gradient
# - square = 0.999 · square + 0.001 · gradient²
#
# Both start at 0, so they are too small at first: after one gradient of 1 the mean is only 0.1. The **bias correction** makes up for that. After $t$ steps it divides the mean by $1 - 0.9^t$ and the square by $1 - 0.999^t$. The step is the learning rate times the corrected mean, divided by the square root of the corrected square. Keras adds a tiny epsilon to the root before correcting it, so that nothing is divided by 0.
#
# In NumPy, for a learning rate of 1, where `steps_before` counts earlier steps without a gradient:

# %%
def adam_steps(gradients, steps_before=0, epsilon=1e-7):
    mean, square, steps = 0.0, 0.0, []
    for t, gradient in enumerate(gradients, start=steps_before + 1):
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        corrected_mean = mean / (1 - 0.9**t)
        corrected_root = (np.sqrt(square) + epsilon) / np.sqrt(1 - 0.999**t)
        steps.append(corrected_mean / corrected_root)
    return np.array(steps)


# %% [markdown]
# By hand, one step after a single gradient: the corrected mean is 0.9 · 0.1 / (1 - 0.9²) = 0.474, the root of the corrected square is √(0.999 · 0.001 / (1 - 0.999²)) = 0.707, and the step is 0.474 / 0.707 = 0.67. Does Keras' Adam take these steps? Keras moves the number downwards, so its steps are minus the differences of its positions:

# %% tags=["nbval-check-output"]
import keras

number = keras.Variable(0.0)
adam = keras.optimizers.Adam(learning_rate=1.0)
positions = [0.0]
for gradient in (1.0, 0.0, 0.0, 0.0):
    adam.apply([keras.ops.convert_to_tensor(gradient)], [number])
    positions.append(float(number))
print("ours: ", adam_steps([1, 0, 0, 0]).round(2))
print("Keras:", -np.diff(positions).round(2))

# %% [markdown]
# This is the 0.67 of notebook 03. There, row 4 got its first gradient in step 2, and moved by 0.74 instead of 1. The correction explains it: to Adam, row 4 has had two gradients by then, 0 and 1:

# %% tags=["nbval-check-output"]
print(adam_steps([0, 1]).round(2))

# %% [markdown]
# **Guess.** One gradient of 1, then 60 steps without. How far does the row go in all under Adam, if its first step has length 1?

# %%
guess = ...  # a number; within a tenth of the answer counts as close

# %% tags=["reveal"]
once = [1] + 60 * [0]
distance = {
    "SGD": np.cumsum(once),
    "momentum": np.cumsum(0.9 ** np.arange(61)),
    "Adam": np.cumsum(adam_steps(once)),
    "Adam, late": np.cumsum(adam_steps(once, steps_before=10_000)),
}
for name, way in distance.items():
    print(f"{name:11} first step {way[0]:5.2f}, in all {way[-1]:5.2f}")
check.guess(guess, round(distance["Adam"][-1], 1))

# %% [markdown]
# At the start of training the row goes 6 in all. *Late* means that the first gradient comes after 10,000 steps. The corrections are 1 by then, so the first step is 0.1 / √0.001 = 3.2 times as long. The row goes ten times as far as that: 32 in all.

# %% tags=["drawing"]
# @title The way of a row, drawn
import matplotlib.pyplot as plt

_, ax = plt.subplots(figsize=(8, 4))
ends, first_gradient = [], {"Adam": "in step 1", "Adam, late": "after 10,000 steps"}
for (name, way), colour, style in zip(distance.items(), figures.COLOURS, ("-", "-.", "-", "--")):
    ax.plot(range(1, 62), way, style, color=colour)
    if name in first_gradient:
        name = f"Adam, first gradient\n{first_gradient[name]}"
    ends.append((61, way[-1], name, colour))
ax.set(xlabel="step, counted from the one that has the gradient", ylabel="distance travelled", ylim=(0, 34))
ax.set_title("After one gradient SGD stops; momentum and Adam carry the row on")
figures.name_line_ends(ax, ends);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("twelve steps of momentum shrink by a tenth each", np.allclose(steps[1:] / steps[:-1], 0.9))
claim("momentum: ten first steps in all", round(distance["momentum"][-1], 1) == 10)
claim("our steps are Keras' steps", np.allclose(adam_steps([1, 0, 0, 0]), -np.diff(positions), atol=1e-3))
claim(
    "by hand: 0.474, 0.707",
    round(0.09 / 0.19, 3) == 0.474 and round(np.sqrt(0.000999 / (1 - 0.999**2)), 3) == 0.707,
)
claim("Adam's second step is 0.67", round(adam_steps([1, 0])[1], 2) == 0.67)
claim("a first gradient in step 2 makes a step of 0.74", round(adam_steps([0, 1])[1], 2) == 0.74)
claim("Adam at the start: 6 in all", abs(distance["Adam"][-1] - 6) < 0.1)
claim(
    "late: the first step is 3.2, and 32 in all",
    round(distance["Adam, late"][0], 1) == 3.2 and round(distance["Adam, late"][-1]) == 32,
);


# %% [markdown]
# ## The same in real training
#
# Now we train a classifier on 4,000 reviews: look-up, mean of the words, and a **hidden layer** of 16 numbers between the mean and the result. Its `relu` turns numbers below 0 into 0. The result is one number, the **logit**. Above 0 it means "positive".

# %%
def logit_of(vectors):
    mean = keras.layers.GlobalAveragePooling1D()(vectors)
    hidden = keras.layers.Dense(16, activation="relu")(mean)
    return keras.layers.Dense(1)(hidden)


def make_model(mask, seed):
    keras.utils.set_random_seed(seed)
    ids = keras.Input((None,), dtype="int32")
    vectors = keras.layers.Embedding(10_000, 16, mask_zero=mask)(ids)
    return keras.Model(ids, logit_of(vectors))


# %%
reviews = data.load_reviews()
some = reviews.train.texts[:4_000]
vocabulary = text.build_vocabulary(some, max_tokens=10_000)
rows = text.pad(text.to_ids(some, vocabulary), 400)  # cut or padded to 400 tokens
labels = reviews.train.labels[:4_000]
validation_rows = text.pad(text.to_ids(reviews.validation.texts, vocabulary), 400)

# %% [markdown]
# One epoch is one pass over the reviews: 32 batches of 125. The optimizer is Adam, with a learning rate of 0.01. After each batch we keep the table, and note which rows the batch held.

# %%
model = make_model(mask=True, seed=0)
loss = keras.losses.BinaryCrossentropy(from_logits=True)  # the model gives logits
model.compile(keras.optimizers.Adam(0.01), loss)
embedding = model.layers[1]
tables, held = [embedding.get_weights()[0]], np.zeros((32, 10_000), dtype=bool)
order = np.random.default_rng(0).permutation(4_000)
for step, batch in enumerate(np.split(order, 32)):
    model.train_on_batch(rows[batch], labels[batch])
    tables.append(embedding.get_weights()[0])
    held[step, np.unique(rows[batch])] = True
moves = np.linalg.norm(np.diff(tables, axis=0), axis=2)  # shape (32, 10_000)

# %% [markdown]
# Some words are in only one of the 32 batches. We take those whose batch comes in the first half, so that at least 16 steps follow.

# %%
single = (held.sum(axis=0) == 1) & held[:16].any(axis=0)
print(single.sum(), "words, such as", ", ".join(np.array(vocabulary)[single][:5]))

# %% [markdown]
# **Guess.** Add up the lengths of all the steps these rows take in the epoch. What share of that sum falls in the one step whose batch holds the word?

# %%
guess = ...  # a share, such as 0.5; within a tenth of the answer counts as close

# %% tags=["reveal"]
in_own_step = held[:, single]  # True once a column, where the batch holds the word
own_step = moves[:, single][in_own_step].sum()
share = own_step / moves[:, single].sum()
check.guess(guess, round(share, 2), "of the distance")

# %%
claim("A row covers most of its distance after its only batch", share < 0.2);

# %% [markdown]
# About an eighth, within the epoch. The rows glide the rest of the way, while the model reads reviews without the word. The steps shrink by roughly a tenth each, as in the toy example, and faster at first for words met early:

# %% tags=["drawing"]
# @title The glide of these rows, drawn
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize

first = held[:, single].argmax(axis=0)
columns = np.flatnonzero(single)
glide = np.array(
    [moves[step : step + 17, column] / moves[step, column] for step, column in zip(first, columns)]
)
_, ax = plt.subplots(figsize=(8, 4))
batch_colours = ScalarMappable(Normalize(1, 16), "viridis_r")
for step, line in zip(first, glide):
    ax.plot(line, color=batch_colours.to_rgba(step + 1), linewidth=1)
ax.plot([], color=figures.GREY, linewidth=1, label="one word (colour: its batch);\nwords of one batch coincide")
ax.plot(np.median(glide, axis=0), "o", color="black", markersize=5, label="median of all these words")
ax.plot(0.9 ** np.arange(17), "--", color=figures.COLOURS[1], zorder=3, label="a tenth shorter with each step")
plt.colorbar(batch_colours, ax=ax, label="number of the batch that holds the word", ticks=[1, 4, 8, 12, 16])
ax.set(
    xlabel="steps after the only batch that holds the word",
    ylabel="length of step (first = 1)",
    ylim=(0, None),
)
ax.set_title("In real training, too, rows glide on for many steps")
ax.legend();

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("32 batches of 125 make up all the reviews", 32 * 125 == len(rows))
claim("a dozen words or more are in one batch only", single.sum() >= 12)
claim("their rows go about an eighth of the way in their own step", 0.10 < share < 0.16)
claim(
    "ten steps later the median step has shrunk as 0.9 to the tenth, within 25 %",
    0.75 < np.median(glide[:, 10]) / 0.9**10 < 1.25,
)
claim(
    "the lines of one batch's words coincide, within 0.01",
    np.array([np.ptp(glide[first == step], axis=0).max() < 0.01 for step in np.unique(first)]),
)
claim(
    "words of the first four batches: the second step is shorter than that of later words",
    glide[first < 4, 1].max() < glide[first >= 4, 1].min(),
);

# %% [markdown]
# ## The mask on real reviews
#
# A mask can matter only where there is padding. We can cut or pad every review to 400 tokens. Or we can cut only at 1,000, and fill each batch with reviews of about the same length, padded to its longest.

# %% tags=["nbval-check-output"]
lengths = np.array([min(len(ids), 1_000) for ids in text.to_ids(some, vocabulary)])
batches = np.split(np.sort(lengths), 32)
places = sum(len(batch) * batch.max() for batch in batches)
print(f"400 tokens:         {np.mean(rows == 0):.0%} of all places are padding")
print(f"up to 1,000 tokens: {1 - lengths.sum() / places:.0%}")


# %% [markdown]
# We train at 400 tokens, with and without the mask, for six epochs. The learning rate falls from 0.01 to 0 along half a cosine (`CosineDecay`).
#
# Results vary with the seed, so we train five *pairs*. The two models of a pair start from the same random numbers and see the same batches, in the same order in every epoch. Only the mask differs. After each epoch we note which of the 2,500 validation reviews the model gets right.

# %%
def train(model, seed):
    falling_rate = keras.optimizers.schedules.CosineDecay(0.01, decay_steps=6 * 32)
    model.compile(keras.optimizers.Adam(falling_rate), loss)  # the loss from above
    order = np.random.default_rng(seed).permutation(4_000)
    right = []
    for _ in range(6):
        model.fit(rows[order], labels[order], batch_size=125, shuffle=False, verbose=0)
        logits = model.predict(validation_rows, batch_size=500, verbose=0)[:, 0]
        right.append((logits > 0) == (reviews.validation.labels == 1))
    return right


# %%
masked = np.array([train(make_model(True, seed), seed) for seed in range(5)])

# %%
plain = np.array([train(make_model(False, seed), seed) for seed in range(5)])
gain = masked.mean(axis=2) - plain.mean(axis=2)  # shape (5 seeds, 6 epochs)
print(f"after epoch 1 the mask is ahead by {gain[:, 0].mean():.2f} in accuracy")

# %% [markdown]
# **Guess.** By how much is the mask ahead after six epochs, on average?

# %%
guess = ...  # below 0 if it is behind; within a tenth of the answer counts as close

# %% tags=["reveal"]
for epoch in range(6):
    print(epoch + 1, gain[:, epoch].round(3), f"mean {gain[:, epoch].mean():.3f}")
check.guess(guess, round(gain[:, -1].mean(), 3))

# %% tags=["drawing"]
# @title Accuracy over epochs, drawn
lines = {"with the mask": masked.mean(axis=2), "without": plain.mean(axis=2)}
title = "Without the mask the model starts far behind,\nthen makes up most of the gap"
band = "validation accuracy, mean of five seeds\n(band: from the lowest to the highest)"
figures.curves(lines, title, ("epoch", band));

# %% [markdown]
# After the first epoch the model without the mask is more than 0.15 behind, and not much better than guessing. After the sixth it is still behind, by a few hundredths. One epoch alone tells half the story.
#
# How sure is that? Two things, among others, are left to chance: the seeds and the reviews. A **standard error** says how far a mean over so few of them is likely to be from the mean over all.
#
# - Over seeds, it is the standard deviation of the five differences, divided by √5.
# - Over reviews, it is the standard deviation of 2,500 numbers, divided by √2,500. A review's number is 1 if only the masked model is right, -1 if only the other is, else 0, averaged over seeds.

# %%
for epoch in (0, 2, 5):
    over_seeds = gain[:, epoch].std(ddof=1) / np.sqrt(5)
    per_review = (masked[:, epoch] * 1.0 - plain[:, epoch]).mean(axis=0)
    over_reviews = per_review.std() / np.sqrt(2_500)
    print(f"epoch {epoch + 1}: {gain[:, epoch].mean():.3f}, standard error", end=" ")
    print(f"over seeds {over_seeds:.3f}, over reviews {over_reviews:.3f}")

claim("At 400 tokens the mask wins in every pair, after every epoch", gain > 0)
half = gain[:, 0].mean() / 2
claim("More than half of its lead is gone after six epochs", gain[:, -1].mean() < half);

# %% [markdown]
# The gain is several times either standard error. And where there is little padding? The course's own recipe (notebook 04) cuts only at 1,000 tokens. Five pairs of it, trained on all training reviews, are in a table:

# %% tags=["nbval-check-output"]
recipes = data.load_results("recipes").rename(columns={"rung": "recipe"})
# A row of the table is one training: a recipe, a seed, an accuracy.
accuracy = recipes.pivot(index="seed", columns="recipe", values="validation_accuracy")
with_mask = accuracy["nothing left out"]  # the name of the course's own recipe
gain_whole = (with_mask - accuracy["without the mask"]).to_numpy()
error_whole = gain_whole.std(ddof=1) / np.sqrt(5)
print("gain, up to 1,000 tokens:", gain_whole.round(3))
print(f"mean {gain_whole.mean():.3f}, standard error over seeds {error_whole:.3f}")
low, high = gain_whole.mean() + np.array([-2.78, 2.78]) * error_whole
print(f"95 % range over seeds: {low:.3f} to {high:.3f}")

# %% [markdown]
# Five pairs show no gain: the mean is within a standard error of 0. Its 95 % range over seeds is 2.78 standard errors either way (Student's *t*). This recipe also sees more reviews, so it is a second case, not a control.

# %% tags=["checks"]
# @title Numbers of this section, checked
from scipy.stats import t as student

claim("at 400 tokens nearly half of the places are padding", 0.45 < np.mean(rows == 0) < 0.5)
claim("after the first epoch the model without the mask is more than 0.15 behind", gain[:, 0].mean() > 0.15)
claim("and below 0.65, where guessing has 0.5", plain[:, 0].mean() < 0.65)
claim("on average it is furthest behind in the first two", gain.mean(axis=0).argmax() < 2)
claim("after the sixth by a few hundredths", 0.02 < gain[:, -1].mean() < 0.07)
last = (masked[:, -1] * 1.0 - plain[:, -1]).mean(axis=0)
errors = np.array([gain[:, -1].std(ddof=1) / np.sqrt(5), last.std() / np.sqrt(2_500)])
claim("that is more than three times either standard error", gain[:, -1].mean() > 3 * errors)
claim("in whole reviews less than a tenth of the places are padding", 1 - lengths.sum() / places < 0.1)
claim("on whole reviews the pairs differ in sign", gain_whole.min() < 0 < gain_whole.max())
claim("and their mean is within a standard error of 0", abs(gain_whole.mean()) < error_whole)
claim(
    "the 95 % range of five values is 2.78 standard errors: Student's t, 4 degrees of freedom",
    round(float(student.ppf(0.975, 4)), 2) == 2.78,
);


# %% [markdown]
# ## What does the harm?
#
# Without a mask three things are wrong. The mean divides by 400, however few words there are. Row 0's numbers are in the sum. And row 0, which is in nearly half of all places, is trained like a word.
#
# Does training row 0 slow the model? Change only that. At padding we use a copy through which no gradient passes. So row 0 stays *frozen* at its random start. The mean still divides by 400, and still holds row 0's random numbers.

# %%
def frozen_model(seed):
    keras.utils.set_random_seed(seed)
    ids = keras.Input((None,), dtype="int32")
    vectors = keras.layers.Embedding(10_000, 16)(ids)
    copy = keras.ops.stop_gradient(vectors)  # the same numbers, no gradient
    is_word = (ids != 0)[:, :, None]
    return keras.Model(ids, logit_of(keras.ops.where(is_word, vectors, copy)))


# %% [markdown]
# **Guess.** After three epochs the model with the mask is clearly ahead of the one without. What share of this gap does freezing row 0 close?

# %%
guess = ...  # a share, such as 0.5; within a tenth of the answer counts as close

# %% tags=["reveal"]
frozen = np.array([train(frozen_model(seed), seed) for seed in range(5)])
runs = {"with": masked, "frozen": frozen, "without": plain}
accuracies = {name: right.mean(axis=2) for name, right in runs.items()}
for epoch in (3, 6):
    for name, over_epochs in accuracies.items():
        five = over_epochs[:, epoch - 1]
        print(f"epoch {epoch}  {name:8} {five.round(3)} mean {five.mean():.3f}")
closed = (accuracies["frozen"] - accuracies["without"]).mean(axis=0) / gain.mean(axis=0)
check.guess(guess, round(closed[2], 2), "of the gap")

# %% tags=["drawing"]
# @title The control, drawn
figure, panels = plt.subplots(1, 2, figsize=(9, 3), sharex=True, sharey=True)
names = ["mask", "no mask, row 0 frozen", "no mask"]
colours = [figures.COLOURS[place] for place in (0, 2, 1)]
lanes = np.linspace(-0.2, 0.2, 5)  # a lane for each seed, so that no dot covers another
for ax, epoch in zip(panels, (3, 6)):
    seeds = np.array([over_epochs[:, epoch - 1] for over_epochs in accuracies.values()])
    ax.plot(seeds, np.arange(3)[:, None] + lanes, color=figures.GREY, linewidth=0.8)
    for place, colour in enumerate(colours):
        ax.plot(seeds[place], place + lanes, "o", color=colour, markersize=5)
        ax.plot(seeds[place].mean(), place, "|", color=colour, markersize=28, markeredgewidth=2.5)
    ax.set_xlabel(f"validation accuracy after {epoch} epochs")
ax.set(ylim=(2.6, -0.6), yticks=range(3), yticklabels=names)
figure.supxlabel("dots joined by a thin line: one seed; strokes: means", fontsize=10.5)
panels[0].set_title("With row 0 frozen, the model nearly keeps up with the mask");

# %% [markdown]
# Freezing row 0 closes about nine tenths of the gap after three epochs, and about eight tenths or more of the smaller gap after six. So most of the gap comes from training row 0, presumably because every batch moves it, and with it the mean of every padded text.
#
# The paired difference of mask and frozen is what the division and row 0's random numbers cost:

# %%
most = closed[[2, 5]] > 0.5
claim("Freezing row 0 closes most of the gap, after three epochs and after six", most)
cost = accuracies["with"] - accuracies["frozen"]
cost_error = cost.std(axis=0, ddof=1) / np.sqrt(5)  # over seeds, for each epoch
for epoch in (3, 6):
    five, error = cost[:, epoch - 1], cost_error[epoch - 1]
    print(f"epoch {epoch} {five.round(3)}", end=" ")
    print(f"mean {five.mean():.3f}, standard error {error:.3f}")

# %% [markdown]
# A point or two at most (a point is 0.01), far less than the gap.

# %% tags=["checks"]
# @title Numbers of this section, checked
import tensorflow as tf

model = frozen_model(0)
with tf.GradientTape() as tape:
    logits = model(rows[:125])
gradient = tf.convert_to_tensor(tape.gradient(logits, model.layers[1].embeddings)).numpy()
claim("in the frozen model no gradient reaches row 0", gradient[0] == 0)
claim("but the other rows get theirs", gradient[2].any())
claim("with row 0 frozen, the model is ahead of no mask in every pair", accuracies["frozen"][:, 2] > accuracies["without"][:, 2])
claim("freezing it closes about nine tenths of the gap", 0.85 < closed[2] < 1.05)
claim("and about eight tenths or more of the gap after six epochs", 0.75 < closed[5])
claim("the division and row 0's random numbers cost two points at most, after six epochs too", abs(cost.mean(axis=0)[[2, 5]]) < 0.025)
claim("after three epochs the mask is clearly ahead", gain[:, 2].mean() > 0.05);

# %% [markdown]
# ## What we saw
#
# - After one gradient, momentum 0.9 carries a row ten times as far as its first step. Adam carries it six times as far at the start of training, and late in training about 32 times as far as that early first step.
# - Adam's bias correction makes up for running means that start at 0.
# - A row whose word is in only one batch covers about an eighth of its distance in that epoch in that batch's step, and glides the rest of the way.
# - At 400 tokens the mask won in every pair, most of all in the first epochs. With hardly any padding, five pairs show no gain.
# - Compare in pairs, over seeds, and at more than one epoch.
# - Without a mask, most of the gap comes from training row 0, after three epochs and after six.
#
# ## Where next
#
# [04 · Training on real reviews](04_training.ipynb) trains on all reviews, cut only at 1,000 tokens, with the mask.
#
# ## References
#
# - D. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015: the running means and their bias correction.
# - I. Loshchilov and F. Hutter, *SGDR: Stochastic Gradient Descent with Warm Restarts*, ICLR 2017: a rate that falls along half a cosine.
# - Keras documentation, "Masking and padding with Keras".
