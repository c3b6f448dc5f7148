package dev.aloft.fake.gcp;

import com.google.cloud.aiplatform.v1.Model;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A change of a model or of a version: of all that it names, or of nothing. Immutable.
 *
 * @param paths of the fields
 * @param ofVersion whether the name says a version
 */
record ModelUpdate(List<String> paths, boolean ofVersion) {
  private static final Set<String> OF_MODEL = Set.of("display_name", "description");
  private static final String OF_VERSION = "version_description";
  private static final String LABELS = "labels";

  ModelUpdate {
    paths = List.copyOf(paths);
  }

  /** Changes it. */
  void apply(ModelVersion version, Model asked) {
    check(version);
    for (String path : paths) {
      switch (path) {
        case "display_name" -> version.owner().displayName(asked.getDisplayName());
        case "description" -> version.owner().description(asked.getDescription());
        case OF_VERSION -> version.description(asked.getVersionDescription());
        default -> {
          Map<String, String> labels = ofVersion ? version.labels() : version.owner().labels();
          labels.clear();
          labels.putAll(asked.getLabelsMap());
        }
      }
    }
  }

  private void check(ModelVersion version) {
    FieldErrors errors = new FieldErrors();
    errors.unless(!paths.isEmpty(), "update_mask", "Required field is not set.");
    for (String path : paths) {
      errors.unless(
          OF_MODEL.contains(path) || path.equals(OF_VERSION) || path.equals(LABELS),
          "update_mask",
          "The field '" + path + "' cannot be updated.");
    }
    boolean ofModel = paths.stream().anyMatch(OF_MODEL::contains);
    boolean described = paths.contains(OF_VERSION);
    errors.unless(
        !ofModel || !described,
        "update_mask",
        "Fields of the model and of the version cannot be updated in one request.");
    errors.refuse();
    if (ofVersion ? ofModel : described) {
      throw GcpFailure.precondition(
          "The update_mask "
              + paths
              + " does not fit the name: fields of a version are updated by the name of a version,"
              + " "
              + version.owner().name()
              + "@"
              + version.id()
              + ", and those of the model by the name without one.");
    }
  }
}
