package dev.aloft.fake.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aloft.fake.MainOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

class MainTest {
  private static final Pattern LINE =
      Pattern.compile(
          "\\{\"fake\":\"aws\",\"url\":\"(http://127\\.0\\.0\\.1:(\\d+))\",\"region\":\"us-east-1\","
              + "\"account\":\"123456789012\"\\}");

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIATEST", "secret"));

  @TempDir Path data;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private static boolean isSleep(String command) {
    return command.contains("sleep");
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    return process;
  }

  private static Matcher line(Process process) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Matcher line = LINE.matcher(String.valueOf(out.readLine()));
    assertThat(line.matches()).isTrue();
    return line;
  }

  private static S3Client s3(String url) {
    return S3Client.builder()
        .endpointOverride(URI.create(url))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(CREDENTIALS)
        .build();
  }

  @Test
  void servesUntilItIsEndedAndKeepsItsObjects() throws Exception {
    Process process = start("--port", "0", "--speed", "60", "--data", data.toString());
    Matcher line = line(process);
    try (S3Client s3 = s3(line.group(1))) {
      s3.createBucket(request -> request.bucket("kept"));
      s3.putObject(
          request -> request.bucket("kept").key("a/b.txt"), RequestBody.fromString("hello"));
    }
    process.destroy();
    assertThat(process.waitFor()).isNotZero();
    assertThatThrownBy(
            () ->
                new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(line.group(2)))
                    .close())
        .isInstanceOf(ConnectException.class);

    Process again = start("--data", data.toString());
    try (S3Client s3 = s3(line(again).group(1))) {
      assertThat(
              s3.getObjectAsBytes(request -> request.bucket("kept").key("a/b.txt")).asUtf8String())
          .isEqualTo("hello");
    }
  }

  @Test
  void scriptsAtWorkEndWithIt() throws Exception {
    Process process = start("--speed", "1000");
    String url = line(process).group(1);
    try (S3Client s3 = s3(url);
        SageMakerClient sagemaker =
            SageMakerClient.builder()
                .endpointOverride(URI.create(url))
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        CloudWatchLogsClient logs =
            CloudWatchLogsClient.builder()
                .endpointOverride(URI.create(url))
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build()) {
      s3.createBucket(request -> request.bucket(Jobs.BUCKET));
      sagemaker.createTrainingJob(
          Jobs.request("sleeps")
              .algorithmSpecification(
                  spec ->
                      spec.trainingImage(
                              "763104351884.dkr.ecr.us-east-1.amazonaws.com/"
                                  + "pytorch-training:2.8.0-cpu-py312")
                          .trainingInputMode("File")
                          .containerEntrypoint("/bin/sh", "-c")
                          .containerArguments("sleep 600 & echo begun; wait"))
              .build());
      while (!hasBegun(logs)) {
        assertThat(
                sagemaker
                    .describeTrainingJob(request -> request.trainingJobName("sleeps"))
                    .trainingJobStatusAsString())
            .isEqualTo("InProgress");
      }
    }
    List<ProcessHandle> programs = process.descendants().toList();
    assertThat(programs)
        .extracting(one -> one.info().command().orElse(""))
        .anyMatch(MainTest::isSleep);

    process.destroy();

    assertThat(process.waitFor()).isNotZero();
    for (ProcessHandle program : programs) {
      program.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  private static boolean hasBegun(CloudWatchLogsClient logs) {
    try {
      return logs
          .filterLogEvents(request -> request.logGroupName("/aws/sagemaker/TrainingJobs"))
          .events()
          .stream()
          .anyMatch(event -> event.message().equals("begun"));
    } catch (ResourceNotFoundException e) {
      return false; // the first line makes the group
    }
  }

  @Test
  void badArgumentsAreTold() throws Exception {
    assertThat(start("--port", "many").waitFor()).isEqualTo(2);
    for (String[] arguments :
        new String[][] {
          {"--port", "70000"}, {"--speed", "0"}, {"--speed"}, {"--fast", "1"}, {"--data", ""}
        }) {
      assertThatThrownBy(() -> MainOptions.of(arguments))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(arguments[0] + ":");
    }
  }
}
