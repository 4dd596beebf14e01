package org.keraunos.data.split;

import java.util.Arrays;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;

/**
 * A way to divide rows into parts. Every row is in exactly one part; the same seed gives the same
 * parts. Unknown labels count as not set.
 */
@FunctionalInterface
public interface Splitter {
  /**
   * Divides rows into parts of given shares.
   *
   * @param labels the labels of all rows
   * @param shares what part of the rows goes into each part, each above 0, together 1; for example
   *     0.8, 0.1, 0.1
   * @param seed the seed of all chance decisions
   * @return for each part the indices of its rows, ascending; no part is empty
   * @throws IllegalArgumentException if the shares are not as said or there are fewer rows than
   *     parts
   */
  int[][] split(LabelMatrix labels, double[] shares, long seed);

  /**
   * Divides rows into equal parts for cross-validation.
   *
   * @param labels the labels of all rows
   * @param k the number of folds, at least 2
   * @param seed the seed of all chance decisions
   * @return for each fold the indices of the rows it tests on, ascending
   * @throws IllegalArgumentException if k is below 2 or above the number of rows
   */
  default int[][] folds(LabelMatrix labels, int k, long seed) {
    Check.argument(k >= 2, "k", "at least 2 folds", k);
    double[] shares = new double[k];
    Arrays.fill(shares, 1.0 / k);
    return split(labels, shares, seed);
  }

  /**
   * Rows at random, whatever their labels.
   *
   * @return the splitter; sizes are the shares, rounded
   */
  static Splitter random() {
    return new RandomSplit();
  }

  /**
   * Stratified by label set: rows with exactly the same labels are spread evenly. Good for few
   * distinct sets.
   *
   * @return the splitter; sizes are the shares, rounded
   */
  static Splitter labelSets() {
    return new LabelSetSplit();
  }

  /**
   * Iterative stratification: the rarest label's rows are given away first, each to the part that
   * lacks that label most (Sechidis, Tsoumakas and Vlahavas 2011, "On the Stratification of
   * Multi-label Data"). Afterwards pairs of rows trade places wherever that lowers the label
   * distribution divergence or brings a label into a part without it.
   *
   * @return the splitter; sizes are the shares, rounded
   */
  static Splitter iterative() {
    return new IterativeSplit(1);
  }

  /**
   * Second-order iterative stratification: as {@link #iterative}, for pairs of labels too
   * (Szymanski and Kajdanowicz 2017, "A Network Perspective on Stratification of Multi-Label
   * Data").
   *
   * @return the splitter; sizes are the shares, rounded
   */
  static Splitter iterativeSecondOrder() {
    return new IterativeSplit(2);
  }

  /**
   * Rows of one group stay together, for example all pictures of one patient; sizes and label
   * frequencies are kept as near to the shares as whole groups allow (greedily, as scikit-learn's
   * {@code StratifiedGroupKFold}).
   *
   * @param groups the group of each row, any numbers
   * @return the splitter; it throws an IllegalArgumentException if there are fewer groups than
   *     parts
   */
  static Splitter grouped(int[] groups) {
    return new GroupedSplit(groups);
  }
}
