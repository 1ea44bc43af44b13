package io.lotusflow.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.lotusflow.home.Home;
import io.lotusflow.messages.Language;
import io.lotusflow.run.SearchAttributes;
import io.lotusflow.servermove.MoveRefused;
import io.lotusflow.servermove.ServerMove;
import io.lotusflow.temporal.TemporalUnreachable.Why;
import io.temporal.common.SearchAttributeKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster behind TLS, client certificates or an API key, and all the ways of not getting in. */
class GuardedServerTest {

  private static final String KEY = "eyJhbGciOiJFUzI1NiJ9.lotusflow.0123456789";

  /** A person's patience of five seconds, and what a busy machine takes for itself. */
  private static final Duration SOON = Duration.ofSeconds(9);

  @TempDir static Path shared;
  @TempDir Path folder;
  private static Certificates good;
  private static Certificates others;
  private Home home;

  @BeforeAll
  static void makeCertificates() {
    good = Certificates.make(shared.resolve("good"), 30, "localhost,127.0.0.1", "host-1");
    others = Certificates.make(shared.resolve("others"), 30, "localhost", "host-1");
  }

  @BeforeEach
  void aHome() throws IOException {
    home = new Home(Files.createDirectories(folder.resolve("home")));
  }

  @Test
  void letsInWhoHasACertificate() throws IOException {
    try (GuardedServer server = GuardedServer.withCertificates(good)) {
      says(server, tls(good, good, "host-1"));
      connect();
    }
  }

  @Test
  void letsInWhoHasTheKeyInAFileOrInTheEnvironment() throws IOException {
    try (GuardedServer server = GuardedServer.withKey(good, KEY)) {
      says(server, "api_key = \"%s\"\n%s".formatted(KEY, authority(good)));
      connect();

      says(server, authority(good));
      connect(Map.of("TEMPORAL_API_KEY", KEY));
    }
  }

