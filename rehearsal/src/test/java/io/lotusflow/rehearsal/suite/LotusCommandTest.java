package io.lotusflow.rehearsal.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code lotus} with a running daemon, and the daemon's RPC, each held to the transcript it names.
 */
class LotusCommandTest {
  @TempDir static Path folder;
  private static Rig rig;
  private static String address;

  @BeforeAll
  static void startDaemon() throws Exception {
    rig = new Rig(folder);
    rig.startDaemon();
    address = rig.funded("bls", 1000);
  }

  @AfterAll
  static void stopDaemon() {
    rig.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "001-version|--version",
        "018-auth-api-info-noperm|auth api-info",
        "016-auth-api-info-admin|auth api-info --perm admin",
        "019-auth-create-token-read|auth create-token --perm read",
        "021-auth-create-token-badperm|auth create-token --perm root",
        "027-net-reachability|net reachability",
        "028-chain-head|chain head",
        "029-chain-list|chain list --count 5",
        "030-wallet-new-bls|wallet new bls",
        "036-chain-unknown-subcommand|chain nosuch",
        "037-unknown-command|nosuch",
        "038-unknown-flag|chain head --nosuch",
        "060-chain-export-too-few-stateroots|chain export --recent-stateroots=100 --skip-old-msgs snap-x.car",
        "061-chain-export-skip-without-recent|chain export --skip-old-msgs snap-x.car",
        "081-send-bad-address|send t1nonsense 1",
        "269-lotus-backup|backup /tmp/meta.backup",
        "276-wallet-set-default-bad|wallet set-default t1ceb34gnsc6qk5dt6n7xg6ycwzasjhbxm3iylkiy",
        "277-wallet-new-bad-type|wallet new foo",
      })
  void answersAsTheRealCommand(String transcript, String command) throws Exception {
    Rig.Ended ended = rig.run("LotusMain", Map.of("PWD", folder.toString()), inFolder(command));
    assertThat(ended.transcript()).isEqualTo(Transcript.named(transcript).normal());
  }

  private static String[] inFolder(String command) {
    return command.replace("snap-x.car", folder.resolve("snap-x.car").toString()).split(" ");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "010-lotus-path-wrong|LOTUS_PATH=/nonexistent/repo|chain head",
        "012-wrong-token-read|FULLNODE_API_INFO=badtoken:/ip4/127.0.0.1/tcp/PORT/http|chain head",
        "013-no-token-read|FULLNODE_API_INFO=/ip4/127.0.0.1/tcp/PORT/http|chain head",
        "014-no-token-write|FULLNODE_API_INFO=/ip4/127.0.0.1/tcp/PORT/http|wallet new bls",
        "015-connection-refused|FULLNODE_API_INFO=/ip4/127.0.0.1/tcp/1/http|chain head",
      })
  void findsItsNodeAsTheRealCommand(String transcript, String variable, String command)
      throws Exception {
    String[] pair = variable.replace("PORT", Integer.toString(rig.daemonPort)).split("=", 2);
    Rig.Ended ended = rig.run("LotusMain", Map.of(pair[0], pair[1]), command.split(" "));
    assertThat(ended.transcript()).isEqualTo(Transcript.named(transcript).normal());
  }

  /** Transcripts 078, 080, 082, 086. */
  @Test
  void sendsAndFindsAMessage() throws Exception {
    Rig.Ended sent = rig.lotus("send", "--from", address, "t01000", "1");
    assertThat(sent.transcript().stdout())
        .isEqualTo(
            Transcript.named("078-send-1").normal().stdout().replace("to: ADDRESS", "to: ID"));
    String cid = sent.out().strip().substring(sent.out().strip().lastIndexOf('\n') + 1);
    Rig.Ended waited = rig.lotus("state", "wait-msg", cid);
    assertThat(waited.out().replaceAll("Gas Used: \\d+", "Gas Used: N"))
        .containsPattern("Executed in tipset: \\[bafy.*\\]\nExit Code: 0\nGas Used: N\nReturn: \n");
    assertThat(rig.lotus("state", "search-msg", cid).out()).isEqualTo(waited.out());
    Rig.Ended tooMuch = rig.lotus("send", "--from", address, "t01000", "100000000");
    assertThat(tooMuch.err().replaceAll("balance [0-9.]+", "balance B"))
        .isEqualTo(
            Transcript.named("080-send-too-much")
                .stderr()
                .replaceAll("balance [0-9.]+", "balance B"));
    String empty = rig.lotus("wallet", "new", "bls").out().strip();
    assertThat(rig.lotus("send", "--from", empty, "t01000", "1").transcript().stderr())
        .isEqualTo(Transcript.named("082-send-from-empty").normal().stderr());
  }

  @Test
  void keysGoOutAndIn() throws Exception {
    String key = rig.lotus("wallet", "new", "secp256k1").out().strip();
    String hex = rig.lotus("wallet", "export", key).out().strip();
    assertThat(hex).startsWith("7b2254797065223a22");
    Path file = Files.writeString(folder.resolve("key"), hex);
    assertThat(rig.lotus("wallet", "import", file.toString()).transcript())
        .isEqualTo(Transcript.named("006-wallet-import-again").normal());
    rig.lotus("wallet", "delete", key);
    assertThat(rig.lotus("wallet", "import", file.toString()).out())
        .isEqualTo("imported key " + key + " successfully!\n");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "041-rpc-v1-version|/rpc/v1|Version|[]",
        "042-rpc-v0-version|/rpc/v0|Version|[]",
        "047-rpc-v1-stateminerinfo-noactor|/rpc/v1|StateMinerInfo|[\"t09999\",null]",
        "048-rpc-v1-unknown-method|/rpc/v1|NoSuch|[]",
        "049-rpc-v1-bad-params|/rpc/v1|StateMinerInfo|[\"nonsense\",null]",
        "050-rpc-v1-wrong-param-count|/rpc/v1|StateMinerInfo|[]",
        "425-rpc-v1-stateminerpartitions-1000-dl10|/rpc/v1|StateMinerPartitions|[\"t01000\",10,null]",
        "426-rpc-v1-stateminerfaults-1000|/rpc/v1|StateMinerFaults|[\"t01000\",null]",
        "445-rpc-v1-stateminerpartitions-baddl|/rpc/v1|StateMinerPartitions|[\"t01000\",48,null]",
        "457-rpc-v1-statesearchmsg-unknown|/rpc/v1|StateSearchMsg|[null,{\"/\":\"bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2\"},100,true]",
        "463-rpc-v1-autonat|/rpc/v1|NetAutoNatStatus|[]",
        "483-rpc-v1-authverify-bad|/rpc/v1|AuthVerify|[\"nonsense\"]",
      })
  void answersRpcAsTheRealNode(String transcript, String path, String method, String parameters)
      throws Exception {
    HttpResponse<String> answer = call(path, rig.token("node"), method, parameters);
    Transcript expected = Transcript.named(transcript);
    assertThat(normalBody(answer.body())).isEqualTo(normalBody(expected.body()));
    if (expected.stdout().startsWith("HTTP")) {
      assertThat(answer.statusCode()).isEqualTo(expected.httpStatus());
    }
  }

  private static String normalBody(String body) {
    return Transcript.normal(body).strip().replaceAll("\"BlockDelay\":\\d+", "\"BlockDelay\":N");
  }

  private static HttpResponse<String> call(
      String path, String token, String method, String parameters)
      throws IOException, InterruptedException {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin."
            + method
            + "\",\"params\":"
            + parameters
            + "}";
    return rig.post(rig.daemonPort, path, token, body);
  }

  /** Transcripts 051, 052, 053, 054. */
  @Test
  void holdsCallersToTheirPermissions() throws Exception {
    assertThat(call("/rpc/v1", "xyz", "Version", "[]").statusCode())
        .isEqualTo(Transcript.named("051-rpc-v1-bad-token").httpStatus());
    assertThat(call("/rpc/v1", "", "Version", "[]").statusCode()).isEqualTo(200);
    assertThat(call("/rpc/v1", "", "WalletNew", "[\"bls\"]").body().strip())
        .isEqualTo(Transcript.named("053-rpc-v1-no-token-write").body());
    HttpResponse<String> garbage = rig.post(rig.daemonPort, "/rpc/v1", "", "garbage");
    assertThat(garbage.statusCode()).isEqualTo(500);
    assertThat(garbage.body().strip()).isEqualTo(Transcript.named("054-rpc-v1-not-json").body());
  }

  /** Transcript 471. */
  @Test
  void refusesTipsetsOfTheFuture() throws Exception {
    String body = call("/rpc/v1", "", "ChainGetTipSetByHeight", "[9999999,null]").body();
    assertThat(body.replaceAll("head: \\d+", "head: N").strip())
        .isEqualTo(
            Transcript.named("471-rpc-v1-tipsetbyheight-future")
                .body()
                .replaceAll("head: \\d+", "head: N"));
  }

  /** The head's JSON has the keys of transcript 472, and so have its parts. */
  @Test
  void showsTheHeadWithAllItsFields() throws Exception {
    Map<String, Object> real = block(Transcript.named("472-rpc-v1-chainhead").body());
    Map<String, Object> ours = block(call("/rpc/v1", "", "ChainHead", "[]").body());
    assertThat(ours.keySet()).containsExactlyElementsOf(real.keySet());
  }

  private static Map<String, Object> block(String body) {
    Object tipset = Json.asObject(Json.parse(body)).get("result");
    return Json.asObject(Json.asList(Json.asObject(tipset).get("Blocks")).get(0));
  }

  @Test
  void answers503AsOftenAsOrdered() throws Exception {
    rig.order("rpc-503", "2");
    assertThat(call("/rpc/v1", "", "Version", "[]").statusCode()).isEqualTo(503);
    assertThat(call("/rpc/v1", "", "Version", "[]").statusCode()).isEqualTo(503);
    assertThat(call("/rpc/v1", "", "Version", "[]").statusCode()).isEqualTo(200);
  }
}
