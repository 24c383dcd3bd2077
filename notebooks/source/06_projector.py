# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

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
# - build a custom axis by hand and say what it measures,
# - put a number beside a picture: how many neighbours it kept, and how well it kept distances.
#
# **Time** 45 minutes · **Needs** notebook 05

# %% [markdown]
# ## Set-up
#
# The same cell opens every notebook. It seeds the random number generators, quiets the logs and prints the versions that the numbers below were made with.

# %%
from course_utils import claim, counts, data, figures, geometry, projector, start, text, training

start(seed=0)

# %%
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %% [markdown]
# The model of notebook 04, trained again by the same recipe in a few seconds, and its table.

# %%
reviews = data.load_reviews()
trained = training.train(reviews, training.COURSE_RECIPE, seed=0)
table, vocabulary = trained.table, trained.vocabulary
print("table", table.shape, table.dtype, "· vocabulary", len(vocabulary))

# %% [markdown]
# ## Two files, by hand
#
# The Embedding Projector is a page that shows vectors as points. It wants two text files: `vecs.tsv` with a vector a line, its numbers separated by tabs, and `meta.tsv` with a word a line, in the same order. For the 1,000 most frequent words
# that is a few lines. Rows 0 (padding) and 1 (unknown) are no words and stay out.

# %%
by_hand = Path("projector/by_hand")
by_hand.mkdir(parents=True, exist_ok=True)
with open(by_hand / "vecs.tsv", "w", encoding="utf-8") as vecs, open(by_hand / "meta.tsv", "w", encoding="utf-8") as meta:
    for row in range(2, 1002):
        vecs.write("\t".join(str(number) for number in table[row]) + "\n")
        meta.write(vocabulary[row] + "\n")

# %% [markdown]
# Read both back. Are the numbers still the same, or only nearly?

# %% tags=["nbval-check-output"]
read_back = np.loadtxt(by_hand / "vecs.tsv", delimiter="\t", dtype=np.float32)
words_back = (by_hand / "meta.tsv").read_text(encoding="utf-8").splitlines()
print(read_back.shape, len(words_back), words_back[:5])
claim("text kept every number exactly", np.array_equal(read_back, table[2:1002]))
claim("and every word, in the same order", words_back == vocabulary[2:1002]);

# %% [markdown]
# `str` of a float32 writes the fewest digits that lead back to the same float32, at most nine. So text need not cost precision.
#
# ## Find the faults
#
# For years, one shape of this export has been copied from page to page. Here it is in our own words, with all the faults that copies of it have. It runs on no current Keras. **Find four faults** before you read on; the last one raises no error.
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
claim("get_layer finds it by name", layer.name == "embedding");

# %% [markdown]
# **Fault two**: `get_weights()` is a list too, of arrays. Its entry 0 is the whole table, and there is no entry 1.

# %% tags=["nbval-check-output"]
weights = layer.get_weights()
print("entry 0:", weights[0].shape)
try:
    weights[1]
except IndexError as error:
    print("IndexError:", error)
claim("what was taken for the first word's vector is the whole table", weights[0].shape == table.shape);

# %% [markdown]
# **Fault three**: the word is glued to the first number, because `join` puts tabs *between* the numbers only. And a word has no place in `vecs.tsv` at all.

# %% tags=["nbval-check-output"]
row = 2
line = vocabulary[row] + "\t".join(str(number) for number in [0.25, -0.5])
print(repr(line))
try:
    [float(cell) for cell in line.split("\t")]
except ValueError as error:
    print("ValueError:", error);

# %% [markdown]
# **Fault four**: ids are shifted. `enumerate` counts from 0, but the first word stands in row 2. Repair only the first three faults, and everything runs: the files are valid, the counts agree, the picture looks like a picture.
# Each word has the vector of the word two places before it. *The* gets the padding row.
#
# What would give it away? A number. Count each word's log-odds in the reviews (notebook 05): plus where positive reviews use it more. Then ask both exports how well their vectors tell it.

# %%
words, vectors = vocabulary[2:], table[2:]
in_reviews = np.zeros((2, len(vocabulary)))
train_ids = text.to_ids(reviews.train.texts, vocabulary)
for ids, label in zip(train_ids, reviews.train.labels):
    in_reviews[label, np.unique(ids)] += 1
polarity = np.log((in_reviews[1] + 1) / (in_reviews[0] + 1))[2:]
count = np.bincount(np.concatenate(train_ids), minlength=len(vocabulary))[2:]


