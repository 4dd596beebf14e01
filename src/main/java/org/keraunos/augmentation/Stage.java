package org.keraunos.augmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Shape;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Steps of the list that are done in one pass: one, or several that move pixels and fill alike. */
final class Stage {
  private final List<Augmentation> steps;
  private final int first;

  private Stage(List<Augmentation> steps, int first) {
    this.steps = steps;
    this.first = first;
  }

  /** The passes of a list. */
  static List<Stage> of(List<Augmentation> all) {
    List<Stage> stages = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= all.size(); end++) {
      if (end == all.size() || !together(all.subList(start, end + 1))) {
        stages.add(new Stage(all.subList(start, end), start));
        start = end;
      }
    }
    return stages;
  }

  private static boolean together(List<Augmentation> steps) {
    return steps.stream().allMatch(GeometricAugmentation.class::isInstance)
        && geometric(steps).stream()
                .map(GeometricAugmentation::warp)
                .filter(warp -> warp != null)
                .distinct()
                .count()
            <= 1;
  }

  private static List<GeometricAugmentation> geometric(List<Augmentation> steps) {
    return steps.stream().map(GeometricAugmentation.class::cast).toList();
  }

  int numbers() {
    return steps.get(0).numbers();
  }

  /**
   * Draws the numbers of one row.
   *
   * @param row the row's random numbers for a step's index in the list
   */
  void draw(IntFunction<RowDraws> row, Shape image, float[] into, int offset) {
    if (steps.size() == 1) {
      steps.get(0).draw(row.apply(first), image, into, offset);
      return;
    }
    AffineMap map = AffineMap.IDENTITY;
    for (int i = 0; i < steps.size(); i++) {
      map = map.then(((GeometricAugmentation) steps.get(i)).map(row.apply(first + i), image));
    }
    map.write(into, offset);
  }

  Operand<TFloat32> emit(AugmentationScope scope, Operand<TFloat32> images) {
    if (steps.size() == 1) {
      return steps.get(0).emit(scope, images);
    }
    List<GeometricAugmentation> moves = geometric(steps);
    @Nullable Warp warp = null;
    for (GeometricAugmentation move : moves) {
      warp = move.warp() == null ? warp : move.warp();
    }
    boolean wholePixels = moves.stream().allMatch(GeometricAugmentation::wholePixels);
    return Warp.of(warp, wholePixels).emit(scope, images);
  }

  /** The step that mixes rows, if this is one. */
  @Nullable
  MixUp mixUp() {
    return steps.get(0) instanceof MixUp mixUp ? mixUp : null;
  }
}
