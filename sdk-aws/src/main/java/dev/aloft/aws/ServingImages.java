package dev.aloft.aws;

import dev.aloft.driver.RuntimeOffer;
import dev.aloft.error.AloftException;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.ServingRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which image serves a revision: the ready-made one of XGBoost by the version that wrote the model,
 * the framework's own for a script, the user's. Pure.
 */
final class ServingImages {
  private static final String XGBOOST = "xgboost";
  private static final String SKLEARN = "sklearn";
  private static final String OFFER = "xgboost-";
  private static final String MODEL_DIRECTORY = "/opt/ml/model";

  private static final Pattern RELEASE = Pattern.compile("([0-9]{1,5})\\.([0-9]{1,3})");

  /** The newest first; each reads the files that no older one is made for. */
  private static final List<Ready> READY =
      List.of(
          new Ready("3.2-0", "3.1", "3.2"),
          new Ready("3.0-5", "1.8", "3.0"),
          new Ready("1.7-1", null, "1.7"));

  /** The versions of frameworks that scripts are served with, of 2026-08. */
  private static final Map<String, String> VERSIONS =
      Map.of(XGBOOST, "3.2-0", SKLEARN, "1.4-2-py312", "pytorch", "2.6.0", "tensorflow", "2.19.0");

  private final AwsConfig config;
  private final Machines machines;
  private final ImageCatalogue images = ImageCatalogue.current();

  ServingImages(AwsConfig config) {
    this.config = config;
    this.machines = new Machines(config.requireRegion());
  }

  private record Ready(String version, @Nullable String least, String most) {}

  /** The type of machine that a revision runs on. */
  String machine(EndpointRevision revision) {
    return machines.choose(revision.machine(), Machines.SERVING).type();
  }

  /** The ready-made runtimes; none where AWS has no image of them. */
  List<RuntimeOffer> offers() {
    List<RuntimeOffer> offers = new ArrayList<>();
    for (Ready one : READY) {
      try {
        offers.add(
            new RuntimeOffer(
                OFFER + one.version(),
                ModelFormat.XGBOOST,
                one.least(),
                one.most(),
                "xgboost-model",
                Protocol.SAGEMAKER,
                uri(XGBOOST, one.version(), Machines.SMALL)));
      } catch (AloftException e) {
        return List.of(); // not in this region
      }
    }
    return List.copyOf(offers);
  }

  private String uri(String framework, String version, String machine) {
    return images.uri(ImageQuery.inference(framework, version, machine), config.requireRegion());
  }

  /**
   * The image of a revision.
   *
   * @throws AloftException UNSUPPORTED when AWS has none
   */
  String image(EndpointRevision revision) {
    ServingRuntime own = revision.runtime();
    if (own == null) {
      return uri(XGBOOST, revision.offer().substring(OFFER.length()), machine(revision));
    }
    if (own.kind().equals("container")) {
      return own.reference();
    }
    return revision
        .options()
        .get(SageMaker.SERVING_IMAGE)
        .orElseGet(
            () ->
                revision.offer().isEmpty()
                    ? script(revision, machine(revision))
                    : revision.offer());
  }

  private String script(EndpointRevision revision, String machine) {
    String framework =
        revision.options().get(SageMaker.FRAMEWORK).orElse(revision.manifest().format().name());
    String version =
        revision
            .options()
            .get(SageMaker.IMAGE_VERSION)
            .orElse(VERSIONS.getOrDefault(framework, ""));
    return uri(framework, version, machine);
  }

  /** What is wrong with the wish for an image; empty when there is one. */
  Optional<String> fault(EndpointRevision revision) {
    try {
      return image(revision).length() <= 255
          ? Optional.empty()
          : Optional.of("an address of at most 255 characters");
    } catch (AloftException e) {
      return Optional.of(
          "SageMaker.FRAMEWORK, SageMaker.SERVING_IMAGE or a container of your own: "
              + e.summary());
    }
  }

  /** The image that a model is most likely served with, for the registry. */
  String usual(ModelManifest manifest) {
    String format = manifest.format().name();
    String framework = VERSIONS.containsKey(format) ? format : SKLEARN;
    String version =
        framework.equals(XGBOOST)
            ? ready(manifest.frameworkVersion())
            : VERSIONS.getOrDefault(framework, "");
    return uri(framework, version, Machines.SMALL);
  }

  /** The oldest image of XGBoost that reads the files of a version; the newest for no version. */
  private static String ready(String written) {
    String version = READY.get(0).version();
    for (Ready one : READY) {
      if (!written.isEmpty() && release(one.most()) >= release(written)) {
        version = one.version();
      }
    }
    return version;
  }

  /** A number that grows with major and minor version. */
  private static int release(String version) {
    Matcher numbers = RELEASE.matcher(version);
    return numbers.lookingAt()
        ? Integer.parseInt(numbers.group(1)) * 1_000 + Integer.parseInt(numbers.group(2))
        : 0;
  }

  /** The variables of a revision's container: the image's, then the runtime's, then its own. */
  Map<String, String> environment(EndpointRevision revision) {
    Map<String, String> environment = new LinkedHashMap<>();
    revision.ownRuntime().ifPresent(own -> environment.putAll(of(own)));
    environment.putAll(revision.environment());
    return environment;
  }

  private Map<String, String> of(ServingRuntime own) {
    Map<String, String> environment = new LinkedHashMap<>();
    if (own.kind().equals("script")) {
      environment.putAll(serving(own.reference()));
    }
    environment.putAll(own.environment());
    return environment;
  }

  /** What tells a framework's image which script serves. */
  private Map<String, String> serving(String script) {
    int slash = script.lastIndexOf('/');
    return Map.of(
        "SAGEMAKER_PROGRAM",
        script.substring(slash + 1),
        "SAGEMAKER_SUBMIT_DIRECTORY",
        slash < 0 ? MODEL_DIRECTORY : MODEL_DIRECTORY + "/" + script.substring(0, slash),
        "SAGEMAKER_REGION",
        config.requireRegion(),
        "SAGEMAKER_CONTAINER_LOG_LEVEL",
        "20");
  }
}
