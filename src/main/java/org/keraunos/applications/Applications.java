package org.keraunos.applications;

import java.util.function.Supplier;
import org.keraunos.base.Kind;
import org.keraunos.base.Registry;

/**
 * The networks of {@code keras.applications} that are drawn in Java, with Keras's names and
 * options; all others open from Keras's files. They come without weights: a file of Keras's brings
 * them.
 */
public final class Applications {
  private Applications() {}

  /** {@return MobileNet, 4.3 million weights} */
  public static MobileNet mobileNet() {
    return of(MobileNet.KIND);
  }

  /** {@return MobileNetV2, 3.5 million weights} */
  public static MobileNetV2 mobileNetV2() {
    return of(MobileNetV2.KIND);
  }

  /** {@return MobileNetV3Small, 2.6 million weights} */
  public static MobileNetV3 mobileNetV3Small() {
    return of(MobileNetV3.SMALL);
  }

  /** {@return MobileNetV3Large, 5.5 million weights} */
  public static MobileNetV3 mobileNetV3Large() {
    return of(MobileNetV3.LARGE);
  }

  /** {@return ResNet50, 25.6 million weights} */
  public static ResNet resNet50() {
    return of(ResNet.RESNET50);
  }

  /** {@return ResNet101, 44.7 million weights} */
  public static ResNet resNet101() {
    return of(ResNet.RESNET101);
  }

  /** {@return ResNet152, 60.4 million weights} */
  public static ResNet resNet152() {
    return of(ResNet.RESNET152);
  }

  /** {@return ResNet50V2, 25.6 million weights} */
  public static ResNet resNet50V2() {
    return of(ResNet.RESNET50_V2);
  }

  /** {@return ResNet101V2, 44.7 million weights} */
  public static ResNet resNet101V2() {
    return of(ResNet.RESNET101_V2);
  }

  /** {@return ResNet152V2, 60.4 million weights} */
  public static ResNet resNet152V2() {
    return of(ResNet.RESNET152_V2);
  }

  /** {@return EfficientNetB0, 5.3 million weights, 224 x 224} */
  public static EfficientNet efficientNetB0() {
    return of(EfficientNet.B0);
  }

  /** {@return EfficientNetB1, 7.9 million weights, 240 x 240} */
  public static EfficientNet efficientNetB1() {
    return of(EfficientNet.B1);
  }

  /** {@return EfficientNetB2, 9.2 million weights, 260 x 260} */
  public static EfficientNet efficientNetB2() {
    return of(EfficientNet.B2);
  }

  /** {@return EfficientNetB3, 12.3 million weights, 300 x 300} */
  public static EfficientNet efficientNetB3() {
    return of(EfficientNet.B3);
  }

  /** {@return EfficientNetB4, 19.5 million weights, 380 x 380} */
  public static EfficientNet efficientNetB4() {
    return of(EfficientNet.B4);
  }

  /** {@return EfficientNetB5, 30.6 million weights, 456 x 456} */
  public static EfficientNet efficientNetB5() {
    return of(EfficientNet.B5);
  }

  /** {@return EfficientNetB6, 43.3 million weights, 528 x 528} */
  public static EfficientNet efficientNetB6() {
    return of(EfficientNet.B6);
  }

  /** {@return EfficientNetB7, 66.7 million weights, 600 x 600} */
  public static EfficientNet efficientNetB7() {
    return of(EfficientNet.B7);
  }

  /** {@return VGG16, 138.4 million weights} */
  public static Vgg vgg16() {
    return of(Vgg.VGG16);
  }

  /** {@return VGG19, 143.7 million weights} */
  public static Vgg vgg19() {
    return of(Vgg.VGG19);
  }

  private static <A extends Application<A>> A of(Kind<A> kind) {
    return kind.make(kind.settings());
  }

  /**
   * Adds a network of one's own, so that it can be asked for by name.
   *
   * @param name package and class: {@code my>Net}
   * @param kind gives its kind, when asked for
   * @throws IllegalArgumentException if there is one of that name
   */
  public static void register(String name, Supplier<Kind<? extends Application<?>>> kind) {
    registry().register(name, kind);
  }

  /**
   * The networks by name, for programs that get it from a file or a command line:
   * {@code registry().kind("MobileNetV2").read(Map.of("alpha", 0.5)).network()}.
   *
   * @return the registry
   */
  public static Registry<Application<?>> registry() {
    return Known.REGISTRY;
  }

  /** Loaded when a network is asked for by name. */
  private static final class Known {
    static final Registry<Application<?>> REGISTRY =
        new Registry<>("application", "keras.applications", "Applications.register");

    static {
      known("MobileNet", () -> MobileNet.KIND);
      known("MobileNetV2", () -> MobileNetV2.KIND);
      known("MobileNetV3Small", () -> MobileNetV3.SMALL);
      known("MobileNetV3Large", () -> MobileNetV3.LARGE);
      known("ResNet50", () -> ResNet.RESNET50);
      known("ResNet101", () -> ResNet.RESNET101);
      known("ResNet152", () -> ResNet.RESNET152);
      known("ResNet50V2", () -> ResNet.RESNET50_V2);
      known("ResNet101V2", () -> ResNet.RESNET101_V2);
      known("ResNet152V2", () -> ResNet.RESNET152_V2);
      known("EfficientNetB0", () -> EfficientNet.B0);
      known("EfficientNetB1", () -> EfficientNet.B1);
      known("EfficientNetB2", () -> EfficientNet.B2);
      known("EfficientNetB3", () -> EfficientNet.B3);
      known("EfficientNetB4", () -> EfficientNet.B4);
      known("EfficientNetB5", () -> EfficientNet.B5);
      known("EfficientNetB6", () -> EfficientNet.B6);
      known("EfficientNetB7", () -> EfficientNet.B7);
      known("VGG16", () -> Vgg.VGG16);
      known("VGG19", () -> Vgg.VGG19);
      REGISTRY.lacks(
          "ConvNeXtBase",
          "ConvNeXtLarge",
          "ConvNeXtSmall",
          "ConvNeXtTiny",
          "ConvNeXtXLarge",
          "DenseNet121",
          "DenseNet169",
          "DenseNet201",
          "EfficientNetV2B0",
          "EfficientNetV2B1",
          "EfficientNetV2B2",
          "EfficientNetV2B3",
          "EfficientNetV2L",
          "EfficientNetV2M",
          "EfficientNetV2S",
          "InceptionResNetV2",
          "InceptionV3",
          "NASNetLarge",
          "NASNetMobile",
          "Xception");
    }

    private static void known(String name, Supplier<Kind<? extends Application<?>>> kind) {
      REGISTRY.register(name, kind);
    }
  }
}
