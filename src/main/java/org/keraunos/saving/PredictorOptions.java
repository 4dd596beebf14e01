package org.keraunos.saving;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.CanIgnoreReturnValue;
import org.keraunos.base.Check;
import org.keraunos.base.Shape;
import org.keraunos.runtime.RuntimeOptions;

/** How a model is loaded that only predicts. */
public final class PredictorOptions {
  private RuntimeOptions runtime = RuntimeOptions.DEFAULT;
  private final Set<String> allowed = new LinkedHashSet<>();
  private @Nullable String signature;
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private int @Nullable [] imageSize;
  private @Nullable Consumer<String> notes;

  /** Nothing is allowed, and the signature is {@code serving_default}. */
  public PredictorOptions() {}

  /**
   * How it will run.
   *
   * @param options thread counts; a process's first session fixes them for all
   * @return this
   */
  @CanIgnoreReturnValue
  public PredictorOptions runtime(RuntimeOptions options) {
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
  public PredictorOptions allowOps(String... ops) {
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
  public PredictorOptions signature(String name) {
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
  public PredictorOptions inputShape(int... sizes) {
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
  public PredictorOptions inputShape(String input, int... sizes) {
    Check.argument(
        Arrays.stream(Check.given(sizes, "sizes")).allMatch(size -> size >= 1),
        "inputShape",
        "sizes >= 1",
        Arrays.toString(sizes));
    shapes.put(Check.given(input, "input"), Shape.of(sizes));
    return this;
  }

  /**
   * The size of images, where the model leaves it open.
   *
   * @param height the rows of an image, at least 1
   * @param width its columns, at least 1
   * @return this
   */
  @CanIgnoreReturnValue
  public PredictorOptions imageSize(int height, int width) {
    Check.argument(height >= 1 && width >= 1, "imageSize", ">= 1", height + " x " + width);
    imageSize = new int[] {height, width};
    return this;
  }

  /**
   * Who is told what a file of Keras does not say or the model does not keep of it.
   *
   * @param listener takes a sentence each; {@code System.Logger} at level INFO if not given
   * @return this
   */
  @CanIgnoreReturnValue
  public PredictorOptions notes(Consumer<String> listener) {
    notes = Check.given(listener, "notes");
    return this;
  }

  /** {@return who is told; empty if the caller named nobody} */
  public Optional<Consumer<String>> notes() {
    return Optional.ofNullable(notes);
  }

  /** {@return how it will run} */
  public RuntimeOptions runtime() {
    return runtime;
  }

  /**
   * The shape of an input that leaves sizes open.
   *
   * @param input its name
   * @param only whether it is the only one
   * @param sizes of its axes behind the batch; below 1 where they are open
   * @return the shape; empty where nothing says it
   */
  public Optional<Shape> shape(String input, boolean only, int... sizes) {
    Shape named = shapes.get(input);
    Shape given = named == null && only ? shapes.get("") : named;
    if (given == null && imageSize != null && sizes.length == 3 && sizes[2] >= 1) {
      boolean open = sizes[0] < 1 || sizes[1] < 1;
      given = open ? Shape.of(imageSize[0], imageSize[1], sizes[2]) : null;
    }
    return Optional.ofNullable(given);
  }

  Set<String> allowed() {
    return allowed;
  }

  @Nullable
  String signature() {
    return signature;
  }

  /** The inputs that shapes were given for. */
  Set<String> shaped() {
    return shapes.keySet();
  }
}
