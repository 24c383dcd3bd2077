# %% [markdown]
# # 13 · Items
#
# *Can the method that made word vectors also make vectors of films, and of the people who watch them?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/13_items.ipynb)
#
# **After this you can**
#
# - embed anything that has a number, and score two of them by a product,
# - split events by time, and compare with the strongest count,
# - say why a good forecast of stars may be a bad recommendation,
# - train two towers on a batch's own negatives, and correct for popularity,
# - recommend to someone new, and handle films that hardly anyone has rated.
#
# **Time** 40 minutes, 60 with exercises · **Needs** notebooks 04 and 12

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, geometry, start

start(seed=0)

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from scipy import sparse

# %% [markdown]
# ## A table with holes
#
# A word's vector is a row of a table, found by the word's number. Nothing in that asks for words: films can have numbers, and people too.
#
# Three people gave stars to some of four films. We give each person and each film a row (here set by hand), and score the two by their product. A score is not in stars: higher is better.

# %% tags=["nbval-check-output"]
people = np.array([[1.0, -0.5], [-0.5, 1.0], [0.8, 0.6]])
films = np.array([[0.9, -0.4], [0.6, -0.2], [-0.3, 0.9], [0.3, 0.8]])

person, film = 0, 2  # Ann and Amélie
print("two look-ups and a product:", people[person] @ films[film])
print("all of them at once:")
print((people @ films.T).round(2))

# %% tags=["drawing"]
# @title The holes, and the two tables that fill them, drawn
who, what = ["Ann", "Ben", "Cem"], ["Alien", "Heat", "Amélie", "Titanic"]
stars = np.array([[5, 4, 0, 0], [0, 0, 5, 4], [4, 0, 0, 5]])
drawing = figures.new_drawing(24, 7, "A row for each person, a row for each film: the product fills the holes")
figures.draw_table(drawing, stars, (1.8, 3.7), who, what, title="stars", coloured=False)
for row, column in np.argwhere(stars == 0):
    drawing.add_patch(plt.Rectangle((1.8 + column, 2.7 - row), 1, 1, facecolor="#EEEEEE", edgecolor="white", linewidth=2, zorder=4))
    drawing.text(2.3 + column, 3.2 - row, "?", ha="center", va="center", color=figures.GREY, zorder=5)
figures.draw_table(drawing, people, (9.2, 3.7), who, title="people", limit=1, digits=1, picked=[0])
drawing.text(12.2, 2.2, "×", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, films.T, (13.2, 3.2), (), what, title="films, turned", limit=1, digits=1, picked_columns=[2])
drawing.text(18.2, 2.2, "=", ha="center", va="center", fontsize=13)
figures.draw_table(drawing, people @ films.T, (19.2, 3.7), (), what, title="scores", limit=1.2, digits=2)
for row, column in np.argwhere(stars == 0):  # what was a hole has a dashed frame; Ann and Amélie are in colour
    asked = (row, column) == (person, film)
    colour, width, style = (figures.COLOURS[1], 2.2, "-") if asked else (figures.INK, 1, "--")
    frame = plt.Rectangle((19.26 + column, 2.76 - row), 0.88, 0.88, fill=False, edgecolor=colour, linewidth=width, linestyle=style)
    drawing.add_patch(frame).set_zorder(4)

# %% [markdown]
# Ann and *Amélie*: 1.0 · (−0.3) − 0.5 · 0.9 = −0.75, so not for her. In Keras each of the two tables is an `Embedding` layer. As with words, nobody says what a column means.
#
# Now real ones: the ratings of the site MovieLens.

# %% tags=["nbval-check-output"]
ratings = data.load_ratings()
P, F = ratings.person.nunique(), ratings.film.nunique()
print(f"{len(ratings):,} ratings of {F:,} films by {P} people")
print(f"{len(ratings) / (P * F):.1%} of the table is filled")

# %% [markdown]
# ## Hide the last films
#
# *Which films will a person rate next?* (Rated means seen; what people see without rating is not in the data.) For each person the last five films are the test set, the five before them validation, all others training.

# %% tags=["drawing"]
# @title One person's ratings, drawn
drawing = figures.new_drawing(22, 3.4, "A person's test films come after all of their training films")
for place in range(17):
    part = 0 if place < 7 else (1 if place < 12 else 2)
    shade = ("#C9DCEB", "#F3D2BC", "#BFE3D6")[part]
    drawing.add_patch(plt.Rectangle((2 + place, 1.2), 0.9, 1, facecolor=shade))
    drawing.text(2.45 + place, 1.7, "…" if place == 0 else "film", ha="center", va="center", fontsize=8)
