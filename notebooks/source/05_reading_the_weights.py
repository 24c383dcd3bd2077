# %% [markdown]
# # 05 · Reading the weights
#
# *What did the table learn, and what did it not learn?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/05_reading_the_weights.ipynb)
#
# **After this you can**
#
# - take the embedding table out of a trained model and say which row belongs to which word,
# - encode a word and a whole review with it,
# - find neighbours by cosine, by hand, and say when cosine and distance disagree,
# - show with numbers that this table learned polarity, not meaning,
# - save a model and its vectors, and get the same predictions back.
#
# **Time** 65 minutes, 95 with exercises · **Needs** notebook 04

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder), or open the notebook as the README says."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, counts, data, figures, geometry, judging, start, text, training

start(seed=0)

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %% [markdown]
# The model is that of notebook 04, trained here again by the same recipe. It takes a few seconds.

# %%
reviews = data.load_reviews()
ids_once = training.vectorize(reviews)  # two more trainings will use them, below
snapshots = training.table_snapshots()  # keeps the table as it is before training, too
trained = training.train(reviews, seed=0, callbacks=[snapshots], vectorized=ids_once)
print(f"validation accuracy {trained.accuracy(reviews.validation):.3f}")

# %% [markdown]
# ## Where is the table?
#
# A layer's `get_weights()` returns a **list** of arrays, even when there is one. The Embedding layer's list has one entry: the table.

# %% tags=["nbval-check-output"]
weights = trained.model.get_layer("embedding").get_weights()
print(type(weights).__name__, "of", len(weights))
table = weights[0]
print(table.shape, table.dtype)

# %% [markdown]
# Ten thousand rows of sixteen numbers. Which row is whose? The layer that made the ids knows (`TextVectorization`, notebook 04): row *i* belongs to entry *i* of its `get_vocabulary()`. `trained.vocabulary` is that list. The first two entries are no words.

# %% tags=["nbval-check-output"]
vocabulary = trained.vocabulary
for row in range(5):
    print(row, repr(vocabulary[row]))
claim("row 0 is padding and row 1 the unknown word", vocabulary[:2] == ["", "[UNK]"])
claim("there is one row for each entry", len(vocabulary) == len(table));

# %% [markdown]
# Rows start at random between -0.05 and 0.05 (notebook 03). **Guess**: after training, is row 0, the row of padding, still where it started? Write your guess in place of the three dots, or leave the dots.

# %%
guess = ...  # "yes" or "no"

# %%
before_training = snapshots.tables[0]
moved = np.abs(table - before_training).max(axis=1)
print(f"largest change in row 0, padding:      {moved[0]:.2f}")
print(f"largest change in row 1, unknown word: {moved[1]:.2f}")

# %% tags=["nbval-check-output"]
claim("the padding row still lies where it started", np.array_equal(table[0], before_training[0]))
claim("the unknown word's row has moved", moved[1] > 0.05);

# %% tags=["nbval-check-output"]
check.guess(guess, "yes" if moved[0] == 0 else "no")

# %% [markdown]
# Row 0 has not moved at all: the mask kept every gradient away from row 0, and Adam leaves a row alone that never had one. The unknown word stands in the reviews like any other, and its row was trained.
#
# ## Encode a word
#
# To encode a word is to look up its row. A dictionary from word to row does it. A word outside the vocabulary gets the row of the unknown word.

# %%
row_of = {word: row for row, word in enumerate(vocabulary)}


def encode(word):
    return table[row_of.get(word, 1)]  # 1: the unknown word


for word in ("wonderful", "awful"):
    print(f"{word:9}", *(f"{number:4.1f}" for number in encode(word)))
opposite_signs = np.sum(np.sign(encode("wonderful")) != np.sign(encode("awful")))
print(f"opposite signs in {opposite_signs} of 16 places")

# %% tags=["nbval-check-output"]
claim("wonderful and awful have opposite signs in 13 or more of 16 numbers", opposite_signs >= 13)
claim("zyzzyva is outside the vocabulary and gets row 1", np.array_equal(encode("zyzzyva"), table[1]));

# %% [markdown]
# Where *wonderful* has a plus, *awful* has a minus, and the other way round, in all sixteen places or nearly all. If each of the sixteen numbers held something of its own, that would be a strange coincidence. We come back to it.
#
# ## Encode a review
#
# The model's second layer takes the mean of the rows. So the vector of a review is the mean of its words' rows. By hand, and by a model that ends after the second layer; the second way pads the review to 30 places:

# %%
review = "A wonderful film, and not a dull minute in it."
ids = text.to_ids([review], vocabulary)
by_hand = table[ids[0]].mean(axis=0)

first_layers = keras.Model(trained.model.inputs[0], trained.model.layers[1].output)
by_model = first_layers(text.pad(ids, length=30)).numpy()[0]
print(f"{len(ids[0])} words; largest difference of the two vectors: {np.abs(by_hand - by_model).max():.0e}")

# %% tags=["nbval-check-output"]
claim("the model's vector of a review is the mean of its rows", np.allclose(by_hand, by_model, atol=1e-6));


# %% [markdown]
# ## Near by which measure?
#
# Two rows can be compared by the angle between them (the cosine of notebook 01) or by their distance (Euclid's). In a few lines:

