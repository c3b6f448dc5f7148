package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import java.io.IOException;
import java.util.Locale;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations on buckets. */
final class BucketCalls {
  private static final String POLICY = "iamPolicy";

  private final Buckets buckets;
  private final UnaryOperator<String> projectNumbers;

  /** With what gives the number of a project by its id or number. */
  BucketCalls(Buckets buckets, UnaryOperator<String> projectNumbers) {
    this.buckets = buckets;
    this.projectNumbers = projectNumbers;
  }

  Answer insert(Call call) throws IOException {
    String project = call.params().text("project");
    if (project.isEmpty()) {
      throw GcsFailure.required("Required parameter: project");
    }
    String name = call.body().path("name").asString("");
    if (name.isEmpty()) {
      throw GcsFailure.required("Required");
    }
    String location = call.body().path("location").asString("US");
    ObjectNode about = create(name, location, projectNumbers.apply(project), call.body()).about();
    return Call.answer(Resources.bucket(call.base(), about));
  }

  /** Makes a bucket. */
  Bucket create(String name, String location, String projectNumber, JsonNode given)
      throws IOException {
    ObjectNode about = Bucket.JSON.createObjectNode();
    about
        .put("name", name)
        .put("projectNumber", projectNumber)
        .put("location", location.toUpperCase(Locale.ROOT));
    return buckets.create(Resources.mergeBucket(about, given));
  }

  Answer get(Call call) {
    Bucket bucket = buckets.get(call.bucket());
    call.conditions().checkMetageneration(bucket.metageneration());
    return Call.answer(Resources.bucket(call.base(), bucket.about()));
  }

  Answer list(Call call) {
    String number = projectNumbers.apply(call.params().text("project"));
    String prefix = call.params().text("prefix");
    String after = PageToken.read(call.params().text("pageToken"));
    ObjectNode page = Bucket.JSON.createObjectNode().put("kind", "storage#buckets");
    ArrayNode items = page.putArray("items");
    int most = call.params().pageSize();
    String last = "";
    for (Bucket bucket : buckets.all().tailMap(after, false).values()) {
      ObjectNode about = bucket.about();
      if (!bucket.name().startsWith(prefix)
          || !about.path("projectNumber").asString().equals(number)) {
        continue;
      }
      if (items.size() == most) {
        page.put("nextPageToken", PageToken.write(last));
        break;
      }
      items.add(Resources.bucket(call.base(), about));
      last = bucket.name();
    }
    return Call.answer(page);
  }

  Answer change(Call call) throws IOException {
    ObjectNode about =
        buckets
            .get(call.bucket())
            .change(call.conditions(), known -> Resources.mergeBucket(known, call.body()));
    return Call.answer(Resources.bucket(call.base(), about));
  }

  Answer delete(Call call) throws IOException {
    buckets.delete(call.bucket(), call.conditions());
    return Answer.empty(204);
  }

  Answer getPolicy(Call call) {
    Bucket bucket = buckets.get(call.bucket());
    return Call.answer(policy(bucket.name(), bucket.about().path(POLICY)));
  }

  Answer setPolicy(Call call) throws IOException {
    Bucket bucket = buckets.get(call.bucket());
    JsonNode bindings = call.body().path("bindings");
    bucket.change(
        Conditions.NONE,
        about -> {
          about.set(POLICY, bindings);
          return about;
        });
    return Call.answer(policy(bucket.name(), bindings));
  }

  private static ObjectNode policy(String bucket, JsonNode bindings) {
    ObjectNode policy = Bucket.JSON.createObjectNode();
    policy
        .put("kind", "storage#policy")
        .put("resourceId", "projects/_/buckets/" + bucket)
        .put("version", 1)
        .put("etag", "CAE=");
    policy.set("bindings", bindings.isArray() ? bindings : Bucket.JSON.createArrayNode());
    return policy;
  }

  Answer testPermissions(Call call) {
    buckets.get(call.bucket());
    ObjectNode granted =
        Bucket.JSON.createObjectNode().put("kind", "storage#testIamPermissionsResponse");
    ArrayNode all = granted.putArray("permissions");
    call.params().all("permissions").forEach(all::add);
    return Call.answer(granted);
  }
}
