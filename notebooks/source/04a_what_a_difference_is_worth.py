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
# - bring two tables together by a rotation, and say what the loss fixes in them.
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
# Notebook 04 found that sixteen dimensions beat two. We train both with five seeds, and keep for each validation review whether it was classified correctly. Ten trainings take about a minute.

# %% tags=["nbval-check-output"]
reviews = data.load_reviews("imdb")
vectorized = training.vectorize(reviews)
labels = reviews.validation.labels
print(f"{len(labels):,} validation reviews, {labels.sum():,} of them positive")
ids = vectorized.validation.to_tensor()[:, :1000]


def trained(dimensions, seed):
    recipe = training.Recipe(dimensions=dimensions)
    return training.train(reviews, recipe, seed, vectorized=vectorized)


def predict(model):
    return model.predict(ids, batch_size=256, verbose=0)[:, 0]


# %%
sixteen = [trained(16, seed) for seed in range(5)]
right_16 = np.array([(predict(run.model) > 0) == labels for run in sixteen])
print("16 dimensions:", right_16.mean(axis=1).round(3))

# %%
two = [trained(2, seed) for seed in range(5)]
right_2 = np.array([(predict(run.model) > 0) == labels for run in two])
print(" 2 dimensions:", right_2.mean(axis=1).round(3))

# %% [markdown]
# First, one seed of each. Each accuracy is a share of 2,500 reviews. Another sample would give another share. How different? Two ways to find out:
#
# - the **bootstrap**: draw 2,500 of these reviews again, with replacement, 2,000 times, and see how the share varies,
# - a formula: if each review is classified correctly with chance $p$, independently, the share has the **standard error** $\sqrt{p(1-p)/n}$.
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
claim("half a point needs about 33,500 reviews", abs(needed - 33_500) < 1_500)
wrong = np.array([(~right_16[0]).sum(), (~right_2[0]).sum()])
claim("they are wrong on about 310 and 360", np.abs(wrong - [310, 360]) < 30);

# %% [markdown]
# Reviews of one film are not independent (notebook 01), so the true uncertainty is larger.
#
# Suppose that each of two models is measured on a sample of *its own*. The variances add up: their difference has $2p(1-p)/n$. When does the interval reach just half a point? Solve $1.96\sqrt{2p(1-p)/n} = 0.005$ for $n$:
#
# $$n = 2p(1-p)\,(1.96/0.005)^2 \approx 33{,}500$$
#
# Even then a true half point would be found only half of the time. We have 2,500.
#
# ## The same reviews
#
# But our models saw the *same* reviews. Where both are right, or both wrong, a review says nothing about which is better. Only those on which they disagree count.
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
# If the two models were equally good, each disagreement would be the toss of a fair coin. How often is a coin this uneven, or more so, to either side? That share is `.pvalue`. This is **McNemar's test**, in its exact form.

# %%
disagree = only_16 + only_2
chance = binomtest(int(only_16), int(disagree)).pvalue
print(f"{only_16} to {only_2} in {disagree} tosses: once in {1 / chance:,.0f} tries")

# %% [markdown]
# A fair coin is this uneven about once in 30,000 tries. (The test takes reviews as independent. And it compares two *models*, one seed each, not two recipes.)
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
# Here both intervals are clear of 0, so pairing changes no verdict. But half the width is what four times as many reviews would give.
#
# ## Two kinds of noise
#
# That was seed 0 of each. A seed decides the start of the weights and the order of the batches. (Which reviews share a batch is decided by length.) Is the difference there with every seed?

# %%
difference = right_16.mean(axis=1) - right_2.mean(axis=1)
print("16 minus 2, seed by seed:", difference.round(3))
print(f"mean {difference.mean():.3f}, standard deviation {difference.std(ddof=1):.4f}")

