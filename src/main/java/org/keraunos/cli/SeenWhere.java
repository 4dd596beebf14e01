package org.keraunos.cli;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keraunos.GradCam;
import org.keraunos.Model;
import org.keraunos.base.Check;
import org.keraunos.base.DataException;
import org.keraunos.data.Dataset;
import org.keraunos.report.HeatOverlay;
import org.keraunos.report.Report;
import org.keraunos.report.RowPictures;

/**
 * Where the model that is evaluated sees labels, for the pictures of its report. A model without
 * layers of pictures, or without layers at all, has nothing to show.
 */
final class SeenWhere implements AutoCloseable {
  private final @Nullable Model model;
  private final @Nullable GradCam cam;
  private final Dataset rows;

  private SeenWhere(@Nullable Model model, @Nullable GradCam cam, Dataset rows) {
    this.model = model;
    this.cam = cam;
    this.rows = rows;
  }

  /**
   * Opens the model's layers.
   *
   * @param path of the model
   * @param imageSize height and width for a model that leaves them open; none if nobody said them
   * @param rows as the model takes them
   */
  static SeenWhere of(Path path, int[] imageSize, Dataset rows) {
    if (rows.size() == 0 || !RowPictures.arePictures(rows)) {
      return new SeenWhere(null, null, rows);
    }
    Model model = null;
    GradCam cam = null;
    try {
      model = Model.load(path, load -> {
        // The rows have gone through what pixels go through.
        load.compile(false).notes(note -> {}).pixels(network -> Optional.empty());
        if (imageSize.length == 2) {
          load.imageSize(imageSize[0], imageSize[1]);
        }
      });
      cam = TrainEnd.cam(model);
      if (cam != null) {
        // Rows that do not fit are found here, and not while the report is written.
        var tried = cam.map(rows, 0, 0);
        Check.state(tried.length > 0, "a map has cells");
      }
    } catch (IllegalArgumentException | IllegalStateException | DataException e) {
      // Such as a SavedModel of another program: what it says of the rows is reported all the same.
      close(cam, model);
      return new SeenWhere(null, null, rows);
    }
    return new SeenWhere(model, cam, rows);
  }

  /** {@return what draws the pictures; null where there is nothing to show} */
  Report.@Nullable Explainer explainer() {
    GradCam open = cam;
    return open == null ? null : (row, label) -> picture(open, rows, row, label);
  }

  /** The map over the picture; null where nothing speaks for the label. */
  static @Nullable BufferedImage picture(GradCam cam, Dataset rows, int row, int label) {
    float[][] map = cam.map(rows, row, label);
    for (float[] line : map) {
      for (float value : line) {
        if (value > 0) {
          return HeatOverlay.of(RowPictures.picture(rows, row), map);
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    close(cam, model);
  }

  private static void close(@Nullable GradCam cam, @Nullable Model model) {
    if (cam != null) {
      cam.close();
    }
    if (model != null) {
      model.close();
    }
  }
}
