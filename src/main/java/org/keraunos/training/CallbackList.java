package org.keraunos.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Stateful;

/** The callbacks of one {@code fit}, called in turn; what the stateful ones keep is one state. */
final class CallbackList implements Stateful {
  private final List<Callback> callbacks;

  CallbackList(List<Callback> callbacks) {
    this.callbacks = callbacks.stream().map(Callback::forFit).toList();
  }

  boolean isEmpty() {
    return callbacks.isEmpty();
  }

  void each(Consumer<Callback> call) {
    for (Callback callback : callbacks) {
      call.accept(callback);
    }
  }

  /** Every callback learns of the end, even if one of them fails. */
  void trainEnd(Callback.TrainEnd event) {
    RuntimeException failure = null;
    for (Callback callback : callbacks) {
      try {
        callback.onTrainEnd(event);
      } catch (RuntimeException e) {
        failure = merged(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException merged(@Nullable RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }

  @Override
  public List<NamedArray> state() {
    List<NamedArray> state = new ArrayList<>();
    for (int i = 0; i < callbacks.size(); i++) {
      if (callbacks.get(i) instanceof Stateful stateful) {
        state.addAll(NamedArrays.below(i + "/", stateful.state()));
      }
    }
    return state;
  }

  @Override
  public void restore(List<NamedArray> state) {
    for (int i = 0; i < callbacks.size(); i++) {
      if (callbacks.get(i) instanceof Stateful stateful) {
        stateful.restore(NamedArrays.from(i + "/", state));
      }
    }
  }
}
