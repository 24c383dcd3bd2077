# %% [markdown]
# # 09 · Subwords and pairs
#
# *Should a row of the table belong to a word, to a piece of a word, or to two words together?*
#
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/your_account/embeddings-course/blob/main/notebooks/09_subwords_and_pairs.ipynb)
#
# **After this you can**
#
# - count what a vocabulary leaves out, and say what that costs,
# - learn byte-pair encoding by hand, and get the same units from a library,
# - find out why an export of subwords has too few names, and mend it,
# - turn pairs of words into ids, fast, and give each pair a row,
# - start an Embedding layer from counts, and measure what the start is worth.
#
# **Time** 50 minutes, 70 with exercises · **Needs** notebooks 05 and 06

# %% tags=["set-up"]
# @title Set-up
import importlib.util, sys
if not importlib.util.find_spec("course_utils"):
    course = "git+https://github.com/your_account/embeddings-course@main"
    assert "google.colab" in sys.modules, f"The course is not installed in {sys.executable}: choose the kernel of its own environment (.venv in the course's folder)."
    get_ipython().run_line_magic("pip", f"install --quiet {course}")

# %%
from course_utils import check, claim, data, figures, geometry
from course_utils import projector, start, text, training

start(seed=0)

from collections import Counter
from itertools import chain, pairwise

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import ops

reviews = data.load_reviews()
train_words = [text.tokenize(review) for review in reviews.train.texts]
new_words = [text.tokenize(review) for review in reviews.validation.texts]

# %% [markdown]
# ## Words that are in no vocabulary
#
# The course's vocabulary has 10,000 entries. Every other word becomes `[UNK]`, the unknown word. We count how often that happens in the validation reviews, for three vocabularies: 1,000 entries, 10,000, and every word of the training reviews.
#
# **Guess.** There are 19,922 training reviews. What share of the validation reviews has at least one word that appears in *none* of them?

# %%
guess = ...  # a number from 0 to 1

# %% tags=["reveal"]
vocabulary = text.build_vocabulary(train_words)  # most frequent first
with_unknown = {}
for size in (1_000, 10_000, len(vocabulary)):
    known = set(vocabulary[:size])
    missing = [sum(word not in known for word in review) for review in new_words]
    missing = np.array(missing)
    tokens = missing.sum() / sum(map(len, new_words))
    with_unknown[size] = [tokens, np.mean(missing > 0)]
    print(f"{size:6,} entries: {tokens:4.0%} of the tokens are unknown", end=", ")
    print(f"{np.mean(missing > 0):4.0%} of the reviews have such a word")
check.guess(guess, round(float(np.mean(missing > 0)), 2))

# %% [markdown]
# Two reviews in three, though the last vocabulary has every word of the training reviews. With 10,000 entries nearly every review loses something. What does it lose, and what does that cost? We trained the course's classifier (notebook 04) on each vocabulary, with five seeds.

# %% tags=["nbval-check-output"]
first_words, all_words = set(vocabulary[:10_000]), set(vocabulary)
counted = Counter(chain.from_iterable(new_words)).most_common()
outside = [word for word, _ in counted if word not in first_words]
never_seen = [word for word, _ in counted if word not in all_words]
print("outside the 10,000:   ", *outside[:8])
print("in no training review:", *never_seen[:8])

measured = data.load_results("units")
of_units = measured.groupby("rung", sort=False).mean(numeric_only=True)
accuracy = of_units.validation_accuracy
for name in ("1,000 words", "10,000 words", "all words"):
    print(f"{name:13} validation accuracy {accuracy[name]:.3f}")
gain = accuracy["all words"] - accuracy["10,000 words"]
claim("63,500 more words gain nothing", gain <= 0);

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("a vocabulary of 1,000 costs two points", abs(accuracy["10,000 words"] - accuracy["1,000 words"] - 0.022) < 0.005)
claim("two reviews in three have a word that is in no training review", abs(with_unknown[len(vocabulary)][1] - 2 / 3) < 0.01)
claim("63,500 are outside the 10,000", abs(len(vocabulary) - 10_000 - 63_500) < 50)
claim("with 10,000 nearly every review loses something", with_unknown[10_000][1] > 0.97);

# %% [markdown]
# The most frequent of the missing words are mostly names. A vocabulary of 1,000 costs two points. But going from 10,000 entries to all of them gains nothing.
#
# ## Byte-pair encoding, by hand
#
# **Subwords** promise a vocabulary without unknown words. Start with single characters. Find the two neighbours that stand together most often, and make them one unit. Repeat. That is **byte-pair encoding**; it was a method of compression (Gage 1994) before it was used to split words (Sennrich et al. 2016).
#
# Our text has twelve words. A `▁` marks where a word begins.

