# %% [markdown]
# # 00 · Start here
#
# *What is an embedding, and what will I be able to do with one?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/00_start_here.ipynb)
#
# **After this you can**
#
# - find the words nearest to any word, with two lines of NumPy,
# - say in one sentence what an embedding is,
# - do arithmetic with words, and say how many of its right answers depend on a rule,
# - read a map of word vectors, and say why not to trust it alone,
# - find your way through the course.
#
# **Time** 30 minutes, 40 with exercises · **Needs** Python and NumPy

# %% [markdown]
# On Google Colab, the first cell of every notebook installs the course. This takes a minute or two.
#
# In a terminal, in the course's folder, `make lab` opens your own copies, in `my_notebooks`, without outputs; nothing overwrites them. On Colab, *Save a copy in Drive* keeps your changes. The notebook asks you to guess: the sentence below a guess gives the answer in words, so write yours down before you read on.

# %%
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
import numpy as np
from sklearn.decomposition import PCA

from course_utils import check, claim, data, figures, start

start(seed=0)  # fixes the seed and prints the versions

# %% [markdown]
# ## A table of numbers
#
# Here are the 100,000 most frequent words of one collection of English text: Wikipedia and newspapers, six billion words. Each has a row of 50 numbers, its **vector**. Researchers at Stanford made the table in 2014, by counting which words appear near which, and then fitting rows to the counts (GloVe; Pennington et al. 2014). Nobody told the computer what any word means.

# %% tags=["nbval-check-output"]
glove = data.load_glove(limit=100_000)
print(glove.vectors.shape)
print(glove.index_to_key[:10])  # most frequent first; punctuation marks count

# %% [markdown]
# Such a table is an **embedding**: a row of numbers for each item, here for each word. Here are the first 16 numbers of four rows: red is above 0, blue below.

# %% tags=["drawing"]
# @title Four rows of the table, drawn
four = ["monday", "tuesday", "violin", "cello"]
drawing = figures.new_drawing(19.5, 5.5, "The rows of monday and tuesday look alike; so do violin and cello")
beginning = glove[four][:, :16]
title = "the first 16 of the 50 numbers"
figures.draw_table(drawing, beginning, (3, 4.2), four, title=title, limit=1.5, digits=1);

# %% [markdown]
# Almost no single number in a row means anything to us. What the table knows lies in the positions of the rows relative to one another.
#
# ## First wonder: the nearest words
#
# To compare two rows, scale both to length 1, multiply them number by number, and add up. The result is the **cosine** of the angle between them: 1 for the same direction, 0 for a right angle, -1 for opposite directions.
#
# By hand: (3, 4) and (4, 3) both have length √(3² + 4²) = 5. Scaled, they are (0.6, 0.8) and (0.8, 0.6), and their cosine is 0.6 · 0.8 + 0.8 · 0.6 = 0.96. This sum of products is the **dot product**, `@` in NumPy. A table `@` a row gives the dot product with every row at once.
#
# For the words nearest to *violin*, two lines of NumPy are enough: scale all rows, then sort all words by their cosine with *violin*.

# %% tags=["nbval-check-output"]
row_of = glove.key_to_index  # from a word to the number of its row

unit = glove.vectors / np.linalg.norm(glove.vectors, axis=1, keepdims=True)
order = np.argsort(-(unit @ unit[row_of["violin"]]))  # minus: largest first

for row in order[:5]:
    print(f"{unit[row] @ unit[row_of['violin']]:.2f}  {glove.index_to_key[row]}")

# %% [markdown]
# The library gensim, which holds our table, does the same in one call. It leaves out the word itself.

# %% tags=["nbval-check-output"]
for word, cosine in glove.most_similar("violin", topn=4):
    print(f"{cosine:.2f}  {word}")

# %% [markdown]
# **Guess.** Which five words are nearest to *film*? Write them in place of the three dots, or leave the dots. Run that cell, then the one after it, which shows the answer.

# %%
guess = ...  # five words in a list: ["…", "…", "…", "…", "…"]

# %% tags=["reveal"]
nearest = glove.most_similar("film", topn=5)
for word, cosine in nearest:
    print(f"{cosine:.2f}  {word}")
