# %% [markdown]
# # 06 · The projector
#
# *How do I show a table of vectors to someone, and how much of the picture can they believe?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/06_projector.ipynb)
#
# **After this you can**
#
# - write the projector's two files by hand, and find faults in an export,
# - export a table with metadata, load it back exactly, and open it in TensorBoard,
# - say what the page does to your vectors, and when to normalize them first,
# - lay an axis through two words, and test it against random pairs,
# - put a number beside a map, and share the map with others.
#
# **Time** 40 minutes, 60 with exercises · **Needs** notebook 05 · Trying the page is extra

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from pathlib import Path

import numpy as np
import pandas as pd

from course_utils import check, claim, data, figures, geometry
from course_utils import pooling, projector, start, text, training

start(seed=0)
reviews = data.load_reviews()
trained = training.train(reviews, seed=0)  # as in notebook 04
table, vocabulary = trained.table, trained.vocabulary
print("table", table.shape, "· vocabulary", len(vocabulary))

# %% [markdown]
# ## Two files, by hand
#
# The Embedding Projector is a web page that shows vectors as points, from two text files. A line of `vecs.tsv` is a vector, with tabs between the numbers. A line of `meta.tsv` is its word, in the same order.

# %% tags=["drawing"]
# @title The two files, drawn
names = ["0 (padding)", "1 (unknown)"]
names += [f"{row} {vocabulary[row]}" for row in range(2, 6)]
drawing = figures.new_drawing(21, 8, "Row 2 of the table becomes line 1 of both files")
look = {"limit": 1, "digits": 1}
rows = figures.draw_table(drawing, table[:6, :4], (8.6, 6.6), names, title="the table: 4 of its 16 columns", **look)
of_lines = [f"line {number}" for number in range(1, 5)]
lines = figures.draw_table(drawing, table[2:6, :4], (16.8, 4.6), of_lines, title="vecs.tsv", **look)
heading = drawing.text(2.2, 4.9, "meta.tsv", va="bottom", weight="bold", fontsize=10.5)
heading.set_label(f"meta.tsv: the lines {', '.join(vocabulary[2:6])}")
for row in range(4):
    place = 4.6 - row - 0.5
    figures.draw_arrow(drawing, rows.behind(row + 2), lines.before(row))
    figures.draw_arrow(drawing, rows.before(row + 2), (3.6, place))
    drawing.text(1.9, place, of_lines[row], va="center", ha="right", fontsize=10)
    drawing.text(2.2, place, vocabulary[row + 2], va="center", fontsize=10)

# %% [markdown]
# Rows 0 and 1 are not words, so they stay out. We write the 1,000 most frequent words, and read the numbers back.

# %%
by_hand = Path("projector/by_hand")
by_hand.mkdir(parents=True, exist_ok=True)
vector_lines = []
for vector in table[2:1002]:
    vector_lines.append("\t".join(str(number) for number in vector))
(by_hand / "vecs.tsv").write_text("\n".join(vector_lines) + "\n", encoding="utf-8")
word_lines = "\n".join(vocabulary[2:1002]) + "\n"
(by_hand / "meta.tsv").write_text(word_lines, encoding="utf-8")

read_back = np.loadtxt(by_hand / "vecs.tsv", delimiter="\t", dtype=np.float32)
print("table", table[2, :5])
print("file ", read_back[0, :5])
claim("text kept every number exactly", np.array_equal(read_back, table[2:1002]));

# %% [markdown]
# `str` writes as many digits as float32 needs.
#
# ## Four faults
#
# In this invented export, `vecs` and `meta` are open files. **Find its four faults before you read on.** Two raise no error while writing.
#
# ```python
# weights = model.layers["embedding"].get_weights()
# for i, word in enumerate(vocabulary[2:]):
#     vec = weights[i]
#     vecs.write(word + "\t".join(str(x) for x in vec) + "\n")
#     meta.write(word + "\n")
# ```
#
# Meanwhile we count notebook 05's **log-odds** again: plus for positive words, minus for negative.

# %%
words, vectors = vocabulary[2:], table[2:]
train_ids = text.to_ids(reviews.train.texts, vocabulary)
bags = pooling.bag_of_words(train_ids, len(vocabulary))  # a row for each review
labels = reviews.train.labels
negative = (bags > 0)[labels == 0].sum(axis=0) + 1
positive = (bags > 0)[labels == 1].sum(axis=0) + 1
log_odds = np.log(positive / negative)[2:]

