package io.lotusflow.rehearsal.suite.network;

import io.lotusflow.rehearsal.suite.chain.Message;
import io.lotusflow.rehearsal.suite.chain.SignedMessage;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages that wait for a block, each in a file of its own, so that none is lost with the process.
 */
public final class MessagePool {
  private final Path folder;
  private final Map<Cid, SignedMessage> messages = new LinkedHashMap<>();

  private MessagePool(Path folder) {
    this.folder = folder;
  }

  public static MessagePool open(Path folder) throws IOException {
    Files.createDirectories(folder);
    MessagePool pool = new MessagePool(folder);
    List<SignedMessage> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        found.add(SignedMessage.ofJson(Json.parse(Files.readString(file))));
      }
    }
    found.sort(Comparator.comparingLong(signed -> signed.message().nonce()));
    for (SignedMessage message : found) {
      pool.messages.put(message.cid(), message);
    }
    return pool;
  }

  /** Keeps the message; a second time does nothing. */
  public synchronized void add(SignedMessage message) throws IOException {
    Cid cid = message.cid();
    if (messages.containsKey(cid)) {
      return;
    }
    Path fresh = folder.resolve(cid + ".new");
    Files.writeString(fresh, Json.write(message.json()));
    Files.move(
        fresh, file(cid), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    messages.put(cid, message);
  }

  /** Whether another message of this sender and nonce waits. */
  public synchronized boolean hasOther(Message message) {
    for (SignedMessage waiting : messages.values()) {
      Message other = waiting.message();
      if (other.from().equals(message.from())
          && other.nonce() == message.nonce()
          && !other.equals(message)) {
        return true;
      }
    }
    return false;
  }

  public synchronized void remove(Cid cid) throws IOException {
    if (messages.remove(cid) != null) {
      Files.deleteIfExists(file(cid));
    }
  }

  public synchronized List<SignedMessage> all() {
    return new ArrayList<>(messages.values());
  }

  /** The nonce after the last one that waits, or the given one if none waits. */
  public synchronized long nextNonce(Address from, long stateNonce) {
    long next = stateNonce;
    for (SignedMessage signed : messages.values()) {
      if (signed.message().from().equals(from)) {
        next = Math.max(next, signed.message().nonce() + 1);
      }
    }
    return next;
  }

  private Path file(Cid cid) {
    return folder.resolve(cid + ".json");
  }
}
