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
# - explain PCA as a turn of the axes, and compute it in four lines,
# - make word vectors without labels or a neural network, and judge them,
# - say in three sentences what skip-gram does.
#
# **Time** 35 minutes, 60 with exercises · **Needs** notebook 01

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
# "You shall know a word by the company it keeps," wrote the linguist J. R. Firth in 1957. We take him at his word and count. Here are four sentences:
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
# Every row is now a vector for its word. To compare two rows we take their cosine, as in notebook 01: scale both to length 1, then multiply.
#
# **Guess**: which word's row is most like the row of *kitten*?

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
# It is *puppy*, with 0.83. The two words never meet, but they meet the same words: *the* twice and *drinks* once. **Similar words keep similar company, and similar company makes similar rows.** That is the whole idea.

# %% tags=["drawing"]
# @title The two rows
drawing = figures.new_drawing(14, 9, "Two words that never meet, with rows that are alike")
figures.draw_table(drawing, counted, (3, 7.2), words, words, picked=[2, 4]);

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
claim("both meet the twice and drinks once", counted[[kitten, puppy], :2] == [2, 1]);

# %% [markdown]
# ## How surprising is a meeting?
#
# In real text *the* is next to almost everything, so meeting *the* says little. Compare each count with what chance would give.
#
# The table adds up to 20, the row of *kitten* to 4, the row of *meows* to 1. If *kitten* dealt out its 4 meetings at random, *meows* would get 4 · 1/20 = 0.2 of them. It got 1: 5 times as often as by chance.
#
# **Guess**: *kitten* meets *the* twice, and the row of *the* adds up to 4. How many times as often as by chance is that?

# %%
guess = ...  # a number

# %% tags=["reveal"]
by_chance = 4 * 4 / 20
print(f"by chance {by_chance:.1f} meetings, counted 2")
check.guess(guess, 2 / by_chance, "times")

# %% [markdown]
# 2.5 times. One meeting with a rare word is a bigger surprise than two with a frequent one.
#
# The logarithm of this ratio is the **pointwise mutual information**, PMI: 1.61 for *kitten* and *meows*, 0.92 for *kitten* and *the*, and 0 where chance explains the count. With *P* for a share of all counts:
#
# $$\mathrm{PMI}(i, j) = \log \frac{P(i, j)}{P(i)\,P(j)}$$

# %%
share = counted.sum(axis=1, keepdims=True) / counted.sum()
by_chance = share @ share.T  # the share that chance gives each pair
with np.errstate(divide="ignore"):  # two words that never meet: log 0, minus infinity
    pmi = np.log((counted / counted.sum()) / by_chance)
ppmi = np.maximum(pmi, 0)

# %% [markdown]
# The last line puts 0 in place of everything negative, minus infinity included. That is **positive PMI**, or PPMI.
#
# The course's library does the same for thousands of texts, given as ids (notebook 01). `window` is how far apart two words may be and still meet. The row of *kitten*, by hand and by library:

# %% tags=["drawing"]
# @title The PPMI of the seven words
drawing = figures.new_drawing(14, 9, "PPMI: a meeting with a rare word weighs more")
figures.draw_table(drawing, ppmi, (3, 7.2), words, words, picked=[2], digits=2);

# %% tags=["nbval-check-output"]
vocabulary = text.build_vocabulary(sentences)
ids = text.to_ids(sentences, vocabulary)
together = counts.cooccurrence(ids, len(vocabulary), window=1)
by_library = counts.ppmi(together).toarray()[2:, 2:]  # ids 0 and 1 are no words
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
# ## PCA: when two numbers say nearly the same
#
# Now real text: the training reviews, without their labels, with a window of 5. Words that occur fewer than five times are left out.
#
# A row has 27,009 numbers now, and some columns say nearly the same. Take two: how often a word is near *film*, and how often near *movie*. Here they are for 500 frequent words, as logarithms:

# %% tags=["nbval-check-output"]
imdb = data.load_reviews()
reviews = [text.tokenize(review) for review in imdb.train.texts]
vocabulary = text.build_vocabulary(reviews, min_count=5)
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
        ax.annotate(name, place, xytext=shift, textcoords="offset points", fontsize=10)


