package io.lotusflow.sealworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.host.HostNetwork;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.run.HostId;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A miner that answers over real HTTP, and a file that is right but for one thing. */
class MinerInfoFileTest {

  private static final String ME = System.getProperty("user.name");
  private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJBbGxvdyI6WyJhZG1pbiJdfQ.c2ln";

  @TempDir private Path folder;
  private final FakeNode miner = new FakeNode();
  private Path file;

  @BeforeEach
  void aMinerAndItsFile() throws IOException {
    miner
        .taking(TOKEN)
        .answering("Version", "{\"Version\":\"1.36.2\",\"APIVersion\":131840,\"BlockDelay\":30}")
        .answering("AuthVerify", "[\"read\",\"write\",\"sign\",\"admin\"]")
        .answering("ActorAddress", "\"t01000\"");
    file = folder.resolve("miner-info");
    write(TOKEN + ':' + miner.address() + '\n');
  }

  @AfterEach
  void stop() {
    miner.close();
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private MinerFound find(String reader, String network) {
    return new MinerInfoFile(file, new HostId("host-b"))
        .find(new MinerElsewhere("", network, "t01000"), reader);
  }

  private ApplicationFailure refusal() {
    return refusal(ME, HostNetwork.id());
  }

  private ApplicationFailure refusal(String reader, String network) {
    ApplicationFailure refusal =
        catchThrowableOfType(ApplicationFailure.class, () -> find(reader, network));
    assertThat(refusal.toString() + refusal.getDetails()).doesNotContain(TOKEN);
    return refusal;
  }

  @Test
  void findsTheMinerAndKeepsTheToken() {
    MinerFound found = find(ME, HostNetwork.id());

    assertThat(found.address()).isEqualTo(miner.address());
    assertThat(found.receipt().note()).contains("t01000", "1.36.2").doesNotContain(TOKEN);
    assertThat(miner.calls).anyMatch(call -> call.contains("AuthVerify [\"" + TOKEN + "\"]"));
  }

  @Test
  void refusesNoFile() throws IOException {
    Files.delete(file);

    assertThat(refusal().getType()).isEqualTo("MINER_INFO_MISSING");
  }

  @Test
  void namesTheOperatorsFileWhereOurLinkLeadsNowhere() throws IOException {
    Files.delete(file);
    Files.createSymbolicLink(file, folder.resolve("gone"));

    assertThat(refusal().getOriginalMessage()).contains(folder.resolve("gone") + " ");
  }

  @Test
  void refusesOneThatOthersRead() throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    ApplicationFailure refusal = refusal();
    assertThat(refusal.getType()).isEqualTo("MINER_INFO_OPEN");
    assertThat(refusal.getOriginalMessage()).contains("rw-r-----", "host-b");
  }

  @Test
  void refusesOneThatTheWorkersUserDoesNotOwn() {
    assertThat(refusal("somebody-else", HostNetwork.id()).getType())
        .isEqualTo("MINER_INFO_NOT_OURS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        TOKEN,
        TOKEN + ":",
        TOKEN + ":10.0.0.1:2345",
        TOKEN + ":/ip4/10.0.0.1",
        TOKEN + ":/ip4/10.0.0.300/tcp/2345/http",
        "MINER_API_INFO=" + TOKEN + ":/ip4/10.0.0.1/tcp/2345/http",
        "/ip4/10.0.0.1/tcp/2345/http:" + TOKEN,
        TOKEN + ":/ip4/10.0.0.1/tcp/2345/http\nmore"
      })
  void refusesWhatIsNotATokenAndAnAddress(String text) throws IOException {
    write(text);

    assertThat(refusal().getType()).isEqualTo("MINER_INFO_MALFORMED");
    assertThat(miner.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ip4/127.0.0.1", "/ip4/0.0.0.0", "/ip6/::1", "/dns/localhost"})
  void refusesAnAddressThatLeadsBackToTheWorkersOwnMachine(String host) throws IOException {
    write(TOKEN + ':' + host + "/tcp/2345/http");

    assertThat(refusal(ME, "other-boot net:[1]").getType()).isEqualTo("MINER_INFO_LOOPBACK");
  }

  @Test
  void refusesATokenThatMayOnlyRead() {
    miner.answering("AuthVerify", "[\"read\"]");

    ApplicationFailure refusal = refusal();
    assertThat(refusal.getType()).isEqualTo("MINER_INFO_TOO_LITTLE");
    assertThat(refusal.getOriginalMessage()).contains(": read.");
  }

  @Test
  void refusesATokenThatTheMinerDoesNotKnow() {
    miner.taking("another");

    assertThat(refusal().getType()).isEqualTo("WRONG_TOKEN");
  }

  @Test
  void refusesAnotherMiner() {
    miner.answering("ActorAddress", "\"t02000\"");

    ApplicationFailure refusal = refusal();
    assertThat(refusal.getType()).isEqualTo("MINER_INFO_OTHER_MINER");
    assertThat(refusal.getOriginalMessage()).contains("t02000", "t01000");
  }

  @Test
  void aMinerThatDoesNotAnswerIsTriedAgain() {
    miner.close();

    ApplicationFailure refusal = refusal();
    assertThat(refusal.getType()).isEqualTo("API_UNREACHABLE");
    assertThat(refusal.isNonRetryable()).isFalse();
  }
}