# %%
def first_component(rows):
    centred = rows - rows.mean(axis=0)
    return centred @ np.linalg.svd(centred, full_matrices=False)[2][0]


shifted = table[:-2]  # what weights[i] gives for the word vocabulary[i + 2]
for name, rows in {"right rows": vectors, "shifted rows": shifted}.items():
    print(f"{name:<13} correlation with the log-odds {abs(np.corrcoef(first_component(rows), polarity)[0, 1]):.2f}")

# %% tags=["nbval-check-output"]
claim("with the right rows the first component follows polarity (above 0.7)", abs(np.corrcoef(first_component(vectors), polarity)[0, 1]) > 0.7)
claim("with shifted rows nothing is left of it (below 0.1)", abs(np.corrcoef(first_component(shifted), polarity)[0, 1]) < 0.1);

# %% [markdown]
# The shift destroyed everything, and no error said so. That is why a row should be checked against something that is known of its word.
#
# ## Export with metadata
#
# `projector.export` does what we did by hand, for any token, quickly, and all or nothing: an error or an interrupt leaves the old files. Columns beside the word make the picture worth looking at. **Rank**, **count** and **polarity** are numbers, which
# the projector colours along a scale; **leaning** has three values, which get a colour each.

# %%
metadata = pd.DataFrame({"rank": np.arange(1, len(words) + 1), "count": count, "polarity": polarity.round(2) + 0.0})  # + 0.0: no minus zero
metadata["leaning"] = np.select([polarity > 0.5, polarity < -0.5], ["positive", "negative"], "neither")
folder = Path("projector/trained")
paths = projector.export(folder, vectors, words, metadata)

# %%
for line in (folder / "meta.tsv").read_text(encoding="utf-8").splitlines()[:4]:
    print(line)
print((folder / "projector_config.pbtxt").read_text(encoding="utf-8"))

# %% [markdown]
# Four columns and the word: more than one column, so there is a header. The third file tells TensorBoard where the other two are. Its paths are relative, so the folder can be moved.

# %% tags=["nbval-check-output"]
loaded_words, loaded_vectors = projector.load(folder)
claim("every word came back", loaded_words == words)
claim("every vector came back, bit for bit", loaded_vectors.tobytes() == vectors.tobytes());

# %% [markdown]
# ## Serve it
#
# `projector.serve` starts TensorBoard in a process of its own, on this machine's own address, and waits until it answers. At the end of the `with` block it is stopped. Before you look at the page, ask the server itself what it has to show.

# %%
from urllib.request import ProxyHandler, build_opener

direct = build_opener(ProxyHandler({}))  # this machine's own address needs no proxy
with projector.serve(folder) as server:
    address = server.url + "/data/plugin/projector"
    info = json.load(direct.open(f"{address}/info?run=."))
    sent = direct.open(f"{address}/tensor?run=.&name=vecs.tsv").read()
    lines = direct.open(f"{address}/metadata?run=.&name=vecs.tsv").read().decode().splitlines()

# %% tags=["nbval-check-output"]
print(json.dumps(info, indent=1))
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
# If the kernel runs on another machine (JupyterHub, a container), its own address does not lead there from your browser: use the next way or the last.
#
# **In Colab** and, as well, in JupyterLab, TensorBoard's own magic:
#
# ```
# %load_ext tensorboard
# %tensorboard --logdir projector/trained
# ```
#
# Then choose *Projector* in the menu at the top right.
#
# **Hosted**: open <https://projector.tensorflow.org>, press *Load*, choose `projector/trained/vecs.tsv` in the first place and `projector/trained/meta.tsv` in the second. The third file is not needed.
#
# **Try there**: colour by *polarity*; search `^great$` and click it, to see its neighbours by cosine; *Isolate* 100 points; then *Custom* with `^bad$` on the left and `^good$` on the right, which we compute below.

# %% [markdown]
# ## Traps of the parser
#
# The page reads `meta.tsv` by three rules: blank lines are skipped; when the first line has a tab, it is a header; a cell ends at a tab, a line at a line break. In code, with the number of points it will find:

# %%
def points_found(meta_text):
    lines = [line for line in meta_text.split("\n") if line.strip()]
    return len(lines) - ("\t" in lines[0])


# %% [markdown]
# **Guess** for each of these tables of four words how many the page finds: a blank token; a token of one space; a line break inside; a tab inside the first; a header over a single column; no header over two columns.

