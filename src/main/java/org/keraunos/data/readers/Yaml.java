package org.keraunos.data.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.keraunos.base.DataException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Small YAML files as trees. The library for them is optional, and not loaded before there is such
 * a file.
 */
final class Yaml {
  private static final long LONGEST = 4 << 20;

  private Yaml() {}

  static boolean is(Path file) {
    String extension = Folders.extension(file);
    return (extension.equals("yaml") || extension.equals("yml")) && Files.isRegularFile(file);
  }

  /** The tree. Aliases are refused: followed, they make a large tree of a small file. */
  static JsonNode tree(Path file) {
    try {
      long size = Files.size(file);
      if (size > LONGEST) {
        throw new DataException(file, "expected at most 4 MB of YAML, received " + size + " bytes");
      }
      String text = Folders.text(file);
      if (Library.hasAlias(text)) {
        throw new DataException(file, "has an alias (*name), which is not followed");
      }
      return Library.MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw Json.problem(file, e, "YAML");
    } catch (NoClassDefFoundError e) {
      throw new DataException(
          file,
          "takes the optional tools.jackson.dataformat:jackson-dataformat-yaml on the class path",
          e);
    } catch (IOException e) {
      throw new DataException(file, "cannot be read: " + Folders.why(e), e);
    } catch (RuntimeException | StackOverflowError e) {
      if (e instanceof DataException known) {
        throw known;
      }
      throw new DataException(file, "is no YAML: " + Folders.why(e), e);
    }
  }

  /** Apart, so that everything else works without the library. */
  private static final class Library {
    static final YAMLMapper MAPPER = new YAMLMapper();

    private Library() {}

    static boolean hasAlias(String text) {
      try (JsonParser parser = MAPPER.createParser(text)) {
        while (parser.nextToken() != null) {
          if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
