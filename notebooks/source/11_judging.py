# %% [markdown]
# # 11 · Judging embeddings
#
# *What does it mean that one table of vectors is better than another?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/11_judging.ipynb)
#
# **After this you can**
#
# - say what a benchmark asked people, and choose the one that asks your question,
# - draw an interval by resampling, and compare two tables on the pairs that both know,
# - score analogies with and without the rule that flatters them,
# - find out whether a table separates opposites from synonyms,
# - look for two senses in the contexts of one word, and measure how often you would find them.
#
# **Time** 45 minutes, 65 with exercises · **Needs** notebooks 05 and 10

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, counts, data, figures, geometry
from course_utils import judging, skip_gram, start, text, training

start(seed=0)

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.stats import bootstrap, rankdata

# %% [markdown]
# ## Five tables
#
# One was trained on *labels* (notebook 05), one *counted* neighbours (02), one learned them by *skip-gram* (ours, 10); all three from the same reviews. *GloVe* (00) read six billion words. The fifth is *random*, a control that knows nothing.

# %%
reviews = data.load_reviews()
token_lists = [text.tokenize(review) for review in reviews.train.texts]
vocabulary = text.build_vocabulary(token_lists, min_count=5)
ids = text.to_ids(token_lists, vocabulary)
together = counts.cooccurrence(ids, len(vocabulary), window=5)

# %%
by_labels = Path("trained/vectors.npz")
if not by_labels.exists():  # then we train that table again
    data.save_vectors(by_labels, training.train(reviews, seed=0).word_vectors)
tables = {"labels": data.load_vectors(by_labels)}
counted = counts.svd_vectors(counts.ppmi(together), 100)
real = vocabulary[2:]  # without padding and the unknown word
tables["counted"] = data.with_words(real, counted[2:])

# %% tags=["nbval-check-output"]
by_neighbours = Path("trained/skip_gram.npz")
if not by_neighbours.exists():
    data.save_vectors(by_neighbours, skip_gram.train(token_lists))
tables["skip-gram"] = data.load_vectors(by_neighbours)
tables["GloVe"] = data.load_glove(limit=100_000)
noise = np.random.default_rng(0).normal(size=(len(real), 100))
tables["random"] = data.with_words(real, noise)
for name, vectors in tables.items():
    print(f"{name:10}{len(vectors):8,} words, {vectors.vector_size:3} numbers each")

# %% [markdown]
# ## Similar, or only related?
#
# In WordSim-353 (notebook 02), people said how *related* two words are; in SimLex-999, others said how *similar*. Nine pairs are in both.

# %% tags=["drawing"]
# @title The nine pairs, drawn
benchmarks = {name: data.load_similarity(name) for name in ("wordsim353", "simlex999")}
related = {frozenset(pair[:2]): pair[2] for pair in benchmarks["wordsim353"]}
twice = {" – ".join(pair[:2]): (related[frozenset(pair[:2])], pair[2]) for pair in benchmarks["simlex999"] if frozenset(pair[:2]) in related}
_, ax = plt.subplots(figsize=(7.2, 4.6))
ends = []
for pair, both in twice.items():
    apart = both[0] - both[1] > 3
    colour = figures.COLOURS[1] if apart else figures.GREY
    ax.plot([0, 1], both, color=colour, marker="o", markersize=5, linewidth=2 if apart else 1.2)
    ends.append((1, both[1], pair, colour))
ax.set(xlim=(-0.1, 1.05), ylim=(0, 10), ylabel="mean score that people gave", title="Three pairs are related, but not similar")
ax.set_xticks([0, 1], ["how related?\n(WordSim-353)", "how similar?\n(SimLex-999)"])
ax.grid(axis="x", visible=False)
figures.name_line_ends(ax, ends);

# %% [markdown]
# *clothes – closet*: 8.0 for related, 3.3 for similar. A table has only one cosine for the pair. Which question does it answer?
#
# The score of a table is the **rank correlation** of notebook 02: sort the pairs once by cosine, once by people's scores, and compare the two orders. On WordSim-353, GloVe reaches 0.50.
#
# **Guess.** What does GloVe reach on SimLex-999?

# %%
guess = ...  # a number from -1 to 1

# %% tags=["reveal"]
scores = pd.DataFrame(index=list(tables), columns=list(benchmarks))
for name, vectors in tables.items():
    for benchmark, pairs in benchmarks.items():
        scores.loc[name, benchmark] = judging.word_similarity(vectors, pairs)
rho = scores.map(lambda score: score.rho)
print(rho.round(2).to_string())
check.guess(guess, round(rho.simlex999["GloVe"], 2))

# %% [markdown]
# GloVe reaches 0.26, about half as much. The counted table has the same gap, skip-gram a smaller one. One likely reason: all three learned from neighbours, and related words are neighbours. **A benchmark is a question. Choose the one that asks yours.**
#
# Pairs with a missing word are left out; fewer than three is an error. So is looking up a missing word:

# %% tags=["nbval-check-output"]
try:
    judging.word_similarity(tables["labels"], benchmarks["wordsim353"][285:290])
except ValueError as error:
    print(error)
try:
    tables["GloVe"]["flurbish"]
