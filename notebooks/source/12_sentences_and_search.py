# %% [markdown]
# # 12 · Sentences and search
#
# *How do you find a text by what it says, and do vectors find it better than words?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/12_sentences_and_search.ipynb)
#
# **After this you can**
#
# - turn a text into one vector, and score such vectors on people's ratings,
# - say why two measures of agreement can disagree,
# - train a sentence encoder without a single label,
# - measure a search: recall, reciprocal ranks, and ties,
# - fuse two rankings, and search 25,000 reviews with your own words.
#
# **Time** 45 minutes, 65 with exercises · **Needs** notebooks 02 and 11

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, counts, data, figures, geometry
from course_utils import pooling, start, text

start(seed=0)

import time

import bm25s
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from scipy.stats import pearsonr, spearmanr
from sklearn.preprocessing import normalize

reviews = data.load_reviews()
train_words = [text.tokenize(review) for review in reviews.train.texts]

# %% [markdown]
# ## One vector for a text
#
# In notebook 02 a review was the mean of its words' rows; their sum points the same way. *The film was dull* and *the film was funny* share three words of four, so their sums are close. Better, give each word a weight: the logarithm of the ratio of all texts to those that contain the word. That is the **inverse document frequency** (idf).
#
# Of 1,000 reviews, say, 980 contain *the* and 25 *dull*. Then *the* weighs log(1000 / 980) = 0.02 and *dull* log(1000 / 25) = 3.69.

# %% tags=["nbval-check-output"]
words = ["the", "was", "film", "dull", "funny"]
weight = np.log(1000 / np.array([980, 950, 500, 25, 50]))
# Two invented numbers for each word.
table = np.array([[0.5, 0.5], [0.4, 0.6], [0.6, 0.3], [-0.6, 0.8], [0.9, -0.3]])
dull, funny = np.array([1, 1, 1, 1, 0]), np.array([1, 1, 1, 0, 1])

plain = geometry.cosine_similarity(dull @ table, funny @ table)
weighted = geometry.cosine_similarity((dull * weight) @ table, (funny * weight) @ table)
print(f"cosine of the plain sums    {plain:5.2f}")
print(f"cosine of the weighted sums {weighted:5.2f}")

# %% tags=["drawing"]
# @title The weighted sum, drawn
both = np.array([dull, funny]) * weight
drawing = figures.new_drawing(24, 8.2, "Weights let the rare word decide")
figures.draw_table(drawing, both, (5.8, 4.6), ["the film was dull", "the film was funny"], words, title="counts times idf", limit=4, digits=2)
drawing.text(11.6, 3.6, "×", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, table, (14.2, 6.1), words, title="table", limit=1, digits=1)
drawing.text(17.4, 3.6, "=", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, both @ table, (18.6, 4.6), title="two vectors", limit=4, digits=1)
drawing.text(21.4, 3.6, f"cosine {geometry.cosine_similarity(both[0] @ table, both[1] @ table):.2f}", va="center", fontsize=10.5);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("idf of the and dull", np.allclose(weight[[0, 3]], [0.02, 3.69], atol=0.005))
claim("the plain cosine is 0.73, the weighted one -0.65", np.allclose([plain, weighted], [0.73, -0.65], atol=0.01));

# %% [markdown]
# We do the same for all words of the training reviews. Writing a text as a row of counts times idf, scaled to length 1, is called **TF-IDF** (notebook 01a). Often the count (plain in notebook 01) is replaced by 1 plus its logarithm: the tenth *dull* says less than the first.

# %%
vocabulary = text.build_vocabulary(train_words)


def bags(lists):
    ids = text.to_ids(lists, vocabulary)
    return pooling.bag_of_words(ids, len(vocabulary))


held_by = (bags(train_words) > 0).sum(axis=0)
idf = np.log(len(train_words) / np.maximum(held_by, 1))
idf[:2] = 0  # padding, and words that no training review has


def tfidf(lists):
    found = bags(lists)
    found.data = 1 + np.log(found.data)
    return normalize(found.multiply(idf).tocsr())


# %% [markdown]
# ## Do cosines agree with people?
#
# Lee and colleagues asked 83 students how alike short news texts are. Each of the 1,225 pairs of 50 texts has a mean rating, from 0.2 to 1. We compare it with cosines, five ways: TF-IDF, the mean of GloVe's rows, the idf-weighted mean, and both means *centred*. Centring subtracts the mean of all 50 texts. The idea: what they all share says nothing about a pair.

# %%
lee = data.load_lee()
glove = data.load_glove()
glove_table = np.zeros((len(vocabulary), 50))
in_glove = [row for row, word in enumerate(vocabulary) if word in glove]
glove_table[in_glove] = glove[[vocabulary[row] for row in in_glove]]

# The vocabulary and the idf are those of the reviews.
lists = [text.tokenize(news) for news in lee.texts]
mean = pooling.mean_vectors(bags(lists), glove_table)
by_idf = pooling.mean_vectors(bags(lists).multiply(idf), glove_table)
ways = {
    "TF-IDF": tfidf(lists).toarray(),
    "mean": mean,
    "mean, centred": mean - mean.mean(axis=0),
    "idf-weighted": by_idf,
    "idf-weighted, centred": by_idf - by_idf.mean(axis=0),
}
first, second = np.triu_indices(50, k=1)  # each pair once
people = lee.ratings[first, second]

