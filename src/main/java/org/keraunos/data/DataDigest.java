package org.keraunos.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A number that two data sets share only if they hold the same: SHA-256 over everything. */
final class DataDigest {
  private static final int CHUNK_BYTES = 1 << 18;

  private final MessageDigest digest;

  private DataDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  static String of(Dataset data) {
    DataDigest sum = new DataDigest();
    for (Feature input : data.inputs()) {
      sum.text("input " + input.name() + " " + input.scaling() + " " + input.columns());
      sum.column(input.column());
    }
    for (Target target : data.targets()) {
      sum.text("target " + target.name());
      sum.column(target.column());
      sum.column(target.sampleWeight());
    }
    sum.column(data.sampleWeight());
    sum.text(data.hasLabelNames() ? data.labelNames().names().toString() : "");
    return "sha256:" + HexFormat.of().formatHex(sum.digest.digest());
  }

  private void text(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private void column(@Nullable Column column) {
    if (column == null) {
      text("none");
      return;
    }
    boolean bytes = column.holdsBytes();
    text((bytes ? "bytes " : "floats ") + Arrays.toString(column.shape().toArray()) + " x "
        + column.rows());
    int width = column.shape().size();
    int together = Math.max(1, CHUNK_BYTES / Math.max(1, width));
    byte[] some = new byte[bytes ? together * width : 0];
    float[] numbers = new float[bytes ? 0 : together * width];
    ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * numbers.length);
    raw.order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < column.rows(); from += together) {
      int count = Math.min(together, column.rows() - from);
      for (int i = 0; i < count; i++) {
        if (column instanceof ByteColumn plain) {
          plain.read(from + i, some, i * width);
        } else {
          column.readFloats(from + i, numbers, i * width);
        }
      }
      if (bytes) {
        digest.update(some, 0, count * width);
      } else {
        raw.asFloatBuffer().put(numbers, 0, count * width);
        digest.update(raw.array(), 0, Float.BYTES * count * width);
      }
    }
  }
}
