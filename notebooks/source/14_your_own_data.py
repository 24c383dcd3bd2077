# %% [markdown]
# # 14 · Your own data
#
# *What do I do with a file of my own, and how do I know that the score is not too good to be true?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/14_your_own_data.ipynb)
#
# **After this you can**
#
# - read texts and labels from a CSV file, and see what is wrong with it,
# - find copies and near-copies, and keep them on one side of the split,
# - say with an interval whether a trained embedding beats a strong plain baseline,
# - read the errors of a classifier, and search your texts,
# - get a report on any such file with one command.
#
# **Time** 35 minutes, 60 with exercises · **Needs** notebooks 04 and 12

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, projector
from course_utils import report, start, text

start(seed=0)

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from textwrap import shorten

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

# %% [markdown]
# ## A file
#
# Data often come as a file with a column of texts and a column of labels: mails and who answers them, comments and whether they are spam. If you have none at hand, here is one: the 8,530 one-sentence film reviews of notebook 07, as **CSV** (one row per line, columns separated by commas).

# %% tags=["nbval-check-output"]
snippets = data.load_reviews("rotten_tomatoes")
parts = [snippets.train, snippets.validation, snippets.test]
tables = [pd.DataFrame({"text": part.texts, "label": part.labels}) for part in parts]
table = pd.concat(tables)
table["label"] = np.where(table.label == 1, "good", "bad")

Path("trained").mkdir(exist_ok=True)
table.to_csv("trained/snippets.csv", index=False)
print(table.label.value_counts().to_string())

# %% [markdown]
# **To take your own file, change this one line.** The labels may be any words or numbers, from two classes to a hundred. (The sentences below are about the snippets.)

# %%
file, text_column, label_column = "trained/snippets.csv", "text", "label"

own = data.load_own(file, text=text_column, label=label_column)
own

# %% [markdown]
# Files are often not what they seem. `load_own` refuses what it cannot use, and says why in one sentence:

# %% tags=["nbval-check-output"]
broken = {
    "one text": "text,label\n" + "a film,good\n" * 60,
    "numbers": "text,label\n" + "4.5,good\n3,bad\n" * 60,
    "cut off": "text,label\n" + "a film,good\n" * 60 + '"a fi',
}
for name, content in broken.items():
    Path("trained/broken.csv").write_text(content)
    try:
        data.load_own("trained/broken.csv", "text", "label")
    except ValueError as error:
        print(f"{name}: {error}")


# %% [markdown]
# ## Copies on both sides
#
# People post a text twice, quote each other, and fill in forms with the same phrases. We copy every third snippet, and change one word of each copy. Nothing new is said in the 2,844 copies.

# %%
def with_a_word_changed(snippet, random):
    words = snippet.split()
    words[random.integers(len(words))] = "indeed"
    return " ".join(words)


random = np.random.default_rng(0)
copied = np.arange(0, len(own), 3)
copies = [with_a_word_changed(own.texts[row], random) for row in copied]
texts = own.texts + copies
labels = np.concatenate([own.labels, own.labels[copied]])

# %% [markdown]
# Now we split at random, as usual: 80 % for training, 10 % for validation, 10 % for the test. We train a linear classifier on TF-IDF of words and pairs of neighbouring words (notebooks 01 and 12). Its accuracy on the file *without* copies is printed for comparison.

# %%
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC


def accuracy(texts, labels, rows):
    words_and_pairs = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = make_pipeline(words_and_pairs, LinearSVC())
    model.fit([texts[row] for row in rows["train"]], labels[rows["train"]])
    guessed = model.predict([texts[row] for row in rows["test"]])
    return np.mean(guessed == labels[rows["test"]])


each_alone = np.arange(len(own))  # no text belongs to another
rows = report.split(own.labels, each_alone)
print(f"without copies: {accuracy(own.texts, own.labels, rows):.3f}")

# %% [markdown]
# **Guess.** What accuracy does the same classifier get on the file with copies, split at random?