check.guess(guess, [word for word, cosine in nearest])

# %% [markdown]
# First comes *movie*, with a cosine of 0.93, then *films*, *documentary*, *drama*, *comedy*.
#
# Each main result is written as a **claim**: a sentence, and the condition that must be true for it to hold. ✔ means that it does in this run.

# %% tags=["nbval-check-output"]
word, cosine = glove.most_similar("film")[0]
claim("the word nearest to film is movie", word == "movie");

# %% [markdown]
# Now try a word of your own, in lower case. If it is not in the table, the error names it.

# %%
my_word = "guitar"
for word, cosine in glove.most_similar(my_word, topn=8):
    print(f"{cosine:.2f}  {word}")

# %% [markdown]
# *python* is an animal, a programming language, and half of Monty Python, the comedians.
#
# **Guess.** Which of the three do its eight nearest words belong to?

# %%
guess = ...  # "animal", "language", "comedy", "two of them" or "all three"

# %% tags=["reveal"]
for word, cosine in glove.most_similar("python", topn=8):
    print(f"{cosine:.2f}  {word}")
check.guess(guess, "all three")

# %% [markdown]
# All three: *owl* and *monkey*, *php* and *perl*, *monty* and *spamalot*, a Monty Python musical. A word has one row, and all its meanings share it. Even the nearest is not very near: 0.66, against 0.96 for *violin*.

# %% tags=["checks"]
# @title Numbers of this section, checked
names = [word for word, cosine in nearest]
claim("the five nearest to film", names == ["movie", "films", "documentary", "drama", "comedy"])
claim("movie is at 0.93 from film", round(glove.similarity("film", "movie"), 2) == np.float32(0.93))
claim("(3, 4) and (4, 3) have a cosine of 0.96", np.isclose(np.dot([3, 4], [4, 3]) / 25, 0.96))
of_python = dict(glove.most_similar("python", topn=8))
named = {"owl", "monkey", "php", "perl", "monty", "spamalot"}
claim("the six named are among python's eight nearest", named <= set(of_python))
claim("the nearest to python is at 0.66", round(max(of_python.values()), 2) == 0.66)
claim("the nearest to violin is at 0.96", round(glove.similarity("violin", "cello"), 2) == np.float32(0.96))
by_hand = [glove.index_to_key[row] for row in order[1:5]]
by_gensim = [word for word, cosine in glove.most_similar("violin", topn=4)]
claim("two lines of NumPy and gensim agree", by_hand == by_gensim)
frequency = -np.log(np.arange(1, len(unit) + 1))  # falls with the rank
claim("one of the 50 numbers follows the frequency", np.corrcoef(glove.vectors[:, 30], frequency)[0, 1] > 0.7);

# %% [markdown]
# ## Second wonder: arithmetic
#
# Rows can be added and subtracted. Take the row of *paris*, subtract *france*, add *italy*. We use the rows scaled to length 1, so that no word weighs more than another.

# %% tags=["drawing"]
# @title The arithmetic, drawn
parts = np.array([unit[row_of["paris"]], -unit[row_of["france"]], unit[row_of["italy"]]])
beginning = parts[:, :8]
finding = "The first of these eight sums is the largest: 0.14 − 0.11 + 0.31 = 0.34"
drawing = figures.new_drawing(10.5, 5.4, finding)
title = "the first 8 of the 50 numbers"
labels = ["paris", "− france", "+ italy"]
figures.draw_table(drawing, beginning, (2.3, 4.6), labels, title=title, limit=0.4, digits=2)
figures.draw_table(drawing, beginning.sum(axis=0), (2.3, 1.2), ["= ?"], limit=0.4, digits=2)
drawing.figure.set_size_inches(7, 4)  # eight columns leave room for larger numerals
for text in drawing.texts:
    text.set_fontsize(11.5)

# %% [markdown]
# The row *− france* already has its signs changed, so each column adds up: 0.14 − 0.11 + 0.31 = 0.34. All are rounded to two decimals, so the last digit can be off by one.
#
# **Guess.** Which two words have the rows nearest to the result? *paris*, *france* and *italy* may be among them.

# %%
guess = ...  # two words in a list: ["…", "…"]

