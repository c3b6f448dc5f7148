package dev.aloft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aloft.Capability;
import dev.aloft.data.Row;
import dev.aloft.driver.Backend;
import dev.aloft.driver.ObjectStore;
import dev.aloft.driver.Page;
import dev.aloft.driver.Stored;
import dev.aloft.error.AloftException;
import dev.aloft.error.Blame;
import dev.aloft.error.Effect;
import dev.aloft.error.ErrorCode;
import dev.aloft.error.NextStep;
import dev.aloft.layer.Call;
import dev.aloft.model.Model;
import dev.aloft.serving.DeployOptions;
import dev.aloft.serving.Deployment;
import dev.aloft.serving.Endpoint;
import dev.aloft.serving.EndpointStatus;
import dev.aloft.training.TrainingRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every error is complete in every rendering, and no secret gets anywhere. */
public abstract class ErrorsConformance extends Conformance {
  private static final String MARK = "kit5ecretmark";
  private static final String KNOWN_TOKEN = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a";

  private final String name = freshName("kit");

  /** For a provider's subclass. */
  protected ErrorsConformance() {}

  @Test
  @Needs("training")
  void failingCode() {
    TrainingRun run = aloft().trainer().train(fixtures().failing());

    AloftException error = complete(ErrorCode.USER_CODE_FAILED, () -> await(run));

    assertThat(error.getMessage()).contains(run.name());
    assertThat(error.summary()).as("why").containsIgnoringCase(fixtures().failingReason());
    assertThat(error.getMessage()).contains("\n");
    assertThat(error.logTail()).isNotEmpty().hasSizeLessThanOrEqualTo(100);
    assertThat(error.getMessage()).contains(error.logTail().get(error.logTail().size() - 1));
  }

  @Test
  @Needs("training")
  void aCancelledRun() {
    TrainingRun run = aloft().trainer().train(fixtures().slow());
    run.cancel();

    complete(ErrorCode.CANCELLED, () -> await(run));
  }

  @Test
  @Needs("training")
  void aWaitThatWasTooShort() {
    TrainingRun run = aloft().trainer().train(fixtures().slow());

    AloftException error =
        complete(ErrorCode.WAIT_TIMEOUT, () -> run.await(Duration.ofMillis(100)));

    assertThat(error.isRetryable()).isTrue();
    assertThat(error.nextSteps())
        .anySatisfy(step -> assertThat(step.line()).contains(run.id().toString()));
    end(run);
    failure(ErrorCode.CANCELLED, () -> await(run));
  }

  @Test
  @Needs("training")
  void aRunThatIsNotThere() {
    complete(ErrorCode.NOT_FOUND, () -> aloft().trainer().run("kit-nobody1").refresh());
  }

  @Test
  @Needs("registry")
  void aModelThatIsNotThere() {
    complete(ErrorCode.NOT_FOUND, () -> aloft().models().get("kit-nobody"));
  }

  @Test
  @Needs("serving")
  void anEndpointThatIsNotThere() {
    AloftException error =
        complete(
            ErrorCode.NOT_FOUND, () -> aloft().endpoint("kit-nobody").predict(fixtures().row()));

    assertThat(error.resource().orElse("")).contains("kit-nobody");
  }

  @Test
  @Needs("serving")
  void aPredictionOnNothing() {
    model(aloft()).deploy(name);

    AloftException error =
        complete(ErrorCode.INVALID_REQUEST, () -> aloft().endpoint(name).predict(List.of()));

    assertThat(error.summary()).contains("no rows");
  }

  @Test
  @Needs("serving")
  void aModelThatCannotServe() {
    model(aloft()).deploy(name);

    AloftException error =
        complete(ErrorCode.ROLLED_BACK, () -> aloft().endpoint(name).update(brokenModel(aloft())));

    assertThat(error.resource().orElse("")).contains(name);
    assertThat(error.summary()).contains("the state before serves again");
  }

