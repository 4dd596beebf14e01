package org.keraunos.images;

import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.averagePooling2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.adam;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.keraunos.Model;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Data;
import org.keraunos.data.Reading;
import org.keraunos.data.readers.Content;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.data.readers.Listing;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.layers.Input;

/**
 * Trains, in a process of its own with a small heap, on more pixels than the heap can hold ten
 * times over.
 */
final class SmallHeap {
  private static final int SIZE = 128;

  private SmallHeap() {}

  /**
   * Arguments: an image, the cache's folder. Prints the heap's size, the pixels' size, where they
   * came from, the loss.
   */
  public static void main(String... arguments) {
    long heap = Runtime.getRuntime().maxMemory();
    int rows = (int) (10 * heap / (SIZE * SIZE * 3)) + 1;
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (byte) (i % 2);
    }
    Listing listing = new Listing(
        new Content.Images(Collections.nCopies(rows, ImageSource.of(Path.of(arguments[0])))),
        Collections.nCopies(rows, Part.NONE),
        List.of("odd"),
        LabelMatrix.of(labels, rows, 1),
        Reading.of("test", "a test").build());
    ReadOptions options =
        new ReadOptions().image(image -> image.size(SIZE, SIZE).cache(Path.of(arguments[1])));
    Data loaded = new ImageLoader().read(listing, Path.of("memory"), options);
    var input = Input.of(SIZE, SIZE, 3);
    var x = averagePooling2d(SIZE).apply(input);
    var output = dense(1).activation(SIGMOID).apply(flatten().apply(x));
    try (Model model = Model.of(input, output)) {
      model.compile(adam(), binaryCrossentropy());
      var history = model.fit(loaded.dataset(), fit -> fit.batchSize(32).epochs(1));
      System.out.printf(
          "%d %d %s %s%n",
          heap,
          (long) rows * SIZE * SIZE * 3,
          loaded.cache().orElseThrow().used(),
          history.get("loss")[0]);
    }
  }
}
