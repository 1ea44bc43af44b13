package io.lotusflow.rehearsal.suite.node;

import io.lotusflow.rehearsal.suite.repo.Repo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code lotus backup} and {@code lotus-miner backup} write: CBOR, an array of two. First an
 * array without a length, of pairs of key and value, as byte strings; then, as one more byte
 * string, the SHA-256 of that array. Metadata only: no key of a wallet, no sector, no chain.
 */
public final class MetadataBackup {
  private static final int PAIR = 0x82;
  private static final int OPEN_ARRAY = 0x9f;
  private static final int END = 0xff;

  private final Path metadata;

  public MetadataBackup(Repo repo) {
    this.metadata = repo.resolve("datastore/metadata");
  }

  /** Readable by everybody, as Lotus leaves it; what was there is overwritten. */
  public void write(Path target) throws IOException {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    entries.write(OPEN_ARRAY);
    for (Path file : files()) {
      entries.write(PAIR);
      string(
          entries, ('/' + metadata.relativize(file).toString()).getBytes(StandardCharsets.UTF_8));
      string(entries, Files.readAllBytes(file));
    }
    entries.write(END);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(PAIR);
    entries.writeTo(whole);
    string(whole, sha256(entries.toByteArray()));
    Files.write(target, whole.toByteArray());
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(metadata)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(metadata)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void string(ByteArrayOutputStream out, byte[] bytes) throws IOException {
    int length = bytes.length;
    if (length < 24) {
      out.write(0x40 + length);
    } else if (length < 256) {
      out.write(0x58);
      out.write(length);
    } else if (length < 65536) {
      out.write(0x59);
      out.write(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      out.write(0x5a);
      out.write(ByteBuffer.allocate(4).putInt(length).array());
    }
    out.write(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
