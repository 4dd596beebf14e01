package org.keraunos.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.base.Shape;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.images.ImageDecoder;
import org.keraunos.runtime.RuntimeOptions;

/** Image files as a model's input: decoded and stretched by the graph that training decodes with. */
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

  /** Image after image, rows from the top, pixels from the left, channels last, unsigned. */
  byte[] read(List<Path> files) {
    byte[] pixels = new byte[Math.multiplyExact(files.size(), input.size())];
    for (int from = 0; from < files.size(); from += AT_ONCE) {
      List<Path> some = files.subList(from, Math.min(files.size(), from + AT_ONCE));
      ImageDecoder.Decoded decoded =
          decoder.decode(some.stream().map(PictureReader::bytes).toList());
      for (int i = 0; i < some.size(); i++) {
        String problem = decoded.problems().get(i);
        if (problem != null) {
          throw new DataException(some.get(i), problem);
        }
      }
      System.arraycopy(decoded.pixels(), 0, pixels, from * input.size(), decoded.pixels().length);
    }
    return pixels;
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
