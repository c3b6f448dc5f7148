package dev.aloft.aws;

import static dev.aloft.aws.EndpointScene.NAME;
import static dev.aloft.aws.EndpointScene.ONE;
import static dev.aloft.aws.EndpointScene.OWNER;
import static dev.aloft.aws.EndpointScene.TWO;
import static dev.aloft.aws.EndpointScene.canary;
import static dev.aloft.aws.EndpointScene.config;
import static dev.aloft.aws.EndpointScene.configPart;
import static dev.aloft.aws.EndpointScene.endpoint;
import static dev.aloft.aws.EndpointScene.foreign;
import static dev.aloft.aws.EndpointScene.labelled;
import static dev.aloft.aws.EndpointScene.model;
import static dev.aloft.aws.EndpointScene.modelPart;
import static dev.aloft.aws.EndpointScene.part;
import static dev.aloft.aws.EndpointScene.spec;
import static dev.aloft.aws.EndpointScene.target;
import static dev.aloft.aws.EndpointScene.untold;
import static dev.aloft.aws.EndpointScene.with;

import dev.aloft.driver.Action;
import dev.aloft.driver.Observation;
import dev.aloft.driver.Part;
import dev.aloft.driver.Target;
import dev.aloft.serving.EndpointSpec;
import dev.aloft.serving.Scaling;
import dev.aloft.testkit.NextFixture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is decided about endpoints, case by case. */
final class EndpointCases {
  private static final String CONFLICT = "fail CONFLICT_NOT_OURS";
  static final String HEALTH =
      "The primary container for production variant %s did not pass the ping health check.";

  private final List<NextFixture> cases = new ArrayList<>();

  private EndpointCases() {}

  static List<NextFixture> all() {
    EndpointCases cases = new EndpointCases();
    cases.comingUp();
    cases.updating();
    cases.labels();
    cases.failing();
    cases.scaling();
    cases.goingAway();
    cases.besideOthers();
    return List.copyOf(cases.cases);
  }

  private void comingUp() {
    EndpointSpec spec = spec(Scaling.ONE, ONE);
    String config = config(spec);
    add("nothing is there", spec, 0, List.of(), "create model " + model(ONE));
    add(
        "only the model is there",
        spec,
        0,
        List.of(modelPart(ONE)),
        "create endpoint-config " + config);
    List<Part> both = List.of(modelPart(ONE), configPart(spec));
    add("model and configuration are there", spec, 0, both, "create endpoint " + NAME);
    add("it was tried three times and never came", spec, 3, both, "fail PROVIDER_ERROR");
    for (String word : List.of("Creating", "Updating", "SystemUpdating", "RollingBack", "News")) {
      add("it is " + word, spec, 1, with(both, endpoint(word, spec, "")), "wait");
    }
    add("it serves", spec, 1, with(both, endpoint("InService", spec, "")), "done");
    add(
        "somebody else made it",
        spec,
        0,
        List.of(foreign(endpoint("InService", spec, ""))),
        "fail CONFLICT_NOT_OURS");
  }

  private void updating() {
    EndpointSpec old = spec(Scaling.ONE, ONE);
    EndpointSpec wanted = spec(Scaling.ONE, TWO);
    EndpointSpec canary = canary(90, 10);
    EndpointSpec grown = canary(20, 80);
    List<Part> all = List.of(modelPart(ONE), configPart(old), modelPart(TWO), configPart(wanted));
    add(
        "another configuration serves",
        wanted,
        0,
        with(all, endpoint("InService", old, "")),
        "update endpoint " + NAME);
    add(
        "the wanted one serves and the old ones are there",
        wanted,
        1,
        with(all, endpoint("InService", wanted, "")),
        "delete endpoint-config " + config(old));
    add(
        "the old model is left",
        wanted,
        1,
        List.of(
            modelPart(ONE), modelPart(TWO), configPart(wanted), endpoint("InService", wanted, "")),
        "delete model " + model(ONE));
    List<Part> split = List.of(modelPart(ONE), modelPart(TWO), configPart(canary));
    add(
        "only the shares differ",
        grown,
        0,
        with(split, endpoint("InService", canary, "")),
        "ask, share endpoint " + NAME);
    add(
        "the shares are as wished",
        canary,
        0,
        with(split, endpoint("InService", canary, "")),
        "done");
  }