# %% [markdown]
# **One:** `model.layers` is a list, and a list takes no name. `model.get_layer("embedding")` does. **Two:** `get_weights()` is a list too, with one entry: the whole table.
#
# **Three:** `join` puts tabs *between* the numbers only, so the word sticks to the first number, as in `the0.25`. NumPy refuses to read that. The page's *Load* button (below) takes it for a label and quietly loses a column.
#
# **Four:** `enumerate` counts from 0, but the first word is in row 2. So *the* gets the vector of padding, *and* that of the unknown word, and every other word gets that of the word two places before it. Neither the page nor Python complains.

# %% tags=["nbval-check-output"]
try:
    trained.model.layers["embedding"]
except TypeError as error:
    print("TypeError:", error)

weights = trained.model.get_layer("embedding").get_weights()
print("entry 0:", weights[0].shape)
try:
    weights[1]
except IndexError as error:
    print("IndexError:", error)


# %%
# In notebook 05 the first principal component followed the log-odds.
def first_component(rows):
    centred = rows - rows.mean(axis=0)
    directions = np.linalg.svd(centred, full_matrices=False)[2]
    return centred @ directions[0]


def abs_correlation(places, log_odds):
    return abs(np.corrcoef(places, log_odds)[0, 1])  # the sign is arbitrary


right = abs_correlation(first_component(vectors), log_odds)
print(f"right rows: {right:.2f}")

# %% [markdown]
# **Guess.** What is left of this correlation when the rows are shifted by two?

# %%
guess = ...  # a number from 0 to 1

# %% tags=["reveal"]
shifted = table[:-2]  # the vector that fault four gives to each word
wrong = abs_correlation(first_component(shifted), log_odds)
print(f"right rows {right:.2f}, shifted rows {wrong:.2f}")
check.guess(guess, round(float(wrong), 2))

# %% [markdown]
# Next to nothing: a number that you know gives the fault away. Check every export against such a number.

# %% tags=["checks", "nbval-check-output"]
# @title Numbers of this section, checked
claim("with the right rows the correlation is 0.77", abs(right - 0.77) < 0.02)
claim("with shifted rows it is below 0.1", wrong < 0.1)
claim("'the' gets the vector of padding", np.array_equal(shifted[words.index("the")], table[0]))
claim("'and' gets that of the unknown word", np.array_equal(shifted[words.index("and")], table[1]))
claim("there is a vector for each word", len(shifted) == len(words))
claim("meta.tsv holds the words in order", (by_hand / "meta.tsv").read_text(encoding="utf-8").splitlines() == words[:1000]);

# %% [markdown]
# ## Export, load
#
# `projector.export` does the same in one line. It also takes columns to colour the points by.

# %%
metadata = pd.DataFrame({"rank": np.arange(1, len(words) + 1)})
metadata["count"] = np.asarray(bags.sum(axis=0))[2:].astype(int)
metadata["polarity"] = log_odds.round(2) + 0.0  # + 0.0 turns -0.0 into 0.0
sides = [log_odds > 0.5, log_odds < -0.5]
metadata["leaning"] = np.select(sides, ["positive", "negative"], "neither")

folder = Path("projector/trained")
projector.export(folder, vectors, words, metadata)

# %% tags=["nbval-check-output"]
loaded_words, loaded_vectors = projector.load(folder)
same = loaded_words == words and loaded_vectors.tobytes() == vectors.tobytes()
claim("load gives back the words and vectors, bit for bit", same)
for line in (folder / "meta.tsv").read_text(encoding="utf-8").splitlines()[:4]:
    print(line)

