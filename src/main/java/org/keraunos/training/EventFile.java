package org.keraunos.training;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.keraunos.base.DataException;
import org.tensorflow.proto.DataClass;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** A file that TensorBoard reads: events, each a TFRecord, written as they come. */
final class EventFile implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int MASK = 0xa282ead8;

  private final Path file;
  private final OutputStream out;
  private final long[] name;
  private long length;

  private EventFile(Path folder, long length, long... name) {
    this.name = name;
    this.length = length;
    file = path(folder, name);
    try {
      Files.createDirectories(folder);
      out = length == 0
          ? Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)
          : Files.newOutputStream(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw unwritable(e);
    }
    if (length == 0) {
      write(Event.newBuilder().setFileVersion("brain.Event:2"));
    }
  }

  private static Path path(Path folder, long... name) {
    return folder.resolve(
        String.format("events.out.tfevents.%010d.keraunos.%d.%d.v2", name[0], name[1], name[2]));
  }

  /**
   * Begins a file of its own.
   *
   * @param folder where to; made if it is not there
   */
  static EventFile begin(Path folder) {
    return new EventFile(
        folder,
        0,
        System.currentTimeMillis() / 1000,
        ProcessHandle.current().pid(),
        NUMBER.getAndIncrement());
  }

  /** Which file it is and how long: seconds, process and number of its name, bytes. */
  long[] place() {
    return new long[] {name[0], name[1], name[2], length};
  }

  /**
   * Goes on with a file as it was.
   *
   * @param folder where it is
   * @param place as {@link #place} gave it
   * @return the file, cut back; a new one if it is gone or shorter
   */
  static EventFile goOn(Path folder, long... place) {
    Path before = path(folder, place);
    try {
      if (place[3] <= 0 || !Files.isRegularFile(before) || Files.size(before) < place[3]) {
        return begin(folder);
      }
      try (FileChannel channel = FileChannel.open(before, StandardOpenOption.WRITE)) {
        channel.truncate(place[3]);
      }
      return new EventFile(folder, place[3], place[0], place[1], place[2]);
    } catch (IOException e) {
      throw new DataException(folder, "cannot be written: " + e.getMessage(), e);
    }
  }

  private DataException unwritable(IOException e) {
    return new DataException(
        file, "expected a place that can be written, received " + e.getMessage(), e);
  }

  /** Writes a number of a step. */
  void scalar(String tag, double value, long step) {
    SummaryMetadata metadata = SummaryMetadata.newBuilder()
        .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName("scalars"))
        .setDataClass(DataClass.DATA_CLASS_SCALAR)
        .build();
    TensorProto number = TensorProto.newBuilder()
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(TensorShapeProto.getDefaultInstance())
        .addFloatVal((float) value)
        .build();
    Summary.Value summary = Summary.Value.newBuilder()
        .setTag(tag)
        .setMetadata(metadata)
        .setTensor(number)
        .build();
    write(Event.newBuilder().setStep(step).setSummary(Summary.newBuilder().addValue(summary)));
  }

  /** Writes a graph, a serialized {@code GraphDef}. */
  void graph(byte[] definition) {
    write(Event.newBuilder().setGraphDef(ByteString.copyFrom(definition)));
  }

  private void write(Event.Builder event) {
    byte[] data = event.setWallTime(System.currentTimeMillis() / 1000.0).build().toByteArray();
    byte[] length = ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(data.length)
        .array();
    ByteBuffer record = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + data.length)
        .order(ByteOrder.LITTLE_ENDIAN);
    record.put(length).putInt(checksum(length)).put(data).putInt(checksum(data));
    try {
      out.write(record.array());
      this.length += record.capacity();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
