# %% [markdown]
# # 02a · Trusting a map
#
# *How much of a picture of word vectors can you believe?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/02a_trusting_a_map.ipynb)
#
# This is a closer look: it is optional, and nothing later depends on it.
#
# **After this you can**
#
# - put two numbers and a control beside any map of vectors,
# - say what t-SNE keeps, and what it makes up,
# - find out what the first direction of a table says,
# - measure arrows where they are, not where they are drawn.
#
# **Time** 30 minutes, 40 with exercises · **Needs** notebook 02

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA

from course_utils import check, claim, counts, data, figures, geometry, start, text

start(seed=0)

# %% [markdown]
# The word vectors are those of notebook 02: counts of the training reviews, PPMI, SVD, 100 numbers per word.

# %%
reviews = [text.tokenize(review) for review in data.load_reviews().train.texts]
vocabulary = text.build_vocabulary(reviews, min_count=5)
ids = text.to_ids(reviews, vocabulary)
together = counts.cooccurrence(ids, len(vocabulary), window=5)

# %%
ppmi = counts.ppmi(together)
vectors = counts.svd_vectors(ppmi, 100)

# %% [markdown]
# ## A map of nothing
#
# Here are 20 words of five kinds. PCA gives each a place in the plane. Below that map is another, with a *random* vector for each word.

# %%
kinds = {
    "film people": ["actor", "actress", "director", "writer"],
    "genres": ["horror", "comedy", "drama", "musical"],
    "family": ["mother", "father", "sister", "brother"],
    "music": ["music", "song", "soundtrack", "singing"],
    "war": ["war", "soldiers", "army", "battle"],
}
words = [word for members in kinds.values() for word in members]
kind_of = [kind for kind, members in kinds.items() for word in members]
real = geometry.normalize(vectors[[vocabulary.index(word) for word in words]])
noise = geometry.normalize(np.random.default_rng(0).normal(size=real.shape))

# %% tags=["drawing"]
# @title The two maps
_, panels = plt.subplots(2, 1, figsize=(9.6, 12))
titles = ["Counted vectors: nearly every word is with its kind", "Random vectors make a map too, of nothing"]
for ax, table, title in zip(panels, [real, noise], titles):
    pca = PCA(2).fit(table)
    one, two = pca.explained_variance_ratio_
    ax.set(title=title, xlabel=f"first component ({one:.0%} of the variance)", ylabel=f"second component ({two:.0%})")
    ax.set_aspect("equal", adjustable="datalim")
    ax.margins(0.08)
    places = pca.transform(table)
    if table is real:
        for kind, colour, marker in zip(kinds, figures.COLOURS, "osD^v"):
            dots = places[[name == kind for name in kind_of]]
            ax.scatter(*dots.T, s=28, color=colour, marker=marker, label=kind, zorder=4)
        ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=9)
    else:
        ax.scatter(*places.T, s=28, color=figures.GREY, zorder=4)
    turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    rims = [places + 0.022 * np.array([np.cos(a), np.sin(a)]) for a in turn]  # no label covers a marker
    rest = [""] * (8 * len(words))
    figures.label_points(ax, np.vstack([places, *rims]), words + rest)

# %% [markdown]
# The upper map makes sense. Even *musical* rightly sits with music: it is nearer to *song* than to any genre in all 100 dimensions too. But the lower map has groups, outliers and gaps as well, and a story could be told about each.
#
# Two numbers protect you. The **explained variance** is on the axes: together 34 % for the words and 19 % for noise, so most of what sets the words apart is on neither axis. **Neighbour preservation** asks: of a word's 3 nearest in all 100 dimensions, how many are among its 3 nearest on the map? `geometry.neighbour_preservation` takes the mean over all words.
#
# **Guess.** What share of its neighbours does the upper map keep?

# %%
guess = ...  # a number from 0 to 1


# %% tags=["reveal"]
def kept_by_pca(table, k):
    places = PCA(2).fit_transform(table)
    return geometry.neighbour_preservation(table, places, k=k)


kept = kept_by_pca(real, k=3)
check.guess(guess, round(kept, 2))

