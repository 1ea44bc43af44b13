package io.lotusflow.settings;

import static io.lotusflow.settings.Shape.orEmpty;
import static io.lotusflow.settings.Shapes.PATH;

import io.lotusflow.lotus.AttoFil;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code [miner]}: the miner of this machine.
 *
 * @param owner empty = made by lotusflow; the worker likewise
 * @param actor an existing miner actor to take; empty = create one
 * @param faucet of a test network: URL that funds an address; empty = none
 * @param lowBalance a wallet of the miner that has less is warned of
 * @param drain how long transfers and retrievals are waited for before the miner is stopped
 * @param cpuUtilization the share of a proof's work that the CPU does beside the GPU
 */
public record MinerSettings(
    String repo,
    ByteSize sectorSize,
    Multiaddr api,
    String owner,
    String worker,
    String actor,
    List<String> marketAddresses,
    String parameters,
    String parents,
    String tmpdir,
    String keyBackup,
    String faucet,
    AttoFil lowBalance,
    Duration drain,
    String customGpu,
    String cudaVisibleDevices,
    double cpuUtilization,
    Map<String, String> environment) {

  private static final List<ByteSize> SECTOR_SIZES =
      Stream.of("2KiB", "8MiB", "512MiB", "32GiB", "64GiB").map(ByteSize::parse).toList();
  private static final Shape<String> BLS =
      Shapes.matching("[ft]3[a-z2-7]{84}|[ft]0\\d+", "not-bls-address");
  private static final Shape<String> ACTOR =
      Shapes.matching("[ft]0\\d+|[ft]2[a-z2-7]{39}", "not-actor-address");

  public MinerSettings {
    marketAddresses = List.copyOf(marketAddresses);
    environment = Map.copyOf(environment);
  }

  /** The same miner, with what is a machine's own: folders of proofs, graphics cards. */
  MinerSettings onMachineOf(MinerSettings other) {
    return new MinerSettings(
        repo,
        sectorSize,
        api,
        owner,
        worker,
        actor,
        marketAddresses,
        other.parameters,
        other.parents,
        other.tmpdir,
        keyBackup,
        faucet,
        lowBalance,
        drain,
        other.customGpu,
        other.cudaVisibleDevices,
        other.cpuUtilization,
        other.environment);
  }

  static MinerSettings from(Table miner, Network network) {
    return new MinerSettings(
        miner.value("repo", "/srv/lotus/miner", PATH),
        miner
            .value("sector_size", "", Shapes.choice(SECTOR_SIZES, ByteSize::toString).orNothing())
            .orElseGet(() -> usualSectorSize(network)),
        miner.value("api", "/ip4/127.0.0.1/tcp/2345/http", Addresses.API),
        miner.value("owner", "", orEmpty(BLS)),
        miner.value("worker", "", orEmpty(BLS)),
        miner.value("actor", "", orEmpty(ACTOR)),
        miner.list("market_addresses", List.of(), Addresses.ANNOUNCED.as(Multiaddr::toString)),
        miner.value("parameters", "/srv/lotus/parameters", PATH),
        miner.value("parents", "/srv/lotus/parents", PATH),
        miner.value("tmpdir", "/srv/lotus/tmp", PATH),
        miner.value("key_backup", "/srv/lotus/key-backup", PATH),
        miner.value("faucet", "", orEmpty(Shapes.URL)),
        miner.value("low_balance", "0.5FIL", Shapes.AMOUNT),
        miner.value("drain", "10m", Shapes.DURATION),
        miner.value(
            "custom_gpu", "", orEmpty(Shapes.matching("[^:,]+:\\d+(, ?[^:,]+:\\d+)*", "not-gpu"))),
        miner.value(
            "cuda_visible_devices",
            "",
            orEmpty(Shapes.matching("[A-Za-z0-9-]+(,[A-Za-z0-9-]+)*", "not-devices"))),
        miner.value("cpu_utilization", 0.875, Shapes.fraction(0, 1)),
        miner.texts("environment", Shapes.TEXT));
  }

  private static ByteSize usualSectorSize(Network network) {
    boolean small = network == Network.DEVNET_2K || network == Network.REHEARSAL;
    return ByteSize.parse(small ? "2KiB" : "32GiB");
  }
}
