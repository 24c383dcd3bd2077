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
# **Time** 25 minutes, 40 with exercises · **Needs** notebook 04

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
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

# %% tags=["nbval-check-output"]
reviews = data.load_reviews("imdb")
vectorized = training.vectorize(reviews)
labels = reviews.validation.labels
print(f"{len(labels):,} validation reviews, {labels.sum():,} of them positive")
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
# Suppose that each of two models is measured on a sample of *its own*. The variance of their difference is then the sum of the two variances, $2p(1-p)/n$. To tell half a point from chance, each sample would need about 35,000 reviews. We have 2,500.
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
drawing = figures.new_drawing(21, 6.4, "Only the reviews on which they disagree count")
rows, columns = ["16 dimensions right", "16 dimensions wrong"], ["2 dimensions right", "2 dimensions wrong"]
figures.draw_table(drawing, kinds, (5.6, 2.4), rows, columns, coloured=False)
speak = {16: (1, 0, only_16, figures.COLOURS[2]), 2: (0, 1, only_2, figures.COLOURS[3])}
for dimensions, (column, row, number, colour) in speak.items():
    corner = (5.6 + column, 1.4 - row)
    drawing.add_patch(plt.Rectangle(corner, 1, 1, fill=False, edgecolor=colour, linewidth=2.2, zorder=3))
    words = f"{number} speak for {dimensions} dimensions"
    drawing.text(9.3, 1.9 - row, words, color=colour, fontsize=10.5, va="center");

# %% [markdown]
# If the two recipes were equally good, each disagreement would be the toss of a coin. How often does a coin fall so unevenly, or more so? This is **McNemar's test**, in its exact form.

# %%
disagree = only_16 + only_2
chance = binomtest(int(only_16), int(disagree)).pvalue
print(f"{only_16} to {only_2}: a coin does that once in {1 / chance:,.0f} times")

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
bins = np.arange(-0.02, 0.06, 0.002)
ax.hist(separate, bins, color=figures.GREY, alpha=0.5)
ax.hist(paired, bins, color=figures.COLOURS[2], alpha=0.6)
ax.axvline(0, color="black", linewidth=1)
peak = ax.get_ylim()[1]
ax.text(np.quantile(separate, 0.96), 0.25 * peak, "separate samples", color=figures.GREY)
ax.text(np.quantile(paired, 0.95), 0.8 * peak, "the same reviews", color=figures.COLOURS[2])
ax.set(xlabel="16 dimensions minus 2, accuracy, drawn 2,000 times", yticks=[], ylabel="how often")
ax.set(title="On the same reviews, the difference is twice as certain");

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("a coin falls so unevenly in less than 1 % of all cases", chance < 0.01)
claim("drawn together, the difference varies about half as much", 0.35 < paired.std() / separate.std() < 0.65)
claim("paired, 0 is outside the interval", np.percentile(paired, 2.5) > 0);

# %% [markdown]
# ## Two kinds of noise
#
# That was seed 0 of each. A seed decides the start of the weights and the order of the batches. (Which reviews share a batch stays the same.) Is the difference there with every seed?

# %%
difference = right_16.mean(axis=1) - right_2.mean(axis=1)
print("16 minus 2, seed by seed:", difference.round(3))
print(f"mean {difference.mean():.3f}, standard deviation {difference.std(ddof=1):.4f}")

# %% [markdown]
# The standard deviation divides by 4 instead of 5 (`ddof=1`), because the five are nearer to their own mean than to the mean of all seeds.
#
# Do not stop here. All five differences come from the same 2,500 reviews. If these happen to suit sixteen dimensions, they do so five times. More seeds reduce the noise of *training*. The noise of the *reviews* stays. So average each review over the seeds, and then draw reviews:

# %%
by_review = right_16.mean(axis=0) - right_2.mean(axis=0)  # 2,500 numbers, -1 to 1
together = by_review[drawn].mean(axis=1)
of_seeds = difference.std(ddof=1) / np.sqrt(5)  # the standard error of their mean
of_reviews = together.std()
of_both = np.sqrt(of_seeds**2 + of_reviews**2)  # variances add up
print(f"standard errors: {of_seeds:.4f} of the seeds, {of_reviews:.4f} of the reviews")
print(f"difference {difference.mean():.3f}, give or take {1.96 * of_both:.3f}")

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
ax.set(title="Each seed, and all five together, are clear of 0");

# %% [markdown]
# All five seeds agree, and both kinds of noise together leave the difference clear of 0. That is a finding: sixteen dimensions are better than two, by about one to two and a half points.

# %%
claim("it survives both kinds of noise", difference.mean() > 1.96 * of_both);

