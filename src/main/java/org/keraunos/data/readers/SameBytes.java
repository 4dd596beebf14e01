package org.keraunos.data.readers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.keraunos.base.DataException;

/** Finds pictures that were copied into the folders of several labels: files of the same bytes. */
final class SameBytes {
  private static final int START = 1 << 14;

  private SameBytes() {}

  /**
   * A key for each picture, the same where the same bytes lie in folders of different labels of one
   * part. Copies in one folder alone stay what they are: two rows. Only files of equal length are
   * read.
   */
  static List<String> keys(List<ImageSource> sources, List<String> labels, List<Part> parts) {
    Map<String, List<Integer>> bySize = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      bySize
          .computeIfAbsent(parts.get(i) + " " + size(sources.get(i).file()), k -> new ArrayList<>())
          .add(i);
    }
    List<String> keys = new ArrayList<>(Repeats.keys(sources));
    for (Map.Entry<String, List<Integer>> equal : bySize.entrySet()) {
      for (List<Integer> alike : groups(equal.getValue(), labels, row -> start(sources, row))) {
        for (List<Integer> same :
            groups(alike, labels, row -> hash(sources.get(row).read()))) {
          String key = keys.get(same.get(0));
          same.forEach(row -> keys.set(row, key));
        }
      }
    }
    return keys;
  }

  /** The rows with the same key, of several labels each. */
  private static List<List<Integer>> groups(
      List<Integer> rows, List<String> labels, IntFunction<String> key) {
    if (!inSeveral(rows, labels)) {
      return List.of();
    }
    Map<String, List<Integer>> byKey = new LinkedHashMap<>();
    rows.forEach(
        row -> byKey.computeIfAbsent(key.apply(row), k -> new ArrayList<>()).add(row));
    return byKey.values().stream().filter(same -> inSeveral(same, labels)).toList();
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

  /**
   * The first bytes, which tell most pictures of equal length apart without reading all of them.
   */
  private static String start(List<ImageSource> sources, int row) {
    Path file = sources.get(row).file();
    try (InputStream in = Files.newInputStream(file)) {
      return hash(in.readNBytes(START));
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + Folders.why(e), e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
