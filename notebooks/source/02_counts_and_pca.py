# %% [markdown]
# # 02 · Counts and PCA: meaning from company
#
# *Can a table of counts know that two words are alike, though nobody told it what they mean?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/02_counts_and_pca.ipynb)
#
# **After this you can**
#
# - turn text into counts, and counts into pointwise mutual information,
# - explain PCA as a turn of the axes, and compute it in a few lines,
# - make word vectors without labels or a neural network, and judge them,
# - say in three sentences what skip-gram does.
#
# **Time** 40 minutes, 65 with exercises · **Needs** notebook 01

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from itertools import pairwise

import numpy as np
import pandas as pd

from course_utils import check, claim, counts, data, figures, geometry, judging
from course_utils import start, text

start(seed=0)

# %% [markdown]
# ## The company that words keep
#
# "You shall know a word by the company it keeps," wrote the linguist J. R. Firth in 1957. Let us count in four sentences:
#
# - *the kitten drinks milk*
# - *the puppy drinks milk*
# - *the kitten meows*
# - *the puppy barks*
#
# Two words *meet* when they are side by side. How often does *kitten* meet *the*? Count by eye, then look it up.

# %% tags=["drawing"]
# @title The table, counted by eye
words = ["the", "drinks", "kitten", "milk", "puppy", "barks", "meows"]
by_eye = [
    [0, 0, 2, 0, 2, 0, 0],
    [0, 0, 1, 2, 1, 0, 0],
    [2, 1, 0, 0, 0, 0, 1],
    [0, 2, 0, 0, 0, 0, 0],
    [2, 1, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 1, 0, 0],
    [0, 0, 1, 0, 0, 0, 0],
]
drawing = figures.new_drawing(14, 9, "Each row says whom a word meets, and how often")
figures.draw_table(drawing, by_eye, (3, 7.2), words, words);

# %% tags=["nbval-check-output"]
sentences = ["the kitten drinks milk", "the puppy drinks milk"]
sentences += ["the kitten meows", "the puppy barks"]
table = pd.DataFrame(0, index=words, columns=words)
for sentence in sentences:
    tokens = sentence.split()
    for left, right in pairwise(tokens):
        table.loc[left, right] += 1
        table.loc[right, left] += 1
print(table)

# %% [markdown]
# Every row is a vector for its word. We compare two by their cosine, as in notebook 00.
#
# **Guess.** Which word's row is most like the row of *kitten*?

# %%
guess = ...  # "the", "drinks", "milk", "puppy", "barks" or "meows"

# %% tags=["reveal"]
counted = table.to_numpy()
unit = counted / np.linalg.norm(counted, axis=1, keepdims=True)
cosines = unit @ unit[words.index("kitten")]
for word, cosine in zip(words, cosines):
    print(f"{word:7} {cosine:.2f}")
second = np.argsort(cosines)[-2]  # the last one is kitten itself
check.guess(guess, words[second])

# %% [markdown]
# It is *puppy*, with 0.83. The two never meet, but they share company: *the* twice and *drinks* once. **Similar words keep similar company, and similar company makes similar rows.** So small a table has accidents: *barks* is most like *the*.

# %% tags=["drawing"]
# @title The two rows
drawing = figures.new_drawing(14, 4.2, "Words that never meet, with similar rows")
look = {"picked_columns": [0, 1]}  # what both meet
figures.draw_table(drawing, counted[[2, 4]], (3, 2.4), ["kitten", "puppy"], words, **look);

# %% tags=["nbval-check-output"]
kitten, puppy = words.index("kitten"), words.index("puppy")
claim("kitten and puppy never meet", table.loc["kitten", "puppy"] == 0)
cosines = unit @ unit.T - 2 * np.eye(len(words))  # a word with itself does not count
nearest_pair = np.isclose(cosines[kitten, puppy], cosines.max())
claim("of all pairs, their rows are the most alike", nearest_pair);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the table counted by eye is right", counted == np.array(by_eye))
claim("kitten and puppy: 0.83", round(unit[kitten] @ unit[puppy], 2) == 0.83)
claim("both meet the twice and drinks once", counted[[kitten, puppy], :2] == [2, 1])
of_barks = cosines[words.index("barks")]
claim("no row is more like that of barks than that of the", np.isclose(of_barks[words.index("the")], of_barks.max()));

# %% [markdown]
# ## How surprising is a meeting?
#
# In real text *the* is next to almost everything, so meeting *the* says little. Compare each count with what chance would give.
#
# Each of the 10 meetings is in the table twice, so the table adds up to 20, the row of *kitten* to 4, the row of *meows* to 1. If *kitten* spread its 4 meetings in proportion to how often each word meets anything, *meows* would get 4 · 1/20 = 0.2 of them. It got 1: 5 times as often as by chance.
#
# **Guess.** *kitten* meets *the* twice, and the row of *the* adds up to 4. How many times as often as by chance is that?

# %%
guess = ...  # a number

# %% tags=["reveal"]
by_chance = 4 * 4 / 20
print(f"by chance {by_chance:.1f} meetings, counted 2")
check.guess(guess, 2 / by_chance, "times")

# %% [markdown]
# 2.5 times. One meeting with a rare word is a bigger surprise than two with a frequent one.
#
# The natural logarithm of this ratio is the **pointwise mutual information**, PMI: 1.61 for *kitten* and *meows*, 0.92 for *kitten* and *the*, and 0 where the count is what chance would give. With *P* for a share of all counts:
#
# $$\mathrm{PMI}(i, j) = \log \frac{P(i, j)}{P(i)\,P(j)}$$
#
# A negative PMI mostly rests on few meetings and is unreliable; with none it is minus infinity. **Positive PMI**, PPMI, replaces every negative value with 0.