# %%
guess = ...  # a share

# %% tags=["reveal"]
at_random = report.split(labels, np.arange(len(texts)))
praised = accuracy(texts, labels, at_random)
check.guess(guess, round(praised, 2))

# %% [markdown]
# About 0.86, nine points more, though nothing was added that the classifier could learn from. A test text whose copy was in training is no test: its label has been seen.
#
# How much does it depend on the number of copies? Three splits each:

# %% tags=["drawing"]
# @title The figure
figure_rows = []
shares = {"none": 0, "a third": 3, "all": 1}
for name, every in shares.items():
    taken = np.arange(0, len(own), every) if every else np.arange(0)
    more = own.texts + [with_a_word_changed(own.texts[row], random) for row in taken]
    of_more = np.concatenate([own.labels, own.labels[taken]])
    together = np.concatenate([each_alone, taken])  # a copy has the number of its original
    for seed in range(3):
        for how, family in (("at random", np.arange(len(more))), ("copies kept together", together)):
            figure_rows.append((name, how, accuracy(more, of_more, report.split(of_more, family, seed))))
measured = pd.DataFrame(figure_rows, columns=["copied", "split", "accuracy"])
ax = figures.new_axes(None, "A random split rewards the classifier for what it has seen", size=(8, 4))
for how, colour, marker in (("at random", figures.COLOURS[1], "s"), ("copies kept together", figures.COLOURS[0], "o")):
    part = measured[measured.split == how]
    places = part.copied.map({"none": 0, "a third": 1 / 3, "all": 1})
    ax.plot(places, part.accuracy, marker, color=colour, alpha=0.5, markersize=6)
    mean = part.groupby(places).accuracy.mean()
    ax.plot(mean.index, mean, color=colour)
    ax.text(1.03, mean[1], how, color=colour, va="center")
ax.set_xticks([0, 1 / 3, 1], shares)
ax.set(xlabel="how many snippets have a copy", ylabel="accuracy on the test", xlim=(-0.05, 1.38));

# %% tags=["checks"]
# @title Numbers of this section, checked
means = measured.groupby(["copied", "split"]).accuracy.mean().unstack()
print(means.round(3).to_string())
more = means["at random"] - means["copies kept together"]
claim("the accuracy without copies is about 0.77", 0.74 < means.loc["none", "at random"] < 0.81)
claim("a third copied flatters by about nine points", 0.06 < more["a third"] < 0.12)
claim("all copied flatters by about nineteen points", 0.16 < more["all"] < 0.22)
claim("copies that are kept together change next to nothing", abs(means["copies kept together"] - means.loc["none", "at random"]) < 0.02)
claim("about 0.86 with a third copied", 0.83 < praised < 0.89);

# %% [markdown]
# When every snippet has a copy, a random split shows 0.95. When each copy stays with its original, copies change next to nothing: the blue line is the honest one.
#
# ## How to find copies
#
# Exact copies are easy to find; those with a changed word are not. Comparing each text with every other would take 65 million comparisons here. And when are two texts alike at all? Take their pairs of neighbouring words:

# %% tags=["nbval-check-output"]
one = "a warm and funny film".split()
other = "a warm and witty film".split()
pairs, others = set(pairwise(one)), set(pairwise(other))
both, either = pairs & others, pairs | others
print(f"both have {len(both)} of the {len(either)} pairs that either has")

# %% [markdown]
# Of all six pairs, a third are in both texts. That share is called the **Jaccard index** (13 compared genres so). We call texts near-copies when it is a half or more.
#
# Now a trick. Put the numbers 1 to 6 into a hat, and draw one for each pair. Each text notes the *smallest* number among its own four pairs.

