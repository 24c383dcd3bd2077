# %% [markdown]
# # 05 · Reading the weights
#
# *What did the table learn, and what did it not learn?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/05_reading_the_weights.ipynb)
#
# **After this you can**
#
# - take the table out of a trained model, and encode a word and a review by hand,
# - find a word's neighbours by cosine and by distance, and say why the two lists differ,
# - show what one direction of a table does by taking it away,
# - read what a classifier makes of a single word, and say when a count misleads,
# - save a model and its vectors, and get the same predictions back.
#
# **Time** 45 minutes, 70 with exercises · **Needs** notebook 04

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
import numpy as np

from course_utils import check, claim, counts, data, figures, geometry
from course_utils import pooling, start, text, training

start(seed=0)
reviews = data.load_reviews()
ids_once = training.vectorize(reviews)  # reused for two more trainings below
trained = training.train(reviews, seed=0, vectorized=ids_once)  # as in notebook 04
print(f"validation accuracy {trained.accuracy(reviews.validation):.2f}")

# %% [markdown]
# ## Whose row is it?
#
# A layer's `get_weights()` returns a *list* of arrays, even when there is only one. The Embedding layer has one: the table. Its rows have numbers, not names: row *i* belongs to entry *i* of the vocabulary.

# %% tags=["nbval-check-output"]
weights = trained.model.get_layer("embedding").get_weights()
table, vocabulary = weights[0], trained.vocabulary
print(type(weights).__name__, "of", len(weights), "array:", table.shape)
for row in range(4):
    print(row, repr(vocabulary[row]))

# %% [markdown]
# Row 0 is for padding. The mask keeps every gradient away. Row 1, for words outside the vocabulary, was trained.
#
# ## A word is a row, a review is a mean
#
# To **encode** a word is to look up its row. To encode a review is to take the mean of its words' rows. Here is one of four words, by hand and by the model's first two layers.

# %%
import keras

row_of = {word: row for row, word in enumerate(vocabulary)}
words = ["wonderful", "film", "awful", "ending"]
rows = table[[row_of[word] for word in words]]
by_hand = rows.mean(axis=0)

mean_layer = trained.model.layers[1]  # layers[0] is the table
first_layers = keras.Model(trained.model.inputs[0], mean_layer.output)
ids = text.to_ids(["Wonderful film, awful ending."], vocabulary)
padded = text.pad(ids, length=10)  # six zeros, which the mask leaves out
by_model = first_layers(padded).numpy()[0]
print("by hand ", by_hand[:6].round(2))
print("by model", by_model[:6].round(2))

# %% tags=["drawing"]
# @title The rows and their mean, drawn
drawing = figures.new_drawing(20.5, 7.6, "Wonderful and awful point opposite ways")
look = {"limit": 3, "digits": 1}
figures.draw_table(drawing, rows, (3.5, 6.4), words, title="the rows of four words", **look)
figures.draw_table(drawing, by_hand, (3.5, 1.2), ["mean"], title="their mean: the review", **look);

# %% [markdown]
# Where *wonderful* is red, *awful* is blue. If each of the sixteen numbers had a meaning of its own, such opposite signs would be a strange coincidence. *awful* has the longer row, so it decides the mean.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the padding row holds small numbers", np.abs(table[0]).max() <= 0.05)
claim("the unknown word's row has moved", np.abs(table[1]).max() > 0.3)
claim("there is one row for each entry", len(vocabulary) == len(table) == 10_000)
claim("wonderful and awful have opposite signs nearly everywhere", np.sum(rows[0] * rows[2] < 0) >= 14)
claim("awful has the longer row, and decides the mean", by_hand @ rows[2] > 0 > by_hand @ rows[0])
claim("the model's vector is the mean of the rows", np.allclose(by_hand, by_model, atol=1e-5));


# %% [markdown]
# ## Near, but by which measure?
#
# Two rows can be compared by their angle or by their distance. The cosine of the angle (notebook 00) is their dot product, divided by the product of their lengths. For (3, 4) and (4, 3) it is 24 / (5 · 5) = 0.96. For (3, 4) and (30, 40) it is 1, although they are 45 apart. Here are the nearest words by each.

# %%
def near(word, k=7):
    here = row_of[word]
    cosines = geometry.cosine_similarity(table[here], table)
    # The very first is the word itself. gensim: trained.word_vectors.most_similar(word)
    by_cosine = np.argsort(-cosines)[1 : k + 1]
    by_distance = np.argsort(np.linalg.norm(table - table[here], axis=1))[1 : k + 1]
    print(f"{word}, a row of length {np.linalg.norm(table[here]):.1f}")
    for name, rows in {"by cosine": by_cosine, "by distance": by_distance}.items():
        mean_length = np.linalg.norm(table[rows], axis=1).mean()
        print(f"    {name}:", *[vocabulary[row] for row in rows])
        print(f"        mean length of these rows: {mean_length:.1f}")


