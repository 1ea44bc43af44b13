package io.lotusflow.actor;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.FilAddress;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MethodParams;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.PeerId;
import io.lotusflow.lotus.UnsignedMessage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What one change of a miner actor means on the chain: lines for people, and its message. */
final class ActorChange {
  private final ActorPlan plan;
  private final FullNode node;
  private final String actor;
  private final MinerInfo info;

  ActorChange(ActorPlan plan, FullNode node, String actor) {
    this.plan = plan;
    this.node = node;
    this.actor = actor;
    this.info = node.minerInfo(actor);
  }

  /** Id address of who has to sign. */
  String sender() {
    return switch (plan.act()) {
      case CONTROL, WITHDRAW, WORKER -> info.owner();
      case PEER_ID, ADDRESSES -> info.worker();
    };
  }

  MinerInfo info() {
    return info;
  }

  /** What would be different; refuses what the chain would refuse. */
  List<String> lines() {
    return switch (plan.act()) {
      case CONTROL -> controls();
      case WITHDRAW -> List.of("withdraw " + amount() + " to " + info.beneficiary());
      case WORKER -> worker();
      case PEER_ID -> peerId();
      case ADDRESSES -> addresses();
    };
  }

  /** Without nonce and gas. */
  UnsignedMessage message(String from) {
    return switch (plan.act()) {
      case CONTROL ->
          draft(
              from,
              MethodParams.CHANGE_WORKER,
              MethodParams.changeWorker(info.worker(), plan.words()));
      case WITHDRAW -> draft(from, MethodParams.WITHDRAW, MethodParams.withdraw(amount()));
      case WORKER ->
          draft(
              from,
              MethodParams.CHANGE_WORKER,
              MethodParams.changeWorker(plan.words().get(0), info.controls()));
      case PEER_ID ->
          draft(
              from,
              MethodParams.CHANGE_PEER_ID,
              MethodParams.peerId(PeerId.bytes(plan.words().get(0))));
      case ADDRESSES ->
          draft(from, MethodParams.CHANGE_MULTIADDRS, MethodParams.multiaddrs(multiaddrs()));
    };
  }

  UnsignedMessage confirmation(String from) {
    return draft(from, MethodParams.CONFIRM_WORKER, new byte[0]);
  }

  private UnsignedMessage draft(String from, long method, byte[] params) {
    return UnsignedMessage.draft(from, actor, method, params);
  }

  private List<String> controls() {
    Set<String> wanted = new HashSet<>();
    List<String> lines = new ArrayList<>();
    for (String address : plan.words()) {
      String id = known(address);
      if (!wanted.add(id)) {
        throw ActorProblem.ACTOR_ADDRESS_WRONG.because(address, "named twice");
      }
      if (!info.controls().contains(id)) {
        String key = node.hasKey(node.accountKey(id)) ? "" : " (its key is not with this daemon)";
        lines.add("add " + address + key);
      }
    }
    for (String id : info.controls()) {
      if (!wanted.contains(id)) {
        lines.add("remove " + id + " " + node.accountKey(id));
      }
    }
    return lines;
  }

  private List<String> worker() {
    String wanted = plan.words().get(0);
    String id = known(wanted);
    if (!new FilAddress(node.accountKey(id)).isBls()) {
      throw ActorProblem.ACTOR_ADDRESS_WRONG.because(wanted, "not of a BLS key");
    }
    if (!node.hasKey(node.accountKey(id))) {
      throw ActorProblem.ACTOR_KEY_ABSENT.because(wanted);
    }
    if (info.newWorker().isPresent() && !info.newWorker().get().equals(id)) {
      throw ActorProblem.ACTOR_CHANGE_PENDING.because(info.newWorker().get(), info.changeEpoch());
    }
    boolean asked = info.worker().equals(id) || info.newWorker().isPresent();
    return asked ? List.of() : List.of("worker " + info.worker() + " becomes " + id + " " + wanted);
  }

  private List<String> peerId() {
    String wanted = plan.words().get(0);
    try {
      PeerId.bytes(wanted);
    } catch (IllegalArgumentException e) {
      throw ActorProblem.ACTOR_WORD_WRONG.because(wanted, e.getMessage());
    }
    return wanted.equals(info.peerId())
        ? List.of()
        : List.of("peer id " + info.peerId() + " becomes " + wanted);
  }

  private List<String> addresses() {
    List<String> encoded =
        multiaddrs().stream()
            .map(address -> Base64.getEncoder().encodeToString(address.bytes()))
            .toList();
    return encoded.equals(info.multiaddrs())
        ? List.of()
        : List.of("addresses become " + (plan.words().isEmpty() ? "none" : plan.words()));
  }

  private List<Multiaddr> multiaddrs() {
    List<Multiaddr> all = new ArrayList<>();
    for (String word : plan.words()) {
      try {
        all.add(Multiaddr.parse(word));
      } catch (IllegalArgumentException e) {
        throw ActorProblem.ACTOR_WORD_WRONG.because(word, e.getMessage());
      }
    }
    return all;
  }

  private AttoFil amount() {
    AttoFil available = node.availableBalance(actor);
    if (plan.words().isEmpty()) {
      return notNothing(available, available);
    }
    AttoFil wanted;
    try {
      wanted = AttoFil.ofFil(plan.words().get(0));
    } catch (ArithmeticException | NumberFormatException e) {
      throw ActorProblem.ACTOR_WORD_WRONG.because(plan.words().get(0), "no amount of FIL");
    }
    return notNothing(wanted, available);
  }

  private static AttoFil notNothing(AttoFil wanted, AttoFil available) {
    if (wanted.compareTo(AttoFil.ZERO) <= 0 || wanted.compareTo(available) > 0) {
      throw ActorProblem.ACTOR_TOO_MUCH.because(wanted, available);
    }
    return wanted;
  }

  private String known(String address) {
    FilAddress.wrongWith(address)
        .ifPresent(
            wrong -> {
              throw ActorProblem.ACTOR_ADDRESS_WRONG.because(address, wrong);
            });
    return node.lookUpId(address)
        .orElseThrow(() -> ActorProblem.ACTOR_ADDRESS_UNKNOWN.because(address));
  }
}
