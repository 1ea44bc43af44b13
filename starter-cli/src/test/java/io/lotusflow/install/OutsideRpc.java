package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A daemon or miner, asked from outside. Nothing of it is cached: it may have been killed
 * meanwhile.
 *
 * @param repo its repository
 */
record OutsideRpc(Path repo) {

  private static final ObjectMapper JSON = new ObjectMapper();

  JsonNode call(String method, Object... params) {
    try {
      String[] address = Files.readString(repo.resolve("api")).strip().split("/", -1);
      HttpRequest question =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address[4] + "/rpc/v0"))
              .timeout(Duration.ofSeconds(10))
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + Files.readString(repo.resolve("token")).strip())
              .POST(HttpRequest.BodyPublishers.ofString(question(method, params)))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(question, HttpResponse.BodyHandlers.ofString());
      JsonNode said = JSON.readTree(answer.body());
      if (!said.has("result")) {
        throw new IOException(method + ": " + answer.body());
      }
      return said.path("result");
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  private static String question(String method, Object... params) throws IOException {
    return JSON.writeValueAsString(
        Map.of(
            "jsonrpc",
            "2.0",
            "id",
            1,
            "method",
            "Filecoin." + method,
            "params",
            JSON.valueToTree(List.of(params))));
  }
}