# %% tags=["nbval-check-output"]
tables = {
    "plain": "good\nbad\nfilm\nactor\n",
    "blank token": "\nbad\nfilm\nactor\n",
    "token of one space": " \nbad\nfilm\nactor\n",
    "line break inside": "go\nod\nbad\nfilm\nactor\n",
    "tab inside the first": "go\tod\nbad\nfilm\nactor\n",
    "one column with header": "word\ngood\nbad\nfilm\nactor\n",
    "two columns, no header": "good\t1\nbad\t2\nfilm\t3\nactor\t4\n",
}
for name, meta_text in tables.items():
    print(f"{name:<23} {points_found(meta_text)} points for 4 vectors")
claim("only the plain one agrees", [name for name, meta_text in tables.items() if points_found(meta_text) == 4] == ["plain"]);

# %% [markdown]
# Each of the others ends in *Number of tensors … do not match the number of lines in metadata*, or in labels shifted by a line. `projector.export` writes what would break a line the way Python spells it, makes what is blank visible, and sets the header by the rule.

# %% tags=["nbval-check-output"]
awkward = ["", " ", "go\nod", "go\tod", "back\\slash"]
numbers = np.arange(10, dtype=np.float32).reshape(5, 2)
projector.export("projector/awkward", numbers, awkward)
written = Path("projector/awkward/meta.tsv").read_text(encoding="utf-8")
print(written)
claim("the page finds five points", points_found(written) == 5)
claim("and load gives the five tokens back as they were", projector.load("projector/awkward")[0] == awkward);

# %% [markdown]
# What no escape can mend is refused before a file is touched:

# %% tags=["nbval-check-output"]
not_finite = numbers.copy()
not_finite[3, 0] = np.nan
for bad_vectors, bad_metadata in ((numbers[:4], None), (not_finite, None), (numbers, {"rank": [1, 2]}), (numbers, {"token": awkward})):
    try:
        projector.export("projector/awkward", bad_vectors, awkward, bad_metadata)
    except ValueError as error:
        print("ValueError:", error)
claim("the old files are still there", projector.load("projector/awkward")[0] == awkward);

# %% [markdown]
# A last trap: **fifty colours**. A column that is no number gets colours only if it has at most 50 different values; above that the page leaves it out of the colour menu. Numbers take a scale, however many there are.

# %% tags=["nbval-check-output"]
columns = metadata.assign(word=words)[["word", "leaning", "rank"]]
for name in columns:
    different = columns[name].nunique()
    numeric = pd.api.types.is_numeric_dtype(columns[name])
    print(f"{name:<8} {different:>5,} values:", "a scale" if numeric else "colours" if different <= 50 else "cannot be coloured")

# %% [markdown]
# ## Reading the picture: an axis of your own
#
# *Custom* in the projector takes two words and lays an axis through them. The arithmetic: the difference of the two vectors, scaled to length 1, is the direction; a word's place is its projection on it. **Guess**: where will *great* lie on the axis from *bad* to *good*?

# %%
row_of = {word: row for row, word in enumerate(words)}


def place_on_axis(rows, left, right):
    start_point, end_point = rows[row_of[left]], rows[row_of[right]]
    direction = (end_point - start_point) / np.linalg.norm(end_point - start_point)
    return (rows - (start_point + end_point) / 2) @ direction


place = place_on_axis(vectors, "bad", "good")
for word in ("awful", "bad", "film", "good", "great", "wonderful"):
    print(f"{word:<10} place {place[row_of[word]]:5.2f}   log-odds {polarity[row_of[word]]:5.2f}")

# %%
correlation = np.corrcoef(place, polarity)[0, 1]
shown = ["awful", "worst", "boring", "bad", "poor", "film", "actor", "good", "great", "wonderful", "perfect", "excellent", "the", "music", "waste"]
rows = [row_of[word] for word in shown]
axes = figures.new_axes(None, f"The axis from bad to good orders words by polarity (correlation {correlation:.2f})", size=(8, 5))
axes.scatter(place, polarity, s=3, alpha=0.2, color=figures.GREY)
axes.scatter(place[rows], polarity[rows], s=26, color="C1")
axes.set(xlabel="place on the axis from bad (left) to good (right)", ylabel="log-odds, counted in the training reviews")
figures.label_points(axes, np.column_stack([place[rows], polarity[rows]]), shown)

