"""What the course says is equal is equal: by hand, by Keras, by scikit-learn."""

import keras
import numpy as np
import pytest
import tensorflow as tf

ROWS, DIMENSIONS = 50, 8
FLOAT32 = {"rtol": 1e-5, "atol": 1e-6}


@pytest.fixture
def random():
    return np.random.default_rng(0)


@pytest.fixture
def table(random):
    return random.uniform(-0.05, 0.05, size=(ROWS, DIMENSIONS)).astype("float32")


@pytest.fixture
def ids(random):
    """Four texts of seven ids; id 9 stands three times in the first."""
    ids = random.integers(0, ROWS, size=(4, 7))
    ids[0, :3] = 9
    return ids


@pytest.fixture
def output_gradient(random):
    return random.normal(size=(4, 7, DIMENSIONS)).astype("float32")


def numpy_gradient(table, ids, output_gradient):
    """Add up the output's gradient over the positions of each row, as notebook 03 does."""
    gradient = np.zeros_like(table)
    np.add.at(gradient, ids, output_gradient)
    return gradient


def with_weights(layer, input_shape, weights):
    layer.build(input_shape)
    layer.set_weights([weights])
    return layer


def gradient_of(layer, weights, layer_input, output_gradient):
    """Return the gradient of a loss whose gradient with respect to the layer's output is the one given."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(layer(layer_input) * output_gradient)
    return tape.gradient(loss, weights)


# The Embedding layer


def test_a_look_up_in_numpy_is_the_keras_layer(table, ids):
    layer = with_weights(keras.layers.Embedding(ROWS, DIMENSIONS), None, table)
    np.testing.assert_array_equal(layer(ids), table[ids])


def test_a_look_up_is_one_hot_times_a_dense_kernel(table, ids):
    dense = with_weights(keras.layers.Dense(DIMENSIONS, use_bias=False), (None, ROWS), table)
    np.testing.assert_allclose(dense(tf.one_hot(ids, ROWS)), table[ids], **FLOAT32)


def test_the_gradient_in_numpy_is_the_keras_layers(table, ids, output_gradient):
    layer = with_weights(keras.layers.Embedding(ROWS, DIMENSIONS), None, table)
    keras_gradient = tf.convert_to_tensor(gradient_of(layer, layer.embeddings, ids, output_gradient))
    np.testing.assert_allclose(keras_gradient, numpy_gradient(table, ids, output_gradient), **FLOAT32)


def test_the_gradient_is_that_of_a_dense_kernel_under_one_hot(table, ids, output_gradient):
    dense = with_weights(keras.layers.Dense(DIMENSIONS, use_bias=False), (None, ROWS), table)
    dense_gradient = gradient_of(dense, dense.kernel, tf.one_hot(ids, ROWS), output_gradient)
    np.testing.assert_allclose(dense_gradient, numpy_gradient(table, ids, output_gradient), **FLOAT32)


def test_the_gradient_lists_a_repeated_id_once_for_each_position(table, ids, output_gradient):
    layer = with_weights(keras.layers.Embedding(ROWS, DIMENSIONS), None, table)
    gradient = gradient_of(layer, layer.embeddings, ids, output_gradient)
    assert isinstance(gradient, tf.IndexedSlices)
    np.testing.assert_array_equal(gradient.indices, ids.ravel())


def test_rows_that_are_not_in_the_batch_get_no_gradient(table, ids, output_gradient):
    layer = with_weights(keras.layers.Embedding(ROWS, DIMENSIONS), None, table)
    gradient = tf.convert_to_tensor(gradient_of(layer, layer.embeddings, ids, output_gradient)).numpy()
    assert np.flatnonzero(gradient.any(axis=1)).tolist() == np.unique(ids).tolist()


# Which rows a step moves


def moved_rows(optimizer, table, batches):
    """Return, for each step, the numbers of the rows that it moved."""
    layer = with_weights(keras.layers.Embedding(ROWS, DIMENSIONS), None, table)
    moved = []
    for batch in batches:
        before = layer.get_weights()[0].copy()
        gradient = gradient_of(layer, layer.embeddings, np.array(batch), 1.0)
        optimizer.apply([gradient], [layer.embeddings])
        moved.append(np.flatnonzero((layer.get_weights()[0] != before).any(axis=1)).tolist())
    return moved


def test_sgd_moves_only_the_rows_of_the_batch(table):
    assert moved_rows(keras.optimizers.SGD(0.01), table, [[2, 3], [4]]) == [[2, 3], [4]]


def test_adam_goes_on_moving_rows_of_earlier_batches_and_no_others(table):
    assert moved_rows(keras.optimizers.Adam(0.01), table, [[2, 3], [4]]) == [[2, 3], [2, 3, 4]]


# The mean over words, and padding


@pytest.fixture
def padded_ids(ids):
    padded = ids.copy()
    padded[padded == 0] = 1
    padded[1, 5:] = padded[2, 2:] = 0
    return padded


def mean_of_words(table, padded_ids):
    return np.stack([table[row[row != 0]].mean(axis=0) for row in padded_ids])


def test_pooling_with_a_mask_is_the_mean_of_the_words(table, padded_ids):
    layer = with_weights(keras.layers.Embedding(ROWS, DIMENSIONS, mask_zero=True), None, table)
    pooled = keras.layers.GlobalAveragePooling1D()(layer(padded_ids))
    np.testing.assert_allclose(pooled, mean_of_words(table, padded_ids), **FLOAT32)


def test_pooling_without_a_mask_counts_the_padding(table, padded_ids):
    layer = with_weights(keras.layers.Embedding(ROWS, DIMENSIONS), None, table)
    pooled = keras.layers.GlobalAveragePooling1D()(layer(padded_ids)).numpy()
    np.testing.assert_allclose(pooled, table[padded_ids].mean(axis=1), **FLOAT32)
    assert not np.allclose(pooled, mean_of_words(table, padded_ids), atol=1e-3)


def test_with_a_mask_the_padding_row_gets_no_gradient(table, padded_ids):
    layer = with_weights(keras.layers.Embedding(ROWS, DIMENSIONS, mask_zero=True), None, table)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(keras.layers.GlobalAveragePooling1D()(layer(padded_ids)))
    gradient = tf.convert_to_tensor(tape.gradient(loss, layer.embeddings)).numpy()
    assert not gradient[0].any()


def test_with_a_mask_more_padding_changes_nothing(table, padded_ids):
    layer = with_weights(keras.layers.Embedding(ROWS, DIMENSIONS, mask_zero=True), None, table)
    pool = keras.layers.GlobalAveragePooling1D()
    longer = np.pad(padded_ids, [(0, 0), (0, 20)])
    np.testing.assert_allclose(pool(layer(longer)), pool(layer(padded_ids)), **FLOAT32)


# PCA


@pytest.fixture
def points(random):
    """200 points in 6 dimensions, off the origin, with a different variance along each of mixed axes."""
    mixing = np.linalg.qr(random.normal(size=(6, 6)))[0]
    return random.normal(size=(200, 6)) * [6, 5, 4, 3, 2, 1] @ mixing + 10


def pca_by_eigenvectors(points, dimensions):
    centred = points - points.mean(axis=0)
    variances, directions = np.linalg.eigh(centred.T @ centred / (len(points) - 1))
    largest_first = np.argsort(variances)[::-1][:dimensions]
    return centred @ directions[:, largest_first], variances[largest_first] / variances.sum()


def pca_by_svd(points, dimensions):
    centred = points - points.mean(axis=0)
    left, singular_values, _ = np.linalg.svd(centred, full_matrices=False)
    shares = singular_values**2 / (singular_values**2).sum()
    return (left * singular_values)[:, :dimensions], shares[:dimensions]


def same_sign(projected, reference):
    """Flip the columns that point the other way: the sign of a principal component is arbitrary."""
    return projected * np.sign((projected * reference).sum(axis=0))


@pytest.mark.parametrize("by_hand", [pca_by_eigenvectors, pca_by_svd])
def test_pca_by_hand_is_scikit_learns_up_to_sign(points, by_hand):
    from sklearn.decomposition import PCA

    reference = PCA(3).fit_transform(points)
    np.testing.assert_allclose(same_sign(by_hand(points, 3)[0], reference), reference, atol=1e-9)


@pytest.mark.parametrize("by_hand", [pca_by_eigenvectors, pca_by_svd])
def test_explained_variance_by_hand_is_scikit_learns(points, by_hand):
    from sklearn.decomposition import PCA

    np.testing.assert_allclose(by_hand(points, 3)[1], PCA(3).fit(points).explained_variance_ratio_, rtol=1e-9)


def test_without_centring_the_first_direction_is_another(points):
    from sklearn.decomposition import PCA

    first_direction = np.linalg.svd(points, full_matrices=False)[2][0]
    assert abs(first_direction @ PCA(1).fit(points).components_[0]) < 0.9
