package org.keraunos.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java of a page of documentation, compiled against the class path of the tests: every
 * {@code ```java} block.
 *
 * <p>A page becomes one class. Blocks that stand under the same heading are one method, so that a
 * later one may use the variables of an earlier one; a new heading starts anew. What a reader needs
 * to run a block but not to see stands in a comment, anywhere in the page, for the whole page:
 *
 * <pre>
 * &lt;!-- java
 * import static org.keraunos.metrics.LabelMetrics.*;
 * static int[][] truth = {{1, 0}, {0, 1}};
 * --&gt;
 * </pre>
 *
 * <p>Lines of it that begin with {@code import} are imports, the rest are members of the class:
 * fields that blocks use without declaring them, methods, types. Blocks may have imports of their
 * own at their start. A block that begins with {@code public}, {@code static}, {@code final},
 * {@code abstract}, {@code class}, {@code record}, {@code interface}, {@code enum} or an annotation
 * declares members too, which all blocks of the page see. Everything may throw. Java that is not to
 * be compiled is a {@code ```text} block.
 *
 * <p>A table whose head ends with {@code | Java |} has code in its last column: each row is a
 * method of its own, an expression or, where it ends with a semicolon, statements.
 */
public final class DocSnippets {
  private static final Pattern IMPORT = Pattern.compile("import\\s.*;\\s*");
  private static final Pattern MEMBER =
      Pattern.compile("(public|static|final|abstract|class|record|interface|enum)\\s.*|@.*");
  private static final Pattern TYPE =
      Pattern.compile("(?:(?:public|final|abstract)\\s+)*class\\s.*");

  private static final Pattern CELL = Pattern.compile("\\|.*\\| `([^`]+)` \\|");

  /** A line of Java, and where it stands in the page. */
  private record Line(String text, int number) {}

  private final String page;
  private final Set<Line> imports = new LinkedHashSet<>();
  private final List<Line> members = new ArrayList<>();
  private final List<List<Line>> methods = new ArrayList<>();
  private int blocks;

  private DocSnippets(String page) {
    this.page = page;
  }

  /** Reads a page, by its path from the repository's root. */
  public static DocSnippets of(String page) {
    try {
      return parse(page, Files.readAllLines(Path.of(page)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static DocSnippets parse(String page, List<String> lines) {
    DocSnippets snippets = new DocSnippets(page);
    List<Line> method = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.equals("<!-- java")) {
        List<Line> hidden = until("-->", lines, i + 1);
        snippets.add(hidden, snippets.members);
        i += hidden.size() + 1;
      } else if (line.equals("```java")) {
        List<Line> block = until("```", lines, i + 1);
        snippets.blocks++;
        snippets.add(block, isMember(block) ? snippets.members : method);
        i += block.size() + 1;
      } else if (line.startsWith("```")) {
        i += until("```", lines, i + 1).size() + 1;
      } else if (line.startsWith("#")) {
        snippets.methods.add(method);
        method = new ArrayList<>();
      } else if (line.endsWith("| Java |")) {
        i = snippets.rows(lines, i + 2) - 1;
      }
    }
    snippets.methods.add(method);
    return snippets;
  }

  /** The last column of a table's rows; gives the line behind it. */
  private int rows(List<String> lines, int from) {
    int i = from;
    for (; i < lines.size() && lines.get(i).startsWith("|"); i++) {
      Matcher cell = CELL.matcher(lines.get(i).strip());
      if (!cell.matches()) {
        throw new AssertionError(page + ":" + (i + 1) + ": a row without `code` at its end");
      }
      String code = cell.group(1);
      blocks++;
      methods.add(
          List.of(new Line(code.endsWith(";") ? code : "Object row = " + code + ";", i + 1)));
    }
    return i;
  }

  private static List<Line> until(String end, List<String> lines, int from) {
    List<Line> block = new ArrayList<>();
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(end)) {
        return block;
      }
      block.add(new Line(lines.get(i), i + 1));
    }
    throw new AssertionError("line " + from + ": a block without its end, " + end);
  }

  private static boolean isMember(List<Line> block) {
    return block.stream()
        .map(line -> line.text().strip())
        .filter(text -> !text.isEmpty()
            && !text.startsWith("//")
            && !text.startsWith("/*")
            && !text.startsWith("*")
            && !IMPORT.matcher(text).matches())
        .findFirst()
        .map(text -> MEMBER.matcher(text).matches())
        .orElse(false);
  }

  private void add(List<Line> block, List<Line> to) {
    for (Line line : block) {
      boolean isImport = IMPORT.matcher(line.text()).matches();
      if (isImport) {
        imports.add(line);
      } else if (to == members && TYPE.matcher(line.text()).matches()) {
        // A class in a class, which stands by itself in the reader's own file.
        members.add(new Line("static " + line.text(), line.number()));
      } else {
        to.add(line);
      }
    }
  }

  /** How many blocks the page has. */
  public int blocks() {
    return blocks;
  }

  /** Fails with page and line of what does not compile. */
  public void assertCompiles() {
    List<Line> source = source();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options = List.of(
        "-proc:none", "-implicit:none", "-XDshould-stop.ifNoError=FLOW", "-cp", classPath());
    compiler.getTask(null, null, found, options, null, List.of(file(source))).call();
    List<String> errors = new ArrayList<>();
    for (Diagnostic<? extends JavaFileObject> each : found.getDiagnostics()) {
      if (each.getKind() == Diagnostic.Kind.ERROR) {
        int at = (int) each.getLineNumber() - 1;
        int line = at >= 0 && at < source.size() ? source.get(at).number() : 0;
        errors.add(page + ":" + line + ": " + each.getMessage(Locale.ROOT));
      }
    }
    assertThat(errors).as("what does not compile in %s", page).isEmpty();
  }

  private List<Line> source() {
    List<Line> source = new ArrayList<>(imports);
    source.add(new Line("@SuppressWarnings(\"all\") class Page {", 0));
    source.addAll(members);
    for (int i = 0; i < methods.size(); i++) {
      source.add(new Line("void section" + i + "() throws Throwable {", 0));
      source.addAll(methods.get(i));
      source.add(new Line("}", 0));
    }
    source.add(new Line("}", 0));
    return source;
  }

  private static JavaFileObject file(List<Line> source) {
    String text = String.join("\n", source.stream().map(Line::text).toList());
    return new SimpleJavaFileObject(URI.create("string:///Page.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /**
   * Where the tests' own classes come from: some launchers have it in a loader and not in the
   * property.
   */
  private static String classPath() {
    Set<String> parts = new LinkedHashSet<>();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    for (; loader != null; loader = loader.getParent()) {
      if (loader instanceof URLClassLoader urls) {
        for (URL url : urls.getURLs()) {
          try {
            parts.add(Path.of(url.toURI()).toString());
          } catch (URISyntaxException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
    parts.add(System.getProperty("java.class.path"));
    return String.join(File.pathSeparator, parts);
  }
}
