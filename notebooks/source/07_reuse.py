# %% [markdown]
# # 07 · Reuse
#
# *Does a table learned from 20,000 long reviews help when only 100 short sentences have labels?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/07_reuse.ipynb)
#
# **After this you can**
#
# - put a saved table into a new model, and freeze it or train it further,
# - count the words that it lacks, and handle them in two ways,
# - draw a learning curve, and say where reuse pays and where it stops paying,
# - compare two methods on the same texts, and give their difference its error.
#
# **Time** 40 minutes, 65 with exercises · **Needs** notebook 05

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, start, text, training

start(seed=0)

from collections import Counter
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## Many snippets, few labels
#
# The new task comes from Rotten Tomatoes: one sentence about a film, a *snippet*. Is it positive?

# %% tags=["nbval-check-output"]
snippets = data.load_reviews("rotten_tomatoes")
tokens = [text.tokenize(snippet) for snippet in snippets.train.texts]
for part in ("train", "validation", "test"):
    print(f"{part:10} {len(getattr(snippets, part).texts):5,} snippets")
print(f"words in a snippet: {np.mean([len(words) for words in tokens]):.0f}")
by_length = sorted(snippets.train.texts, key=len)
print("two short ones:", by_length[60], "/", by_length[61])

# %% [markdown]
# An IMDB review has about 230 words. We have 19,922 labelled ones. Suppose that only 100 snippets have a label, because somebody has to read each snippet and decide. Can the table from the long reviews help?
#
# Notebook 05 saves that table. If the file is missing, we train the table again. The seed is the same, so the numbers are nearly the same.

# %%
saved = Path("trained/vectors.npz")
if saved.exists():
    print("loaded the table that was saved before")
else:
    trained = training.train(data.load_reviews("imdb"), seed=0)
    data.save_vectors(saved, trained.word_vectors)
    print("trained the table, as notebook 05 does, and saved it")
imdb = data.load_vectors(saved)
print(f"{len(imdb):,} words, {imdb.vector_size} numbers each")

# %% [markdown]
# We measured everything below on 854 test snippets, five times. In each run all methods learned from the same labelled snippets, drawn anew for each run; each run also trained its own IMDB table.
#
# First, no snippet labels at all. The whole IMDB classifier, table and Dense layers, is applied to the snippets unchanged. On IMDB's own test reviews its accuracy is 0.88.
#
# **Guess.** How accurate is it on the snippets?

# %%
guess = ...  # a number from 0.5 to 0.88

# %% tags=["reveal"]
measured = data.load_results("reuse")  # rung: the method
accuracy = measured.pivot_table("test_accuracy", ["rung", "examples"], "seed")
as_it_is = accuracy.loc["whole IMDB model", 0]
print("five trainings:", as_it_is.round(3).tolist())
check.guess(guess, round(as_it_is.mean(), 2))

# %% tags=["checks"]
# @title Numbers of this section, checked
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

reviews = data.load_reviews("imdb")
review_words = [text.tokenize(review) for review in reviews.train.texts]
weights = TfidfVectorizer(analyzer=list, min_df=2, dtype=np.float32)
plain = LogisticRegression(C=10, solver="liblinear").fit(weights.fit_transform(review_words), reviews.train.labels)
test_features = weights.transform([text.tokenize(snippet) for snippet in snippets.test.texts])
two_errors = 2 * np.sqrt(2 * 0.74 * 0.26 / len(snippets.test))  # of a difference: 0.74 is from one sample, too
claim("TF-IDF trained on IMDB reaches 0.74 on snippets, to two standard errors", abs(plain.score(test_features, snippets.test.labels) - 0.74) < two_errors)
claim("there are 19,922 labelled reviews", len(reviews.train) == 19_922)
claim("a review has about 230 words", abs(np.mean([len(words) for words in review_words]) - 230) < 5)
claim("a snippet has 19", round(np.mean([len(words) for words in tokens])) == 19)
recipe = data.load_results("scoreboard").set_index("rung").loc["+ falling rate: the course's recipe"]
claim("on IMDB's test reviews its accuracy is 0.88", abs(recipe.test_accuracy.mean() - 0.88) < 0.005)
claim("on the snippets it is about 0.72", abs(as_it_is - 0.72) < 0.02)
claim("there are five runs", len(as_it_is) == 5);

# %% [markdown]
# About 0.72. TF-IDF with logistic regression, trained on the same reviews, does no worse: about 0.74. The question is the same, but the texts are not. One reason may be length: a snippet has 19 words to show which side it is on, a review has about 230.
#
# ## What carries over
#
# To learn from snippets we build notebook 04's model again and copy into its table the rows of the words that both vocabularies have. The Dense layers start anew.

