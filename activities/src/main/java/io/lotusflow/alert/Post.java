package io.lotusflow.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.run.Scope;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a service is sent: address and JSON body, signed where it asks for that.
 *
 * <p>The forms are those of the services' own pages on incoming webhooks and custom group robots.
 */
record Post(URI to, String body, Map<String, String> headers) {

  /** Headers of a signed message to a program: seconds since 1970, and HMAC-SHA256 in Base64. */
  static final String TIMESTAMP = "X-Lotusflow-Timestamp";

  static final String SIGNATURE = "X-Lotusflow-Signature";

  private static final ObjectMapper JSON = new ObjectMapper();

  static Post of(Delivery delivery, Address address, Instant now) {
    AlertText text = new AlertText(delivery.scope(), delivery.alert());
    return switch (delivery.target().service()) {
      case WEBHOOK -> signed(address, forPrograms(delivery, text).toString(), now);
      case SLACK -> new Post(address.url(), slack(text));
      case DINGTALK -> new Post(signedForDingTalk(address, now), msgtype(text));
      case WECOM -> new Post(address.url(), msgtype(text));
      case FEISHU -> new Post(address.url(), feishu(text, address.secret(), now));
    };
  }

  private Post(URI to, String body) {
    this(to, body, Map.of());
  }

  /** The time is signed too, so that nobody sends an old word again. */
  private static Post signed(Address address, String body, Instant now) {
    if (address.secret().isEmpty()) {
      return new Post(address.url(), body);
    }
    String seconds = Long.toString(now.getEpochSecond());
    return new Post(
        address.url(),
        body,
        Map.of(TIMESTAMP, seconds, SIGNATURE, hmac(address.secret(), seconds + '.' + body)));
  }

  private static ObjectNode forPrograms(Delivery delivery, AlertText text) {
    Alert alert = delivery.alert();
    Scope scope = delivery.scope();
    ObjectNode json = JSON.createObjectNode();
    json.put("event", alert.event().name().toLowerCase(Locale.ROOT));
    json.put("key", alert.key());
    json.put("subject", alert.subject());
    json.put("node", scope.node().value());
    json.put("host", scope.host().value());
    json.put("step", alert.step());
    json.put("problem", alert.problem());
    json.put("at", alert.at().toString());
    json.put("title", text.title());
    json.put("seen", text.seen());
    json.put("fix", text.fix());
    return json.put("text", text.whole());
  }

  /** Three characters have a meaning in Slack's texts. */
  private static String slack(AlertText text) {
    String escaped = text.whole().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return JSON.createObjectNode().put("text", escaped).toString();
  }

  private static String msgtype(AlertText text) {
    ObjectNode json = JSON.createObjectNode().put("msgtype", "text");
    json.putObject("text").put("content", text.whole());
    return json.toString();
  }

  private static String feishu(AlertText text, String secret, Instant now) {
    ObjectNode json = JSON.createObjectNode();
    if (!secret.isEmpty()) {
      String seconds = Long.toString(now.getEpochSecond());
      json.put("timestamp", seconds);
      // Here the secret is part of the key, and nothing is the message.
      json.put("sign", hmac(seconds + '\n' + secret, ""));
    }
    json.put("msg_type", "text");
    json.putObject("content").put("text", text.whole());
    return json.toString();
  }

  private static URI signedForDingTalk(Address address, Instant now) {
    if (address.secret().isEmpty()) {
      return address.url();
    }
    String millis = Long.toString(now.toEpochMilli());
    String sign = hmac(address.secret(), millis + '\n' + address.secret());
    String url = address.url().toString();
    return URI.create(
        url
            + (url.contains("?") ? '&' : '?')
            + "timestamp="
            + millis
            + "&sign="
            + URLEncoder.encode(sign, StandardCharsets.UTF_8));
  }

  private static String hmac(String key, String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