except KeyError as error:
    print(error)

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("nine pairs are in both sets", len(twice) == 9)
claim("clothes and closet: 8.0 and 3.3", np.round(twice["clothes – closet"], 1) == [8.0, 3.3])
claim("GloVe reaches 0.50 on WordSim and 0.26 on SimLex", rho.loc["GloVe"].round(2).tolist() == [0.5, 0.26])
claim("the counted table has the same gap", rho.simlex999["counted"] < 0.6 * rho.wordsim353["counted"])
gap = rho.wordsim353 - rho.simlex999
claim("skip-gram a smaller one", 0 < gap["skip-gram"] < gap["counted"])
claim("three pairs are related, but not similar", sum(both[0] - both[1] > 3 for both in twice.values()) == 3);


# %% [markdown]
# ## How sure is a score?
#
# The counted table reaches 0.48, on the 298 WordSim pairs that it knows. Other pairs would give another number. We have none, but we can draw from these *with replacement*: some come more than once, some not at all. Each draw gives a new correlation. That is the **bootstrap** (Efron 1979). In the code a draw is a row, and `axis=-1` runs along it. First with eight pairs:

# %%
def rank_correlation(some, others):
    """The rank correlation is a cosine too: of the ranks, each minus its mean."""
    ranks = [rankdata(values, axis=-1) for values in (some, others)]
    unit = [geometry.normalize(one - one.mean(axis=-1, keepdims=True)) for one in ranks]
    return (unit[0] * unit[1]).sum(axis=-1)


def known_to(some_tables, pairs):
    return [p for p in pairs if all(p[0] in v and p[1] in v for v in some_tables)]


def cosines_of(vectors, pairs):
    return np.array([vectors.similarity(pair[0], pair[1]) for pair in pairs])


# %% tags=["nbval-check-output"]
pairs = known_to([tables["counted"]], benchmarks["wordsim353"])
people = np.array([score for *_, score in pairs])
cosines = cosines_of(tables["counted"], pairs)

eight = np.arange(9, 290, 37)  # eight of the pairs
three_draws = np.random.default_rng(0).integers(8, size=(3, 8))
print(f"all eight: {rank_correlation(cosines[eight], people[eight]):5.2f}")
for draw in three_draws:
    again = eight[draw]
    print("draw", draw, f"{rank_correlation(cosines[again], people[again]):5.2f}")

# %% tags=["drawing"]
# @title The three draws, drawn
names = [" – ".join(pairs[place][:2]) for place in eight]
drawing = figures.new_drawing(19, 11.6, "Each draw takes eight pairs, some twice or more, and gives another correlation")
both = np.column_stack([people[eight] / 10, cosines[eight]])
figures.draw_table(drawing, both, (6.2, 9), names, ["people / 10", "cosine"], limit=1, digits=2)
times = np.array([np.bincount(draw, minlength=8) for draw in three_draws]).T
figures.draw_table(drawing, times, (11, 9), columns=["draw 1", "draw 2", "draw 3"], limit=4)
for left, chosen in zip((6.7, 11.1, 12.1, 13.1), (np.arange(8), *three_draws)):
    value = rank_correlation(cosines[eight[chosen]], people[eight[chosen]])
    drawing.text(left + 0.4, 0.4, f"{value:.2f}".replace("-", "−"), ha="center", fontsize=9.5, weight="bold")
drawing.text(6, 0.4, "rank correlation", ha="right", fontsize=10)
drawing.text(15, 5, "how often each\npair was drawn", va="center", fontsize=10, color=figures.GREY);

# %% [markdown]
# Now all 298 pairs, 1,000 times: 1,000 rows.
#
# **Guess.** How far apart are the ends of the middle 95 % of the correlations? (More pairs spread less.)

# %%
guess = ...  # a number; the score is 0.48


# %% tags=["reveal"]
def draw_all(number):
    return np.random.default_rng(0).integers(number, size=(1_000, number))


draws = draw_all(len(pairs))
low, high = np.quantile(rank_correlation(cosines[draws], people[draws]), [0.025, 0.975])
settings = {"paired": True, "method": "percentile", "n_resamples": 1_000}
by_scipy = bootstrap((cosines, people), rank_correlation, **settings)
by_scipy = by_scipy.confidence_interval
print(f"by hand  {low:.2f} to {high:.2f}")
print(f"by scipy {by_scipy.low:.2f} to {by_scipy.high:.2f}")
check.guess(guess, round(high - low, 1))


# %% [markdown]
# The ends are 0.37 and 0.57; `scipy.stats.bootstrap` gives nearly the same. A score on 298 pairs is known to about ± 0.1.
#
# So which of our tables differ? Compare two in the *same* draws of the *same* pairs, those that both know. If the middle 95 % of the differences lie on one side of 0, the difference survives.

# %%
def difference(one, other, benchmark):
    both_know = known_to([tables[one], tables[other]], benchmark)
    judged = np.array([score for *_, score in both_know])
    places = draw_all(len(both_know))
    gains = 0
    for name, sign in ((one, 1), (other, -1)):
        found = cosines_of(tables[name], both_know)
        gains = gains + sign * rank_correlation(found[places], judged[places])
    return [len(both_know), np.mean(gains), *np.quantile(gains, [0.025, 0.975])]


