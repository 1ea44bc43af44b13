package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.network.MessagePool;
import io.lotusflow.rehearsal.suite.repo.Repo;
import io.lotusflow.rehearsal.suite.repo.Tokens;

/** The parts of a running daemon. */
record Node(
    Repo repo,
    Chain chain,
    Wallet wallet,
    Tokens tokens,
    MessagePool pool,
    Sync sync,
    Libp2p libp2p,
    Messages messages,
    MinerQueries miners,
    Runnable shutdown) {}