# %%
tiny = "bad bad bad sad sad badly sadly sadness badness good goodness goodness"
counts = Counter(tiny.split())
spelled = {word: list("▁" + word) for word in counts}


def count_neighbours(spelled):
    found = Counter()
    for word, pieces in spelled.items():
        for pair in pairwise(pieces):
            found[pair] += counts[word]
    return found


# %% tags=["drawing"]
# @title How often two characters are neighbours, drawn
letters = sorted(set(chain.from_iterable(spelled.values())))
found = count_neighbours(spelled)
table = np.array([[found[first, second] for second in letters] for first in letters])
drawing = figures.new_drawing(15, 13.4, "a and d are neighbours most often: 9 times")
figures.draw_table(drawing, table, (2, 11.6), letters, letters, title="first unit (rows), second unit (columns)", picked=[letters.index("a")], picked_columns=[letters.index("d")]);


# %% [markdown]
# *bad* is in the text three times, *sad* twice, and four longer words hold *ad* once each: 3 + 2 + 4 = 9. So `a` and `d` become `ad`. Then we count again. Where two pairs are equally frequent, the one whose first unit was made earlier wins, then the one whose second unit was made earlier. (Characters count as made in alphabetical order, `▁` last.)

# %%
def merge(pieces, pair):
    joined = []
    for piece in pieces:
        if joined and (joined[-1], piece) == pair:
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


# %% tags=["nbval-check-output"]
def learn(spelled, size):
    units = sorted(set(chain.from_iterable(spelled.values())))  # first the alphabet
    if size < len(units):
        raise ValueError(f"{size} units cannot hold an alphabet of {len(units)}.")
    merges = []
    while len(units) < size and (found := count_neighbours(spelled)):
        age = {unit: number for number, unit in enumerate(units)}
        best = min(found, key=lambda pair: (-found[pair], age[pair[0]], age[pair[1]]))
        spelled = {word: merge(pieces, best) for word, pieces in spelled.items()}
        merges.append(best)
        units.append("".join(best))
    return units, merges


units, merges = learn(spelled, size=19)  # 11 characters and 8 merges
for first, second in merges:
    print(f"{first:3} + {second:2} → {first + second}")


# %% tags=["drawing"]
# @title The merges, drawn
def draw_pieces(drawing, pieces, left, middle):
    """Draw the pieces of a word as boxes, and return where the last one ends."""
    import matplotlib.pyplot as plt

    for piece in pieces:
        width = 0.55 + 0.38 * len(piece)
        edge = figures.COLOURS[2] if len(piece) > 1 else figures.COLOURS[0]  # merged, or a character
        box = plt.Rectangle((left, middle - 0.4), width, 0.8, facecolor="white", edgecolor=edge, linewidth=1.6)
        drawing.add_patch(box)
        drawing.text(left + width / 2, middle, piece, ha="center", va="center", fontsize=10)
        left += width + 0.1
    return left


shown = ["bad", "sadly", "goodness"]
steps = [0, 1, 3, 5, 8]
drawing = figures.new_drawing(28.5, 7, "Each merge makes one unit out of two; common pieces grow first")
lefts = [4.6, 10.4, 18]
for number, step in enumerate(steps):
    middle = 5.6 - 1.2 * number
    label = "characters" if step == 0 else f"{step} merge" + "s" * (step > 1)
    drawing.text(0, middle, label, va="center", fontsize=10, color=figures.GREY)
    for word, left in zip(shown, lefts):
        pieces = list("▁" + word)
        for pair in merges[:step]:
            pieces = merge(pieces, pair)
        draw_pieces(drawing, pieces, left, middle)
heading = drawing.text(4.6, 6.4, "", fontsize=10)
heading.set_label("the words bad, sadly and goodness cut into boxes, after 0, 1, 3, 5 and 8 merges")

# %% [markdown]
# A new word is cut by the same merges, in the same order.
#
# **Guess.** *gladness* is not in the text. Into how many units do the eight merges cut it? (Count `▁` too.)

# %%
guess = ...  # a number


# %% tags=["reveal"]
def cut(word, merges):
    pieces = list("▁" + word)
    for pair in merges:
        pieces = merge(pieces, pair)
    return pieces


print(cut("gladness", merges))
check.guess(guess, len(cut("gladness", merges)))

# %% [markdown]
# Five: `▁`, `g`, `l`, `ad`, `ness`. No word is unknown as long as its characters are known. The package [tokenizers](https://github.com/huggingface/tokenizers) does the same:

# %%
from tokenizers import Tokenizer, models, pre_tokenizers, trainers


def learn_with_library(texts, size):
    tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁")  # marks where words begin
    special = ["[PAD]", "[UNK]"]  # ids 0 and 1, as everywhere in the course
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=special, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