# %%
def cosine(a, b):
    return (a @ b) / (np.linalg.norm(a) * np.linalg.norm(b))


def distance(a, b):
    return np.linalg.norm(a - b)


for other in ("excellent", "wonderful", "awful", "guitar"):
    a, b = encode("great"), encode(other)
    print(f"great – {other:<10} cosine {cosine(a, b):5.2f}   distance {distance(a, b):5.2f}")

# %% tags=["nbval-check-output"]
claim("great and excellent: cosine above 0.95", cosine(encode("great"), encode("excellent")) > 0.95)
claim("great and awful: cosine below -0.9", cosine(encode("great"), encode("awful")) < -0.9)
claim("great and guitar: cosine above 0.8, too", cosine(encode("great"), encode("guitar")) > 0.8)
to_excellent, to_guitar = (distance(encode("great"), encode(word)) for word in ("excellent", "guitar"))
claim("but the distance to guitar is more than twice that to excellent", to_guitar > 2 * to_excellent);


# %% [markdown]
# *Great* and *guitar* point the same way? By distance they are further apart than *great* and *excellent*: the two rows differ in length. So the choice of measure matters for neighbours. Both kinds, by hand:

# %%
def by_cosine(word, k=10):
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)
    return names_of(np.argsort(-unit @ unit[row_of[word]]), word)[:k]


def by_distance(word, k=10):
    return names_of(np.argsort(np.linalg.norm(table - encode(word), axis=1)), word)[:k]


def names_of(rows, word):
    return [vocabulary[row] for row in rows if row > 1 and vocabulary[row] != word]


# %% [markdown]
# (Rows 0 and 1 are no words, and a word is not its own neighbour.) **Look for** the list that reads better.

# %%
for word in ("great", "awful"):
    print(f"{word}, by cosine:  ", *by_cosine(word))
    print(f"{word}, by distance:", *by_distance(word))

# %% tags=["nbval-check-output"]
ready_made = [word for word, _ in trained.word_vectors.most_similar("great", topn=10)]
claim("gensim's most_similar finds our ten by cosine", set(ready_made) == set(by_cosine("great")))
praise = {"wonderful", "amazing", "superb"}
claim("by distance wonderful, amazing and superb are near great", praise <= set(by_distance("great")))
claim("by cosine at most two of them", len(praise & set(by_cosine("great"))) <= 2)
length_of = {word: np.linalg.norm(row) for word, row in zip(vocabulary, table)}
mean_length = [np.mean([length_of[word] for word in near("great")]) for near in (by_cosine, by_distance)]
claim("the rows by cosine are shorter: 0.75 of the length or less", mean_length[0] < 0.75 * mean_length[1]);

# %% [markdown]
# By distance, *great* has neighbours that praise as strongly as it does. By cosine it has neighbours that point the same way, with shorter rows: the cosine divides the length out, and here the length says something. For vectors of
# length 1 the choice does not matter, since then the squared distance is 2 - 2 · cosine:

# %% tags=["nbval-check-output"]
unit = table[2:] / np.linalg.norm(table[2:], axis=1, keepdims=True)
great = unit[row_of["great"] - 2]
squared = ((unit - great) ** 2).sum(axis=1)
from_cosine = 2 - 2 * unit @ great
claim("for rows of length 1, distance² = 2 - 2 · cosine", np.allclose(squared, from_cosine, atol=1e-5));

# %% [markdown]
# ## What makes a row long?
#
# Frequent words, or words that tell much? How much a word tells is counted without any model: in how many positive reviews does it stand, and in how many negative ones? The logarithm of the quotient is its **log-odds**. 0 says nothing, plus says positive, minus negative. (One is
# added to both counts, so that a word missing on one side gets a number too.) The side that a word takes, praise or blame, is its **polarity**.
#
# **Guess**: does the length of a row follow the word's frequency more closely, or the size of its log-odds?

# %%
guess = ...  # "frequency" or "log-odds"


# %%
def count_reviews(ids, labels):
    """In how many negative (row 0) and positive reviews (row 1) each word stands."""
    counted_reviews = np.zeros((2, len(vocabulary)))
    for review_ids, label in zip(ids, labels):
        counted_reviews[label, np.unique(review_ids)] += 1
    return counted_reviews


train_ids, labels = text.to_ids(reviews.train.texts, vocabulary), reviews.train.labels
negative, positive = count_reviews(train_ids, labels)
log_odds = np.log((positive + 1) / (negative + 1))
frequency = np.bincount(np.concatenate(train_ids), minlength=len(vocabulary))

# %% tags=["nbval-check-output"]
for word in "wonderful great good film guitar noir bad awful".split():
    row = row_of[word]
    print(f"{word:<10} {log_odds[row]:5.2f}   {frequency[row]:>6,} times")
claim("good stands in 3,770 positive reviews", positive[row_of["good"]] == 3_770)
claim("and in 3,850 negative ones", negative[row_of["good"]] == 3_850)
claim("four in five reviews with noir are positive", positive[row_of["noir"]] > 4 * negative[row_of["noir"]]);

# %% [markdown]
# *Good* tells next to nothing: 3,770 positive and 3,850 negative reviews use it. And *guitar* leans to the positive side, which is what it has in common with *great*. So does *noir*, which may have surprised you among the neighbours of *great*: reviews of film noir are mostly praise. Now the length of each row against frequency and against log-odds.