# %% tags=["checks"]
# @title Numbers of this section, checked
ends = difference.mean() + np.array([-1.96, 1.96]) * of_both
claim("by one to two and a half points, to half a point", np.abs(ends - [0.01, 0.025]) < 0.005)
claim("all five seeds agree", difference > 0);

# %% [markdown]
# ## A warning
#
# Here are two rungs of the scoreboard, five seeds each: the mean of a review's skip-gram vectors, and of its PPMI-SVD vectors.

# %% tags=["nbval-check-output"]
measured = data.load_results("scoreboard").set_index("rung")
skip_gram = measured.loc["mean of skip-gram vectors"]
counted = measured.loc["mean of PPMI-SVD vectors"]
first, second = skip_gram.validation_accuracy, counted.validation_accuracy
lead = first.mean() - second.mean()
error = np.sqrt(first.var() / 5 + second.var() / 5)  # pandas' var has ddof=1
print(f"skip-gram leads by {lead:.4f} on validation, {lead * 2500:.0f} reviews")
print(f"over the seeds, that is {lead / error:.1f} standard errors")

# %% [markdown]
# More than 1.96, so over the seeds alone the lead looks real.
#
# **Guess.** Does skip-gram lead by even half as much on test?

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
# It does not. The seeds gave no warning, because all of them were judged on the same reviews. The disagreements do. If two models disagree on $d$ reviews and neither is better, the lead is within $1.96\sqrt{d}$ reviews in 95 of 100 samples. How many disagreements are usual?

# %%
second_models = {"another seed": right_16[1], "2 dimensions": other}
for name, second in second_models.items():
    disagree = (one != second).sum()
    by_chance = 1.96 * np.sqrt(disagree)
    print(f"{name}: {disagree} disagreements, a lead of {by_chance:.0f} by chance")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("over the seeds alone the lead looks real", lead / error > 1.96)
claim("and by less than half as much on test", on_test < lead / 2)
claim("its lead is within what chance gives with 16 against 2", lead * 2500 < by_chance);

# %% [markdown]
# We have not counted on how many reviews skip-gram and PPMI-SVD disagree. If it is as many as for 16 against 2 dimensions, a lead of this size is no more than chance.
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
# The entries hardly agree. But perhaps one table is the other, turned. SciPy's `orthogonal_procrustes` finds the rotation (or reflection) that brings one as near to the other as possible. With 16 dimensions it could make much look alike, so we fit it on half of the words and judge it on the other half. The measure is the distance left, as a share of the table's size: 0 is a perfect fit, and two unrelated tables are about 1.41 apart.

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
# A rotation brings any two of them together, even for words on which it was not fitted. The control, a table with its words shuffled, stays far away. The cross on the left says more: in each column, the second table is nearly the first or its negative. Each column has the same scale from bad to good, with a sign of its own. So a single number of a trained table means nothing by itself.

# %%
claim("a rotation brings any two seeds together", max(turned) < min(shuffled) / 2);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the entries hardly agree: on average less than 0.3", abs(np.mean(entries)) < 0.3)
signs = [abs(np.corrcoef(tables[0][:, c], tables[1][:, c])[0, 1]) for c in range(16)]
claim("column by column, the second table is nearly the first or its negative", np.mean(signs) > 0.85)
claim("shuffled words stay further than 0.9", min(shuffled) > 0.9)
claim("before, they are about as far as unrelated tables: 0.9 to 1.9", 0.9 < np.mean(apart) < 1.9);

# %% [markdown]
# ## What the loss does not fix
#
# Distances and cosines survive a rotation. Are they what the loss asks for? No: the `Dense` layer behind the table can undo *any* invertible matrix. For example, make every row's first component twenty times as short, and let `Dense` make it twenty times as long.

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
# The same answers, and other neighbours. The loss fixes only what the table and the layers behind it do *together*. So it cannot be the loss alone that makes five trainings agree in their cosines. How much of that agreement is the first component?

# %%
def without_first(vectors):
    centred, first = vectors - vectors.mean(axis=0), PCA(1).fit(vectors).components_
    return centred - centred @ first.T @ first


whole = [cosines(vectors) for vectors in tables]
rest = [cosines(without_first(vectors)) for vectors in tables]
for name, angles in (("all 16", whole), ("without the first", rest)):
    agreement = [correlation(angles[i], angles[j]) for i, j in pairs]
    print(f"{name:17}  {min(agreement):.2f} to {max(agreement):.2f}")

# %% [markdown]
# Most of it. What the seeds share is the direction from bad to good.

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
# - Seeds show the noise of training, and drawing reviews shows the noise of the sample. A finding survives both.
# - Skip-gram led on validation and not on test. Five seeds did not warn of it.
# - A rotation brings the tables of two seeds together. A single number of either means nothing by itself.
# - The loss does not fix cosines: the same answers can go with other neighbours.
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
