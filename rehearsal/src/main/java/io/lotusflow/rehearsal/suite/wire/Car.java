package io.lotusflow.rehearsal.suite.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The CAR format, version 1: a header that names the roots, then sections of content id and
 * content, each with its length.
 */
public final class Car {
  private static final int LARGEST_SECTION = 32 << 20;

  private Car() {}

  /** One block of a CAR. */
  public record Section(Cid cid, Block block) {}

  /** The content of a block. */
  public static final class Block {
    private final byte[] data;

    public Block(byte[] data) {
      this.data = data;
    }

    public byte[] data() {
      return data;
    }
  }

  public static void writeHeader(OutputStream out, List<Cid> roots) throws IOException {
    writeLengthPrefixed(
        out,
        new CborWriter().map(2).text("roots").links(roots).text("version").integer(1).toBytes());
  }

  public static byte[] section(Cid cid, byte[] data) {
    ByteArrayOutputStream section = new ByteArrayOutputStream(data.length + Cid.LENGTH + 5);
    Varint.write(section, (long) Cid.LENGTH + data.length);
    section.writeBytes(cid.bytes());
    section.writeBytes(data);
    return section.toByteArray();
  }

  /** What stands before the content of a section. */
  public static void writeSectionHead(OutputStream out, Cid cid, long length) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    Varint.write(head, Cid.LENGTH + length);
    head.writeBytes(cid.bytes());
    out.write(head.toByteArray());
  }

  private static void writeLengthPrefixed(OutputStream out, byte[] data) throws IOException {
    ByteArrayOutputStream length = new ByteArrayOutputStream();
    Varint.write(length, data.length);
    out.write(length.toByteArray());
    out.write(data);
  }

  /** Reads the header and returns the roots. A short file is an {@link EOFException}. */
  public static List<Cid> readHeader(InputStream in) throws IOException {
    byte[] header = lengthPrefixed(in).orElseThrow(() -> new EOFException("EOF"));
    try {
      CborReader cbor = new CborReader(header);
      cbor.map();
      cbor.text();
      return cbor.links();
    } catch (CborReader.CborException | IllegalArgumentException e) {
      throw new IOException("invalid header: " + e.getMessage(), e);
    }
  }

  /** The next section, or nothing at a clean end. Its hash is not yet checked. */
  public static Optional<Section> readSection(InputStream in) throws IOException {
    Optional<byte[]> bytes = lengthPrefixed(in);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    byte[] section = bytes.get();
    try {
      Cid cid = Cid.ofBytes(Arrays.copyOf(section, Cid.LENGTH));
      return Optional.of(
          new Section(cid, new Block(Arrays.copyOfRange(section, Cid.LENGTH, section.length))));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Writes the content of the next section to a file, however large it is, and returns the id that
   * this content has under the expected one's codec; nothing at a clean end.
   */
  public static Optional<Cid> copySection(InputStream in, Cid expected, Path to)
      throws IOException {
    long length = Varint.read(in);
    if (length < 0) {
      return Optional.empty();
    }
    byte[] id = in.readNBytes(Cid.LENGTH);
    if (!Arrays.equals(id, expected.bytes())) {
      throw new IOException("expected block " + expected + " after the snapshot metadata");
    }
    Blake2b hash = new Blake2b(32);
    byte[] buffer = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(to)) {
      for (long left = length - Cid.LENGTH; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          throw new EOFException("unexpected EOF");
        }
        out.write(buffer, 0, read);
        hash.update(buffer, 0, read);
        left -= read;
      }
    }
    return Optional.of(expected.withHash(hash.digest()));
  }

  private static Optional<byte[]> lengthPrefixed(InputStream in) throws IOException {
    long length = Varint.read(in);
    if (length < 0) {
      return Optional.empty();
    }
    if (length > LARGEST_SECTION) {
      throw new IOException("invalid section data, length of read beyond allowable maximum");
    }
    byte[] data = in.readNBytes((int) length);
    if (data.length < length) {
      throw new EOFException("unexpected EOF");
    }
    return Optional.of(data);
  }
}