# %% tags=["drawing"]
# @title What is reused, drawn
drawing = figures.new_drawing(25, 10.2, "The rows of the words are copied; the Dense layers start anew")
old_words, new_words = ["dull", "guitar", "great"], ["great", "dull", "exhilarating"]
fresh = np.random.default_rng(0).uniform(-0.05, 0.05, 3)
new_rows = np.array([imdb[word][:3] if word in imdb else fresh for word in new_words])
look = {"limit": 3, "digits": 2}
old = figures.draw_table(drawing, imdb[old_words][:, :3], (4, 8.3), old_words, title="IMDB classifier", **look)
new = figures.draw_table(drawing, new_rows, (17, 8.3), new_words, title="classifier of snippets", **look)
for word in ("great", "dull"):
    figures.draw_arrow(drawing, old.behind(old_words.index(word)), new.before(new_words.index(word)))
layers = {"mean of the words": 3.7, "Dense(16), ReLU": 2.2, "Dense(1)": 0.7}
for left, colour, note in ((4, figures.GREY, "left behind"), (17, figures.COLOURS[2], "new, random")):
    for place, (layer, height) in enumerate(layers.items()):
        edge, line = (colour, "--" if left == 4 else "-") if place else (figures.INK, "-")
        corner = (left - 0.9, height - 0.55)
        drawing.add_patch(plt.Rectangle(corner, 4.8, 1.1, facecolor="white", edgecolor=edge, linewidth=1.5, linestyle=line))
        drawing.text(left + 1.5, height, layer, ha="center", va="center", fontsize=9.5, color=edge)
        if place:
            drawing.text(left + 4.2, height, note, va="center", fontsize=9.5, color=colour)
drawing.text(20.2, 5.8, "new: small, random", va="center", fontsize=9.5, color=figures.COLOURS[2])
drawing.text(2.2, 4.85, "guitar is not in the new vocabulary", va="center", fontsize=9.5, color=figures.GREY)
drawing.text(11, 8.75, "copied, word by word", ha="center", fontsize=10, color=figures.GREY);

# %% [markdown]
# First by hand, with those three words. `training.classifier` builds notebook 04's model, with a small random table:

# %% tags=["nbval-check-output"]
vocabulary = ["", "[UNK]", "great", "dull", "exhilarating"]
model = training.classifier(len(vocabulary))
layer = model.get_layer("embedding")
table = layer.get_weights()[0]
for row, word in enumerate(vocabulary):
    if word in imdb:
        table[row] = imdb[word]
layer.set_weights([table])
for row, word in enumerate(vocabulary):
    print(f"{row} {word:13}{'copied' if word in imdb else 'small and random'}")


# %% [markdown]
# The word decides which row is copied, not the row's number. A table that is copied by number fits any vocabulary of its length, and nearly every word gets another word's row. Nothing warns you. What can be checked is the size, and that the two lists share a word at all. Our function checks both:

# %%
def put_vectors(model, vocabulary, vectors):
    layer = model.get_layer("embedding")
    table = layer.get_weights()[0]
    wanted = (len(vocabulary), vectors.vector_size)
    if table.shape != wanted:
        raise ValueError(
            f"the model's table is {table.shape}, but the vocabulary and the vectors "
            f"need {wanted}: build it with training.classifier{wanted}."
        )
    known = [row for row, word in enumerate(vocabulary) if word in vectors]
    if not known:
        raise ValueError("no word of the vocabulary has a vector: are both lower case?")
    for row in known:
        table[row] = vectors[vocabulary[row]]
    layer.set_weights([table])


# %%
try:
    put_vectors(training.classifier(5, 50), vocabulary, imdb)
except ValueError as error:
    print(error)

# %% [markdown]
# A copied table can stay as it is, **frozen**, or be trained further with the rest, **fine-tuned**. One line freezes it: `layer.trainable = False`, before `compile`, which notes what is to be trained.

# %% tags=["nbval-check-output"]
vocabulary = ["", "[UNK]", *imdb.index_to_key]
model = training.classifier(len(vocabulary))
put_vectors(model, vocabulary, imdb)
for trainable in (True, False):
    model.get_layer("embedding").trainable = trainable
    numbers = sum(array.numpy().size for array in model.trainable_variables)
    print(f"{'fine-tuned' if trainable else 'frozen':10} {numbers:7,} numbers to train")