# %%
share = counted.sum(axis=1, keepdims=True) / counted.sum()
by_chance = share @ share.T  # the share that chance gives each pair
with np.errstate(divide="ignore"):  # two words that never meet: log 0, minus infinity
    pmi = np.log((counted / counted.sum()) / by_chance)
ppmi = np.maximum(pmi, 0)

# %% tags=["drawing"]
# @title The PPMI of the seven words
drawing = figures.new_drawing(14, 9, "PPMI: a meeting with a rare word weighs more")
figures.draw_table(drawing, ppmi, (3, 7.2), words, words, picked=[2], digits=2);

# %% [markdown]
# The course's library does the same for texts given as ids (notebook 01). The **window** is the largest distance at which words meet. The row of *kitten*, by hand and by library:

# %% tags=["nbval-check-output"]
vocabulary = text.build_vocabulary(sentences)
ids = text.to_ids(sentences, vocabulary)
together = counts.cooccurrence(ids, len(vocabulary), window=1)
by_library = counts.ppmi(together).toarray()[2:, 2:]  # ids 0 and 1 are not words
print(ppmi[kitten].round(2))
print(by_library[kitten].round(2))

# %% tags=["checks"]
# @title Numbers of this section, checked
the, meows = words.index("the"), words.index("meows")
claim("counts.cooccurrence gives the same table", together.toarray()[2:, 2:] == counted)
claim("the library's words are in the same order", vocabulary[2:] == words)
claim("the table adds up to 20", counted.sum() == 20)
claim(
    "the rows of kitten, meows and the to 4, 1 and 4", counted[[kitten, meows, the]].sum(axis=1) == [4, 1, 4]
)
claim("their ratios are 5 and 2.5", np.exp(pmi[kitten, [meows, the]]).round(9) == [5, 2.5])
claim("their PMI is 1.61 and 0.92", pmi[kitten, [meows, the]].round(2) == [1.61, 0.92])
claim("counts.ppmi gives what we computed", np.allclose(counts.ppmi(together).toarray()[2:, 2:], ppmi));

# %% [markdown]
# ## PCA: when two numbers say nearly the same thing
#
# Now real text: the training reviews without labels, window 5. Words that occur fewer than five times still fill a place in the text, but get no row.
#
# A row has 27,009 numbers, and some columns say nearly the same thing. Take two: how often a word is near *film*, and how often near *movie*, for 500 frequent words, as logarithms:

# %% tags=["nbval-check-output"]
imdb = data.load_reviews()
reviews = [text.tokenize(review) for review in imdb.train.texts]
vocabulary = text.build_vocabulary(reviews, min_count=5)  # 2 ids are not words
ids = text.to_ids(reviews, vocabulary)
together = counts.cooccurrence(ids, len(vocabulary), window=5)
print(f"{len(ids):,} reviews, a table of {len(vocabulary):,} × {len(vocabulary):,}")

frequent = vocabulary[102:602]  # the 101st to the 600th most frequent word
columns = [vocabulary.index("film"), vocabulary.index("movie")]
points = np.log10(together[102:602].toarray()[:, columns])

# %% tags=["drawing"]
# @title 500 words, two counts each
import matplotlib.pyplot as plt


def name_dots(ax, dots, shift_of):
    for name, shift in shift_of.items():
        place = dots[frequent.index(name)]
        ax.plot(*place, "o", markersize=4, color=figures.INK)
        said = 'b, as in "b movie"' if name == "b" else name
        ax.annotate(said, place, xytext=shift, textcoords="offset points", fontsize=10)


_, ax = plt.subplots(figsize=(5.4, 4.8))
ax.scatter(*points.T, s=9, linewidth=0, color=figures.COLOURS[5])
left_above, right_below = (-12, 9), (7, -12)
name_dots(ax, points, {"watch": (-48, 0), "tv": (6, 4), "b": (-104, 2), "stupid": (-44, 2), "game": left_above})
name_dots(ax, points, {"school": right_below, "directed": right_below, "police": right_below})
ticks = np.array([3, 10, 30, 100, 300, 1000])
ax.set(xticks=np.log10(ticks), xticklabels=ticks, yticks=np.log10(ticks), yticklabels=ticks)
ax.set(xlim=np.log10([3, 1400]), ylim=np.log10([3, 1400]), aspect="equal")
ax.set(xlabel="times near film", ylabel="times near movie", title="Words often near film\nare often near movie");

# %% [markdown]
# Could one number replace the two? Draw a line through the middle of the cloud, and give each word its place along it: the dot product with a direction of length 1. The best line keeps the words as different as possible: it has the largest **variance**, the mean squared distance from the middle. Two axes at a right angle always share the same total. Turn both and measure:

# %% tags=["nbval-check-output"]
centred = points - points.mean(axis=0)  # the middle of the cloud is now at 0
total = centred.var(axis=0).sum()
for degrees in range(0, 91, 15):
    angle = np.radians(degrees)
    axis = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-np.sin(angle), np.cos(angle)])
    share, rest = (centred @ axis).var() / total, (centred @ across).var() / total
    print(f"{degrees:2} degrees: {share:.0%} of the variance, {rest:.0%} across")


