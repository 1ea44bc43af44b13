package io.lotusflow.wallet;

import io.lotusflow.lotus.NodeApi;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;

/**
 * The keys of a daemon, and where they are saved.
 *
 * @param binary absolute path of {@code lotus}
 * @param folder folder (0700) for one file (0600) per key
 */
public record KeysPlan(Scope scope, NodeApi node, String binary, String folder) implements Plan {}