# %%
lengths = np.linalg.norm(table, axis=1)
by_frequency = np.corrcoef(np.log(frequency[2:]), lengths[2:])[0, 1]
by_evidence = np.corrcoef(np.abs(log_odds[2:]), lengths[2:])[0, 1]

figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 4.2), sharey=True)
left.scatter(frequency[2:], lengths[2:], s=3, alpha=0.3)
left.set(xscale="log", xlabel="times in the training reviews", ylabel="length of the row")
left.set_title(f"Frequency: correlation {by_frequency:.2f}")
right.scatter(np.abs(log_odds[2:]), lengths[2:], s=3, alpha=0.3, color=figures.COLOURS[1])
right.set_xlabel("size of the log-odds")
right.set_title(f"What the word tells: correlation {by_evidence:.2f}")
figure.suptitle("Words that tell much have long rows", x=0.01, ha="left", weight="bold");

# %% tags=["nbval-check-output"]
check.guess(guess, "frequency" if by_frequency > by_evidence else "log-odds")

# %%
longest = np.argsort(-lengths)[:10]
told = {"length": lengths[longest], "log-odds": log_odds[longest], "times": frequency[longest]}
pd.DataFrame(told, index=[vocabulary[row] for row in longest]).round(1)

# %% tags=["nbval-check-output"]
claim("length follows what the word tells more than its frequency", by_evidence > by_frequency + 0.1)
claim("the ten longest rows all have log-odds beyond ±1", np.abs(log_odds[longest]).min() > 1)
claim("and stand there 300 times or more", frequency[longest].min() >= 300)
claim("the longest is that of worst", vocabulary[longest[0]] == "worst")
far = np.flatnonzero(np.abs(log_odds) > 3)
claim("15 words have log-odds beyond ±3", len(far) == 15)
claim("their rows are longer than most: above the median", lengths[far].min() > np.median(lengths[2:]))
claim("but none is among the ten longest", not set(far) & set(longest))
claim("and none of them stands there 150 times", frequency[far].max() < 150);

# %% [markdown]
# Words that tell much have long rows (right); frequency alone makes a row only a little longer (left). But the longest rows need both: look at the far right. The 15 words with log-odds beyond 3 have rows longer than most, and yet none of the ten longest. None of them stands in the
# training reviews 150 times, and a row that seldom gets a gradient does not get far.
#
# ## What did it learn?
#
# Sixteen dimensions were there to fill. Principal components (notebook 02) say how much the rows differ along each direction. **Guess**: how many directions hold nine tenths of the variance?

# %%
guess = ...  # a whole number from 1 to 16

# %%
centred = table[2:] - table[2:].mean(axis=0)
_, singular_values, directions = np.linalg.svd(centred, full_matrices=False)
shares = singular_values**2 / (singular_values**2).sum()
print("share of the variance, first four components:", shares[:4].round(3))

# %% tags=["nbval-check-output"]
claim("one direction holds more than nine tenths of the variance", shares[0] > 0.9);

# %% tags=["nbval-check-output"]
check.guess(guess, int(np.searchsorted(shares.cumsum(), 0.9)) + 1, "of 16")

# %% [markdown]
# One is enough. The other fifteen share less than a tenth, which is why the signs of *wonderful* and *awful* are opposite: along one line there are only two ways to point. And what is that one direction? Each word has a position on it; compare it with the word's
# log-odds, which no model has touched.

# %%
first = directions[0]
axis = first * np.sign(first @ encode("great"))  # a component's sign is arbitrary: let great be plus
position = centred @ axis
correlation = np.corrcoef(position, log_odds[2:])[0, 1]
print(f"correlation of the first component with the log-odds: {correlation:.2f}")

# %%
shown = "wonderful excellent great good film guitar actor boring bad awful worst perfect london".split()
rows = np.array([row_of[word] for word in shown])
title = f"The one direction is polarity (correlation {correlation:.2f})"
axes = figures.new_axes(None, title, size=(8, 5.5))
axes.scatter(log_odds[2:], position, s=3, alpha=0.2, color=figures.GREY)
axes.scatter(log_odds[rows], position[rows - 2], s=26, color=figures.COLOURS[1])
axes.set_xlabel("log-odds of the word, counted in the training reviews")
axes.set_ylabel(f"first component ({shares[0]:.0%} of the variance)")
figures.label_points(axes, np.column_stack([log_odds[rows], position[rows - 2]]), shown)

# %% tags=["nbval-check-output"]
claim("position follows log-odds: correlation above 0.7", correlation > 0.7)
claim("worst has the lowest position of all words", vocabulary[position.argmin() + 2] == "worst");

# %% [markdown]
# The cloud rises from blame, lower left, to praise, upper right; the correlation stands above it and is more than 0.7. The model was asked one question, *positive or negative?*, and its table holds the answer to that question and little else.
#
# ### Why not a perfect line?
#
# *Great* lies far above the cloud and *bad* far below it, and both are frequent words. **Guess**: does a frequent word move further than a rare one with the same log-odds?

# %%
guess = ...  # "yes" or "no"