# %% tags=["reveal"]
result = unit[row_of["paris"]] - unit[row_of["france"]] + unit[row_of["italy"]]
for word, cosine in glove.similar_by_vector(result, topn=4):  # nearest to any row
    print(f"{cosine:.2f}  {word}")
check.guess(guess, ["rome", "italy"])

# %% [markdown]
# *rome*, with 0.85. *paris* minus *france* is a step from a country to its capital, and from *italy* it leads to *rome*. *italy* itself comes second, with 0.80, and *paris* third. The method is by Mikolov, Yih and Zweig (2013), the example by Mikolov, Chen et al. (2013).
#
# gensim also does the arithmetic itself. `positive`: what is added; `negative`: what is subtracted. Compare with the list above: who is missing?

# %% tags=["nbval-check-output"]
found = glove.most_similar(positive=["paris", "italy"], negative=["france"], topn=4)
for word, cosine in found:
    print(f"{cosine:.2f}  {word}")

# %% [markdown]
# *italy* and *paris* are gone: **the words of the question are not allowed as the answer.** That is a rule, and somebody made it.
#
# Did we pick a lucky country? Here are 119 countries besides *france* whose name and capital are one word each and in the table.

# %% tags=["nbval-check-output"]
capital_of = dict(data.load_capitals())
countries = []
for country, capital in capital_of.items():
    if country in glove and capital in glove and country != "france":
        countries.append(country)
print(len(countries), "countries:", countries[:4], "…")

# %% [markdown]
# **Guess.** For how many of the 119 does gensim find the capital by the step from *france* to *paris*?

# %%
guess = ...  # "fewer than 40", "40 to 80" or "more than 80"

# %% tags=["reveal"]
answers = {}
for country in countries:
    found = glove.most_similar(positive=["paris", country], negative=["france"])
    word, cosine = found[0]
    answers[country] = word

right = [country for country in countries if answers[country] == capital_of[country]]
print(f"{len(right)} of {len(countries)}, from one example")
check.guess(guess, "40 to 80")

# %% [markdown]
# 71 of 119, all from the one example *france, paris*. Was it a lucky example? Let each country be the example in turn.

# %% tags=["drawing", "nbval-check-output"]
# @title The score from every example
pairs = ["france", *countries]
country_rows = [row_of[country] for country in pairs]
capital_rows = [row_of[capital_of[country]] for country in pairs]
to_countries, to_capitals = unit[country_rows] @ unit.T, unit[capital_rows] @ unit.T
scores = []
for example in range(len(pairs)):
    near = to_countries + (to_capitals[example] - to_countries[example])
    near[:, [country_rows[example], capital_rows[example]]] = -np.inf  # the words of the question
    near[range(len(pairs)), country_rows] = -np.inf
    scores.append(int(np.sum(near.argmax(axis=1) == capital_rows)))
print(f"{len(scores)} examples, {len(countries)} questions from each")
print(f"fewest right  {min(scores):4}  from {pairs[np.argmin(scores)]}")
print(f"median        {np.median(scores):4}")
print(f"most right    {max(scores):4}  from {pairs[np.argmax(scores)]}")


# %% [markdown]
# *france* is an ordinary example: the median is 72.5. But the score goes from 0 to 90. Is the whole step needed? Here is the country alone, and then *paris* added, but *france* not subtracted.

# %% tags=["nbval-check-output"]
def capitals_found(added):
    found = 0
    for country in countries:
        word, _ = glove.most_similar(positive=added + [country])[0]
        found += word == capital_of[country]
    return found


alone, with_paris = capitals_found([]), capitals_found(["paris"])
print(f"country           {alone:2} of {len(countries)}")
print(f"paris + country   {with_paris:2} of {len(countries)}")

# %% [markdown]
# It is needed: without it, only 2 capitals come first, and without *− france* only 12. Here is every fourth one of the 48 wrong answers, and the one for *ukraine*.

# %% tags=["nbval-check-output"]
wrong = [country for country in countries if country not in right]
for country in wrong[::4] + ["ukraine"]:
    print(f"{country:12} {answers[country]:10} not {capital_of[country]}")

