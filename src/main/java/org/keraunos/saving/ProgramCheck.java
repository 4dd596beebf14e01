package org.keraunos.saving;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a {@link Program} can be reached from where a loader or a caller begins. Of the graph
 * that is what an op needs, control inputs included; of a function that is called it is all, as
 * TensorFlow runs what has effects there whether anybody needs it or not.
 */
final class ProgramCheck {
  /** Where variables are restored and nowhere else, this may run: on the path that it is given. */
  static final String RESTORE = "RestoreV2";

  static final String ELSEWHERE = "?";
  private static final List<String> PLAIN_CALLS =
      List.of("PartitionedCall", "StatefulPartitionedCall");
  private static final int MOST_ORIGINS = 10_000;

  private final Program program;
  private final Set<String> allowed;
  private final boolean restoring;

  /** Ops that were reached, with the function that each is in; null for the graph's own. */
  private final Map<Program.Node, Program.@Nullable Function> reached = new LinkedHashMap<>();

  private final Set<String> functions = new LinkedHashSet<>();
  private final Deque<Program.Node> waiting = new ArrayDeque<>();
  private final Map<String, String> refused = new TreeMap<>();
  private String tooLarge = "";

  private ProgramCheck(Program program, Set<String> allowed, boolean restoring) {
    this.program = program;
    this.allowed = allowed;
    this.restoring = restoring;
  }

  /**
   * Follows a program.
   *
   * @param program the program
   * @param from the ops to begin at
   * @param allowed ops that may run whatever they do
   * @param restoring whether these are run to restore variables, so that the path is given
   */
  static ProgramCheck of(
      Program program, Collection<String> from, Set<String> allowed, boolean restoring) {
    ProgramCheck check = new ProgramCheck(program, allowed, restoring);
    from.forEach(name -> check.reach(name, null));
    check.walk();
    check.refuse();
    check.tooLarge = new ProgramSize(program)
        .problem(check.reached.entrySet().stream()
            .filter(each -> each.getValue() == null)
            .map(Map.Entry::getKey)
            .toList());
    return check;
  }

  /** Ops that may not run, with the reason for each; none if all may. */
  Map<String, String> refused() {
    return refused;
  }

  /** What was expected of functions that call each other; empty if that holds. */
  String tooLarge() {
    return tooLarge;
  }

  /** Handles of variables that are reached in the graph. */
  Set<String> variables() {
    Set<String> variables = new LinkedHashSet<>();
    reached.forEach((node, function) -> {
      if (function == null && node.op.equals("VarHandleOp")) {
        variables.add(node.resource());
      }
    });
    return variables;
  }

  /** Handles of variables that are given a value; {@link #ELSEWHERE} for any that is not told. */
  Set<String> assigned() {
    Map<String, Set<Call>> calls = calls();
    Set<String> assigned = new HashSet<>();
    reached.forEach((node, function) -> {
      if (node.op.equals("AssignVariableOp") && !node.inputs.isEmpty()) {
        for (String origin : origins(node.inputs.get(0), function, calls)) {
          Program.Node variable = program.nodes.get(Program.producer(origin));
          assigned.add(variable == null ? ELSEWHERE : variable.resource());
        }
      }
    });
    return assigned;
  }

  private void reach(String name, Program.@Nullable Function in) {
    Program.Node node = program.nodes.get(name);
    if (node != null && in == null) {
      reach(node, null);
    }
  }

  private void reach(Program.Node node, Program.@Nullable Function in) {
    if (!reached.containsKey(node)) {
      reached.put(node, in);
      waiting.add(node);
    }
  }

  private void walk() {
    Map<String, Set<Program.Function>> interfaces = new HashMap<>();
    program.functions.values().stream()
        .filter(each -> !each.implemented.isEmpty())
        .forEach(each -> interfaces
            .computeIfAbsent(each.implemented, unused -> new LinkedHashSet<>())
            .add(each));
    while (!waiting.isEmpty()) {
      Program.Node node = waiting.remove();
      if (reached.get(node) == null) {
        node.inputs.forEach(input -> reach(Program.producer(input), null));
      }
      node.calls.forEach(name -> call(name, interfaces));
      if (program.functions.containsKey(node.op)) {
        call(node.op, interfaces);
      }
    }
  }

