# %% [markdown]
# # 06 · The projector
#
# *How do I show a table of vectors to someone, and what may they believe of the picture?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/06_projector.ipynb)
#
# **After this you can**
#
# - write `vecs.tsv` and `meta.tsv` by hand, and find the four faults of a widely copied snippet,
# - export a table with metadata, load it back bit for bit, and serve it in TensorBoard without a network,
# - say what the projector's parser does with blank tokens, tabs, line breaks and headers,
# - build a custom axis by hand and test it against a control,
# - put a number beside a picture: how many neighbours it kept, and how well it kept distances.
#
# **Time** 55 minutes, 80 with exercises · **Needs** notebook 05

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, geometry, projector, start, text, training

start(seed=0)

# %%
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %% [markdown]
# The model of [notebook 04](04_training.ipynb), trained again by the same recipe in a few seconds, and its table.

# %%
reviews = data.load_reviews()
trained = training.train(reviews, seed=0)
table, vocabulary = trained.table, trained.vocabulary
print("table", table.shape, table.dtype, "· vocabulary", len(vocabulary))

# %% [markdown]
# ## Two files, by hand
#
# The Embedding Projector is a page that shows vectors as points. It wants two text files: `vecs.tsv` with a vector a line, its numbers separated by tabs, and `meta.tsv` with a word a line, in the same order. For the 1,000 most frequent words
# that is a few lines of Python. Rows 0 (padding) and 1 (unknown) are no words and stay out.

# %%
by_hand = Path("projector/by_hand")
by_hand.mkdir(parents=True, exist_ok=True)
vector_lines = ["\t".join(str(number) for number in vector) for vector in table[2:1002]]
(by_hand / "vecs.tsv").write_text("\n".join(vector_lines) + "\n", encoding="utf-8")
(by_hand / "meta.tsv").write_text("\n".join(vocabulary[2:1002]) + "\n", encoding="utf-8")
print(vocabulary[2], vector_lines[0].split("\t")[:4], "…")

# %% [markdown]
# Read both back. **Guess**: are the numbers exactly the same?

# %%
guess = ...  # "yes" or "no"

# %% tags=["nbval-check-output"]
read_back = np.loadtxt(by_hand / "vecs.tsv", delimiter="\t", dtype=np.float32)
words_back = (by_hand / "meta.tsv").read_text(encoding="utf-8").splitlines()
print(read_back.shape, len(words_back), words_back[:5])
claim("text kept every number exactly", np.array_equal(read_back, table[2:1002]))
claim("and every word, in the same order", words_back == vocabulary[2:1002]);

# %% tags=["nbval-check-output"]
check.guess(guess, "yes" if np.array_equal(read_back, table[2:1002]) else "no")

# %% [markdown]
# The same. `str` of a float32 writes the fewest digits that lead back to just this float32. So text need not cost precision.
#
# ## Find the faults
#
# For years, one shape of this export has been copied from page to page. Here it is in our own words, with four faults that copies of it have; `vecs` and `meta` are open files. It stops at its first line. **Find four faults** before you read on. Two of them raise no error.
#
# ```python
# weights = model.layers["embedding"].get_weights()
# for i, word in enumerate(vocabulary[2:]):
#     vec = weights[i]
#     vecs.write(word + "\t".join(str(x) for x in vec) + "\n")
#     meta.write(word + "\n")
# ```

# %% [markdown]
# **Fault one**: `model.layers` is a list, and a list takes no name. `model.get_layer("embedding")` does.

# %% tags=["nbval-check-output"]
try:
    trained.model.layers["embedding"]
except TypeError as error:
    print("TypeError:", error)
layer = trained.model.get_layer("embedding")
claim("get_layer finds the first layer by its name", layer is trained.model.layers[0]);

# %% [markdown]
# **Fault two**: `get_weights()` is a list too, of arrays. Its entry 0 is the whole table, and there is no entry 1.

# %% tags=["nbval-check-output"]
weights = layer.get_weights()
print("entry 0:", weights[0].shape)
try:
    weights[1]
except IndexError as error:
    print("IndexError:", error)
claim("what was taken for the first word's vector is the whole table", np.array_equal(weights[0], table));

# %% [markdown]
# **Fault three**: the word is glued to the first number, because `join` puts tabs *between* the numbers only. And a word has no place in `vecs.tsv` at all. The snippet does not mind: it writes its file. So take one of its lines, and read it as numbers.

