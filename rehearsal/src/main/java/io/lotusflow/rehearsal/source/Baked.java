package io.lotusflow.rehearsal.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the sources know of the network they are for, as Lotus' sources know mainnet's
 * bootstrappers.
 *
 * @param folder the rehearsal's own folder: {@code make install} and the programs' caches go
 *     nowhere else
 * @param javaHome a JDK: compiles the suite and runs it
 * @param firstPeer the network's multiaddr
 * @param blockDelay whole seconds from one epoch to the next
 * @param genesis the first block, a CAR
 * @param parametersJson names, CIDs and digests of the proof parameters
 */
public record Baked(
    Path folder,
    Path javaHome,
    String firstPeer,
    Duration blockDelay,
    Path genesis,
    String parametersJson) {

  static final String PROPERTIES = "rehearsal.properties";

  void into(Tree tree) throws IOException {
    Path faults = folder.resolve("faults");
    tree.text(
        "rehearsal.mk",
        """
        JAVA := %s
        BLOCK_SECONDS := %d
        FAULTS := %s
        CDS := %s
        ROOT := %s
        """
            .formatted(
                javaHome.resolve("bin/java"),
                blockDelay.toSeconds(),
                faults,
                folder.resolve("cds"),
                folder.resolve("root")));
    // A container may not have the 100000 files that a worker wants; nothing here is as large.
    tree.text(PROPERTIES, "faults=" + faults + "\nworkerfiles=1024\n");
    tree.text("build/bootstrap/rehearsal.pi", firstPeer + "\n");
    tree.bytes("build/genesis/rehearsal.car", Files.readAllBytes(genesis));
    tree.text("build/proof-params/parameters.json", parametersJson);
  }
}
