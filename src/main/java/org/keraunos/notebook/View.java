package org.keraunos.notebook;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.keraunos.base.AtomicFiles;
import org.keraunos.base.Check;
import org.keraunos.report.Html;

/**
 * Something to look at. A notebook shows it as HTML when it is a cell's last value; without a
 * notebook, {@link #save} writes a page or a picture. {@link Views} makes them.
 */
public interface View {
  /**
   * The view as a piece of HTML: tables with headers, pictures inside it with a text for those who
   * cannot see them. There are no scripts, and text keeps the page's colour, so that it can be read
   * on light and on dark pages.
   *
   * @return a fragment, without {@code <html>}
   */
  String toHtml();

  /**
   * The view as a picture.
   *
   * @return a PNG file of twice the size that it is meant to be shown at
   */
  byte[] toPng();

  /**
   * What is to be seen, in words.
   *
   * @return a sentence or a few
   */
  String description();

  /**
   * Writes the view into a file.
   *
   * @param file its name ends in {@code .html} or {@code .png}; a file that is there is replaced
   * @throws IllegalArgumentException if the name ends in something else
   * @throws org.keraunos.base.DataException if the file cannot be written
   */
  default void save(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean page = name.endsWith(".html");
    Check.argument(
        page || name.endsWith(".png"), "file", "a name that ends in .html or .png", name);
    byte[] content =
        page ? Html.page(description(), toHtml()).getBytes(StandardCharsets.UTF_8) : toPng();
    AtomicFiles.writeFile(file, out -> out.write(content));
  }
}
