package org.keraunos.layers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.Codec;
import org.keraunos.base.Codecs;
import org.keraunos.base.Setting;

/**
 * Rows and columns at the edges of a picture: how many are cut off, or put around.
 *
 * @param top rows above
 * @param bottom rows below
 * @param left columns before
 * @param right columns behind
 */
record Edges(int top, int bottom, int left, int right) {
  private static final String FORM =
      "an integer, two of them (height, width), or two pairs ((top, bottom), (left, right))";

  /** The setting that holds them, none of them below 0. */
  static Setting<Edges> setting(String key) {
    Codec<Edges> codec = Codecs.of(
        FORM,
        Edges::read,
        (edges, form) ->
            List.of(List.of(edges.top, edges.bottom), List.of(edges.left, edges.right)));
    return Setting.of(key, codec)
        .must(
            edges ->
                Math.min(Math.min(edges.top, edges.bottom), Math.min(edges.left, edges.right)) >= 0,
            "sizes >= 0");
  }

  private static Edges read(@Nullable Object value, String where) {
    List<Integer> both = new ArrayList<>();
    List<?> axes =
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value, value);
    for (Object axis : axes) {
      List<?> pair =
          axis instanceof List<?> two ? two : axis == null ? List.of() : List.of(axis, axis);
      for (Object each : pair) {
        if (pair.size() == 2 && each instanceof Integer size) {
          both.add(size);
        }
      }
    }
    Check.argument(axes.size() == 2 && both.size() == 4, where, FORM, String.valueOf(value));
    return new Edges(both.get(0), both.get(1), both.get(2), both.get(3));
  }

  @Override
  public String toString() {
    return "((" + top + ", " + bottom + "), (" + left + ", " + right + "))";
  }
}
