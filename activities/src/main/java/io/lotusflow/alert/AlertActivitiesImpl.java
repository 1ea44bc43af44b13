package io.lotusflow.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.alert.AlertTarget.Service;
import io.lotusflow.process.Redactor;
import io.lotusflow.run.Receipt;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Sends over HTTP, and notes what was sent. */
public final class AlertActivitiesImpl implements AlertActivities {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LONGEST_REST = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SentNotes notes;

  /**
   * @param folder where it is noted what was sent
   */
  public AlertActivitiesImpl(Path folder) {
    this.notes = new SentNotes(folder.resolve("sent"));
  }

  @Override
  public Receipt send(Delivery delivery) {
    String name = delivery.target().service().name().toLowerCase(Locale.ROOT);
    if (notes.has(delivery)) {
      return Receipt.alreadySo(name);
    }
    Address address = Address.read(delivery.target().file());
    HttpResponse<String> answer = post(name, address, Post.of(delivery, address, Instant.now()));
    refuseUnlessTaken(delivery.target().service(), name, address, answer);
    notes.put(delivery);
    return Receipt.done(name);
  }

  private static HttpResponse<String> post(String name, Address address, Post post) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(post.to())
            .timeout(PATIENCE)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("User-Agent", "lotusflow")
            .POST(BodyPublishers.ofString(post.body()));
    post.headers().forEach(request::header);
    try {
      return client(address).send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw refused(name, address, e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (InterruptedException e) {
      throw Activity.wrap(e);
    }
  }

  private static HttpClient client(Address address) {
    HttpClient.Builder client =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).connectTimeout(PATIENCE);
    address
        .proxy()
        .map(proxy -> InetSocketAddress.createUnresolved(proxy.getHost(), portOf(proxy.getPort())))
        .ifPresent(proxy -> client.proxy(ProxySelector.of(proxy)));
    return client.build();
  }

  private static int portOf(int given) {
    return given < 0 ? 80 : given;
  }

  /** The chat services answer 200 to everything, and say in the body what they think of it. */
  private static void refuseUnlessTaken(
      Service service, String name, Address address, HttpResponse<String> answer) {
    boolean ok = answer.statusCode() / 100 == 2;
    boolean taken =
        switch (service) {
          case WEBHOOK, SLACK -> ok;
          case DINGTALK, WECOM -> ok && json(answer).path("errcode").asInt(-1) == 0;
          case FEISHU -> ok && feishuCode(json(answer)) == 0;
        };
    if (!taken) {
      throw later(
          answer, refused(name, address, "HTTP " + answer.statusCode() + ' ' + start(answer)));
    }
  }

  private static int feishuCode(JsonNode said) {
    return said.path("code").asInt(said.path("StatusCode").asInt(-1));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException notJson) {
      return JSON.createObjectNode();
    }
  }

  private static String start(HttpResponse<String> answer) {
    String body = answer.body().strip();
    return body.substring(0, Math.min(200, body.length()));
  }

  /** Waits as long as the service asks for. */
  private static ApplicationFailure later(HttpResponse<String> answer, ApplicationFailure failure) {
    long seconds =
        answer
            .headers()
            .firstValue("Retry-After")
            .filter(value -> value.matches("\\d{1,6}"))
            .map(Long::parseLong)
            .orElse(0L);
    if (seconds == 0) {
      return failure;
    }
    Duration rest = Duration.ofSeconds(Math.min(seconds, LONGEST_REST.toSeconds()));
    return ApplicationFailure.newBuilder(failure).setNextRetryDelay(rest).build();
  }

  private static ApplicationFailure refused(String name, Address address, String why) {
    return AlertProblem.ALERT_REFUSED.because(name, Redactor.redact(why, address.secrets()));
  }
}
