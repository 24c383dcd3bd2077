# %% [markdown]
# # 04a · What a difference is worth
#
# *When is one recipe really better than another?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/04a_what_a_difference_is_worth.ipynb)
#
# A closer look at notebook 04. It is optional: nothing later depends on it.
#
# **After this you can**
#
# - give an accuracy its interval,
# - compare two recipes by the reviews on which they disagree,
# - keep two kinds of noise apart: which reviews, and which seed,
# - bring two trained tables together by a rotation, and say what the loss fixes in them.
#
# **Time** 30 minutes, 45 with exercises · **Needs** notebook 04

# %% tags=["set-up"]
# @title Set-up
try:
    import course_utils
except ImportError:
    course = "git+https://github.com/your_account/embeddings-course@main"
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, geometry, start, training

start(seed=0)

from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
from scipy.linalg import orthogonal_procrustes
from scipy.stats import binomtest
from sklearn.decomposition import PCA

# %% [markdown]
# ## An accuracy is a sample
#
# Notebook 04 found that sixteen dimensions beat two. We train both with five seeds, and keep for each validation review whether it was classified correctly.

# %%
reviews = data.load_reviews("imdb")
vectorized = training.vectorize(reviews)
labels = reviews.validation.labels
ids = vectorized.validation.to_tensor()[:, :1000]


def trained(dimensions, seed):
    recipe = training.Recipe(dimensions=dimensions)
    return training.train(reviews, recipe, seed, vectorized=vectorized)


def predict(run):
    return run.model.predict(ids, batch_size=256, verbose=0)[:, 0]


# %%
sixteen = [trained(16, seed) for seed in range(5)]
right_16 = np.array([(predict(run) > 0) == labels for run in sixteen])
print("16 dimensions:", right_16.mean(axis=1).round(3))

# %%
two = [trained(2, seed) for seed in range(5)]
right_2 = np.array([(predict(run) > 0) == labels for run in two])
print(" 2 dimensions:", right_2.mean(axis=1).round(3))

# %% [markdown]
# First, one seed of each. Each accuracy is a share of 2,500 reviews, which are a sample of all that could have been held out. Another sample would give another share. How different? There are two ways to find out:
#
# - the **bootstrap**: draw 2,500 of these reviews again, with replacement, 2,000 times, and see how the share varies,
# - a formula: if each review is classified correctly with chance $p$, independently, the share has the **standard error** $\sqrt{p(1-p)/n}$, and its 95 % interval reaches 1.96 standard errors to either side.

# %%
random = np.random.default_rng(0)
drawn = random.integers(0, 2500, size=(2000, 2500))
again = right_16[0][drawn].mean(axis=1)  # 2,000 accuracies
low, high = np.percentile(again, [2.5, 97.5])
print(f"bootstrap: between {low:.3f} and {high:.3f}")

p = right_16[0].mean()
error = np.sqrt(p * (1 - p) / 2500)
print(f"formula:   between {p - 1.96 * error:.3f} and {p + 1.96 * error:.3f}")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("bootstrap and formula agree", np.allclose([low, high], [p - 1.96 * error, p + 1.96 * error], atol=0.002))
needed = 2 * p * (1 - p) * (1.96 / 0.005) ** 2  # 1.96 * sqrt(2 p (1 - p) / n) = 0.005
claim("half a point needs 33,000 to 36,000 reviews", 33_000 < needed < 36_000);

# %% [markdown]
# Reviews of one film are not independent (notebook 01), so treat the interval as a lower bound on the uncertainty.
#
# Two models, each measured on a sample of *its own*: then the variance of their difference is the sum of the two, $2p(1-p)/n$. To tell half a point from chance, each sample would need about 35,000 reviews. We have 2,500.
#
# ## The same reviews
#
# But our models were measured on the *same* reviews. Where both are right, or both wrong, a review speaks for neither. Only those on which they disagree count.
#
# **Guess.** On how many of the 2,500 is exactly one of the two right?

# %%
guess = ...  # a number of reviews

# %% tags=["reveal"]
one, other = right_16[0], right_2[0]
only_16, only_2 = (one & ~other).sum(), (other & ~one).sum()
print(f"only the one with 16 dimensions is right: {only_16}")
print(f"only the one with 2 dimensions is right:  {only_2}")
check.guess(guess, int(only_16 + only_2), "reviews")