# %% [markdown]
# In the standard deviation, the sum of squares is divided by 4 (`ddof=1`): the five are nearer to their own mean than to the mean of all seeds.
#
# All five differences come from the same 2,500 reviews. If these happen to suit sixteen dimensions, they do so five times. More seeds reduce the noise of *training*. The noise of the *reviews* stays. So take each review's share of right answers over the seeds, 0 to 1; the difference of the two recipes is between −1 and 1. Then draw reviews. Seed and draw are independent, so their variances add up:

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
_, ax = plt.subplots(figsize=(8, 4.2))
names = [f"seed {seed}" for seed in range(5)] + ["all five,\nreviews only", "all five,\nboth kinds of noise"]
samples = [*(right_16 * 1.0 - right_2), by_review]
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
# Both kinds of noise together leave the difference clear of 0: 0.9 to 2.5 points. But notebook 04 noticed it on these very reviews. One look at test, which chooses nothing:

# %% tags=["nbval-check-output"]
recipes = data.load_results("recipes").set_index("rung")
tested_16 = recipes.loc["nothing left out"].test_accuracy.to_numpy()
tested_2 = recipes.loc["2 dimensions"].test_accuracy.to_numpy()
print("16 minus 2 on test:", (tested_16 - tested_2).round(3))

# %%
claim("it survives both kinds of noise", difference.mean() > 1.96 * of_both);

# %% tags=["checks"]
# @title Numbers of this section, checked
ends = difference.mean() + np.array([-1.96, 1.96]) * of_both
claim("by 0.9 to 2.5 points, to half a point", np.abs(ends - [0.009, 0.025]) < 0.005)
claim("on test by less, with every seed", 0 < (tested_16 - tested_2).min() < (tested_16 - tested_2).mean() < difference.mean())
claim("on test by about one point", abs((tested_16 - tested_2).mean() - 0.009) < 0.002)
claim("all five seeds agree", difference > 0);

# %% [markdown]
# On test, sixteen dimensions lead again with every seed, by half as much. A difference noticed for its size is often smaller elsewhere. A third noise is not varied here: which reviews the models learn from.
#
# ## A lead on validation
#
# Here are two methods of the scoreboard, five seeds each: the mean of a review's PPMI-SVD vectors, and of its skip-gram vectors (both in notebook 02; here only their accuracy matters).

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
# With five runs each, the border is about 2.3 (Student's *t*). Over the seeds alone, the lead looks real.
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
        give = 1.96 * np.sqrt(accuracies.mean() * (1 - accuracies.mean()) / 2500)
        ends = accuracies.mean() + np.array([-give, give])
        ax.plot(ends, [at, at], color=figures.GREY, alpha=0.35, linewidth=7, solid_capstyle="butt")
        ax.plot(accuracies, [at] * 5, "o", color=colour, alpha=0.6)
        ax.plot([accuracies.mean()] * 2, [at - 0.35, at + 0.35], color=colour, linewidth=2.5)
        ticks.append((at, f"{part}: {name}"))
ax.set_yticks([at for at, _ in ticks], [name for _, name in ticks])
ax.invert_yaxis()
ax.set(xlabel="accuracy of five seeds and their mean; grey: 95 % interval from 2,500 reviews")
ax.set(title="Skip-gram leads on validation and trails on test");

# %% [markdown]
# On test it is gone. (We picked this pair because of that.) Neither part can tell these two apart. The seeds gave no warning: all were judged on the same reviews.
#
# How large a lead do the reviews give by chance? If two models disagree on $d$ reviews and neither is better, it is within $1.96\sqrt{d}$ reviews in 95 of 100 samples. The predictions of these two are not stored, so we count with models that we have:

# %%
second_models = {"another seed": right_16[1], "2 dimensions": first_2}
for name, second in second_models.items():
    disagree = (first_16 != second).sum()
    by_chance = 1.96 * np.sqrt(disagree)
    print(f"{name}: {disagree} disagreements, a lead of {by_chance:.0f} by chance")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("over the seeds alone the lead looks real", lead / of_lead > 1.96)
