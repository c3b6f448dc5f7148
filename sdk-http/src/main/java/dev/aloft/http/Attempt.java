package dev.aloft.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/** One try of a request: whether any of it has left, and its answer. Thread-safe. */
final class Attempt implements Callback {
  private final CompletableFuture<Response> answer = new CompletableFuture<>();
  private volatile boolean sent;

  void markSent() {
    sent = true;
  }

  /** Whether the service may have seen any of it. */
  boolean isSent() {
    return sent;
  }

  CompletableFuture<Response> answer() {
    return answer;
  }

  @Override
  public void onResponse(Call call, Response response) {
    if (!answer.complete(response)) {
      response.close();
    }
  }

  @Override
  public void onFailure(Call call, IOException e) {
    answer.completeExceptionally(e);
  }
}
