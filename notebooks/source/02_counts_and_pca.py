# %% [markdown]
# # 02 · Counts and PCA: meaning from company
#
# *Can a table of counts know that two words are alike, though nobody told it what they mean?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/02_counts_and_pca.ipynb)
#
# **After this you can**
#
# - count which words stand near each other, and turn the counts into pointwise mutual information,
# - do a PCA by hand, and say what goes wrong without centring,
# - make word vectors from any text in seconds, without labels and without a neural network, and judge them,
# - say how much of a picture of words to believe, with two numbers and a control.
#
# **Time** 85 minutes, 115 with exercises · **Needs** notebooks 00 and 01

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder), or open the notebook as the README says."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, counts, data, figures, geometry, judging, pooling, start, text

start(seed=0)

# %% [markdown]
# ## The company that words keep
#
# "You shall know a word by the company it keeps" (Firth 1957). The company of a word is the words near it. We choose how near: a **window** of 2 counts words at most two places away.
#
# Take three sentences: *the kitten drinks milk*, *the puppy drinks milk*, *the kitten sleeps*. Two words *meet* when one is in the window of the other. Count by eye: how often do *drinks* and *milk* meet? Then look it up in the drawing.

# %%
sentences = ["the kitten drinks milk", "the puppy drinks milk", "the kitten sleeps"]
words = ["the", "drinks", "kitten", "milk", "puppy", "sleeps"]

# %% tags=["drawing"]
# @title The table, counted by eye
by_eye = [
    [0, 2, 2, 0, 1, 1],
    [2, 0, 1, 2, 1, 0],
    [2, 1, 0, 1, 0, 1],
    [0, 2, 1, 0, 1, 0],
    [1, 1, 0, 1, 0, 0],
    [1, 0, 1, 0, 0, 0],
]
drawing = figures.new_drawing(14, 8, "How often two words meet, at most two places apart")
figures.draw_table(drawing, by_eye, (3, 6.2), words, words);

# %% [markdown]
# The same in Python. For each place in a sentence, the loop adds one for every other place at most two away.

# %%
import numpy as np
import pandas as pd

table = pd.DataFrame(0, index=words, columns=words)
for sentence in sentences:
    tokens = sentence.split()
    for here, word in enumerate(tokens):
        for there, neighbour in enumerate(tokens):
            if here != there and abs(here - there) <= 2:
                table.loc[word, neighbour] += 1
print(table)

# %% [markdown]
# The course's library does this in one call, fast enough for thousands of texts. It takes ids (notebook 01) and returns a sparse table. Its first two rows and columns, for padding and unknown words, are empty; we leave them out.

# %%
vocabulary = text.build_vocabulary(sentences)
together = counts.cooccurrence(text.to_ids(sentences, vocabulary), len(vocabulary), window=2)
print(together.toarray()[2:, 2:].astype(int))

# %% [markdown]
# Each row is a vector for its word. Once two rows are brought to length 1, their dot product is their cosine (notebook 01).

# %%
counted = table.to_numpy()
unit = counted / np.linalg.norm(counted, axis=1, keepdims=True)

# %% [markdown]
# **Guess**: which other word's row has the largest cosine with the row of *kitten*? Write the word, in quotation marks, in place of the three dots, or leave the dots.

# %%
guess = ...  # "the", "drinks", "milk", "puppy" or "sleeps"

# %% tags=["reveal"]
cosines = unit @ unit[words.index("kitten")]
for word, cosine in zip(words, cosines):
    print(f"{word:7} {cosine:.2f}")
nearest = words[np.argsort(cosines)[-2]]  # the last is kitten itself
check.guess(guess, nearest)

# %% [markdown]
# The largest cosine is 0.87, and the two words never meet. But every word that *puppy* meets, *kitten* meets too: *the*, *drinks*, *milk*. Words of similar meaning keep similar company, and similar company makes similar rows: that is the whole idea. (Three sentences are little evidence, though: the rows of *the* and *milk* are even more alike, with 0.90.)

# %% tags=["drawing"]
# @title The two rows
drawing = figures.new_drawing(14, 8, "Two words that never meet, with rows that are alike")
figures.draw_table(drawing, counted, (3, 6.2), words, words, picked=[2, 4]);

# %% tags=["checks"]
# @title Numbers of this section, checked
kitten, puppy, the, milk = [words.index(word) for word in ("kitten", "puppy", "the", "milk")]
claim("the table counted by eye is right", counted == np.array(by_eye))
claim("counts.cooccurrence gives the same table", together.toarray()[2:, 2:] == counted)
claim("the words of the library's table are in the same order", vocabulary[2:] == words)
claim("milk and drinks meet twice", table.loc["milk", "drinks"] == 2)
claim("kitten and puppy never meet", table.loc["kitten", "puppy"] == 0)
claim("kitten meets every word that puppy meets", counted[kitten][counted[puppy] > 0] > 0)
order = np.argsort(-unit @ unit[kitten])
claim("the row nearest to that of kitten is that of puppy", words[order[1]] == "puppy")
claim("with a cosine of 0.87", round(unit[kitten] @ unit[puppy], 2) == 0.87)
claim("the and milk are more alike, with 0.90", round(unit[the] @ unit[milk], 2) == 0.90);

# %% [markdown]
# ## How surprising is a meeting?
#
# In real text *the* is near almost every word, so a meeting with *the* says little. Compare each count with what chance alone would give.
#
# The numbers in the table add up to 26: 13 meetings, each counted from both sides. The row of *kitten* adds up to 5, that of *sleeps* to 2. So *sleeps* has 2/26 of all company. If *kitten* took its 5 meetings at random, on average 5 · 2/26 = 0.38 of them would be with *sleeps*. There is 1:

# %%
expected = 5 * 2 / 26
print(f"kitten meets sleeps {1 / expected:.1f} times as often as by chance")

# %% [markdown]
# **Guess.** *the* has 6 of the 26, and *kitten* meets *the* twice. That is how many times as often as by chance?

# %%
guess = ...  # a number

# %% tags=["reveal"]
expected = 5 * 6 / 26
print(f"expected {expected:.2f} meetings, counted 2")
check.guess(guess, round(2 / expected, 1), "times")

# %% [markdown]
# That is less than for *sleeps*: 1.7 times, against 2.6. Here one meeting with a rare word is more of a surprise than two with a frequent one.
#
# The logarithm of that ratio (here the natural one) is the **pointwise mutual information** (PMI; Church & Hanks 1990). It is 0 where two words meet exactly as often as by chance, positive where they meet more often, negative where less often. Divide the count and what chance would give by 26, and both become shares of all counts. With *P* for such a share, and *i* and *j* for the two words:
#
# $$\mathrm{PMI}(i, j) = \log \frac{P(i, j)}{P(i)\,P(j)}$$
#
# All pairs at once:

# %%
share = counted.sum(axis=1, keepdims=True) / counted.sum()  # each word's share of all counts
by_chance = share @ share.T  # the share that chance gives each pair
with np.errstate(divide="ignore"):  # the logarithm of 0 is minus infinity
    pmi = np.log((counted / counted.sum()) / by_chance)

# %% [markdown]
# Pairs that never meet have a PMI of minus infinity, which is of no use in a vector. So one more step: every negative PMI becomes 0. *kitten* and *drinks* meet once, where chance would give 1.15; their PMI is -0.14, so they get 0, like pairs that never meet. This is **positive PMI**, or PPMI (Bullinaria & Levy 2007).

# %% tags=["drawing"]
# @title The PPMI of the six words
drawing = figures.new_drawing(14, 8, "PPMI: a meeting with a rare word counts for more")
figures.draw_table(drawing, np.maximum(pmi, 0), (3, 6.2), words, words, picked=[2], digits=2);

# %% [markdown]
# The library's function gives the same; here is the row of *kitten* from both:

# %%
print(np.maximum(pmi, 0).round(2)[2])
print(counts.ppmi(together).toarray()[2:, 2:].round(2)[2])

# %% [markdown]
# Six words are too few to judge by: in this PPMI table *the* has become the word nearest to *kitten*. Only with more text does it show what PPMI is good for.

