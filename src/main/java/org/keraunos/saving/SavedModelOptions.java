package org.keraunos.saving;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.CanIgnoreReturnValue;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.RuntimeOptions;

/** How a SavedModel is loaded. */
public final class SavedModelOptions {
  private RuntimeOptions runtime = RuntimeOptions.DEFAULT;
  private final Set<String> allowed = new LinkedHashSet<>();
  private @Nullable String signature;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();

  /** Nothing is allowed, and the signature is {@code serving_default}. */
  public SavedModelOptions() {}

  /**
   * How it will run.
   *
   * @param options thread counts; a process's first session fixes them for all
   * @return this
   */
  @CanIgnoreReturnValue
  public SavedModelOptions runtime(RuntimeOptions options) {
    runtime = Check.given(options, "options");
    return this;
  }

  /**
   * Ops that may run whatever they do to files, processes or the network. For a model whose author
   * is trusted; the message of a refusal names them.
   *
   * @param ops their names in TensorFlow: {@code ReadFile}
   * @return this
   * @throws IllegalArgumentException if TensorFlow has no such op
   */
  @CanIgnoreReturnValue
  public SavedModelOptions allowOps(String... ops) {
    for (String op : Check.given(ops, "ops")) {
      Check.argument(OpList.names().contains(op), "allowOps", "names of TensorFlow's ops", op);
      allowed.add(op);
    }
    return this;
  }

  /**
   * The signature to predict by, where it is not {@code serving_default}.
   *
   * @param name its name
   * @return this
   */
  @CanIgnoreReturnValue
  public SavedModelOptions signature(String name) {
    signature = Check.given(name, "name");
    return this;
  }

  /**
   * The shape of the only input, where the model leaves sizes open.
   *
   * @param sizes the shape of one row
   * @return this
   */
  @CanIgnoreReturnValue
  public SavedModelOptions inputShape(int... sizes) {
    return inputShape("", sizes);
  }

  /**
   * The shape of an input, where the model leaves sizes open.
   *
   * @param input its name in the signature
   * @param sizes the shape of one row
   * @return this
   * @throws IllegalArgumentException if a size is below 1
   */
  @CanIgnoreReturnValue
  public SavedModelOptions inputShape(String input, int... sizes) {
    Check.argument(
        Arrays.stream(Check.given(sizes, "sizes")).allMatch(size -> size >= 1),
        "inputShape",
        "sizes >= 1",
        Arrays.toString(sizes));
    shapes.put(Check.given(input, "input"), Shape.of(sizes));
    return this;
  }

  RuntimeOptions runtime() {
    return runtime;
  }

  Set<String> allowed() {
    return allowed;
  }

  @Nullable
  String signature() {
    return signature;
  }

  @Nullable
  Shape shape(String input, boolean only) {
    Shape named = shapes.get(input);
    return named == null && only ? shapes.get("") : named;
  }

  /** The inputs that shapes were given for. */
  Set<String> shaped() {
    return shapes.keySet();
  }
}
