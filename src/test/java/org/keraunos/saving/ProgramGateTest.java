package org.keraunos.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keraunos.base.DataException;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Programs that would do more than compute, in every way that a graph can say so. */
@Timeout(60)
class ProgramGateTest {
  @TempDir
  private Path folder;

  private final GraphDef.Builder graph = GraphDef.newBuilder();
  private final MetaGraphDef.Builder meta = MetaGraphDef.newBuilder();

  @BeforeEach
  void aGraphThatComputes() {
    meta.getMetaInfoDefBuilder().addTags("serve");
    meta.putSignatureDef(
        "serving_default",
        SignatureDef.newBuilder()
            .putOutputs("y", TensorInfo.newBuilder().setName("y:0").build())
            .build());
    graph.addNode(node("x", "Placeholder"));
  }

  private static NodeDef.Builder node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(Arrays.asList(inputs));
  }

  private static AttrValue function(String name) {
    return AttrValue.newBuilder()
        .setFunc(NameAttrList.newBuilder().setName(name))
        .build();
  }

  private FunctionDef.Builder define(String name, NodeDef.Builder... nodes) {
    FunctionDef.Builder function = graph.getLibraryBuilder().addFunctionBuilder();
    function.setSignature(OpDef.newBuilder().setName(name));
    for (NodeDef.Builder each : nodes) {
      function.addNodeDef(each);
    }
    return function;
  }

  private ProgramGate gate(String... allowed) throws IOException {
    return gate(
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(meta.setGraphDef(graph))
            .build()
            .toByteArray(),
        allowed);
  }

  private ProgramGate gate(byte[] bytes, String... allowed) throws IOException {
    Files.write(folder.resolve("saved_model.pb"), bytes);
    return ProgramGate.of(folder, Set.of(allowed));
  }

  private String refusal() throws IOException {
    return gate().refused().getOrDefault("serving_default", "");
  }

  private void assertRefused() throws IOException {
    assertThat(refusal())
        .contains("received WriteFile (reads or writes files")
        .contains("would run for signature serving_default");
    assertThat(gate("WriteFile").refused()).isEmpty();
  }

  @Test
  void aGraphThatComputesPasses() throws IOException {
    graph.addNode(node("y", "Relu", "x"));
    graph.addNode(node("unneeded", "WriteFile", "x", "x"));
    define("unneeded_too", node("inside", "PyFunc"));
    assertThat(gate().refused()).isEmpty();
  }

  @Test
  void anOpThatIsNeeded() throws IOException {
    graph.addNode(node("w", "WriteFile", "x", "x")).addNode(node("y", "Relu", "x", "^w"));
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PartitionedCall",
        "StatefulPartitionedCall",
        "While",
        "StatelessIf",
        "MapDefun",
        "Case"
      })
  void aFunctionThatIsCalledWhateverItsBodyGives(String op) throws IOException {
    graph.addNode(node("y", op, "x").putAttr("f", function("outer")));
    define("outer", node("call", "PartitionedCall").putAttr("f", function("inner")));
    define("inner", node("beside", "WriteFile"), node("given", "Relu"));
    assertRefused();
  }

  @Test
  void aFunctionInAListOfBranches() throws IOException {
    graph.addNode(node("y", "Case", "x")
        .putAttr(
            "branches",
            AttrValue.newBuilder()
                .setList(AttrValue.ListValue.newBuilder()
                    .addFunc(NameAttrList.newBuilder().setName("good"))
                    .addFunc(NameAttrList.newBuilder().setName("bad")))
                .build()));
    define("good", node("r", "Relu"));
    define("bad", node("w", "WriteFile"));
    assertRefused();
  }

  @Test
  void aFunctionThatIsAnOpOrAnAttributeOfAnAttribute() throws IOException {
    graph.addNode(node("y", "own", "x"));
    define(
        "own",
        node("call", "PartitionedCall")
            .putAttr(
                "f",
                AttrValue.newBuilder()
                    .setFunc(
                        NameAttrList.newBuilder().setName("good").putAttr("g", function("bad")))
                    .build()));
    define("good", node("r", "Relu"));
    define("bad", node("w", "WriteFile"));
    assertRefused();
  }

  @Test
  void aFunctionThatMayTakeAnothersPlace() throws IOException {
    AttrValue same =
        AttrValue.newBuilder().setS(ByteString.copyFromUtf8("lstm")).build();
    graph.addNode(node("y", "PartitionedCall", "x").putAttr("f", function("good")));
    define("good", node("r", "Relu")).putAttr("api_implements", same);
    define("bad", node("w", "WriteFile")).putAttr("api_implements", same);
    assertRefused();
  }

  @Test
  void aGradientIsAProgramOfItsOwn() throws IOException {
    graph.addNode(node("y", "PartitionedCall", "x").putAttr("f", function("SymbolicGradient")));
    assertThat(refusal()).contains("received SymbolicGradient (runs code");
  }

  @Test
  void anOpThatNobodyKnows() throws IOException {
    graph.addNode(node("y", "MyOwnOp", "x"));
    assertThat(refusal()).contains("received MyOwnOp (is not known to this version)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"saved_model_main_op", "legacy_init_op", "table_initializer"})
  void whatALoaderRuns(String collection) throws IOException {
    graph.addNode(node("y", "Relu", "x")).addNode(node("w", "WriteFile", "x", "x"));
    meta.putCollectionDef(
        collection,
        CollectionDef.newBuilder()
            .setNodeList(CollectionDef.NodeList.newBuilder().addValue("w"))
            .build());
    assertThatThrownBy(this::gate)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("received WriteFile")
        .hasMessageContaining("would run to begin with");
    assertThat(gate("WriteFile").refused()).isEmpty();
  }

  @Test
  void whatTheMarkedOpRuns() throws IOException {
    graph.addNode(node("y", "Relu", "x")).addNode(node("w", "WriteFile", "x", "x"));
    meta.putSignatureDef(
        "__saved_model_init_op",
        SignatureDef.newBuilder()
            .putOutputs(
                "__saved_model_init_op", TensorInfo.newBuilder().setName("w").build())
            .build());
    assertThatThrownBy(this::gate).hasMessageContaining("would run to begin with");
  }

  private void restores(String path) throws IOException {
    graph
        .addNode(node("y", "Relu", "x"))
        .addNode(node("filename", "Placeholder"))
        .addNode(node("other", "Const"))
        .addNode(node("restore", "StatefulPartitionedCall", path).putAttr("f", function("traced")));
    FunctionDef.Builder traced = define("traced", node("r", "RestoreV2", "prefix", "n", "s"));
    traced.getSignatureBuilder().addInputArg(OpDef.ArgDef.newBuilder().setName("prefix"));
    meta.setSaverDef(
        SaverDef.newBuilder().setFilenameTensorName("filename:0").setRestoreOpName("restore"));
    Files.createDirectories(folder.resolve("variables"));
    Files.write(folder.resolve("variables/variables.index"), new byte[0]);
  }

  @Test
  void variablesAreRestoredFromTheFolder() throws IOException {
    restores("filename");
    assertThat(gate().refused()).isEmpty();
  }

  @Test
  void variablesAreRestoredFromNowhereElse() throws IOException {
    restores("other");
    assertThatThrownBy(this::gate)
        .hasMessageContaining("received RestoreV2")
        .hasMessageContaining("would run to restore its variables");
  }

  @Test
  void aSecondCallWithAnotherPathIsSeen() throws IOException {
    restores("filename");
    graph.addNode(node("again", "PartitionedCall", "other").putAttr("f", function("traced")));
    graph.getNodeBuilderList().stream()
        .filter(each -> each.getName().equals("restore"))
        .forEach(each -> each.addInput("^again"));
    assertThatThrownBy(this::gate).hasMessageContaining("received RestoreV2");
  }

  @Test
  void aListOfArgumentsHidesNoPath() throws IOException {
    restores("filename");
    graph
        .getLibraryBuilder()
        .getFunctionBuilder(0)
        .getSignatureBuilder()
        .addInputArg(0, OpDef.ArgDef.newBuilder().setName("many").setNumberAttr("N"));
    assertThatThrownBy(this::gate).hasMessageContaining("received RestoreV2");
  }

  @Test
  void aSignatureRestoresNothing() throws IOException {
    graph.addNode(node("y", "RestoreV2", "x"));
    meta.setSaverDef(SaverDef.newBuilder().setFilenameTensorName("x:0"));
    assertThat(refusal()).contains("received RestoreV2");
  }

  /** A loader puts assets' paths in the place of tensors, also while it restores variables. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAssetTakesNoPathsPlace(boolean inCollection) throws IOException {
    restores("through");
    graph.addNode(node("through", "Identity", "filename"));
    assertThat(gate().refused()).isEmpty();
    AssetFileDef asset = AssetFileDef.newBuilder()
        .setTensorInfo(TensorInfo.newBuilder().setName("through:0"))
        .setFilename("../../another/variables/variables")
        .build();
    if (inCollection) {
      meta.putCollectionDef(
          "saved_model_assets",
          CollectionDef.newBuilder()
              .setAnyList(CollectionDef.AnyList.newBuilder().addValue(Any.pack(asset)))
              .build());
    } else {
      meta.addAssetFileDef(asset);
    }
    assertThatThrownBy(this::gate).hasMessageContaining("received RestoreV2");
    assertThat(gate("RestoreV2").refused()).isEmpty();
  }

  @Test
  void linksToOtherPlacesAreNotFollowed() throws IOException {
    restores("filename");
    Path shard = folder.resolve("variables/variables.data-00000-of-00001");
    Path inside = Files.write(folder.resolve("shard"), new byte[0]);
    Files.createSymbolicLink(shard, inside);
    assertThat(gate().refused()).isEmpty();
    Path other = Files.createTempFile("another", ".data");
    try {
      Files.delete(shard);
      Files.createSymbolicLink(shard, other);
      assertThatThrownBy(this::gate)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("expected variables in files inside of the model's folder")
          .hasMessageContaining("a link to " + other.toRealPath());
      assertThat(gate("RestoreV2").refused()).isEmpty();
    } finally {
      Files.delete(other);
    }
  }

  @Test
  void aFunctionThatIsCalledAsAnOpIs() throws IOException {
    graph.addNode(node("y", "WriteFile", "x", "x"));
    define("WriteFile", node("r", "Relu"));
    define("SymbolicGradient", node("r", "Relu"));
    assertRefused();
    graph
        .clearNode()
        .addNode(node("y", "PartitionedCall").putAttr("f", function("SymbolicGradient")));
    assertThat(refusal()).contains("received SymbolicGradient (runs code");
  }

  @Test
  void aFunctionThatCallsItselfIsRefused() throws IOException {
    graph.addNode(node("y", "PartitionedCall", "x").putAttr("f", function("outer")));
    define("outer", node("call", "If").putAttr("then", function("inner")));
    define("inner", node("call", "PartitionedCall").putAttr("f", function("outer")));
    assertThat(refusal())
        .contains("expected functions that do not call themselves, received outer")
        .contains("would run for signature serving_default");
  }

  /** A few hundred bytes that TensorFlow would make 2^40 ops of. */
  @Test
  void functionsThatGrowAreRefused() throws IOException {
    graph.addNode(node("y", "f0", "x"));
    for (int i = 0; i < 20; i++) {
      define(
          "f" + i,
          node("one", "PartitionedCall").putAttr("f", function("f" + (i + 1))),
          node("two", "If")
              .putAttr("then", function("f" + (i + 1)))
              .putAttr("else", function("f" + (i + 1))));
    }
    define("f20", node("r", "Relu"));
    assertThat(refusal()).contains("expected at most 1000000 ops with all functions called");
    graph.setNode(1, node("y", "f15", "x"));
    assertThat(refusal()).isEmpty();
    graph.setNode(1, node("y", "g0", "x"));
    for (int i = 0; i < 10_000; i++) {
      define("g" + i, node("next", "g" + (i + 1)));
    }
    define("g10000", node("r", "Relu"));
    assertThat(refusal()).contains("expected at most 200 levels of calls, received 10001");
  }

  @Test
  void namesInAnotherCaseAreOtherOps() throws IOException {
    graph.addNode(node("y", "writefile", "x", "x"));
    assertThat(refusal()).contains("received writefile (is not known to this version)");
    graph.setNode(1, node("y", " WriteFile", "x", "x"));
    assertThat(refusal()).contains("received  WriteFile (is not known to this version)");
  }

  @Test
  void whatIsNoFileIsNotWaitedFor() throws IOException {
    Files.createDirectory(folder.resolve("saved_model.pb"));
    assertThatThrownBy(() -> ProgramGate.of(folder, Set.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a file");
  }

  @Test
  void graphsInPartsAreOne() throws IOException {
    graph.addNode(node("y", "Relu", "x", "^w"));
    byte[] first = meta.setGraphDef(graph).build().toByteArray();
    byte[] second = MetaGraphDef.newBuilder()
        .setGraphDef(GraphDef.newBuilder().addNode(node("w", "WriteFile", "x", "x")))
        .build()
        .toByteArray();
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(first);
    both.write(second);
    byte[] whole = SavedModel.newBuilder()
        .addMetaGraphs(MetaGraphDef.parseFrom(both.toByteArray()))
        .build()
        .toByteArray();
    assertThat(gate(whole).refused()).containsKey("serving_default");
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    com.google.protobuf.CodedOutputStream out =
        com.google.protobuf.CodedOutputStream.newInstance(raw);
    out.writeByteArray(2, both.toByteArray());
    out.flush();
    assertThat(gate(raw.toByteArray()).refused()).containsKey("serving_default");
  }

  @Test
  void theGraphThatIsLoadedIsTheOneThatIsLookedAt() throws IOException {
    graph.addNode(node("y", "Relu", "x"));
    MetaGraphDef serving = meta.setGraphDef(graph).build();
    SavedModel.Builder two = SavedModel.newBuilder().addMetaGraphs(serving).addMetaGraphs(serving);
    assertThatThrownBy(() -> gate(two.build().toByteArray()))
        .hasMessageContaining("expected one graph with the tag serve, received [[serve], [serve]]");
    Files.write(folder.resolve("saved_model.cpb"), new byte[0]);
    assertThatThrownBy(this::gate).hasMessageContaining("received saved_model.cpb");
  }

  @Test
  void aConstantThatClaimsMoreThanItBrings() throws IOException {
    TensorShapeProto huge = TensorShapeProto.newBuilder()
        .addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 40))
        .addDim(TensorShapeProto.Dim.newBuilder().setSize(1L << 40))
        .build();
    graph.addNode(node("y", "Const")
        .putAttr(
            "value",
            AttrValue.newBuilder()
                .setTensor(TensorProto.newBuilder()
                    .setDtype(DataType.DT_FLOAT)
                    .setTensorShape(huge)
                    .addFloatVal(1))
                .build()));
    assertThatThrownBy(this::gate).hasMessageContaining("expected constants of at most");
  }

  @Test
  void whatIsTooDeepTooLongOrTooMuch() throws IOException {
    NameAttrList deep = NameAttrList.newBuilder().setName("f").build();
    for (int i = 0; i < 60; i++) {
      deep = NameAttrList.newBuilder()
          .setName("f")
          .putAttr("g", AttrValue.newBuilder().setFunc(deep).build())
          .build();
    }
    graph.addNode(node("y", "PartitionedCall", "x")
        .putAttr("f", AttrValue.newBuilder().setFunc(deep).build()));
    assertThatThrownBy(this::gate).hasMessageContaining("parts inside parts");
    graph.clearNode().addNode(node("y".repeat(70_000), "Relu", "x"));
    assertThatThrownBy(this::gate).hasMessageContaining("names of at most 65536 bytes");
    graph.clearNode();
    for (int i = 0; i < 500_001; i++) {
      graph.addNode(NodeDef.newBuilder().setName(Integer.toString(i)));
    }
    assertThatThrownBy(this::gate).hasMessageContaining("at most 500000 ops");
    graph.clearNode();
    for (int i = 0; i < 101; i++) {
      meta.putSignatureDef("s" + i, SignatureDef.getDefaultInstance());
    }
    assertThatThrownBy(this::gate).hasMessageContaining("at most 100 signatures");
    // A group, which the format has not: TensorFlow's parser skips it without a look at its depth.
    assertThatThrownBy(() -> gate(new byte[] {0x1b, 0x1b, 0x1b}))
        .hasMessageContaining("received a group");
  }

  /** Each cut and many flips of a file are told or read, none ends otherwise. */
  @Test
  void damagedFilesAreTold() throws Exception {
    byte[] whole = Files.readAllBytes(model("tf1"));
    int told = 0;
    for (int cut = 0; cut < whole.length; cut += cut < 300 ? 1 : 41) {
      told += told(Arrays.copyOf(whole, cut));
    }
    assertThat(told).isGreaterThan(300);
    Random random = new Random(5);
    for (int i = 0; i < 400; i++) {
      byte[] flipped = whole.clone();
      int at = random.nextInt(whole.length);
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      told(flipped);
    }
  }

  private int told(byte[] bytes) throws IOException {
    try {
      gate(bytes).refused();
      return 0;
    } catch (DataException e) {
      return 1;
    }
  }

  private static Path model(String name) throws URISyntaxException {
    return Path.of(
        ProgramGateTest.class.getResource("foreign/" + name + "/saved_model.pb").toURI());
  }

  @Test
  void weightsAreSkipped() throws Exception {
    graph.addNode(node("y", "Const")
        .putAttr(
            "value",
            AttrValue.newBuilder()
                .setTensor(TensorProto.newBuilder()
                    .setTensorContent(ByteString.copyFrom(new byte[50_000_000]))
                    .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(12_500_000))))
                .build()));
    ProgramGate gate = gate();
    assertThat(gate.program().nodes.keySet()).containsExactly("x", "y");
    assertThat(gate.refused()).isEmpty();
  }
}