# %% tags=["nbval-check-output"]
row = 2
line = vocabulary[row] + "\t".join(str(number) for number in [0.25, -0.5, 1.5])
print(repr(line))
try:
    [float(cell) for cell in line.split("\t")]
except ValueError as error:
    print("ValueError:", error)
claim("the number of columns is right, though", len(line.split("\t")) == 3);

# %% [markdown]
# The error comes from our `float`, not from the snippet. TensorBoard's server reads the file in the same way, and fails with the same error. The hosted page does not: when the first cell is no number, it takes it for a label, here `the0.25`, and the rest for the vector. So the first dimension is gone, and nothing says so.
#
# **Fault four**: ids are shifted. `enumerate` counts from 0, but the first word stands in row 2. Repair only the first three faults, and everything runs. **Guess**: the vector of which row does *the* get, the first word of the vocabulary?

# %%
guess = ...  # the number of a row of the table

# %% tags=["nbval-check-output"]
words, vectors = vocabulary[2:], table[2:]
shifted = np.array([table[i] for i, word in enumerate(words)])
claim("there is a vector for each word, so no count gives the fault away", len(shifted) == len(words))
claim("the gets the vector of padding", np.array_equal(shifted[words.index("the")], table[0]))
claim("and gets that of the unknown word", np.array_equal(shifted[words.index("and")], table[1]))
claim("all others get that of the word two places before", np.array_equal(shifted[2:], vectors[:-2]));

# %% tags=["nbval-check-output"]
row_of_the = np.flatnonzero((table == shifted[words.index("the")]).all(axis=1))[0]
check.guess(guess, int(row_of_the))

# %% [markdown]
# The cloud of points is nearly the same, so it looks like a picture; only the names are wrong. What would give it away? A number. In notebook 05 the first principal component followed the words' **log-odds**: plus where positive reviews use a word more, minus where negative ones do. Count them again.

# %%
train_ids = text.to_ids(reviews.train.texts, vocabulary)
counts_by_label = np.zeros((2, len(vocabulary)))
for review_ids, label in zip(train_ids, reviews.train.labels):
    counts_by_label[label, np.unique(review_ids)] += 1
negative, positive = counts_by_label[:, 2:]
log_odds = np.log((positive + 1) / (negative + 1))
frequency = np.bincount(np.concatenate(train_ids), minlength=len(vocabulary))[2:]

# %% [markdown]
# **Guess** the correlation that is left with the shifted rows. With the right ones notebook 05 found 0.77.

# %%
guess = ...  # a number from 0 to 1


# %%
def first_component(rows):
    centred = rows - rows.mean(axis=0)
    return centred @ np.linalg.svd(centred, full_matrices=False)[2][0]


def agreement(places, log_odds):
    return abs(np.corrcoef(places, log_odds)[0, 1])  # without the sign, which is arbitrary


right = agreement(first_component(vectors), log_odds)
wrong = agreement(first_component(shifted), log_odds)
print(f"right rows {right:.2f}, shifted rows {wrong:.2f}")

# %% tags=["nbval-check-output"]
claim("with the right rows the first component follows the log-odds: correlation above 0.7", right > 0.7)
claim("with shifted rows nothing is left of it: below 0.1", wrong < 0.1);

# %%
check.guess(guess, round(wrong, 2))

# %% [markdown]
# The shift left nothing, and no error said so. That is why a row should be checked against something that is known of its word.
#
# ## Export with metadata
#
# `projector.export` does what we did by hand, for any word, and quickly. The new export is whole or absent: neither TensorBoard nor `projector.load` reads half of one. Columns beside the word make the picture worth looking at. **Rank**, **count** and **polarity** (the log-odds) are numbers, which
# the projector colours along a scale. **Leaning** has three values, which get a colour each: log-odds above 0.5, below -0.5, or neither.

# %%
metadata = pd.DataFrame({"rank": np.arange(1, len(words) + 1), "count": frequency})
metadata["polarity"] = log_odds.round(2) + 0.0  # + 0.0 makes 0.0 of -0.0
metadata["leaning"] = np.select([log_odds > 0.5, log_odds < -0.5], ["positive", "negative"], "neither")
folder = Path("projector/trained")
projector.export(folder, vectors, words, metadata)

