package io.lotusflow.install;

import io.lotusflow.build.Installed;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.miner.MinerReport;
import io.lotusflow.sync.ChainHead;
import java.util.Optional;

/**
 * Where everything lies and what runs, at the end of an install. How long each step took is in the
 * history.
 */
public record InstallReport(
    Installed installed, NodeApi node, ChainHead head, Optional<MinerReport> miner) {}
