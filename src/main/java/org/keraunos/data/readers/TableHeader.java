package org.keraunos.data.readers;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.keraunos.base.DataException;

/** Whether the first line of a table names its columns, and how they are called. */
final class TableHeader {
  private TableHeader() {}

  static boolean isOne(
      Path file, List<String> first, ReadOptions options, Predicate<String> isFile) {
    Boolean said = options.header();
    if (said != null) {
      return said;
    }
    List<String> files = first.stream().filter(isFile).toList();
    if (!files.isEmpty() && files.stream().allMatch(ColumnNames::isUsual)) {
      throw Doubt.between(
          file,
          "line 1",
          "'" + files.get(0) + "', the name of a column and of a file that is there,",
          "the line names the columns, " + Doubt.option("--header", "yes", "header(true)"),
          "it is the first row, " + Doubt.option("--header", "no", "header(false)"));
    }
    if (!files.isEmpty()) {
      return false;
    }
    boolean numbers = first.stream().noneMatch(name -> Float.isNaN(Cells.number(name)));
    boolean image = first.stream().anyMatch(Folders::hasImageExtension);
    if (numbers || image) {
      throw Doubt.between(
          file,
          "line 1",
          "a line of " + (numbers ? "numbers" : "an image's name, which is not there,"),
          "it names the columns, " + Doubt.option("--header", "yes", "header(true)"),
          "it is the first row, " + Doubt.option("--header", "no", "header(false)"));
    }
    return true;
  }

  static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(i -> "column " + i).toList();
  }

  static List<String> checked(Path file, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!name.isEmpty() && !seen.add(Names.composed(name))) {
        throw new DataException(
            file, "line 1", "expected different column names, received '" + name + "' twice");
      }
    }
    return names;
  }
}
