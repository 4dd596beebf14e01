package org.keraunos.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.data.readers.Readers;
import org.keraunos.images.ImageDecoder;
import org.keraunos.runtime.RuntimeOptions;

/**
 * Image files as a model's input: decoded and stretched by the graph that training decodes with.
 */
final class PictureReader implements AutoCloseable {
  private static final int AT_ONCE = 64;

  private final Shape input;
  private final ImageDecoder decoder;

  PictureReader(Shape input) {
    Check.argument(
        input.rank() == 3 && List.of(1, 3, 4).contains(input.get(2)),
        "IMAGE",
        "a model whose input is an image of 1, 3 or 4 channels",
        input);
    this.input = input;
    this.decoder =
        new ImageDecoder(input.get(0), input.get(1), input.get(2), RuntimeOptions.PREDICT);
  }

  /**
   * What came of some files.
   *
   * @param pixels of the good ones, image after image, rows from the top, channels last, unsigned
   * @param files the good ones
   * @param problems a line for each of the others
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Pictures(byte[] pixels, List<Path> files, List<String> problems) {}

  /**
   * The files themselves, and the images below those that are folders, in the order of their paths.
   *
   * @throws DataException if a folder holds none
   */
  static List<Path> files(List<Path> given) {
    List<Path> files = new ArrayList<>();
    for (Path each : given) {
      if (Files.isDirectory(each)) {
        files.addAll(Readers.images(each));
      } else {
        files.add(each);
      }
    }
    return files;
  }

  /**
   * Reads files; one that cannot be read costs none of the others.
   *
   * @throws DataException if none can be read
   */
  Pictures read(List<Path> files) {
    Check.argument(
        (long) files.size() * input.size() < Integer.MAX_VALUE - 8,
        "IMAGE",
        "images of at most 2^31 pixels together; --data takes more",
        files.size() + " images of " + input);
    byte[] pixels = new byte[files.size() * input.size()];
    List<Path> good = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int from = 0; from < files.size(); from += AT_ONCE) {
      List<Path> some = new ArrayList<>();
      List<byte[]> encoded = new ArrayList<>();
      for (Path file : files.subList(from, Math.min(files.size(), from + AT_ONCE))) {
        try {
          encoded.add(bytes(file));
          some.add(file);
        } catch (DataException e) {
          problems.add(e.getMessage());
        }
      }
      if (some.isEmpty()) {
        continue;
      }
      ImageDecoder.Decoded decoded = decoder.decode(encoded);
      for (int i = 0; i < some.size(); i++) {
        String problem = decoded.problems().get(i);
        if (problem != null) {
          problems.add(some.get(i) + ": " + problem);
          continue;
        }
        System.arraycopy(
            decoded.pixels(), i * input.size(), pixels, good.size() * input.size(), input.size());
        good.add(some.get(i));
      }
    }
    if (good.isEmpty()) {
      throw new IllegalArgumentException(problems.get(0)
          + (problems.size() == 1
              ? ""
              : " (and " + (problems.size() - 1) + " more, no image left)"));
    }
    return new Pictures(Arrays.copyOf(pixels, good.size() * input.size()), good, problems);
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file, Files.exists(file) ? "is not a file" : "no such file");
    }
    return ImageSource.of(file).read();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
