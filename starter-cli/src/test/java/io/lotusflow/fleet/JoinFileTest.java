package io.lotusflow.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.alert.AlertTarget;
import io.lotusflow.fleet.JoinFile.JoinTls;
import io.lotusflow.fleet.JoinFile.Secret;
import io.lotusflow.home.Home;
import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Scope;
import io.lotusflow.temporal.PayloadKeyFile;
import io.lotusflow.temporal.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinFileTest {

  @TempDir private Path folder;
  private Path file;
  private Home home;

  @BeforeEach
  void makeFolder() {
    file = folder.resolve("join.json");
    home = new Home(folder.resolve("home"));
  }

  private static JoinFile join(Secret key) {
    return join("/etc/lotusflow/client.pem", key);
  }

  private static JoinFile join(String certificate, Secret key) {
    return new JoinFile(
        "seal-1",
        List.of(HostRole.SEAL_WORKER),
        "temporal.example.com:7233",
        "lotus",
        Optional.of(
            new JoinTls(
                "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n",
                "temporal",
                Optional.of(Secret.at(certificate)),
                Optional.of(key))),
        Optional.empty(),
        List.of("2026-03-01"),
        Optional.empty());
  }

  private JoinFileProblem.Kind problem() {
    return catchThrowableOfType(JoinFileProblem.class, () -> JoinFile.read(file)).kind();
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whatWasWrittenIsReadAndIsTheOwnersAlone() throws IOException {
    join(Secret.at("/etc/lotusflow/client.key")).write(file, false);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(JoinFile.read(file)).isEqualTo(join(Secret.at("/etc/lotusflow/client.key")));
  }

  @Test
  void whoIsToldWhenTheHostIsAwayIsReadAsItWasWritten() throws IOException {
    Scope told =
        new Scope(
            new NodeId("f01000"),
            new HostId("miner-1-a1b2c3"),
            Language.ENGLISH,
            false,
            Duration.ofSeconds(10),
            List.of(new AlertTarget(AlertTarget.Service.WEBHOOK, "/etc/lotusflow/hook.toml")));
    JoinFile bare = join(Secret.at("/k"));
    JoinFile join =
        new JoinFile(
            bare.name(),
            bare.roles(),
            bare.address(),
            bare.namespace(),
            bare.tls(),
            bare.apiKey(),
            bare.payloadKeys(),
            Optional.of(told));

    join.write(file, false);
    assertThat(JoinFile.read(file)).isEqualTo(join);
  }

  @Test
  void replacesNoOtherFileUnlessItIsTo() throws IOException {
    JoinFile join = join(Secret.at("/k"));
    join.write(file, false);
    assertThat(
            catchThrowableOfType(FileAlreadyExistsException.class, () -> join.write(file, false)))
        .isNotNull();
    join.write(file, true);
  }

  @Test
  void oneThatOthersCanReadIsRefused() throws IOException {
    join(Secret.at("/k")).write(file, false);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(problem()).isEqualTo(JoinFileProblem.Kind.OPEN_TO_OTHERS);
  }

  @Test
  void oneThatIsCutOrChangedIsRefused() throws IOException {
    join(Secret.at("/k")).write(file, false);
    String whole = Files.readString(file);

    write(whole.substring(0, whole.length() / 2));
    assertThat(problem()).isEqualTo(JoinFileProblem.Kind.CUT);

    write(whole.replace("temporal.example.com", "temporal.example.org"));
    assertThat(problem()).isEqualTo(JoinFileProblem.Kind.CUT);
  }

  @Test
  void oneOfAnotherVersionAndWhatIsNoneAreToldApart() throws IOException {
    join(Secret.at("/k")).write(file, false);
    write(Files.readString(file).replace("\"lotusflowJoin\" : 1", "\"lotusflowJoin\" : 2"));
    assertThat(problem()).isEqualTo(JoinFileProblem.Kind.OTHER_VERSION);

    write("{\"some\": \"json\"}");
    assertThat(problem()).isEqualTo(JoinFileProblem.Kind.NO_JOIN_FILE);

    Files.delete(file);
    assertThat(problem()).isEqualTo(JoinFileProblem.Kind.NOT_THERE);
  }

  @Test
  void aSecretIsNotPrinted() {
    assertThat(join(Secret.of("s3cret")).toString()).doesNotContain("s3cret");
  }

  @Test
  void becomesTheConfigurationOfTheHomeWithWhatCameAlongInFiles() throws IOException {
    Path certificate = folder.resolve("client.pem");
    try (InputStream valid = JoinFileTest.class.getResourceAsStream("client.pem")) {
      Files.copy(valid, certificate);
    }
    JoinedServer server =
        new JoinedServer(home, join(certificate.toString(), Secret.of("a key\n")));
    assertThat(server.differing()).isEmpty();
    home.hostId();
    server.write();

    Target target = Target.resolve(home, Optional.empty(), Optional.empty(), Map.of());
    assertThat(target.address()).isEqualTo("temporal.example.com:7233");
    assertThat(target.namespace()).isEqualTo("lotus");
    assertThat(target.origin()).isEqualTo(Target.Origin.CONFIGURATION);
    assertThat(target.profile().getTls().getServerName()).isEqualTo("temporal");
    assertThat(target.profile().getTls().getClientCertPath()).isEqualTo(certificate.toString());
    Path key = Path.of(target.profile().getTls().getClientKeyPath());
    assertThat(key).startsWith(home.folder()).hasContent("a key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(server.differing()).isEmpty();
    assertThat(Target.of(home.folder().resolve("temporal.toml"), PayloadKeyFile.of(home, Map.of())))
        .extracting(Target::address)
        .isEqualTo(target.address());
  }

  @Test
  void findsWhatSaysSomethingElseAndWhatWasNotBrought() throws IOException {
    home.hostId();
    Path existing = Files.writeString(home.folder().resolve("temporal.toml"), "# mine\n");
    JoinedServer server = new JoinedServer(home, join(Secret.at(folder + "/client.key")));

    assertThat(server.differing()).contains(existing);
    assertThat(server.missing()).contains(Path.of("/etc/lotusflow/client.pem"));
    assertThat(existing).hasContent("# mine");
  }
}