# %% [markdown]
# Two usual measures: **Pearson's** correlation compares the numbers, **Spearman's** (notebook 02's rank correlation) the ranks.
#
# **Guess.** Which of the five has the smallest Spearman correlation?

# %%
guess = ...  # one of the five names

# %% tags=["reveal"]
cosines, agreement = {}, {}
for name, vectors in ways.items():
    cosines[name] = geometry.cosine_similarity(vectors, vectors)
    of_pairs = cosines[name][first, second]
    agreement[name] = pearsonr(of_pairs, people)[0], spearmanr(of_pairs, people)[0]
    print(f"{name:22} Pearson {agreement[name][0]:.2f}", end="   ")
    print(f"Spearman {agreement[name][1]:.2f}   mean cosine {of_pairs.mean():5.2f}")
check.guess(guess, min(agreement, key=lambda name: agreement[name][1]))

# %% tags=["drawing"]
# @title The figure
figure, panels = plt.subplots(1, 2, figsize=(10, 4.2))
figure.suptitle("TF-IDF lifts most of the pairs rated highest, and hardly orders the rest", x=0.01, ha="left", fontsize=12, weight="bold")
calm = people <= 0.6
without = {name: pearsonr(cosines[name][first, second][calm], people[calm])[0] for name in ways}
for ax, name, colour in zip(panels, ("TF-IDF", "idf-weighted"), figures.COLOURS):
    ax.plot(people, cosines[name][first, second], "o", color=colour, alpha=0.35, markersize=4)
    ax.axvline(0.6, color=figures.GREY, linewidth=1, linestyle="--")
    ax.set_title(f"{name}: Pearson {agreement[name][0]:.2f}, left of the line {without[name]:.2f}", fontsize=10, weight="normal")
    ax.set(xlabel=f"mean rating of a pair ({100 * np.mean(people < 0.4):.0f} % are below 0.4)", ylabel="cosine")


# %% [markdown]
# TF-IDF, which has the largest Pearson correlation. It lifts 10 of the 16 pairs rated above 0.8 above all others, and Pearson's correlation feeds on such far points. Without the pairs rated above 0.6, TF-IDF's falls by half, the idf-weighted mean's by a fifth. Spearman's correlation gives every pair's rank the same weight. (Centring lowers it, with and without idf.)
#
# How sure can we be of TF-IDF's lead over the idf-weighted mean? The pairs are not independent: each text is in 49 of them. So we draw 50 *texts*, with replacement, and take their pairs (the bootstrap of notebook 11).

# %%
def gap(measure, drawn):
    one, other = drawn[first], drawn[second]
    one, other = one[one != other], other[one != other]  # no text with itself
    of_people = lee.ratings[one, other]
    of_words = measure(cosines["TF-IDF"][one, other], of_people)[0]
    return of_words - measure(cosines["idf-weighted"][one, other], of_people)[0]


draws = np.random.default_rng(0).integers(50, size=(300, 50))
ahead = {}
for measure in (pearsonr, spearmanr):
    gaps = [gap(measure, drawn) for drawn in draws]
    ahead[measure.__name__] = np.quantile(gaps, [0.025, 0.975])
    low, high = ahead[measure.__name__]
    print(f"{measure.__name__:10} TF-IDF minus idf-weighted: {low:5.2f} to {high:5.2f}")

# %% tags=["checks"]
# @title Numbers of this section, checked
best_of = [max(agreement, key=lambda name: agreement[name][place]) for place in (0, 1)]
print({name: np.round(both, 3).tolist() for name, both in agreement.items()}, np.round([*ahead.values()], 2).tolist())
claim("two measures, two winners", best_of == ["TF-IDF", "idf-weighted"])
of_tfidf = cosines["TF-IDF"][first, second]
claim("16 pairs are rated above 0.8, and TF-IDF lifts 10 of them above all others", [np.sum(people > 0.8), np.sum(of_tfidf[people > 0.8] > of_tfidf[people <= 0.8].max())] == [16, 10])
kept = {name: without[name] / agreement[name][0] for name in ("TF-IDF", "idf-weighted")}
print({name: round(float(share), 3) for name, share in kept.items()})
claim("without the pairs above 0.6, TF-IDF's Pearson falls by half", 0.45 < kept["TF-IDF"] < 0.55)
claim("the idf-weighted mean's falls by a fifth", 0.75 < kept["idf-weighted"] < 0.85)
claim("centring lowers both of Spearman's", all(agreement[f"{name}, centred"][1] < agreement[name][1] for name in ("mean", "idf-weighted")))
claim("Spearman's difference is clear, Pearson's is not", ahead["spearmanr"][1] < 0 and ahead["pearsonr"][0] < 0 < ahead["pearsonr"][1]);