# %% [markdown]
# A third file, `projector_config.pbtxt`, tells TensorBoard where the two are. The page reads `meta.tsv` by three rules:
#
# - An empty line, or one of spaces only, is skipped.
# - A first line with a tab in it is a header. So one column has no header, and two or more need one.
# - A tab ends a cell and a line break ends a line, even inside a word.
#
# `export` keeps these rules. If words and vectors differ in number, the page says so. A tab inside a word only shifts its columns, with no message.
#
# ## Look at it
#
# **In JupyterLab,** change `False` in the next cell to `True`. `server.stop()` ends it.
#
# **In Colab,** run `%load_ext tensorboard`, then `%tensorboard --logdir projector/trained`, and choose *Projector* at the top right.
#
# **Without either:** open <https://projector.tensorflow.org>, press *Load* and choose the two files. They stay in your browser.
#
# In the first picture *Color by* is set to polarity: dark is positive, pale negative. For the second, *great* was typed into the search box and clicked.

# %%
open_the_page = False
if open_the_page:
    from IPython.display import IFrame, display

    server = projector.serve("projector/trained")
    display(IFrame(server.url + "/#projector", width="100%", height=800))

# %% tags=["drawing"]
# @title Parts of the page, from two stored pictures
import matplotlib.pyplot as plt


def show_parts(ax, title, page, cloud, above, below):
    left, top, right, bottom = cloud  # in pixels
    beside = np.ones((bottom - top, above[2] - above[0], 3))
    beside[: above[3] - above[1]] = page[above[1]:above[3], above[0]:above[2], :3]
    if below:
        beside[below[1] - below[3]:] = page[below[1]:below[3], below[0]:below[2], :3]
    ax.imshow(np.hstack([page[top:bottom, left:right, :3], beside]), interpolation="antialiased")
    ax.set_title(title)
    ax.set_axis_off()
    ax.set_anchor("W")


pictures = [path for path in (Path("pictures"), Path("../notebooks/pictures")) if (path / "projector.png").is_file()]
if pictures:
    coloured, chosen = (plt.imread(pictures[0] / name) for name in ("projector.png", "projector_neighbours.png"))
    figure, panels = plt.subplots(2, 1, figsize=(8.6, 11.4), layout="constrained")
    show_parts(panels[0], "The colour runs along the cloud", coloured, (430, 150, 1160, 800), (0, 195, 312, 295), (0, 770, 312, 995))
    show_parts(panels[1], "The list at the right, by 1 − cosine: best is nearest to great", chosen, (400, 150, 1020, 770), (1300, 320, 1600, 940), None)
else:
    print("(The pictures are in the course's repository, in notebooks/pictures.)")

# %% [markdown]
# Under *PCA*: *Total variance described: 98.4%*. The page draws three principal components of sixteen. `geometry.neighbour_preservation` finds each word's ten nearest, by Euclidean distance, before and after, and returns the share in common.
#
# **Guess.** What share of each word's ten nearest are among its ten nearest on the page?

# %%
guess = ...  # a number from 0 to 1

# %% tags=["reveal"]
from scipy.spatial.distance import pdist
from scipy.stats import spearmanr

# as the page does: no mean subtracted
_, sizes, directions = np.linalg.svd(vectors, full_matrices=False)
on_the_page = vectors @ directions[:3].T
described = np.sum(sizes[:3] ** 2) / np.sum(sizes**2)
print(f"variance described: {described:.1%}")
sample = np.random.default_rng(0).permutation(len(vectors))[:1000]
of_sample = pdist(vectors[sample]), pdist(on_the_page[sample])
order_kept = spearmanr(*of_sample).statistic
print(f"order of the distances kept: {order_kept:.2f} (rank correlation)")
kept_on_the_page = geometry.neighbour_preservation(vectors, on_the_page, k=10)
print(f"neighbours kept: {kept_on_the_page:.2f}")
unit = geometry.normalize(vectors)
tied = unit @ unit[words.index("great")] > 0.99
print(f"words with a cosine above 0.99 with great: {tied.sum() - 1}")
check.guess(guess, round(float(kept_on_the_page), 2))

# %% [markdown]
# About a fifth. The order of the distances survives, but with 9,998 words, very small distances decide which are nearest. So believe the trend from pale to dark. For neighbours, ask the list at the right, which uses all sixteen numbers. But words near *great* are used in positive reviews, not always similar in meaning, and many words are practically tied.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("three components describe 98.4 % of the variance", abs(described - 0.984) < 0.005)
claim("a fifth of the neighbours are kept, within 0.06", abs(kept_on_the_page - 0.2) < 0.06)
claim("the order of the distances is kept", order_kept > 0.98)
claim("many words are within 0.01 of great", tied.sum() > 50)
claim("nine in ten of them are positive", np.mean(log_odds[tied] > 0) > 0.9);


