package org.keraunos.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;
import org.keraunos.base.JsonMessage;
import org.keraunos.base.LabelNames;
import org.keraunos.base.OutputValues;
import org.keraunos.base.Shape;
import org.keraunos.contract.ChannelOrder;
import org.keraunos.contract.DataContract;
import org.keraunos.contract.InputContract;
import org.keraunos.contract.OutputContract;
import org.keraunos.contract.Preprocessing;
import org.keraunos.data.Scaling;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes model cards as JSON and reads them, each value checked, with the file's name and the key
 * in messages.
 */
final class CardJson {
  private static final JsonMapper JSON = JsonMapper.builder()
      .enable(SerializationFeature.INDENT_OUTPUT)
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .build();

  private static final List<String> TYPES = List.of("float32", "int32");

  private final Path file;

  private CardJson(Path file) {
    this.file = file;
  }

  static byte[] write(ModelCard card) {
    Map<String, Object> json = new LinkedHashMap<>();
    boolean calibrated =
        card.contract().outputs().stream().anyMatch(each -> each.calibration().isPresent());
    json.put("format", calibrated ? ModelCard.FORMAT_CALIBRATED : ModelCard.FORMAT);
    json.put("name", card.name());
    json.put("files", card.files());
    json.put("inputs", card.contract().inputs().stream().map(CardJson::input).toList());
    json.put("outputs", card.contract().outputs().stream().map(CardJson::output).toList());
    json.put("architecture", card.architecture());
    json.put("training", card.training());
    ProvenanceJson.write(card.provenance(), json);
    return JSON.writeValueAsBytes(json);
  }