# %%
groups = {"50 times or fewer": frequency[2:] <= 50, "500 times or more": frequency[2:] >= 500}
axes = figures.new_axes(None, "With the same log-odds, frequent words get further", size=(8, 4.5))
slopes, within = {}, {}
for (name, group), colour, style in zip(groups.items(), figures.COLOURS, ("--", "-")):
    x, y = log_odds[2:][group], position[group]
    slopes[name], height = np.polyfit(x, y, 1)
    within[name] = np.corrcoef(x, y)[0, 1]
    axes.scatter(x, y, s=4, alpha=0.3, color=colour)
    ends = np.array([x.min(), x.max()])
    axes.plot(ends, height + slopes[name] * ends, style, color=colour, label=name)
axes.set(xlabel="log-odds of the word", ylabel="first component")
axes.legend(loc="lower right")
print("correlation within the groups:", {name: round(float(value), 2) for name, value in within.items()})

# %% tags=["nbval-check-output"]
rare, frequent = slopes.values()
claim("the line of frequent words is more than twice as steep", frequent > 2 * rare)
claim("within each group the correlation is above that of all", min(within.values()) > correlation)
unexplained = [1 - value**2 for value in within.values()]
claim("a fifth of the variance or more is left unexplained in each", min(unexplained) > 0.2);

# %% tags=["nbval-check-output"]
check.guess(guess, "yes" if frequent > rare else "no")

# %% [markdown]
# The solid line is more than twice as steep as the dashed one. A frequent word gets a gradient in nearly every batch and moves far; a rare one has the same to say and few chances to say it. (Adam's long glides for rare words, notebook 03, do not make up for it.) So part of the scatter is frequency:
# within each group the points follow their line more closely. Not all of it is: a fifth of the variance and more remains.
#
# *Good* is another case. Its log-odds are nearly 0, but its position is plus. The count sees one word at a time, the model sees all words of a review together. So split the reviews: those that also hold one of eight words of blame, and
# those that do not. **Look for** the share of positive reviews within each kind, with *good* and without.

# %%
blame = [row_of[word] for word in "bad worst awful boring waste terrible poor horrible".split()]
has_blame = np.array([np.isin(blame, review_ids).any() for review_ids in train_ids])
has_good = np.array([row_of["good"] in review_ids for review_ids in train_ids])

# %% tags=["nbval-check-output"]
gain = {}
for kind, chosen in {"all": labels >= 0, "with blame": has_blame, "without blame": ~has_blame}.items():
    with_good, without_good = labels[chosen & has_good].mean(), labels[chosen & ~has_good].mean()
    gain[kind] = with_good - without_good
    print(f"{kind:14} positive: {with_good:.1%} of reviews with good, {without_good:.1%} of the others")
blame_beside_good, blame_elsewhere = has_blame[has_good].mean(), has_blame[~has_good].mean()
words_in = np.array([len(review_ids) for review_ids in train_ids])
print(f"blame in {blame_beside_good:.0%} of reviews with good, {blame_elsewhere:.0%} of the others")
print(f"median length {np.median(words_in[has_good]):.0f} words with good, {np.median(words_in[~has_good]):.0f} without")

# %% tags=["nbval-check-output"]
higher_than = np.mean(position < position[row_of["good"] - 2])
claim("beside blame, good is a good sign: more than 5 points", gain["with blame"] > 0.05)
claim("over all reviews it makes less than 2 points", abs(gain["all"]) < 0.02)
claim("and without blame, too", abs(gain["without blame"]) < 0.02)
claim("blame stands beside good more often than elsewhere", blame_beside_good > blame_elsewhere)
claim("reviews with good are longer", np.median(words_in[has_good]) > np.median(words_in[~has_good]))
claim("in the table good lies higher than nine tenths of all words", higher_than > 0.9);

# %% [markdown]
# In a review with words of blame, *good* is a good sign. But reviews with *good* hold such words more often (*could have been good, but* …, and longer reviews hold more of everything), and in the count over all reviews the two cancel. The model weighs a word given the others in the
# review, so it could see the first without the second.
#
# ## Polarity, not meaning
#
# With one direction in use, most pairs of words should point much the same way or much opposite ways. For comparison: the same words in GloVe, which never saw a label, and in vectors counted
# from these reviews (notebook 02).

# %%
training_tokens = [text.tokenize(review) for review in reviews.train.texts]
count_vocabulary = text.build_vocabulary(training_tokens, min_count=5)
count_ids = text.to_ids(training_tokens, count_vocabulary)

# %%
from gensim.models import KeyedVectors


def with_words(words, table):
    vectors = KeyedVectors(table.shape[1])
    vectors.add_vectors(words, table)
    return vectors


cooccurrence = counts.cooccurrence(count_ids, len(count_vocabulary), window=5)
counted = with_words(count_vocabulary[2:], counts.svd_vectors(counts.ppmi(cooccurrence), 100)[2:])

# %%
glove = data.load_glove()
common = [word for word in vocabulary[2:] if word in counted and word in glove]
tables = {"trained": trained.word_vectors[common], "counted": counted[common], "GloVe": glove[common]}
for name, vectors in tables.items():
    print(f"{name:8} {vectors.shape[0]:,} words, {vectors.shape[1]} dimensions")

# %% [markdown]
# Half a million pairs of words at random, and the cosine of each. **Guess**: in the trained table, what share of the pairs has a cosine beyond ±0.8?

# %%
guess = ...  # a number from 0 to 1

