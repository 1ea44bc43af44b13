package io.lotusflow.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.FakeNode;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MessageSignature;
import io.lotusflow.lotus.MethodParams;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.UnsignedMessage;
import io.lotusflow.node.Failures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain of one sender: it takes one message of each nonce, and every look is an epoch. */
class SendingTest {

  private static final String OWNER =
      "t3usjk7qtbinnlwcetd3nsqja6eq52ckvtebbvdmyybfqkgkawqoilp73joukdfwrs77towyw5j2tfznq7cjwa";
  private static final UnsignedMessage DRAFT =
      UnsignedMessage.draft(
          OWNER,
          "t01000",
          MethodParams.CHANGE_WORKER,
          MethodParams.changeWorker("t0101", List.of()));

  /** Killed there: nothing comes back, and nothing is done afterwards. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @TempDir private Path folder;
  private final FakeNode node = new FakeNode();
  private final List<Long> signed = new ArrayList<>();

  /** Names of the messages that the pool took, and of those that the chain has. */
  private final List<String> pool = new ArrayList<>();

  private final List<String> chain = new ArrayList<>();
  private long nextNonce = 7;
  private long height = 100;
  private boolean keyIsHere = true;
  private boolean mines = true;

  @BeforeEach
  void begin() {
    node.answering("WalletHas", params -> Boolean.toString(keyIsHere))
        .answering("MpoolGetNonce", params -> Long.toString(nextNonce))
        .answering(
            "GasEstimateMessageGas", "{\"GasLimit\":1000,\"GasFeeCap\":\"5\",\"GasPremium\":\"3\"}")
        .answering("WalletSignMessage", this::sign)
        .answering("WalletVerify", "true")
        .answering("MpoolPush", this::take)
        .answering("MpoolPending", "[]")
        .answering("StateGetActor", params -> "{\"Nonce\":" + nonceOnChain() + "}")
        .answering("ChainHead", params -> head())
        .answering("StateSearchMsg", this::search);
  }

  @AfterEach
  void end() {
    node.close();
  }

  private long nonceOnChain() {
    return 7L + chain.size();
  }

  private String head() {
    height++;
    return "{\"Height\":%d,\"Blocks\":[{\"Timestamp\":1,\"ParentBaseFee\":\"100\"}]}"
        .formatted(height);
  }

  private String sign(JsonNode params) {
    signed.add(params.path(1).path("Nonce").asLong());
    String data = Base64.getEncoder().encodeToString(new byte[96]);
    return "{\"Signature\":{\"Type\":2,\"Data\":\"" + data + "\"}}";
  }

  private String take(JsonNode params) {
    String cid = nameOf(params.path(0).path("Message"));
    pool.add(cid);
    return "{\"/\":\"" + cid + "\"}";
  }

  private static String nameOf(JsonNode message) {
    return DRAFT_WITH_GAS
        .withNonce(message.path("Nonce").asLong())
        .cid(new MessageSignature(2, ""));
  }

  private static final UnsignedMessage DRAFT_WITH_GAS =
      new UnsignedMessage(
          0,
          DRAFT.to(),
          DRAFT.from(),
          0,
          DRAFT.value(),
          1000,
          AttoFil.ofAtto("5"),
          AttoFil.ofAtto("3"),
          DRAFT.method(),
          DRAFT.params());

  private String search(JsonNode params) {
    String cid = params.path(1).path("/").asText();
    String found = found(cid);
    if (mines) {
      chain.addAll(pool.stream().filter(waiting -> !chain.contains(waiting)).toList());
    }
    return found;
  }

  private String found(String cid) {
    return chain.contains(cid)
        ? "{\"Message\":{\"/\":\"%s\"},\"Receipt\":{\"ExitCode\":0},\"Height\":%d}"
            .formatted(cid, height - 10)
        : "null";
  }

  private Sending sending(Runnable beat) {
    FullNode api = FullNode.at(NodeApi.local(folder.resolve("daemon").toString(), node.address()));
    return new Sending(api, folder.resolve("messages"), "actor/n/control", "n-control", 2, beat);
  }

  private Sending sending() {
    return sending(() -> {});
  }

  private long pushes() {
    return node.calls.stream().filter(call -> call.contains(" MpoolPush")).count();
  }

  @Test
  void sendsOneMessage() {
    assertThat(sending().send(() -> DRAFT).succeeded()).isTrue();
    assertThat(signed).containsExactly(7L);
    assertThat(chain).hasSize(1);
  }

  @Test
  void anAttemptThatDiedWhileItWaitedIsGoneOnWith() {
    mines = false;
    try {
      sending(
              () -> {
                if (!pool.isEmpty()) {
                  throw new Killed();
                }
              })
          .send(() -> DRAFT);
    } catch (Killed dead) {
      mines = true;
    }
    node.refusing("MpoolPush", "message from " + OWNER + " with nonce 7 already in mpool: x");
    assertThat(
            sending()
                .send(
                    () -> {
                      throw new AssertionError("what was carried out has changed the balance");
                    })
                .succeeded())
        .isTrue();
    assertThat(signed).containsExactly(7L);
    assertThat(chain).hasSize(1);
  }

