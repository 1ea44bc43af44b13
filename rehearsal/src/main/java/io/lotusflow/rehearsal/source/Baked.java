package io.lotusflow.rehearsal.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the sources know of the network they are for, as Lotus' sources know mainnet's
 * bootstrappers.
 *
 * @param folder the rehearsal's own folder: `make install` and the programs' caches go nowhere else
 * @param javaHome a JDK: compiles the suite and runs it
 * @param site where snapshots, parameters and the faucet are
 * @param network the network's own address
 * @param genesis the first block, a CAR
 * @param parametersJson names, CIDs and digests of the proof parameters
 */
public record Baked(
    Path folder, Path javaHome, URI site, URI network, Path genesis, String parametersJson) {
  private static final String BOOTSTRAP_PEER =
      "12D3KooWCmMDZLhgWqAP1KS9AdeEcsQBhKATy9rWxUpNUDYojpFy";

  Path faults() {
    return folder.resolve("faults");
  }

  void into(Tree tree) throws IOException {
    tree.text(
        "rehearsal.mk",
        """
        JAVA := %s
        FAULTS := %s
        CDS := %s
        ROOT := %s
        """
            .formatted(
                javaHome.resolve("bin/java"),
                faults(),
                folder.resolve("cds"),
                folder.resolve("root")));
    tree.text(
        "rehearsal.properties",
        """
        network=%s
        site=%s
        gateway=%s
        faults=%s
        """
            .formatted(network, site, site.resolve("/ipfs/"), faults()));
    tree.text(
        "build/bootstrap/rehearsal.pi",
        "/ip4/127.0.0.1/tcp/%d/p2p/%s%n".formatted(network.getPort(), BOOTSTRAP_PEER));
    tree.bytes("build/genesis/rehearsal.car", Files.readAllBytes(genesis));
    tree.text("build/proof-params/parameters.json", parametersJson);
  }
}