# %% tags=["nbval-check-output"]
of_tiny = learn_with_library([tiny], size=21)  # 19 and the two special ones
by_library = sorted(of_tiny.get_vocab(), key=of_tiny.get_vocab().get)
print("by hand   ", *units)
print("by library", *by_library[2:])
print("no text:          ", of_tiny.encode("").tokens)
print("a new character:  ", of_tiny.encode("mad").tokens)
of_five = learn_with_library([tiny], size=5)
print("5 units asked for:", of_five.get_vocab_size(), "units")
try:
    learn(spelled, size=5)
except ValueError as error:
    print("by hand:          ", error)

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("a and d are neighbours nine times", found["a", "d"] == max(found.values()) == 9)
claim("the library has the same units in the same order", by_library[2:] == units)
claim("gladness has five units", cut("gladness", merges) == ["▁", "g", "l", "ad", "ness"])
some = [words[:80] for words in train_words[:60]]
counts_of_tiny, counts = counts, Counter(chain.from_iterable(some))
more = learn({word: list("▁" + word) for word in counts}, size=90)[0]
of_some = learn_with_library([" ".join(words) for words in some], size=92)
claim("on real reviews too", sorted(of_some.get_vocab(), key=of_some.get_vocab().get)[2:] == more)
counts = counts_of_tiny;

# %% [markdown]
# The same units in the same order, ties included. An empty text gives no units. A character that training never saw is unknown after all. Asked for fewer units than the alphabet has, the library quietly returns the whole alphabet.
#
# ## Words or pieces?
#
# We now do the same on the training reviews, with 4,000 units:

# %% tags=["nbval-check-output"]
tokenizer = learn_with_library([" ".join(words) for words in train_words], size=4_000)
for word in ("wonderful", "excelent", "horible", "unforgettable", "tashan"):
    print(f"{word:14}", *tokenizer.encode(word).tokens)

# %% [markdown]
# Frequent words stay whole. Misspelt words and names are split into pieces: nothing is lost. Does the classifier gain from it? We trained it on 1,000 to 16,000 subwords, on words, and on single characters, with five seeds each.
#
# **Guess.** Which one is best on validation?

# %%
guess = ...  # "words", "subwords" or "characters"

# %% tags=["reveal"]
first_seven = list(of_units.index[:7])  # without pairs
best = of_units.validation_accuracy[first_seven].idxmax()
for name in first_seven:
    print(f"{name:16}{of_units.validation_accuracy[name]:.3f}")
check.guess(guess, best.split()[-1])

# %% tags=["drawing"]
# @title The figure
runs = measured[measured.rung.isin(first_seven)]
ax = figures.new_axes(None, "10,000 words beat every set of pieces, even where many words are unknown", size=(8, 3.6))
for shift, column, colour, marker in [(-0.14, "validation_accuracy", figures.COLOURS[2], "o"), (0.14, "rare_accuracy", figures.COLOURS[3], "s")]:
    places = runs.rung.map(first_seven.index) + shift
    shown = runs[column].clip(lower=0.801)
    ax.plot(shown[runs.rung != "characters"], places[runs.rung != "characters"], marker, color=colour, alpha=0.65)
of_characters = of_units.loc["characters", ["validation_accuracy", "rare_accuracy"]]
ax.text(0.802, first_seven.index("characters"), "← {:.2f} and {:.2f}".format(*of_characters), va="center", color=figures.GREY)
ax.text(0.8, -1.0, "● all validation reviews", color=figures.COLOURS[2], fontsize=9.5)
ax.text(0.835, -1.0, "■ the quarter with the most words outside the 10,000", color=figures.COLOURS[3], fontsize=9.5)
ax.set_yticks(range(7), first_seven)
ax.set(xlabel="accuracy, a dot for each of five runs", xlim=(0.8, 0.885), ylim=(6.5, -1.4));

# %% tags=["checks"]
# @title Numbers of this section, checked
pieces_of = of_units.loc[["1,000 subwords", "4,000 subwords", "16,000 subwords"]]
words_10k = of_units.loc["10,000 words"]
claim("1,000 subwords lose four points on 10,000 words", abs(words_10k.validation_accuracy - pieces_of.validation_accuracy.iloc[0] - 0.04) < 0.01)
claim("the more units, the less they lose", pieces_of.validation_accuracy.is_monotonic_increasing)
claim("1,000 subwords lose nearly two on 1,000 words", 0.01 < of_units.validation_accuracy["1,000 words"] - pieces_of.validation_accuracy.iloc[0] < 0.025)
claim("words are ahead on reviews with many unknown words", words_10k.rare_accuracy > pieces_of.rare_accuracy)
claim("characters know next to nothing", of_units.validation_accuracy["characters"] < 0.6);

