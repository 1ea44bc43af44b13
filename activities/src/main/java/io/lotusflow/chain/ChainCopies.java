package io.lotusflow.chain;

import io.lotusflow.files.FolderTree;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chain of a repository and those that were switched out of it and are still kept. Reads. */
public final class ChainCopies {
  private static final Pattern OURS =
      Pattern.compile("datastore\\.(before|before-import|stray|deleting)-\\d{8}T\\d{6}");

  private final ChainFolder repo;

  private ChainCopies(ChainFolder repo) {
    this.repo = repo;
  }

  public static ChainCopies of(Path repo) {
    return new ChainCopies(new ChainFolder(repo));
  }

  /**
   * One kept chain.
   *
   * @param keepUntil at the earliest; empty where nobody said
   */
  public record Copy(String folder, ByteSize bytes, String keepUntil) {}

  public ByteSize present() {
    return new ByteSize(FolderTree.bytesIn(repo.datastore(), () -> {}));
  }

  /** Oldest first. */
  public List<Copy> kept() {
    Optional<ChainJournal> journal = journal(repo).read();
    List<Copy> copies = new ArrayList<>();
    for (Path folder : folders()) {
      String keep =
          journal
              .filter(last -> last.aside().equals(folder.toString()))
              .map(ChainJournal::keepUntil)
              .orElse("");
      copies.add(
          new Copy(folder.toString(), new ByteSize(FolderTree.bytesIn(folder, () -> {})), keep));
    }
    return copies;
  }

  /** When the chain was last exchanged for good; empty if never by a run of ours. */
  public Optional<String> lastExchange() {
    return journal(repo).read().map(ChainJournal::at).filter(at -> !at.isEmpty());
  }

  List<Path> folders() {
    if (!Files.isDirectory(repo.repo())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(repo.repo())) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("datastore."))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those that were made by runs of ours; an operator's own copies are nobody's to delete. */
  List<Path> ours() {
    return folders().stream()
        .filter(folder -> OURS.matcher(folder.getFileName().toString()).matches())
        .toList();
  }

  static Journal<ChainJournal> journal(ChainFolder repo) {
    return new Journal<>(repo.repo().resolve(ChainJournal.FILE), ChainJournal.class);
  }
}
