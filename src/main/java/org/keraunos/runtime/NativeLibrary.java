package org.keraunos.runtime;

import org.tensorflow.TensorFlow;

/** TensorFlow's native library: what has to be said before it is loaded. */
public final class NativeLibrary {
  private static final String RESIDENT_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  static {
    // JavaCPP refuses native memory, after collecting garbage for seconds, once the process has
    // four
    // times -Xmx resident. TensorFlow has that much alone with a small heap, and mapped files count
    // too.
    if (System.getProperty(RESIDENT_LIMIT) == null) {
      System.setProperty(RESIDENT_LIMIT, "0");
    }
    NativeLog.quiet();
  }

  private NativeLibrary() {}

  /**
   * The version of TensorFlow.
   *
   * @return for example {@code 2.18.0}
   */
  public static String version() {
    return TensorFlow.version();
  }

  /** Is called before anything of TensorFlow's is touched. */
  static void prepare() {
    // the static block above has run
  }
}
