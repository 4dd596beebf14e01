package org.keraunos.training;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

  /**
   * Begins a file of its own.
   *
   * @param folder where to; made if it is not there
   */
  EventFile(Path folder) {
    long seconds = System.currentTimeMillis() / 1000;
    file = folder.resolve(String.format(
        "events.out.tfevents.%010d.keraunos.%d.%d.v2",
        seconds, ProcessHandle.current().pid(), NUMBER.getAndIncrement()));
    try {
      Files.createDirectories(folder);
      out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw unwritable(e);
    }
    write(Event.newBuilder().setFileVersion("brain.Event:2"));
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
