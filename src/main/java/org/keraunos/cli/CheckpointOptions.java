package org.keraunos.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.training.FitOptions;
import org.keraunos.training.TrainingState;
import picocli.CommandLine.Option;

/** The options that let a training survive its end. */
final class CheckpointOptions {
  private static final String MINUTES = "m";

  @Option(
      names = "--checkpoint-dir",
      paramLabel = "DIR",
      description =
          "Writes checkpoints, with which --resume goes on after Ctrl-C, SIGTERM or a kill, into this folder; "
              + "with another of these options, and without this one, MODEL.checkpoints beside the model.")
  private @Nullable Path folder;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N|Nm",
      description = "After how many steps (500), or minutes (10m), to write one; after each epoch.")
  private @Nullable String every;

  @Option(
      names = "--resume",
      description =
          "Goes on from the newest checkpoint, to the same bits as without a stop; begins where there is none. "
              + "Data and options must be the same.")
  private boolean resume;

  @Option(
      names = "--resume-anyway",
      description =
          "As --resume, also on another processor or with other threads or precision, where the bits will differ.")
  private boolean resumeAnyway;

  CheckpointOptions() {}

  /** Whether there are to be checkpoints. */
  boolean areWanted() {
    return folder != null || every != null || resumes();
  }

  private boolean resumes() {
    return resume || resumeAnyway;
  }

  /** Fails over values that no data could make right. */
  void check() {
    if (every != null) {
      Check.argument(number() > 0, "--checkpoint-every", "steps (500) or minutes (10m)", every);
    }
  }

  /** The number before what says minutes; 0 if it is none. */
  private double number() {
    String text = every == null ? "" : every;
    boolean minutes = text.endsWith(MINUTES);
    try {
      double number = minutes
          ? Double.parseDouble(text.substring(0, text.length() - 1))
          : Integer.parseInt(text);
      return Double.isFinite(number) ? number : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /**
   * Where they go.
   *
   * @param model the model's folder
   */
  Path folder(Path model) {
    Path name = model.toAbsolutePath().normalize().getFileName();
    return folder != null ? folder : model.resolveSibling(name + ".checkpoints");
  }

  /**
   * Fails where a new training would push out the checkpoints of another one.
   *
   * @param model the model's folder
   */
  void checkFolder(Path model) {
    Path where = folder(model);
    Check.argument(
        !areWanted() || resumes() || !hasCheckpoints(where),
        "--checkpoint-dir",
        "a folder without checkpoints, or --resume to go on from them",
        where);
  }

  private static boolean hasCheckpoints(Path where) {
    if (!Files.isDirectory(where)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(where, "checkpoint-*.ckpt")) {
      return files.iterator().hasNext();
    } catch (IOException e) {
      throw new DataException(where, "cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Sets what these options say.
   *
   * @param fit what to set
   * @param model the model's folder
   * @param remarks takes lines for the user
   */
  void configure(FitOptions fit, Path model, Consumer<String> remarks) {
    if (!areWanted()) {
      return;
    }
    Consumer<FitOptions> with = options -> options.checkpoints(folder(model), checkpoints -> {
      checkpoints.remarks(remarks);
      if (every != null && every.endsWith(MINUTES)) {
        checkpoints.everyMinutes(number());
      } else if (every != null) {
        checkpoints.everySteps((int) number());
      }
    });
    with.accept(fit);
    if (resumes()) {
      if (!hasCheckpoints(folder(model))) {
        remarks.accept("no checkpoint is in " + folder(model) + " yet: the training begins");
      }
      fit.resumeIfAny(folder(model));
    }
    if (resumeAnyway) {
      fit.resumeAnyway();
    }
  }

  /**
   * How to go on with a training that was interrupted.
   *
   * @param arguments those of this run
   * @param model the model's folder
   * @param unwritten the state, if its checkpoint could not be written; null if it was
   * @return a line for the user
   * @throws DataException if it cannot be written among the temporary files either
   */
  String goOn(List<String> arguments, Path model, @Nullable TrainingState unwritten) {
    Path where = folder(model);
    StringBuilder line = new StringBuilder("Interrupted; to go on: keraunos");
    boolean elsewhere = unwritten != null;
    if (unwritten != null) {
      where = Path.of(System.getProperty("java.io.tmpdir"))
          .resolve("keraunos-" + ProcessHandle.current().pid())
          .resolve("checkpoints");
      unwritten.writeTo(where.resolve("checkpoint-000001.ckpt"));
    }
    boolean skip = false;
    for (String each : arguments) {
      if (elsewhere && (skip || each.startsWith("--checkpoint-dir"))) {
        skip = each.equals("--checkpoint-dir");
      } else {
        line.append(' ').append(quoted(each));
      }
    }
    if (elsewhere) {
      line.append(" --checkpoint-dir ").append(quoted(where.toString()));
    }
    if (!resumes()) {
      line.append(" --resume");
    }
    return line.toString();
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w@%+=:,./-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
