package org.keraunos.notebook;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.keraunos.data.Dataset;
import org.keraunos.data.FloatColumn;
import org.keraunos.report.Html;
import org.keraunos.report.HtmlTable;
import org.keraunos.report.Look;
import org.keraunos.report.PictureGrid;
import org.keraunos.report.Pictures;
import org.keraunos.report.RowPictures;
import org.keraunos.report.Text;

/**
 * A data set: its size, the first pictures with their labels, and how often each label is there.
 */
final class DatasetView {
  private static final int PICTURES = 16;
  private static final int MOST_LABELS = 40;

  /** How often a label is 1, 0 and unknown; soft labels count for what they are. */
  private static final class Frequencies {
    final double[] present;
    final int[] unknown;

    Frequencies(int labels) {
      present = new double[labels];
      unknown = new int[labels];
    }
  }

  private DatasetView() {}

  static View of(Dataset data) {
    return of(data, PICTURES);
  }

  static View of(Dataset data, int pictures) {
    String text = description(data);
    return new Shown(text, () -> html(data, text, pictures), () -> picture(data, pictures));
  }

  private static String html(Dataset data, String text, int pictures) {
    StringBuilder html = new StringBuilder("<p>").append(Html.escape(text)).append("</p>");
    if (RowPictures.arePictures(data) && data.size() > 0) {
      html.append(PictureGrid.html(entries(data, pictures)));
    }
    if (hasLabels(data)) {
      html.append(frequencyTable(data));
    }
    return html.toString();
  }

  private static BufferedImage picture(Dataset data, int pictures) {
    List<BufferedImage> parts = new ArrayList<>();
    if (RowPictures.arePictures(data) && data.size() > 0) {
      parts.add(PictureGrid.picture(entries(data, pictures)));
    }
    if (hasLabels(data)) {
      List<String> names = data.labelNames().names();
      double[] present = frequencies(data).present;
      int[] order = mostFrequent(present);
      parts.add(new BarView(
              "Rows with the label", Arrays.stream(order).mapToObj(names::get).toList())
          .bars(
              "rows", Arrays.stream(order).mapToDouble(label -> present[label]).toArray())
          .picture());
    }
    if (parts.isEmpty()) {
      return Pictures.paint(480, 40, (graphics, width, height) -> {
        graphics.setColor(Look.INK);
        graphics.drawString(description(data), 10, 25);
      });
    }
    return Pictures.stack(parts);
  }

  private static List<PictureGrid.Entry> entries(Dataset data, int pictures) {
    List<PictureGrid.Entry> entries = new ArrayList<>();
    for (int row = 0; row < Math.min(pictures, data.size()); row++) {
      List<String> captions = hasLabels(data) ? List.of(caption(data, row)) : List.of();
      String alt = "Row " + row + (captions.isEmpty() ? "" : ": " + captions.get(0));
      entries.add(new PictureGrid.Entry(RowPictures.picture(data, row), captions, alt));
    }
    return entries;
  }

  private static String caption(Dataset data, int row) {
    float[] values = new float[data.targets().get(0).shape().size()];
    data.targets().get(0).column().read(row, values, 0);
    List<String> present = new ArrayList<>();
    for (int label = 0; label < values.length; label++) {
      String name = data.labelNames().names().get(label);
      if (Float.isNaN(values[label])) {
        present.add(name + "?");
      } else if (values[label] > 0.5) {
        present.add(name);
      }
    }
    return PictureGrid.join(present);
  }

  private static String frequencyTable(Dataset data) {
    Frequencies frequencies = frequencies(data);
    boolean unknowns = Arrays.stream(frequencies.unknown).anyMatch(count -> count > 0);
    List<String> columns = new ArrayList<>(List.of("label", "rows", "share"));
    if (unknowns) {
      columns.add("unknown");
    }
    int[] shown = mostFrequent(frequencies.present);
    int labels = frequencies.present.length;
    String caption = shown.length == labels
        ? "How often each label is there"
        : "The " + shown.length + " most frequent of " + labels + " labels";
    HtmlTable table = new HtmlTable(caption, columns);
    for (int label : shown) {
      double known = data.size() - frequencies.unknown[label];
      double share = frequencies.present[label] / known;
      List<String> cells = new ArrayList<>();
      cells.add(Html.count(frequencies.present[label]));
      cells.add(Html.figure(share) + " " + Html.bar(share));
      if (unknowns) {
        cells.add(Html.count(frequencies.unknown[label]));
      }
      table.row(data.labelNames().names().get(label), cells);
    }
    return table.toString();
  }

  /** All labels in their order, or the most frequent where there are too many to show. */
  private static int[] mostFrequent(double[] present) {
    if (present.length <= MOST_LABELS) {
      return IntStream.range(0, present.length).toArray();
    }
    return IntStream.range(0, present.length)
        .boxed()
        .sorted(Comparator.comparingDouble(label -> -present[label]))
        .limit(MOST_LABELS)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Frequencies frequencies(Dataset data) {
    FloatColumn column = data.targets().get(0).column();
    int labels = column.shape().size();
    Frequencies frequencies = new Frequencies(labels);
    float[] values = new float[labels];
    for (int row = 0; row < data.size(); row++) {
      column.read(row, values, 0);
      for (int label = 0; label < labels; label++) {
        if (Float.isNaN(values[label])) {
          frequencies.unknown[label]++;
        } else {
          frequencies.present[label] += values[label];
        }
      }
    }
    return frequencies;
  }

  private static boolean hasLabels(Dataset data) {
    return !data.targets().isEmpty();
  }

  private static String description(Dataset data) {
    StringBuilder text = new StringBuilder(Html.count(data.size())).append(" rows of ");
    text.append(Text.sizes(data.inputs().get(0).shape()));
    if (hasLabels(data)) {
      Frequencies frequencies = frequencies(data);
      int labels = frequencies.present.length;
      text.append(" with ").append(labels).append(labels == 1 ? " label" : " labels");
      if (data.size() > 0) {
        double each = Arrays.stream(frequencies.present).sum() / data.size();
        text.append(String.format(Locale.ROOT, ", %.2f labels a row on average", each));
      }
    } else {
      text.append(" without labels");
    }
    return text.append('.').toString();
  }
}
