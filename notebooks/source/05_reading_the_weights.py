# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

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
# **Time** 45 minutes · **Needs** notebook 04

# %% [markdown]
# ## Set-up
#
# The same cell opens every notebook. It seeds the random number generators, quiets the logs and prints the versions that the numbers below were made with.

# %%
from course_utils import claim, counts, data, figures, geometry, projector, start, text, training

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
trained = training.train(reviews, training.COURSE_RECIPE, seed=0)
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
# Ten thousand rows of sixteen numbers. Which row is whose? The vectoriser knows: row *i* belongs to entry *i* of its vocabulary. The first two entries are no words.

# %% tags=["nbval-check-output"]
vocabulary = trained.vocabulary
for row in (0, 1, 2, 3, 4):
    print(row, repr(vocabulary[row]))
claim("row 0 is padding and row 1 the unknown word", vocabulary[:2] == ["", "[UNK]"])
claim("there is one row for each entry", len(vocabulary) == len(table));

# %% [markdown]
# Rows start at random between -0.05 and 0.05 (notebook 03). **Guess**: after training, where is row 0, the row of padding?

# %%
print("largest number in row 0, padding:      ", f"{np.abs(table[0]).max():.2f}")
print("largest number in row 1, unknown word: ", f"{np.abs(table[1]).max():.2f}")

# %% tags=["nbval-check-output"]
claim("the padding row still lies where it started: the mask kept every gradient away from it", np.abs(table[0]).max() <= 0.05)
claim("the unknown word's row has moved", np.abs(table[1]).max() > 0.05);

# %% [markdown]
# ## Encode a word
#
# To encode a word is to look up its row. A dictionary from word to row does it.

# %%
row_of = {word: row for row, word in enumerate(vocabulary)}


def encode(word):
    return table[row_of.get(word, 1)]  # 1: the unknown word


print(encode("wonderful").round(2))
print(encode("awful").round(2))

# %% [markdown]
# Look at the signs. Where *wonderful* has a plus, *awful* has a minus, almost everywhere. We come back to that.
#
# ## Encode a review
#
# The model's second layer takes the mean of the rows. So the vector of a review is the mean of its words' rows. By hand, and by the model's own first two layers:

# %%
review = "A wonderful film, and not a dull minute in it."
ids = text.to_ids([review], vocabulary)
by_hand = table[ids[0]].mean(axis=0)

first_layers = keras.Model(trained.model.inputs[0], trained.model.layers[1].output)
by_model = first_layers(text.pad(ids, length=30)).numpy()[0]
print("largest difference:", f"{np.abs(by_hand - by_model).max():.0e}")

# %% tags=["nbval-check-output"]
claim("the mean of the rows is what the model computes, padding or not", np.allclose(by_hand, by_model, atol=1e-6));

# %% [markdown]
# ## Near by which measure?
#
# Two rows can be compared by the angle between them (cosine) or by their distance (Euclid). In a few lines:

# %%
def cosine(a, b):
    return (a @ b) / (np.linalg.norm(a) * np.linalg.norm(b))


def distance(a, b):
    return np.linalg.norm(a - b)


for pair in (("great", "excellent"), ("great", "wonderful"), ("great", "awful"), ("great", "guitar")):
    a, b = encode(pair[0]), encode(pair[1])
    print(f"{pair[0]} – {pair[1]:<10} cosine {cosine(a, b):5.2f}   distance {distance(a, b):.2f}")

# %% tags=["nbval-check-output"]
claim("great and excellent point almost the same way (cosine above 0.9)", cosine(encode("great"), encode("excellent")) > 0.9)
claim("great and awful point almost opposite ways (below -0.9)", cosine(encode("great"), encode("awful")) < -0.9);

# %% [markdown]
# The two disagree when rows differ in length: *great* and *excellent* point the same way, but one row is longer. What makes a row long? **Guess**: frequent words, or words that tell much?
#
# How much a word tells is counted without any model: in how many positive reviews does it stand, in how many negative ones? The logarithm of the quotient is its **log-odds**; 0 says nothing, plus says
# positive. (One is added to both counts, so that a word missing on one side gets a number too.)

