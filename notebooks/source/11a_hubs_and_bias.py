# %% [markdown]
# # 11a · Hubs, frequency and bias
#
# *What is in a table of vectors besides the meaning of words?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/11a_hubs_and_bias.ipynb)
#
# This is a closer look: it is optional, and nothing later depends on it.
#
# **After this you can**
#
# - count the hubs of a table, and test an explanation of them,
# - find frequency in the first components, and measure what it is worth to remove them,
# - put a control beside every number of a bias probe,
# - say what such a number says about a table, and what it does not say about people.
#
# **Time** 40 minutes · **Needs** notebook 11

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, counts, data, figures, geometry
from course_utils import skip_gram, start, text, training

start(seed=0)

from pathlib import Path

import faiss
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.stats import rankdata, skew, spearmanr
from sklearn.cluster import KMeans
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from threadpoolctl import threadpool_limits

# %% [markdown]
# The five tables are those of notebook 11. We look at the words that all five know.

# %%
reviews = data.load_reviews()
token_lists = [text.tokenize(review) for review in reviews.train.texts]
vocabulary = text.build_vocabulary(token_lists, min_count=5)
ids = text.to_ids(token_lists, vocabulary)
together = counts.cooccurrence(ids, len(vocabulary), window=5)
counted = counts.svd_vectors(counts.ppmi(together), 100)

# %% tags=["nbval-check-output"]
by_labels, by_neighbours = Path("trained/vectors.npz"), Path("trained/skip_gram.npz")
if not by_labels.exists():
    data.save_vectors(by_labels, training.train(reviews, seed=0).word_vectors)
if not by_neighbours.exists():
    data.save_vectors(by_neighbours, skip_gram.train(token_lists))
real = vocabulary[2:]  # without padding and the unknown word
noise = np.random.default_rng(0).normal(size=(len(real), 100))
tables = {
    "labels": data.load_vectors(by_labels),
    "counted": data.with_words(real, counted[2:]),
    "skip-gram": data.load_vectors(by_neighbours),
    "GloVe": data.load_glove(limit=100_000),
    "random": data.with_words(real, noise.astype("float32")),
}
shared = tables["labels"].index_to_key
for vectors in tables.values():
    shared = [word for word in shared if word in vectors]
print(f"{len(shared):,} words are in all five tables")

# %% [markdown]
# ## Everyone's neighbour
#
# Six words and their cosines in GloVe. Each names its nearest: the framed cell of its row.

# %% tags=["drawing"]
# @title Six words and their nearest, drawn
six = ["smith", "jones", "taylor", "anderson", "johnson", "campbell"]
cosines = geometry.cosine_similarity(tables["GloVe"][six], tables["GloVe"][six])
np.fill_diagonal(cosines, 0)  # no word is its own neighbour
nearest = cosines.argmax(axis=1)
times = np.bincount(nearest, minlength=6)
drawing = figures.new_drawing(11.5, 10.2, "Five of the six name smith")
figures.draw_table(drawing, cosines, (4.2, 8), six, six, limit=1, digits=2)
figures.draw_table(drawing, times[None], (4.2, 1.4), ["times named"], limit=6)
for row, column in enumerate(nearest):
    drawing.add_patch(plt.Rectangle((4.2 + row, 7 - row), 1, 1, facecolor="white", edgecolor="white", zorder=4))
    drawing.add_patch(plt.Rectangle((4.2 + column, 7 - row), 1, 1, fill=False, edgecolor=figures.COLOURS[1], linewidth=2.2, zorder=3))


# %% [markdown]
# A word that very many others name is a **hub** (Radovanović et al. 2010). In a whole table, let each word name its *ten* nearest. How often a word is named is its N₁₀; the mean is always 10. `faiss.knn` compares all with all, block by block. It finds the nearest by *distance*; for rows of length 1 that is the order by cosine, too.

# %%
def times_named(rows, k=10):
    """How often is each row among the k nearest of another?"""
    _, nearest = faiss.knn(rows, rows, k + 1)  # the nearest is the row itself
    return np.bincount(nearest[:, 1:].ravel(), minlength=len(rows))


unit = {name: geometry.normalize(vectors[shared]) for name, vectors in tables.items()}
named = {name: times_named(rows) for name, rows in unit.items() if name != "GloVe"}

# %% [markdown]
# **Guess.** How often is the greatest hub of GloVe named?

# %%
guess = ...  # a number; the mean is 10

# %% tags=["reveal"]
named["GloVe"] = times_named(unit["GloVe"])
for name, times in named.items():
    top = [f"{shared[row]} {times[row]}" for row in np.argsort(-times)[:5]]
    print(f"{name:10}", ", ".join(top))
check.guess(guess, named["GloVe"].max())