# %%
for line in (folder / "meta.tsv").read_text(encoding="utf-8").splitlines()[:4]:
    print(line)
print((folder / "projector_config.pbtxt").read_text(encoding="utf-8"))

# %% [markdown]
# With more than one column there is a header; why, comes below. The third file tells TensorBoard where the other two are. Its paths are relative, so the folder can be moved. Its first line is a digest of the two: `projector.load` and `projector.serve` never take files of two exports for one.

# %% tags=["nbval-check-output"]
loaded_words, loaded_vectors = projector.load(folder)
claim("every word came back", loaded_words == words)
claim("every vector came back, bit for bit", loaded_vectors.tobytes() == vectors.tobytes());

# %% [markdown]
# ## Serve it
#
# `projector.serve` starts TensorBoard in a process of its own, on an address that only this machine can reach, and waits until it answers; that takes some seconds. At the end of the `with` block it is stopped. Before you look at the page, ask the server what it has to show.

# %%
from urllib.request import ProxyHandler, build_opener

direct = build_opener(ProxyHandler({}))  # this machine's own address needs no proxy
with projector.serve(folder) as server:
    address = server.url + "/data/plugin/projector"
    info = json.load(direct.open(f"{address}/info?run=."))
    sent = direct.open(f"{address}/tensor?run=.&name=vecs.tsv").read()
    lines = direct.open(f"{address}/metadata?run=.&name=vecs.tsv").read().decode().splitlines()

# %% tags=["nbval-check-output"]
embedding = info["embeddings"][0]
print(embedding["tensorPath"], embedding["tensorShape"], embedding["metadataPath"])
claim("the server sends exactly our table", sent == vectors.tobytes())
claim("and a line for each word below the header", len(lines) == len(words) + 1)
claim("and it is stopped now", not server.running);


# %% [markdown]
# ### Look at it
#
# **In JupyterLab**, make a cell with this and run it; run `server.stop()` when you are done. The page needs a browser with WebGL.
#
# ```python
# from IPython.display import IFrame
#
# server = projector.serve("projector/trained")
# IFrame(server.url + "/#projector", width="100%", height=800)
# ```
#
# If the kernel runs on another machine (JupyterHub, a container), your browser cannot reach that address: use the hosted page, below.
#
# **In Colab**, and in JupyterLab too, TensorBoard's own magic:
#
# ```
# %load_ext tensorboard
# %tensorboard --logdir projector/trained
# ```
#
# Then choose *Projector* in the menu at the top right.
#
# **Hosted**: open <https://projector.tensorflow.org>, press *Load*, choose `projector/trained/vecs.tsv` in the first step and `projector/trained/meta.tsv` in the second. The third file is not needed.
#
# **Try there**
#
# - *Color by* polarity.
# - Press `.*` beside the search box, search `^great$` and click the word: its neighbours by cosine appear. Then *isolate* the points. Without `.*` the box looks for a piece of a word, and `great` also finds *greatest*.
# - Choose *Custom*, with `^bad$` on the left and `^good$` on the right, `.*` pressed in both boxes. That axis we compute below.

# %% [markdown]
# ## Traps of the parser
#
# The page reads `meta.tsv` by three rules: blank lines are skipped; when the first line has a tab, it is a header; a cell ends at a tab, a line at a line break. In code, with the number of points it will find:

# %%
def points_found(meta_text):
    lines = [line for line in meta_text.split("\n") if line.strip()]
    return len(lines) - ("\t" in lines[0])


# %% [markdown]
# Seven ways to write four words: plain; with a blank token; a token of one space; a line break inside; a tab inside the first; a header over a single column; no header over two columns. **Guess** with how many of them the page finds four points.

# %%
guess = ...  # a number from 0 to 7

# %% tags=["nbval-check-output"]
meta_texts = {
    "plain": "good\nbad\nfilm\nactor\n",
    "blank token": "\nbad\nfilm\nactor\n",
    "token of one space": " \nbad\nfilm\nactor\n",
    "line break inside": "go\nod\nbad\nfilm\nactor\n",
    "tab inside the first": "go\tod\nbad\nfilm\nactor\n",
    "one column with header": "word\ngood\nbad\nfilm\nactor\n",
    "two columns, no header": "good\t1\nbad\t2\nfilm\t3\nactor\t4\n",
}
for name, meta_text in meta_texts.items():
    print(f"{name:<23} {points_found(meta_text)} points for 4 vectors")