# %% tags=["drawing"]
# @title The axes turn
def share_along(degrees):
    angle = np.radians(degrees)
    return (centred @ [np.cos(angle), np.sin(angle)]).var() / total


variances, directions = np.linalg.eigh(np.cov(centred.T))
variances, directions = variances[::-1], directions[:, ::-1]
axes = directions * np.sign(directions[1])  # both point upwards: turned, not mirrored
turned = centred @ axes
_, panels = plt.subplots(1, 2, figsize=(9.4, 4.5))
panels[0].scatter(*centred.T, s=7, linewidth=0, color=figures.COLOURS[5])
for degrees in range(0, 166, 15):
    angle = np.radians(degrees)
    reach = 2.2 * np.sqrt(share_along(degrees) * total)
    tips = np.outer([-reach, reach], [np.cos(angle), np.sin(angle)])
    panels[0].plot(*tips.T, color=figures.GREY, linewidth=1)
for place, (direction, colour) in enumerate(zip(directions.T, figures.COLOURS[1:3])):
    reach = 2.2 * np.sqrt(variances[place])
    tips = np.outer([-reach, reach], direction * np.sign(direction[0]))
    panels[0].plot(*tips.T, color=colour, linewidth=3)
panels[0].set(
    title="Turn an axis: the longest wins",
    xlabel="log times near film, centred",
    ylabel="log times near movie, centred",
)
panels[1].scatter(*turned.T, s=7, linewidth=0, color=figures.COLOURS[5])
panels[1].axhline(0, color=figures.COLOURS[1], linewidth=2)
panels[1].axvline(0, color=figures.COLOURS[2], linewidth=2)
name_dots(
    panels[1], turned, {"school": (-12, -16), "directed": (4, -14), "watch": (-22, 9), "police": (-34, -14)}
)
name_dots(panels[1], turned, {"tv": (7, -4), "b": (7, 5), "game": (-12, 8), "stupid": (-46, 6)})
for name, height in [("movie", 0.72), ("film", -0.82)]:
    panels[1].text(0.05, height, name, color=figures.COLOURS[2], fontsize=11)
first, second = variances / variances.sum()
panels[1].set(
    title="Turned: one number says nearly all",
    xlabel=f"first component: {first:.0%} of the variance",
    ylabel=f"second component: {second:.0%}",
)
for ax in panels:
    ax.set(xlim=(-1.5, 1.5), ylim=(-1.5, 1.2), aspect="equal")

# %% [markdown]
# On the left, the longer the line, the more the cloud spreads that way. The longest, and the one at a right angle to it, become the new axes, on the right. That is **principal component analysis**, PCA. The first component says how often a word is near either, which has much to do with how frequent it is. The second, with 5 % of the variance, says *film* or *movie*: *directed* is on one side, *tv* on the other.
#
# The **covariance matrix** says how much each column varies, and how they vary together. Its **eigenvectors**, the directions that it only stretches, are our axes (on trust; see the angle below); its **eigenvalues**, which say by how much, are the variances along them. Points times directions gives the places:

# %% tags=["drawing"]
# @title A projection, drawn
some = ["watch", "directed", "tv", "police"]
places = [frequent.index(word) for word in some]
drawing = figures.new_drawing(21, 7.2, "Each word gets a place along each direction")
drawing.figure.set_size_inches(9, 3.4)
look = {"limit": 1.2, "digits": 2}
figures.draw_table(drawing, centred[places], (3.2, 4.4), some, ["film", "movie"], picked=[1], **look)
figures.draw_table(
    drawing, axes, (10.4, 4.4), ["film", "movie"], ["first", "second"], picked_columns=[1], **look
)
figures.draw_table(drawing, (centred @ axes)[places], (16.4, 4.4), (), ["first", "second"], **look)
for left, heading in [(3.2, "centred logs"), (10.4, "directions"), (16.4, "places")]:
    drawing.text(left, 6.2, heading, fontsize=10.5, weight="bold")
drawing.add_patch(
    plt.Rectangle((17.4, 2.4), 1, 1, fill=False, edgecolor=figures.COLOURS[1], linewidth=2.2, zorder=4)
)
drawing.text(6.6, 2.4, "×", fontsize=16, ha="center", va="center")
drawing.text(14.4, 2.4, "=", fontsize=16, ha="center", va="center");

# %%
covariance = centred.T @ centred / (len(centred) - 1)
variances, directions = np.linalg.eigh(covariance)  # the smallest comes first
variances, directions = variances[::-1], directions[:, ::-1]
directions = directions * np.sign(directions[1])  # both point upwards
by_hand = centred @ directions
degrees = np.degrees(np.arctan2(directions[1], directions[0]))
print(f"the axes are at {degrees[0]:.0f} and {degrees[1]:.0f} degrees")

# %% [markdown]
# scikit-learn has `PCA`. Another way is the **singular value decomposition**, SVD, which writes the centred table as U S Vᵀ. The rows of Vᵀ are the directions, U S the places. S holds one strength (*singular value*) per direction; U holds the places divided by them. With n points, S² / (n − 1) is the variance. The SVD can compute just the first few directions, for huge tables.
#
# One trap: `PCA` subtracts the mean, the SVD does not, and its first direction may just point at the mean.

# %% tags=["nbval-check-output"]
from sklearn.decomposition import PCA

