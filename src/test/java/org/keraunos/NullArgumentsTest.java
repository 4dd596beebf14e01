package org.keraunos;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.keraunos.layers.Layers.dense;
import static org.keraunos.metrics.Average.MICRO;
import static org.keraunos.metrics.LabelMetrics.f1Score;
import static org.keraunos.metrics.RankingMetrics.rocAucScore;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keraunos.base.LabelMatrix;
import org.keraunos.data.Dataset;
import org.keraunos.data.Feature;
import org.keraunos.data.Sample;
import org.keraunos.layers.Input;
import org.keraunos.layers.SymbolicTensor;

/** Null where an array is wanted: the argument's name. */
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // null is the point
class NullArgumentsTest {
  private static final Dataset DATA = Dataset.of(new float[] {1, 2}, 1);

  static Stream<Arguments> calls() {
    int[][] one = {{1}};
    return Stream.of(
        call("values", () -> Dataset.of((float[]) null, 2)),
        call("values", () -> Dataset.of((byte[]) null, 2)),
        call("images", () -> Dataset.of((float[][][][]) null)),
        call("samples", () -> Dataset.of((Iterable<Sample>) null, 2)),
        call("inputs", () -> Dataset.of((Feature) null)),
        call("shape", () -> Dataset.of(new float[2], (int[]) null)),
        call("labels", () -> DATA.withLabels((int[][]) null)),
        call("labels", () -> DATA.withLabels(new int[][] {{1}, null})),
        call("labels", () -> DATA.withLabels((float[][]) null)),
        call("labels", () -> DATA.withLabels((boolean[][]) null)),
        call("labels", () -> DATA.withLabels((LabelMatrix) null)),
        call("label names", () -> DATA.withLabelNames((String[]) null)),
        call("label names", () -> DATA.withLabelNames("a", null)),
        call("sampleWeight", () -> DATA.withSampleWeight((float[]) null)),
        call("target", () -> DATA.withTarget(null)),
        call("Dense inputs[0]", () -> dense(1).apply((SymbolicTensor) null)),
        call("Dense inputs", () -> dense(1).apply((SymbolicTensor[]) null)),
        call("layers[1]", () -> Sequential.of(Input.of(2), dense(1), null)),
        call("y_true", () -> f1Score((int[][]) null, one, MICRO)),
        call("y_pred", () -> f1Score(one, (int[][]) null, MICRO)),
        call("y_score", () -> rocAucScore(one, (double[][]) null)));
  }

  private static Arguments call(String argument, ThrowingCallable call) {
    return Arguments.of(argument, call);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void theArgumentIsNamed(String argument, ThrowingCallable call) {
    assertThatIllegalArgumentException()
        .isThrownBy(call)
        .withMessageStartingWith(argument + ": expected ")
        .withMessageEndingWith("received null");
  }
}
