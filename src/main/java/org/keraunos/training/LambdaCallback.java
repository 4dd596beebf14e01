package org.keraunos.training;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.CheckReturnValue;

/**
 * A callback of functions: {@code keras.callbacks.LambdaCallback}. A second one for the same moment
 * takes the place of the first. Immutable.
 *
 * <pre>{@code
 * new LambdaCallback().onEpochEnd(event -> System.out.println(event.logs()))
 * }</pre>
 */
@CheckReturnValue
public final class LambdaCallback implements Callback {
  private final Map<Class<?>, Consumer<Object>> calls;

  /** One that does nothing yet. */
  public LambdaCallback() {
    this(Map.of());
  }

  private LambdaCallback(Map<Class<?>, Consumer<Object>> calls) {
    this.calls = calls;
  }

  private <E> LambdaCallback with(Class<E> moment, Consumer<E> what) {
    Map<Class<?>, Consumer<Object>> copy = new HashMap<>(calls);
    copy.put(moment, event -> what.accept(moment.cast(event)));
    return new LambdaCallback(copy);
  }

  private void call(Object event) {
    @Nullable Consumer<Object> what = calls.get(event.getClass());
    if (what != null) {
      what.accept(event);
    }
  }

  /**
   * What to do before the first epoch.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onTrainBegin(Consumer<TrainBegin> what) {
    return with(TrainBegin.class, what);
  }

  /**
   * What to do before each epoch.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onEpochBegin(Consumer<EpochBegin> what) {
    return with(EpochBegin.class, what);
  }

  /**
   * What to do before each step.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onBatchBegin(Consumer<BatchBegin> what) {
    return with(BatchBegin.class, what);
  }

  /**
   * What to do behind each step.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onBatchEnd(Consumer<BatchEnd> what) {
    return with(BatchEnd.class, what);
  }

  /**
   * What to do before each validation.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onTestBegin(Consumer<TestBegin> what) {
    return with(TestBegin.class, what);
  }

  /**
   * What to do behind each validation.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onTestEnd(Consumer<TestEnd> what) {
    return with(TestEnd.class, what);
  }

  /**
   * What to do behind each epoch.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onEpochEnd(Consumer<EpochEnd> what) {
    return with(EpochEnd.class, what);
  }

  /**
   * What to do at the end of the training.
   *
   * @param what is given the event
   * @return a changed copy
   */
  public LambdaCallback onTrainEnd(Consumer<TrainEnd> what) {
    return with(TrainEnd.class, what);
  }

  @Override
  public void onTrainBegin(TrainBegin event) {
    call(event);
  }

  @Override
  public void onEpochBegin(EpochBegin event) {
    call(event);
  }

  @Override
  public void onBatchBegin(BatchBegin event) {
    call(event);
  }

  @Override
  public void onBatchEnd(BatchEnd event) {
    call(event);
  }

  @Override
  public void onTestBegin(TestBegin event) {
    call(event);
  }

  @Override
  public void onTestEnd(TestEnd event) {
    call(event);
  }

  @Override
  public void onEpochEnd(EpochEnd event) {
    call(event);
  }

  @Override
  public void onTrainEnd(TrainEnd event) {
    call(event);
  }
}
