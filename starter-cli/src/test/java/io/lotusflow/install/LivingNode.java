package io.lotusflow.install;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A daemon's repository, or a miner's, looked at from outside while something is done to it. */
record LivingNode(Path repo) {

  private static final Pattern LISTENS =
      Pattern.compile("ListenAddress = \"/ip4/127.0.0.1/tcp/(\\d+)/http\"");

  URI api() throws IOException {
    Matcher listens = LISTENS.matcher(Files.readString(repo.resolve("config.toml")));
    if (!listens.find()) {
      throw new IOException("no API address in " + repo);
    }
    return URI.create("http://127.0.0.1:" + listens.group(1) + "/rpc/v1");
  }

  /** What a miner answers to. */
  URI apiV0() throws IOException {
    return URI.create(api().toString().replace("/v1", "/v0"));
  }

  /** Digests of what no reset may change: keys, token, configuration. */
  Map<String, String> identity() throws IOException, NoSuchAlgorithmException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> keys = Files.list(repo.resolve("keystore"))) {
      for (Path file :
          Stream.concat(keys, Stream.of(repo.resolve("token"), repo.resolve("config.toml")))
              .toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        digests.put(repo.relativize(file).toString(), HexFormat.of().formatHex(digest));
      }
    }
    return digests;
  }

  List<String> oldChains() throws IOException {
    try (Stream<Path> files = Files.list(repo)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("datastore."))
          .toList();
    }
  }
}