# %%
pairs = np.random.default_rng(0).integers(len(common), size=(2, 500_000))
figure, axes = plt.subplots(1, 3, figsize=(9.5, 3.2), sharey=True)
cosines, extreme = {}, {}
for ax, (name, vectors) in zip(axes, tables.items()):
    unit = geometry.normalize(vectors)
    cosines[name] = (unit[pairs[0]] * unit[pairs[1]]).sum(axis=1)
    extreme[name] = (np.abs(cosines[name]) > 0.8).mean()
    ax.hist(cosines[name], bins=60, range=(-1, 1), weights=np.full(pairs.shape[1], 100 / pairs.shape[1]))
    ax.set(title=f"{name}: {extreme[name]:.0%} beyond ±0.8", xlabel="cosine of two random words")
axes[0].set_ylabel("share of pairs, %");

# %% tags=["nbval-check-output"]
claim("trained: more than half of all pairs lie beyond ±0.8", extreme["trained"] > 0.5)
claim("counted and GloVe: fewer than one in a hundred do", max(extreme["counted"], extreme["GloVe"]) < 0.01)
lengths_of_common = np.linalg.norm(tables["trained"], axis=1)
long = (lengths_of_common > np.median(lengths_of_common))[pairs].all(axis=0)
of_long = np.abs(cosines["trained"][long])
claim("of pairs with two long rows (above the median) nine tenths and more do", (of_long > 0.8).mean() > 0.9);

# %%
check.guess(guess, round(extreme["trained"], 2))

# %% [markdown]
# The cosines of the trained table pile up at both ends: more than half of all pairs lie beyond ±0.8, within 37° of parallel or of opposite. In the other two tables fewer than one pair in a hundred does. Why not every pair, with one direction in use? It is the long rows that make the variance: nearly every pair of two long rows lies beyond ±0.8,
# while in a short row the other fifteen numbers still count. How many directions does each table use?

# %% tags=["nbval-check-output"]
needed = {}
for name, vectors in tables.items():
    variances = np.linalg.svd(vectors - vectors.mean(axis=0), compute_uv=False) ** 2
    needed[name] = int(np.searchsorted(variances.cumsum() / variances.sum(), 0.9)) + 1
print("directions for 90 % of the variance:", needed)
claim("the trained table needs one", needed["trained"] == 1)
claim("GloVe needs more than half of its 50", needed["GloVe"] > 25)
claim("the counted table more than half of its 100", needed["counted"] > 50);

# %% [markdown]
# Now pairs that people would call alike, and pairs that they would not. **Look for** the table in which *good* and *bad* are furthest apart, and for what it says of *great guitar* and *london england*.

# %%
asked = ["good great", "good bad", "actor actress", "great guitar", "london england"]
table_of_pairs = pd.DataFrame(index=asked, columns=list(tables), dtype=float)
for name, vectors in tables.items():
    vector_of = dict(zip(common, vectors))
    for pair in asked:
        first_word, second_word = pair.split()
        table_of_pairs.loc[pair, name] = cosine(vector_of[first_word], vector_of[second_word])
table_of_pairs.round(2)

# %% tags=["nbval-check-output"]
in_trained, in_others = table_of_pairs["trained"], table_of_pairs[["counted", "GloVe"]]
claim("trained: good and bad are opposite, below -0.7", in_trained["good bad"] < -0.7)
claim("in the other two they are near, above 0.5", (in_others.loc["good bad"] > 0.5))
claim("trained: great and guitar are near, above 0.8", in_trained["great guitar"] > 0.8)
claim("trained: london and england are opposite, below -0.7", in_trained["london england"] < -0.7)
claim("in the other two they are near, above 0.5", (in_others.loc["london england"] > 0.5))
claim("counted alone, both lean to praise", min(log_odds[row_of["london"]], log_odds[row_of["england"]]) > 0)
claim("trained: actor and actress are near, above 0.9", in_trained["actor actress"] > 0.9);

# %% [markdown]
# The trained table parts *good* from *bad*, which the others do not. But it puts *great* beside *guitar*, and *london* opposite to *england*. Counted alone, both stand more often in positive reviews; the model, which weighs a word given all others, put *london* on the other side. Why, we leave open. *Actor* and *actress* are near, as they should be.
# Is that meaning? If it were, they would be nearer to each other than to thousands of others. Another such pair is *guitar* and *piano*. **Guess**: in the trained table, how many of the 9,806 words are nearer to *guitar* than *piano* is?

# %%
guess = ...  # a number of words

# %%
for name, vectors in tables.items():
    print(f"--- {name}")
    named = with_words(common, vectors)
    for word in "awful actor london guitar".split():
        near = [neighbour for neighbour, _ in named.most_similar(word, topn=6)]
        print(f"{word:8}", *near)


# %% tags=["nbval-check-output"]
def nearer(vectors, word, other):
    """How many words have a larger cosine with the word than the other has."""
    cosines = geometry.cosine_similarity(vectors[common.index(word)], vectors)
    return int((cosines > cosines[common.index(other)]).sum()) - 1  # less the word itself


