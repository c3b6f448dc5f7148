package dev.aloft.gcp;

import dev.aloft.ProviderOptions;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.model.ModelFormat;
import dev.aloft.model.ModelManifest;
import dev.aloft.model.Signature;
import dev.aloft.serving.EndpointRevision;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Protocol;
import dev.aloft.serving.Scaling;
import dev.aloft.testkit.NextFixture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is decided about endpoints, case by case. */
final class EndpointCases {
  static final String NAME = "churn";
  static final String OWNER = "log7q2x";
  static final String ONE = "aaaaaaaaaaa1";
  static final String TWO = "bbbbbbbbbbb2";

  private static final String FAILURE = "Model server exited unexpectedly.";
  private static final int PRECONDITION = 9;
  private static final int INTERNAL = 13;

  private final List<NextFixture> cases = new ArrayList<>();

  private EndpointCases() {}

  static List<NextFixture> all() {
    EndpointCases cases = new EndpointCases();
    cases.comingUp();
    cases.failing();
    cases.updating();
    cases.goingAway();
    cases.besideOthers();
    return List.copyOf(cases.cases);
  }

  private void comingUp() {
    EndpointSpec spec = EndpointSpec.of(NAME, revision(ONE, "model.bst"));
    add("nothing is there", spec, 0, List.of(), "create model " + modelId(ONE));
    add(
        "nothing is there, and the file has another name",
        EndpointSpec.of(NAME, revision(ONE, "model.json")),
        0,
        List.of(),
        "create artifact aloft/serving/churn/" + ONE + "/model.bst");
    add("the model is on its way", spec, 1, List.of(running(modelId(ONE))), "wait");
    List<Part> model = List.of(model(ONE));
    add("only the model is there", spec, 0, model, "create endpoint " + NAME);
    List<Part> both = List.of(model(ONE), endpoint(Map.of()));
    add(
        "nothing is deployed yet",
        spec,
        0,
        both,
        "create deployed-model " + EndpointParts.deployed(NAME, ONE));
    add("it is being deployed", spec, 1, with(both, running(NAME)), "wait");
    add("it serves", spec, 1, serving(Map.of(ONE, 100), ONE), "done");
  }

  private void failing() {
    EndpointSpec spec = EndpointSpec.of(NAME, revision(ONE, "model.bst"));
    String deploy = "create deployed-model " + EndpointParts.deployed(NAME, ONE);
    List<Part> failed = List.of(model(ONE), failedEndpoint("7", PRECONDITION));
    add("an older deploy has failed", spec, 0, failed, deploy);
    add("this deploy has failed", spec, 1, failed, "fail MODEL_FAILED");
    add("the last try was not sent", spec, 1, "7", failed, deploy);
    List<Part> internal = List.of(model(ONE), failedEndpoint("7", INTERNAL));
    add("the service itself has failed", spec, 1, internal, deploy);
    add("the service itself has failed three times", spec, 3, internal, "fail PROVIDER_ERROR");
    add(
        "it was tried three times and never came",
        spec,
        3,
        List.of(model(ONE), endpoint(Map.of())),
        "fail PROVIDER_ERROR");
    add(
        "the upload has failed",
        spec,
        1,
        List.of(failedOperation("3", modelId(ONE), PRECONDITION)),
        "fail MODEL_FAILED");
  }

  private void updating() {
    EndpointSpec wanted = EndpointSpec.of(NAME, revision(TWO, "model.bst"));
    add(
        "another revision serves",
        wanted,
        0,
        with(serving(Map.of(ONE, 100), ONE), model(TWO)),
        "create deployed-model " + EndpointParts.deployed(NAME, TWO));
    add(
        "the new one is deployed without calls",
        wanted,
        1,
        serving(Map.of(ONE, 100, TWO, 0), ONE, TWO),
        "share endpoint churn, ask, share endpoint churn");
    add(
        "the new one is being asked",
        wanted,
        1,
        serving(Map.of(ONE, 90, TWO, 10), ONE, TWO),
        "ask, share endpoint churn");
    add(
        "a canary has no calls yet",
        canary(5),
        1,
        serving(Map.of(ONE, 100, TWO, 0), ONE, TWO),
        "share endpoint churn");
    add(
        "a large canary has no calls yet",
        canary(40),
        1,
        serving(Map.of(ONE, 100, TWO, 0), ONE, TWO),
        "share endpoint churn, ask, share endpoint churn");
    add("a canary has its calls", canary(5), 1, serving(Map.of(ONE, 95, TWO, 5), ONE, TWO), "done");
    add(
        "the new one has the calls",
        wanted,
        1,
        serving(Map.of(ONE, 0, TWO, 100), ONE, TWO),
        "delete deployed-model " + EndpointParts.deployed(NAME, ONE));
    add(
        "the old model is left",
        wanted,
        1,
        with(serving(Map.of(TWO, 100), TWO), model(ONE)),
        "delete model " + modelId(ONE));
    EndpointSpec labelled =
        new EndpointSpec(
            NAME, wanted.revisions(), wanted.traffic(), Map.of("team", "a"), null, null);
    add("a label is missing", labelled, 1, serving(Map.of(TWO, 100), TWO), "label endpoint churn");
  }

  private static EndpointSpec canary(int percent) {
    return new EndpointSpec(
        NAME,
        List.of(revision(ONE, "model.bst"), revision(TWO, "model.bst")),
        Map.of(ONE, 100 - percent, TWO, percent),
        Map.of(),
        null,
        null);
  }

