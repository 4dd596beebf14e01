package org.keraunos.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.activations.Activations.RELU;
import static org.keraunos.activations.Activations.SIGMOID;
import static org.keraunos.layers.Layers.conv2d;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.layers.Layers.flatten;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keraunos.Model;
import org.keraunos.Sequential;
import org.keraunos.layers.Input;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** Equal models are equal files in every process, whatever order its maps have. */
class EqualFilesTest {
  @Test
  void mapsAreWrittenInOneOrder(@TempDir Path folder) throws IOException {
    Path export = folder.resolve("model");
    try (Model model = Sequential.of(
        Input.of(5, 5, 2),
        conv2d(2, 3).activation(RELU),
        flatten(),
        dense(2).activation(SIGMOID))) {
      model.export(export);
    }
    SavedModel read = SavedModel.parseFrom(Files.readAllBytes(export.resolve("saved_model.pb")));
    List<Map<String, ?>> maps = new ArrayList<>();
    maps.add(read.getMetaGraphs(0).getSignatureDefMap());
    for (NodeDef node : read.getMetaGraphs(0).getGraphDef().getNodeList()) {
      maps.add(node.getAttrMap());
    }
    assertThat(maps).hasSizeGreaterThan(5);
    // A parsed map is in the order of the file.
    assertThat(maps).allSatisfy(map -> assertThat(List.copyOf(map.keySet())).isSorted());
    String card = Files.readString(export.resolve("assets.extra/keraunos.json"));
    assertThat(card).containsPattern("\\{\\s*\"class_name\" : \"__keras_tensor__\"");
  }
}
