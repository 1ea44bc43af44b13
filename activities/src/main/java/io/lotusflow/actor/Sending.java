package io.lotusflow.actor;

import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.Journal;
import io.lotusflow.lotus.MessageReceipt;
import io.lotusflow.lotus.MessageSignature;
import io.lotusflow.lotus.OneAtATime;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.lotus.UnsignedMessage;
import io.lotusflow.node.Pause;
import io.lotusflow.node.RepoFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One message, carried out once. It is signed, with its nonce, and on disk before anybody gets it.
 * Whoever takes over pushes the same bytes again: the chain takes one message of a nonce, so a
 * second push cannot count twice, and as long as the nonce is open nothing is signed anew.
 */
final class Sending {
  private static final Duration POLL = Duration.ofMillis(700);

  /** Polls after which it is pushed again: a pool may have lost it with its daemon. */
  private static final int PUSH_AGAIN = 40;

  private static final int ROUNDS = 5;

  private final FullNode node;
  private final Path folder;
  private final String workflowId;
  private final String name;
  private final Signatures signatures;
  private final int confidence;
  private final Runnable beat;
  private final Journal<Signed> journal;

  /** A message with its signature, on disk. */
  record Signed(UnsignedMessage message, MessageSignature signature) {
    String cid() {
      return message.cid(signature);
    }
  }

  /**
   * @param folder for the files of this sending
   * @param workflowId of the run, for who brings a signature
   * @param name of the sending, for good
   * @param confidence epochs that must follow the message
   */
  Sending(
      FullNode node, Path folder, String workflowId, String name, int confidence, Runnable beat) {
    this.node = node;
    this.folder = RepoFolder.make(folder);
    this.workflowId = workflowId;
    this.name = name;
    this.signatures = new Signatures(folder);
    this.confidence = confidence;
    this.beat = beat;
    this.journal = new Journal<>(folder.resolve(name + ".json"), Signed.class);
  }

  /**
   * Returns when the chain has carried it out, with exit code 0.
   *
   * @param draft without nonce and gas; asked for only where no message was made before, since one
   *     that was carried out has changed what it would be made of
   */
  MessageReceipt send(Supplier<UnsignedMessage> draft) {
    for (int round = 0; round < ROUNDS; round++) {
      Signed signed = OneAtATime.on(lock(), beat, () -> pushed(draft));
      Optional<MessageReceipt> receipt = await(signed);
      if (receipt.isPresent() && receipt.get().succeeded()) {
        return receipt.get();
      }
      forget(signed);
      if (receipt.isPresent()) {
        throw ActorProblem.ACTOR_MESSAGE_FAILED.because(
            receipt.get().message(), receipt.get().exitCode());
      }
    }
    throw ActorProblem.ACTOR_MESSAGE_REFUSED.because("its nonce was taken again and again");
  }

  private Path lock() {
    return folder.resolve(".lock");
  }

  /** Only the one that was judged: another attempt may have made another one meanwhile. */
  private void forget(Signed judged) {
    OneAtATime.on(
        lock(),
        beat,
        () -> {
          if (journal.read().filter(judged::equals).isPresent()) {
            delete();
          }
          return judged;
        });
  }

