package org.keraunos.strategies;

import org.keraunos.base.Check;

/** What a logistic regression says of rows that it was not fitted on. */
final class CrossFit {
  private CrossFit() {}

  /**
   * Probabilities of all training rows.
   *
   * @param fit features and options
   * @param whole the answer of all rows
   * @param folds 0 for the answer of all rows
   */
  static double[] probabilities(
      LogisticFit fit, LogisticFit.Answer whole, Labels labels, int label, int folds) {
    double[] made = new double[labels.rows];
    if (folds == 0) {
      fit.predict(whole, labels.all(), made);
      return made;
    }
    Check.argument(labels.rows >= folds, "cv", "at most " + labels.rows + ", the rows", folds);
    for (int fold = 0; fold < folds; fold++) {
      LogisticFit.Answer others = fit.fit(labels.columns[label], labels.fold(fold, folds, false));
      fit.predict(others, labels.fold(fold, folds, true), made);
    }
    return made;
  }
}
