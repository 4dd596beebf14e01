package org.keraunos;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.keraunos.base.DataException;
import org.keraunos.layers.Network;
import org.keraunos.layers.NetworkConfig;
import org.keraunos.runtime.WeightSpec;
import org.keraunos.saving.ModelCard;
import org.keraunos.saving.PredictorOptions;
import org.keraunos.saving.SavedModelFolder;

/** Makes models that train of what {@link Model#export} wrote: the card holds the network. */
final class ExportedModels {
  private ExportedModels() {}

  static Model load(Path folder, Consumer<LoadOptions> settings) {
    LoadOptions how = new LoadOptions(folder);
    settings.accept(how);
    SavedModelFolder.Loaded loaded = SavedModelFolder.read(folder, new PredictorOptions());
    try {
      ModelCard card = loaded.card();
      if (card == null) {
        throw new DataException(
            folder,
            "expected a model of Keraunos, whose card holds its layers, received a SavedModel of"
                + " another program, which predicts alone");
      }
      Model model = model(folder, loaded, card, how.model());
      if (how.preprocessing() != null) {
        model.knowledge().says(how.preprocessing());
      }
      return model;
    } finally {
      loaded.session().close();
    }
  }

  private static Model model(
      Path folder,
      SavedModelFolder.Loaded loaded,
      ModelCard card,
      Consumer<ModelOptions> settings) {
    Network network = network(folder, card);
    Model model = Model.of(network, options -> {
      options.name(card.name());
      settings.accept(options);
    });
    boolean whole = false;
    try {
      Map<String, WeightSpec> specs = model.weightSpecs();
      model.setWeights(SavedModelFolder.weights(folder, loaded, specs.keySet()));
      model.knowledge().remember(card);
      whole = true;
      return model;
    } catch (IllegalArgumentException e) { // a weight of another shape
      throw new DataException(folder, String.valueOf(e.getMessage()), e);
    } finally {
      if (!whole) {
        model.close();
      }
    }
  }

  /** The network of a card, which somebody may have edited. */
  static Network network(Path folder, ModelCard card) {
    try {
      return NetworkConfig.read(card.architecture());
    } catch (IllegalArgumentException e) {
      throw new DataException(
          folder.resolve(ModelCard.FILE), "architecture", String.valueOf(e.getMessage()), e);
    }
  }
}
