package org.keraunos.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.base.NamedArray;
import org.keraunos.base.NamedArrays;
import org.keraunos.base.Stateful;

/**
 * Writes figures and the graph for TensorBoard: {@code keras.callbacks.TensorBoard}, with its
 * folders and names. Below the folder, {@code train} has {@code epoch_loss},
 * {@code epoch_learning_rate} and the metrics by epoch and the graph of the step,
 * {@code validation} the same of validation, there also as {@code evaluation_loss_vs_iterations}.
 * Immutable; each training begins files of its own.
 *
 * <p>Defaults: the folder {@code logs}, the graph, figures by epoch. Histograms, images, profiles
 * and embeddings are not written. A training that goes on cuts its files back to what they held
 * then.
 */
@CheckReturnValue
public final class TensorBoard implements Callback {
  private final Path logDir;
  private final boolean writeGraph;
  private final int updateFreq;

  /** With Keras's defaults. */
  public TensorBoard() {
    this(Path.of("logs"));
  }

  /**
   * With Keras's defaults.
   *
   * @param logDir what {@code tensorboard --logdir} is given
   */
  public TensorBoard(Path logDir) {
    this(logDir, true, 0);
  }

  private TensorBoard(Path logDir, boolean writeGraph, int updateFreq) {
    this.logDir = logDir;
    this.writeGraph = writeGraph;
    this.updateFreq = updateFreq;
  }

  /**
   * Whether to write the graph of the step.
   *
   * @param write true if not given
   * @return a changed copy
   */
  public TensorBoard writeGraph(boolean write) {
    return new TensorBoard(logDir, write, updateFreq);
  }

  /**
   * Writes running figures behind steps as well, as {@code batch_loss}.
   *
   * @param steps after how many, counted by the model, at least 1
   * @return a changed copy
   */
  public TensorBoard updateFreq(int steps) {
    Check.argument(steps >= 1, "TensorBoard.updateFreq", ">= 1", steps);
    return new TensorBoard(logDir, writeGraph, steps);
  }

  @Override
  public Callback forFit() {
    return new Writer();
  }

  private final class Writer implements Callback, Stateful {
    private @Nullable EventFile train;
    private @Nullable EventFile validation;

    @Override
    public void onTrainBegin(TrainBegin event) {
      if (!event.resumed()) {
        train = EventFile.begin(logDir.resolve("train"));
        if (writeGraph) {
          train.graph(event.control().graphDefinition());
        }
        if (event.control().hasValidation()) {
          // Now, so that each state knows of it: whoever goes on cuts it back.
          validation = EventFile.begin(logDir.resolve("validation"));
        }
      }
    }

    @Override
    public void onBatchEnd(BatchEnd event) {
      long step = event.control().iteration();
      EventFile file = train;
      if (file != null && updateFreq > 0 && step % updateFreq == 0) {
        event.logs().forEach((name, value) -> file.scalar("batch_" + name, value, step));
      }
    }

    @Override
    public void onEpochEnd(EpochEnd event) {
      boolean rate = event.logs().containsKey("learning_rate");
      for (Map.Entry<String, Double> each : event.logs().entrySet()) {
        if (each.getKey().startsWith("val_")) {
          validation(each.getKey().substring("val_".length()), each.getValue(), event);
        } else {
          train(each.getKey(), each.getValue(), event);
        }
      }
      if (!rate) {
        train("learning_rate", event.control().learningRate(), event);
      }
    }

    private void train(String name, double value, EpochEnd event) {
      Check.present(train, "the training has begun").scalar("epoch_" + name, value, event.epoch());
    }

    private void validation(String name, double value, EpochEnd event) {
      EventFile file = validation;
      if (file == null) {
        file = EventFile.begin(logDir.resolve("validation"));
        validation = file;
      }
      file.scalar(
          "evaluation_" + name + "_vs_iterations", value, event.control().iteration());
      file.scalar("epoch_" + name, value, event.epoch());
    }

    @Override
    public void onTrainEnd(TrainEnd event) {
      close();
    }

    private void close() {
      if (train != null) {
        train.close();
      }
      if (validation != null) {
        validation.close();
      }
    }

    @Override
    public List<NamedArray> state() {
      List<NamedArray> state = new ArrayList<>();
      if (train != null) {
        state.add(NamedArrays.of("train", train.place()));
      }
      if (validation != null) {
        state.add(NamedArrays.of("validation", validation.place()));
      }
      return state;
    }

    @Override
    public void restore(List<NamedArray> state) {
      close();
      train = goOn(state, "train");
      validation =
          NamedArrays.find(state, "validation").isPresent() ? goOn(state, "validation") : null;
    }

    private EventFile goOn(List<NamedArray> state, String part) {
      Path folder = logDir.resolve(part);
      return NamedArrays.find(state, part)
          .map(place -> EventFile.goOn(folder, (long[]) place.values()))
          .orElseGet(() -> EventFile.begin(folder));
    }
  }
}