for middle, name in ((5.4, "training"), (11.4, "validation"), (16.4, "test")):
    drawing.text(middle, 2.7, name, ha="center", fontsize=10)
drawing.annotate("", xy=(20.3, 0.7), xytext=(2, 0.7), arrowprops={"arrowstyle": "-|>", "color": figures.GREY})
drawing.text(20.6, 0.7, "time", va="center", color=figures.GREY);

# %% tags=["nbval-check-output"]
# The table is sorted by person and time, so 0 is a person's last film.
to_come = ratings.groupby("person").cumcount(ascending=False)
test = ratings[to_come < 5]
validation = ratings[(to_come >= 5) & (to_come < 10)]
train = ratings[to_come >= 10]
new_people = set(test.person) - set(train.person)
new_films = set(test.film) - set(train.film)
print(len(new_people), "people and", len(new_films), "films of test are new")
days = ratings.groupby("person").time.agg(lambda time: (time.max() - time.min()).days)
print(f"{(days == 0).mean():.0%} of the people rated everything within a day")


# %% [markdown]
# Nobody is new, because everyone here has 20 ratings or more. But 108 films are new: no one rated them in training, so their rows stay untrained. They still count as hidden films.
#
# The times mislead: most people rated everything within a day, probably films seen long before. And other people's later ratings stay in training.
#
# Two measures: Recall@10 (notebook 12) is here the share of the five hidden films among the first ten. **NDCG@10** also asks how far up: a film at rank r gives 1 / log₂(r + 1), beyond ten nothing. The sum is divided by the best possible one, that of ranks 1 to 5.
#
# Say the five have ranks 1, 3, 12, 40 and 2,000. Recall is 2/5, and NDCG is (1 + 1/2) / 2.95 = 0.51.

# %% tags=["nbval-check-output"]
def ranks(scores, hidden, seen):
    left = np.where(seen, -np.inf, scores)  # what a person has seen is not asked for
    own = np.take_along_axis(left, hidden, axis=1)
    # Equal scores count as ahead; a film itself makes its rank 1 or more.
    return np.array([(left >= one[:, None]).sum(axis=1) for one in own.T]).T


def ndcg(ranks):
    gains = np.where(ranks <= 10, 1 / np.log2(ranks + 1), 0)
    return gains.sum(axis=1) / (1 / np.log2(np.arange(2, 7))).sum()


print(ndcg(np.array([[1, 3, 12, 40, 2_000]])).round(2))

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("1 + 1/2 over 2.95", np.isclose((1 / np.log2(np.arange(2, 7))).sum(), 2.95, atol=0.005))
claim("everyone has 20 ratings or more", ratings.groupby("person").size().min() >= 20)
claim("most people rated within a day", 0.6 < (days == 0).mean() < 0.65)
claim("equal scores are ahead", ranks(np.zeros((1, 4)), np.array([[2]]), np.zeros((1, 4), bool))[0, 0] == 4);

# %% [markdown]
# ## Count before you train
#
# The plainest recommendation is the same for everyone: what most people have rated.
#
# **Guess.** Each person gets the ten most rated films that they have not rated yet. What share of the hidden films is among the ten? (We look at validation.)

# %%
guess = ...  # a share

# %% tags=["reveal"]
popularity = np.bincount(train.film, minlength=F)
ones, places = np.ones(len(train)), (train.person, train.film)
rated = sparse.csr_array((ones, places), shape=(P, F))
seen = rated.toarray() > 0
hidden = validation.film.to_numpy().reshape(P, 5)
found = {"popularity": ranks(np.tile(popularity, (P, 1)), hidden, seen)}
check.guess(guess, round((found["popularity"] <= 10).mean(), 3))

# %% [markdown]
# One in 26. Ten films drawn at random would find one in 900.
#
# A count can be personal, too. In the table of rated (1) and not rated (0), two films are alike when the same people rated both: the cosine of their columns. Sum the cosines of a film with all of a person's films. Films that everybody knows and people who rated thousands weigh less (chosen on validation). (The code multiplies in another order, with a smaller table.)

# %%
# 1 becomes 1/√popularity: columns have length 1, and their products are cosines.
columns = rated.multiply(np.maximum(popularity, 1) ** -0.5).tocsr()
# People by people; here, too, films that everybody knows weigh less.
# The division lets people who rated thousands weigh less.
together = (columns @ columns.T).toarray() / np.sqrt(rated.sum(axis=1))
counted = together @ columns.toarray()
found["counted"] = ranks(counted, hidden, seen)
for name, places in found.items():
    recall = (places <= 10).mean()
    print(f"{name:10} recall@10 {recall:.3f}  NDCG@10 {ndcg(places).mean():.3f}")
