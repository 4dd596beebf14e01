package org.keraunos.layers;

import java.util.List;
import org.keraunos.base.Registry;

/** The layers that Keras has and this library has not, and why. */
final class NotHere {
  /** Why whatever makes a mask is refused. */
  static final String MASKS =
      "masks are not carried from layer to layer, so that steps which are to"
          + " be left out would count: cut or pad sequences to one length where data are read";

  private NotHere() {}

  static void refuse(Registry<Layer> registry) {
    refuse(registry, MASKS, "Masking");
    refuse(registry, "its function is Python code", "Lambda");
    refuse(
        registry,
        "it holds another library's code",
        "FlaxLayer",
        "JaxLayer",
        "TFSMLayer",
        "TorchModuleWrapper");
    refuse(
        registry,
        "volumes are not supported: TensorFlow has no gradient of Conv3D outside Python",
        "AdaptiveAveragePooling3D",
        "AdaptiveMaxPooling3D",
        "AveragePooling3D",
        "Conv3D",
        "Conv3DTranspose",
        "ConvLSTM3D",
        "Cropping3D",
        "GlobalAveragePooling3D",
        "GlobalMaxPooling3D",
        "MaxPooling3D",
        "SpatialDropout3D",
        "UpSampling3D",
        "ZeroPadding3D");
    refuse(
        registry,
        "text and categories are made numbers before the network, by what reads the data",
        "CategoryEncoding",
        "Discretization",
        "HashedCrossing",
        "Hashing",
        "IntegerLookup",
        "StringLookup",
        "TextVectorization");
    refuse(
        registry, "spectrograms are made before the network", "MelSpectrogram", "STFTSpectrogram");
    refuse(
        registry,
        "training images are changed by the model's option augment, not by layers",
        "AugMix",
        "AutoContrast",
        "ContrastLimitedAdaptiveHistogramEqualization",
        "CutMix",
        "Equalization",
        "MaxNumBoundingBoxes",
        "MixUp",
        "Pipeline",
        "RandAugment",
        "RandomBrightness",
        "RandomColorDegeneration",
        "RandomColorJitter",
        "RandomContrast",
        "RandomCrop",
        "RandomElasticTransform",
        "RandomErasing",
        "RandomFlip",
        "RandomGaussianBlur",
        "RandomGrayscale",
        "RandomHue",
        "RandomInvert",
        "RandomPerspective",
        "RandomPosterization",
        "RandomRotation",
        "RandomSaturation",
        "RandomSharpness",
        "RandomShear",
        "RandomTranslation",
        "RandomZoom",
        "Solarization");
    refuse(
        registry,
        "the recurrent layers here are LSTM, GRU and Bidirectional",
        "ConvLSTM1D",
        "ConvLSTM2D",
        "GRUCell",
        "LSTMCell",
        "RNN",
        "SimpleRNN",
        "SimpleRNNCell",
        "StackedRNNCells",
        "TimeDistributed");
    refuse(
        registry,
        "the attention here is MultiHeadAttention",
        "AdditiveAttention",
        "Attention",
        "GroupedQueryAttention");
    refuse(
        registry,
        "of sequences there are Conv1D and pooling here",
        "Conv1DTranspose",
        "Cropping1D",
        "DepthwiseConv1D",
        "SeparableConv1D",
        "SpatialDropout1D",
        "UpSampling1D",
        "ZeroPadding1D");
    refuse(
        registry,
        "pooling here has windows of one size, or one for the whole",
        "AdaptiveAveragePooling1D",
        "AdaptiveAveragePooling2D",
        "AdaptiveMaxPooling1D",
        "AdaptiveMaxPooling2D");
    refuse(
        registry,
        "noise here is Dropout, SpatialDropout2D and GaussianNoise",
        "AlphaDropout",
        "GaussianDropout");
    refuse(
        registry,
        "of pictures there are Cropping2D, and Resizing with crop_to_aspect_ratio here",
        "CenterCrop");
    refuse(registry, "penalties here are those of weights", "ActivityRegularization");
    refuse(
        registry,
        "normalizing here is by batch, layer, group or unit",
        "RMSNormalization",
        "SpectralNormalization");
    refuse(registry, "the full connection here is Dense", "EinsumDense");
    refuse(registry, "the table here is Embedding", "ReversibleEmbedding");
    refuse(registry, "it is what others are made of", "Layer", "Wrapper");
  }

  /** Operations and functions on tensors, which Keras keeps in files beside layers. */
  static void refuseOperations(Registry<Layer> registry) {
    String instead = "a layer of one's own can compute it, see docs/guide/own-layer.md";
    registry.refuseModule(
        "keras.src.ops",
        "of the operations on tensors there are arithmetic, means and extremes, shapes and the"
            + " common activations; " + instead);
    registry.refuseModule(
        "keras.src.activations",
        "of activations that are called as functions there is relu; the layer Activation has all of"
            + " them, or " + instead);
    String ofParts = "parts of tensors are taken by Cropping2D and by Flatten and Reshape alone; ";
    refuse(
        registry,
        ofParts + instead,
        "keras.src.ops.numpy.GetItem",
        "keras.src.ops.numpy.Split",
        "keras.src.ops.numpy.Take",
        "keras.src.ops.core.Slice");
    refuse(
        registry,
        "as a layer it is here: Activation with this function",
        "keras.src.ops.nn.Celu",
        "keras.src.ops.nn.Elu",
        "keras.src.ops.nn.Gelu",
        "keras.src.ops.nn.LeakyRelu",
        "keras.src.ops.nn.LogSigmoid",
        "keras.src.ops.nn.LogSoftmax",
        "keras.src.ops.nn.Selu",
        "keras.src.ops.nn.Softmax",
        "keras.src.ops.nn.Softsign");
  }

  private static void refuse(Registry<Layer> registry, String reason, String... names) {
    List.of(names).forEach(name -> registry.refuse(name, reason));
  }
}
