package org.keraunos.saving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keraunos.base.DataException;

/**
 * Lets a SavedModel pass or not, before TensorFlow sees it: what a loader runs, and then what each
 * signature runs. A SavedModel is a program, and who loads one runs it.
 */
final class ProgramGate {
  /** TensorFlow takes this in place of the file that was looked at. */
  private static final String IN_PIECES = "saved_model.cpb";

  private final Path file;
  private final Program program;
  private final Set<String> allowed;
  private final Set<String> assigned = new HashSet<>();

  private ProgramGate(Path file, Program program, Set<String> allowed) {
    this.file = file;
    this.program = program;
    this.allowed = allowed;
  }

  /**
   * Reads a program and checks what a loader runs of it.
   *
   * @param folder a SavedModel
   * @param allowed ops that may run whatever they do
   * @throws DataException if it is none, or a loader would run what it may not
   */
  static ProgramGate of(Path folder, Set<String> allowed) {
    if (Files.exists(folder.resolve(IN_PIECES))) {
      throw new DataException(
          folder, "expected a model in one " + ModelCard.GRAPH + ", received " + IN_PIECES);
    }
    Path file = folder.resolve(ModelCard.GRAPH);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new DataException(file, "expected a file, received something else");
    }
    ProgramGate gate = new ProgramGate(file, ProgramReader.read(file), allowed);
    boolean restores = Files.exists(folder.resolve("variables/variables.index"));
    if (restores && !allowed.contains(ProgramCheck.RESTORE)) {
      checkInside(folder);
    }
    gate.load(restores);
    return gate;
  }

  /** TensorFlow follows links, and so do its checkpoints' readers, which wait for pipes. */
  private static void checkInside(Path folder) {
    try (Stream<Path> files = Files.list(folder.resolve("variables"))) {
      Path real = folder.toRealPath();
      for (Path each : files.toList()) {
        if (!each.toRealPath().startsWith(real) || !Files.isRegularFile(each)) {
          throw new DataException(
              each,
              "expected variables in files inside of the model's folder, received "
                  + (Files.isSymbolicLink(each) ? "a link to " : "") + each.toRealPath()
                  + "; if you trust it, allow it by name (allowOps, --allow-op RestoreV2)");
        }
      }
    } catch (IOException e) {
      throw new DataException(folder, "cannot be read: " + e.getMessage(), e);
    }
  }

  Program program() {
    return program;
  }

  private void load(boolean restores) {
    if (restores && !program.restore.isEmpty()) {
      check("to restore its variables", List.of(program.restore), true);
    }
    check("to begin with", program.initial, false);
  }

  private void check(String when, Collection<String> from, boolean restoring) {
    ProgramCheck check = ProgramCheck.of(program, from, allowed, restoring);
    String problem = problem(when, check);
    if (!problem.isEmpty()) {
      throw new DataException(file, problem);
    }
    assigned.addAll(check.assigned());
  }

  /** Why each signature may not run; those that may are left out. */
  Map<String, String> refused() {
    Map<String, String> refused = new HashMap<>();
    program.signatures.forEach((name, outputs) -> {
      ProgramCheck check = ProgramCheck.of(program, outputs, allowed, false);
      String problem = problem("for signature " + name, check);
      if (problem.isEmpty() && !assigned.contains(ProgramCheck.ELSEWHERE)) {
        Set<String> missing = new LinkedHashSet<>(check.variables());
        missing.removeAll(assigned);
        if (!missing.isEmpty()) {
          missing.removeAll(check.assigned());
        }
        problem = missing.isEmpty() ? "" : missing(name, missing);
      }
      if (!problem.isEmpty()) {
        refused.put(name, problem);
      }
    });
    return refused;
  }

  private static String missing(String signature, Set<String> variables) {
    return "signature " + signature + ": expected variables that the model restores, received "
        + variables.size() + " that nothing gives a value, "
        + variables.iterator().next()
        + " first: tf.saved_model.save of a Keras model writes such a one;"
        + " write it with model.export(folder)";
  }

  private static String problem(String when, ProgramCheck check) {
    Map<String, String> refused = check.refused();
    if (refused.isEmpty()) {
      return check.tooLarge().isEmpty() ? "" : check.tooLarge() + ", which would run " + when;
    }
    Map<String, List<String>> byReason = refused.entrySet().stream()
        .collect(Collectors.groupingBy(
            Map.Entry::getValue,
            TreeMap::new,
            Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    String ops = byReason.entrySet().stream()
        .map(each -> first(each.getValue()) + " (" + each.getKey() + ")")
        .collect(Collectors.joining(", "));
    return "expected ops that only compute, received " + ops + ", which would run " + when
        + ": a SavedModel is a program; if you trust it, allow them by name (allowOps, --allow-op "
        + refused.keySet().iterator().next() + ")";
  }

  private static String first(List<String> ops) {
    String more = ops.size() > 5 ? " and " + (ops.size() - 5) + " more" : "";
    return String.join(", ", ops.subList(0, Math.min(5, ops.size()))) + more;
  }
}
