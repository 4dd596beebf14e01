"""The networks of Keras's code examples (keras.io/examples), each drawn as there, with fewer and narrower layers and small inputs.

`examples(dropout)` gives name, model, what it is compiled for, and the kind of its targets. Layers of the examples' own (patches, class tokens) are
drawn with Keras's layers here, since a file holds no code; what takes text takes its numbers.
"""

import keras
from keras import layers, ops

WORDS, LENGTH = 128, 24


def image_classification_from_scratch(dropout):
    inputs = keras.Input((32, 32, 3), name="photos")
    x = layers.Rescaling(1.0 / 255)(inputs)
    x = layers.Conv2D(8, 3, strides=2, padding="same")(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    before = x
    for size in (12, 16):
        for _ in range(2):
            x = layers.Activation("relu")(x)
            x = layers.SeparableConv2D(size, 3, padding="same")(x)
            x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        residual = layers.Conv2D(size, 1, strides=2, padding="same")(before)
        x = layers.add([x, residual])
        before = x
    x = layers.SeparableConv2D(24, 3, padding="same")(x)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(dropout)(x)
    model = keras.Model(inputs, layers.Dense(1, activation=None)(x))
    return model, dict(optimizer=keras.optimizers.Adam(3e-4), loss=keras.losses.BinaryCrossentropy(from_logits=True)), "bits"


def simple_convnet(dropout):
    model = keras.Sequential(
        [
            keras.Input((14, 14, 1), name="digits"),
            layers.Conv2D(8, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Conv2D(16, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Flatten(),
            layers.Dropout(dropout),
            layers.Dense(10, activation="softmax"),
        ]
    )
    return model, dict(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"]), "one_hot"


def mlp_mixer(dropout):
    inputs = keras.Input((16, 16, 3), name="x")
    x = layers.Conv2D(12, 4, strides=4)(inputs)
    x = layers.Reshape((16, 12))(x)
    for _ in range(2):
        y = layers.LayerNormalization()(x)
        y = layers.Permute((2, 1))(y)
        y = layers.Dense(16)(layers.Dropout(dropout)(layers.Dense(20, activation="gelu")(y)))
        x = layers.Add()([x, layers.Permute((2, 1))(y)])
        y = layers.LayerNormalization()(x)
        y = layers.Dense(12)(layers.Dropout(dropout)(layers.Dense(20, activation="gelu")(y)))
        x = x + y
    x = layers.GlobalAveragePooling1D()(x)
    x = layers.Dropout(dropout)(x)
    model = keras.Model(inputs, layers.Dense(10)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return model, dict(optimizer=keras.optimizers.AdamW(5e-3, weight_decay=1e-4), loss=loss, metrics=["sparse_categorical_accuracy"]), "class"


def vision_transformer(dropout):
    inputs = keras.Input((16, 16, 3), name="pixels")
    places = keras.Input((16,), dtype="int32", name="places")
    x = layers.Reshape((16, 12))(layers.Conv2D(12, 4, strides=4)(inputs)) + layers.Embedding(16, 12)(places)
    for _ in range(2):
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        y = layers.MultiHeadAttention(num_heads=3, key_dim=4, dropout=dropout)(y, y)
        x = layers.Add()([y, x])
        y = layers.LayerNormalization(epsilon=1e-6)(x)
        for units in (24, 12):
            y = layers.Dropout(dropout)(layers.Dense(units, activation=keras.activations.gelu)(y))
        x = layers.Add()([y, x])
    x = layers.Flatten()(layers.LayerNormalization(epsilon=1e-6)(x))
    x = layers.Dropout(dropout)(x)
    model = keras.Model([inputs, places], layers.Dense(7)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    # Adam squares each occurrence of a place by itself in Keras, where the example adds a vector.
    return model, dict(optimizer=keras.optimizers.SGD(1e-2, momentum=0.9, nesterov=True), loss=loss), "class"


def conv_mixer(dropout):
    inputs = keras.Input((16, 16, 3), name="x")
    x = layers.Rescaling(scale=1.0 / 255)(inputs)
    x = layers.BatchNormalization()(layers.Activation("gelu")(layers.Conv2D(16, 2, strides=2)(x)))
    for _ in range(3):
        before = x
        x = layers.DepthwiseConv2D(5, padding="same")(x)
        x = layers.Add()([layers.BatchNormalization()(layers.Activation("gelu")(x)), before])
        x = layers.Conv2D(16, 1)(x)
        x = layers.BatchNormalization()(layers.Activation("gelu")(x))
    x = layers.GlobalAvgPool2D()(x)
    model = keras.Model(inputs, layers.Dense(10, activation="softmax")(x))
    optimizer = keras.optimizers.AdamW(learning_rate=1e-3, weight_decay=1e-4)
    return model, dict(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"]), "class"


def autoencoder(dropout):
    inputs = keras.Input((12, 12, 1), name="x")
    x = layers.Conv2D(8, (3, 3), activation="relu", padding="same")(inputs)
    x = layers.MaxPooling2D((2, 2), padding="same")(x)
    x = layers.Conv2D(8, (3, 3), activation="relu", padding="same")(x)
    x = layers.MaxPooling2D((2, 2), padding="same")(x)
    x = layers.Conv2DTranspose(8, (3, 3), strides=2, activation="relu", padding="same")(x)
    x = layers.Conv2DTranspose(8, (3, 3), strides=2, activation="relu", padding="same")(x)
    model = keras.Model(inputs, layers.Conv2D(1, (3, 3), activation="sigmoid", padding="same")(x))
    return model, dict(optimizer="adam", loss="binary_crossentropy"), "bits"


def siamese(dropout):
    one = keras.Input((12, 12, 1), name="x")
    x = layers.BatchNormalization()(one)
    x = layers.Conv2D(4, (5, 5), activation="tanh")(x)
    x = layers.AveragePooling2D(pool_size=(2, 2))(x)
    x = layers.Flatten()(x)
    x = layers.BatchNormalization()(x)
    embedding = keras.Model(one, layers.Dense(10, activation="tanh")(x), name="embedding")
    left, right = keras.Input((12, 12, 1), name="left"), keras.Input((12, 12, 1), name="right")
    apart = embedding(left) - embedding(right)
    x = ops.sum(ops.square(apart), axis=1, keepdims=True)
    x = layers.BatchNormalization()(ops.sqrt(ops.maximum(x, 1e-7)))
    model = keras.Model([left, right], layers.Dense(1, activation="sigmoid")(x))
    return model, dict(optimizer="RMSprop", loss="binary_crossentropy", metrics=["accuracy"]), "bits"


def wide_and_deep(dropout):
    numbers = keras.Input((6,), name="numbers")
    inputs, wide, deep = [numbers], [numbers], [numbers]
    for name, size in (("soil", 20), ("area", 4)):
        category = keras.Input((1,), dtype="int32", name=name)
        inputs.append(category)
        deep.append(layers.Flatten()(layers.Embedding(size, 4)(category)))
    x = layers.BatchNormalization()(layers.concatenate(deep))
    for units in (16, 16):
        x = layers.Dropout(dropout)(layers.ReLU()(layers.BatchNormalization()(layers.Dense(units)(x))))
    merged = layers.concatenate([layers.BatchNormalization()(wide[0]), x])
    model = keras.Model(inputs, layers.Dense(7, activation="softmax")(merged))
    return model, dict(optimizer=keras.optimizers.Adam(1e-3), loss=keras.losses.SparseCategoricalCrossentropy()), "class"


def text_cnn(dropout):
    inputs = keras.Input((LENGTH,), dtype="int32", name="words")
    x = layers.Embedding(WORDS, 8)(inputs)
    x = layers.Dropout(dropout)(x)
    x = layers.Conv1D(12, 7, padding="valid", activation="relu", strides=3)(x)
    x = layers.Conv1D(12, 3, padding="same", activation="relu", strides=3)(x)
    x = layers.GlobalMaxPooling1D()(x)
    x = layers.Dropout(dropout)(layers.Dense(12, activation="relu")(x))
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid", name="predictions")(x))
    return model, dict(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"]), "bits"


def bidirectional_lstm(dropout):
    inputs = keras.Input((LENGTH,), dtype="int32", name="x")
    x = layers.Embedding(WORDS, 8)(inputs)
    x = layers.Bidirectional(layers.LSTM(6, return_sequences=True))(x)
    x = layers.Bidirectional(layers.LSTM(6))(x)
    model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
    return model, dict(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"]), "bits"


def timeseries_convolution(dropout):
    inputs = keras.layers.Input((30, 1), name="x")
    x = inputs
    for _ in range(3):
        x = layers.Conv1D(filters=8, kernel_size=3, padding="same")(x)
        x = layers.ReLU()(layers.BatchNormalization()(x))
    x = layers.GlobalAveragePooling1D()(x)
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
    return model, dict(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["sparse_categorical_accuracy"]), "class"


def timeseries_transformer(dropout):
    inputs = keras.Input((20, 1), name="x")
    x = inputs
    for _ in range(2):
        y = layers.MultiHeadAttention(key_dim=8, num_heads=2, dropout=dropout)(x, x)
        before = layers.LayerNormalization(epsilon=1e-6)(layers.Dropout(dropout)(y)) + x
        y = layers.Conv1D(filters=4, kernel_size=1, activation="relu")(before)
        y = layers.Conv1D(filters=1, kernel_size=1)(layers.Dropout(dropout)(y))
        x = layers.LayerNormalization(epsilon=1e-6)(y) + before
    x = layers.GlobalAveragePooling1D(data_format="channels_last")(x)
    x = layers.Dropout(dropout)(layers.Dense(16, activation="relu")(x))
    model = keras.Model(inputs, layers.Dense(2, activation="softmax")(x))
    return model, dict(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy"), "class"


def weather_lstm(dropout):
    inputs = keras.layers.Input((30, 7), name="x")
    model = keras.Model(inputs, layers.Dense(1)(layers.LSTM(8)(inputs)))
    return model, dict(optimizer=keras.optimizers.Adam(1e-3), loss="mse"), "numbers"


def low_light(dropout):
    inputs = keras.Input((12, 12, 3), name="x")
    first = layers.Conv2D(6, (3, 3), activation="relu", padding="same")(inputs)
    second = layers.Conv2D(6, (3, 3), activation="relu", padding="same")(first)
    third = layers.Conv2D(6, (3, 3), activation="relu", padding="same")(second)
    x = layers.Concatenate(axis=-1)([third, second])
    x = layers.Conv2D(6, (3, 3), activation="relu", padding="same")(x)
    x = layers.Concatenate(axis=-1)([x, first])
    model = keras.Model(inputs, layers.Conv2D(3, (3, 3), activation="tanh", padding="same")(x))
    return model, dict(optimizer=keras.optimizers.Adam(1e-3), loss="mae"), "numbers"


def distillation_teacher(dropout):
    model = keras.Sequential(
        [
            keras.Input((14, 14, 1), name="x"),
            layers.Conv2D(8, (3, 3), strides=(2, 2), padding="same"),
            layers.LeakyReLU(negative_slope=0.2),
            layers.MaxPooling2D(pool_size=(2, 2), strides=(1, 1), padding="same"),
            layers.Conv2D(12, (3, 3), strides=(2, 2), padding="same"),
            layers.Flatten(),
            layers.Dense(10),
        ],
        name="teacher",
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return model, dict(optimizer=keras.optimizers.Adam(), loss=loss, metrics=[keras.metrics.SparseCategoricalAccuracy()]), "class"


def actor_critic(dropout):
    inputs = layers.Input((4,), name="x")
    common = layers.Dense(16, activation="relu")(inputs)
    action = layers.Dense(2, activation="softmax", name="action")(common)
    critic = layers.Dense(1, name="critic")(common)
    model = keras.Model(inputs=inputs, outputs=[action, critic])
    losses = ["sparse_categorical_crossentropy", keras.losses.Huber()]
    return model, dict(optimizer=keras.optimizers.Adam(0.01), loss=losses, loss_weights=[1.0, 0.5]), ["class", "numbers"]


def metric_learning(dropout):
    inputs = layers.Input((16, 16, 3), name="x")
    x = inputs
    for filters in (8, 12):
        x = layers.Conv2D(filters=filters, kernel_size=3, strides=2, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.UnitNormalization()(layers.Dense(8, activation=None)(x))
    model = keras.Model(inputs, x)
    return model, dict(optimizer=keras.optimizers.Adam(1e-3), loss=keras.losses.CosineSimilarity()), "numbers"


def unet(dropout):
    inputs = keras.Input((32, 32, 3), name="pictures")
    x = layers.Conv2D(6, 3, strides=2, padding="same")(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    before = x
    for filters in (8, 12):
        for _ in range(2):
            x = layers.Activation("relu")(x)
            x = layers.SeparableConv2D(filters, 3, padding="same")(x)
            x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        x = layers.add([x, layers.Conv2D(filters, 1, strides=2, padding="same")(before)])
        before = x
    for filters in (12, 8, 6):
        for _ in range(2):
            x = layers.Activation("relu")(x)
            x = layers.Conv2DTranspose(filters, 3, padding="same")(x)
            x = layers.BatchNormalization()(x)
        x = layers.UpSampling2D(2)(x)
        x = layers.add([x, layers.Conv2D(filters, 1, padding="same")(layers.UpSampling2D(2)(before))])
        before = x
    x = layers.Dropout(dropout)(x)
    outputs = layers.Conv2D(3, 3, activation="softmax", padding="same")(x)
    return keras.Model(inputs, outputs), dict(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy", metrics=["accuracy"]), "class"


EXAMPLES = [
    image_classification_from_scratch,
    simple_convnet,
    mlp_mixer,
    vision_transformer,
    conv_mixer,
    autoencoder,
    siamese,
    wide_and_deep,
    text_cnn,
    bidirectional_lstm,
    timeseries_convolution,
    timeseries_transformer,
    weather_lstm,
    low_light,
    distillation_teacher,
    actor_critic,
    metric_learning,
    unet,
]
