package io.lotusflow.firewall;

import io.lotusflow.run.Receipt;
import io.lotusflow.run.Reported;
import java.util.List;

/**
 * What a host found.
 *
 * @param answering ports that took a connection
 */
public record Dialled(Receipt receipt, List<Integer> answering) implements Reported {

  public Dialled {
    answering = List.copyOf(answering);
  }
}
