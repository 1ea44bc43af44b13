package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.chain.Actor;
import io.lotusflow.rehearsal.suite.chain.Chain;
import io.lotusflow.rehearsal.suite.chain.Execution;
import io.lotusflow.rehearsal.suite.chain.Message;
import io.lotusflow.rehearsal.suite.chain.SignedMessage;
import io.lotusflow.rehearsal.suite.chain.StateTree;
import io.lotusflow.rehearsal.suite.network.MessagePool;
import io.lotusflow.rehearsal.suite.network.NetworkClient;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.Cid;
import io.lotusflow.rehearsal.suite.wire.Json;
import io.lotusflow.rehearsal.suite.wire.Multiaddr;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends messages and finds out what became of them. */
final class Messages {
  private static final BigInteger FEE_CAP = BigInteger.valueOf(100_377);
  private static final BigInteger PREMIUM = BigInteger.valueOf(99_323);
  private static final String NOT_LOADED = "%!w(*errors.errorString=&{failed to load message}): ";

  private final Chain chain;
  private final MessagePool pool;
  private final Sync sync;
  private final Wallet wallet;

  Messages(Chain chain, MessagePool pool, Sync sync, Wallet wallet) {
    this.chain = chain;
    this.pool = pool;
    this.sync = sync;
    this.wallet = wallet;
  }

  /**
   * Fills in the gas, after the message was tried on the present state with what waits before it.
   */
  Message estimate(Message draft) throws IOException, RpcException {
    StateTree state = stateWithPending(draft.from());
    if (state.find(draft.from()).isEmpty()) {
      throw new RpcException(
          "gas estimation failed: CallWithGas failed: sender "
              + draft.from()
              + " not found on chain: sender validation failed");
    }
    try {
      new Execution(state, chain.head().height()).perform(draft);
    } catch (Execution.Failure e) {
      throw new RpcException(
          "message execution failed (exit=["
              + nameOf(e.exitCode())
              + "], vm error=["
              + e.getMessage()
              + "])");
    }
    long limit = Execution.gasOf(draft) * 5 / 4;
    return draft.withNonceAndGas(draft.nonce(), limit, FEE_CAP, PREMIUM);
  }

  private static String nameOf(long exitCode) {
    String name =
        switch ((int) exitCode) {
          case 4 -> "SysErrInvalidReceiver";
          case 6 -> "SysErrInsufficientFunds";
          case 16 -> "ErrIllegalArgument";
          case 18 -> "ErrForbidden";
          case 22 -> "ErrUnhandledMessage";
          default -> "UnknownExitCode";
        };
    return name + "(" + exitCode + ")";
  }

  private StateTree stateWithPending(Address from) throws IOException {
    StateTree state = chain.stateAfter(chain.head());
    Execution execution = new Execution(state, chain.head().height());
    for (SignedMessage signed : pool.all()) {
      if (signed.message().from().equals(from) && !chain.includes(signed.cid())) {
        execution.attempt(signed.message());
      }
    }
    return state;
  }

  /** Signs and publishes. Each call sends anew. */
  synchronized SignedMessage push(Message draft) throws IOException, RpcException {
    Message estimated;
    try {
      estimated = estimate(draft);
    } catch (RpcException e) {
      throw new RpcException("GasEstimateMessageGas error: " + e.getMessage());
    }
    Actor sender = chain.stateAfter(chain.head()).find(draft.from()).orElseThrow();
    Address key = sender.robust().orElse(draft.from());
    long nonce = pool.nextNonce(key, sender.nonce());
    Message message =
        Message.draft(key, draft.to(), draft.value(), draft.method(), draft.paramBytes())
            .withNonceAndGas(
                nonce, estimated.gasLimit(), estimated.gasFeeCap(), estimated.gasPremium());
    SignedMessage signed = wallet.sign(message, key);
    chain.keep(signed);
    pool.add(signed);
    publish(signed);
    return signed;
  }

  /**
   * Publishes what somebody else has signed. The same a second time is refused, as the real pool
   * refuses it.
   */
  synchronized Cid push(SignedMessage signed) throws IOException, RpcException {
    Message message = signed.message();
    Actor sender =
        chain
            .stateAfter(chain.head())
            .find(message.from())
            .orElseThrow(() -> new RpcException("actor not found"));
    if (message.nonce() < sender.nonce()) {
      throw new RpcException(
          "minimum expected nonce is " + sender.nonce() + ": message nonce too low");
    }
    boolean waits = pool.all().stream().anyMatch(other -> other.cid().equals(signed.cid()));
    if (waits || pool.hasOther(message)) {
      throw new RpcException(
          "message from "
              + message.from()
              + " with nonce "
              + message.nonce()
              + " already in mpool"
              + (waits
                  ? ": message with nonce already exists"
                  : ", increase GasPremium to trigger replace by fee: replace by fee has too low GasPremium"));
    }
    if (sender.balance().compareTo(message.value().add(message.gasCost())) < 0) {
      throw new RpcException("mpool push: not enough funds: " + sender.balance());
    }
    chain.keep(signed);
    pool.add(signed);
    publish(signed);
    return signed.cid();
  }

