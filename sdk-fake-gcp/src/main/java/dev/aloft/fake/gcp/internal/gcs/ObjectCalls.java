package dev.aloft.fake.gcp.internal.gcs;

import dev.aloft.fake.Answer;
import java.io.IOException;

/** The operations on what is known of objects. */
final class ObjectCalls {
  private final Buckets buckets;

  ObjectCalls(Buckets buckets) {
    this.buckets = buckets;
  }

  Answer get(Call call) throws IOException {
    Bucket bucket = buckets.get(call.bucket());
    StoredObject object = bucket.get(call.object(), call.generation());
    call.conditions().checkRead(object);
    return call.answer(bucket.name(), object);
  }

  Answer list(Call call) throws IOException {
    return Call.answer(new ObjectListing(call, buckets.get(call.bucket())).page());
  }

  Answer patch(Call call) throws IOException {
    Bucket bucket = buckets.get(call.bucket());
    StoredObject changed =
        bucket.describe(
            call.object(),
            call.generation(),
            call.conditions(),
            properties -> Resources.merge(properties, call.body()));
    return call.answer(bucket.name(), changed);
  }

  Answer update(Call call) throws IOException {
    Bucket bucket = buckets.get(call.bucket());
    StoredObject changed =
        bucket.describe(
            call.object(),
            call.generation(),
            call.conditions(),
            properties -> Resources.properties(call.body()));
    return call.answer(bucket.name(), changed);
  }

  Answer delete(Call call) throws IOException {
    buckets.get(call.bucket()).remove(call.object(), call.generation(), call.conditions());
    return Answer.empty(204);
  }
}
