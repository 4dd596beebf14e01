package org.keraunos.notebook;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * Lets go of what a variable held when its cell runs again. JShell keeps each {@code var} as a
 * field of a class that lives on for as long as the kernel, and so would the model or the data set
 * in it, with no name to reach it by. Emptied, the field leaves the rest to the garbage collector,
 * which frees the native memory of a model that nobody closed too.
 *
 * <p>What this needs of the kernel is not in its interface, so it looks for it; a kernel that has
 * something else keeps old values, and no more than that.
 */
final class OverwrittenVariables {
  private final JShell shell;
  private final Object evaluator;
  private final Method className;

  private OverwrittenVariables(JShell shell, Object evaluator, Method className) {
    this.shell = shell;
    this.evaluator = evaluator;
    this.className = className;
  }

  /** Watches the kernel's variables, if it is a kernel that lets itself be watched. */
  static boolean watch(BaseKernel kernel) {
    try {
      JShell shell = (JShell) call(kernel, "getJShell");
      Method className = Snippet.class.getDeclaredMethod("classFullName");
      className.setAccessible(true);
      OverwrittenVariables watcher =
          new OverwrittenVariables(shell, call(kernel, "getEvaluator"), className);
      shell.onSnippetEvent(watcher::changed);
      return true;
    } catch (ReflectiveOperationException | RuntimeException unlikeThis) {
      return false;
    }
  }

  private void changed(SnippetEvent event) {
    boolean gone =
        event.status() == Snippet.Status.OVERWRITTEN || event.status() == Snippet.Status.DROPPED;
    if (gone && event.snippet() instanceof VarSnippet variable) {
      try {
        Optional<Field> field = field(variable);
        if (field.isPresent()) {
          // The very same source again gets the very same class, with the new value in it by now.
          letGo(field.get(), !isInUse((String) className.invoke(variable)));
        }
      } catch (ReflectiveOperationException | RuntimeException unlikeThis) {
        // The value stays until the kernel ends; the cell that ran is none the worse.
        return;
      }
    }
  }

  private boolean isInUse(String wrapper) throws ReflectiveOperationException {
    for (VarSnippet active : shell.variables().toList()) {
      if (className.invoke(active).equals(wrapper)) {
        return true;
      }
    }
    return false;
  }

  private Optional<Field> field(VarSnippet variable) throws ReflectiveOperationException {
    ClassLoader loader = (ClassLoader) call(evaluator, "getClassLoader");
    Class<?> wrapper = Class.forName((String) className.invoke(variable), false, loader);
    Field field = wrapper.getDeclaredField(variable.name());
    field.setAccessible(true);
    boolean reference =
        Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive();
    return reference ? Optional.of(field) : Optional.empty();
  }

  private static void letGo(Field field, boolean empty) throws IllegalAccessException {
    Object held = field.get(null);
    if (empty) {
      field.set(null, null);
    }
    if (held instanceof AutoCloseable) {
      // Native memory does not press on the heap, so nothing else would soon ask for a collection.
      System.gc();
    }
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    return target.getClass().getMethod(method).invoke(target);
  }
}