nearer_than_piano = {name: nearer(vectors, "guitar", "piano") for name, vectors in tables.items()}
as_actor = geometry.cosine_similarity(tables["trained"][common.index("actor")], tables["trained"]) > 0.9
claim("counted: piano is among guitar's five nearest", nearer_than_piano["counted"] < 5)
claim("GloVe: it is, too", nearer_than_piano["GloVe"] < 5)
claim("trained: more than a thousand words are nearer", nearer_than_piano["trained"] > 1_000)
claim("trained: a thousand words and more have a cosine above 0.9 with actor", as_actor.sum() > 1_000)
along_the_axis = (tables["trained"] - table[2:].mean(axis=0)) @ axis
claim("and all of them lie on the side of blame", along_the_axis[as_actor].max() < 0);

# %%
check.guess(guess, nearer_than_piano["trained"], "words")

# %% [markdown]
# *Awful* has fitting neighbours in the trained table, since *awful* is polarity and little else. *Guitar* finds *piano* in the other two; in the trained table more than a thousand words are nearer. *Actor* has a cosine above 0.9 with more than a thousand words, all on the
# side of blame, and *actress* is one of them. Can one rely on her place among them? And on *london*'s, opposite to *england*? Train twice more, with other seeds. **Look for** what the three trainings agree on.

# %%
runs = [tables["trained"]]
for seed in (1, 2):
    retrained = training.train(reviews, seed=seed, vectorized=ids_once)
    runs.append(retrained.word_vectors[common])

london, england = common.index("london"), common.index("england")
before_actress = [nearer(rows, "actor", "actress") for rows in runs]
to_england = [cosine(rows[london], rows[england]) for rows in runs]
for seed, (before, value) in enumerate(zip(before_actress, to_england)):
    print(f"seed {seed}: {before:>5,} words are nearer to actor than actress is; london england {value:.2f}")

# %% tags=["nbval-check-output"]
claim("one training has ten times as many nearer words as another", max(before_actress) > 10 * min(before_actress))
claim("london and england are opposite in all three, below -0.7", max(to_england) < -0.7);

# %% [markdown]
# Where *actress* stands among *actor*'s neighbours cannot be relied on: one training puts ten times as many words before her as another, and more. That she can come so near in two, of 9,806 words, will not be blind chance; what draws her there we leave open, and nothing in the task holds her. That *london* lies opposite to *england* came out in all three. Asked only about polarity, the model had no
# reason to tell instruments from cities.
#
# ## Two numbers for each table
#
# First, **relatedness**. People have judged how related pairs of words are (WordSim-353, notebook 02); the rank correlation of the cosines with their judgements is a number for it. 1 is the same order, 0 no agreement. **Guess** the trained table's.

# %%
guess = ...  # a number from -1 to 1

# %%
judged = data.load_similarity("wordsim353")
relatedness = {}
for name, vectors in tables.items():
    relatedness[name], covered, total = judging.word_similarity(with_words(common, vectors), judged)
    print(f"{name:8} {relatedness[name]:5.2f}   ({covered} of {total} pairs covered)")

# %%
check.guess(guess, round(relatedness["trained"], 2))

# %% [markdown]
# For comparison, twenty tables of random numbers. How high does chance alone get?

# %%
generator = np.random.default_rng(0)
random_tables = [generator.normal(size=tables["trained"].shape) for _ in range(20)]
by_chance = [judging.word_similarity(with_words(common, vectors), judged).rho for vectors in random_tables]
print(f"twenty random tables: {min(by_chance):.2f} to {max(by_chance):.2f}")
tables["random"], relatedness["random"] = random_tables[0], np.mean(by_chance)

# %% [markdown]
# Second, **polarity**. Does GloVe know it? Fit the log-odds of all common words as a weighted sum of each table's columns (least squares), on half of the words. On the other half: which share of the log-odds' variance is explained? **Look for** the place of GloVe in the order.

# %%
from sklearn.linear_model import LinearRegression

target = log_odds[[row_of[word] for word in common]]
half = np.random.default_rng(0).permutation(len(common)) < len(common) // 2
polarity = {}
for name, vectors in tables.items():
    fitted = LinearRegression().fit(vectors[half], target[half])
    polarity[name] = fitted.score(vectors[~half], target[~half])
    print(f"{name:8} {polarity[name]:5.2f}")

# %%
points = np.array([[relatedness[name], polarity[name]] for name in tables])
axes = figures.new_axes(None, "The trained table knows polarity alone, the counted one both", size=(7.5, 4.5))
axes.scatter(*points.T, s=60, c=figures.COLOURS[: len(points)])
for name, point in zip(tables, points):
    axes.annotate(name, point, xytext=(9, -4), textcoords="offset points")
axes.set_xlabel("relatedness: rank correlation with people's judgements (WordSim-353)")
axes.set_ylabel("polarity: share of variance explained")
axes.set(xlim=(-0.05, 0.65), ylim=(-0.05, 0.75));

# %% tags=["nbval-check-output"]
print({name: round(relatedness[name], 2) for name in ("counted", "GloVe")})
claim("relatedness: a random table gets as high as the trained one", max(by_chance) > relatedness["trained"])
claim("counted and GloVe reach 0.5", min(relatedness["counted"], relatedness["GloVe"]) > 0.5)
claim("and differ by less than 0.05", abs(relatedness["counted"] - relatedness["GloVe"]) < 0.05)
claim("polarity: trained first, counted second", polarity["trained"] > polarity["counted"] + 0.1)
claim("then GloVe", polarity["counted"] > polarity["GloVe"])
claim("and random explains nothing: 0, to 0.02", abs(polarity["random"]) < 0.02);