ahead = ndcg(found["counted"]) - ndcg(found["popularity"])
claim("personal counts beat popularity", ahead.mean() > 3 * ahead.std() / np.sqrt(P));

# %% [markdown]
# About twice as good, on the data that chose the weights; and nothing was trained. **Always compare with counts first.**

# %% tags=["checks"]
# @title Numbers of this section, checked
reached = {name: ndcg(places).mean() for name, places in found.items()}
claim("one in 26", round(1 / (found["popularity"] <= 10).mean()) == 26)
claim("at random one in 900", round(F / 10, -2) == 900)
claim("counting is about twice as good", 1.8 < reached["counted"] / reached["popularity"] < 2.05)
with_7 = columns.T @ (columns[:, [7]].toarray()[:, 0] / np.sqrt(rated.sum(axis=1)))  # film 7 with all others
claim("over films or over people, the sum is the same", np.isclose(columns[[5]].toarray()[0] @ with_7, counted[5, 7]));


# %% [markdown]
# ## Stars are another question
#
# Can we forecast how many stars someone gives? Begin with the mean of all, 3.5. Add a *bias* for the person, who may be generous or strict, and one for the film. Say a person gives 0.4 less than others, and the film gets 0.7 more: 3.5 − 0.4 + 0.7 = 3.8. Then add the product of their rows, for taste. This is **matrix factorisation with biases**.
#
# AdamW is Adam with **weight decay**: each step pulls all rows a little towards zero.

# %%
def forecast(columns, decay):
    person, film = keras.Input((), dtype="int32"), keras.Input((), dtype="int32")
    bias_of_person = keras.layers.Embedding(P, 1, "zeros")(person)
    stars = bias_of_person + keras.layers.Embedding(F, 1, "zeros")(film)
    if columns:
        row_of_person = keras.layers.Embedding(P, columns)(person)
        row_of_film = keras.layers.Embedding(F, columns)(film)
        stars += keras.ops.sum(row_of_person * row_of_film, axis=1, keepdims=True)
    model = keras.Model([person, film], stars)
    model.compile(keras.optimizers.AdamW(0.01, weight_decay=decay), "mse")
    inputs = [train.person.to_numpy(), train.film.to_numpy()]
    model.fit(inputs, train.rating - mean, batch_size=512, epochs=6, verbose=0)
    return model


mean = train.rating.mean()
# Each decay was chosen on validation.
with_biases, with_rows = forecast(0, decay=0.1), forecast(16, decay=0.3)

# %%
asked = [validation.person.to_numpy(), validation.film.to_numpy()]
forecasts = {"the mean": np.full(len(validation), mean)}
for name, model in (("with biases", with_biases), ("with rows, too", with_rows)):
    forecasts[name] = mean + model.predict(asked, batch_size=4096, verbose=0)[:, 0]
rmse = {}
for name, stars in forecasts.items():
    errors = stars.clip(0.5, 5) - validation.rating
    rmse[name] = np.sqrt(np.mean(errors**2))
    print(f"{name:15} root mean square error {rmse[name]:.3f} stars")

# %% [markdown]
# Nearly all of the gain comes from the biases. The rows add next to nothing. (On test, over five seeds, they lose 0.01.)
#
# **Guess.** Recommend to each person the films with the highest forecast. Popularity's NDCG@10 is 0.032. What do the forecasts reach?

# %%
guess = ...  # a number

# %% tags=["reveal"]
everyone = np.repeat(np.arange(P), F), np.tile(np.arange(F), P)
everything = with_rows.predict(list(everyone), batch_size=65_536, verbose=0)
found["stars"] = ranks(everything.reshape(P, F), hidden, seen)
check.guess(guess, round(ndcg(found["stars"]).mean(), 3))

# %% [markdown]
# A third to a half of that, depending on the seed. Holes were left out of the loss, so the model never learned what people do *not* rate. **Which film someone rates next, and how they like it, are two questions.**

# %% tags=["checks"]
# @title Numbers of this section, checked
of_stars = ndcg(found["stars"]).mean()
print({name: round(float(error), 3) for name, error in rmse.items()}, round(float(of_stars), 4))
claim("0.4 less and 0.7 more than 3.5 is 3.8", np.isclose(3.5 - 0.4 + 0.7, 3.8) and round(mean, 1) == 3.5)
gained = {name: rmse["the mean"] - rmse[name] for name in ("with biases", "with rows, too")}
claim("nearly all of the gain comes from the biases", gained["with biases"] > max(0.12, 0.9 * gained["with rows, too"]))
claim("the rows gain next to nothing", abs(rmse["with biases"] - rmse["with rows, too"]) < 0.012)
claim("forecasts reach a third to a half of popularity", 0.3 < of_stars / reached["popularity"] < 0.55);