# %% [markdown]
# 0.80: one in five of the neighbours on this map is a false one. And this number flatters: we chose words in groups of four, and asked for three neighbours. What about noise? Twenty draws, to be fair (± is their standard deviation):

# %%
draws = [np.random.default_rng(seed).normal(size=real.shape) for seed in range(20)]
kept_of_noise = [kept_by_pca(geometry.normalize(draw), k=3) for draw in draws]
mean, spread = np.mean(kept_of_noise), np.std(kept_of_noise)
print(f"counted vectors      {kept:.2f}")
print(f"random vectors       {mean:.2f} ± {spread:.2f}")
print(f"places at random     {3 / (len(words) - 1):.2f}")
claim("the map of words keeps more than any map of noise", kept > max(kept_of_noise));

# %% [markdown]
# A map of noise keeps far more than chance, since PCA makes the best of whatever it is given. A number without a control says little.

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("one in five is lost, to 0.06", abs(kept - 0.8) < 0.06)
claim("noise keeps more than twice what chance does", np.mean(kept_of_noise) > 2 * 3 / 19)
flat = PCA(2).fit_transform(real)
to_music = np.linalg.norm(flat[words.index("musical")] - flat[12:16], axis=1).min()
to_genres = np.linalg.norm(flat[words.index("musical")] - flat[4:7], axis=1).min()
claim("musical is nearer to music than to another genre", to_music < to_genres)
likeness = real @ real[words.index("musical")]
claim("in all dimensions, too", likeness[words.index("song")] > likeness[4:7].max() + 0.1)
in_plane = [PCA(2).fit(table).explained_variance_ratio_.sum() for table in (real, noise)]
claim("34 % and 19 % of the variance are on the axes, to 2", np.abs(np.array(in_plane) - [0.34, 0.19]) < 0.02);

# %% [markdown]
# ## Which is which?
#
# We chose those 20 words because they look good on a map. Here are 200 that nobody chose: ranks 101 to 300. The maps are by **t-SNE**, *t-distributed stochastic neighbour embedding*. It moves the dots until near neighbours in 100 dimensions are near on paper. It cares little about far ones, so distances between groups mean little. Its *perplexity* is roughly how many neighbours a dot should have. One panel shows the counted vectors, the other random ones.

# %%
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

counted = geometry.normalize(vectors[102:302])
random = geometry.normalize(np.random.default_rng(1).normal(size=counted.shape))


def tsne(table, perplexity):
    with threadpool_limits(1):  # few points: threads would only wait for each other
        return TSNE(perplexity=perplexity, random_state=0).fit_transform(table)


# %% tags=["drawing"]
# @title Two maps of 200 words
maps = {"left": tsne(random, 5), "right": tsne(counted, 5)}
_, panels = plt.subplots(1, 2, figsize=(9, 4.3))
for ax, (side, places) in zip(panels, maps.items()):
    ax.scatter(*places.T, s=14, linewidth=0, color=figures.GREY)
    ax.set(xticks=[], yticks=[], title=f"Words or noise? ({side})")
    ax.set_aspect("equal", adjustable="datalim")
    ax.spines[:].set_visible(False)

# %% [markdown]
# **Guess.** Which panel shows the real words?

# %%
guess = ...  # "left" or "right"

# %% tags=["reveal"]
for side, table in {"left": random, "right": counted}.items():
    share = geometry.neighbour_preservation(table, maps[side], k=10)
    print(f"{side:5} keeps {share:.2f} of the 10 nearest")
check.guess(guess, "right")


# %% [markdown]
# The right one; the left one is noise. With a perplexity of 5, noise falls into small groups and chains as well. These are the shares of the 10 nearest that a map keeps:

# %%
def kept_by_each(table):
    kept = {"PCA": kept_by_pca(table, k=10)}
    for perplexity in (5, 20, 60):
        places = tsne(table, perplexity)
        share = geometry.neighbour_preservation(table, places, k=10)
        kept[f"t-SNE, perplexity {perplexity}"] = share
    return kept