near("great")
near("awful")


# %% [markdown]
# By distance, most neighbours of *great* praise as strongly, with rows about as long. By cosine, weaker words slip in, with shorter rows. What makes a row long?
#
# A word's **polarity** is the side that it leans to, and how strongly. *great* is in 3,371 positive reviews and 1,660 negative ones: the odds that a review with *great* is positive are 3371 / 1660. Their logarithm, 0.708, is the **log-odds** (nearly the factor of notebook 01's naive Bayes): plus for positive words, minus for negative ones, 0 for no lean, because half of all reviews are positive.
#
# A rare word can have large log-odds by chance. How far chance alone moves them is the standard error (notebook 01), here √(1/3371 + 1/1660) = 0.030: the fewer the reviews, the larger. The ratio 0.708 / 0.030 = 23.6 is the **z-score** (Monroe et al. 2008). It is large only for a word that leans to one side *and* is frequent.

# %% tags=["nbval-check-output"]
def reviews_with_each_word(bags, labels):
    negative, positive = (bags > 0)[labels == 0], (bags > 0)[labels == 1]
    return negative.sum(axis=0) + 1, positive.sum(axis=0) + 1  # + 1: no log(0)


train_ids, labels = text.to_ids(reviews.train.texts, vocabulary), reviews.train.labels
train_bags = pooling.bag_of_words(train_ids, len(vocabulary))
negative, positive = reviews_with_each_word(train_bags, labels)
log_odds = np.log(positive / negative)
z_score = log_odds / np.sqrt(1 / positive + 1 / negative)
for word in ("great", "film", "guitar", "bad"):
    row = row_of[word]
    print(f"{word:7} log-odds {log_odds[row]:5.2f}   z-score {z_score[row]:5.1f}")

# %%
length = np.linalg.norm(table, axis=1)
sizes = {"log-odds": abs(log_odds), "z-score": abs(z_score), "length": length}
for name, size in sizes.items():
    print(f"largest {name:8}:", *[vocabulary[row] for row in np.argsort(-size)[:8]])
for name in ("log-odds", "z-score"):
    to_length = np.corrcoef(sizes[name][2:], length[2:])[0, 1]
    print(f"correlation of length and size of {name}: {to_length:.2f}")
longest, largest_z = np.argsort(-length)[:20], np.argsort(-abs(z_score))[:20]
shared = len(set(longest) & set(largest_z))
claim("of the 20 longest rows, half have one of the 20 largest z-scores", shared >= 10);

# %% [markdown]
# The largest log-odds belong to rare words. The longest rows (nearly all negative; we leave open why) tend to belong to frequent words that lean to one side, as the largest z-scores do. The cosine throws that length away.

# %% tags=["checks"]
# @title Numbers of this section, checked
great, good = row_of["great"], row_of["good"]
claim("great is in 3,371 positive and 1,660 negative reviews", [positive[great], negative[great]] == [3_372, 1_661])
claim("half of the reviews are positive", abs(labels.mean() - 0.5) < 0.002)
claim("its log-odds are 0.708, their z-score is 23.6", [round(float(log_odds[great]), 3), round(float(z_score[great]), 1)] == [0.708, 23.6])
claim("the standard error is 0.030", round(float(np.sqrt(1 / 3371 + 1 / 1660)), 3) == 0.03)
unit = table[2:] / length[2:, None]
ours = [vocabulary[row + 2] for row in np.argsort(-unit @ unit[great - 2])[1:11]]
lists = np.argsort(-unit @ unit[great - 2])[1:8], np.argsort(np.linalg.norm(table[2:] - table[great], axis=1))[1:8]
by_angle, by_length = (length[rows + 2].mean() for rows in lists)
claim("near great, rows by cosine are shorter than by distance", by_angle < by_length)
claim("and those by distance are about as long as great's own", abs(by_length / length[great] - 1) < 0.1)
claim("gensim's most_similar ranks by cosine", set(ours) == {word for word, _ in trained.word_vectors.most_similar("great")})
to_z, to_odds = (np.corrcoef(abs(size[2:]), length[2:])[0, 1] for size in (z_score, log_odds))
claim("length follows the z-score more than the log-odds", to_z > to_odds + 0.05)
claim("nearly all of the eight longest rows are negative", np.sum(log_odds[longest[:8]] < 0) >= 6)
largest_odds = np.argsort(-abs(log_odds))[:20]
claim("the largest log-odds belong to rare words", (positive + negative)[largest_odds].max() < 200)
claim("none of these rows is among the twenty longest", not set(longest) & set(largest_odds));

# %% [markdown]
# ## What makes two words close?
#
# We compare with two tables that never saw a label: vectors *counted* from the same reviews (PPMI-SVD, notebook 02), and *GloVe* (notebook 00).

