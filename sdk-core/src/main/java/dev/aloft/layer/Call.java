package dev.aloft.layer;

import dev.aloft.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One verb or one vendor request, as layers see it. Immutable; a layer passes on a changed copy.
 *
 * @param level verb or request
 * @param operation what is done, such as {@code deploy} or {@code CreateEndpoint}
 * @param provider the provider's scheme
 * @param scope account and region, workspace, namespace or home
 * @param resource the name of what it is done to; may be empty
 * @param request the spec or the vendor's request, null when there is none; never printed
 * @param repeatable whether sending it again is harmless: reads, and writes that find their own
 *     name taken
 * @param bucket the rate bucket it draws from, such as {@code control} or {@code predict}
 * @param attempt which try this is, from 1
 * @param timeout how long this try may take
 * @param verbId what joins the requests of one verb; empty outside of verbs
 * @param needs the capabilities without which it is refused
 */
public record Call(
    Level level,
    String operation,
    String provider,
    String scope,
    String resource,
    @Nullable Object request,
    boolean repeatable,
    String bucket,
    int attempt,
    Duration timeout,
    String verbId,
    Set<Capability> needs) {

  /** Copies the set. */
  public Call {
    needs = Set.copyOf(needs);
  }

  /** Starts a call. */
  public static Builder builder(Level level, String operation) {
    return new Builder(level, operation);
  }

  /** The spec or vendor request. */
  public Optional<Object> requestObject() {
    return Optional.ofNullable(request);
  }

  /** The same call as another try. */
  public Call withAttempt(int number) {
    return new Call(
        level,
        operation,
        provider,
        scope,
        resource,
        request,
        repeatable,
        bucket,
        number,
        timeout,
        verbId,
        needs);
  }

  /** The same call with another timeout. */
  public Call withTimeout(Duration limit) {
    return new Call(
        level,
        operation,
        provider,
        scope,
        resource,
        request,
        repeatable,
        bucket,
        attempt,
        limit,
        verbId,
        needs);
  }

  /** {@code operation resource}, without the request. */
  @Override
  public String toString() {
    return resource.isEmpty() ? operation : operation + " " + resource;
  }

  /** Builds a call. Not thread-safe. */
  public static final class Builder {
    private static final Duration ONE_MINUTE = Duration.ofSeconds(60);

    private final Level level;
    private final String operation;
    private String provider = "";
    private String scope = "";
    private String resource = "";
    private @Nullable Object request;
    private boolean repeatable;
    private String bucket = "control";
    private Duration timeout = ONE_MINUTE;
    private String verbId = "";
    private Set<Capability> needs = Set.of();

    private Builder(Level level, String operation) {
      this.level = level;
      this.operation = operation;
    }

    /** Sets the provider's scheme and the scope. */
    public Builder at(String providerScheme, String where) {
      this.provider = providerScheme;
      this.scope = where;
      return this;
    }

    /** Sets the resource. */
    public Builder resource(String name) {
      this.resource = name;
      return this;
    }

    /** Sets the spec or vendor request. */
    public Builder request(@Nullable Object object) {
      this.request = object;
      return this;
    }

    /** Marks it as harmless to repeat. Default: not. */
    public Builder repeatable() {
      this.repeatable = true;
      return this;
    }

    /** Sets the rate bucket. Default {@code control}. */
    public Builder bucket(String name) {
      this.bucket = name;
      return this;
    }

    /** Sets how long one try may take. Default 60 s. */
    public Builder timeout(Duration limit) {
      this.timeout = limit;
      return this;
    }

    /** Sets what joins the requests of one verb. */
    public Builder verbId(String id) {
      this.verbId = id;
      return this;
    }

    /** Sets the capabilities without which it is refused. */
    public Builder needs(Capability... capabilities) {
      // most verbs need one, for which no hash table is to be built on every call
      this.needs =
          capabilities.length == 1 ? Set.of(capabilities[0]) : Set.copyOf(List.of(capabilities));
      return this;
    }

    /** Sets the capabilities without which it is refused. */
    public Builder needs(Set<Capability> capabilities) {
      this.needs = Set.copyOf(capabilities);
      return this;
    }

    /** The call, as its first try. */
    public Call build() {
      return new Call(
          level,
          operation,
          provider,
          scope,
          resource,
          request,
          repeatable,
          bucket,
          1,
          timeout,
          verbId,
          needs);
    }
  }
}
