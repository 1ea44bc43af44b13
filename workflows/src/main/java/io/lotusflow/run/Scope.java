package io.lotusflow.run;

import io.lotusflow.messages.Language;

/**
 * For whom and where a procedure runs; the first part of every plan.
 *
 * @param host the machine whose worker touches the world
 * @param language of the words an operator reads in the UI and in alerts, whoever's worker writes
 *     them
 * @param dryRun every activity only checks, and says what it would do
 */
public record Scope(NodeId node, HostId host, Language language, boolean dryRun) {

  public Scope asDryRun() {
    return new Scope(node, host, language, true);
  }
}
