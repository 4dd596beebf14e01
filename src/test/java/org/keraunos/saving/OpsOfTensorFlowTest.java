package org.keraunos.saving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.runtime.NativeLibrary;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.OpDef;

class OpsOfTensorFlowTest {
  @Test
  void eachOpOfTheRegistryStandsInTheListOnce() throws IOException {
    assertThat(NativeLibrary.version()).startsWith("2.18");
    Set<String> registered = new TreeSet<>();
    for (OpDef op : TensorFlow.registeredOpList().getOpList()) {
      registered.add(op.getName());
    }
    List<String> listed = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        OpList.class.getResourceAsStream("ops.txt"), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("["))
          .forEach(line -> listed.addAll(List.of(line.split(" "))));
    }
    assertThat(listed).doesNotHaveDuplicates();
    assertThat(new TreeSet<>(listed)).isEqualTo(registered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadFile",
        "WriteFile",
        "MatchingFiles",
        "RestoreV2",
        "SaveV2",
        "ImmutableConst",
        "DecodeProtoV2",
        "GenerateVocabRemapping",
        "DebugIdentity",
        "PrintV2",
        "PyFunc",
        "PyFuncStateless",
        "EagerPyFunc",
        "Abort",
        "XlaCustomCall",
        "RpcCall",
        "CollectiveReduceV3",
        "TPUPartitionedCall",
        "RemoteCall",
        "QueueDequeueV2",
        "TFRecordDataset",
        "CacheDatasetV2",
        "InitializeTableFromTextFileV2",
        "SummaryWriter",
        "NoSuchOp"
      })
  void whatTouchesTheMachineIsNotAllowed(String op) {
    assertThat(OpList.isAllowed(op)).isFalse();
    assertThat(OpList.reason(op)).isNotEmpty();
  }
}
