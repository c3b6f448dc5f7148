package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Listings against a model: a sorted set of keys. */
class S3ListingTest extends S3Fixture {
  private static final Comparator<String> BY_BYTES =
      (left, right) ->
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  private static final String[] PIECES = {"a", "b", "/", "é", "🎉", "\uFFFD", " ", "+", "%2F"};

  private final TreeSet<String> keys = new TreeSet<>(BY_BYTES);

  @Test
  void isWhatASortedSetSays() {
    Random random = new Random(11);
    for (int i = 0; i < 80; i++) {
      String key = text(random, 1 + random.nextInt(6));
      if (random.nextInt(5) == 0) {
        s3.deleteObject(of -> of.bucket(BUCKET).key(key));
        keys.remove(key);
      } else {
        put(key, "");
        keys.add(key);
      }
    }
    for (int i = 0; i < 40; i++) {
      String prefix = text(random, random.nextInt(3));
      String delimiter = random.nextBoolean() ? "/" : random.nextBoolean() ? "a" : "";
      String after = random.nextInt(3) == 0 ? text(random, 2) : "";
      int page = 1 + random.nextInt(7);
      List<String> expected = expected(prefix, delimiter, after);

      assertThat(version2(prefix, delimiter, after, page))
          .as("prefix '%s' delimiter '%s' after '%s' by %d", prefix, delimiter, after, page)
          .isEqualTo(expected);
      if (after.isEmpty()) {
        assertThat(version1(prefix, delimiter, page)).isEqualTo(expected);
      }
    }
  }

  /** Keys and common prefixes, in the order of a whole listing. */
  private List<String> expected(String prefix, String delimiter, String after) {
    TreeSet<String> expected = new TreeSet<>(BY_BYTES);
    for (String key : keys) {
      int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      if (key.startsWith(prefix) && BY_BYTES.compare(key, after) > 0) {
        String shown = at < 0 ? key : key.substring(0, at + delimiter.length());
        if (!shown.equals(after)) {
          expected.add(shown);
        }
      }
    }
    return List.copyOf(expected);
  }

  private List<String> version2(String prefix, String delimiter, String after, int size) {
    List<String> all = new ArrayList<>();
    String token = null;
    do {
      String from = token;
      ListObjectsV2Response page =
          s3.listObjectsV2(
              of ->
                  of.bucket(BUCKET)
                      .prefix(prefix)
                      .delimiter(delimiter.isEmpty() ? null : delimiter)
                      .startAfter(after.isEmpty() ? null : after)
                      .continuationToken(from)
                      .maxKeys(size));
      List<String> names = new ArrayList<>(page.contents().stream().map(S3Object::key).toList());
      page.commonPrefixes().forEach(one -> names.add(one.prefix()));
      assertThat(page.keyCount()).isEqualTo(names.size()).isLessThanOrEqualTo(size);
      names.sort(BY_BYTES);
      all.addAll(names);
      token = page.nextContinuationToken();
      assertThat(page.isTruncated()).isEqualTo(token != null);
    } while (token != null);
    return all;
  }

  private List<String> version1(String prefix, String delimiter, int size) {
    List<String> all = new ArrayList<>();
    String marker = null;
    boolean more;
    do {
      String from = marker;
      ListObjectsResponse page =
          s3.listObjects(
              of ->
                  of.bucket(BUCKET)
                      .prefix(prefix)
                      .delimiter(delimiter.isEmpty() ? null : delimiter)
                      .marker(from)
                      .maxKeys(size));
      List<String> names = new ArrayList<>(page.contents().stream().map(S3Object::key).toList());
      page.commonPrefixes().forEach(one -> names.add(one.prefix()));
      names.sort(BY_BYTES);
      all.addAll(names);
      more = page.isTruncated();
      marker = delimiter.isEmpty() && more ? names.get(names.size() - 1) : page.nextMarker();
    } while (more);
    return all;
  }

  private static String text(Random random, int pieces) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }
}