# %% tags=["drawing"]
# @title The four kinds of reviews, drawn
kinds = np.array([[(one & other).sum(), only_16], [only_2, (~one & ~other).sum()]])
drawing = figures.new_drawing(17, 5.2, "Only the reviews on which they disagree count")
figures.draw_table(drawing, kinds, (6, 2.4), ["16 dimensions right", "wrong"], coloured=False)
for place, name in enumerate(["right", "wrong"]):
    drawing.text(6.5 + place, 2.7, name, ha="center", fontsize=9.5)
drawing.text(7, 3.4, "2 dimensions", ha="center", fontsize=10)
for column, row, colour in ((1, 0, figures.COLOURS[1]), (0, 1, figures.COLOURS[0])):
    frame = plt.Rectangle((6 + column, 1.4 - row), 1, 1, fill=False, edgecolor=colour, linewidth=2.2)
    drawing.add_patch(frame)
drawing.text(8.8, 1.9, "for 16 dimensions", color=figures.COLOURS[1], fontsize=10, va="center")
drawing.text(8.8, 0.9, "for 2 dimensions (left frame)", color=figures.COLOURS[0], fontsize=10, va="center");

# %% [markdown]
# If the two recipes were equally good, each disagreement would be the toss of a coin. How often does a coin fall so unevenly, or more so? That is **McNemar's test**.

# %%
disagree = only_16 + only_2
chance = binomtest(int(only_16), int(disagree)).pvalue
print(f"{only_16} to {only_2}: a coin does that in {chance:.2%} of all cases")

# %% [markdown]
# The bootstrap says how much is gained by pairing. Draw the reviews once for both models, or separately for each:

# %%
drawn_apart = random.integers(0, 2500, size=(2000, 2500))
paired = one[drawn].mean(axis=1) - other[drawn].mean(axis=1)
separate = one[drawn].mean(axis=1) - other[drawn_apart].mean(axis=1)
for name, differences in (("same reviews", paired), ("separate samples", separate)):
    low, high = np.percentile(differences, [2.5, 97.5])
    print(f"{name:16}  difference between {low:.3f} and {high:.3f}")

# %% tags=["drawing"]
# @title The figure
_, ax = plt.subplots(figsize=(8, 3.6))
ax.hist(separate, bins=50, color=figures.GREY, alpha=0.5)
ax.hist(paired, bins=50, color=figures.COLOURS[2], alpha=0.6)
ax.axvline(0, color="black", linewidth=1)
peak = ax.get_ylim()[1]
ax.text(np.quantile(separate, 0.995), 0.35 * peak, "separate\nsamples", color=figures.GREY)
ax.text(np.quantile(paired, 0.97), 0.8 * peak, "the same reviews", color=figures.COLOURS[2])
ax.set(xlabel="16 dimensions minus 2, accuracy, drawn 2,000 times", yticks=[], ylabel="how often")
ax.set(title="On the same reviews, the same difference is far more certain");

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("a coin falls so unevenly in less than 1 % of all cases", chance < 0.01)
claim("drawn together, the difference varies less than three quarters as much", paired.std() < 0.75 * separate.std())
claim("paired, 0 is outside the interval", np.percentile(paired, 2.5) > 0);

# %% [markdown]
# ## Two kinds of noise
#
# That was seed 0 of each. A seed decides the start of the weights and the order of the batches. Is the difference there with every seed?

# %%
difference = right_16.mean(axis=1) - right_2.mean(axis=1)
print("16 minus 2, seed by seed:", difference.round(3))
print(f"mean {difference.mean():.3f}, standard deviation {difference.std(ddof=1):.4f}")

# %% [markdown]
# The standard deviation divides by 4 instead of 5 (`ddof=1`), because the five are nearer to their own mean than to the mean of all seeds.
#
# Do not stop here. All five differences come from the same 2,500 reviews. If these happen to suit sixteen dimensions, they do so in all five. More seeds make the noise of *training* smaller, and leave the noise of the *reviews* as it is. So average each review over the seeds, then draw reviews:

# %%
by_review = right_16.mean(axis=0) - right_2.mean(axis=0)  # 2,500 numbers, -1 to 1
together = by_review[drawn].mean(axis=1)
low, high = np.percentile(together, [2.5, 97.5])
print(f"all seeds: difference between {low:.3f} and {high:.3f}")

# %% tags=["drawing"]
# @title The figure
_, ax = plt.subplots(figsize=(8, 3.4))
names = [f"seed {seed}" for seed in range(5)] + ["all five"]
samples = [*(right_16 * 1.0 - right_2), by_review]
for place, sample in enumerate(samples):
    low_end, high_end = np.percentile(sample[drawn].mean(axis=1), [2.5, 97.5])
    colour = figures.COLOURS[3] if place == 5 else figures.COLOURS[2]
    ax.plot([low_end, high_end], [place, place], color=colour, linewidth=3 if place == 5 else 1.8)
    ax.plot(sample.mean(), place, "o", color=colour)
ax.axvline(0, color="black", linewidth=1)
ax.set_yticks(range(6), names)
ax.invert_yaxis()
ax.set(xlabel="16 dimensions minus 2, accuracy, with its 95 % interval from the reviews")
ax.set(title="Seeds differ less than the reviews leave open");

# %% [markdown]
# All five seeds agree, and the interval of all five together is clear of 0. *That* is a finding: sixteen dimensions are better than two, by one to three points.

# %%
claim("it survives both kinds of noise", difference.min() > 0 and low > 0);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("by one to three points, nearly", 0.004 < low and high < 0.033)
claim("seeds spread less than half of the interval", difference.std(ddof=1) < (high - low) / 2);

# %% [markdown]
# ## A warning
#
# Here are two rungs of the scoreboard, five seeds each: the mean of a review's skip-gram vectors, and of its PPMI-SVD vectors.

# %%
measured = data.load_results("scoreboard").set_index("rung")
skip_gram = measured.loc["mean of skip-gram vectors"]
counted = measured.loc["mean of PPMI-SVD vectors"]
lead = skip_gram.validation_accuracy.mean() - counted.validation_accuracy.mean()
print(f"skip-gram leads by {lead:.4f} on validation: {lead * 2500:.0f} reviews")

# %% [markdown]
# **Guess.** Does it lead by even half as much on test?

# %%
guess = ...  # "yes" or "no"

# %% tags=["reveal"]
on_test = skip_gram.test_accuracy.mean() - counted.test_accuracy.mean()
print(f"on test: {on_test:+.4f}")
check.guess(guess, bool(on_test > lead / 2))

# %% tags=["drawing"]
# @title The figure
_, ax = plt.subplots(figsize=(8, 2.9))
ticks = []
for place, part in enumerate(["validation", "test"]):
    for shift, (name, rows) in enumerate({"PPMI-SVD": counted, "skip-gram": skip_gram}.items()):
        at = 2.4 * place + shift
        colour = figures.COLOURS[2 + shift]
        accuracies = rows[f"{part}_accuracy"]
        ax.plot(accuracies, [at] * 5, "o", color=colour, alpha=0.6)
        ax.plot([accuracies.mean()] * 2, [at - 0.35, at + 0.35], color=colour, linewidth=2.5)
        ticks.append((at, f"{part}: {name}"))
ax.set_yticks([at for at, _ in ticks], [name for _, name in ticks])
ax.invert_yaxis()
ax.set(xlabel="accuracy of five seeds; the bar is their mean")
ax.set(title="Skip-gram leads on validation, and not on test");

# %% [markdown]
# Five seeds were not enough to see it coming. A paired interval would have been. A lead of so few reviews is more than chance only if the two disagree on very few reviews, by $1.96\sqrt{d}$ with $d$ disagreements. On how many do two *seeds* of one recipe disagree?

# %%
between_seeds = (right_16[0] != right_16[1]).sum()
print(f"two seeds of one recipe disagree on {between_seeds} reviews")
print(f"chance alone leads by up to {1.96 * np.sqrt(between_seeds):.0f} reviews")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("skip-gram leads on validation", lead > 0)
claim("and by less than half as much on test", on_test < lead / 2)
claim("its lead is no more than what chance gives", lead * 2500 < 1.96 * np.sqrt(between_seeds));

