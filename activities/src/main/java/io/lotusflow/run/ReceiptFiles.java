package io.lotusflow.run;

import io.lotusflow.messages.Language;
import io.lotusflow.watch.RunView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;

/** Receipts of this host: a page and a JSON file for each run. */
public final class ReceiptFiles {

  private final Path folder;

  public ReceiptFiles(Path folder) {
    this.folder = folder;
  }

  public boolean has(String workflowId, String runId) {
    return Files.exists(file(workflowId, runId, ".json"));
  }

  /** The page of a run; it exists once the run has ended and its host's worker has seen that. */
  public Path page(String workflowId, String runId) {
    return file(workflowId, runId, ".md");
  }

  /** The JSON comes last: where it is, the page is too. */
  public void write(RunReceipt receipt, Language language, ZoneId zone) {
    RunView run = receipt.run();
    replace(
        page(run.id(), run.runId()),
        String.join("\n", new ReceiptPage(receipt, language, zone).lines()) + '\n');
    replace(file(run.id(), run.runId(), ".json"), receipt.json().toPrettyString() + '\n');
  }

  /**
   * {@code chain-reset_node-1/1a2b3c4d.md}: run ids are random, so eight digits tell them apart.
   */
  private Path file(String workflowId, String runId, String ending) {
    String name = workflowId.replaceFirst("^scheduled/", "").replaceFirst("-\\d{4}-\\d\\d-.*", "");
    return folder
        .resolve(name.replace('/', '_'))
        .resolve(runId.substring(0, Math.min(8, runId.length())) + ending);
  }

  private static void replace(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Path draft =
          Files.createTempFile(
              file.getParent(),
              ".draft",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
