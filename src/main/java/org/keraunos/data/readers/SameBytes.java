package org.keraunos.data.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.DataException;

/** Finds pictures that were copied into the folders of several labels: files of the same bytes. */
final class SameBytes {
  private SameBytes() {}

  /**
   * A key for each picture, the same where the same bytes lie in folders of different labels of one part. Copies in one
   * folder alone stay what they are: two rows. Only files of equal length are read.
   */
  static List<String> keys(List<ImageSource> sources, List<String> labels, List<Part> parts) {
    Map<String, List<Integer>> bySize = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      bySize
          .computeIfAbsent(parts.get(i) + " " + size(sources.get(i).file()), k -> new ArrayList<>())
          .add(i);
    }
    List<String> keys = new ArrayList<>(Repeats.keys(sources));
    bySize.forEach((key, rows) -> {
      if (inSeveral(rows, labels)) {
        Map<String, List<Integer>> byHash = new HashMap<>();
        for (int row : rows) {
          byHash.computeIfAbsent(hash(sources.get(row)), h -> new ArrayList<>()).add(row);
        }
        byHash.forEach((hash, same) -> {
          if (inSeveral(same, labels)) {
            same.forEach(row -> keys.set(row, key + " " + hash));
          }
        });
      }
    });
    return keys;
  }

  private static boolean inSeveral(List<Integer> rows, List<String> labels) {
    Set<String> found = new HashSet<>();
    rows.forEach(row -> found.add(labels.get(row)));
    return found.size() > 1;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + Folders.why(e), e);
    }
  }

  private static String hash(ImageSource source) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source.read()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
