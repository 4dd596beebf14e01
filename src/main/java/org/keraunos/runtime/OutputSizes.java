package org.keraunos.runtime;

import java.util.HashMap;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Output;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * How many bytes the ops of a graph give for some number of rows: TensorFlow infers all shapes once
 * the placeholders have the number in place of the unknown one.
 */
public final class OutputSizes {
  /** What no shape is known of. */
  public static final long UNKNOWN = -1;

  private OutputSizes() {}

  /**
   * Infers them.
   *
   * @param graph its ops
   * @param rows how many are fed
   * @return bytes an output by the op's name; {@link #UNKNOWN} where the shape depends on values
   */
  public static Map<String, long[]> of(GraphDef graph, int rows) {
    GraphDef.Builder fed = graph.toBuilder();
    for (NodeDef.Builder node : fed.getNodeBuilderList()) {
      if (node.getOp().startsWith("Placeholder")) {
        node.putAttr("shape", ofRows(node.getAttrOrThrow("shape"), rows));
      }
    }
    Map<String, long[]> sizes = new HashMap<>();
    try (Graph inferred = new Graph()) {
      inferred.importGraphDef(fed.build());
      for (NodeDef node : graph.getNodeList()) {
        GraphOperation op = inferred.operationOrThrow(node.getName());
        long[] bytes = new long[op.numOutputs()];
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = bytes(op.output(i));
        }
        sizes.put(node.getName(), bytes);
      }
    }
    return sizes;
  }

  private static AttrValue ofRows(AttrValue shape, int rows) {
    TensorShapeProto.Builder sizes = shape.getShape().toBuilder();
    for (TensorShapeProto.Dim.Builder size : sizes.getDimBuilderList()) {
      if (size.getSize() < 0) {
        size.setSize(rows);
      }
    }
    return shape.toBuilder().setShape(sizes).build();
  }

  private static long bytes(Output<?> output) {
    int element = width(output.dataType());
    long elements = output.shape().isUnknown() ? -1 : output.shape().size();
    return elements < 0 ? UNKNOWN : elements * element;
  }

  /**
   * The bytes of one element.
   *
   * @param type any type
   * @return 0 for handles and strings, which are small whatever they stand for
   */
  public static int width(DataType type) {
    return switch (type) {
      case DT_DOUBLE, DT_INT64, DT_UINT64, DT_COMPLEX64 -> 8;
      case DT_FLOAT, DT_INT32, DT_UINT32 -> 4;
      case DT_BFLOAT16, DT_HALF, DT_INT16, DT_UINT16 -> 2;
      case DT_BOOL, DT_INT8, DT_UINT8 -> 1;
      default -> 0;
    };
  }
}