# %% [markdown]
# ## What the page does to your vectors
#
# The page also offers t-SNE and UMAP, maps that try to keep neighbours together. Both take `1 - a·b` as the distance and drop distances below 0; the list at the right does neither. (This is TensorBoard 2.21; the public site may differ.) The right rule and theirs, in NumPy:

# %%
def nearest_by_cosine(rows, row):
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.argsort(-unit @ unit[row])[1:11]  # 0 is the word itself


def nearest_for_the_maps(rows, row):
    distances = 1 - rows @ rows[row]
    distances[distances < 0] = np.inf  # dropped
    distances[row] = np.inf
    return np.argsort(distances)[:10]


row_of = {word: row for row, word in enumerate(words)}
great = row_of["great"]
print(f"length of the row of great: {np.linalg.norm(vectors[great]):.1f}")

# %% [markdown]
# **Guess.** The ten nearest words of *great* by cosine begin with *best*. How many of the ten does the page's t-SNE find?

# %%
guess = ...  # a number from 0 to 10

# %% tags=["reveal"]
true, found = nearest_by_cosine(vectors, great), nearest_for_the_maps(vectors, great)
print("by cosine:   ", *[words[row] for row in true])
print("in its t-SNE:", *[words[row] for row in found])
check.guess(guess, len(set(true) & set(found)))

# %% [markdown]
# None. The cosine of (3, 4) and (4, 3) is 24 / (5 · 5) = 0.96. The maps do not divide by the lengths: they compute 1 - 24 = -23 and drop the pair. This is a known fault ([tensorboard#6271](https://github.com/tensorflow/tensorboard/issues/6271)).
#
# The cure is `export(…, normalize=True)`: it writes rows of length 1, for which `1 - a·b` is right. For the 500 most frequent words, our two functions give:

# %%
normalized = geometry.normalize(vectors)  # each row divided by its length
both = np.zeros(2)  # of 500 words × 10 neighbours
for row in range(500):
    true = set(nearest_by_cosine(vectors, row))
    both[0] += len(true & set(nearest_for_the_maps(vectors, row)))
    both[1] += len(true & set(nearest_for_the_maps(normalized, row)))
print("neighbours found, as exported:", (both[0] / 5_000).round(2))
print("neighbours found, normalized: ", (both[1] / 5_000).round(2))

# %%
projector.export("projector/normalized", vectors, words, metadata, normalize=True)
lengths = np.linalg.norm(vectors, axis=1)
for word in ("great", "heart", "sweet"):
    row = row_of[word]
    cosine = normalized[row] @ normalized[great]
    print(f"{word:6} length {lengths[row]:.1f}, cosine with great {cosine:.2f}")

# %% [markdown]
# That repairs the two maps, but the neighbours still mean little: *great*, *heart* and *sweet* become almost one point. The lengths are gone, and with them how frequent and how one-sided a word is (notebook 05). So use the plain export for PCA and axes, the normalized one for t-SNE and UMAP.
#
# More habits of the page:
#
# - From 50 dimensions on, *Spherize data* is ticked: it subtracts the mean and divides each row by its length.
# - Without it, PCA subtracts no mean: above, the cloud lies off the crossing of the axes.
# - TensorBoard reads the first 100,000 rows only. t-SNE takes a sample of at most 10,000, UMAP of 5,000.

# %% tags=["checks"]
# @title Numbers of this section, checked
# The script of TensorBoard 2.21 (projector_binary.js, computeKnn, for t-SNE and UMAP) makes the matrix 1 - A·Aᵀ of
# the rows as they are and keeps an entry by `L>=0&&N.add(L,{index:M,dist:L})`; without WebGL, by `m>=0&&(c.add(…`.
claim("the page finds none of the ten nearest of great", not set(nearest_by_cosine(vectors, great)) & set(nearest_for_the_maps(vectors, great)))
found = vectors[nearest_for_the_maps(vectors, great)] @ vectors[great] / lengths[nearest_for_the_maps(vectors, great)] / lengths[great]
claim("but words with a much smaller cosine", found.mean() < 0.95)
claim("as exported, it finds fewer than one in ten", both[0] < 500)
claim("normalized, it finds nearly all", both[1] > 4_900)
claim("the row of great is clearly longer than that of sweet", lengths[great] > 1.5 * lengths[row_of["sweet"]])
claim("their cosines are nearly 1", min(normalized[row_of[word]] @ normalized[great] for word in ("heart", "sweet")) > 0.97)
claim("the cloud lies off the crossing of the axes", (np.abs(on_the_page.mean(axis=0)) > on_the_page.std(axis=0) / 3).any());


