package org.keraunos.saving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a SavedModel would run, without its weights: the ops of its graph and of the functions that
 * ops call, and where a loader and its callers begin. {@link ProgramReader} reads it.
 */
final class Program {
  /** Smaller graphs are rewritten in no time. */
  private static final int LARGE = 2_000;

  /** What of the graph has these tags is what is loaded. */
  final Set<String> tags = new LinkedHashSet<>();

  final Map<String, Node> nodes = new LinkedHashMap<>();
  final Map<String, Function> functions = new LinkedHashMap<>();

  /** Ops that a loader runs after it has restored variables. */
  final Set<String> initial = new LinkedHashSet<>();

  /** The tensors that a signature gives, by the signature's name. */
  final Map<String, Set<String>> signatures = new LinkedHashMap<>();

  /** The op that restores variables; empty if there is none. */
  String restore = "";

  /** The tensor that a loader gives the path of the variables to. */
  String variablesPath = "";

  /**
   * Tensors that a loader gives paths of assets in place of what the graph says, while it restores
   * variables, too.
   */
  final Set<String> assets = new LinkedHashSet<>();

  Program() {}

  /** An op. */
  static final class Node {
    String name = "";
    String op = "";
    String sharedName = "";
    final List<String> inputs = new ArrayList<>(2);

    /** Functions that its attributes name, each as often as they do. */
    final List<String> calls = new ArrayList<>(0);

    Node() {}

    /** What a variable's handle is known by, wherever it stands in the graph. */
    String resource() {
      return sharedName.isEmpty() ? name : sharedName;
    }
  }

  /** A function of the library. */
  static final class Function {
    String name = "";

    /** TensorFlow may take another function of the same interface in its place. */
    String implemented = "";

    /** An argument may be several tensors: which is which is not told by their order alone. */
    boolean takesLists;

    final List<String> arguments = new ArrayList<>();
    final List<Node> nodes = new ArrayList<>();

    Function() {}
  }

  /** The op of a tensor: {@code dense/MatMul:0} and {@code ^dense/MatMul} are of that op. */
  static String producer(String input) {
    int from = input.startsWith("^") ? 1 : 0;
    int colon = input.indexOf(':');
    return input.substring(from, colon < 0 ? input.length() : colon);
  }

  /** {@code filename:0} and {@code filename} are the same. */
  static String tensor(String name) {
    return name.endsWith(":0") ? name.substring(0, name.length() - 2) : name;
  }

  /** How many ops the graph has, functions left out. */
  int ops() {
    return nodes.size();
  }

  /**
   * Whether most of it is the steps of a sequence. A session decides before it sees the graph
   * whether TensorFlow may rewrite that: for networks of convolutions it pays, for the many
   * thousand small ops of an unrolled sequence it takes seconds and brings nothing (500 steps of an
   * LSTM: 6.6 s for the first run, 0.3 s without; later runs are the same).
   */
  boolean isUnrolled() {
    return ops() > LARGE
        && nodes.values().stream().filter(node -> node.op.contains("Conv")).count() < ops() / 100;
  }
}
