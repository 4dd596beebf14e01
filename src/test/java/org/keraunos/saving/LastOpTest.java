package org.keraunos.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.keraunos.base.OutputValues.CLASS_PROBABILITIES;
import static org.keraunos.base.OutputValues.LABEL_PROBABILITIES;
import static org.keraunos.base.OutputValues.NUMBERS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.keraunos.base.OutputValues;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** What graphs as Keras exports them give: the ops are in functions that call functions. */
class LastOpTest {
  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp(op)
        .addAllInput(List.of(inputs))
        .build();
  }

  private static NodeDef call(String name, String function) {
    NameAttrList callee = NameAttrList.newBuilder().setName(function).build();
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("StatefulPartitionedCall")
        .putAttr("f", AttrValue.newBuilder().setFunc(callee).build())
        .build();
  }

  private static FunctionDef function(String name, String returned, NodeDef... nodes) {
    return FunctionDef.newBuilder()
        .setSignature(OpDef.newBuilder()
            .setName(name)
            .addOutputArg(OpDef.ArgDef.newBuilder().setName("first"))
            .addOutputArg(OpDef.ArgDef.newBuilder().setName("second")))
        .addAllNodeDef(List.of(nodes))
        .putRet("first", "x:output:0")
        .putRet("second", returned)
        .build();
  }

  /** The second output of a function within a function that ends in an op. */
  private static OutputValues endingIn(String op) {
    GraphDef graph = GraphDef.newBuilder()
        .addNode(call("StatefulPartitionedCall", "outer"))
        .setLibrary(FunctionDefLibrary.newBuilder()
            .addFunction(function(
                "outer",
                "Identity:output:0",
                node("Identity", "Identity", "inner_call:output:1"),
                call("inner_call", "inner")))
            .addFunction(function(
                "inner",
                "last:y:0",
                node("product", "MatMul", "a", "b"),
                node("last", op, "product:product:0", "bias"))))
        .build();
    return LastOp.of(graph, "StatefulPartitionedCall:1");
  }

  @Test
  void theOpThatMakesThemSaysWhatNumbersAre() {
    assertThat(endingIn("Sigmoid")).isEqualTo(LABEL_PROBABILITIES);
    assertThat(endingIn("Softmax")).isEqualTo(CLASS_PROBABILITIES);
    assertThat(endingIn("BiasAdd")).isEqualTo(NUMBERS);
    assertThat(endingIn("AddV2")).isEqualTo(NUMBERS);
    assertThat(endingIn("Relu")).isEqualTo(NUMBERS);
    assertThat(endingIn("Identity")).isEqualTo(NUMBERS);
  }

  @Test
  void whatCannotBeToldIsTakenForProbabilities() {
    assertThat(endingIn("ConcatV2")).isEqualTo(LABEL_PROBABILITIES);
    GraphDef circle = GraphDef.newBuilder().addNode(node("a", "Identity", "a")).build();
    assertThat(LastOp.of(circle, "a:0")).isEqualTo(LABEL_PROBABILITIES);
    assertThat(LastOp.of(circle, "nowhere:0")).isEqualTo(LABEL_PROBABILITIES);
  }
}