# %%
train_ids = text.to_ids(reviews.train.texts, vocabulary)
in_positive, in_negative = np.zeros(len(vocabulary)), np.zeros(len(vocabulary))
for row_ids, label in zip(train_ids, reviews.train.labels):
    (in_positive if label else in_negative)[np.unique(row_ids)] += 1
log_odds = np.log((in_positive + 1) / (in_negative + 1))
frequency = np.bincount(np.concatenate(train_ids), minlength=len(vocabulary))

# %%
for word in ("wonderful", "great", "good", "film", "guitar", "bad", "awful"):
    print(f"{word:<10} {log_odds[row_of[word]]:5.2f}   {frequency[row_of[word]]:>6,} times")

# %% [markdown]
# *Good* tells next to nothing: negative reviews say *good* as often ("could have been a good film"). Now the length of each row against both.

# %%
lengths = np.linalg.norm(table, axis=1)
by_frequency = np.corrcoef(np.log(frequency[2:]), lengths[2:])[0, 1]
by_evidence = np.corrcoef(np.abs(log_odds[2:]), lengths[2:])[0, 1]

figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4), sharey=True)
left.scatter(frequency[2:], lengths[2:], s=3, alpha=0.3)
left.set(xscale="log", xlabel="times in the training reviews", ylabel="length of the row", title=f"Frequency: correlation {by_frequency:.2f}")
right.scatter(np.abs(log_odds[2:]), lengths[2:], s=3, alpha=0.3, color="C1")
right.set(xlabel="size of the log-odds", title=f"Evidence: correlation {by_evidence:.2f}");

# %% tags=["nbval-check-output"]
claim("a row's length follows what the word tells more than how often it stands there", by_evidence > by_frequency + 0.1);

# %% [markdown]
# Words that tell much have long rows (right); frequency alone makes a row only a little longer (left). The correlations stand above the two pictures.
#
# ## What did it learn?
#
# Sixteen dimensions were there to fill. **Guess**: how many of them did the training use? Principal components (notebook 02) count the directions in which the rows differ.

# %%
centred = table[2:] - table[2:].mean(axis=0)
_, singular_values, directions = np.linalg.svd(centred, full_matrices=False)
shares = singular_values**2 / (singular_values**2).sum()
print("share of the variance, first four components:", shares[:4].round(3))

# %% tags=["nbval-check-output"]
claim("one direction holds more than nine tenths of the variance", shares[0] > 0.9);

# %% [markdown]
# One. The other fifteen are nearly empty. And what is that one direction? Each word has a position on it; compare it with the word's log-odds, which no model has touched.

# %%
axis = directions[0] * np.sign(directions[0] @ encode("great"))  # a component's sign is arbitrary: let great be plus
position = centred @ axis
correlation = np.corrcoef(position, log_odds[2:])[0, 1]
print(f"correlation of the first component with the log-odds: {correlation:.2f}")

# %%
shown = ["wonderful", "excellent", "great", "good", "film", "guitar", "actor", "boring", "bad", "awful", "worst", "perfect"]
rows = np.array([row_of[word] for word in shown])
axes = figures.new_axes(None, f"The one direction is polarity (correlation {correlation:.2f})", size=(8, 5.5))
axes.scatter(log_odds[2:], position, s=3, alpha=0.2, color=figures.GREY)
axes.scatter(log_odds[rows], position[rows - 2], s=26, color="C1")
axes.set(xlabel="log-odds of the word, counted in the training reviews", ylabel=f"first component ({shares[0]:.0%} of the variance)")
figures.label_points(axes, np.column_stack([log_odds[rows], position[rows - 2]]), shown)

# %% tags=["nbval-check-output"]
claim("a word's position on the first component follows its log-odds (correlation above 0.7)", correlation > 0.7);