# %% tags=["drawing"]
# @title All differences, drawn
comparisons = [("GloVe", "counted"), ("GloVe", "skip-gram"), ("counted", "skip-gram"), ("skip-gram", "labels"), ("labels", "random")]
rows = {(benchmark, *two): difference(*two, asked) for benchmark, asked in benchmarks.items() for two in comparisons}
differences = pd.DataFrame(rows, index=["pairs", "mean", "low", "high"]).T
_, panels = plt.subplots(1, 2, figsize=(9, 3.4), sharey=True, sharex=True)
plt.gcf().suptitle("GloVe's lead over the counted table survives on neither benchmark", x=0.01, ha="left", fontsize=12, weight="bold")
for ax, benchmark, title in zip(panels, benchmarks, ("WordSim-353", "SimLex-999")):
    for place, two in enumerate(comparisons):
        number, mean, low_end, high_end = differences.loc[(benchmark, *two)]
        survives = low_end > 0 or high_end < 0
        colour = figures.COLOURS[2] if survives else figures.GREY
        ax.plot([low_end, high_end], [place, place], color=colour, linewidth=2.5)
        ax.plot(mean, place, "o", color=colour, markerfacecolor=colour if survives else "white")
        ax.annotate(f"{number:.0f} pairs", (high_end, place), (5, 0), textcoords="offset points", va="center", fontsize=9, color=figures.GREY)
    ax.axvline(0, color=figures.INK, linewidth=1)
    ax.set_title(title, fontsize=10.5)
    ax.set(ylim=(len(comparisons) - 0.5, -0.5))
    ax.margins(x=0.3)
plt.gcf().supxlabel("difference in rank correlation, and its middle 95 % (full circle: it survives; open circle: it reaches across 0)", fontsize=9.5)
panels[0].set_yticks(range(len(comparisons)), [f"{one} − {other}" for one, other in comparisons]);

# %% [markdown]
# GloVe read a thousand times as much as we counted. Yet no lead over the counted table or skip-gram survives on either benchmark. Labels cannot be told from random rows.
#
# Two traps. A 95 % interval misses about once in twenty: the random table knows nothing, yet its interval lies above 0. And the interval is about *pairs*: another seed gives another score. Here are nine more random tables, counts decomposed with another seed, and skip-gram with five seeds:

# %%
of_ours = cosines_of(tables["random"], pairs)
ends = np.quantile(rank_correlation(of_ours[draws], people[draws]), [0.025, 0.975])
print(f"ours: {rank_correlation(of_ours, people):.2f}, interval", ends.round(2))
of_others = []
for seed in range(1, 10):
    noise = np.random.default_rng(seed).normal(size=(len(real), 100))
    of_noise = cosines_of(data.with_words(real, noise), pairs)
    of_others.append(rank_correlation(of_noise, people))
print("nine others:", np.sort(of_others).round(2))
other_start = counts.svd_vectors(counts.ppmi(together), 100, seed=12)
again = data.with_words(real, other_start[2:])
of_again = rank_correlation(cosines_of(again, pairs), people)
print(f"counted, seed 12: {of_again:.2f}")
measured = data.load_results("judging").rename(columns={"rung": "table"})
of_five = measured[measured.table == "skip-gram"].wordsim353
print("skip-gram, five seeds:", np.sort(of_five).round(2))

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the counted table reaches 0.48 on 298 pairs", abs(rho.wordsim353["counted"] - 0.48) < 0.02 and len(pairs) == 298)
claim("by our own function too", np.isclose(rank_correlation(cosines, people), rho.wordsim353["counted"]))
claim("the middle 95 % lie between 0.37 and 0.57", np.abs(np.array([low, high]) - [0.37, 0.57]) < 0.025)
claim("scipy gives nearly the same", np.abs(np.array(by_scipy) - [low, high]) < 0.03)
survives = (differences.low > 0) | (differences.high < 0)
claim("GloVe's lead over the counted table does not survive", not survives[:, "GloVe", "counted"].any())
claim("nor does its lead over skip-gram", not survives[:, "GloVe", "skip-gram"].any())
claim("labels cannot be told from noise", not survives[:, "labels", "random"].any())
claim("another decomposition of the same counts moves the score a little", 0 < abs(rho.wordsim353["counted"] - of_again) < 0.06)
claim("most random tables are near 0", abs(np.median(of_others)) < 0.08);

# %% [markdown]
# ## Analogies, with and without the rule
#
# In notebook 00 we met a rule: for *paris − france + italy*, the words of the question are not allowed as the answer. All tables get the same questions, with answers from the words that all know.

# %%
shared = []
for word in tables["labels"].index_to_key:
    if all(word in vectors for vectors in tables.values()):
        shared.append(word)
row_of = {word: row for row, word in enumerate(shared)}

questions, kinds = [], []
for kind, asked in data.load_analogies().items():
    for four in asked:
        if all(word in row_of for word in four):
            questions.append([row_of[word] for word in four])
            kinds.append(kind)
print(f"{len(shared):,} words, {len(questions):,} questions")


# %%
def answers_of(vectors):
    unit = geometry.normalize(vectors[shared])
    with_rule, without = [], []
    for block in np.array_split(questions, 9):  # nine parts, to save memory
        one, its, other, _ = block.T
        cosines = (unit[its] - unit[one] + unit[other]) @ unit.T
        without.append(cosines.argmax(axis=1))
        np.put_along_axis(cosines, block[:, :3], -np.inf, axis=1)  # not allowed
        with_rule.append(cosines.argmax(axis=1))
    return np.concatenate(with_rule), np.concatenate(without)


