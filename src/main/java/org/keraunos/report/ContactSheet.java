package org.keraunos.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keraunos.Predictions;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.base.LabelMatrix;
import org.keraunos.base.Shape;
import org.keraunos.data.Dataset;

/**
 * Images with what a model says of them, as one PNG: each enlarged without smoothing, below it its
 * labels with their probabilities. Where the truth is known, right labels are green, false ones red
 * and struck out, missed ones amber and in brackets.
 */
public final class ContactSheet {
  /** The most images on a sheet. */
  public static final int MOST = 40;

  private static final int COLUMNS = 8;
  private static final int PICTURE = 128;
  private static final int LARGEST = 256;
  private static final int GAP = 14;
  private static final int LINE = 18;
  private static final int SIZE = 14;
  private static final Color PAPER = Color.WHITE;
  private static final Color PLAIN = new Color(0x22, 0x22, 0x22);
  private static final Color RIGHT = new Color(0x00, 0x6B, 0x3C);
  private static final Color FALSE = new Color(0xC0, 0x1C, 0x28);
  private static final Color MISSED = new Color(0x9A, 0x5B, 0x00);

  private final Dataset data;
  private final Predictions predictions;
  private final @Nullable LabelMatrix truth;
  private final LabelMatrix predicted;
  private final int count;
  private final int height;
  private final int width;

  /** A line below an image. */
  private record Caption(String text, Color color, boolean struck) {}

  /**
   * A sheet of the first rows.
   *
   * @param data images
   * @param predictions one row for each
   * @param predicted the labels that are predicted, one row for each
   * @param truth the labels, or null where they are not known
   * @throws IllegalArgumentException if the data are no images
   */
  public ContactSheet(
      Dataset data, Predictions predictions, LabelMatrix predicted, @Nullable LabelMatrix truth) {
    Shape shape = data.inputs().get(0).shape();
    Check.argument(shape.rank() == 3, "--sheet", "images (height, width, channels)", shape);
    this.data = data;
    this.predictions = predictions;
    this.truth = truth;
    this.predicted = predicted;
    this.count = Math.min(MOST, predictions.rows());
    this.height = shape.get(0);
    this.width = shape.get(1);
  }

  /**
   * Finds out whether a sheet could be written, before the work whose result it shows.
   *
   * @param file where to
   * @throws IllegalArgumentException if the name does not end in .png
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public static void check(Path file) {
    Check.argument(
        file.toString().toLowerCase(Locale.ROOT).endsWith(".png"),
        "--sheet",
        "a name that ends in .png",
        file);
    AtomicFiles.checkWritable(file);
  }

  /**
   * Writes the sheet.
   *
   * @param file where to; one that is there is replaced
   * @throws org.keraunos.base.DataException if it cannot be written
   */
  public void write(Path file) {
    byte[] sheet = Pictures.png(draw());
    AtomicFiles.writeFile(file, out -> out.write(sheet));
  }

  private BufferedImage draw() {
    double scale = scale();
    int shownWidth = Math.max(1, (int) Math.round(width * scale));
    int shownHeight = Math.max(1, (int) Math.round(height * scale));
    List<List<Caption>> captions = new ArrayList<>();
    int lines = 1;
    for (int row = 0; row < count; row++) {
      captions.add(captions(row));
      lines = Math.max(lines, captions.get(row).size());
    }
    int columns = Math.min(COLUMNS, count);
    int rows = (count + columns - 1) / columns;
    int cellWidth = Math.max(shownWidth, PICTURE) + GAP;
    int cellHeight = shownHeight + 6 + lines * LINE + GAP;
    int legend = truth == null ? 0 : LINE;
    BufferedImage sheet = new BufferedImage(
        columns * cellWidth + GAP, rows * cellHeight + GAP + legend, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(PAPER);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, SIZE));
    for (int row = 0; row < count; row++) {
      int x = GAP + row % columns * cellWidth;
      int y = GAP + row / columns * cellHeight;
      graphics.drawImage(RowPictures.picture(data, row), x, y, shownWidth, shownHeight, null);
      caption(graphics, captions.get(row), x, y + shownHeight + 6, cellWidth - GAP);
    }
    if (truth != null) {
      legend(graphics, rows * cellHeight + GAP);
    }
    graphics.dispose();
    return sheet;
  }

  /** Side by side, as far as the sheet is wide. */
  private static void legend(Graphics2D graphics, int top) {
    int x = GAP;
    for (Caption caption : List.of(
        new Caption("right", RIGHT, false),
        new Caption("false", FALSE, true),
        new Caption("(missed)", MISSED, false))) {
      caption(graphics, List.of(caption), x, top, Integer.MAX_VALUE);
      x += graphics.getFontMetrics().stringWidth(caption.text()) + GAP;
    }
  }

  /** A whole number for small images, so that their pixels stay squares of one size. */
  private double scale() {
    int longer = Math.max(height, width);
    return longer > LARGEST ? (double) LARGEST / longer : Math.max(1, PICTURE / longer);
  }

  private static void caption(
      Graphics2D graphics, List<Caption> captions, int x, int top, int room) {
    FontMetrics metrics = graphics.getFontMetrics();
    int y = top;
    for (Caption caption : captions) {
      String text = shortened(caption.text(), metrics, room);
      graphics.setColor(caption.color());
      int base = y + metrics.getAscent();
      graphics.drawString(text, x, base);
      if (caption.struck()) {
        graphics.fillRect(x, base - metrics.getAscent() / 3, metrics.stringWidth(text), 1);
      }
      y += LINE;
    }
  }

  private static String shortened(String text, FontMetrics metrics, int room) {
    if (metrics.stringWidth(text) <= room) {
      return text;
    }
    // The probability behind the last space is kept.
    int space = text.lastIndexOf(' ');
    String tail = ".." + text.substring(space);
    int end = space;
    while (end > 1 && metrics.stringWidth(text.substring(0, end) + tail) > room) {
      end--;
    }
    return text.substring(0, end) + tail;
  }

  private List<Caption> captions(int row) {
    List<Caption> lines = new ArrayList<>();
    for (int label = 0; label < predicted.labels(); label++) {
      boolean says = predicted.get(row, label) == 1;
      int truly = truth == null ? LabelMatrix.UNKNOWN : truth.get(row, label);
      String text = Text.line(predictions.labelNames().names().get(label)) + "  "
          + String.format(Locale.ROOT, "%.2f", predictions.get(row, label));
      if (says) {
        Color color = truly == 1 ? RIGHT : truly == 0 ? FALSE : PLAIN;
        lines.add(new Caption(text, color, truly == 0));
      } else if (truly == 1) {
        lines.add(new Caption("(" + text + ")", MISSED, false));
      }
    }
    if (lines.isEmpty()) {
      boolean known = truth != null && isKnown(truth, row);
      lines.add(new Caption("no label", known ? RIGHT : PLAIN, false));
    }
    return lines;
  }

  private static boolean isKnown(LabelMatrix truth, int row) {
    for (int label = 0; label < truth.labels(); label++) {
      if (truth.get(row, label) == LabelMatrix.UNKNOWN) {
        return false;
      }
    }
    return true;
  }
}