claim("and by less than half as much on test", on_test < lead / 2)
claim("its lead is within what chance gives with 16 against 2", lead * 2500 < by_chance)
claim("that is about 24 reviews", abs(by_chance - 24) < 4)
of_seed = 1.96 * np.sqrt((first_16 != right_16[1]).sum())
claim("and about 11 for another seed", abs(of_seed - 11) < 4)
means = measured.validation_accuracy.groupby(level=0).mean()
gain = means["+ falling rate: the course's recipe"] - means["+ batches of 256"]
claim("the falling rate gains 0.2 points", round(gain, 3) == 0.002);

# %% [markdown]
# If skip-gram and PPMI-SVD disagree as often as 16 and 2 dimensions, a lead of 16 reviews can be explained by chance. We have not counted that.
#
# A rule of thumb for our 2,500 reviews: between seeds, 11 reviews or 0.4 points can be chance; between recipes, 24 or a full point. In notebook 04, the five points of whole reviews pass; the 0.2 of the falling rate do not.
#
# ## Two seeds, two tables
#
# Five seeds give five tables, equally good. Are they the same? Compare the 2,000 most frequent words, number by number, for all ten pairs of seeds.

# %%
tables = [run.table[2:2002] for run in sixteen]
pairs = list(combinations(range(5), 2))