  /** Whoever asks how the deploy ended is told what the provider said, and what is left. */
  @Test
  @Needs("serving")
  void aDeployThatTheProviderRefuses() {
    Model model = model(aloft());
    refuse(ErrorCode.QUOTA_EXCEEDED);
    Deployment deployment = model.startDeploy(name);

    AloftException error = complete(ErrorCode.QUOTA_EXCEEDED, () -> await(deployment));
    assertThat(error.getCause()).as("the vendor's exception").hasMessage("kit's own words");
    proveToldAsRefused(error);
    proveToldAsRefused(
        complete(ErrorCode.QUOTA_EXCEEDED, () -> await(another().aloft().resume(deployment.id()))));
    assertThat(error.summary()).contains("nothing of it is left");
    proveNothingIsLeft(aloft());
  }

  @Test
  @Needs("serving")
  void anUpdateThatTheProviderRefuses() {
    model(aloft()).deploy(name);
    Model other = otherModel(aloft());
    refuse(ErrorCode.PERMISSION_DENIED);

    AloftException error =
        complete(ErrorCode.ROLLED_BACK, () -> aloft().endpoint(name).update(other));

    proveToldAsRefused(error);
    assertThat(error.blame()).isEqualTo(Blame.PERMISSION);
  }

  private void refuse(ErrorCode code) {
    process()
        .faults()
        .when(
            call -> harness().isWrite(call) && !isOfStore(call),
            1,
            Fault.refused(
                AloftException.of(code, "kit refuses this")
                    .effect(Effect.NONE)
                    .rawCode("KitRefusal")
                    .requestId("kit-request-7")
                    .nextStep(NextStep.shell("kit's own step", "kit help"))
                    .cause(new IllegalStateException("kit's own words"))
                    .build()));
  }

  private static boolean isOfStore(Call call) {
    return call.bucket().equals("store") || call.operation().endsWith("Object");
  }

  private static void proveToldAsRefused(AloftException error) {
    assertThat(error.summary()).contains("kit refuses this");
    assertThat(error.rawCode()).contains("KitRefusal");
    assertThat(error.requestId()).contains("kit-request-7");
    assertThat(error.nextSteps()).extracting(NextStep::line).contains("kit help");
  }

  @Test
  @Needs("serving")
  void aRowThatDoesNotFit() {
    model(aloft()).deploy(name);

    complete(ErrorCode.INVALID_REQUEST, () -> aloft().endpoint(name).predict(Row.of(1, 2)));
  }

  @Test
  @Needs("serving")
  void anEndpointOfSomebodyElse() {
    Endpoint theirs = model(stranger().aloft()).deploy(name);

    complete(ErrorCode.CONFLICT_NOT_OURS, () -> aloft().endpoint(name).undeploy());
    assertThat(aloft().endpoint(name).history()).as("wishes for what is not ours").isEmpty();
    complete(ErrorCode.CONFLICT_NOT_OURS, () -> model(aloft()).deploy(name));
    EndpointStatus status = aloft().endpoint(name).status();
    assertThat(status.isOurs()).isFalse();
    assertThat(status.toString()).contains("not ours: made through another staging store");
    assertThat(theirs.status().isOurs()).isTrue();
    assertThat(theirs.status().toString()).doesNotContain("not ours");
  }

  @Test
  void aNameThatCannotBe() {
    AloftException error =
        complete(ErrorCode.INVALID_REQUEST, () -> aloft().endpoint("Not_A_Name").undeploy());

    assertThat(error.problems()).hasSize(1);
    assertThat(error.problems().get(0).value()).isEqualTo("Not_A_Name");
  }

  private AloftException complete(ErrorCode code, ThrowingCallable action) {
    AloftException error = failure(code, action);
    assertThat(error.provider()).as("provider").contains(aloft().provider());
    assertThat(error.operation()).as("operation").isPresent();
    assertThat(error.resource()).as("resource").isPresent();
    if (code != ErrorCode.INVALID_REQUEST) {
      assertThat(error.nextSteps()).as("next steps").isNotEmpty();
    }
    assertThat(error.nextSteps())
        .hasSizeLessThanOrEqualTo(3)
        .allSatisfy(step -> assertThat(step.line()).isNotBlank());
    renderings(error);
    return error;
  }

