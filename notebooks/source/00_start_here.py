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
# **Time** 25 minutes, 35 with exercises · **Needs** nothing before it

# %% [markdown]
# ## Set-up
#
# The first cell of every notebook looks for the course; where it is missing, as on Google Colab, it is installed, which takes a minute or two. `start` seeds the random number generators, quiets the logs and prints the versions that the numbers below were made with.

# %%
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, geometry, start

start(seed=0)

# %% [markdown]
# ## A table of numbers
#
# Here are 400,000 words. Each has a list of 50 numbers: its *vector*. People at Stanford made them in 2014 from six billion words of running text, by counting which words appear near which
# (GloVe; Pennington, Socher and Manning 2014). Nobody told the computer what any word means.

# %% tags=["nbval-check-output"]
glove = data.load_glove()
print("words:", f"{len(glove):,}")
print("table:", glove.vectors.shape, glove.vectors.dtype)
print("the first ten words:", *glove.index_to_key[:10])

# %% [markdown]
# Punctuation marks count as words in this table; the most frequent come first.
#
# Such a table is an **embedding**: a row of numbers for every word. One word's row looks like this.

# %%
print(glove["film"].round(2))

# %% [markdown]
# No single number in it means anything to us. The meaning is in how the rows lie to one another.
#
# ## First wonder: neighbours
#
# **Guess** before you go on: which five words have the rows most like that of *film*? Write them in place of the three dots, or leave the dots.

# %%
guess = ...  # five words in a list: ["…", "…", "…", "…", "…"]

# %%
for word, similarity in glove.most_similar("film", topn=5):
    print(f"{similarity:.2f}  {word}")

# %% [markdown]
# The number is the *cosine* of the angle between two rows: 1 for the same direction, 0 for a right angle, -1 for the opposite direction. Notebooks 01 and 05 compute it by hand.
#
# A sentence that states a fact stands beside a **claim** in this course: a line that computes it. A claim that does not hold says so.

# %% tags=["nbval-check-output"]
neighbours = [word for word, similarity in glove.most_similar("film", topn=5)]
claim("the nearest word of film is movie", neighbours[0] == "movie");

# %% [markdown]
# And your guess?

# %%
check.guess(guess, neighbours)

# %% [markdown]
# Now a word of your own. Change it and run the cell again. A word that is not in the table ends in a `KeyError` that names it.

# %%
my_word = "violin"
for word, similarity in glove.most_similar(my_word, topn=8):
    print(f"{similarity:.2f}  {word}")

# %% [markdown]
# ## Second wonder: arithmetic
#
# Rows can be added and subtracted. Take the row of *paris*, subtract the row of *france*, add the row of *italy*.
#
# **Guess**: near which word does the result lie?

# %%
guess = ...  # one word: "…"

# %%
somewhere = glove["paris"] - glove["france"] + glove["italy"]
near_somewhere = glove.similar_by_vector(somewhere, topn=4)
for word, similarity in near_somewhere:
    print(f"{similarity:.2f}  {word}")

# %% tags=["nbval-check-output"]
claim("nearest is rome", near_somewhere[0][0] == "rome")
claim("next comes italy, where we started", near_somewhere[1][0] == "italy");

# %%
check.guess(guess, near_somewhere[0][0])

# %% [markdown]
# *Paris* minus *France* is the step from a country to its capital. Taken from *Italy*, it leads to *Rome*, with a cosine of 0.84 (Mikolov, Yih and Zweig 2013). It is a short step: *Italy* itself comes next, with 0.79.
#
# *France is to Paris as Italy is to …* Does it work for other countries, or did we pick a lucky one? The course has a table of countries and their capitals.

# %% tags=["nbval-check-output"]
frequent = data.load_glove(limit=100_000)
pairs = [
    (country, capital)
    for country, capital in data.load_capitals()
    if country in frequent and capital in frequent and country != "france"
]
print(len(pairs), "countries besides France whose name and capital are among the 100,000 most frequent words")

# %% [markdown]
# `most_similar` does the same arithmetic on rows scaled to length 1 (each divided by the root of its sum of squares), and leaves the three words of the question out of the answer. **Guess** before you run it: how many of the 119 capitals does it find?

