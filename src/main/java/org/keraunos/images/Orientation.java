package org.keraunos.images;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;

/** The EXIF orientation of an image, 1 (as stored) to 8, and what follows from it. */
final class Orientation {
  static final int AS_STORED = 1;

  /**
   * For each orientation from 0 (as 1) to 8, whether the order of the rows is turned round, after a
   * transposition.
   */
  private static final boolean[] ROWS_TURNED = {
    false, false, false, true, true, false, false, true, true
  };

  /** Whether the order of the columns is turned round, after a transposition. */
  private static final boolean[] COLUMNS_TURNED = {
    false, false, true, true, false, false, true, true, false
  };

  private Orientation() {}

  static int of(byte @Nullable [] exif) {
    if (exif == null) {
      return AS_STORED;
    }
    Metadata metadata = new Metadata();
    try {
      new ExifReader().extract(new ByteArrayReader(exif), metadata);
    } catch (RuntimeException e) {
      // A broken note of the camera does not make the picture unusable; what was read before it
      // counts.
      metadata.getDirectoryCount();
    }
    ExifIFD0Directory first = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer orientation =
        first == null ? null : first.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    return orientation == null || orientation < 1 || orientation > 8 ? AS_STORED : orientation;
  }

  /** Whether the image is stored with height and width changed. */
  static boolean isLying(int orientation) {
    return orientation >= 5;
  }

  /**
   * An image the right way up.
   *
   * @param stored holds the image as it is stored
   * @param from the place of its first byte
   * @param image the shape that it has when it is upright
   */
  static byte[] upright(byte[] stored, int from, int orientation, Shape image) {
    int height = image.get(0);
    int width = image.get(1);
    int channels = image.get(2);
    byte[] upright = new byte[image.size()];
    for (int y = 0; y < height; y++) {
      int row = ROWS_TURNED[orientation] ? height - 1 - y : y;
      for (int x = 0; x < width; x++) {
        int column = COLUMNS_TURNED[orientation] ? width - 1 - x : x;
        int pixel = isLying(orientation) ? column * height + row : row * width + column;
        System.arraycopy(
            stored, from + pixel * channels, upright, (y * width + x) * channels, channels);
      }
    }
    return upright;
  }
}
