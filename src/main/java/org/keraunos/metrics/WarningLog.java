package org.keraunos.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The default sink: the system logger, each text once. */
final class WarningLog implements Warnings {
  static final WarningLog ONCE = new WarningLog();

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  private WarningLog() {}

  @Override
  public void warn(Warning warning) {
    String text = warning.metric() + ": " + warning.message();
    if (said.add(text)) {
      System.getLogger(Warnings.class.getPackageName()).log(System.Logger.Level.WARNING, text);
    }
  }
}
