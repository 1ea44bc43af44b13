package io.lotusflow.wallet;

import io.lotusflow.lotus.AttoFil;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Gives coins of a test network: {@code POST <url>?address=t3…&fil=10}. */
record Faucet(String url) {
  private static final int PATIENCE_MILLIS = 8_000;

  /** The request as an operator could type it. */
  String asCommand(String address, AttoFil atLeast) {
    return "curl -X POST '" + request(address, atLeast) + "'";
  }

  /** What went wrong; empty if it gave. */
  Optional<String> fund(String address, AttoFil atLeast) {
    try {
      URI request = request(address, atLeast);
      HttpURLConnection connection =
          (HttpURLConnection) request.toURL().openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      // Without this the JDK may send it again by itself.
      connection.setFixedLengthStreamingMode(0);
      connection.getOutputStream().close();
      int status = connection.getResponseCode();
      return status < 300
          ? Optional.empty()
          : Optional.of("HTTP " + status + ' ' + said(connection));
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Whole coins, twice what is missing: the base fee moves. */
  private URI request(String address, AttoFil atLeast) {
    BigDecimal fil =
        new BigDecimal(atLeast.atto()).movePointLeft(18).multiply(BigDecimal.valueOf(2));
    String amount = fil.setScale(0, RoundingMode.CEILING).max(BigDecimal.ONE).toPlainString();
    return URI.create(url + "?address=" + address + "&fil=" + amount);
  }

  private static String said(HttpURLConnection connection) throws IOException {
    try (InputStream error = connection.getErrorStream()) {
      return error == null ? "" : new String(error.readNBytes(300), StandardCharsets.UTF_8).strip();
    }
  }
}