# %% [markdown]
# By Pearson's measure the difference may be chance; by Spearman's, TF-IDF is clearly behind. Choose a measure by what you need: finding the few that match, or ordering all. Search needs the first.
#
# ## A teacher without labels
#
# Cut a review in two, and the halves belong together (here the first and last 60 words; reviews shorter than 120 are left out). Halves of different reviews in the batch do not: they are **in-batch negatives**.
#
# An **encoder** turns each half into a vector of length 1. Row i of the batch's score table has the cosines of first half i with *every* second half. Only the diagonal is right. Softmax turns a row into shares, as if each review were its own class.

# %% tags=["nbval-check-output"]
in_batch = np.array([[0.4, 0.1, 0.2], [0.0, 0.3, 0.3], [0.2, 0.1, 0.5]])


def softmax(scores):
    grown = np.exp(scores)
    return grown / grown.sum(axis=1, keepdims=True)


print(softmax(10 * in_batch).round(2))
print("losses", -np.log(np.diag(softmax(10 * in_batch))).round(2))

# %% tags=["drawing"]
# @title The batch, drawn
drawing = figures.new_drawing(25, 8.6, "Each first half must find its own second half: the diagonal")
names_of = [f"first half {number}" for number in (1, 2, 3)], [f"second {number}" for number in (1, 2, 3)]
figures.draw_table(drawing, in_batch, (5, 4.8), names_of[0], names_of[1], title="cosines", limit=1, digits=1)
drawing.text(11.6, 3.3, "× 10, softmax\nin each row", ha="center", va="center", fontsize=10)
drawn = figures.draw_table(drawing, softmax(10 * in_batch), (15, 4.8), (), names_of[1], title="shares", limit=1.2, digits=2)
for place in range(3):
    box = plt.Rectangle((15 + place, 4.8 - place - 1), 1, 1, fill=False, edgecolor=figures.COLOURS[2], linewidth=2.4, zorder=4)
    drawing.add_patch(box)
    drawing.text(19.2, 4.3 - place, f"−log {softmax(10 * in_batch)[place, place]:.3f} = {-np.log(softmax(10 * in_batch)[place, place]):.2f}", va="center", fontsize=10)
drawing.text(19.2, 6.0, "loss", va="center", fontsize=10.5, weight="bold");

# %% [markdown]
# First row: e⁴ / (e⁴ + e¹ + e²) = 54.6 / 64.7 = 0.84, so the loss is 0.17. Why times 10? A cosine is never above 1.
#
# **Guess.** A batch has 512 reviews. The right half has cosine 1, the other 511 have 0. What share does the right one get *without* the 10?

# %%
guess = ...  # a number from 0 to 1

# %% tags=["reveal"]
best_row = np.zeros((1, 512))
best_row[0, 0] = 1
for scale in (1, 10):
    print(f"times {scale:2}: {softmax(scale * best_row)[0, 0]:.3f}")
check.guess(guess, round(softmax(best_row)[0, 0], 3))

# %% [markdown]
# 0.005: the loss could never get small. Times 10 it is 0.98. One over this scale is the **temperature**.
#
# Our encoder is the weighted sum: a row and a weight for each of about 20,000 frequent words. The rows start like notebook 02's counted vectors, the weights as idf. Both are trained.

# %%
frequent = vocabulary[:20_000]
ids = text.to_ids(train_words, frequent)
counted = counts.svd_vectors(
    counts.ppmi(counts.cooccurrence(ids, len(frequent)), context_power=0.75), 128
)


def new_encoder():
    ids = keras.Input((None,), dtype="int32")
    rows = keras.layers.Embedding(20_000, 128, weights=[counted])(ids)
    weights = keras.layers.Embedding(20_000, 1, weights=[idf[:20_000, None]])(ids)
    # Padding and unknown words have rows of zeros: they add nothing.
    total = keras.ops.sum(rows * weights, axis=1)
    return keras.Model(ids, keras.layers.UnitNormalization()(total))


# %%
def halves(lists):
    long = [words for words in lists if len(words) >= 120]
    return [words[:60] for words in long], [words[-60:] for words in long]


def as_ids(lists):
    return text.pad(text.to_ids(lists, frequent), 60)


held_out = reviews.validation.texts + reviews.test.texts
held_out_words = [text.tokenize(review) for review in held_out]
queries, texts = halves(held_out_words)
asked, _ = halves(held_out_words[: len(reviews.validation.texts)])  # of validation

# %% [markdown]
# Row 17 of the batch must choose column 17: the "label" is the place in the batch. Then we try the encoder on 512 validation reviews:

# %%
encoder = new_encoder()
inputs = [keras.Input((60,), dtype="int32"), keras.Input((60,), dtype="int32")]
of_first, of_second = encoder(inputs[0]), encoder(inputs[1])
model = keras.Model(inputs, 10 * of_first @ keras.ops.transpose(of_second))
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss)

