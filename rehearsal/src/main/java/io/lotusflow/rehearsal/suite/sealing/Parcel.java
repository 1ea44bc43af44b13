package io.lotusflow.rehearsal.suite.sealing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file or a folder of files on its way to another host: a line with name and length before each.
 */
final class Parcel {
  private static final String ITSELF = ".";

  private Parcel() {}

  static void write(Path source, OutputStream out) throws IOException {
    if (!Files.isDirectory(source)) {
      writeOne(ITSELF, source, out);
      return;
    }
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.sorted().toList()) {
        writeOne(file.getFileName().toString(), file, out);
      }
    }
  }

  private static void writeOne(String name, Path file, OutputStream out) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    out.write((name + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
    out.write(bytes);
  }

  /** In place of whatever was there; whole or not at all. */
  static void read(InputStream in, Path target) throws IOException {
    Path fresh = target.resolveSibling("fetching").resolve(target.getFileName().toString());
    StoragePath.delete(fresh);
    Files.createDirectories(fresh.getParent());
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int space = line.lastIndexOf(' ');
      String name = line.substring(0, space);
      Path file = name.equals(ITSELF) ? fresh : fresh.resolve(name);
      Files.createDirectories(file.getParent());
      byte[] bytes = in.readNBytes(Integer.parseInt(line.substring(space + 1)));
      if (bytes.length < Integer.parseInt(line.substring(space + 1))) {
        throw new EOFException("unexpected EOF");
      }
      Files.write(file, bytes);
    }
    StoragePath.delete(target);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Names of what lies in a folder. */
  static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