# %% tags=["drawing"]
# @title The other two tables, for the words that all three have
tokens = [text.tokenize(review) for review in reviews.train.texts]
counted_words = text.build_vocabulary(tokens, min_count=5)
together = counts.cooccurrence(text.to_ids(tokens, counted_words), len(counted_words))
counted = counts.svd_vectors(counts.ppmi(together), 100)
counted_row = {word: row for row, word in enumerate(counted_words)}
glove = data.load_glove()
common = [word for word in vocabulary[2:] if word in counted_row and word in glove]
tables = {
    "trained": table[[row_of[word] for word in common]],
    "counted": counted[[counted_row[word] for word in common]],
    "GloVe": glove[common],
}
place = {word: number for number, word in enumerate(common)}
for name, vectors in tables.items():
    print(f"{name:8}{len(vectors):,} words, {vectors.shape[1]} dimensions")

# %% [markdown]
# By cosine, at most a dozen words are closer to *guitar* than *piano* is, in the counted table and in GloVe.
#
# **Guess.** How many are closer in the trained table?

# %%
guess = ...  # a number of words

# %% tags=["reveal"]
closer = {}
for name, vectors in tables.items():
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = unit @ unit[place["guitar"]]
    before_piano = np.sum(cosines > cosines[place["piano"]])
    closer[name] = int(before_piano) - 1  # not guitar itself
    print(f"{name:8}", closer[name], "words are closer")
check.guess(guess, closer["trained"], "words")

# %% [markdown]
# Thousands of the 9,806; chance gives half. The model was asked only this: is the review positive?

# %% tags=["drawing"]
# @title Pairs of words in three tables, drawn
pairs = ["good great", "boring dull", "good bad", "best worst", "wonderful boring", "boring ugly", "great guitar", "london england"]
of_pairs = np.empty((len(pairs), len(tables)))
for number, pair in enumerate(pairs):
    one, other = (place[word] for word in pair.split())
    for column, vectors in enumerate(tables.values()):
        lengths = np.linalg.norm(vectors[one]) * np.linalg.norm(vectors[other])
        of_pairs[number, column] = vectors[one] @ vectors[other] / lengths
drawing = figures.new_drawing(16, 10.6, "In the trained table all eight pairs are alike or opposite")
names = [pair.replace(" ", " – ") for pair in pairs]
figures.draw_table(drawing, of_pairs, (7, 8.2), names, list(tables), title="cosine", limit=1, digits=1);

# %% [markdown]
# *good* and *bad* stand among the same words, so in the other two tables they are close. In the trained table they point opposite ways. This has a price: *boring* and *ugly* point the same way, *guitar* points the way *great* does (though its row is short), and in this training *london* is opposite to *england*.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("counted and GloVe: at most a dozen words are closer", max(closer["counted"], closer["GloVe"]) <= 12)
claim("trained: thousands", closer["trained"] > 2_000)
cosine_of = dict(zip(pairs, of_pairs))
claim("good and bad are opposite in the trained table", cosine_of["good bad"][0] < -0.7)
claim("and close in the other two", cosine_of["good bad"][1:] > 0.4)
claim("boring and ugly have a cosine of nearly 1", cosine_of["boring ugly"][0] > 0.97)
claim("great and guitar are close", cosine_of["great guitar"][0] > 0.8)
claim("guitar has a short row", length[row_of["guitar"]] < 0.3 * length[great])
claim("london and england are opposite", cosine_of["london england"][0] < -0.7)
claim("and close in the other two", cosine_of["london england"][1:] > 0.5);

# %% [markdown]
# ## One direction
#
# The first principal component (notebook 02) is the direction in which the rows differ most. Does the model use it? We **intervene**: we split every row into its part along this direction and its part along the other fifteen, and give the model only one of the two.
#
# What we take away is replaced by its average over all words of the reviews, so the average review stays about where it was.

# %%
frequency = np.bincount(np.concatenate(train_ids), minlength=len(vocabulary))


def split(table):
    average = np.average(table, axis=0, weights=frequency)
    centred = table[2:] - table[2:].mean(axis=0)  # for the direction: each word once
    directions = np.linalg.svd(centred, full_matrices=False)[2]
    along_first = np.outer((table - average) @ directions[0], directions[0])
    return average + along_first, table - along_first


def accuracy_with(run, new_table):
    run.model.get_layer("embedding").set_weights([new_table])
    return run.accuracy(reviews.validation)


first_alone, other_fifteen = split(table)

# %% tags=["drawing"]
# @title The split, drawn
average = np.average(table, axis=0, weights=frequency)
steps = ["row, less the average", "= along the first", "+ other fifteen"]
drawing = figures.new_drawing(23, 9.8, "The row of great lies along the first direction, that of film does not")
for word, top in {"great": 8.5, "film": 3.6}.items():
    row = row_of[word]
    parts = [table[row] - average, first_alone[row] - average, other_fifteen[row] - average]
    figures.draw_table(drawing, parts, (6, top), steps, title=f"{word} (rounded)", limit=1.5, digits=1)

