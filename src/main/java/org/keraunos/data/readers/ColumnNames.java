package org.keraunos.data.readers;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the columns of lists of images are called, by what they hold. */
final class ColumnNames {
  /** What the column of files is called where its cells alone do not show it. */
  static final List<String> FILES = List.of(
      "file",
      "files",
      "filename",
      "file_name",
      "filenames",
      "filepath",
      "file_path",
      "image",
      "image_name",
      "image_path",
      "image_file",
      "image_id",
      "imagename",
      "img",
      "img_name",
      "img_path",
      "fname",
      "photo",
      "picture",
      "path",
      "name");

  private static final Set<String> ALSO_OTHER_THINGS =
      Set.of("filenames", "image_id", "imagename", "photo", "picture", "path", "name");

  /** Those of the above that name files even where no file is there. */
  static final Set<String> SURELY = FILES.stream()
      .filter(name -> !ALSO_OTHER_THINGS.contains(name))
      .collect(Collectors.toUnmodifiableSet());

  static final Set<String> TAGS = Set.of(
      "labels",
      "label",
      "tags",
      "tag",
      "classes",
      "class",
      "class_name",
      "choice",
      "choices",
      "categories",
      "category",
      "keywords");

  /** What exports say of an image or an annotation beside its labels, be it 0 and 1 or not. */
  static final Set<String> OTHERS = Set.of(
      "annotator",
      "annotator_id",
      "annotation_id",
      "worker",
      "worker_id",
      "confidence",
      "score",
      "lead_time",
      "created_at",
      "updated_at",
      "width",
      "height",
      "xmin",
      "ymin",
      "xmax",
      "ymax",
      "x1",
      "y1",
      "x2",
      "y2",
      "difficult",
      "truncated",
      "occluded",
      "pose",
      "iscrowd",
      "is_crowd",
      "isoccluded",
      "istruncated",
      "isgroupof",
      "isdepiction",
      "isinside");

  private ColumnNames() {}

  /** The name of a column in lower case, its blanks as underscores. */
  static String of(Table table, int column) {
    return table.header().get(column).toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  /** Whether columns of files or of tags are called so. */
  static boolean isUsual(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replace(' ', '_');
    return FILES.contains(lower) || TAGS.contains(lower);
  }

  /** Whether columns of tags are called so. */
  static boolean isTags(String name) {
    return TAGS.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a name says something of an annotation beside its labels. */
  static boolean isOther(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return OTHERS.contains(lower) || lower.equals("id");
  }
}
