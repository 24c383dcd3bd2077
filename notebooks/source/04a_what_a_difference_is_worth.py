# %% [markdown]
# # 04a · What a difference is worth
#
# *When is one recipe really better than another?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/04a_what_a_difference_is_worth.ipynb)
#
# A closer look at notebook 04: optional, nothing later depends on it.
#
# **After this you can**
#
# - give an accuracy its interval,
# - compare two recipes by the reviews on which they disagree,
# - keep two kinds of noise apart: which reviews, and which seed,
# - bring two tables together by a rotation, and say what the loss fixes in them.
#
# **Time** 30 minutes, 45 with exercises · **Needs** notebook 04

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
# In a figure of notebook 04 sixteen dimensions beat two. We train both with five seeds, and note which validation reviews are classified correctly. Ten training runs take about twenty seconds.

# %% tags=["nbval-check-output"]
reviews = data.load_reviews("imdb")
vectorized = training.vectorize(reviews)
labels = reviews.validation.labels
print(f"{len(labels):,} validation reviews, {labels.sum():,} of them positive")
ids = vectorized.validation.to_tensor()[:, :1000]


def trained(dimensions, seed):
    recipe = training.Recipe(dimensions=dimensions)
    return training.train(reviews, recipe, seed, vectorized=vectorized)


def predict(model, ids=ids):
    return model.predict(ids, batch_size=256, verbose=0)[:, 0]


def correct(runs, labels=labels, ids=ids):
    return np.array([(predict(run.model, ids) > 0) == labels for run in runs])


# %%
sixteen = [trained(16, seed) for seed in range(5)]
right_16 = correct(sixteen)  # a row for each seed, a column for each review
print("16 dimensions:", right_16.mean(axis=1).round(3))

# %%
two = [trained(2, seed) for seed in range(5)]
right_2 = correct(two)
print(" 2 dimensions:", right_2.mean(axis=1).round(3))

# %% [markdown]
# An accuracy in one run is a share of 2,500 reviews. Another sample would give another share:
#
# - the **bootstrap**: draw 2,500 of these reviews again, with replacement, 2,000 times,
# - a formula: if each review is classified correctly with chance $p$, independently, the share has the *standard error* (notebook 01) $\sqrt{p(1-p)/n}$.
#
# The standard error says how far a share is typically off. The **95 % interval** reaches 1.96 of them to either side: in 95 of 100 samples it covers $p$.

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
claim("half a point needs about 33,500 reviews, to a tenth", abs(needed - 33_500) < 3_350)
wrong = np.array([(~right_16[0]).sum(), (~right_2[0]).sum()])
claim("they are wrong on about 310 and 360", np.abs(wrong - [310, 360]) < 30);

# %% [markdown]
# Reviews of one film are not independent (notebook 01), so the true uncertainty is larger; [01a](01a_the_split.ipynb) draws blocks.
#
# Suppose that each of two models is measured on a sample of *its own*. The variances add up: their difference has $2p(1-p)/n$. For which $n$ does the interval reach exactly half a point to either side? Solve $1.96\sqrt{2p(1-p)/n} = 0.005$:
#
# $$n = 2p(1-p)\,(1.96/0.005)^2 \approx 33{,}500$$
#
# reviews for each model. Even then a true half point would be found only half of the time, since it is measured too small as often as too large. We have 2,500.
#
# ## The same reviews
#
# But our models saw the *same* reviews. One that both get right, or both wrong, says nothing about which is better. Only those on which they disagree count.
#
# **Guess.** One model is wrong on about 310 reviews, the other on about 360. On how many is exactly one right? It is between 50 and 670.

# %%
guess = ...  # a number of reviews

# %% tags=["reveal"]
first_16, first_2 = right_16[0], right_2[0]  # seed 0 of each
only_16, only_2 = (first_16 & ~first_2).sum(), (first_2 & ~first_16).sum()
print(f"only the one with 16 dimensions is right: {only_16}")
print(f"only the one with 2 dimensions is right:  {only_2}")
check.guess(guess, int(only_16 + only_2), "reviews")