# %% tags=["checks"]
# @title Numbers of this section, checked
drinks, sleeps = words.index("drinks"), words.index("sleeps")
claim("the numbers in the table add up to 26", counted.sum() == 26)
claim("the rows of kitten, sleeps and the to 5, 2 and 6", counted[[kitten, sleeps, the]].sum(axis=1) == [5, 2, 6])
claim("kitten meets the twice, sleeps once and drinks once", counted[kitten, [the, sleeps, drinks]] == [2, 1, 1])
ratios = np.exp(pmi[kitten, [sleeps, the]])
claim("kitten meets sleeps 2.6 times as often as by chance, the 1.7 times", ratios.round(1) == [2.6, 1.7])
claim("chance would give kitten and drinks 1.15 meetings", round(5 * counted[drinks].sum() / 26, 2) == 1.15)
claim("their PMI is -0.14", round(pmi[kitten, drinks], 2) == -0.14)
claim("counts.ppmi gives what we computed", np.allclose(counts.ppmi(together).toarray()[2:, 2:], np.maximum(pmi, 0)))
ppmi_rows = geometry.normalize(np.maximum(pmi, 0))
claim("by PPMI the is nearest to kitten", np.argsort(ppmi_rows @ ppmi_rows[kitten])[-2] == the);

# %% [markdown]
# ## A language whose answers are known
#
# With real text nobody can say what the right vectors are. So first a small language of our own, drawn from a grammar. It has seven classes of words: animals, their sounds, homes and food; persons, their places and things. And it has two
# analogies: adult and young of four animals, man and woman of four roles. What is recovered can be scored exactly.

# %% tags=["nbval-check-output"]
language = data.load_planted_language()
print(language)
for sentence in language.sentences[:4]:
    print("-", sentence)
a, b, c, d = language.analogies[0]
print(f"asked: {a} is to {b} as {c} is to … ({d}), and {len(language.analogies) - 1} more like it")

# %%
planted_vocabulary = text.build_vocabulary(language.sentences)
planted_ids = text.to_ids(language.sentences, planted_vocabulary)
planted_counts = counts.cooccurrence(planted_ids, len(planted_vocabulary), window=2)
planted_ppmi = counts.ppmi(planted_counts)
print(f"{len(planted_vocabulary) - 2} words")

# %% [markdown]
# Both tables, rows and columns ordered by class; *other* are verbs and grammar words. **Look for** bars and diagonals: words of one class have the same bright columns among *other*, and pairs that belong together meet on a diagonal.

# %%
class_of = [language.word_class.get(word, "other") for word in planted_vocabulary]
classes = [*dict.fromkeys(language.word_class.values()), "other"]
order = [row for name in classes for row in range(2, len(class_of)) if class_of[row] == name]
sizes = [class_of[2:].count(name) for name in classes]
edges = np.cumsum([0, *sizes]) - 0.5  # between the cells of one class and those of the next


def show_table(ax, table, title, unit):
    image = ax.imshow(table.toarray()[np.ix_(order, order)])
    middles = (edges[1:] + edges[:-1]) / 2
    ax.set_xticks(middles, classes, rotation=60, ha="right", rotation_mode="anchor")
    ax.set_yticks(middles, classes)
    for edge in edges[1:-1]:
        ax.axhline(edge, color="white", linewidth=0.6)
        ax.axvline(edge, color="white", linewidth=0.6)
    ax.set_title(title)
    ax.grid(False)
    ax.figure.colorbar(image, ax=ax, label=unit, shrink=0.7)


# %%
import matplotlib.pyplot as plt

_, panels = plt.subplots(1, 2, figsize=(9, 4.4))
show_table(panels[0], planted_counts, "Counts: a few words light up", "times near each other")
show_table(panels[1], planted_ppmi, "PPMI: bars and diagonals", "PPMI (natural logarithm)")


# %% tags=["nbval-check-output"]
def share_of_column(table, word):
    columns = table.sum(axis=0)
    return columns[planted_vocabulary.index(word)] / columns.sum()


counts_of_the, ppmi_of_the = share_of_column(planted_counts, "the"), share_of_column(planted_ppmi, "the")
print(f"the column of *the* holds {counts_of_the:.0%} of all counts and {ppmi_of_the:.0%} of all PPMI")
claim("about a sixth of all counts are meetings with the", abs(counts_of_the - 1 / 6) < 0.02)
claim("but less than a twentieth of the PPMI", ppmi_of_the < 1 / 20);

# %% [markdown]
# On the left, meetings with *the* and a few more outshine everything (corner *other*). On the right, unbroken bars are company that a whole class shares: each food stands near *eats*. Diagonals are what is particular: *dog* and
# *barks*, *king* and *palace*.
#
# Now the score. For what share of the words is the nearest word (by cosine) of the same class? And of the 24 analogies, how many come out right? The answer to *dog is to puppy as cat is to …* is the word nearest to puppy - dog + cat, as in notebook 00.
# **Guess** which of the two finds the class of more words.

# %%
guess = ...  # "counts" or "PPMI"

# %% tags=["nbval-check-output"]
from gensim.models import KeyedVectors  # a list of words and their vectors, as in notebook 00


def recovered(vectors, vocabulary, language):
    words, class_of = list(language.word_class), language.word_class
    table = KeyedVectors(vectors.shape[1])
    table.add_vectors(words, vectors[[vocabulary.index(word) for word in words]])
    nearest = {word: table.most_similar(word, topn=1)[0][0] for word in words}
    missed = [pair for pair in nearest.items() if class_of[pair[0]] != class_of[pair[1]]]
    answers = [table.most_similar([b, c], [a], topn=1)[0][0] for a, b, c, d in language.analogies]
    right = [answer == d for answer, (a, b, c, d) in zip(answers, language.analogies)]
    return 1 - len(missed) / len(words), np.mean(right), missed


full = {"counts": planted_counts.toarray(), "PPMI": planted_ppmi.toarray()}
scores = {name: recovered(table, planted_vocabulary, language) for name, table in full.items()}
for name, (same_class, analogies, missed) in scores.items():
    print(f"{name:7} same class {same_class:.2f}   analogies {analogies:.2f}   missed: {missed[:4]}")

# %% tags=["nbval-check-output"]
claim("both tables answer every analogy", scores["counts"][1] == scores["PPMI"][1] == 1)
claim("whole rows of raw counts find the class of every word", scores["counts"][0] == 1)
claim("whole rows of PPMI miss a fifth to a third of them", 0.2 <= 1 - scores["PPMI"][0] <= 0.33)
claim("for PPMI the word nearest to fish is purrs", ("fish", "purrs") in scores["PPMI"][2]);

# %% tags=["nbval-check-output"]
check.guess(guess, max(scores, key=lambda name: scores[name][0]))

# %% [markdown]
# Not what textbooks lead one to expect: in this language raw counts do better. Its words are all frequent, and its grammar words help to tell classes apart (*in the* stands before homes and places). PPMI turns exactly those frequent words down,
# and is left with what is particular: *fish* and *purrs* are both about cats. That is *relatedness*, not sameness of class, and it is no error of the arithmetic. On real text, where frequent words carry less, the order turns
# round, as we shall see.
#
# Textbooks mean something else as well: *short* vectors. A row here has 56 numbers, with a real vocabulary tens of thousands. To shorten rows we need one more tool.

# %% [markdown]
# ## PCA: when two numbers are nearly one
#
# Real data again, of the plainest kind: the length of 500 reviews, in words and in characters. Both on a logarithmic scale, then standardised (mean 0, standard deviation 1). **Look for** how many numbers a review's length needs.

# %%
imdb = data.load_reviews()
some = imdb.train.texts[:500]
lengths = np.log([[len(text.tokenize(review)), len(review)] for review in some])
points = (lengths - lengths.mean(axis=0)) / lengths.std(axis=0)
correlation = np.corrcoef(points.T)[0, 1]
print(f"correlation {correlation:.3f}")

# %% [markdown]
# **Principal component analysis** (PCA) turns the axes, in four steps: centre the points; compute the covariance of the columns; take its eigenvectors; project the points on them. Each eigenvector is a direction, and its eigenvalue is the variance of the points along
# it. The first is the direction in which they vary most.

# %% [markdown]
# The last step is a table times a table: each row of points times each direction gives a number, the place of the point along that direction. Here for four reviews:

