package dev.aloft.fake.aws;

import dev.aloft.fake.Answer;
import dev.aloft.fake.FakeCloud;
import dev.aloft.fake.Question;
import dev.aloft.fake.Request;
import dev.aloft.fake.Throttle;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells by a request which service it is for: all of them stand behind one port. */
final class Frontdoor implements FakeCloud {
  private static final int LARGEST_MESSAGE = 32 * 1024 * 1024;

  private final String region;
  private final List<Service> services;
  private final Throttle throttle;
  private final Standstill standstill;

  Frontdoor(String region, List<Service> services, Throttle throttle, Standstill standstill) {
    this.region = region;
    this.services =
        Stream.concat(
                services.stream(), Stream.of(UnknownService.ofForms(), UnknownService.ofMessages()))
            .toList();
    this.throttle = throttle;
    this.standstill = standstill;
  }

  @Override
  public Conversation open(Request request) throws IOException {
    boolean unused = standstill.asked();
    Request readable = isMessage(request) ? request.inMemory(LARGEST_MESSAGE) : request;
    Service service =
        services.stream().filter(one -> one.takes(readable)).findFirst().orElseThrow();
    return new Served(service, readable, Caller.of(readable, region));
  }

  private static boolean isMessage(Request request) {
    return request.header("x-amz-target") != null || QueryService.isForm(request);
  }

  private final class Served implements Conversation {
    private final Service service;
    private final Request request;
    private final Caller caller;
    private final String operation;
    private final String requestId = UUID.randomUUID().toString();
    private final Question question;

    Served(Service service, Request request, Caller caller) {
      this.service = service;
      this.request = request;
      this.caller = caller;
      this.operation = service.operation(request);
      this.question =
          new Question(
              service.name(),
              operation,
              service.resource(request, operation),
              service.action(request, operation),
              caller.accessKey(),
              service.text(request));
    }

    @Override
    public Question question() {
      return question;
    }

    @Override
    public Reply answer() throws Exception {
      try {
        if (!throttle.admits(service.name(), operation)) {
          return throttled();
        }
        return reply(service.answer(request, operation, caller), null);
      } catch (AwsFailure failure) {
        return refuse(failure);
      }
    }

    @Override
    public Reply refusal(int status, String code, String message) {
      return refuse(new AwsFailure(status, code, message));
    }

    @Override
    public Reply throttled() {
      return refuse(service.throttled());
    }

    private Reply refuse(AwsFailure failure) {
      return reply(service.failure(failure, requestId), failure.code());
    }

    private Reply reply(Answer answer, @Nullable String code) {
      return new Reply(answer.with("x-amzn-RequestId", requestId), code);
    }
  }
}