firsts, lasts = halves(train_words)
batches = tf.data.Dataset.from_tensor_slices((as_ids(firsts), as_ids(lasts)))
batches = batches.shuffle(len(firsts), seed=0).batch(512, drop_remainder=True)
batches = batches.map(lambda one, other: ((one, other), tf.range(512)))
history = model.fit(batches, epochs=2, shuffle=False, verbose=0).history["loss"]
new = [as_ids(queries[:512]), as_ids(texts[:512])]
loss_of_new = model.evaluate(new, np.arange(512), batch_size=512, verbose=0)
print(f"loss of chance {np.log(512):.2f}, of the epochs", np.round(history, 1))
print(f"loss of new reviews {loss_of_new:.2f}")

# %% tags=["drawing"]
# @title The batch of held-out reviews, before and after
figure, panels = plt.subplots(1, 2, figsize=(9.4, 4.4), layout="constrained")
figure.suptitle("Training brings out the diagonal, in new reviews too", x=0.01, ha="left", fontsize=12, weight="bold")
blocks = len(asked) // 40
right = {}
for ax, name, of in zip(panels, ("before training", "after training"), (new_encoder(), encoder)):
    sides = [of.predict(as_ids(lists[: 40 * blocks]), batch_size=1024, verbose=0).reshape(blocks, 40, -1) for lists in (queries, texts)]
    scores = sides[0] @ sides[1].transpose(0, 2, 1)
    right[name] = np.mean(scores.argmax(axis=2) == np.arange(40))
    picture = ax.imshow(scores[0], cmap="Greys", vmin=-0.2, vmax=0.8)
    ax.grid(visible=False)
    ax.set_title(f"{name}: {100 * right[name]:.0f} % find their own among 40", fontsize=10, weight="normal")
    ax.set(xlabel="second half", ylabel="first half")
figure.colorbar(picture, ax=panels, shrink=0.8, label="cosine");

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the first row's loss is 0.17", np.isclose(-np.log(softmax(10 * in_batch)[0, 0]), 0.17, atol=0.005))
claim("e to the 4 is 54.6, the sum 64.7", np.allclose([np.exp(4), np.exp([4, 1, 2]).sum()], [54.6, 64.7], atol=0.05))
claim("0.005 without the scale, 0.98 with it", np.allclose([softmax(best_row)[0, 0], softmax(10 * best_row)[0, 0]], [0.005, 0.977], atol=0.001))
claim("rows 0 and 1 stay zeros", not encoder.layers[1].get_weights()[0][:2].any())
claim("26 % before training", abs(right["before training"] - 0.26) < 0.01)
claim("nearly 40 % after it", 0.36 < right["after training"] < 0.41)
claim("the loss of new reviews is about 4.75, and 1.3 in training", abs(loss_of_new - 4.75) < 0.1 and abs(history[1] - 1.3) < 0.1);


# %% [markdown]
# Among 40 new second halves, 26 % of the first halves found their own before training, and nearly 40 % do now. But the loss of new reviews is about 4.75, not 1.3: much of what the encoder learned holds only for the training reviews.
#
# ## Find the other half
#
# Now a real search. A *query* is the first 60 words of a held-out review. The task is to find its last 60 among those of all 3,988 long held-out reviews. The *rank* of the right text is 1 when nothing is ahead of it. Equal scores count as ahead: a tie is not a find.
#
# Say three queries have ranks 1, 3 and 50. **Recall@10** is the share within the first ten: 2/3. The **mean reciprocal rank** (MRR) is (1/1 + 1/3 + 1/50) / 3 = 0.45.

# %%
def ranks(scores):
    own = scores[np.arange(len(scores)), np.arange(len(scores))]
    return (scores >= own[:, None]).sum(axis=1)  # equal scores are ahead, too


def recall(scores, k):
    return np.mean(ranks(scores) <= k)


# %% [markdown]
# Besides TF-IDF there is **BM25**, the default of Lucene and Elasticsearch. It weighs by idf too, makes repeated words count less and less, and corrects for a text's length. We take [bm25s](https://github.com/xhluca/bm25s).
#
# **Guess.** Which wins at recall@10: words (TF-IDF, BM25), or vectors (the counted ones, the encoder trained for just this)?

# %%
guess = ...  # "words" or "vectors"

# %% tags=["reveal"]
index = bm25s.BM25()
index.index(texts, show_progress=False)
found = {
    "TF-IDF": (tfidf(asked) @ tfidf(texts).T).toarray(),
    "BM25": np.array([index.get_scores(query) for query in asked]),
}
for name, of in (("counted", new_encoder()), ("encoder", encoder)):
    of_texts = of.predict(as_ids(texts), batch_size=1024, verbose=0)
    found[name] = of.predict(as_ids(asked), batch_size=1024, verbose=0) @ of_texts.T
for name, scores in found.items():
    print(f"{name:8} recall@10 {recall(scores, 10):.3f}")
best = max(found, key=lambda name: recall(found[name], 10))
check.guess(guess, "words" if best in ("TF-IDF", "BM25") else "vectors")

# %% [markdown]
# TF-IDF and BM25, which use only words, win. Here are stored results on the test queries, with more rivals (five seeds for anything random or trained). *512 random numbers* gives each word a random row. One encoder started from 128 random numbers a word, one from 512 counted columns. (Combinations: next section.)

