package org.keraunos.saving.keras;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a reader or writer has to say to people: each sentence once, in the order of coming. */
public final class Notes {
  private final Set<String> notes = new LinkedHashSet<>();

  /** Nothing to say yet. */
  public Notes() {}

  /**
   * Says something.
   *
   * @param note a sentence
   */
  public void add(String note) {
    notes.add(note);
  }

  /** {@return what was said} */
  public List<String> list() {
    return List.copyOf(notes);
  }
}