# %% tags=["drawing"]
# @title How often words are named
ax = figures.new_axes(None, "Every table that learned something has hubs; random rows have none", size=(8, 4.4))
colours = dict(zip(tables, [*figures.COLOURS[:4], figures.GREY]))
styles = dict(zip(tables, ["-", "--", "-.", ":", "-"]))
for name in tables:
    times = named[name]
    number = np.arange(1, times.max() + 1)
    share = [np.mean(times >= one) for one in number]
    ax.plot(number, share, styles[name], color=colours[name], linewidth=2, label=f"{name}: “{shared[times.argmax()]}”, {times.max()} times")
ax.set(xscale="log", yscale="log", xlim=(1, 300), ylim=(7e-5, 1.5), xlabel="N₁₀: named this often, or more often", ylabel="share of the words")
ax.set_xticks([1, 10, 100], [1, 10, 100])
ax.legend(title="with the greatest hub of each", loc="lower left");

# %% [markdown]
# 83 times: *allen*. Most of GloVe's greatest hubs are names; skip-gram's include *hale* and *regime*. In the counted table and that from labels, many are words of judgement: *trite*, *superb*.
#
# Why hubs? The usual account: they lie near the *mean* of all rows. When rows have length 1, a word's mean cosine with all words is its product with the mean row:

# %% tags=["nbval-check-output"]
middle = unit["GloVe"].mean(axis=0)
for word in ("allen", "horror"):
    place = shared.index(word)
    row, times = unit["GloVe"][place], named["GloVe"][place]
    mean_cosine = np.mean(unit["GloVe"] @ row)
    print(f"{word:7} {mean_cosine:.2f} {middle @ row:.2f}, named {times} times")


# %% [markdown]
# *horror* is nearer to the mean than *allen*, and no hub. In general? We correlate N₁₀ with this product (the cosine with the mean, times the mean's length). And we subtract the mean row (**centring**). *Skewness* is 0 when N₁₀ is symmetric around 10, large when a few words are named very often.

# %%
def centre(rows):
    return geometry.normalize(rows - rows.mean(axis=0))


measured = {}
for name, rows in unit.items():
    fits = np.corrcoef(named[name], rows @ rows.mean(axis=0))[0, 1]
    measured[name] = [fits, skew(named[name]), skew(times_named(centre(rows)))]
columns = ["fits the account", "skewness", "centred"]
hubs = pd.DataFrame(measured, index=columns).T
print(hubs.round(2).to_string())

# %% tags=["drawing"]
# @title N10 against the cosine with the mean
_, panels = plt.subplots(1, 2, figsize=(10, 4.2), sharey=True)
plt.gcf().suptitle("N₁₀ rises towards the mean in GloVe, and falls slightly in the counted table", x=0.01, ha="left", fontsize=12, weight="bold")
for ax, name in zip(panels, ("GloVe", "counted")):
    towards = unit[name] @ geometry.normalize(unit[name].mean(axis=0))
    ax.scatter(towards, named[name], s=5, linewidth=0, alpha=0.35, color=colours[name])
    top = np.argsort(-named[name])[:7]
    ax.scatter(towards[top], named[name][top], s=18, color=colours[name])
    figures.label_points(ax, np.column_stack([towards[top], named[name][top]]), [shared[row] for row in top])
    ax.set_title(f"{name}: correlation {np.corrcoef(named[name], towards)[0, 1]:.2f}".replace("-", "−"), fontsize=10.5)
    ax.set_xlabel("cosine of the word with the mean row")
panels[0].set_ylabel("N₁₀");

# %% [markdown]
# The account fits GloVe and skip-gram in part: centring takes a quarter of GloVe's skewness, less of skip-gram's. In the table from labels the mean plays no part. In the counted table N₁₀ falls slightly towards it, and centring does not help. What makes those hubs stays open.
#
# The account comes from *distances*. Here are random rows, not scaled to length 1:

# %%
for dimensions in (2, 16, 100):
    rows = np.random.default_rng(0).normal(size=(len(shared), dimensions))
    by_distance = times_named(rows.astype("float32"))
    print(f"{dimensions:3} numbers: skewness {skew(by_distance):4.1f}")
claim("by distance, a hundred random numbers make great hubs", skew(by_distance) > 4);