agreeing = [name for name, meta_text in meta_texts.items() if points_found(meta_text) == 4]
claim("only the plain one agrees", agreeing == ["plain"]);

# %% tags=["nbval-check-output"]
check.guess(guess, len(agreeing), "of 7")

# %% [markdown]
# The page answers each of the others with *Number of tensors (4) do not match the number of lines in metadata*. The last four it refuses, and it blames a header each time, also for the line break and for the tab: one column with one line too many looks to it like a header too much, several columns with one line too few like a header that is missing. Any other difference, as with the two blank tokens, is only a warning, and it goes on: point 1 gets line 1, and so on, so every name
# behind the blank one is one place off. Like fault four, that makes a picture.
#
# `projector.export` spells what would break a line as Python does (`\n` for a line break), makes what is blank visible, and sets the header by the rule.

# %% tags=["nbval-check-output"]
awkward = ["", " ", "go\nod", "go\tod", "back\\slash"]
numbers = np.arange(10, dtype=np.float32).reshape(5, 2)
projector.export("projector/awkward", numbers, awkward)
written = Path("projector/awkward/meta.tsv").read_text(encoding="utf-8")
print(written)
claim("the page finds five points", points_found(written) == 5)
claim("and load gives the five words back as they were", projector.load("projector/awkward")[0] == awkward);

# %% [markdown]
# What no spelling can mend is refused before a file is touched:

# %% tags=["nbval-check-output"]
not_finite = np.where(numbers == 6, np.nan, numbers)
faulty = [(numbers[:4], None), (not_finite, None), (numbers, {"rank": [1, 2]}), (numbers, {"word": awkward})]
written_at = Path("projector/awkward/vecs.tsv").stat().st_mtime_ns
for bad_vectors, bad_metadata in faulty:
    try:
        projector.export("projector/awkward", bad_vectors, awkward, bad_metadata)
    except ValueError as error:
        print("ValueError:", error)
claim("the file was not written again", Path("projector/awkward/vecs.tsv").stat().st_mtime_ns == written_at);


# %% [markdown]
# A last trap: **ten colours**. There are no more, so from eleven different values on they repeat (*non-unique colors* in the menu), for numbers too. With more than 50 values, numbers take a scale, and words are left out of the menu. **Look for** the column in which two values share a colour.

# %% tags=["nbval-check-output"]
def how_coloured(column):
    if column.nunique() <= 50:
        return "a colour each" if column.nunique() <= 10 else "ten colours, which repeat"
    return "a scale" if pd.api.types.is_numeric_dtype(column) else "left out"


columns = metadata.assign(word=words, letters=[len(word) for word in words])
for name in ("word", "leaning", "rank", "letters"):
    print(f"{name:<8} {columns[name].nunique():>5,} values: {how_coloured(columns[name])}")

# %% [markdown]
# ## Reading the picture: an axis of your own
#
# *Custom* in the projector takes two words and lays an axis through them. The arithmetic: the difference of their two vectors, scaled to length 1, is the direction; a word's place is its projection on it. We put the 0 half way between the two words. (The page neither scales nor shifts. That changes the numbers on the axis, not the order of the words.)
#
# **Guess**: on the axis from *bad* to *good*, where will *great* lie?

# %%
guess = ...  # "before bad", "between" or "beyond good"


# %%
def place_on_axis(rows, left, right):
    direction = (right - left) / np.linalg.norm(right - left)
    return (rows - (left + right) / 2) @ direction


row_of = {word: row for row, word in enumerate(words)}
place = place_on_axis(vectors, vectors[row_of["bad"]], vectors[row_of["good"]])
for word in "awful bad film good great wonderful".split():
    print(f"{word:<10} place {place[row_of[word]]:5.2f}   log-odds {log_odds[row_of[word]]:5.2f}")

# %% tags=["nbval-check-output"]
claim("great lies beyond good", place[row_of["great"]] > place[row_of["good"]])
claim("awful lies beyond bad, at the other end", place[row_of["awful"]] < place[row_of["bad"]]);

# %% tags=["nbval-check-output"]
check.guess(guess, "beyond good" if place[row_of["great"]] > place[row_of["good"]] else "between")