# %% [markdown]
# **Guess.** Three trainings have validation accuracies of 0.87 to 0.88. How accurate are they with the first direction alone? (The Dense layers stay as they are.)

# %%
guess = ...  # a number from 0.5 to 1

# %% tags=["reveal"]
runs, accuracies = [trained], []
for seed in (1, 2):
    runs.append(training.train(reviews, seed=seed, vectorized=ids_once))
whole_tables = [run.table for run in runs]
for run, whole in zip(runs, whole_tables):
    alone, others = split(whole)
    accuracies.append([accuracy_with(run, new) for new in (alone, others, whole)])
    print("first, other fifteen, whole:", np.round(accuracies[-1], 3))
check.guess(guess, round(float(np.mean(accuracies, axis=0)[0]), 3))

# %% [markdown]
# Nearly as accurate: on average they lose a point or less. Without that direction they average about 0.6.
#
# Is nothing left in the other fifteen? We fit a new classifier, a **probe** (Alain & Bengio 2016): logistic regression on the means of the training reviews. As a control, it also gets random rows. For the model, we also try the median of its outputs as a threshold: they may all have shifted, and half of the reviews are positive.

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

validation_ids = text.to_ids(reviews.validation.texts, vocabulary)
validation_bags = pooling.bag_of_words(validation_ids, len(vocabulary))


def probe(table):
    model = make_pipeline(StandardScaler(), LogisticRegression())
    model.fit(pooling.mean_vectors(train_bags, table), labels)
    validation_means = pooling.mean_vectors(validation_bags, table)
    return model.score(validation_means, reviews.validation.labels)


of_probes = []
for seed, whole in enumerate(whole_tables):
    chance = np.random.default_rng(seed).normal(size=table.shape)
    of_probes.append([probe(new) for new in (whole, split(whole)[1], chance)])


# %% tags=["drawing"]
# @title Accuracy with parts of the table, drawn
def accuracy_at_median(run, table):  # half of the reviews are positive
    vectors = pooling.mean_vectors(validation_bags, table)
    logits = run.model.layers[3](run.model.layers[2](vectors)).numpy()[:, 0]
    return np.mean((logits > np.median(logits)) == reviews.validation.labels)


at_median = [accuracy_at_median(run, split(run.table)[1]) for run in runs]
measured = np.hstack([accuracies, of_probes])
shown = {
    "whole table, model": measured[:, 2],
    "first direction alone, model": measured[:, 0],
    "other fifteen, model": measured[:, 1],
    "other fifteen, model at the median": at_median,
    "whole table, probe": measured[:, 3],
    "other fifteen, probe": measured[:, 4],
    "random numbers, probe": measured[:, 5],
}
ax = figures.new_axes(None, "One direction does the work", size=(8, 3.8))
for number, (name, values) in enumerate(shown.items()):
    colour = figures.COLOURS[1 if "alone" in name else 0]
    ax.plot(values, [number] * len(values), "o", color=colour, markersize=8, alpha=0.7)
ax.axvline(0.5, color=figures.GREY, linewidth=1, linestyle="--")
ax.set_yticks(range(len(shown)), shown)
ax.set(xlabel="validation accuracy, a dot for each training or draw (dashed: a coin toss)", xlim=(0.45, 0.9))
ax.set_ylim(len(shown) - 0.5, -0.5);

# %%
polarity = []
for run in runs:
    alone = split(run.table)[0][2:]  # all on one line, so any column shows where
    share = alone.var(axis=0).sum() / run.table[2:].var(axis=0).sum()
    found = np.corrcoef([alone[:, 0], log_odds[2:], z_score[2:]])[0]
    polarity.append([share, abs(found[1]), abs(found[2])])  # a direction has no sign
    print(f"{share:.2f} of variance, correlation with log-odds, z-score:", end=" ")
    print(np.round(polarity[-1][1:], 2))

first, others, whole = np.mean(accuracies, axis=0)
claim("the first direction alone keeps the accuracy", abs(whole - first) < 0.02)
lost = whole - others > (whole - 0.5) / 2
claim("the other fifteen lose more than half of what the model has above 0.5", lost);