# %% [markdown]
# Short rows are near the mean, and so near to all others. But scaled to length 1, random rows have no hubs: their skewness was 0.3. **By cosine, hubs do not come from dimensions alone.**

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("five of six name smith", np.sum(np.array(six)[nearest] == "smith") == 5)
claim("the mean of N10 is 10", np.array([times.mean() for times in named.values()]) == 10)
claim("allen is GloVe's greatest hub, 83 times", shared[named["GloVe"].argmax()] == "allen" and named["GloVe"].max() == 83)
claim("trite and superb are hubs", named["counted"][shared.index("trite")] > 45 and named["labels"][shared.index("superb")] > 45)
claim("hale and regime are in skip-gram", [named["skip-gram"][shared.index(word)] > 45 for word in ("hale", "regime")] == [True] * 2)
claim("random rows have none", named["random"].max() < 35)
fits = hubs["fits the account"]
claim("near the mean in GloVe and skip-gram", min(fits["GloVe"], fits["skip-gram"]) > 0.15)
claim("no part in the labels' table", abs(fits["labels"]) < 0.1)
claim("away from it in the counted table", -0.3 < fits["counted"] < -0.1)
lost = 1 - hubs["centred"] / hubs["skewness"]
claim("centring takes a quarter of GloVe's", abs(lost["GloVe"] - 0.25) < 0.05)
claim("and a little of skip-gram's", 0.03 < lost["skip-gram"] < 0.25)
claim("nothing from the labels' table", abs(lost["labels"]) < 0.1)
claim("and adds a little to the counted table", -0.2 < lost["counted"] < 0)
claim("with length 1 none", abs(hubs.skewness["random"] - 0.3) < 0.06)
claim("the short rows are the hubs", spearmanr(np.linalg.norm(rows, axis=1), by_distance).statistic < -0.8);

# %% [markdown]
# ## Frequency in the first components

# %% tags=["drawing"]
# @title Four made-up rows, drawn
four = ["good", "bad", "superb", "dreadful"]
made_up = np.array([[5, 1], [5, -1], [-1, 1], [-1, -1]])
steps = {"as they are": made_up, "minus the mean": made_up - [2, 0], "minus the first component": made_up * [0, 1]}
drawing = figures.new_drawing(19, 6.2, "Without frequency, good points the same way as superb")
for left, (title, rows) in zip((3.6, 8.8, 14), steps.items()):
    figures.draw_table(drawing, rows, (left, 4.6), four if left < 4 else (), title=title, limit=5)


# %% [markdown]
# The first number says *frequent*, the second *praise*. The cosine of *good* and *bad* is (25 − 1) / 26 = 0.92, that of *good* and *superb* (−5 + 1) / (√26 · √2) = −0.55. Subtract the mean row (2, 0), drop the direction in which the rows still differ most, and *good* equals *superb*.
#
# Mu and Viswanath (2018) call this **all but the top**. Is frequency really in the first components? We correlate each with the logarithm of the word's count (for GloVe, of its rank).

# %%
def components_of(rows):
    rows = rows - rows.mean(axis=0)
    _, directions = np.linalg.eigh(rows.T @ rows)
    return rows, directions[:, ::-1]  # the strongest first


occurrences = np.bincount(np.concatenate(ids), minlength=len(vocabulary))
count_of = dict(zip(vocabulary, occurrences))
frequency, centred, follows = {}, {}, {}
for name, vectors in tables.items():
    if name == "GloVe":
        frequency[name] = -np.log(np.arange(1, len(vectors) + 1))
    else:
        frequency[name] = np.log([count_of[word] for word in vectors.index_to_key])
    rows, directions = centred[name] = components_of(vectors.vectors)
    places = (rows @ directions[:, :10]).T
    follows[name] = [abs(np.corrcoef(one, frequency[name])[0, 1]) for one in places]

# %% tags=["drawing"]
# @title Each component's correlation with frequency
drawing = figures.new_drawing(18, 7.8, "Of the tables that learned, only skip-gram has little frequency in its components")
numbers = [str(number) for number in range(1, 11)]
figures.draw_table(drawing, list(follows.values()), (3.6, 5.3), list(follows), numbers, title="component", limit=1, digits=2);


# %% [markdown]
# The first component of the counted table is mostly frequency (0.89). Does removing it help? We judge on the pairs that the counted table, skip-gram and GloVe all know, and compare each before and after in the same 1,000 draws of pairs (notebook 11).

# %%
def all_but_the_top(rows, directions, number):
    top = directions[:, :number]
    return rows - rows @ top @ top.T


def standard(ranks):
    return geometry.normalize(ranks - ranks.mean(axis=-1, keepdims=True))


def correlations(rows, people, draws):
    """The rank correlation in each draw; the ranks are taken once, among all pairs."""
    one, other = geometry.normalize(rows[:, 0]), geometry.normalize(rows[:, 1])
    cosines = (one * other).sum(axis=1)
    ranks = [rankdata(values)[draws] for values in (cosines, people)]
    return (standard(ranks[0]) * standard(ranks[1])).sum(axis=-1)


# %% tags=["drawing"]
# @title The pairs that all three know, and 1,000 draws of them
def places_of(pairs, name):
    row_of = tables[name].key_to_index
    return [[row_of[pair[0]], row_of[pair[1]]] for pair in pairs]


