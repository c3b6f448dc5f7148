package dev.aloft.http;

import dev.aloft.cloud.ServerClock;
import dev.aloft.driver.DriverContext;
import dev.aloft.error.AloftException;
import dev.aloft.layer.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import okhttp3.Request;
import okhttp3.Response;
import okio.AsyncTimeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to one service: through core's layers, changed by the user's hooks, signed, within
 * their time, once. An interrupt breaks a request off. What fails is an {@link AloftException}. The
 * debug log names method, address without its query, status and time, and never a header or a body.
 * Thread-safe.
 */
public final class HttpSender {
  private static final Logger LOG = LoggerFactory.getLogger(HttpSender.class);

  private final DriverContext context;
  private final HttpConnections connections;
  private final Authentication authentication;
  private final BiFunction<Call, HttpAnswer, AloftException> errors;
  private final ServerClock clock;

  /**
   * Calls nothing yet.
   *
   * @param authentication signs each try
   * @param errors what an answer other than 200 to 299 means for a call
   */
  public HttpSender(
      DriverContext context,
      HttpConnections connections,
      Authentication authentication,
      BiFunction<Call, HttpAnswer, AloftException> errors) {
    this.context = context;
    this.connections = connections;
    this.authentication = authentication;
    this.errors = errors;
    this.clock = new ServerClock(context.timing());
  }

  /** The service's time, as its answers tell it. */
  public ServerClock clock() {
    return clock;
  }

  /**
   * Sends a request and reads the answer to its end.
   *
   * @param reader makes what is wanted of a success; what it throws means that something else than
   *     the service has answered
   * @throws AloftException what the answer means when it is no success, or why there is none
   */
  public <T> T send(
      Call.Builder call, Request.Builder request, Function<HttpAnswer, ? extends T> reader) {
    Request customised = context.customise(request).build();
    Call built = call.request(customised).build();
    return context.send(
        built,
        () -> {
          HttpAnswer answer = whole(built, customised);
          try {
            return reader.apply(answer);
          } catch (AloftException e) {
            throw e;
          } catch (RuntimeException e) {
            throw HttpFailures.unreadable(built, e);
          }
        });
  }

  /**
   * Sends a request and gives the answer's body to be read; a reader closes it. The time limit is
   * that of the first byte; after it, the body may be as long as it likes but not stand still.
   *
   * @throws AloftException what the answer means when it is no success, or why there is none
   */
  public HttpStream open(Call.Builder call, Request.Builder request) {
    Request customised = context.customise(request).build();
    Call built = call.request(customised).build();
    return context.send(built, () -> stream(built, customised));
  }

  private HttpAnswer whole(Call call, Request request) {
    Attempt attempt = new Attempt();
    okhttp3.Call sent = connections.call(signed(call, request, attempt));
    sent.timeout().timeout(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
    return judged(
        call,
        exchange(
            call,
            sent,
            attempt,
            response -> new HttpAnswer(response.code(), response.headers(), bytes(response))));
  }

  private HttpStream stream(Call call, Request request) {
    Attempt attempt = new Attempt();
    okhttp3.Call sent = connections.streamingCall(signed(call, request, attempt));
    FirstByte limit = new FirstByte(sent);
    limit.timeout(call.timeout().toNanos(), TimeUnit.NANOSECONDS);
    limit.enter();
    Object answer;
    try {
      answer =
          exchange(
              call,
              sent,
              attempt,
              response -> {
                limit.exit();
                return response.isSuccessful()
                    ? new HttpStream(call, response)
                    : new HttpAnswer(response.code(), response.headers(), bytes(response));
              });
    } finally {
      limit.exit();
    }
    if (answer instanceof HttpAnswer refusal) {
      throw errors.apply(call, refusal);
    }
    HttpStream stream = (HttpStream) answer;
    if (attempt.isInterrupted()) {
      stream.close();
      throw HttpFailures.interrupted(call, true, new InterruptedIOException("interrupted"));
    }
    return stream;
  }

  private Request signed(Call call, Request request, Attempt attempt) {
    Request.Builder signed = request.newBuilder().tag(Attempt.class, attempt);
    try {
      authentication
          .headers(request.url().uri(), connections.executor())
          .get(call.timeout().toNanos(), TimeUnit.NANOSECONDS)
          .forEach(signed::header);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HttpFailures.interrupted(call, false, e);
    } catch (TimeoutException e) {
      throw HttpFailures.noAnswer(
          call, false, new InterruptedIOException("no credentials came in " + call.timeout()));
    } catch (ExecutionException e) {
      throw HttpFailures.credentials(call, Objects.requireNonNullElse(e.getCause(), e));
    } catch (RuntimeException e) { // the executor takes nothing more, for one
      throw HttpFailures.noAnswer(call, false, e);
    }
    return signed.build();
  }

  /** Sends it in the caller's thread, and says what went wrong. */
  private <T> T exchange(
      Call call, okhttp3.Call sent, Attempt attempt, Attempt.Exchange<T> reader) {
    long begun = context.timing().nanos();
    try {
      return attempt.run(
          sent,
          response -> {
            clock.read(response.headers().get("Date"), begun);
            log(sent.request(), response.code(), begun);
            return reader.run(response);
          });
    } catch (IOException e) {
      log(sent.request(), 0, begun);
      throw attempt.isInterrupted()
          ? HttpFailures.interrupted(call, attempt.isSent(), e)
          : HttpFailures.noAnswer(call, attempt.isSent(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // undeclared: OkHttp's wait for the first of several addresses
      log(sent.request(), 0, begun);
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw HttpFailures.interrupted(call, attempt.isSent(), e);
      }
      throw HttpFailures.noAnswer(call, attempt.isSent(), e);
    }
  }

  private static byte[] bytes(Response response) throws IOException {
    try (response;
        InputStream in = response.body().byteStream()) {
      return in.readAllBytes();
    }
  }

  private HttpAnswer judged(Call call, HttpAnswer answer) {
    if (!answer.isSuccess()) {
      throw errors.apply(call, answer);
    }
    return answer;
  }

  private void log(Request request, int status, long begun) {
    if (LOG.isDebugEnabled()) {
      String address = request.url().newBuilder().query(null).build().toString();
      long millis = Duration.ofNanos(context.timing().nanos() - begun).toMillis();
      LOG.debug(
          "{} {} {} in {} ms",
          request.method(),
          address,
          status == 0 ? "without an answer" : String.valueOf(status),
          millis);
    }
  }

  /** Breaks a call off that has not begun to answer in time. */
  private static final class FirstByte extends AsyncTimeout {
    private final okhttp3.Call sent;

    FirstByte(okhttp3.Call sent) {
      this.sent = sent;
    }

    @Override
    protected void timedOut() {
      sent.cancel();
    }
  }
}
