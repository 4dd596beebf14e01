package org.keraunos.saving;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keraunos.base.CanIgnoreReturnValue;
import org.keraunos.base.DataException;

/**
 * Reads the {@link Program} of a {@code saved_model.pb} field by field, as TensorFlow's own parser
 * takes them (of a field that may be there once and is there twice, the last text counts, and lists
 * are joined), but for weights, which are skipped. What a file may ask for is bounded: nesting, the
 * number of parts, the length of names, and the memory that its constants claim.
 */
final class ProgramReader {
  /** A large language model's graph has some hundred thousand. */
  private static final int MOST_PARTS = 8_000_000;

  private static final int MOST_NODES = 500_000;
  private static final int MOST_SIGNATURES = 100;
  private static final int LONGEST_NAME = 1 << 16;
  private static final int MOST_NAMES = 1 << 28;
  private static final int DEEPEST = 90;
  private static final long CONSTANTS_BEYOND_FILE = 1L << 30;

  private final Path file;
  private final CodedInputStream in;
  private int parts;
  private int nodes;
  private long names;
  private long constants;
  private boolean taken;

  private ProgramReader(Path file, CodedInputStream in) {
    this.file = file;
    this.in = in;
  }

  /** Reads a field's content, or leaves it; the number of one that is a number is negative. */
  private interface Field {
    void read(int number) throws IOException;
  }

  /**
   * Reads the program that is loaded for prediction, the one with the tag {@code serve}.
   *
   * @param file a {@code saved_model.pb}
   * @throws DataException if it is none, asks for more than a model needs, or has no such graph
   */
  static Program read(Path file) {
    List<Program> programs = new ArrayList<>();
    try (BufferedInputStream stream =
        new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      CodedInputStream in = CodedInputStream.newInstance(stream);
      in.setSizeLimit(Integer.MAX_VALUE);
      ProgramReader reader = new ProgramReader(file, in);
      reader.fields(0, number -> {
        if (number == 2) {
          programs.add(reader.metaGraph());
        }
      });
      long most = 8 * Files.size(file) + CONSTANTS_BEYOND_FILE;
      if (reader.constants > most) {
        throw reader.bad("constants of at most " + most + " bytes, received " + reader.constants);
      }
    } catch (IOException e) {
      throw new DataException(file, "expected a SavedModel, received " + e.getMessage(), e);
    }
    List<Program> serving =
        programs.stream().filter(each -> each.tags.equals(Set.of("serve"))).toList();
    if (serving.size() != 1) {
      throw new DataException(
          file,
          "expected one graph with the tag serve, received "
              + programs.stream().map(each -> each.tags).toList());
    }
    return serving.get(0);
  }

  private Program metaGraph() throws IOException {
    Program program = new Program();
    Map<String, Set<String>> initial = new HashMap<>();
    message(1, number -> {
      switch (number) {
        case 1 ->
          message(2, info -> {
            if (info == 4) {
              program.tags.add(text());
            }
          });
        case 2 -> graph(program);
        case 3 ->
          message(2, saver -> {
            if (saver == 1) {
              program.variablesPath = text();
            } else if (saver == 3) {
              program.restore = Program.producer(text());
            }
          });
        case 4 -> collection(initial, program.assets);
        case 5 -> signature(program);
        case 6 -> asset(2, program.assets);
        case 7 -> objects();
        default -> {}
      }
    });
    initial.values().forEach(program.initial::addAll);
    Set<String> marked = program.signatures.remove("__saved_model_init_op");
    if (marked != null) {
      program.initial.addAll(marked);
    }
    return program;
  }

  private void graph(Program program) throws IOException {
    message(2, number -> {
      if (number == 1) {
        Program.Node node = node(3);
        if (program.nodes.put(node.name, node) != null) {
          throw bad("ops of different names, received two called " + node.name);
        }
      } else if (number == 2) {
        message(3, library -> {
          if (library == 1) {
            Program.Function function = function();
            Program.Function before = program.functions.putIfAbsent(function.name, function);
            if (before != null) {
              before.nodes.addAll(function.nodes);
            }
          }
        });
      }
    });
  }