judged = ["counted", "skip-gram", "GloVe"]
pairs_of, draws_of = {}, {}
for benchmark in ("wordsim353", "simlex999"):
    pairs = data.load_similarity(benchmark)
    for name in judged:
        pairs = [p for p in pairs if p[0] in tables[name] and p[1] in tables[name]]
    pairs_of[benchmark], number = pairs, len(pairs)
    draws = np.random.default_rng(0).integers(number, size=(1_000, number))
    draws_of[benchmark] = np.vstack([np.arange(number), draws])  # first: each pair once

# %% [markdown]
# **Guess.** Which table gains most on WordSim when its mean and its first three components are removed?

# %%
guess = ...  # "counted", "skip-gram" or "GloVe"

# %% tags=["reveal"]
found = []
for benchmark, pairs in pairs_of.items():
    people, draws = [pair[2] for pair in pairs], draws_of[benchmark]
    for name in judged:
        places = places_of(pairs, name)
        rows, directions = centred[name]
        before = correlations(tables[name].vectors[places], people, draws)
        for number in range(11):
            less = all_but_the_top(rows[places], directions, number)
            after = correlations(less, people, draws)
            low, high = np.quantile(after[1:] - before[1:], [0.025, 0.975])
            found.append([benchmark, name, number, before[0], after[0], low, high])
columns = ["benchmark", "table", "removed", "before", "after", "low", "high"]
found = pd.DataFrame(found, columns=columns)
print(found[found.removed == 3].round(2).to_string(index=False))
three = found.query("removed == 3 and benchmark == 'wordsim353'").set_index("table")
gain = three.after - three.before
check.guess(guess, gain.idxmax())

# %% tags=["drawing"]
# @title The gain, for each number of components
_, panels = plt.subplots(1, 2, figsize=(10.4, 4.2), sharey=True)
plt.gcf().suptitle("GloVe gains on WordSim; skip-gram loses on SimLex", x=0.01, ha="left", fontsize=12, weight="bold")
for ax, benchmark, title in zip(panels, pairs_of, ("WordSim-353", "SimLex-999")):
    for name in judged:
        line = found[(found.benchmark == benchmark) & (found.table == name)]
        gain = line.after - line.before
        ax.plot(line.removed, gain, styles[name], marker="o", markersize=4, color=colours[name], label=name)
        ax.fill_between(line.removed, line.low, line.high, color=colours[name], alpha=0.13, linewidth=0)
    ax.axhline(0, color=figures.INK, linewidth=1)
    ax.set_title(f"{title}, {len(pairs_of[benchmark])} pairs", fontsize=10.5)
    ax.set(xlabel="components removed after the mean (0: only the mean)", xticks=range(11))
panels[0].set_ylabel("gain in rank correlation")
panels[0].set_ylim(-0.17, 0.22)
panels[0].legend(loc="lower left", ncols=3);

# %% [markdown]
# Without three components, GloVe goes from 0.51 to 0.62 on WordSim, and the interval stays above 0 for one to ten of them. The counted table gains 0.01 to 0.04 there, mostly with 0 inside the interval; on SimLex still less. With only the mean removed it even loses, like skip-gram. (Of 66 intervals some exclude 0 by luck. And a number of components chosen here needs other pairs to prove itself.)
#
# Is frequency the cause? In part: if we remove only the one direction that predicts it best, GloVe gets about half of the gain. **Removing the first components is no cure for every table. Measure it on yours.**

# %% tags=["checks"]
# @title Numbers of this section, checked
rows = made_up[:3].astype(float)
by_hand = geometry.cosine_similarity(rows[0], rows[1:])
claim("0.92 and -0.55 by hand", np.round(by_hand, 2) == [0.92, -0.55])
claim("the counted table's first component is frequency, 0.89", abs(follows["counted"][0] - 0.89) < 0.01)
claim("GloVe's first three are in part", np.array(follows["GloVe"][:3]) > 0.3)
claim("and the second of the labels' table", follows["labels"][1] > 0.5)
claim("those of skip-gram hardly", max(follows["skip-gram"]) < 0.25)
three = found[found.removed == 3].set_index(["benchmark", "table"])
claim("GloVe goes from 0.51 to 0.62", np.round(three.loc[("wordsim353", "GloVe"), ["before", "after"]].astype(float), 2) == [0.51, 0.62])
of = found.set_index(["benchmark", "table", "removed"]).sort_index()
claim("its interval is above 0 for one to ten", of.loc["wordsim353", "GloVe"].low.loc[1:] > 0)
claim("on SimLex none of its intervals is", of.loc["simlex999", "GloVe"].low < 0)
gain = of.after - of.before
claim("the counted table gains 0.01 to 0.04 on WordSim", gain["wordsim353", "counted"].loc[1:].between(0.005, 0.045))
claim("and nothing sure on SimLex: no interval is above 0 by more than a trace", of.low["simlex999", "counted"] < 0.005)
claim("skip-gram gains nothing on WordSim", of.low["wordsim353", "skip-gram"] < 0)
claim("it loses on SimLex, as the counted table, by the mean alone", max(of.high["simlex999", "skip-gram", 0], of.high["simlex999", "counted", 0]) < 0)
pairs, once = pairs_of["wordsim353"], draws_of["wordsim353"][:1]
people, scores = [pair[2] for pair in pairs], {}
for name in ("counted", "GloVe"):
    rows, _ = centred[name]
    direction = np.linalg.solve(rows.T @ rows, rows.T @ frequency[name])
    direction = geometry.normalize(direction)
    less = rows - np.outer(rows @ direction, direction)
    places = places_of(pairs, name)
    scores[name] = [correlations(one[places], people, once).item() for one in (rows, less)]
