package dev.aloft.internal;

import dev.aloft.Capability;
import dev.aloft.driver.Backend;
import dev.aloft.driver.RuntimeOffer;
import dev.aloft.error.AloftException;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.model.Model;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Picks the ready-made runtime for a model. */
final class RuntimeOffers {
  private RuntimeOffers() {}

  /**
   * The first offer that serves the model's format and version. A file of a newer framework than
   * the server's is refused, since such a server may answer wrongly without an error.
   */
  static RuntimeOffer pick(Model model, Backend backend, String provider) {
    List<RuntimeOffer> offers = backend.serving().runtimes();
    List<RuntimeOffer> sameFormat =
        offers.stream().filter(offer -> offer.format().equals(model.format())).toList();
    String version = model.manifest().frameworkVersion();
    return sameFormat.stream()
        .filter(offer -> serves(offer, version))
        .findFirst()
        .orElseThrow(() -> refused(model, sameFormat, backend, provider));
  }

  private static boolean serves(RuntimeOffer offer, String version) {
    return version.isEmpty()
        || ((offer.minVersion() == null || compare(version, offer.minVersion()) >= 0)
            && (offer.maxVersion() == null || compare(version, offer.maxVersion()) <= 0));
  }

  /** Compares as many numbers as the limit has, so that a limit of 3.0 takes in 3.0.5. */
  static int compare(String version, String limit) {
    String[] mine = version.split("\\.", -1);
    String[] theirs = limit.split("\\.", -1);
    for (int i = 0; i < theirs.length; i++) {
      int order = number(mine, i).compareTo(number(theirs, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static BigInteger number(String[] parts, int index) {
    String digits = index < parts.length ? parts[index].replaceAll("[^0-9].*", "") : "";
    return digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
  }

  private static AloftException refused(
      Model model, List<RuntimeOffer> sameFormat, Backend backend, String provider) {
    String what =
        sameFormat.isEmpty()
            ? "has no ready-made runtime for models of the format \"" + model.format() + "\""
            : "serves "
                + model.format()
                + " "
                + sameFormat.stream().map(RuntimeOffers::range).collect(Collectors.joining(", "))
                + ", and this model was written by "
                + model.manifest().frameworkVersion()
                + ", which such a server may answer wrongly";
    AloftException.Builder error =
        AloftException.of(ErrorCode.UNSUPPORTED, provider + " " + what).resource(model.location());
    if (backend.capabilities().contains(Capability.SERVING_CONTAINER)) {
      error.nextStep(
          NextStep.java(
              "serve it with an image of your own",
              "DeployOptions.builder().runtime(ServingRuntime.container(image, 8080,"
                  + " \"/invocations\", \"/ping\", Protocol.CSV)).build()"));
    }
    return error
        .nextStep(
            NextStep.java(
                "takes its files with you, to use them elsewhere", "model.download(directory)"))
        .build();
  }

  private static String range(RuntimeOffer offer) {
    return offer.id() + " (" + end(offer.minVersion()) + " to " + end(offer.maxVersion()) + ")";
  }

  private static String end(@Nullable String version) {
    return version == null ? "any" : version;
  }
}