# %% [markdown]
# The trained table stands at the upper left: more polarity than any other, and a relatedness that random numbers reach as well. GloVe stands at the lower right; it was made from encyclopaedia and news (Pennington et al. 2014). The vectors counted from these
# reviews, without labels, have as much relatedness as GloVe, to 0.05, and more polarity: in reviews, praise and blame keep different company. What a table is good at depends on what it was made from, and on which texts.
#
# ### In other reviews
#
# But one thing is not fair. The log-odds were counted in the very reviews that the trained table was fitted to. So count them again, in the validation and test reviews together, and in how many of these each word stands.

# %%
held_out_ids = text.to_ids(reviews.validation.texts + reviews.test.texts, vocabulary)
held_out_labels = np.concatenate([reviews.validation.labels, reviews.test.labels])
negative_there, positive_there = count_reviews(held_out_ids, held_out_labels)
rows = [row_of[word] for word in common]
log_odds_there = np.log((positive_there + 1) / (negative_there + 1))[rows]
stands_in = (negative_there + positive_there)[rows]


# %% [markdown]
# Fit as before, on half of the words and the old log-odds. For the other half, compare the fitted values with the new log-odds: the squared correlation, mean over ten random halves. For comparison, the old log-odds themselves with the new ones. **Look for** the words for which the trained table is ahead.

# %%
def squared_correlation(fitted, words):
    return np.corrcoef(fitted[words], log_odds_there[words])[0, 1] ** 2