kept_shares = {"counted": kept_by_each(counted), "random": kept_by_each(random)}
preserved = pd.DataFrame(kept_shares)
print(f"by chance {10 / 199:.2f}")
preserved.round(2)

# %%
by_tsne = preserved.drop("PCA")
by_pca = preserved.counted["PCA"]
claim("t-SNE keeps more neighbours than PCA", by_tsne.counted > by_pca + 0.1)
claim("it keeps more of noise than PCA of words", by_tsne.random.max() > by_pca);


# %% [markdown]
# t-SNE keeps about four neighbours in ten, twice as many as PCA. But it also keeps nearly three in ten of this draw of noise, **more than PCA keeps of words:** a share means nothing until noise has been mapped the same way. (Nor can 0.80 be compared with these: that was 3 neighbours of 19, this is 10 of 199.)
#
# With names, some clumps on the right can be read; we picked the coloured words after looking. *1*, *2* and *10* are together, but far from *two* and *three*. In all 100 dimensions, too, the digits are hardly nearer to *two* and *three* than to any word. (Perhaps because digits are ratings, as in *8 out of 10*.) t-SNE alone would not have shown it, since neither the size of a clump nor the distance between two clumps means much (Wattenberg, Viégas & Johnson 2016).

# %%
def unit_rows(chosen):
    return geometry.normalize(vectors[[vocabulary.index(word) for word in chosen]])


digits, number_words = unit_rows(["1", "2", "10"]), unit_rows(["two", "three"])
print("mean cosine of 1, 2 and 10 with")
for name, rows in {"two, three": number_words, "all 200": counted}.items():
    print(f"{name:10} {np.mean(digits @ rows.T):.2f}")

# %% tags=["drawing"]
# @title The right map, with names
from textwrap import fill

clumps = ["1 2 10", "two three both each", "man woman girl guy young"]
clumps += ["watch watched watching saw seen dvd", "actor actors cast role performance played plays"]
clumps += ["show shows series tv", "year years minutes later old"]
_, ax = plt.subplots(figsize=(9.4, 7.6))
places = maps["right"]
ax.scatter(*places.T, s=9, linewidth=0, color="#B8B8B8")
for clump, colour, marker in zip(clumps, figures.COLOURS, "osD^vPX"):
    members = np.array(clump.split())
    dots = places[[vocabulary.index(word) - 102 for word in members]]
    middle = np.median(dots, axis=0)
    close = np.linalg.norm(dots - middle, axis=1) < 12
    ax.scatter(*dots.T, s=28, color=colour, marker=marker)
    look = {"textcoords": "offset points", "ha": "center", "fontsize": 10, "color": figures.INK}
    top = (middle[0], dots[close, 1].max())
    ax.annotate(fill(" ".join(members[close]), 30), top, xytext=(0, 7), **look)
    for stray in np.flatnonzero(~close):
        ax.annotate(members[stray], dots[stray], xytext=(0, 7), **look)
ax.set(xticks=[], yticks=[], title="Some clumps of t-SNE can be read")
ax.set_aspect("equal", adjustable="datalim")
ax.grid(False)
ax.spines[:].set_visible(False)

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("t-SNE keeps about four in ten", by_tsne.counted.mean() > 0.33 and by_tsne.counted.max() < 0.55)
claim("nearly three in ten of noise", abs(by_tsne.random.mean() - 0.28) < 0.05)
claim("the digits are alike", digits @ digits.T > 0.6)
to_words, usual = np.mean(digits @ number_words.T), np.mean(digits @ counted.T)
claim("hardly nearer to the number words than to any word", to_words < usual + 0.1)
claim("PCA keeps about two in ten", abs(preserved.counted["PCA"] - 0.2) < 0.06);

# %% [markdown]
# ## How much fits into a plane?
#
# That depends on the table. Take the 1,000 most frequent words and how often each meets the others. **Guess.** What percentage of the variance of these counts is in the very first direction?

# %%
guess = ...  # a number from 0 to 100

