package io.lotusflow.host;

import io.lotusflow.lotus.ByteSize;
import io.lotusflow.network.NetworkAccess;
import io.lotusflow.run.Plan;
import io.lotusflow.run.Scope;
import java.util.List;
import java.util.Optional;

/**
 * What a machine needs before Lotus can be built on it.
 *
 * @param packages APT package names; an empty list leaves APT alone
 * @param swap absent = swap is left as it is
 * @param nofile the open-file limit that Lotus' services get
 * @param undo takes our swap file away instead; packages stay
 */
public record HostPlan(
    Scope scope,
    List<String> packages,
    Optional<ByteSize> swap,
    String swapFile,
    long nofile,
    NetworkAccess access,
    boolean undo)
    implements Plan {
  public HostPlan {
    packages = List.copyOf(packages);
  }

  /** That prepares. */
  public HostPlan(
      Scope scope,
      List<String> packages,
      Optional<ByteSize> swap,
      String swapFile,
      long nofile,
      NetworkAccess access) {
    this(scope, packages, swap, swapFile, nofile, access, false);
  }

  /** That takes back what can be taken back. */
  public HostPlan undone() {
    return new HostPlan(scope, packages, swap, swapFile, nofile, access, true);
  }
}