  private Program.Function function() throws IOException {
    Program.Function function = new Program.Function();
    message(4, number -> {
      if (number == 1) {
        message(5, signature -> {
          if (signature == 1) {
            function.name = text();
          } else if (signature == 2) {
            int[] at = {function.arguments.size()};
            function.arguments.add("");
            message(6, argument -> {
              if (argument == 1) {
                function.arguments.set(at[0], text());
              } else if (argument == 5 || argument == 6) {
                function.takesLists = true;
              }
            });
          }
        });
      } else if (number == 3) {
        function.nodes.add(node(5));
      } else if (number == 5) {
        Program.Node attributes = new Program.Node();
        String implemented = attribute(5, attributes, "api_implements");
        function.implemented = implemented.isEmpty() ? function.implemented : implemented;
      }
    });
    return function;
  }

  private Program.Node node(int depth) throws IOException {
    if (++nodes > MOST_NODES) {
      throw bad("at most " + MOST_NODES + " ops, received more");
    }
    Program.Node node = new Program.Node();
    message(depth, number -> {
      switch (number) {
        case 1 -> node.name = text();
        case 2 -> node.op = text();
        case 3 -> node.inputs.add(text());
        case 5 -> {
          String shared = attribute(depth + 1, node, "shared_name");
          node.sharedName = shared.isEmpty() ? node.sharedName : shared;
        }
        default -> {}
      }
    });
    return node;
  }

  /** An entry of a map of attributes: its functions go to the node; the text of one is returned. */
  @CanIgnoreReturnValue
  private String attribute(int depth, Program.Node node, String wanted) throws IOException {
    String[] key = {""};
    String[] value = {""};
    message(depth, number -> {
      if (number == 1) {
        key[0] = text();
      } else if (number == 2) {
        value(depth + 1, node, value);
      }
    });
    return key[0].equals(wanted) ? value[0] : "";
  }

  private void value(int depth, Program.Node node, String[] text) throws IOException {
    message(depth, number -> {
      switch (number) {
        case 1 ->
          message(depth + 1, list -> {
            if (list == 8) {
              tensor(depth + 2);
            } else if (list == 9) {
              called(depth + 2, node);
            }
          });
        case 2 -> text[0] = bytes();
        case 8 -> tensor(depth + 1);
        case 10 -> called(depth + 1, node);
        default -> {}
      }
    });
  }

  private void called(int depth, Program.Node node) throws IOException {
    String[] name = {""};
    message(depth, number -> {
      if (number == 1) {
        name[0] = text();
      } else if (number == 2) {
        attribute(depth + 1, node, "");
      }
    });
    node.calls.add(name[0]);
  }

  /** A constant may claim more memory than it brings: one number for all elements. */
  private void tensor(int depth) throws IOException {
    long[] elements = {1};
    message(depth, number -> {
      if (number == 2) {
        message(depth + 1, shape -> {
          if (shape == 2) {
            message(depth + 2, axis -> {
              if (axis == -1) {
                elements[0] = saturated(elements[0], Math.max(0, in.readInt64()));
                taken = true;
              }
            });
          }
        });
      }
    });
    // The widest type has 16 bytes, the usual one 4.
    constants = Math.min(Long.MAX_VALUE / 2, constants + saturated(elements[0], 4));
  }

  private static long saturated(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / 4 / b ? Long.MAX_VALUE / 4 : a * b;
  }

  private static final Set<String> RUN_BY_LOADERS =
      Set.of("saved_model_main_op", "legacy_init_op", "table_initializer");

  /** Which tensor a loader gives the path of a file. */
  private void asset(int depth, Set<String> tensors) throws IOException {
    message(depth, number -> {
      if (number == 1) {
        message(depth + 1, info -> {
          if (info == 1) {
            tensors.add(Program.tensor(text()));
          }
        });
      }
    });
  }