# %% tags=["drawing"]
# @title A projection, drawn
four, names = points[::125], ["review 1", "review 2", "review 3", "review 4"]
turned = np.linalg.eigh(np.cov(points.T))[1][:, ::-1]
turned = turned * np.sign(turned[0])  # so that both directions begin to the right
drawing = figures.new_drawing(21, 7.4, "Each review gets a place along each direction")
figures.draw_table(drawing, four, (3.2, 4.4), names, ["words", "characters"], "centred points", [0], limit=2, digits=1)
figures.draw_table(drawing, turned, (11, 3.4), ["words", "characters"], ["first", "second"], "directions", picked_columns=[0], limit=2, digits=1)
figures.draw_table(drawing, four @ turned, (16.5, 4.4), (), ["first", "second"], "projected points", [0], limit=2, digits=1)
drawing.text(6.7, 2.4, "×", fontsize=16, ha="center", va="center")
drawing.text(14.8, 2.4, "=", fontsize=16, ha="center", va="center");


# %%
def pca(points):
    centred = points - points.mean(axis=0)
    covariance = centred.T @ centred / (len(points) - 1)
    variances, directions = np.linalg.eigh(covariance)  # the smallest comes first
    variances, directions = variances[::-1], directions[:, ::-1]
    return centred @ directions, directions, variances


projected, directions, variances = pca(points)
first, second = variances / variances.sum()
print(f"share of the variance: {first:.3f} and {second:.3f}")


# %%
def draw_direction(ax, tail, tip, colour, label, label_at):
    style = {"arrowstyle": "->", "linewidth": 2.5, "color": colour}
    ax.annotate("", xy=tip, xytext=tail, arrowprops=style)
    ax.text(*label_at, label, color=colour)


main = directions[:, 0] * np.sign(directions[0, 0])
_, panels = plt.subplots(1, 2, figsize=(8, 3.8))
for ax, dots in zip(panels, [points, projected]):
    ax.scatter(*dots.T, s=6, linewidth=0)
    ax.set(xlim=(-4.5, 4.5), ylim=(-4.5, 4.5), aspect="equal")
draw_direction(panels[0], (0, 0), 2 * main, figures.COLOURS[1], "first\ndirection", (1.6, 0.5))
panels[0].set(title="Words and characters say the same")
panels[0].set(xlabel="log words (standardised)", ylabel="log characters (standardised)")
panels[1].set(title="One component says nearly all", ylabel=f"second component ({second:.1%})")
panels[1].set(xlabel=f"first component ({first:.1%} of the variance)");

# %% [markdown]
# The cloud is a line with a little width; turned, it lies flat, and the second coordinate, with 0.2 % of the variance, can be dropped. For two standardised columns with correlation *r*, the shares are exactly (1 + r) / 2 and (1 - r) / 2: **highly correlated
# dimensions collapse into one**.

# %% tags=["nbval-check-output"]
shares_from_r = [(1 + correlation) / 2, (1 - correlation) / 2]
claim("the correlation is above 0.98", correlation > 0.98)
claim("the shares are (1 + r) / 2 and (1 - r) / 2", np.allclose([first, second], shares_from_r))
claim("the second holds 0.2 % of the variance, to 0.1", abs(second - 0.002) < 0.001)
claim("the components are no longer correlated", abs(np.corrcoef(projected.T)[0, 1]) < 1e-6);

# %% [markdown]
# ### The same, twice ready-made
#
# scikit-learn has a `PCA`. And the **singular value decomposition** (SVD) of the centred points, X = U S Vᵀ, holds the same: the rows of Vᵀ are the directions, U S the projected points, and S, the singular values, tells the variances. An eigenvector times -1 is an
# eigenvector too, so signs may differ: `difference` allows for that.

# %%
from sklearn.decomposition import PCA


def difference(a, b):
    return np.abs(a - b * np.sign((a * b).sum(axis=0))).max()


table = full["PPMI"]
by_us, _, our_variances = pca(table)
by_sklearn = PCA(n_components=10).fit_transform(table)
left, singular_values, _ = np.linalg.svd(table - table.mean(axis=0))
by_svd = left * singular_values
print(f"largest difference from scikit-learn: {difference(by_us[:, :10], by_sklearn):.0e}")
print(f"largest difference from the SVD:      {difference(by_us[:, :10], by_svd[:, :10]):.0e}")

# %% tags=["nbval-check-output"]
print("On the PPMI of the planted language, in its first ten components and up to sign:")
claim("ours equals scikit-learn's PCA, to 1e-8", difference(by_us[:, :10], by_sklearn) < 1e-8)
claim("ours equals U S of the centred table, to 1e-8", difference(by_us[:, :10], by_svd[:, :10]) < 1e-8)
claim("the variances are S² / (n - 1)", np.allclose(our_variances, singular_values**2 / (len(table) - 1)));

# %% [markdown]
# ### Without centring
#
# The SVD does not centre by itself. **Guess**: the same cloud, moved away from the origin to (-4, 4). Does its first direction still point along the cloud if nobody centres?

# %%
guess = ...  # "yes" or "no"

# %%
moved = points + [-4, 4]
_, _, uncentred = np.linalg.svd(moved, full_matrices=False)
to_the_mean = uncentred[0] * np.sign(uncentred[0, 1])

_, ax = plt.subplots(figsize=(4.4, 4.3))
ax.scatter(*moved.T, s=6, linewidth=0)
draw_direction(ax, (0, 0), 5.6 * to_the_mean, figures.COLOURS[1], "not centred", (-5, 1.2))
draw_direction(ax, (-4, 4), (-4, 4) + 2 * main, "black", "centred", (-5, 5.2))
ax.axhline(0, color=figures.GREY, linewidth=0.8)
ax.axvline(0, color=figures.GREY, linewidth=0.8)
ax.set(xlim=(-8, 1), ylim=(-1, 8), aspect="equal")
ax.set(xlabel="log words (moved)", ylabel="log characters (moved)")
ax.set(title="Without centring, the first direction\npoints at the mean");

# %% tags=["nbval-check-output"]
not_centred = abs(geometry.cosine_similarity(uncentred[0], moved.mean(axis=0)))
centred = abs(geometry.cosine_similarity(directions[:, 0], moved.mean(axis=0)))
claim("not centred, the first direction is that of the mean: |cosine| above 0.99", not_centred > 0.99)
claim("centred, it is at a right angle to that: |cosine| below 0.01", centred < 0.01);

# %% tags=["nbval-check-output"]
still_along = abs(geometry.cosine_similarity(uncentred[0], main)) > 0.5
check.guess(guess, "yes" if still_along else "no")

# %% [markdown]
# Without centring, the first direction of a cloud far from the origin says *where* the cloud is, not how it varies. Word vectors are usually made without centring all the same, since centring would fill a table of mostly zeros. No entry of PPMI is negative, so their mean is far from the origin, and the first direction should be, roughly, that of the mean. We
# shall look.
#
# ## Short vectors for the planted language
#
# `counts.svd_vectors` decomposes a table and keeps only the strongest directions; the vector of a word is its row of U √S. (U S would be the projection itself; the root lets the strongest directions rule less.) **Guess**: with how few numbers a word does PPMI
# answer 95 % of the analogies? Whole rows have 56. Five draws of the language; the band goes from the worst to the best.

# %%
guess = ...  # a number from 2 to 24


# %%
def planted_tables(seed):
    drawn = data.load_planted_language(seed=seed)
    words = text.build_vocabulary(drawn.sentences)
    together = counts.cooccurrence(text.to_ids(drawn.sentences, words), len(words), window=2)
    return drawn, words, {"counts": together, "PPMI": counts.ppmi(together)}


dimensions = [2, 3, 4, 6, 8, 12, 16, 24]
results = {name: np.zeros((5, len(dimensions), 2)) for name in ("PPMI", "counts")}
whole_rows = {name: [] for name in results}
with_purrs = {name: np.zeros((5, len(dimensions)), dtype=bool) for name in results}
for seed in range(5):
    drawn, drawn_words, both = planted_tables(seed)
    for name, table in both.items():
        whole_rows[name].append(recovered(table.toarray(), drawn_words, drawn)[0])
        for column, d in enumerate(dimensions):
            *found, missed = recovered(counts.svd_vectors(table, d), drawn_words, drawn)
            results[name][seed, column] = found
            with_purrs[name][seed, column] = ("fish", "purrs") in missed

