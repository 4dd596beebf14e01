package org.keraunos.runtime;

import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RewriterConfig;

/**
 * How TensorFlow runs a graph. The thread counts are the process's: its first session fixes them.
 *
 * @param intraOpThreads threads within one op; 0 for one a core
 * @param interOpThreads threads for ops beside each other; 0 for one a core, -1 for the calling
 *     thread
 * @param device what to run on
 */
@CheckReturnValue
public record RuntimeOptions(int intraOpThreads, int interOpThreads, Device device) {
  /** One thread a core. */
  public static final RuntimeOptions DEFAULT = new RuntimeOptions(0, 0, Device.AUTO);

  /**
   * The shortest way for one sample at a time: everything in the calling thread. Callers on many
   * threads do not wait for each other.
   */
  public static final RuntimeOptions LATENCY = new RuntimeOptions(1, -1, Device.AUTO);

  /**
   * A short way for one sample that still takes all cores for many: for a process that only
   * predicts.
   */
  public static final RuntimeOptions PREDICT = new RuntimeOptions(0, -1, Device.AUTO);

  private static final int FEW_PROCESSORS = 4;

  /**
   * The fastest way to train a network whose rows do not know of each other (no batch
   * normalization, no dropout) on a few processors: one thread an op, and as many ops at a time as
   * there are processors. Other networks train slower with it.
   *
   * @return {@link #DEFAULT} with one processor or more than 4, where a batch would fall into parts
   *     that are too small
   */
  public static RuntimeOptions splitBatch() {
    int processors = Runtime.getRuntime().availableProcessors();
    return processors > 1 && processors <= FEW_PROCESSORS
        ? new RuntimeOptions(1, processors, Device.AUTO)
        : DEFAULT;
  }

  /**
   * Checks the counts.
   *
   * @param intraOpThreads threads within one op
   * @param interOpThreads threads for ops beside each other
   * @param device what to run on
   * @throws IllegalArgumentException if a count is out of range
   */
  public RuntimeOptions {
    Check.argument(intraOpThreads >= 0, "intraOpThreads", ">= 0", intraOpThreads);
    Check.argument(interOpThreads >= -1, "interOpThreads", ">= -1", interOpThreads);
  }

  /**
   * A number of threads for everything.
   *
   * @param threads how many, at least 1
   * @return the options
   */
  public static RuntimeOptions threads(int threads) {
    Check.argument(threads >= 1, "threads", ">= 1", threads);
    return new RuntimeOptions(threads, threads, Device.AUTO);
  }

  /**
   * The same within an op, but ops run in the thread that asks for them: for callers that are many
   * threads themselves.
   *
   * @return the options
   */
  public RuntimeOptions inCallingThread() {
    return new RuntimeOptions(intraOpThreads, -1, device);
  }

  /**
   * The same threads on another device.
   *
   * @param other what to run on
   * @return the options
   */
  public RuntimeOptions on(Device other) {
    return new RuntimeOptions(intraOpThreads, interOpThreads, other);
  }

  /**
   * The chains of ops that run side by side: where an op has one thread and several ops may run at
   * a time, a batch is best divided among as many towers.
   *
   * @return at least 1
   */
  public int sideBySide() {
    return intraOpThreads == 1 ? Math.max(1, interOpThreads) : 1;
  }

  /**
   * For a graph that only predicts, whose weights are constants: each of these rewritings copies
   * all of them, and none finds anything to do there. It is a third of the time to the first
   * prediction.
   */
  ConfigProto forPrediction() {
    ConfigProto.Builder config = toConfig().toBuilder();
    config
        .getGraphOptionsBuilder()
        .getRewriteOptionsBuilder()
        .setMemoryOptimization(RewriterConfig.MemOptType.NO_MEM_OPT)
        .setShapeOptimization(RewriterConfig.Toggle.OFF)
        .setLoopOptimization(RewriterConfig.Toggle.OFF)
        .setFunctionOptimization(RewriterConfig.Toggle.OFF)
        .setDebugStripper(RewriterConfig.Toggle.OFF)
        .setScopedAllocatorOptimization(RewriterConfig.Toggle.OFF)
        .setPinToHostOptimization(RewriterConfig.Toggle.OFF)
        .setImplementationSelector(RewriterConfig.Toggle.OFF);
    return config.build();
  }

  ConfigProto withoutRewriting() {
    ConfigProto.Builder config = toConfig().toBuilder();
    config.getGraphOptionsBuilder().getRewriteOptionsBuilder().setDisableMetaOptimizer(true);
    return config.build();
  }

  ConfigProto toConfig() {
    ConfigProto.Builder config = ConfigProto.newBuilder();
    config.setIntraOpParallelismThreads(intraOpThreads);
    config.setInterOpParallelismThreads(interOpThreads);
    device.configure(config);
    return config.build();
  }
}