by_sklearn = PCA(n_components=2).fit_transform(points)
left, strengths, _ = np.linalg.svd(centred, full_matrices=False)
by_svd = left * strengths
for name, places in [("hand", by_hand), ("sklearn", by_sklearn), ("SVD", by_svd)]:
    # either sign of a component is right: align them
    same_sign = places * np.sign(places[0] * by_hand[0])
    print(f"{name:8}", same_sign[:3].round(2).tolist())

# %% tags=["drawing"]
# @title Without centring
moved = centred + [-3, 3]
_, _, uncentred = np.linalg.svd(moved, full_matrices=False)
to_the_mean = uncentred[0] * np.sign(uncentred[0, 1])
_, ax = plt.subplots(figsize=(5.0, 4.4))
ax.scatter(*moved.T, s=7, linewidth=0, color=figures.COLOURS[5])
for tail, tip, colour in [
    (np.zeros(2), 4.1 * to_the_mean, figures.COLOURS[1]),
    ((-3, 3), moved.mean(axis=0) + 1.2 * directions[:, 0], figures.INK),
]:
    ax.annotate("", xy=tip, xytext=tail, arrowprops={"arrowstyle": "->", "linewidth": 2.5, "color": colour})
ax.text(-2.1, 1.2, "not centred", color=figures.COLOURS[1], ha="right")
ax.text(-2.0, 3.9, "centred", color=figures.INK)
ax.axhline(0, color=figures.GREY, linewidth=0.8)
ax.axvline(0, color=figures.GREY, linewidth=0.8)
ax.set(
    xlim=(-4.6, 0.5),
    ylim=(-0.5, 4.6),
    aspect="equal",
    title="Uncentred, the first direction\npoints at the mean",
)
ax.set(xlabel="one column (the cloud moved on purpose)", ylabel="another column");

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("a row has 27,009 numbers", len(vocabulary) == 27_009)
claim("turned, the two columns are no longer correlated", abs(np.corrcoef(by_hand.T)[0, 1]) < 1e-6)
first, second = variances / variances.sum()
claim(
    "the first holds 95 % of the variance, the second 5 %",
    round(first, 2) == 0.95 and round(second, 2) == 0.05,
)
claim("the eigenvectors are at 47 and 137 degrees", degrees.round() == [47, 137])
claim(
    "turning by whole degrees finds the same variance",
    abs(max(share_along(d) for d in range(91)) - first) < 0.001,
)
above = by_hand[[frequent.index(word) for word in ("directed", "school")], 1] * np.sign(
    by_hand[frequent.index("films"), 1]
)
below = by_hand[[frequent.index(word) for word in ("tv", "game", "stupid")], 1] * np.sign(
    by_hand[frequent.index("films"), 1]
)
claim(
    "directed and school are on the side of film, tv, game and stupid on that of movie",
    above.min() > 0.2 and below.max() < -0.2,
)
spoken = pd.Series(token for review in reviews for token in review).value_counts()
with_frequency = np.corrcoef(by_hand[:, 0], np.log(spoken[frequent]))[0, 1]
claim("the first has much to do with how frequent a word is", with_frequency > 0.7)
claim("S² / (n − 1) is the variance", np.allclose(strengths**2 / (len(points) - 1), variances))
for result in (by_sklearn, by_svd):
    claim("the same as by hand, up to sign", np.allclose(result * np.sign(result[0] * by_hand[0]), by_hand))
to_mean = abs(geometry.cosine_similarity(uncentred[0], moved.mean(axis=0)))
claim("without centring it is the direction of the mean", to_mean > 0.99)
along = abs(geometry.cosine_similarity(uncentred[0], directions[:, 0]))
claim("and not that of the cloud", along < 0.2);

# %% [markdown]
# ## Few numbers in a toy language
#
# Real text has no full answer key, so here is a toy language: sentences drawn at random from a few patterns, and words of known classes.
#
# Count with a window of 2, then PPMI. For each of the 36 words that have a class we ask: is the nearest of the other 35 in the same class? (`geometry.normalize` scales rows to length 1.)

# %% tags=["nbval-check-output"]
language = data.load_planted_language()
for kind in dict.fromkeys(language.word_class.values()):
    members = [word for word, its in language.word_class.items() if its == kind]
    print(f"{kind:7}", ", ".join(members))
print("\nsentences:", *language.sentences[:4], sep="\n- ")

# %%
toy_words = text.build_vocabulary(language.sentences)
toy_ids = text.to_ids(language.sentences, toy_words)
toy_ppmi = counts.ppmi(counts.cooccurrence(toy_ids, len(toy_words), window=2))
members = list(language.word_class)
classes = np.array([language.word_class[word] for word in members])
rows = [toy_words.index(word) for word in members]
print("a table of", toy_ppmi.shape)


# %%
def nearest_of(vectors):
    unit = geometry.normalize(vectors[rows])
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -1)  # a word is not its own neighbour
    return cosines.argmax(axis=1)


nearest = nearest_of(toy_ppmi.toarray())
print("same class:", np.sum(classes[nearest] == classes), "of 36")
shared = classes[:, np.newaxis] == classes  # counts each word with itself, too
print(f"by chance:  {(shared.sum() - 36) / 35:.1f} of 36")
print("nearest to fish:", members[nearest[members.index("fish")]])

# %% tags=["drawing"]
# @title Four rows of the PPMI table
picked = ["bones", "fish", "purrs", "barks"]
shown = ["eats", "loudly", "softly", "dog", "puppy", "cat", "kitten"]
part = toy_ppmi.toarray()[[toy_words.index(word) for word in picked]]
part = part[:, [toy_words.index(word) for word in shown]]
drawing = figures.new_drawing(14, 6.4, "fish has more in common with purrs than with bones")
figures.draw_table(drawing, part, (3, 4.4), picked, shown, picked=[1], digits=1);