# %%
_, panels = plt.subplots(1, 2, figsize=(8.6, 3.3))
titles = ["Classes: PPMI loses them beyond eight", "Analogies: PPMI finds them in four"]
axis_labels = ("dimensions", "share recovered")
for which, (ax, title) in enumerate(zip(panels, titles)):
    ax.set(ylim=(0, 1.05))
    lines = {name: runs[:, :, which] for name, runs in results.items()}
    figures.curves(lines, title, axis_labels, x=dimensions, ax=ax)


# %%
def mean_of_draws(which):
    columns = {name: runs[:, :, which].mean(axis=0) for name, runs in results.items()}
    return pd.DataFrame(columns, index=dimensions)


classes_found, analogies_found = mean_of_draws(0), mean_of_draws(1)
pd.concat({"classes": classes_found, "analogies": analogies_found}, axis=1).round(2)

# %% tags=["nbval-check-output"]
check.guess(guess, (analogies_found.PPMI >= 0.95).idxmax(), "numbers a word")

# %%
of_ppmi, of_counts = analogies_found.PPMI, analogies_found.counts
claim("in four dimensions of PPMI at least 95 % of the analogies are right", of_ppmi[4] >= 0.95)
claim("and every class, as at 2 to 8", (classes_found.PPMI.loc[:8] > 0.99))
claim("in four dimensions of counts a third of them are wrong, to 0.06", abs(of_counts[4] - 2 / 3) < 0.06)
claim("with 12 or 16 dimensions counts answer fewer than with 4", of_counts.loc[[12, 16]].max() < of_counts[4])
claim("from 4 to 24 dimensions PPMI answers more of them than counts", (of_ppmi > of_counts).loc[4:])
claim("at 16 dimensions PPMI finds fewer than 85 % of the classes", classes_found.PPMI[16] < 0.85)
claim("whole rows of PPMI as well, in each draw", max(whole_rows["PPMI"]) < 0.85)
claim("whole rows of counts find more than 95 % of them", min(whole_rows["counts"]) > 0.95);

# %% tags=["nbval-check-output"]
at = {d: results["PPMI"][:, column, 1] for column, d in enumerate(dimensions)}
fish = pd.DataFrame(with_purrs["PPMI"], columns=dimensions)
claim("up to 12 dimensions of PPMI, fish is with purrs in none of the five draws", (~fish.loc[:, :12]).to_numpy())
claim("at 16 and at 24 it is in all five", fish.loc[:, 16:].to_numpy())
claim("at 8 dimensions each draw answers fewer analogies than at 4", (at[8] < at[4]))
claim("at 24 more are right again than at 8, by 0.03 and more", of_ppmi[24] > of_ppmi[8] + 0.03)
claim("at 12 the best and the worst draw are more than 0.1 apart", np.ptp(at[12]) > 0.1);

# %% [markdown]
# Compression is more than saving space. Squeezed into four numbers a word, PPMI keeps what many words share, the classes and the two analogies, and drops what is particular. From sixteen dimensions on, what is particular has come back: *fish* is with *purrs* again.
#
# In between, the analogies dip, at eight dimensions in each of the five draws, and come back at 24. Why is open here. The bands are wide: a single draw would have told a story.
#
# Counts in four numbers miss a third of the analogies. Why? Look at which words the four strongest directions are made of. The columns of U have length 1, so their squares are shares.

# %% tags=["nbval-check-output"]
is_other = np.array(class_of) == "other"
for name, table in full.items():
    strongest = np.linalg.svd(table)[0][:, :4]
    on_other = (strongest[is_other] ** 2).sum() / 4
    print(f"{name:7} {on_other:.0%} of its four strongest directions is verbs and grammar words")
    expected = {"counts": 0.86, "PPMI": 0.5}[name]
    claim(f"{name}: {expected:.0%}, to 3 points", abs(on_other - expected) < 0.03);

# %% [markdown]
# The four strongest directions of counts are mostly made of grammar words and verbs, which the questions are not about. PPMI turned these down before. That fits, but it is not the whole answer: with 12 or 16 directions counts answer fewer still (table above). Why, we leave open.
#
# ## Real reviews
#
# The same three steps on the training reviews: count, PPMI, SVD. No labels are used. Words that occur fewer than five times are left out: their company would be an accident.

# %% tags=["nbval-check-output"]
import time

training_tokens = [text.tokenize(review) for review in imdb.train.texts]
began = time.perf_counter()
vocabulary = text.build_vocabulary(training_tokens, min_count=5)
ids = text.to_ids(training_tokens, vocabulary)
print(f"{len(ids):,} reviews, {len(vocabulary) - 2:,} words and two ids for padding and unknown words")

# %%
together = counts.cooccurrence(ids, len(vocabulary), window=5)
ppmi = counts.ppmi(together)
filled = together.nnz / len(vocabulary) ** 2
print(f"{len(vocabulary):,} × {len(vocabulary):,} counts; {filled:.1%} of them are not 0")

# %%
vectors = counts.svd_vectors(ppmi, 100)
counted_words = KeyedVectors(100)
counted_words.add_vectors(vocabulary[2:], vectors[2:])
seconds = time.perf_counter() - began
print(f"{vectors.shape[0]:,} vectors of {vectors.shape[1]} numbers, {seconds:.0f} s in all")

# %% tags=["nbval-check-output"]
print("counts:", together.shape, " vectors:", vectors.shape, vectors.dtype)
claim("about 1 % of all pairs of words ever meet within five places", 0.005 < filled < 0.02)
above_chance = ppmi.nnz / together.nnz
claim("five in six of those meet more often than by chance, to 0.05", abs(above_chance - 5 / 6) < 0.05);

# %% [markdown]
# Five in six is many, and no mistake: two rare words are expected to meet far less than once, so a single meeting is above chance. PPMI takes accidents among rare words seriously.
#
# We wanted to look at the first direction. **Look for** what the first of a word's 100 numbers says.

# %% tags=["nbval-check-output"]
first_number = vectors[2:, 0]
frequency = together.sum(axis=1)[2:]
mean_vector = vectors[2:].mean(axis=0)
with_frequency = np.corrcoef(np.abs(first_number), np.log(frequency))[0, 1]
cosine_with_mean = abs(mean_vector[0]) / np.linalg.norm(mean_vector)
print(f"correlation with log frequency {with_frequency:.2f}, cosine of axis and mean {cosine_with_mean:.2f}")
claim("all words have the same sign there, to one in a thousand", abs(np.sign(first_number).mean()) > 0.998)
claim("the first direction is roughly that of the mean", cosine_with_mean > 0.85)
claim("and it tells how frequent a word is", with_frequency > 0.93);

# %% [markdown]
# As expected without centring: the first direction is roughly the mean, and a word lies the further along it the more frequent it is. So a part of a cosine comes from frequency; what is usual for *good*, we see below.
#
# Now their neighbours. **Guess** some of the six nearest words of *funny*, and **look for** those of *good*.

# %%
guess = ...  # up to six words in a list: ["…", "…"]

# %%
for word in "funny music war director awful wooden good".split():
    found = [neighbour for neighbour, _ in counted_words.most_similar(word, topn=6)]
    print(f"{word:9}", ", ".join(found))

# %%
check.guess(guess, [neighbour for neighbour, _ in counted_words.most_similar("funny", topn=6)])


# %%
def near(word, neighbour, k=10):
    return neighbour in [found for found, _ in counted_words.most_similar(word, topn=k)]


claim("hilarious is near funny", near("funny", "hilarious"))
claim("soundtrack is near music", near("music", "soundtrack"))
claim("terrible is near awful", near("awful", "terrible"))
claim("unconvincing is near wooden: here that is about actors", near("wooden", "unconvincing"));

# %% [markdown]
# Film language: *wooden* is a way to act, not a material. Beside *great*, *good* gets *really*, *also* and *very*: frequent words, which say little of it.
#
# And *bad*? In notebook 01, *good* was as near to *bad* as to *great* in GloVe's table, and the reason was promised here. These are the cosines of our short vectors, of the whole rows of PPMI, and what is usual for *good*.