# %% [markdown]
# ## Two towers
#
# So ask which films a person rates. As in notebook 12, a batch is its own teacher: row i, a person, must choose column i, the film that they rated. The other films of the batch are in-batch negatives. One **tower** (12's encoder) makes the person's vector, another the film's. Here each is a look-up; a film also has a bias.
#
# But films come into the batch as often as they are rated, so popular ones are negatives all the time, and are pushed down. So we **correct**: subtract the logarithm of the film's share of all ratings from its column. In the softmax that divides by the share: e^(s − log p) = e^s / p.

# %% tags=["nbval-check-output"]
scores = np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]])
share = np.array([0.5, 0.1, 0.02])  # the rest goes to films outside this batch


def softmax(scores):
    grown = np.exp(scores)
    return grown / grown.sum(axis=-1, keepdims=True)


corrected = scores - np.log(share)
print(softmax(scores).round(2))
print(softmax(corrected).round(2))

# %% tags=["drawing"]
# @title The batch and its correction, drawn
who, what = ["Ann", "Ben", "Cem"], ["Alien", "Heat", "Amélie"]
drawing = figures.new_drawing(23, 7.6, "The correction lets a rare film count for more as a wrong answer")
figures.draw_table(drawing, scores, (1.8, 5), who, what, title="scores", limit=3, digits=1)
figures.draw_table(drawing, share, (1.8, 1.6), ["share"], limit=1, digits=2, coloured=False)
drawing.text(5.3, 3.5, "− log share", va="center", fontsize=10)
figures.draw_table(drawing, corrected, (9.2, 5), (), what, title="corrected", limit=6, digits=1)
drawing.text(12.6, 3.5, "softmax in\neach row", va="center", fontsize=10)
figures.draw_table(drawing, softmax(corrected), (16.2, 5), (), what, title="shares of the row", limit=1.2, digits=2)
for place in range(3):
    box = plt.Rectangle((16.2 + place, 5 - place - 1), 1, 1, fill=False, edgecolor=figures.COLOURS[2], linewidth=2.4, zorder=4)
    drawing.add_patch(box)
    drawing.text(19.8, 4.5 - place, f"loss {-np.log(softmax(corrected)[place, place]):.2f}", va="center", fontsize=10)


# %% [markdown]
# In Ann's row, *Alien* has e² / 0.5 = 14.8, *Heat* e / 0.1 = 27.2, *Amélie* e / 0.02 = 135.9. So *Alien* gets 14.8 / 177.9 = 0.08, and 0.58 without the correction: to win, a popular film must now score higher.
#
# A film may be in a batch twice. Then `twice` keeps it from counting as a wrong answer to itself.

# %%
def new_towers():
    person, film = keras.Input((), dtype="int32"), keras.Input((), dtype="int32")
    taken_off = keras.Input(())  # the correction of this film
    near_zero = keras.initializers.RandomNormal(stddev=0.1)
    people = keras.layers.Embedding(P, 32, near_zero, name="people")(person)
    films = keras.layers.Embedding(F, 32, near_zero, name="films")(film)
    bias = keras.layers.Embedding(F, 1, "zeros", name="biases")(film)
    turn = keras.ops.transpose
    scores = people @ turn(films) + turn(bias) - taken_off
    twice = keras.ops.equal(film[:, None], film)
    scores -= 1e9 * (keras.ops.cast(twice, "float32") - np.eye(512, dtype="float32"))
    return keras.Model([person, film, taken_off], scores)


# %%
def train_towers(correction):
    model = new_towers()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.AdamW(0.01, weight_decay=0.1), loss)
    random, whole = np.random.default_rng(0), len(train) // 512 * 512
    order = np.concatenate([random.permutation(len(train))[:whole] for _ in range(3)])
    person, film = train.person.to_numpy()[order], train.film.to_numpy()[order]
    column = np.arange(len(order)) % 512  # row 17 of a batch must choose column 17
    inputs = [person, film, correction[film]]
    model.fit(inputs, column, batch_size=512, shuffle=False, verbose=0)  # three epochs
    tables = ("people", "films", "biases")
    return [model.get_layer(name).get_weights()[0] for name in tables]


log_share = np.log(np.maximum(popularity, 1) / len(train)).astype("float32")
people, films, biases = train_towers(log_share)
without = train_towers(np.zeros_like(log_share))