# %% tags=["checks"]
# @title Numbers of this section, checked
same = [np.array_equal(model.get_layer("embedding").get_weights()[0][row], imdb[word]) for row, word in enumerate(vocabulary[2:], 2)]
claim("every word has its row of IMDB's table", np.array(same))
claim("160,289 numbers are 1,603 for each of 100 snippets", round(model.count_params() / 100) == 1_603)
claim("289 are nearly three", numbers == 289);

# %% [markdown]
# With 100 snippets, fine-tuning has 1,603 trainable numbers for each snippet; freezing, nearly three.
#
# ## Words that the table lacks
#
# The table has the 9,998 most frequent words of IMDB. A *type* is a distinct word, a *token* one occurrence of it (notebook 01). Of the 15,000 types in the training snippets, the table knows 47 %.
#
# **Guess.** What share of the tokens does it know?

# %%
guess = ...  # a share, a number from 0 to 1

# %% tags=["reveal"]
count = Counter(word for words in tokens for word in words)
known = [word for word in count if word in imdb]
of_tokens = sum(count[word] for word in known) / count.total()
print(f"types {len(known) / len(count):.0%}, tokens {of_tokens:.0%}")
check.guess(guess, round(of_tokens, 2))

# %% [markdown]
# 90 %: the frequent words are the same in both. But look at what is in the other tenth:

# %% tags=["nbval-check-output"]
lacking = [word for word, number in count.most_common() if word not in imdb]
print(f"{len(lacking):,} types, for example:", ", ".join(lacking[:13]))

# %% [markdown]
# Rotten Tomatoes quotes critics: *deftly*, *exhilarating*, *refreshingly*, *maudlin*. A rare word may carry the verdict.
#
# There are two ways to deal with such a word. It may share row 1, the **unknown row**, with all others. Or each such word in the *labelled* snippets gets a **new row**, small and random, which is trained whenever the table is. A word that occurs only in new texts has no label to learn from, and stays unknown.

# %% tags=["drawing"]
# @title The two ways, drawn
shown = ["an", "exhilarating", "film"]
ways = {
    "unknown row": ([2, 1, 3], "row 1: shared by\nall unknown words"),
    "new row": ([2, 4, 3], "row 4: its own,\nif a labelled text has it"),
}
drawing = figures.new_drawing(23, 5.2, "An unknown word shares row 1, or gets a row of its own")
for left, (way, (ids, note)) in zip((4, 15), ways.items()):
    column = np.reshape(ids, (3, 1))
    drawn = figures.draw_table(drawing, column, (left, 3.8), shown, title=way, coloured=False, picked=[1])
    figures.draw_arrow(drawing, drawn.behind(1), (left + 2.4, 2.3))
    drawing.text(left + 2.6, 2.3, note, va="center", fontsize=9.5)

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the training snippets have about 15,000 types", abs(len(count) - 15_000) < 500)
claim("the table knows 47 % of them, to a point", abs(len(known) / len(count) - 0.47) < 0.01)
claim("and 90 % of the tokens", round(of_tokens, 2) == 0.90)
claim("it lacks these words", not any(word in imdb for word in "deftly exhilarating refreshingly maudlin".split()));

# %% [markdown]
# ## One hundred labels
#
# We draw 100 training snippets, and train with Adam at 0.003 in batches of 64. Every 25 steps we measure on validation, and we stop after five checks without improvement. (The rate was chosen on validation, from three whose results differ little.)

# %%
order = np.random.default_rng(0).permutation(len(snippets.train))
few = snippets.train.take(order[:100])
seen = text.build_vocabulary(few.texts)  # padding, the unknown word, and what occurs
new = [word for word in seen[2:] if word not in imdb]
print(f"100 snippets have {len(seen) - 2} types; the table lacks {len(new)} of them")


# %%
def ids_and_labels(part, vocabulary):
    ids = text.pad(text.to_ids(part.texts, vocabulary), length=51)  # none is longer
    return ids, part.labels[:, np.newaxis].astype("float32")


def train_from(vocabulary, part, vectors=None, trainable=True, seed=0):
    keras.utils.set_random_seed(seed)
    model = training.classifier(len(vocabulary))
    if vectors is not None:
        put_vectors(model, vocabulary, vectors)
    model.get_layer("embedding").trainable = trainable
    fit(model, vocabulary, part, seed)
    return model


