package dev.aloft.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one Aloft client to services that speak HTTP. They repeat nothing, follow no
 * redirect and keep no cookie: core repeats, once for all. Threads and connections begin with the
 * first request and rest no longer than a minute. Thread-safe.
 */
public final class HttpConnections implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration KEPT = Duration.ofSeconds(50);
  private static final int KEPT_CONNECTIONS = 64;
  private static final int MOST = 1024;
  private static final int UNAVAILABLE = 503;
  private static final AtomicLong NUMBER = new AtomicLong();

  private final ExecutorService threads = threads();
  private final OkHttpClient client;
  private final OkHttpClient streaming;

  /**
   * Opens nothing yet.
   *
   * @param stall how long a body that is streamed may stand still
   * @param authority who vouches for the services, beside nobody else; null for those that the JVM
   *     trusts
   */
  public HttpConnections(Duration stall, @Nullable CertificateAuthority authority) {
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(MOST);
    dispatcher.setMaxRequestsPerHost(MOST);
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(
                new ConnectionPool(KEPT_CONNECTIONS, KEPT.toSeconds(), TimeUnit.SECONDS))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(CONNECT)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .eventListener(new SentMark())
            .addNetworkInterceptor(new NoRetryAtOnce());
    if (authority != null) {
      X509TrustManager trusted = authority.trustManager();
      builder.sslSocketFactory(authority.socketFactory(trusted), trusted);
    }
    client = builder.build();
    streaming = client.newBuilder().readTimeout(stall).build();
  }

  private static ExecutorService threads() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        1,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "aloft-http-" + NUMBER.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** The threads that answers arrive on. */
  Executor executor() {
    return threads;
  }

  Call call(Request request) {
    return open(client.newCall(request));
  }

  Call streamingCall(Request request) {
    return open(streaming.newCall(request));
  }

  /** Nothing is sent after the end. */
  private Call open(Call call) {
    if (threads.isShutdown()) {
      call.cancel();
    }
    return call;
  }

  /** The client, for those who need more than Aloft gives. */
  public OkHttpClient client() {
    return client;
  }

  /** Breaks off what is under way and drops the connections. */
  @Override
  public void close() {
    threads.shutdown();
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
  }

  /** Tells a request's try how far it has come. */
  private static final class SentMark extends EventListener {
    @Override
    public void requestHeadersStart(Call call) {
      Attempt attempt = call.request().tag(Attempt.class);
      if (attempt != null) {
        attempt.markSent();
      }
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
      Attempt attempt = call.request().tag(Attempt.class);
      if (attempt != null) {
        attempt.watchOn();
      }
    }
  }

  /** The vendor's client takes a pause of 0 as an order to repeat by itself. */
  private static final class NoRetryAtOnce implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      Response answer = chain.proceed(chain.request());
      return answer.code() == UNAVAILABLE && "0".equals(answer.header("Retry-After"))
          ? answer.newBuilder().removeHeader("Retry-After").build()
          : answer;
    }
  }
}