gain_of_one = (scores["GloVe"][1] - scores["GloVe"][0]) / gain["wordsim353", "GloVe", 3]
claim("one direction brings about half of GloVe's gain", abs(gain_of_one - 0.57) < 0.1);


# %% [markdown]
# ## A bias probe
#
# A probe (no classifier here, unlike 05's) asks: is an occupation nearer to *she* or to *he*? GloVe read encyclopedia articles and news. At best it shows how words were used there, not what any person does or can do.

# %% tags=["nbval-check-output"]
def rows_of(vectors, words):
    missing = [word for word in words if word not in vectors]
    if missing:
        raise ValueError(f"no row for {', '.join(missing)}: ask for other words.")
    return geometry.normalize(vectors[words])


def lean(vectors, words, one="she", other="he"):
    cosines = rows_of(vectors, words) @ rows_of(vectors, [one, other]).T
    return cosines[:, 0] - cosines[:, 1]


glove = tables["GloVe"]
for word in ("nurse", "engineer"):
    she, he = rows_of(glove, ["she", "he"]) @ rows_of(glove, [word])[0]
    print(f"{word:9} she {she:.3f}, he {he:.3f}, difference {she - he:.3f}")
try:
    lean(glove, ["nurse", "flurbish"])
except ValueError as error:
    print(error)

# %% [markdown]
# Is 0 neutral? The control: words of any kind.
#
# **Guess.** What share of GloVe's 1,000 most frequent words are nearer to *he*?

# %%
guess = ...  # a number from 0 to 1

# %% tags=["reveal"]
frequent = glove.index_to_key[:20_000]
of_frequent = lean(glove, frequent)
for first, last in ((0, 1_000), (1_000, 5_000), (5_000, 20_000)):
    share = np.mean(of_frequent[first:last] < 0)
    print(f"words {first:6,} to {last:6,}: {share:.2f} nearer to he")
check.guess(guess, round(np.mean(of_frequent[:1_000] < 0), 2))

# %% [markdown]
# 0.90, and fewer among rarer words. (*he* is itself the more frequent word, which may be why.) So 0 is not neutral. Here are forty occupations, written down before any was measured. (*secretary* can also mean a minister: a probe is a choice of words.)

# %% tags=["drawing"]
# @title Forty occupations, drawn
occupations = """accountant architect artist athlete banker carpenter cashier chef
chemist cleaner clerk dancer dentist doctor economist editor electrician engineer farmer
firefighter hairdresser housekeeper journalist judge lawyer librarian manager mechanic
musician nurse painter pilot poet professor receptionist scientist secretary surgeon
teacher therapist""".split()
leaning = lean(glove, occupations)
order = np.argsort(leaning)
_, ax = plt.subplots(figsize=(7.6, 8.4))
ax.axvspan(*np.quantile(of_frequent, [0.25, 0.75]), color=figures.GREY, alpha=0.18, linewidth=0)
ax.text(np.quantile(of_frequent, 0.25) - 0.005, 39.9, "grey: middle half of\n20,000 words;\ndotted: their median", ha="right", va="top", fontsize=9.5, color=figures.INK)
ax.axvline(0, color=figures.INK, linewidth=1)
ax.axvline(np.median(of_frequent), color=figures.INK, linewidth=1, linestyle=":")
ax.hlines(range(40), 0, leaning[order], color=figures.COLOURS[0], linewidth=1)
ax.plot(leaning[order], range(40), "o", color=figures.COLOURS[0])
ax.set_yticks(range(40), [occupations[row] for row in order], fontsize=9.5)
ax.set(xlabel="cosine with she − cosine with he, in GloVe", ylim=(-0.7, 41.5))
ax.set_title("Most of the forty lie further towards she than the median of 20,000 words")
ax.grid(axis="y", visible=False);