# %%
def fit(model, vocabulary, part, seed):
    model.compile(
        optimizer=keras.optimizers.Adam(0.003),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")],
    )
    batches = tf.data.Dataset.from_tensor_slices(ids_and_labels(part, vocabulary))
    stop = {"monitor": "val_accuracy", "mode": "max", "restore_best_weights": True}
    model.fit(
        batches.shuffle(len(part), seed=seed).repeat().batch(64),
        validation_data=ids_and_labels(snippets.validation, vocabulary),
        validation_batch_size=1_000,
        steps_per_epoch=25,
        epochs=40,
        callbacks=[keras.callbacks.EarlyStopping(patience=5, **stop)],
        shuffle=False,  # the pipeline shuffles
        verbose=0,
    )


# %% [markdown]
# **Guess.** With no label at all, the whole IMDB model reached 0.72. Now take its table, frozen, and let new Dense layers learn from 100 labels. How accurate is that on test?

# %%
guess = ...  # a number from 0.5 to 0.88

# %% tags=["reveal"]
with_100 = accuracy.xs(100, level="examples")
for name in ("random start", "IMDB frozen", "IMDB fine-tuned"):
    runs = with_100.loc[name]
    print(f"{name:16} {runs.mean():.3f}, from {runs.min():.3f} to {runs.max():.3f}")
check.guess(guess, round(with_100.loc["IMDB frozen"].mean(), 2))

# %% [markdown]
# 0.73, hardly more than without a label: after 100 labels, new Dense layers do as well as the old ones. A random start only gets to 0.57. Here is the first of the five runs, live:

# %%
models = {
    "random start": train_from(seen, few),
    "IMDB frozen": train_from(vocabulary, few, imdb, trainable=False),
    "IMDB fine-tuned": train_from(vocabulary, few, imdb),
    "IMDB fine-tuned, new rows": train_from([*vocabulary, *new], few, imdb),
}
its_words = {"random start": seen, "IMDB fine-tuned, new rows": [*vocabulary, *new]}
right_here = {}
for name, model in models.items():
    ids, labels = ids_and_labels(snippets.test, its_words.get(name, vocabulary))
    right_here[name] = (model.predict(ids, verbose=0) > 0) == labels
    here, in_table = right_here[name].mean(), with_100.loc[name][0]
    print(f"{name:26} here {here:.3f}, in the results {in_table:.3f}")
lead = right_here["IMDB frozen"].mean() - right_here["random start"].mean()
claim("with 100 labels, IMDB's table is far ahead of a random start", lead > 0.05);

# %% tags=["checks"]
# @title Numbers of this section, checked
for name, found in right_here.items():
    claim(f"{name}: here as in the table, to three points", abs(found.mean() - with_100.loc[name][0]) < 0.03)

# %% [markdown]
# The same seed gives the same numbers, up to the rounding of sums: on another machine some snippets may be classified differently, or training may stop at a different check.
#
# A warning: 852 *labelled* validation snippets told each network where to stop. That is a luxury. If you have 100 labels, you must hold some of them out, or fix the number of steps beforehand. Every method that learned from snippets had this help here.
#
# ## What fine-tuning moves
#
# **Guess.** The table has the rows of 9,998 words. How many of them are no longer what they were, after fine-tuning on 100 snippets?

# %%
guess = ...  # a number of rows

# %% tags=["reveal"]
before = np.array([imdb[word] for word in vocabulary[2:]])
after = models["IMDB fine-tuned"].get_layer("embedding").get_weights()[0][2:]
moved = (after != before).any(axis=1)
print(f"of {len(moved):,} words, {moved.sum()} have another row")
print("words of the 100 snippets that the table knows:", len(seen) - 2 - len(new))
check.guess(guess, int(moved.sum()), "rows")

# %% [markdown]
# Several hundred: only the rows of words that occur get a gradient (notebook 03). So the fine-tuned table is a mixture. What does that mean for new snippets?

# %% tags=["drawing"]
# @title Words of the test snippets, by what happened to their rows
test_words = [word for snippet in snippets.test.texts for word in text.tokenize(snippet)]
kinds = {
    "moved by the\n100 snippets": [word in imdb and word in seen for word in test_words],
    "as IMDB\nleft it": [word in imdb and word not in seen for word in test_words],
    "unknown": [word not in imdb for word in test_words],
}
shares = {kind: np.mean(which) for kind, which in kinds.items()}
ax = figures.new_axes(None, "A third of the tokens of new snippets meet a row that fine-tuning never touched", (8, 2.2))
left = 0.0
for (kind, share), colour in zip(shares.items(), (figures.COLOURS[2], figures.COLOURS[4], figures.GREY)):
    ax.barh(0, share, left=left, color=colour, edgecolor="white", linewidth=2)
    ax.text(left + share / 2, 0.62, kind, ha="center", va="bottom", fontsize=9.5)
    ax.text(left + share / 2, 0, f"{share:.0%}", ha="center", va="center", color="white", weight="bold")
    left += share
