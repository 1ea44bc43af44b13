package io.lotusflow.fleet;

import io.lotusflow.files.SecretFile;
import io.lotusflow.fleet.JoinFile.JoinTls;
import io.lotusflow.fleet.JoinFile.Secret;
import io.lotusflow.home.Home;
import io.lotusflow.temporal.ClientConfiguration;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a join file says of the server, as {@code temporal.toml} in the state folder, with what came
 * along in files beside it.
 */
public final class JoinedServer {

  private final Home home;
  private final JoinFile join;

  public JoinedServer(Home home, JoinFile join) {
    this.home = home;
    this.join = join;
  }

  /** What would be written, by file; nothing is. */
  public Map<Path, String> files() {
    Map<Path, String> files = new LinkedHashMap<>();
    join.tls().filter(tls -> !tls.ca().isEmpty()).ifPresent(tls -> files.put(ca(), tls.ca()));
    join.tls()
        .flatMap(JoinTls::certificate)
        .filter(Secret::isHere)
        .ifPresent(secret -> files.put(at("client.pem"), secret.text()));
    join.tls()
        .flatMap(JoinTls::key)
        .filter(Secret::isHere)
        .ifPresent(secret -> files.put(at("client.key"), secret.text()));
    files.put(ClientConfiguration.fileOf(home), toml());
    return files;
  }

  /** Files that are there already with something else in them. */
  public Optional<Path> differing() throws IOException {
    for (Map.Entry<Path, String> file : files().entrySet()) {
      if (Files.exists(file.getKey()) && !Files.readString(file.getKey()).equals(file.getValue())) {
        return Optional.of(file.getKey());
      }
    }
    return Optional.empty();
  }

  /** Writes them, the one that names the others last. */
  public void write() throws IOException {
    Files.createDirectories(ca().getParent());
    for (Map.Entry<Path, String> file : files().entrySet()) {
      SecretFile.write(file.getKey(), file.getValue(), true);
    }
  }

  private String toml() {
    StringBuilder toml =
        new StringBuilder(256)
            .append("# Written by \"lotusflow host join\".\n[profile.default]\n")
            .append(line("address", join.address()))
            .append(line("namespace", join.namespace()));
    apiKey().ifPresent(key -> toml.append(line("api_key", key)));
    join.tls().ifPresent(tls -> toml.append(tls(tls)));
    return toml.toString();
  }

  private Optional<String> apiKey() {
    return join.apiKey().map(JoinedServer::content);
  }

  private static String content(Secret secret) {
    try {
      return secret.isHere() ? secret.text() : Files.readString(Path.of(secret.file())).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that the operator was to bring here, and that is not here. */
  public Optional<Path> missing() {
    return Stream.of(
            join.apiKey(),
            join.tls().flatMap(JoinTls::certificate),
            join.tls().flatMap(JoinTls::key))
        .flatMap(Optional::stream)
        .filter(secret -> !secret.isHere())
        .map(secret -> Path.of(secret.file()))
        .filter(file -> !Files.isReadable(file))
        .findFirst();
  }

  /** The same for a connection, before anything is written. */
  public ClientConfigProfile profile() {
    ClientConfigProfile.Builder profile =
        ClientConfigProfile.newBuilder().setAddress(join.address()).setNamespace(join.namespace());
    apiKey().ifPresent(profile::setApiKey);
    join.tls().ifPresent(tls -> profile.setTls(profile(tls)));
    return profile.build();
  }

  private static ClientConfigTLS profile(JoinTls tls) {
    ClientConfigTLS.Builder spoken = ClientConfigTLS.newBuilder();
    if (!tls.ca().isEmpty()) {
      spoken.setServerCACertData(tls.ca().getBytes(StandardCharsets.UTF_8));
    }
    if (!tls.serverName().isEmpty()) {
      spoken.setServerName(tls.serverName());
    }
    tls.certificate().ifPresent(s -> spoken.setClientCertData(bytes(s)));
    tls.key().ifPresent(s -> spoken.setClientKeyData(bytes(s)));
    return spoken.build();
  }

  private static byte[] bytes(Secret secret) {
    return content(secret).getBytes(StandardCharsets.UTF_8);
  }

  private String tls(JoinTls tls) {
    StringBuilder toml = new StringBuilder(256).append("\n[profile.default.tls]\n");
    if (!tls.ca().isEmpty()) {
      toml.append(line("server_ca_cert_path", ca().toString()));
    }
    if (!tls.serverName().isEmpty()) {
      toml.append(line("server_name", tls.serverName()));
    }
    tls.certificate()
        .ifPresent(secret -> toml.append(line("client_cert_path", place(secret, "client.pem"))));
    tls.key()
        .ifPresent(secret -> toml.append(line("client_key_path", place(secret, "client.key"))));
    return toml.toString();
  }

  private String place(Secret secret, String name) {
    return secret.isHere() ? at(name).toString() : secret.file();
  }

  private static String line(String key, String value) {
    return key + " = \"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n";
  }

  private Path ca() {
    return at("ca.pem");
  }

  private Path at(String name) {
    return home.folder().resolve("tls").resolve(name);
  }
}