  private void labels() {
    EndpointSpec plain = spec(Scaling.ONE, ONE);
    EndpointSpec wanted =
        new EndpointSpec(NAME, plain.revisions(), plain.traffic(), Map.of("cost", "b"), null, null);
    Part serving = endpoint("InService", wanted, "");
    List<Part> both = List.of(modelPart(ONE), configPart(wanted));
    add("a label is wished", wanted, 1, with(both, serving), "label endpoint " + NAME);
    add("another value", wanted, 1, with(both, labelled(serving, "a")), "label endpoint " + NAME);
    add("it has the label", wanted, 1, with(both, labelled(serving, "b")), "done");
    add("labels that nobody wishes", plain, 1, with(both, labelled(serving, "b")), "done");
    String unlabel = "unlabel endpoint " + NAME;
    after(wanted, "a label is wished no more", plain, with(both, labelled(serving, "b")), unlabel);
    List<Part> more = with(with(both, modelPart(TWO)), labelled(serving, "b"));
    after(wanted, "what is left over goes before it", plain, more, "delete model " + model(TWO));
    after(wanted, "others have changed it", plain, with(both, labelled(serving, "a")), "done");
    after(wanted, "it has gone", plain, with(both, serving), "done");
  }

  private void failing() {
    EndpointSpec old = spec(Scaling.ONE, ONE);
    EndpointSpec wanted = spec(Scaling.ONE, TWO);
    List<Part> all = List.of(modelPart(ONE), configPart(old), modelPart(TWO), configPart(wanted));
    String reason = String.format(HEALTH, TWO);
    Part rolledBack = endpoint("InService", old, reason);
    add("an update went back silently", wanted, 1, with(all, rolledBack), "fail MODEL_FAILED");
    add("a reason from before", wanted, 0, with(all, rolledBack), "update endpoint " + NAME);
    Part unsaid = endpoint("InService", old, "");
    add("it went back without a word", wanted, 2, with(all, unsaid), "update endpoint " + NAME);
    add("again and again without a word", wanted, 3, with(all, unsaid), "fail PROVIDER_ERROR");
    Part capacity =
        endpoint("InService", old, "Unable to provision requested ML compute capacity.");
    add("no machine, said once", wanted, 1, with(all, capacity), "update endpoint " + NAME);
    add("no machine, said twice", wanted, 2, with(all, capacity), "fail NO_CAPACITY");
    Part internal = endpoint("InService", old, "Request to service failed for variant " + TWO);
    add("the service's own failure", wanted, 1, with(all, internal), "update endpoint " + NAME);
    triedAfter(
        "10:00",
        "a reason of before a try that never ran",
        rolledBack,
        "10:00",
        "update endpoint " + NAME);
    triedAfter("10:00", "a reason of after the try", rolledBack, "10:20", "fail MODEL_FAILED");
    Part failed = endpoint("Failed", wanted, reason);
    add("it failed to come up", wanted, 1, with(all, failed), "fail MODEL_FAILED");
    add("it had failed before", wanted, 0, with(all, failed), "delete endpoint " + NAME);
    Part serviceFailed = endpoint("Failed", wanted, "Request to service failed. Try again.");
    add(
        "the service failed to make it",
        wanted,
        1,
        with(all, serviceFailed),
        "delete endpoint " + NAME);
    add("it failed to make it thrice", wanted, 3, with(all, serviceFailed), "fail PROVIDER_ERROR");
    Part mixed = endpoint("UpdateRollbackFailed", old, reason);
    add("it could not go back", wanted, 1, with(all, mixed), "fail MODEL_FAILED");
    add("it had not gone back before", old, 0, with(all, mixed), "delete endpoint " + NAME);
  }

  /** A case of an update that was tried once when the endpoint had last changed at a time. */
  private void triedAfter(String before, String name, Part endpoint, String now, String expected) {
    EndpointSpec wanted = spec(Scaling.ONE, TWO);
    Map<String, String> facts = new LinkedHashMap<>(endpoint.facts());
    facts.put(EndpointParts.MODIFIED, now);
    Part modified =
        new Part(endpoint.kind(), NAME, endpoint.state(), endpoint.word(), true, true, facts);
    Target<EndpointSpec> target =
        target(wanted, 0)
            .after(Action.of("update", EndpointParts.ENDPOINT, NAME).asCountedAfter(before));
    List<Part> seen = List.of(modelPart(TWO), configPart(wanted), modified);
    cases.add(new NextFixture(name, target, new Observation(seen), expected));
  }