# %% tags=["nbval-check-output"]
measured = data.load_results("search")
on_all = measured[measured.words == "all"]
means = on_all.groupby("ranking").mean(numeric_only=True)
means = means.sort_values("recall10", ascending=False)
print(means[["recall1", "recall10", "recall100", "mrr"]].round(3).to_string())
words, best_vector = means.recall10[["TF-IDF", "encoder, 512 columns"]]
claim("TF-IDF beats every vector we tried", words > best_vector);

# %% tags=["drawing"]
# @title The figure
shown = {
    "TF-IDF + encoder": "TF-IDF + encoder",
    "TF-IDF": "TF-IDF",
    "TF-IDF and encoder, reciprocal ranks": "reciprocal ranks of the two",
    "BM25": "BM25",
    "encoder, 512 columns": "encoder, 512 columns",
    "encoder": "encoder",
    "counted, 512 columns, idf-weighted": "counted, 512 columns",
    "512 random numbers, idf-weighted": "512 random numbers a word",
    "encoder, started at random": "encoder, started at random",
    "counted, idf-weighted": "counted, idf-weighted",
    "GloVe, idf-weighted and centred": "GloVe, idf-weighted, centred",
    "128 random numbers, idf-weighted": "128 random numbers a word",
    "GloVe, mean": "GloVe, plain mean",
}
order = [name for name in means.index if name in shown]
ax = figures.new_axes(None, "TF-IDF beats every vector we tried; a weighted sum beats both", size=(8.5, 5.2))
for place, name in enumerate(order):
    with_words = name == "BM25" or "TF-IDF" in name
    colour = figures.COLOURS[0] if with_words else figures.COLOURS[1]
    runs = on_all[on_all.ranking == name]
    ax.hlines(place, means.recall10_low[name], means.recall10_high[name], color=colour, linewidth=2, alpha=0.5)
    ax.plot(runs.recall10, [place] * len(runs), "o", color=colour, markersize=5)
    ax.text(means.recall10_high[name] + 0.006, place, f"{means.recall10[name]:.3f}", va="center", fontsize=9.5)
ax.set_yticks(range(len(order)), [shown[name] for name in order])
ax.invert_yaxis()
ax.grid(axis="y", visible=False)
ax.text(0.3, 9.6, "compares words", color=figures.COLOURS[0], fontsize=10)
ax.text(0.3, 10.5, "compares vectors only", color=figures.COLOURS[1], fontsize=10)
ax.set(xlabel="recall@10 of 1,967 test queries; lines: 95 % bootstrap intervals", xlim=(0, 0.43));

# %% [markdown]
# BM25 finds fewer than TF-IDF, but the comparison is unequal: its idf comes from the 3,988 texts, TF-IDF's from the training reviews, and its settings are defaults. Among vectors the encoder is best. Its recall@10 is 1.7 times that of the counted rows it started from. With 512 columns it is level with BM25, and 1.5 times as good as such counted rows.
#
# At recall@10, rows of 128 *random* numbers do as well as GloVe's rows of 50, and 512 come near the counted rows of 512 columns. Random rows know nothing of meaning. But they are nearly at right angles, so mostly identical words count: the weighted mean is a rough copy of TF-IDF.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the mean reciprocal rank of 1, 3 and 50 is 0.45", round((1 + 1 / 3 + 1 / 50) / 3, 2) == 0.45)
claim("there are 3,988 texts", len(texts) == 3_988)
claim("TF-IDF finds a third", abs(means.recall10["TF-IDF"] - 0.344) < 0.002)
claim("the encoder is best of the vectors in each seed", on_all[on_all.ranking == "encoder"].recall10.min() > on_all[on_all.ranking.str.contains("random numbers|counted|GloVe")].recall10.max())
claim("with 512 columns it is level with BM25", abs(means.recall10["encoder, 512 columns"] - means.recall10["BM25"]) < 0.005)
claim("1.5 times counted rows of that width", abs(means.recall10["encoder, 512 columns"] / means.recall10["counted, 512 columns, idf-weighted"] - 1.5) < 0.05)
claim("1.7 times the counted rows", abs(means.recall10["encoder"] / means.recall10["counted, idf-weighted"] - 1.7) < 0.05)
best_glove = max(means.recall10[name] for name in means.index if "GloVe" in name)
claim("128 random numbers do as well as GloVe's best", abs(means.recall10["128 random numbers, idf-weighted"] - best_glove) < 0.005)
by_chance = means.recall10["512 random numbers, idf-weighted"]
claim("512 come near the counted 512 columns", 0 < means.recall10["counted, 512 columns, idf-weighted"] - by_chance < 0.02)
claim("and are ahead of 128 counted ones", by_chance > means.recall10["counted, idf-weighted"] + 0.03)
claim("live, the order is the same", recall(found["TF-IDF"], 10) > recall(found["BM25"], 10) > recall(found["encoder"], 10) > recall(found["counted"], 10));