# %% [markdown]
# Words: 10,000 of them, narrowly ahead of 16,000 subwords. 1,000 subwords are too few: they are four points behind 10,000 words, and nearly two behind 1,000 words. Even on the reviews with the most unknown words, 10,000 words are ahead. And a mean of characters says next to nothing about praise or blame: all reviews are made of the same letters.
#
# ## What a piece has learned
#
# Why do pieces not help? We train the classifier on the 4,000 subwords and look.

# %%
ids_of = {word: tokenizer.encode(word).ids for word in vocabulary[2:]}
rows = [list(chain.from_iterable(map(ids_of.get, words))) for words in train_words]
flat = np.fromiter(chain.from_iterable(rows), np.int64)  # one after the other
train_ids = tf.RaggedTensor.from_row_lengths(flat, [len(row) for row in rows])
labels = reviews.train.labels


def fit(model, ids, rate, epochs=3, **more):
    batches = training.batches_by_length(ids, labels, seed=0)
    falling = keras.optimizers.schedules.CosineDecay(rate, epochs * len(batches))
    model.compile(
        optimizer=keras.optimizers.Adam(falling),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=[keras.metrics.BinaryAccuracy(threshold=0.0, name="accuracy")],
    )
    return model.fit(batches, epochs=epochs, shuffle=False, verbose=0, **more).history


classifier = training.classifier(4_000)  # as in notebook 04, with 4,000 rows
fit(classifier, train_ids, rate=0.01);


# %%
def logit(word):
    return float(classifier(np.array([tokenizer.encode(word).ids]))[0, 0])


for word in ("excellent", "excelent", "horrible", "horible", "wonderful", "wonderfull"):
    print(f"{word:11}{logit(word):6.0f}  ", *tokenizer.encode(word).tokens)

names = sorted(tokenizer.get_vocab(), key=tokenizer.get_vocab().get)
piece_table = classifier.get_layer("embedding").get_weights()[0]
for piece in ("▁great", "▁awful", "ness"):
    cosines = geometry.cosine_similarity(piece_table[names.index(piece)], piece_table)
    nearest = np.argsort(-cosines)[1:6]
    print(f"nearest to {piece:7}", *[names[row] for row in nearest])

# %% [markdown]
# A logit above 0 means positive. (One word alone is not diluted, so its logit is large.) *excelent* keeps a little praise and *horible* a little blame; a table of 10,000 words has one row for both, `[UNK]`. But *wonderfull* comes out negative, in this model. The rows nearest to whole words make sense; those nearest to `ness` are arbitrary.
#
# *unforgettable* is in 97 positive reviews and 20 negative ones. It is cut into `▁un`, `for`, `get`, `table`.
#
# **Guess.** What does the model say about a review that is just this word?

# %%
guess = ...  # "positive" or "negative"

# %% tags=["reveal"]
for piece in tokenizer.encode("unforgettable").ids:
    of_piece = float(classifier(np.array([[piece]]))[0, 0])
    print(f"{tokenizer.id_to_token(piece):7}{of_piece:6.0f}")
print(f"all four {logit('unforgettable'):4.0f}")
check.guess(guess, "positive" if logit("unforgettable") > 0 else "negative")

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("neither is among the 10,000", not first_words & {"excelent", "horible"})
claim("excelent keeps a little praise", 0 < logit("excelent") < logit("excellent"))
claim("horible keeps a little blame", logit("horrible") < logit("horible") < 0)
claim("wonderfull comes out negative", logit("wonderfull") < 0 < logit("wonderful"))
claim("unforgettable comes out negative", logit("unforgettable") < 0)
shared = {"unable": "▁un", "unrealistic": "▁un", "unbearable": "▁un", "forgettable": "table"}
claim("its pieces are in other words", all(piece in tokenizer.encode(word).tokens for word, piece in shared.items()))
holds = np.array(["unforgettable" in words for words in train_words])
claim("it is in 97 positive and 20 negative reviews", [holds[labels == 1].sum(), holds[labels == 0].sum()] == [97, 20]);

# %% [markdown]
# Negative. A possible reason: `▁un` is also in *unable*, *unrealistic* and *unbearable*, `table` in *forgettable*, and a row that many words share learns their average. A model that reads pieces in order, as large language models do, can put *un·for·get·table* together again. Ours cannot.
#
# ## A name for every row
#
# Older tutorials cut IMDB reviews with the `SubwordTextEncoder` of TensorFlow Datasets (TFDS). Its data (`subwords8k`) is gone, but the class still works. It has no `[UNK]`: what its subwords do not cover, it spells in bytes. Id 0 is padding.
#
# **Guess.** We give it five subwords (`_` is the space after a word). How large is its vocabulary?

# %%
guess = ...  # a number

# %% tags=["reveal"]
import tensorflow_datasets as tfds

