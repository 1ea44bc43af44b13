package io.lotusflow.cli;

import io.lotusflow.fleet.HostRole;
import io.lotusflow.fleet.JoinFile;
import io.lotusflow.fleet.JoinFile.JoinTls;
import io.lotusflow.fleet.JoinFile.Secret;
import io.lotusflow.host.HostNetwork;
import io.lotusflow.run.HostId;
import io.lotusflow.run.Scope;
import io.lotusflow.temporal.PayloadKeyFile;
import io.lotusflow.temporal.Target;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the file with which another host comes to this cluster. */
@Command(name = "enrol")
final class HostEnrolCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "host-name")
  private String name = "";

  @Option(names = "--role", paramLabel = "daemon|miner|seal-worker", split = ",")
  private List<HostRole> roles = List.of();

  @Option(names = "--out", paramLabel = "FILE")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--server-address", paramLabel = "HOST:PORT", converter = HostAndPort.class)
  private Optional<String> serverAddress = Optional.empty();

  @Option(names = "--client-cert", paramLabel = "FILE")
  private Optional<Path> clientCertificate = Optional.empty();

  @Option(names = "--client-key", paramLabel = "FILE")
  private Optional<Path> clientKey = Optional.empty();

  @Option(names = "--api-key-file", paramLabel = "FILE")
  private Optional<Path> apiKeyFile = Optional.empty();

  @Option(names = "--embed-secrets")
  private boolean embed;

  HostEnrolCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    requireName();
    Target target = session.target();
    JoinFile join = join(target);
    Path file = out.orElse(Path.of("join-" + name + ".json")).toAbsolutePath().normalize();
    if (session.options().dryRun()) {
      session.say("host.enrol.would", file);
      return Exit.DONE;
    }
    write(join, file);
    session.out().println(session.wantsText() ? file.toString() : json(file));
    session.say("host.enrol.done", file, file.getFileName());
    if (join.apiKey().filter(Secret::isHere).isPresent()
        || join.tls().flatMap(JoinTls::key).filter(Secret::isHere).isPresent()) {
      session.say("host.enrol.secret");
    }
    if (!join.payloadKeys().isEmpty()) {
      session.say("host.enrol.keys", PayloadKeyFile.of(session.home(), session.env()).path());
    }
    if (HostNetwork.isLoopback(join.address().replaceAll(":\\d+$", ""))) {
      session.say("host.enrol.loopback", join.address());
    }
    return Exit.DONE;
  }

  private static String json(Path file) {
    return RunsJson.text(RunsJson.MAPPER.createObjectNode().put("file", file.toString()));
  }

  private void requireName() {
    try {
      new HostId(name);
    } catch (IllegalArgumentException notOne) {
      throw session.complaint(Exit.USAGE, "host.name.bad", name);
    }
  }

  private void write(JoinFile join, Path file) throws IOException {
    try {
      join.write(file, session.options().yes());
    } catch (FileAlreadyExistsException there) {
      throw session.complaint(Exit.REFUSED, "host.enrol.there", file);
    }
  }

  private JoinFile join(Target target) throws IOException {
    ClientConfigProfile profile = target.profile();
    return new JoinFile(
        name,
        roles.stream().distinct().sorted().toList(),
        serverAddress.orElse(target.address()),
        target.namespace(),
        tls(profile.getTls()),
        apiKey(profile),
        PayloadKeyListCommand.ids(PayloadKeyFile.of(session.home(), session.env())),
        alerts());
  }

  private Optional<JoinTls> tls(ClientConfigTLS tls) throws IOException {
    boolean spoken = tls != null && !Boolean.TRUE.equals(tls.isDisabled());
    if (!spoken && clientCertificate.isEmpty() && clientKey.isEmpty()) {
      return Optional.empty();
    }
    if (!spoken) {
      return Optional.of(
          new JoinTls(
              "",
              "",
              clientCertificate.map(HostEnrolCommand::at),
              clientKey.map(HostEnrolCommand::at)));
    }
    String ca =
        tls.getServerCACertPath() == null
            ? text(tls.getServerCACertData())
            : Files.readString(Path.of(tls.getServerCACertPath()));
    return Optional.of(
        new JoinTls(
            ca,
            Optional.ofNullable(tls.getServerName()).orElse(""),
            secret(clientCertificate, tls.getClientCertPath(), tls.getClientCertData()),
            secret(clientKey, tls.getClientKeyPath(), tls.getClientKeyData())));
  }

  /** What the operator named on the other host; else as here, by content or by place. */
  private Optional<Secret> secret(Optional<Path> named, String path, byte[] data)
      throws IOException {
    if (named.isPresent()) {
      return named.map(HostEnrolCommand::at);
    }
    if (!embed) {
      return Optional.ofNullable(path).map(Secret::at);
    }
    return path == null
        ? Optional.of(text(data)).filter(text -> !text.isEmpty()).map(Secret::of)
        : Optional.of(Secret.of(Files.readString(Path.of(path))));
  }

  private Optional<Secret> apiKey(ClientConfigProfile profile) {
    Optional<String> known = Optional.ofNullable(profile.getApiKey()).filter(key -> !key.isEmpty());
    if (apiKeyFile.isPresent()) {
      return apiKeyFile.map(HostEnrolCommand::at);
    }
    if (known.isPresent() && !embed) {
      throw session.complaint(Exit.USAGE, "host.enrol.api-key");
    }
    return known.map(Secret::of);
  }

  private static Secret at(Path file) {
    return Secret.at(file.toAbsolutePath().normalize().toString());
  }

  private static String text(byte[] data) {
    return data == null ? "" : new String(data, StandardCharsets.UTF_8);
  }

  /** Who is told when the host is away; nobody where no settings name anybody. */
  private Optional<Scope> alerts() {
    Planning planning = new Planning(session);
    return planning
        .settingsIfAny()
        .map(file -> planning.plans(file).scope().forGood())
        .filter(scope -> !scope.alerts().isEmpty());
  }
}
