/**
 * Other ways to predict several labels at once, on the data sets and with the metrics of networks:
 * logistic regression a label, classifier chains and ensembles of them, stacking, nearest
 * neighbours. What a network has to beat to be worth its time.
 */
@NullMarked
package org.keraunos.strategies;

import org.jspecify.annotations.NullMarked;