# %% tags=["drawing"]
# @title The hat, drawn
names = [" ".join(pair) for pair in sorted(either, key=lambda pair: (pair not in both, pair not in pairs, pair))]
hats = np.array([np.random.default_rng(seed).permutation(6) + 1 for seed in (4, 8, 5)]).T
of_one = [place for place, name in enumerate(names) if tuple(name.split()) in pairs]
of_other = [place for place, name in enumerate(names) if tuple(name.split()) in others]
drawing = figures.new_drawing(16, 11, "Each text notes the smallest number of its own pairs")
figures.draw_table(drawing, hats, (4.6, 9.4), names, ["1st draw", "2nd draw", "3rd draw"], coloured=False)
smallest = np.array([hats[of_one].min(axis=0), hats[of_other].min(axis=0)])
figures.draw_table(drawing, smallest, (4.6, 2.4), ["smallest of funny", "smallest of witty"], coloured=False, picked_columns=np.flatnonzero(smallest[0] == smallest[1]).tolist())
for place, name in enumerate(names):
    who = "both" if place in of_one and place in of_other else ("the funny one" if place in of_one else "the witty one")
    drawing.text(8.1, 8.9 - place, who, va="center", color=figures.GREY, fontsize=10)

# %% [markdown]
# **Guess.** In what share of many draws do both texts note the same number?

# %%
guess = ...  # a share

# %% tags=["reveal"]
random = np.random.default_rng(0)
equal = []
for _ in range(10_000):
    number = dict(zip(either, random.permutation(len(either))))
    noted = [min(number[pair] for pair in of_text) for of_text in (pairs, others)]
    equal.append(noted[0] == noted[1])
print(f"equal in {np.mean(equal):.2f} of the draws")
check.guess(guess, round(np.mean(equal), 2))

# %% [markdown]
# A third again, and that is no accident. Each of the six pairs draws the 1 equally often, and the texts agree exactly when one of the two shared pairs draws it.
#
# So a few numbers for each text are enough to estimate what any two texts share. This is **MinHash** (Broder 1997). A **hash function** takes the place of the hat: it turns a pair into a number that looks random, but is always the same for the same pair. We use 32 functions, so a text has 32 numbers, in eight groups of four. Two texts are compared only when they have a whole group in common: likely for copies, rare for others. So most of the 65 million comparisons are never made.
#
# `families` gives the same number to texts that are alike.
#
# **Guess.** What share of our 2,844 copies, each with one word changed, does it put into the family of the original?

# %%
guess = ...  # a share

# %% tags=["reveal"]
family = report.families(texts)
is_found = family[copied] == family[len(own) :]
print(f"{is_found.sum():,} of {len(copied):,} copies are found")
check.guess(guess, round(is_found.mean(), 2))

# %% tags=["checks"]
# @title Numbers of this section, checked
lengths = np.array([len(text.tokenize(one)) for one in copies])
print(is_found.mean().round(3), np.median(lengths[is_found]), np.median(lengths[~is_found]))
claim("a third of the pairs, a third of the draws", abs(np.mean(equal) - 1 / 3) < 0.02)
claim("about nine of ten copies are found", 0.87 < is_found.mean() < 0.94)
claim("most of those that are missed are short", np.median(lengths[~is_found]) <= 10)
claim("and those that are found are not", np.median(lengths[is_found]) > 17)
together = pd.Series(np.concatenate([each_alone, copied])).groupby(family).nunique()
claim("hardly any two snippets that are not copies are joined", (together > 1).sum() < 30);

# %% [markdown]
# About 0.90. Most of those that are missed are short.
#
# ## A split that keeps families together
#
# `split` deals out whole families, not texts. It does so for each class on its own, so that the classes have about the same shares in each part.