# %% tags=["reveal"]
frequent = slice(2, 1002)
tables = {"counts": together[frequent, frequent], "PPMI": ppmi[frequent, frequent]}
fitted = {name: PCA().fit(table.toarray()) for name, table in tables.items()}
first = fitted["counts"].explained_variance_ratio_[0]
check.guess(guess, round(100 * first), "%")

# %% tags=["drawing"]
# @title Variance against components
_, ax = plt.subplots(figsize=(7.2, 3.6))
for (name, pca), style, spot in zip(fitted.items(), ["-", "--"], [(2.2, 85), (28, 38)]):
    percent = 100 * pca.explained_variance_ratio_.cumsum()
    (line,) = ax.plot(np.arange(1, 1001), percent, style)
    ax.text(*spot, name, color=line.get_color(), fontsize=11)
ax.set(xscale="log", xticks=[1, 2, 10, 100, 1000], xticklabels=[1, 2, 10, 100, 1000], ylim=(0, 102))
ax.set(
    xlabel="components kept (2: a map)",
    ylabel="variance explained (%)",
    title="Counts vary in one direction, PPMI in hundreds",
);

# %% [markdown]
# 93 %. That sounds like a perfect map, but what does this direction say? Compare each word's place along it with how often the word meets others:

# %%
along_first = fitted["counts"].transform(tables["counts"].toarray())[:, 0]
frequency = tables["counts"].sum(axis=1)
place_and_count = pd.DataFrame({"place": along_first, "count": frequency})
for method in ("pearson", "spearman"):  # by the counts, and by their ranks
    correlation = place_and_count.corr(method).loc["place", "count"]
    print(f"correlation with frequency, {method:8} {abs(correlation):.2f}")

# %% [markdown]
# It says *this word is frequent*, and almost nothing else. PPMI turns frequency down, and then no direction dominates: the first holds 4 %, and 90 % takes about 400. A large share of the variance does not prove meaning, and a small share does not prove that it is missing.
#
# Frequency is stubborn, though. The SVD of notebook 02 does not centre, since that would fill every zero of a huge table. On the 1,000 words we can compare: how closely does the first number follow the logarithm of the frequency?

# %%
log_frequency = np.log(together.sum(axis=1)[2:])
first_numbers = {
    "1,000 words, centred": fitted["PPMI"].transform(tables["PPMI"].toarray())[:, 0],
    "1,000 words, not centred": counts.svd_vectors(tables["PPMI"], 1)[:, 0],
    "all words, not centred": vectors[2:, 0],
}
follows = {}
for name, numbers in first_numbers.items():
    follows[name] = abs(np.corrcoef(numbers, log_frequency[: len(numbers)])[0, 1])
    print(f"{name:25} correlation with log frequency {follows[name]:.2f}")
claim("the first of the 100 numbers follows the frequency", follows[name] > 0.93);

# %% tags=["checks"]
# @title Numbers of this section, checked
shares = fitted["PPMI"].explained_variance_ratio_
claim("the first direction of the counts holds 93 %, to 2", abs(first - 0.93) < 0.02)
claim("it is frequency", abs(np.corrcoef(along_first, frequency)[0, 1]) > 0.98)
claim("in ranks, too", place_and_count.corr("spearman").loc["place", "count"] ** 2 > 0.9)
claim("without centring the first number follows the frequency", follows["1,000 words, not centred"] > 0.65)
claim("with it hardly", follows["1,000 words, centred"] < 0.25)
claim("the first direction of PPMI holds 4 %, to 1", abs(shares[0] - 0.04) < 0.01)
claim("90 % takes about 400 of them", abs(np.searchsorted(shares.cumsum(), 0.9) - 400) < 40);

# %% [markdown]
# Without centring, the first number follows the frequency; with it, hardly.
#
# ## Arrows, measured where they are
#
# Notebook 00 drew arrows from countries to capitals, with GloVe's vectors. Here are all 120 pairs. Every arrow is moved to one starting point, the cross, and only its tip is drawn. In grey: arrows to capitals dealt out at random, so nearly always another country's.

