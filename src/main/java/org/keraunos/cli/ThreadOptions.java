package org.keraunos.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.runtime.Device;
import org.keraunos.runtime.RuntimeOptions;
import picocli.CommandLine.Option;

/** The option that says how many threads train. The networks of the command line have no rows that know of each other. */
final class ThreadOptions {
  @Option(names = "--threads", paramLabel = "N", description = "Threads of TensorFlow; one a core.")
  private @Nullable Integer threads;

  ThreadOptions() {}

  /** Fails over values that no data could make right. */
  void check() {
    Check.argument(threads == null || threads >= 1, "--threads", ">= 1", String.valueOf(threads));
  }

  /**
   * How to run: batches divided among the processors, but where one chain of ops changes their images first, or a GPU does the
   * work.
   */
  RuntimeOptions runtime(Device device, AugmentOptions augment) {
    if (threads != null) {
      return RuntimeOptions.threads(threads).on(device);
    }
    boolean oneChain = !augment.isNone() || device.mayBeGpu();
    return (oneChain ? RuntimeOptions.DEFAULT : RuntimeOptions.splitBatch()).on(device);
  }

  /** What was chosen, for a report. */
  Map<String, Object> toMap() {
    return threads == null ? Map.of() : Map.of("threads", threads);
  }
}
