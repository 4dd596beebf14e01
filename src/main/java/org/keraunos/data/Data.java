package org.keraunos.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.DataException;
import org.keraunos.data.readers.ImageSource;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.data.split.Splitter;

/**
 * Data as they were read: all rows as one {@link Dataset}, the part that each says it belongs to,
 * its name, and the account of the reading. The one door to data in files, whatever their format:
 *
 * <pre>{@code
 * Data data = Data.read(Path.of("photos"), options -> options.imageSize(64, 64)).forTraining();
 * model.fit(data.train());
 * model.evaluate(data.test());
 * System.out.println(data.reading());
 * }</pre>
 *
 * <p>Immutable: what says "with" or "for" gives a changed copy.
 */
@CheckReturnValue
public final class Data {
  /** The share of the rows that {@link #forTraining} holds out if none is for testing: 20 %. */
  public static final double TEST_SHARE = 0.2;

  /**
   * The seed of that split unless the caller has another: a later evaluation finds the same rows.
   */
  public static final long SEED = 42;

  private final Dataset dataset;
  private final List<Part> parts;
  private final List<String> rowNames;
  private final List<ImageSource> sources;
  private final Reading reading;
  private final @Nullable ImageCache cache;
  private final boolean heldOut;

  private Data(
      Dataset dataset,
      List<Part> parts,
      List<String> rowNames,
      List<ImageSource> sources,
      Reading reading,
      @Nullable ImageCache cache,
      boolean heldOut) {
    Check.given(dataset, "dataset");
    Check.given(parts, "parts");
    Check.given(rowNames, "rowNames");
    Check.given(sources, "sources");
    Check.given(reading, "reading");
    Check.argument(
        parts.size() == dataset.size(), "parts", dataset.size() + " parts", parts.size());
    Check.argument(
        sources.isEmpty() || sources.size() == dataset.size(),
        "sources",
        dataset.size() + " sources",
        sources.size());
    this.dataset = dataset;
    this.parts = List.copyOf(parts);
    this.rowNames = rowNames;
    this.sources = List.copyOf(sources);
    this.reading = reading;
    this.cache = cache;
    this.heldOut = heldOut;
  }

  /**
   * Reads a file or a folder of any known format.
   *
   * @param path the file or folder
   * @return its rows
   * @throws DataException if it cannot be read, may be read in two ways, is of no known format, or
   *     has no usable row
   */
  public static Data read(Path path) {
    return read(path, new ReadOptions());
  }

  /**
   * Reads a file or a folder of any known format.
   *
   * @param path the file or folder
   * @param options says what the files do not say
   * @return its rows
   * @throws DataException if it cannot be read, may be read in two ways, is of no known format, or
   *     has no usable row
   */
  public static Data read(Path path, Consumer<ReadOptions> options) {
    ReadOptions said = new ReadOptions();
    Check.given(options, "options").accept(said);
    return read(path, said);
  }

  /**
   * Reads a file or a folder of any known format.
   *
   * @param path the file or folder
   * @param options what the files do not say
   * @return its rows
   * @throws DataException if it cannot be read, may be read in two ways, is of no known format, or
   *     has no usable row
   */
  public static Data read(Path path, ReadOptions options) {
    Check.given(path, "path");
    Check.given(options, "options");
    return DataReader.read(path, options);
  }

  /**
   * Data of the program's own.
   *
   * @param dataset all rows
   * @param parts the part of each row
   * @param reading where they come from
   * @return the data; rows are called by their numbers
   * @throws IllegalArgumentException if there are not as many parts as rows
   */
  public static Data of(Dataset dataset, List<Part> parts, Reading reading) {
    return new Data(
        dataset,
        parts,
        new RowNumbers(Check.given(dataset, "dataset").size()),
        List.of(),
        reading,
        null,
        false);
  }

  /**
   * Images that were decoded.
   *
   * @param dataset all rows
   * @param parts the part of each row
   * @param rowNames what to call each row
   * @param sources where each row's image lies; empty where they were pixels already
   * @param reading what was recognised
   * @param cache where the pixels lie for the next run
   * @return the data
   * @throws IllegalArgumentException if numbers of rows clash
   */
  public static Data ofImages(
      Dataset dataset,
      List<Part> parts,
      List<String> rowNames,
      List<ImageSource> sources,
      Reading reading,
      ImageCache cache) {
    Check.given(cache, "cache");
    List<String> names = Check.given(rowNames, "rowNames").isEmpty()
        ? new RowNumbers(Check.given(dataset, "dataset").size())
        : rowNames;
    return new Data(dataset, parts, names, sources, reading, cache, false);
  }