ax.set(xlim=(0, 1), ylim=(-0.5, 1.5), yticks=[], xlabel="share of the tokens in the test snippets")
ax.grid(visible=False)

# %% tags=["checks"]
# @title Numbers of this section, checked
known_and_seen = [word for word in seen[2:] if word in imdb]
claim("moved are the words that occur, and no others", {word for word, one in zip(vocabulary[2:], moved) if one} == set(known_and_seen))
claim("a third of the tokens meet a row that nobody touched", abs(shares["as IMDB\nleft it"] - 1 / 3) < 0.04);

# %% [markdown]
# The Dense layers must read both kinds. Does that hurt? We have not tested it.
#
# ## Where reuse pays
#
# Are there other tables to start from? GloVe was learned from six billion words, and knows 97 % of the tokens. Notebook 02 built vectors from counts in the IMDB reviews, without looking at a label (PPMI and SVD, 100 numbers each).
#
# **Guess.** Take these two and IMDB's, all frozen. Which one does worst with 3,000 labels?

# %%
guess = ...  # "IMDB", "GloVe" or "counts"

# %% tags=["reveal"]
frozen = {"IMDB": "IMDB frozen", "GloVe": "GloVe frozen"}
frozen["counts"] = "counts + SVD frozen"
means = accuracy.mean(axis=1).unstack("examples")
print(means.loc[list(frozen.values()), [100, 3_000]].round(3).to_string())
check.guess(guess, min(frozen, key=lambda name: means.loc[frozen[name], 3_000]))

# %% [markdown]
# GloVe, which knows the most words. The counted vectors, which never saw a label, lead IMDB's table by two points, too few to be sure of. With 100 labels they are eight points behind it. All the curves:

# %% tags=["drawing"]
# @title Learning curves
sizes = [100, 300, 1_000, 3_000, 6_824]
figure, panels = plt.subplots(1, 2, figsize=(12, 5), sharey=True)
figure.suptitle("With few labels IMDB's table is far ahead; with all, a plain model is level with the fine-tuned table", x=0.01, ha="left", weight="bold")
frozen = ["IMDB frozen", "counts + SVD frozen", "GloVe frozen", "random start"]
others = ["IMDB fine-tuned", "GloVe fine-tuned", "TF-IDF of words", "naive-Bayes weighted words and pairs", "random start"]
short = {"naive-Bayes weighted words and pairs": "naive Bayes", "counts + SVD frozen": "counts frozen", "TF-IDF of words": "TF-IDF"}
colours = dict(zip(["IMDB", "counts", "GloVe", "random", "TF-IDF", "naive"], figures.COLOURS))
for ax, names, title in zip(panels, (frozen, others), ("Frozen tables", "Fine-tuned tables and plain models")):
    ax.set(title=title, xscale="log", xlabel="labelled snippets", ylim=(0.5, 0.8))
    ends = []
    for name in names:
        runs = accuracy.loc[name].loc[sizes]
        colour = colours[short.get(name, name).split()[0]]
        ax.plot(sizes, runs.mean(axis=1), marker="o", markersize=4, color=colour)
        ax.fill_between(sizes, runs.min(axis=1), runs.max(axis=1), color=colour, alpha=0.13, linewidth=0)
        label = "random start, trained" if (name, ax) == ("random start", panels[0]) else short.get(name, name)
        ends.append((sizes[-1], runs.mean(axis=1).iloc[-1], label, colour))
    ax.axhline(as_it_is.mean(), color=figures.GREY, linestyle=":", linewidth=1.2)
    ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
    ax.minorticks_off()
    figures.name_line_ends(ax, ends, gap=0.05)
panels[0].set_ylabel("test accuracy (bands: five runs)")
look = {"fontsize": 8.5, "ha": "right", "va": "center", "color": figures.GREY}
panels[0].text(6_824, 0.515, "dotted: whole IMDB model, no labels", **look);

# %% tags=["nbval-check-output"]
shown = measured.rung.unique()[1:]
print(means.loc[shown, sizes].round(2).rename_axis(None).to_string())
gain = means.loc["IMDB frozen", 6_824] - means.loc["IMDB frozen", 100]
claim("frozen, the table gains nothing from 6,824 labels over 100", abs(gain) < 0.01)
apart = means.loc["IMDB fine-tuned", 6_824] - means.loc["TF-IDF of words", 6_824]
claim("with all labels, TF-IDF is level with the fine-tuned table", abs(apart) < 0.01);


