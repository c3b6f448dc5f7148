package dev.aloft.fake.aws.internal.s3;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an operation is told from a request: the first route that takes it.
 *
 * @param method the method
 * @param subject {@code service}, {@code bucket} or {@code object}
 * @param parameters the parameters, or {@code header:} with a header, that it needs
 * @param operation its name
 * @param actions what a policy must allow for it
 */
record Route(
    String method,
    String subject,
    List<String> parameters,
    String operation,
    List<String> actions) {
  private static final List<Route> ALL =
      """
      GET service - ListBuckets s3:ListAllMyBuckets
      PUT object header:x-amz-copy-source+partNumber UploadPartCopy s3:GetObject s3:PutObject
      PUT object header:x-amz-copy-source CopyObject s3:GetObject s3:PutObject
      PUT object uploadId UploadPart s3:PutObject
      PUT object tagging PutObjectTagging s3:PutObjectTagging
      PUT object acl PutObjectAcl s3:PutObjectAcl
      PUT object retention PutObjectRetention s3:PutObjectRetention
      PUT object legal-hold PutObjectLegalHold s3:PutObjectLegalHold
      PUT object encryption UpdateObjectEncryption s3:UpdateObjectEncryption
      PUT object renameObject RenameObject s3express:CreateSession
      PUT object - PutObject s3:PutObject
      GET object uploadId ListParts s3:ListMultipartUploadParts
      GET object tagging GetObjectTagging s3:GetObjectTagging
      GET object acl GetObjectAcl s3:GetObjectAcl
      GET object attributes GetObjectAttributes s3:GetObject s3:GetObjectAttributes
      GET object retention GetObjectRetention s3:GetObjectRetention
      GET object legal-hold GetObjectLegalHold s3:GetObjectLegalHold
      GET object torrent GetObjectTorrent s3:GetObject
      GET object - GetObject s3:GetObject
      HEAD object - HeadObject s3:GetObject
      POST object uploads CreateMultipartUpload s3:PutObject
      POST object uploadId CompleteMultipartUpload s3:PutObject
      POST object restore RestoreObject s3:RestoreObject
      POST object select SelectObjectContent s3:GetObject
      DELETE object uploadId AbortMultipartUpload s3:AbortMultipartUpload
      DELETE object tagging DeleteObjectTagging s3:DeleteObjectTagging
      DELETE object - DeleteObject s3:DeleteObject
      HEAD bucket - HeadBucket s3:ListBucket
      GET bucket location GetBucketLocation s3:GetBucketLocation
      GET bucket uploads ListMultipartUploads s3:ListBucketMultipartUploads
      GET bucket versioning GetBucketVersioning s3:GetBucketVersioning
      GET bucket versions ListObjectVersions s3:ListBucketVersions
      GET bucket session CreateSession s3express:CreateSession
      * bucket acl BucketAcl s3:*BucketAcl
      * bucket cors BucketCors s3:*BucketCORS
      * bucket encryption BucketEncryption s3:*EncryptionConfiguration
      * bucket lifecycle BucketLifecycleConfiguration s3:*LifecycleConfiguration
      * bucket logging BucketLogging s3:*BucketLogging
      * bucket notification BucketNotificationConfiguration s3:*BucketNotification
      * bucket object-lock ObjectLockConfiguration s3:*BucketObjectLockConfiguration
      * bucket ownershipControls BucketOwnershipControls s3:*BucketOwnershipControls
      * bucket policy BucketPolicy s3:*BucketPolicy
      * bucket policyStatus BucketPolicyStatus s3:*BucketPolicyStatus
      * bucket publicAccessBlock PublicAccessBlock s3:*BucketPublicAccessBlock
      * bucket replication BucketReplication s3:*ReplicationConfiguration
      * bucket requestPayment BucketRequestPayment s3:*BucketRequestPayment
      * bucket tagging BucketTagging s3:*BucketTagging
      * bucket versioning BucketVersioning s3:*BucketVersioning
      * bucket website BucketWebsite s3:*BucketWebsite
      * bucket accelerate BucketAccelerateConfiguration s3:*AccelerateConfiguration
      * bucket analytics BucketAnalyticsConfiguration s3:*AnalyticsConfiguration
      * bucket inventory BucketInventoryConfiguration s3:*InventoryConfiguration
      * bucket metrics BucketMetricsConfiguration s3:*MetricsConfiguration
      * bucket intelligent-tiering BucketIntelligentTieringConfiguration s3:*IntelligentTiering
      GET bucket list-type ListObjectsV2 s3:ListBucket
      GET bucket - ListObjects s3:ListBucket
      PUT bucket - CreateBucket s3:CreateBucket
      DELETE bucket - DeleteBucket s3:DeleteBucket
      POST bucket delete DeleteObjects s3:DeleteObject
      POST bucket - PostObject s3:PutObject
      """
          .lines()
          .map(Route::parse)
          .toList();

  private static Route parse(String line) {
    List<String> words = List.of(line.split(" ", -1));
    List<String> parameters =
        words.get(2).equals("-") ? List.of() : List.of(words.get(2).split("\\+", -1));
    return new Route(
        words.get(0), words.get(1), parameters, words.get(3), words.subList(4, words.size()));
  }

  /** The route of a call; null when the method is not one for its subject. */
  static @Nullable Route of(Call call) {
    return ALL.stream()
        .filter(route -> route.takes(call))
        .findFirst()
        .map(route -> route.forMethod(call.request().method()))
        .orElse(null);
  }

  /** What a policy must allow for one call; tags that come with an object are an action more. */
  List<String> actions(Call call) {
    boolean tagged = call.header("x-amz-tagging") != null && actions.contains("s3:PutObject");
    return tagged
        ? Stream.concat(actions.stream(), Stream.of("s3:PutObjectTagging")).toList()
        : actions;
  }

  private boolean takes(Call call) {
    String about = call.bucket().isEmpty() ? "service" : call.key().isEmpty() ? "bucket" : "object";
    return (method.equals(call.request().method()) || method.equals("*"))
        && subject.equals(about)
        && hasParameter(call);
  }

  private boolean hasParameter(Call call) {
    for (String one : parameters) {
      boolean there =
          one.startsWith("header:")
              ? call.header(one.substring("header:".length())) != null
              : call.query().has(one);
      if (!there) {
        return false;
      }
    }
    return true;
  }

  /** Of a family of operations, the one of a method. */
  private Route forMethod(String asked) {
    if (!method.equals("*")) {
      return this;
    }
    String lower = asked.toLowerCase(Locale.ROOT);
    String verb = lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1);
    List<String> needed = actions.stream().map(one -> one.replace("*", verb)).toList();
    return new Route(asked, subject, parameters, verb + operation, needed);
  }
}
