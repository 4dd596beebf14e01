package org.keraunos.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
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

  /** Whether the one at a place keeps something. */
  boolean isStateful(int place) {
    return callbacks.get(place) instanceof Stateful;
  }

  void each(Consumer<Callback> call) {
    for (Callback callback : callbacks) {
      call.accept(callback);
    }
  }

  /**
   * Every callback learns of an end, even if one of them fails.
   *
   * @param call tells of the end
   * @param cause what ended it, to which further failures are added; null if it ended well
   */
  void end(Consumer<Callback> call, @Nullable Throwable cause) {
    Throwable failure = null;
    for (Callback callback : callbacks) {
      try {
        call.accept(callback);
      } catch (RuntimeException | Error e) {
        Throwable first = cause == null ? failure : cause;
        if (first == null) {
          failure = e;
        } else if (first != e) {
          first.addSuppressed(e);
        }
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
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
    for (NamedArray each : state) {
      int at = Integer.parseInt(each.name().substring(0, each.name().indexOf('/')));
      Check.argument(
          at < callbacks.size() && callbacks.get(at) instanceof Stateful,
          "callbacks",
          "the one that keeps something at place " + at + ", as in the state",
          callbacks.stream().map(one -> one.getClass().getSimpleName()).toList());
    }
    for (int i = 0; i < callbacks.size(); i++) {
      if (callbacks.get(i) instanceof Stateful stateful) {
        stateful.restore(NamedArrays.from(i + "/", state));
      }
    }
  }
}