# %% [markdown]
# Two words define the axis, but they are not its ends. Now all words, with their log-odds as the second direction.

# %%
middle, correlation = np.median(place), agreement(place, log_odds)
shown = "awful worst boring bad poor film actor good great wonderful excellent waste".split()
rows = [row_of[word] for word in shown]
title = f"The axis from bad to good orders words by polarity (correlation {correlation:.2f})"
axes = figures.new_axes(None, title, size=(8, 5))
axes.scatter(place, log_odds, s=3, alpha=0.2, color=figures.GREY)
axes.scatter(place[rows], log_odds[rows], s=26, color=figures.COLOURS[1])
axes.axvline(middle, color="black", linestyle="--", linewidth=1)
axes.text(middle - 0.1, 3, "the median word", ha="right")
axes.set_xlabel("place on the axis (0: half way between bad and good)")
axes.set_ylabel("log-odds, counted in the training reviews")
figures.label_points(axes, np.column_stack([place[rows], log_odds[rows]]), shown)

# %% tags=["nbval-check-output"]
claim("a word's place follows its log-odds: correlation above 0.7", correlation > 0.7)
claim("the median word lies right of half way", middle > 0.5)
claim("the log-odds of good are less than 0.1 from 0", abs(log_odds[row_of["good"]]) < 0.1)
claim("those of bad are more than 1 from 0", log_odds[row_of["bad"]] < -1);

# %% [markdown]
# The cloud rises from left to right: the further right a word lies, the more positive its log-odds, with a correlation above 0.7. But 0 is not *neutral*. The dashed line, with half of the words on either side, stands well to the right of it, since *bad* says much and *good* says little (notebook 05).
#
# ### A search that finds too much, or nothing
#
# In the page, the end of an axis is the mean of all words that its box finds. **Look for** what `bad` and `good` find when `.*` is not pressed, and what `^bad$` finds then.

# %% tags=["nbval-check-output"]
for piece in ("bad", "good", "^bad$"):
    print(f"{piece:<6}", [word for word in words if piece in word])

# %% [markdown]
# *Goodbye* and *Gooding*, a name, are mixed into the axis. And `^bad$` finds nothing. The page then takes a **random vector**, and says so in small print below the box. Would you notice it in the picture? **Guess** how well an axis between two random vectors follows the log-odds: the median correlation of 200 such axes.

# %%
guess = ...  # a number from 0 to 1

# %%
generator = np.random.default_rng(0)
random_ends = generator.normal(size=(200, 2, vectors.shape[1]))
of_nothing = [agreement(place_on_axis(vectors, left, right), log_odds) for left, right in random_ends]
print(f"median correlation of 200 axes between random vectors: {np.median(of_nothing):.2f}")
print(f"one in ten stays below {np.quantile(of_nothing, 0.1):.2f}")

# %% tags=["nbval-check-output"]
claim("half of the axes from nowhere to nowhere reach a correlation of 0.6", np.median(of_nothing) > 0.6);

# %%
check.guess(guess, round(np.median(of_nothing), 2))

# %% [markdown]
# The sign is left out here: both ends are drawn alike, so half of such axes run from good to bad, and that you might notice. One that happens to run the right way can look like an axis that works. (*Up* and *Down*, left empty, are random vectors too.)
#
# So is it the name *bad–good* that makes the axis work? A control answers that: the same axis with other words. Draw 200 pairs of words at random, here and in GloVe. **Look for** the table in which the name matters.

# %%
glove = data.load_glove()
common = [word for word in words if word in glove]
tables = {"trained": vectors[[row_of[word] for word in common]], "GloVe": glove[common]}
polarity = log_odds[[row_of[word] for word in common]]
print(f"{len(common):,} words have a vector in both tables")

# %%
random_pairs = np.random.default_rng(0).permutation(len(common))[:400].reshape(200, 2)
bad, good = common.index("bad"), common.index("good")
named, by_chance, beaten = {}, {}, {}
for name, rows in tables.items():
    named[name] = agreement(place_on_axis(rows, rows[bad], rows[good]), polarity)
    drawn = [agreement(place_on_axis(rows, rows[a], rows[b]), polarity) for a, b in random_pairs]
    by_chance[name], beaten[name] = np.array(drawn), np.mean(named[name] > np.array(drawn))
    print(f"{name:<8} bad–good {named[name]:.2f}   median of 200 random pairs {np.median(drawn):.2f}")

