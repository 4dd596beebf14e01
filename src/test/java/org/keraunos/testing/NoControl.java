package org.keraunos.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.keraunos.base.NamedArray;
import org.keraunos.training.FitControl;
import org.keraunos.training.OnNotFinite;
import org.keraunos.training.TrainingState;

/** Stands in events where nobody asks for anything. */
public final class NoControl implements FitControl {
  @Override
  public void stopTraining() {}

  @Override
  public List<NamedArray> getWeights() {
    return List.of();
  }

  @Override
  public void setWeights(List<NamedArray> weights) {}

  @Override
  public List<NamedArray> averagedWeights() {
    return List.of();
  }

  @Override
  public long iteration() {
    return 0;
  }

  @Override
  public byte[] graphDefinition() {
    return new byte[0];
  }

  @Override
  public boolean hasValidation() {
    return true;
  }

  @Override
  public void saveTo(Path folder) {}

  @Override
  public void onNotFinite(OnNotFinite then) {}

  @Override
  public boolean higherIsBetter(String figure) {
    return false;
  }

  @Override
  public void state(Consumer<TrainingState> receiver) {}

  @Override
  public double learningRate() {
    return 0;
  }

  @Override
  public void setLearningRate(double rate) {}
}
