package org.keraunos.saving;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.NamedArray;
import org.keraunos.contract.OutputContract;
import org.keraunos.graph.DeadNodes;
import org.keraunos.graph.InferenceGraph;
import org.keraunos.runtime.GraphPass;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** A frozen graph with its signatures as the bytes of a {@code saved_model.pb}. */
final class SavedModelProto {
  static final String INPUT = "images";
  private static final String IMAGES = "serving_images";
  private static final String LABEL_NAMES = "label_names";
  private static final String PREDICT = "tensorflow/serving/predict";

  private SavedModelProto() {}

  /** The bytes; constants with the labels' names are added to the graph. */
  static byte[] serialize(InferenceGraph graph, ModelCard card) {
    Operand<?> bytes = graph.bytes(); // first, since it makes outputs for them
    Map<String, TensorInfo> names = labelNames(graph, card);
    List<String> roots = new ArrayList<>(
        names.values().stream().map(each -> Program.producer(each.getName())).toList());
    roots.addAll(graph.weightOps());
    Map<String, TensorInfo> ofFloats = new LinkedHashMap<>();
    Map<String, TensorInfo> ofBytes = new LinkedHashMap<>();
    for (InferenceGraph.Out output : outputs(graph)) {
      roots.add(output.ofFloats().op().name());
      ofFloats.put(output.name(), info(output.ofFloats()));
      Operand<?> fromBytes = output.ofBytes();
      if (fromBytes != null) {
        roots.add(fromBytes.op().name());
        ofBytes.put(output.name(), info(fromBytes));
      }
    }
    ImageSignature images = ImageSignature.emit(graph);
    GraphDef definition = graph.session().definition();
    GraphDef whole = images == null ? definition : images.connect(definition);
    boolean drop = graph.options().has(GraphPass.DROP_DEAD_NODES);
    GraphDef.Builder kept = (drop ? DeadNodes.remove(whole, roots) : whole).toBuilder();
    graph.unread().forEach(weight -> kept.addNode(constant(weight)));
    MetaGraphDef.Builder meta = MetaGraphDef.newBuilder().setGraphDef(kept);
    meta.getMetaInfoDefBuilder().addTags("serve").setTensorflowVersion(TensorFlow.version());
    Map<String, TensorInfo> floats = new LinkedHashMap<>();
    for (InferenceGraph.Port port : graph.ports()) {
      floats.put(port.name(), info(port.placeholder()));
    }
    meta.putSignatureDef(InferenceGraph.FLOATS, signature(floats, ofFloats));
    if (bytes != null) {
      meta.putSignatureDef(InferenceGraph.BYTES, signature(Map.of(INPUT, info(bytes)), ofBytes));
      if (images != null) {
        meta.putSignatureDef(IMAGES, signature(Map.of(INPUT, info(images.encoded())), ofBytes));
      }
    }
    meta.putSignatureDef(LABEL_NAMES, signature(Map.of(), names));
    for (int i = 0; i < graph.outputs().size() && graph.outputs().size() > 1; i++) {
      Map<String, TensorInfo> own = new LinkedHashMap<>();
      for (InferenceGraph.Out output :
          List.of(graph.outputs().get(i), graph.raw().get(i))) {
        own.put(output.name(), info(output.ofFloats()));
      }
      meta.putSignatureDef(ofOutput(graph.outputs().get(i).name(), meta), signature(floats, own));
    }
    return bytes(SavedModel.newBuilder()
        .setSavedModelSchemaVersion(1)
        .addMetaGraphs(meta)
        .build());
  }

  /** Maps in the order of their keys, so that equal models are equal files. */
  private static byte[] bytes(SavedModel model) {
    byte[] bytes = new byte[model.getSerializedSize()];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.useDeterministicSerialization();
    try {
      model.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  /** What is given, and behind it what was calibrated as its network gives it. */
  private static Set<InferenceGraph.Out> outputs(InferenceGraph graph) {
    Set<InferenceGraph.Out> all = new LinkedHashSet<>(graph.outputs());
    all.addAll(graph.raw());
    return all;
  }

  /** A weight that predicts nothing, for the model that is made of the export again. */
  private static NodeDef constant(NamedArray weight) {
    TensorProto.Builder tensor = TensorProto.newBuilder();
    for (int size : weight.shape()) {
      tensor.getTensorShapeBuilder().addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    if (weight.values() instanceof long[] longs) {
      tensor.setDtype(DataType.DT_INT64);
      Arrays.stream(longs).forEach(tensor::addInt64Val);
    } else if (weight.values() instanceof double[] doubles) {
      tensor.setDtype(DataType.DT_DOUBLE);
      Arrays.stream(doubles).forEach(tensor::addDoubleVal);
    } else {
      tensor.setDtype(DataType.DT_FLOAT);
      for (float value : weight.toFloats()) {
        tensor.addFloatVal(value);
      }
    }
    return NodeDef.newBuilder()
        .setName(weight.name())
        .setOp("Const")
        .putAttr("dtype", AttrValue.newBuilder().setType(tensor.getDtype()).build())
        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
        .build();
  }

  /** The names of an output's labels: {@code labels} of the only one, of several by its name. */
  private static Map<String, TensorInfo> labelNames(InferenceGraph graph, ModelCard card) {
    Ops tf = graph.session().ops();
    List<OutputContract> outputs = card.contract().outputs();
    Map<String, TensorInfo> names = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      String[] labels = outputs.get(i).labels().names().toArray(String[]::new);
      Operand<?> constant = tf.withName(i == 0 ? LABEL_NAMES : LABEL_NAMES + "_of_" + i)
          .constant(StandardCharsets.UTF_8, labels);
      names.put(outputs.size() == 1 ? "labels" : graph.outputs().get(i).name(), info(constant));
    }
    return names;
  }

  /** The signature of one of several outputs has its name, if that is not taken. */
  private static String ofOutput(String output, MetaGraphDef.Builder meta) {
    String name = output;
    while (meta.containsSignatureDef(name)) {
      name += "_output";
    }
    return name;
  }

  private static SignatureDef signature(
      Map<String, TensorInfo> inputs, Map<String, TensorInfo> outputs) {
    return SignatureDef.newBuilder()
        .putAllInputs(inputs)
        .putAllOutputs(outputs)
        .setMethodName(PREDICT)
        .build();
  }

  private static TensorInfo info(Operand<?> operand) {
    Output<?> output = operand.asOutput();
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : output.shape().asArray()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    DataType type = output.dataType();
    return TensorInfo.newBuilder()
        .setName(output.op().name() + ":" + output.index())
        .setDtype(type)
        .setTensorShape(shape)
        .build();
  }
}
