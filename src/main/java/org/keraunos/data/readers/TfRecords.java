package org.keraunos.data.readers;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;

/**
 * TFRecord files of {@code tf.train.Example}: an encoded image ({@code image/encoded},
 * {@code image_raw}, {@code encoded} or {@code image}) or numbers ({@code features} or {@code x});
 * and labels ({@code image/class/text}, {@code image/object/class/text}, {@code labels},
 * {@code label}, {@code image/class/label} or {@code y}): names, or a vector of 0, 1 and -1, or, if
 * not all records have such vectors of one length of at least 2, numbers of classes.
 */
final class TfRecords {
  private static final List<String> IMAGE =
      List.of("image/encoded", "image_raw", "encoded", "image");
  private static final List<String> NUMBERS = List.of("features", "x");
  private static final List<String> INPUTS =
      Stream.concat(IMAGE.stream(), NUMBERS.stream()).toList();
  private static final List<String> LABELS = List.of(
      "image/class/text", "image/object/class/text", "labels", "label", "image/class/label", "y");

  private final ReadOptions options;
  private final Path origin;
  private final List<Row> read = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final FloatTable features;
  private boolean serialized;

  /** A record: its image, if it has one, and its labels as texts or as numbers. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(
      @Nullable ImageSource image,
      @Nullable List<String> names,
      double[] numbers,
      Part part,
      Path file,
      String position) {}

  private TfRecords(Path origin, ReadOptions options) {
    this.origin = origin;
    this.options = options;
    this.features = new FloatTable(origin);
  }

  /** The record files of a folder, shards such as train.tfrecord-00000-of-00002 included. */
  static List<Path> filesOf(Path folder) {
    return Folders.list(folder).stream().filter(TfRecords::isRecordFile).toList();
  }

  static boolean isRecordFile(Path file) {
    return Folders.name(file).matches("(?i).*(\\.tfrecords?|\\.tfrec)(-[0-9]+(-of-[0-9]+)?)?")
        && Files.isRegularFile(file);
  }

  static Listing read(Path origin, List<Path> files, ReadOptions options) {
    TfRecords reader = new TfRecords(origin, options);
    for (Path file : files) {
      reader.readFile(file);
    }
    return reader.listing();
  }

  private void readFile(Path file) {
    Part part = Part.ofFile(Folders.name(file));
    try (RecordFile records = new RecordFile(file)) {
      while (true) {
        String position = "record " + records.records();
        RecordFile.Entry entry;
        try {
          entry = records.read();
        } catch (DataException e) {
          if (records.records() == 0) {
            throw e;
          }
          String message = String.valueOf(e.getMessage());
          problems.add(new Problem(
              file,
              position,
              message.substring(message.indexOf(position) + position.length() + 2),
              true));
          return;
        }
        if (entry == null) {
          return;
        }
        String wrong = readRecord(file, position, part, entry);
        if (wrong != null) {
          problems.add(new Problem(file, position, wrong, true));
        }
      }
    }
  }

  private @Nullable String readRecord(
      Path file, String position, Part part, RecordFile.Entry entry) {
    if (entry.bytes() == null) {
      return "is damaged: its checksum is wrong";
    }
    Map<String, Feature> example;
    try {
      example = Example.parseFrom(entry.bytes()).getFeatures().getFeatureMap();
    } catch (InvalidProtocolBufferException e) {
      return "is no tf.train.Example: " + Folders.why(e);
    }
    Feature labels = first(example, LABELS);
    if (labels == null) {
      return "expected labels (" + String.join(", ", LABELS) + "), found " + example.keySet();
    }
    SerializedTensor row = SerializedTensor.of(labels);
    labels = row != null && row.isRow() ? row.floats() : labels;
    ImageSource image = null;
    Feature numbers = null;
    for (String key : INPUTS) {
      Feature feature = example.get(key);
      if (image != null || numbers != null || feature == null) {
        continue;
      }
      SerializedTensor tensor = SerializedTensor.of(feature);
      if (tensor != null) {
        serialized = true;
        if (!tensor.isImage() && !tensor.isRow()) {
          return "expected pixels (uint8) or a row of numbers as '" + key + "', received "
              + tensor.what();
        }
      }
      if (tensor == null ? IMAGE.contains(key) && isBytes(feature) : tensor.isImage()) {
        image = new RecordImage(file, position, entry.offset(), entry.length(), key);
      } else if (tensor != null) {
        numbers = tensor.floats();
      } else if (NUMBERS.contains(key) && !isBytes(feature) && isSet(feature)) {
        numbers = feature;
      }
    }
    if (image == null && numbers == null) {
      return "expected an image (" + String.join(", ", IMAGE) + ") or features, found "
          + example.keySet();
    }
    if (!read.isEmpty() && (image == null) != (read.get(0).image() == null)) {
      return "expected " + (image == null ? "an image" : "features") + " as in the records before";
    }
    if (image == null && numbers != null) {
      String wrong = features.add(floats(numbers));
      if (wrong != null) {
        return wrong;
      }
    }
    read.add(new Row(image, names(labels), doubles(labels), part, file, position));
    return null;
  }

