package org.keraunos.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Images and labels as raw bytes: {@code rows x 32 x 32 x 3} and {@code rows x 10}, from the files
 * that {@code bench/run} makes.
 */
public record Data(byte[] images, byte[] labels, int rows) {
  public static final int SIDE = 32;
  public static final int CHANNELS = 3;
  public static final int PIXELS = SIDE * SIDE * CHANNELS;
  public static final int LABELS = 10;

  /** Reads {@code x_<part>.u8} and {@code y_<part>.u8}, at most {@code limit} rows. */
  public static Data read(Path folder, String part, int limit) {
    try {
      var images = Files.readAllBytes(folder.resolve("x_" + part + ".u8"));
      var labels = Files.readAllBytes(folder.resolve("y_" + part + ".u8"));
      int rows = Math.min(images.length / PIXELS, limit);
      if (images.length % PIXELS != 0 || labels.length / LABELS != images.length / PIXELS) {
        throw new IllegalArgumentException(folder + ": " + images.length + " bytes of images, "
            + labels.length + " of labels do not fit together");
      }
      return new Data(
          Arrays.copyOf(images, rows * PIXELS), Arrays.copyOf(labels, rows * LABELS), rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows {@code order[from]} to {@code order[from + count - 1]}. */
  public Data gather(int[] order, int from, int count) {
    var x = new byte[count * PIXELS];
    var y = new byte[count * LABELS];
    for (int i = 0; i < count; i++) {
      System.arraycopy(images, order[from + i] * PIXELS, x, i * PIXELS, PIXELS);
      System.arraycopy(labels, order[from + i] * LABELS, y, i * LABELS, LABELS);
    }
    return new Data(x, y, count);
  }

  /** The rows {@code from} to {@code from + count - 1}. */
  public Data slice(int from, int count) {
    return new Data(
        Arrays.copyOfRange(images, from * PIXELS, (from + count) * PIXELS),
        Arrays.copyOfRange(labels, from * LABELS, (from + count) * LABELS),
        count);
  }

  /**
   * The same rows with the channels first, for frameworks that want them so; made once, outside of
   * what is timed.
   */
  public Data channelsFirst() {
    var turned = new byte[images.length];
    for (int row = 0; row < rows; row++) {
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          turned[row * PIXELS + channel * SIDE * SIDE + pixel] =
              images[row * PIXELS + pixel * CHANNELS + channel];
        }
      }
    }
    return new Data(turned, labels, rows);
  }
}