# %% tags=["drawing"]
# @title Families and parts, drawn
sizes = np.array([1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 1, 3, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1])
small = np.repeat(np.arange(len(sizes)), sizes)
of_class = small % 2
of_part = report.split(of_class, small, seed=49)
drawing = figures.new_drawing(26, 7.4, "Families are dealt out as a whole, each class in the same shares")
titles = {"train": ("training", 0.4, 14), "validation": ("validation", 16, 4), "test": ("test", 21.4, 4)}
for part, (title, left, width) in titles.items():
    drawing.text(left, 6.6, f"{title}: {len(of_part[part])} texts", fontsize=10.5, weight="bold")
    x, y = left, 5
    for number in np.unique(small[of_part[part]]):
        size = sizes[number]
        if x + size > left + width + 0.1:
            x, y = left, y - 1.5
        colour = figures.POSITIVE if number % 2 else figures.NEGATIVE
        for step in range(size):
            drawing.add_patch(plt.Rectangle((x + step + 0.1, y + 0.1), 0.8, 0.8, facecolor=colour, alpha=0.75))
        drawing.add_patch(plt.Rectangle((x, y), size, 1, fill=False, edgecolor=figures.GREY, linewidth=1))
        x += size + 0.4
drawing.text(0.4, 0.1, "a square is a text, its colour the class, a frame a family", color=figures.GREY, fontsize=10);

# %% [markdown]
# The same for our file with copies:

# %%
honest = accuracy(texts, labels, report.split(labels, family))
print(f"at random          {praised:.3f}")
print(f"families together  {honest:.3f}")
claim("kept on one side, copies flatter far less", praised - honest > 0.04);

# %% [markdown]
# A tenth of the copies were missed, so a little of the flattery may be left.
#
# Often more than copies belong together: all texts by one person, all mails of one customer. A classifier that has learned to recognise the customer looks good on that customer's other mails. Name such a column, `load_own(…, group="customer")`, and its rows are families too. (A family of several classes is dealt out with the class of its first text.)
#
# Back to the file as it came, without our copies:

# %% tags=["nbval-check-output"]
family = report.families(own.texts, own.groups)
sizes = np.bincount(family)
print(f"{sizes[sizes > 1].sum()} texts have a near-copy that was found")

rows = report.split(own.labels, family)
reviews = data.Reviews(**{part: own.take(rows[part]) for part in rows})
for part in rows:
    print(f"{part:10} {len(rows[part]):,} texts")

# %% [markdown]
# Even this file has a few.
#
# ## The plain baseline first
#
# Before you train an embedding, see what counting can do. `baseline` trains two plain classifiers on words and pairs of words, and keeps the one that is better on the *validation* texts. **Naive Bayes**, in its complement form, takes, for each word and pair of a text, its share of all words and pairs *outside* a class (a little is added, so that no share is 0). It adds up the logarithms, and says the class with the smallest sum. (Notebook 01's weighting went on to a logistic regression.) The other is a linear classifier on TF-IDF, as above.
#
# From here on accuracy counts each class alike: it is the mean, over classes, of the share that is right. Say 90 % of your mails are spam. Calling everything spam then gets (1 + 0) / 2 = 0.5, not 0.9. (Our classes are of equal size, so nothing changes.)

# %%
plain, scores = report.baseline(reviews)
for name, score in scores.items():
    print(f"{name:32} {score:.3f} on validation")

# %% [markdown]
# ## The embedding beside it
#
# Now the course's recipe (*the embedding* from here on): a table with 16 numbers for each word, their mean over the text, and a small network (notebook 04). If there are more than two classes, the network ends in one number for each, and softmax turns them into shares (notebook 12). Small files get smaller batches and more epochs; the best epoch on the validation texts is kept.

# %%
trained = report.embedding(reviews)
likely = trained.probabilities(reviews.test.texts)
print(own.classes)
print(likely[:3].round(2))

# %% [markdown]
# **Guess.** How many points is the embedding ahead of the baseline on the test texts? (Behind: a number below zero.)

# %%
guess = ...  # points, such as 3 or -3

# %% tags=["reveal"]
guesses = {
    "baseline": plain.predict(reviews.test.texts),
    "embedding": likely.argmax(axis=1),
}
found = report.lead(reviews.test, guesses, family[rows["test"]])
print(found.round(3).to_string())
check.guess(guess, round(100 * found.accuracy["lead"], 1), "points")

# %%
report.draw_lead(found)
print(report.verdict(found))