# %% [markdown]
# The model was asked one question, *positive or negative?*, and its table holds the answer to that question and little else. It is not 1: the model weighs words that occur together, the counts do not, and rare words
# have noisy log-odds.
#
# ## Polarity, not meaning
#
# With one direction in use, two words can point the same way or opposite ways, and there is little between. So cosines pile up at the ends. For comparison: the same words in GloVe, which never saw a label, and in vectors counted
# from these reviews (notebook 02).

# %%
training_tokens = [text.tokenize(review) for review in reviews.train.texts]
count_vocabulary = text.build_vocabulary(training_tokens, min_count=5)
cooccurrence = counts.cooccurrence(text.to_ids(training_tokens, count_vocabulary), len(count_vocabulary), window=5)
counted = counts.svd_vectors(counts.ppmi(cooccurrence), 100)

# %%
glove = data.load_glove()
row_in = {"GloVe": {w: i for i, w in enumerate(glove.tokens)}, "counted": {w: i for i, w in enumerate(count_vocabulary)}, "trained": row_of}
common = [word for word in vocabulary[2:] if all(word in rows for rows in row_in.values())]
tables = {
    name: np.asarray(vectors[[row_in[name][word] for word in common]])
    for name, vectors in {"trained": table, "counted": counted, "GloVe": glove.vectors}.items()
}
print(f"{len(common):,} words are in all three tables")

# %% [markdown]
# Half a million pairs of words at random, and the cosine of each:

# %%
pairs = np.random.default_rng(0).integers(len(common), size=(2, 500_000))
figure, axes = plt.subplots(1, 3, figsize=(9.5, 3.2), sharey=True)
extreme = {}
for ax, (name, vectors) in zip(axes, tables.items()):
    unit = geometry.normalize(vectors)
    cosines = (unit[pairs[0]] * unit[pairs[1]]).sum(axis=1)
    extreme[name] = (np.abs(cosines) > 0.8).mean()
    ax.hist(cosines, bins=60, range=(-1, 1), weights=np.full(len(cosines), 100 / len(cosines)), color="C0")
    ax.set(title=f"{name}: {extreme[name]:.0%} beyond ±0.8", xlabel="cosine of two random words")
axes[0].set_ylabel("share of pairs, %");

# %% tags=["nbval-check-output"]
claim("in the trained table more than half of all pairs are almost parallel or almost opposite", extreme["trained"] > 0.5)
claim("in the counted table and in GloVe fewer than one in twenty are", max(extreme["counted"], extreme["GloVe"]) < 0.05);

# %% [markdown]
# And the neighbours? **Guess** for each word which table gives synonyms, which gives company, and which gives polarity.

# %%
neighbours = pd.DataFrame(
    {
        word: {name: ", ".join(w for w, _ in geometry.nearest(vectors, common, word, k=5)) for name, vectors in tables.items()}
        for word in ("great", "awful", "actor", "london", "guitar")
    }
).T
neighbours

# %% [markdown]
# *Awful* has fitting neighbours in the trained table. *Actor*, *london* and *guitar* have neighbours that share nothing with them but a weak leaning: asked only about polarity, the model had no reason to tell instruments from
# cities. Is that an impression from five words? People have judged the similarity of word pairs (WordSim-353); the rank correlation with their judgements is a number for it.

# %%
pairs_judged = data.load_similarity("wordsim353")
scores = {name: geometry.similarity_score(vectors, common, pairs_judged) for name, vectors in tables.items()}
figures.bars(
    {name: score.rho for name, score in scores.items()},
    title="Trained on labels, the table hardly knows similarity",
    value_label=f"WordSim-353, Spearman correlation ({scores['GloVe'].covered} of 353 pairs covered)",
    highlight=["trained"],
    number_format="{:.2f}",
);