# %% [markdown]
# ## Both together
#
# Two rankings make different mistakes, so *fuse* them. Their scores differ in size. Standardise each query's scores (mean 0, standard deviation 1), then add the encoder's, times a weight, to TF-IDF's. The weight is chosen on validation queries.

# %%
def standardised(scores):
    centred = scores - scores.mean(axis=1, keepdims=True)
    spread = scores.std(axis=1, keepdims=True)
    return centred / np.maximum(spread, 1e-9)  # equal scores stay zeros


one, other = standardised(found["TF-IDF"]), standardised(found["encoder"])
for weight in (0, 0.5, 1, 1.5, 2, 3, 4):
    fused = one + weight * other
    mrr = np.mean(1 / ranks(fused))
    print(f"weight {weight:3}: recall@10 {recall(fused, 10):.3f}  MRR {mrr:.3f}")

# %% [markdown]
# Anything from 1 to 3 will do. On the test queries, with each seed's own weight (the best MRR on validation):

# %% tags=["nbval-check-output"]
fused_runs = on_all[on_all.ranking == "TF-IDF + encoder"]
ends = ["recall10_ahead_low", "recall10_ahead", "recall10_ahead_high"]
print(fused_runs[["seed", "weight", "recall10", *ends]].round(3).to_string(index=False))
claim("words and vectors together beat words alone", fused_runs.recall10_ahead_low > 0);

# %% [markdown]
# The sum gains three points over TF-IDF, and the interval of the paired difference is above 0 with every seed. Another popular way is **reciprocal rank fusion**: add 1 / (60 + rank) of the two rankings. It throws away how far ahead a text is. At recall@10 it does not beat TF-IDF; at recall@100 it does.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("three points", abs(fused_runs.recall10_ahead.mean() - 0.03) < 0.003)
by_ranks = on_all[on_all.ranking == "TF-IDF and encoder, reciprocal ranks"]
claim("reciprocal ranks do not beat TF-IDF", by_ranks.recall10_ahead < 0)
claim("at recall@100 they do, with each seed", by_ranks.recall100 > means.recall100["TF-IDF"])
gains = [np.mean(1 / ranks(one + weight * other)) - np.mean(1 / ranks(one)) for weight in (1, 2, 3)]
claim("weights from 1 to 3 gain", np.array(gains) > 0.005);

# %% [markdown]
# ## Why do words win?
#
# A review often calls the hero by name in both halves. We call a word a name when it is capitalised more often than not (ignoring *I* and words that begin a sentence). They are 6 % of words. We took names out of all queries and texts, and trained the encoder without them.
#
# **Guess.** TF-IDF found 0.34 of the texts in its first ten. What share without the names?

# %%
guess = ...  # a share

# %% tags=["reveal"]
rankings = ["TF-IDF", "encoder", "TF-IDF + encoder"]
rows = measured[measured.ranking.isin(rankings)]
by_words = rows.groupby(["words", "ranking"]).recall10.mean().unstack()
print(by_words[rankings].round(3).to_string(na_rep=""))
check.guess(guess, round(by_words.loc["no names", "TF-IDF"], 2))

# %% tags=["drawing"]
# @title The figure
which = {"all": "all words", "no names": "no names", "only names": "only names", "none in common": "no word in common"}
ax = figures.new_axes(None, "Without names, TF-IDF's lead shrinks to less than a third", size=(8.8, 3.8))
for shift, name, colour in zip((-0.26, 0, 0.26), rankings, figures.COLOURS):
    for place, key in enumerate(which):
        share = by_words.loc[key, name]
        if np.isnan(share):
            ax.text(place + shift, 0.006, "not measured", ha="center", va="bottom", rotation=90, fontsize=8.5, color=figures.GREY)
            continue
        ax.bar(place + shift, share, width=0.24, color=colour, label=name if place == 0 else None)
        ax.text(place + shift, share + 0.006, f"{share:.2f}", ha="center", fontsize=9.5)
ax.set_xticks(range(4), which.values())
ax.set(ylabel="recall@10 on test queries", ylim=(0, 0.42), xlim=(-0.5, 3.5))
ax.grid(axis="x", visible=False)
ax.legend(loc="upper right");

# %% [markdown]
# About half of that: 0.18. Names alone find 0.23. Without names TF-IDF is still ahead, but its lead is less than a third of what it was.
#
# In the figure's last group each query lost every word that its own text contains. So TF-IDF must fail, and would only harm a sum. The encoder still finds 5 % in its first ten, twenty times as many as chance.

# %% tags=["checks"]
# @title Numbers of this section, checked
lead = by_words["TF-IDF"] - by_words["encoder"]
print(lead.round(3).to_dict())
claim("without names TF-IDF finds 0.18", round(by_words.loc["no names", "TF-IDF"], 2) == 0.18)
import re
from collections import Counter

capitals = Counter()
for review in held_out:
    for match in re.finditer(r"([.!?:\"(*-]\s*)?\b([A-Za-z][\w']*)", review):
        if match.start() > 0 and not match[1]:  # not at the beginning of a sentence
            capitals[match[2].lower()] += 1 if match[2][0].isupper() else -1
