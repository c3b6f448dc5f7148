package dev.aloft.fake.aws.internal.s3;

import dev.aloft.fake.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations on buckets themselves. */
final class BucketCalls {
  private static final String FIRST_REGION = "us-east-1";

  private final Buckets buckets;
  private final Place place;

  BucketCalls(Buckets buckets, Place place) {
    this.buckets = buckets;
    this.place = place;
  }

  Answer create(Call call) throws IOException {
    byte[] body = Payload.small(call);
    String wished =
        body.length == 0
            ? null
            : XmlIn.read(body, "CreateBucketConfiguration").text("LocationConstraint");
    String region = region(wished == null || wished.isEmpty() ? null : wished, call.region());
    Bucket there = buckets.find(call.bucket());
    boolean same = call.region().equals(FIRST_REGION) && inRegion(there, FIRST_REGION);
    if (buckets.create(call.bucket(), place.now(), region) == null && !same) {
      throw new S3Failure(
              409,
              "BucketAlreadyOwnedByYou",
              "Your previous request to create the named bucket succeeded and you already own it.")
          .with("BucketName", call.bucket());
    }
    return Answer.empty(200)
        .with("Location", "/" + call.bucket())
        .with("x-amz-bucket-arn", "arn:aws:s3:::" + call.bucket());
  }

  private static boolean inRegion(@Nullable Bucket bucket, String region) {
    return bucket != null && bucket.about().region().equals(region);
  }

  private static String region(@Nullable String wished, String asked) {
    if (wished != null && wished.equals(FIRST_REGION)) {
      throw new S3Failure(
              400, "InvalidLocationConstraint", "The specified location-constraint is not valid")
          .with("LocationConstraint", wished);
    }
    String region = wished == null ? FIRST_REGION : wished.equals("EU") ? "eu-west-1" : wished;
    if (!asked.equals(FIRST_REGION) && !asked.equals(region)) {
      throw new S3Failure(
          400,
          "IllegalLocationConstraintException",
          "The "
              + (wished == null ? "unspecified" : wished)
              + " location constraint is incompatible for the region specific endpoint this"
              + " request was sent to.");
    }
    return region;
  }

  Answer head(Call call) {
    Bucket bucket = buckets.of(call);
    return new Answer(
        200,
        Map.of(
            "x-amz-bucket-region",
            bucket.about().region(),
            "x-amz-access-point-alias",
            "false",
            "x-amz-bucket-arn",
            "arn:aws:s3:::" + bucket.name(),
            "Content-Type",
            "application/xml"),
        0,
        out -> {});
  }

  Answer delete(Call call) throws IOException {
    buckets.delete(buckets.of(call));
    return Answer.empty(204);
  }

  Answer location(Call call) {
    String region = buckets.of(call).about().region();
    return XmlOut.answer(
        "LocationConstraint", xml -> xml.write(region.equals(FIRST_REGION) ? "" : region));
  }

  /** Versions are never kept, as in a bucket for which nobody asked for them. */
  Answer versioning(Call call) {
    buckets.of(call);
    return XmlOut.answer("VersioningConfiguration", xml -> {});
  }

  Answer list(Call call) {
    Query query = call.query();
    String prefix = query.text("prefix");
    String region = query.get("bucket-region");
    int most = query.has("max-buckets") ? query.count("max-buckets") : Integer.MAX_VALUE;
    List<Bucket> all =
        buckets.all().tailMap(query.text("continuation-token"), false).values().stream()
            .filter(one -> one.name().startsWith(prefix))
            .filter(one -> region == null || one.about().region().equals(region))
            .limit(most + 1L)
            .toList();
    List<Bucket> page = all.subList(0, Math.min(most, all.size()));
    return XmlOut.answer(
        "ListAllMyBucketsResult",
        xml -> {
          xml.element("Owner", owner -> owner.text("ID", place.owner()));
          xml.element("Buckets", inside -> page.forEach(one -> write(one, inside)));
          if (query.has("prefix")) {
            xml.text("Prefix", prefix);
          }
          if (page.size() < all.size() && !page.isEmpty()) {
            xml.text("ContinuationToken", page.get(page.size() - 1).name());
          }
        });
  }

  private static void write(Bucket bucket, XmlOut xml) {
    xml.element(
        "Bucket",
        one ->
            one.text("Name", bucket.name())
                .text("CreationDate", Texts.xmlDate(bucket.about().created()))
                .text("BucketRegion", bucket.about().region())
                .text("BucketArn", "arn:aws:s3:::" + bucket.name()));
  }
}