# %% [markdown]
# With the rule, GloVe solves 51 % of these questions.
#
# **Guess.** What share does it solve without?

# %%
guess = ...  # a number from 0 to 1

# %% tags=["reveal"]
answers = {name: answers_of(vectors) for name, vectors in tables.items()}
third, wanted = np.array(questions).T[2:]
right = {}
for name, two in answers.items():
    right[name] = [half == wanted for half in two]
    with_rule, without = [half.mean() for half in right[name]]
    print(f"{name:10}{with_rule:5.2f} with, {without:4.2f} without")
check.guess(guess, round(right["GloVe"][1].mean(), 2))

# %% tags=["drawing"]
# @title The figure
of_kind = pd.DataFrame({"kind": kinds, "with": right["GloVe"][0], "without": right["GloVe"][1]}).groupby("kind").mean()
lines = {f"{name}, all kinds": [half.mean() for half in right[name]] for name in ("counted", "skip-gram", "GloVe")}
for kind, label in {"gram6-nationality-adjective": "spain, spanish", "family": "boy, girl", "gram8-plural": "dog, dogs", "gram5-present-participle": "run, running"}.items():
    lines[f"GloVe: {label}, …"] = of_kind.loc[kind, ["with", "without"]].tolist()
drawn = draw_all(len(questions))
ax = figures.new_axes(None, "The rule gives GloVe half its score, and the others most of theirs", size=(8, 3.8))
for place, (name, (with_rule, without)) in enumerate(lines.items()):
    ax.plot([without, with_rule], [place, place], color=figures.GREY, linewidth=1.5)
    if name.endswith("all kinds"):
        for half in right[name.partition(",")[0]]:
            ax.plot(np.quantile(half[drawn].mean(axis=1), [0.025, 0.975]), [place, place], color=figures.INK, linewidth=6, alpha=0.35, label="95 % of 1,000 draws" if place == 2 and half is right["GloVe"][1] else None)
    ax.plot(without, place, "s", color=figures.COLOURS[1], label="without the rule" if place == 0 else None)
    ax.plot(with_rule, place, "o", color=figures.COLOURS[0], label="with the rule" if place == 0 else None)
ax.set_yticks(range(len(lines)), lines)
ax.set(xlabel="share of the questions solved (questions share words: the true bands are somewhat wider)", xlim=(-0.03, 1.03), ylim=(len(lines) - 0.5, -0.5))
ax.legend(loc="upper right");

# %%
asked = [row_of[word] for word in ("boy", "girl", "brother", "sister")]
for name in ("GloVe", "skip-gram", "counted"):
    without = answers[name][1]
    found = shared[without[questions.index(asked)]]
    print(f"{name:10}girl − boy + brother: {found}", end=", ")
    print(f"{np.mean(without == third):3.0%} of all answers are the third word")

# %% [markdown]
# Without the rule, GloVe solves a quarter: half of its score is gone. The others lose most of theirs. Here, *girl − boy + brother* leads straight back to *brother*. Of the four kinds drawn, the rule does most for plurals and *-ing* forms; from *spain* to *spanish*, GloVe really takes the step (Rogers et al. 2017).

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("half of GloVe's analogies depend on the rule", abs(right["GloVe"][1].sum() / right["GloVe"][0].sum() - 0.5) < 0.03)
claim("there are 4,336 questions", len(questions) == 4_336)
for name in ("GloVe", "skip-gram"):
    claim(f"in {name}, girl − boy + brother leads back to brother", answers[name][1][questions.index(asked)] == row_of["brother"])
share_right = {name: [half.mean() for half in halves] for name, halves in right.items()}
claim("GloVe solves 51 % with the rule and a quarter without", np.abs(np.array(share_right["GloVe"]) - [0.51, 0.254]) < 0.005)
for name in ("counted", "skip-gram"):
    claim(f"{name} loses more", share_right[name][1] < 0.35 * share_right[name][0])
claim("from spain to spanish GloVe loses next to nothing", of_kind.loc["gram6-nationality-adjective"].diff().iloc[-1] > -0.05)
lost = of_kind["with"] - of_kind["without"]
four = lost[["gram6-nationality-adjective", "family", "gram8-plural", "gram5-present-participle"]]
claim("of these four it does most for plurals and -ing forms", set(four.nlargest(2).index) == {"gram8-plural", "gram5-present-participle"})
claim("of the plurals more than half", of_kind.without["gram8-plural"] < 0.5 * of_kind["with"]["gram8-plural"]);

# %% [markdown]
# ## Does a table know good from bad?
#
# *hot* and *cold* turn up in the same sentences. So it is often said that vectors from neighbours cannot tell opposites from synonyms. We test that on 60 pairs of adjectives, written down before any was measured: 30 **synonyms** and 30 **antonyms**. In half of each group the words *judge* (*good*, *bad*), in the other half they are *neutral* (*hot*, *cold*).
#
# A table that knows opposites gives synonyms the larger cosines. Within each half, we compare every synonym pair with every antonym pair: how often does the synonym pair win? By hand, with cosines of 0.7 and 0.5 for two synonym pairs, 0.6 and 0.2 for two antonym pairs: 0.7 beats both, 0.5 beats one. That is 3 of 4, or 0.75. (This is the *area under the curve*, AUC.)

