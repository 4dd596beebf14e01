package org.keraunos.data.digits;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.AtomicFolders;
import org.keraunos.base.DataException;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;

/** Writes digit scenes as files that any other program reads; each appears whole or not at all. */
public final class DigitSceneFiles {
  private static final String LIST = "labels.csv";
  private static final String HEADER = "file,labels";
  private static final Pattern LINE =
      Pattern.compile("((?:train|test)/[0-9]{5,}\\.png),(?:[0-9](?:\\|[0-9])*)?");

  private DigitSceneFiles() {}

  /**
   * Writes one {@code .npz} with {@code x_train} and {@code x_test} (uint8, n x 32 x 32 x 3) and
   * {@code y_train} and {@code y_test} (uint8, n x 10).
   *
   * @param file the file, replaced if it is there
   * @param train the training scenes
   * @param test the test scenes
   * @throws DataException if it cannot be written
   */
  public static void writeNpz(Path file, DigitScenes train, DigitScenes test) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("x_train", images(train));
    arrays.put("y_train", labels(train));
    arrays.put("x_test", images(test));
    arrays.put("y_test", labels(test));
    Npz.write(file, arrays);
  }

  /**
   * Writes a folder of PNG images, {@code train/00000.png} and on and {@code test/00000.png} and
   * on, with a {@code labels.csv}: header {@code file,labels}, the digits of a scene joined by
   * {@code |}, nothing where a scene has none.
   *
   * @param folder the folder; one that is there is replaced only if it is empty or was written by
   *     this method
   * @param train the training scenes
   * @param test the test scenes
   * @throws DataException if it cannot be written, or if the folder holds anything else
   */
  public static void writeFolder(Path folder, DigitScenes train, DigitScenes test) {
    checkReplaceable(folder);
    AtomicFolders.write(folder, DigitSceneFiles::ours, target -> {
      StringBuilder list = new StringBuilder(HEADER + "\n");
      writePart(target, "train", train, list);
      writePart(target, "test", test, list);
      Files.writeString(target.resolve(LIST), list);
    });
  }

  private static void checkReplaceable(Path folder) {
    if (Files.isDirectory(folder)) {
      AtomicFolders.others(folder, DigitSceneFiles::ours).stream().findFirst().ifPresent(f -> {
        throw new DataException(
            folder, "holds " + f + ", so it is not replaced; name a new folder");
      });
    }
  }

  /**
   * What this class wrote: pictures by its names that its list names with digits, and the list if
   * it has such lines only.
   */
  private static Set<Path> ours(Path folder) {
    Path list = folder.resolve(LIST);
    if (!Files.isRegularFile(list)) {
      return Set.of();
    }
    Set<Path> ours = new HashSet<>();
    try (Stream<String> lines = Files.lines(list)) {
      Iterator<String> each = lines.iterator();
      if (!each.hasNext() || !each.next().equals(HEADER)) {
        return Set.of();
      }
      while (each.hasNext()) {
        Matcher line = LINE.matcher(each.next());
        if (!line.matches()) {
          return Set.of();
        }
        ours.add(Path.of(line.group(1)));
      }
    } catch (IOException | UncheckedIOException e) {
      return Set.of();
    }
    ours.add(Path.of(LIST));
    return ours;
  }

  private static void writePart(Path folder, String part, DigitScenes scenes, StringBuilder list)
      throws IOException {
    Files.createDirectory(folder.resolve(part));
    int width = Math.max(5, String.valueOf(scenes.size() - 1).length());
    for (int i = 0; i < scenes.size(); i++) {
      list.append(name(part, i, width)).append(',');
      String separator = "";
      for (int label = 0; label < DigitScenes.LABELS; label++) {
        if (scenes.labels()[i * DigitScenes.LABELS + label] == 1) {
          list.append(separator).append(DigitScenes.LABEL_NAMES.get(label));
          separator = "|";
        }
      }
      list.append('\n');
    }
    // A failure is kept until all threads are done: one that still writes would leave a file behind
    // what is cleaned up.
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    IntStream.range(0, scenes.size()).parallel().forEach(i -> {
      if (failure.get() == null) {
        try {
          writePng(folder.resolve(name(part, i, width)), scenes, i);
        } catch (IOException e) {
          failure.compareAndSet(null, e);
        }
      }
    });
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private static String name(String part, int scene, int width) {
    String number = String.valueOf(scene);
    return part + "/" + "0".repeat(width - number.length()) + number + ".png";
  }

  private static void writePng(Path file, DigitScenes scenes, int scene) throws IOException {
    BufferedImage image =
        new BufferedImage(DigitScenes.SIDE, DigitScenes.SIDE, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] rgb = scenes.images();
    int start = scene * DigitScenes.PIXELS;
    for (int i = 0; i < bgr.length; i += 3) {
      bgr[i] = rgb[start + i + 2];
      bgr[i + 1] = rgb[start + i + 1];
      bgr[i + 2] = rgb[start + i];
    }
    Files.write(file, png(image));
  }

  /**
   * Made in memory: where a disk is full, ImageIO throws a NullPointerException in place of what
   * the disk said.
   */
  private static byte[] png(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", out)) {
        throw new IOException("this Java writes no PNG");
      }
    }
    return bytes.toByteArray();
  }

  private static NpyArray images(DigitScenes scenes) {
    return NpyArray.of(
        NpyType.UINT8,
        scenes.images(),
        scenes.size(),
        DigitScenes.SIDE,
        DigitScenes.SIDE,
        DigitScenes.CHANNELS);
  }

  private static NpyArray labels(DigitScenes scenes) {
    return NpyArray.of(NpyType.UINT8, scenes.labels(), scenes.size(), DigitScenes.LABELS);
  }
}
