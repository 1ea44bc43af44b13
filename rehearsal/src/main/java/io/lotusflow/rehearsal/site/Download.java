package io.lotusflow.rehearsal.site;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Something of known length and content that clients may fetch in parts. */
interface Download {
  long length() throws IOException;

  /** Changes whenever the content does. */
  String sha256() throws IOException;

  InputStream open() throws IOException;

  /** The same content, said to be of another length. */
  default Download ofLength(long length) {
    Download content = this;
    return new Download() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public String sha256() throws IOException {
        return content.sha256();
      }

      @Override
      public InputStream open() throws IOException {
        return content.open();
      }
    };
  }

  static Download of(byte[] bytes) {
    String digest = HexFormat.of().formatHex(newSha256().digest(bytes));
    return new Download() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public String sha256() {
        return digest;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** A file whose digest is known already. */
  static Download of(Path file, String digest) {
    return new Download() {
      @Override
      public long length() throws IOException {
        return Files.size(file);
      }

      @Override
      public String sha256() {
        return digest;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