# %% [markdown]
# - **Frozen**, IMDB's table starts at 0.73 and stays there, to within a point. 6,700 more labels gain nothing, and in the end the random start passes it.
# - **Fine-tuned**, it starts as high and climbs to 0.77. With 300 labels it is about where the random start is with 3,000.
# - The counted vectors differ from IMDB's in several ways. Which of them matters, we leave open.
# - GloVe knows more words. Yet fine-tuned it gains one to three points over the random start, no more, and at three of the five sizes that may be chance. (It puts *good* beside *bad*, as notebook 05 shows; whether that is why, we leave open.)
# - TF-IDF with logistic regression has no table at all. Its penalty C was chosen on validation, from five. It begins at 0.57 and ends as high as any. Naive-Bayes weights, the best on long reviews, come last with 100 labels.
#
# ## How sure is that?
#
# The test part has 854 snippets. Nothing in the whole IMDB model was chosen on the snippets, and yet it reaches 0.75 on validation and 0.72 on test. Two samples of this size can differ that much.
#
# It is better to compare two methods on the *same* snippets, in runs that drew the same labels. The results keep which test snippets each run got right, as one bit each.

# %%
def right(name, examples):
    runs = measured[(measured.rung == name) & (measured.examples == examples)]
    packed = [np.frombuffer(bytes.fromhex(line), np.uint8) for line in runs.test_right]
    bits = np.unpackbits(np.array(packed), axis=1)  # the last two bits are padding
    return bits[:, :854].astype(float)


def compare(one, other, examples):
    difference = right(one, examples) - right(other, examples)  # 5 runs, 854 snippets
    runs, texts = difference.shape
    over_texts = difference.mean(axis=0).std(ddof=1) / np.sqrt(texts)
    over_runs = difference.mean(axis=1).std(ddof=1) / np.sqrt(runs)
    return difference.mean(), np.hypot(1.96 * over_texts, 2.78 * over_runs)


# %% [markdown]
# Chance enters twice: by the snippets that are in the test part, and by the run: its labelled snippets, its start. Each gives a standard error. Multiplied by 1.96, it is the interval's reach to either side ([04a](04a_what_a_difference_is_worth.ipynb)); with only five runs, by 2.78 (Student's t). `np.hypot` adds the two like the legs of a right triangle.
#
# **Guess.** With 3,000 labels, IMDB's fine-tuned table is 2.8 points ahead of TF-IDF. How far does the interval reach to either side?

# %%
guess = ...  # a number of points

# %% tags=["reveal"]
reaches = {}
for size in sizes:
    ahead, reaches[size] = compare("IMDB fine-tuned", "TF-IDF of words", size)
    print(f"{size:5,} labels: {100 * ahead:5.1f} ± {100 * reaches[size]:.1f} points")
check.guess(guess, round(100 * reaches[3_000], 1), "points")

# %% tags=["drawing"]
# @title Differences with their intervals, drawn
rivals = dict(zip(["random start", "TF-IDF of words", "GloVe fine-tuned", "counts + SVD frozen"], [figures.COLOURS[place] for place in (3, 4, 2, 1)]))
_, ax = plt.subplots(figsize=(8.8, 4.3))
ax.set_title("With 100 labels IMDB's table is 8 points ahead or more; with all, no gain can be seen")
ax.axhline(0, color=figures.INK, linewidth=1)
for number, (rival, colour) in enumerate(rivals.items()):
    found = np.array([compare("IMDB fine-tuned", rival, size) for size in sizes])
    places = np.arange(len(sizes)) + 0.14 * (number - 1.5)
    ax.errorbar(places, 100 * found[:, 0], 100 * found[:, 1], fmt="o", color=colour, capsize=3, label=f"minus {rival}")
ax.set_xticks(range(len(sizes)), [f"{size:,}" for size in sizes])
ax.set(xlabel="labelled snippets", ylabel="points of test accuracy")
ax.legend(title="IMDB fine-tuned …", alignment="left")
ax.grid(axis="x", visible=False);

# %% [markdown]
# It reaches 3.2 points, beyond the lead: with 3,000 labels the gain over TF-IDF may be chance, and that over a random start is at the edge. With all labels every interval in the figure contains 0: no gain can be seen. At 1,000 labels the larger part of the interval against the random start comes from the 854 snippets.
#
# The same function answers three more questions. Does it help to fine-tune, to give new words their rows, or to bring the Dense layers along?