  private void collection(Map<String, Set<String>> initial, Set<String> assets) throws IOException {
    String[] key = {""};
    Set<String> names = new LinkedHashSet<>();
    message(2, number -> {
      if (number == 1) {
        key[0] = text();
      } else if (number == 2) {
        message(3, collection -> {
          if (collection == 1) {
            message(4, list -> {
              if (list == 1) {
                names.add(Program.producer(text()));
              }
            });
          } else if (collection == 5) { // of anything, which is assets in older models
            message(4, list -> {
              if (list == 1) {
                message(5, any -> {
                  if (any == 2) {
                    asset(6, assets);
                  }
                });
              }
            });
          }
        });
      }
    });
    if (RUN_BY_LOADERS.contains(key[0])) {
      initial.computeIfAbsent(key[0], unused -> new LinkedHashSet<>()).addAll(names);
    }
  }

  private void signature(Program program) throws IOException {
    String[] key = {""};
    Set<String> outputs = new LinkedHashSet<>();
    message(2, number -> {
      if (number == 1) {
        key[0] = text();
      } else if (number == 2) {
        message(3, signature -> {
          if (signature == 2) {
            message(4, output -> {
              if (output == 2) {
                tensorInfo(5, outputs);
              }
            });
          }
        });
      }
    });
    program.signatures.computeIfAbsent(key[0], unused -> new LinkedHashSet<>()).addAll(outputs);
    if (program.signatures.size() > MOST_SIGNATURES) {
      throw bad("at most " + MOST_SIGNATURES + " signatures, received more");
    }
  }

  private void tensorInfo(int depth, Set<String> names) throws IOException {
    message(depth, number -> {
      if (number == 1) {
        names.add(Program.producer(text()));
      } else if (number == 4) {
        message(depth + 1, sparse -> {
          if (sparse >= 1 && sparse <= 3) {
            names.add(Program.producer(text()));
          }
        });
      } else if (number == 5) {
        message(depth + 1, composite -> {
          if (composite == 2) {
            tensorInfo(depth + 2, names);
          }
        });
      }
    });
  }

  /** Python's objects are of no use here, but TensorFlow reads them all: they are counted. */
  private void objects() throws IOException {
    message(2, number -> {
      if (number == 1) {
        message(3, object -> {
          if (object >= 1 && object <= 3) {
            message(4, unused -> {});
          }
        });
      }
    });
  }

  /** A message that is a field's content. */
  private void message(int depth, Field field) throws IOException {
    int before = in.pushLimit(in.readRawVarint32());
    fields(depth, field);
    if (in.getBytesUntilLimit() != 0) {
      throw bad("a whole file, received one that ends too early");
    }
    in.popLimit(before);
    taken = true;
  }

  private void fields(int depth, Field field) throws IOException {
    if (depth > DEEPEST) {
      throw bad("parts inside parts to a depth of " + DEEPEST + ", received more");
    }
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      if (++parts > MOST_PARTS) {
        throw bad("at most " + MOST_PARTS + " parts, received more");
      }
      int number = WireFormat.getTagFieldNumber(tag);
      taken = false;
      switch (WireFormat.getTagWireType(tag)) {
        case WireFormat.WIRETYPE_LENGTH_DELIMITED -> field.read(number);
        case WireFormat.WIRETYPE_VARINT -> field.read(-number);
        case WireFormat.WIRETYPE_START_GROUP, WireFormat.WIRETYPE_END_GROUP ->
          throw bad("fields of a SavedModel, received a group");
        default -> {}
      }
      if (!taken) {
        in.skipField(tag);
      }
    }
  }

  private String text() throws IOException {
    int length = in.readRawVarint32();
    if (length < 0 || length > LONGEST_NAME) { // before any of it is read
      throw bad("names of at most " + LONGEST_NAME + " bytes, received " + length);
    }
    names += length;
    if (names > MOST_NAMES) {
      throw bad("names of at most " + MOST_NAMES + " bytes together, received more");
    }
    taken = true;
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(in.readRawBytes(length)))
        .toString();
  }

  /** Bytes as they are; all that are longer than a name are taken for the same. */
  private String bytes() throws IOException {
    int length = in.readRawVarint32();
    taken = true;
    if (length > LONGEST_NAME) {
      in.skipRawBytes(length);
      return "long";
    }
    return new String(in.readRawBytes(length), StandardCharsets.ISO_8859_1);
  }

  private DataException bad(String expected) {
    return new DataException(file, "expected " + expected);
  }
}