# %% tags=["nbval-check-output"]
claim("a word's place on the axis follows its log-odds (correlation above 0.7)", correlation > 0.7)
claim("great lies beyond good, and awful before bad", place[row_of["great"]] > place[row_of["good"]] and place[row_of["awful"]] < place[row_of["bad"]]);

# %% [markdown]
# Each point is a word: the further right on the axis, the more positive its log-odds. *Good* itself has log-odds near 0, and yet lies right of *film*: the model weighs words together, the count takes each alone.
#
# Is it the name *bad–good* that makes the axis work? **Guess** how well an axis through two words drawn at random does, in this table and in GloVe.

# %%
glove = data.load_glove()
glove_row = {word: row for row, word in enumerate(glove.tokens)}
common = [row for row, word in enumerate(words) if word in glove_row]
glove_vectors = np.zeros((len(words), 50), dtype=np.float32)
glove_vectors[common] = glove.vectors[[glove_row[words[row]] for row in common]]
print(f"{len(common):,} words have a vector in both tables")


# %%
def agreement(rows, left, right):
    return abs(np.corrcoef(place_on_axis(rows, left, right)[common], polarity[common])[0, 1])


random_pairs = [[words[row] for row in np.random.default_rng(seed).choice(common, 2, replace=False)] for seed in range(200)]
named, drawn_at_random = {}, {}
for name, rows in {"trained": vectors, "GloVe": glove_vectors}.items():
    named[name] = agreement(rows, "bad", "good")
    drawn_at_random[name] = np.median([agreement(rows, left, right) for left, right in random_pairs])
    print(f"{name:<8} bad–good {named[name]:.2f}   median of 200 random pairs {drawn_at_random[name]:.2f}")

# %% tags=["nbval-check-output"]
claim("in the trained table a random pair does nearly as well as bad–good (median within 0.15)", abs(named["trained"] - drawn_at_random["trained"]) < 0.15)
claim("in GloVe the axis bad–good follows polarity less than in the trained table", named["GloVe"] < named["trained"] - 0.3)
claim("but there the name counts for something: bad–good does better than most random pairs", named["GloVe"] > drawn_at_random["GloVe"] + 0.05);

# %% [markdown]
# The trained table has one direction worth speaking of (notebook 05), and almost any two words differ along it. So a fine picture on the axis *bad–good* does not show that the axis means *bad* and *good*: a control does, here a pair drawn at random.

# %% [markdown]
# ## Reading the picture: what a map keeps
#
# The projector draws by **PCA** (a straight view, notebook 02), by **t-SNE** and by **UMAP**. The latter two try to keep neighbours together and let large distances go. How well? Take 500 frequent words and, for both tables, make a map with PCA and one with t-SNE. Then count two things:
# the share of each word's 10 nearest that are still among its 10 nearest on the map, and the rank correlation of all distances before and after.
#
# **Guess** for which table the straight view does well.

# %%
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

frequent = common[:500]
maps = {}
for name, full in {"trained": vectors, "GloVe": glove_vectors}.items():
    maps[name, "PCA"] = PCA(2, random_state=0).fit_transform(full[frequent])
    with threadpool_limits(1):  # t-SNE on few points is quicker on one core
        maps[name, "t-SNE"] = TSNE(2, max_iter=500, random_state=0).fit_transform(full[frequent])
    maps[name, "random places"] = np.random.default_rng(0).normal(size=(500, 2))

# %%
from scipy.spatial.distance import pdist
from scipy.stats import spearmanr

kept = pd.DataFrame(columns=["neighbours kept", "distances kept"], dtype=float)
for (name, method), points in maps.items():
    full = {"trained": vectors, "GloVe": glove_vectors}[name][frequent]
    distances = spearmanr(pdist(full), pdist(points)).statistic
    kept.loc[f"{name}, {method}"] = geometry.neighbour_preservation(full, points, k=10), distances
kept.round(2)

# %%
figure, axes = plt.subplots(2, 2, figsize=(9, 7.5))
for ax, key in zip(axes.flat, [key for key in maps if key[1] != "random places"]):
    drawn = ax.scatter(*maps[key].T, c=polarity[frequent], cmap="coolwarm", vmin=-1.5, vmax=1.5, s=14)
    share, distances = kept.loc[", ".join(key)]
    ax.set(title=f"{key[0]}, {key[1]}: {share:.0%} of neighbours kept", xticks=[], yticks=[], xlabel=f"distances kept: {distances:.2f}")
    ax.set_aspect("equal", adjustable="datalim")
