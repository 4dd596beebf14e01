package org.keraunos.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keraunos.base.Check;
import org.keraunos.base.CheckReturnValue;
import org.keraunos.training.History;

/**
 * What a report tells beside its figures: where the data come from, how the model was trained, and
 * how all of it can be had again.
 *
 * <pre>{@code
 * Story.of("flowers").data("flowers.npz").history(history).made("seed", "7");
 * }</pre>
 */
@CheckReturnValue
public final class Story {
  private final Map<String, Object> told;
  private final Map<String, String> made;

  private Story(Map<String, Object> told, Map<String, String> made) {
    this.told = told;
    this.made = made;
  }

  /**
   * A story of which only the name is known.
   *
   * @param title of the report: a model's name
   * @return the story
   */
  public static Story of(String title) {
    return new Story(Map.of(), Map.of()).with("title", Check.given(title, "title"));
  }

  /**
   * Where the rows come from.
   *
   * @param source a file, or a name
   * @return another story
   */
  public Story data(String source) {
    return with("data", Check.given(source, "source"));
  }

  /**
   * What was read, and how many rows of which part there are.
   *
   * @param lines sentences, as {@link org.keraunos.data.Reading#lines} gives them
   * @return another story
   */
  public Story reading(List<String> lines) {
    return with("reading", List.copyOf(lines));
  }

  /**
   * How the model was trained.
   *
   * @param history what {@code fit} gave
   * @return another story
   */
  public Story history(History history) {
    Map<String, List<Double>> epochs = new LinkedHashMap<>();
    for (String name : history.names()) {
      List<Double> values = new ArrayList<>();
      history.epochs().forEach(logs -> values.add(logs.getOrDefault(name, Double.NaN)));
      epochs.put(name, values);
    }
    return with("history", epochs);
  }

  /**
   * The layers of the model.
   *
   * @param text as {@code Model.summary()} gives it
   * @return another story
   */
  public Story summary(String text) {
    return with("summary", Check.given(text, "text"));
  }

  /**
   * Something that must be known to do it again.
   *
   * @param what for example {@code seed}
   * @param how its value
   * @return another story
   */
  public Story made(String what, String how) {
    Map<String, String> more = new LinkedHashMap<>(made);
    more.put(Check.given(what, "what"), Check.given(how, "how"));
    return new Story(told, more);
  }

  private Story with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(told);
    more.put(key, value);
    return new Story(more, made);
  }

  /** {@return the title} */
  public String title() {
    return text("title");
  }

  /** {@return where the rows come from; empty if nobody said} */
  public String data() {
    return text("data");
  }

  /** {@return the layers of the model; empty if nobody said} */
  public String summary() {
    return text("summary");
  }

  private String text(String key) {
    return (String) told.getOrDefault(key, "");
  }

  /** {@return sentences about the reading; may be none} */
  @SuppressWarnings("unchecked")
  public List<String> reading() {
    return (List<String>) told.getOrDefault("reading", List.of());
  }

  /** {@return a value an epoch of each figure; none of a model that was not trained here} */
  @SuppressWarnings("unchecked")
  public Map<String, List<Double>> history() {
    return (Map<String, List<Double>>) told.getOrDefault("history", Map.of());
  }

  /** {@return how it was made} */
  public Map<String, String> made() {
    return Collections.unmodifiableMap(made);
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>(told);
    map.put("made", made);
    return map;
  }
}