# %% [markdown]
# A quarter of the words have a nearest word of another class. *fish* and *bones* are both above 0 in one column; *fish* and *purrs* in two, *cat* and *kitten*.
#
# Now `counts.svd_vectors` keeps the 4 strongest of 56 directions; a word's vector is its row of U √S (the root weakens the strongest). Centring is left out: it would fill every zero of a huge table.
#
# **Guess.** For how many of the 36 is the nearest now of the same class?

# %%
guess = ...  # a number from 0 to 36

# %% tags=["reveal"]
toy_vectors = counts.svd_vectors(toy_ppmi, 4)
nearest = nearest_of(toy_vectors)
print("nearest to fish:", members[nearest[members.index("fish")]])
check.guess(guess, np.sum(classes[nearest] == classes), "of 36")

# %% [markdown]
# All 36. Two to eight numbers find at least 34 ([02a](02a_trusting_a_map.ipynb) tries up to 40); so does U S. Few numbers keep mostly what many words share, and a class has just that in common. **Fewer numbers can place more words correctly.**

# %% tags=["drawing"]
# @title Four numbers per word
groups = {
    "persons": ["king", "actress", "girl"],
    "animals": ["dog", "kitten", "cow"],
    "sounds": ["barks", "purrs", "moos"],
    "food": ["bones", "fish", "hay"],
    "homes": ["kennel", "barn", "meadow"],
    "places": ["palace", "school", "theatre"],
    "things": ["crown", "mask", "apron"],
}
drawing = figures.new_drawing(28, 10, "Four numbers per word, scaled to length 1: words of a class share a pattern")
corners = [(2.4, 8.6), (9.4, 8.6), (16.4, 8.6), (23.4, 8.6), (2.4, 3.8), (9.4, 3.8), (16.4, 3.8)]
for corner, (kind, group) in zip(corners, groups.items()):
    values = geometry.normalize(toy_vectors[[toy_words.index(word) for word in group]])
    figures.draw_table(drawing, values, corner, group, title=kind, limit=1, digits=2)
for number in drawing.texts:  # one size for all numbers
    if number.get_fontsize() == 9:
        number.set_fontsize(7.5)

# %% tags=["checks"]
# @title Numbers of this section, checked
whole = nearest_of(toy_ppmi.toarray())
missed = np.sum(classes[whole] != classes)
claim("whole rows miss a quarter of the 36 words", abs(missed / 36 - 1 / 4) < 0.06)
claim("fish is nearest to purrs", members[whole[members.index("fish")]] == "purrs")
fish, bones, purrs = [toy_ppmi.toarray()[toy_words.index(word)] for word in ("fish", "bones", "purrs")]
claim(
    "fish and bones share one number, fish and purrs two",
    np.sum((fish > 0) & (bones > 0)) == 1 and np.sum((fish > 0) & (purrs > 0)) == 2,
)
claim("four numbers get all 36 right", classes[nearest] == classes)
claim("a whole row has 56 numbers", toy_ppmi.shape[1] == 56)
for seed in range(5):
    drawn = data.load_planted_language(seed=seed)
    drawn_words = text.build_vocabulary(drawn.sentences)
    drawn_ppmi = counts.ppmi(
        counts.cooccurrence(text.to_ids(drawn.sentences, drawn_words), len(drawn_words), window=2)
    )
    drawn_rows = [drawn_words.index(word) for word in members]
    tables = [drawn_ppmi.toarray()]
    for length in range(2, 9):
        short = counts.svd_vectors(drawn_ppmi, length)
        tables += [short, short * np.linalg.norm(short, axis=0)]  # U √S and U S
    right = []
    for drawn_table in tables:
        unit = geometry.normalize(drawn_table[drawn_rows])
        found = (unit @ unit.T - 2 * np.eye(36)).argmax(axis=1)
        right.append(np.sum(classes[found] == classes))
    claim(f"whole rows find at most 30, with the sentences of seed {seed}", right[0] <= 30)
    claim(f"at least 34 in 2 to 8 numbers, with the sentences of seed {seed}", np.array(right[1:]) >= 34)
    claim(f"all 36 in 4 numbers, with the sentences of seed {seed}", np.array(right[5:7]) == 36)

# %% [markdown]
# ## Real reviews
#
# The counts are ready; now PPMI and SVD.

# %%
import time

from gensim.models import KeyedVectors  # words with their vectors, as in notebook 00

began = time.perf_counter()
ppmi = counts.ppmi(together)
vectors = counts.svd_vectors(ppmi, 100)
word_vectors = KeyedVectors(100)
word_vectors.add_vectors(vocabulary[2:], vectors[2:])
print(f"{len(word_vectors):,} words in {time.perf_counter() - began:.0f} s")

# %% [markdown]
# **Guess.** Name some of the six words nearest to *funny*.

# %%
guess = ...  # up to six words in a list: ["…", "…"]

# %% tags=["reveal"]
nearest = [neighbour for neighbour, _ in word_vectors.most_similar("funny", topn=6)]
print(nearest)
check.guess(guess, nearest)

# %% [markdown]
# *hilarious, comedy, humorous, witty, humor, fun*, from counting alone. Add your own:

# %%
for word in ["music", "war", "wooden", "good"]:
    found = [neighbour for neighbour, _ in word_vectors.most_similar(word, topn=5)]
    print(f"{word:8}", ", ".join(found))
