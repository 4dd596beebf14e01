package org.keraunos.runtime;

import org.tensorflow.ConcreteFunction;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.OpScope;
import org.tensorflow.op.Scope;

/**
 * A graph that is empty at first, as the place where ops are emitted. TensorFlow's scopes go
 * through all ops of a {@link Graph} whenever a scope inside another is made, in search of names
 * that are taken; a network with hundreds of layers, weights and slots, a scope each, takes minutes
 * that way. All names of such a graph come from its own scopes, which know them, so that nothing
 * need be searched.
 */
final class FreshGraph implements ExecutionEnvironment {
  private final Graph graph;
  private final Scope root;

  FreshGraph(Graph graph) {
    this.graph = graph;
    this.root = new OpScope(this);
  }

  @Override
  public OperationBuilder opBuilder(String type, String name, Scope scope) {
    return graph.opBuilder(type, name, scope);
  }

  @Override
  public void attachFunction(ConcreteFunction function) {
    graph.attachFunction(function);
  }

  @Override
  public boolean isOpEnabled(String opType) {
    return graph.isOpEnabled(opType);
  }

  @Override
  public void checkInput(Operation input) {
    graph.checkInput(input);
  }

  @Override
  public Types environmentType() {
    return Types.GRAPH;
  }

  @Override
  public Scope baseScope() {
    return root;
  }

  @Override
  public boolean isInitializer(Operation op) {
    return graph.isInitializer(op);
  }
}
