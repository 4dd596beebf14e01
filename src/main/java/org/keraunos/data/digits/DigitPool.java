package org.keraunos.data.digits;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The scanned digits, by part and class: the test part of the UCI optical digits (Alpaydin and
 * Kaynak 1998, CC BY 4.0, https://doi.org/10.24432/C50P49). Every fifth of a class is for testing.
 */
final class DigitPool {
  /** Side of a scan. */
  static final int SIDE = 8;

  /**
   * Side of a scan with one pixel of paper around it, so that interpolation needs no border checks.
   */
  static final int PADDED = SIDE + 2;

  private static final String RESOURCE = "optdigits.csv.gz";
  private static final int ROWS = 1797;

  private final byte[][][] train = new byte[10][][];
  private final byte[][][] test = new byte[10][][];

  private DigitPool(byte[] csv) {
    byte[][] scans = new byte[ROWS][PADDED * PADDED];
    int[] digits = new int[ROWS];
    parse(csv, scans, digits);
    for (int digit = 0; digit < 10; digit++) {
      int count = 0;
      for (int d : digits) {
        count += d == digit ? 1 : 0;
      }
      train[digit] = new byte[count - count / 5][];
      test[digit] = new byte[count / 5][];
    }
    int[] seen = new int[10];
    for (int row = 0; row < ROWS; row++) {
      int k = seen[digits[row]]++;
      if (k % 5 == 4) {
        test[digits[row]][k / 5] = scans[row];
      } else {
        train[digits[row]][k - k / 5] = scans[row];
      }
    }
  }

  /** The scans of each class, padded, in the order of the file. */
  byte[][][] part(boolean training) {
    return training ? train : test;
  }

  static DigitPool get() {
    return Holder.POOL;
  }

  /** Loaded when scenes are first made. */
  private static final class Holder {
    static final DigitPool POOL = load();
  }

  private static DigitPool load() {
    try (InputStream in = DigitPool.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            "the scanned digits (" + RESOURCE + ") are not in the jar: build it with Maven");
      }
      byte[] packed = in.readAllBytes();
      try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed), 1 << 16)) {
        return new DigitPool(unpacked.readAllBytes());
      }
    } catch (IOException e) {
      throw new IllegalStateException("the scanned digits (" + RESOURCE + ") cannot be read", e);
    }
  }

  /**
   * Columns p0 to p63, digit, index; the file is part of the jar and is checked by a test, so this
   * parses no more than it needs.
   */
  private static void parse(byte[] csv, byte[][] scans, int[] digits) {
    int at = 0;
    while (csv[at] != '\n') {
      at++; // the header
    }
    at++;
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column <= SIDE * SIDE + 1; column++) {
        int value = 0;
        for (; csv[at] >= '0'; at++) {
          value = value * 10 + csv[at] - '0';
        }
        while (at < csv.length && csv[at] < '0') {
          at++;
        }
        if (column < SIDE * SIDE) {
          scans[row][(column / SIDE + 1) * PADDED + column % SIDE + 1] = (byte) value;
        } else if (column == SIDE * SIDE) {
          digits[row] = value;
        }
      }
    }
  }
}