# %% [markdown]
# **Guess.** How many times as large is NDCG@10 with the correction as without it?

# %%
guess = ...  # 1 if it changes nothing

# %% tags=["reveal"]
towers = people @ films.T + biases.T  # only training subtracts the share
uncorrected = without[0] @ without[1].T + without[2].T
found["towers, uncorrected"] = ranks(uncorrected, hidden, seen)
found["towers"] = ranks(towers, hidden, seen)
found["uncorrected, share added"] = ranks(uncorrected + log_share, hidden, seen)
reached = {name: ndcg(places).mean() for name, places in found.items()}
for name, score in reached.items():
    print(f"{name:25} NDCG@10 {score:.3f}")
ratio = reached["towers"] / reached["towers, uncorrected"]
check.guess(guess, round(ratio, 1), "times")

# %% [markdown]
# About twice as large. Without it, the towers are no better than popularity. They did not learn less. They learned something else: the logarithm of how much more often than by chance a person rates a film, the PMI of notebook 02. Add the logarithm of the share afterwards, and the result is about as good.
#
# On test, with five seeds for all that is trained:

# %% tags=["drawing"]
# @title The figure
measured = data.load_results("items")
shown = {
    "counted together": "counted (cosines of columns)",
    "towers, genres and years": "towers, with genres and years (below)",
    "towers, a person as the mean of films": "towers, a person: mean of their films",
    "towers, uncorrected, popularity added": "towers, share added afterwards",
    "towers": "towers, corrected",
    "factorised": "SVD of rated or not, 32 columns",
    "popular then": "popularity in a person's last two years",
    "popularity": "popularity",
    "towers, uncorrected": "towers, uncorrected",
    "stars, rows too": "forecast stars, with rows",
    "stars, a number each": "forecast stars, with biases",
}
means = measured.groupby("ranking").mean(numeric_only=True)
order = sorted(shown, key=lambda name: -means.ndcg10[name])
ax = figures.new_axes(None, "Cosines and corrected towers beat popularity; uncorrected towers do not", size=(8.5, 4.6))
for place, name in enumerate(order):
    colour = figures.COLOURS[1] if "towers" in name else (figures.COLOURS[3] if "stars" in name else figures.COLOURS[0])
    runs = measured[measured.ranking == name]
    ax.hlines(place, means.ndcg10_low[name], means.ndcg10_high[name], color=colour, linewidth=2, alpha=0.5)
    ax.plot(runs.ndcg10, [place] * len(runs), "o", color=colour, markersize=5)
    ax.text(means.ndcg10_high[name] + 0.001, place, f"{means.ndcg10[name]:.3f}", va="center", fontsize=9.5)
ax.axvspan(means.ndcg10_low["popularity"], means.ndcg10_high["popularity"], color=figures.COLOURS[0], alpha=0.08, linewidth=0)
ax.set_yticks(range(len(order)), [shown[name] for name in order])
ax.invert_yaxis()
ax.grid(axis="y", visible=False)
ax.set(xlabel="NDCG@10 of 671 people on test\ndots: seeds; lines: 95 % of 1,000 bootstrap draws of people; shaded: popularity", xlim=(0, 0.075));

# %% [markdown]
# The corrected towers are above popularity, but not above plain counts. **On a small table, counting is hard to beat.** Giving each person the mean of their films' rows works as well as a row of their own.

# %% tags=["checks"]
# @title Numbers of this section, checked
print(means.loc[order, ["ndcg10", "ndcg10_low", "ndcg10_high", "ndcg10_ahead_low", "recall10", "validation_ndcg10"]].round(4).to_string())
grown = np.exp(scores[0]) / share
claim("14.8, 27.2, 135.9, together 177.9", np.allclose([*grown, grown.sum()], [14.8, 27.2, 135.9, 177.9], atol=0.05))
claim("0.08 with the correction, 0.58 without", np.allclose([softmax(corrected)[0, 0], softmax(scores)[0, 0]], [0.08, 0.58], atol=0.005))
claim("the correction about doubles it", 1.6 < ratio < 2.8)
claim("without it, towers are no better than popularity", reached["towers, uncorrected"] < reached["popularity"] + 0.004)
claim("with the share added they are about as good", reached["uncorrected, share added"] > 0.85 * reached["towers"])
runs = dict(list(measured.groupby("ranking")))
claim("on test, towers are above popularity with each seed", runs["towers"].ndcg10_ahead_low > 0)
claim("and described towers' interval lies above popularity's", runs["towers, genres and years"].ndcg10_low.to_numpy() > means.ndcg10_high["popularity"])
claim("as that of counts does", means.ndcg10_low["counted together"] > means.ndcg10_high["popularity"])
claim("towers are not above counts", means.ndcg10["towers, genres and years"] < means.ndcg10["counted together"] + 0.002)
claim("a person as a mean is as good as a row", abs(means.ndcg10["towers, a person as the mean of films"] - means.ndcg10["towers"]) < 0.004)
claim("rows lose 0.01 stars on test", abs(means.rmse["stars, rows too"] - means.rmse["stars, a number each"] - 0.01) < 0.005)
claim("forecasts of stars are below popularity", means.ndcg10_high["stars, rows too"] < means.ndcg10_low["popularity"])
claim("uncorrected towers are below popularity on test", runs["towers, uncorrected"].ndcg10 < means.ndcg10["popularity"]);

