package org.keraunos.data;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;

/** Reads samples, once and one after the other, into the columns of a data set. */
final class SampleRows {
  private final Shape shape;
  private final boolean ofBytes;
  private final int labels;

  private SampleRows(Shape shape, Sample first) {
    this.shape = shape;
    this.ofBytes = first.bytes() != null;
    this.labels = first.labels().length;
  }

  /** Reads all samples; what is larger than the budget, in bytes, goes to a temporary file. */
  static Dataset read(Iterable<Sample> samples, Shape shape, long budget) {
    Iterator<Sample> iterator = samples.iterator();
    Check.argument(iterator.hasNext(), "samples", "at least one", "none");
    Sample first = present(iterator.next(), 0);
    SampleRows rows = new SampleRows(shape, first);
    // Labels are small beside inputs, except where there are very many.
    try (RowStore inputs = new RowStore(shape, rows.ofBytes ? 1 : Float.BYTES, budget / 2);
        RowStore labels =
            new RowStore(Shape.of(Math.max(1, rows.labels)), Float.BYTES, budget / 2)) {
      rows.add(first, 0, inputs, labels);
      for (int i = 1; iterator.hasNext(); i++) {
        rows.add(present(iterator.next(), i), i, inputs, labels);
      }
      Dataset data = Dataset.of(
          rows.ofBytes
              ? new Feature("images", inputs.bytes(), Scaling.PIXELS)
              : new Feature("images", inputs.floats(), Scaling.NONE));
      return rows.labels == 0 ? data : data.withTarget(new Target("labels", labels.floats()));
    }
  }

  private static Sample present(@Nullable Sample sample, int number) {
    if (sample == null) {
      throw Check.bad(name(number), "a sample", "null");
    }
    return sample;
  }

  private static String name(int number) {
    return "samples[" + number + "]";
  }

  private void add(Sample sample, int number, RowStore inputs, RowStore targets) {
    byte[] bytes = sample.bytes();
    float[] floats = sample.floats();
    if (ofBytes && bytes != null) {
      checkLength(number, bytes.length);
      inputs.add(bytes);
    } else if (!ofBytes && floats != null) {
      checkLength(number, floats.length);
      for (float value : floats) {
        if (!Float.isFinite(value)) {
          throw Check.bad(name(number), "finite numbers", value);
        }
      }
      inputs.add(floats);
    } else {
      throw Check.bad(
          name(number),
          (ofBytes ? "bytes" : "floats") + ", as the first sample has",
          ofBytes ? "floats" : "bytes");
    }
    if (sample.labels().length != labels) {
      throw Check.bad(
          name(number), labels + " labels, as the first sample has", sample.labels().length);
    }
    if (labels > 0) {
      for (float value : sample.labels()) {
        if (Float.isInfinite(value)) {
          throw Check.bad(name(number), "labels of 0 to 1 or NaN (unknown)", value);
        }
      }
      targets.add(sample.labels());
    }
  }

  private void checkLength(int number, int length) {
    if (length != shape.size()) {
      throw Check.bad(name(number), shape.size() + " numbers for shape " + shape, length);
    }
  }
}