# %% tags=["nbval-check-output"]
others = "great bad music table".split()
good, *columns = [vocabulary.index(word) for word in ["good", *others]]
short = geometry.cosine_similarity(vectors[good], vectors[columns])
whole = geometry.cosine_similarity(ppmi[[good]].toarray()[0], ppmi[columns].toarray())
usual = geometry.cosine_similarity(vectors[good], vectors[2:1002]).mean()
for word, in_short, in_whole in zip(others, short, whole):
    print(f"good and {word:6} 100 dimensions {abs(in_short):.2f}   whole rows {in_whole:.2f}")
print(f"good and the 1,000 most frequent words: {usual:.2f} in 100 dimensions")

# %% tags=["nbval-check-output"]
claim("whole rows: good is as near to bad as to great, to 0.02", abs(whole[0] - whole[1]) < 0.02)
claim("music is farther, table farthest", whole[1] > whole[2] + 0.04 > whole[3] + 0.08)
claim("in 100 dimensions great is nearer than bad, by 0.1 and more", short[0] > short[1] + 0.1)
claim("but bad is far above what is usual for good", short[1] > usual + 0.3);

# %% [markdown]
# Taken whole, the row of *good* is about as near to that of *bad* (0.17) as to that of *great* (0.18). In 100 dimensions *great* is nearer (0.79 against 0.61), but *bad* is still far above the usual 0.17. What do *good* and *bad* share? Four of the words that both attract:

# %% tags=["nbval-check-output"]
shared = [vocabulary.index(word) for word in "acting really it's enough".split()]
rows = [vocabulary.index(word) for word in "good bad table".split()]
attraction = pd.DataFrame(ppmi[rows].toarray()[:, shared], index=["good", "bad", "table"])
attraction.columns = [f"PPMI with {vocabulary[column]}" for column in shared]
print(attraction.round(1).to_string())
claim("all four are drawn to good and to bad", (attraction.loc[["good", "bad"]] > 0.5).to_numpy())
claim("and none to table", (attraction.loc["table"] == 0).to_numpy());

# %% [markdown]
# *The acting is …*, *it's really …*, *… enough*: good and bad stand in the same places. So company tells what a word is *about* better than which side it takes.
#
# ## Judged by people
#
# In **WordSim-353** people said how *related* two words are (*cup*, *coffee*); in **SimLex-999** how *similar* (*cup*, *mug*). The score of a table is Spearman's rank correlation between people's judgements and its cosines, on the pairs whose words both have
# vectors: 1 for the same order, 0 for no relation. **Look for** the order of whole rows of counts, whole rows of PPMI, and PPMI in 100 dimensions.

# %%
sets = {"WordSim-353": data.load_similarity("wordsim353"), "SimLex-999": data.load_similarity("simlex999")}
asked = sorted({word for pairs in sets.values() for pair in pairs for word in pair[:2]} & set(vocabulary))
asked_rows = [vocabulary.index(word) for word in asked]


def judged(table):
    words = KeyedVectors(table.shape[1])
    words.add_vectors(asked, table)
    return {which: judging.word_similarity(words, pairs).rho for which, pairs in sets.items()}


rho = pd.DataFrame({
    "counts, whole rows": judged(together[asked_rows].toarray().astype(np.float32)),
    "PPMI, whole rows": judged(ppmi[asked_rows].toarray().astype(np.float32)),
    "PPMI, 100 dimensions": judged(vectors[asked_rows]),
})

# %%
for which, pairs in sets.items():
    score = judging.word_similarity(counted_words, pairs)
    print(f"{which}: {score.covered} of {score.total} pairs have both words")
generator = np.random.default_rng(0)
of_nonsense = pd.DataFrame([judged(generator.normal(size=(len(asked), 100))) for _ in range(20)])
print("20 random tables, mean:", of_nonsense.mean().round(2).to_dict())
print("and standard deviation:", of_nonsense.std().round(2).to_dict())
rho.T.round(2)

# %%
steps = rho.T.diff().dropna()
claim("on both sets, PPMI beats counts and 100 dimensions beat whole rows", (steps > 0).to_numpy())
claim("counts alone do not reach 0.15 on either", (rho["counts, whole rows"] < 0.15))
wordsim, simlex = rho["PPMI, 100 dimensions"]
claim("PPMI in 100 dimensions reaches 0.48 on WordSim-353, to 0.03", abs(wordsim - 0.48) < 0.03)
claim("and half of that on SimLex-999, to 0.04", abs(simlex - 0.235) < 0.04)
claim("random tables scatter around 0", (of_nonsense.mean().abs() < 0.05))
claim("by less than 0.1", (of_nonsense.std() < 0.1));

# %% [markdown]
# Here the order is the textbook's: on real text PPMI beats counts, on relatedness (WordSim) by far, and short vectors beat whole rows of 27,009 numbers. On similarity (SimLex) whole rows of either say next to nothing. Perhaps company within five places is about topics; we did not try another window. Random tables say what a score of nothing looks like: 0, give or take 0.06 on the smaller set.
#
# ### A refinement, tested
#
# A common refinement raises the frequencies of the neighbours (*contexts*) to the power 0.75 before their shares of all counts are computed, so that rare contexts rule less (Levy, Goldberg & Dagan 2015). Does it help here?

# %%
smoothed = counts.svd_vectors(counts.ppmi(together, context_power=0.75), 100)[asked_rows]
smoothed_rho = judged(smoothed)
for which, plain_rho in rho["PPMI, 100 dimensions"].items():
    print(f"{which}: plain {plain_rho:.2f}, power 0.75 {smoothed_rho[which]:.2f}")

# %% [markdown]
# Both are lower. Or is it luck of these pairs? To tell two tables apart on the *same* pairs, draw as many pairs from them, with replacement, 500 times, and look at the difference each time. This is the **bootstrap**.

# %%
from scipy.stats import spearmanr

place_of = {word: place for place, word in enumerate(asked)}


def resampled(pairs, tables, draws=500):
    known = [(place_of[a], place_of[b], score) for a, b, score in pairs if a in place_of and b in place_of]
    first, second, people = map(np.array, zip(*known))
    units = map(geometry.normalize, tables)
    cosines = [(unit[first] * unit[second]).sum(axis=1) for unit in units]
    drawn = np.random.default_rng(0).integers(len(people), size=(draws, len(people)))
    return np.array([[spearmanr(table[again], people[again])[0] for table in cosines] for again in drawn])


# %%
intervals = {}
for which, pairs in sets.items():
    plain, refined = resampled(pairs, [vectors[asked_rows], smoothed]).T
    low, high = intervals[which] = np.percentile(plain - refined, [2.5, 97.5])
    print(f"{which}: standard error of plain {plain.std():.2f}")
    print(f"  in 95 of 100 draws, plain is better by {low:+.3f} to {high:+.3f}")
claim("on SimLex-999 plain PPMI is better, and the interval does not hold 0", intervals["SimLex-999"][0] > 0)
claim("on WordSim-353 the lower end is near 0, to 0.03", abs(intervals["WordSim-353"][0]) < 0.03);

# %% [markdown]
# On SimLex-999 the refinement harms. On WordSim-353, with a third as many pairs, the interval reaches 0, so its 298 pairs cannot tell. Nowhere does it help here, so the course uses plain PPMI. A recipe is a measurement on somebody else's data.
#
# ### How many directions are there?
#
# For the 1,000 most frequent words among themselves: how much of the variance lies in the first directions of the counts, and of PPMI? **Guess** the percentage that the very first direction of the counts holds.

# %%
guess = ...  # a number from 0 to 100

# %%
frequent = slice(2, 1002)
squares = {"counts": together[frequent, frequent].toarray(), "PPMI": ppmi[frequent, frequent].toarray()}
components = {name: PCA().fit(table) for name, table in squares.items()}
explained = {name: 100 * fitted.explained_variance_ratio_.cumsum() for name, fitted in components.items()}

_, ax = plt.subplots(figsize=(6, 3.1))
for (name, percent), style, place in zip(explained.items(), ["-", "--"], [(2.5, 88), (30, 45)]):
    line, = ax.plot(np.arange(1, 1001), percent, style)
    ax.text(*place, name, color=line.get_color())
ax.set(xscale="log", ylim=(0, 102), xlabel="components kept", ylabel="variance explained (%)")
ax.set(title="Counts vary in one direction, PPMI in hundreds");