# %% [markdown]
# 24 of 40 are nearer to *she*. Part of that may be frequency: the rarer words lie further towards *she* (rank correlation 0.53).
#
# Other pairs of words are meant to ask the same question. Do they agree? The control: 1,000 pairs drawn from the 1,000 most frequent words.

# %%
print("pair            nearer to first   agrees with she, he")
other_pairs = ["she he", "her him", "woman man", "mother father", "female male"]
agreement = {}
for pair in other_pairs:
    asked = lean(glove, occupations, *pair.split())
    agreement[pair] = spearmanr(leaning, asked).statistic
    print(f"{pair:15}{np.sum(asked > 0):6} of 40 {agreement[pair]:17.2f}")

random = np.random.default_rng(0)
by_chance = []
for _ in range(1_000):
    one, other = random.choice(frequent[:1_000], size=2, replace=False)
    by_chance.append(spearmanr(leaning, lean(glove, occupations, one, other)).statistic)
edge = np.quantile(np.abs(by_chance), 0.95)
print(f"random pairs: 95 % between −{edge:.2f} and {edge:.2f}")

# %% [markdown]
# *her – him*, *woman – man* and *mother – father* agree with *she – he* more closely than 95 % of random pairs do. But 10, 19, 24 or 30 of the 40 are nearer to the first word. And *female – male* does not agree (−0.37; random pairs reach that, too).
#
# Our own tables have read too little: only 14 of the 40 occur at least a hundred times in the reviews.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("24 of 40 are nearer to she", np.sum(leaning > 0) == 24)
claim("most lie further towards she than the middle", np.mean(leaning > np.median(of_frequent)) > 0.65)
claim("0.90 of the 1,000 most frequent are nearer to he", round(np.mean(of_frequent[:1_000] < 0), 2) == 0.9)
ranks = [glove.key_to_index[word] for word in occupations]
claim("he is the more frequent word", glove.key_to_index["he"] < glove.key_to_index["she"])
claim("rarer occupations lie further towards she, 0.53", round(spearmanr(leaning, ranks).statistic, 2) == 0.53)
claim("three pairs agree", np.round([agreement[pair] for pair in other_pairs[1:]], 2) == [0.8, 0.75, 0.93, -0.37])
claim("random pairs agree less, 95 % of them", abs(edge - 0.67) < 0.05)
in_reviews = np.array([count_of.get(word, 0) for word in occupations])
claim("37 have a row, 14 occur a hundred times", [np.sum(in_reviews >= 5), np.sum(in_reviews >= 100)] == [37, 14]);

# %% [markdown]
# ## A test, and what it tests
#
# The usual test, **WEAT** (Caliskan et al. 2017), compares two lists: are *flowers* nearer to pleasant words than *insects* are? A word's score is its mean cosine with pleasant words, less that with unpleasant ones. The **effect size** is the difference of the lists' means, divided by the standard deviation of all scores.
#
# For p, deal the words into two lists at random. How often is the difference as large? Two against two can be dealt in 6 ways. If only ours and its mirror image are so large, p = 2/6.

# %% tags=["drawing"]
# @title The lists, without six words that GloVe's 100,000 lack
flowers = """aster clover hyacinth marigold poppy azalea crocus iris orchid rose bluebell
daffodil lilac pansy tulip buttercup daisy lily peony violet carnation magnolia""".split()
insects = """ant caterpillar flea locust spider centipede fly maggot tarantula bee
cockroach gnat mosquito termite beetle cricket hornet moth wasp dragonfly roach weevil""".split()
pleasant = """caress freedom health love peace cheer friend heaven loyal pleasure diamond
gentle honest lucky rainbow diploma gift honor miracle sunrise family happy laughter
paradise vacation""".split()
unpleasant = """abuse crash filth murder sickness accident death grief poison stink assault
disaster hatred pollute tragedy divorce jail poverty ugly cancer kill rotten vomit agony
prison""".split()