# %% [markdown]
# ## An axis of your own
#
# *Custom* on the page lays an axis through two words: a word's place is its dot product with the difference of their vectors. We also divide by the length of that difference and measure from the midpoint: that changes only scale and zero point.
#
# From (1, 1) to (4, 5) the difference is (3, 4), of length 5, so the direction is (0.6, 0.8). The midpoint is (2.5, 3). The point (7, 9) is (4.5, 6) away from there: its place is 0.6 · 4.5 + 0.8 · 6 = 7.5.

# %%
def place_on_axis(rows, left, right):
    direction = (right - left) / np.linalg.norm(right - left)
    return (rows - (left + right) / 2) @ direction


place = place_on_axis(vectors, vectors[row_of["bad"]], vectors[row_of["good"]])
for word in "awful bad film good great wonderful".split():
    row = row_of[word]
    print(f"{word:10} place {place[row]:5.2f}   log-odds {log_odds[row]:5.2f}")

# %% [markdown]
# By its count *good* is neutral, and *film* lands on the side of *good*: 0 is half way between two words, not neutral. (On the page, press `.*` in both boxes and write `^bad$` and `^good$`. Without `.*`, *good* also finds *goodbye*. A box that finds nothing gets a *random vector*, and only small print says so.)
#
# How much of this order is due to *bad* and *good*? As a control we lay axes through other words, in the trained table and in GloVe (notebook 00).

# %%
glove = data.load_glove()
common = [word for word in words if word in glove]
rows = [row_of[word] for word in common]
tables = {"trained": vectors[rows], "GloVe": glove[common]}
polarity = log_odds[rows]


def follows_polarity(table, left, right):
    return abs_correlation(place_on_axis(table, left, right), polarity)


trained_rows, bad, good = tables["trained"], common.index("bad"), common.index("good")
of_bad_good = follows_polarity(trained_rows, trained_rows[bad], trained_rows[good])
print(f"trained, bad–good: correlation with the log-odds {of_bad_good:.2f}")

# %% [markdown]
# **Guess.** Lay 200 axes through random pairs of the 1,000 most frequent words. What is their median correlation in the trained table?

# %%
guess = ...  # a number from 0 to 1

# %% tags=["reveal"]
random_pairs = np.random.default_rng(0).permutation(1_000)[:400].reshape(200, 2)
by_chance = {}
for name, rows in tables.items():
    found = [follows_polarity(rows, rows[a], rows[b]) for a, b in random_pairs]
    by_chance[name] = np.array(found)
    print(f"{name:8} median of 200 random pairs: {np.median(found):.2f}")
random_ends = np.random.default_rng(0).normal(size=(200, 2, 16))
of_nothing = [follows_polarity(trained_rows, a, b) for a, b in random_ends]
print(f"trained, between two random vectors: {np.median(of_nothing):.2f}")
check.guess(guess, round(float(np.median(by_chance["trained"])), 2))

# %% [markdown]
# The same as for *bad–good*. Even axes between random vectors come close. In GloVe random pairs find little. Do polar words do better?

# %% tags=["drawing"]
# @title Eight pairs against two hundred random ones, drawn
pairs = "bad good, awful wonderful, horrible brilliant, dull lively, boring fascinating, worst best, terrible excellent, poor superb".split(", ")
named = pd.DataFrame(index=pairs, columns=list(tables), dtype=float)
signed = named.copy()
for pair in pairs:
    left, right = (common.index(word) for word in pair.split())
    for name, rows in tables.items():
        named.loc[pair, name] = follows_polarity(rows, rows[left], rows[right])
        from_half_way = place_on_axis(rows, rows[left], rows[right])
        signed.loc[pair, name] = np.corrcoef(from_half_way, polarity)[0, 1]
