package io.lotusflow.lotus;

import io.lotusflow.messages.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Variables that circulate in guides and that a version of Lotus does not read. */
public final class EnvironmentNames {

  /**
   * Why and since when a name does nothing.
   *
   * @param from first version that ignores it; empty = all
   * @param until first version that reads it; empty = never
   * @param instead what to set now; empty if nothing is needed
   */
  public record Ignored(String name, String from, String until, String instead) {
    private boolean by(LotusVersion version) {
      return (from.isEmpty() || version.atLeast(from))
          && (until.isEmpty() || !version.atLeast(until));
    }
  }

  public static final String CUSTOM_GPU = "RUST_GPU_TOOLS_CUSTOM_GPU";
  public static final String CUSTOM_GPU_OLD = "BELLMAN_CUSTOM_GPU";

  private static final List<Ignored> KNOWN =
      List.of(
          new Ignored("FIL_PROOFS_MAXIMIZE_CACHING", "1.1.3", "", ""),
          new Ignored("FIL_PROOFS_USE_MULTICORE_SDR", "", "1.1.3", ""),
          new Ignored("FIL_PROOFS_CACHE_DIR", "", "1.1.3", ""),
          new Ignored("LOTUS_JAEGER", "1.11.0", "", "LOTUS_OTEL_EXPORTER_ENDPOINT"),
          new Ignored("LOTUS_DEV", "1.32.1", "", "--vv"),
          new Ignored("LOTUS_BSYNC_MSG_WINDOW", "", "", ""),
          new Ignored("FFI_USE_CUDA", "1.23.0", "", "FFI_USE_OPENCL"),
          new Ignored("FFI_NO_GPU", "", "", "FFI_USE_GPU=0"));

  /** {@code FFI_PROOFS_…} for {@code FIL_PROOFS_…} stands in many a guide, and is never read. */
  private static final String MISSPELT = "FFI_PROOFS_";

  private static final List<String> READ_BY_PROOFS =
      List.of(
          "FIL_PROOFS_USE_GPU_COLUMN_BUILDER",
          "FIL_PROOFS_USE_GPU_TREE_BUILDER",
          "FIL_PROOFS_PARAMETER_CACHE",
          "FIL_PROOFS_PARENT_CACHE",
          "FIL_PROOFS_USE_MULTICORE_SDR",
          "FIL_PROOFS_GPU_FRAMEWORK");

  /** Any key of a configuration file can be given as a variable. */
  private static final Pattern OF_CONFIGURATION =
      Pattern.compile(
          "LOTUS_(API|BACKUP|LOGGING|LIBP2P|PUBSUB|CLIENT|METRICS|WALLET|FEES|CHAINSTORE|FEVM|EVENTS"
              + "|INDEX|CHAININDEXER|FAULTREPORTER|PAYMENTCHANNELS|SUBSYSTEMS|DEALMAKING|DAGSTORE"
              + "|INDEXPROVIDER|PROVING|SEALING|STORAGE|ADDRESSES|HARMONYDB)_\\w+");

  private static final Set<String> READ =
      Set.of(
          "LOTUS_PATH",
          "LOTUS_MINER_PATH",
          "LOTUS_STORAGE_PATH",
          "LOTUS_WORKER_PATH",
          "LOTUS_FD_MAX",
          "LOTUS_SKIP_GENESIS_CHECK",
          "LOTUS_CHAIN_TIPSET_CACHE",
          "LOTUS_CHAIN_INDEX_CACHE",
          "LOTUS_BACKUP_BASE_PATH",
          "LOTUS_OTEL_EXPORTER_ENDPOINT",
          "LOTUS_OTEL_EXPORTER_INSECURE",
          "FIL_PROOFS_USE_GPU_COLUMN_BUILDER",
          "FIL_PROOFS_USE_GPU_TREE_BUILDER",
          "FIL_PROOFS_PARAMETER_CACHE",
          "FIL_PROOFS_PARENT_CACHE",
          "FIL_PROOFS_USE_MULTICORE_SDR",
          "FIL_PROOFS_GPU_FRAMEWORK",
          "FIL_PROOFS_MAX_GPU_COLUMN_BATCH_SIZE",
          "FIL_PROOFS_MAX_GPU_TREE_BATCH_SIZE",
          "FIL_PROOFS_COLUMN_WRITE_BATCH_SIZE",
          "FIL_PROOFS_ROWS_TO_DISCARD",
          "FIL_PROOFS_SDR_PARENTS_CACHE_SIZE",
          "FIL_PROOFS_MULTICORE_SDR_PRODUCERS",
          "FIL_PROOFS_MULTICORE_SDR_PRODUCER_STRIDE",
          "FIL_PROOFS_MULTICORE_SDR_LOOKAHEAD",
          "FIL_PROOFS_VERIFY_CACHE",
          "FIL_PROOFS_VERIFY_PRODUCTION_PARAMS",
          "BELLMAN_NO_GPU",
          "BELLMAN_CPU_UTILIZATION",
          CUSTOM_GPU,
          CUSTOM_GPU_OLD,
          "GOLOG_FILE",
          "GOLOG_LOG_FMT",
          "GOLOG_LOG_LEVEL",
          "GOLOG_OUTPUT",
          "IPFS_GATEWAY",
          "CUDA_VISIBLE_DEVICES");

  private EnvironmentNames() {}

  /**
   * The name that was probably meant by one that nobody reads; empty for a known one, and for what
   * is like none.
   */
  public static Optional<String> meant(String name) {
    boolean ours = name.matches("(LOTUS|FIL|BELLMAN|GOLOG|CUDA|RUST_GPU|IPFS)_.*");
    return ours && !READ.contains(name) && !OF_CONFIGURATION.matcher(name).matches()
        ? Nearest.slip(name, READ)
        : Optional.empty();
  }

  /** Empty if this version reads the name, or if nothing is known of it. */
  public static Optional<Ignored> ignoredBy(LotusVersion version, String name) {
    return KNOWN.stream()
        .filter(ignored -> ignored.name.equals(name) && ignored.by(version))
        .findFirst()
        .or(() -> misspelt(name));
  }

  /** The names among these that this version ignores, in the order given. */
  public static List<Ignored> ignoredBy(LotusVersion version, Collection<String> names) {
    return names.stream().map(name -> ignoredBy(version, name)).flatMap(Optional::stream).toList();
  }

  /** What is left when the ignored ones are taken out. */
  public static Map<String, String> heardBy(LotusVersion version, Map<String, String> environment) {
    Map<String, String> heard = new LinkedHashMap<>(environment);
    heard.keySet().removeIf(name -> ignoredBy(version, name).isPresent());
    return heard;
  }

  /**
   * The name under which a version takes a GPU that Lotus' list does not have. The old name is
   * heard by all versions to this day, so that a late switch does no harm.
   */
  public static String customGpu(LotusVersion version) {
    return version.atLeast("1.20.0") ? CUSTOM_GPU : CUSTOM_GPU_OLD;
  }

  private static Optional<Ignored> misspelt(String name) {
    return Optional.of(name)
        .filter(guide -> guide.startsWith(MISSPELT))
        .map(guide -> new Ignored(guide, "", "", Nearest.to(guide, READ_BY_PROOFS).orElse("")));
  }
}