_, ax = plt.subplots(figsize=(5.4, 4.8))
ax.scatter(*points.T, s=9, linewidth=0, color=figures.COLOURS[5])
left_above, right_below = (-12, 9), (7, -12)
name_dots(ax, points, {"watch": (-52, 0), "tv": left_above, "stupid": (-38, 7), "game": left_above})
name_dots(ax, points, {"school": right_below, "directed": right_below, "police": right_below})
ticks = np.array([10, 30, 100, 300, 1000])
ax.set(xticks=np.log10(ticks), xticklabels=ticks, yticks=np.log10(ticks), yticklabels=ticks)
ax.set(xlim=np.log10([7, 1300]), ylim=np.log10([7, 1300]), aspect="equal")
ax.set(xlabel="times near film", ylabel="times near movie", title="Often near film, often near movie");

# %% [markdown]
# Could one number do? Draw a line through the middle of the cloud, and give each word its place along it. The best line keeps the words as different as possible: it has the largest **variance**. So turn an axis and measure:

# %% tags=["nbval-check-output"]
centred = points - points.mean(axis=0)  # the middle of the cloud is now at 0
total = centred.var(axis=0).sum()
for degrees in range(0, 91, 15):
    angle = np.radians(degrees)
    axis = np.array([np.cos(angle), np.sin(angle)])
    share = (centred @ axis).var() / total
    print(f"{degrees:2} degrees: {share:.0%} of the variance")


# %% tags=["drawing"]
# @title The axes turn
def share_along(degrees):
    angle = np.radians(degrees)
    return (centred @ [np.cos(angle), np.sin(angle)]).var() / total


variances, directions = np.linalg.eigh(np.cov(centred.T))
variances, directions = variances[::-1], directions[:, ::-1]
axes = directions * np.sign(directions[0])  # both begin to the right
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
    panels[1], turned, {"school": (-12, 8), "directed": (-6, 8), "watch": (-22, -15), "police": (-20, 9)}
)
name_dots(panels[1], turned, {"tv": (3, -14), "game": (-12, -14), "stupid": (-38, -14)})
for name, height in [("film", 0.72), ("movie", -0.82)]:
    panels[1].text(0.05, height, name, color=figures.COLOURS[2], fontsize=11)
first, second = variances / variances.sum()
panels[1].set(
    title="Turned: one number says nearly all",
    xlabel=f"first component: {first:.0%} of the variance",
    ylabel=f"second component: {second:.0%}",
)
for ax in panels:
    ax.set(xlim=(-1.4, 1.4), ylim=(-1.2, 1.2), aspect="equal")

# %% [markdown]
# On the left, each line is as long as the cloud in its direction. The longest, and the one at a right angle to it, become the new axes. That is **principal component analysis**, PCA. On the right they are turned. The first component says how often a word is near either; the second, with 5 % of the variance, says *film* or *movie*: *directed* and *school* are on one side, *tv*, *game* and *stupid* on the other.
#
# NumPy finds the axes without searching. The **covariance matrix** says how much each column varies, and how they vary together. Its **eigenvectors** are the axes, its **eigenvalues** the variances along them. Points times directions gives the places:

# %% tags=["drawing"]
# @title A projection, drawn
some = ["watch", "directed", "tv", "police"]
places = [frequent.index(word) for word in some]
drawing = figures.new_drawing(21, 7.2, "Each word gets a place along each direction")
drawing.figure.set_size_inches(9, 3.4)
look = {"limit": 1.2, "digits": 2}
figures.draw_table(drawing, centred[places], (3.2, 4.4), some, ["film", "movie"], "centred logs", [1], **look)
figures.draw_table(
    drawing,
    axes,
    (10.4, 3.4),
    ["film", "movie"],
    ["first", "second"],
    "directions",
    picked_columns=[1],
    **look,
)
figures.draw_table(drawing, (centred @ axes)[places], (16.4, 4.4), (), ["first", "second"], "places", **look)
drawing.add_patch(
    plt.Rectangle((17.4, 2.4), 1, 1, fill=False, edgecolor=figures.COLOURS[1], linewidth=2.2, zorder=4)
)
drawing.text(6.6, 2.4, "×", fontsize=16, ha="center", va="center")
drawing.text(14.4, 2.4, "=", fontsize=16, ha="center", va="center");

