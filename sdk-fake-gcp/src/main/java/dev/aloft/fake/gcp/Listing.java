package dev.aloft.fake.gcp;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;

/**
 * Pages of a list. Immutable.
 *
 * @param orderBy the fields to sort by, as they were sent
 * @param pageSize how many are wanted; 0 for the usual
 * @param pageToken where to go on; empty for the beginning
 * @param readMask what of each is wanted; without paths for all
 */
record Listing(String orderBy, int pageSize, String pageToken, FieldMask readMask) {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  /**
   * A page.
   *
   * @param items what is on it
   * @param next where to go on; empty at the end
   */
  record Page<T>(List<T> items, String next) {}

  /** The page of what is there, the latest first where no order is wanted. */
  <T extends Message> Page<T> of(List<T> all) {
    return ofSorted(all.stream().sorted(order()).toList());
  }

  /** The page of what is there, in the order in which it is given. */
  <T extends Message> Page<T> ofSorted(List<T> sorted) {
    int begin = (int) Math.min(begin(0), sorted.size());
    int end = Math.min(begin + size(), sorted.size());
    List<T> page = sorted.subList(begin, end).stream().map(this::masked).toList();
    return new Page<>(page, end == sorted.size() ? "" : token(end));
  }

  /** How many are given at most. */
  int size() {
    if (pageSize < 0) {
      throw GcpFailure.invalid("page_size: " + pageSize + " is negative.");
    }
    return pageSize == 0 ? USUAL : Math.min(pageSize, MOST);
  }

  /** Where the page begins: what its token was made of, else at the first. */
  long begin(long first) {
    return pageToken.isEmpty() ? first : read(pageToken);
  }

  private <T extends Message> Comparator<T> order() {
    String first = orderBy.isBlank() ? "create_time desc" : orderBy.split(",", 2)[0].strip();
    String[] parts = first.split("\\s+", 2);
    Comparator<T> order = (a, b) -> compare(a, b, parts[0]);
    return parts.length == 2 && parts[1].strip().equals("desc") ? order.reversed() : order;
  }

  private static int compare(Message a, Message b, String name) {
    FieldDescriptor field = a.getDescriptorForType().findFieldByName(name);
    if (field == null) {
      throw GcpFailure.invalid("order_by: there is no field '" + name + "'.");
    }
    Object left = a.getField(field);
    Object right = b.getField(field);
    if (left instanceof Timestamp time) {
      return Timestamps.compare(time, (Timestamp) right);
    }
    return String.valueOf(left).compareTo(String.valueOf(right));
  }

  /** What of a message is wanted. */
  @SuppressWarnings("unchecked") // a message's builder builds messages of its type
  <T extends Message> T masked(T message) {
    if (readMask.getPathsCount() == 0) {
      return message;
    }
    Message.Builder part = message.newBuilderForType();
    FieldMaskUtil.merge(readMask, message, part);
    return (T) part.build();
  }

  /** Where a next page begins. */
  static String token(long begin) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("at:" + begin).getBytes(StandardCharsets.US_ASCII));
  }

  private static long read(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
      return Long.parseUnsignedLong(text.substring("at:".length()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw GcpFailure.invalid("The page token '" + token + "' is not valid.");
    }
  }
}