# %% [markdown]
# The fifteen hold more than random rows do, but the model makes less of them than a probe, with either threshold.
#
# In all three trainings the first direction holds more than nine tenths of the variance, but only the intervention shows that the model uses it. It follows polarity: a word's position along it has a correlation of 0.77 with its log-odds and of about 0.8 with its z-score.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("in each training the first direction holds more than nine tenths of the variance", np.array(polarity)[:, 0] > 0.9)
claim("the position has a correlation of 0.77 with the log-odds", np.abs(np.array(polarity)[:, 1] - 0.77) < 0.02)
claim("and one of about 0.8 with the z-score", np.abs(np.array(polarity)[:, 2] - 0.8) < 0.04)
claim("the two parts add up to the table", np.allclose(first_alone + other_fifteen - average, table, atol=1e-5))
claim("the whole tables have validation accuracies of 0.87 to 0.88", np.abs(np.array(accuracies)[:, 2] - 0.875) < 0.01)
claim("without the direction they average about 0.6, to 0.07", abs(others - 0.6) < 0.075)
claim("the mean falls by a point or less", whole - first < 0.0125)
claim("each training keeps its accuracy, to three points", np.abs(np.subtract(accuracies, whole)[:, 0]) < 0.03)
of_rest, of_chance = np.mean(of_probes, axis=0)[1:]
claim("the probe finds more in the fifteen than in random numbers", of_rest > of_chance + 0.05)
claim("and much less than the whole table gives", of_rest < whole - 0.05)
claim("the model gets less from the fifteen than the probe, at the median, too", np.mean(at_median) < of_rest - 0.03)
back = [np.array_equal(run.table, whole) for run, whole in zip(runs, whole_tables)]
claim("each whole table is back in its model", all(back));

# %% [markdown]
# ## What the model makes of one word
#
# Two Dense layers turn a review's vector into one number, the logit (notebook 04). The vector of a one-word review is that word's row, so we can ask about every word at once.

# %%
hidden_weights, hidden_bias = trained.model.layers[2].get_weights()
last_weights, last_bias = trained.model.layers[3].get_weights()
hidden = np.maximum(table @ hidden_weights + hidden_bias, 0)  # ReLU
logit = (hidden @ last_weights + last_bias)[:, 0]

two_reviews = np.array([[row_of["great"]], [row_of["bad"]]])
print("by hand ", logit[two_reviews].ravel().round(1))
print("by model", trained.model(two_reviews).numpy().ravel().round(1))

# %% [markdown]
# (Use such logits only to compare words. Real reviews have means, and logits, closer to 0.)
#
# *london* is in 134 positive reviews and 108 negative ones.
#
# **Guess.** What does the model say about a review that is just the word *london*?

# %%
guess = ...  # "positive" (highest tenth of words), "negative" (lowest), "close to 0"

# %% tags=["reveal"]
for word in ("great", "good", "film", "london", "bad"):
    print(f"{word:6} logit {logit[row_of[word]]:6.1f}")
share_below = np.mean(logit[2:] < logit[row_of["london"]])
side = "positive" if share_below > 0.9 else "close to 0"
check.guess(guess, "negative" if share_below < 0.1 else side)

# %% [markdown]
# Negative: in all three trainings its logit is below that of nine words in ten. And the logit of *good* is above that of nine words in ten, though it is in 3,770 positive reviews and 3,850 negative ones. A count looks at one word at a time. The model, like logistic regression on TF-IDF (notebook 01), looks at all words of a review.

# %%
from sklearn.feature_extraction.text import TfidfTransformer

tfidf = TfidfTransformer().fit_transform(train_bags)
linear = LogisticRegression(C=3, solver="newton-cg", tol=1e-5).fit(tfidf, labels)
weight = linear.coef_[0]

# %% tags=["drawing"]
# @title One-word reviews against log-odds and weights, drawn
import matplotlib.pyplot as plt

named = ["wonderful", "great", "good", "london", "boring", "bad", "awful", "worst"]
rows = np.array([row_of[word] for word in named])
sides = np.where(logit[rows] > 0, figures.POSITIVE, figures.NEGATIVE)
figure, panels = plt.subplots(1, 2, figsize=(10, 5), sharey=True)
figure.suptitle("The network weighs a word nearly as logistic regression does", x=0.01, ha="left", weight="bold")
for ax, values, name in zip(panels, (log_odds, weight), ("log-odds", "weight in logistic regression")):
    ax.scatter(values[2:], logit[2:], s=3, alpha=0.25, color=figures.GREY)
    ax.scatter(values[rows], logit[rows], s=30, color=sides, zorder=3)
    ax.axhline(0, color=figures.GREY, linewidth=0.8)
    ax.axvline(0, color=figures.GREY, linewidth=0.8)
    ax.set(xlabel=name, title=f"Correlation {np.corrcoef(values[2:], logit[2:])[0, 1]:.2f}")
    figures.label_points(ax, np.column_stack([values[rows], logit[rows]]), named)
panels[1].set_xticks([-10, -5, 0, 5])
panels[0].set_ylabel("logit of the one-word review");

# %% [markdown]
# Two different models weigh words nearly alike. One reason: a mean along one direction is almost a linear model of counts, and both saw the same reviews. Unlike the count, both models find *good* positive and *london* negative. Which is right about *london* is open. For *good*, group the reviews by how many of eight negative words they contain:

# %% tags=["nbval-check-output"]
negative_words = "bad worst awful boring waste terrible poor horrible".split()
has = train_bags > 0
how_many = has[:, [row_of[word] for word in negative_words]].sum(axis=1)
with_good = has[:, [row_of["good"]]].toarray()[:, 0]

kinds = {"all": how_many >= 0, "no negative word": how_many == 0, "one": how_many == 1}
kinds["two or more"] = how_many > 1
print("share positive     with good          without    points more (± standard error)")
for name, kind in kinds.items():
    with_it, without = labels[kind & with_good], labels[kind & ~with_good]
    more = 100 * (with_it.mean() - without.mean())
    error = 100 * np.sqrt(with_it.var() / len(with_it) + without.var() / len(without))
    print(f"{name:16}{with_it.mean():6.1%} of {len(with_it):5,}", end="  ")
    print(f"{without.mean():6.1%} of {len(without):6,}  {more:+5.1f} ± {error:.1f}")

any_negative = how_many > 0
for word in ("good", "time"):
    has_it = has[:, [row_of[word]]].toarray()[:, 0]
    with_it, without = any_negative[has_it].mean(), any_negative[~has_it].mean()
    print(f"with a negative word: {with_it:.0%} with {word}, {without:.0%} without")

# %% [markdown]
# Counted over all reviews, *good* says nothing. Among reviews with one or more negative words, it makes a clear difference. The count hides that, because *good* turns up more often in reviews with negative words. (So does the neutral *time*, though less: longer reviews contain more of every word.) This is **confounding**, the mechanism behind Simpson's paradox (Simpson 1951).

# %% tags=["checks"]
# @title Numbers of this section, checked
of_model = trained.model(two_reviews).numpy().ravel()
claim("by hand as by the model", np.allclose(of_model, logit[two_reviews].ravel(), atol=1e-2))
claim("good is in 3,770 positive and 3,850 negative reviews", [positive[good], negative[good]] == [3_771, 3_851])
claim("its z-score says nothing", abs(z_score[good]) < 1)
claim("its logit is larger than that of nine words in ten", np.mean(logit[2:] < logit[good]) > 0.9)
london = row_of["london"]
claim("london is in 134 positive and 108 negative reviews", [positive[london], negative[london]] == [135, 109])
claim("its logit is smaller than that of nine words in ten", share_below < 0.1)
for run in runs:
    of_words = run.model(np.arange(len(vocabulary))[:, None]).numpy()[2:, 0]
    claim("in each training good is above nine words in ten", np.mean(of_words < of_words[good - 2]) > 0.9)
    claim("and london below nine in ten", np.mean(of_words < of_words[london - 2]) < 0.1)
claim("both models find good positive", min(logit[good], weight[good]) > 0)
claim("and london negative", max(logit[london], weight[london]) < 0)
claim("against the count", log_odds[london] > 0 > log_odds[good])
to_weight, to_log_odds = (np.corrcoef(size[2:], logit[2:])[0, 1] for size in (weight, log_odds))
claim("logits follow the weights, and follow the log-odds less", to_weight > max(0.85, to_log_odds + 0.05))
gain = [labels[group & with_good].mean() - labels[group & ~with_good].mean() for group in kinds.values()]
claim("over all reviews, and with no negative word, good says nothing: below two standard errors", np.abs(gain[:2]) < [0.014, 0.018])
claim("the differences with negative words are clear", min(gain[2:]) > 0.05)
claim("time is neutral", abs(z_score[row_of["time"]]) < 1)
claim("reviews with good contain negative words more often", any_negative[with_good].mean() > any_negative[~with_good].mean() + 0.1)
claim("so do reviews with time, though less", 0.05 < with_it - without < 0.1);

# %% [markdown]
# ## The same question on other reviews
#
# We compared the table with counts of the very reviews it was trained on. That was not fair: a word in ten positive reviews by luck gets a positive row *and* positive log-odds. So we also count other reviews. From which table can polarity be read best?
#
# 1. *Old* log-odds come from the training reviews, *new* ones from validation and test. (Nothing is chosen by them.)
# 2. For half of the words, a probe fits the old log-odds as a weighted sum of the table's columns.
# 3. For the other half, we correlate its values with the new log-odds, separately for rare and frequent words.
#
# As a control (after Hewitt & Liang 2019), we shuffle the trained rows among the words.

# %% tags=["nbval-check-output"]
other_ids = text.to_ids(reviews.validation.texts + reviews.test.texts, vocabulary)
other_labels = np.concatenate([reviews.validation.labels, reviews.test.labels])
other_bags = pooling.bag_of_words(other_ids, len(vocabulary))
new_negative, new_positive = reviews_with_each_word(other_bags, other_labels)