# %%
axes = figures.new_axes(None, "In the trained table almost any two words make this axis", size=(8, 2.8))
for height, name in enumerate(tables):
    jitter = np.random.default_rng(0).uniform(-0.15, 0.15, size=200)
    axes.scatter(by_chance[name], height + jitter, s=9, color=figures.GREY, alpha=0.5)
    axes.scatter(named[name], height, s=90, marker="D", color=figures.COLOURS[1], edgecolor="white")
    axes.text(named[name], height + 0.25, "bad–good", ha="center", va="top")
axes.set(yticks=range(len(tables)), yticklabels=tables, ylim=(1.6, -0.5), xlim=(0, 1))
axes.set_xlabel("correlation of the axis with the log-odds (grey: 200 random pairs of words)");

# %% tags=["nbval-check-output"]
claim("trained: nine in ten random pairs reach 0.7", np.mean(by_chance["trained"] > 0.7) > 0.9)
claim("GloVe: bad–good reaches less than half of that", 2 * named["GloVe"] < named["trained"])
claim("but does better there than nine in ten random pairs", beaten["GloVe"] > 0.9);

# %% [markdown]
# In the trained table nearly all grey points lie where the diamond lies, above 0.7: there is one direction worth speaking of (notebook 05), and almost any two words differ along it. So a fine picture on the axis *bad–good* does not show that *bad* and *good* made it. In GloVe the axis follows polarity
# much less, and yet it beats nine in ten random pairs: there the two words count for something. Only the control tells these cases apart.

# %% [markdown]
# ## Reading the picture: what a map keeps
#
# The projector draws by **PCA** (a straight view, notebook 02), by **t-SNE** and by **UMAP**. The latter two try to keep neighbours together and let large distances go. How well? Take the 500 most frequent words and, for both tables, make a map with PCA and one with t-SNE. As a control, scatter them at random. Then count two things:
# the share of each word's 10 nearest that are still among its 10 nearest on the map, and the rank correlation of the distances of all pairs before and after.
#
# **Guess** for which table the straight view, PCA, keeps the distances.

# %%
guess = ...  # "trained", "GloVe" or "both"

# %%
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

maps = {}
for name, rows in tables.items():
    maps[name, "PCA"] = PCA(2, random_state=0).fit_transform(rows[:500])
    with threadpool_limits(1):  # t-SNE on few points is quicker on one core
        maps[name, "t-SNE"] = TSNE(2, max_iter=500, random_state=0).fit_transform(rows[:500])
    maps[name, "random places"] = np.random.default_rng(0).normal(size=(500, 2))

# %%
from scipy.spatial.distance import pdist
from scipy.stats import spearmanr

kept = pd.DataFrame(columns=["neighbours kept", "distances kept"], dtype=float)
for (name, method), points in maps.items():
    rows = tables[name][:500]
    neighbours = geometry.neighbour_preservation(rows, points, k=10)
    distances = spearmanr(pdist(rows), pdist(points)).statistic
    kept.loc[f"{name}, {method}"] = neighbours, distances
kept.round(2)

# %% tags=["nbval-check-output"]
check.guess(guess, [name for name in tables if kept.loc[f"{name}, PCA", "distances kept"] > 0.95])

# %%
figure, axes = plt.subplots(2, 2, figsize=(9, 7), height_ratios=[1, 2], layout="constrained")
figure.suptitle("A flat view keeps the trained table's distances, not GloVe's", x=0.01, ha="left", weight="bold")
shown = "the worst great bad good".split()
labelled = [common.index(word) for word in shown]
drawn = [key for key in maps if key[1] != "random places"]
for ax, key in zip(axes.flat, drawn):
    share, distances = kept.loc[", ".join(key)]
    dots = ax.scatter(*maps[key].T, c=polarity[:500], cmap="coolwarm", vmin=-1.5, vmax=1.5, s=12)
    ax.set_title(f"{key[0]}, {key[1]}: {share:.0%} of neighbours kept")
    ax.set(xticks=[], yticks=[], xlabel=f"distances kept: {distances:.2f}")
    ax.set_aspect("equal", adjustable="datalim")
    figures.label_points(ax, maps[key][labelled], shown)
figure.colorbar(dots, ax=axes, label="log-odds of the word (red: positive)", shrink=0.6);