five = ["good_", "film_", "un", "watch", "able_"]
encoder = tfds.deprecated.text.SubwordTextEncoder(five)
print("its subwords:", len(encoder.subwords), "· its vocabulary:", encoder.vocab_size)
check.guess(guess, encoder.vocab_size)

# %% [markdown]
# 262 = 1 for padding + 5 + **256, one for each byte.** `encoder.subwords` lists only the five. Here is a review in ids (`é` is two bytes, 195 and 169). Then we export a table with one row per id except padding, and name the rows with `encoder.subwords`:

# %% tags=["nbval-check-output"]
review = "good unwatchable film é"
for number in encoder.encode(review):
    if number <= 5:
        print(number, encoder.subwords[number - 1])
    else:
        print(number, "byte", number - 6)

rows_without_padding = np.random.default_rng(0).normal(size=(261, 16))
try:
    projector.export("projector/old", rows_without_padding, encoder.subwords)
except ValueError as error:
    print(error)

# %% [markdown]
# The 256 bytes have no name. In the demo of [tensorboard#3444](https://github.com/tensorflow/tensorboard/issues/3444), open since 2020, the projector page says: *Number of tensors (8184) do not match the number of lines in metadata (7928)*. The difference is 256. Name them:

# %% tags=["nbval-check-output"]
all_names = encoder.subwords + [f"byte {number}" for number in range(256)]
projector.export("projector/old", rows_without_padding, all_names)
projector.export("projector/subwords", piece_table[2:], names[2:])

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("262 = 1 + 5 + 256", encoder.vocab_size == 1 + len(encoder.subwords) + 256 == 262)
claim("8184 - 7928 is 256", 8184 - 7928 == 256)
claim("é is two bytes", list("é".encode()) == [195, 169])
claim("the names lead back to the rows", projector.load("projector/subwords")[0] == names[2:]);

# %% [markdown]
# The second line is our table of 4,000, with names from the tokenizer. Rows 0 and 1 stay out, as in notebook 06.
#
# ## The other way: pairs of words
#
# Smaller units did worse, so we try larger ones: *not good*, *worth watching*. A **pair** is two words side by side. There are millions of them, so we use numbers instead of strings. With V words, numbered from 0, the pair (first, second) gets the code first · V + second.

# %% tags=["drawing"]
# @title Codes of pairs, drawn
tiny_words = ["not", "a", "good", "film"]
tiny_ids = [0, 1, 2, 3, 1, 2, 2, 3]
tiny_text = [tiny_words[number] for number in tiny_ids]
tiny_codes = [tiny_ids[place] * 4 + tiny_ids[place + 1] for place in range(7)]
drawing = figures.new_drawing(21, 9.4, "A pair is one number; no pair reaches from one review into the next")
drawing.text(0, 8.6, "V = 4:   0 not   1 a   2 good   3 film", va="center", fontsize=10.5)
for left, begin, end, name in [(3, 0, 4, "first review"), (12, 4, 8, "second review")]:
    top = figures.draw_table(drawing, [tiny_ids[begin:end]], (left, 5.6), ["ids"], tiny_text[begin:end], title=name, coloured=False)
    codes = figures.draw_table(drawing, [tiny_codes[begin : end - 1]], (left + 0.5, 2.4), ["codes"], coloured=False)
    for place in range(end - begin - 1):
        for side in (0, 1):
            figures.draw_arrow(drawing, (left + place + side + 0.5, 4.55), (left + place + 1.0, 2.5))
drawing.text(3, 0.6, "a good: 1 · 4 + 2 = 6 in both reviews", fontsize=10.5, color=figures.COLOURS[1], va="center");


# %% [markdown]
# *a good* is 1 · 4 + 2 = 6, and back: 6 // 4 = 1, 6 % 4 = 2. The next cell does this for all 4.6 million pairs of neighbours at once.
#
# Each word or pair in a review is one of its **features**. A feature counts once per review, and we keep those found in at least two reviews. At first words keep their numbers and pairs follow; in the end the kept features are numbered from 1. To drop repeats, `distinct` packs review and feature into one number (the same trick again), sorts, and keeps each number once. A folded cell does the same with the validation reviews: `new_features`.

# %%
def one_after_the_other(texts):
    return np.array(list(chain.from_iterable(texts)), dtype=object)


words = pd.Index(pd.unique(one_after_the_other(train_words)))


def words_and_pairs(texts):
    text_of = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    word_of = words.get_indexer(one_after_the_other(texts))
    known = word_of >= 0  # -1 is a word that training did not have
    begins = np.flatnonzero((text_of[:-1] == text_of[1:]) & known[:-1] & known[1:])
    codes = word_of[begins] * np.int64(len(words)) + word_of[begins + 1]
    return text_of, word_of, text_of[begins], codes


text_of, word_of, text_of_pair, codes = words_and_pairs(train_words)
pairs = pd.Index(pd.unique(codes))
print(f"{len(words):,} different words, {len(pairs):,} different pairs")