# %% [markdown]
# Behind, by about two points. The more complicated model has to show that it is better, and this one does not: the report recommends the baseline.
#
# The interval comes from drawing the test texts again, with replacement, a thousand times, and scoring both classifiers on the same draws (notebooks 04a and 11). Families are drawn as a whole. That says how much the lead would change with other test texts, not with another split and another start. So we try four more splits:

# %% tags=["drawing"]
# @title Five splits
leads = [found.loc["lead"]]
for seed in (1, 2, 3, 4):
    places = report.split(own.labels, family, seed)
    again = data.Reviews(**{part: own.take(places[part]) for part in places})
    plain_again, _ = report.baseline(again)
    likely_again = report.embedding(again, seed).probabilities(again.test.texts)
    both_guesses = {"baseline": plain_again.predict(again.test.texts), "embedding": likely_again.argmax(axis=1)}
    leads.append(report.lead(again.test, both_guesses, family[places["test"]]).loc["lead"])
leads = pd.DataFrame(leads)
ax = figures.new_axes(None, "On average the embedding is a point behind", size=(8, 2.9))
ends = np.abs(leads[["low", "high"]].T - leads.accuracy.to_numpy()[None])
ax.errorbar(leads.accuracy, range(5), xerr=ends, fmt="o", capsize=4)
ax.axvline(0, color=figures.GREY, linewidth=1, linestyle="--")
ax.set_yticks(range(5), [f"split {number}" for number in range(5)])
ax.set(xlabel="lead of the embedding over the baseline, accuracy on the test", ylim=(4.5, -0.5));

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("about two points behind, or a little more with another start", -0.05 < found.accuracy["lead"] < 0)
print(leads.accuracy.round(3).tolist())
claim("about a point behind on average", -0.02 < leads.accuracy.mean() < -0.003)
claim("no interval is above zero", leads.low < 0);

# %% [markdown]
# One split says little about a point or two. On average over the five, the embedding is a point behind. On long reviews it is behind as well (notebook 04). What, then, is it for?
#
# ## Neighbours
#
# The baseline has no vectors of words. A table has, and they show what the classifier has learned. These frequent words moved furthest from zero:

# %%
print(report.neighbours(trained, own.classes, number=8).to_string(index=False))

# %% [markdown]
# Here, *near* means equally useful for telling *good* from *bad* (notebook 05). With only 6,800 short texts the neighbours are noisy; some of these words might not speak for their class in another split.
#
# ## Read the errors
#
# These are the wrong answers of which the embedding was surest:

# %%
wrong = report.errors(reviews.test, likely, number=5)
for row in wrong.itertuples():
    print(f"{row.label}, said {row.said}:", shorten(row.text, 60, placeholder=" …"))

# %% [markdown]
# Read ten of your own, and sort them into three heaps. Is the label wrong? Is the text unclear, even to you? Or has the model missed something? The first heap is cheap to mend, the second cannot be mended, and only the third asks for a better model.
#
# ## Search
#
# Matching words alone beats vectors alone (notebook 12), so `search` uses TF-IDF:

# %%
query = "the jokes fall flat"  # write your own
(nearest,) = report.search(own, [query])
for one, label in zip(nearest.texts, nearest.labels):
    print(own.classes[label], "·", shorten(one, 70, placeholder=" …"))

# %% [markdown]
# The report uses the same search to put the nearest training text beside each error.
#
# ## The report
#
# All of this in one command, for any file. In a terminal:
#
# ```
# python -m course_utils report mails.csv --text body --label team --group customer --out report
# ```
#
# It takes the steps of this notebook, and writes a new folder as a whole, or not at all. Here it is for our file:

# %%
shutil.rmtree("trained/report", ignore_errors=True)
command = [sys.executable, "-m", "course_utils", "report", file]
options = ["--text", text_column, "--label", label_column, "--out", "trained/report"]
done = subprocess.run(command + options, capture_output=True, text=True)
print(done.stdout, done.stderr)

