package org.keraunos.cli;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.data.readers.ReadOptions;
import org.keraunos.data.readers.Repeated;
import picocli.CommandLine.Option;

/** What a table or a text does not say of itself. */
final class TableOptions {
  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "The encoding of texts, such as windows-1252; UTF-8, or UTF-16 by its mark.")
  private @Nullable String encoding;

  @Option(
      names = "--header",
      paramLabel = "yes|no",
      description = "Whether the first line of a table names its columns; recognised.")
  private @Nullable String header;

  @Option(
      names = "--file-column",
      paramLabel = "NAME",
      description = "The column that names the image files; the one whose cells do.")
  private @Nullable String fileColumn;

  @Option(
      names = "--label-columns",
      paramLabel = "NAMES",
      description =
          "The columns that are labels: one of tags, or any of 0 and 1; by what they hold.")
  private @Nullable String labelColumns;

  @Option(names = "--drop", paramLabel = "NAMES", description = "Columns to leave out.")
  private @Nullable String drop;

  @Option(
      names = "--part-column",
      paramLabel = "NAME|none",
      description = "The column that says train, val or test; one like split or is_valid.")
  private @Nullable String partColumn;

  @Option(
      names = "--unknown",
      paramLabel = "CELL",
      description = "A label's cell that means not known, beside ? and nothing; see --absent.")
  private String @Nullable [] unknown;

  @Option(
      names = "--absent",
      paramLabel = "CELL",
      description =
          "A label's cell that means 0. Of -1: absent where a table has no 0, else not known.")
  private String @Nullable [] absent;

  @Option(
      names = "--repeated",
      paramLabel = "union|majority",
      description =
          "What decides where rows of a picture contradict each other, such as a row an annotator.")
  private @Nullable String repeated;

  @Option(
      names = "--decimal",
      paramLabel = "point|comma",
      description = "What stands before decimals where numbers like 1,234 may be read in two ways.")
  private @Nullable String decimal;

  @Option(
      names = "--input-array",
      paramLabel = "NAME",
      description = "The array of inputs in .npz and .npy files, such as arr_0; x, images, ...")
  private @Nullable String inputArray;

  @Option(
      names = "--label-array",
      paramLabel = "NAME",
      description = "The array of labels, such as arr_1; y, labels, ...")
  private @Nullable String labelArray;

  @Option(
      names = "--channel-order",
      paramLabel = "first|last",
      description = "Where the channels of arrays stand; last, asked for where it looks otherwise.")
  private @Nullable String channelOrder;

  TableOptions() {}

  void configure(ReadOptions options) {
    if (encoding != null) {
      options.encoding(charset(encoding));
    }
    if (header != null) {
      Check.argument(List.of("yes", "no").contains(header), "--header", "yes or no", header);
      options.header(header.equals("yes"));
    }
    if (fileColumn != null) {
      options.fileColumn(fileColumn);
    }
    if (labelColumns != null) {
      options.labelColumns(NameList.parse("--label-columns", labelColumns));
    }
    if (drop != null) {
      options.drop(NameList.parse("--drop", drop));
    }
    if (partColumn != null) {
      options.partColumn(partColumn);
    }
    if (unknown != null) {
      options.unknown(unknown);
    }
    if (absent != null) {
      options.absent(absent);
    }
    if (decimal != null) {
      Check.argument(
          List.of("point", "comma").contains(decimal), "--decimal", "point or comma", decimal);
      options.decimalComma(decimal.equals("comma"));
    }
    if (inputArray != null) {
      options.inputArray(inputArray);
    }
    if (labelArray != null) {
      options.labelArray(labelArray);
    }
    if (channelOrder != null) {
      Check.argument(
          List.of("first", "last").contains(channelOrder),
          "--channel-order",
          "first or last",
          channelOrder);
      options.channelsFirst(channelOrder.equals("first"));
    }
    if (repeated != null) {
      Check.argument(
          List.of("union", "majority").contains(repeated),
          "--repeated",
          "union or majority",
          repeated);
      options.repeated(Repeated.valueOf(repeated.toUpperCase(Locale.ROOT)));
    }
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw Check.bad(
          "--encoding", "an encoding, such as windows-1252, ISO-8859-15 or Shift_JIS", name);
    }
  }
}