# %% tags=["nbval-check-output"]
neighbours, distances = kept["neighbours kept"], kept["distances kept"]
by_places = neighbours[["trained, random places", "GloVe, random places"]]
print(f"by chance {10 / 499:.2f} of the neighbours are kept")
claim("random places keep 0.01 to 0.03 of them", by_places.between(0.01, 0.03))
claim("trained, PCA: distances kept above 0.95", distances["trained, PCA"] > 0.95)
claim("but more than a quarter of the neighbours lost", neighbours["trained, PCA"] < 0.75)
claim("trained, t-SNE: distances kept less well, below 0.95", distances["trained, t-SNE"] < 0.95)
claim("GloVe, PCA: less than a quarter of the neighbours kept", neighbours["GloVe, PCA"] < 0.25)
claim("GloVe, t-SNE: more than twice as many", neighbours["GloVe, t-SNE"] > 2 * neighbours["GloVe, PCA"])
claim("GloVe, both: distances kept below 0.7", distances[["GloVe, PCA", "GloVe, t-SNE"]] < 0.7)
claim("t-SNE no better, to 0.05", distances["GloVe, t-SNE"] < distances["GloVe, PCA"] + 0.05);

# %% tags=["nbval-check-output"]
across = {name: agreement(maps[name, "PCA"][:, 0], polarity[:500]) for name in tables}
claim("trained, PCA: from left to right by log-odds, correlation above 0.8", across["trained"] > 0.8)
claim("GloVe, PCA: hardly so, below 0.4", across["GloVe"] < 0.4)
in_two = {name: PCA(2).fit(rows[:500]).explained_variance_ratio_.sum() for name, rows in tables.items()}
claim("trained: two directions hold more than 0.95 of the variance", in_two["trained"] > 0.95)
claim("GloVe: less than a third of it", in_two["GloVe"] < 1 / 3);

# %% [markdown]
# Red and blue are at opposite ends of both maps of the trained table. In GloVe's maps most colours are mixed, though some of the strongest words lie together. Two directions hold nearly all of the trained table's variance (above 0.95), so a straight view keeps its distances (above 0.95, too). Even so more than a quarter of the neighbours are lost: small differences decide who is a neighbour, and those may lie in the directions left out.
#
# GloVe uses its 50 dimensions, and two directions hold less than a third of its variance: most points that look near in its PCA are not. t-SNE keeps more than twice as many neighbours, but its distances are no better: both say something, and too little to read a gap off the map. The sizes of its groups and the gaps between them we did not measure; they can mislead (Wattenberg et al.). UMAP is of the same family: it, too, is built to keep neighbours (McInnes et al.);
# how many it keeps here, we did not measure.
#
# ### Ask the picture, then check
#
# The PCA of the trained table has a tail of grey points that leaves the line, with *the* at its end. In the projector you would select those points and read them. Here: the 20 words that lie furthest along the second component. **Look for** what they have in common.

# %%
second = maps["trained", "PCA"][:, 1]
second = second * np.sign(second[common.index("the")])  # a component's sign is arbitrary: let the be plus
tail = np.argsort(-second)[:20]
print(*(common[row] for row in tail))

# %% [markdown]
# Small words. But *film*? A second guess: they are the most frequent words. The 500 are in order of frequency, so their numbers are their ranks. Twenty words drawn at random would have ranks all over the 500.

# %%
print("ranks among the 500:", *sorted(tail + 1))

# %% tags=["nbval-check-output"]
claim("film is among them", common.index("film") in tail)
claim("all 20 are among the 100 most frequent", tail.max() < 100);


