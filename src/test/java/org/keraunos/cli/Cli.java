package org.keraunos.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

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

  /** A table of two columns and two labels that hang on them, and the second on the first. */
  static Path table(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(8);
    List<String> lines = new ArrayList<>(List.of("x,y,label_a,label_b"));
    for (int row = 0; row < 200; row++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      int a = x > 0.5 ? 1 : 0;
      lines.add(String.format(Locale.ROOT, "%.4f,%.4f,%d,%d", x, y, a, y + a > 1 ? 1 : 0));
    }
    return Files.write(folder.resolve("table.csv"), lines);
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