# %%
covariance = centred.T @ centred / (len(centred) - 1)
variances, directions = np.linalg.eigh(covariance)  # the smallest comes first
variances, directions = variances[::-1], directions[:, ::-1]
directions = directions * np.sign(directions[0])  # both begin to the right
by_hand = centred @ directions

# %% [markdown]
# scikit-learn has `PCA`. And the **singular value decomposition**, SVD, writes the centred table as U S Vᵀ: the rows of Vᵀ are the directions, U S the places. It needs no covariance matrix, so it suits huge tables. Any method may point an axis the other way, so we bring the signs in line.
#
# One trap: scikit-learn subtracts the mean for you, the SVD does not. Without that, the first direction says where the cloud is, not how it varies. The drawing below the next cell shows it.

# %% tags=["nbval-check-output"]
from sklearn.decomposition import PCA

by_sklearn = PCA(n_components=2).fit_transform(points)
left, strengths, _ = np.linalg.svd(centred, full_matrices=False)
by_svd = left * strengths
for name, places in [("hand", by_hand), ("sklearn", by_sklearn), ("SVD", by_svd)]:
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
    title="Uncentred, the first direction points at the mean",
)
ax.set(xlabel="one column (the cloud moved)", ylabel="another column");

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("a row has 27,009 numbers", len(vocabulary) == 27_009)
claim("turned, the two columns are no longer correlated", abs(np.corrcoef(by_hand.T)[0, 1]) < 1e-6)
first, second = variances / variances.sum()
claim(
    "the first holds 95 % of the variance, the second 5 %",
    round(first, 2) == 0.95 and round(second, 2) == 0.05,
)
angle = np.degrees(np.arctan2(directions[1, 0], directions[0, 0]))
claim("the best line is near 45 degrees", abs(angle - 45) < 4)
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
for result in (by_sklearn, by_svd):
    claim("the same as by hand, up to sign", np.allclose(result * np.sign(result[0] * by_hand[0]), by_hand))
to_mean = abs(geometry.cosine_similarity(uncentred[0], moved.mean(axis=0)))
claim("without centring it is the direction of the mean", to_mean > 0.99)
along = abs(geometry.cosine_similarity(uncentred[0], directions[:, 0]))
claim("and not that of the cloud", along < 0.2);

# %% [markdown]
# ## Short vectors, in a language whose answers are known
#
# The SVD can shorten a row of 27,009 numbers. But does it keep what matters? In real text nobody can say. So here is a toy language: its sentences are drawn at random from a few patterns, and we know which words belong together.
#
# Count, then PPMI. For each of its 36 words we ask: is the nearest other word of the same class? (`geometry.normalize` scales rows to length 1.)

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


# %%
def nearest_of(vectors):
    unit = geometry.normalize(vectors[rows])
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -1)  # a word is not its own neighbour
    return cosines.argmax(axis=1)


nearest = nearest_of(toy_ppmi.toarray())
print("same class:", np.sum(classes[nearest] == classes), "of 36")
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
# A quarter of the words miss, and the drawing shows why. *fish* shares one number with *bones*: both are eaten. With *purrs* it shares two, *cat* and *kitten*. Its row says more about cats than about food.
#
# Now take the SVD and keep the strongest directions, 4 of 56. `counts.svd_vectors` does both; a word's vector is its row of U √S. (We test below whether the root helps.)
#
# **Guess**: for how many of the 36 words is the nearest word now of the same class?

# %%
guess = ...  # a number from 0 to 36

# %% tags=["reveal"]
toy_vectors = counts.svd_vectors(toy_ppmi, 4)
nearest = nearest_of(toy_vectors)
print("nearest to fish:", members[nearest[members.index("fish")]])
check.guess(guess, np.sum(classes[nearest] == classes), "of 36")

# %% [markdown]
# All 36. Four numbers have no room for what is particular to one word. They keep what many words share: their class. **Fewer numbers can know more.** (More on this in [02a](02a_trusting_a_map.ipynb).)

