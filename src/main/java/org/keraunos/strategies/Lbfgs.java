package org.keraunos.strategies;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Finds the least of a smooth convex function: limited-memory BFGS (Nocedal and Wright, Numerical
 * Optimization, 2006, algorithm 7.5) with the line search of Lewis and Overton (2013), which halves
 * and doubles until a step is long enough and goes down.
 */
final class Lbfgs {
  private static final int MEMORY = 10;
  private static final double ENOUGH_DOWN = 1e-4;
  private static final double ENOUGH_ALONG = 0.9;
  private static final int HALVINGS = 50;

  /** A function with its gradient. */
  @FunctionalInterface
  interface Smooth {
    /**
     * The value and the gradient.
     *
     * @param at the point
     * @param gradient where the gradient goes
     * @return the value
     */
    double at(double[] at, double[] gradient);
  }

  /** A step that was made: along it, what the gradient changed by, and 1 over their product. */
  @SuppressWarnings("ArrayRecordComponent") // Not compared.
  private record Pair(double[] step, double[] change, double rho) {}

  private Lbfgs() {}

  /**
   * Goes down from a point.
   *
   * @param f the function
   * @param x where to begin; holds the answer afterwards
   * @param tolerance ends where no entry of the gradient is farther from 0
   * @param most how many steps at most
   * @return the number of steps
   */
  static int minimize(Smooth f, double[] x, double tolerance, int most) {
    int n = x.length;
    double[] gradient = new double[n];
    double[] next = new double[n];
    double[] nextGradient = new double[n];
    double value = f.at(x, gradient);
    Deque<Pair> pairs = new ArrayDeque<>();
    int steps = 0;
    while (steps < most && largest(gradient) > tolerance) {
      double[] direction = direction(gradient, pairs);
      double slope = dot(gradient, direction);
      if (!(slope < 0)) {
        pairs.clear();
        direction = direction(gradient, pairs);
        slope = dot(gradient, direction);
      }
      double length = pairs.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
      double low = 0;
      double high = Double.POSITIVE_INFINITY;
      double reached = value;
      boolean down = false;
      for (int i = 0; i < HALVINGS; i++) {
        for (int k = 0; k < n; k++) {
          next[k] = x[k] + length * direction[k];
        }
        reached = f.at(next, nextGradient);
        down = reached <= value + ENOUGH_DOWN * length * slope;
        if (!down) {
          high = length;
        } else if (dot(nextGradient, direction) < ENOUGH_ALONG * slope) {
          low = length;
        } else {
          break;
        }
        length = Double.isInfinite(high) ? 2 * low : (low + high) / 2;
      }
      if (!down) {
        return steps; // No lower value that doubles can tell.
      }
      remember(pairs, x, next, gradient, nextGradient);
      System.arraycopy(next, 0, x, 0, n);
      System.arraycopy(nextGradient, 0, gradient, 0, n);
      value = reached;
      steps++;
    }
    return steps;
  }

  private static void remember(
      Deque<Pair> pairs, double[] x, double[] next, double[] gradient, double[] nextGradient) {
    double[] step = new double[x.length];
    double[] change = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      step[k] = next[k] - x[k];
      change[k] = nextGradient[k] - gradient[k];
    }
    double curvature = dot(step, change);
    if (curvature > 1e-300) {
      pairs.addLast(new Pair(step, change, 1 / curvature));
      if (pairs.size() > MEMORY) {
        pairs.removeFirst();
      }
    }
  }

  /** The two loops: minus the gradient, by the curvature of the last steps. */
  private static double[] direction(double[] gradient, Deque<Pair> pairs) {
    double[] d = gradient.clone();
    double[] alphas = new double[pairs.size()];
    int i = pairs.size();
    for (Iterator<Pair> back = pairs.descendingIterator(); back.hasNext(); ) {
      Pair pair = back.next();
      alphas[--i] = pair.rho * dot(pair.step, d);
      add(d, -alphas[i], pair.change);
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getLast();
      double scale = 1 / (last.rho * dot(last.change, last.change));
      for (int k = 0; k < d.length; k++) {
        d[k] *= scale;
      }
    }
    for (Pair pair : pairs) {
      add(d, alphas[i++] - pair.rho * dot(pair.change, d), pair.step);
    }
    for (int k = 0; k < d.length; k++) {
      d[k] = -d[k];
    }
    return d;
  }

  private static void add(double[] to, double factor, double[] other) {
    for (int k = 0; k < to.length; k++) {
      to[k] += factor * other[k];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