  /** A network that is away gets the message when it is back; one that refuses it ends it. */
  private void publish(SignedMessage signed) throws IOException, RpcException {
    Optional<Multiaddr> peer = sync.connectedPeer();
    if (peer.isEmpty()) {
      return;
    }
    try {
      new NetworkClient(peer.get()).push(signed);
    } catch (java.net.SocketException e) {
      return;
    } catch (IOException e) {
      pool.remove(signed.cid());
      throw new RpcException(String.valueOf(e.getMessage()));
    }
  }

  long nonce(Address address) throws IOException, RpcException {
    Actor actor =
        chain
            .stateAfter(chain.head())
            .find(address)
            .orElseThrow(
                () ->
                    new RpcException(
                        "failed to get nonce: resolution lookup failed ("
                            + address
                            + "): actor not found"));
    return pool.nextNonce(actor.robust().orElse(address), actor.nonce());
  }

  /** The message's outcome, or null while it waits. A message nobody knows is an error. */
  Object search(Cid cid, long lookback) throws IOException, RpcException {
    requireKnown(cid);
    Optional<Chain.Lookup> found = chain.lookup(cid);
    requireNotReplaced(cid);
    boolean tooOld =
        found.isPresent()
            && lookback >= 0
            && chain.head().height() - found.get().tipset().height() > lookback;
    return found.isEmpty() || tooOld ? null : json(cid, found.get());
  }

  /** Waits until the outcome is this many epochs deep. */
  Object await(Cid cid, long confidence) throws IOException, RpcException, InterruptedException {
    requireKnown(cid);
    while (true) {
      Optional<Chain.Lookup> found = chain.lookup(cid);
      if (found.isPresent()
          && chain.head().height() >= found.get().tipset().height() + confidence) {
        return json(cid, found.get());
      }
      requireNotReplaced(cid);
      sync.awaitChange(1000);
    }
  }

  private void requireKnown(Cid cid) throws IOException, RpcException {
    for (SignedMessage pending : sync.pending()) {
      if (pending.cid().equals(cid)) {
        return;
      }
    }
    try {
      if (chain.message(cid).isEmpty()) {
        throw new RpcException(NOT_LOADED + "ipld: could not find " + cid);
      }
    } catch (CborReader.CborException | IllegalArgumentException e) {
      throw new RpcException(NOT_LOADED + e.getMessage());
    }
  }

  /** A message whose nonce another one has taken will never be found. */
  private void requireNotReplaced(Cid cid) throws IOException, RpcException {
    Optional<Message> message = chain.includes(cid) ? Optional.empty() : chain.message(cid);
    Optional<Cid> other = message.isPresent() ? chain.replacing(message.get()) : Optional.empty();
    if (other.isPresent()) {
      String nonce = Long.toString(message.get().nonce());
      throw new RpcException(
          "checking for message execution during lookback: message was replaced: found message with equal nonce as the one we are looking for that is NOT a valid replacement message (F:"
              + cid
              + " n "
              + nonce
              + ", TS: "
              + other.get()
              + " n"
              + nonce
              + "): message was replaced");
    }
  }

  private static Map<String, Object> json(Cid cid, Chain.Lookup lookup) {
    return Json.object(
        "Message", cid,
        "Receipt", lookup.receipt().json(),
        "ReturnDec", decoded(lookup),
        "TipSet", List.of(lookup.tipset().cid()),
        "Height", lookup.tipset().height());
  }

  private static Object decoded(Chain.Lookup lookup) {
    boolean created =
        lookup.message().to().equals(Execution.POWER_ACTOR)
            && lookup.message().method() == Execution.CREATE_MINER;
    if (!created || lookup.receipt().exitCode() != 0) {
      return null;
    }
    CborReader cbor = new CborReader(lookup.receipt().returnedBytes());
    cbor.tuple(2);
    return Json.object(
        "IDAddress", cbor.address().toString(), "RobustAddress", cbor.address().toString());
  }
}