# %% tags=["drawing"]
# @title The four kinds of reviews, drawn
drawing = figures.new_drawing(24, 7, "Only the reviews on which they disagree count")
both_right, both_wrong = (first_16 & first_2).sum(), (~first_16 & ~first_2).sum()
for column, dimensions in enumerate(["2 dimensions right", "2 dimensions wrong"]):
    drawing.text(8.5 + 5 * column, 5.3, dimensions, ha="center", fontsize=10)
for row, dimensions in enumerate(["16 dimensions right", "16 dimensions wrong"]):
    drawing.text(5.7, 3.9 - 2.2 * row, dimensions, ha="right", va="center", fontsize=10)
cells = [both_right, only_16, only_2, both_wrong]
colours = [figures.GREY, figures.COLOURS[2], figures.COLOURS[3], figures.GREY]
for place, (number, colour) in enumerate(zip(cells, colours)):
    left, bottom = 6 + 5 * (place % 2), 2.8 - 2.2 * (place // 2)
    width = 1.2 if colour == figures.GREY else 2.6
    box = plt.Rectangle((left + 0.1, bottom + 0.1), 4.8, 2, fill=False, edgecolor=colour, linewidth=width)
    drawing.add_patch(box)
    drawing.text(left + 2.5, bottom + 1.1, f"{number:,}", ha="center", va="center", fontsize=13, color=colour)
words = f"{only_16} speak for 16 dimensions"
drawing.text(16.8, 3.9, words, color=figures.COLOURS[2], fontsize=10.5, va="center")
words = f"{only_2} speak for 2 dimensions"
drawing.text(16.8, 1.7, words, color=figures.COLOURS[3], fontsize=10.5, va="center");

# %% [markdown]
# If the two models were equally good, each disagreement would be like the toss of a fair coin. How often would a fair coin come out this uneven, or more so, in either direction? That share is the *p-value*. This is **McNemar's exact test** (in 01a, by standard deviations).

# %%
disagree = only_16 + only_2
chance = binomtest(int(only_16), int(disagree)).pvalue
print(f"{only_16} to {only_2} in {disagree} tosses: once in {1 / chance:,.0f} tries")

# %% [markdown]
# A fair coin is this uneven about once in 30,000 tries, so they are hardly equally good. (The test takes reviews as independent, and compares two *models*, not two recipes.)
#
# What is gained by pairing? Draw the reviews once for both models, or separately for each:

# %%
drawn_apart = random.integers(0, 2500, size=(2000, 2500))
paired = first_16[drawn].mean(axis=1) - first_2[drawn].mean(axis=1)
separate = first_16[drawn].mean(axis=1) - first_2[drawn_apart].mean(axis=1)
for name, differences in (("same reviews", paired), ("separate samples", separate)):
    lower, upper = np.percentile(differences, [2.5, 97.5])
    print(f"{name:16}  difference between {lower:.3f} and {upper:.3f}")

# %% tags=["drawing"]
# @title The figure
_, ax = plt.subplots(figsize=(8, 3.6))
bins = np.arange(-0.02, 0.06, 0.002)
ax.hist(separate, bins, color=figures.GREY, alpha=0.5)
ax.hist(paired, bins, color=figures.COLOURS[2], alpha=0.6)
ax.axvline(0, color="black", linewidth=1)
peak = ax.get_ylim()[1]
intervals = {-0.06: (separate, figures.GREY), -0.13: (paired, figures.COLOURS[2])}
for level, (differences, colour) in intervals.items():
    ends = np.percentile(differences, [2.5, 97.5])
    ax.plot(ends, [level * peak] * 2, "|-", color=colour, linewidth=2.5, markersize=9)
ax.text(0.041, -0.115 * peak, "95 % intervals", va="center", fontsize=9)
ax.text(np.quantile(separate, 0.96), 0.25 * peak, "separate samples", color=figures.GREY)
ax.text(np.quantile(paired, 0.95), 0.8 * peak, "the same reviews", color=figures.COLOURS[2])
ax.set(xlabel="16 dimensions minus 2, accuracy, drawn 2,000 times", yticks=[], ylabel="how often")
ax.set(title="On the same reviews, the interval is half as wide", ylim=(-0.2 * peak, peak));

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("a coin falls so unevenly in less than 1 % of all cases", chance < 0.01)
claim("drawn together, the difference varies about half as much", 0.35 < paired.std() / separate.std() < 0.65)
claim("paired, 0 is outside the interval", np.percentile(paired, 2.5) > 0);

# %% [markdown]
# Half the width is what four times as many reviews would give.
#
# ## Two kinds of noise
#
# That was seed 0 of each. A seed decides the start of the weights and the order of the batches. Is the difference there with every seed?

# %%
difference = right_16.mean(axis=1) - right_2.mean(axis=1)
print("16 minus 2, seed by seed:", difference.round(3))
print(f"mean {difference.mean():.3f}, standard deviation {difference.std(ddof=1):.4f}")


# %% [markdown]
# `ddof=1` divides the sum of squares by 4: the five are nearer to their own mean than to that of all seeds, so dividing by 5 would come out too small.
#
# All five differences come from the same 2,500 reviews. If these happen to suit sixteen dimensions, they suit them in all five. More seeds reduce the noise of *training*, not that of the *reviews*. So average each review over the seeds. The standard deviation of the 2,500 differences, divided by √2,500, is the standard error of the reviews. The variances of the two kinds of noise add up, nearly. (What depends on both is counted twice, a little too wide; 1.96 for five seeds is a little too narrow.)

# %%
def standard_errors(right, other):
    by_seed = right.mean(axis=1) - other.mean(axis=1)  # 5 numbers
    by_review = right.mean(axis=0) - other.mean(axis=0)  # 2,500 numbers
    of_seeds = by_seed.std(ddof=1) / np.sqrt(len(by_seed))
    of_reviews = by_review.std() / np.sqrt(len(by_review))
    return of_seeds, of_reviews, np.sqrt(of_seeds**2 + of_reviews**2)


of_seeds, of_reviews, of_both = standard_errors(right_16, right_2)
print(f"standard errors: {of_seeds:.4f} of the seeds, {of_reviews:.4f} of the reviews")
ends = difference.mean() + np.array([-1.96, 1.96]) * of_both
print(f"both together: 16 leads by {ends[0]:.3f} to {ends[1]:.3f}")

# %% tags=["drawing"]
# @title The figure
_, ax = plt.subplots(figsize=(8, 4.2))
names = [f"seed {seed}" for seed in range(5)] + ["all five,\nreviews only", "all five,\nboth kinds of noise"]
samples = [*(right_16 * 1.0 - right_2), right_16.mean(axis=0) - right_2.mean(axis=0)]
for place, sample in enumerate(samples):
    low_end, high_end = np.percentile(sample[drawn].mean(axis=1), [2.5, 97.5])
    colour = figures.COLOURS[3] if place == 5 else figures.COLOURS[2]
    ax.plot([low_end, high_end], [place, place], color=colour, linewidth=3 if place == 5 else 1.8)
    ax.plot(sample.mean(), place, "o", color=colour)
reach = difference.mean() + np.array([-1.96, 1.96]) * of_both
ax.plot(reach, [6, 6], color=figures.COLOURS[1], linewidth=3)
ax.plot(difference.mean(), 6, "o", color=figures.COLOURS[1])
ax.axvline(0, color="black", linewidth=1)
ax.set_yticks(range(7), names)
ax.invert_yaxis()
ax.set(xlabel="16 dimensions minus 2, accuracy, with 95 % intervals")
ax.set(title="Each seed, and all five together, are clear of 0");

# %% [markdown]
# Both kinds of noise together leave the difference clear of 0: about 1 to 2.5 points. But notebook 04 noticed it on these very reviews. So we look at test, which played no part in any choice:

# %%
test_ids = vectorized.vectorizer(reviews.test.texts).to_tensor()[:, :1000]
test_16 = correct(sixteen, reviews.test.labels, test_ids)
test_2 = correct(two, reviews.test.labels, test_ids)
tested = test_16.mean(axis=1) - test_2.mean(axis=1)
print("16 minus 2 on test:", tested.round(3), f"mean {tested.mean():.3f}")
print(f"give or take {1.96 * standard_errors(test_16, test_2)[2]:.3f}")

# %%
claim("it survives both kinds of noise", difference.mean() > 1.96 * of_both);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("from about one point to two and a half, to 0.6", np.abs(ends - [0.01, 0.025]) < 0.006)
drawn_errors = (right_16.mean(axis=0) - right_2.mean(axis=0))[drawn].mean(axis=1).std()
claim("drawing reviews gives the same standard error", abs(drawn_errors / of_reviews - 1) < 0.1)
claim("on test it leads with every seed", tested > 0)
claim("by less", tested.mean() < difference.mean())
claim("near the edge of chance", 0.7 < tested.mean() / (1.96 * standard_errors(test_16, test_2)[2]) < 1.9)
claim("all five seeds agree", difference > 0);

# %% [markdown]
# On test, sixteen dimensions lead again, by less, near the edge of chance. A difference noticed for its size is often smaller elsewhere. A third noise is not varied here: which reviews the models learn from.
#
# ## Two methods of notebook 02
#
# Five seeds each: one averages a review's PPMI-SVD vectors, the other its skip-gram vectors.

# %% tags=["nbval-check-output"]
measured = data.load_results("scoreboard").set_index("rung")
skip_gram = measured.loc["mean of skip-gram vectors"]
counted = measured.loc["mean of PPMI-SVD vectors"]
neural, counts = skip_gram.validation_accuracy, counted.validation_accuracy
lead = neural.mean() - counts.mean()
of_lead = np.sqrt(neural.var() / 5 + counts.var() / 5)  # pandas' var has ddof=1
print(f"skip-gram leads by {lead:.4f} on validation, {lead * 2500:.0f} reviews")
print(f"over the seeds, that is {lead / of_lead:.1f} standard errors")

# %% [markdown]
# With two groups of five runs, 95 % needs 2.3 instead of 1.96 (Student's *t*); the lead has more.
#
# **Guess.** By how many of the 2,480 test reviews does skip-gram lead?

# %%
guess = ...  # a number of reviews, below 0 if it trails

# %% tags=["reveal"]
lead_on_test = skip_gram.test_accuracy.mean() - counted.test_accuracy.mean()
check.guess(guess, round(lead_on_test * 2480), "reviews")

# %% tags=["drawing"]
# @title The figure
_, ax = plt.subplots(figsize=(8, 2.9))
band = 1.96 * of_reviews
ax.axvspan(-band, band, color=figures.GREY, alpha=0.18, linewidth=0)
ax.axvline(0, color="black", linewidth=1)
for place, part in enumerate(["validation", "test"]):
    one, other = skip_gram[f"{part}_accuracy"], counted[f"{part}_accuracy"]
    gap, reach = one.mean() - other.mean(), 2.3 * np.sqrt(one.var() / 5 + other.var() / 5)
    ax.plot([gap - reach, gap + reach], [place, place], color=figures.COLOURS[2], linewidth=3)
    ax.plot(gap, place, "o", color=figures.COLOURS[2], markersize=8)
words = "grey: what the reviews alone\ncan do, if these two disagree\nas 16 and 2 dimensions do"
ax.text(-0.0067, 0, words, va="center", fontsize=9, color="#555555")
ax.set_yticks([0, 1], ["validation", "test"])
ax.set(ylim=(1.5, -0.6), xlabel="skip-gram minus PPMI-SVD, five seeds each; green: 95 % intervals from the seeds alone")
ax.set(title="Skip-gram's lead on validation is gone on test");

# %% [markdown]
# On test it is gone. (We picked this pair for that.) Perhaps neither part can tell these two apart. The seeds gave no warning: all were judged on the same reviews.
#
# How large a lead do the reviews give by chance? If two models disagree on $d$ reviews and neither is better, the lead is within $1.96\sqrt{d}$ reviews in 95 of 100 samples. The predictions of these two are not stored, so we count with models that we have:

# %%
pairs = list(combinations(range(5), 2))  # of seeds
two_seeds = np.array([(right_16[i] != right_16[j]).sum() for i, j in pairs])
two_recipes = np.array([(one != other).sum() for one in right_16 for other in right_2])
for name, counts in (("two seeds", two_seeds), ("16 and 2 dimensions", two_recipes)):
    print(f"{name}: {counts.min()} to {counts.max()} disagreements", end=", ")
    print(f"by chance a lead of up to {1.96 * counts.max() ** 0.5:.0f}")
means_of_five = 1.96 * 2500 * np.array([of_reviews, of_both])
print(f"means of five, 16 and 2 dimensions: up to {means_of_five[0]:.0f}", end=", ")
print(f"with the noise of the seeds {means_of_five[1]:.0f}")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("over the seeds alone the lead passes", lead / of_lead > 2.3)
claim("on test it is gone", abs(lead_on_test) < 0.0025)
claim("skip-gram leads by about 15 reviews", abs(lead * 2500 - 15) < 3)
claim("its lead is within what chance gives with 16 against 2", lead * 2500 < means_of_five.max())
claim("that is about 20 reviews, to a third", np.abs(means_of_five - 20) < 6.5)
claim("single models of two recipes: up to 24, to 3", abs(1.96 * two_recipes.max() ** 0.5 - 24) < 3.5)
claim("two seeds: about 14, to a quarter", abs(1.96 * two_seeds.max() ** 0.5 - 14) < 3.5)
means = measured.validation_accuracy.groupby(level=0).mean()
gain = means["+ falling rate: the course's recipe"] - means["+ batches of 256"]
claim("the falling rate gains 0.2 points", round(gain, 3) == 0.002);

# %% [markdown]
# If skip-gram and PPMI-SVD disagree as often as 16 and 2 dimensions, a lead of about 15 between means of five can be chance. We have not counted that.
#
# A rule of thumb for our 2,500 reviews: between two seeds, 14 reviews can be chance; between two recipes, 24, or about 20 for means of five. In notebook 04, the five points of whole reviews pass; the 0.2 of the falling rate do not.
#
# ## Two seeds, two tables
#
# Do five seeds give the same table? Compare the 2,000 most frequent words, number by number, for all ten pairs.

# %%
tables = [run.table[2:2002] for run in sixteen]


def correlation(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


entries = [correlation(tables[i], tables[j]) for i, j in pairs]
print("entries, ten pairs:", np.sort(entries).round(2))


# %% [markdown]
# The entries hardly agree. But perhaps one table is the other, turned. SciPy's `orthogonal_procrustes` finds the rotation, mirrored or not, that brings one nearest to the other. With 16 dimensions it could make even unrelated tables look alike, so we fit it on half of the words and judge it on the other half. The measure is the distance left, as a share of the table's size. 0 is a perfect fit; two tables of the same size with nothing in common are √2 ≈ 1.41 apart.

# %%
def distance(source, target):
    return np.linalg.norm(source - target) / np.linalg.norm(target)


def distance_left(source, target):
    rotation, _ = orthogonal_procrustes(source[::2], target[::2])
    return distance(source[1::2] @ rotation, target[1::2])


def signs_flipped(source, target):
    signs = np.sign((source[::2] * target[::2]).sum(axis=0))  # 1 or -1 for each column
    return distance(source[1::2] * signs, target[1::2])


# %%
apart = [distance(tables[i], tables[j]) for i, j in pairs]
flipped = [signs_flipped(tables[i], tables[j]) for i, j in pairs]
turned = [distance_left(tables[i], tables[j]) for i, j in pairs]
shuffled = [distance_left(tables[i], random.permutation(tables[j])) for i, j in pairs]
print(f"before:          {min(apart):.2f} to {max(apart):.2f}")
print(f"signs flipped:   {min(flipped):.2f} to {max(flipped):.2f}")
print(f"turned:          {min(turned):.2f} to {max(turned):.2f}")
print(f"shuffled words:  {min(shuffled):.2f} to {max(shuffled):.2f}")

# %% tags=["drawing"]
# @title The figure
rotation, _ = orthogonal_procrustes(tables[1][::2], tables[0][::2])
_, axes = plt.subplots(1, 2, figsize=(8.4, 4), sharex=True, sharey=True)
panels = {"before": tables[1][1::2], "turned": tables[1][1::2] @ rotation}
for ax, (name, moved) in zip(axes, panels.items()):
    for column in range(16):
        across, up = moved[:, column], tables[0][1::2, column]
        colour = figures.COLOURS[2] if np.corrcoef(across, up)[0, 1] > 0 else figures.COLOURS[3]
        ax.plot(across, up, ".", markersize=2, color=colour, alpha=0.4)
    ax.set(xlabel="a number of the second table", aspect="equal")
    ax.set_title(name, fontsize=11, weight="normal")
axes[0].set_ylabel("the same place in the first table")
look = {"ha": "right", "va": "center", "fontsize": 9}
axes[0].text(3.1, 2.9, "columns with the same sign", color=figures.COLOURS[2], **look)
axes[0].text(3.1, -2.9, "columns with the other sign", color=figures.COLOURS[3], **look)
axes[0].set(xlim=(-3.3, 3.3), ylim=(-3.3, 3.3), xticks=range(-3, 4), yticks=range(-3, 4))
plt.gcf().suptitle("Turned, the second table lies on the first", x=0.01, y=1.08, ha="left", weight="bold");

# %% [markdown]
# A rotation brings any two together, even for words on which it was not fitted. The control, with words shuffled, stays far away. Flipping signs alone does most of it. The cross shows why: in each column of these two, the second table is nearly the first or its negative.

# %%
claim("a rotation brings any two seeds together", max(turned) < min(shuffled) / 2);


# %% [markdown]
# Does the whole table agree, or only one direction? Take away the first component, and compare the cosines of all pairs of words:

# %%
def cosines(vectors):
    unit = geometry.normalize(vectors)
    return (unit @ unit.T)[np.triu_indices(len(unit), 1)]


def without_first(vectors):
    first = PCA(1).fit(vectors).components_
    return vectors - vectors @ first.T @ first


share = PCA(1).fit(tables[0]).explained_variance_ratio_[0]
print(f"variance of the first component: {share:.0%}")
centred = [vectors - vectors.mean(axis=0) for vectors in tables]
whole = [cosines(vectors) for vectors in centred]
rest = [cosines(without_first(vectors)) for vectors in centred]
for name, angles in (("all 16", whole), ("without the first", rest)):
    agreement = [correlation(angles[i], angles[j]) for i, j in pairs]
    print(f"{name:17}  {min(agreement):.2f} to {max(agreement):.2f}")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the entries hardly agree: on average less than 0.3", abs(np.mean(entries)) < 0.3)
signs = [abs(np.corrcoef(tables[0][:, c], tables[1][:, c])[0, 1]) for c in range(16)]
claim("column by column, the second table is nearly the first or its negative", np.mean(signs) > 0.85)
claim("flipping signs does most of it", np.mean(apart) - np.mean(flipped) > 2 * (np.mean(flipped) - np.mean(turned)))
claim("shuffled words stay further than 0.9", min(shuffled) > 0.9)
claim("before, they are about as far as unrelated tables: 0.9 to 1.9", 0.9 < np.mean(apart) < 1.9);

# %% [markdown]
# Most of the agreement comes from the first component. The tables come together because each is nearly one scale, from bad to good, laid out in another direction; the rest hardly agrees.
#
# ## What the loss does not fix
#
# Distances and cosines survive a rotation. Are they what the loss asks for? No: the `Dense` layer behind the table can undo *any* invertible matrix (one that loses nothing), since the mean of transformed rows is the transformed mean. Say, make every row's first component one twentieth as long, and let `Dense` make it twenty times as long.

# %%
run = sixteen[0]
before = predict(run.model)
table, kernel, *others = run.model.get_weights()
first = PCA(1).fit(tables[0]).components_
shrink = np.eye(16) - 0.95 * first.T @ first
shrunk = training.classifier(len(table))  # a second model
shrunk.set_weights([table @ shrink, np.linalg.inv(shrink) @ kernel] + others)
print(f"largest change of a logit: {np.abs(predict(shrunk) - before).max():.4f}")

# %% [markdown]
# No logit changes in its first four decimals.
#
# **Guess.** And the cosines? Give the correlation between all cosines before and after.

# %%
guess = ...  # a correlation: a number from -1 to 1

# %% tags=["reveal"]
after = correlation(cosines(tables[0]), cosines(tables[0] @ shrink))
check.guess(guess, round(after, 2), "between the cosines")


# %%
def five_nearest(vectors):
    unit = geometry.normalize(vectors)
    return np.argsort(-(unit @ unit.T))[:, 1:6]


words = run.vocabulary[2:2002]
trained_five, shrunk_five = five_nearest(tables[0]), five_nearest(tables[0] @ shrink)
for name, five in (("trained", trained_five), ("shrunk", shrunk_five)):
    neighbours = five[words.index("excellent")]
    print(f"{name:8} excellent:", " ".join(words[row] for row in neighbours))
common = [len(set(one) & set(other)) for one, other in zip(trained_five, shrunk_five)]
print(f"neighbours in common, mean over 2,000 words: {np.mean(common):.1f} of 5")

# %% [markdown]
# The cosines before and after correlate at only about 0.2. The answers stay; the neighbours change. The loss fixes only what the table and the layers behind it do *together*. So it cannot be the loss alone that makes five training runs agree in their cosines. The small start, Adam and the few epochs may help; we have not tested them.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the logits stay as they were", np.abs(predict(shrunk) - before).max() < 0.01)
claim("the cosines do not: before and after correlate at about 0.2", abs(after - 0.24) < 0.12)
claim("a word keeps fewer than half of its neighbours", np.mean(common) < 2.5)
claim("without the first component the seeds agree much less", max(agreement) < 0.6)
full = [correlation(whole[i], whole[j]) for i, j in pairs]
claim("with it they agree well", min(full) > 0.7);


# %% [markdown]
# ## What we saw
#
# - An accuracy on 2,500 reviews is uncertain by more than a point.
# - Compare two models on the same reviews: only the reviews on which they disagree count. With 2,500, a lead of just under a point may be chance.
# - Seeds show the noise of training; drawing reviews shows that of the sample. A finding survives both.
# - A rotation brings two seeds' tables together, because each is nearly one scale, laid out in another direction.
# - The loss does not fix cosines: the same answers can come with different neighbours.
#
# ## Exercises
#
# **An interval from two counts.** *2,180 of 2,500 right*: how far can we trust that? Write the 95 % interval as a function. Then try 218 of 250.

# %%
def accuracy_interval(right, examples):
    """Return the 95 % interval of an accuracy: its lower and upper end, as shares of 1.

    right of the examples were classified correctly; both are whole numbers. The
    interval reaches 1.96 standard errors to either side of the accuracy. The numbers
    are such that this leads neither below 0 nor above 1.
    """
    ...


check.accuracy_interval(accuracy_interval)


# %% [markdown]
# **Mean and spread over seeds.** A table has a row for each recipe and a column for each seed. Give each recipe's mean and spread.

# %%
def mean_and_spread(accuracies):
    """Return two arrays of shape (recipes,): each recipe's mean accuracy and spread.

    accuracies is an array of floats, shape (recipes, seeds), with at least two seeds.
    They are a sample of all the seeds that could have been taken; the spread over them
    is the standard deviation, computed as in the notebook.
    """
    ...


check.mean_and_spread(mean_and_spread)

# %% [markdown]
# ## Where next
#
# [05 · Reading the weights](05_reading_the_weights.ipynb).
#
# ## References
#
# - Q. McNemar, *Note on the sampling error of the difference between correlated proportions or percentages*, Psychometrika 12, 1947.
# - B. Efron, *Bootstrap Methods: Another Look at the Jackknife*, Annals of Statistics 7, 1979.
# - P. Schönemann, *A generalized solution of the orthogonal Procrustes problem*, Psychometrika 31, 1966.
# - H. Steck, C. Ekanadham and N. Kallus, *Is Cosine-Similarity of Embeddings Really About Similarity?*, WWW 2024.