# %% [markdown]
# Two different kinds of vectors surely disagree on no fewer. So the lead was never more than chance. Seeds measure one kind of noise, and this was the other.
#
# ## Two seeds, two tables
#
# Five seeds give five tables, equally good. Are they the same table? Compare the rows of the 2,000 most frequent words, number by number, for all ten pairs of seeds.

# %%
tables = [run.table[2:2002] for run in sixteen]
pairs = list(combinations(range(5), 2))


def correlation(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


entries = [correlation(tables[i], tables[j]) for i, j in pairs]
print("entries, ten pairs:", np.sort(entries).round(2))

# %% [markdown]
# From strongly negative to strongly positive: whatever chance gives. The columns of one table have nothing to do with those of another.
#
# But perhaps one table is the other, turned. SciPy's `orthogonal_procrustes` finds the rotation (or reflection) that brings one as near to the other as possible. With 16 dimensions it could fit a lot, so we fit it on half of the words and judge it on the other half. The measure is the distance left, as a share of the table's size: 0 is a perfect fit, and 1.41 is usual for two unrelated tables.

# %%
def distance(source, target):
    return np.linalg.norm(source - target) / np.linalg.norm(target)


def distance_left(source, target):
    rotation, _ = orthogonal_procrustes(source[::2], target[::2])
    return distance(source[1::2] @ rotation, target[1::2])


apart = [distance(tables[i], tables[j]) for i, j in pairs]
turned = [distance_left(tables[i], tables[j]) for i, j in pairs]
shuffled = [distance_left(tables[i], random.permutation(tables[j])) for i, j in pairs]
print(f"before:          {min(apart):.2f} to {max(apart):.2f}")
print(f"turned:          {min(turned):.2f} to {max(turned):.2f}")
print(f"shuffled words:  {min(shuffled):.2f} to {max(shuffled):.2f}")

# %% tags=["drawing"]
# @title The figure
rotation, _ = orthogonal_procrustes(tables[1][::2], tables[0][::2])
_, axes = plt.subplots(1, 2, figsize=(8.4, 4), sharex=True, sharey=True)
panels = {"before": tables[1][1::2], "turned": tables[1][1::2] @ rotation}
for ax, (name, moved) in zip(axes, panels.items()):
    ax.plot(moved.ravel(), tables[0][1::2].ravel(), ".", markersize=2, color=figures.COLOURS[2], alpha=0.4)
    ax.set(title=name, xlabel="a number of the second table", aspect="equal")
axes[0].set_ylabel("the same place in the first table")
plt.gcf().suptitle("Turned, the second table lies on the first", x=0.01, ha="left", weight="bold");

# %% [markdown]
# A rotation brings each table near to each other one, also for words on which it was not fitted. The control, the same table with its words shuffled, stays far. So single numbers and columns of a trained table mean nothing by themselves.

# %%
claim("a rotation brings any two seeds together", max(turned) < min(shuffled) / 2);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("entries: some pairs of seeds below -0.3, some above 0.3", min(entries) < -0.3 and max(entries) > 0.3)
claim("shuffled words stay further than 0.9", min(shuffled) > 0.9)
claim("before, they are about as far as unrelated tables: 0.9 to 1.9", 0.9 < np.mean(apart) < 1.9);

# %% [markdown]
# ## What the loss does not fix
#
# Distances and cosines survive a rotation. Are they what the loss asks for? No. The `Dense` layer behind the table can undo *any* invertible matrix, not just a rotation. For example: make the first component twenty times as short, and let `Dense` make it twenty times as long.

# %%
run = sixteen[0]
before, table = predict(run), run.table
kernel, bias = run.model.layers[2].get_weights()
first = PCA(1).fit(tables[0]).components_
shrink = np.eye(16) - 0.95 * first.T @ first
run.model.layers[0].set_weights([table @ shrink])
run.model.layers[2].set_weights([np.linalg.inv(shrink) @ kernel, bias])
print(f"largest change of a logit: {np.abs(predict(run) - before).max():.4f}")

# %% [markdown]
# Not one of the 2,500 logits changes. **Guess.** And the cosines? Give the correlation between all cosines before and after.

# %%
guess = ...  # a correlation: a number from -1 to 1

# %% tags=["reveal"]
def cosines(vectors):
    unit = geometry.normalize(vectors)
    return (unit @ unit.T)[np.triu_indices(len(unit), 1)]


after = correlation(cosines(tables[0]), cosines(tables[0] @ shrink))
check.guess(guess, round(after, 2), "between the cosines")

# %%
words = run.vocabulary[2:2002]
for name, vectors in (("trained", tables[0]), ("shrunk", tables[0] @ shrink)):
    unit = geometry.normalize(vectors)
    nearest = np.argsort(-(unit @ unit[words.index("excellent")]))[1:6]
    print(f"{name:8} excellent:", *[words[row] for row in nearest])

# %% [markdown]
# The same model, the same answers, other neighbours. The loss fixes what the table and the layers behind it do *together*. That five trainings still agree in their cosines is the work of how training moves, from a small random start; why, we leave open. And they agree mostly in one direction:

# %%
def without_first(vectors):
    centred, first = vectors - vectors.mean(axis=0), PCA(1).fit(vectors).components_
    return centred - centred @ first.T @ first


whole = [cosines(vectors) for vectors in tables]
rest = [cosines(without_first(vectors)) for vectors in tables]
for name, angles in (("all 16", whole), ("without the first", rest)):
    agreement = [correlation(angles[i], angles[j]) for i, j in pairs]
    print(f"{name:17}  {min(agreement):.2f} to {max(agreement):.2f}")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the logits stay as they were", np.abs(predict(run) - before).max() < 0.01)
claim("the cosines do not", after < 0.6)
claim("without the first component the seeds agree much less", max(agreement) < 0.6)
full = [correlation(whole[i], whole[j]) for i, j in pairs]
claim("with it they agree well", min(full) > 0.7);

# %% [markdown]
# ## What we saw
#
# - An accuracy on 2,500 reviews is uncertain by more than a point.
# - Compare two recipes on the same reviews: only those on which they disagree count.
# - Seeds measure the noise of training, reviews the noise of the sample. A finding survives both.
# - Skip-gram led on validation and not on test. Five seeds did not warn of it.
# - Two seeds give two tables that a rotation brings together. Their columns mean nothing.
# - The loss does not fix cosines: the same model can have other neighbours.
#
# ## Exercises
#
# **An interval from two counts.** Someone tells you: *2,180 of 2,500 right*. How far can that be trusted? Write the 95 % interval as a function. When it is right, try it with a tenth of the reviews, 218 of 250.

# %%
def accuracy_interval(right, examples):
    """Return the 95 % interval of an accuracy: its lower and upper end, as shares of 1.

    right of the examples were classified correctly; both are whole numbers. The
    interval reaches 1.96 standard errors to either side of the accuracy.
    """
    ...


check.accuracy_interval(accuracy_interval)


# %% [markdown]
# **Mean and spread over seeds.** Several recipes, each trained with the same number of seeds: a table with a row for each recipe. A report gives the mean of each and its spread.

# %%
def mean_and_spread(accuracies):
    """Return two arrays of shape (recipes,): each recipe's mean accuracy and spread.

    accuracies has shape (recipes, seeds), with at least two seeds. They are a sample of
    all the seeds that could have been taken; the spread over them is the standard
    deviation, computed as in the notebook.
    """
    ...


check.mean_and_spread(mean_and_spread)

# %% [markdown]
# ## Where next
#
# Back to the road: [05 · Reading the weights](05_reading_the_weights.ipynb).
#
# ## References
#
# - Q. McNemar, *Note on the sampling error of the difference between correlated proportions or percentages*, Psychometrika 12, 1947.
# - B. Efron, *Bootstrap Methods: Another Look at the Jackknife*, Annals of Statistics 7, 1979.
# - P. Schönemann, *A generalized solution of the orthogonal Procrustes problem*, Psychometrika 31, 1966.
# - H. Steck, C. Ekanadham and N. Kallus, *Is Cosine-Similarity of Embeddings Really About Similarity?*, WWW 2024.