# %%
guess = ...  # a number from 0 to 119


# %%
def capital_by_analogy(country: str) -> str:
    word, _ = frequent.most_similar(positive=["paris", country], negative=["france"])[0]
    return word


answers = {country: capital_by_analogy(country) for country, capital in pairs}
right = [country for country, capital in pairs if answers[country] == capital]
wrong = [country for country, capital in pairs if answers[country] != capital]
print(f"right: {len(right)} of {len(pairs)}")
for country in wrong[:8]:
    print(f"wrong: {country} -> {answers[country]}")

# %% tags=["nbval-check-output"]
capitals_of_others = [country for country in wrong if answers[country] in dict(pairs).values()]
half, third = len(pairs) / 2, len(wrong) / 3
claim("more than half of the capitals are found from one example, France and Paris", len(right) > half)
claim("and not all of them", len(right) < len(pairs))
claim("at least a third of the wrong answers are capitals elsewhere", len(capitals_of_others) >= third);

# %%
check.guess(guess, len(right), "of 119")

# %% [markdown]
# 71 of 119 are right. The wrong answers are not just any words: Sydney is the largest city of Australia, Stockholm is a capital, *dhabi* and *janeiro* are the ends of Abu Dhabi and Rio de Janeiro. Each row stands for one word, and a name of two words has no row of its own.
#
# Leaving out the words of the question is a rule that we added. **Guess**: how many are right without it?

# %%
guess = ...  # a number from 0 to 119

# %%
unit = geometry.normalize(frequent.vectors)
paris, france = unit[frequent.key_to_index["paris"]], unit[frequent.key_to_index["france"]]
unruled = {}
for country, capital in pairs:
    somewhere = paris - france + unit[frequent.key_to_index[country]]
    unruled[country] = frequent.similar_by_vector(somewhere, topn=1)[0][0]
right_unruled = [country for country, capital in pairs if unruled[country] == capital]
stayed = [country for country, capital in pairs if unruled[country] == country]
print(f"right: {len(right_unruled)} of {len(pairs)}")
print(f"the answer is the country that we started from: {len(stayed)} times")

# %% tags=["nbval-check-output"]
claim("without the rule about ten fewer capitals are found", 8 <= len(right) - len(right_unruled) <= 12)
claim("in a quarter of the cases, to 0.02, we stay", abs(len(stayed) / len(pairs) - 1 / 4) < 0.02);

# %%
check.guess(guess, len(right_unruled), "of 119")

# %% [markdown]
# Ten fewer are right, and 29 times the step does not even leave the country. The rule is a part of the method, and of its score (Rogers, Drozd and Li 2017).
#
# ## Third wonder: a map
#
# Fifty numbers cannot be drawn. *Principal component analysis* (notebook 02) finds two axes that keep as much as two can of the *variance*, the measure of how much the points differ. Twelve countries, twelve capitals, an arrow from each
# country to its capital. **Look at** the directions of the arrows.

# %%
from sklearn.decomposition import PCA

chosen = ["france", "germany", "italy", "spain", "greece", "poland"]
chosen += ["russia", "japan", "china", "egypt", "iran", "vietnam"]
capital_of = dict(data.load_capitals())
words = chosen + [capital_of[country] for country in chosen]
vectors = geometry.normalize(glove[words])
pca = PCA(n_components=2).fit(vectors)
points = pca.transform(vectors)

# %%
shares = pca.explained_variance_ratio_
title = "From country to capital, the arrows point the same way"
axis_labels = tuple(f"component {i} ({share:.0%} of the variance)" for i, share in enumerate(shares, start=1))
figures.arrows(points[:12], points[12:], chosen, words[12:], title, axis_labels=axis_labels);

# %% [markdown]
# All twelve arrows, from a country (dot) to its capital (square), go up the page. Nobody put that there.
#
# But we picked the twelve, and an eye finds patterns easily. So it is measured: the mean cosine of two arrows, not on the map but in all 50 dimensions, for the twelve and for all 119. For comparison, arrows from the same countries to
# capitals dealt out at random, 200 times.

# %%
import numpy as np