# %% [markdown]
# ## What a row knows
#
# Which films have rows like that of *The Matrix*? The nearest, by cosine:

# %%
catalogue = ratings.drop_duplicates("film").set_index("film").sort_index()
titles = catalogue.title.to_numpy()
number_of = {titles[film]: film for film in np.argsort(popularity)}
directions = geometry.normalize(films)


def nearest(film, k, among):
    cosines = directions[among] @ directions[film]
    cosines[among == film] = -2  # not the film itself
    return among[np.argsort(-cosines)[:k]]


for film in nearest(number_of["Matrix, The (1999)"], 5, np.arange(F)):
    print(titles[film])

# %% [markdown]
# **Guess.** Three in four films have fewer than ten ratings. Their rows are little trained. Take the ten nearest of each of the 100 most rated films. What share of these neighbours has fewer than ten ratings?

# %%
guess = ...  # a share

# %% tags=["reveal"]
best_known = np.argsort(-popularity)[:100]
around = np.array([nearest(film, 10, np.arange(F)) for film in best_known])
rare = (popularity[around] < 10).mean()
print(f"all films: {(popularity < 10).mean():.2f}, neighbours: {rare:.3f}")
check.guess(guess, round(rare, 3))

# %% [markdown]
# None. The trouble is on the other side: the neighbours *of* such a film. The data hold genres, which these towers have not seen. How many of its genres does a film share with its ten nearest among films with 20 ratings or more (genres in common, divided by all genres of either)?

# %% tags=["drawing"]
# @title The figure
buckets = {"once": "1", "few": "2 to 9", "some": "10 to 49", "many": "50 or more"}
decays = {"towers, no decay": "no decay", "towers": "decay 0.1", "towers, more decay": "decay 0.5"}
ax = figures.new_axes(None, "Rows of films rated once know little of genres, whatever the decay", size=(8, 3.8))
for shift, (name, label), colour in zip((-0.26, 0, 0.26), decays.items(), figures.COLOURS):
    for place, key in enumerate(buckets):
        height = means.loc[name, f"genres_{key}"]
        ax.bar(place + shift, height, width=0.24, color=colour, label=label if place == 0 else None)
        ax.text(place + shift, height + 0.005, f"{height:.2f}", ha="center", fontsize=9)
by_chance = [means.loc["towers", f"genres_{key}_shuffled"] for key in ("once", "many")]
ax.hlines(by_chance, [-0.42, 2.58], [0.42, 3.42], color=figures.INK, linestyle="--", linewidth=1.5)
ax.text(3.5, by_chance[1], "genres\nshuffled", va="center", color=figures.INK, fontsize=9)
ax.set_xticks(range(4), buckets.values())
ax.set(xlabel="ratings of the film in training (means over five seeds, for each decay)", ylabel="genres shared with ten nearest", xlim=(-0.5, 4), ylim=(0, 0.42))
ax.grid(axis="x", visible=False)
ax.legend(loc="upper left", ncols=3);

# %% [markdown]
# Films with 50 ratings or more share about 1.8 times as much as by chance: **genres are in the table, though no one gave them.** Films with one rating share at most 30 % more.
#
# Weight decay does not cure that. It pulls rows towards zero, but a cosine does not look at lengths. A *threshold* helps: show neighbours only for films with ten ratings or more. Or tell the model more about the film.
#
# ## A column of categories
#
# A genre has a number, too, and so has the five-year period of a film's release. Each gets a row, and the film's vector is a sum: its own row, the mean of its genres' rows, and the row of its period.

# %%
kinds = catalogue.genres.str.get_dummies().columns
film, period = keras.Input((), dtype="int32"), keras.Input((), dtype="int32")
genres = keras.Input((len(kinds),))  # with two genres: a half for each, 0 for others

