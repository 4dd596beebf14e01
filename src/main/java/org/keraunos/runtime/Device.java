package org.keraunos.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import org.keraunos.base.Check;
import org.tensorflow.proto.ConfigProto;

/**
 * What a graph runs on.
 *
 * @param gpu the GPU's number; {@link #CPU} and {@link #AUTO} have numbers of their own
 */
public record Device(int gpu) {
  private static final int NO_GPU = -1;
  private static final int ANY = -2;
  private static final String GPU_LIBRARY = "/org/tensorflow/internal/c_api/linux-x86_64-gpu/";

  /** The processor alone, also where there is a GPU. */
  public static final Device CPU = new Device(NO_GPU);

  /**
   * The first GPU where there is one and the GPU build is on the class path, else the processor.
   */
  public static final Device AUTO = new Device(ANY);

  /**
   * Checks the number.
   *
   * @param gpu the GPU's number
   * @throws IllegalArgumentException if there can be no such number
   */
  public Device {
    Check.argument(gpu >= ANY, "device", "gpu:0 or higher", gpu);
  }

  /**
   * The device of a name.
   *
   * @param name {@code auto}, {@code cpu} or {@code gpu:0}, {@code gpu:1}, ...
   * @return the device
   * @throws IllegalArgumentException if it is none of these
   */
  public static Device named(String name) {
    if (name.equals("auto")) {
      return AUTO;
    }
    if (name.equals("cpu")) {
      return CPU;
    }
    Check.argument(name.matches("gpu:\\d{1,3}"), "device", "auto, cpu or gpu:0", name);
    return new Device(Integer.parseInt(name.substring("gpu:".length())));
  }

  /**
   * Whether a GPU was asked for by number.
   *
   * @return true for {@code gpu:N}
   */
  public boolean isGpu() {
    return gpu >= 0;
  }

  /**
   * Why a GPU cannot be had here.
   *
   * @return one line for people; empty if this process can try, or no GPU was asked for
   */
  public String whyNotHere() {
    if (!isGpu()) {
      return "";
    }
    if (Device.class.getResource(GPU_LIBRARY) == null && !hasGpuLibrary()) {
      return "no GPU build on the class path (build with -Pgpu): running on the CPU";
    }
    return Files.exists(Path.of("/dev/nvidia" + gpu))
        ? ""
        : "no NVIDIA device " + gpu + " here: running on the CPU";
  }

  /**
   * Whether ops may end up on a GPU.
   *
   * @return true if one was asked for, or would be taken, and can be had here
   */
  public boolean mayBeGpu() {
    return gpu != NO_GPU && new Device(Math.max(gpu, 0)).whyNotHere().isEmpty();
  }

  /** Directories are not resources of every jar; the library is. */
  private static boolean hasGpuLibrary() {
    return Device.class.getResource(GPU_LIBRARY + "libtensorflow_cc.so.2") != null;
  }

  void configure(ConfigProto.Builder config) {
    if (gpu == NO_GPU) {
      config.putDeviceCount("GPU", 0);
    } else if (isGpu()) {
      config.getGpuOptionsBuilder().setVisibleDeviceList(String.valueOf(gpu));
    }
    config.getGpuOptionsBuilder().setAllowGrowth(true);
    config.setAllowSoftPlacement(true);
  }
}