rows = [row_of[word] for word in common]
old_log_odds, new_log_odds = log_odds[rows], np.log(new_positive / new_negative)[rows]
found_in = (new_positive + new_negative)[rows] - 2  # without the two + 1
groups = {}
for name, least, most in [("1-19", 1, 19), ("20-49", 20, 49), ("50-199", 50, 199)]:
    groups[name] = (least <= found_in) & (found_in <= most)
groups["200 or more"] = found_in >= 200
for name, group in groups.items():
    print(f"{group.sum():5,} words are in {name} other reviews")
print(f"{np.sum(found_in == 0):5,} words are in none")

# %%
from sklearn.linear_model import LinearRegression


def agreement(vectors, seed):
    half = np.random.default_rng(seed).random(len(common)) < 0.5
    model = LinearRegression().fit(vectors[half], old_log_odds[half])
    fitted = model.predict(vectors)
    found = []
    for group in groups.values():
        rest = group & ~half
        found.append(np.corrcoef(fitted[rest], new_log_odds[rest])[0, 1])
    return found


# %% [markdown]
# **Guess.** For words in 20 to 49 other reviews, which table does best: trained, counted or GloVe?

# %%
guess = ...  # "trained", "counted" or "GloVe"

# %% tags=["reveal"]
agreements = {}
for name, vectors in tables.items():
    agreements[name] = np.array([agreement(vectors, seed) for seed in range(10)])
    print(f"{name:8}", agreements[name].mean(axis=0).round(2))
control = []
for seed in range(10):
    shuffled = np.random.default_rng(seed).permutation(tables["trained"])
    control.append(agreement(shuffled, seed))
print("shuffled", np.mean(control, axis=0).round(2))
check.guess(guess, max(agreements, key=lambda name: agreements[name].mean(axis=0)[1]))

# %% tags=["drawing"]
# @title Agreement with other reviews, drawn
ceiling = []
for group in groups.values():
    ceiling.append(np.corrcoef(old_log_odds[group], new_log_odds[group])[0, 1])
lines = agreements | {"trained, shuffled": control, "the old counts themselves": [ceiling]}
title = "The trained table is ahead for frequent words only"
axis_labels = ("how many of the other reviews contain the word\n(bands: worst to best of ten random halves)", "correlation with the new log-odds")
ax = figures.curves(lines, title, axis_labels, x=range(4))
ax.set_xticks(range(4), groups);

# %% [markdown]
# The counted table. It was made without labels, yet a probe reads the polarity of rarer words from it at least as well as from the table trained on labels. (Below 50 reviews, 16 of its 100 columns are enough.) The other two trainings agree. The cause is open: perhaps log-odds judge each word alone, and a trained row judges it among others.
#
# The top line shows how well the old counts themselves agree with the new ones. At the left all lines are low: the new log-odds of rare words are mostly chance. With the rows shuffled, the probe finds nothing, on average.

# %% tags=["checks"]
# @title Numbers of this section, checked
ahead = (agreements["trained"] - agreements["counted"]).mean(axis=0)
claim("for words in fewer than 50 other reviews the counted table is ahead", ahead[:2] < -0.03)
claim("between 50 and 199 it is not behind by more than 0.03", ahead[2] < 0.03)
claim("for words in 200 or more the trained one is ahead", ahead[3] > 0.06)
first_16 = np.mean([agreement(tables["counted"][:, :16], seed) for seed in range(10)], axis=0)
claim("so it is with 16 columns", (first_16 - agreements["trained"].mean(axis=0))[:2] > 0.01)
last = np.minimum(agreements["trained"], agreements["counted"]).mean(axis=0)
for run in runs[1:]:
    again = np.mean([agreement(run.table[rows], seed) for seed in range(3)], axis=0)
    behind = again - agreements["counted"].mean(axis=0)
    claim("another training says the same", behind[1] < -0.02 and behind[3] > 0.05)
claim("GloVe is last everywhere", agreements["GloVe"].mean(axis=0) < last + 0.02)
claim("the probe finds nothing in shuffled rows", np.abs(np.mean(control, axis=0)) < 0.08)
claim("there are 4,980 other reviews", len(other_ids) == 4_980);

# %% [markdown]
# ## Save, and get the same back
#
# Keras saves the whole model; a second file keeps the words with their rows.

# %%
data.save_vectors("trained/vectors.npz", trained.word_vectors)  # makes the folder
trained.model.save("trained/classifier.keras")
again = keras.models.load_model("trained/classifier.keras")
stored = data.load_vectors("trained/vectors.npz")

print("saved   ", trained.model(two_reviews).numpy().ravel())
print("reloaded", again(two_reviews).numpy().ravel())

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the reloaded model gives the same", np.array_equal(again(two_reviews), trained.model(two_reviews)))
claim("the reloaded rows are the same", np.array_equal(stored.vectors, table[2:]))
claim("and so are the words", stored.index_to_key == vocabulary[2:]);

