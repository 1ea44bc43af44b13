package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.AttoFil;
import io.lotusflow.wallet.MinerPurse.Purse;
import io.lotusflow.watch.Columns;
import java.util.List;
import java.util.stream.Collectors;

/** Addresses with their balances; what is low is said below. */
final class PurseTable {

  private static final int USE = 19;
  private static final int ID = 10;
  private static final int BALANCE = 30;
  private static final int LONG = 120;

  private final Session session;
  private final AttoFil low;

  /**
   * @param low one that pays for messages and has less is warned of
   */
  PurseTable(Session session, AttoFil low) {
    this.session = session;
    this.low = low;
  }

  void show(List<Purse> purses) {
    if (!session.wantsText()) {
      purses.forEach(purse -> session.out().println(RunsJson.text(json(purse))));
      return;
    }
    session
        .out()
        .println(
            line(
                session.text("wallet.list.use"),
                session.text("wallet.list.id"),
                session.text("wallet.list.balance"),
                session.text("wallet.list.address")));
    for (Purse purse : purses) {
      session
          .out()
          .println(
              line(
                  purse.uses().isEmpty() ? "-" : String.join(" ", purse.uses()),
                  purse.id().isEmpty() ? "-" : purse.id(),
                  purse.balance().toString(),
                  address(purse)));
    }
    purses.forEach(this::warn);
  }

  private void warn(Purse purse) {
    if (isLow(purse)) {
      session
          .out()
          .println(
              session.text(
                  "wallet.list.low", purse.uses().get(0), purse.id(), purse.balance(), low));
    }
    if (!purse.here() && purse.pays()) {
      session.out().println(session.text("wallet.list.absent", purse.uses().get(0), purse.id()));
    }
  }

  private boolean isLow(Purse purse) {
    return purse.pays() && purse.balance().compareTo(low) < 0;
  }

  private String address(Purse purse) {
    if (purse.key().isEmpty()) {
      return session.text("wallet.list.contract");
    }
    boolean wide = session.screen().size().columns() >= LONG;
    String key = purse.key();
    return wide || key.length() < 20
        ? key
        : key.substring(0, 8) + '…' + key.substring(key.length() - 6);
  }

  private static String line(String use, String id, String balance, String address) {
    return (Columns.fit(use, USE)
            + ' '
            + Columns.fit(id, ID)
            + Columns.right(balance, BALANCE)
            + "  "
            + address)
        .stripTrailing();
  }

  private ObjectNode json(Purse purse) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("uses", purse.uses().stream().collect(Collectors.joining(" ")));
    json.put("id", purse.id()).put("key", purse.key());
    json.put("balance", purse.balance().digits()).put("here", purse.here());
    json.put("low", isLow(purse));
    return json;
  }
}
