# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 00 · Start here
#
# *What is an embedding, and what will I be able to do with one?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/00_start_here.ipynb)
#
# **After this you can**
#
# - find the nearest words of any word in a table of pretrained vectors,
# - say in one sentence what an embedding is,
# - read a map of word vectors, and know one reason not to trust it,
# - find your way through the course: claims, guesses, exercises, scoreboard.
#
# **Time** 15 minutes · **Needs** nothing before it

# %% [markdown]
# ## Set-up
#
# The same cell opens every notebook. It seeds the random number generators, quiets the logs and prints the versions that the numbers below were made with.

# %%
from course_utils import claim, counts, data, figures, geometry, projector, start, text, training

start(seed=0)

# %% [markdown]
# ## A table of numbers
#
# Here are 400,000 words. Each has a list of 50 numbers: its *vector*. People at Stanford made them in 2014 from six billion words of running text, by counting which words appear near which
# (GloVe; Pennington, Socher and Manning 2014). Nobody told the computer what any word means.

# %% tags=["nbval-check-output"]
glove = data.load_glove()
print("words:", f"{len(glove.tokens):,}")
print("table:", glove.vectors.shape, glove.vectors.dtype)
print("the first ten words:", *glove.tokens[:10])

# %% [markdown]
# Such a table is an **embedding**: a row of numbers for every word. One word's row looks like this.

# %%
row = glove.tokens.index("film")
print(glove.vectors[row].round(2))

# %% [markdown]
# No single number in it means anything to us. The meaning is in how the rows lie to one another.
#
# ## First wonder: neighbours
#
# **Guess** before you run it: which five words have the rows most like that of *film*?

# %%
for word, similarity in geometry.nearest(glove.vectors, glove.tokens, "film", k=5):
    print(f"{similarity:.2f}  {word}")

# %% [markdown]
# The number is the *cosine* of the angle between two rows: 1 for the same direction, 0 for a right angle. Notebook 05 builds it by hand.
#
# A sentence that states a fact stands beside a **claim** in this course: a line that computes it. A claim that does not hold says so.

# %% tags=["nbval-check-output"]
neighbours = [word for word, similarity in geometry.nearest(glove.vectors, glove.tokens, "film", k=5)]
claim("the nearest word of film is movie", neighbours[0] == "movie");

# %% [markdown]
# Now a word of your own. Change it and run the cell again. A word that is not in the table is answered with a sentence that says so.

# %%
my_word = "violin"
for word, similarity in geometry.nearest(glove.vectors, glove.tokens, my_word, k=8):
    print(f"{similarity:.2f}  {word}")

# %% [markdown]
# ## Second wonder: arithmetic
#
# Rows can be added and subtracted. Take the row of *paris*, subtract the row of *france*, add the row of *italy*.
#
# **Guess**: near which word does the result lie?

# %%
rows = {word: glove.vectors[glove.tokens.index(word)] for word in ("paris", "france", "italy")}
somewhere = rows["paris"] - rows["france"] + rows["italy"]
for word, similarity in geometry.nearest(glove.vectors, glove.tokens, somewhere, k=4):
    print(f"{similarity:.2f}  {word}")

# %% [markdown]
# *France is to Paris as Italy is to …* Does it work for other countries, or did we pick a lucky one? The course has a table of countries and their capitals. `geometry.analogy` does the same
# arithmetic, on rows of length one, and leaves the three words of the question out of the answer.

# %% tags=["nbval-check-output"]
frequent = data.load_glove(limit=100_000)
pairs = [(country, capital) for country, capital in data.load_capitals() if country != "france"]
known = set(frequent.tokens)
pairs = [pair for pair in pairs if known.issuperset(pair)]
print(len(pairs), "countries whose name and capital are among the 100,000 most frequent words")

# %%
answers = {
    country: geometry.analogy(frequent.vectors, frequent.tokens, "france", "paris", country, k=1)[0][0]
    for country, capital in pairs
}
right = [country for country, capital in pairs if answers[country] == capital]
print(f"right: {len(right)} of {len(pairs)}")
for country in [country for country, _ in pairs if country not in right][:6]:
    print(f"wrong: {country} -> {answers[country]}")

# %% tags=["nbval-check-output"]
claim("more than half of the capitals are found from one example, France and Paris", len(right) > len(pairs) / 2)
claim("and not all of them", len(right) < len(pairs));

