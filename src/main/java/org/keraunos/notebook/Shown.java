package org.keraunos.notebook;

import java.awt.image.BufferedImage;
import java.util.function.Supplier;
import org.keraunos.report.Html;
import org.keraunos.report.Pictures;

/** A view that is drawn when somebody looks. */
record Shown(String description, Supplier<String> html, Supplier<BufferedImage> picture)
    implements View {
  /** A view that is a picture and nothing else. */
  static View picture(String description, Supplier<BufferedImage> picture) {
    return new Shown(description, () -> Html.picture(picture.get(), description), picture);
  }

  @Override
  public String toHtml() {
    return html.get();
  }

  @Override
  public byte[] toPng() {
    return Pictures.png(picture.get());
  }

  @Override
  public String toString() {
    return description;
  }
}
