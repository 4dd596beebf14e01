package org.keraunos.training;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Stateful;

/**
 * Lets validation see the moving averages of the weights, which the optimizer keeps with
 * {@code useEma(true)}: {@code keras.callbacks.SwapEMAWeights}. With {@code swapOnEpoch} the model
 * has them at the end of each epoch as well, so that callbacks that save or keep weights see them,
 * wherever they stand in the list (in Keras they stand behind this one).
 */
public final class SwapEMAWeights implements Callback {
  private final boolean swapOnEpoch;

  /** For validation alone. */
  public SwapEMAWeights() {
    this(false);
  }

  /**
   * For validation, and maybe for the ends of epochs.
   *
   * @param swapOnEpoch whether also at the end of each epoch
   */
  public SwapEMAWeights(boolean swapOnEpoch) {
    this.swapOnEpoch = swapOnEpoch;
  }

  @Override
  public Callback forFit() {
    return new Swap();
  }

  private final class Swap implements Callback, Stateful {
    private List<NamedArray> kept = List.of();

    @Override
    public void onTrainBegin(TrainBegin event) {
      boolean none = event.control().averagedWeights().isEmpty(); // throws where there are none
      kept = none ? List.of() : kept;
    }

    @Override
    public void onEpochBegin(EpochBegin event) {
      putBack(event.control());
    }

    @Override
    public void onTestBegin(TestBegin event) {
      swap(event.control());
    }

    @Override
    public void onTestEnd(TestEnd event) {
      putBack(event.control());
    }

    /** Before any callback sees the end of the epoch. */
    @Override
    public Map<String, Double> figures(FitControl control) {
      if (swapOnEpoch) {
        swap(control);
      }
      return Map.of();
    }

    private void swap(FitControl control) {
      List<NamedArray> averages = control.averagedWeights();
      if (kept.isEmpty() && !averages.isEmpty()) {
        Set<String> names = new HashSet<>();
        averages.forEach(each -> names.add(each.name()));
        kept = control.getWeights().stream()
            .filter(each -> names.contains(each.name()))
            .toList();
        control.setWeights(averages);
      }
    }

    private void putBack(FitControl control) {
      if (!kept.isEmpty()) {
        control.setWeights(kept);
        kept = List.of();
      }
    }

    @Override
    public List<NamedArray> state() {
      return NamedArrays.below("kept/", kept);
    }

    @Override
    public void restore(List<NamedArray> state) {
      kept = NamedArrays.from("kept/", state);
    }
  }
}
