package io.lotusflow.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.FakeBinary;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.node.Failures;
import io.lotusflow.node.Plans;
import io.lotusflow.process.Programs;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Receipt.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real child process as {@code lotus} and a daemon's JSON-RPC over real HTTP. */
class WalletActivitiesTest {
  private static final String OLD =
      "t3usjk7qtbinnlwcetd3nsqja6eq52ckvtebbvdmyybfqkgkawqoilp73joukdfwrs77towyw5j2tfznq7cjwa";
  private static final List<String> NEW =
      List.of(
          "t3um7zymiaxmmrnglapua2xqiyhtqcazu3kscp73nhdwzctzqwcohbrj4xh2iwcmkcwq2z6ybngzer2zyqpexa",
          "t3suwvtc7f2niaqmxjs7edx3hwhuninxw67nokp3uxmxu2bkplsoo22xykftk5kdlbndzx4oazfdpfl5c7l5fa",
          "t3q5d7l6eg4bdtlh43hrhvpub2vaqshivkibto5344zph7amwgmcpiytszww7ppvb7cpl45taqi4atvbti53sq");
  private static final String KEY_JSON =
      "{\"Type\":\"bls\",\"PrivateKey\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"}";
  private static final String KEY =
      HexFormat.of().formatHex(KEY_JSON.getBytes(StandardCharsets.US_ASCII));

  private final FakeNode server = new FakeNode();
  private final WalletActivitiesImpl wallets = new WalletActivitiesImpl(new Programs(), beat -> {});
  @TempDir Path folder;
  private Path lotus;

  /** {@code wallet new} hands out the addresses of the file {@code new}, one per call. */
  @BeforeEach
  void make() throws IOException {
    lotus =
        FakeBinary.write(
            folder.resolve("lotus"),
            """
            case "$1 $2" in
              'wallet new') a=$(head -n 1 "$here/new"); sed -i 1d "$here/new"
                echo "$a" >> "$here/keystore"; echo "$a";;
              'wallet export') echo KEY;;
            esac
            """
                .replace("KEY", KEY));
    Files.write(folder.resolve("new"), NEW);
    Files.write(folder.resolve("keystore"), List.of(OLD));
    server.answering(
        "WalletList",
        params ->
            lines("keystore").stream()
                .map(a -> '"' + a + '"')
                .collect(Collectors.joining(",", "[", "]")));
    server.answering("WalletExport", KEY_JSON);
    server.answering(
        "ChainHead",
        "{\"Height\":7,\"Blocks\":[{\"Timestamp\":1,\"ParentBaseFee\":\"1000000000\"}]}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WalletPlan plan(String owner, String worker, String faucet) {
    return new WalletPlan(
        Plans.SCOPE,
        NodeApi.local(folder.resolve("daemon").toString(), server.address()),
        lotus.toString(),
        owner,
        worker,
        backup().toString(),
        faucet);
  }

  private WalletPlan plan() {
    return plan("", "", "");
  }

  private Path backup() {
    return folder.resolve("key-backup");
  }

  @Test
  void makesOwnerAndWorkerOnce() {
    MinerWallets made = wallets.makeWallets(plan());
    assertThat(made.owner()).isEqualTo(NEW.get(0));
    assertThat(made.worker()).isEqualTo(NEW.get(1));
    assertThat(made.receipt().outcome()).isEqualTo(Outcome.DONE);
    MinerWallets again = wallets.makeWallets(plan());
    assertThat(again.receipt().outcome()).isEqualTo(Outcome.ALREADY_SO);
    assertThat(again.owner()).isEqualTo(made.owner());
    assertThat(FakeBinary.calls(lotus, "wallet new bls")).isEqualTo(2);
  }

  @Test
  void adoptsTheWalletOfAnAttemptThatDied() throws IOException {
    WalletBook.of(plan()).write(new WalletBook.Entry(List.of(OLD), "", "", ""));
    Files.write(folder.resolve("keystore"), List.of(OLD, NEW.get(2)));
    MinerWallets made = wallets.makeWallets(plan());
    assertThat(made.owner()).isEqualTo(NEW.get(2));
    assertThat(made.worker()).isEqualTo(NEW.get(0));
    assertThat(FakeBinary.calls(lotus, "wallet new bls")).isEqualTo(1);
  }

  @Test
  void makesOnePairWhenTwoAttemptsAreAlive() throws InterruptedException {
    List<MinerWallets> made = new CopyOnWriteArrayList<>();
    List<Thread> attempts =
        List.of(
            new Thread(() -> made.add(wallets.makeWallets(plan()))),
            new Thread(() -> made.add(wallets.makeWallets(plan()))));
    attempts.forEach(Thread::start);
    for (Thread attempt : attempts) {
      attempt.join();
    }
    assertThat(made).hasSize(2);
    assertThat(made.get(0).owner()).isEqualTo(made.get(1).owner());
    assertThat(FakeBinary.calls(lotus, "wallet new bls")).isEqualTo(2);
  }

  @Test
  void usesGivenAddressesAndWantsTheirKeys() {
    assertThat(wallets.makeWallets(plan(OLD, OLD, "")).owner()).isEqualTo(OLD);
    assertThat(FakeBinary.calls(lotus, "wallet new")).isZero();
  }

  @Test
  void refusesAddressesItCannotUse() {
    assertThat(Failures.of(() -> wallets.makeWallets(plan("t01000", "", ""))).getType())
        .isEqualTo("WALLET_ADDRESS_WRONG");
    assertThat(Failures.of(() -> wallets.makeWallets(plan(NEW.get(2), OLD, ""))).getType())
        .isEqualTo("WALLET_KEY_ABSENT");
  }

  @Test
  void onlySaysWhatItWouldMakeInADryRun() {
    WalletPlan p = plan();
    WalletPlan dry =
        new WalletPlan(
            p.scope().asDryRun(), p.node(), p.binary(), "", "", p.keyBackup(), p.faucet());
    assertThat(wallets.makeWallets(dry).receipt().commands())
        .containsExactly(lotus + " wallet new bls", lotus + " wallet new bls");
    assertThat(backup()).doesNotExist();
  }

  @Test
  void backsUpKeysForTheirOwnerAlone() throws IOException {
    MinerWallets made = wallets.makeWallets(plan());
    Receipt receipt = wallets.backUpKeys(plan(), made);
    Path file = backup().resolve(made.owner() + ".key");
    assertThat(file).hasContent(KEY + "\n");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(mode(backup())).isEqualTo("rwx------");
    assertThat(receipt.toString()).doesNotContain(KEY.substring(0, 20));
    assertThat(wallets.backUpKeys(plan(), made).outcome()).isEqualTo(Outcome.ALREADY_SO);
  }

  @Test
  void believesTheDaemonAndNotTheExport() {
    MinerWallets made = wallets.makeWallets(plan());
    server.answering("WalletExport", KEY_JSON.replace("AAEC", "BBEC"));
    assertThat(Failures.of(() -> wallets.backUpKeys(plan(), made)).getType())
        .isEqualTo("KEY_BACKUP_DIFFERS");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void neverOverwritesABackupOfAnotherKey() throws IOException {
    MinerWallets made = wallets.makeWallets(plan());
    Path file = backup().resolve(made.owner() + ".key");
    Files.writeString(file, "somebody else's");
    assertThat(Failures.of(() -> wallets.backUpKeys(plan(), made)).getType())
        .isEqualTo("KEY_BACKUP_DIFFERS");
    assertThat(file).hasContent("somebody else's");
  }

  @Test
  void wantsGasAndTheDeposit() {
    server.answering("WalletBalance", "\"2000000000000000000\"");
    server.answering("StateMinerCreationDeposit", "\"1000000000000000000\"");
    MinerWallets made = wallets.makeWallets(plan());
    Funds funds = wallets.readFunds(plan(), made);
    assertThat(funds.balance()).hasToString("2 FIL");
    assertThat(funds.needed()).isEqualTo(AttoFil.ofFil("1.23"));
    assertThat(funds.enough()).isTrue();
  }

  @Test
  void wantsNothingMoreOnceTheMinerIsThere() {
    server.answering("WalletBalance", "\"0\"");
    MinerWallets made = wallets.makeWallets(plan());
    assertThat(wallets.readFunds(plan(), made).enough()).isFalse();
    WalletBook.of(plan()).noteCreated("t01000");
    assertThat(wallets.readFunds(plan(), made).enough()).isTrue();
  }

  @Test
  void asksTheFaucetOncePerShortage() throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod() + ' ' + exchange.getRequestURI());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    web.start();
    try {
      server.answering("WalletBalance", "\"0\"");
      WalletPlan plan = plan("", "", "http://127.0.0.1:" + web.getAddress().getPort() + "/faucet");
      MinerWallets made = wallets.makeWallets(plan);
      Funds funds = wallets.readFunds(plan, made);
      assertThat(wallets.askFaucet(plan, funds).outcome()).isEqualTo(Outcome.DONE);
      assertThat(wallets.askFaucet(plan, funds).outcome()).isEqualTo(Outcome.ALREADY_SO);
      assertThat(asked)
          .containsExactly(
              "POST /faucet?address=" + made.owner() + "&fil=1",
              "POST /faucet?address=" + made.worker() + "&fil=1");
    } finally {
      web.stop(0);
    }
    WalletPlan dry = plan("", "", "http://127.0.0.1:1/faucet");
    Funds more = new Funds(Receipt.alreadySo(""), OLD, AttoFil.ZERO, AttoFil.ofFil("1"));
    assertThat(wallets.askFaucet(dry, more).outcome()).isEqualTo(Outcome.SKIPPED);
  }
}
