package org.keraunos.graph;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The pool in which TensorFlow keeps tensors, as its {@code BFCAllocator} does it on a CPU: regions
 * that are never given back, each twice as large as the one before, cut into chunks of which the
 * smallest that fits is taken. Of a region only what was once written to is resident.
 */
final class MemoryPool {
  private static final long ALIGNMENT = 256;
  private static final long FIRST_REGION = 2L << 20;

  /** A chunk of which this much would stay unused is cut in any case. */
  private static final long MOST_UNUSED = 128L << 20;

  /** What is smaller comes from elsewhere, and is little. */
  private static final long SMALLEST = 4096;

  private final NavigableMap<Long, Chunk> chunks = new TreeMap<>();
  private final NavigableSet<Chunk> free =
      new TreeSet<>(Comparator.comparingLong(Chunk::size).thenComparingLong(Chunk::address));
  private final NavigableMap<Long, Long> written = new TreeMap<>();
  private long nextRegion = FIRST_REGION;
  private long end;

  /** A part of a region. */
  record Chunk(long address, long size) {
    long end() {
      return address + size;
    }
  }

  /**
   * Takes memory.
   *
   * @param bytes how much
   * @return where; of size 0 for what is too small to be counted
   */
  Chunk take(long bytes) {
    if (bytes < SMALLEST) {
      return new Chunk(-1, 0);
    }
    long size = roundedUp(bytes);
    Chunk found = free.ceiling(new Chunk(0, size));
    if (found == null) {
      found = region(size);
    } else {
      free.remove(found);
    }
    Chunk taken = found;
    if (found.size() >= 2 * size || found.size() - size >= MOST_UNUSED) {
      taken = new Chunk(found.address(), size);
      Chunk rest = new Chunk(taken.end(), found.size() - size);
      chunks.put(rest.address(), rest);
      free.add(rest);
    }
    chunks.put(taken.address(), taken);
    write(taken.address(), taken.address() + size);
    return taken;
  }

  /** Gives memory back; neighbours that are free become one with it. */
  void give(Chunk chunk) {
    if (chunk.size() == 0) {
      return;
    }
    Chunk whole = chunk;
    Map.Entry<Long, Chunk> before = chunks.lowerEntry(whole.address());
    if (before != null
        && before.getValue().end() == whole.address()
        && free.remove(before.getValue())) {
      chunks.remove(whole.address());
      whole = new Chunk(before.getKey(), before.getValue().size() + whole.size());
    }
    Chunk behind = chunks.get(whole.end());
    if (behind != null && free.remove(behind)) {
      chunks.remove(behind.address());
      whole = new Chunk(whole.address(), whole.size() + behind.size());
    }
    chunks.put(whole.address(), whole);
    free.add(whole);
  }

  private Chunk region(long size) {
    boolean larger = size > nextRegion;
    while (size > nextRegion) {
      nextRegion *= 2;
    }
    // A gap keeps regions from becoming one.
    Chunk region = new Chunk(end + ALIGNMENT, nextRegion);
    end = region.end();
    if (!larger) {
      nextRegion *= 2;
    }
    return region;
  }

  private void write(long from, long to) {
    long first = from;
    long last = to;
    Map.Entry<Long, Long> touching = written.floorEntry(to);
    while (touching != null && touching.getValue() >= from) {
      written.remove(touching.getKey());
      first = Math.min(first, touching.getKey());
      last = Math.max(last, touching.getValue());
      touching = written.floorEntry(to);
    }
    written.put(first, last);
  }

  /** {@return the bytes that were ever written to} */
  long resident() {
    return written.entrySet().stream()
        .mapToLong(part -> part.getValue() - part.getKey())
        .sum();
  }

  private static long roundedUp(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
