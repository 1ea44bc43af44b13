package io.lotusflow.sector;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.toml.TomlFile;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a miner's {@code config.toml} says of new sectors; what it does not say is as every version
 * of Lotus ships it.
 *
 * @param maxWaitDeals how many sectors may wait for deals at once; 0 = no limit
 * @param fromMiner deposits are taken from what is free in the miner actor, as far as that goes
 * @param kept what stays in the actor at any rate
 * @param fallback the wallets send what the actor does not have
 * @param payers control addresses that send pre-commits and commits before the worker does
 */
record SealingConfig(
    int maxWaitDeals, boolean fromMiner, AttoFil kept, boolean fallback, Set<String> payers) {

  private static final int SHIPPED_MAX_WAIT_DEALS = 2;

  static SealingConfig of(NodeApi miner) {
    TomlFile file = new TomlFile(Path.of(miner.repo(), "config.toml"));
    return new SealingConfig(
        value(file, "MaxWaitDealsSectors").map(Integer::parseInt).orElse(SHIPPED_MAX_WAIT_DEALS),
        value(file, "CollateralFromMinerBalance").map(Boolean::parseBoolean).orElse(false),
        value(file, "AvailableBalanceBuffer").map(SealingConfig::amount).orElse(AttoFil.ZERO),
        !value(file, "DisableCollateralFallback").map(Boolean::parseBoolean).orElse(false),
        payers(file));
  }

  private static Set<String> payers(TomlFile file) {
    Set<String> payers = new LinkedHashSet<>(file.texts("Addresses", "PreCommitControl"));
    payers.addAll(file.texts("Addresses", "CommitControl"));
    return payers;
  }

  private static Optional<String> value(TomlFile file, String key) {
    return file.text("Sealing", key);
  }

  /** As Lotus writes it: {@code 0.5 FIL}, {@code 7 attofil}, a bare number of FIL. */
  private static AttoFil amount(String written) {
    String text = written.strip().toLowerCase(Locale.ROOT);
    String number = text.replaceFirst("\\s*[a-z]+$", "");
    return text.endsWith("attofil") || text.endsWith("afil")
        ? AttoFil.ofAtto(number)
        : AttoFil.ofFil(number);
  }
}
