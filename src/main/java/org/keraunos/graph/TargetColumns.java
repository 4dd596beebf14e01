package org.keraunos.graph;

import java.util.ArrayList;
import java.util.List;
import org.keraunos.base.Check;
import org.keraunos.data.Dataset;
import org.keraunos.data.Target;

/**
 * Which target of a data set each objective is compared with: the one of its output's name. Where
 * there is one objective and one target the name does not matter.
 */
public final class TargetColumns {
  private TargetColumns() {}

  /**
   * The place of each objective's target.
   *
   * @param data the data set
   * @param objectives what a model is trained for
   * @return a place among the data set's targets for each objective
   * @throws IllegalArgumentException if a target is missing, or there is one that no objective asks
   *     for
   */
  public static int[] of(Dataset data, List<Objective> objectives) {
    Check.argument(!data.targets().isEmpty(), "data", "labels (withLabels)", "a data set without");
    if (objectives.size() == 1 && data.targets().size() == 1) {
      return new int[1];
    }
    List<String> names = data.targets().stream().map(Target::name).toList();
    List<String> asked = new ArrayList<>();
    int[] columns = new int[objectives.size()];
    for (int i = 0; i < columns.length; i++) {
      asked.add(objectives.get(i).output());
      columns[i] = names.indexOf(asked.get(i));
    }
    Check.argument(
        names.size() == asked.size() && names.containsAll(asked),
        "data targets",
        "one for each of the outputs " + asked,
        names);
    return columns;
  }
}
