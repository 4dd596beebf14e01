package org.keraunos.saving;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many ops the graph of a SavedModel has, found without reading its weights. A session decides
 * before it sees the graph whether TensorFlow may rewrite that: for networks of convolutions it
 * pays, for the many thousand small ops of an unrolled sequence it takes seconds and brings nothing
 * (500 steps of an LSTM: 6.6 s for the first run, 0.3 s without; later runs are the same).
 */
final class GraphSize {
  /** Smaller graphs are rewritten in no time. */
  private static final int LARGE = 2_000;

  /** SavedModel.meta_graphs, MetaGraphDef.graph_def, GraphDef.node, NodeDef.op. */
  private static final int[] FIELDS = {2, 2, 1, 2};

  private int ops;
  private int convolutions;

  private GraphSize() {}

  /** The size; 0 where the file is none that can be read, which TensorFlow will say. */
  static GraphSize of(Path file) {
    GraphSize size = new GraphSize();
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      CodedInputStream coded = CodedInputStream.newInstance(in);
      coded.setSizeLimit(Integer.MAX_VALUE);
      size.read(coded, 0);
      return size;
    } catch (IOException e) {
      return new GraphSize();
    }
  }

  private void read(CodedInputStream coded, int depth) throws IOException {
    for (int tag = coded.readTag(); tag != 0; tag = coded.readTag()) {
      boolean wanted = WireFormat.getTagFieldNumber(tag) == FIELDS[depth]
          && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (!wanted) {
        coded.skipField(tag);
      } else if (depth < FIELDS.length - 1) {
        int before = coded.pushLimit(coded.readRawVarint32());
        read(coded, depth + 1);
        coded.popLimit(before);
      } else {
        ops++;
        convolutions += coded.readString().contains("Conv") ? 1 : 0;
      }
    }
  }

  int ops() {
    return ops;
  }

  /** Whether most of it is the steps of a sequence. */
  boolean isUnrolled() {
    return ops > LARGE && convolutions < ops / 100;
  }
}
