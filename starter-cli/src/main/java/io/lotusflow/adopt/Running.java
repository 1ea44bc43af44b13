package io.lotusflow.adopt;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.MinerInfo;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.RpcFailed;
import java.util.Optional;
import java.util.function.Supplier;

/** What daemon and miner tell themselves, where they answer. */
interface Running {

  Optional<String> network(NodeApi daemon);

  /** The miner's actor. */
  Optional<String> actor(NodeApi miner);

  Optional<MinerInfo> info(NodeApi daemon, String actor);

  static Running now() {
    return new Running() {
      @Override
      public Optional<String> network(NodeApi daemon) {
        return asked(() -> FullNode.at(daemon).networkName());
      }

      @Override
      public Optional<String> actor(NodeApi miner) {
        return asked(() -> MinerApi.at(miner).actor());
      }

      @Override
      public Optional<MinerInfo> info(NodeApi daemon, String actor) {
        return asked(() -> FullNode.at(daemon).minerInfo(actor));
      }
    };
  }

  private static <T> Optional<T> asked(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (RpcFailed | IllegalArgumentException silent) {
      return Optional.empty();
    }
  }
}
