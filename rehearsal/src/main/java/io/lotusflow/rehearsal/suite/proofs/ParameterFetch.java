package io.lotusflow.rehearsal.suite.proofs;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.build.Fault;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Log;
import io.lotusflow.rehearsal.suite.rpc.Http;
import io.lotusflow.rehearsal.suite.wire.Blake2b;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches what {@code parameters.json} lists ({@code name: {cid, digest, sector_size}}) from the
 * gateway in {@code IPFS_GATEWAY}, which the content id is simply appended to, into {@code
 * FIL_PROOFS_PARAMETER_CACHE}. A file whose digest (first 16 bytes of BLAKE2b-512, hex) is right is
 * not fetched again; one that is wrong after the fetch is removed. Only plain HTTP.
 */
public final class ParameterFetch {
  private static final Log LOG = new Log("paramfetch");
  private static final String SOURCE = "go-paramfetch@v0.0.5/paramfetch.go:";
  private static final String GATEWAY = "https://proofs.filecoin.io/ipfs/";
  private static final String FOLDER = "/var/tmp/filecoin-proof-parameters";
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Path folder = Path.of(variable("FIL_PROOFS_PARAMETER_CACHE", FOLDER));
  private final String gateway = variable("IPFS_GATEWAY", Build.gateway().orElse(GATEWAY));
  private final List<String> failures = new ArrayList<>();

  private record Parameter(String name, String cid, String digest, long sectorSize) {
    boolean isWanted(long size) {
      return !name.endsWith(".params") || sectorSize == size;
    }
  }

  private static String variable(String name, String otherwise) {
    String value = System.getenv().getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  /**
   * Verifying keys of all sizes and the proving parameters of this sector size; 0 for the keys
   * alone.
   */
  public static void fetch(long sectorSize) {
    ParameterFetch fetch = new ParameterFetch();
    try {
      fetch.all(sectorSize);
    } catch (IOException e) {
      throw new CliException("fetching proof parameters: " + e.getMessage());
    }
    LOG.info(SOURCE + "240", "parameter and key-fetching complete");
    if (!fetch.failures.isEmpty()) {
      throw new CliException("fetching proof parameters: " + String.join("; ", fetch.failures));
    }
  }

  private void all(long sectorSize) throws IOException {
    Optional<String> list = Build.resource("parameters.json");
    if (list.isEmpty()) {
      return;
    }
    Files.createDirectories(folder);
    for (Map.Entry<String, Object> entry : Json.asObject(Json.parse(list.get())).entrySet()) {
      Map<String, Object> fields = Json.asObject(entry.getValue());
      Parameter parameter =
          new Parameter(
              entry.getKey(),
              Json.asText(fields.get("cid")),
              Json.asText(fields.get("digest")),
              Json.asLong(fields.get("sector_size")));
      if (parameter.isWanted(sectorSize)) {
        provide(parameter);
      }
    }
  }

  private void provide(Parameter parameter) {
    Path file = folder.resolve(parameter.name());
    try {
      if (Files.exists(file) && digest(file).equals(parameter.digest())) {
        return;
      }
      LOG.info(SOURCE + "251", "Fetching " + file + " from " + gateway);
      download(parameter, file);
      String digest = digest(file);
      if (!digest.equals(parameter.digest())) {
        Files.delete(file);
        throw new IOException(
            "checksum mismatch in param file "
                + file
                + ", "
                + digest
                + " != "
                + parameter.digest());
      }
    } catch (IOException e) {
      failures.add("fetching file " + file + " failed: " + e.getMessage());
    }
  }

  private void download(Parameter parameter, Path file) throws IOException {
    String url = gateway + parameter.cid();
    LOG.info(SOURCE + "269", "GET " + url);
    URI uri = URI.create(url);
    if (!"http".equals(uri.getScheme())) {
      throw new IOException("Get \"" + url + "\": the rehearsal's suite speaks plain http only");
    }
    pause();
    try (Http.Response response = Http.get(uri, TIMEOUT_MILLIS)) {
      if (response.status() != 200) {
        throw new IOException("got status " + response.statusText() + " from " + url);
      }
      copy(response.body(), file);
    } catch (ConnectException e) {
      throw new IOException(
          "Get \"" + url + "\": dial tcp " + uri.getAuthority() + ": connect: connection refused",
          e);
    } catch (UnknownHostException e) {
      throw new IOException(
          "Get \"" + url + "\": dial tcp: lookup " + uri.getHost() + ": no such host", e);
    }
  }

  private static void copy(InputStream in, Path file) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      in.transferTo(out);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(Fault.PARAMS_SLOW.parameter() * 1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** The digest by which {@code parameters.json} knows a file. */
  public static String digest(Path file) throws IOException {
    Blake2b hash = new Blake2b(64);
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        hash.update(buffer, 0, read);
      }
    }
    byte[] digest = hash.digest();
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      hex.append(Character.forDigit((digest[i] >> 4) & 15, 16))
          .append(Character.forDigit(digest[i] & 15, 16));
    }
    return hex.toString();
  }
}
