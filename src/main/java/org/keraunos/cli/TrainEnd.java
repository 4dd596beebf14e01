package org.keraunos.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.GradCam;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.base.DataException;
import org.keraunos.data.Data;
import org.keraunos.data.Dataset;
import org.keraunos.decisions.ThresholdChoice;
import org.keraunos.recipes.Attempt;
import org.keraunos.recipes.Found;
import org.keraunos.report.Story;
import org.keraunos.report.StrictJson;
import org.keraunos.report.results.Scored;
import org.keraunos.training.History;

/** The end of a training: its scores, the saved model, the report beside it, what is printed. */
final class TrainEnd {
  private final BaseCommand command;
  private final TrainData data;
  private final ReportOptions reports;
  private final TalkOptions talk;

  /** Where the report is, once there is one. */
  private @Nullable Path page;

  TrainEnd(BaseCommand command, TrainData data, ReportOptions reports, TalkOptions talk) {
    this.command = command;
    this.data = data;
    this.reports = reports;
    this.talk = talk;
  }

  /** The last name of a path, which the model gets. */
  static String nameOf(Path path) {
    Path name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "model" : name.toString();
  }

  /**
   * Scores, saves and prints.
   *
   * @return whether the model is where it was to go
   */
  boolean finish(
      Model network,
      Data rows,
      Dataset test,
      @Nullable History history,
      TrainReport said,
      @Nullable ThresholdChoice choice,
      Stopwatch watch) {
    Map<String, Double> figures = network.evaluate(test);
    Predictions predictions = network.predict(test);
    Scores scores = new Scores(test.labels(), predictions);
    watch.lap("evaluate");
    Path folder = said.folder();
    Map<String, Object> report = said.scores(figures, scores)
        .thresholds(choice, network.contract().output().labels().names())
        .toMap();
    Path written = save(network, folder, report, scores);
    watch.lap("save");
    report.put("model", written.toString());
    if (reports.isWanted()) {
      page = report(written, rows, test, predictions, network, history, said);
      watch.lap("report");
      if (page != null) {
        report.put("report", page.toString());
      }
    }
    print(said.times(watch).toMap(), scores);
    return written.equals(folder);
  }

  /**
   * The end of a search: says what was tried, and finishes with the best.
   *
   * @return whether the model is where it was to go
   */
  boolean ofSearch(Found found, Data rows, TrainReport said, Stopwatch watch) {
    talk.say(command.err(), data.describe(rows.train(), rows.test(), found.model()));
    talk.say(
        command.err(),
        ThresholdNames.line(found.thresholds(), rows.train().labelNames().names()));
    if (!talk.json()) {
      command.out().println(AttemptTable.of(found.attempts()));
    }
    TrainReport report = said.search(found.attempts());
    History history = found.history().orElse(null);
    if (history != null) {
      report = report.history(history);
    }
    boolean saved =
        finish(found.model(), rows, rows.test(), history, report, found.thresholds(), watch);
    if (saved) {
      sayWhere("The model, " + found.best().name() + ", is in " + said.folder());
    }
    return saved;
  }

  /**
   * Saves the model; where the disk is full or the folder was taken away meanwhile, among the
   * temporary files, for what took hours must not be lost.
   *
   * @return where it is
   */
  private Path save(Model network, Path folder, Map<String, Object> report, Scores scores) {
    try {
      network.export(folder, report);
      return folder;
    } catch (DataException e) {
      Path other = Path.of(System.getProperty("java.io.tmpdir"))
          .resolve("keraunos-" + ProcessHandle.current().pid())
          .resolve(nameOf(folder));
      try {
        network.export(other, report);
      } catch (DataException again) {
        e.addSuppressed(again);
        print(report, scores);
        throw e;
      }
      command.remark("keraunos train: " + e.getMessage() + "; the model is in " + other);
      return other;
    }
  }

  private @Nullable Path report(
      Path folder,
      Data rows,
      Dataset test,
      Predictions predictions,
      Model network,
      @Nullable History history,
      TrainReport said) {
    Predictions probable = predictions.probabilities();
    Scored scored = new Scored(
        test.labels(),
        predictions.labels(),
        probable.scores(),
        probable.labelNames(),
        AnyModel.numbers(network.contract().output().thresholdOfEach()),
        network
            .contract()
            .output()
            .calibration()
            .map(each -> network.predict(test, o -> o.raw(true)).probabilities().scores()));
    List<String> reading = new ArrayList<>();
    DataOptions.account(rows, reading::add);
    reading.add(data.describe(rows.train(), test, network));
    Story story =
        Story.of(nameOf(folder)).data(data.source()).reading(reading).summary(network.summary());
    if (history != null) {
      story = story.history(history);
    }
    for (Attempt each : said.tried()) {
      story = story.made("tried: " + each.name(), AttemptTable.line(each));
    }
    Story made = ReportOptions.made(story, command.arguments(), said.toMap().get("options"));
    try (GradCam cam = cam(network)) {
      return reports.write(
          folder,
          "report",
          test,
          scored,
          made,
          cam == null ? null : (row, label) -> SeenWhere.picture(cam, test, row, label),
          command::remark);
    }
  }

  /** What shows where labels were seen; null for a network without layers of pictures. */
  static @Nullable GradCam cam(Model network) {
    try {
      return GradCam.fits(network) ? GradCam.of(network) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Prints what it came to. */
  void print(Map<String, Object> report, Scores scores) {
    if (talk.json()) {
      command.out().println(StrictJson.write(report));
    } else {
      scores.print(command.out());
    }
    command.out().flush();
  }

  /** Says where the model is, and the report if there is one. */
  void sayWhere(String model) {
    talk.say(command.err(), model);
    if (page != null) {
      talk.say(command.err(), "The report is in " + page);
    }
  }
}