for word in ["great", "bad"]:
    print(f"good and {word:6} {word_vectors.similarity('good', word):.2f}")


def mean_cosine(some, others):
    pairs_of_two = [(one, other) for one in some for other in others if one != other]
    return np.mean([word_vectors.similarity(one, other) for one, other in pairs_of_two])


praise = ["good", "great", "excellent", "wonderful", "best"]
blame = ["bad", "awful", "terrible", "horrible", "worst"]
groups = {"praise": praise, "blame": blame, "any word": vocabulary[2:1002]}
for name, others in groups.items():
    print(f"praise and {name:9} {mean_cosine(praise, others):.2f}")
among, across = mean_cosine(praise, praise), mean_cosine(praise, blame)
claim("praise is much nearer to praise than to blame", among > across + 0.2);

# %% [markdown]
# *wooden* is near *unconvincing*: in these reviews, actors are wooden. *bad* is near *good*: *the acting is …* takes either. But on average praise is much nearer to praise than to blame, and only a little nearer to blame than to any word.
#
# ### Judged by people
#
# In **WordSim-353**, people said how *related* two words are (*cup* and *coffee*); in **SimLex-999**, how *similar* (*cup* and *mug*). We have vectors for 298 and 950 of the pairs. Sort them by people and by cosine: do the orders agree? The **rank correlation** is 1 if they agree fully, near 0 if unrelated, −1 if reversed.

# %%
pairs = {name: data.load_similarity(name) for name in ("wordsim353", "simlex999")}
asked = [pair[:2] for name in pairs for pair in pairs[name]]
known = sorted(set(np.ravel(asked).tolist()) & set(vocabulary))
known_ids = [vocabulary.index(word) for word in known]


def judged(table):
    judged_words = KeyedVectors(table.shape[1])
    judged_words.add_vectors(known, table)
    score = judging.word_similarity
    return {name: score(judged_words, pairs[name]).rho for name in pairs}


# %%
strengths = np.linalg.norm(vectors, axis=0)  # the roots of S
short = vectors[known_ids]
draws = [np.random.default_rng(seed).normal(size=short.shape) for seed in range(20)]
by_chance = pd.DataFrame([judged(noise) for noise in draws])
scores = {
    "random numbers, lowest of 20": by_chance.min(),
    "random numbers, highest of 20": by_chance.max(),
    "counts, whole rows": judged(together[known_ids].toarray()),
    "PPMI, whole rows": judged(ppmi[known_ids].toarray()),
    "PPMI, 100 numbers, U S": judged(short * strengths),
    "PPMI, 100 numbers, U √S": judged(short),
}
pd.DataFrame(scores).T.round(2)

# %% tags=["checks"]
# @title Numbers of this section, checked
near = {
    word: [found for found, _ in word_vectors.most_similar(word, topn=10)] for word in ("funny", "wooden")
}
claim(
    "the text's neighbours of funny are the six nearest",
    {"hilarious", "comedy", "humorous", "witty", "humor", "fun"} <= set(near["funny"]),
)
claim("and unconvincing is near wooden", "unconvincing" in near["wooden"])
covered = [judging.word_similarity(word_vectors, pairs[name])[1:] for name in pairs]
claim("298 pairs of 353, 950 of 999", covered == [(298, 353), (950, 999)])
board = pd.DataFrame(scores).T
steps = board.loc[["counts, whole rows", "PPMI, whole rows", "PPMI, 100 numbers, U √S"]].diff().dropna()
likeness = word_vectors.similarity("good", "bad")
claim("great is nearer to good than bad is", word_vectors.similarity("good", "great") > likeness + 0.1)
claim("bad is nearer to good than blame is to praise", likeness > across + 0.2)
claim("blame is near blame, too", mean_cosine(blame, blame) > across + 0.2)
claim(
    "blame is hardly nearer to praise than any word is",
    abs(across - mean_cosine(praise, vocabulary[2:1002])) < 0.15,
)
claim("each step helps, on both sets", steps.to_numpy() > 0.03)
claim("U √S beats U S, on both sets", board.iloc[-1] > board.iloc[-2] + 0.03)
on_wordsim, on_simlex = board.wordsim353, board.simlex999
without_root, highest = "PPMI, 100 numbers, U S", "random numbers, highest of 20"
claim("on WordSim whole rows beat short ones without the root", on_wordsim[without_root] < on_wordsim["PPMI, whole rows"])
claim("on SimLex they do not", on_simlex[without_root] > on_simlex["PPMI, whole rows"] + 0.03)
claim("counts do no better than chance", board.loc["counts, whole rows"] <= board.loc[highest])
claim("PPMI does on WordSim", on_wordsim["PPMI, whole rows"] > on_wordsim[highest] + 0.1)
claim("and hardly on SimLex", abs(on_simlex["PPMI, whole rows"] - on_simlex[highest]) < 0.05)
claim(
    "similarity is weaker than relatedness with every table of PPMI",
    board.iloc[3:, 0].to_numpy() > board.iloc[3:, 1].to_numpy() + 0.1,
);

# %% [markdown]
# Neighbour counts do no better than random numbers. PPMI's whole rows do better on WordSim, not on SimLex. The root helps on both, and with it 100 numbers beat 27,009.
#
# ## Counting or predicting?
#
# **Skip-gram**, one of the two methods of *word2vec*, keeps no table of meetings. It starts with vectors that know nothing and reads the text word by word:

