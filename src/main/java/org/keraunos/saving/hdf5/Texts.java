package org.keraunos.saving.hdf5;

import io.jhdf.GlobalHeap;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import io.jhdf.object.message.AttributeMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts of an attribute: of fixed length in it, or of any in a heap. Always read as UTF-8. */
final class Texts {
  private Texts() {}

  /** The texts in their order; none for an empty list, whatever its type. */
  static List<String> of(AttributeMessage attribute, BoundedStorage storage) {
    ByteBuffer data = attribute.getDataBuffer();
    if (data == null) {
      return List.of();
    }
    int size = attribute.getDataType().getSize();
    if (attribute.getDataType() instanceof StringData && size > 0) {
      List<String> texts = new ArrayList<>();
      while (data.remaining() >= size) {
        texts.add(text(data.slice(data.position(), size)));
        data.position(data.position() + size);
      }
      return texts;
    }
    if (attribute.getDataType() instanceof VariableLength of && of.isVariableLengthString()) {
      return fromHeap(data, storage);
    }
    throw new IllegalStateException(
        "the attribute " + attribute.getName() + " of other values than text");
  }

  /** Each text stands as its length, the address of a heap and an index in that. */
  private static List<String> fromHeap(ByteBuffer data, BoundedStorage storage) {
    List<String> texts = new ArrayList<>();
    Map<Long, GlobalHeap> heaps = new HashMap<>();
    long total = 0;
    while (data.remaining() >= 16) {
      int length = data.getInt();
      long address = data.getLong();
      int index = data.getInt();
      if (length == 0) {
        texts.add("");
        continue;
      }
      ByteBuffer bytes =
          heaps.computeIfAbsent(address, at -> new GlobalHeap(storage, at)).getObjectData(index);
      total += bytes.remaining();
      if (total > storage.size()) {
        throw new IllegalStateException("texts that are longer than the file");
      }
      texts.add(text(bytes.slice(0, Math.min(bytes.remaining(), length))));
    }
    return texts;
  }

  private static String text(ByteBuffer bytes) {
    String text = StandardCharsets.UTF_8.decode(bytes).toString();
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
