package org.keraunos.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Kinds of a family of pipes: every form that a setting can have, both ways. */
class KindTest {
  private static final Registry<Pipe> PIPES =
      new Registry<>("pipe", "keras.pipes", "Pipes.register");

  static {
    PIPES.register("Straight", () -> Straight.KIND);
    PIPES.register("my>Bend", () -> Bend.KIND);
    PIPES.register("keras.src.ops.numpy.Straight", () -> Bend.KIND.in("keras.src.ops.numpy"));
    PIPES.registerShort(
        "thin", () -> new Straight(Straight.KIND.settings().with(Straight.LENGTH, 1)));
  }

  interface Pipe extends Configurable {}

  record Straight(Settings settings) implements Pipe {
    static final Setting<Integer> LENGTH = Setting.integer("length").must(n -> n >= 1, ">= 1");
    static final Setting<List<Integer>> WINDOW = Setting.of("window", Codecs.sizes(2));
    static final Setting<List<Integer>> STEPS = Setting.of("steps", Codecs.sizes(2));
    static final Setting<OptionalLong> SEED = Setting.of("seed", Codecs.seed());
    static final Setting<Numbers> WEIGHTS = Setting.of("weights", Codecs.numbers());
    static final Setting<Optional<Pipe>> INNER =
        Setting.of("inner", Codecs.optional(Codecs.kindOf(() -> PIPES)));
    static final Kind<Straight> KIND = Kind.of("Straight", Straight::new)
        .required(LENGTH)
        .option(WINDOW, List.of(2, 2))
        .derived(STEPS, settings -> settings.get(WINDOW))
        .option(SEED, OptionalLong.empty())
        .option(WEIGHTS, Numbers.of(1))
        .option(INNER, Optional.empty())
        .only("format", "last")
        .only("extra", null);

    @Override
    public void check() {
      Check.argument(
          settings.get(STEPS).get(0) <= settings.get(LENGTH), "steps", "<= length", "more");
    }
  }

  record Bend(Settings settings) implements Pipe {
    static final Setting<Double> ANGLE = Setting.number("angle");
    static final Setting<Boolean> LINED = Setting.flag("lined");
    static final Kind<Bend> KIND =
        Kind.custom("my>Bend", Bend::new).option(ANGLE, 90.0).later(LINED, false);
  }

  private static Pipe read(Object value) {
    return PIPES.read(value, "pipe");
  }

  private static Map<String, Object> written(String module, String name, Map<String, ?> config) {
    Map<String, Object> map = new HashMap<>();
    map.put("module", module);
    map.put("class_name", name);
    map.put("config", config);
    return map;
  }

  @Test
  void defaultsFollowFromWhatIsGiven() {
    Settings settings =
        Straight.KIND.settings().with(Straight.LENGTH, 5).with(Straight.WINDOW, List.of(3, 4));
    assertThat(settings.get(Straight.STEPS)).containsExactly(3, 4);
    assertThat(settings.isGiven(Straight.STEPS)).isFalse();
    assertThat(settings.config(ConfigForm.FULL).keySet())
        .containsExactly(
            "length", "window", "steps", "seed", "weights", "inner", "format", "extra");
    assertThat(settings.config(ConfigForm.PORTABLE)).doesNotContainKeys("format", "extra");
  }

  @Test
  void everyFormIsReadAndWrittenAsItWas() {
    Map<String, Object> config = new HashMap<>();
    config.put("length", 4);
    config.put("window", List.of(2, 3));
    config.put("steps", List.of(1, 1));
    config.put("seed", 42L);
    config.put("weights", List.of(0.5, 2.0));
    config.put("inner", PIPES.write(new Bend(Bend.KIND.settings()), ConfigForm.FULL));
    config.put("format", "last");
    config.put("extra", null);
    Pipe pipe = read(written("keras.pipes", "Straight", config));
    assertThat(pipe.settings().config(ConfigForm.FULL)).isEqualTo(config);
    assertThat(read(PIPES.write(pipe, ConfigForm.PORTABLE)).settings().config(ConfigForm.FULL))
        .isEqualTo(config);
  }