names = {word for word, more in capitals.items() if more > 0 and not re.match(r"i\b", word)}
share_of_names = np.mean([word in names for words in queries + texts for word in words])
claim("names are 6 % of the words", round(share_of_names, 2) == 0.06)
claim("names alone find 0.23", round(by_words.loc["only names", "TF-IDF"], 2) == 0.23)
claim("the lead without names is less than a third", 0.25 < lead["no names"] / lead["all"] < 0.33)
claim("without a common word TF-IDF finds nothing", by_words.loc["none in common", "TF-IDF"] == 0)
claim("the encoder finds 5 %, twenty times as many as chance", 18 < by_words.loc["none in common", "encoder"] / (10 / 3_988) < 23);

# %% [markdown]
# ## Search with your own words
#
# Now any query searches all 24,902 reviews. The encoder no longer needs Keras: a text's vector is its counts times weights times rows, scaled to length 1. TF-IDF's table is transposed, so a query touches only the rows of its own words.

# %%
everything = reviews.train.texts + held_out
all_words = train_words + held_out_words
transposed = tfidf(all_words).T.tocsr()  # a row for each word
rows, weights = (layer.get_weights()[0] for layer in encoder.layers[1:3])
weighted_rows = np.zeros((len(vocabulary), 128))  # zeros beyond the 20,000
weighted_rows[:20_000] = weights * rows
vectors = normalize(bags(all_words) @ weighted_rows).astype("float32")
row_of = {word: row for row, word in enumerate(vocabulary)}


# %%
def search(query, k=3, weight=2):
    words = text.tokenize(query)
    if not words:
        raise ValueError("the query contains no words: write at least one.")
    known = [row_of[word] for word in words if word in row_of]
    if not known:
        asked = " or ".join(words)
        raise ValueError(f"no training review contains {asked}: try others.")
    if not 1 <= k <= len(everything):
        raise ValueError(f"k is {k:,}: give a number from 1 to {len(everything):,}.")
    ids, count = np.unique(known, return_counts=True)
    by_word = ((1 + np.log(count)) * idf[ids]) @ transposed[ids]
    by_vector = vectors @ normalize([count @ weighted_rows[ids]])[0].astype("float32")
    one, other = standardised(np.array([by_word, by_vector]))
    scores = {"TF-IDF": one, "encoder": other, "both": one + weight * other}
    return {name: np.argsort(-of)[:k] for name, of in scores.items()}


# %%
def passage(words, query):
    """Return the words of a review around those of the query, the rare ones first."""
    wanted = set(text.tokenize(query))
    worth = [idf[row_of.get(word, 0)] * (word in wanted) for word in words]
    last = np.convolve(worth, np.ones(8)).argmax()  # the best eight words in a row
    return words[max(last - 9, 0) : last + 3]


my_query = "zombies attack a shopping mall"  # write your own

began = time.perf_counter()
answer = search(my_query)
print(f"{1000 * (time.perf_counter() - began):.0f} milliseconds")
for name, best in answer.items():
    print(name)
    for row in best:
        print("    …", *passage(all_words[row], my_query), "…")

# %% tags=["nbval-check-output"]
for query, k in (("?!", 3), ("qwzx", 3), ("funny", 30_000)):
    try:
        search(query, k)
    except ValueError as error:
        print(error)

# %% [markdown]
# TF-IDF's three all mention a mall, but only one mentions zombies (outside the passage shown). The sum puts that one first.
#
# Only 15 reviews contain *automobile*. For *automobile race*, three of TF-IDF's first ten contain *car* or *cars*, and more of the encoder's. What brings the cars?
#
# **Guess.** Leave *automobile* out. For *race* alone, do three or more of the encoder's ten contain *car* or *cars*?

# %%
guess = ...  # "yes" or "no"

# %% tags=["reveal"]
with_cars = {}
for query in ("automobile race", "automobile", "race"):
    print(f"{query:15}", end="")
    for name, best in search(query, k=10).items():
        cars = sum("car" in all_words[row] or "cars" in all_words[row] for row in best)
        with_cars[query, name] = cars
        print(f"   {name} {cars:2} of ten", end="")
    print()
check.guess(guess, "yes" if with_cars["race", "encoder"] >= 3 else "no")

# %% [markdown]
# For *automobile* alone the encoder hardly beats TF-IDF, if at all; *race* alone brings three or more. So try the words of a striking query one by one.

# %% tags=["checks"]
# @title Numbers of this section, checked
held = (bags(all_words)[:, [vocabulary.index("automobile")]] > 0).sum()
claim("15 reviews hold automobile", held == 15)
of_query = bags(queries[:1])
by_keras = encoder.predict(as_ids(queries[:1]), verbose=0)
claim("by hand the vector is the same as by Keras", np.allclose(normalize(of_query @ weighted_rows), by_keras, atol=1e-5))
word_scores = (tfidf(queries[:1]) @ transposed).toarray()[0]
claim("the scores of words are those of TF-IDF", np.array_equal(search(" ".join(queries[0]), k=5)["TF-IDF"], np.argsort(-word_scores)[:5]))
took = []
for query in queries[:40]:
    began = time.perf_counter()
    search(" ".join(query))
    took.append(time.perf_counter() - began)