# %%
along_first = components["counts"].transform(squares["counts"])[:, 0]
with_frequency = np.corrcoef(along_first, squares["counts"].sum(axis=1))[0, 1]
needed = {name: int(np.searchsorted(percent, 90)) + 1 for name, percent in explained.items()}
for name, percent in explained.items():
    print(f"{name:7} first component {percent[0]:.0f} %; components for 90 %: {needed[name]}")
claim("one direction holds more than 90 % of the variance of counts", explained["counts"][0] > 90)
claim("it is frequency: the correlation is above 0.98", abs(with_frequency) > 0.98)
claim("one direction of PPMI holds less than 5 %", explained["PPMI"][0] < 5)
claim("PPMI needs more than 300 directions for 90 %", needed["PPMI"] > 300);

# %% tags=["nbval-check-output"]
check.guess(guess, round(explained["counts"][0]), "%")

# %% [markdown]
# The two lengths of a review collapsed into one number; here a thousand columns of counts do. All of them say *this word is frequent*, and one direction holds 93 % of their variance. PPMI turns that down: its first direction holds 4 %, and 90 % takes 407. (Frequency is not gone: without centring it was the first direction above.) That does not fit into a plane, so beware of the next section.
#
# ## Do not trust the map
#
# 24 words of six kinds, their vectors at length 1, projected to the plane by PCA. On the right the same words with **random** vectors.

# %%
kinds = {
    "film people": "actor actress director writer",
    "genres": "horror comedy drama musical",
    "blame and praise": "terrible awful wonderful brilliant",
    "family": "mother father sister brother",
    "music": "music song soundtrack singing",
    "places": "london paris england america",
}
kind_of = {word: kind for kind, words in kinds.items() for word in words.split()}
real = geometry.normalize(vectors[[vocabulary.index(word) for word in kind_of]])
noise = geometry.normalize(np.random.default_rng(0).normal(size=real.shape))
tables = {"counted": real, "random": noise}
flat = {name: PCA(2).fit(table) for name, table in tables.items()}
places = {name: flat[name].transform(table) for name, table in tables.items()}

# %%
_, panels = plt.subplots(1, 2, figsize=(9.6, 4.4))
titles = ["Counted vectors: kinds stand together", "Random vectors: a map as well, of nothing"]
for ax, name, title in zip(panels, flat, titles):
    one, two = 100 * flat[name].explained_variance_ratio_
    axis_labels = (f"first component ({one:.0f} % of the variance)", f"second component ({two:.0f} %)")
    look = {"groups": list(kind_of.values()), "axis_labels": axis_labels, "label_size": 8}
    figures.word_map(places[name], list(kind_of), title, ax=ax, **look)
panels[1].get_legend().remove()

# %% [markdown]
# On the left, family and music stand apart, and *musical* stands with music rather than with genres. On the right the kinds are mixed. But ignore the colours: there are clusters, outliers and gaps as well, and a story could be told about each.
#
# Two numbers protect you. The **explained variance** stands on the axes. **Neighbour preservation** compares: of each word's 3 nearest in all 100 dimensions, what share is among its 3 nearest in the picture? Beside them, how often the nearest word in the picture is of the same
# kind. **Guess** what share of the neighbours the left picture keeps.

# %%
guess = ...  # a number from 0 to 1


# %%
def beside_own_kind(places):
    distances = np.linalg.norm(places[:, None] - places, axis=2)
    np.fill_diagonal(distances, np.inf)  # a word is not its own neighbour
    kinds_in_order = np.array(list(kind_of.values()))
    return np.mean(kinds_in_order[distances.argmin(axis=1)] == kinds_in_order)


trust = pd.DataFrame(index=["variance in the plane", "neighbours kept", "beside own kind"])
for name, table in tables.items():
    kept = geometry.neighbour_preservation(table, places[name], k=3)
    trust[name] = flat[name].explained_variance_ratio_.sum(), kept, beside_own_kind(places[name])
by_chance = 3 / (len(kind_of) - 1)
print(f"a map drawn at random keeps {by_chance:.2f} of the neighbours")
trust.round(2)

# %%
in_plane, kept, own_kind = (trust.loc[row] for row in trust.index)
claim("counted: more than half of the words stand beside one of their kind", own_kind.counted > 0.5)
claim("random: less than a third", own_kind.random < 1 / 3)
claim("the plane holds less than a third of the variance of the counted vectors", in_plane.counted < 1 / 3)
claim("their picture keeps between 40 and 75 % of the neighbours", 0.4 < kept.counted < 0.75)
claim("that of random vectors keeps fewer", kept.random < kept.counted - 0.1)
claim("but more than chance: PCA makes the best of noise, too", kept.random > by_chance + 0.05);

# %%
check.guess(guess, round(kept.counted, 2))

# %% [markdown]
# The left picture shows 27 % of the variance and keeps 0.61 of the neighbours. That is better than noise by every number, and still nearly four in ten of the neighbours that it shows are none. Noise keeps 0.42, far above the 0.13 of chance: a projection keeps some neighbours whether they mean anything or not.
#
# And the 24 words were chosen by us, to look good. Now 200 frequent words that nobody chose, ranks 101 to 300. Beside PCA stands **t-SNE** (van der Maaten & Hinton 2008), which is made to keep neighbours. Its *perplexity* says, roughly, how many neighbours a word should
# have.

# %%
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

unchosen = {"counted": geometry.normalize(vectors[102:302])}
unchosen["random"] = geometry.normalize(np.random.default_rng(1).normal(size=(200, 100)))


def maps_of(table):
    maps = {"PCA": PCA(2).fit_transform(table)}
    with threadpool_limits(1):  # for so few points, threads wait for each other longer than they work
        for p in (5, 20, 60):
            maps[f"perplexity {p}"] = TSNE(perplexity=p, random_state=0).fit_transform(table)
    return maps


maps = {name: maps_of(table) for name, table in unchosen.items()}


# %%
def kept_by(name):
    table = unchosen[name]
    return {how: geometry.neighbour_preservation(table, flat, k=10) for how, flat in maps[name].items()}


preserved = pd.DataFrame({name: kept_by(name) for name in maps})
print(f"share of the 10 nearest that a map keeps (by chance {10 / 199:.2f})")
preserved.round(2)

# %%
figure, panels = plt.subplots(2, 4, figsize=(9, 4.8))
for line, name, colour in zip(panels, maps, figures.COLOURS):
    for ax, (how, flat_places) in zip(line, maps[name].items()):
        ax.scatter(*flat_places.T, s=4, linewidth=0, color=colour)
        ax.set_title(f"{name}, {how}\n{preserved.loc[how, name]:.0%} of neighbours kept", fontsize=9)
        ax.set(xticks=[], yticks=[])
    variance = PCA(2).fit(unchosen[name]).explained_variance_ratio_.sum()
    line[0].set_xlabel(f"two components: {variance:.0%} of the variance", fontsize=9)
title = "t-SNE keeps more neighbours than PCA: of real words, and of noise"
figure.suptitle(title, x=0.01, ha="left", fontweight="bold");

# %%
by_tsne = preserved.drop("PCA")
claim("PCA keeps less than a third of the neighbours of these words", preserved.counted["PCA"] < 1 / 3)
claim("t-SNE keeps more than PCA at each perplexity", (by_tsne.counted > preserved.counted["PCA"] + 0.1))
claim("but never more than six in ten", (by_tsne.counted < 0.6))
more_of_noise = by_tsne.random.max() > preserved.counted["PCA"]
claim("t-SNE of noise keeps more of its neighbours than PCA of real vectors", more_of_noise);

# %% [markdown]
# For words that nobody chose, PCA keeps one neighbour in five. t-SNE keeps about four in ten, and its look depends on the perplexity: at 5 many small clumps, at 60 one cloud. At 5 the noise falls into pairs and short chains, too. In t-SNE neither the size of a clump nor the distance of two means much (Wattenberg, Viégas & Johnson 2016). A picture is evidence only beside a number and a control.
#
# ## Arrows from countries to capitals
#
# Notebook 00 drew a famous picture with GloVe's vectors: twelve countries, twelve capitals, arrows that look parallel. Here are all 121 countries of the course's table. Every arrow from a country to its capital is moved to one starting point, the cross, and
# only its tip is drawn, in the plane of the PCA of all 242 words. In grey the tips of arrows to the capital of *another* country, dealt out at random. **Look for** where the two clouds lie, and how wide they are.