  private static void renderings(AloftException error) {
    String code = error.code().name();
    assertThat(error.getMessage()).contains(code).contains(error.summary());
    error.nextSteps().forEach(step -> assertThat(error.getMessage()).contains(step.line()));
    assertThat(error.oneLine()).contains(code).doesNotContain("\n", "\r");
    assertThat(error.toJson().strip()).startsWith("{").endsWith("}");
    assertThat(error.toJson().replace(" ", "")).contains("\"code\":\"" + code + "\"");
    Map<String, String> bundle = error.mimeBundle();
    assertThat(bundle).containsKeys("text/plain", "text/html", "application/json");
    assertThat(bundle.get("text/html")).contains(code).contains("<");
    assertThat(bundle.get("text/plain")).isEqualTo(error.getMessage());
  }

  @Test
  @Needs("serving")
  void whatLooksLikeATokenIsNotWrittenDown() {
    DeployOptions.Builder options = DeployOptions.builder().environment("TOKEN", KNOWN_TOKEN);

    AloftException error =
        failure(ErrorCode.INVALID_REQUEST, () -> model(aloft()).deploy(name, options.build()));

    assertThat(error.getMessage()).contains("TOKEN").doesNotContain(KNOWN_TOKEN);
    assertThat(String.join("\n", staged(aloft().unwrap(Backend.class).orElseThrow())))
        .doesNotContain(KNOWN_TOKEN);
  }

  @Test
  void aSecretSettingIsNowhereToBeSeen() {
    org.junit.jupiter.api.Assumptions.assumeTrue(
        harness().secretSetting().isPresent(), "the provider has no secret setting");
    List<String> seen = new ArrayList<>();

    seen.add(printedWhile(() -> seen.addAll(everythingThatIsSaid())));

    assertThat(seen).isNotEmpty().noneMatch(text -> text.contains(MARK));
  }

  private List<String> everythingThatIsSaid() {
    ClientProcess process =
        open(harness().client().set(harness().secretSetting().orElseThrow(), MARK));
    List<String> seen = new ArrayList<>();
    if (can(Capability.TRAINING)) {
      TrainingRun run = process.aloft().trainer().train(fixtures().failing());
      say(seen, () -> await(run));
      seen.add(run.id().toString());
      seen.add(run + " " + run.mimeBundle());
      run.logs().forEach(line -> seen.add(line.text()));
      say(seen, () -> process.aloft().trainer().run("kit-nobody1").refresh());
    }
    if (can(Capability.SERVING)) {
      say(seen, () -> brokenModel(process.aloft()).deploy(name));
      say(seen, () -> process.aloft().endpoint(name).predict(fixtures().row()));
      seen.add(model(process.aloft()).deploy(name).status().toString());
      process.aloft().endpoint(name).history().forEach(wish -> seen.add(wish.toString()));
    }
    if (can(Capability.REGISTRY)) {
      say(seen, () -> process.aloft().models().get("kit-nobody"));
    }
    process.tries().all().forEach(recorded -> seen.add(recorded.toString()));
    process.aloft().unwrap(Backend.class).ifPresent(backend -> seen.addAll(staged(backend)));
    seen.add(process.aloft() + " " + process.aloft().layers());
    return seen;
  }

  private static void say(List<String> seen, ThrowingCallable action) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(action);
    assertThat(thrown).isInstanceOf(AloftException.class);
    AloftException error = (AloftException) thrown;
    seen.add(error.getMessage());
    seen.add(error.oneLine());
    seen.addAll(error.mimeBundle().values());
    for (Throwable at = error; at != null; at = at.getCause()) {
      seen.add(String.valueOf(at));
    }
  }

  /** Everything in the staging store, keys and bytes. */
  private static List<String> staged(Backend backend) {
    ObjectStore store = backend.staging();
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Stored> page = store.list("", cursor);
      for (Stored stored : page.items()) {
        seen.add(stored.key() + stored.metadata());
        try (InputStream in = store.get(stored.key(), 0, -1)) {
          seen.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      cursor = page.cursor();
    } while (cursor != null);
    return seen;
  }

  private static String printedWhile(Runnable body) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try {
      body.run();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