ax = figures.new_axes(None, "Trained: nearly any pair will do. GloVe: the pair matters a little", size=(8, 4.6))
jitter = np.random.default_rng(0).uniform(-0.28, 0.28, size=200)
random_rows = {"trained": len(pairs) + 0.3, "GloVe": len(pairs) + 1.3}
for colour, name in zip(figures.COLOURS[2:4], tables):
    middle = np.median(by_chance[name])
    ax.scatter(by_chance[name], random_rows[name] + jitter, s=9, color=colour, alpha=0.45)
    ax.scatter(named[name], range(len(pairs)), s=60, marker="D", color=colour, zorder=3)
    ax.axvline(middle, color=colour, linestyle="--", linewidth=1)
    ax.text(middle + 0.015, -0.9, name, color=colour, weight="bold", ha="left")
labels_of_rows = [pair.replace(" ", "–") for pair in pairs] + [f"200 random, {name}" for name in tables]
ax.set_yticks([*range(len(pairs)), *random_rows.values()], labels_of_rows)
ax.set(xlim=(0, 1), ylim=(len(pairs) + 1.9, -1.4))
ax.set_xlabel("correlation with the log-odds, without its sign (dashed: median of the random pairs)");

# %% [markdown]
# The trained table has one main direction, and almost any two words differ along it. In GloVe the axes follow polarity much less, but all eight point from negative to positive, and seven beat three in four random pairs. (*poor–superb* does worst; hardly any random pair beats all eight.) Only the control shows that in the trained table the choice of words does not matter.

# %% tags=["checks", "nbval-check-output"]
# @title Numbers of this section, checked
by_arithmetic = place_on_axis(np.array([[7, 9], [4, 5]]), np.array([1, 1]), np.array([4, 5]))
beaten = [np.mean(value > by_chance["GloVe"]) for value in named["GloVe"]]
claim("trained: nine in ten random pairs reach 0.7", np.mean(by_chance["trained"] > 0.7) > 0.9)
claim("GloVe: seven of eight pairs beat three in four random ones", np.sum(np.array(beaten) > 0.75) == 7)
claim("all eight point from negative to positive, in both tables", (signed > 0).all(axis=None))
best = np.sum(by_chance["GloVe"] > named["GloVe"].max())
claim("GloVe: hardly any random pair beats all eight", best <= 8)
claim("by its count good is neutral, and film lands on the side of good", abs(log_odds[row_of["good"]]) < 0.1 < place[row_of["film"]])
claim("(7, 9) is at 7.5, and the end at 2.5", np.allclose(by_arithmetic, [7.5, 2.5]))
claim("great lies beyond good", place[row_of["great"]] > place[row_of["good"]])
claim("awful lies beyond bad", place[row_of["awful"]] < place[row_of["bad"]])
claim("random pairs do as well as bad–good", abs(np.median(by_chance["trained"]) - of_bad_good) < 0.03)
claim("random vectors come close", np.median(of_nothing) > 0.6)
claim("random pairs in GloVe find little", np.median(by_chance["GloVe"]) < 0.15)
claim("good also finds goodbye", "goodbye" in words)
claim("poor–superb does least well", np.argmin(beaten) == len(beaten) - 1)
claim("the best axis in GloVe is far below the trained ones", named["GloVe"].max() < 0.5 * named["trained"].min());

# %% [markdown]
# ## What a map keeps
#
# PCA is a linear projection; t-SNE places the points freely. We map the 500 most frequent words of each table with both. t-SNE starts at random, so it runs with three seeds. As a weak control ([02a](02a_trusting_a_map.ipynb) has a stricter one) we place the words at random.

# %%
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

maps = {}
for name, rows in tables.items():
    maps[name, "PCA"] = [PCA(2).fit_transform(rows[:500])]
    maps[name, "t-SNE"] = []
    for seed in range(3):
        tsne = TSNE(2, init="random", max_iter=500, random_state=seed)
        with threadpool_limits(1):  # quicker on few points
            maps[name, "t-SNE"].append(tsne.fit_transform(rows[:500]))
    maps[name, "random"] = [np.random.default_rng(0).normal(size=(500, 2))]

# %% [markdown]
# Each map gets two numbers: the share of the ten nearest that it keeps, and how well the distances of all pairs keep their order (a rank correlation).
#
# **Guess.** For which table does t-SNE keep more than twice as many neighbours of these 500 words as PCA?