# %%
def distinct(texts, features):
    both = np.sort(texts * np.int64(2**32) + features)  # equal ones stand together
    both = both[np.diff(both, prepend=-1) > 0]
    return both // 2**32, both % 2**32


features = np.concatenate([word_of, len(words) + pairs.get_indexer(codes)])
texts, features = distinct(np.concatenate([text_of, text_of_pair]), features)
kept = np.bincount(features) >= 2
new_number = np.cumsum(kept) * kept  # from 1 on; 0 for those left out
texts, features = texts[kept[features]], new_number[features[kept[features]]]
print(f"{kept.sum():,} features, {len(features) / len(train_words):.0f} in a review")


# %% tags=["drawing"]
# @title The validation reviews, in the same way
def as_rows(texts, features, number):
    return tf.RaggedTensor.from_row_lengths(features, np.bincount(texts, minlength=number))


train_features = as_rows(texts, features, len(train_words))
new_text_of, new_word_of, new_text_of_pair, new_codes = words_and_pairs(new_words)
new_pair_of = pairs.get_indexer(new_codes)
new = np.concatenate([new_word_of, np.where(new_pair_of < 0, -1, len(words) + new_pair_of)])
new_texts = np.concatenate([new_text_of, new_text_of_pair])[new >= 0]
new = new_number[new[new >= 0]]
new_features = as_rows(*distinct(new_texts[new > 0], new[new > 0]), len(new_words))

