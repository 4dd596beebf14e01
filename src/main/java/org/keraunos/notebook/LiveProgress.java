package org.keraunos.notebook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.report.Html;
import org.keraunos.report.HtmlTable;
import org.keraunos.training.Callback;

/**
 * Shows a training while it runs: a bar for the epoch that is being trained and a table line for
 * each that is done. Where to is somebody else's to know.
 */
final class LiveProgress implements Callback {
  private static final long PAUSE_NANOS = 200_000_000;
  private static final int KEPT_EPOCHS = 12;

  /** A place that holds one thing to see. */
  @FunctionalInterface
  interface Screen {
    /**
     * Shows this in the place of what was shown before; {@code text} is for those who see no HTML.
     */
    void show(String html, String text);
  }

  private record Done(int epoch, double seconds, double inputWaitShare, Map<String, Double> logs) {}

  private final Screen screen;
  private final Deque<Done> done = new ArrayDeque<>();
  private int epochs;
  private int rows;
  private int epoch;
  private int row;
  private boolean inEpoch;
  private Map<String, Double> logs = Map.of();
  private long begin;
  private long epochBegin;
  private @Nullable Long shown;

  LiveProgress(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    epochs = event.epochs();
    rows = event.rows();
    begin = System.nanoTime();
  }

  @Override
  public void onEpochBegin(EpochBegin event) {
    epoch = event.epoch();
    row = 0;
    logs = Map.of();
    inEpoch = true;
    epochBegin = System.nanoTime();
    showNowAndThen();
  }

  @Override
  public void onBatchEnd(BatchEnd event) {
    row = event.rows();
    if (isTime()) {
      logs = event.logs();
      showNowAndThen();
    }
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    inEpoch = false;
    done.addLast(new Done(event.epoch(), event.seconds(), event.inputWaitShare(), event.logs()));
    if (done.size() > KEPT_EPOCHS) {
      done.removeFirst();
    }
    showNowAndThen();
  }

  @Override
  public void onTrainEnd(TrainEnd event) {
    String end = event.epochs() == epochs ? "" : inEpoch ? ", interrupted" : ", stopped early";
    inEpoch = false;
    String text = event.epochs() + " of " + epochs + " epochs, " + Html.count(rows) + " rows each, "
        + seconds(System.nanoTime() - begin) + end;
    screen.show("<p>" + text + "</p>" + table(), text + lines());
  }

  private boolean isTime() {
    return shown == null || System.nanoTime() - shown >= PAUSE_NANOS;
  }

  private void showNowAndThen() {
    if (isTime()) {
      show();
      shown = System.nanoTime();
    }
  }

  private void show() {
    if (!inEpoch) {
      screen.show(table(), lines().strip());
      return;
    }
    double seconds = (System.nanoTime() - epochBegin) / 1e9;
    String text = "Epoch " + (epoch + 1) + " of " + epochs + ": " + Html.count(row) + " of "
        + Html.count(rows) + " rows" + (row == 0 ? "" : speed(seconds));
    String bar = "<progress max=\"" + rows + "\" value=\"" + row + "\" aria-label=\"" + text
        + "\" style=\"width:20em\"></progress>";
    screen.show(
        "<p>" + bar + "<br>" + text + "<br>" + Html.escape(figures(logs)) + "</p>" + table(),
        text + " " + figures(logs));
  }

  private String speed(double seconds) {
    double speed = row / seconds;
    return String.format(
        Locale.ROOT, ", %,.0f a second, %.0f s left", speed, Math.ceil((rows - row) / speed));
  }

  private String table() {
    if (done.isEmpty()) {
      return "";
    }
    List<String> columns = new ArrayList<>(List.of("epoch", "time"));
    columns.addAll(done.getFirst().logs().keySet());
    columns.add("input wait");
    HtmlTable table = new HtmlTable("", columns);
    for (Done each : done) {
      List<String> cells = new ArrayList<>(List.of(seconds((long) (each.seconds() * 1e9))));
      each.logs().values().forEach(value -> cells.add(figure(value)));
      cells.add(String.format(Locale.ROOT, "%.1f %%", 100 * each.inputWaitShare()));
      table.row(Integer.toString(each.epoch() + 1), cells);
    }
    return table.toString();
  }

  private String lines() {
    StringBuilder text = new StringBuilder();
    for (Done each : done) {
      text.append("\nepoch ").append(each.epoch() + 1).append(": ").append(figures(each.logs()));
    }
    return text.toString();
  }

  private static String figures(Map<String, Double> logs) {
    StringBuilder text = new StringBuilder();
    logs.forEach((name, value) ->
        text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(figure(value)));
    return text.toString();
  }

  /** A loss or metric with four digits, more where it is small. */
  static String figure(double value) {
    boolean small = value != 0 && Math.abs(value) < 0.001;
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, small ? "%.1e" : "%.4f", value);
  }

  private static String seconds(long nanos) {
    double seconds = nanos / 1e9;
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%d min %02d s", (long) seconds / 60, (long) seconds % 60);
  }
}