def parallel(countries: np.ndarray, capitals: np.ndarray) -> tuple[float, list[float]]:
    generator = np.random.default_rng(0)
    shuffled = [geometry.parallelism(countries, generator.permutation(capitals)) for _ in range(200)]
    return geometry.parallelism(countries, capitals), shuffled


all_countries = geometry.normalize(frequent[[country for country, capital in pairs]])
all_capitals = geometry.normalize(frequent[[capital for country, capital in pairs]])

# %%
measured = {"twelve": parallel(vectors[:12], vectors[12:]), "all 119": parallel(all_countries, all_capitals)}
for name, (together, shuffled) in measured.items():
    print(f"{name:8} true {together:.2f}; shuffled {np.mean(shuffled):.2f}, at most {max(shuffled):.2f}")

# %% tags=["nbval-check-output"]
for name, (together, shuffled) in measured.items():
    claim(f"{name}: the arrows are more parallel than those of any shuffle", together > max(shuffled))
heights = points[12:, 1] - points[:12, 1]
claim("along component 2 all twelve arrows go the same way", (np.sign(heights) == np.sign(heights[0])))
claim("the map shows less than half of the variance", shares.sum() < 1 / 2);

# %% [markdown]
# With all 119 the mean cosine is 0.56: our twelve, with 0.64, are a little tidier than the whole. Shuffled arrows do not come out at 0. The capitals as a group lie apart from the countries, so an arrow from any country to any capital has a
# part of the way in common with the others.
#
# The last claim is the warning on every map in this course: the two axes keep 22 % and 17 % of the variance, and more than half is not in the picture. A picture is evidence only beside a number.
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
from course_utils.environment import environment_report

environment_report();


# %% [markdown]
# ## The map of the course
#
# | | notebook | question |
# | --- | --- | --- |
# | 00 | Start here | What is an embedding? |
# | 01 | [One-hot](01_one_hot.ipynb) | What does a computer see of a word before it has learned anything? |
# | 02 | [Counts and PCA](02_counts_and_pca.ipynb) | How far does counting neighbours go? |
# | 03 | [The Embedding layer](03_embedding_layer.ipynb) | What is the layer, exactly? |
# | 04 | [Training](04_training.ipynb) | How is a table learned from labelled reviews? |
# | 05 | [Reading the weights](05_reading_the_weights.ipynb) | What did it learn, and what not? |
# | 06 | [The projector](06_projector.ipynb) | How is a table shown to others? |

# %% [markdown]
# ## What we saw
#
# - An embedding is a table: a row of numbers for each item. What it says is in how the rows lie to one another.
# - In GloVe's table, *movie* is the nearest word of *film*, and more than half of the capitals are found by arithmetic from one example.
# - Ten of those capitals are found only because the words of the question may not be the answer: look at the rules before you believe a score.
# - The arrows from countries to capitals are more parallel than chance, by a number and not only by eye.
#
# ## Exercises
#
# An exercise gives you a function with an empty body. Write the body in place of the three dots and run the cell: the check tries your function on several inputs and says what it finds. Nothing stops when you leave an exercise as it is.
#
# **Your step.** The arithmetic above in general: take the step from a country to its capital, but start it at another country. The three arguments are rows of numbers, and so is the result.

# %%
def arrive(country, capital, new_country):
    """Take the step from a country to its capital, but from another country."""
    ...


check.arrive(arrive)

# %% [markdown]
# Stuck? Run `check.arrive.hint()` in a cell of its own, and again for the next hint; `check.arrive.solution()` shows a solution and why it is right.
#
# ## Quiz

# %%
check.quiz("00")

# %% [markdown]
# ## Where next
#
# [01 · One-hot](01_one_hot.ipynb) goes back to the beginning: how a word becomes a number at all.
#
# ## References
#
# - J. Pennington, R. Socher and C. Manning, *GloVe: Global Vectors for Word Representation*, EMNLP 2014.
# - T. Mikolov, W. Yih and G. Zweig, *Linguistic Regularities in Continuous Space Word Representations*, NAACL 2013.
# - A. Rogers, A. Drozd and B. Li, *The (Too Many) Problems of Analogical Reasoning with Word Vectors*, StarSEM 2017.
