package org.keraunos.runtime;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.StepStats;

/**
 * When one op of a traced run ran, after TensorFlow's own rewriting of the graph.
 *
 * @param name the op's name
 * @param type the kernel's name, for example {@code _FusedConv2D}
 * @param startMicros its start, in microseconds since the first op's
 * @param micros how long it ran
 */
public record OpTime(String name, String type, long startMicros, long micros) {
  static List<OpTime> of(StepStats stats) {
    long first = Long.MAX_VALUE;
    for (DeviceStepStats device : stats.getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        first = Math.min(first, node.getAllStartMicros());
      }
    }
    List<OpTime> times = new ArrayList<>();
    for (DeviceStepStats device : stats.getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        times.add(new OpTime(
            node.getNodeName(),
            type(node),
            node.getAllStartMicros() - first,
            node.getOpEndRelMicros()));
      }
    }
    return times;
  }

  /** The label is {@code name = Type(inputs)}. */
  private static String type(NodeExecStats node) {
    String label = node.getTimelineLabel();
    int equals = label.indexOf(" = ");
    int open = label.indexOf('(', equals);
    return equals < 0 || open < 0 ? label : label.substring(equals + " = ".length(), open);
  }
}