# %% [markdown]
# The picture raised the question, reading the words gave a guess, a second one also covers *film*, and a count agrees with it. The two overlap, since frequent words are mostly small ones, and the count does not separate them. What moves frequent words off the line, the count does not say.
#
# Before you compare the page with such numbers, know two of its habits. From 50 dimensions on, *Spherize data* is switched on: vectors are centred and scaled to length 1. And of more than 10,000 points t-SNE shows a sample, of more than 5,000 UMAP does.
#
# A picture is a question. The number beside it is the evidence.
#
# ## What we saw
#
# - `vecs.tsv` and `meta.tsv` are a few lines of Python, and text keeps float32 exactly.
# - Of four faults two raise an error. The glued word raises none before its file is read, and on the hosted page not even then. The shifted ids never raise one; a number gives them away, the correlation with the log-odds: above 0.7 with the right rows, below 0.1 with shifted ones.
# - The parser skips blank lines and takes a first line with a tab for a header; `projector.export` writes files that survive it, and `load` gives them back bit for bit.
# - A custom axis is a projection on a difference of two vectors. *bad–good* orders our words by polarity, but so does almost any pair in this table: compare with a control.
# - PCA is the flat view with the most variance: it keeps distances where two directions hold nearly all of it. In GloVe they do not, and t-SNE keeps more than twice as many neighbours, but distances no better. Each picture needs its number.
#
# This notebook adds no row to the scoreboard.
#
# ## Exercises
#
# **Repair the copied export.** Here is the snippet from above as a function, with its four faults. It returns the lines instead of writing them. Repair all four: the check tells you which one it sees next. The models it is tried on have the same methods as Keras' models, and the embedding is not always their first layer.

# %%
def projector_lines(model, vocabulary):
    """Return the lines of vecs.tsv and those of meta.tsv, for every word but the first two entries.

    Row i of the layer named "embedding" belongs to entry i of vocabulary, a list of strings. A line of vecs.tsv
    holds the numbers of a row with tabs between them, with as many digits as float32 needs; a line of meta.tsv is
    a word. No line ends in a line break.
    """
    weights = model.layers["embedding"].get_weights()
    vecs, meta = [], []
    for i, word in enumerate(vocabulary[2:]):
        vec = weights[i]
        vecs.append(word + "\t".join(str(x) for x in vec))
        meta.append(word)
    return vecs, meta


check.projector_lines(projector_lines)


# %% [markdown]
# **Metadata by the parser's rules.** Write what the page will read rightly: one column or two, with words that are blank or bring a tab. The docstring says what becomes of them.

# %%
def metadata_lines(words, word_counts):
    """Return the lines of meta.tsv as a list of strings.

    words is a list or an array of strings, and may be empty. When word_counts is None, a line is a word. Otherwise
    word_counts is a list or an array of whole numbers, a line is a word, a tab and its count, and the first line is
    the header "word<tab>count". Each tab in a word becomes a space; a word that is then blank, that is nothing but
    white space as strip() takes it away, is written "(blank)". Nothing else in a word changes.
    """
    ...


check.metadata_lines(metadata_lines)

# %% [markdown]
# **How many points?** Predict before you compute. How many points does the page find for a `meta.tsv` of these five lines? The second is empty, the fourth holds one space, and between word and number there is a tab.
#
# ```
# film→211
#
# bad→3
# ␣
# good→4
# ```
#
# (The arrow stands for the tab, the bracket for the space.)

# %%
points_on_the_page = ...

check.points_on_the_page(points_on_the_page)


# %% [markdown]
# **From 0 to 1.** The axis above had its 0 half way between two words. Write one that is easier to read: *left* lies at 0, *right* at 1, and every other row where it falls along the line through both, also outside of them.

# %%
def place_between(vectors, left, right):
    """Return where each row of vectors lies along the axis from left (0) to right (1): shape (rows,)."""
    ...


check.place_between(place_between)

# %% [markdown]
# Stuck? Run `check.place_between.hint()` in a cell of its own, with the name of your exercise, and again for the next hint; `check.place_between.solution()` shows a solution and why it is right.
#
# ## Quiz

# %%
check.quiz("06")

# %% [markdown]
# ## Where next
#
# This closes the core track: you can build, train, take out, judge, show and explain an embedding. [00 · Start here](00_start_here.ipynb) has the map of the course.
#
# ## References
#
# - D. Smilkov et al., *Embedding Projector: Interactive Visualization and Interpretation of Embeddings*, 2016, arXiv:1611.05469.
# - L. van der Maaten and G. Hinton, *Visualizing Data using t-SNE*, JMLR 9, 2008.
# - L. McInnes, J. Healy and J. Melville, *UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction*, 2018, arXiv:1802.03426.
# - M. Wattenberg, F. Viégas and I. Johnson, *How to Use t-SNE Effectively*, Distill, 2016.
# - TensorBoard 2.21, source of the projector plugin: the parser's rules, the ten colours and the 50 values, the search boxes, the sizes of the samples.