# %% [markdown]
# Some are near misses; others are just wrong. *zurich* and *almaty* are the largest cities of their countries; *oslo*, *cairo* and *reykjavík* are capitals elsewhere. *dhabi* and *aires* are the second halves of Abu Dhabi and Buenos Aires: each row is one word, so a name of two words has none. And *kiev* counts as wrong only because our list says *kyiv*.
#
# **Guess.** How many of the 71 are lost if the words of the question are allowed as the answer?

# %%
guess = ...  # "fewer than 20", "20 to 50" or "more than 50"

# %% tags=["reveal"]
step = unit[row_of["paris"]] - unit[row_of["france"]]
without_rule = {}
for country in countries:
    found = glove.similar_by_vector(step + unit[row_of[country]], topn=1)
    word, cosine = found[0]
    without_rule[country] = word

for country in right:
    if without_rule[country] != capital_of[country]:
        print(f"{country:14} {without_rule[country]}")
check.guess(guess, "fewer than 20")

# %% [markdown]
# Ten. The other 61 arrive without the rule; for these ten, the result is still nearest to the country we asked about. So the rule is part of the method, and of its score; with plurals (*cat*, *cats*), far more is lost (Rogers et al. 2017). Ask for the rules before you believe a score.

# %% tags=["nbval-check-output"]
kept = [country for country in right if without_rule[country] == capital_of[country]]
half = len(countries) / 2
claim("one example finds more than half of the capitals", len(right) > half)
claim("ten of them depend on the rule", len(right) - len(kept) == 10);

# %% tags=["checks"]
# @title Numbers of this section, checked
near_result = dict(glove.similar_by_vector(result, topn=3))
claim("rome, italy and paris come first", list(near_result) == ["rome", "italy", "paris"])
claim("rome is at 0.85 and italy at 0.80", np.round([near_result["rome"], near_result["italy"]], 2) == [0.85, 0.8])
claim("the first numbers of the drawing", parts[:, 0].round(2) == np.float32([0.14, -0.11, 0.31]))
claim("their sum is 0.34", round(float(parts[:, 0].sum()), 2) == 0.34)
claim("there are 119 countries", len(countries) == 119)
claim("the largest of the eight sums is the first", np.argmax(beginning.sum(axis=0)) == 0)
claim("2 are right without the step, 12 without − france", [alone, with_paris] == [2, 12])
claim("the scores go from 0 to 90, median 72.5", [min(scores), np.median(scores), max(scores)] == [0, 72.5, 90])
claim("counted in one table, france's score is the same", scores[0] == len(right))
claim("71 are right and 48 wrong", [len(right), len(wrong)] == [71, 48])
claim("oslo and cairo are capitals of others", {"oslo", "cairo"} <= set(capital_of.values()))
claim("kiev is the answer for ukraine", answers["ukraine"] == "kiev" and capital_of["ukraine"] == "kyiv")
lost = [country for country in right if country not in kept]
claim("the ten lost ones answer with the country", [without_rule[country] for country in lost] == lost)
all_kept = [country for country in countries if without_rule[country] == capital_of[country]]
claim("61 arrive without the rule, and no other", all_kept == kept and len(kept) == 61)
questions = [[row_of[word] for word in words] for words in data.load_analogies()["gram8-plural"][::4]]
one, ones, other, others = np.array(questions).T
near = (unit[ones] - unit[one] + unit[other]) @ unit.T
right_without = near.argmax(axis=1) == others
for asked in (one, ones, other):
    near[np.arange(len(near)), asked] = -np.inf
right_with = near.argmax(axis=1) == others
lost_plurals = 1 - right_without.sum() / right_with.sum()
claim("the rule gives more than twice that share of the plurals found", lost_plurals > 2 * len(lost) / len(right));

# %% [markdown]
# ## Third wonder: a map
#
# A row of 50 numbers is a point in 50 dimensions, which nobody can see. **Principal component analysis** (PCA, notebook 02) finds the two axes that keep the most *variance*, the measure of how much the points differ. Take twelve countries and their capitals, and draw an arrow from each country to its capital.

# %%
chosen = ["france", "germany", "italy", "spain", "greece", "poland"]
chosen += ["russia", "japan", "china", "egypt", "iran", "vietnam"]
capitals = [capital_of[country] for country in chosen]