# %% [markdown]
# ## The scoreboard
#
# Five tables, means over five seeds (skip-gram by gensim). A review is the mean of its words' rows; the trained table is classified by its own Dense layers, the others by logistic regression. WordSim-353 (notebook 02) says how well cosines agree with people's judgements.

# %% tags=["nbval-check-output"]
shown = {
    "mean of random vectors": "random",  # 100 columns; the random rows above had 16
    "mean of GloVe vectors": "GloVe",
    "mean of skip-gram vectors": "skip-gram",  # learned from neighbours, notebook 02
    "mean of PPMI-SVD vectors": "counted",
    "+ falling rate: the course's recipe": "trained",
}
columns = ["validation_accuracy", "test_accuracy", "wordsim353"]
means = data.load_results("scoreboard").groupby("rung")[columns].mean()
board = means.loc[list(shown)].rename(index=shown).rename_axis(None)
print(board.round(2).to_string())
claim("GloVe agrees best with people", board.wordsim353.idxmax() == "GloVe")
claim("the trained table classifies best", board.test_accuracy.idxmax() == "trained");

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the best of all has words and pairs of words", "words and pairs" in means.test_accuracy.idxmax())
claim("the best test accuracy is 0.905", abs(means.test_accuracy.max() - 0.905) < 0.0006)
random_here = data.load_results("scoreboard").set_index("rung").loc["mean of random vectors"]
claim("random vectors have 100 columns", random_here.dimensions == 100)
claim("and do better than 16 random columns", random_here.validation_accuracy.min() > of_chance);

# %% [markdown]
# A table is good or bad *for something*. (Best of all are naive-Bayes weighted words and pairs: 0.905 on test.)
#
# ## What we saw
#
# - Row *i* belongs to entry *i* of the vocabulary, and a review is the mean of its words' rows.
# - A row tends to be long when its word leans to one side *and* is frequent. The cosine throws the length away.
# - The trained table holds mostly polarity, little else of meaning: *good* and *bad* point opposite ways, *boring* and *ugly* the same way.
# - One direction does the work. With it alone the accuracy falls by a point or less on average, without it to about 0.6.
# - A model weighs a word given the others. Where other words confound it, a count can hide a clear effect.
# - At predicting log-odds in other reviews, the trained table is ahead for frequent words only. For rarer ones, vectors counted without labels do as well or better.
#
# ## Exercises
#
# Stuck? `check.NAME.hint()` gives a hint, `check.NAME.solution()` the solution.
#
# **Whose row?** Predict before you compute. The vocabulary lists its words from the most frequent down. Which row of `table` belongs to the hundredth most frequent word?

# %%
row_of_hundredth = ...


check.row_of_hundredth(row_of_hundredth)


# %% [markdown]
# **A review as a vector.** Write the mean of the rows for ids that are padded already.

# %%
def encode_review(ids, table):
    """Return an array: the mean of the rows of a review's ids.

    ids is a one-dimensional array, and table holds floats. Id 0 is padding and is left
    out, wherever it is.
    Id 1, the unknown word, counts like any other word. A word that occurs twice
    counts twice. A review without words, or without any ids, gets zeros.
    """
    ...


check.encode_review(encode_review)


# %% [markdown]
# **Find the faults.** This function should find the neighbours of a row by cosine. Repair its two faults.

# %%
def nearest_rows(table, row, k):
    """Return an array of the numbers of the k rows with the largest cosine to this row.

    The largest comes first. row is a row number. It is not among the answers. No two
    cosines are equal; table holds floats and has more than k rows.
    """
    alike = table @ table[row]
    return np.argsort(-alike)[:k]


check.nearest_rows(nearest_rows)


# %% [markdown]
# **A scale of praise.** Make a scale of polarity on purpose, from a few words of each side.

# %%
def polarity_scores(table, good, bad):
    """Return an array: how far each row reaches in the direction of praise.

    table holds floats. good and bad are arrays of row numbers, of which none occurs
    twice. The direction leads from the mean of the bad rows to the mean of the good
    ones, and is brought to length 1. A row's score is the dot product of the unscaled
    row with the direction.
    """
    ...


check.polarity_scores(polarity_scores)

# %% [markdown]
# ## Quiz

# %%
check.quiz("05")

# %% [markdown]
# ## Where next
#
# [06 · The projector](06_projector.ipynb) shows the table to others, with a number beside each picture.
#
# ## References
#
# - B. Monroe, M. Colaresi and K. Quinn, *Fightin' Words*, Political Analysis 2008.
# - G. Alain and Y. Bengio, *Understanding Intermediate Layers Using Linear Classifier Probes*, 2016.
# - J. Hewitt and P. Liang, *Designing and Interpreting Probes with Control Tasks*, EMNLP 2019.
# - E. H. Simpson, *The Interpretation of Interaction in Contingency Tables*, 1951.