enough = {f"{least} reviews or more": stands_in >= least for least in (1, 20, 50, 200)}
halves = [np.random.default_rng(seed).permutation(len(common)) < len(common) // 2 for seed in range(10)]
there = pd.DataFrame(index=list(enough))
for name in ("trained", "counted", "GloVe"):
    of_each_half = []
    for half in halves:
        fitted = LinearRegression().fit(tables[name][half], target[half]).predict(tables[name])
        of_each_half.append([squared_correlation(fitted, ~half & words) for words in enough.values()])
    there[name] = np.mean(of_each_half, axis=0)
there["old log-odds"] = [squared_correlation(target, words) for words in enough.values()]
there.assign(words=[words.sum() for words in enough.values()]).round(2)

# %% tags=["nbval-check-output"]
of_all, of_50, of_200 = (there.loc[f"{least} reviews or more"] for least in (1, 50, 200))
claim("all words: even the old log-odds agree little with the new, below 0.25", of_all.max() < 0.25)
claim("the counted table is a little ahead of the trained, by 0.1 at most", 0 < of_all.counted - of_all.trained < 0.1)
claim("20 reviews or more: the trained table is not ahead", there.trained.iloc[1] < there.counted.iloc[1])
claim("50 reviews or more: the two differ by less than 0.1", abs(of_50.trained - of_50.counted) < 0.1)
claim("200 or more: the trained table is 0.1 ahead and more", of_200.trained > of_200.counted + 0.1)
claim("GloVe is last of the three everywhere", there.GloVe < there[["trained", "counted"]].min(axis=1));

# %% [markdown]
# For a rare word, log-odds are mostly noise: counted in two sets of reviews they hardly agree (*old log-odds*, first row). With all words the trained table is not ahead of the counted one: part of its lead above holds for the training reviews only. Nor is it ahead with the words in 20 reviews or more; with those in 50 the two are about level, and it is clearly ahead for the words in 200 reviews or more.

# %% [markdown]
# ## Save, and get the same back
#
# Three files, for three readers: the model for Keras, the vectors for NumPy, the vectors for anything that reads the word2vec text format (a line a word). The model takes ids, so without the vocabulary its file is of little use; the second file
# holds the vectors and the vocabulary.

# %%
import tempfile
from pathlib import Path

folder = Path(tempfile.mkdtemp())
trained.model.save(folder / "classifier.keras")
np.savez(folder / "vectors.npz", table=table, vocabulary=np.array(vocabulary))
trained.word_vectors.save_word2vec_format(folder / "vectors.txt")
for path in sorted(folder.iterdir()):
    print(f"{path.name:<18} {path.stat().st_size / 1e6:.1f} MB")

# %% [markdown]
# Back again. `allow_pickle=False` matters: a pickle can run any code when it is loaded. An array of strings needs none.

# %%
again = keras.models.load_model(folder / "classifier.keras")
padded = text.pad(text.to_ids(reviews.validation.texts[:100], vocabulary))
before, after = (model.predict(padded, verbose=0) for model in (trained.model, again))

stored = np.load(folder / "vectors.npz", allow_pickle=False)

# %%
keyed = KeyedVectors.load_word2vec_format(folder / "vectors.txt")
their_neighbours = [word for word, _ in keyed.most_similar("awful", topn=5)]
our_neighbours = [word for word, _ in trained.word_vectors.most_similar("awful", topn=5)]

# %% tags=["nbval-check-output"]
claim("the reloaded model makes the same predictions, bit for bit", np.array_equal(before, after))
claim("the reloaded table is the same", np.array_equal(stored["table"], table))
claim("and the vocabulary", stored["vocabulary"].tolist() == vocabulary)
claim("gensim reads the same numbers", np.array_equal(keyed["wonderful"], encode("wonderful")))
claim("and finds the same neighbours", their_neighbours == our_neighbours);

# %%
import shutil

shutil.rmtree(folder)

# %% [markdown]
# ## What we saw
#
# - `get_weights()` is a list; its first entry is the table; row *i* belongs to entry *i* of the vocabulary; 0 is padding, 1 the unknown word.
# - A review's vector is the mean of its words' rows.
# - One direction holds more than nine tenths of the table's variance, and it is polarity: it follows the words' log-odds, and frequent words get further along it.
# - Cosine and distance give different neighbours here, because a row's length says how strongly its word speaks.
# - How words are related in meaning is hardly in there. Vectors counted from the same reviews, without labels, agree more with people.
# - Saved and reloaded in three formats, the numbers are the same.
#
# ## The scoreboard
#
# Four of the rungs with word vectors, from the course's table of results: mean over five seeds. In each, a review is the mean of its words' vectors, with a small classifier behind. (WordSim-353 is taken over each rung's own vocabulary here, so it differs a little from the numbers above.)
# **Guess**: does the table with the most relatedness make the best classifier?

# %%
guess = ...  # "yes" or "no"

# %% tags=["nbval-check-output"]
measured = data.load_results("scoreboard")
shown = {
    "mean of random vectors": "random",
    "mean of GloVe vectors": "GloVe",
    "mean of PPMI-SVD vectors": "counted",
    "+ falling rate: the course's recipe": "trained",
}
columns = ["dimensions", "parameters", "test_accuracy", "wordsim353"]
board = measured.groupby("rung")[columns].mean().loc[list(shown)].rename(index=shown)
print(board.round(2).to_string())
test = board.test_accuracy
claim("the trained table is best on test", test.idxmax() == "trained")
claim("GloVe, with the most relatedness, is a tenth behind it", test["trained"] - test["GloVe"] > 0.1);

# %% tags=["nbval-check-output"]
check.guess(guess, "yes" if test.idxmax() == board.wordsim353.idxmax() else "no")

# %% [markdown]
# It does not. The trained table scores 0.88 on the test reviews with a relatedness of 0.07, GloVe 0.77 with 0.51. A table is good or bad *for something*.
#
# ## Exercises
#
# **Whose row?** Predict before you compute. The vocabulary lists its words from the most frequent down. Which row of `table` belongs to the hundredth most frequent word?

# %%
row_of_hundredth = ...


check.row_of_hundredth(row_of_hundredth)


# %% [markdown]
# **A review as a vector.** Above, the mean was taken over the ids of one review, before padding. Write it for ids that are padded already. Mind what each of the two reserved ids means, and a review that has no words at all.

# %%
def encode_review(ids, table):
    """Return the mean of the rows of a review's ids: an array with one number for each column of table.

    ids is a one-dimensional array. Id 0 is padding and is left out, wherever it is. Id 1, the unknown word,
    counts like any other word. A word that stands there twice counts twice. A review without words gets zeros,
    also one without ids.
    """
    ...


check.encode_review(encode_review)


# %% [markdown]
# **Find the faults.** This function is to find the neighbours of a row by cosine. Everything is a row number: the row that is asked for, and the answers; no vocabulary is needed, so it works for any table, of words or of films. It has two faults. Find both, and repair them.

# %%
def nearest_rows(table, row, k):
    """Return an array of the numbers of the k rows with the largest cosine to this row, the largest first.

    row is a row number. It is not among the answers. No two cosines are equal, and table has more than k rows.
    """
    alike = table @ table[row]
    return np.argsort(-alike)[:k]


check.nearest_rows(nearest_rows)


# %% [markdown]
# **A scale of praise.** The first component came out as polarity, but nobody asked it to. Make such a scale on purpose: give some words of praise and some of blame, and place every row on the line from the ones to the others.

# %%
def polarity_scores(table, good, bad):
    """Return how far each row reaches in the direction of praise: an array with one number for each row.

    good and bad are arrays of row numbers. The direction leads from the mean of the bad rows to the mean of the
    good ones, and is brought to length 1. A row's score is its dot product with the direction, the row as it is.
    """
    ...


check.polarity_scores(polarity_scores)


# %% [markdown]
# **A is to b as c is to …** Notebook 00 left the question to `most_similar`. Write it yourself, with row numbers for words. Try it on GloVe afterwards, and on the table of this notebook: what can it answer when there is one direction only?

# %%
def answer_analogy(table, a, b, c):
    """Return the row number d for the question "a is to b as c is to d". a, b and c are row numbers.

    First all rows are brought to length 1. Then d is the row with the largest cosine to b - a + c. It is none of
    a, b and c.
    """
    ...


check.answer_analogy(answer_analogy)

# %% [markdown]
# Stuck? Run `check.NAME.hint()` in a cell of its own, and again for the next hint; `check.NAME.solution()` shows a solution and why it is right. NAME is the name of the exercise, as in `check.encode_review.hint()`.
#
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
# - A. Maas et al., *Learning Word Vectors for Sentiment Analysis*, ACL 2011: vectors that are asked for both, company and polarity.
# - L. Finkelstein et al., *Placing Search in Context: The Concept Revisited*, TOIS 2002 (WordSim-353).
# - J. Pennington, R. Socher and C. Manning, *GloVe: Global Vectors for Word Representation*, EMNLP 2014.
