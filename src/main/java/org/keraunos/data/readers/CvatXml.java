package org.keraunos.data.readers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.DataException;

/**
 * CVAT's export "CVAT for images": {@code annotations.xml} with an {@code <image>} for each
 * picture. A label is 1 where a picture has a tag or a shape of it. The subset that CVAT calls
 * Train, Validation or Test is the part. The pictures lie beside the file or in {@code images}, in
 * folders of their subsets or not.
 */
final class CvatXml {
  private static final String IMAGE = "annotations/image";
  private static final String LABEL = "/labels/label";

  private final Path file;
  private final ReadOptions options;
  private final Rows rows;
  private final List<ImageSource> sources = new ArrayList<>();
  private final Map<String, Places> places = new HashMap<>();
  private Set<String> tags = new LinkedHashSet<>();
  private String label = "";
  private boolean inside;
  private boolean subsets;

  private CvatXml(Path file, ReadOptions options, Rows rows) {
    this.file = file;
    this.options = options;
    this.rows = rows;
  }

  /** The files of a folder that are CVAT's. */
  static List<Path> filesOf(Path folder) {
    return Folders.list(folder).stream()
        .filter(f -> Folders.extension(f).equals("xml")
            && Files.isRegularFile(f)
            && Xml.root(f).equals("annotations"))
        .toList();
  }

  static Listing read(Path file, ReadOptions options) {
    Rows rows = new Rows(
        file,
        options,
        Format.CVAT.recognised(options, Folders.name(file) + " with <annotations> of <image>"));
    rows.account().labels("tags and shapes");
    return new CvatXml(file, options, rows).read();
  }

  private Listing read() {
    Xml.each(file, this::element);
    if (subsets) {
      rows.account().partsFrom("subsets");
    }
    return rows.inOrder(new Content.Images(sources));
  }

  private void element(Xml.Element element) {
    String path = element.path();
    if (path.startsWith("annotations/track")) {
      throw new DataException(
          file, "is CVAT's export of a video; expected the one called CVAT for images");
    }
    if (path.equals(IMAGE)) {
      image(element.attributes());
      tags = new LinkedHashSet<>();
    } else if (path.startsWith(IMAGE)) {
      String of = element.attributes().get("label");
      if (of != null && path.indexOf('/', IMAGE.length() + 1) < 0 && !of.isBlank()) {
        tags.add(Names.composed(of.strip()));
      }
    } else if (path.endsWith(LABEL + "/name")) {
      label = Names.composed(element.text());
    } else if (path.endsWith(LABEL + "/parent")) {
      inside = !element.text().isEmpty();
    } else if (path.endsWith(LABEL)) {
      // The joints of a skeleton are listed, too, and are no labels of a picture.
      if (!inside && !label.isEmpty()) {
        rows.declare(label);
      }
      inside = false;
      label = "";
    }
  }

  private void image(Map<String, String> attributes) {
    String name = attributes.getOrDefault("name", "");
    String position = "image " + attributes.getOrDefault("id", String.valueOf(rows.size()));
    if (name.isBlank()) {
      rows.problem(file, position, "expected the name of a file, received none", true);
      return;
    }
    String subset = attributes.getOrDefault("subset", "");
    ImageSource source = places.computeIfAbsent(subset, this::places).find(name, file, position);
    if (source != null) {
      Part part = Part.ofFolder(subset);
      subsets |= part != Part.NONE;
      sources.add(source);
      rows.add(tags, part == Part.NONE ? Part.ofPath(name) : part, file, position);
    }
  }

  private Places places(String subset) {
    Path given = options.images();
    if (given != null) {
      return new Places(List.of(given), rows);
    }
    Path here = Folders.parent(file);
    List<Path> found = new ArrayList<>();
    List<Path> bases = new ArrayList<>();
    Layout.folders(here).stream().filter(Layout::holdsImages).forEach(bases::add);
    bases.add(here);
    for (Path base : bases) {
      if (subset.matches("[\\w -]+")) {
        found.add(base.resolve(subset));
        found.add(base.resolve(subset.toLowerCase(Locale.ROOT)));
      }
      found.add(base);
    }
    return new Places(found, rows);
  }
}
