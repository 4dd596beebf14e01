package org.keraunos.metrics;

/** The options by name, for functions to say which they have. */
enum OptionKey {
  AVERAGE,
  LABELS,
  ZERO_DIVISION,
  SAMPLE_WEIGHT,
  NORMALIZE,
  TARGET_NAMES,
  K,
  IGNORE_TIES,
  DROP_INTERMEDIATE,
  BINS,
  BIN_STRATEGY,
  MAX_FPR,
  LOG_BASE,
  ADJUSTED,
  WARNINGS
}
