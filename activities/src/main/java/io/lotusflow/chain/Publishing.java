package io.lotusflow.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Gives a proven file its name: whoever sees it there finds it whole, with its checksum. */
final class Publishing {
  private final ExportFolder folder;
  private final ExportDraft draft;
  private final Verdict verdict;
  private final Path target;

  Publishing(ExportFolder folder, ExportDraft draft, Verdict verdict) {
    this.folder = folder;
    this.draft = draft;
    this.verdict = verdict;
    this.target = folder.target(draft);
  }

  /** Whether it was not there yet. Checksum and note come first, the name last. */
  boolean publish(String workflow) {
    if (Files.exists(target)) {
      return false;
    }
    Durably.flush(folder.ready(draft), () -> {});
    writeThrough(folder.sum(target), verdict.sha256() + "  " + draft.name() + '\n');
    folder.note(target).write(note(workflow));
    Durably.rename(folder.ready(draft), target);
    return true;
  }

  private ExportNote note(String workflow) {
    return new ExportNote(
        draft.name(),
        verdict.bytes(),
        verdict.unpackedBytes(),
        verdict.sha256(),
        draft.height(),
        verdict.contents().stateRoots(),
        Instant.now().toString(),
        workflow);
  }

  private static void writeThrough(Path file, String text) {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
