package io.lotusflow.rehearsal.suite.miner;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.daemon.InfoText;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Fil;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.PrintStream;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code lotus-miner info}. */
final class InfoCommand {
  private final RpcClient miner;
  private final FullNode node;
  private final Invocation invocation;
  private final PrintStream out;

  InfoCommand(RpcClient miner, FullNode node, Invocation invocation) {
    this.miner = miner;
    this.node = node;
    this.invocation = invocation;
    this.out = invocation.out();
  }

  void run() {
    String address = Json.asText(miner.call("ActorAddress"));
    List<Object> subsystems =
        Build.hasMarket() ? List.of() : Json.asList(miner.call("RuntimeSubsystems"));
    out.println(
        "Enabled subsystems: ["
            + String.join(" ", subsystems.stream().map(Json::asText).toList())
            + "]");
    out.println(
        "StartTime: " + InfoText.startTime(Instant.parse(Json.asText(miner.call("StartTime")))));
    Map<String, Object> head = node.object("ChainHead");
    Map<String, Object> block = Json.asObject(Json.asList(head.get("Blocks")).get(0));
    String fee = Fil.brief(new BigInteger(Json.asText(block.get("ParentBaseFee"))));
    out.println("Chain: " + InfoText.sync(head) + " [basefee " + fee + "]");
    Map<String, Object> info = node.object("StateMinerInfo", address, null);
    out.println(
        "Miner: "
            + address
            + " ("
            + Sizes.print(Json.asLong(info.get("SectorSize")))
            + " sectors)");
    power(node.object("StateMinerPower", address, null));
    balances(address, info);
    out.println("\nBeneficiary:\t" + info.get("Beneficiary") + "\n");
    if (!invocation.isTrue("hide-sectors-info")) {
      out.println("Sectors:\n\tTotal: " + Json.asList(miner.call("SectorsList")).size() + "\n");
    }
    out.println(
        "Workers: Seal("
            + Json.asObject(miner.call("WorkerStats")).size()
            + ") WdPoSt(0) WinPoSt(0)");
  }

  private void power(Map<String, Object> power) {
    Map<String, Object> own = Json.asObject(power.get("MinerPower"));
    Map<String, Object> total = Json.asObject(power.get("TotalPower"));
    long adjusted = number(own, "QualityAdjPower");
    long allAdjusted = number(total, "QualityAdjPower");
    long raw = number(own, "RawBytePower");
    long allRaw = number(total, "RawBytePower");
    out.println(
        "Power: "
            + Sizes.deci(adjusted)
            + " / "
            + Sizes.deci(allAdjusted)
            + " ("
            + percent(adjusted, allAdjusted)
            + ")");
    out.println(
        "\tRaw: "
            + Sizes.print(raw)
            + " / "
            + Sizes.print(allRaw)
            + " ("
            + percent(raw, allRaw)
            + ")");
    out.println("\tCommitted: 0 B\n\tProving: 0 B");
    if (!Boolean.TRUE.equals(power.get("HasMinPower"))) {
      out.println("Below minimum power threshold, no blocks will be won");
    }
  }

  private static long number(Map<String, Object> claim, String key) {
    return Long.parseLong(Json.asText(claim.get(key)));
  }

  private static String percent(long part, long whole) {
    return String.format("%.4f%%", whole == 0 ? 0.0 : 100.0 * part / whole);
  }

  private void balances(String address, Map<String, Object> info) {
    BigInteger total = balance(address);
    BigInteger available =
        new BigInteger(Json.asText(node.call("StateMinerAvailableBalance", address, null)));
    BigInteger worker = balance(info.get("Worker"));
    BigInteger controls = BigInteger.ZERO;
    for (Object control : Json.asList(info.get("ControlAddresses"))) {
      controls = controls.add(balance(control));
    }
    out.println("Miner Balance:    " + Fil.brief(total));
    out.println("      PreCommit:  0\n      Pledge:     0");
    out.println("      Vesting:    " + Fil.brief(total.subtract(available)));
    out.println("      Available:  " + Fil.brief(available));
    out.println("Market Balance:   0\n       Locked:    0\n       Available: 0");
    out.println("Worker Balance:   " + Fil.brief(worker));
    if (controls.signum() > 0) {
      out.println("       Control:   " + Fil.brief(controls));
    }
    out.println("Total Spendable:  " + Fil.brief(available.add(worker).add(controls)));
  }

  private BigInteger balance(Object address) {
    return new BigInteger(Json.asText(node.call("WalletBalance", address)));
  }
}
