package io.lotusflow.rehearsal.suite.repo;

import io.lotusflow.rehearsal.suite.wire.Base32;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Keys in files that only their owner can read, each named by the key's name in Base32. */
public final class Keystore {
  private final Path folder;

  private Keystore(Path folder) {
    this.folder = folder;
  }

  /**
   * A private key.
   *
   * @param type {@code bls}, {@code secp256k1}, {@code libp2p-host}, {@code jwt-hmac-secret}
   * @param privateKey Base64
   */
  public record Key(String type, String privateKey) {
    public byte[] bytes() {
      return Base64.getDecoder().decode(privateKey);
    }

    public String json() {
      return Json.write(Json.object("Type", type, "PrivateKey", privateKey));
    }

    /**
     * Throws {@link Json.ParseException} or {@link IllegalArgumentException} for what is no key.
     */
    public static Key ofJson(String json) {
      Map<String, Object> fields = Json.asObject(Json.parse(json));
      Key key = new Key(Json.asText(fields.get("Type")), Json.asText(fields.get("PrivateKey")));
      if (key.bytes().length == 0) {
        throw new IllegalArgumentException("no private key");
      }
      return key;
    }
  }

  static Keystore open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
    return new Keystore(folder);
  }

  public Optional<Key> get(String name) throws IOException {
    Path file = file(name);
    return Files.exists(file)
        ? Optional.of(Key.ofJson(Files.readString(file, StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  public void put(String name, Key key) throws IOException {
    Path fresh = folder.resolve(".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, key.json(), StandardCharsets.UTF_8);
    Files.move(
        fresh, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  public void delete(String name) throws IOException {
    Files.deleteIfExists(file(name));
  }

  /** The names of all keys, sorted. */
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String encoded = file.getFileName().toString();
        if (!encoded.startsWith(".")) {
          names.add(
              new String(Base32.decode(encoded.toLowerCase(Locale.ROOT)), StandardCharsets.UTF_8));
        }
      }
    }
    names.sort(null);
    return names;
  }

  private Path file(String name) {
    return folder.resolve(
        Base32.encode(name.getBytes(StandardCharsets.UTF_8)).toUpperCase(Locale.ROOT));
  }
}
