package org.keraunos.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Versions implements IVersionProvider {
  Versions() {}

  @Override
  public String[] getVersion() {
    String version = Keraunos.class.getPackage().getImplementationVersion();
    return new String[] {
      "Keraunos " + (version == null ? "(not packaged)" : version) + ", Java "
          + Runtime.version().feature() + ", " + System.getProperty("os.name") + " "
          + System.getProperty("os.arch")
    };
  }
}
