package org.keraunos.images;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.Feeds;
import org.keraunos.runtime.Fetched;
import org.keraunos.runtime.GraphSession;
import org.keraunos.runtime.RuntimeOptions;
import org.tensorflow.Operand;
import org.tensorflow.exceptions.TFResourceExhaustedException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/**
 * Decodes images and resizes them to one size, with {@link DecodeGraph}: JPEG (also CMYK), PNG
 * (also 16 bits), GIF (first frame), BMP and WebP; the EXIF orientation is honoured, alpha is
 * dropped unless 4 channels are asked for, gray becomes three equal channels or stays one. A broken
 * image costs no other one. Safe for many threads at once.
 */
public final class ImageDecoder implements AutoCloseable {
  /**
   * An image that claims more pixels is refused before it is decoded: 100 megapixels are 300 MB.
   */
  public static final long MAX_PIXELS = 100_000_000;

  private final Shape image;
  private final GraphSession session;
  private final Plane direct;
  private final Plane rgb;

  /** Where images of a number of channels go in and come out. */
  private record Plane(
      Operand<TString> encoded, Operand<TInt32> lying, Operand<TUint8> pixels, Shape image) {}

  /**
   * What became of a batch.
   *
   * @param pixels image after image, row-major (height, width, channels); zeros where an image is
   *     broken
   * @param problems for each image what is wrong with it, null if nothing is
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Decoded(byte[] pixels, List<@Nullable String> problems) {}

  /**
   * A decoder.
   *
   * @param height the rows of the result, at least 1
   * @param width the pixels of a row, at least 1
   * @param channels 1 (gray), 3 (RGB) or 4 (RGB and alpha, 255 where an image has none)
   * @param options how TensorFlow runs; a process's first session fixes the number of threads
   * @throws IllegalArgumentException if one is out of range
   */
  public ImageDecoder(int height, int width, int channels, RuntimeOptions options) {
    this.image = size(height, width, channels);
    this.session = new GraphSession(options);
    this.direct = plane(channels);
    // TensorFlow adds no alpha to a JPEG and makes no gray of CMYK and GIF.
    this.rgb = channels == 3 ? direct : plane(3);
  }

  /** The shape of an image, its numbers checked. */
  static Shape size(int height, int width, int channels) {
    Check.argument(height >= 1 && height <= 16384, "height", "1 to 16384", height);
    Check.argument(width >= 1 && width <= 16384, "width", "1 to 16384", width);
    Check.argument(
        channels == 1 || channels == 3 || channels == 4, "channels", "1, 3 or 4", channels);
    return Shape.of(height, width, channels);
  }

  private Plane plane(int channels) {
    Ops tf = session.ops().withSubScope("decode" + channels);
    org.tensorflow.ndarray.Shape vector =
        org.tensorflow.ndarray.Shape.of(org.tensorflow.ndarray.Shape.UNKNOWN_SIZE);
    Placeholder<TString> encoded =
        tf.withName("encoded").placeholder(TString.class, Placeholder.shape(vector));
    Placeholder<TInt32> lying =
        tf.withName("lying").placeholder(TInt32.class, Placeholder.shape(vector));
    Shape decoded = image.with(2, channels);
    return new Plane(encoded, lying, DecodeGraph.emit(tf, encoded, lying, decoded), decoded);
  }

  /**
   * Decodes images.
   *
   * @param images encoded
   * @return pixels and problems, one for each
   * @throws IllegalStateException if this is closed
   */
  public Decoded decode(List<byte[]> images) {
    byte[] pixels = new byte[Math.multiplyExact(images.size(), image.size())];
    @Nullable String[] problems = new @Nullable String[images.size()];
    Rows directly = new Rows(direct, pixels, problems);
    Rows throughRgb = new Rows(rgb, pixels, problems);
    for (int i = 0; i < images.size(); i++) {
      try {
        EncodedImage checked = EncodedImage.of(images.get(i), image.get(2));
        (checked.throughRgb() ? throughRgb : directly).add(i, checked);
      } catch (BadImageException e) {
        problems[i] = e.getMessage();
      }
    }
    directly.run(0, directly.images.size());
    throughRgb.run(0, throughRgb.images.size());
    return new Decoded(pixels, Arrays.asList(problems));
  }

