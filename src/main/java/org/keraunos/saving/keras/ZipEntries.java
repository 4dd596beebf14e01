package org.keraunos.saving.keras;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The list at the end of a zip file: what is in it, where, and how long. Java's own reader does not
 * say where an entry stands, and without that, stored weights of any size would have to be copied
 * before they can be read.
 */
final class ZipEntries {
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int LONG_END_LOCATOR = 0x07064b50;
  private static final int LONG_END_LOCATOR_SIZE = 20;
  private static final int LONG_END = 0x06064b50;
  private static final int LONG_END_SIZE = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int LONGEST_COMMENT = 0xFFFF;
  private static final long IN_EXTRA = 0xFFFFFFFFL;
  private static final int LARGEST_LIST = 64 << 20;

  /** Bytes as they are. */
  static final int STORED = 0;

  /** Bytes behind deflate. */
  static final int DEFLATED = 8;

  /**
   * An entry.
   *
   * @param method how it is packed
   * @param crc the checksum of its content
   * @param packed how many bytes it takes
   * @param size how many bytes it has
   * @param header where its own header stands
   */
  record Entry(int method, long crc, long packed, long size, long header) {}

  private ZipEntries() {}

  /**
   * Reads the list.
   *
   * @throws IOException if there is none, or it is broken
   */
  static Map<String, Entry> read(FileChannel file) throws IOException {
    long size = file.size();
    int tail = (int) Math.min(size, END_SIZE + LONGEST_COMMENT + LONG_END_LOCATOR_SIZE);
    ByteBuffer end = bytes(file, size - tail, tail);
    int at = tail - END_SIZE;
    while (at >= 0 && end.getInt(at) != END) {
      at--;
    }
    check(at >= 0, "a zip file that is whole (the list at its end is missing)");
    long length = end.getInt(at + 12) & IN_EXTRA;
    long start = end.getInt(at + 16) & IN_EXTRA;
    int locator = at - LONG_END_LOCATOR_SIZE;
    if ((start == IN_EXTRA || length == IN_EXTRA)
        && locator >= 0
        && end.getInt(locator) == LONG_END_LOCATOR) {
      ByteBuffer longEnd = bytes(file, end.getLong(locator + 8), LONG_END_SIZE);
      check(longEnd.getInt(0) == LONG_END, "the end of a large zip file");
      length = longEnd.getLong(40);
      start = longEnd.getLong(48);
    }
    check(length >= 0 && length <= LARGEST_LIST, "a list of entries of usual size");
    return entries(bytes(file, start, (int) length), size);
  }

  private static Map<String, Entry> entries(ByteBuffer list, long fileSize) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    int at = 0;
    while (at + ENTRY_SIZE <= list.limit() && list.getInt(at) == ENTRY) {
      int nameLength = list.getShort(at + 28) & 0xFFFF;
      int extraLength = list.getShort(at + 30) & 0xFFFF;
      int next = at + ENTRY_SIZE + nameLength + extraLength + (list.getShort(at + 32) & 0xFFFF);
      check(next <= list.limit(), "a whole list of entries");
      check((list.getShort(at + 8) & 1) == 0, "entries that are not encrypted");
      byte[] name = new byte[nameLength];
      list.get(at + ENTRY_SIZE, name);
      long[] numbers = {
        list.getInt(at + 24) & IN_EXTRA,
        list.getInt(at + 20) & IN_EXTRA,
        list.getInt(at + 42) & IN_EXTRA
      };
      longNumbers(list, at + ENTRY_SIZE + nameLength, extraLength, numbers);
      for (long number : numbers) {
        check(number >= 0, "sizes and places in the file");
      }
      check(numbers[1] <= fileSize && numbers[2] <= fileSize, "entries that lie in the file");
      Entry entry = new Entry(
          list.getShort(at + 10) & 0xFFFF,
          list.getInt(at + 16) & IN_EXTRA,
          numbers[1],
          numbers[0],
          numbers[2]);
      boolean first = entries.put(new String(name, StandardCharsets.UTF_8), entry) == null;
      check(first, "each entry once");
      at = next;
    }
    return entries;
  }

  /** Numbers that do not fit 32 bits stand in a field of their own, in this order. */
  private static void longNumbers(ByteBuffer list, int start, int length, long[] numbers) {
    int at = start;
    while (at + 4 <= start + length) {
      int fieldEnd = at + 4 + (list.getShort(at + 2) & 0xFFFF);
      if (list.getShort(at) == 1) {
        int number = at + 4;
        for (int i = 0; i < numbers.length; i++) {
          if (numbers[i] == IN_EXTRA && number + 8 <= Math.min(fieldEnd, start + length)) {
            numbers[i] = list.getLong(number);
            number += 8;
          }
        }
      }
      at = fieldEnd;
    }
  }

  /**
   * Where an entry's bytes begin.
   *
   * @throws IOException if its header is broken, or it does not lie in the file
   */
  static long start(FileChannel file, Entry entry) throws IOException {
    ByteBuffer local = bytes(file, entry.header(), LOCAL_SIZE);
    check(local.getInt(0) == LOCAL, "an entry where the list says");
    long start =
        entry.header() + LOCAL_SIZE + (local.getShort(26) & 0xFFFF) + (local.getShort(28) & 0xFFFF);
    check(start + entry.packed() <= file.size(), "entries that lie in the file");
    return start;
  }

  private static ByteBuffer bytes(FileChannel file, long start, int length) throws IOException {
    check(start >= 0 && start <= file.size() - length, "a zip file that is whole");
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return bytes.flip();
  }

  private static void check(boolean holds, String expected) throws IOException {
    if (!holds) {
      throw new IOException("expected " + expected);
    }
  }
}