# %%
questions = {
    "IMDB fine-tuned": "IMDB frozen",
    "IMDB fine-tuned, new rows": "IMDB fine-tuned",
    "whole IMDB model fine-tuned": "IMDB fine-tuned",
}
for one, other in questions.items():
    print(f"{one} minus {other}, in points:")
    for size in sizes:
        ahead, reach = compare(one, other, size)
        print(f"    {size:5,} labels {100 * ahead:5.1f} ± {100 * reach:.1f}")


# %% tags=["checks"]
# @title Numbers of this section, checked
def in_points(one, other, examples):
    return np.round(100 * np.array(compare(one, other, examples)), 1)


new_words, tuned, frozen_one = "IMDB fine-tuned, new rows", "IMDB fine-tuned", "IMDB frozen"
for rival in ("random start", "TF-IDF of words"):
    claim(f"with 100 labels 16 points ahead of {rival}, to one", abs(in_points(tuned, rival, 100)[0] - 16) < 1)
    ahead, reach = in_points(tuned, rival, 3_000)
    claim("with 3,000 labels two to three points, the interval ends near 0", 2 < ahead < 3.2 and abs(ahead - reach) < 1)
    ahead, reach = in_points(tuned, rival, 6_824)
    claim("with all labels the interval holds 0", abs(ahead) < reach)
claim("with 3,000 labels it reaches 3.2 points, beyond the lead", in_points(tuned, "TF-IDF of words", 3_000)[1] == 3.2)
for rival in rivals:
    ahead, reach = compare(tuned, rival, 6_824)
    claim(f"with all labels the interval of {rival} holds 0", abs(ahead) < reach)
others = [name for name in shown if "IMDB" not in name]
claim("with 100 labels it is eight points or more ahead of every start without IMDB's table", min(in_points(tuned, name, 100)[0] for name in others) > 7.5)
ahead, reach = compare(tuned, frozen_one, 100)
claim("fine-tuning shows no gain with 100 labels", abs(ahead) < reach)
ahead, reach = compare(tuned, frozen_one, 6_824)
claim("and gains about five points with all", abs(100 * ahead - 5) < 1 and ahead > reach)
for one, other in list(questions.items())[1:]:
    gains = np.array([compare(one, other, size) for size in sizes])
    claim(f"{one}: every interval holds 0", abs(gains[:, 0]) < gains[:, 1])
ahead, reach = compare("counts + SVD frozen", frozen_one, 3_000)
claim("the counted vectors lead by two points, too few to be sure of", abs(100 * ahead - 2) < 1 and ahead < reach)
ahead, reach = compare("counts + SVD frozen", frozen_one, 100)
claim("with 100 labels they are eight points behind", abs(100 * ahead + 8) < 1 and -ahead > reach)
ahead, reach = compare(frozen_one, "random start", 6_824)
claim("in the end the random start passes the frozen table", ahead < -reach)
claim("300 labels fine-tuned are 3,000 from a random start, to a point", abs(means.loc[tuned, 300] - means.loc["random start", 3_000]) < 0.01)
whole = measured[measured.rung == "whole IMDB model"]
claim("the whole model gets 0.75 on validation", abs(whole.validation_accuracy.mean() - 0.75) < 0.005)
claim("and 0.72 on test", abs(whole.test_accuracy.mean() - 0.72) < 0.005)
claim("with 3,000 labels the lead over TF-IDF is 2.8 points", in_points(tuned, "TF-IDF of words", 3_000)[0] == 2.8)
halves = right(tuned, 1_000) - right("random start", 1_000)
over_texts, over_runs = halves.mean(axis=0).std(ddof=1) / np.sqrt(854), halves.mean(axis=1).std(ddof=1) / np.sqrt(5)
claim("the larger part of the interval comes from the snippets", 1.96 * over_texts > 2.78 * over_runs)
of_glove = np.array([compare("GloVe fine-tuned", "random start", size) for size in sizes])
claim("GloVe gains one to three points over the random start", (0.005 < of_glove[:, 0]) & (of_glove[:, 0] < 0.035))
claim("at three of the five sizes that may be chance", (of_glove[:, 0] < of_glove[:, 1]).sum() == 3)
frozen_runs = means.loc[frozen_one, sizes]
claim("the frozen table starts at 0.73 and stays there, to a point", abs(frozen_runs - 0.725) < 0.01)
at_first = means.loc[shown, 100]
claim("naive-Bayes weights come last with 100 labels", at_first.idxmin() == shown[-1])
best_on_reviews = data.load_results("scoreboard").groupby("rung").test_accuracy.mean().idxmax()
claim("and are the best on long reviews", best_on_reviews == shown[-1])
claim("TF-IDF begins at 0.57", abs(means.loc["TF-IDF of words", 100] - 0.57) < 0.01)
claim("and ends as high as any, to half a point", means.loc["TF-IDF of words", 6_824] > means[6_824].max() - 0.005)
glove = data.load_glove()
of_glove = sum(count[word] for word in count if word in glove) / count.total()
claim("GloVe knows 97 % of the tokens", round(of_glove, 2) == 0.97);