# %%
guess = ...  # "trained", "GloVe" or "both"

# %% tags=["reveal"]
kept = {}
for (name, method), runs in maps.items():
    rows, found = tables[name][:500], []
    for points in runs:
        neighbours = geometry.neighbour_preservation(rows, points, k=10)
        found.append([neighbours, spearmanr(pdist(rows), pdist(points)).statistic])
    kept[name, method] = np.array(found)
    print(f"{name:8} {method:7} neighbours, distances kept:", *np.round(found, 2))
gains = {}
for name in tables:
    with_tsne, with_pca = kept[name, "t-SNE"][:, 0], kept[name, "PCA"][:, 0]
    gains[name] = with_tsne.mean() / with_pca.mean()
check.guess(guess, "GloVe" if gains["GloVe"] > 2 > gains["trained"] else "both")

# %% tags=["drawing"]
# @title Four maps, with their numbers
import matplotlib.pyplot as plt

figure, panels = plt.subplots(2, 2, figsize=(9, 7.2), height_ratios=[1, 1.5], layout="constrained")
figure.suptitle("500 words: t-SNE gains little over PCA on the trained table, much on GloVe", x=0.01, ha="left", weight="bold")
shown = "the worst great bad good".split()
labelled = [common.index(word) for word in shown]
drawn = [key for key in maps if key[1] != "random"]
for ax, key in zip(panels.flat, drawn):
    points, (neighbours, distances) = maps[key][0], kept[key].mean(axis=0)
    dots = ax.scatter(points[:, 0], points[:, 1], c=polarity[:500], cmap=figures.DIVERGING, vmin=-1.5, vmax=1.5, s=14, edgecolor=figures.GREY, linewidth=0.3)
    ax.set_title(f"{key[0]}, {key[1]}: {neighbours:.0%} of neighbours kept")
    ax.set(xticks=[], yticks=[], xlabel=f"distances kept: {distances:.2f}")
    ax.set_aspect("equal", adjustable="datalim")
    ax.scatter(points[labelled, 0], points[labelled, 1], s=60, facecolor="none", edgecolor="black")
    figures.label_points(ax, points[labelled], shown)
figure.colorbar(dots, ax=panels, label="log-odds of the word (red: positive)", shrink=0.6);

# %% [markdown]
# For GloVe. The trained table is almost flat, so t-SNE gains little. (Above, a map kept only a fifth, but that was among 9,998 words.) GloVe uses its 50 dimensions: of the ten nearest on its PCA map about nine are not among the real ten. With t-SNE, six still are not. And t-SNE keeps distances no better, so a gap between two groups says little.
#
# A picture is a question. The number beside it is the evidence.

# %% tags=["checks"]
# @title Numbers of this section, checked
pca, bent = {}, {}
for name in tables:
    pca[name], bent[name] = kept[name, "PCA"].mean(axis=0), kept[name, "t-SNE"].mean(axis=0)
    claim(f"{name}: three seeds of t-SNE keep the same share of neighbours, within 0.03", np.ptp(kept[name, "t-SNE"][:, 0]) < 0.03)
    claim("random places keep next to none", kept[name, "random"][:, 0] < 0.04)
claim("GloVe: t-SNE keeps more than twice as many neighbours as PCA", gains["GloVe"] > 2)
claim("trained: less than a quarter more", gains["trained"] < 1.25)
claim("trained, PCA: distances kept", pca["trained"][1] > 0.95)
claim("GloVe, PCA: about nine of ten are not the real ones", 0.1 <= pca["GloVe"][0] < 0.2)
claim("GloVe, t-SNE: still about six", 0.33 < bent["GloVe"][0] < 0.43)
claim("GloVe: distances kept no better by t-SNE, within 0.03", bent["GloVe"][1] < pca["GloVe"][1] + 0.03)
in_two = {name: PCA(2).fit(rows[:500]).explained_variance_ratio_.sum() for name, rows in tables.items()}
claim("two directions hold nearly all of the trained table, not of GloVe", in_two["trained"] > 0.95 and in_two["GloVe"] < 1 / 3);

# %% [markdown]
# ## Share it
#
# To show your table to someone without Python, put three files on a web server: `vecs.tsv`, `meta.tsv` and this one:

