package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.build.Build;
import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Durations;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Fil;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import io.lotusflow.rehearsal.suite.wire.Sizes;
import java.io.PrintStream;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@code lotus state …}. */
final class StateCommands {
  private static final long CONFIDENCE = 5;

  private final RpcClient node;
  private final Invocation invocation;
  private final PrintStream out;

  StateCommands(RpcClient node, Invocation invocation) {
    this.node = node;
    this.invocation = invocation;
    this.out = invocation.out();
  }

  void run(String path) {
    switch (path) {
      case "state wait-msg" -> print(node.call("StateWaitMsg", Json.link(cid()), CONFIDENCE));
      case "state search-msg" -> search();
      case "state miner-info" -> minerInfo(invocation.arguments().only());
      case "state list-miners" ->
          Json.asList(node.call("StateListMiners", (Object) null)).forEach(out::println);
      default -> out.println("Network Version: " + node.call("StateNetworkVersion", (Object) null));
    }
  }

  private Cid cid() {
    try {
      return Cid.parse(invocation.arguments().only());
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage());
    }
  }

  private void search() {
    Cid cid = cid();
    Object found = node.call("StateSearchMsg", Json.link(cid));
    if (found == null) {
      throw new CliException("failed to find message: " + cid);
    }
    print(found);
  }

  /** Exits 0 whatever the message's own exit code was. */
  private void print(Object lookup) {
    Map<String, Object> fields = Json.asObject(lookup);
    Map<String, Object> receipt = Json.asObject(fields.get("Receipt"));
    out.println(
        "Executed in tipset: [" + Json.asCid(Json.asList(fields.get("TipSet")).get(0)) + "]");
    out.println("Exit Code: " + receipt.get("ExitCode"));
    out.println("Gas Used: " + receipt.get("GasUsed"));
    out.println("Return: " + hex(Json.asText(receipt.get("Return"))));
    if (fields.get("ReturnDec") != null) {
      out.println("Decoded return value:  " + Json.pretty(fields.get("ReturnDec")));
    }
  }

  private static String hex(String base64) {
    StringBuilder hex = new StringBuilder();
    for (byte b : Base64.getDecoder().decode(base64)) {
      hex.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return hex.toString();
  }

  private void minerInfo(String text) {
    String miner;
    try {
      miner = Address.parse(text).toString();
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage());
    }
    Map<String, Object> info = Json.asObject(node.call("StateMinerInfo", miner, null));
    out.println(
        "Available Balance: "
            + Fil.print(
                new BigInteger(Json.asText(node.call("StateMinerAvailableBalance", miner, null)))));
    out.println("Owner:\t" + info.get("Owner"));
    out.println("Worker:\t" + info.get("Worker"));
    List<Object> controls = Json.asList(info.get("ControlAddresses"));
    for (int i = 0; i < controls.size(); i++) {
      out.println("Control " + i + ": \t" + controls.get(i));
    }
    out.println("Beneficiary:\t" + info.get("Beneficiary"));
    out.println("PeerID:\t" + Json.asText(info.get("PeerId")));
    out.print("Multiaddrs:\t");
    for (Object multiaddr : Json.asList(info.get("Multiaddrs"))) {
      out.print(Multiaddr.ofBytes(Base64.getDecoder().decode(Json.asText(multiaddr))) + " ");
    }
    long size = Json.asLong(info.get("SectorSize"));
    out.println("\nConsensus Fault End:\t" + info.get("ConsensusFaultElapsed"));
    out.println("SectorSize:\t" + Sizes.print(size) + " (" + size + ")");
    power(miner);
  }

  private void power(String miner) {
    Map<String, Object> power = Json.asObject(node.call("StateMinerPower", miner, null));
    Map<String, Object> own = Json.asObject(power.get("MinerPower"));
    Map<String, Object> total = Json.asObject(power.get("TotalPower"));
    long raw = number(own, "RawBytePower");
    long allRaw = number(total, "RawBytePower");
    long adjusted = number(own, "QualityAdjPower");
    long allAdjusted = number(total, "QualityAdjPower");
    out.println(
        "Byte Power:   "
            + Sizes.print(raw)
            + " / "
            + Sizes.print(allRaw)
            + " ("
            + percent(raw, allRaw)
            + ")");
    out.println(
        "Actual Power: "
            + Sizes.deci(adjusted)
            + " / "
            + Sizes.deci(allAdjusted)
            + " ("
            + percent(adjusted, allAdjusted)
            + ")");
    Map<String, Object> deadline =
        Json.asObject(node.call("StateMinerProvingDeadline", miner, null));
    long start = Json.asLong(deadline.get("PeriodStart"));
    long ago = (Json.asLong(deadline.get("CurrentEpoch")) - start) * Build.blockDelay();
    out.println("\nProving Period Start:\t" + start + " (" + Durations.words(ago) + " ago)");
  }

  private static long number(Map<String, Object> claim, String key) {
    return Long.parseLong(Json.asText(claim.get(key)));
  }

  private static String percent(long part, long whole) {
    return String.format("%.4f%%", whole == 0 ? 0.0 : 100.0 * part / whole);
  }
}