def correlation(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


entries = [correlation(tables[i], tables[j]) for i, j in pairs]
print("entries, ten pairs:", np.sort(entries).round(2))


# %% [markdown]
# The entries hardly agree. But perhaps one table is the other, turned. SciPy's `orthogonal_procrustes` finds the rotation, mirrored or not, that brings one nearest to the other. With 16 dimensions to turn, it could make even unrelated tables look alike. So we fit it on half of the words and judge it on the other half. The measure is the distance left, as a share of the table's size. 0 is a perfect fit; tables of the same size with nothing in common are √2, about 1.41, apart.

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
    for column in range(16):
        across, up = moved[:, column], tables[0][1::2, column]
        colour = figures.COLOURS[2] if np.corrcoef(across, up)[0, 1] > 0 else figures.COLOURS[3]
        ax.plot(across, up, ".", markersize=2, color=colour, alpha=0.4)
    ax.set(xlabel="a number of the second table", aspect="equal")
    ax.set_title(name, fontsize=11, weight="normal")
axes[0].set_ylabel("the same place in the first table")
axes[0].text(0.03, 0.95, "columns with the same sign", color=figures.COLOURS[2], transform=axes[0].transAxes, fontsize=9)
axes[0].text(0.03, 0.03, "columns with the other sign", color=figures.COLOURS[3], transform=axes[0].transAxes, fontsize=9)
plt.gcf().suptitle("Turned, the second table lies on the first", x=0.01, y=1.08, ha="left", weight="bold");

# %% [markdown]
# A rotation brings any two together, even for words on which it was not fitted. The control, with words shuffled, stays far away. The cross says more: in each column, the second table is nearly the first or its negative. Each column has the same scale from bad to good; only its sign is arbitrary.

# %%
claim("a rotation brings any two seeds together", max(turned) < min(shuffled) / 2);


# %% [markdown]
# Does the whole table agree, or one direction? Take away the first component, and compare the cosines of all pairs of words:

# %%
def cosines(vectors):
    unit = geometry.normalize(vectors)
    return (unit @ unit.T)[np.triu_indices(len(unit), 1)]


def without_first(vectors):
    centred, first = vectors - vectors.mean(axis=0), PCA(1).fit(vectors).components_
    return centred - centred @ first.T @ first


share = PCA(1).fit(tables[0]).explained_variance_ratio_[0]
print(f"variance of the first component: {share:.0%}")
whole = [cosines(vectors) for vectors in tables]
rest = [cosines(without_first(vectors)) for vectors in tables]
for name, angles in (("all 16", whole), ("without the first", rest)):
    agreement = [correlation(angles[i], angles[j]) for i, j in pairs]
    print(f"{name:17}  {min(agreement):.2f} to {max(agreement):.2f}")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the entries hardly agree: on average less than 0.3", abs(np.mean(entries)) < 0.3)
signs = [abs(np.corrcoef(tables[0][:, c], tables[1][:, c])[0, 1]) for c in range(16)]
claim("column by column, the second table is nearly the first or its negative", np.mean(signs) > 0.85)
claim("shuffled words stay further than 0.9", min(shuffled) > 0.9)
claim("before, they are about as far as unrelated tables: 0.9 to 1.9", 0.9 < np.mean(apart) < 1.9);

# %% [markdown]
# Most of the agreement is the first component. The tables come together because they share one direction, from bad to good; the rest hardly agrees.
#
# ## What the loss does not fix
#
# Distances and cosines survive a rotation. Are they what the loss asks for? No: the `Dense` layer behind the table can undo *any* invertible matrix (one that loses nothing), since the mean of transformed rows is the transformed mean. For example, make every row's first component one twentieth as long, and let `Dense` make it twenty times as long.

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
# None of the 2,500 logits changes in its first four decimals.
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
common = (trained_five[:, :, None] == shrunk_five[:, None]).sum(axis=(1, 2))
print(f"neighbours in common, mean over 2,000 words: {common.mean():.1f} of 5")

# %% [markdown]
# The cosines before and after correlate at only about 0.2. The answers stay; the neighbours change. The loss fixes only what the table and the layers behind it do *together*. So it cannot be the loss alone that makes five trainings agree in their cosines. The small start, Adam and the few epochs may help; we have not tested them.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the logits stay as they were", np.abs(predict(shrunk) - before).max() < 0.01)
claim("the cosines do not: before and after correlate at about 0.2", abs(after - 0.24) < 0.12)
claim("a word keeps fewer than half of its neighbours", common.mean() < 2.5)
claim("without the first component the seeds agree much less", max(agreement) < 0.6)
full = [correlation(whole[i], whole[j]) for i, j in pairs]
claim("with it they agree well", min(full) > 0.7);


# %% [markdown]
# ## What we saw
#
# - An accuracy on 2,500 reviews is uncertain by more than a point.
# - Compare two models on the same reviews: only those on which they disagree count. With 2,500, a lead of a point may be chance.
# - Seeds show the noise of training; drawing reviews shows that of the sample. A finding survives both.
# - A rotation brings two seeds' tables together, because they share one direction.
# - The loss does not fix cosines: the same answers go with other neighbours.
#
# ## Exercises
#
# **An interval from two counts.** *2,180 of 2,500 right*: how far can that be trusted? Write the 95 % interval as a function. Then try 218 of 250.

# %%
def accuracy_interval(right, examples):
    """Return the 95 % interval of an accuracy: its lower and upper end, as shares of 1.

    right of the examples were classified correctly; both are whole numbers. The
    interval reaches 1.96 standard errors to either side of the accuracy.
    """
    ...


check.accuracy_interval(accuracy_interval)


# %% [markdown]
# **Mean and spread over seeds.** A table has a row for each recipe and a column for each seed. A report gives the mean of each recipe and its spread.

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
# [05 · Reading the weights](05_reading_the_weights.ipynb).
#
# ## References
#
# - Q. McNemar, *Note on the sampling error of the difference between correlated proportions or percentages*, Psychometrika 12, 1947.
# - B. Efron, *Bootstrap Methods: Another Look at the Jackknife*, Annals of Statistics 7, 1979.
# - P. Schönemann, *A generalized solution of the orthogonal Procrustes problem*, Psychometrika 31, 1966.
# - H. Steck, C. Ekanadham and N. Kallus, *Is Cosine-Similarity of Embeddings Really About Similarity?*, WWW 2024.
