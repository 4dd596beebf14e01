package org.keraunos.notebook;

import java.util.Base64;
import java.util.UUID;
import java.util.function.Function;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.keraunos.Model;
import org.keraunos.Predictions;
import org.keraunos.data.Dataset;
import org.keraunos.metrics.CalibrationCurve;
import org.keraunos.metrics.ClassificationReport;
import org.keraunos.metrics.DetCurve;
import org.keraunos.metrics.PrecisionRecallCurve;
import org.keraunos.metrics.RocCurve;
import org.keraunos.training.History;
import org.keraunos.training.ProgressDisplay;
import org.keraunos.training.RateCurve;

/**
 * Makes the JJava kernel show what this library gives. The kernel finds it by its service file as
 * soon as the library is on its class path; nobody calls it.
 */
public final class KeraunosExtension implements Extension {
  /** For the service loader. */
  public KeraunosExtension() {}

  /**
   * Registers how to show things, and where {@code fit} shows how far it is.
   *
   * @param kernel the notebook's kernel
   */
  @Override
  public void install(BaseKernel kernel) {
    show(kernel, View.class, view -> view);
    show(kernel, History.class, Views::of);
    show(kernel, RateCurve.class, Views::of);
    show(kernel, Dataset.class, Views::of);
    show(kernel, ClassificationReport.class, Views::of);
    show(kernel, Model.class, Views::of);
    show(kernel, Predictions.class, Views::of);
    show(kernel, RocCurve.class, Views::of);
    show(kernel, PrecisionRecallCurve.class, Views::of);
    show(kernel, DetCurve.class, Views::of);
    show(kernel, CalibrationCurve.class, Views::of);
    ProgressDisplay.use(() -> new LiveProgress(new KernelScreen(kernel.getIO().display)));
    OverwrittenVariables.watch(kernel);
  }

  /**
   * Puts the terminal's progress line back.
   *
   * @param kernel the notebook's kernel
   */
  @Override
  public void uninstall(BaseKernel kernel) {
    ProgressDisplay.useTerminal();
  }

  private static <T> void show(BaseKernel kernel, Class<T> type, Function<T, View> view) {
    kernel
        .getRenderer()
        .createRegistration(type)
        .preferring(MIMEType.TEXT_HTML)
        .supporting(MIMEType.IMAGE_PNG, MIMEType.TEXT_PLAIN)
        .register((value, context) -> {
          View shown = view.apply(value);
          context.renderIfRequested(MIMEType.TEXT_HTML, shown::toHtml);
          context.renderIfRequested(
              MIMEType.IMAGE_PNG, () -> Base64.getMimeEncoder().encodeToString(shown.toPng()));
          context.getOutputContainer().putText(shown.description());
        });
  }

  /** One output of the running cell; what is shown again replaces it. */
  private static final class KernelScreen implements LiveProgress.Screen {
    private final DisplayStream display;
    private final String id = UUID.randomUUID().toString();
    private boolean shown;

    KernelScreen(DisplayStream display) {
      this.display = display;
    }

    @Override
    public void show(String html, String text) {
      DisplayData data = new DisplayData(text);
      data.putHTML(html);
      // By the protocol's name: kernels from 1.0-a7 on have no setDisplayId any more.
      data.putTransientData(DisplayData.DISPLAY_ID_KEY, id);
      if (shown) {
        display.updateDisplay(id, data);
      } else {
        display.display(data);
        shown = true;
      }
    }
  }
}
