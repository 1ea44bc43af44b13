package io.lotusflow.wallet;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.RpcFailed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The addresses of a miner and of its daemon, with what each has and what it is for. */
public final class MinerPurse {
  private final FullNode node;

  public MinerPurse(FullNode node) {
    this.node = node;
  }

  /**
   * One address.
   *
   * @param id empty while the chain does not know it
   * @param key empty where it is no key but a contract
   * @param uses {@code owner}, {@code worker}, {@code control-0} …, {@code beneficiary}; empty for
   *     a key that the miner does not use
   * @param here whether the daemon has the key
   */
  public record Purse(String id, String key, List<String> uses, AttoFil balance, boolean here) {
    public Purse {
      uses = List.copyOf(uses);
    }

    /** It pays for messages of the miner, so it must not run dry. */
    public boolean pays() {
      return uses.stream().anyMatch(use -> use.equals("worker") || use.startsWith("control-"));
    }
  }

  /** Addresses of the miner, in Lotus' order. */
  public List<Purse> ofMiner(String actor) {
    MinerInfo info = node.minerInfo(actor);
    Map<String, List<String>> uses = new LinkedHashMap<>();
    use(uses, info.owner(), "owner");
    use(uses, info.worker(), "worker");
    for (int i = 0; i < info.controls().size(); i++) {
      use(uses, info.controls().get(i), "control-" + i);
    }
    use(uses, info.beneficiary(), "beneficiary");
    info.newWorker().ifPresent(proposed -> use(uses, proposed, "new-worker"));
    List<Purse> purses = new ArrayList<>();
    uses.forEach((id, names) -> purses.add(ofMiner(id, names)));
    return purses;
  }

  private static void use(Map<String, List<String>> uses, String id, String name) {
    uses.computeIfAbsent(id, any -> new ArrayList<>()).add(name);
  }

  private Purse ofMiner(String id, List<String> uses) {
    String key = key(id).orElse("");
    boolean here = !key.isEmpty() && node.hasKey(key);
    return new Purse(id, key, uses, node.balance(id), here);
  }

  private Optional<String> key(String id) {
    try {
      return Optional.of(node.accountKey(id));
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.REFUSED) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /**
   * Those of the miner first, then the other keys of the daemon.
   *
   * @param actor empty where there is no miner
   */
  public List<Purse> all(Optional<String> actor) {
    List<Purse> all = new ArrayList<>(actor.map(this::ofMiner).orElse(List.of()));
    for (String key : node.wallets()) {
      if (all.stream().noneMatch(purse -> purse.key().equals(key))) {
        String id = node.lookUpId(key).orElse("");
        all.add(new Purse(id, key, List.of(), node.balance(key), true));
      }
    }
    return all;
  }
}