# %% tags=["nbval-check-output"]
claim("the trained table agrees less with people than vectors counted from the same reviews", scores["trained"].rho < scores["counted"].rho - 0.1)
claim("and less than GloVe", scores["trained"].rho < scores["GloVe"].rho - 0.1);

# %% [markdown]
# Does GloVe know polarity, then? Fit the log-odds of all common words as a weighted sum of each table's columns (least squares), on half of the words, and look at the other half.

# %%
from sklearn.linear_model import LinearRegression

target = log_odds[[row_of[word] for word in common]]
half = np.random.default_rng(0).permutation(len(common)) < len(common) // 2
explained = {
    name: LinearRegression().fit(vectors[half], target[half]).score(vectors[~half], target[~half]) for name, vectors in tables.items()
}
print({name: round(float(share), 2) for name, share in explained.items()})

# %% tags=["nbval-check-output"]
claim("the trained table explains more of the words' polarity than either of the others", explained["trained"] > max(explained["counted"], explained["GloVe"]));

# %% [markdown]
# Each table is good at what it was made from. The trained one was made from labels and tells polarity; the others were made from company and tell similarity.
#
# ## Save, and get the same back
#
# Three files, for three readers: the model for Keras, the vectors for NumPy, the vectors for anything that reads the word2vec text format.

# %%
import tempfile
from pathlib import Path

folder = Path(tempfile.mkdtemp())
trained.model.save(folder / "classifier.keras")
np.savez(folder / "vectors.npz", table=table, vocabulary=np.array(vocabulary))
projector.export_word2vec(folder / "vectors.txt", table[2:], vocabulary[2:])
for path in sorted(folder.iterdir()):
    print(f"{path.name:<18} {path.stat().st_size / 1e6:.1f} MB")

# %% [markdown]
# `allow_pickle=False` matters: a pickle can run any code when it is loaded. An array of strings needs none.

# %%
again = keras.models.load_model(folder / "classifier.keras")
padded = text.pad(text.to_ids(reviews.validation.texts[:100], vocabulary))
same_predictions = np.array_equal(trained.model.predict(padded, verbose=0), again.predict(padded, verbose=0))

stored = np.load(folder / "vectors.npz", allow_pickle=False)
same_table = np.array_equal(stored["table"], table) and stored["vocabulary"].tolist() == vocabulary

# %%
from gensim.models import KeyedVectors

keyed = KeyedVectors.load_word2vec_format(folder / "vectors.txt")
same_vectors = np.array_equal(keyed["wonderful"], encode("wonderful"))
same_neighbours = [w for w, _ in keyed.most_similar("awful", topn=5)] == [w for w, _ in geometry.nearest(table[2:], vocabulary[2:], "awful", k=5)]

# %% tags=["nbval-check-output"]
claim("the reloaded model makes the same predictions, bit for bit", same_predictions)
claim("the reloaded table and vocabulary are the same", same_table)
claim("gensim reads the same numbers", same_vectors)
claim("and finds the same neighbours", same_neighbours);

# %%
import shutil

shutil.rmtree(folder)

# %% [markdown]
# ## What we saw
#
# - `get_weights()` is a list; its first entry is the table; row *i* belongs to entry *i* of the vocabulary; 0 is padding, 1 the unknown word.
# - A review's vector is the mean of its words' rows.
# - One direction holds more than nine tenths of the table's variance, and it is polarity: it follows the words' log-odds.
# - Similarity in meaning is hardly in there. Vectors counted from the same reviews, without labels, agree more with people.
# - Saved and reloaded in three formats, the numbers are the same.
#
# ## Exercises
#
# The exercises and the quiz of this notebook come here.
#
# ## Where next
#
# [06 · The projector](06_projector.ipynb) shows the table to others, with a number beside each picture.
#
# ## References
#
# - A. Maas et al., *Learning Word Vectors for Sentiment Analysis*, ACL 2011: vectors that are asked for both, company and polarity.
# - L. Finkelstein et al., *Placing Search in Context: The Concept Revisited*, TOIS 2002 (WordSim-353).
