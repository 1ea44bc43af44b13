package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;

import io.lotusflow.chain.BesidePlan;
import io.lotusflow.lotus.Multiaddr;
import java.util.List;

/** {@code [chain]}: how a living node's chain is replaced. */
public record ChainSettings(BesidePlan beside) {

  private static final long MANY_EPOCHS = 2880;

  static ChainSettings from(Table chain) {
    return new ChainSettings(
        new BesidePlan(
            chain.value("beside", "", orEmpty(Shapes.PATH)),
            chain.value("beside_api", "", orEmpty(Addresses.API.as(Multiaddr::toString))),
            chain.value("beside_libp2p", "", orEmpty(Addresses.LIBP2P.as(Multiaddr::toString))),
            chain.value("catch_up", true, Shapes.YES_OR_NO),
            chain.value("catch_up_behind", 2L, Shapes.whole(1, MANY_EPOCHS)),
            chain.value("keep_old", "6h", Shapes.DURATION),
            chain.value("outage", "3m", Shapes.DURATION),
            chain.value("margin", "5m", Shapes.DURATION),
            chain.list("miners", List.of(), Shapes.matching("[ft]0\\d+", "not-actor-address"))));
  }
}