rows = [row_of[word] for word in chosen + capitals]
pca = PCA(n_components=2)
points = pca.fit_transform(unit[rows])
if points[12:, 1].mean() < 0:  # the sign of a component is arbitrary: capitals go up
    points[:, 1] *= -1

# %% tags=["drawing"]
# @title Twelve countries and their capitals
import matplotlib.pyplot as plt
from matplotlib.patheffects import withStroke

shares = pca.explained_variance_ratio_
axis_labels = tuple(f"component {i} ({share:.0%} of the variance)" for i, share in enumerate(shares, start=1))
_, ax = plt.subplots(figsize=(7.5, 7.5))
ax.set_aspect("equal")  # directions are what is read
ax.set_title("All twelve arrows, country to capital, point to the same side")
ax.set(xlabel=axis_labels[0], ylabel=axis_labels[1])
arrow = {"arrowstyle": "->", "color": figures.GREY, "linewidth": 1, "shrinkA": 3, "shrinkB": 3}
for tail, tip in zip(points[:12], points[12:]):
    ax.annotate("", xy=tip, xytext=tail, arrowprops=arrow)
ax.scatter(*points[:12].T, s=28, color=figures.COLOURS[0], marker="o", label="country")
ax.scatter(*points[12:].T, s=28, color=figures.COLOURS[1], marker="s", label="capital")
ax.margins(0.1)
ax.legend()

# labels go away from the arrows: countries below, capitals above, some to the side
place = dict(zip(chosen + capitals, points))
halo = [withStroke(linewidth=2.5, foreground="white")]  # keeps words readable where lines cross them
side = dict.fromkeys(chosen, (0, -1)) | dict.fromkeys(capitals, (0, 1)) | {"vietnam": (-0.2, -1.3)}
side |= dict.fromkeys(["china", "greece", "italy", "iran", "rome", "tokyo", "beijing"], (-1, 0))
side |= dict.fromkeys(["poland", "spain"], (1, 0)) | {"france": (-1.6, 0), "china": (-1, 0.4)}
for word, (right, up) in side.items():
    x, y = place[word] + 0.02 * np.array([right, up])
    horizontal = ["center", "left", "right"][int(np.sign(right))]
    vertical = ["center", "bottom", "top"][int(np.sign(up))]
    ax.text(x, y, word, ha=horizontal, va=vertical, fontsize=9, path_effects=halo)

# %% [markdown]
# All twelve point up. We chose which side is up, and a list that is half countries and half capitals; but when the table was made, nobody marked which is which. That all point up does not show which capital belongs to which country: an arrow from *spain* to *tokyo* would point up too.
#
# And the two axes keep only 22 % and 17 % of the variance: more than half of what makes the words differ is not in the picture. **A picture is evidence only beside a number.** [02a](02a_trusting_a_map.ipynb) measures how parallel the arrows of all pairs are, in all fifty dimensions and against wrong capitals.

# %% tags=["checks"]
# @title Numbers of this section, checked
heights = points[12:, 1] - points[:12, 1]
claim("along component 2 all twelve arrows go up", heights > 0)
wrong_pairs = ~np.eye(12, dtype=bool)
wrong_ups = (points[12:, 1] > points[:12, [1]])[wrong_pairs]
claim("most wrong pairs would point up too", wrong_ups.mean() > 0.8)
claim("spain to tokyo, too", points[chosen.index("spain"), 1] < points[12 + capitals.index("tokyo"), 1])
claim("the axes keep 22 % and 17 %", shares.round(2) == np.float32([0.22, 0.17]))
claim("the map shows less than half of the variance", shares.sum() < 1 / 2);

# %% [markdown]
# ## How the course works
#
# - **Claims.** Change a number, and a claim may fail and show ✘. Folded cells hold the drawings, and the claims behind the numbers in the text: open any that you doubt.
# - **Lessons and closer looks.** 00 to 06 build on one another. A closer look, such as 02a, is an optional study beside its lesson.
# - **One scoreboard.** Up to 09, nearly every method classifies the same film reviews. If a plain method wins, we say so.
# - **The helpers.** The package `course_utils` has a module for each job: `data` loads, `text` and `counts` turn text into numbers, `geometry` and `judging` measure, `figures` draws, `training` trains, `projector` exports, `check` answers you.
#
# Is everything installed? If so, you see one line; if not, one line for each missing item says what to do.

