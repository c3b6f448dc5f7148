package dev.aloft.fake.gcp;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.FieldMaskUtil;
import com.google.protobuf.util.Timestamps;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Pages of a list. A page goes on behind the last item of the one before, whatever has come and
 * gone meanwhile; its token is for the list of the same parent, filter and order alone. Immutable.
 *
 * @param scope what is listed: the parent and the filter
 * @param orderBy the fields to sort by, as they were sent
 * @param pageSize how many are wanted; 0 for the usual
 * @param pageToken where to go on; empty for the beginning
 * @param readMask what of each is wanted; without paths for all
 */
record Listing(String scope, String orderBy, int pageSize, String pageToken, FieldMask readMask) {
  private static final int USUAL = 100;
  private static final int MOST = 1000;
  private static final Set<String> SORTED =
      Set.of(
          "display_name",
          "create_time",
          "update_time",
          "version_create_time",
          "version_update_time");

  /** What tells one item from another where they are equal in the order. */
  private static final List<String> NAMES = List.of("name", "version_id");

  /**
   * A page.
   *
   * @param items what is on it
   * @param next where to go on; empty at the end
   */
  record Page<T>(List<T> items, String next) {}

  /** One of the fields to sort by. */
  private record Key(String field, boolean descending) {
    int compare(Message a, Message b) {
      FieldDescriptor field = a.getDescriptorForType().findFieldByName(this.field);
      Object left = a.getField(field);
      Object right = b.getField(field);
      int order =
          left instanceof Timestamp time
              ? Timestamps.compare(time, (Timestamp) right)
              : String.valueOf(left).compareTo(String.valueOf(right));
      return descending ? -order : order;
    }
  }

  /** The page of what is there, the latest first where no order is wanted. */
  <T extends Message> Page<T> of(List<T> all) {
    if (all.isEmpty()) {
      return new Page<>(List.of(), "");
    }
    List<Key> keys = keys(all.get(0));
    Comparator<Message> order =
        (a, b) ->
            keys.stream()
                .mapToInt(key -> key.compare(a, b))
                .filter(it -> it != 0)
                .findFirst()
                .orElse(0);
    List<T> sorted = new ArrayList<>(all);
    sorted.sort(order);
    if (!pageToken.isEmpty()) {
      Message last = last(all.get(0));
      sorted.removeIf(one -> order.compare(one, last) <= 0);
    }
    List<T> items = sorted.stream().limit(size()).map(this::masked).toList();
    boolean whole = items.size() == sorted.size();
    return new Page<>(items, whole ? "" : token(place(sorted.get(items.size() - 1), keys)));
  }

  private List<Key> keys(Message example) {
    List<Key> keys = new ArrayList<>();
    for (String asked : (orderBy.isBlank() ? "create_time desc" : orderBy).split(",", -1)) {
      String[] parts = asked.strip().split("\\s+", -1);
      String direction = parts.length == 1 ? "asc" : parts[1];
      boolean right = parts.length <= 2 && Set.of("asc", "desc").contains(direction);
      if (!right || !SORTED.contains(parts[0]) || !has(example, parts[0])) {
        throw GcpFailure.invalid(
            "order_by: '"
                + asked.strip()
                + "' is no field to sort by, such as display_name or create_time desc.");
      }
      keys.add(new Key(parts[0], direction.equals("desc")));
    }
    NAMES.stream()
        .filter(name -> has(example, name))
        .forEach(name -> keys.add(new Key(name, true)));
    return keys;
  }

  private static boolean has(Message message, String field) {
    return message.getDescriptorForType().findFieldByName(field) != null;
  }

  /** The page of what is numbered, in the order in which it is given: the greatest first. */
  <T extends Message> Page<T> ofNumbered(List<T> sorted, ToLongFunction<T> number) {
    long begin = begin(Long.MAX_VALUE);
    List<T> left = sorted.stream().filter(one -> number.applyAsLong(one) < begin).toList();
    List<T> items = left.stream().limit(size()).toList();
    boolean whole = items.size() == left.size();
    String next = whole ? "" : token(number.applyAsLong(items.get(items.size() - 1)));
    return new Page<>(items.stream().map(this::masked).toList(), next);
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
    if (pageToken.isEmpty()) {
      return first;
    }
    byte[] place = read();
    if (place.length != Long.BYTES) {
      throw invalidToken();
    }
    return ByteBuffer.wrap(place).getLong();
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

  /** What the order needs of the last item of a page. */
  private static byte[] place(Message last, List<Key> keys) {
    Message.Builder place = last.newBuilderForType();
    for (Key key : keys) {
      FieldDescriptor field = last.getDescriptorForType().findFieldByName(key.field());
      place.setField(field, last.getField(field));
    }
    return place.build().toByteArray();
  }

  private Message last(Message example) {
    try {
      return example.getParserForType().parseFrom(read());
    } catch (InvalidProtocolBufferException e) {
      throw invalidToken();
    }
  }

  /** Where a next page begins. */
  String token(long begin) {
    return token(ByteBuffer.allocate(Long.BYTES).putLong(begin).array());
  }

  private String token(byte[] place) {
    byte[] whole =
        ByteBuffer.allocate(Integer.BYTES + place.length).putInt(mark()).put(place).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  private int mark() {
    return (scope + '\n' + orderBy.strip()).hashCode();
  }

  private byte[] read() {
    try {
      byte[] whole = Base64.getUrlDecoder().decode(pageToken);
      if (whole.length >= Integer.BYTES && ByteBuffer.wrap(whole).getInt() == mark()) {
        return Arrays.copyOfRange(whole, Integer.BYTES, whole.length);
      }
    } catch (IllegalArgumentException e) {
      throw invalidToken();
    }
    throw invalidToken();
  }

  private GcpFailure invalidToken() {
    return GcpFailure.invalid(
        "The page token '" + pageToken + "' is not valid for this parent, filter and order.");
  }
}
