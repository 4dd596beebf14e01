package org.keraunos.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** Seconds between laps. */
final class Stopwatch {
  private final long start = System.nanoTime();
  private long lap = start;
  private final Map<String, Object> laps = new LinkedHashMap<>();

  Stopwatch() {}

  void lap(String name) {
    long now = System.nanoTime();
    laps.put(name, (now - lap) / 1e9);
    lap = now;
  }

  /** All laps, and the time since the start as {@code total}. */
  Map<String, Object> times() {
    laps.put("total", (System.nanoTime() - start) / 1e9);
    return laps;
  }
}
