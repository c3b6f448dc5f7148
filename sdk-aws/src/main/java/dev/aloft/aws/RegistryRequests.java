package dev.aloft.aws;

import dev.aloft.driver.Registration;
import dev.aloft.driver.Target;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.CreateModelPackageRequest;
import software.amazon.awssdk.services.sagemaker.model.ModelPackageContainerDefinition;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** From a wish for a version to the vendor's requests. Pure. */
final class RegistryRequests {
  static final String MODEL_HASH = "aloft-model-hash";
  static final String DOCUMENT = "aloft-document";
  static final String LABEL = "aloft-label-";

  private static final int TOKEN = 36;
  private static final Pattern FRAMEWORK_VERSION = Pattern.compile("[0-9]\\.[A-Za-z0-9.-]{1,8}");

  private final ServingImages images;

  RegistryRequests(ServingImages images) {
    this.images = images;
  }

  static CreateModelPackageGroupRequest.Builder group(Target<Registration> target) {
    return CreateModelPackageGroupRequest.builder()
        .modelPackageGroupName(VersionParts.modelName(target.name()))
        .modelPackageGroupDescription(RegistryLook.description(target.name(), target.logId()))
        .tags(
            ownership(target).entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList());
  }

  /**
   * The token is that of the wish: sent again it makes no second version, and a wish for content
   * that was deleted before makes a new one.
   */
  CreateModelPackageRequest.Builder version(Target<Registration> target, String document) {
    Registration wish = target.wish().orElseThrow();
    Map<String, String> metadata = new LinkedHashMap<>();
    wish.labels().forEach((name, value) -> metadata.put(LABEL + name, value));
    metadata.putAll(ownership(target));
    metadata.put(MODEL_HASH, wish.modelHash());
    metadata.put(DOCUMENT, document);
    return CreateModelPackageRequest.builder()
        .modelPackageGroupName(wish.name())
        .modelPackageDescription(RegistryLook.description(target.name(), target.logId()))
        .clientToken(token(target))
        .modelApprovalStatus(Approvals.FIRST)
        .customerMetadataProperties(metadata)
        .inferenceSpecification(
            specification ->
                specification
                    .containers(container(wish))
                    .supportedContentTypes("text/csv")
                    .supportedResponseMIMETypes("text/csv"));
  }

  private static Map<String, String> ownership(Target<Registration> target) {
    String name = target.name();
    return target.ownership(name.substring(name.indexOf('@') + 1));
  }

  private static String token(Target<Registration> target) {
    return DigestUtils.sha256Hex(target.logId() + " " + target.name() + " " + target.generation())
        .substring(0, TOKEN);
  }

  private ModelPackageContainerDefinition container(Registration wish) {
    ModelManifest manifest = wish.manifest();
    ModelPackageContainerDefinition.Builder container =
        ModelPackageContainerDefinition.builder().image(images.usual(manifest));
    ModelFiles.archive(wish.modelUri(), manifest)
        .ifPresentOrElse(
            container::modelDataUrl,
            () -> container.modelDataSource(ModelFiles.source(wish.modelUri(), manifest, true)));
    if (manifest.format().equals(ModelFormat.XGBOOST)) {
      container.framework("XGBOOST");
      if (FRAMEWORK_VERSION.matcher(manifest.frameworkVersion()).matches()) {
        container.frameworkVersion(manifest.frameworkVersion());
      }
    }
    return container.build();
  }

  /** The metadata of a version that names it by an alias. */
  static Map<String, String> alias(String alias, long number) {
    return Map.of(aliasKey(alias), Long.toString(number));
  }

  static String aliasKey(String alias) {
    return Aliases.PREFIX + alias;
  }

  static List<String> aliasKeys(String alias) {
    return List.of(aliasKey(alias));
  }
}
