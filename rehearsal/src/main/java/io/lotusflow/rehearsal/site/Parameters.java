package io.lotusflow.rehearsal.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.lotusflow.rehearsal.suite.wire.Blake2b;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Proof parameters: small files of noise under names like the real ones, found by their CID, as a
 * gateway serves them.
 */
final class Parameters {
  private static final List<String> CIRCUITS =
      List.of(
          "proof-of-spacetime-fallback-merkletree-poseidon_hasher-8-0-0",
          "stacked-proof-of-replication-merkletree-poseidon_hasher-8-0-0-sha256_hasher",
          "empty-sector-update-merkletree-poseidon_hasher-8-0-0");
  private static final List<Long> SECTOR_SIZES = List.of(2048L, 8L << 20, 512L << 20);
  private static final int KEY_BYTES = 420;
  private static final int PARAMETER_BYTES = 400_000;
  private static final int DIGEST_HEX = 32;

  /** What the list says of one file. */
  private record File(String name, String cid, String digest, long sectorSize) {}

  private final List<File> files = new ArrayList<>();
  private final Map<String, byte[]> byCid = new LinkedHashMap<>();

  Parameters() {
    for (long size : SECTOR_SIZES) {
      for (String circuit : CIRCUITS) {
        String name =
            "v28-" + circuit + '-' + hex(Blake2b.hash(32, (circuit + size).getBytes(UTF_8)));
        add(name + ".params", PARAMETER_BYTES, size);
        add(name + ".vk", KEY_BYTES, size);
      }
    }
    add("v28-fil-inner-product-v1.srs", PARAMETER_BYTES, 0);
  }

  private void add(String name, int length, long sectorSize) {
    byte[] content = noise(name, length);
    String cid = Cid.ofRaw(content).toString();
    String digest = hex(Blake2b.hash(64, content)).substring(0, DIGEST_HEX);
    files.add(new File(name, cid, digest, sectorSize));
    byCid.put(cid, content);
  }

  Map<String, byte[]> byCid() {
    return byCid;
  }

  /** As Lotus has it in build/proof-params/parameters.json. */
  String json() {
    return files.stream()
        .map(
            file ->
                "  \"%s\": {\n    \"cid\": \"%s\",\n    \"digest\": \"%s\",\n    \"sector_size\": %d\n  }"
                    .formatted(file.name, file.cid, file.digest, file.sectorSize))
        .collect(joining(",\n", "{\n", "\n}\n"));
  }

  /** The same for the same name, on every machine. */
  static byte[] noise(String name, int length) {
    byte[] bytes = new byte[length];
    new Random(name.hashCode()).nextBytes(bytes);
    return bytes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
