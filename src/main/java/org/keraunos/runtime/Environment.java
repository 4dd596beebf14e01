package org.keraunos.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a training's bits depend on beside its data, network and options: two that agree in it end
 * alike, bit for bit.
 */
public final class Environment {
  private Environment() {}

  /**
   * Looks around; the first session must exist, since it fixes the threads.
   *
   * @param options how the graph runs
   * @param policy the types
   * @param parts into how many parts a batch is divided
   * @return what JSON can hold, by name
   */
  public static Map<String, Object> of(RuntimeOptions options, DTypePolicy policy, int parts) {
    RuntimeOptions pools = ThreadPools.madeFor(options);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("processor", Processor.type());
    map.put("tensorflow", NativeLibrary.version());
    map.put("onednn", String.valueOf(System.getenv("TF_ENABLE_ONEDNN_OPTS")));
    map.put("device", options.device().mayBeGpu() ? "gpu" : "cpu");
    map.put("threads of an op", count(pools.intraOpThreads()));
    map.put("ops at a time", options.interOpThreads() < 0 ? 1 : count(pools.interOpThreads()));
    map.put("parts of a batch", parts);
    map.put("precision", policy.kerasName());
    return map;
  }

  private static int count(int threads) {
    return threads <= 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