# %% tags=["drawing"]
# @title Four numbers a word
groups = {
    "animals": ["dog", "kitten", "cow"],
    "sounds": ["barks", "purrs", "moos"],
    "food": ["bones", "fish", "hay"],
    "homes": ["kennel", "barn", "meadow"],
    "places": ["palace", "school", "theatre"],
    "things": ["crown", "mask", "apron"],
}
drawing = figures.new_drawing(23, 10, "Four numbers a word: one class, one pattern")
corners = [(2.4, 8.6), (10, 8.6), (18, 8.6), (2.4, 3.8), (10, 3.8), (18, 3.8)]
for corner, (kind, group) in zip(corners, groups.items()):
    values = toy_vectors[[toy_words.index(word) for word in group]]
    figures.draw_table(drawing, values, corner, group, title=kind, limit=1, digits=1)

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
for seed in range(1, 5):
    drawn = data.load_planted_language(seed=seed)
    drawn_words = text.build_vocabulary(drawn.sentences)
    drawn_ppmi = counts.ppmi(
        counts.cooccurrence(text.to_ids(drawn.sentences, drawn_words), len(drawn_words), window=2)
    )
    drawn_rows = geometry.normalize(
        counts.svd_vectors(drawn_ppmi, 4)[[drawn_words.index(word) for word in members]]
    )
    drawn_cosines = drawn_rows @ drawn_rows.T - 2 * np.eye(36)
    claim(
        f"as it is in other sentences of the language, seed {seed}",
        classes[drawn_cosines.argmax(axis=1)] == classes,
    )

# %% [markdown]
# ## Real reviews
#
# The same on the reviews. They are counted already; PPMI and SVD follow.

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
# **Guess** some of the six words nearest to *funny*.

# %%
guess = ...  # up to six words in a list: ["…", "…"]

# %% tags=["reveal"]
nearest = [neighbour for neighbour, _ in word_vectors.most_similar("funny", topn=6)]
print(nearest)
check.guess(guess, nearest)

# %% [markdown]
# *hilarious, comedy, humorous, witty, humor, fun*, from counting alone, in about ten seconds on a quiet laptop. Add words of your own:

# %%
for word in ["music", "war", "wooden", "good"]:
    found = [neighbour for neighbour, _ in word_vectors.most_similar(word, topn=5)]
    print(f"{word:8}", ", ".join(found))
for word in ["great", "bad", "table"]:
    print(f"good and {word:6} {word_vectors.similarity('good', word):5.2f}")
usual = geometry.cosine_similarity(word_vectors["good"], vectors[2:1002]).mean()
print(f"good and the 1,000 most frequent words, on average {usual:.2f}")
likeness = word_vectors.similarity("good", "bad")
claim("bad is much nearer to good than words usually are", likeness > usual + 0.3);

