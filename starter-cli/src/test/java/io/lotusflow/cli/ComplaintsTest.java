package io.lotusflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.lotusflow.home.Home;
import io.lotusflow.messages.Language;
import io.lotusflow.temporal.TemporalUnreachable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateExpiredException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What people are told when Temporal does not let them in, and the exit code that scripts get. */
class ComplaintsTest {

  @TempDir Path home;

  @BeforeEach
  void aCluster() throws IOException {
    configuration("rw-------");
  }

  private void configuration(String mode) throws IOException {
    Path file =
        Files.writeString(
            home.resolve("temporal.toml"),
            """
            [profile.default]
            address = "temporal.example.com:7233"
            namespace = "storage.acct1"
            api_key = "k3y"
            """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @ParameterizedTest
  @CsvSource({
    "REFUSED, nothing listens there, 没有程序在监听",
    "EXPIRED, no longer valid, 已过期",
    "UNTRUSTED, from no authority that this host trusts, 不是由本机信任的 CA 签发",
    "CERTIFICATE_REFUSED, does not accept the certificate of this client, 不接受本客户端的证书",
    "KEY_REFUSED, does not accept our API key, 不接受我们的 API key",
    "NO_NAMESPACE, it has no namespace storage.acct1, 没有命名空间 storage.acct1",
  })
  void sayWhyTemporalCannotBeUsed(TemporalUnreachable.Why why, String english, String chinese) {
    for (Language language : Language.values()) {
      StringWriter err = new StringWriter();
      Session session = session(language, err);
      Exception failure = new TemporalUnreachable(session.target(), cause(why));

      assertThat(complain(session, failure)).isEqualTo(Exit.UNREACHABLE);

      assertThat(err.toString())
          .contains("temporal.example.com:7233")
          .contains(language == Language.ENGLISH ? english : chinese)
          .contains("→ ")
          .doesNotContain("k3y");
    }
  }

  /** The first call of a command may be the one that is refused. */
  @Test
  void sayTheSameOfARefusalFurtherIn() {
    StringWriter err = new StringWriter();
    Exception wrapped = new IllegalStateException(Status.UNAUTHENTICATED.asRuntimeException());

    assertThat(complain(session(Language.ENGLISH, err), wrapped)).isEqualTo(Exit.UNREACHABLE);
    assertThat(err.toString()).contains("API key", "TEMPORAL_API_KEY");
  }

  @Test
  void sayThatAFileIsOpenToOthersBeforeAnybodyIsAsked() throws IOException {
    configuration("rw-r--r--");
    for (Language language : Language.values()) {
      Cli said = Cli.call(home, Map.of(), "server", "check", "--lang", language.tag());
      assertThat(said.exit()).isEqualTo(Exit.USAGE);
      assertThat(said.err())
          .contains("temporal.toml", "chmod 600")
          .contains(language == Language.ENGLISH ? "read by everybody" : "所有用户都能读")
          .doesNotContain("k3y");
    }
  }

  private static Throwable cause(TemporalUnreachable.Why why) {
    return switch (why) {
      case REFUSED -> new ConnectException("Connection refused");
      case EXPIRED -> new IOException(new CertificateExpiredException("NotAfter: yesterday"));
      case UNTRUSTED -> new SSLHandshakeException("PKIX path building failed");
      case CERTIFICATE_REFUSED ->
          new SSLHandshakeException("Received fatal alert: certificate_required");
      case KEY_REFUSED -> Status.PERMISSION_DENIED.asRuntimeException();
      case NO_NAMESPACE ->
          Status.NOT_FOUND.withDescription("Namespace x is not found.").asRuntimeException();
      default -> throw new AssertionError(why);
    };
  }

  private Session session(Language language, StringWriter err) {
    return new Session(
        Map.of(),
        new Home(home),
        new BufferedReader(Reader.nullReader()),
        new PrintWriter(new StringWriter()),
        new PrintWriter(err),
        new Screen(false, false, false),
        language);
  }

  private static int complain(Session session, Exception failure) {
    CommandLine command = new CommandLine(new ServerCheckCommand(session));
    return new Complaints(session).handleExecutionException(failure, command, null);
  }
}