# %%
glove = data.load_glove()
pairs = data.load_capitals()
countries = geometry.normalize(glove[[country for country, capital in pairs]])
capitals = geometry.normalize(glove[[capital for country, capital in pairs]])
dealt_out = np.random.default_rng(0).permutation(capitals)
plane = PCA(2).fit(np.vstack([countries, capitals]))

# %%
_, ax = plt.subplots(figsize=(5.6, 4.6))
for tips, colour in [(dealt_out, "#A0A0A0"), (capitals, figures.COLOURS[1])]:
    steps = plane.transform(tips) - plane.transform(countries)
    ax.scatter(*steps.T, s=10, linewidth=0, color=colour)
ax.plot(0, 0, "k+", markersize=12)
ax.text(-1.2, -1.0, "its own capital", color=figures.COLOURS[1])
ax.text(-1.2, -1.13, "another capital", color=figures.GREY)
ax.text(0.05, 0.05, "every country")
one, two = plane.explained_variance_ratio_
ax.set(xlabel=f"first component ({one:.0%} of the variance)", ylabel=f"second component ({two:.0%})")
ax.set(title="True capitals lie in one direction", xlim=(-1.3, 0.8), ylim=(-1.2, 0.4), aspect="equal");

# %% [markdown]
# Both clouds lie on the same side of the cross, and the true one is much narrower. How parallel are the arrows? `geometry.parallelism` is the mean cosine of two different arrows: 1 for parallel, near 0 for arrows that point anywhere. **Look for** three of them: in this picture; in all 50 dimensions; and there with the capitals dealt out at random, 1,000 times.

# %% tags=["nbval-check-output"]
in_picture = geometry.parallelism(plane.transform(countries), plane.transform(capitals))
in_all = geometry.parallelism(countries, capitals)
generator = np.random.default_rng(0)
shuffled = [geometry.parallelism(countries, generator.permutation(capitals)) for _ in range(1_000)]
print(f"in the picture {in_picture:.2f}, in 50 dimensions {in_all:.2f}")
print(f"shuffled, in 50 dimensions: {np.mean(shuffled):.2f}, at most {max(shuffled):.2f}")
claim("the picture makes the arrows look more parallel than they are", in_picture > in_all + 0.3)
claim("no shuffle of 1,000 comes near the true pairs", max(shuffled) < in_all - 0.2)
claim("shuffled pairs are not at 0, but above 0.2", np.mean(shuffled) > 0.2);

# %% tags=["nbval-check-output"]
generator = np.random.default_rng(0)
shuffles = [plane.transform(generator.permutation(capitals)) for _ in range(1_000)]
wrong_in_picture = np.mean([geometry.parallelism(plane.transform(countries), tips) for tips in shuffles])
arrows = capitals - countries
shared = arrows.mean(axis=0)
parts = {"what all arrows share": shared, "what sets them apart": arrows - shared}
shown = {part: ((v @ plane.components_.T) ** 2).sum() / (v**2).sum() for part, v in parts.items()}
print(f"shuffled, in the picture: {wrong_in_picture:.2f}")
for part, fraction in shown.items():
    print(f"the picture shows {fraction:.0%} of {part}")
claim("in the picture even wrong capitals make arrows more parallel than 0.6", wrong_in_picture > 0.6)
claim("it shows more than nine tenths of what all arrows share", shown["what all arrows share"] > 0.9)
claim("but less than a tenth of what sets them apart", shown["what sets them apart"] < 0.1);

# %% [markdown]
# The geometry is real, and the picture flatters it: 0.96 there, 0.56 in all dimensions. PCA looks for the directions in which these 242 words differ most. The way from countries to capitals, which all arrows share, lies almost wholly in their plane (93 %); most of what sets the arrows apart lies in the 48 directions that were dropped. In
# the picture even wrong capitals reach 0.66.
#
# Shuffled pairs reach 0.23 since countries as a group lie apart from capitals as a group: from any country, every capital is in roughly the same direction. Only the rest, from 0.23 to 0.56, says that *this* capital belongs to *this* country.
#
# ## Reviews from word vectors
#
# Back to our own vectors, and to the task of notebook 01. A review becomes the **mean** of its words' vectors: 100 numbers instead of 27,007 switches. `pooling` does all reviews at once: a sparse matrix of counts, as in notebook 01, times the table of vectors, divided by the number of words.

# %%
validation_ids = text.to_ids(imdb.validation.texts, vocabulary)
train_bags = pooling.bag_of_words(ids, len(vocabulary))
validation_bags = pooling.bag_of_words(validation_ids, len(vocabulary))

# %% [markdown]
# Logistic regression on these means; the columns are standardised first, since the first directions vary more than the last. Two comparisons: only the first 50 of our 100 directions, and three tables of random vectors. **Guess** what random vectors reach; a coin reaches 0.50.

# %%
guess = ...  # a number from 0 to 1

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

tables = {"PPMI-SVD": vectors, "PPMI-SVD, first 50": vectors[:, :50]}
for seed in range(3):
    drawn = np.random.default_rng(seed).normal(size=vectors.shape)
    tables[f"random, draw {seed}"] = drawn.astype(np.float32)
accuracy, fit_seconds = {}, {}
for name, table in tables.items():
    began = time.perf_counter()
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(pooling.mean_vectors(train_bags, table), imdb.train.labels)
    fit_seconds[name] = time.perf_counter() - began
    accuracy[name] = model.score(pooling.mean_vectors(validation_bags, table), imdb.validation.labels)
    print(f"{name:18} {accuracy[name]:.3f}")

# %%
ours, half, *controls = accuracy.values()
claim("100 numbers of company reach 0.84 on validation, to 0.015", abs(ours - 0.84) < 0.015)
claim("the first 50 alone lose less than two points", ours - half < 0.02)
claim("random vectors reach 0.64 to 0.73", 0.64 < min(controls) and max(controls) < 0.73)
claim("company stays below notebook 01's 0.87 for one switch a word", ours < 0.865);

# %%
check.guess(guess, round(np.mean(controls), 2))

# %% [markdown]
# *good* and *bad* are near each other, and still 0.84: the 100 numbers hold enough about praise and blame for a classifier that is told what to look for. Random vectors are well above a coin, since even a random mixture keeps a trace of which words were there.
#
# ## What we saw
#
# - Words with similar company have similar rows in a table of counts; PPMI asks how much of the company is more than chance.
# - PCA turns the axes to where the points vary; correlated dimensions collapse into one. Without centring the first direction is roughly the mean, and in word vectors that is frequency.
# - Counting, PPMI and SVD make 27,007 word vectors in seconds, without labels: 0.48 on WordSim-353 in this run. They know topics; *good* and *bad* are near each other.
# - In the small language whole rows of raw counts did better than PPMI, on real text far worse; a refinement from the literature did not help. Measure.
# - A plane holds little of 100 dimensions, and noise makes maps as well. Write the explained variance on the axes, count the neighbours kept, draw the control.
#
# ## The scoreboard
#
# The course's table of results over five seeds (`python tools/results.py` makes it), as far as notebook 02, and GloVe's vectors used in the same way. *spread* is the standard deviation over the seeds, *here* is this run. Only the first three rows had a setting (`C`) chosen on validation; `test` waits for notebook 04. Two methods are not in this notebook. **Skip-gram** learns vectors from the same reviews by predicting the neighbours of a word (Mikolov et al. 2013), here with gensim: 100 dimensions, a window of 5, five negative examples, five passes. GloVe was made from six billion words of other text (Pennington, Socher & Manning 2014). **Look for** where each of the two comes in.

# %%
measured = data.load_results("scoreboard")
baselines = ["counts of words", "TF-IDF of words", "TF-IDF of words and pairs"]
averages = [f"mean of {kind} vectors" for kind in ("random", "PPMI-SVD", "skip-gram", "GloVe")]
rungs = measured[measured.rung.isin(baselines + averages)].groupby("rung", sort=False)
columns = ["parameters", "validation_accuracy", "wordsim353", "simlex999", "seconds"]
board = rungs[columns].mean().loc[baselines + averages]
board.insert(2, "spread", rungs.validation_accuracy.std())
board.insert(3, "here", pd.Series(dict(zip(averages, [np.mean(controls), ours]))))
board = board.astype({"parameters": int}).rename(columns={"validation_accuracy": "validation"})
board.round(3).astype(object).where(board.notna(), "–")

