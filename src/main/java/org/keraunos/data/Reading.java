package org.keraunos.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.data.readers.Part;
import org.keraunos.data.readers.Problem;

/**
 * The account of a reading: what was recognised in some data and by which sign, what was left out
 * and why, and whatever else somebody must know to see that their data were read as they meant
 * them. Texts are empty where there is nothing to say.
 */
public final class Reading {
  private final String format;
  private final String sign;
  private final String encoding;
  private final String fileColumn;
  private final String labels;
  private final String separator;
  private final String partsFrom;
  private final Map<Part, Integer> parts;
  private final Map<String, String> leftOut;
  private final Map<String, String> cells;
  private final int rowsUnited;
  private final List<String> remarks;
  private final List<Problem> problems;

  private Reading(Builder builder) {
    this.format = builder.format;
    this.sign = builder.sign;
    this.encoding = builder.encoding;
    this.fileColumn = builder.fileColumn;
    this.labels = builder.labels;
    this.separator = builder.separator;
    this.partsFrom = builder.partsFrom;
    this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.parts));
    this.leftOut = new LinkedHashMap<>(builder.leftOut);
    this.cells = new LinkedHashMap<>(builder.cells);
    this.rowsUnited = builder.rowsUnited;
    this.remarks = List.copyOf(builder.remarks);
    this.problems = List.copyOf(builder.problems);
  }

  /**
   * Begins an account, which nobody can do without saying what was recognised and how.
   *
   * @param format the format, as {@code --format} has it
   * @param sign by which it was recognised, such as {@code a file labels.csv}
   * @return the account to go on with
   * @throws IllegalArgumentException if one of them is blank
   */
  public static Builder of(String format, String sign) {
    Check.argument(!format.isBlank(), "format", "a name", "none");
    Check.argument(!sign.isBlank(), "sign", "what the format was recognised by", "none");
    return new Builder(format, sign);
  }

  /**
   * A copy to go on with.
   *
   * @return all that stands here, to which more may be added
   */
  public Builder more() {
    Builder copy = new Builder(format, sign)
        .encoding(encoding)
        .fileColumn(fileColumn)
        .labels(labels)
        .separator(separator)
        .partsFrom(partsFrom)
        .united(rowsUnited);
    copy.parts.putAll(parts);
    copy.leftOut.putAll(leftOut);
    copy.cells.putAll(cells);
    copy.remarks.addAll(remarks);
    copy.problems.addAll(problems);
    return copy;
  }

  /** {@return the format, as {@code --format} has it} */
  public String format() {
    return format;
  }

  /** {@return by which sign the format was recognised} */
  public String sign() {
    return sign;
  }

  /** {@return the encoding of the texts and how it is known; empty where there are none} */
  public String encoding() {
    return encoding;
  }

  /** {@return the column that names the files; empty where there is none} */
  public String fileColumn() {
    return fileColumn;
  }

  /** {@return where the labels come from, such as {@code tags in column 'labels'}} */
  public String labels() {
    return labels;
  }

  /** {@return what stands between tags; empty where there are none} */
  public String separator() {
    return separator;
  }

  /**
   * {@return where the parts come from, such as {@code column 'split'}; empty where no row names
   * one}
   */
  public String partsFrom() {
    return partsFrom;
  }

  /** {@return how many rows each part has} */
  public Map<Part, Integer> parts() {
    return parts;
  }

  /** {@return the columns and the like that were left out, each with the reason} */
  public Map<String, String> leftOut() {
    return Collections.unmodifiableMap(leftOut);
  }

  /** {@return what cells were taken to mean that may mean several things, such as -1} */
  public Map<String, String> cells() {
    return Collections.unmodifiableMap(cells);
  }

  /** {@return how many rows were joined to others because they are of the same picture} */
  public int rowsUnited() {
    return rowsUnited;
  }

  /** {@return what else is to be known, a sentence each} */
  public List<String> remarks() {
    return remarks;
  }

  /** {@return everything that was wrong, in the order it was found} */
  public List<Problem> problems() {
    return problems;
  }

  /** {@return how many rows were left out because of a problem} */
  public int rowsLost() {
    return (int) problems.stream().filter(Problem::rowLost).count();
  }

  /**
   * The account for people, without the problems.
   *
   * @return a line for what was recognised and an indented one for each other thing
   */
  public List<String> lines() {
    return ReadingText.lines(this);
  }

  /**
   * The account for programs: what {@code --json} prints and the model card keeps.
   *
   * @return texts, numbers, lists and maps; {@code docs/data.md} lists the keys
   */
  public Map<String, Object> toMap() {
    return ReadingText.toMap(this);
  }

  /** What {@link #lines} has, as one text. */
  @Override
  public String toString() {
    return String.join("\n", lines());
  }

  /** An account while a reader reads. */
  public static final class Builder {
    private final String format;
    private final String sign;
    private String encoding = "";
    private String fileColumn = "";
    private String labels = "";
    private String separator = "";
    private String partsFrom = "";
    private final Map<Part, Integer> parts = new EnumMap<>(Part.class);
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final Map<String, String> cells = new LinkedHashMap<>();
    private int rowsUnited;
    private boolean loose;
    private final List<String> remarks = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private Builder(String format, String sign) {
      this.format = format;
      this.sign = sign;
    }

    /**
     * Says the encoding.
     *
     * @param name the encoding and how it is known
     * @return this
     */
    public Builder encoding(String name) {
      encoding = name;
      return this;
    }

    /**
     * Says which column names the files.
     *
     * @param column its name
     * @return this
     */
    public Builder fileColumn(String column) {
      fileColumn = column;
      return this;
    }

    /**
     * Says where the labels come from.
     *
     * @param from such as {@code tags in column 'labels'}
     * @return this
     */
    public Builder labels(String from) {
      labels = from;
      return this;
    }

    /**
     * Says what stands between tags.
     *
     * @param text the separator, or the kind of list
     * @return this
     */
    public Builder separator(String text) {
      separator = text;
      return this;
    }

    /**
     * Says where the parts come from.
     *
     * @param from such as {@code column 'split'}
     * @return this
     */
    public Builder partsFrom(String from) {
      partsFrom = from;
      return this;
    }

    /**
     * Counts the rows of the parts.
     *
     * @param ofRows the part of each row
     * @return this
     */
    public Builder parts(List<Part> ofRows) {
      parts.clear();
      ofRows.forEach(part -> parts.merge(part, 1, Integer::sum));
      return this;
    }

    /**
     * Says that something was left out.
     *
     * @param what such as {@code column 'id'}
     * @param why the reason
     * @return this
     */
    public Builder leaveOut(String what, String why) {
      leftOut.put(what, why);
      return this;
    }

    /**
     * Says what cells mean that may mean several things.
     *
     * @param cell the cell, such as -1
     * @param meaning what it was taken for, and why
     * @return this
     */
    public Builder cells(String cell, String meaning) {
      cells.put(cell, meaning);
      return this;
    }

    /**
     * Says how many rows were joined to others of the same picture.
     *
     * @param rows the rows that are gone
     * @return this
     */
    public Builder united(int rows) {
      rowsUnited = rows;
      return this;
    }

    /**
     * Says that names were found in another case or with another extension: once, with the first of
     * them.
     *
     * @param wanted the name in the list
     * @param found the name of the file
     * @return this
     */
    public Builder loosely(String wanted, String found) {
      if (!loose) {
        loose = true;
        remark(
            "Files are found without regard to case, accents' form and extension where one alone fits, the first: '"
                + wanted + "' is " + found);
      }
      return this;
    }

    /**
     * Says something else.
     *
     * @param sentence without a full stop; said once however often it is added
     * @return this
     */
    public Builder remark(String sentence) {
      if (!remarks.contains(sentence)) {
        remarks.add(sentence);
      }
      return this;
    }

    /**
     * Says what is wrong somewhere.
     *
     * @param problem where and what
     * @return this
     */
    public Builder problem(Problem problem) {
      problems.add(problem);
      return this;
    }

    /** {@return what was wrong so far} */
    public List<Problem> problems() {
      return List.copyOf(problems);
    }

    /** {@return the account as it stands} */
    public Reading build() {
      return new Reading(this);
    }
  }
}