# %% tags=["nbval-check-output"]
opposites = pd.read_csv(data.table_path("opposites.csv"))
for (kind, relation), rows in opposites.groupby(["kind", "relation"]):
    some = [f"{row.first} – {row.second}" for row in rows[:4].itertuples(index=False)]
    print(f"{kind:8}{relation:8}", ", ".join(some), "…")


def synonyms_win(vectors, kind):
    cosines = {}
    for relation, rows in opposites[opposites.kind == kind].groupby("relation"):
        two = rows[["first", "second"]].to_numpy().tolist()
        cosines[relation] = cosines_of(vectors, two)
    return cosines["synonym"][:, None] > cosines["antonym"]  # 15 times 15


# %% [markdown]
# **Guess.** The counted table never saw a label. How often do synonyms win there, among the words that *judge*?

# %%
guess = ...  # a number from 0 to 1; chance is 0.5

# %% tags=["reveal"]
won = {}
for name, vectors in tables.items():
    for kind in ("judging", "neutral"):
        won[name, kind] = synonyms_win(vectors, kind).mean()
    both = f"judging {won[name, 'judging']:.2f}, neutral {won[name, 'neutral']:.2f}"
    print(f"{name:10}{both}")
check.guess(guess, round(won["counted", "judging"], 2))

# %% tags=["drawing"]
# @title All pairs and their cosines, drawn
_, panels = plt.subplots(1, 2, figsize=(9.6, 4.2), sharey=True)
plt.gcf().suptitle("All but the random table separate praise from blame; none clearly separates hot from cold", x=0.01, ha="left", fontsize=12, weight="bold")
titles = {"judging": "words that judge: good, bad", "neutral": "neutral words: hot, cold"}
for ax, (kind, title) in zip(panels, titles.items()):
    for place, (name, vectors) in enumerate(tables.items()):
        for relation, colour, marker, shift in [("synonym", figures.COLOURS[2], "o", -0.15), ("antonym", figures.COLOURS[3], "x", 0.15)]:
            rows = opposites[(opposites.kind == kind) & (opposites.relation == relation)]
            shown = cosines_of(vectors, rows[["first", "second"]].to_numpy().tolist())
            ax.plot(shown, np.full(len(shown), place + shift), marker, color=colour, alpha=0.75, markersize=5, label=f"{relation}s" if place == 0 else None)
        ax.text(1.38, place, f"{won[name, kind]:.2f}", va="center", ha="right", weight="bold")
    ax.text(1.38, -0.68, "synonyms win", va="center", ha="right", fontsize=9)
    ax.set_title(title, fontsize=10.5)
    ax.set(xlabel="cosine of the two words", xlim=(-1.05, 1.42), ylim=(4.6, -0.95))
    ax.set_xticks([-1, -0.5, 0, 0.5, 1])
panels[0].set_yticks(range(5), tables)
panels[0].legend(loc="upper left", bbox_to_anchor=(-0.02, -0.16), ncols=2, fontsize=9);

# %% [markdown]
# Synonyms win 0.91 of the comparisons, and about as many in every table that knows anything. So for words that judge, the saying is wrong, even without labels. For neutral words it may hold: no table clearly differs from 0.5. (With 15 pairs on each side, the interval is about ± 0.2. Even random rows reach 0.65.)
#
# In the table from labels, most antonyms that judge even have *negative* cosines. But neighbours are enough. Why? Words that meet often also share the words around them. So look how often the two words of a pair meet, within five words, compared with chance:

# %% tags=["nbval-check-output"]
meetings = together.sum(axis=1)
number_of = {word: number for number, word in enumerate(vocabulary)}
of_groups = {}
for (kind, relation), rows in opposites.groupby(["kind", "relation"]):
    first, second = (rows[side].map(number_of) for side in ("first", "second"))
    met = np.array([together[one, other] for one, other in zip(first, second)])
    by_chance = meetings[first] * meetings[second] / meetings.sum()
    of_groups[kind, relation] = np.median(met / by_chance)
    times = f"{of_groups[kind, relation]:.1f} times as often as by chance"
    print(f"{kind:8}{relation:8} meet {met.sum():3.0f} times; the median pair {times}")

# %% [markdown]
# Compared with chance, synonyms turn up together more among words that judge: a reviewer who praises goes on praising. Among neutral words, opposites do: *hot and cold*, *male or female*. That fits what we found, but does not prove the cause.

# %% tags=["checks"]
# @title Numbers of this section, checked
for name in ("labels", "counted", "skip-gram", "GloVe"):
    claim(f"{name} separates the antonyms that judge", won[name, "judging"] > 0.83)
