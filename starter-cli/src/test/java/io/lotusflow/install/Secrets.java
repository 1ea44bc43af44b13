package io.lotusflow.install;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All secrets of an installation, and a search for any piece of them: plain, in hex, or in base64.
 * Shares no code with what it judges.
 */
final class Secrets {

  /** So much of a secret counts as the secret; of a shorter one all. */
  private static final int WINDOW = 40;

  /** A shorter run of letters is no key, but a word. */
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_-]{20,}=*");

  /** Of a token only the signature: the rest is the same for everybody. */
  private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.eyJ[\\w-]+\\.([\\w-]+)");

  /** JSON that begins with "Type", in hex: as Lotus exports a key. */
  private static final String EXPORTED = "7b2254797065";

  /** As libp2p writes a private key: its type, and that 64 bytes follow. */
  private static final byte[] ED25519 = {8, 1, 0x12, 0x40};

  /** In {@link #key}: all that is looked for is at least so long. */
  private static final int HEAD = 8;

  private final Map<String, Set<String>> values = new TreeMap<>();
  private final Map<Long, List<Needle>> needles = new HashMap<>();

  /** A piece, and whose it is. */
  private static final class Needle {
    private final String secret;
    private final byte[] bytes;

    private Needle(String secret, byte[] bytes) {
      this.secret = secret;
      this.bytes = bytes;
    }

    private boolean isAt(byte[] content, int at) {
      return at + bytes.length <= content.length
          && Arrays.equals(content, at, at + bytes.length, bytes, 0, bytes.length);
    }
  }

  /** Where Lotus, lotusflow and the operator keep secrets on purpose, as far as they are there. */
  static Secrets of(Path state) throws IOException {
    Secrets secrets = new Secrets();
    Path rehearsal = state.resolve("rehearsal");
    for (Path home : homes(state)) {
      secrets.take(home.getFileName() + " of " + home.getParent().getFileName(), home);
    }
    for (String folder : List.of("daemon/keystore", "miner/keystore", "key-backup")) {
      for (Path file : filesBelow(rehearsal.resolve(folder))) {
        // Beside the keys of a backup lies what is said of them: addresses, times.
        if (!file.toString().endsWith(".json")) {
          secrets.take(folder + '/' + file.getFileName(), file);
        }
      }
    }
    return secrets;
  }

  private static List<Path> homes(Path state) {
    return Stream.of(
            "rehearsal/daemon/token",
            "rehearsal/miner/token",
            "payload-keys",
            "host-key",
            "temporal.toml")
        .map(state::resolve)
        .filter(Files::isRegularFile)
        .toList();
  }

  /** Whether secrets lie in that file on purpose. */
  static boolean isHome(Path state, Path file) {
    return homes(state).contains(file)
        || isTokenOfAWorker(state, file)
        || Stream.of("daemon/keystore", "miner/keystore", "key-backup")
            .anyMatch(folder -> file.startsWith(state.resolve("rehearsal").resolve(folder)));
  }

  /** Lotus keeps its miner's token in a seal worker's folder, wherever that is moved. */
  private static boolean isTokenOfAWorker(Path state, Path file) {
    Path within = state.resolve("rehearsal").relativize(file);
    return within.getNameCount() == 2
        && within.getName(0).toString().startsWith("worker")
        && within.endsWith("token");
  }

  /** Takes what is secret in such a file. */
  void take(String name, Path file) throws IOException {
    String text = secretLines(file);
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      add(name, token.group(1));
    }
    Matcher run = RUN.matcher(TOKEN.matcher(text).replaceAll(""));
    while (run.find()) {
      takeRun(name, run.group());
    }
  }

  /** A client's configuration names addresses and files as well. */
  private static String secretLines(Path file) throws IOException {
    String text = Files.readString(file);
    return file.endsWith("temporal.toml")
        ? text.lines().filter(line -> line.contains("api_key")).collect(Collectors.joining("\n"))
        : text;
  }

  private void takeRun(String name, String run) throws IOException {
    if (!run.startsWith(EXPORTED)) {
      add(name, run);
      return;
    }
    byte[] json = HexFormat.of().parseHex(run);
    add(name, new ObjectMapper().readTree(json).path("PrivateKey").asText());
  }

  /** Adds a secret of ASCII letters, and if it is base64, what it stands for. */
  void add(String name, String secret) {
    String own = withoutPublicHalf(secret);
    values.computeIfAbsent(name, any -> new TreeSet<>()).add(own);
    needles(name, own.getBytes(StandardCharsets.US_ASCII));
    decoded(own).ifPresent(raw -> needles(name, raw));
  }

  /** A node's key of libp2p ends with the public one, which is its peer id: on the chain. */
  private static String withoutPublicHalf(String secret) {
    return decoded(secret)
        .filter(raw -> raw.length == ED25519.length + 64)
        .filter(raw -> Arrays.equals(raw, 0, ED25519.length, ED25519, 0, ED25519.length))
        .map(raw -> Base64.getEncoder().encodeToString(Arrays.copyOf(raw, ED25519.length + 32)))
        .orElse(secret);
  }

  private static Optional<byte[]> decoded(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text)).filter(raw -> raw.length >= 16);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private void needles(String name, byte[] secret) {
    pieces(name, secret);
    String hex = HexFormat.of().formatHex(secret);
    pieces(name, hex.getBytes(StandardCharsets.US_ASCII));
    pieces(name, hex.toUpperCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
    // Base64 looks otherwise at each of three places; the letters that neighbours share are left.
    for (int skipped = 0; skipped < 3; skipped++) {
      byte[] rest = Arrays.copyOfRange(secret, skipped, secret.length);
      byte[] whole = Arrays.copyOf(rest, rest.length - rest.length % 3);
      pieces(name, Base64.getEncoder().encode(whole));
      pieces(name, Base64.getUrlEncoder().encode(whole));
    }
  }

  private void pieces(String name, byte[] whole) {
    int length = Math.min(WINDOW, whole.length);
    for (int at = 0; at + length <= whole.length; at++) {
      byte[] piece = Arrays.copyOfRange(whole, at, at + length);
      if (piece.length >= HEAD) {
        needles.computeIfAbsent(key(piece), any -> new ArrayList<>(1)).add(new Needle(name, piece));
      }
    }
  }

  private static long key(byte[] piece) {
    long key = 0;
    for (int i = 0; i < HEAD; i++) {
      key = key << 8 | (piece[i] & 0xff);
    }
    return key;
  }

  /** Names of all that are known; the same name may stand for several. */
  Set<String> names() {
    return values.keySet();
  }

  Set<String> in(String text) {
    return in(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Names of those of which a piece is there. */
  Set<String> in(byte[] content) {
    Set<String> found = new TreeSet<>();
    long key = 0;
    for (int end = 0; end < content.length; end++) {
      key = key << 8 | (content[end] & 0xff);
      List<Needle> alike = end < HEAD - 1 ? null : needles.get(key);
      if (alike != null) {
        int at = end - HEAD + 1;
        alike.stream()
            .filter(needle -> needle.isAt(content, at))
            .forEach(needle -> found.add(needle.secret));
      }
    }
    return found;
  }

  static List<Path> filesBelow(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