# %% [markdown]
# Open `trained/report/report.html`. It needs no internet, and so can be sent to others. But it quotes texts from your file, so ask first whether others may read them.
#
# Beside it are the words with their vectors, saved as in notebook 05, and the files for the projector (notebook 06):

# %% tags=["nbval-check-output"]
for path in sorted(Path("trained/report").rglob("*.*")):
    print(path.as_posix())

vectors = data.load_vectors("trained/report/vectors.npz")
words, _ = projector.load("trained/report/projector")
print(len(words), "words,", vectors.vector_size, "numbers each")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the command finds what the notebook found", report.verdict(found) in done.stdout)
claim("the projector has the same words", words == vectors.index_to_key);

# %% [markdown]
# So notebook 07 can read this `vectors.npz` instead of its own, and notebook 12 can average its rows (16 numbers) instead of GloVe's (50).
#
# ## What we saw
#
# - Look at the file first. Wrong columns, a cut-off end, one repeated text: most such faults are found before any training.
# - Copies on both sides of the split flatter: by nine points when a third of the snippets had a near-copy, by nineteen when all had one.
# - The share of pairs that two texts have in common can be estimated from a few numbers for each: the smallest hashes of its pairs.
# - Split by families: copies, near-copies, and all that belongs to one person or thing.
# - Put the plain baseline first, and give the lead an interval. On these snippets the embedding is about a point behind, so the baseline is the better choice.
# - The table shows which words speak for the same class, and can be reused. Read the errors.
#
# ## Exercises
#
# Stuck? `check.NAME.hint()` gives a hint, `check.NAME.solution()` the solution.
#
# **Predict: how much do copies flatter?** A test has 1,000 texts, of which 300 have a copy in training. A classifier is right on 0.99 of these, and on 0.79 of the others. What accuracy is printed, and how much higher is that than on texts without a copy? Give a list of two shares.

# %%
flattered = ...


check.flattered(flattered)


# %% [markdown]
# **Pairs in common.** Write the Jaccard index of two texts.

# %%
def shared_pairs(one, other):
    """Return the share of pairs that both texts have, among those that either has.

    one and other are lists of words. A pair is two neighbouring words, in their order;
    a pair that comes twice counts once. The share is 0.0 when neither text has a pair.
    """
    ...


check.shared_pairs(shared_pairs)


# %% [markdown]
# **Find the fault.** This function holds out texts for a test, family by family. But it can cut a family in half. Repair it.

# %%
def whole_families(family, number):
    """Return a bool array: True for the texts that are held out.

    family is an array of ints: the number of each text's family, 0, 1, 2, … in any
    order. Take family 0, then 1, and so on, until `number` texts or more are held out.
    A family is taken as a whole or not at all. number is at least 1, at most all texts.
    """
    order = np.argsort(family, kind="stable")
    held_out = np.zeros(len(family), dtype=bool)
    held_out[order[:number]] = True
    return held_out


check.whole_families(whole_families)


# %% [markdown]
# **Each class counts alike.** Write the accuracy that the report uses.

# %%
def each_class_alike(labels, guesses):
    """Return the accuracy in which each class counts alike.

    labels and guesses are arrays of ints, of the same length, at least one. For each
    class among the labels take the share of its texts that are guessed right; then
    take the mean of these shares.
    """
    ...


check.each_class_alike(each_class_alike)

# %% [markdown]
# ## Quiz

# %%
check.quiz("14")

# %% [markdown]
# ## Where next
#
# [15 · When the table no longer fits](15_when_the_table_no_longer_fits.ipynb) into memory: what then?
#
# ## References
#
# - A. Broder, *On the Resemblance and Containment of Documents*, SEQUENCES 1997 (MinHash).
# - B. Pang and L. Lee, *Seeing Stars: Exploiting Class Relationships for Sentiment Categorization with Respect to Rating Scales*, ACL 2005 (the snippets).
# - S. Wang and C. Manning, *Baselines and Bigrams: Simple, Good Sentiment and Topic Classification*, ACL 2012 (plain baselines that are hard to beat).