# %% [markdown]
# ## Third wonder: a map
#
# Fifty numbers cannot be drawn. *Principal component analysis* (notebook 02) finds the flat picture that keeps most of the differences. Twelve countries, twelve capitals, an arrow from each
# country to its capital. **Look at** the directions of the arrows.

# %%
from sklearn.decomposition import PCA

chosen = ["france", "germany", "italy", "spain", "poland", "russia", "japan", "china", "egypt", "greece", "turkey", "vietnam"]
capital_of = dict(data.load_capitals())
words = chosen + [capital_of[country] for country in chosen]
vectors = geometry.normalize(glove.vectors[[glove.tokens.index(word) for word in words]])
pca = PCA(n_components=2).fit(vectors)
points = pca.transform(vectors)

# %%
shares = pca.explained_variance_ratio_
figures.arrows(
    points[:12],
    points[12:],
    chosen,
    words[12:],
    title="From country to capital, the arrows point the same way",
    axis_labels=tuple(f"component {i} ({share:.0%} of the variance)" for i, share in enumerate(shares, start=1)),
);

# %% [markdown]
# The direction from a country to its capital is much the same for all twelve. Nobody put it there. It is measured as the mean cosine between two arrows, and not on the map but in all 50
# dimensions. For comparison: arrows from the same countries to capitals dealt out at random.

# %%
import numpy as np

countries, capitals = vectors[:12], vectors[12:]
true_pairs = geometry.parallelism(countries, capitals)
generator = np.random.default_rng(0)
shuffled = [geometry.parallelism(countries, generator.permutation(capitals)) for _ in range(200)]
print(f"mean cosine of two arrows: {true_pairs:.2f}; with shuffled capitals: {np.mean(shuffled):.2f}, at most {max(shuffled):.2f}")

# %% tags=["nbval-check-output"]
claim("the true arrows are more parallel than those of any of 200 shuffles", true_pairs > max(shuffled))
claim("the map shows less than two thirds of the variance", shares.sum() < 2 / 3);

# %% [markdown]
# The second claim is the warning on every map in this course: the picture leaves a good part out. A picture is evidence only beside a number.
#
# ## How the course works
#
# - **Predict, run, explain.** Where it says *guess*, write your guess down before you run the cell. A guess that turns out wrong is remembered.
# - **Claims.** `claim("sentence", condition)` prints ✔ when the sentence holds in this run, and ✘ when it does not. When you change a number, a claim may stop holding: that is information.
# - **One scoreboard.** From notebook 01 on, each method classifies the same film reviews, on the same split, and adds a row. A plain method that wins is reported as winning.
# - **Exercises** close each notebook, with checks, hints and solutions.
#
# ## Is everything here?
#
# One line for each thing that the core track needs. A line that says `[FAIL]` says what to do.

# %%
from course_utils.start import environment_report

environment_report();

# %% [markdown]
# ## The map of the course
#
# | | notebook | question | minutes |
# | --- | --- | --- | ---: |
# | 00 | Start here | What is an embedding? | 15 |
# | 01 | [One-hot](01_one_hot.ipynb) | What does a computer see of a word before it has learned anything? | 30 |
# | 02 | [Counts and PCA](02_counts_and_pca.ipynb) | How far does counting neighbours go? | 40 |
# | 03 | [The Embedding layer](03_embedding_layer.ipynb) | What is the layer, exactly? | 45 |
# | 04 | Training (in preparation) | How is a table learned from labelled reviews? | 60 |
# | 05 | [Reading the weights](05_reading_the_weights.ipynb) | What did it learn, and what not? | 45 |
# | 06 | [The projector](06_projector.ipynb) | How is a table shown to others? | 45 |

# %% [markdown]
# ## What we saw
#
# - An embedding is a table: a row of numbers for each item. What it says is in how the rows lie to one another.
# - In GloVe's table, *movie* is the nearest word of *film*, and more than half of the capitals are found by arithmetic from one example.
# - The arrows from countries to capitals are more parallel than chance, by a number and not only by eye.
#
# ## Exercises
#
# The exercises and the quiz of this notebook come here.
#
# ## Where next
#
# [01 · One-hot](01_one_hot.ipynb) goes back to the beginning: how a word becomes a number at all.
#
# ## References
#
# - J. Pennington, R. Socher and C. Manning, *GloVe: Global Vectors for Word Representation*, EMNLP 2014.
# - T. Mikolov, W. Yih and G. Zweig, *Linguistic Regularities in Continuous Space Word Representations*, NAACL 2013.