# %% tags=["drawing"]
# @title Skip-gram, drawn
tokens = ["the", "acting", "is", "really", "wooden", "in", "this", "film"]
neighbours, strangers = ["is", "really", "in", "this"], ["banana", "seven", "paris"]
green, pink = figures.COLOURS[2], figures.COLOURS[3]
drawing = figures.new_drawing(27, 12.6, "Skip-gram pulls a word towards its company and pushes it away from strangers")
for place, word in enumerate(tokens):
    colour = figures.INK if word == "wooden" else green if word in neighbours else figures.GREY
    box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": colour}
    box["linewidth"] = 0.8 if colour == figures.GREY else 2.2
    drawing.text(2 + 3.2 * place, 11.6, word, ha="center", va="center", fontsize=11, color=colour, bbox=box)
generator = np.random.default_rng(1)
middle, second, drawn = [generator.normal(scale=0.4, size=(rows, 4)) for rows in (1, 4, 3)]
look = {"limit": 1, "digits": 1}
one = figures.draw_table(drawing, middle, (3, 5.4), ["wooden"], title="first vector", **look)
near = figures.draw_table(drawing, second, (16, 9), neighbours, title="second vectors", **look)
far = figures.draw_table(drawing, drawn, (16, 4), strangers, **look)
for row in range(4):
    arrow = {"arrowstyle": "<|-|>", "color": green, "linewidth": 1.8}
    drawing.annotate("", xy=near.before(row), xytext=one.behind(0), arrowprops=arrow)
for row in range(3):
    arrow = {"arrowstyle": "-|>", "color": pink, "linewidth": 1.8, "linestyle": "--"}
    left, height = far.before(row)
    drawing.annotate("", xy=(left - 0.3, height), xytext=one.behind(0), arrowprops=arrow)
drawing.text(20.6, 7, "neighbours (window 2):\nlarger dot product", color=green, fontsize=10.5, va="center")
drawing.text(20.6, 2.5, "drawn at random:\nsmaller dot product", color=pink, fontsize=10.5, va="center");

# %% [markdown]
# - Each word has two vectors: one for when it is in the middle, one for when it is a neighbour.
# - The middle word's first vector and its neighbours' second vectors are pulled together: their dot products grow.
# - The second vectors of a few words drawn at random, the **negative examples**, are pushed away. Without them all vectors would become alike.
#
# Words with the same neighbours have similar first vectors. With enough numbers and perfect training, the dot product is the PMI minus a constant (Levy & Goldberg 2014).
#
# ### The scoreboard
#
# Back to notebook 01: is a review positive? Now a review is the **mean** of its words' vectors, 100 numbers instead of a switch per word, for a logistic regression.
#
# **Guess.** As a control, each word gets a *random* vector. What accuracy do their means reach? A coin gets 0.50.

# %%
guess = ...  # a number from 0.5 to 1

# %% tags=["reveal"]
measured = data.load_results("scoreboard")
by_rung = measured.groupby("rung", sort=False)
of_random = by_rung.validation_accuracy.mean()["mean of random vectors"]
check.guess(guess, round(of_random, 2))

# %% [markdown]
# 0.68: even a random mixture keeps a trace of its words. Stored results, means of five seeds (above: one); *spread* is the standard deviation. *parameters* are the classifier's: the plain counts keep every word in two reviews or more. *seconds* are for words, vectors (skip-gram by gensim, GloVe only loaded) and classifier.

# %%
rungs = ["counts of words", "TF-IDF of words", "TF-IDF of words and pairs"]
rungs += ["naive-Bayes weighted words and pairs"]
kinds = ["random", "PPMI-SVD", "skip-gram", "GloVe"]
rungs += [f"mean of {kind} vectors" for kind in kinds]
columns = ["parameters", "validation_accuracy", "wordsim353", "simlex999", "seconds"]
board = by_rung[columns].mean().loc[rungs].astype({"parameters": int})
board.insert(2, "spread", by_rung.validation_accuracy.std())
accuracy = board.validation_accuracy
claim("all plain baselines beat all means", accuracy[:4].min() > accuracy[4:].max())
board.round(3).astype(object).where(board.notna(), "–")

# %% [markdown]
# - **The plain baselines win.** Words and pairs with naive-Bayes weights reach 0.90, the best mean of vectors 0.85. Perhaps 101 parameters learned from labels are too few against 366,371.
# - **Predicting is not simply better than counting.** PPMI-SVD is ahead on WordSim, skip-gram on SimLex; on the reviews they are within a point. Counting takes less time.
# - **A high score on word pairs does not promise one on a task.** GloVe (notebook 00), with half the numbers and from other text, scores no lower than PPMI-SVD on the same pairs (its leads may be luck) and much lower on the reviews.

# %% tags=["checks"]
# @title Numbers of this section, checked
glove, counted_ones = board.loc["mean of GloVe vectors"], board.loc["mean of PPMI-SVD vectors"]
skip_gram = board.loc["mean of skip-gram vectors"]
claim("random vectors reach 0.68", round(of_random, 2) == 0.68)
claim("naive-Bayes weights reach 0.90", round(accuracy[rungs[3]], 2) == 0.90)
claim("the best mean of vectors reaches 0.85, to 0.01", abs(accuracy[4:].max() - 0.85) < 0.01)
claim("counts and TF-IDF have no spread", board.spread[:4].max() < 1e-9)
claim(
    "GloVe is ahead on both sets of pairs",
    glove.wordsim353 > counted_ones.wordsim353 and glove.simlex999 > counted_ones.simlex999,
)
claim("and behind on the reviews", glove.validation_accuracy < counted_ones.validation_accuracy - 0.03)
claim(
    "counting is ahead on WordSim, predicting on SimLex",
    counted_ones.wordsim353 > skip_gram.wordsim353 + 0.1
    and skip_gram.simlex999 > counted_ones.simlex999 + 0.03,
)
claim(
    "on the reviews they are within a point",
    abs(counted_ones.validation_accuracy - skip_gram.validation_accuracy) < 0.01,
)
from scipy.stats import spearmanr

