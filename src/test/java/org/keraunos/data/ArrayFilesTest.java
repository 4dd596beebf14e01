package org.keraunos.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;
import org.keraunos.data.npy.Npy;
import org.keraunos.data.npy.NpyArray;
import org.keraunos.data.npy.NpyType;
import org.keraunos.data.npy.Npz;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.ReadOptions;

class ArrayFilesTest {
  @TempDir
  Path temp;

  private static NpyArray pixels(int rows) {
    byte[] values = new byte[rows * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (200 + i);
    }
    return NpyArray.of(NpyType.UINT8, values, rows, 2, 2);
  }

  private static NpyArray labels(int rows) {
    byte[] values = new byte[rows * 2];
    for (int i = 0; i < values.length; i += 3) {
      values[i] = 1;
    }
    return NpyArray.of(NpyType.BOOL, values, rows, 2);
  }

  private Path npz(Object... namesAndArrays) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (int i = 0; i < namesAndArrays.length; i += 2) {
      arrays.put((String) namesAndArrays[i], (NpyArray) namesAndArrays[i + 1]);
    }
    Path file = temp.resolve("d.npz");
    Npz.write(file, arrays);
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "x_train, y_train, x_test, y_test",
    "X_train, Y_train, X_test, Y_test",
    "Xtrain, ytrain, Xtest, ytest",
    "train_images, train_labels, test_images, test_labels",
    "images_train, targets_train, images_test, targets_test",
    "train_x, train_y, dev_x, dev_y",
    "X_tr, y_tr, X_te, y_te"
  })
  void arraysByTheNamesThatPeopleGiveThem(String x, String y, String x2, String y2) {
    Data data = Data.read(npz(y, labels(3), x, pixels(3), x2, pixels(2), y2, labels(2)));
    Part second = x2.startsWith("dev") ? Part.VALIDATION : Part.TEST;
    assertThat(data.parts()).containsExactly(Part.TRAIN, Part.TRAIN, Part.TRAIN, second, second);
    assertThat(data.dataset().labels().rows()).isEqualTo(5);
    assertThat(data.reading().format()).isEqualTo("npz");
    assertThat(data.reading().labels()).isEqualTo("array " + y);
    assertThat(data.reading().partsFrom()).isEqualTo("the names of the arrays");
    assertThat(data.rowNames()).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void whatIsThereIsListedInTheMessage() {
    Path file = npz("arr_0", pixels(3), "arr_1", labels(3));
    assertThatThrownBy(() -> Data.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": expected arrays x_train and y_train (x_test, ...), or x and y, found "
            + "arr_0 uint8 (3, 2, 2), arr_1 bool (3, 2); --input-array NAME and --label-array NAME "
            + "(ReadOptions.inputArray, labelArray) say which they are");
    Data said = Data.read(file, o -> o.inputArray("arr_0").labelArray("arr_1"));
    assertThat(said.dataset().size()).isEqualTo(3);
    assertThat(said.reading().labels()).isEqualTo("array arr_1");
    Path two = npz("x", pixels(3), "images", pixels(3), "y", labels(3));
    assertThatThrownBy(() -> Data.read(two))
        .hasMessageContaining("both 'x' and 'images' may be the inputs")
        .hasMessageContaining("--input-array");
    Data chosen = Data.read(two, o -> o.inputArray("images"));
    assertThat(chosen.reading().leftOut())
        .containsEntry("array 'x'", "neither inputs nor labels by its name");
    Path alone = npz("x", pixels(3));
    assertThatThrownBy(() -> Data.read(alone))
        .hasMessageContaining("expected labels beside 'x', such as y, found x uint8 (3, 2, 2)");
    Data unlabelled = Data.read(alone, ReadOptions::labelsOptional);
    assertThat(unlabelled.dataset().targets()).isEmpty();
    assertThat(unlabelled.reading().labels()).isEqualTo("none: inputs alone");
    assertThat(Data.read(npz("arr_0", pixels(3)), ReadOptions::labelsOptional)
            .dataset()
            .size())
        .isEqualTo(3);
  }

  @Test
  void namesThatTheUserSaysHavePartsToo() {
    Path file =
        npz("a_train", pixels(3), "b_train", labels(3), "a_test", pixels(1), "b_test", labels(1));
    Data data = Data.read(file, o -> o.inputArray("a").labelArray("b"));
    assertThat(data.parts()).containsExactly(Part.TRAIN, Part.TRAIN, Part.TRAIN, Part.TEST);
  }

  @Test
  void channelsThatMayComeFirstAreAskedFor() {
    byte[] values = new byte[2 * 3 * 5 * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) i;
    }
    NpyArray bytes = NpyArray.of(NpyType.UINT8, values, 2, 3, 5, 6);
    Path file = npz("x", bytes, "y", labels(2));
    assertThatThrownBy(() -> Data.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("x: shape (2, 3, 5, 6) can be read in two ways")
        .hasMessageContaining("--channel-order first (ReadOptions.channelsFirst(true))")
        .hasMessageContaining("--channel-order last (ReadOptions.channelsFirst(false))");
    Data last = Data.read(file, o -> o.channelsFirst(false));
    assertThat(last.dataset().inputs().get(0).shape().toArray()).containsExactly(3, 5, 6);
    float[] numbers = new float[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = values[i] & 0xFF;
    }
    NpyArray floats = NpyArray.of(NpyType.FLOAT32, numbers, 2, 3, 5, 6);
    for (NpyArray array : List.of(bytes, floats)) {
      Path each = npz("x", array, "y", labels(2));
      ReadOptions first = new ReadOptions().channelsFirst(true);
      for (Data data : List.of(Data.read(each, first), ArrayFiles.read(each, first, 7))) {
        assertThat(data.dataset().inputs().get(0).shape().toArray()).containsExactly(5, 6, 3);
        float[] row = new float[90];
        data.dataset().inputs().get(0).column().readFloats(1, row, 0);
        // the second image's pixel (1, 2) of the third channel
        assertThat(row[(6 + 2) * 3 + 2]).isEqualTo(90 + 2 * 30 + 6 + 2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<U4", ">U4", "|S5"})
  void labelNamesInTheFileAreTaken(String type) throws IOException {
    Path file = temp.resolve("d.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      Npy.write(temp.resolve("x.npy"), pixels(3));
      Npy.write(temp.resolve("y.npy"), labels(3));
      for (String name : List.of("x", "y")) {
        zip.putNextEntry(new ZipEntry(name + ".npy"));
        zip.write(Files.readAllBytes(temp.resolve(name + ".npy")));
      }
      zip.putNextEntry(new ZipEntry("label_names.npy"));
      zip.write(texts(type, "chat", "œuf"));
    }
    Data data = Data.read(file);
    assertThat(data.dataset().labelNames().names()).containsExactly("chat", "œuf");
    assertThat(data.reading().remarks())
        .containsExactly("Label names are those of the array 'label_names'");
    assertThat(Data.read(file, o -> o.labels(List.of("a", "b")))
            .dataset()
            .labelNames()
            .names())
        .containsExactly("a", "b");
    assertThatThrownBy(() -> Data.read(file, o -> o.labels(List.of("a"))))
        .hasMessageContaining("expected 2 label names, one a label, found 1");
  }

  /** An array of texts as numpy.save writes it. */
  private static byte[] texts(String type, String... texts) {
    String header =
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + texts.length + ",), }";
    header += " ".repeat(117 - header.length()) + "\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    out.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    for (String text : texts) {
      Charset charset = type.startsWith("|")
          ? StandardCharsets.UTF_8
          : Charset.forName(type.startsWith(">") ? "UTF-32BE" : "UTF-32LE");
      int width = type.startsWith("|") ? 5 : 16;
      out.writeBytes(Arrays.copyOf(text.getBytes(charset), width));
    }
    return out.toByteArray();
  }

  @Test
  void arraysOfMoreThanTheHeapTakesAtOnceAreReadRowByRow() {
    for (NpyArray x : List.of(
        pixels(9),
        NpyArray.of(NpyType.FLOAT32, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 5, 2))) {
      int rows = x.shape()[0];
      Path file = npz("x", x, "y", labels(rows));
      Dataset whole = Data.read(file).dataset();
      Dataset streamed = ArrayFiles.read(file, new ReadOptions(), 3).dataset();
      assertThat(streamed.size()).isEqualTo(rows);
      assertThat(streamed.inputs().get(0).shape())
          .isEqualTo(whole.inputs().get(0).shape());
      assertThat(streamed.inputs().get(0).scaling())
          .isEqualTo(whole.inputs().get(0).scaling());
      float[] one = new float[whole.inputs().get(0).shape().size()];
      float[] other = one.clone();
      for (int row = 0; row < rows; row++) {
        whole.inputs().get(0).column().readFloats(row, one, 0);
        streamed.inputs().get(0).column().readFloats(row, other, 0);
        assertThat(other).isEqualTo(one);
      }
    }
    float[] bad = {1, 2, Float.NaN, 4};
    Path nan = npz("x", NpyArray.of(NpyType.FLOAT32, bad, 2, 2), "y", labels(2));
    assertThatThrownBy(() -> ArrayFiles.read(nan, new ReadOptions(), 3))
        .hasMessageContaining("x: expected finite numbers, received NaN in row 1");
  }

  @Test
  void classNumbersAndPixelsAsFloats() {
    long[] classes = {0, 3, 1};
    Path numbers = npz("x", pixels(3), "y", NpyArray.of(NpyType.INT64, classes, 3));
    assertThatThrownBy(() -> Data.read(numbers))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected rows of 0 and 1, a column a label, received class numbers 0"
            + " to 3: make them one-hot (numpy.eye(4)[y])");
    float[] floats = new float[12];
    floats[5] = 255;
    Path images = npz("x", NpyArray.of(NpyType.FLOAT32, floats, 3, 2, 2, 1), "y", labels(3));
    assertThat(Data.read(images).reading().remarks())
        .first()
        .asString()
        .startsWith("'x' holds floats up to 255.0, which are taken as they are");
    floats[5] = 1;
    Path scaled = npz("x", NpyArray.of(NpyType.FLOAT32, floats, 3, 2, 2, 1), "y", labels(3));
    assertThat(Data.read(scaled).reading().remarks()).isEmpty();
  }

  @Test
  void minusOneIsAskedFor() {
    float[] cells = {1, -1, -1, 1};
    Path file = npz("x", pixels(2), "y", NpyArray.of(NpyType.FLOAT32, cells, 2, 2));
    assertThatThrownBy(() -> Data.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("--absent -1 (ReadOptions.absent) or --unknown -1");
    assertThat(Data.read(file, o -> o.absent("-1")).dataset().labels().flat())
        .containsExactly(1, 0, 0, 1);
    assertThat(Data.read(file, o -> o.unknown("-1")).dataset().labels().flat())
        .containsExactly(1, -1, -1, 1);
  }

  @Test
  void aFolderOfArraysAndOneAlone() {
    Npy.write(temp.resolve("X_train.npy"), pixels(3));
    Npy.write(temp.resolve("Y_train.npy"), labels(3));
    Data data = Data.read(temp);
    assertThat(data.reading().sign()).isEqualTo("a folder of files .npy");
    assertThat(data.parts()).containsOnly(Part.TRAIN);
    Data one = Data.read(temp.resolve("X_train.npy"), ReadOptions::labelsOptional);
    assertThat(one.dataset().size()).isEqualTo(3);
  }
}
