package org.keraunos.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** A command that has run in this JVM. */
record Cli(int code, String out, String err) {
  static Cli run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Keraunos.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    return new Cli(code, out.toString(), err.toString());
  }

  /** A model of a few scenes, good for nothing but to be loaded. */
  static Path model(Path folder) {
    Cli train = run(
        "train",
        "--epochs",
        1,
        "--train-size",
        128,
        "--test-size",
        20,
        "--quiet",
        "--model",
        folder);
    if (train.code != 0) {
      throw new IllegalStateException(train.err);
    }
    return folder;
  }
}