# %% tags=["nbval-check-output"]
import json

where = "https://example.org/reviews/"
shared = {"tensorName": "Words of reviews", "tensorShape": list(vectors.shape)}
shared["tensorPath"] = where + "vecs.tsv"
shared["metadataPath"] = where + "meta.tsv"
print(json.dumps({"embeddings": [shared]}, indent=1))

# %% [markdown]
# Save this beside them on the server as `config.json`, and anyone can open it with this link: `https://projector.tensorflow.org/?config=https://example.org/reviews/config.json`. The server must let other sites read its files, as GitHub's *Raw* addresses do.
#
# To share your view, open *Bookmarks* at the bottom right, save a bookmark as a file, and give its address as `bookmarksPath` in the config.
#
# ### Two tables, side by side (optional)
#
# [jupyter-scatter](https://jupyter-scatter.dev) draws linked maps in the notebook.

# %%
try:
    import jscatter
except ImportError:
    print('For this cell: %pip install "jupyter-scatter>=0.20", then run it again.')
else:
    views = []
    for name in tables:
        points = pd.DataFrame(maps[name, "t-SNE"][0], columns=["x", "y"])
        points = points.assign(word=common[:500], polarity=polarity[:500])
        view = jscatter.Scatter(x="x", y="y", data=points, height=400)
        view.color(by="polarity", map=figures.DIVERGING, norm=(-1.5, 1.5))
        view.tooltip(True, properties=["word", "polarity"])
        views.append((view, name))
    display(jscatter.compose(views, sync_selection=True, sync_hover=True))


# %% [markdown]
# ## What we saw
#
# - A projector needs two files whose lines are in the same order. Text written by `str` keeps every number.
# - Shifted rows raise no error. A number that you know gives them away.
# - The page's t-SNE and UMAP need rows of length 1, and normalizing loses the lengths.
# - An axis between two words proves nothing until it beats axes between random words.
# - A map may describe 98 % of the variance and keep one neighbour in five. Put the number beside it.
# - A link with a config shares the table, a bookmark your view.
#
# ## Exercises
#
# Stuck? `check.NAME.hint()` gives a hint, and the next one when you run it again; `check.NAME.solution()` shows a solution and why it is right.
#
# **Repair the export.** Here is the snippet as a function that returns the lines. The check says which fault it sees next. The embedding is not always the first layer.

# %%
def projector_lines(model, vocabulary):
    """Return the lines of vecs.tsv and those of meta.tsv, two lists.

    The layer named "embedding" has a row for each entry of vocabulary, a list of
    strings, in its order. The first two entries are left out. A line of vecs.tsv holds
    the numbers of a row with tabs between them, with as many digits as float32 needs; a
    line of meta.tsv is a word. No line ends in a line break.
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
# **How many words?** Predict: how many words does the page read from a `meta.tsv` of these five lines? The second is empty, the fourth holds one space; the arrow is a tab.
#
# ```
# film→211
#
# bad→3
# ␣
# good→4
# ```

# %%
points_on_the_page = ...

check.points_on_the_page(points_on_the_page)


# %% [markdown]
# **From 0 to 1.** Write an axis that is easier to read: *left* is at 0 and *right* at 1.

# %%
def place_between(vectors, left, right):
    """Return where each row lies from left (0) to right (1), of shape (rows,).

    vectors holds floats, in at least one row; left and right are vectors. A row's place
    is that of its projection onto the line through them.
    """
    ...


check.place_between(place_between)

# %% [markdown]
# ## Quiz

# %%
check.quiz("06")

# %% [markdown]
# ## Where next
#
# The core ends here. [07 · Reuse](07_reuse.ipynb) begins the further track.
#
# ## References
#
# - D. Smilkov et al., *Embedding Projector*, 2016, arXiv:1611.05469.
# - L. van der Maaten and G. Hinton, *Visualizing Data using t-SNE*, JMLR 9, 2008.
# - L. McInnes, J. Healy and J. Melville, *UMAP*, 2018, arXiv:1802.03426.
# - M. Wattenberg, F. Viégas and I. Johnson, *How to Use t-SNE Effectively*, Distill, 2016.
# - TensorBoard 2.21, source of the projector plugin.