  /** The shape of a decoded image. */
  Shape image() {
    return image;
  }

  /** Some images of a batch that go through the same plane. */
  private final class Rows {
    private final Plane plane;
    private final byte[] pixels;
    private final @Nullable String[] problems;
    private final List<Integer> places = new ArrayList<>();
    private final List<EncodedImage> images = new ArrayList<>();

    Rows(Plane plane, byte[] pixels, @Nullable String[] problems) {
      this.plane = plane;
      this.pixels = pixels;
      this.problems = problems;
    }

    void add(int place, EncodedImage checked) {
      places.add(place);
      images.add(checked);
    }

    /** Runs a range; when that fails its halves, down to the image that is broken. */
    void run(int from, int to) {
      if (from == to) {
        return;
      }
      try {
        decode(images.subList(from, to), from);
      } catch (TFResourceExhaustedException e) {
        throw e; // the machine's memory is short, which says nothing of the image
      } catch (TensorFlowException | IllegalArgumentException | UnsupportedOperationException e) {
        // TensorFlow's INVALID_ARGUMENT and UNIMPLEMENTED are no TensorFlowExceptions
        if (to - from == 1) {
          problems[places.get(from)] = "cannot be decoded: " + firstLine(e);
        } else {
          int half = (from + to) >>> 1;
          run(from, half);
          run(half, to);
        }
      }
    }

    private void decode(List<EncodedImage> some, int from) {
      int width = plane.image().size();
      byte[] flat = new byte[Math.multiplyExact(some.size(), width)];
      try (Feeds feeds = new Feeds()) {
        feeds.strings(plane.encoded(), some.stream().map(EncodedImage::bytes).toList());
        feeds.ints(
            plane.lying(),
            some.stream()
                .mapToInt(each -> Orientation.isLying(each.orientation()) ? 1 : 0)
                .toArray());
        try (Fetched fetched = session.run(feeds, List.of(plane.pixels()))) {
          fetched.read(0, flat, 0);
        }
      }
      for (int i = 0; i < some.size(); i++) {
        int orientation = some.get(i).orientation();
        int to = places.get(from + i) * image.size();
        if (orientation == Orientation.AS_STORED) {
          put(flat, i * width, to);
        } else {
          put(Orientation.upright(flat, i * width, orientation, plane.image()), 0, to);
        }
      }
    }

    private void put(byte[] decoded, int from, int to) {
      if (plane.image().equals(image)) {
        System.arraycopy(decoded, from, pixels, to, image.size());
      } else {
        convert(decoded, from, to);
      }
    }

    private void convert(byte[] colours, int from, int to) {
      int channels = image.get(2);
      for (int pixel = 0; pixel < image.size() / channels; pixel++) {
        int in = from + 3 * pixel;
        int out = to + channels * pixel;
        if (channels == 4) {
          System.arraycopy(colours, in, pixels, out, 3);
          pixels[out + 3] = (byte) 255;
        } else {
          pixels[out] = luma(colours[in] & 0xFF, colours[in + 1] & 0xFF, colours[in + 2] & 0xFF);
        }
      }
    }
  }

  /** ITU-R BT.601, as JPEG has it. */
  private static byte luma(int red, int green, int blue) {
    return (byte) Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }

  /** What TensorFlow says, without the names of nodes behind it. */
  private static String firstLine(RuntimeException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    String plain = message.replaceAll("\\{\\{.*?}}|\\[\\[.*", "").strip();
    return plain.length() > 200 ? plain.substring(0, 200) + "..." : plain;
  }

  /** Frees native memory; a second call does nothing. */
  @Override
  public void close() {
    session.close();
  }
}