  private void goingAway() {
    add(
        "two share the calls",
        null,
        0,
        serving(Map.of(ONE, 90, TWO, 10), ONE, TWO),
        "delete deployed-model " + EndpointParts.deployed(NAME, TWO));
    add(
        "one is left",
        null,
        0,
        serving(Map.of(ONE, 100), ONE),
        "delete deployed-model " + EndpointParts.deployed(NAME, ONE));
    add(
        "nothing is deployed any more",
        null,
        0,
        List.of(model(ONE), endpoint(Map.of())),
        "delete endpoint " + NAME);
    add("the model is left", null, 0, List.of(model(ONE)), "delete model " + modelId(ONE));
    add("something runs", null, 0, with(serving(Map.of(ONE, 100), ONE), running(NAME)), "wait");
    add("nothing is there any more", null, 0, List.of(), "done");
  }

  private void besideOthers() {
    EndpointSpec spec = EndpointSpec.of(NAME, revision(ONE, "model.bst"));
    Part theirs = foreign(endpoint(Map.of()));
    add("somebody else's endpoint", spec, 0, List.of(theirs), "fail CONFLICT_NOT_OURS");
    add("somebody else's model", spec, 0, List.of(foreign(model(ONE))), "fail CONFLICT_NOT_OURS");
    add(
        "somebody else's endpoint is not removed",
        null,
        0,
        List.of(theirs),
        "fail CONFLICT_NOT_OURS");
    add(
        "somebody else's model at our endpoint is not removed",
        null,
        0,
        List.of(endpoint(Map.of()), foreign(deployed(TWO))),
        "fail CONFLICT_NOT_OURS");
  }

  private void add(
      String name, @Nullable EndpointSpec spec, int tries, List<Part> seen, String expected) {
    add(name, spec, tries, "", seen, expected);
  }

  private void add(
      String name,
      @Nullable EndpointSpec spec,
      int tries,
      String before,
      List<Part> seen,
      String expected) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<String, String> noted = new LinkedHashMap<>();
    for (String hash : List.of(ONE, TWO)) {
      for (String id : List.of(modelId(hash), EndpointParts.deployed(NAME, hash))) {
        counts.put(id, tries);
        noted.put(id, before);
      }
    }
    cases.add(
        new NextFixture(
            name,
            new Target<>(NAME, OWNER, 1, spec, null, counts, noted),
            new Observation(seen),
            expected));
  }

  static EndpointRevision revision(String hash, String file) {
    return new EndpointRevision(
        hash,
        "gs://bucket/model",
        "hash-of-" + hash,
        new ModelManifest(
            ModelFormat.XGBOOST,
            "2.1.4",
            new Signature(List.of(), List.of()),
            null,
            Map.of(file, "00"),
            Map.of()),
        null,
        null,
        "xgboost-2-1",
        Protocol.VERTEX,
        null,
        Scaling.ONE,
        Map.of(),
        Map.of(),
        ProviderOptions.none());
  }

  private static String modelId(String hash) {
    return EndpointParts.model(NAME, hash);
  }

  private static Part model(String hash) {
    return part(EndpointParts.MODEL, modelId(hash), Map.of(Labels.REVISION, hash));
  }

  private static Part deployed(String hash) {
    return part(
        EndpointParts.DEPLOYED, EndpointParts.deployed(NAME, hash), Map.of(Labels.REVISION, hash));
  }

  private static Part endpoint(Map<String, Integer> shares) {
    Map<String, String> facts = new LinkedHashMap<>();
    shares.forEach((hash, share) -> facts.put(EndpointParts.SHARE + hash, share.toString()));
    return part(EndpointParts.ENDPOINT, NAME, facts);
  }

  private static Part failedEndpoint(String operation, int code) {
    return part(
        EndpointParts.ENDPOINT,
        NAME,
        Map.of(
            EndpointParts.FAILED,
            operation,
            EndpointParts.REASON,
            FAILURE,
            EndpointParts.CODE,
            String.valueOf(code)));
  }

  private static Part failedOperation(String id, String about, int code) {
    return new Part(
        EndpointParts.OPERATION,
        id,
        Part.State.FAILED,
        "failed",
        true,
        false,
        Map.of(
            EndpointParts.ABOUT,
            about,
            EndpointParts.REASON,
            FAILURE,
            EndpointParts.CODE,
            String.valueOf(code)));
  }

  private static Part running(String about) {
    return new Part(
        EndpointParts.OPERATION,
        "5",
        Part.State.CHANGING,
        "deploying",
        true,
        false,
        Map.of(EndpointParts.ABOUT, about));
  }

  private static List<Part> serving(Map<String, Integer> shares, String... hashes) {
    List<Part> parts = new ArrayList<>(List.of(endpoint(shares)));
    for (String hash : hashes) {
      parts.add(model(hash));
      parts.add(deployed(hash));
    }
    return parts;
  }

  private static List<Part> with(List<Part> parts, Part more) {
    List<Part> all = new ArrayList<>(parts);
    all.add(more);
    return all;
  }

  private static Part foreign(Part part) {
    return new Part(
        part.kind(), part.id(), part.state(), part.word(), false, part.bills(), part.facts());
  }

  private static Part part(String kind, String id, Map<String, String> facts) {
    return new Part(kind, id, Part.State.READY, "there", true, false, facts);
  }
}