# %% [markdown]
# *wooden* is near *unconvincing*: in these reviews, actors are wooden. And *bad* is much nearer to *good* than most words are. After all, *the acting is …* takes either. Company knows better what a word is *about* than which side it is on.
#
# ### Judged by people
#
# In **WordSim-353**, people said how *related* two words are (*cup* and *coffee*); in **SimLex-999**, how *similar* (*cup* and *mug*). The score is the rank correlation of their answers with our cosines: 1 for the same order, 0 for none.

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
noise = np.random.default_rng(0).normal(size=short.shape)
scores = {
    "random numbers": judged(noise),
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
board = pd.DataFrame(scores).T
steps = board.loc[["counts, whole rows", "PPMI, whole rows", "PPMI, 100 numbers, U √S"]].diff().dropna()
claim("great is nearer to good than bad is", word_vectors.similarity("good", "great") > likeness + 0.1)
claim("each step helps, on both sets", steps.to_numpy() > 0.03)
claim("U √S beats U S, on both sets", board.iloc[-1].to_numpy() > board.iloc[-2].to_numpy())
claim("counts alone do not reach 0.15", board.loc["counts, whole rows"].to_numpy() < 0.15)
claim(
    "similarity is weaker than relatedness with every table of PPMI",
    board.iloc[2:, 0].to_numpy() > board.iloc[2:, 1].to_numpy() + 0.1,
);

# %% [markdown]
# Raw counts do no better than random numbers. PPMI does, and 100 numbers beat 27,009, thanks to the root. Similarity is harder than relatedness, perhaps because company within five words is mostly about topics.
#
# ## Counting or predicting?
#
# The famous other way from company to vectors is **skip-gram**, the method of *word2vec*. It counts nothing. It starts with random vectors and reads the text word by word:

# %% tags=["drawing"]
# @title Skip-gram, drawn
tokens = ["the", "acting", "is", "really", "wooden", "in", "this", "film"]
strangers = ["banana", "seven", "paris"]
drawing = figures.new_drawing(
    25, 8.6, "Skip-gram pulls a word towards its company and pushes it away from strangers"
)
for place, word in enumerate(tokens):
    centre, neighbour = word == "wooden", abs(place - tokens.index("wooden")) <= 2
    colour = figures.INK if centre else figures.COLOURS[2] if neighbour else figures.GREY
    box = {
        "boxstyle": "round,pad=0.4",
        "facecolor": "white",
        "edgecolor": colour,
        "linewidth": 2.2 if centre or neighbour else 0.8,
    }
    drawing.text(1.6 + 3.1 * place, 5.3, word, ha="center", va="center", fontsize=11, color=colour, bbox=box)
for place, word in enumerate(strangers):
    box = {
        "boxstyle": "round,pad=0.4",
        "facecolor": "white",
        "edgecolor": figures.COLOURS[3],
        "linewidth": 2.2,
    }
    drawing.text(
        10.9 + 3.1 * place,
        1.6,
        word,
        ha="center",
        va="center",
        fontsize=11,
        color=figures.COLOURS[3],
        bbox=box,
    )
for place in (2, 3, 5, 6):
    arrow = {
        "arrowstyle": "<|-|>",
        "color": figures.COLOURS[2],
        "linewidth": 1.8,
        "connectionstyle": f"arc3,rad={-0.4 if place > 4 else 0.4}",
    }
    drawing.annotate(
        "", xy=(1.6 + 3.1 * place, 6.1), xytext=(14 + 0.3 * np.sign(place - 4), 6.1), arrowprops=arrow
    )
for place in range(3):
    arrow = {"arrowstyle": "-|>", "color": figures.COLOURS[3], "linewidth": 1.8, "linestyle": "--"}
    drawing.annotate("", xy=(10.9 + 3.1 * place, 2.4), xytext=(14, 4.5), arrowprops=arrow)
drawing.text(0.4, 7.9, "neighbours: make the dot product larger", color=figures.COLOURS[2], fontsize=10.5)
drawing.text(
    0.4, 1.6, "drawn at random: make it smaller", color=figures.COLOURS[3], fontsize=10.5, va="center"
);

# %% [markdown]
# - Each word has two vectors: one for the middle, one for when it is a neighbour.
# - Neighbours are pulled closer: both vectors move a little, so that their dot product grows.
# - A few words drawn at random, the **negative examples**, are pushed away. Without them all vectors would become alike.
#
# In the end, words with the same neighbours have similar vectors. At its best, the dot product is the PMI minus a constant (Levy & Goldberg 2014). You train skip-gram in a later notebook.
#
# ### The scoreboard
#
# Back to the task of notebook 01: is a review positive? Now a review is the **mean** of its words' vectors, 100 numbers instead of 27,007 switches, and a logistic regression does the rest. As a control, each word gets a *random* vector.
#
# **Guess**: what accuracy do the means of random vectors reach? A coin gets 0.50.

# %%
guess = ...  # a number from 0.5 to 1

# %% tags=["reveal"]
measured = data.load_results("scoreboard")
by_rung = measured.groupby("rung", sort=False)
of_random = by_rung.validation_accuracy.mean()["mean of random vectors"]
check.guess(guess, round(of_random, 2))

# %% [markdown]
# 0.68: even a random mixture keeps a trace of its words. Here are all methods so far, with five seeds each. *spread* is the standard deviation, 0 where nothing is random; GloVe is the table of notebook 00.

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
# - **The plain baselines win.** Words and pairs with naive-Bayes weights reach 0.90, the best mean of vectors 0.85. The task asks for sides, and company knows topics.
# - **Neither counting nor predicting wins everywhere.** PPMI-SVD is ahead on WordSim, skip-gram on SimLex, and on the reviews they are within a point. Counting takes less time.
# - **Good on word pairs need not be good for a task.** GloVe scores higher than PPMI-SVD on both sets of pairs (on so few, it may be luck) and much lower on the reviews.

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
both = [
    pair
    for pair in pairs["wordsim353"]
    if all(word in word_vectors and word in pretrained for word in pair[:2])
]
people = np.array([score for _, _, score in both])
of_ours = np.array([word_vectors.similarity(one, other) for one, other, _ in both])
of_glove = np.array([pretrained.similarity(one, other) for one, other, _ in both])
generator = np.random.default_rng(0)
leads = []
for _ in range(500):
    drawn = generator.integers(len(both), size=len(both))
    leads.append(spearmanr(of_glove[drawn], people[drawn])[0] - spearmanr(of_ours[drawn], people[drawn])[0])
low, high = np.percentile(leads, [2.5, 97.5])
claim("on other pairs like these, GloVe's lead on WordSim may vanish", low < 0 < high)
claim("counting takes less than half of the time", counted_ones.seconds < skip_gram.seconds / 2);


# %% [markdown]
# ## What we saw
#
# - Similar words keep similar company, so their rows of counts are alike, even if they never meet.
# - PPMI asks how much more often two words meet than by chance.
# - PCA turns the axes to where the points vary most. Centre first: the SVD does not.
# - Fewer numbers can know more: they keep what many words share.
# - Counts, PPMI and SVD make word vectors without labels. They know topics better than sides.
#
# ## Exercises
#
# **Neighbours, counted.** The table of the first section as a function, for any window. What happens at the ends of a text?

# %%
def neighbour_counts(texts, size, window):
    """Return an array of shape (size, size): how often any two words meet.

    texts is a list of lists of ids, whole numbers from 0 to size - 1; every id is a
    word, also 0 and 1. Two different places of one text are near when they are at most
    window apart. Entry [i, j] says how often j stands near an i; it is counted in the
    same way when i and j are the same word.
    """
    ...


check.neighbour_counts(neighbour_counts)


# %% [markdown]
# **More than chance.** From counts to positive PMI. Mind the zeros: log 0 is minus infinity, and a word that never met any has a share of 0. NumPy may warn of both; that is fine if the result is right.

# %%
def positive_pmi(table):
    """Return the positive PMI of each pair: an array of the shape of table.

    table has shape (words, words) and holds counts; it is symmetric. At least one pair
    has met. The logarithm is the natural one. The result is 0 where the count is 0,
    also for a word that never met any.
    """
    ...


check.positive_pmi(positive_pmi)


# %% [markdown]
# **Find the fault: a projection.** This PCA uses the SVD. It runs, but does not do what its docstring says. Find the fault and repair it, and leave the given table as it is.

# %%
def pca_projection(points, k):
    """Return the points projected on their first k components: shape (points, k).

    points has a row for each point and a column for each dimension, and at least as
    many rows as columns; it stays as it is. The strongest component comes first.
    Columns are centred, not standardised. Either sign of a component is right.
    """
    left, singular_values, _ = np.linalg.svd(points, full_matrices=False)
    return left[:, :k] * singular_values[:k]


check.pca_projection(pca_projection)

# %% [markdown]
# **Predict: a copy.** A table has three columns of variance 1. The second is a copy of the first; the third is not correlated with them. What share of the variance does each component hold? Give a list, the largest first, not rounded: `1 / 7` for a seventh.

# %%
shares_with_a_copy = ...


check.shares_with_a_copy(shares_with_a_copy)

# %% [markdown]
# Stuck? Run `check.NAME.hint()`, with the exercise's name for NAME, and again for the next hint. `check.NAME.solution()` shows a solution and says why it is right.
#
# ## Quiz

# %%
check.quiz("02")

# %% [markdown]
# ## Where next
#
# [03 · The Embedding layer](03_embedding_layer.ipynb): a table that learns from a task. Or first the closer look [02a · Trusting a map](02a_trusting_a_map.ipynb): how much of a picture of words can you believe?
#
# ## References
#
# - K. Church, P. Hanks, *Word Association Norms, Mutual Information, and Lexicography*, 1990 (PMI).
# - J. Bullinaria, J. Levy, *Extracting semantic representations from word co-occurrence statistics*, 2007 (PPMI).
# - T. Mikolov et al., *Distributed Representations of Words and Phrases and their Compositionality*, 2013 (skip-gram).
# - O. Levy, Y. Goldberg, *Neural Word Embedding as Implicit Matrix Factorization*, 2014.
# - L. Finkelstein et al., *Placing Search in Context*, 2002. F. Hill et al., *SimLex-999*, 2015.