  /**
   * The digit scenes: 10,000 to train on and 2,000 to test.
   *
   * @return both parts, seed 42
   */
  public static Data digitScenes() {
    return DigitSceneData.both(DigitSceneData.train(), DigitSceneData.test());
  }

  /**
   * The first digit scenes of both parts, seed 42.
   *
   * @param train how many to train on, at least 1
   * @param test how many to test on, at least 1
   * @return both parts
   */
  public static Data digitScenes(int train, int test) {
    return DigitSceneData.both(DigitSceneData.train(train, SEED), DigitSceneData.test(test, SEED));
  }

  /**
   * {@return all rows: one input, {@code images} or {@code features}, the target {@code labels}
   * unless there are none}
   */
  public Dataset dataset() {
    return dataset;
  }

  /** {@return the part that each row says it belongs to} */
  public List<Part> parts() {
    return parts;
  }

  /** {@return what to call each row: its file, or its number} */
  public List<String> rowNames() {
    return rowNames;
  }

  /** {@return the names of a table's columns of features; none for images} */
  public List<String> featureNames() {
    return dataset.inputs().get(0).columns();
  }

  /** {@return where each row's image lies; none for what is no image file} */
  public List<ImageSource> sources() {
    return sources;
  }

  /** {@return the account of the reading} */
  public Reading reading() {
    return reading;
  }

  /** {@return everything that was wrong, in the order it was found} */
  public List<Problem> problems() {
    return reading.problems();
  }

  /** {@return where decoded images lie for the next run; empty for data that are no images} */
  public Optional<ImageCache> cache() {
    return Optional.ofNullable(cache);
  }

  /** {@return whether the files name no test part and {@link #forTraining} held one out} */
  public boolean heldOut() {
    return heldOut;
  }

  /**
   * The numbers of the rows of some parts.
   *
   * @param some parts; all rows if none is named
   * @return ascending
   */
  public int[] rowsOf(Part... some) {
    Check.given(some, "some");
    List<Part> wanted = Arrays.asList(some);
    return IntStream.range(0, parts.size())
        .filter(row -> wanted.isEmpty() || wanted.contains(parts.get(row)))
        .toArray();
  }

  /**
   * The rows of a part.
   *
   * @param part the part that the files name
   * @return a view; of no rows if none belongs to it
   */
  public Dataset part(Part part) {
    Check.given(part, "part");
    return dataset.rows(rowsOf(part));
  }

  /** {@return the rows to train on, those that name no part included: a view} */
  public Dataset train() {
    return dataset.rows(rowsOf(Part.TRAIN, Part.NONE));
  }

  /** {@return the rows to validate on: a view; empty if there are none} */
  public Optional<Dataset> validation() {
    int[] rows = rowsOf(Part.VALIDATION);
    return rows.length == 0 ? Optional.empty() : Optional.of(dataset.rows(rows));
  }

  /**
   * The rows to test on.
   *
   * @return a view
   * @throws IllegalStateException if there are none: {@link #forTraining} holds some out
   */
  public Dataset test() {
    int[] rows = rowsOf(Part.TEST);
    Check.state(rows.length > 0, "these data name no test part; forTraining() holds one out");
    return dataset.rows(rows);
  }

  /**
   * The data as they are trained and tested on, 20 % held out with seed 42 if no row is for
   * testing.
   *
   * @return a copy in which every row has a part, and whose account says what was held out and
   *     which labels nothing is to be learned of
   * @throws IllegalArgumentException if no row is left to train on, the test rows have no known
   *     label, or no label has both rows that are known to have it and to lack it
   */
  public Data forTraining() {
    return forTraining(TEST_SHARE, SEED);
  }

  /**
   * The data as they are trained and tested on.
   *
   * @param testShare what to hold out if no row is for testing, above 0 and below 1
   * @param seed the seed of that split
   * @return a copy in which every row has a part
   * @throws IllegalArgumentException as {@link #forTraining()} does, or if the share is out of
   *     range
   */
  public Data forTraining(double testShare, long seed) {
    Data sorted = withTestPart(testShare, seed);
    List<String> names = dataset.labelNames().names();
    HeldOut.check(train().labels(), sorted.test().labels(), names);
    Reading.Builder account = sorted.reading.more();
    HeldOut.remarks(sorted.train().labels(), names).forEach(account::remark);
    return sorted.with(account.build());
  }

  /**
   * The data with a test part, 20 % held out by iterative stratification with seed 42 if no row is
   * for testing.
   *
   * @return a copy in which every row has a part
   * @throws IllegalArgumentException if no row is left to train on
   */
  public Data withTestPart() {
    return withTestPart(TEST_SHARE, SEED);
  }