claim("the counted table wins 0.91", abs(won["counted", "judging"] - 0.91) < 0.035)
of_tables = measured.groupby("table").mean(numeric_only=True)
known_tables = of_tables.drop("random")
claim("for each table 0.5 is within the interval of the neutral ones", (known_tables.neutral_antonyms_low < 0.5) & (known_tables.neutral_antonyms_high > 0.5))
claim("and outside that of the judging ones", known_tables.judging_antonyms_low > 0.6)
width = (known_tables.neutral_antonyms_high - known_tables.neutral_antonyms_low) / 2
claim("the interval is about ± 0.2", (width - 0.2).abs() < 0.035)
blame = opposites[(opposites.kind == "judging") & (opposites.relation == "antonym")]
of_blame = {name: cosines_of(vectors, blame[["first", "second"]].to_numpy().tolist()) for name, vectors in tables.items()}
claim("only labels give antonyms negative cosines", np.median(of_blame["labels"]) < -0.5 and min(np.median(of_blame[name]) for name in ("counted", "skip-gram", "GloVe")) > 0.2)
claim("judging synonyms meet more than judging antonyms", of_groups["judging", "synonym"] > 1.5 * of_groups["judging", "antonym"])
claim("neutral antonyms more than neutral synonyms", of_groups["neutral", "antonym"] > 1.5 * of_groups["neutral", "synonym"])
claim("0.75 by hand", np.mean(np.array([[0.7], [0.5]]) > np.array([0.6, 0.2])) == 0.75);

# %% [markdown]
# ## One row, two senses
#
# A film's *star* is an actor; the *star* of *Star Wars* is in the sky. A table has one row for both. But each place where the word stands has neighbours of its own. A **context vector** is the mean of the rows of up to five words on each side. Frequent words weigh less, as they say little (Arora et al. 2017).

# %%
unit = geometry.normalize(tables["counted"].vectors)
unit = np.vstack([np.zeros((2, 100)), unit])  # for padding and the unknown word
gap = np.zeros(5, dtype=int)  # no window reaches into the next review
running = np.concatenate([gap] + [np.append(row, gap) for row in ids])  # all reviews
seen = np.bincount(running)
seen[:2] = 0
share = seen / seen.sum()
weights = np.where(seen > 0, 0.001 / (0.001 + share), 0)


def contexts_of(word, weights=weights):
    places = np.flatnonzero(running == number_of[word])
    steps = np.array([-5, -4, -3, -2, -1, 1, 2, 3, 4, 5])
    near = running[places[:, None] + steps]
    weighted = unit[near] * weights[near][:, :, None]
    return geometry.normalize(weighted.sum(axis=1))


# %% [markdown]
# **k-means** with k = 2 gives each context to the nearer of two centres, moves each centre to the mean of its contexts, and repeats. Does it find senses? To know, we make a word of two known senses: we mix the contexts of *singer* and *sign*, and forget which is which.

# %% tags=["nbval-check-output"]
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits


def two_clusters(contexts):
    with threadpool_limits(1):  # few rows: threads would only wait for each other
        return KMeans(2, n_init=3, random_state=0).fit(contexts)


of_each = [contexts_of("singer"), contexts_of("sign")]
true = np.repeat(["singer", "sign"], [len(contexts) for contexts in of_each])
merged = np.vstack(of_each)
found = two_clusters(merged)
print(pd.crosstab(true, found.labels_, rownames=["word"], colnames=["cluster"]))

# %% [markdown]
# 80 % of the contexts are in the cluster of their own word. (The clusters have no names, so either may be *singer*.) Was that a lucky pair? We merged 60 random pairs of about equally frequent words, and did so with each table.
#
# **Guess.** What share of the contexts ends up on the right side, on average, in the counted table? Coin flips give a little over 0.5.

# %%
guess = ...  # a number from 0.5 to 1

# %% tags=["reveal"]
of_tables = measured.groupby("table", sort=False).mean(numeric_only=True)
print(of_tables.senses.round(2).to_string())
check.guess(guess, round(of_tables.senses["counted"], 2))

# %% [markdown]
# It is 0.75, much better than chance but far from certain. Even random rows reach 0.57, partly because we count the better way to name the clusters. Skip-gram does a little better, GloVe worse, labels (0.55) no better than random rows.
#
# Now real words. For each cluster: its share of the contexts, and the five frequent words that lean most towards it.

# %%
for word in ("star", "bond", "hood", "second"):
    found = two_clusters(contexts_of(word))
    one, other = geometry.normalize(found.cluster_centers_)
    towards = np.where(seen >= 50, unit @ (one - other), 0)
    towards[number_of[word]] = 0
    order = np.argsort(towards)
    for cluster, near in ((0, order[::-1][:5]), (1, order[:5])):
        print(f"{word:7}{np.mean(found.labels_ == cluster):4.0%} ", end=" ")
        print(*[vocabulary[number] for number in near])

# %% tags=["drawing"]
# @title The contexts of star, on two maps
from sklearn.decomposition import PCA

saga = [number_of["wars"], number_of["trek"]]
without_saga = np.where(np.isin(np.arange(len(weights)), saga), 0, weights)
is_saga = np.isin(running[np.flatnonzero(running == number_of["star"]) + 1], saga)
in_cluster = {}
_, panels = plt.subplots(1, 2, figsize=(9.6, 4.6))
plt.gcf().suptitle("Leave wars and trek out of the contexts, and k-means no longer gathers Star Wars and Star Trek", x=0.01, ha="left", fontsize=12, weight="bold")
for ax, (title, used) in zip(panels, {"with all words": weights, "without wars and trek": without_saga}.items()):
    contexts = contexts_of("star", used)
    found = two_clusters(contexts).labels_
    first = found == np.round(found[is_saga].mean())  # the cluster of most star wars and star trek
    flat = PCA(2, random_state=0).fit_transform(contexts)
    in_cluster[title] = [first[chosen].mean() for chosen in (is_saga, ~is_saga)]
    for name, chosen, marker, share in zip(["star wars, star trek", "any other star"], [is_saga, ~is_saga], "so", in_cluster[title]):
        ax.scatter([], [], s=24, marker=marker, facecolor=figures.INK if marker == "s" else "none", edgecolor=figures.INK, label=f"{name}: {share:.0%} orange")
        for cluster, colour in ((True, figures.COLOURS[1]), (False, figures.COLOURS[0])):
            part = flat[chosen & (first == cluster)]
            ax.scatter(*part.T, s=16 if marker == "s" else 11, marker=marker, facecolor=colour if marker == "s" else "none", edgecolor=colour, linewidth=0.7, alpha=0.7)
    ax.set_title(title, fontsize=10.5)
    ax.set(xlabel="first component of the contexts", ylabel="second component")
    ax.legend(loc="upper left", bbox_to_anchor=(-0.02, -0.16), fontsize=9)
