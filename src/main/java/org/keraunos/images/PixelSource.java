package org.keraunos.images;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.keraunos.base.DataException;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.ImageSource;

/** An image that is pixels already, as a PNG, so that it can be resized as all others are. */
record PixelSource(Content.Pixels pixels, Path file, int row) implements ImageSource {
  static List<ImageSource> of(Content.Pixels pixels, Path file) {
    return IntStream.range(0, pixels.rows())
        .<ImageSource>mapToObj(row -> new PixelSource(pixels, file, row))
        .toList();
  }

  @Override
  public String position() {
    return "image " + row;
  }

  @Override
  public byte[] read() {
    try {
      return PngTranscoder.toPng(pixels, row);
    } catch (BadImageException e) {
      throw new DataException(file, position(), String.valueOf(e.getMessage()));
    }
  }
}