# %%
glove = data.load_glove(limit=100_000)
pairs = [pair for pair in data.load_capitals() if pair[0] in glove and pair[1] in glove]
countries = geometry.normalize(glove[[country for country, capital in pairs]])
capitals = geometry.normalize(glove[[capital for country, capital in pairs]])
plane = PCA(2).fit(np.vstack([countries, capitals]))

# %% tags=["drawing"]
# @title The tips of the arrows
generator = np.random.default_rng(0)
clouds = {"a capital at random": generator.permutation(capitals), "its own capital": capitals}
_, ax = plt.subplots(figsize=(7, 4.6))
for (name, tips), colour, marker in zip(clouds.items(), ["#A0A0A0", figures.COLOURS[2]], ["o", "s"]):
    steps = plane.transform(tips) - plane.transform(countries)
    ax.scatter(*steps.T, s=16, linewidth=0, color=colour, marker=marker, label=name)
ax.plot(0, 0, "k+", markersize=14, markeredgewidth=2)
ax.text(0.04, 0.05, "every country")
ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=10)
one, two = plane.explained_variance_ratio_
ax.set(xlabel=f"first component ({one:.0%} of the variance)", ylabel=f"second component ({two:.0%})")
ax.set(title="On the map, true capitals seem to lie in one direction", aspect="equal");


# %% [markdown]
# How *parallel* are they? We take the mean cosine of two different arrows: 1 when all are parallel, near 0 when they point in all directions. We take it on the map and in all 50 dimensions, each with 200 deals of wrong capitals as a control.

# %% tags=["nbval-check-output"]
def parallelism(tails, tips):
    arrows = geometry.normalize(tips - tails)
    cosines = arrows @ arrows.T
    different = ~np.eye(len(arrows), dtype=bool)  # no arrow with itself
    return cosines[different].mean()


on_map = [plane.transform(countries), plane.transform(capitals)]
in_space = [countries, capitals]
generator = np.random.default_rng(0)
measured = {}
for name, (tails, tips) in {"on the map": on_map, "in 50 dimensions": in_space}.items():
    deals = [generator.permutation(tips) for _ in range(200)]
    wrong = [parallelism(tails, deal) for deal in deals]
    measured[name] = parallelism(tails, tips), np.mean(wrong), max(wrong)
    true, usual, best = measured[name]
    print(f"{name:16} true {true:.2f}, wrong {usual:.2f}, best wrong deal {best:.2f}")

# %% [markdown]
# The arrows are real: in 50 dimensions 0.56, and no deal of wrong capitals comes near. (Theirs is not 0: every arrow leads from a country to a capital.) But the map flatters the arrows, and even wrong ones look fairly parallel on it. PCA looks for the directions in which the words differ most, and the direction from countries to capitals is one of these. What sets the arrows apart is mostly in the 48 directions that were dropped:

# %% tags=["nbval-check-output"]
arrows = capitals - countries
shared = arrows.mean(axis=0)
parts = {"what all share": shared, "what sets them apart": arrows - shared}
for name, steps in parts.items():
    on_plane = ((steps @ plane.components_.T) ** 2).sum() / (steps**2).sum()
    print(f"{name:20} {on_plane:.0%} lies in the plane of the map")
true_on_map, wrong_on_map, _ = measured["on the map"]
true_in_space, wrong_in_space, best_wrong = measured["in 50 dimensions"]
claim("the map makes arrows look more parallel", true_on_map > true_in_space + 0.3)
claim("no wrong deal comes near the truth", best_wrong < true_in_space - 0.2);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("there are 120 pairs", len(pairs) == 120)
claim("in 50 dimensions 0.56", round(true_in_space, 2) == 0.56)
claim("on the map wrong capitals are above 0.6", wrong_on_map > 0.6)
in_plane = ((shared @ plane.components_.T) ** 2).sum() / (shared**2).sum()
rest = arrows - shared
rest_in_plane = ((rest @ plane.components_.T) ** 2).sum() / (rest**2).sum()
claim("the plane holds nine tenths of what the arrows share", in_plane > 0.9)
claim("and a tenth of what sets them apart", rest_in_plane < 0.1);