vector = keras.layers.Embedding(F, 32)(film)  # this alone was in new_towers
# A table of the genres' rows, too: shares times rows give the mean of the rows.
vector += keras.layers.Dense(32, use_bias=False)(genres)
vector += keras.layers.Embedding(24, 32)(period)  # 1900 to 1904, …, 2015 to 2019
tower = keras.Model([film, genres, period], vector)

# %% [markdown]
# Of the films that a person has not rated, how large a share ranks below a hidden film? By chance a half. (On test, by the film's number of ratings in training.)

# %%
ahead_of = ["beaten_none", "beaten_few", "beaten_many"]
rivals = ["popularity", "counted together", "towers", "towers, more decay"]
rivals.append("towers, genres and years")
table = means.loc[rivals, ahead_of]
table.columns = ["no rating", "1 to 9", "10 or more"]
print(table.round(2).to_string())
by_seed = measured.pivot(index="ranking", columns="seed", values="beaten_few")
gain = by_seed.loc["towers, genres and years"] - by_seed.loc["towers"]
claim("genres and years help the films that few have rated", gain > 0);

# %% [markdown]
# Popularity and counts put a film without ratings last, or nearly. With genres and years it is ahead of 0.71 of the others. But plain towers reach 0.62, or 0.69 with more decay, without knowing anything: an untrained row scores near 0, and most films score below 0. And there are only 108 such films. Films with 1 to 9 ratings gain with each of five seeds.

# %% tags=["checks"]
# @title Numbers of this section, checked
print(table.round(3).to_string())
genres = means.filter(like="genres_").loc[list(decays)]
print(genres.round(3).to_string())
claim("three in four films have fewer than ten ratings", 0.74 < (popularity < 10).mean() < 0.78)
claim("no rare film is among the neighbours of the best known", rare == 0)
times = genres.loc["towers", "genres_many"] / genres.loc["towers", "genres_many_shuffled"]
claim("with 50 ratings or more, about 1.8 times as many genres as by chance", abs(times - 1.8) < 0.1)
claim("with one, at most 30 % more", genres.genres_once.max() / genres.loc["towers", "genres_once_shuffled"] < 1.305)
claim("more decay shares no more", genres.loc["towers, more decay", "genres_once"] < genres.loc["towers, no decay", "genres_once"] + 0.005)
claim("popularity and counts put films without ratings last", table["no rating"][["popularity", "counted together"]] < 0.03)
claim("with genres and years, ahead of 0.71", abs(table["no rating"]["towers, genres and years"] - 0.71) < 0.005)
claim("plain towers ahead of 0.62, with more decay of 0.69", np.allclose(table["no rating"][["towers", "towers, more decay"]], [0.62, 0.69], atol=0.005))
claim("108 films of test have no rating in training", len(new_films) == 108)
claim("most films score below 0", (towers[~seen] < 0).mean() > 0.55)
claim("films without ratings score near 0", np.abs(towers[:, popularity == 0]).mean() < 0.4 * np.abs(towers[:, popularity >= 50]).mean());


# %% [markdown]
# ## Someone new
#
# A new person has no row. We keep the films' tables and look for one. It starts at zero. In each step it moves towards the mean row of their films, and away from a mean of all rows, weighted by the softmax of the scores. That goes down the gradient of the towers' loss. (It is over all films, not a batch, so nothing needs correcting.) A small decay keeps it short.

# %%
def row_of(chosen):
    row = np.zeros(32)
    for _ in range(100):
        expected = softmax(films @ row + biases[:, 0]) @ films
        row += 0.3 * (films[chosen].mean(axis=0) - expected - 0.1 * row)
    return row


def recommend_to(liked, k=10):
    if not liked:
        raise ValueError("there is no film to go by: name at least one that you know.")
    for title in liked:
        if title not in number_of:
            raise ValueError(f"there is no film {title!r}: give title and year.")
    if not 1 <= k <= F - len(liked):
        raise ValueError(f"k is {k:,}: give a number from 1 to {F - len(liked):,}.")
    chosen = [number_of[title] for title in liked]
    scores = films @ row_of(chosen) + biases[:, 0]
    scores[chosen] = -np.inf
    return titles[np.argsort(-scores)[:k]].tolist()


# %%
my_films = ["Alien (1979)", "Blade Runner (1982)", "Matrix, The (1999)"]  # your own

for title in recommend_to(my_films, k=5):
    print(title)

# %% tags=["nbval-check-output"]
for liked, k in ((["Aliens 7"], 5), ([], 5), (["Alien (1979)"], 10_000)):
    try:
        recommend_to(liked, k)
    except ValueError as error:
        print(error)
