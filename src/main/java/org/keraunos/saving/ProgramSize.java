package org.keraunos.saving;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.Check;

/**
 * What a {@link Program} comes to once functions stand in the place of their calls, as TensorFlow
 * puts them there: twice a function that calls another twice, and so on, makes a billion ops of
 * thirty functions, and one that calls itself ends the process.
 */
final class ProgramSize {
  private static final long MOST_OPS = 1_000_000;
  private static final int MOST_LEVELS = 200;

  /** Ops, and levels of calls. */
  private record Size(long ops, int levels) {}

  private final Program program;
  private final Map<String, Size> sizes = new HashMap<>();

  ProgramSize(Program program) {
    this.program = program;
  }

  /**
   * Measures what a run takes.
   *
   * @param nodes the ops of the graph that it reaches
   * @return what was expected and what came; empty if it is within bounds
   */
  String problem(Collection<Program.Node> nodes) {
    Set<String> open = new LinkedHashSet<>();
    Deque<String> waiting = new ArrayDeque<>();
    functions(nodes).forEach(waiting::push);
    while (!waiting.isEmpty()) {
      String name = waiting.peek();
      List<Program.Node> body = Check.present(program.functions.get(name), name).nodes;
      if (sizes.containsKey(name)) {
        waiting.pop();
      } else if (open.add(name)) {
        for (String called : functions(body)) {
          if (open.contains(called)) {
            return "expected functions that do not call themselves, received " + called;
          }
          if (!sizes.containsKey(called)) {
            waiting.push(called);
          }
        }
      } else {
        waiting.pop();
        open.remove(name);
        sizes.put(name, sum(body));
      }
    }
    Size size = sum(nodes);
    if (size.ops > MOST_OPS) {
      return "expected at most " + MOST_OPS + " ops with all functions called, received more";
    }
    return size.levels <= MOST_LEVELS
        ? ""
        : "expected at most " + MOST_LEVELS + " levels of calls, received " + size.levels;
  }

  /** The functions that ops call, each once. */
  private Set<String> functions(Collection<Program.Node> nodes) {
    Set<String> called = new LinkedHashSet<>();
    for (Program.Node node : nodes) {
      called.addAll(node.calls);
      called.add(node.op);
    }
    called.retainAll(program.functions.keySet());
    return called;
  }

  private Size sum(Collection<Program.Node> nodes) {
    long ops = 0;
    int levels = 0;
    for (Program.Node node : nodes) {
      ops++;
      for (int i = -1; i < node.calls.size(); i++) {
        Size size = sizes.get(i < 0 ? node.op : node.calls.get(i));
        if (size != null) {
          ops = Math.min(ops + size.ops, Long.MAX_VALUE / 4);
          levels = Math.max(levels, size.levels + 1);
        }
      }
    }
    return new Size(ops, levels);
  }
}
