package io.lotusflow.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.home.Home;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.messages.Language;
import io.lotusflow.run.HostId;
import io.lotusflow.run.NodeId;
import io.lotusflow.run.Receipt.Outcome;
import io.lotusflow.run.Scope;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Two state folders as hosts, and a miner on the first. */
class HandOverActivitiesTest {
  private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJBbGxvdyI6WyJhZG1pbiJdfQ.planted";

  @TempDir Path folder;
  private final FakeNode miner = new FakeNode();
  private HandOverActivitiesImpl giving;
  private HandOverActivitiesImpl receiving;

  @BeforeEach
  void aMinerWithAToken() throws IOException {
    miner.answering("AuthVerify", "[\"read\",\"write\",\"sign\",\"admin\"]");
    Files.writeString(Files.createDirectories(folder.resolve("miner")).resolve("token"), TOKEN);
    giving = host("a");
    receiving = host("b");
  }

  @AfterEach
  void stop() {
    miner.close();
  }

  private HandOverActivitiesImpl host(String name) {
    return new HandOverActivitiesImpl(new Home(folder.resolve(name)));
  }

  private Path file() {
    return folder.resolve("b/handed/miner-info");
  }

  private HandOverPlan plan(Path file, boolean dryRun) {
    return new HandOverPlan(
        new Scope(new NodeId("n1"), new HostId("b"), Language.ENGLISH, dryRun),
        new HostId("a"),
        HandOverPlan.Of.MINER,
        NodeApi.local(folder.resolve("miner").toString(), miner.address()),
        miner.address(),
        file.toString(),
        HandOverPlan.Content.API_INFO,
        "");
  }

  private HandOverPlan plan() {
    return plan(file(), false);
  }

  private static String type(Executable act) {
    return catchThrowableOfType(ApplicationFailure.class, act::execute).getType();
  }

  @Test
  void theTokenArrivesAndIsInNothingThatIsSent() throws IOException {
    HostKey key = receiving.tellKey(plan());
    SealedInfo sealed = giving.seal(plan(), key);

    assertThat(receiving.open(plan(), sealed).outcome()).isEqualTo(Outcome.DONE);

    assertThat(Files.readString(file()).strip()).isEqualTo(TOKEN + ':' + miner.address());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(plan() + " " + key + sealed).doesNotContain(TOKEN, "planted");
    byte[] box = Base64.getDecoder().decode(sealed.box());
    assertThat(new String(box, StandardCharsets.ISO_8859_1)).doesNotContain("planted");
  }

  @Test
  void aDaemonsTokenAloneIsWrittenForAMinersUnit() throws IOException {
    HandOverPlan whole = plan();
    HandOverPlan token =
        new HandOverPlan(
            whole.scope(),
            whole.from(),
            HandOverPlan.Of.DAEMON,
            whole.api(),
            whole.address(),
            whole.file(),
            HandOverPlan.Content.TOKEN,
            System.getProperty("user.name"));

    receiving.open(token, giving.seal(token, receiving.tellKey(token)));

    assertThat(file()).hasContent(TOKEN);
  }

  @Test
  void aFileThatItsReaderCannotBeGivenIsToldOf() {
    HandOverPlan whole = plan();
    HandOverPlan foreign =
        new HandOverPlan(
            whole.scope(),
            whole.from(),
            whole.of(),
            whole.api(),
            whole.address(),
            whole.file(),
            whole.content(),
            "nobody-of-that-name");
    SealedInfo sealed = giving.seal(foreign, receiving.tellKey(foreign));

    assertThat(type(() -> receiving.open(foreign, sealed))).isEqualTo("TOKEN_FILE_OWNER");
  }

  @Test
  void whatIsSoAlreadyIsNotWrittenAgain() throws IOException {
    receiving.open(plan(), giving.seal(plan(), receiving.tellKey(plan())));
    Object written = Files.readAttributes(file(), "unix:ino").get("ino");

    HostKey again = receiving.tellKey(plan());

    assertThat(again.receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(giving.seal(plan(), again).receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(receiving.open(plan(), giving.seal(plan(), again)).outcome())
        .isEqualTo(Outcome.ALREADY_SO);
    assertThat(Files.readAttributes(file(), "unix:ino").get("ino")).isEqualTo(written);

    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(receiving.open(plan(), giving.seal(plan(), again)).outcome())
        .isEqualTo(Outcome.DONE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void nobodyElseOpensIt() {
    SealedInfo sealed = giving.seal(plan(), receiving.tellKey(plan()));

    assertThat(type(() -> host("c").open(plan(), sealed))).isEqualTo("NOT_SEALED_FOR_US");
    HandOverPlan otherFile = plan(folder.resolve("b/public"), false);
    assertThat(type(() -> receiving.open(otherFile, sealed))).isEqualTo("NOT_SEALED_FOR_US");
    SealedInfo changed =
        new SealedInfo(sealed.receipt(), "A" + sealed.box().substring(1), sealed.network());
    assertThat(type(() -> receiving.open(plan(), changed))).isEqualTo("NOT_SEALED_FOR_US");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aHostThatTellsAnotherKeyIsGivenNothing() throws IOException {
    giving.seal(plan(), receiving.tellKey(plan()));
    HostKey other = host("c").tellKey(plan());

    assertThat(type(() -> giving.seal(plan(), other))).isEqualTo("HOST_KEY_CHANGED");

    Files.delete(folder.resolve("a/known-hosts/b"));
    assertThat(giving.seal(plan(), other).box()).isNotEmpty();
  }

  @Test
  void aTokenThatMayDoTooLittleIsToldOf() {
    miner.answering("AuthVerify", "[\"read\"]");
    SealedInfo sealed = giving.seal(plan(), receiving.tellKey(plan()));

    assertThat(type(() -> receiving.open(plan(), sealed))).isEqualTo("TOKEN_TAKEN_BADLY");
  }

  @Test
  void anAddressThatLeadsBackIsRefusedBeforeAnythingIsWritten() {
    SealedInfo sealed = giving.seal(plan(), receiving.tellKey(plan()));
    SealedInfo fromAnother = new SealedInfo(sealed.receipt(), sealed.box(), "another machine");

    assertThat(type(() -> receiving.open(plan(), fromAnother))).isEqualTo("HANDED_LOOPBACK");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aDryRunMakesNeitherKeyNorFile() {
    HandOverPlan dry = plan(file(), true);
    HostKey key = receiving.tellKey(dry);
    receiving.open(dry, giving.seal(dry, key));

    assertThat(folder.resolve("b/host-key")).doesNotExist();
    assertThat(folder.resolve("a/known-hosts")).doesNotExist();
    assertThat(file()).doesNotExist();
  }

  @Test
  void theKeyPairIsMadeOnceForItsOwnerAlone() throws IOException {
    String told = receiving.tellKey(plan()).publicKey();

    assertThat(host("b").tellKey(plan()).publicKey()).isEqualTo(told);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("b/host-key"))))
        .isEqualTo("rw-------");
    Files.writeString(folder.resolve("b/host-key"), "half of a key");
    assertThat(type(() -> receiving.tellKey(plan()))).isEqualTo("HOST_KEY_UNREADABLE");
  }
}
