package org.keraunos.saving;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.keraunos.contract.DataContract;

/**
 * What a SavedModel's graph does not say: the file {@code assets.extra/keraunos.json} beside it.
 *
 * @param name the model's name
 * @param files the other files of the export with their checksums, {@code sha256:...}, by their
 *     path below the folder; none in a card of format 1, which lists no files
 * @param contract what the model knows of its data
 * @param architecture the network in the form of a Keras configuration
 * @param training what a program said of the training, for people
 * @param provenance when and by what it was written and trained, filled in by itself
 */
public record ModelCard(
    String name,
    Map<String, String> files,
    DataContract contract,
    Map<String, Object> architecture,
    Map<String, Object> training,
    Provenance provenance) {
  /** The form that this version writes; 1 is read too. */
  public static final int FORMAT = 2;

  /** The form of a card with a calibration, which older versions must not overlook. */
  static final int FORMAT_CALIBRATED = 3;

  /** Where the card lies below a model's folder. */
  public static final String FILE = "assets.extra/keraunos.json";

  static final String GRAPH = "saved_model.pb";

  /** {@return the card as JSON, for a file that holds more than the card} */
  public byte[] toJson() {
    return CardJson.write(this);
  }

  /**
   * Reads what {@link #toJson} gave.
   *
   * @param file the file that it stands in, for messages
   * @param json the card
   * @return the card
   * @throws org.keraunos.base.DataException if it is none
   */
  public static ModelCard ofJson(Path file, byte[] json) {
    return CardJson.read(file, json, false);
  }

  /** The files of the export, the card included. */
  Set<Path> listed() {
    Set<Path> listed = files.keySet().stream().map(Path::of).collect(Collectors.toSet());
    listed.add(Path.of(FILE));
    if (files.isEmpty()) {
      listed.add(Path.of(GRAPH)); // Format 1 wrote these two and listed nothing.
    }
    return listed;
  }

  /** The listed files of a folder that are as they were written: what may be replaced. */
  Set<Path> replaceable(Path folder) {
    Set<Path> ours = listed();
    files.forEach((name, sum) -> {
      Path file = folder.resolve(name);
      if (!Files.isRegularFile(file) || !Checksum.of(file).equals(sum)) {
        ours.remove(Path.of(name));
      }
    });
    return ours;
  }

  ModelCard withFiles(Map<String, String> written) {
    return new ModelCard(name, written, contract, architecture, training, provenance);
  }
}