figure.colorbar(drawn, ax=axes, label="log-odds of the word (red: positive)", shrink=0.6);

# %% tags=["nbval-check-output"]
chance = 10 / 499
print(f"by chance {chance:.2f} of the neighbours are kept")
claim("PCA keeps the trained table's distances almost perfectly (above 0.95)", kept.loc["trained, PCA"].iloc[1] > 0.95)
claim("t-SNE keeps them less well", kept.loc["trained, PCA"].iloc[1] > kept.loc["trained, t-SNE"].iloc[1] + 0.03)
claim("of GloVe, PCA keeps fewer than a quarter of the neighbours", kept.loc["GloVe, PCA"].iloc[0] < 0.25)
claim("t-SNE keeps more than twice as many of them as PCA", kept.loc["GloVe, t-SNE"].iloc[0] > 2 * kept.loc["GloVe, PCA"].iloc[0]);

# %% [markdown]
# Red and blue are at opposite ends of both maps of the trained table, and mixed in both maps of GloVe. The trained table is nearly a line, so a straight view keeps its distances; even so a third of the neighbours are lost, since neighbours are decided by small differences, and those may lie in the directions left out.
# GloVe uses its 50 dimensions, and a flat view cannot hold them: most points that look near in its PCA are not. t-SNE keeps more than twice as many neighbours there. What it does not keep is how large its groups are and how far apart, so *that* is no evidence. UMAP is of the same family: it, too, keeps neighbours rather than distances,
# and its picture changes with its settings.
#
# ### Ask the picture, then check
#
# The PCA of the trained table has a tail of grey points that leaves the line. In the projector you would select and read them. Here: the words that lie furthest along the second component.

# %%
second = maps["trained", "PCA"][:, 1]
second = second * np.sign(second[np.argmax(np.abs(second))])  # a component's sign is arbitrary: let the tail be plus
print("the tail:", ", ".join(words[frequent[place]] for place in np.argsort(-second)[:16]))

# %%
by_count = spearmanr(second, count[frequent]).statistic
tail, rest = (np.median(count[frequent][group]) for group in (np.argsort(-second)[:16], np.argsort(-second)[16:]))
print(f"a word of the tail stands {tail:,.0f} times in the reviews, another {rest:,.0f} times (medians); rank correlation over all 500: {by_count:.2f}")

# %% tags=["nbval-check-output"]
claim("the tail is made of the most frequent words (median count over ten times that of the others)", tail > 10 * rest);

# %% [markdown]
# The picture raised the question, reading the words gave a guess (the smallest, most frequent words), and a count confirmed it.
#
# Two habits of the page matter when you compare: from 50 dimensions on, *Spherize data* is switched on (vectors are centred and scaled to length 1), and t-SNE uses at most 10,000 points, UMAP 5,000.
#
# A picture is a question. The number beside it is the evidence.
#
# ## What we saw
#
# - `vecs.tsv` and `meta.tsv` are a few lines of Python, and text keeps float32 exactly.
# - Of four faults three raise an error; the shifted ids raise none, and only a number (correlation with the log-odds near 0) gives them away.
# - The parser skips blank lines and takes a first line with a tab for a header; `projector.export` writes files that survive it, and `load` gives them back bit for bit.
# - A custom axis is a projection on a difference vector; *bad–good* orders our words by polarity, but so does almost any pair in this table: compare with a control.
# - PCA keeps distances as far as two dimensions can; t-SNE keeps neighbours, not distances. Each picture needs its number.
#
# ## Exercises
#
# The exercises and the quiz of this notebook come here.
#
# ## Where next
#
# This closes the core track: you can build, train, take out, judge, show and explain an embedding. [00 · Start here](00_start_here.ipynb) has the map of what follows.
#
# ## References
#
# - D. Smilkov et al., *Embedding Projector: Interactive Visualization and Interpretation of Embeddings*, 2016, arXiv:1611.05469.
# - L. van der Maaten and G. Hinton, *Visualizing Data using t-SNE*, JMLR 9, 2008.
# - L. McInnes, J. Healy and J. Melville, *UMAP: Uniform Manifold Approximation and Projection for Dimension Reduction*, 2018, arXiv:1802.03426.
# - M. Wattenberg, F. Viégas and I. Johnson, *How to Use t-SNE Effectively*, Distill, 2016.
