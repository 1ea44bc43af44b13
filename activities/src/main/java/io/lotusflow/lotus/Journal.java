package io.lotusflow.lotus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What we are about to do, or have done, in a file that is whole at any moment and on disk before
 * we act: how an act that must not happen twice is found again.
 */
public final class Journal<T> {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .registerModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private final Class<T> type;

  public Journal(Path file, Class<T> type) {
    this.file = file;
    this.type = type;
  }

  public Path file() {
    return file;
  }

  public Optional<T> read() {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), type));
    } catch (NoSuchFileException never) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces what was there; on disk when this returns. The same again is not written. */
  public void write(T entry) {
    if (read().filter(entry::equals).isPresent()) {
      return;
    }
    try {
      removeAbandoned();
      Path draft = Files.createTempFile(Lotus.parent(file), draftOf(me()), ".draft", OWNER_ONLY);
      try {
        writeThrough(draft, JSON.writeValueAsBytes(entry));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
      try (FileChannel folder = FileChannel.open(Lotus.parent(file))) {
        folder.force(true);
      }
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException(impossible);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever was killed in the middle of a write will not finish it. */
  private void removeAbandoned() throws IOException {
    try (DirectoryStream<Path> drafts =
        Files.newDirectoryStream(Lotus.parent(file), draftOf("") + "*.draft")) {
      for (Path draft : drafts) {
        String rest = draft.getFileName().toString().substring(draftOf("").length());
        boolean writing = ProcessHandle.of(Long.parseLong(rest.split("-", 2)[0])).isPresent();
        if (!writing) {
          Files.deleteIfExists(draft);
        }
      }
    }
  }

  private String draftOf(String writer) {
    return "." + file.getFileName() + "." + (writer.isEmpty() ? "" : writer + "-");
  }

  private static String me() {
    return Long.toString(ProcessHandle.current().pid());
  }

  private static void writeThrough(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }
}
