package org.keraunos.cli;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keraunos.Predictions;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.report.StrictJson;

/**
 * Predictions as a file: {@code .npy} (float32, rows x labels), {@code .csv} (a row each: name,
 * predicted labels joined by {@code |}, a probability a label) or {@code .json}.
 *
 * @param predictions what was predicted
 * @param names what the rows are called
 * @param thresholds where a probability becomes a label, one a label
 */
record PredictionFiles(Predictions predictions, List<String> names, List<Double> thresholds) {
  /** Fails over a name that {@link #write} does not know. */
  static void check(Path file) {
    String suffix = suffix(file);
    Check.argument(
        List.of("npy", "csv", "json").contains(suffix),
        "--output",
        "a name that ends in .npy, .csv or .json",
        file);
  }

  private static String suffix(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  void write(Path file) {
    switch (suffix(file)) {
      case "npy" ->
        Npy.write(
            file,
            NpyArray.of(
                NpyType.FLOAT32,
                predictions.flat(),
                predictions.rows(),
                predictions.labelNames().size()));
      case "csv" -> writeText(file, csv());
      default -> writeText(file, StrictJson.write(json()) + "\n");
    }
  }

  private static void writeText(Path file, String text) {
    AtomicFiles.writeFile(file, out -> {
      BufferedWriter writer =
          new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      writer.write(text);
      writer.flush();
    });
  }

  /** The labels that are predicted. */
  LabelMatrix decided() {
    return predictions.scores().above(AnyModel.numbers(thresholds));
  }

  /** The names of the labels that are predicted for a row. */
  List<String> labelsOf(int row, LabelMatrix predicted) {
    List<String> result = new ArrayList<>();
    for (int label = 0; label < predicted.labels(); label++) {
      if (predicted.get(row, label) == 1) {
        result.add(predictions.labelNames().names().get(label));
      }
    }
    return result;
  }

  private String csv() {
    LabelMatrix predicted = decided();
    List<String> labels = predictions.labelNames().names();
    StringBuilder text = new StringBuilder("image,labels");
    labels.forEach(label -> text.append(',').append(cell(label)));
    text.append('\n');
    for (int row = 0; row < predictions.rows(); row++) {
      text.append(cell(names.get(row))).append(',');
      text.append(cell(String.join("|", labelsOf(row, predicted))));
      for (int label = 0; label < labels.size(); label++) {
        text.append(',').append(predictions.get(row, label));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String cell(String text) {
    return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  private Map<String, Object> json() {
    LabelMatrix predicted = decided();
    List<String> labels = predictions.labelNames().names();
    List<Object> rows = new ArrayList<>();
    for (int row = 0; row < predictions.rows(); row++) {
      Map<String, Object> probabilities = new LinkedHashMap<>();
      for (int label = 0; label < labels.size(); label++) {
        probabilities.put(labels.get(label), predictions.get(row, label));
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("image", names.get(row));
      entry.put("labels", labelsOf(row, predicted));
      entry.put("probabilities", probabilities);
      rows.add(entry);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("labels", labels);
    ThresholdNames.put(all, labels, thresholds);
    all.put("predictions", rows);
    return all;
  }
}
