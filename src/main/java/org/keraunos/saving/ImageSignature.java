package org.keraunos.saving;

import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.images.DecodeGraph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * Puts the decode-and-resize graph before a model's input of bytes: encoded images go in where they
 * are fed, and bytes where those are. The weights and the network are in the file once.
 */
final class ImageSignature {
  private final Operand<TString> encoded;
  private final Operand<TUint8> decoded;
  private final String port;

  private ImageSignature(Operand<TString> encoded, Operand<TUint8> decoded, String port) {
    this.encoded = encoded;
    this.decoded = decoded;
    this.port = port;
  }

  /** Emits the decoding into a model's graph; null if its input is no gray or colour image. */
  static @Nullable ImageSignature emit(InferenceGraph graph) {
    Operand<?> bytes = graph.bytes();
    Shape image = graph.ports().get(0).shape();
    if (bytes == null || image.rank() != 3 || (image.get(2) != 1 && image.get(2) != 3)) {
      return null;
    }
    Ops tf = graph.session().ops();
    Operand<TString> encoded = tf.withName("encoded_images")
        .placeholder(
            TString.class,
            Placeholder.shape(
                org.tensorflow.ndarray.Shape.of(org.tensorflow.ndarray.Shape.UNKNOWN_SIZE)));
    Operand<TUint8> decoded = DecodeGraph.emit(tf.withSubScope("decode"), encoded, image);
    return new ImageSignature(encoded, decoded, bytes.op().name());
  }

  /** Where encoded images are fed: a vector of strings. */
  Operand<?> encoded() {
    return encoded;
  }

  /** The graph with what was decoded as the default of the input of bytes. */
  GraphDef connect(GraphDef graph) {
    GraphDef.Builder connected = graph.toBuilder();
    for (NodeDef.Builder node : connected.getNodeBuilderList()) {
      if (node.getName().equals(port)) {
        node.setOp("PlaceholderWithDefault")
            .addInput(decoded.op().name() + ":" + decoded.asOutput().index());
      }
    }
    return connected.build();
  }
}