# %%
from course_utils.environment import environment_report

environment_report(brief=True);


# %% [markdown]
# ## What we saw
#
# - An embedding is a table with a row of numbers for each item. What it knows lies in the positions of the rows relative to one another.
# - Two lines of NumPy find the nearest words: scale all rows to length 1, sort by dot product.
# - A word has one row, whatever its meanings; a name of two words has no row at all.
# - From *france* and *paris*, arithmetic finds 71 of 119 capitals, and ten of them depend on a rule. Other examples find from 0 to 90.
# - On the map, all twelve arrows point up. Without a number beside it, a picture proves little.
#
# ## Exercises
#
# <!--
# Bound passed (exercises): 00 is a short opener; the learner's own word is a second exercise.
# -->
#
# An exercise is a function with an empty body; it leaves its arguments as they are. Write the body in place of the dots and run the cell: the check tries it on several inputs. Or leave it and go on.
#
# **Your step.** The arithmetic in general: take the step from a country to its capital, but start from another country. The three arguments are rows of numbers, and so is the result.
#
# Stuck? Run `check.arrive.hint()` in a new cell, and again for the next hint; `check.arrive.solution()` explains a solution.

# %%
def arrive(country, capital, new_country):
    """Take the step from a country to its capital, but from another country.

    Return the new row. The rows may have any length: take them as they are, unscaled.
    """
    ...


check.arrive(arrive)

# %% [markdown]
# ## Quiz

# %%
check.quiz("00")

# %% [markdown]
# ## Where next
#
# | lesson | question | closer look |
# | --- | --- | --- |
# | [01 · One-hot](01_one_hot.ipynb) | What does a computer see of a word before learning anything? | [01a · The split](01a_the_split.ipynb) |
# | [02 · Counts and PCA](02_counts_and_pca.ipynb) | How far does counting neighbours go? | [02a · Trusting a map](02a_trusting_a_map.ipynb) |
# | [03 · The Embedding layer](03_embedding_layer.ipynb) | What is the layer, exactly? | [03a · Masks and optimizers](03a_masks_and_optimizers.ipynb) |
# | [04 · Training](04_training.ipynb) | How is a table learned from labelled reviews? | [04a · What a difference is worth](04a_what_a_difference_is_worth.ipynb) |
# | [05 · Reading the weights](05_reading_the_weights.ipynb) | What did it learn? | |
# | [06 · The projector](06_projector.ipynb) | How is a table shown to others? | |
# | [07 · Reuse](07_reuse.ipynb) | Does it help in another task? | |
# | [08 · How many dimensions?](08_dimensions.ipynb) | How few bytes? | |
# | [09 · Subwords and pairs](09_subwords_and_pairs.ipynb) | Pieces of words, pairs of words? | |
# | [10 · Skip-gram](10_skip_gram.ipynb) | Without labels? | |
# | [11 · Judging embeddings](11_judging.ipynb) | Which table is better? | [11a · Hubs, frequency and bias](11a_hubs_and_bias.ipynb) |
# | [12 · Sentences and search](12_sentences_and_search.ipynb) | How is a text found? | [12a · Fast search](12a_fast_search.ipynb) |
# | [13 · Items](13_items.ipynb) | Films, too? | |
# | [14 · Your own data](14_your_own_data.ipynb) | Your file? | |
# | [15 · When the table no longer fits](15_when_the_table_no_longer_fits.ipynb) | Too large? | |
#
# ## References
#
# - J. Pennington, R. Socher and C. Manning, *GloVe: Global Vectors for Word Representation*, EMNLP 2014.
# - T. Mikolov, K. Chen, G. Corrado and J. Dean, *Efficient Estimation of Word Representations in Vector Space*, arXiv:1301.3781, 2013.
# - T. Mikolov, W. Yih and G. Zweig, *Linguistic Regularities in Continuous Space Word Representations*, NAACL 2013.
# - A. Rogers, A. Drozd and B. Li, *The (Too Many) Problems of Analogical Reasoning with Word Vectors*, StarSEM 2017.