print(f"median of 40 queries of 60 words: {1000 * np.median(took):.0f} milliseconds")
claim("of TF-IDF's ten, three contain car or cars; of the encoder's more", with_cars["automobile race", "TF-IDF"] == 3 and with_cars["automobile race", "encoder"] > 3)
claim("for automobile alone the encoder hardly beats TF-IDF, if at all", with_cars["automobile", "encoder"] <= with_cars["automobile", "TF-IDF"] + 2)
claim("race alone brings three or more", with_cars["race", "encoder"] >= 3)
of_zombies = search("zombies attack a shopping mall")
both_words = [row for row in of_zombies["TF-IDF"] if "zombies" in all_words[row]]
claim("all three mention a mall, one zombies", all("mall" in all_words[row] for row in of_zombies["TF-IDF"]) and len(both_words) == 1)
claim("the sum puts that one first", of_zombies["both"][0] == both_words[0])
claim("there are 24,902 reviews", len(everything) == vectors.shape[0] == 24_902);

# %% [markdown]
# Every review was compared, one by one: this search is **exact**. Its time grows with the number of texts; [12a](12a_fast_search.ipynb) gives up exactness for speed.
#
# If this machine has the package `sentence_transformers` and its model, the next cell tries a **transformer**, which takes word order into account, on 500 texts. Nothing is downloaded.

# %%
import importlib.util

if importlib.util.find_spec("sentence_transformers"):
    from sentence_transformers import SentenceTransformer

    try:
        name = "all-MiniLM-L6-v2"
        transformer = SentenceTransformer(name, local_files_only=True)
        asks = transformer.encode([" ".join(words) for words in queries[:500]])
        finds = transformer.encode([" ".join(words) for words in texts[:500]])
        scores = normalize(asks) @ normalize(finds).T
        print(f"transformer recall@10 among 500 texts: {recall(scores, 10):.3f}")
        for name in ("TF-IDF", "encoder"):
            print(f"{name} {recall(found[name][:500, :500], 10):.3f}")
    except OSError:
        print("The package is here, but not the model.")
else:
    print("No sentence_transformers here: nothing to compare.")

# %% [markdown]
# ## What we saw
#
# - Here, a text's vector is a weighted mean of its words' rows. Rare words should weigh more.
# - On people's ratings two measures name two winners, and only Spearman's difference is clear.
# - Halves of reviews teach an encoder without labels; the batch supplies the negatives.
# - In the search for the other half, TF-IDF beats every vector we tried, largely because of names. At recall@10, random rows match or beat GloVe's.
# - The encoder still finds 5 % of the texts when no word is shared. Fused by a weighted sum, encoder and TF-IDF beat TF-IDF by three points.
#
# ## Exercises
#
# **Predict: three measures.** Four queries find their own text at ranks 1, 4, 20 and 2. What are recall@1, recall@10 and the mean reciprocal rank? Give a list of three numbers.

# %%
search_measures = ...


check.search_measures(search_measures)


# %% [markdown]
# **The loss of a batch.** Turn a table of scores into the loss that trained the encoder. Large scores overflow: subtract each row's maximum first.

# %%
def batch_loss(scores):
    """Return the loss of a batch: the mean of -log(share of the right half) over rows.

    scores is a square array of floats: row i has the scores of first half i with every
    second half, already multiplied by the scale. The right one is in column i. The
    shares of a row are its softmax. Scores may be as large as 1000, or as small as
    -1000.
    """
    ...


check.batch_loss(batch_loss)


# %% [markdown]
# **Find the fault: too good to be true.** With this function an encoder that gives every text the same vector has a recall@1 of 1. Find out why, and repair it.

# %%
def rank_of_own(scores):
    """Return an array: the rank of each query's own text, 1 for the first.

    scores is a square array: row i has query i's score with every text. Its own text
    is in column i. Every other text with a score as high or higher is ahead of it.
    """
    own = np.diag(scores)[:, None]
    return (scores > own).sum(axis=1) + 1


check.rank_of_own(rank_of_own)

# %% [markdown]
# Stuck? `check.batch_loss.hint()` gives a hint, `check.batch_loss.solution()` the solution.
#
# ## Quiz

# %%
check.quiz("12")

# %% [markdown]
# ## Where next
#
# [13 · Items](13_items.ipynb) embeds films and people. Or first [12a · Fast search](12a_fast_search.ipynb).
#
# ## References
#
# - M. Lee, B. Pincombe and M. Welsh, *An Empirical Evaluation of Models of Text Document Similarity*, CogSci 2005.
# - S. Robertson and H. Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009.
# - M. Henderson et al., *Efficient Natural Language Response Suggestion for Smart Reply*, arXiv:1705.00652, 2017 (in-batch negatives).
# - G. Cormack, C. Clarke and S. Büttcher, *Reciprocal Rank Fusion Outperforms Condorcet and Individual Rank Learning Methods*, SIGIR 2009.