  private Listing listing() {
    Rows rows = new Rows(
        origin, options, Format.TFRECORD.recognised(options, "records of tf.train.Example"));
    problems.forEach(p -> rows.problem(p.file(), p.position(), p.what(), p.rowLost()));
    int vector = vectorLength();
    List<String> vectorNames = IntStream.range(0, vector).mapToObj(this::name).toList();
    vectorNames.forEach(rows::declare);
    if (serialized) {
      rows.account().remark("Inputs are what tf.io.serialize_tensor writes");
    }
    if (rows.hasParts()) {
      rows.account().partsFrom("names of the files");
    }
    rows.account().labels(vector > 0 ? "vectors of 0 and 1" : "names or numbers of classes");
    Cells known = Cells.of(List.of(), options);
    List<ImageSource> images = new ArrayList<>();
    for (Row row : read) {
      if (row.names() != null) {
        rows.add(row.names().stream().distinct().toList(), row.part(), row.file(), row.position());
      } else if (vector > 0) {
        byte[] cells = new byte[vector];
        for (int i = 0; i < vector; i++) {
          double value = row.numbers()[i];
          cells[i] = known.label(
              value == (int) value ? String.valueOf((int) value) : String.valueOf(value));
        }
        rows.addCells(vectorNames, cells, row.part(), row.file(), row.position());
      } else {
        Set<String> tags = new LinkedHashSet<>();
        for (double value : row.numbers()) {
          tags.add(value >= 0 && value == (int) value ? name((int) value) : String.valueOf(value));
        }
        rows.add(tags, row.part(), row.file(), row.position());
      }
      if (row.image() != null) {
        images.add(row.image());
      }
    }
    return rows.sorted(images.isEmpty() ? features.content() : new Content.Images(images));
  }

  /** The name of a label that the records only number: the user's list says it. */
  private String name(int number) {
    return number < options.labels().size() ? options.labels().get(number) : String.valueOf(number);
  }

  /** The common length of vectors of 0, 1 and unknown; 0 if the labels are something else. */
  private int vectorLength() {
    int length = read.isEmpty() ? 0 : read.get(0).numbers().length;
    for (Row row : read) {
      boolean vector = row.names() == null && length >= 2 && row.numbers().length == length;
      for (double value : row.numbers()) {
        vector &= value == 0 || value == 1 || value == -1 || Double.isNaN(value);
      }
      if (!vector) {
        return 0;
      }
    }
    return length;
  }

  private static boolean isBytes(Feature feature) {
    return feature.getBytesList().getValueCount() == 1;
  }

  private static boolean isSet(Feature feature) {
    return feature.getKindCase() != Feature.KindCase.KIND_NOT_SET;
  }

  private static @Nullable Feature first(Map<String, Feature> example, List<String> keys) {
    for (String key : keys) {
      Feature feature = example.get(key);
      if (feature != null && isSet(feature)) {
        return feature;
      }
    }
    return null;
  }

  private static @Nullable List<String> names(Feature labels) {
    return labels.hasBytesList()
        ? labels.getBytesList().getValueList().stream()
            .map(ByteString::toStringUtf8)
            .toList()
        : null;
  }

  private static double[] doubles(Feature feature) {
    return feature.hasInt64List()
        ? feature.getInt64List().getValueList().stream()
            .mapToDouble(Long::doubleValue)
            .toArray()
        : feature.getFloatList().getValueList().stream()
            .mapToDouble(Float::doubleValue)
            .toArray();
  }

  private static float[] floats(Feature feature) {
    double[] doubles = doubles(feature);
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  /** An image inside a record, which is found again by its place. */
  private record RecordImage(Path file, String position, long offset, int length, String key)
      implements ImageSource {
    @Override
    public byte[] read() {
      try (RecordFile records = new RecordFile(file)) {
        byte[] bytes = records.checked(offset, length);
        if (bytes == null) {
          throw new DataException(file, position, "is damaged: its checksum is wrong");
        }
        Feature feature = Example.parseFrom(bytes).getFeatures().getFeatureMap().get(key);
        if (feature == null || feature.getBytesList().getValueCount() != 1) {
          throw new DataException(file, position, "has no image any more");
        }
        SerializedTensor tensor = SerializedTensor.of(feature);
        return tensor == null ? feature.getBytesList().getValue(0).toByteArray() : tensor.png();
      } catch (InvalidProtocolBufferException e) {
        throw new DataException(file, position, "is no tf.train.Example: " + Folders.why(e));
      }
    }
  }
}