  @Test
  void unionFormsAreOne() {
    Pipe pipe =
        read(written("keras.pipes", "Straight", Map.of("length", 9.0, "window", 3, "weights", 2)));
    assertThat(pipe.settings().get(Straight.WINDOW)).containsExactly(3, 3);
    assertThat(pipe.settings().get(Straight.LENGTH)).isEqualTo(9);
    assertThat(pipe.settings().config(ConfigForm.FULL)).containsEntry("weights", 2.0);
    assertThat(read("thin").settings().get(Straight.LENGTH)).isEqualTo(1);
  }

  @Test
  void aKindIsKnownByModuleAndByRegisteredName() {
    Map<String, Object> own = PIPES.write(new Bend(Bend.KIND.settings()), ConfigForm.FULL);
    assertThat(own)
        .containsEntry("module", "my")
        .containsEntry("class_name", "Bend")
        .containsEntry("registered_name", "my>Bend");
    assertThat(read(own)).isInstanceOf(Bend.class);
    assertThat(read(written("keras.src.ops.numpy", "Straight", Map.of()))).isInstanceOf(Bend.class);
    assertThat(read(written("keras.src.pipes.straight", "Straight", Map.of("length", 2))))
        .isInstanceOf(Straight.class);
  }

  @Test
  void messagesNameKindKeyAndWhatCame() {
    refused(
        written("keras.pipes", "Straight", Map.of("length", 0)),
        "Straight.length: expected >= 1, received 0");
    refused(written("keras.pipes", "Straight", Map.of()), "Straight.length: expected a value");
    refused(
        written("keras.pipes", "Straight", Map.of("length", 1, "colour", "red")),
        "Straight.colour: expected a key of Straight, one of [length, window");
    refused(
        written("keras.pipes", "Straight", Map.of("length", 1, "format", "first")),
        "Straight.format: expected last (others are not supported), received first");
    refused(
        written("keras.pipes", "Straight", Map.of("length", 1, "window", List.of(1, 2, 3))),
        "Straight.window: expected an integer or 2 of them, received [1, 2, 3]");
    refused(
        written("keras.pipes", "Elbow", Map.of()),
        "expected one of Straight, keras.src.ops.numpy.Straight, my>Bend, thin (Pipes.register adds one), received Elbow");
    refused(
        written("keras.src.ops.core", "Straight", Map.of("length", 1)),
        "received keras.src.ops.core.Straight");
    refused("wide", "pipe: expected one of");
    refused(Arrays.asList(1, null), "pipe: expected a pipe: a name, or an object");
    refused(
        written("keras.pipes", "Straight", Map.of("length", 1, "window", 2)),
        "steps: expected <= length");
  }

  private static void refused(Object value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(value))
        .withMessageContaining(message);
  }

  @Test
  void aSettingOfAnotherKindIsAMistakeOfTheProgram() {
    Settings bend = Bend.KIND.settings();
    assertThatIllegalStateException().isThrownBy(() -> bend.get(Straight.LENGTH));
    assertThatIllegalStateException().isThrownBy(() -> bend.with(Straight.LENGTH, 1));
    assertThatIllegalStateException()
        .isThrownBy(() -> Straight.KIND.settings().get(Straight.LENGTH))
        .withMessage("Straight.length must be given");
  }

  @Test
  void laterKeysAreLeftOutOfThePortableFormAtTheirDefault() {
    assertThat(Bend.KIND.settings().config(ConfigForm.PORTABLE)).containsOnlyKeys("angle");
    assertThat(Bend.KIND.settings().with(Bend.LINED, true).config(ConfigForm.PORTABLE))
        .containsEntry("lined", true);
  }

  @Test
  void eachKeyHasARowOfDocumentation() {
    assertThat(Straight.KIND.documentation())
        .contains(
            new Kind.Row("length", "an integer, >= 1", "required"),
            new Kind.Row("window", "an integer or 2 of them", "[2, 2]"),
            new Kind.Row("inner", "a pipe or null", "null"),
            new Kind.Row("format", "only last", "last"));
  }
}