plt.gcf().supxlabel("orange and blue: the two clusters", fontsize=9.5);

# %% [markdown]
# In the left map, one cluster holds 99 % of *Star Wars* and *Star Trek*, and 7 % of the other contexts. But *wars* and *trek* are in the window themselves. Without them, it is 64 % and 40 %: these two words had made the cluster.
#
# *James Bond* seems to separate from the *bond* between people, and Robin *Hood* from the film *Hood of the Living Dead* (two titles, not two senses). The clusters of *second* are not senses we could name. **k-means always finds two clusters. Whether they are senses, you must test.**

# %% tags=["checks"]
# @title Numbers of this section, checked
agree = np.mean(two_clusters(merged).labels_ == (true == "sign"))
claim("of singer and sign 80 % are on the right side", abs(max(agree, 1 - agree) - 0.8) < 0.03)
claim("the counted table sorts 0.75 of merged contexts correctly", abs(of_tables.senses["counted"] - 0.75) < 0.005)
claim("skip-gram a little more on average", 0.01 < of_tables.senses["skip-gram"] - of_tables.senses["counted"] < 0.05)
by_seed = measured.pivot(index="seed", columns="table", values="senses")
claim("GloVe and labels fewer, with every seed", by_seed[["GloVe", "labels"]].max(axis=1) < by_seed["counted"])
claim("random rows 0.57, labels 0.55", np.abs(of_tables.senses[["random", "labels"]] - [0.57, 0.55]) < 0.005)
with_all, with_few = np.array(list(in_cluster.values()))
claim("99 % of star wars and star trek, 7 % of the others", with_all[0] > 0.98 and abs(with_all[1] - 0.07) < 0.02)
claim("without wars and trek 64 % and 40 %", np.abs(with_few - [0.64, 0.4]) < 0.05)
of_hood = running[np.flatnonzero(running == number_of["hood"]) + 3] == number_of["living"]
of_cluster = two_clusters(contexts_of("hood")).labels_
claim("hood of the living dead is in one cluster", min(of_hood[of_cluster == number].sum() for number in (0, 1)) <= 1 < of_hood.sum());

# %% [markdown]
# ## All tables, all measures
#
# Here they are, over five seeds, each with its own merged words and its own tables from labels, skip-gram and noise. GloVe keeps only the words of our reviews, which changes its scores slightly. The last measure is a real task: logistic regression on the mean row of each review.

# %% tags=["drawing"]
# @title The figure
measures = {
    "wordsim353": "WordSim-353",
    "simlex999": "SimLex-999",
    "analogies_without_rule": "analogies without the rule",
    "judging_antonyms": "good or bad: synonyms win",
    "senses": "merged words: senses found",
    "validation_accuracy": "accuracy on validation",
}
figure, panels = plt.subplots(2, 3, figsize=(10, 6.3), sharey=True)
figure.get_layout_engine().set(h_pad=0.12)
figure.suptitle("No table wins everything, and the best classifier is last of the four at word similarity", x=0.01, ha="left", fontsize=12, weight="bold")
names = list(tables)
for ax, (measure, title) in zip(panels.flat, measures.items()):
    for place, name in enumerate(names):
        runs = measured[measured.table == name]
        colour = figures.GREY if name == "random" else figures.COLOURS[0]
        if measure == "validation_accuracy":
            ends = [runs[measure].mean() + side * 1.96 * np.sqrt(runs[measure].mean() * (1 - runs[measure].mean()) / 2_500) for side in (-1, 1)]
        else:
            ends = [runs[f"{measure}_{end}"].mean() for end in ("low", "high")]
        ax.plot(ends, [place, place], color=colour, linewidth=5, alpha=0.25, solid_capstyle="butt")
        ax.plot(runs[measure], np.full(len(runs), place), "o", color=colour, markersize=4, alpha=0.7)
    chance = {"judging_antonyms": 0.5, "validation_accuracy": 0.5, "senses": of_tables.senses["random"]}
    ax.axvline(chance.get(measure, 0), color=figures.INK, linewidth=0.8, linestyle=":")
    ax.set_title(title, fontsize=10.5)
    ax.set_yticks(range(len(names)), names)
panels[0, 0].set_ylim(4.5, -0.5)
figure.supxlabel("dots: five seeds; bands: 95 % over pairs, questions or reviews, mean of the seeds; dotted: chance (for senses, the mean of the random rows)", fontsize=9.5);