  private void call(String name, Map<String, Set<Program.Function>> interfaces) {
    Program.Function function = program.functions.get(name);
    if (!functions.add(name) || function == null) {
      return;
    }
    function.nodes.forEach(node -> reach(node, function));
    interfaces
        .getOrDefault(function.implemented, Set.of())
        .forEach(other -> call(other.name, interfaces));
  }

  private void refuse() {
    Map<String, Set<Call>> calls = null;
    for (Map.Entry<Program.Node, Program.@Nullable Function> each : reached.entrySet()) {
      Program.Node node = each.getKey();
      if (mayRun(node.op)) {
        continue;
      }
      boolean restores = restoring && node.op.equals(RESTORE) && !node.inputs.isEmpty();
      if (restores && !program.variablesPath.isEmpty()) {
        calls = calls == null ? calls() : calls;
        Set<String> paths = origins(node.inputs.get(0), each.getValue(), calls);
        if (paths.equals(Set.of(Program.tensor(program.variablesPath)))) {
          continue;
        }
      }
      refused.put(node.op, OpList.reason(node.op));
    }
    for (String name : functions) {
      if (!mayRun(name)) {
        refused.put(name, OpList.reason(name));
      }
    }
  }

  /**
   * A function that has an op's name is taken for that op: which one runs is TensorFlow's choice.
   */
  private boolean mayRun(String op) {
    return allowed.contains(op)
        || OpList.isAllowed(op)
        || (program.functions.containsKey(op) && !OpList.isKnown(op));
  }

  /** An op that calls a function, and where that op is. */
  private record Call(Program.Node node, Program.@Nullable Function in) {}

  /** A tensor, and the function that it is in; null for the graph's own. */
  private record Place(String tensor, Program.@Nullable Function in) {}

  private Map<String, Set<Call>> calls() {
    Map<String, Set<Call>> calls = new HashMap<>();
    reached.forEach((node, function) -> node.calls.forEach(name -> calls
        .computeIfAbsent(name, unused -> new LinkedHashSet<>())
        .add(new Call(node, function))));
    return calls;
  }

  /** The tensors of the graph that one inside a function is: its arguments, followed outwards. */
  private Set<String> origins(
      String tensor, Program.@Nullable Function in, Map<String, Set<Call>> calls) {
    Set<String> origins = new LinkedHashSet<>();
    Set<String> seen = new HashSet<>();
    Deque<Place> open = new ArrayDeque<>();
    open.add(new Place(tensor, in));
    while (!open.isEmpty()) {
      Place next = open.remove();
      String name = Program.tensor(next.tensor());
      Program.Function function = next.in();
      if (!seen.add((function == null ? "" : function.name) + '\n' + name)) {
        continue;
      }
      if (seen.size() > MOST_ORIGINS) {
        return Set.of(ELSEWHERE);
      }
      if (function == null && program.assets.contains(name)) {
        origins.add(ELSEWHERE);
        continue;
      }
      if (function == null) {
        Program.Node node = program.nodes.get(Program.producer(name));
        boolean passes = node != null && node.op.equals("Identity") && !node.inputs.isEmpty();
        if (node != null && passes && !name.equals(Program.tensor(program.variablesPath))) {
          open.add(new Place(node.inputs.get(0), null));
        } else {
          origins.add(name);
        }
        continue;
      }
      int argument = function.takesLists ? -1 : function.arguments.indexOf(name);
      Set<Call> callers = calls.getOrDefault(function.name, Set.of());
      boolean clear = argument >= 0 && argument == function.arguments.lastIndexOf(name);
      if (!clear || callers.isEmpty()) {
        origins.add(ELSEWHERE);
        continue;
      }
      for (Call call : callers) {
        boolean plain = PLAIN_CALLS.contains(call.node().op)
            && argument < call.node().inputs.size()
            && !call.node().inputs.get(argument).startsWith("^");
        if (plain) {
          open.add(new Place(call.node().inputs.get(argument), call.in()));
        } else {
          origins.add(ELSEWHERE);
        }
      }
    }
    return origins;
  }
}