# %% tags=["nbval-check-output"]
validation, averaged = board.validation, board.validation[averages]
claim("this run agrees with the table, to 0.015", abs(ours - validation["mean of PPMI-SVD vectors"]) < 0.015)
claim("notebook 01 beats every mean of vectors", validation[baselines].min() > averaged.max() + 0.01)
lead = board.loc["mean of GloVe vectors"] - board.loc["mean of PPMI-SVD vectors"]
claim("GloVe scores higher on both sets of pairs", (lead[["wordsim353", "simlex999"]] > 0.02))
claim("and tells the reviews apart less well, by five points or more", lead.validation < -0.05)
claim("our first 50 numbers beat GloVe's 50", half > validation["mean of GloVe vectors"] + 0.03)
claim("the best mean of vectors reaches 0.85, to 0.01", abs(averaged.max() - 0.85) < 0.01)
times_as_many = board.parameters["counts of words"] / board.parameters["mean of PPMI-SVD vectors"]
claim("counts of words fit about 400 times as many parameters", 375 < times_as_many < 450)
claim("our table holds 2.7 million numbers", round(vectors.size / 1e6, 1) == 2.7);

# %% [markdown]
# GloVe is ahead on both sets of pairs. Or is it luck of these pairs? The bootstrap again, on the pairs that both tables have.

# %%
in_glove = glove[asked]
leads = {}
for which, pairs in sets.items():
    of_ours, of_glove = resampled(pairs, [vectors[asked_rows], in_glove]).T
    low, high = leads[which] = np.percentile(of_glove - of_ours, [2.5, 97.5])
    print(f"{which}: in 95 of 100 draws, GloVe is ahead by {low:+.3f} to {high:+.3f}")
claim("on WordSim-353 the interval holds 0", leads["WordSim-353"][0] < 0 < leads["WordSim-353"][1])
claim("on SimLex-999 its lower end is near 0, to 0.03", abs(leads["SimLex-999"][0]) < 0.03);

# %% tags=["nbval-check-output"]
counted, predicted = board.loc["mean of PPMI-SVD vectors"], board.loc["mean of skip-gram vectors"]
claim("on WordSim-353 counting beats predicting by 0.1 and more", counted.wordsim353 - predicted.wordsim353 > 0.1)
claim("on SimLex-999 predicting is ahead", predicted.simlex999 > counted.simlex999 + 0.02)
claim("on the reviews they are within two points", abs(counted.validation - predicted.validation) < 0.02)
claim("counting takes less than a third of the time", counted.seconds < predicted.seconds / 3);


# %% [markdown]
# Plain counts of words beat the means, 0.87 against 0.85 at best, with 400 times as many parameters fitted to labels (the 2.7 million numbers of our own table were made without labels and are not counted): the task asks for sides, and company tells topics. GloVe's vectors score higher on both sets of pairs (0.51 against 0.47 on WordSim-353), though the pairs are too few to be sure, and are worse at the reviews (0.78), though not for having 50 numbers instead of 100: our first 50 reach 0.83. Good on word pairs is not good for a
# task.
#
# Counting against predicting, on the same text: on WordSim-353, which asks what is *related*, the counts agree more with people (0.47 against about 0.3); on SimLex-999, which asks what is *similar*, skip-gram is ahead by 0.05, not much more than GloVe was, and there the pairs could not decide; the reviews are told apart about equally well. On this text counting is ahead on relatedness, and takes a fraction of the time;
# how much of the difference is due to the settings is open here (Levy, Goldberg & Dagan 2015 found that they explain most of it).
#
# ## Exercises
#
# An exercise that you leave as it is stops nothing.
#
# **Neighbours, counted.** The table of the first section as a function: for several texts, given as ids, and for any window. Two loops over the places are enough; the check gives it short texts. What happens at the ends of a text?

# %%
def neighbour_counts(texts, size, window):
    """Return how often each two words stand near each other: an array of shape (size, size).

    texts is a list of lists of ids, whole numbers from 0 to size - 1; every id is a word, also 0 and 1.
    Two different places of one text are near when they are at most window apart. Entry [i, j] says how
    often j stands near an i; it is counted in the same way when i and j are the same word.
    """
    ...


check.neighbour_counts(neighbour_counts)


# %% [markdown]
# **More than chance.** From counts to positive PMI. Zeros are the difficulty: the logarithm of 0 is minus infinity, and a word that never met any has a share of 0. (NumPy may warn about both; a warning is no mistake if the result is right.)

# %%
def positive_pmi(table):
    """Return the positive PMI of each pair, with the natural logarithm: an array of the shape of table.

    table has shape (words, words) and holds counts; it is symmetric. At least one pair has met. The result
    is 0 where the count is 0, also for a word that never met any.
    """
    ...


check.positive_pmi(positive_pmi)


# %% [markdown]
# **Find the fault: a projection.** `pca` above used the covariance and its eigenvectors. The function below does without a covariance, by `np.linalg.svd`. It runs, and still does not do what its text says: find the fault and repair it. Leave the table that it is given as it is: whoever calls the function may need it again.

# %%
def pca_projection(points, k):
    """Return the points projected on their first k components: shape (points, k), the strongest first.

    points has a row for each point and a column for each dimension, and at least as many rows as columns;
    it stays as it is. Columns are centred, not standardised. Either sign of a component is right.
    """
    left, singular_values, _ = np.linalg.svd(points, full_matrices=False)
    return left[:, :k] * singular_values[:k]


check.pca_projection(pca_projection)


# %% [markdown]
# **How much each component says.** The share of the variance, which stands on the axes of every map in this course. The singular values are all you need.

# %%
def explained_shares(points):
    """Return each component's share of the variance: shape (columns,), the largest first.

    points has a row for each point and a column for each dimension, and more rows than columns. The shares
    add up to 1. Columns are centred, not standardised.
    """
    ...


check.explained_shares(explained_shares)

# %% [markdown]
# **Predict: a copy.** A table has three columns of variance 1: the second is a copy of the first, the third is uncorrelated with them. Predict, without computing, which share of the variance each of the three principal components holds. Give a list of three numbers, the largest first, not rounded and not in quotation marks: `1 / 7`, say, for a seventh.

# %%
shares_with_a_copy = ...


check.shares_with_a_copy(shares_with_a_copy)

# %% [markdown]
# Stuck? Run `check.NAME.hint()` in a cell of its own, and again for the next hint; `check.NAME.solution()` shows a solution and why it is right. NAME is the name of the exercise, as in `check.positive_pmi.hint()`.
#
# ## Quiz

# %%
check.quiz("02")

# %% [markdown]
# ## Where next
#
# These vectors were counted and stay as they are. [03 · The Embedding layer](03_embedding_layer.ipynb) has a table too, but one that learns from a task.
#
# ## References
#
# - J. R. Firth, *A Synopsis of Linguistic Theory 1930-1955*, in Studies in Linguistic Analysis, 1957.
# - K. Church and P. Hanks, *Word Association Norms, Mutual Information, and Lexicography*, Computational Linguistics 16, 1990.
# - T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, *Distributed Representations of Words and Phrases and their Compositionality*, NeurIPS 2013 (skip-gram).
# - J. Bullinaria and J. Levy, *Extracting semantic representations from word co-occurrence statistics*, Behavior Research Methods 39, 2007.
# - O. Levy, Y. Goldberg and I. Dagan, *Improving Distributional Similarity with Lessons Learned from Word Embeddings*, TACL 3, 2015.
# - L. Finkelstein et al., *Placing Search in Context: The Concept Revisited*, ACM TOIS 20, 2002 (WordSim-353). F. Hill, R. Reichart and A. Korhonen, *SimLex-999*, Computational Linguistics 41, 2015.
# - L. van der Maaten and G. Hinton, *Visualizing Data using t-SNE*, JMLR 9, 2008. M. Wattenberg, F. Viégas and I. Johnson, *How to Use t-SNE Effectively*, Distill, 2016.
# - J. Pennington, R. Socher and C. Manning, *GloVe: Global Vectors for Word Representation*, EMNLP 2014.
