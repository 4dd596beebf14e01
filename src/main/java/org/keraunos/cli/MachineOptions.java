package org.keraunos.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.recipes.Training;
import org.keraunos.runtime.DTypePolicy;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.RuntimeOptions;
import picocli.CommandLine.Option;

/**
 * The options that say what trains and in which numbers. The networks of the command line have no
 * rows that know of each other.
 */
final class MachineOptions {
  /**
   * More threads than any machine has processors for; each costs memory, and thousands make
   * TensorFlow stand still.
   */
  private static final int MOST_THREADS = 1024;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description =
          "float32, float64, bfloat16 (with float32 weights; fast only on processors that have it),"
              + " or auto: bfloat16 where the processor has it; the recipe's: float32.")
  private @Nullable String precision;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "cpu, gpu:0, or auto: a GPU where there is one and its build; ${DEFAULT-VALUE}.")
  private String device = "auto";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of TensorFlow, 1 to " + MOST_THREADS + "; one a core.")
  private @Nullable Integer threads;

  MachineOptions() {}

  /** Fails over values that no data could make right. */
  void check() {
    policy(Training.TUTORIAL);
    Check.argument(
        threads == null || (threads >= 1 && threads <= MOST_THREADS),
        "--threads",
        "1 to " + MOST_THREADS,
        String.valueOf(threads));
    try {
      Device.named(device);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--" + e.getMessage(), e);
    }
  }

  /** What was asked for, or else what a training has. */
  private String precision(Training how) {
    return precision != null ? precision : how.bfloat16() ? "auto" : "float32";
  }

  DTypePolicy policy(Training how) {
    return switch (precision(how)) {
      case "float32" -> DTypePolicy.FLOAT32;
      case "bfloat16" -> DTypePolicy.MIXED_BFLOAT16;
      case "float64" -> DTypePolicy.FLOAT64;
      case "auto" -> DTypePolicy.auto();
      default ->
        throw Check.bad("--precision", "float32, bfloat16, float64 or auto", precision(how));
    };
  }

  /** The types that were asked for; none where each training has its own. */
  Optional<DTypePolicy> askedFor() {
    return precision == null ? Optional.empty() : Optional.of(policy(Training.TUTORIAL));
  }

  /**
   * How to run: batches divided among the processors, but where one chain of ops changes their
   * images first, rows know of each other, or a GPU does the work.
   */
  RuntimeOptions runtime(boolean augments, boolean rowwise) {
    Device where = Device.named(device);
    if (threads != null) {
      return RuntimeOptions.threads(threads).on(where);
    }
    boolean oneChain = !rowwise || augments || where.mayBeGpu();
    return (oneChain ? RuntimeOptions.DEFAULT : RuntimeOptions.splitBatch()).on(where);
  }

  /** What is not done as it was asked for, which is told with --quiet, too. */
  List<String> warnings() {
    String noGpu = Device.named(device).whyNotHere();
    return noGpu.isEmpty() ? List.of() : List.of(noGpu);
  }

  /** What the user may want to know before the first epoch; who chose a precision needs no hint. */
  List<String> hints(Training how) {
    List<String> hints = new ArrayList<>();
    if (precision(how).equals("float32")
        && precision == null
        && DTypePolicy.auto() == DTypePolicy.MIXED_BFLOAT16) {
      hints.add(
          "Hint: this processor has bfloat16 instructions; --precision bfloat16 trains about twice as fast");
    }
    return hints;
  }

  /** What was chosen, for a report. */
  Map<String, Object> toMap(Training how) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("precision", precision(how));
    map.put("device", device);
    if (threads != null) {
      map.put("threads", threads);
    }
    return map;
  }
}