  /** Key and namespace are in the header of each call, also where we ask past the client. */
  @Test
  void makesAllCallsWithTheKeyAndForTheNamespace() throws IOException {
    try (GuardedServer server = GuardedServer.withKey(good, KEY)) {
      says(server, "api_key = \"%s\"\n%s".formatted(KEY, authority(good)));
      try (Connection connection = Connection.open(Connection.Kind.CLI, target(Map.of()))) {
        assertThat(new ServerHealth(connection.stubs()).serving()).isTrue();
        assertThat(new Bootstrap(connection).currentRetention()).isZero();
        StatusRuntimeException denied =
            catchThrowableOfType(
                StatusRuntimeException.class, () -> new Bootstrap(connection).registered());
        assertThat(denied.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      }
    }
  }

  @Test
  void aMoveToWhereOthersMakeTheAttributesNamesThoseThatAreMissing() throws Exception {
    List<String> all = SearchAttributes.all().stream().map(SearchAttributeKey::getName).toList();
    try (GuardedServer ready = GuardedServer.withKey(good, KEY, Set.copyOf(all))) {
      says(ready, "api_key = \"%s\"\n%s".formatted(KEY, authority(good)));
      try (Connection connection = Connection.open(Connection.Kind.CLI, target(Map.of()))) {
        assertThat(ServerMove.prepare(connection)).isFalse();
      }
    }
    try (GuardedServer half = GuardedServer.withKey(good, KEY, Set.of(all.get(0)))) {
      says(half, "api_key = \"%s\"\n%s".formatted(KEY, authority(good)));
      try (Connection connection = Connection.open(Connection.Kind.CLI, target(Map.of()))) {
        MoveRefused refused =
            catchThrowableOfType(MoveRefused.class, () -> ServerMove.prepare(connection));
        assertThat(refused.kind()).isEqualTo(MoveRefused.Kind.NO_ATTRIBUTES);
        assertThat(refused.arguments()).containsExactly(String.join(", ", all.subList(1, 4)));
      }
    }
  }

  /** The file of the page, with no word of TLS: the key goes nowhere in plain text. */
  @Test
  void aKeyAloneMeansTlsWithTheAuthoritiesOfThisMachine() throws IOException {
    try (GuardedServer server = GuardedServer.withKey(good, KEY)) {
      says(server, "api_key = \"%s\"\n".formatted(KEY));
      assertThat(target(Map.of()).encrypted()).isTrue();
      assertThat(refusal().why()).isEqualTo(Why.UNTRUSTED);
    }
    try (GuardedServer plain = GuardedServer.open()) {
      says(plain, "api_key = \"%s\"\n".formatted(KEY));
      assertThat(refusal().why()).isEqualTo(Why.NO_TLS);
    }
  }

  @Test
  void isNotBelievedWithACertificateOfAnotherAuthority() throws IOException {
    try (GuardedServer server = GuardedServer.withCertificates(good)) {
      says(server, tls(others, good, "host-1"));
      assertThat(refusal().why()).isEqualTo(Why.UNTRUSTED);
    }
  }

  @Test
  void isNotBelievedWithACertificateThatHasExpired() throws IOException {
    Certificates old = Certificates.make(folder.resolve("old"), -1, "localhost");
    try (GuardedServer server = GuardedServer.withKey(old, KEY)) {
      says(server, "api_key = \"%s\"\n%s".formatted(KEY, authority(old)));
      TemporalUnreachable refusal = refusal();
      assertThat(refusal.why()).isEqualTo(Why.EXPIRED);
      assertThat(refusal.seen(Language.ENGLISH)).contains("no longer valid", "NotAfter");
      assertThat(refusal.todo(Language.ENGLISH)).contains("timedatectl");
    }
  }

  @Test
  void isNotBelievedUnderAnotherName() throws IOException {
    Certificates elsewhere = Certificates.make(folder.resolve("other"), 9, "temporal.example.com");
    try (GuardedServer server = GuardedServer.withKey(elsewhere, KEY)) {
      says(server, "api_key = \"%s\"\n%s".formatted(KEY, authority(elsewhere)));
      assertThat(refusal().why()).isEqualTo(Why.OTHER_NAME);
      says(
          server,
          "api_key = \"%s\"\n%sserver_name = \"temporal.example.com\"\n"
              .formatted(KEY, authority(elsewhere)));
      connect();
    }
  }

  @Test
  void doesNotLetInACertificateOfAnotherAuthorityOrNone() throws IOException {
    try (GuardedServer server = GuardedServer.withCertificates(good)) {
      says(server, tls(good, others, "host-1"));
      assertThat(refusal().why()).isEqualTo(Why.CERTIFICATE_REFUSED);
      says(server, authority(good));
      assertThat(refusal().why()).isEqualTo(Why.CERTIFICATE_REFUSED);
    }
  }

  @Test
  void doesNotLetInAWrongKeyAndDoesNotShowIt() throws IOException {
    try (GuardedServer server = GuardedServer.withKey(good, KEY)) {
      says(server, "api_key = \"wrong-9f8e\"\n" + authority(good));
      TemporalUnreachable refusal = refusal();
      assertThat(refusal.why()).isEqualTo(Why.KEY_REFUSED);
      assertThat(refusal).hasMessageNotContaining("9f8e");
    }
  }

  @Test
  void hasOneNamespaceOnly() throws IOException {
    try (GuardedServer server = GuardedServer.withKey(good, KEY)) {
      says(server, "api_key = \"%s\"\n%s".formatted(KEY, authority(good)));
      TemporalUnreachable refusal =
          refusal(Map.of("TEMPORAL_NAMESPACE", "storage")); // without the account
      assertThat(refusal.why()).isEqualTo(Why.NO_NAMESPACE);
      assertThat(refusal.todo(Language.ENGLISH)).contains("name.account");
    }
  }

  @Test
  void tellsWhoSpeaksTlsAndWhoDoesNot() throws IOException {
    try (GuardedServer open = GuardedServer.open();
        GuardedServer guarded = GuardedServer.withCertificates(good)) {
      says(open, tls(good, good, "host-1"));
      assertThat(refusal().why()).isEqualTo(Why.NO_TLS);
      says(guarded, "");
      assertThat(refusal().why()).isEqualTo(Why.WANTS_TLS);
    }
  }

  @Test
  void tellsOfFilesBeforeItAsksAnybody() throws IOException {
    Certificates old = Certificates.make(folder.resolve("old"), -1, "localhost", "host-1");
    configuration("127.0.0.1:1", tls(old, old, "host-1"));
    assertThat(problem().kind()).isEqualTo(ConfigurationProblem.Kind.EXPIRED);

    configuration("127.0.0.1:1", tls(good, good, "host-2"));
    assertThat(problem().kind()).isEqualTo(ConfigurationProblem.Kind.NOT_THERE);
    assertThat(problem()).hasMessageContaining("host-2.pem");

    configuration("127.0.0.1:1", "api_key = \"" + KEY + "\"\n");
    Files.setPosixFilePermissions(
        ClientConfiguration.fileOf(home), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(problem().kind()).isEqualTo(ConfigurationProblem.Kind.OPEN_TO_OTHERS);
    assertThat(problem()).hasMessageNotContaining(KEY);

    configuration("127.0.0.1:1", "api_key = [1\n");
    assertThat(problem().kind()).isEqualTo(ConfigurationProblem.Kind.UNREADABLE);
  }

  /** With it the SDK would believe whoever answers. */
  @Test
  void doesNotSpeakToAServerThatIsNotToBeVerified() throws IOException {
    configuration("127.0.0.1:1", tls(good, good, "host-1") + "disable_host_verification = true\n");
    assertThat(problem().kind()).isEqualTo(ConfigurationProblem.Kind.UNVERIFIED);

    configuration("127.0.0.1:1", tls(good, good, "host-1"));
    Map<String, String> env = Map.of("TEMPORAL_TLS_DISABLE_HOST_VERIFICATION", "true");
    assertThat(catchThrowableOfType(ConfigurationProblem.class, () -> target(env)).kind())
        .isEqualTo(ConfigurationProblem.Kind.UNVERIFIED);
  }

  @Test
  void refusesAPrivateKeyInAFileThatOthersRead() throws IOException {
    configuration(
        "127.0.0.1:1",
        "[profile.default.tls]\nclient_cert_data = \"c\"\nclient_key_data = \"k\"\n");
    assertThat(problem()).isNull();
    Files.setPosixFilePermissions(
        ClientConfiguration.fileOf(home), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(problem().kind()).isEqualTo(ConfigurationProblem.Kind.OPEN_TO_OTHERS);
  }

  @Test
  void refusesTheUsersOwnFileToo() throws IOException {
    String before = System.getProperty("user.home");
    System.setProperty("user.home", folder.toString());
    try {
      Path file = folder.resolve(".config/temporalio/temporal.toml");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, "[profile.default]\naddress = \"127.0.0.1:1\"\napi_key = \"" + KEY + "\"\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      assertThat(problem().kind()).isEqualTo(ConfigurationProblem.Kind.OPEN_TO_OTHERS);
      assertThat(problem()).hasMessageContaining(file.toString());
    } finally {
      System.setProperty("user.home", before);
    }
  }

  @ParameterizedTest
  @EnumSource(Why.class)
  void hasWordsInBothLanguages(Why why) throws IOException {
    configuration("127.0.0.1:1", "");
    TemporalUnreachable refusal =
        new TemporalUnreachable(target(Map.of()), new RuntimeException("x"));
    assertThat(refusal.seen(Language.CHINESE)).isNotEqualTo(refusal.seen(Language.ENGLISH));
    for (Language language : Language.values()) {
      io.lotusflow.messages.Messages words =
          io.lotusflow.messages.Messages.in(language, "temporal");
      assertThat(words.text(why.name(), "a:1", "n", "x")).isNotBlank();
      assertThat(words.has(why + ".todo")).isEqualTo(why.isForAPerson());
    }
  }

  private void says(GuardedServer server, String more) throws IOException {
    configuration("localhost:" + server.port(), more);
  }

  private void configuration(String address, String more) throws IOException {
    Path file = ClientConfiguration.fileOf(home);
    Files.writeString(
        file,
        "[profile.default]\naddress = \"%s\"\nnamespace = \"%s\"\n%s"
            .formatted(address, GuardedServer.NAMESPACE, more));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String authority(Certificates ofServer) {
    return "[profile.default.tls]\nserver_ca_cert_path = \"%s\"\n".formatted(ofServer.authority());
  }

  private static String tls(Certificates ofServer, Certificates ofClient, String client) {
    return authority(ofServer)
        + "client_cert_path = \"%s\"\nclient_key_path = \"%s\"\n"
            .formatted(ofClient.certificate(client), ofClient.key(client));
  }

  private Target target(Map<String, String> env) {
    return Target.resolve(home, Optional.empty(), Optional.empty(), env);
  }

  private void connect() {
    connect(Map.of());
  }

  private void connect(Map<String, String> env) {
    try (Connection connection = Connection.open(Connection.Kind.CLI, target(env))) {
      connection.requireNamespace();
    }
  }

  private TemporalUnreachable refusal() {
    return refusal(Map.of());
  }

  private TemporalUnreachable refusal(Map<String, String> env) {
    Instant begin = Instant.now();
    TemporalUnreachable refusal =
        catchThrowableOfType(TemporalUnreachable.class, () -> connect(env));
    assertThat(refusal).isNotNull();
    assertThat(Duration.between(begin, Instant.now())).as(trace(refusal)).isLessThan(SOON);
    return refusal;
  }

  private static String trace(Throwable refusal) {
    StringWriter trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  private ConfigurationProblem problem() {
    return catchThrowableOfType(ConfigurationProblem.class, () -> target(Map.of()));
  }
}
