package io.lotusflow.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lotusflow.files.LogEnd;
import io.lotusflow.process.Redactor;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A {@code .tar.gz} of texts, each of which goes through the redactor on its way in. */
public final class SupportBundle implements AutoCloseable {

  private static final int LOG_BYTES = 256 * 1024;
  private static final int OWNER_ONLY = 0600;

  private final TarArchiveOutputStream tar;
  private final String folder;
  private final List<String> secrets;

  private SupportBundle(TarArchiveOutputStream tar, String folder, Collection<String> secrets) {
    this.tar = tar;
    this.folder = folder;
    this.secrets = List.copyOf(secrets);
  }

  /**
   * Begins one, readable by its owner alone.
   *
   * @param folder that everything unpacks into
   * @param secrets masked besides what looks like one
   * @throws FileAlreadyExistsException if the file is there
   */
  public static SupportBundle create(Path file, String folder, Collection<String> secrets)
      throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)));
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    return new SupportBundle(tar, folder, secrets);
  }

  /** Adds a text. */
  public void text(String name, String text) throws IOException {
    byte[] content = Redactor.redact(text, secrets).getBytes(UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(folder + '/' + name);
    entry.setMode(OWNER_ONLY);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** Adds the end of a log, if there is one. */
  public void log(String name, Path log) throws IOException {
    String end = new LogEnd(log).last(LOG_BYTES);
    if (!end.isEmpty()) {
      text(name, end);
    }
  }

  /** Adds a history as Temporal writes it, with its payloads readable and redacted. */
  public void history(String name, String json) throws IOException {
    text(name, new HistoryText(secrets).redacted(json));
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