  private void scaling() {
    EndpointSpec spec = spec(Scaling.between(1, 4, 600), ONE);
    EndpointSpec still = spec(Scaling.ONE, TWO);
    List<Part> up = List.of(modelPart(ONE), configPart(spec), endpoint("InService", spec, ""));
    String id = EndpointParts.scaling(NAME, ONE);
    add("it serves and does not scale", spec, 1, up, "put scaling-target " + id);
    Part target =
        part(
            EndpointParts.SCALING_TARGET,
            id,
            Part.State.READY,
            "Registered",
            ScalingFacts.target(spec.main()));
    Part policy =
        part(
            EndpointParts.SCALING_POLICY,
            id,
            Part.State.READY,
            "Registered",
            ScalingFacts.policy(spec.main()));
    add("its target is there", spec, 1, with(up, target), "put scaling-policy " + id);
    add("it scales", spec, 1, with(with(up, target), policy), "done");
    Map<String, String> other = new LinkedHashMap<>(ScalingFacts.target(spec.main()));
    other.put(EndpointParts.MAX, "2");
    Part changed = part(EndpointParts.SCALING_TARGET, id, Part.State.READY, "Registered", other);
    add(
        "somebody changed its bounds",
        spec,
        1,
        with(with(up, changed), policy),
        "put scaling-target " + id);
    List<Part> before = with(with(with(up, modelPart(TWO)), configPart(still)), policy);
    add("a variant that scales is to go", still, 0, before, "delete scaling-policy " + id);
    add("all of it is to go", null, 0, before, "delete scaling-policy " + id);
  }

  private void goingAway() {
    EndpointSpec spec = spec(Scaling.ONE, ONE);
    List<Part> both = List.of(modelPart(ONE), configPart(spec));
    String remove = "delete endpoint " + NAME;
    add("it is to go", null, 0, with(both, endpoint("InService", spec, "")), remove);
    add("a failed one is to go", null, 0, with(both, endpoint("Failed", spec, "")), remove);
    add("it is going", null, 0, with(both, endpoint("Deleting", spec, "")), "wait");
    add("it is busy", null, 0, with(both, endpoint("Creating", spec, "")), "wait");
    add("it is gone", null, 0, both, "delete endpoint-config " + config(spec));
    add("the model is left", null, 0, List.of(modelPart(ONE)), "delete model " + model(ONE));
    add("nothing is left", null, 0, List.of(), "done");
  }

  private void besideOthers() {
    EndpointSpec spec = spec(Scaling.ONE, ONE);
    EndpointSpec other = spec(Scaling.ONE, TWO);
    Part serving = endpoint("InService", spec, "");
    List<Part> ours = List.of(modelPart(ONE), configPart(spec), serving);
    Part theirModel = foreign(modelPart(TWO));
    Part theirConfig = foreign(configPart(other));
    Part theirEndpoint = foreign(endpoint("InService", other, ""));
    List<Part> mixed = with(with(ours, theirModel), theirConfig);
    add("others' parts lie beside ours that serve", spec, 1, mixed, "done");
    add("others' model is in the way", other, 0, with(ours, theirModel), CONFLICT);
    List<Part> both = List.of(modelPart(TWO), theirConfig);
    add("others' configuration is in the way", other, 0, both, CONFLICT);
    List<Part> made = List.of(modelPart(ONE), configPart(spec));
    add("others were faster", spec, 1, with(made, theirEndpoint), CONFLICT);
    Part coming = foreign(endpoint("Creating", other, ""));
    add("others are making theirs", spec, 0, List.of(coming), CONFLICT);
    add("ours is to go from among others' parts", null, 0, mixed, "delete endpoint " + NAME);
    List<Part> rest = with(with(made, theirModel), theirConfig);
    add(
        "our endpoint has gone from among them",
        null,
        0,
        rest,
        "delete endpoint-config " + config(spec));
    add("only others' parts are left", null, 0, List.of(theirModel, theirConfig), "done");
    add("only others' endpoint is there", null, 0, List.of(theirEndpoint), CONFLICT);
    add(
        "our parts lie under others' endpoint",
        null,
        0,
        with(made, theirEndpoint),
        "delete endpoint-config " + config(spec));
    add(
        "others' endpoint was made with our parts",
        null,
        0,
        with(made, foreign(serving)),
        CONFLICT);
    cases.add(
        new NextFixture(
            "others took the name after ours had gone",
            new Target<>(NAME, OWNER, 7, null, spec, Map.of()),
            new Observation(List.of(theirEndpoint)),
            "done"));
    add("whose a new model is, is not told yet", spec, 0, List.of(untold(modelPart(ONE))), "wait");
    add("whose a new endpoint is, is not told yet", null, 0, with(made, untold(serving)), "wait");
  }

  private void add(
      String name, @Nullable EndpointSpec spec, int tries, List<Part> seen, String expected) {
    cases.add(new NextFixture(name, target(spec, tries), new Observation(seen), expected));
  }

  private void after(
      EndpointSpec settled, String name, EndpointSpec spec, List<Part> seen, String expected) {
    Target<EndpointSpec> target = new Target<>(NAME, OWNER, 7, spec, settled, Map.of(NAME, 1));
    cases.add(new NextFixture(name, target, new Observation(seen), expected));
  }
}
