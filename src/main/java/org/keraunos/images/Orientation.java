package org.keraunos.images;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import org.jspecify.annotations.Nullable;

/** The EXIF orientation of an image, 1 (as stored) to 8. */
final class Orientation {
  static final int AS_STORED = 1;

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
}