# %% tags=["nbval-check-output"]
def weat(scores, draws=1_000):
    """Effect sizes and p. A row of scores is one test: first list, then second."""
    sides = np.repeat([1, -1], scores.shape[1] // 2) / (scores.shape[1] // 2)
    gaps = scores @ sides
    divided = np.random.default_rng(0).permuted(np.tile(sides, (draws, 1)), axis=1)
    as_large = np.abs(scores @ divided.T) >= np.abs(gaps)[:, None] - 1e-9
    p_values = (1 + as_large.sum(axis=1)) / (1 + draws)  # our own division counts
    return gaps / scores.std(axis=1, ddof=1), p_values


pleasant_side = rows_of(glove, pleasant).mean(axis=0)
pleasant_side = pleasant_side - rows_of(glove, unpleasant).mean(axis=0)
all_rows = geometry.normalize(glove.vectors)
score_of = (all_rows @ pleasant_side).astype(float)  # of each word
two_lists = np.array([glove.key_to_index[word] for word in flowers + insects])
effect, p_value = weat(score_of[two_lists][None])
print(f"effect size {effect.item():.2f}, p = {p_value.item():.3f}")

# %% [markdown]
# Flowers are nearer to pleasant words. Now lists where there is nothing to find: p < 0.05 should come out in 5 % of the tests.

# %%
random = np.random.default_rng(0)
any_words = random.integers(20_000, size=(1_000, 44))
near_rank = (two_lists * random.uniform(0.9, 1.1, size=(1_000, 44))).astype(int)
near_rank = np.minimum(near_rank, len(glove) - 1)
common = random.integers(0, 1_000, size=(1_000, 22))
rarer = random.integers(19_000, 20_000, size=(1_000, 22))
controls = {"any words": any_words, "of the same ranks": near_rank}
controls["common, and rarer"] = np.hstack([common, rarer])
for name, lists in controls.items():
    _, p_values = weat(score_of[lists])
    print(f"{name:20} p < 0.05 in {np.mean(p_values < 0.05):.2f}")
claim("frequency alone can make p small", np.mean(p_values < 0.05) > 0.4);

# %% [markdown]
# The test is right for random words, and also when each is about as frequent as its flower or insect. But with common words against rarer ones, half the tests find something: common words are nearer to the pleasant ones.
#
# And flowers and insects are two *topics*. Take any two topics: a random word and its 21 nearest, against another such list.
#
# **Guess.** In what share of 1,000 such tests is p < 0.05?

# %%
guess = ...  # a number from 0 to 1

# %% tags=["reveal"]
centres = np.random.default_rng(1).integers(20_000, size=2_000)
cosines = all_rows[centres] @ all_rows[:20_000].T
topics = np.argpartition(-cosines, 22, axis=1)[:, :22]
effects, p_values = weat(score_of[topics.reshape(1_000, 44)])
print(f"p < 0.05 in {np.mean(p_values < 0.05):.2f}")
print(f"effect larger than flowers': {np.mean(np.abs(effects) > effect):.2f}")
check.guess(guess, round(np.mean(p_values < 0.05), 2))

# %% tags=["drawing"]
# @title Effect sizes
_, ax = plt.subplots(figsize=(8, 3.6))
bins = np.linspace(-2, 2, 41)
of_any, _ = weat(score_of[any_words])
ax.hist(of_any, bins, color=figures.GREY, alpha=0.6, label="two lists of any words")
ax.hist(effects, bins, histtype="step", color=figures.COLOURS[1], linewidth=2, label="two lists of one topic each")
ax.axvline(effect.item(), color=figures.INK, linewidth=1.5)
ax.annotate("flowers and insects", (effect.item(), 105), (5, 0), textcoords="offset points", fontsize=10)
ax.set(xlabel="effect size", ylabel="tests, of 1,000", title="Two topics at random often differ as much as flowers and insects")
ax.legend(loc="upper left");

# %% [markdown]
# Three in four, and nearly half of the pairs of topics differ *more* than flowers and insects. The test deals out single words, but the words of a topic have similar scores. **A small p says that two lists differ. It does not say why.**

# %% tags=["checks"]
# @title Numbers of this section, checked
shares = {name: np.mean(weat(score_of[lists])[1] < 0.05) for name, lists in controls.items()}
claim("there are 22 of each", len(flowers) == len(insects) == 22)
claim("flowers are pleasant, p = 0.001", effect.item() > 1.1 and round(p_value.item(), 3) == 0.001)
claim("5 % of random words", np.abs(np.array([shares["any words"], shares["of the same ranks"]]) - 0.05) < 0.025)
claim("and half of common against rarer ones", abs(shares["common, and rarer"] - 0.5) < 0.07)
claim("common words are nearer to pleasant ones", score_of[:1_000].mean() > score_of[19_000:20_000].mean() + 0.02)
claim("topics: three in four", abs(np.mean(p_values < 0.05) - 0.75) < 0.05)
claim("nearly half differ more than flowers and insects", abs(np.mean(np.abs(effects) > effect) - 0.45) < 0.05)
by_hand = np.array([[0.4, 0.3, 0.2, 0.1]])
claim("two against two: 2 of 6", abs(weat(by_hand, 6_000)[1].item() - 2 / 6) < 0.03);


# %% [markdown]
# ## What removing hides
#
# Subtract from each row its part along *she − he*: now no word is further along than another. Is the lean gone? Take the words that leaned most (Gonen & Goldberg 2019). Do they still form two groups? Our control: ten random directions.

# %%
def two_ends(direction, number):
    direction = geometry.normalize(direction)
    along = all_rows[:20_000] @ direction
    order = np.argsort(along)
    ends = np.concatenate([order[:number], order[-number:]])
    rows = all_rows[ends] - np.outer(along[ends], direction)
    return ends, geometry.normalize(rows)


def found_again(direction, number):
    """Accuracy of k-means, and of a classifier on words it has not seen."""
    _, rows = two_ends(direction, number)
    side = np.repeat([0, 1], number)
    with threadpool_limits(1):
        clusters = KMeans(2, n_init=3, random_state=0).fit(rows).labels_
        right = cross_val_score(LogisticRegression(), rows, side).mean()
    agree = np.mean(clusters == side)
    return max(agree, 1 - agree), right


# %%
she_he = glove["she"] - glove["he"]
others = np.random.default_rng(0).normal(size=(10, 50))
again = {}
for number in (100, 500):
    measured = [found_again(direction, number) for direction in [she_he, *others]]
    measured = again[number] = np.array(measured)
    print(f"{number} words a side    k-means  classifier")
    print("  she − he        ", measured[0].round(2))
    print("  random, mean    ", measured[1:].mean(axis=0).round(2))
random_mean = measured[1:, 1].mean()
claim("random directions leave even more", random_mean > measured[0, 1] + 0.05);

# %% tags=["drawing"]
# @title The words that leaned most, on a map
from sklearn.decomposition import PCA

ends, rows = two_ends(she_he, 100)
flat = PCA(2).fit_transform(rows)
ax = figures.new_axes(None, "The direction is gone, the groups are not", size=(8, 5))
for name, part, colour, marker in (("leaned most to he", slice(0, 100), figures.COLOURS[0], "o"), ("leaned most to she", slice(100, 200), figures.COLOURS[4], "s")):
    ax.scatter(*flat[part].T, s=18, linewidth=0, color=colour, marker=marker, label=name)
shown = "patriots oilers pistons lineman umpires fumble offense sacked anna melissa caroline aunt daughters madonna lovely".split()
chosen = np.flatnonzero(np.isin(ends, [glove.key_to_index[word] for word in shown]))
figures.label_points(ax, flat[chosen], [glove.index_to_key[row] for row in ends[chosen]])
ax.set(xlabel="first component of what is left", ylabel="second component")
ax.legend(loc="lower right");

# %% [markdown]
# With 100 words a side, k-means puts 92 % of the words back on their old sides. With 500 it finds nothing (0.53), but a classifier does (0.84). The lean was hidden, not removed.
#
# But along random directions the classifier does even better. **No direction is alone. Take one out, and much of what went along with it can still be found.**

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("k-means finds 92 % of 100 words a side", abs(again[100][0, 0] - 0.92) < 0.02)
claim("of 500 nothing, but the classifier 0.84", abs(again[500][0, 0] - 0.53) < 0.03 and abs(again[500][0, 1] - 0.84) < 0.015)
claim("along random directions the classifier does better", (again[100][1:, 1].mean() > again[100][0, 1]) and (again[500][1:, 1] > again[500][0, 1]).all())
without = all_rows[:20_000] - np.outer(all_rows[:20_000] @ geometry.normalize(she_he), geometry.normalize(she_he))
claim("every word is as far along she - he as any other", np.abs(without @ she_he).max() < 1e-5);

# %% [markdown]
# ## What we saw
#
# - A hub is among the ten nearest of very many words. Tables that learned have hubs; random rows of length 1 have none.
# - Being near the mean explains hubs in part in GloVe and skip-gram, not in the other two.
# - Without its first three components, GloVe reaches 0.62 on WordSim instead of 0.51. The other tables gain little, or lose.
# - In our probe 0 is not neutral, and the order depends on the pair of words that asks.
# - Two topics at random give p < 0.05 in three of four tests. A small p-value does not say why two lists differ.
# - After a direction is removed, a classifier still finds the old sides: for *she − he*, and for random directions.
# - A probe says something about a table and its text. It says nothing about a person.
#
# ## Where next
#
# Back to the road: [12 · Sentences and search](12_sentences_and_search.ipynb).
#
# ## References
#
# - M. Radovanović, A. Nanopoulos and M. Ivanović, *Hubs in Space: Popular Nearest Neighbors in High-Dimensional Data*, JMLR 2010.
# - J. Mu and P. Viswanath, *All-but-the-Top: Simple and Effective Postprocessing for Word Representations*, ICLR 2018.
# - A. Caliskan, J. Bryson and A. Narayanan, *Semantics Derived Automatically from Language Corpora Contain Human-Like Biases*, Science 2017 (WEAT).
# - H. Gonen and Y. Goldberg, *Lipstick on a Pig: Debiasing Methods Cover up Systematic Gender Biases in Word Embeddings But Do Not Remove Them*, NAACL 2019.
