package org.keraunos.training;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/**
 * A line that shows an epoch's progress, time left, images a second, loss and metrics, as Keras's
 * {@code fit} does. When the epoch is over, its time and figures stay in its place, however narrow
 * the terminal is. For a terminal.
 */
public final class ProgressLine implements Callback {
  private static final int UPDATE_MILLIS = 100;
  private static final int LONGEST_BAR = 40;
  private static final int SHORTEST_BAR = 4;

  private final PrintStream out;
  private final int columns;
  private int epochs;
  private int rows;
  private volatile Map<String, Double> logs = Map.of();
  private long asked;
  private @Nullable ProgressBar bar;

  /**
   * A line as wide as the terminal.
   *
   * @param out where to; it should be a terminal, the line is written over itself
   */
  public ProgressLine(PrintStream out) {
    this(out, TerminalSize.columns());
  }

  /**
   * A line.
   *
   * @param out where to
   * @param columns the terminal's width: a longer line would not be written over
   */
  ProgressLine(PrintStream out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    epochs = event.epochs();
    rows = event.rows();
  }

  @Override
  public void onEpochBegin(EpochBegin event) {
    logs = Map.of();
    String name = "Epoch " + (event.epoch() + 1) + "/" + epochs;
    bar = new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(rows)
        .setUpdateIntervalMillis(UPDATE_MILLIS)
        .setRenderer((state, width) -> line(name, state, Math.min(width, columns - 1)))
        .setConsumer(new ConsoleProgressBarConsumer(out, columns - 1))
        .clearDisplayOnFinish()
        .build();
  }

  private String line(String name, ProgressState state, int width) {
    double seconds = toSeconds(state.getElapsedAfterStart());
    return line(name, state.getCurrent(), state.getMax(), seconds, logs, width);
  }

  private static double toSeconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /**
   * Bar, speed and time left give way to the figures; where these are too many, the last ones go,
   * none is cut.
   */
  static String line(
      String name, long done, long all, double seconds, Map<String, Double> logs, int width) {
    double speed = seconds > 0 ? done / seconds : 0;
    String left = speed > 0 ? time((all - done) / speed) : "?";
    String share = String.format(Locale.ROOT, " %3d %%", 100 * done / Math.max(1, all));
    String figures = logs.isEmpty() ? "" : " - " + ProgressText.of(logs);
    String counts = String.format(Locale.ROOT, " %d/%d", done, all);
    String rate = String.format(Locale.ROOT, " (%,.0f images/s, %s left)", speed, left);
    for (String more : List.of(counts + rate, " (" + left + " left)", "")) {
      int room = width - name.length() - share.length() - more.length() - figures.length();
      if (room >= 0) {
        return name + bar(Math.min(LONGEST_BAR, room - 3), done, all) + share + more + figures;
      }
    }
    String some =
        " - " + ProgressText.of(logs, Math.max(1, width - name.length() - share.length() - 3));
    String line = name + share + some;
    return line.length() > width ? name + share : line;
  }

  private static String bar(int length, long done, long all) {
    if (length < SHORTEST_BAR) {
      return "";
    }
    int full = (int) (length * done / Math.max(1, all));
    return " [" + "=".repeat(full) + " ".repeat(length - full) + "]";
  }

  private static String time(double seconds) {
    long whole = Math.round(Math.min(seconds, 1e7));
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }

  @Override
  public void onBatchEnd(BatchEnd event) {
    if (bar != null) {
      bar.stepTo(event.rows());
      long now = System.nanoTime();
      if (now - asked > UPDATE_MILLIS * 1_000_000L) {
        asked = now;
        logs = event.logs();
      }
    }
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    end();
    out.println(ProgressText.of(event, epochs));
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
}
