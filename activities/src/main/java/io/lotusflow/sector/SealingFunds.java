package io.lotusflow.sector;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.FullNode;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether those who pay can pay for all sectors that are not on the chain yet, and one more: the
 * deposit that goes with a pre-commit, what the initial pledge is above it, and the gas of both
 * messages.
 */
final class SealingFunds {

  /** Pre-commit and prove-commit of one sector, with some margin; batches take less. */
  private static final BigInteger GAS = BigInteger.valueOf(120_000_000);

  /** The base fee may rise by an eighth with each block until a message is in. */
  private static final BigInteger FEE_MARGIN = BigInteger.valueOf(3);

  /** Nothing has been paid yet; what a message that waits carries is still in the wallet. */
  private static final Set<String> NEW =
      Set.of(
          "Empty",
          "WaitDeals",
          "AddPiece",
          "AddPieceFailed",
          "Packing",
          "GetTicket",
          "PreCommit1",
          "PreCommit2",
          "SealPreCommit1Failed",
          "SealPreCommit2Failed",
          "RecoverDealIDs",
          "PreCommitting",
          "SubmitPreCommitBatch",
          "PreCommitWait",
          "PreCommitBatchWait",
          "PreCommitFailed");

  /** The deposit has been paid, what the pledge is above it has not. */
  private static final Set<String> PRE_COMMITTED =
      Set.of(
          "WaitSeed",
          "Committing",
          "ComputeProofFailed",
          "RemoteCommitFailed",
          "CommitFinalize",
          "CommitFinalizeFailed",
          "SubmitCommit",
          "SubmitCommitAggregate",
          "CommitWait",
          "CommitAggregateWait",
          "CommitFailed");

  private final FullNode node;
  private final SealingConfig config;

  SealingFunds(FullNode node, SealingConfig config) {
    this.node = node;
    this.config = config;
  }

  /** Who have too little, and of how much. */
  record Shortage(String address, AttoFil balance, AttoFil needed) {}

  /**
   * @param states of the miner's sectors
   * @param open of the batch, of which some may be too new to have a state
   */
  Optional<Shortage> find(PledgeGround ground, Map<String, Integer> states, int open) {
    AttoFil collateral = collateral(ground, states, open);
    AttoFil gas = gas(Math.max(open, SealingRoom.sealing(states)) + 1);
    if (!config.fromMiner()) {
      return wallets(ground, gas.plus(collateral));
    }
    AttoFil free = atLeastZero(node.availableBalance(ground.actor()).minus(config.kept()));
    if (!config.fallback()) {
      return shortage(ground.actor(), free, collateral).or(() -> wallets(ground, gas));
    }
    return wallets(ground, gas.plus(atLeastZero(collateral.minus(free))));
  }

  /** Control addresses that send such messages, and the worker, together. */
  private Optional<Shortage> wallets(PledgeGround ground, AttoFil needed) {
    Set<String> payers = new LinkedHashSet<>(config.payers());
    payers.add(node.minerInfo(ground.actor()).worker());
    AttoFil balance = payers.stream().map(node::balance).reduce(AttoFil.ZERO, AttoFil::plus);
    return shortage(String.join(", ", payers), balance, needed);
  }

  /** The node's own estimates, which are a tenth above the amounts of the moment. */
  private AttoFil collateral(PledgeGround ground, Map<String, Integer> states, int open) {
    AttoFil deposit = node.preCommitDeposit(ground.actor(), ground.sectorSize());
    AttoFil rest =
        atLeastZero(node.initialPledge(ground.actor(), ground.sectorSize()).minus(deposit));
    int preCommitted = count(states, PRE_COMMITTED);
    int unseen = Math.max(0, open - SealingRoom.sealing(states));
    int toPreCommit = count(states, NEW) + unseen + 1;
    return times(deposit, toPreCommit).plus(times(rest, toPreCommit + preCommitted));
  }

  private AttoFil gas(int sectors) {
    AttoFil each = new AttoFil(node.head().baseFee().atto().multiply(GAS).multiply(FEE_MARGIN));
    return times(each, sectors);
  }

  private static int count(Map<String, Integer> states, Set<String> wanted) {
    return states.entrySet().stream()
        .filter(state -> wanted.contains(state.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static AttoFil times(AttoFil amount, int times) {
    return new AttoFil(amount.atto().multiply(BigInteger.valueOf(times)));
  }

  private static AttoFil atLeastZero(AttoFil amount) {
    return amount.compareTo(AttoFil.ZERO) < 0 ? AttoFil.ZERO : amount;
  }

  private static Optional<Shortage> shortage(String address, AttoFil balance, AttoFil needed) {
    return balance.compareTo(needed) >= 0
        ? Optional.empty()
        : Optional.of(new Shortage(address, balance, needed));
  }
}
