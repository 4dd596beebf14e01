package org.keraunos.data;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/** The rows of several data sets one behind the other, without copying them. */
final class JoinedRows {
  /** Where each data set's rows start, and where the last one's end. */
  private final int[] starts;

  private JoinedRows(List<Dataset> parts) {
    starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      starts[i + 1] = Math.addExact(starts[i], parts.get(i).size());
    }
  }

  static Dataset of(List<Dataset> parts) {
    Check.argument(!parts.isEmpty(), "parts", "at least one data set", "none");
    Dataset first = parts.get(0);
    JoinedRows rows = new JoinedRows(parts);
    List<Feature> inputs = new ArrayList<>();
    for (int i = 0; i < first.inputs().size(); i++) {
      int place = i;
      Feature feature = first.inputs().get(i);
      for (Dataset part : parts) {
        boolean same = part.inputs().size() == first.inputs().size()
            && part.inputs().get(i).scaling().equals(feature.scaling())
            && part.inputs().get(i).columns().equals(feature.columns());
        Check.argument(same, "parts", "the inputs, columns and scaling of " + first, part);
      }
      Column column = rows.join(parts, part -> part.inputs().get(place).column());
      inputs.add(new Feature(feature.name(), column, feature.scaling(), feature.columns()));
    }
    Dataset joined = Dataset.of(inputs.toArray(Feature[]::new));
    for (int i = 0; i < first.targets().size(); i++) {
      int place = i;
      for (Dataset part : parts) {
        Check.argument(
            part.targets().size() == first.targets().size(),
            "parts",
            "the targets of " + first,
            part);
      }
      Column column = rows.join(parts, part -> part.targets().get(place).column());
      joined = joined.withTarget(new Target(first.targets().get(i).name(), (FloatColumn) column));
    }
    checkLabels(parts);
    return first.hasLabelNames() ? joined.withLabelNames(first.labelNames()) : joined;
  }

  private static void checkLabels(List<Dataset> parts) {
    Dataset first = parts.get(0);
    for (Dataset part : parts) {
      Check.argument(
          part.hasLabelNames() == first.hasLabelNames()
              && (!part.hasLabelNames() || part.labelNames().equals(first.labelNames())),
          "parts",
          "the label names of the first"
              + (first.hasLabelNames() ? ", " + first.labelNames().names() : ", none"),
          part.hasLabelNames() ? part.labelNames().names() : "none");
      Check.argument(
          part.sampleWeight() == null
              && part.targets().stream().allMatch(target -> target.sampleWeight() == null),
          "parts",
          "no row weights (withSampleWeight of the whole gives them)",
          "some");
    }
  }

  private Column join(List<Dataset> parts, Function<Dataset, Column> which) {
    List<Column> columns = parts.stream().map(which).toList();
    Column first = columns.get(0);
    for (Column column : columns) {
      Check.argument(
          column.shape().equals(first.shape()) && column.holdsBytes() == first.holdsBytes(),
          "parts",
          "rows of one shape and type, " + first.shape(),
          column.shape());
    }
    return first instanceof ByteColumn
        ? bytes(columns.stream().map(ByteColumn.class::cast).toList(), first.shape())
        : floats(columns.stream().map(FloatColumn.class::cast).toList(), first.shape());
  }

  private int partOf(int row) {
    int part = 0;
    while (row >= starts[part + 1]) {
      part++;
    }
    return part;
  }

  private ByteColumn bytes(List<ByteColumn> columns, Shape shape) {
    return new ByteColumn() {
      @Override
      public int rows() {
        return starts[columns.size()];
      }

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public void read(int row, byte[] into, int offset) {
        int part = partOf(row);
        columns.get(part).read(row - starts[part], into, offset);
      }
    };
  }

  private FloatColumn floats(List<FloatColumn> columns, Shape shape) {
    return new FloatColumn() {
      @Override
      public int rows() {
        return starts[columns.size()];
      }

      @Override
      public Shape shape() {
        return shape;
      }

      @Override
      public void read(int row, float[] into, int offset) {
        int part = partOf(row);
        columns.get(part).read(row - starts[part], into, offset);
      }
    };
  }
}
