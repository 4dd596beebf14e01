package org.keraunos.data.readers;

import java.util.List;

/** What the rows of a listing are. */
public sealed interface Content {
  /**
   * The number of rows.
   *
   * @return rows
   */
  int rows();

  /**
   * Encoded images, not read yet.
   *
   * @param sources where each image lies
   */
  record Images(List<ImageSource> sources) implements Content {
    /**
     * Keeps an unchangeable copy.
     *
     * @param sources where each image lies
     */
    public Images {
      sources = List.copyOf(sources);
    }

    @Override
    public int rows() {
      return sources.size();
    }
  }

  /**
   * Numbers of a table.
   *
   * @param values row after row, finite numbers
   * @param names the names of the columns
   */
  @SuppressWarnings("ArrayRecordComponent") // listings are never compared
  record Features(float[] values, List<String> names) implements Content {
    /**
     * Keeps the values, and an unchangeable copy of the names.
     *
     * @param values row after row
     * @param names the names of the columns
     */
    public Features {
      names = List.copyOf(names);
    }

    @Override
    public int rows() {
      return names.isEmpty() ? 0 : values.length / names.size();
    }
  }

  /**
   * Decoded images of one size.
   *
   * @param values image after image, rows from the top, pixels from the left, channels last,
   *     unsigned bytes
   * @param height the rows of an image
   * @param width the pixels of a row
   * @param channels the channels of a pixel
   */
  @SuppressWarnings("ArrayRecordComponent") // listings are never compared
  record Pixels(byte[] values, int height, int width, int channels) implements Content {
    @Override
    public int rows() {
      return values.length / (height * width * channels);
    }
  }
}
