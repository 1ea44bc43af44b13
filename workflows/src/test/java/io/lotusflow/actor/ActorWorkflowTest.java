package io.lotusflow.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lotusflow.catalogue.ProcedureEnvironment;
import io.lotusflow.install.Plans;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Receipt;
import io.lotusflow.run.Scope;
import io.lotusflow.run.TaskQueues;
import io.lotusflow.wallet.Funds;
import io.lotusflow.wallet.KeysPlan;
import io.lotusflow.wallet.MinerWallets;
import io.lotusflow.wallet.NewKey;
import io.lotusflow.wallet.WalletActivities;
import io.lotusflow.wallet.WalletNewPlan;
import io.lotusflow.wallet.WalletPlan;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActorWorkflowTest {

  private final FakeActor actor = new FakeActor();
  private TestWorkflowEnvironment temporal;
  private WorkflowStub run;

  /** A miner with worker t0101; a proposed one may be confirmed seven hours later. */
  private static final class FakeActor implements ActorActivities {
    final List<String> calls = new CopyOnWriteArrayList<>();
    volatile List<String> changes = List.of("add t0102");
    volatile String proposed = "";
    volatile Duration left = Duration.ZERO;

    @Override
    public ActorLook look(ActorPlan plan) {
      calls.add("look");
      Duration now = left;
      left = Duration.ZERO;
      return new ActorLook(Receipt.done("looked"), "t01000", changes, "t0100", proposed, now);
    }

    @Override
    public Receipt send(ActorPlan plan, ActorLook look) {
      calls.add("send " + look.changes());
      changes = List.of();
      if (plan.act() == ActorPlan.Act.WORKER) {
        proposed = "t0105";
        left = Duration.ofHours(7);
      }
      return Receipt.done("");
    }

    @Override
    public Receipt confirmWorker(ActorPlan plan, ActorLook look) {
      calls.add("confirm " + look.proposed());
      return Receipt.done("");
    }
  }

  private final class FakeWallets implements WalletActivities {
    @Override
    public MinerWallets makeWallets(WalletPlan plan) {
      throw new AssertionError();
    }

    @Override
    public Receipt backUpKeys(WalletPlan plan, MinerWallets wallets) {
      throw new AssertionError();
    }

    @Override
    public NewKey makeKey(WalletNewPlan plan) {
      throw new AssertionError();
    }

    @Override
    public Receipt saveKeys(KeysPlan plan, List<String> addresses) {
      actor.calls.add("save keys");
      return Receipt.done("");
    }

    @Override
    public Funds readFunds(WalletPlan plan, MinerWallets wallets) {
      throw new AssertionError();
    }

    @Override
    public Receipt askFaucet(WalletPlan plan, Funds funds) {
      throw new AssertionError();
    }
  }

  @BeforeEach
  void begin() {
    temporal = ProcedureEnvironment.of(Plans.HOST, actor, new FakeWallets());
  }

  @AfterEach
  void end() {
    temporal.close();
  }

  private void start(ActorPlan.Act act, Scope scope, boolean approved) {
    NodeApi api = NodeApi.local("/srv/lotus/miner", "/ip4/127.0.0.1/tcp/2345/http");
    KeysPlan keys = new KeysPlan(scope, api, "/usr/local/bin/lotus", "/srv/lotus/key-backup");
    run =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "Actor",
                WorkflowOptions.newBuilder()
                    .setWorkflowId("actor/n")
                    .setTaskQueue(TaskQueues.WORKFLOWS)
                    .build());
    run.start(new ActorPlan(scope, act, api, api, List.of("t3x"), keys, approved));
  }

  private Receipt result() {
    return run.getResult(Receipt.class);
  }

  @Test
  void savesTheKeysBeforeItSends() {
    start(ActorPlan.Act.CONTROL, Plans.nodeAndMiner().scope(), true);
    assertThat(result().note()).isEqualTo("add t0102");
    assertThat(actor.calls).containsExactly("look", "save keys", "send [add t0102]");
  }

  @Test
  void sendsNothingUntilSomebodyApproves() {
    start(ActorPlan.Act.WITHDRAW, Plans.nodeAndMiner().scope(), false);
    await().until(() -> actor.calls.contains("save keys"));
    temporal.sleep(Duration.ofDays(3));
    assertThat(actor.calls).containsExactly("look", "save keys");
    run.update("approve", Void.class, "Actor.Send");
    result();
    assertThat(actor.calls).last().isEqualTo("send [add t0102]");
  }

  @Test
  void sendsNothingWhereItIsSoAlready() {
    actor.changes = List.of();
    start(ActorPlan.Act.CONTROL, Plans.nodeAndMiner().scope(), true);
    assertThat(result().note()).isEqualTo("looked");
    assertThat(actor.calls).containsExactly("look");
  }

  @Test
  void onlyLooksInADryRun() {
    start(ActorPlan.Act.CONTROL, Plans.nodeAndMiner().scope().asDryRun(), true);
    result();
    assertThat(actor.calls).containsExactly("look", "save keys");
  }

  @Test
  void waitsUntilAWorkerMayBeConfirmed() {
    start(ActorPlan.Act.WORKER, Plans.nodeAndMiner().scope(), true);
    long begun = temporal.currentTimeMillis();
    result();
    assertThat(actor.calls)
        .containsExactly("look", "save keys", "send [add t0102]", "look", "look", "confirm t0105");
    assertThat(Duration.ofMillis(temporal.currentTimeMillis() - begun))
        .isGreaterThanOrEqualTo(Duration.ofHours(7));
  }

  @Test
  void goesOnWithAProposalOfAnEarlierRun() {
    actor.changes = List.of();
    actor.proposed = "t0105";
    start(ActorPlan.Act.WORKER, Plans.nodeAndMiner().scope(), true);
    result();
    assertThat(actor.calls).containsExactly("look", "save keys", "look", "confirm t0105");
  }
}