  private static Map<String, Object> input(InputContract input) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", input.name());
    json.put("shape", input.shape().toArray());
    json.put("type", input.type());
    Map<String, Object> preprocessing = new LinkedHashMap<>();
    input.preprocessing().ifPresent(each -> {
      preprocessing.put("channel_order", each.order().name().toLowerCase(Locale.ROOT));
      preprocessing.put("subtrahend", each.subtrahend());
      preprocessing.put("divisor", each.divisor());
    });
    json.put("preprocessing", preprocessing.isEmpty() ? null : preprocessing);
    json.put("features", input.features());
    return json;
  }

  private static Map<String, Object> output(OutputContract output) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", output.name());
    json.put("labels", output.labels().names());
    json.put("named", output.named());
    json.put("values", output.values().cardName());
    json.put("thresholds", output.thresholds());
    output.calibration().ifPresent(each -> json.put("calibration", CalibrationJson.write(each)));
    return json;
  }

  /**
   * Reads a card.
   *
   * @param file the card
   * @return the card
   * @throws DataException if it is none, of a format that is not known, or a value is missing or
   *     out of range
   */
  static ModelCard read(Path file) {
    try {
      return read(file, Files.readAllBytes(file), true);
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** A card that is, or is not, that of a folder with a graph. */
  static ModelCard read(Path file, byte[] bytes, boolean withGraph) {
    Map<String, Object> json;
    try {
      json = JSON.readValue(bytes, new TypeReference<Map<String, Object>>() {});
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new DataException(
          file,
          where,
          "expected a model card in JSON, received " + JsonMessage.of(e.getOriginalMessage()),
          e);
    }
    if (json == null) {
      throw new DataException(file, "expected a model card in JSON, received null");
    }
    CardJson reader = new CardJson(file);
    try {
      return reader.card(json, withGraph);
    } catch (IllegalArgumentException e) {
      throw new DataException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private ModelCard card(Map<String, Object> json, boolean withGraph) {
    Object format = json.get("format");
    if (!(format instanceof Integer number) || number < 1 || number > ModelCard.FORMAT_CALIBRATED) {
      throw bad("format", "1 to " + ModelCard.FORMAT_CALIBRATED, format);
    }
    boolean first = Integer.valueOf(1).equals(format);
    Map<String, Object> architecture = map("architecture", json.get("architecture"));
    Map<String, String> files = new LinkedHashMap<>();
    if (!first) {
      map("files", json.get("files"))
          .forEach((name, sum) -> files.put(below(name), text("files." + name, sum)));
      if (withGraph && !files.containsKey(ModelCard.GRAPH)) {
        throw bad("files", ModelCard.GRAPH + " with its checksum", files.keySet());
      }
    }
    Object training = json.get("training");
    return new ModelCard(
        text("name", json.get("name")),
        Collections.unmodifiableMap(files),
        first ? firstContract(json, architecture) : contract(json),
        architecture,
        training == null ? Map.of() : map("training", training),
        new ProvenanceJson(file).read(json));
  }

  /** A card must not lead to files elsewhere. */
  private String below(String name) {
    try {
      Path path = Path.of(name);
      if (!path.isAbsolute() && path.equals(path.normalize()) && !path.startsWith("..")) {
        return name;
      }
    } catch (InvalidPathException e) {
      throw bad("files", "paths below the folder", name);
    }
    throw bad("files", "paths below the folder", name);
  }

  private DataContract contract(Map<String, Object> json) {
    List<InputContract> inputs = new ArrayList<>();
    for (Object each : list("inputs", json.get("inputs"))) {
      inputs.add(input(map("inputs", each)));
    }
    List<OutputContract> outputs = new ArrayList<>();
    for (Object each : list("outputs", json.get("outputs"))) {
      outputs.add(output(map("outputs", each)));
    }
    return new DataContract(inputs, outputs);
  }

  private InputContract input(Map<String, Object> json) {
    InputContract input = new InputContract(
        text("inputs.name", json.get("name")),
        shape("inputs.shape", json.get("shape")),
        text("inputs.type", json.get("type")),
        preprocessing(json.get("preprocessing")),
        texts("inputs.features", json.get("features")));
    if (!TYPES.contains(input.type())) {
      throw bad("inputs.type", "one of " + TYPES, input.type());
    }
    input.preprocessing().ifPresent(each -> {
      int channels = input.shape().get(input.shape().rank() - 1);
      oneOrAChannel("subtrahend", each.subtrahend(), channels);
      oneOrAChannel("divisor", each.divisor(), channels);
    });
    return input;
  }

  private void oneOrAChannel(String key, List<Float> numbers, int channels) {
    if (numbers.size() != 1 && numbers.size() != channels) {
      throw bad(
          "inputs.preprocessing." + key,
          "one number, or " + channels + ", a channel each",
          numbers);
    }
  }

  private Optional<Preprocessing> preprocessing(@Nullable Object value) {
    if (value == null) {
      return Optional.empty();
    }
    Map<String, Object> json = map("inputs.preprocessing", value);
    String order = text("inputs.preprocessing.channel_order", json.get("channel_order"));
    ChannelOrder known;
    switch (order) {
      case "rgb" -> known = ChannelOrder.RGB;
      case "bgr" -> known = ChannelOrder.BGR;
      default -> throw bad("inputs.preprocessing.channel_order", "rgb or bgr", order);
    }
    return Optional.of(new Preprocessing(
        known,
        floats("inputs.preprocessing.subtrahend", json.get("subtrahend")),
        floats("inputs.preprocessing.divisor", json.get("divisor"))));
  }

  private OutputContract output(Map<String, Object> json) {
    String values = text("outputs.values", json.get("values"));
    OutputValues known = null;
    for (OutputValues each : OutputValues.values()) {
      known = each.cardName().equals(values) ? each : known;
    }
    if (known == null) {
      throw bad("outputs.values", "one of the kinds of numbers that a model gives", values);
    }
    List<Double> thresholds = new ArrayList<>();
    for (Object each : list("outputs.thresholds", json.get("thresholds"))) {
      thresholds.add(number("outputs.thresholds", each));
    }
    return new OutputContract(
        text("outputs.name", json.get("name")),
        new LabelNames(texts("outputs.labels", json.get("labels"))),
        !Boolean.FALSE.equals(json.get("named")),
        known,
        thresholds,
        Optional.ofNullable(json.get("calibration"))
            .map(each -> new CalibrationJson(file).read(map("outputs.calibration", each))));
  }

  /** Format 1 had one input and one output, which it took for probabilities. */
  private DataContract firstContract(Map<String, Object> json, Map<String, Object> architecture) {
    LabelNames labels = new LabelNames(texts("labels", json.get("labels")));
    Shape shape = shape("inputShape", json.get("inputShape"));
    Scaling scaling = new Scaling(
        (float) number("scale", json.get("scale")), (float) number("offset", json.get("offset")));
    boolean named = !labels.equals(LabelNames.numbered(labels.size()));
    return new DataContract(
        List.of(new InputContract(
            end(architecture, "input_layers"),
            shape,
            "float32",
            Optional.of(Preprocessing.of(scaling)),
            firstFeatures(json))),
        List.of(new OutputContract(
            end(architecture, "output_layers"),
            labels,
            named,
            OutputValues.LABEL_PROBABILITIES,
            List.of(number("threshold", json.get("threshold"))))));
  }

  /** Format 1 kept the names of a table's columns with what {@code train} said of its data. */
  private List<String> firstFeatures(Map<String, Object> json) {
    return json.get("training") instanceof Map<?, ?> training
            && training.get("data") instanceof Map<?, ?> data
            && data.get("features") instanceof List<?> features
        ? texts("training.data.features", features)
        : List.of();
  }

  private String end(Map<String, Object> architecture, String key) {
    List<?> ends = list("architecture." + key, architecture.get(key));
    return ends.isEmpty() || !(ends.get(0) instanceof List<?> end) || end.isEmpty()
        ? key
        : String.valueOf(end.get(0));
  }

  private Shape shape(String key, @Nullable Object value) {
    List<?> sizes = list(key, value);
    int[] shape = new int[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      if (!(sizes.get(i) instanceof Integer size) || size < 1) {
        throw bad(key, "sizes >= 1", sizes);
      }
      shape[i] = size;
    }
    return Shape.of(shape);
  }

  private List<Float> floats(String key, @Nullable Object value) {
    List<Float> floats = new ArrayList<>();
    for (Object each : list(key, value)) {
      floats.add((float) number(key, each));
    }
    return floats;
  }

  private List<String> texts(String key, @Nullable Object value) {
    List<String> texts = new ArrayList<>();
    for (Object each : list(key, value)) {
      texts.add(text(key, each));
    }
    return texts;
  }

  private double number(String key, @Nullable Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw bad(key, "a finite number", value);
  }

  private String text(String key, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw bad(key, "a string", value);
  }

  private List<?> list(String key, @Nullable Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    throw bad(key, "a list", value);
  }

  @SuppressWarnings("unchecked") // JSON's keys are strings
  private Map<String, Object> map(String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw bad(key, "an object", value);
  }

  private DataException bad(String key, String expected, @Nullable Object received) {
    return new DataException(
        file, key, "expected " + expected + ", received " + (received == null ? "none" : received));
  }
}
