package dev.aloft.model;

import dev.aloft.RichView;
import dev.aloft.internal.Handles;
import dev.aloft.internal.ModelCore;
import dev.aloft.internal.Views;
import dev.aloft.operation.Operation;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model: files at a place, with their manifest. It is ready to use; registering it is a separate
 * step. Immutable and thread-safe.
 */
public final class Model implements RichView {
  static {
    Handles.models(Model::new, model -> model.core);
  }

  private final ModelCore core;

  private Model(ModelCore core) {
    this.core = core;
  }

  /** The URI of the directory. */
  public String location() {
    return core.location();
  }

  /** What it is. */
  public ModelManifest manifest() {
    return core.manifest();
  }

  /** The format, from the manifest. */
  public ModelFormat format() {
    return core.manifest().format();
  }

  /** The hash over the files and their paths, 64 hexadecimal characters. */
  public String contentHash() {
    return core.contentHash();
  }

  /** The registry name, when it was registered. */
  public Optional<String> name() {
    return core.name();
  }

  /** The registry version, when it was registered. */
  public Optional<String> version() {
    return core.version();
  }

  /** Brings the endpoint of that name to this model and waits until it answers. */
  public Endpoint deploy(String endpointName) {
    return startDeploy(endpointName, DeployOptions.defaults()).await();
  }

  /** Brings the endpoint of that name to this model and waits until it answers. */
  public Endpoint deploy(String endpointName, DeployOptions options) {
    return startDeploy(endpointName, options).await();
  }

  /** Starts to bring the endpoint of that name to this model. */
  public Deployment startDeploy(String endpointName) {
    return startDeploy(endpointName, DeployOptions.defaults());
  }

  /** Starts to bring the endpoint of that name to this model. */
  public Deployment startDeploy(String endpointName, DeployOptions options) {
    return core.session().startDeploy(endpointName, this, options);
  }

  /**
   * Registers it under a name; the same files under the same name are the same version.
   *
   * @return the registered version
   */
  public Model register(String registryName) {
    return startRegister(registryName).await();
  }

  /** Starts to register it under a name. */
  public Operation<Model> startRegister(String registryName) {
    return core.session().startRegister(this, registryName);
  }

  /** Copies the files into a local directory, which is made when it does not exist. */
  public Path download(Path directory) {
    return core.download(directory);
  }

  @Override
  public Map<String, String> mimeBundle() {
    return Views.table(
        List.of("model", "value"),
        List.of(
            List.of("location", location()),
            List.of("format", format().name() + " " + manifest().frameworkVersion()),
            List.of("registered", name().map(n -> n + "/" + version().orElse("")).orElse("no")),
            List.of("hash", contentHash())));
  }

  @Override
  public String toString() {
    return name().map(n -> n + "/" + version().orElse("")).orElse(location());
  }
}