  @Test
  void aPushWhoseAnswerWasLostCountsOnce() {
    node.losing(
        "MpoolPush", () -> pool.add(DRAFT_WITH_GAS.withNonce(7).cid(new MessageSignature(2, ""))));
    assertThat(Failures.of(() -> RpcFailed.named(() -> sending().send(() -> DRAFT))).getType())
        .isEqualTo("API_UNREACHABLE");
    nextNonce = 8;
    node.refusing("MpoolPush", "message with nonce 7 already in mpool: message already exists");
    assertThat(sending().send(() -> DRAFT).succeeded()).isTrue();
    assertThat(signed).containsExactly(7L);
    assertThat(chain).hasSize(1);
  }

  @Test
  void signsAnewWhereTheMinerWasFasterWithTheNonce() {
    node.refusingOnce(
        "MpoolPush",
        "message from " + OWNER + " with nonce 7 already in mpool, increase GasPremium",
        () -> {
          nextNonce = 8;
          chain.add("another");
          node.answering("MpoolPush", this::take);
        });
    assertThat(sending().send(() -> DRAFT).succeeded()).isTrue();
    assertThat(signed).containsExactly(7L, 8L);
  }

  @Test
  void signsAnewOnlyWhenAnotherMessageHasTheNonceForGood() {
    losesThePush();
    chain.add("another");
    node.refusing("StateSearchMsg", "found message with equal nonce as the one we look for");
    node.refusingOnce(
        "MpoolPush",
        "minimum expected nonce is 8: message nonce too low",
        () ->
            node.answering(
                "MpoolPush",
                params -> {
                  node.answering("StateSearchMsg", this::search);
                  return take(params);
                }));
    assertThat(sending().send(() -> DRAFT).succeeded()).isTrue();
    assertThat(signed).containsExactly(7L, 8L);
    assertThat(chain).hasSize(2);
  }

  private void losesThePush() {
    node.losing("MpoolPush", () -> {});
    assertThat(Failures.of(() -> RpcFailed.named(() -> sending().send(() -> DRAFT))).getType())
        .isEqualTo("API_UNREACHABLE");
    nextNonce = 8;
  }

  /** It may well be this message that took the nonce: the daemon has another chain now. */
  @Test
  void sendsNothingAgainWhereTheDaemonDoesNotKnowWhatTookTheNonce() {
    losesThePush();
    chain.add("perhaps this one");
    node.refusing("StateSearchMsg", "failed to load message: ipld: could not find bafy")
        .refusing("MpoolPush", "minimum expected nonce is 8: message nonce too low");
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(Failures.of(() -> sending().send(() -> DRAFT)).getType())
          .isEqualTo("ACTOR_MESSAGE_UNCLEAR");
    }
    assertThat(signed).containsExactly(7L);
  }

  @Test
  void aMessageThatOthersMayHaveIsNotForgottenForARefusalOfThisDaemon() {
    losesThePush();
    node.refusingOnce("MpoolPush", "gas fee cap too low", () -> pool.add(nameOfFirst()));
    assertThat(sending().send(() -> DRAFT).succeeded()).isTrue();
    assertThat(signed).containsExactly(7L);
    assertThat(chain).hasSize(1);
  }

  private static String nameOfFirst() {
    return DRAFT_WITH_GAS.withNonce(7).cid(new MessageSignature(2, ""));
  }

  @Test
  void waitsForASignatureThatIsMadeElsewhere() throws Exception {
    keyIsHere = false;
    var failure = Failures.of(() -> sending().send(() -> DRAFT));
    assertThat(failure.getType()).isEqualTo("ACTOR_NEEDS_SIGNATURE");
    assertThat(pushes()).isZero();
    Path unsigned = folder.resolve("messages/n-control.unsigned.json");
    String asked = Files.readString(unsigned);
    assertThat(Failures.of(() -> sending().send(() -> DRAFT)).getType())
        .isEqualTo("ACTOR_NEEDS_SIGNATURE");
    assertThat(Files.readString(unsigned)).isEqualTo(asked);

    Signatures signatures = new Signatures(folder.resolve("messages"));
    signatures.put("actor/n/control", "02" + "ab".repeat(96));
    node.answering("WalletVerify", "false");
    assertThat(Failures.of(() -> sending().send(() -> DRAFT)).getType())
        .isEqualTo("ACTOR_SIGNATURE_WRONG");
    assertThat(pushes()).isZero();

    signatures.put("actor/n/control", "02" + "ab".repeat(96));
    node.answering("WalletVerify", "true");
    assertThat(sending().send(() -> DRAFT).succeeded()).isTrue();
    assertThat(signed).isEmpty();
    assertThat(chain).hasSize(1);
  }

  @Test
  void tellsWhyTheDaemonRefusesAndSendsNothing() {
    node.refusing("GasEstimateMessageGas", "message execution failed: exit 18");
    assertThat(Failures.of(() -> sending().send(() -> DRAFT)).getMessage()).contains("exit 18");
    assertThat(pushes()).isZero();
    assertThat(signed).isEmpty();
  }
}
