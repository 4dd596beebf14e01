package org.keraunos.training;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A line that shows an epoch's progress, time left, images a second, loss and metrics, as Keras's {@code fit} does. When the
 * epoch is over, its time and figures stay in its place, however narrow the terminal is. For a terminal.
 */
public final class ProgressLine implements Callback {
  private static final int WIDEST = 150;
  private static final int USUAL_COLUMNS = 80;
  private static final int UPDATE_MILLIS = 100;

  private final PrintStream out;
  private int epochs;
  private int rows;
  private @Nullable ProgressBar bar;

  /**
   * A line.
   *
   * @param out where to; it should be a terminal, the line is written over itself
   */
  public ProgressLine(PrintStream out) {
    this.out = out;
  }

  /**
   * Whether somebody can see a progress line.
   *
   * @return what the launcher said in {@code keraunos.terminal}, or else whether the JVM has a console
   */
  @SuppressWarnings(
      "SystemConsoleNull") // from Java 22 on there is always a console: there the launcher must say
  public static boolean isTerminal() {
    String said = System.getProperty("keraunos.terminal");
    if (said != null) {
      return Boolean.parseBoolean(said);
    }
    return Runtime.version().feature() < 22 && System.console() != null;
  }

  /** A line that is wider than its terminal would not be written over; the launcher says how wide that is. */
  private static int width() {
    return Math.min(WIDEST, Integer.getInteger("keraunos.columns", USUAL_COLUMNS) - 1);
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    epochs = event.epochs();
    rows = event.rows();
  }

  @Override
  public void onEpochBegin(EpochBegin event) {
    bar = new ProgressBarBuilder()
        .setTaskName("Epoch " + (event.epoch() + 1) + "/" + epochs)
        .setInitialMax(rows)
        .setUnit(" images", 1)
        .showSpeed(new java.text.DecimalFormat(
            "#,##0", java.text.DecimalFormatSymbols.getInstance(Locale.ROOT)))
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(out, width()))
        .clearDisplayOnFinish()
        .build();
  }

  @Override
  public void onBatchEnd(BatchEnd event) {
    if (bar != null) {
      bar.stepTo(event.rows());
      bar.setExtraMessage(" - " + text(event.logs()));
    }
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    end();
    out.println(text(event, epochs));
  }

  @Override
  public void onTrainEnd(TrainEnd event) {
    end();
  }

  private void end() {
    if (bar != null) {
      bar.close();
      bar = null;
      out.print('\r'); // the bar is wiped out, with the cursor left behind it
    }
  }

  /**
   * What an epoch came to, as one line.
   *
   * @param event the epoch
   * @param epochs how many there are at most
   * @return its time, its figures, and how much of the steps' time they waited for data
   */
  public static String text(EpochEnd event, int epochs) {
    return String.format(
        Locale.ROOT,
        "Epoch %d/%d - %.1fs - %s - input wait: %.1f %%",
        event.epoch() + 1,
        epochs,
        event.seconds(),
        text(event.logs()),
        100 * event.inputWaitShare());
  }

  /**
   * Figures as one line.
   *
   * @param logs names and values
   * @return for example {@code loss: 0.1234 - accuracy: 0.9310}
   */
  public static String text(Map<String, Double> logs) {
    StringBuilder line = new StringBuilder();
    logs.forEach((name, value) -> line.append(line.isEmpty() ? "" : " - ")
        .append(String.format(Locale.ROOT, "%s: %.4f", name, value)));
    return line.toString();
  }
}