# %% [markdown]
# ## What more numbers bring back
#
# In notebook 02, four numbers per word found every class of the toy language, and whole rows of 56 missed a quarter of the words. What do fewer or more numbers find? The language also holds 24 analogies, such as *dog is to puppy as cat is to …*. This function counts both. (`most_similar` never answers with a word that it was given, which makes an analogy easier.)

# %%
from gensim.models import KeyedVectors


def recovered(vectors, toy_words, language):
    members = list(language.word_class)
    table = KeyedVectors(vectors.shape[1])
    table.add_vectors(members, vectors[[toy_words.index(word) for word in members]])
    same_class = right = 0
    for word in members:
        nearest, _ = table.most_similar(word, topn=1)[0]
        same_class += language.word_class[nearest] == language.word_class[word]
    for a, b, c, d in language.analogies:
        answer, _ = table.most_similar(positive=[b, c], negative=[a], topn=1)[0]
        right += answer == d
    return same_class / len(members), right / len(language.analogies)


# %% [markdown]
# We draw the sentences five times, and try 2, 3, 4, 6, 8, 12, 16, 24 and 40 numbers per word, for counts and for PPMI. Four were enough for the classes. **Guess.** With how many does PPMI first answer 95 % of the analogies, on average?

# %%
guess = ...  # one of the nine lengths

# %% tags=["reveal"]
dimensions = [2, 3, 4, 6, 8, 12, 16, 24, 40]
shape = (5, len(dimensions))
classes = {name: np.zeros(shape) for name in ("PPMI", "counts", "random")}
analogies = {name: np.zeros(shape) for name in classes}
for seed in range(5):
    language = data.load_planted_language(seed=seed)
    toy_words = text.build_vocabulary(language.sentences)
    toy_ids = text.to_ids(language.sentences, toy_words)
    toy_counts = counts.cooccurrence(toy_ids, len(toy_words), window=2)
    toy_ppmi = counts.ppmi(toy_counts)
    for column, d in enumerate(dimensions):
        short = {"PPMI": counts.svd_vectors(toy_ppmi, d)}
        short["counts"] = counts.svd_vectors(toy_counts, d)
        short["random"] = np.random.default_rng(seed).normal(size=(len(toy_words), d))
        for name, table in short.items():
            found = recovered(table, toy_words, language)
            classes[name][seed, column], analogies[name][seed, column] = found
enough = analogies["PPMI"].mean(axis=0) >= 0.95
check.guess(guess, dimensions[np.argmax(enough)], "numbers per word")

# %% tags=["drawing"]
# @title What is found, against the number of columns
_, panels = plt.subplots(2, 1, figsize=(7.2, 6.6))
found = {
    "PPMI misplaces about a quarter of the words, or more, from 16 numbers on": classes,
    "PPMI: nearly all analogies with 4 numbers,\nfewer with 8": analogies,
}
name_at = [
    {"counts": (20, 0.9), "PPMI": (20, 0.65), "random": (20, 0.24)},
    {"counts": (8, 0.72), "PPMI": (8, 0.95), "random": (20, 0.12)},
]
for ax, (title, lines), spots in zip(panels, found.items(), name_at):
    ax.set(ylim=(0, 1.03), xscale="log")
    figures.curves(lines, title, ("numbers per word", "share found"), x=dimensions, ax=ax)
    for name in ax.texts:  # inside the frame: at the right end they would be above it
        name.set(x=spots[name.get_text()][0], y=spots[name.get_text()][1], transform=ax.transData, ha="center")
        if name.get_text() == "random":
            name.set_color(figures.GREY)
    ax.lines[2].set(color=figures.GREY, linestyle=":")
    ax.collections[2].set_color(figures.GREY)
    ax.set_xticks(dimensions, dimensions)
    ax.minorticks_off()

