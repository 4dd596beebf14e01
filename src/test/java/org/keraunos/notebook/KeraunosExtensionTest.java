package org.keraunos.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.losses.Losses.binaryCrossentropy;
import static org.keraunos.optimizers.Optimizers.sgd;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keraunos.Model;
import org.keraunos.data.Dataset;
import org.keraunos.layers.Input;

class KeraunosExtensionTest {
  /** A kernel that evaluates nothing. */
  private static final class Kernel extends BaseKernel {
    Kernel() {
      super(
          "test",
          "0",
          new LanguageInfo.Builder("java").build(),
          List.of(),
          null,
          new JupyterIO(StandardCharsets.UTF_8),
          new CommManager(),
          new Renderer(),
          null,
          null,
          false,
          new StringStyler.Builder().build());
    }

    @Override
    public @Nullable Object evalRaw(String code) {
      return null;
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean more) {
      return null;
    }

    @Override
    public @Nullable ReplacementOptions complete(String code, int at) {
      return null;
    }

    @Override
    public String isComplete(String code) {
      return IS_COMPLETE_YES;
    }
  }

  private final Kernel kernel = new Kernel();
  private final KeraunosExtension extension = new KeraunosExtension();

  @BeforeEach
  void install() {
    extension.install(kernel);
  }

  @AfterEach
  void uninstall() {
    extension.uninstall(kernel);
  }

  @Test
  void isFoundByItsServiceFile() {
    assertThat(ServiceLoader.load(Extension.class).stream().map(ServiceLoader.Provider::type))
        .contains(KeraunosExtension.class);
  }

  @Test
  void aDatasetIsShownAsHtmlAndDescribedInText() {
    Dataset data = Dataset.of(new byte[24], 2, 2, 3).withLabels(new int[][] {{1}, {0}});
    DisplayData shown = kernel.getRenderer().render(data);
    assertThat(shown.getData(MIMEType.TEXT_HTML)).isEqualTo(Views.of(data).toHtml());
    assertThat(shown.getData(MIMEType.TEXT_PLAIN)).isEqualTo(Views.of(data).description());
  }

  @Test
  void aViewIsShownAndCanBeAskedForItsPicture() {
    View view = Views.lines("t").line("a", new double[] {0, 1}, new double[] {0, 1});
    assertThat(kernel.getRenderer().render(view).hasDataForType(MIMEType.TEXT_HTML))
        .isTrue();
    DisplayData picture = kernel.getRenderer().renderAs(view, "image/png");
    byte[] png = Base64.getMimeDecoder().decode((String) picture.getData(MIMEType.IMAGE_PNG));
    assertThat(Fragments.decode(png).getWidth()).isEqualTo(1280);
  }

  @Test
  void fitWithoutACellToShowInTrainsAllTheSame() {
    var inputs = Input.of(2);
    try (Model model = Model.of(inputs, dense(1).activation(SIGMOID).apply(inputs))) {
      model.compile(sgd(0.1), binaryCrossentropy());
      Dataset data = Dataset.of(new float[] {0, 1, 1, 0}, 2).withLabels(new int[][] {{1}, {0}});
      assertThat(model.fit(data, fit -> fit.epochs(2)).epochs()).hasSize(2);
    }
  }

  @Test
  void aKernelThatCannotBeWatchedIsLeftAlone() {
    assertThat(OverwrittenVariables.watch(kernel)).isFalse();
  }
}
