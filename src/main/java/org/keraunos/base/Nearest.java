package org.keraunos.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What is expected where a name is not known, for messages: all names while they fit a line or two,
 * else how many there are and those that look like the one that came.
 */
public final class Nearest {
  private static final int LISTED = 40;
  private static final int SHOWN = 5;

  private Nearest() {}

  /**
   * Says what is expected.
   *
   * @param known all names, in the order to list them in
   * @param received the name that is none of them
   * @return {@code one of a, b, c}, or {@code one of the 158 that are known, the nearest conv2d_1}
   */
  public static String oneOf(Collection<String> known, String received) {
    if (known.size() <= LISTED) {
      return "one of " + String.join(", ", known);
    }
    String wanted = plain(received);
    int far = Math.max(1, wanted.length() / 2);
    List<String> near = known.stream()
        .filter(name -> distance(plain(name), wanted) <= far)
        .sorted(Comparator.comparingInt(name -> distance(plain(name), wanted)))
        .limit(SHOWN)
        .toList();
    return "one of the " + known.size() + " that are known"
        + (near.isEmpty() ? "" : ", the nearest " + String.join(", ", near));
  }

  /** Without case and without what stands before the name itself, a module or a package. */
  private static String plain(String name) {
    int start = Math.max(name.lastIndexOf('.'), name.lastIndexOf('>')) + 1;
    return name.substring(start).toLowerCase(Locale.ROOT);
  }

  /** How many characters are to be changed, added or left out (Levenshtein, 1965). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
