package dev.aloft.internal;

import dev.aloft.data.Data;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Prepared;
import dev.aloft.driver.RunKey;
import dev.aloft.driver.RunRef;
import dev.aloft.driver.Upload;
import dev.aloft.error.AloftException;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.error.Problems;
import dev.aloft.internal.checks.LocalFileChecks;
import dev.aloft.internal.staging.ContentReader;
import dev.aloft.layer.Lifecycle;
import dev.aloft.training.TrainingJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings one job to the provider: checks everything, stages what is missing, creates the run once.
 * With a key, the job's fields lie in the staging store under the run's name and their own hash, so
 * that another job under that key can be told what differs. Used once, by one thread.
 */
final class Submission {
  private static final int NAMES = 3;

  private final RunHost host;
  private final TrainingJob job;
  private final ContentReader reader;

  Submission(RunHost host, TrainingJob job) {
    this.host = host;
    this.job = job;
    this.reader = host.stager().reader();
  }

  RunCore submit() {
    ForeignOptions.check(job.options(), host.provider(), "training job \"" + job.name() + "\"");
    Problems problems = new Problems();
    LocalFileChecks.check(job, problems);
    host.driver().check(job, problems);
    problems.throwIfAny("training job \"" + job.name() + "\"");
    String key = job.key().orElse(null);
    return key == null ? submitFresh() : submitKeyed(key);
  }

  /** Without a key every call is a run of its own; so is its hash, should two names be the same. */
  private RunCore submitFresh() {
    String document = JobSpec.of(job, null).document();
    Staged staged = null;
    for (int name = 1; ; name++) {
      String hash = Hashing.base32(document + UUID.randomUUID(), JobSpec.HASH);
      RunKey key = new RunKey(job.name(), RunNames.fresh(job.name()), hash);
      staged = staged == null ? stage(key) : staged;
      try {
        return create(key, staged);
      } catch (AloftException e) {
        boolean taken = e.code() == ErrorCode.ALREADY_EXISTS && e.effect() == Effect.NONE;
        if (!taken || name == NAMES) {
          throw e;
        }
      }
    }
  }

  private RunCore submitKeyed(String userKey) {
    JobSpec spec = JobSpec.of(job, reader);
    RunKey key = new RunKey(job.name(), RunNames.keyed(job.name(), userKey), spec.hash());
    Optional<RunRef> existing = host.drive(() -> host.driver().find(key));
    if (existing.isPresent()) {
      Map<String, String> tags = host.drive(() -> tags(existing.get()));
      if (!host.owner().equals(tags.get(RunOwner.TAG))) {
        throw RunOwner.notOurs(existing.get(), tags.get(RunOwner.TAG));
      }
      String hash = tags.getOrDefault(RunOwner.HASH_TAG, "");
      if (!hash.equals(spec.hash())) {
        throw another(userKey, key, spec, hash, null);
      }
      return RunCore.found(host, existing.get());
    }
    host.drive(() -> specs(key.runName()).put(spec.hash() + ".json", spec.document()));
    Staged staged = stage(key);
    try {
      return create(key, staged);
    } catch (AloftException e) {
      if (e.code() != ErrorCode.ALREADY_EXISTS) {
        throw e;
      }
      Optional<String> hash =
          host.drive(() -> host.driver().find(key).map(this::tags))
              .map(tags -> tags.get(RunOwner.HASH_TAG));
      throw another(userKey, key, spec, hash.orElse(""), e);
    }
  }

  private Map<String, String> tags(RunRef run) {
    return RunOwner.tags(host.driver(), run, host.operations().timing(), host.staging());
  }

  private AloftException another(
      String userKey, RunKey key, JobSpec spec, String theirs, @Nullable AloftException cause) {
    Optional<String> document = host.drive(() -> specs(key.runName()).text(theirs + ".json"));
    String differing =
        document
            .map(text -> "; these fields differ: " + spec.differences(JobSpec.read(text)))
            .orElse("; which fields differ is not known, since the other job's are not stored");
    return AloftException.of(
            ErrorCode.ALREADY_EXISTS,
            "the key \""
                + userKey
                + "\" of \""
                + job.name()
                + "\" names another job, whose run is "
                + key.runName()
                + differing)
        .operation("train")
        .resource(key.runName())
        .cause(cause)
        .nextStep(
            NextStep.java(
                "look at that run", "aloft.trainer().run(\"" + key.runName() + "\").refresh()"))
        .build();
  }

  private Specs specs(String runName) {
    return new Specs(host.staging(), "aloft/runs/" + runName + "/");
  }

  private Staged stage(RunKey key) {
    StageLog log = new StageLog(key.group(), host.operations().timing());
    TrainingJob near = withNearInputs(log);
    List<Upload> uploads = host.driver().uploads(near);
    return new Staged(near, host.drive(() -> host.stager().stage(uploads, reader, log)));
  }

  /** The job with inputs that the provider can reach. */
  private TrainingJob withNearInputs(StageLog log) {
    Set<String> family = host.driver().schemes();
    TrainingJob.Builder builder = job.toBuilder();
    for (Map.Entry<String, Data> input : job.inputs().entrySet()) {
      Data data = input.getValue();
      if (!data.isLocal() && !isNear(data.scheme(), family)) {
        String uri = host.drive(() -> host.stager().stageRemote(data.location(), log));
        builder.input(input.getKey(), data.at(uri));
      }
    }
    return builder.build();
  }

  private boolean isNear(String scheme, Set<String> family) {
    return family.isEmpty()
        ? scheme.equals(Data.of(host.staging().uri("x")).scheme())
        : family.contains(scheme);
  }

  private RunCore create(RunKey key, Staged staged) {
    Map<String, String> tags =
        Map.of(
            RunOwner.TAG,
            host.owner(),
            "aloft-name",
            key.runName(),
            RunOwner.HASH_TAG,
            key.specHash());
    RunRef run = host.createOnce(new Prepared<>(staged.job, key, staged.uris, tags));
    host.emit(
        new Lifecycle.Event(
            Lifecycle.Kind.ACCEPTED,
            host.provider(),
            host.scope(),
            run.runName(),
            run.vendorId(),
            true,
            host.operations().timing().now()));
    return RunCore.accepted(host, run);
  }

  private record Staged(TrainingJob job, Map<String, String> uris) {}

  /** The jobs that were asked for under one run's name, by hash. */
  private record Specs(ObjectStore store, String folder) {

    boolean put(String name, String document) {
      return new CreateOnly(store).put(folder + name, document).isPresent();
    }

    Optional<String> text(String name) {
      return new CreateOnly(store).text(folder + name);
    }
  }
}
