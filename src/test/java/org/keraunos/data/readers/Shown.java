package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Listings as short texts, for tests. */
final class Shown {
  private Shown() {}

  static Path fixture(String name) {
    return Path.of("src/test/resources/org/keraunos/data/readers", name);
  }

  /** A row of 0, 1 and ? for each row. */
  static List<String> labels(Listing listing) {
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < listing.rows(); row++) {
      StringBuilder cells = new StringBuilder();
      for (int label = 0; label < listing.labels().labels(); label++) {
        byte cell = listing.labels().get(row, label);
        cells.append(cell < 0 ? "?" : String.valueOf(cell));
      }
      rows.add(cells.toString());
    }
    return rows;
  }

  static List<String> names(Listing listing) {
    return ((Content.Images) listing.content())
        .sources().stream().map(s -> String.valueOf(s.file().getFileName())).toList();
  }

  /** The problems without their files. */
  static List<String> problems(Listing listing) {
    return listing.problems().stream()
        .map(p -> (p.position().isEmpty() ? "" : p.position() + ": ") + p.what())
        .toList();
  }

  static float[] features(Listing listing) {
    return ((Content.Features) listing.content()).values();
  }

  /** The features as a list, which compares by what it holds. */
  static List<Float> numbers(Listing listing) {
    List<Float> numbers = new ArrayList<>();
    for (float value : features(listing)) {
      numbers.add(value);
    }
    return numbers;
  }

  static List<String> columns(Listing listing) {
    return ((Content.Features) listing.content()).names();
  }
}