print([title for title in titles if "Blade Runner" in title])

# %% [markdown]
# A list that looks good proves little. So we trained without a fifth of the people and found rows for these from their first films; five times, so that everyone was new once. On test:

# %%
for known in ("3 films", "10 films", "all films"):
    print(f"{known:10} NDCG@10 {means.ndcg10[f'new people, {known}']:.3f}")
print(f"not new    NDCG@10 {means.ndcg10['towers']:.3f}")
print(f"popularity NDCG@10 {means.ndcg10['popularity']:.3f}")

# %% [markdown]
# Three films are too few: popularity does no worse. With all their films, new people are served about as well as others. So begin with what is popular, and let the row take over later.

# %% tags=["checks"]
# @title Numbers of this section, checked
of_new = means.loc[[f"new people, {known}" for known in ("3 films", "10 films", "all films")]]
print(of_new[["ndcg10", "ndcg10_low", "ndcg10_high", "ndcg10_ahead"]].round(4).to_string())
claim("from three films they do no better than popularity", of_new.ndcg10.iloc[0] < means.ndcg10["popularity"])
claim("more films help", of_new.ndcg10.is_monotonic_increasing)
claim("with all films about as well as others", abs(of_new.ndcg10.iloc[2] - means.ndcg10["towers"]) < 0.01)
mine = row_of([number_of[title] for title in my_films])
gradient = films[[number_of[title] for title in my_films]].mean(axis=0) - softmax(films @ mine + biases[:, 0]) @ films - 0.1 * mine
claim("the row has come to rest", np.abs(gradient).max() < 0.02);

# %% [markdown]
# ## What we saw
#
# - Whatever has a number can have a row. A person and a film are scored by the product of their rows.
# - Split by time, count what is new, and compare with popularity and counts.
# - A forecast of stars leaves the holes out, and so ranks badly what people rate next.
# - A batch is its own teacher, but popular films are negatives too often. Subtract the logarithm of their share.
# - The corrected towers are above popularity, and not above counts.
# - Genres are in the table though no one gave them, but hardly for films rated once. Given as input with years, they help films that few have rated.
#
# ## Exercises
#
# Stuck? `check.NAME.hint()` gives a hint, `check.NAME.solution()` the solution.
#
# **Predict: two measures.** Four people have one hidden film each, so the best sum is 1. The films come at ranks 1, 3, 3 and 15. What are recall@10 and NDCG@10? Give a list of two numbers.

# %%
ranking_measures = ...


check.ranking_measures(ranking_measures)


# %% [markdown]
# **The corrected loss.** One line more than in notebook 12.

# %%
def corrected_loss(scores, share):
    """Return the loss of a batch, corrected for how often each film comes into batches.

    scores is a square array of floats from -50 to 50: row i has the scores of person i
    with every film of the batch. The right film is in column i. share[j] is the share
    of column j's film in all ratings, above 0. Its logarithm is subtracted from the
    column's scores. The loss is the mean of -log(softmax of the row, at the right film)
    over rows.
    """
    ...


check.corrected_loss(corrected_loss)


# %% [markdown]
# **Find the fault: seen it.** This function should leave out what a person has seen. For some people it recommends only films that they have seen. Repair it.

# %%
def recommend(scores, seen, k):
    """Return the numbers of the k best films that the person has not seen.

    scores has a float for each film, seen says which films the person has seen. The
    film with the highest score comes first. Scores may be negative; no two are equal.
    At least k films are unseen, and k is at least 1.
    """
    left = np.where(seen, 0, scores)
    return np.argsort(-left)[:k].tolist()


check.recommend(recommend)

# %% [markdown]
# ## Quiz

# %%
check.quiz("13")

# %% [markdown]
# ## Where next
#
# [14 · Your own data](14_your_own_data.ipynb) takes a table of texts and labels of your own, and makes a report of it.
#
# ## References
#
# - F. M. Harper and J. A. Konstan, *The MovieLens Datasets: History and Context*, ACM TiiS 2015.
# - Y. Koren, R. Bell and C. Volinsky, *Matrix Factorization Techniques for Recommender Systems*, Computer 2009.
# - P. Cremonesi, Y. Koren and R. Turrin, *Performance of Recommender Algorithms on Top-N Recommendation Tasks*, RecSys 2010.
# - X. Yi et al., *Sampling-Bias-Corrected Neural Modeling for Large Corpus Item Recommendations*, RecSys 2019.
# - M. Ferrari Dacrema, P. Cremonesi and D. Jannach, *Are We Really Making Much Progress?*, RecSys 2019.
