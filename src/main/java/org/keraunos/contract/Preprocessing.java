package org.keraunos.contract;

import java.util.List;
import java.util.Optional;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.data.ByteColumn;
import org.keraunos.data.FloatColumn;
import org.keraunos.data.Scaling;

/**
 * What turns stored numbers into what the network sees: channels in an order, then {@code (stored -
 * subtrahend) / divisor}.
 *
 * @param order the order of the colours that the network sees
 * @param subtrahend one number, or one a channel
 * @param divisor one number, or one a channel; none is 0
 */
public record Preprocessing(ChannelOrder order, List<Float> subtrahend, List<Float> divisor) {
  /** Pixels as they are, 0 to 255: for networks whose first layers scale them. */
  public static final Preprocessing NONE =
      new Preprocessing(ChannelOrder.RGB, List.of(0f), List.of(1f));

  /** Pixels to 0 to 1. */
  public static final Preprocessing PIXELS =
      new Preprocessing(ChannelOrder.RGB, List.of(0f), List.of(255f));

  /** Pixels to -1 to 1: mode {@code tf} of {@code keras.applications}. */
  public static final Preprocessing TF =
      new Preprocessing(ChannelOrder.RGB, List.of(127.5f), List.of(127.5f));

  /**
   * Pixels to mean 0 and deviation 1 of each of ImageNet's channels: mode {@code torch} of
   * {@code keras.applications}.
   */
  public static final Preprocessing TORCH = new Preprocessing(
      ChannelOrder.RGB,
      List.of(255 * 0.485f, 255 * 0.456f, 255 * 0.406f),
      List.of(255 * 0.229f, 255 * 0.224f, 255 * 0.225f));

  /**
   * Blue, green, red, each less its mean in ImageNet: mode {@code caffe} of
   * {@code keras.applications}.
   */
  public static final Preprocessing CAFFE =
      new Preprocessing(ChannelOrder.BGR, List.of(103.939f, 116.779f, 123.68f), List.of(1f));

  /**
   * Checks the numbers.
   *
   * @param order the order of the colours
   * @param subtrahend one number, or one a channel
   * @param divisor one number, or one a channel
   * @throws IllegalArgumentException if there is no number, one is not finite or a divisor is 0
   */
  public Preprocessing {
    Check.argument(
        !subtrahend.isEmpty() && subtrahend.stream().allMatch(Float::isFinite),
        "subtrahend",
        "finite numbers",
        subtrahend);
    Check.argument(
        !divisor.isEmpty() && divisor.stream().allMatch(each -> Float.isFinite(each) && each != 0),
        "divisor",
        "finite numbers that are not 0",
        divisor);
    subtrahend = List.copyOf(subtrahend);
    divisor = List.copyOf(divisor);
  }

  /**
   * The same for all channels.
   *
   * @param scaling offset and scale
   * @return the preprocessing
   */
  public static Preprocessing of(Scaling scaling) {
    return new Preprocessing(ChannelOrder.RGB, List.of(scaling.offset()), List.of(scaling.scale()));
  }

  /**
   * By the names that command lines use.
   *
   * @param name {@code none}, {@code 255}, or a mode of {@code keras.applications}: {@code tf},
   *     {@code torch}, {@code caffe}
   * @return the preprocessing
   * @throws IllegalArgumentException if it is another name
   */
  public static Preprocessing named(String name) {
    return switch (name) {
      case "none" -> NONE;
      case "255" -> PIXELS;
      case "tf" -> TF;
      case "torch" -> TORCH;
      case "caffe" -> CAFFE;
      default -> throw Check.bad("preprocessing", "none, 255, tf, torch or caffe", name);
    };
  }

  /**
   * Stored bytes as the network sees them.
   *
   * @param stored numbers of 0 to 255, pixel by pixel, red first
   * @param channels how many of them are a pixel, at least 1
   * @return {@code (stored - subtrahend) / divisor}, channels in this order
   * @throws IllegalArgumentException if the bytes are no whole pixels, or the channels are not as
   *     many as this knows
   */
  public float[] apply(byte[] stored, int channels) {
    Check.argument(
        channels >= 1 && stored.length % channels == 0,
        "pixels",
        "whole pixels of " + channels + " channels",
        stored.length + " bytes");
    float[] seen = new float[stored.length];
    look(table(channels), stored, seen, 0);
    return seen;
  }

  /**
   * A column of images as the network sees them.
   *
   * @param stored images of bytes, red first; channels are the last axis
   * @return a column over the same rows, which reads through
   * @throws IllegalArgumentException if the channels are not as many as this knows
   */
  public FloatColumn apply(ByteColumn stored) {
    float[][] table = table(stored.shape().get(-1));
    return new FloatColumn() {
      @Override
      public int rows() {
        return stored.rows();
      }

      @Override
      public Shape shape() {
        return stored.shape();
      }

      @Override
      public void read(int row, float[] into, int offset) {
        byte[] bytes = new byte[stored.shape().size()];
        stored.read(row, bytes, 0);
        look(table, bytes, into, offset);
      }
    };
  }

  /** What each value of a byte is, channel by channel. */
  private float[][] table(int channels) {
    for (int known : new int[] {subtrahend.size(), divisor.size()}) {
      Check.argument(known == 1 || known == channels, "channels", known + " for " + this, channels);
    }
    float[][] table = new float[channels][256];
    for (int channel = 0; channel < channels; channel++) {
      float less = subtrahend.get(subtrahend.size() == 1 ? 0 : channel);
      float by = divisor.get(divisor.size() == 1 ? 0 : channel);
      for (int value = 0; value < 256; value++) {
        table[channel][value] = (value - less) / by;
      }
    }
    return table;
  }

  private void look(float[][] table, byte[] stored, float[] into, int offset) {
    int channels = table.length;
    for (int i = 0; i < stored.length; i += channels) {
      for (int channel = 0; channel < channels; channel++) {
        int from = order == ChannelOrder.BGR ? channels - 1 - channel : channel;
        into[offset + i + channel] = table[channel][stored[i + from] & 0xFF];
      }
    }
  }

  /** {@return the least number that a byte becomes, in any channel} */
  public float low() {
    return Math.min(end(0, -1), end(255, -1));
  }

  /** {@return the largest number that a byte becomes, in any channel} */
  public float high() {
    return Math.max(end(0, 1), end(255, 1));
  }

  /** What a byte becomes, the largest of all channels or, of the other sign, the least. */
  private float end(float stored, int sign) {
    float end = Float.NEGATIVE_INFINITY;
    for (int channel = 0; channel < Math.max(subtrahend.size(), divisor.size()); channel++) {
      float less = subtrahend.get(subtrahend.size() == 1 ? 0 : channel);
      float by = divisor.get(divisor.size() == 1 ? 0 : channel);
      end = Math.max(end, sign * (stored - less) / by);
    }
    return sign * end;
  }

  /** {@return offset and scale, if they are the same for all channels and these stay in order} */
  public Optional<Scaling> uniform() {
    boolean same = order == ChannelOrder.RGB
        && subtrahend.stream().distinct().count() == 1
        && divisor.stream().distinct().count() == 1;
    return same ? Optional.of(new Scaling(divisor.get(0), subtrahend.get(0))) : Optional.empty();
  }

  @Override
  public String toString() {
    String channels = order == ChannelOrder.RGB ? "" : order + ", ";
    return channels + "(stored - " + one(subtrahend) + ") / " + one(divisor);
  }

  private static Object one(List<Float> numbers) {
    return numbers.size() == 1 ? numbers.get(0) : numbers;
  }
}