  private void delete() {
    try {
      Files.deleteIfExists(journal.file());
      Files.deleteIfExists(unsignedFile());
      signatures.forget(workflowId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Signed pushed(Supplier<UnsignedMessage> draft) {
    Optional<Signed> before = journal.read();
    if (before.isPresent()) {
      pushAgain(before.get());
      return before.get();
    }
    UnsignedMessage wanted = draft.get();
    for (int round = 0; round < ROUNDS; round++) {
      Signed signed = signed(wanted);
      journal.write(signed);
      if (isTakenAtFirst(signed)) {
        return signed;
      }
      // Nobody has got it: the miner was faster with the nonce.
      delete();
    }
    throw ActorProblem.ACTOR_MESSAGE_REFUSED.because("the miner is faster with each nonce");
  }

  /** Right after it was signed; false if another message has the nonce. */
  private boolean isTakenAtFirst(Signed signed) {
    try {
      node.push(signed.message(), signed.signature());
      return true;
    } catch (RpcFailed failed) {
      if (failed.kind() != RpcFailed.Kind.REFUSED) {
        throw failed;
      }
      if (failed.said().contains("already exists")) {
        return true;
      }
      if (failed.said().contains("already in mpool") || failed.said().contains("nonce too low")) {
        return false;
      }
      delete();
      throw ActorProblem.ACTOR_MESSAGE_REFUSED.because(failed.said());
    }
  }

  /** One that others may have got already: what this daemon says of it decides nothing. */
  private void pushAgain(Signed signed) {
    try {
      node.push(signed.message(), signed.signature());
    } catch (RpcFailed failed) {
      if (failed.kind() != RpcFailed.Kind.REFUSED) {
        throw failed;
      }
    }
  }

  /** Empty when another message has taken the nonce for good. */
  private Optional<MessageReceipt> await(Signed signed) {
    for (int poll = 1; ; poll++) {
      Search search = search(signed);
      if (search.receipt().isPresent() && isDeep(search.receipt().get().height())) {
        return search.receipt();
      }
      if (search.receipt().isEmpty() && isNonceGone(signed)) {
        Search again = search(signed);
        if (again.receipt().isEmpty() && again.replaced()) {
          return Optional.empty();
        }
        if (again.receipt().isEmpty()) {
          throw ActorProblem.ACTOR_MESSAGE_UNCLEAR.because(
              signed.cid(), signed.message().from(), signed.message().nonce(), journal.file());
        }
      }
      if (search.receipt().isEmpty() && poll % PUSH_AGAIN == 0) {
        pushAgain(signed);
      }
      beat.run();
      Pause.of(POLL);
    }
  }

  private boolean isDeep(long height) {
    return node.head().height() >= height + confidence;
  }

  /** With the state of some epochs ago nothing changes any more that was carried out. */
  private boolean isNonceGone(Signed signed) {
    if (node.nonceOnChain(signed.message().from()) <= signed.message().nonce()) {
      return false;
    }
    long height = node.head().height();
    while (node.head().height() < height + confidence) {
      beat.run();
      Pause.of(POLL);
    }
    return node.nonceOnChain(signed.message().from()) > signed.message().nonce();
  }

  /**
   * What the daemon knows of it.
   *
   * @param replaced it says that another message has the nonce
   */
  private record Search(Optional<MessageReceipt> receipt, boolean replaced) {}

  private Search search(Signed signed) {
    try {
      return new Search(node.searchMessage(signed.cid()), false);
    } catch (RpcFailed failed) {
      if (failed.kind() != RpcFailed.Kind.REFUSED) {
        throw failed;
      }
      // Any other refusal, as after a new chain, says nothing about what was carried out.
      return new Search(Optional.empty(), failed.said().contains("message with equal nonce"));
    }
  }

  private Signed signed(UnsignedMessage draft) {
    if (node.hasKey(draft.from())) {
      UnsignedMessage message = estimated(draft).withNonce(node.nextNonce(draft.from()));
      return new Signed(message, node.sign(message));
    }
    return signedElsewhere(draft);
  }

  private UnsignedMessage estimated(UnsignedMessage draft) {
    try {
      return node.estimated(draft);
    } catch (RpcFailed failed) {
      if (failed.kind() == RpcFailed.Kind.REFUSED) {
        throw ActorProblem.ACTOR_MESSAGE_REFUSED.because(failed.said());
      }
      throw failed;
    }
  }

  private Path unsignedFile() {
    return folder.resolve(name + ".unsigned.json");
  }

  /** The message stays as it is until its nonce is gone: it may be being signed. */
  private Signed signedElsewhere(UnsignedMessage draft) {
    Journal<UnsignedMessage> asked = new Journal<>(unsignedFile(), UnsignedMessage.class);
    long next = node.nextNonce(draft.from());
    UnsignedMessage message =
        asked
            .read()
            .filter(before -> before.nonce() == next)
            .orElseGet(() -> estimated(draft).withNonce(next));
    asked.write(message);
    String hex = HexFormat.of().formatHex(message.cidBytes());
    Optional<MessageSignature> signature = signatures.find(workflowId);
    if (signature.isEmpty()) {
      throw ActorProblem.ACTOR_NEEDS_SIGNATURE.because(
          message.from(), hex, unsignedFile(), workflowId);
    }
    if (!node.verify(message, signature.get())) {
      signatures.forget(workflowId);
      throw ActorProblem.ACTOR_SIGNATURE_WRONG.because(message.from(), hex, workflowId);
    }
    return new Signed(message, signature.get());
  }
}