# %% tags=["nbval-check-output"]
shown = of_tables[list(measures)].drop("random")
print(shown.T.round(2).to_string())
best_classifier = shown.validation_accuracy.idxmax()
claim("no table wins everything", shown.idxmax().nunique() >= 3)
claim(
    "the best classifier is last at word similarity",
    best_classifier == shown.wordsim353.idxmin() == shown.simlex999.idxmin(),
);

# %% [markdown]
# Labels classify best, and are last of the four on similarity, analogies and senses. GloVe is first on WordSim and analogies, and classifies worst of them. So ask what the table is for:
#
# | you want to | measure |
# | --- | --- |
# | find words on the same topic | WordSim-353 |
# | find words that can replace each other | SimLex-999, and antonyms from your own field |
# | classify texts | accuracy on that very task |
# | go from *cat* to *cats* | analogies without the rule |
# | tell senses apart | pairs of merged words |
#
# Where you can, measure the use itself. Taken at face value, WordSim would have chosen the worst classifier of the four. [11a](11a_hubs_and_bias.ipynb) looks at hubs, frequency and bias.

# %% tags=["checks"]
# @title Numbers of this section, checked
first = {measure: of_tables[measure].idxmax() for measure in measures}
claim("GloVe is first on WordSim and analogies", [first["wordsim353"], first["analogies_without_rule"]] == ["GloVe", "GloVe"])
claim("labels classify best, with every seed", measured.pivot(index="seed", columns="table", values="validation_accuracy").idxmax(axis=1) == "labels")
of_four = of_tables.drop("random")
claim("GloVe classifies worst of the four", of_four.validation_accuracy.idxmin() == "GloVe")
claim("labels are last of the four on meaning", [of_four[measure].idxmin() for measure in ("wordsim353", "simlex999", "analogies_without_rule", "senses")] == ["labels"] * 4);

# %% [markdown]
# ## What we saw
#
# - A benchmark is a question. GloVe reaches 0.50 on relatedness, and half of that on similarity.
# - A score on 298 pairs is known to about ± 0.1. Compare two tables in the same draws of pairs that both know.
# - Half of GloVe's score on analogies, and most of the others', is due to the rule that forbids the words of the question.
# - For words that judge, every table but the random one separates antonyms from synonyms. None clearly separates *hot* from *cold*.
# - With the counted table, clustering sorts three in four contexts of two merged words correctly. In a real word, the clusters may be no senses at all.
# - No table wins everything. The best classifier of reviews is last of the four at word similarity.
#
# ## Exercises
#
# Stuck? `check.NAME.hint()` gives a hint, `check.NAME.solution()` the solution.
#
# **Predict: how often do synonyms win?** Four pairs of synonyms have cosines of 0.8, 0.7, 0.45 and 0.3, two pairs of antonyms 0.6 and 0.4. What share do synonyms win?

# %%
synonyms_ahead = ...


check.synonyms_ahead(synonyms_ahead)


# %% [markdown]
# **Is the lead real?** Two tables answered the same questions. Write the interval of the difference of their scores.

# %%
def interval_of_lead(first, second, draws):
    """Return an array: the ends of the middle 95 % of the lead, low and high.

    first and second say which questions each table solved: arrays of 1 and 0, one
    per question, the same questions in the same order. draws is an array of
    question numbers, a row for each draw. The lead in a draw is the mean of first less
    the mean of second over its questions, the same for both. The ends are the
    quantiles 0.025 and 0.975, as np.quantile gives them.
    """
    ...


check.interval_of_lead(interval_of_lead)


# %% [markdown]
# **Find the fault.** This function should answer an analogy by the rule. It answers some questions with one of their own words. Repair it.

# %%
def by_the_rule(unit, one, its, other):
    """Return the row number of the answer: one is to its as other is to what?

    unit is an array of rows of length 1; one, its and other are row numbers. The answer
    is the row with the largest dot product with unit[its] - unit[one] + unit[other].
    The three rows of the question are not allowed, whatever their dot products. There
    are at least four rows, and no ties.
    """
    products = unit @ (unit[its] - unit[one] + unit[other])
    products[other] = 0
    return int(np.argmax(products))


check.by_the_rule(by_the_rule)

# %% [markdown]
# ## Quiz

# %%
check.quiz("11")

# %% [markdown]
# ## Where next
#
# [12 · Sentences and search](12_sentences_and_search.ipynb) goes from words to texts, and judges by what a search finds. Or first [11a · Hubs, frequency and bias](11a_hubs_and_bias.ipynb).
#
# ## References
#
# - L. Finkelstein et al., *Placing Search in Context: The Concept Revisited*, TOIS 2002 (WordSim-353).
# - F. Hill, R. Reichart and A. Korhonen, *SimLex-999*, Computational Linguistics 2015.
# - B. Efron, *Bootstrap Methods: Another Look at the Jackknife*, Annals of Statistics 1979.
# - A. Rogers, A. Drozd and B. Li, *The (Too Many) Problems of Analogical Reasoning with Word Vectors*, StarSEM 2017.
# - S. Arora, Y. Liang and T. Ma, *A Simple but Tough-to-Beat Baseline for Sentence Embeddings*, ICLR 2017.
# - H. Schütze, *Automatic Word Sense Discrimination*, Computational Linguistics 1998 (merged words).