pretrained = data.load_glove()
for name in pairs:
    both = [
        pair for pair in pairs[name] if all(word in word_vectors and word in pretrained for word in pair[:2])
    ]
    claim(f"GloVe knows all pairs of {name} that PPMI-SVD knows", len(both) == judging.word_similarity(word_vectors, pairs[name]).covered)
    people = np.array([score for _, _, score in both])
    of_ours = np.array([word_vectors.similarity(one, other) for one, other, _ in both])
    of_glove = np.array([pretrained.similarity(one, other) for one, other, _ in both])
    generator = np.random.default_rng(0)
    leads = []
    for _ in range(500):
        drawn = generator.integers(len(both), size=len(both))
        rho_of_glove, rho_of_ours = [spearmanr(of[drawn], people[drawn])[0] for of in (of_glove, of_ours)]
        leads.append(rho_of_glove - rho_of_ours)
    low, high = np.percentile(leads, [2.5, 97.5])
    claim(f"on other pairs like these, GloVe's lead on {name} may vanish", low < 0 < high)
claim("PPMI-SVD scores the same here and above, to 0.02", abs(counted_ones.wordsim353 - on_wordsim.iloc[5]) < 0.02)
claim("101 parameters learned from labels against 366,371", [counted_ones.parameters, board.parameters.iloc[3]] == [101, 366_371])
claim("counting takes less than half of the time", counted_ones.seconds < skip_gram.seconds / 2);


# %% [markdown]
# ## What we saw
#
# - Similar words keep similar company, so their rows of counts are alike, even if they never meet.
# - PPMI asks how much more often two words meet than by chance.
# - PCA turns the axes to where the points vary most. Centre first, because the SVD does not do it for you.
# - Fewer numbers can place more words correctly: they keep mostly what many words share.
# - Counts, PPMI and SVD make word vectors without labels. These know topics, and often tell praise from blame.
#
# ## Exercises
#
# **Neighbours, counted.** The table of the first section as a function, for any window.

# %%
def neighbour_counts(texts, size, window):
    """Return an array of shape (size, size): how often any two words meet.

    texts is a list of lists of ids, whole numbers from 0 to size - 1; every id is a
    word, including 0 and 1. Two different places in the same text are near if they are
    at most window apart. Entry [i, j] says how often j is near an i, also for i = j: in
    the text [0, 1, 0] with window 2, entry [0, 0] is 2.
    """
    ...


check.neighbour_counts(neighbour_counts)


# %% [markdown]
# **More than chance.** Mind the zeros: log 0 is minus infinity, and a word that never met another has a share of 0.

# %%
def positive_pmi(table):
    """Return the positive PMI of each pair: an array of the shape of table.

    table has shape (words, words) and holds counts; it is symmetric. At least one pair
    has met. The logarithm is the natural one. The result is 0 where the count is 0,
    also for a word that never met another.
    """
    ...


check.positive_pmi(positive_pmi)


# %% [markdown]
# **Find the fault: a projection.** This PCA by SVD runs, but does not do what its docstring says. Repair it.

# %%
def pca_projection(points, k):
    """Return the points projected on their first k components: shape (points, k).

    points holds floats: a row for each point and a column for each dimension, at least
    two columns and as many rows or more; do not change it. The strongest component
    comes first. Columns are centred, not standardised. Either sign of a component is
    right.
    """
    left, singular_values, _ = np.linalg.svd(points, full_matrices=False)
    return left[:, :k] * singular_values[:k]


check.pca_projection(pca_projection)

# %% [markdown]
# **Predict: a copy.** Of three columns of variance 1, the second is a copy of the first; the third is not correlated with them. What share of the variance does each component hold? Give a list, the largest first, not rounded: `1 / 7` for a seventh.

# %%
shares_with_a_copy = ...


check.shares_with_a_copy(shares_with_a_copy)

# %% [markdown]
# Stuck? Run `check.positive_pmi.hint()`, again for the next hint; `check.positive_pmi.solution()` shows a solution.
#
# ## Quiz

# %%
check.quiz("02")

# %% [markdown]
# ## Where next
#
# [03 · The Embedding layer](03_embedding_layer.ipynb): a table that learns from a task. Or first [02a · Trusting a map](02a_trusting_a_map.ipynb).
#
# ## References
#
# - K. Church, P. Hanks, *Word Association Norms, Mutual Information, and Lexicography*, 1990 (PMI).
# - J. Bullinaria, J. Levy, *Extracting semantic representations from word co-occurrence statistics*, 2007 (PPMI).
# - T. Mikolov et al., *Distributed Representations of Words and Phrases and their Compositionality*, 2013 (skip-gram).
# - O. Levy, Y. Goldberg, *Neural Word Embedding as Implicit Matrix Factorization*, 2014.
# - L. Finkelstein et al., *Placing Search in Context*, 2002. F. Hill et al., *SimLex-999*, 2015.