# %% tags=["checks"]
# @title Numbers of this section, checked
claim("the code leads back to the pair", divmod(6, 4) == (1, 2))
claim("there are 4.6 million neighbours", round(len(codes) / 1e6, 1) == 4.6)
some_pair = words[int(pairs[5]) // len(words)], words[int(pairs[5]) % len(words)]
claim("a pair stands in the first review", some_pair in list(pairwise(train_words[0])))
in_first = set(train_words[0]) | set(pairwise(train_words[0]))
claim("each feature counts once a review", len(train_features[0]) <= len(in_first))
claim("the features of a review rise", np.all(np.diff(train_features[0].numpy()) > 0));


# %% [markdown]
# ## One number each, started from counts
#
# How positive is a feature? Count it: *not worth* is in 12 positive reviews and in 142 negative ones. Add 1 to each count (13 and 143) and divide each by the sum of its class over all features; the logarithm of the ratio of the two shares is the feature's log-odds (notebook 05, smoothed). The naive-Bayes baseline of notebook 01 multiplies each feature, 0 or 1, by this number. We use it as the *start* of an Embedding with a single column.

# %% tags=["nbval-check-output"]
def counts_of(label):
    with_label = labels[texts] == label
    return 1 + np.bincount(features[with_label], minlength=kept.sum() + 1)


positive, negative = counts_of(1), counts_of(0)
log_odds = np.log(positive / positive.sum()) - np.log(negative / negative.sum())


def number_of(pair):
    first, second = words.get_indexer(pair.split())
    return new_number[len(words) + pairs.get_loc(first * len(words) + second)]


print(f"{'worth':12}{log_odds[new_number[words.get_loc('worth')]]:5.1f}")
for pair in ("well worth", "not worth", "waste of", "not bad"):
    print(f"{pair:12}{log_odds[number_of(pair)]:5.1f}")


# %% [markdown]
# *worth* alone says little; *well worth* and *not worth* say a lot, and opposite things. A review's logit is the sum of its features' numbers, divided by the square root of how many there are: a sum grows with the length of a review, a mean forgets how much was said. No hidden layer:

# %%
class SumOverRoot(keras.layers.Layer):
    def call(self, rows, mask=None):
        here = ops.cast(mask, rows.dtype)[:, :, None]  # 0 for padding
        number = ops.maximum(ops.sum(here, axis=1), 1)
        return ops.sum(rows * here, axis=1) / ops.sqrt(number)

    def compute_mask(self, rows, mask=None):
        return None  # a review is one row from here on


def one_number_each(start):
    ids = keras.Input(shape=(None,), dtype="int64")
    embedding = keras.layers.Embedding(len(start), 1, mask_zero=True)
    model = keras.Sequential([ids, embedding, SumOverRoot()])
    embedding.set_weights([start[:, None]])
    return model


# %% tags=["drawing"]
# @title The classifier, drawn
numbers = np.array([[0.4], [-0.1], [1.1], [0.6]])
drawing = figures.new_drawing(21, 6.4, "good good film: the logit is the sum of the numbers, divided by √4")
ids = figures.draw_table(drawing, [[2], [3], [9], [7]], (5.2, 5.2), ["good", "film", "good good", "good film"], title="ids", coloured=False)
look = figures.draw_table(drawing, numbers, (10.2, 5.2), title="numbers", limit=2, digits=1)
total = figures.draw_table(drawing, [[numbers.sum() / 2]], (17.6, 3.7), title="logit", limit=2, digits=1)
for row in range(4):
    figures.draw_arrow(drawing, ids.behind(row), look.before(row))
    figures.draw_arrow(drawing, look.behind(row), total.before(0))
drawing.text(11.8, 0.55, "(0.4 − 0.1 + 1.1 + 0.6) / √4 = 1.0", fontsize=10.5, va="center");

# %% [markdown]
# On validation, 0.3 times the log-odds was the best start (the factor changes no sign) and 0.03 the best rate. We also start from 0, with *its* best rate, 0.1.
#
# **Guess.** Half of the reviews are positive. How accurate is the counted start on validation, *before* the first step of training?

# %%
guess = ...  # a number from 0.5 to 1

# %% tags=["reveal"]
new_batches = training.batches_by_length(new_features, reviews.validation.labels)
by_epoch = {}
for name, scale, rate in (("from log-odds", 0.3, 0.03), ("from 0", 0, 0.1)):
    keras.utils.set_random_seed(0)
    model = one_number_each(scale * log_odds)
    logits = model.predict(new_batches, verbose=0)[:, 0]
    answers = np.concatenate([batch.numpy()[:, 0] for _, batch in new_batches])
    before = np.mean((logits > 0) == answers)
    history = fit(model, train_features, rate, validation_data=new_batches)
    by_epoch[name] = [before, *history["val_accuracy"]]
    print(f"{name:14}", np.round(by_epoch[name], 3))
check.guess(guess, round(by_epoch["from log-odds"][0], 2))

# %% tags=["drawing"]
# @title The figure
ax = figures.curves(by_epoch, "Counts lead before training; after one epoch the two starts are level", ("epoch", "validation accuracy"), x=range(4))
ax.set(xticks=range(4), ylim=(0.48, 0.97));

# %% tags=["checks"]
# @title Numbers of this section, checked
counted_start, zero_start = by_epoch["from log-odds"], by_epoch["from 0"]
claim("counting alone reaches about 0.85", abs(counted_start[0] - 0.852) < 0.002)
claim("the popular recipe ends below that", data.load_results("scoreboard").set_index("rung").validation_accuracy["popular recipe"].max() < counted_start[0])
claim("after one epoch the two are within a point", abs(counted_start[1] - zero_start[1]) < 0.01)
one = distinct(np.zeros(3, int), np.array([5, 2, 5]))
claim("a feature counts once", one[1].tolist() == [2, 5])
log_odds_of = {pair: round(float(log_odds[number_of(pair)]), 1) for pair in ("well worth", "not worth")}
claim("well worth and not worth say a lot", log_odds_of == {"well worth": 3.2, "not worth": -2.4})
with_not_worth = labels[texts[features == number_of("not worth")]]
claim("not worth is in 12 positive and 142 negative reviews", [with_not_worth.sum(), (1 - with_not_worth).sum()] == [12, 142]);

# %% [markdown]
# About 0.85 before any training: more than the popular recipe of notebook 04 ever reaches. But within one epoch the model that began at 0 has caught up. That was one seed; here are five of each model:

# %%
last_five = list(of_units.index[7:])
for name in ("10,000 words", *last_five):
    print(f"{name:42}{of_units.parameters[name]:11,.0f} numbers  {accuracy[name]:.3f}")
from_log_odds, from_0, of_words = accuracy[[last_five[4], last_five[3], last_five[2]]]
claim("pairs gain two points and more", from_log_odds - of_words > 0.02)
claim("in the end the counted start gains nothing", from_log_odds - from_0 < 0.002);

# %% tags=["drawing"]
# @title The figure
runs = measured[measured.rung.isin(["10,000 words", *last_five])]
order = ["10,000 words", *last_five]
ax = figures.new_axes(None, "Pairs gain about two points; the counted start gains nothing", size=(8, 3.2))
for shift, column, colour, marker in [(-0.14, "validation_accuracy", figures.COLOURS[2], "o"), (0.14, "test_accuracy", figures.COLOURS[3], "s")]:
    ax.plot(runs[column], runs.rung.map(order.index) + shift, marker, color=colour, alpha=0.65)
ax.text(0.866, -0.8, "● validation", color=figures.COLOURS[2], fontsize=9.5)
ax.text(0.8765, -0.8, "■ test", color=figures.COLOURS[3], fontsize=9.5)
ax.set_yticks(range(len(order)), order)
ax.set(xlabel="accuracy, a dot for each of five runs", xlim=(0.865, 0.91), ylim=(len(order) - 0.5, -1.2));

# %% [markdown]
# We had expected the start to matter. It is worth less than an epoch: it is the pairs that help. And sixteen numbers for each, with the course's classifier (*words and pairs*), are no better than one.
#
# ## The scoreboard
#
# Means over five seeds. The time runs from the texts of the training reviews to the end of training.

# %%
rungs = [
    "counts of words",
    "TF-IDF of words and pairs",
    "naive-Bayes weighted words and pairs",
    "+ falling rate: the course's recipe",
    "Embedding of pairs, started at log-odds",
]
rows_of_all = data.load_results("scoreboard")
board = rows_of_all.groupby("rung").mean(numeric_only=True).loc[rungs]
columns = ["parameters", "validation_accuracy", "test_accuracy", "seconds"]
print(board[columns].round(3).to_string())
ours, tfidf, strongest = board.test_accuracy[[rungs[4], rungs[1], rungs[2]]]
claim("the Embedding layer beats TF-IDF of pairs by a point", ours - tfidf > 0.008)
claim("the strongest plain baseline stays ahead", 0 < strongest - ours < 0.006);

# %% tags=["checks"]
# @title Numbers of this section, checked
equal = board.validation_accuracy.iloc[4] - board.validation_accuracy.iloc[2]
claim("on validation it equals the strongest baseline", abs(equal) < 0.003)
claim("sixteen numbers are no better than one", accuracy["words and pairs"] < from_log_odds)
claim("two points and more with either start", from_0 - accuracy[last_five[1]] > 0.02);

# %% [markdown]
# The last row is an Embedding layer of one column. On validation it equals the strongest baseline; on test it is less than half a point behind. Timed in the same run as the two baselines of words and pairs, it takes about three fifths of their time.
#
# ## What we saw
#
# - Two held-out reviews in three have a word that training never saw; the most frequent are names. Leaving out 63,500 rarer words costs nothing.
# - Byte-pair encoding merges the most frequent pair of neighbours, again and again. The library gives the same units as ours by hand.
# - In a classifier that takes a mean, 4,000 subwords or 16,000 are a little worse than 10,000 words. A possible reason: a row that many words share learns their average.
# - A table needs a name for every row; `SubwordTextEncoder.subwords` leaves out the 256 bytes.
# - Pairs of words gain about two points. One number for each is as good as sixteen.
# - A counted start is a good classifier before training. It is worth less than one epoch.
#
# ## Exercises
#
# **Predict: how many names are missing?** A `SubwordTextEncoder` has 500 subwords. Its table, without the padding row, is exported with `encoder.subwords` as names. How large is `encoder.vocab_size`, and how many names are missing? Give a list: `[vocabulary, missing]`.

# %%
names_missing = ...


check.names_missing(names_missing)


# %% [markdown]
# **Cut a word.** Apply the merges of byte-pair encoding yourself. A pair is a list here; `merge` above wants a tuple. First work out by hand how `[["b", "c"], ["a", "b"]]` cuts *abc*.

# %%
def cut_word(word, merges):
    """Return the list of pieces into which the merges cut a word.

    The word begins as its characters, with "▁" in front. merges is a list of pairs,
    each a list of any two units. Each merge in turn, the first one first, joins every
    place where its two units are neighbours, from left to right.
    """
    ...


check.cut_word(cut_word)


# %% [markdown]
# **Find the fault: two pairs, one code.** This function gives each pair of neighbours a code. It runs, and most of its codes look fine. Yet some different pairs get the same code. Find out why, and repair it.

# %%
def pair_codes(ids, size):
    """Return the list of codes of the pairs of neighbours in one review.

    ids is a list of the ids of the review's words, whole numbers from 0 to size - 1.
    No two different pairs may have the same code: divmod(code, size) gives the pair
    back. A review of fewer than two words has no pair.
    """
    return [first * (size - 1) + second for first, second in pairwise(ids)]


check.pair_codes(pair_codes)

# %% [markdown]
# Stuck? `check.cut_word.hint()` helps; `check.cut_word.solution()` shows a solution.
#
# ## Quiz

# %%
check.quiz("09")

# %% [markdown]
# ## Where next
#
# All rows here learned from labels. [10 · Skip-gram](10_skip_gram.ipynb) learns from neighbours alone.
#
# ## References
#
# - P. Gage, *A New Algorithm for Data Compression*, The C Users Journal 1994 (byte-pair encoding).
# - R. Sennrich, B. Haddow and A. Birch, *Neural Machine Translation of Rare Words with Subword Units*, ACL 2016 (the same for words).
# - S. Wang and C. Manning, *Baselines and Bigrams: Simple, Good Sentiment and Topic Classification*, ACL 2012 (pairs and naive-Bayes weights).
# - P. Bojanowski et al., *Enriching Word Vectors with Subword Information*, TACL 2017 (words as sums of their pieces).
# - [tensorboard#3444](https://github.com/tensorflow/tensorboard/issues/3444) (names that are missing).