# %% [markdown]
# Each line is the mean of five draws, each band reaches from the worst to the best. Random vectors are the control.
#
# - **Few numbers keep what is shared.** Four numbers of PPMI hold every class, and nearly all analogies.
# - **More numbers bring back what is peculiar.** At first what a class shares outweighs what one word has alone; later it is the other way round. From 16 on, *fish* is nearest to *purrs* again, in every draw. About a quarter of the words have a nearest word of another class, and at 40 about a third.
# - **More is not steadily better.** With 8 numbers fewer analogies are answered than with 4, on average. By how much depends on the draw; we do not know why.
# - **Whether counts or PPMI do better depends on the question.** Counts hold the classes longer, PPMI answers more analogies. On WordSim, in notebook 02, PPMI's whole rows were far ahead of the counts' (0.39 against 0.06). Perhaps it matters, too, that all words of this language are frequent, while most in real text are rare.

# %% tags=["checks"]
# @title Numbers of this section, checked
by_length = {name: pd.DataFrame(runs, columns=dimensions) for name, runs in classes.items()}
answered = {name: pd.DataFrame(runs, columns=dimensions) for name, runs in analogies.items()}
claim("four numbers of PPMI hold every class", by_length["PPMI"][4] == 1)
claim("and nearly all analogies", answered["PPMI"][4].mean() > 0.94)
claim("three do not", answered["PPMI"][3].mean() < 0.95)
gone = 1 - by_length["PPMI"].mean()
claim("at 16 and 24 about a quarter is beside another class", (gone[[16, 24]] - 0.25).abs() < 0.06)
claim("at 40 about a third", abs(gone[40] - 0.33) < 0.05)
claim("with 8 fewer are answered than with 4", answered["PPMI"].mean()[8] < answered["PPMI"].mean()[4] - 0.03)
for seed in range(5):
    language = data.load_planted_language(seed=seed)
    toy_words = text.build_vocabulary(language.sentences)
    toy_ids = text.to_ids(language.sentences, toy_words)
    toy_ppmi = counts.ppmi(counts.cooccurrence(toy_ids, len(toy_words), window=2))
    others = [word for word in language.word_class if word != "fish"]
    with_purrs = []
    for d in (12, 16, 24, 40):
        table = geometry.normalize(counts.svd_vectors(toy_ppmi, d))
        likeness = table[[toy_words.index(word) for word in others]] @ table[toy_words.index("fish")]
        with_purrs.append(others[likeness.argmax()] == "purrs")
    claim(f"from 16 on, not at 12, fish is nearest to purrs, draw {seed}", with_purrs == [False, True, True, True])
claim("counts hold the classes longer", by_length["counts"].loc[:, 4:24] == 1)
claim("random vectors find few of the classes", by_length["random"].mean() < 0.3)
claim("and few of the analogies", answered["random"].mean() < 0.2)
claim(
    "PPMI answers more analogies from 4 to 24",
    answered["PPMI"].mean().loc[4:24] > answered["counts"].mean().loc[4:24],
);


# %% [markdown]
# ## What we saw
#
# - A PCA map needs two numbers, its explained variance and the neighbours it keeps; any map needs the second. Both need a control: the same kind of map, drawn from noise.
# - Here t-SNE kept twice as many neighbours as PCA, and more of noise than PCA kept of words.
# - A direction with 93 % of the variance can say nothing but *this word is frequent*.
# - Measure arrows in all dimensions: the map shows what they share and hides what sets them apart.
# - Few numbers keep what words share; more numbers bring back what is peculiar to one word.
#
# ## Exercises
#
# **How much each component says.** Its share of the variance, as on the axes of every PCA map here. The singular values are all you need.

# %%
def explained_shares(points):
    """Return each component's share of the variance: shape (columns,).

    points holds floats: a row for each point and a column for each dimension. There are
    at least two columns, and more rows than columns. The largest share comes first;
    they add up to 1. Columns are centred, not standardised.
    """
    ...


check.explained_shares(explained_shares)

# %% [markdown]
# ## Where next
#
# Back to the road: [03 · The Embedding layer](03_embedding_layer.ipynb).
#
# ## References
#
# - L. van der Maaten and G. Hinton, *Visualizing Data using t-SNE*, JMLR 2008.
# - M. Wattenberg, F. Viégas and I. Johnson, *How to Use t-SNE Effectively*, Distill 2016.
