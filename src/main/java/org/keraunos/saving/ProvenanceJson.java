package org.keraunos.saving;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keraunos.base.DataException;

/** The part of a model card that says where the model comes from; earlier cards have none. */
final class ProvenanceJson {
  private final Path file;

  ProvenanceJson(Path file) {
    this.file = file;
  }

  static void write(Provenance provenance, Map<String, Object> into) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("date", provenance.date());
    written.put("versions", provenance.versions());
    into.put("written", written);
    List<Map<String, Object>> trained = new ArrayList<>();
    for (Provenance.Trained each : provenance.trained()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("date", each.date());
      one.put("versions", each.versions());
      one.put("data", each.data());
      one.put("rows", each.rows());
      one.put("seed", each.seed());
      one.put("order_seed", each.orderSeed());
      one.put("epochs", each.epochs());
      one.put("metrics", each.metrics());
      trained.add(one);
    }
    into.put("trained", trained);
    into.put("evaluated", provenance.evaluated());
  }

  Provenance read(Map<String, Object> json) {
    if (json.get("written") == null) {
      return Provenance.UNKNOWN;
    }
    Map<?, ?> written = map("written", json.get("written"));
    List<Provenance.Trained> trained = new ArrayList<>();
    if (json.get("trained") != null) {
      if (!(json.get("trained") instanceof List<?> all)) {
        throw bad("trained", "a list", json.get("trained"));
      }
      for (Object each : all) {
        trained.add(trained(map("trained", each)));
      }
    }
    return new Provenance(
        text("written.date", written.get("date")),
        texts("written.versions", written.get("versions")),
        trained,
        json.get("evaluated") == null ? Map.of() : figures("evaluated", json.get("evaluated")));
  }

  private Provenance.Trained trained(Map<?, ?> json) {
    return new Provenance.Trained(
        text("trained.date", json.get("date")),
        texts("trained.versions", json.get("versions")),
        text("trained.data", json.get("data")),
        count("trained.rows", json.get("rows")),
        whole("trained.seed", json.get("seed")),
        whole("trained.order_seed", json.get("order_seed")),
        count("trained.epochs", json.get("epochs")),
        figures("trained.metrics", json.get("metrics")));
  }

  private Map<String, String> texts(String key, @Nullable Object value) {
    Map<String, String> texts = new LinkedHashMap<>();
    map(key, value)
        .forEach((name, text) -> texts.put(String.valueOf(name), text(key + "." + name, text)));
    return texts;
  }

  /** JSON has no NaN: those of a training that diverged are strings. */
  private Map<String, Double> figures(String key, @Nullable Object value) {
    Map<String, Double> figures = new LinkedHashMap<>();
    map(key, value).forEach((name, figure) -> {
      if (figure instanceof Number number) {
        figures.put(String.valueOf(name), number.doubleValue());
      } else if ("NaN".equals(figure) || "Infinity".equals(figure) || "-Infinity".equals(figure)) {
        figures.put(String.valueOf(name), Double.valueOf(String.valueOf(figure)));
      } else {
        throw bad(key + "." + name, "a number", figure);
      }
    });
    return figures;
  }

  private int count(String key, @Nullable Object value) {
    long count = whole(key, value);
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw bad(key, "a count", value);
    }
    return (int) count;
  }

  private long whole(String key, @Nullable Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw bad(key, "a whole number", value);
  }

  private String text(String key, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw bad(key, "a string", value);
  }

  private Map<?, ?> map(String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw bad(key, "an object", value);
  }

  private DataException bad(String key, String expected, @Nullable Object received) {
    return new DataException(
        file, key, "expected " + expected + ", received " + (received == null ? "none" : received));
  }
}