# %% [markdown]
# Fine-tuning shows no gain with 100 labels, and gains five points with all. New rows and old Dense layers gain nothing that we can see. The new rows surprised us: words like *exhilarating* get rows of their own, and the accuracy does not show it.
#
# ## What we saw
#
# - A table is copied word by word; the Dense layers start anew. A check of the size cannot find rows in another order.
# - IMDB's table knows 47 % of the types, but 90 % of the tokens. New rows for the rest gained nothing that we could see.
# - Without any label of the new task, the whole IMDB model reaches 0.72, and TF-IDF from IMDB 0.74. With IMDB's table frozen and new Dense layers, it is about the same, with 100 labels and with 6,824.
# - Fine-tuning moves only the rows of words that occur. With few labels it shows no gain, with many it gains five points.
# - With 100 labels (and 852 more to decide when to stop) IMDB's table gains about 16 points over a random start and over TF-IDF, and eight to nine over counted vectors. It had 19,922 other labels to learn from. With all 6,824 it gains nothing that we could see.
# - On 854 snippets, a difference is known to within one to five points.
#
# ## Exercises
#
# Stuck? `check.NAME.hint()` gives a hint, and the next one when you run it again; `check.NAME.solution()` shows a solution and why it is right.
#
# **Find the fault.** This function moves the rows of known words into a new table. It runs, and some words get another word's row. Repair it.

# %%
def move_table(old_words, old_table, new_words, new_table):
    """Return an array: the new table, with the old rows of the words that both have.

    old_words and new_words are lists without repetitions: word i has row i of its
    table. A word that only the new list has keeps its row of new_table. Both tables
    have the same number of columns. new_table itself stays as it is.
    """
    moved = new_table.copy()
    shared = [word for word in old_words if word in new_words]
    for row, word in enumerate(shared):
        moved[new_words.index(word)] = old_table[row]
    return moved


check.move_table(move_table)

# %% [markdown]
# **Predict: what is trained?** A table has 5,000 rows of 50 numbers. Behind it are the mean, `Dense(16)` and `Dense(1)`. How many numbers are trained when the table is frozen, and how many when it is fine-tuned? Give a list: `[frozen, fine_tuned]`.

# %%
trained_numbers = ...


check.trained_numbers(trained_numbers)


# %% [markdown]
# **What does a table know?** Count before you reuse.

# %%
def known_shares(texts, known):
    """Return two numbers from 0 to 1: the share of types that are known, and of tokens.

    texts is a list of texts, each a list of words; there is at least one word. known
    is a list of different words. A token is a word in its place, a type is a distinct
    word.
    """
    ...


check.known_shares(known_shares)


# %% [markdown]
# **A difference and its error.** Two methods, the same texts, several runs each.

# %%
def difference_and_error(one, other):
    """Return how much more accurate `one` is than `other`, and its standard error.

    Both are arrays of bools of the same shape (runs, texts), with at least one run and
    two texts: True where that run is right about that text. True counts as 1, False as
    0. First take the difference of each text, averaged over the runs. The error (of
    the texts' part alone) is the standard deviation of these (ddof=1), divided by the
    square root of the number of texts.
    """
    ...


check.difference_and_error(difference_and_error)

# %% [markdown]
# ## Quiz

# %%
check.quiz("07")

# %% [markdown]
# ## Where next
#
# The table had 16 columns. [08 · How many dimensions?](08_dimensions.ipynb) asks how many a task needs.
#
# ## References
#
# - B. Pang and L. Lee, *Seeing Stars: Exploiting Class Relationships for Sentiment Categorization with Respect to Rating Scales*, ACL 2005 (the snippets).
# - J. Yosinski et al., *How Transferable Are Features in Deep Neural Networks?*, NeurIPS 2014 (frozen against fine-tuned).
# - J. Pennington, R. Socher and C. Manning, *GloVe: Global Vectors for Word Representation*, EMNLP 2014.
# - S. Wang and C. Manning, *Baselines and Bigrams: Simple, Good Sentiment and Topic Classification*, ACL 2012 (naive-Bayes weights).