  private Data withTestPart(double testShare, long seed) {
    List<Part> all = HeldOut.parts(dataset, parts, testShare, seed);
    boolean holds = !parts.contains(Part.TEST);
    Reading.Builder account = reading.more().parts(all);
    if (holds) {
      int test = Collections.frequency(all, Part.TEST);
      account.remark(HeldOut.sentence(test, test + Collections.frequency(all, Part.TRAIN)));
    }
    Reading said = account.build();
    return new Data(dataset, all, rowNames, sources, said, cache, holds);
  }

  /**
   * Divides all rows, whatever part they belong to, by iterative stratification with seed 0.
   *
   * @param shares for example 0.8, 0.1, 0.1; each above 0, together 1
   * @return views, one a share
   * @throws IllegalArgumentException if the shares are not as said or there are fewer rows than
   *     shares
   */
  public List<Dataset> split(double... shares) {
    Check.given(shares, "shares");
    return split(Splitter.iterative(), 0, shares);
  }

  /**
   * Divides all rows, whatever part they belong to.
   *
   * @param splitter how
   * @param seed the seed of all chance decisions
   * @param shares for example 0.8, 0.1, 0.1; each above 0, together 1
   * @return views, one a share
   * @throws IllegalArgumentException if the shares are not as said or there are fewer rows than
   *     shares
   */
  public List<Dataset> split(Splitter splitter, long seed, double... shares) {
    Check.given(splitter, "splitter");
    Check.given(shares, "shares");
    return Arrays.stream(splitter.split(dataset.labels(), shares, seed))
        .map(dataset::rows)
        .toList();
  }

  /**
   * Some rows.
   *
   * @param order their numbers
   * @return a view
   * @throws IllegalArgumentException if a row does not exist
   */
  public Data rows(int... order) {
    Check.given(order, "rows");
    Dataset some = dataset.rows(order);
    List<Part> someParts = IntStream.of(order).mapToObj(parts::get).toList();
    List<String> names = IntStream.of(order).mapToObj(rowNames::get).toList();
    List<ImageSource> places =
        sources.isEmpty() ? sources : IntStream.of(order).mapToObj(sources::get).toList();
    Reading account = reading.more().parts(someParts).build();
    return new Data(some, someParts, names, places, account, cache, heldOut);
  }

  /**
   * The columns of these names, in this order: what a model was trained on.
   *
   * @param wanted the names; none leaves all as they are
   * @param origin the file or folder to name in messages
   * @return a copy with these features
   * @throws DataException if a column is missing
   */
  public Data withFeatures(List<String> wanted, Path origin) {
    Check.given(wanted, "wanted");
    Check.given(origin, "origin");
    Feature table = dataset.inputs().get(0);
    if (wanted.isEmpty() || table.columns().isEmpty() || wanted.equals(table.columns())) {
      return this;
    }
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(table.columns());
    if (!missing.isEmpty()) {
      throw new DataException(
          origin,
          "expected the features that the model was trained on, missing: "
              + String.join(", ", missing));
    }
    return with(dataset.withInput(table.pick(wanted)));
  }

  Data with(Reading account) {
    return new Data(dataset, parts, rowNames, sources, account, cache, heldOut);
  }

  Data with(Dataset other) {
    return new Data(other, parts, rowNames, sources, reading, cache, heldOut);
  }

  /**
   * What was left out, a line of numbers and a line for each of the first problems.
   *
   * @param most how many problems to show
   * @return lines; none if nothing was wrong
   */
  public List<String> losses(int most) {
    List<String> lines = new ArrayList<>();
    int lost = reading.rowsLost();
    int others = problems().size() - lost;
    int all = dataset.size() + lost;
    if (problems().isEmpty()) {
      return lines;
    }
    String left = String.format(
        Locale.ROOT, "Left out %,d of %,d rows (%.2f %%)", lost, all, 100.0 * lost / all);
    String more = String.format(Locale.ROOT, "%,d %s", others, others == 1 ? "remark" : "remarks");
    if (others == 0) {
      lines.add(left);
    } else {
      lines.add(lost == 0 ? "Left out no row; " + more : left + "; " + more + " more");
    }
    problems().stream().limit(most).forEach(problem -> lines.add("  " + problem));
    if (problems().size() > most) {
      lines.add(String.format(Locale.ROOT, "  ... and %,d more", problems().size() - most));
    }
    return lines;
  }

  /** Rows, shapes and parts, on one line. */
  @Override
  public String toString() {
    return "Data: " + dataset + ", " + reading.parts();
  }
}
