package org.keraunos.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What this machine's processor can do, as far as Linux tells. */
public final class Processor {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16");

  private Processor() {}

  /**
   * Whether there are bfloat16 instructions; without them bfloat16 is several times slower than
   * float32.
   *
   * @return true if {@code /proc/cpuinfo} lists {@code avx512_bf16} or {@code amx_bf16}; false
   *     where there is no such file
   */
  public static boolean hasBfloat16() {
    try {
      return Files.isReadable(CPU_INFO) && hasBfloat16(Files.readAllLines(CPU_INFO));
    } catch (IOException e) {
      return false; // not knowing is as good as not having
    }
  }

  static boolean hasBfloat16(List<String> cpuInfo) {
    return cpuInfo.stream()
        .filter(line -> line.startsWith("flags"))
        .anyMatch(line -> List.of(line.split("[\\s:]+")).stream().anyMatch(BFLOAT16::contains));
  }

  /** {@return the processor's name and a digest of what it can do; the architecture elsewhere} */
  static String type() {
    try {
      if (Files.isReadable(CPU_INFO)) {
        List<String> lines = Files.readAllLines(CPU_INFO);
        String name = first(lines, "model name");
        String flags = first(lines, "flags");
        if (!name.isEmpty() && !flags.isEmpty()) {
          return name + ", flags " + Integer.toHexString(flags.hashCode());
        }
      }
    } catch (IOException e) {
      return System.getProperty("os.arch", "unknown"); // not knowing more
    }
    return System.getProperty("os.arch", "unknown");
  }

  private static String first(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
