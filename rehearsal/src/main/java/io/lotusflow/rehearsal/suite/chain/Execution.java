package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Fil;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Carries out messages on a state: the few methods that an install needs. */
public final class Execution {
  /** The power actor, which creates miners. */
  public static final Address POWER_ACTOR = Address.ofId(4);

  public static final long SEND = 0;
  public static final long CREATE_MINER = 2;
  public static final long CHANGE_WORKER = 3;
  public static final long CHANGE_PEER_ID = 4;
  public static final long WITHDRAW = 16;
  public static final long CHANGE_MULTIADDRS = 18;
  public static final long CONFIRM_WORKER = 21;

  /** What a new miner has to lock, in attoFIL. */
  public static final BigInteger CREATION_DEPOSIT = Fil.ofWhole(1);

  static final BigInteger BASE_FEE = BigInteger.valueOf(100);

  private static final Address BURNT_FUNDS = Address.ofId(99);
  private static final long FORBIDDEN = 18;
  private static final long INVALID_RECEIVER = 4;
  private static final long INSUFFICIENT_FUNDS = 6;
  private static final long ACTOR_INSUFFICIENT_FUNDS = 19;
  private static final long UNHANDLED_MESSAGE = 22;
  private static final long ILLEGAL_ARGUMENT = 16;

  private final StateTree state;
  private final long epoch;

  public Execution(StateTree state, long epoch) {
    this.state = state;
    this.epoch = epoch;
  }

  /** A message that cannot even begin, or fails; the message is the virtual machine's. */
  public static final class Failure extends Exception {
    private final long exitCode;

    Failure(long exitCode, String message) {
      super(message);
      this.exitCode = exitCode;
    }

    public long exitCode() {
      return exitCode;
    }
  }

  /** What a message of this method burns; measured once on a real devnet. */
  public static long gasOf(Message message) {
    if (message.method() == SEND) {
      return 1_150_863;
    }
    return message.method() == CREATE_MINER ? 42_143_271 : 5_837_595;
  }

  /** Applies the message with its fees. The sender's nonce is the caller's affair. */
  Receipt apply(Message message) {
    long gas = gasOf(message);
    chargeFees(message, gas);
    OptionalLong doom = SectorMethods.doom(message);
    if (doom.isPresent()) {
      return new Receipt(doom.getAsLong(), "", gas);
    }
    try {
      return new Receipt(0, Base64.getEncoder().encodeToString(perform(message)), gas);
    } catch (Failure e) {
      return new Receipt(e.exitCode(), "", gas);
    }
  }

  private void chargeFees(Message message, long gas) {
    Actor sender = state.find(message.from()).orElseThrow();
    BigInteger fee =
        BASE_FEE
            .multiply(BigInteger.valueOf(gas))
            .add(message.gasPremium().multiply(BigInteger.valueOf(gas)));
    BigInteger paid = fee.min(sender.balance());
    state.put(sender.nextNonce().plus(paid.negate()));
    Actor burnt = state.find(BURNT_FUNDS).orElseThrow();
    state.put(burnt.plus(paid));
  }

  /** Applies value and method without fees; a message that fails changes nothing. */
  public void attempt(Message message) {
    try {
      perform(message);
    } catch (Failure e) {
      // It will fail on the chain as well, where nobody will be told either.
    }
  }

  /**
   * Applies value and method without fees and returns the method's CBOR return value. A failure
   * changes nothing.
   */
  public byte[] perform(Message message) throws Failure {
    StateTree before = state.copy();
    try {
      return transferAndInvoke(message);
    } catch (Failure e) {
      state.reset(before);
      throw e;
    } catch (CborReader.CborException e) {
      state.reset(before);
      throw new Failure(ILLEGAL_ARGUMENT, "failed to deserialize params: " + e.getMessage());
    }
  }

  private byte[] transferAndInvoke(Message message) throws Failure {
    Actor sender =
        state
            .find(message.from())
            .orElseThrow(() -> new Failure(INVALID_RECEIVER, "sender not found on chain"));
    if (sender.balance().compareTo(message.value()) < 0) {
      throw new Failure(INSUFFICIENT_FUNDS, insufficient(sender.balance(), message.value()));
    }
    Actor receiver = receiver(message.to());
    move(sender, receiver, message.value());
    return message.method() == SEND ? new byte[0] : invoke(message, sender, receiver);
  }

  private static String insufficient(BigInteger balance, BigInteger transfer) {
    return "message failed with backtrace:\n--> caused by: send::send -- sender does not have funds to transfer (balance "
        + Fil.inMessages(balance)
        + ", transfer "
        + Fil.inMessages(transfer)
        + ") (5: insufficient funds)\n (RetCode=6)";
  }

  private Actor receiver(Address to) throws Failure {
    Optional<Actor> known = state.find(to);
    if (known.isPresent()) {
      return known.get();
    }
    if (!to.isKey()) {
      throw new Failure(INVALID_RECEIVER, "actor does not exist: " + to);
    }
    Actor created = Actor.account(state.takeId(), to, BigInteger.ZERO);
    state.put(created);
    return created;
  }

  private void move(Actor sender, Actor receiver, BigInteger value) {
    if (sender.id() != receiver.id() && value.signum() > 0) {
      state.put(sender.plus(value.negate()));
      state.put(receiver.plus(value));
    }
  }

  private byte[] invoke(Message message, Actor sender, Actor receiver) throws Failure {
    CborReader params = new CborReader(message.paramBytes());
    if (receiver.idAddress().equals(POWER_ACTOR) && message.method() == CREATE_MINER) {
      return createMiner(params, message);
    }
    Actor miner = state.find(receiver.idAddress()).orElseThrow();
    if (miner.miner().isEmpty()) {
      throw new Failure(UNHANDLED_MESSAGE, "unhandled message: method " + message.method());
    }
    changeMiner(message.method(), params, miner, miner.miner().get(), sender);
    return new byte[0];
  }

  private void changeMiner(
      long method, CborReader params, Actor miner, MinerInfo info, Actor caller) throws Failure {
    boolean byOwner = caller.idAddress().equals(info.owner());
    boolean byWorker =
        byOwner
            || caller.idAddress().equals(info.worker())
            || info.controls().contains(caller.idAddress());
    boolean ownersAffair =
        method == CHANGE_WORKER || method == CONFIRM_WORKER || method == WITHDRAW;
    if (!(ownersAffair ? byOwner : byWorker)) {
      throw new Failure(FORBIDDEN, "caller " + caller.idAddress() + " is not one of supported");
    }
    if (method == WindowPostMethods.SUBMIT || method == WindowPostMethods.DECLARE_RECOVERED) {
      prove(method, params, miner, info);
      return;
    }
    if (method == SectorMethods.PRE_COMMIT || method == SectorMethods.PROVE_COMMIT) {
      onboard(method, params, miner, info);
      return;
    }
    if (method == CONFIRM_WORKER) {
      state.put(miner.with(info.withKeys(info.keys().confirmed(epoch))));
      return;
    }
    params.tuple(method == CHANGE_WORKER ? 2 : 1);
    if (method == CHANGE_PEER_ID) {
      state.put(miner.with(info.withPeerId(params.bytes())));
    } else if (method == CHANGE_MULTIADDRS) {
      state.put(miner.with(info.withMultiaddrs(MinerInfo.readMultiaddrs(params))));
    } else if (method == CHANGE_WORKER) {
      Address worker = idOf(params.address());
      List<Address> controls = MinerInfo.readAddresses(params);
      state.put(miner.with(info.withKeys(info.keys().proposing(worker, idsOf(controls), epoch))));
    } else if (method == WITHDRAW) {
      withdraw(miner, info, params.amount());
    } else {
      throw new Failure(UNHANDLED_MESSAGE, "unhandled message: method " + method);
    }
  }

  private void prove(long method, CborReader params, Actor miner, MinerInfo info) throws Failure {
    WindowPostMethods proofs = new WindowPostMethods(state);
    try {
      boolean submits = method == WindowPostMethods.SUBMIT;
      state.put(
          miner.with(
              submits ? proofs.submit(info, params, epoch) : proofs.recover(info, params, epoch)));
    } catch (IllegalArgumentException e) {
      throw new Failure(ILLEGAL_ARGUMENT, e.getMessage());
    }
  }

  private void onboard(long method, CborReader params, Actor miner, MinerInfo info) throws Failure {
    SectorMethods sectors = new SectorMethods(state.proving(), epoch);
    try {
      MinerInfo after =
          method == SectorMethods.PRE_COMMIT
              ? sectors.preCommit(info, params)
              : sectors.proveCommit(info, params);
      if (miner.balance().compareTo(after.locked()) < 0) {
        throw new Failure(ACTOR_INSUFFICIENT_FUNDS, "insufficient funds for new pledge");
      }
      state.put(miner.with(after));
    } catch (IllegalArgumentException e) {
      throw new Failure(ILLEGAL_ARGUMENT, e.getMessage());
    }
  }

  private void withdraw(Actor miner, MinerInfo info, BigInteger amount) {
    BigInteger taken = amount.min(miner.balance().subtract(info.locked()));
    state.put(miner.plus(taken.negate()));
    Actor owner = state.find(info.owner()).orElseThrow();
    state.put(owner.plus(taken));
  }

  private List<Address> idsOf(List<Address> addresses) throws Failure {
    List<Address> ids = new java.util.ArrayList<>();
    for (Address address : addresses) {
      ids.add(idOf(address));
    }
    return ids;
  }

  private Address idOf(Address address) throws Failure {
    return state
        .find(address)
        .orElseThrow(() -> new Failure(ILLEGAL_ARGUMENT, "unable to resolve address " + address))
        .idAddress();
  }

  private byte[] createMiner(CborReader params, Message message) throws Failure {
    params.tuple(5);
    Address owner = idOf(params.address());
    Address worker = idOf(params.address());
    long sectorSize = WindowPost.sectorSize(params.integer());
    byte[] peer = params.bytes();
    List<String> multiaddrs = MinerInfo.readMultiaddrs(params);
    if (message.value().compareTo(CREATION_DEPOSIT) < 0) {
      throw new Failure(INSUFFICIENT_FUNDS, insufficient(message.value(), CREATION_DEPOSIT));
    }
    long id = state.takeId();
    Address robust = Address.ofActor(message.cbor());
    long periodStart = epoch - epoch % state.proving().window();
    MinerInfo info =
        new MinerInfo(
            MinerKeys.of(owner, worker, List.of()),
            "",
            multiaddrs,
            sectorSize,
            periodStart,
            CREATION_DEPOSIT,
            MinerSectors.NONE,
            Map.of());
    state.put(Actor.miner(id, robust, message.value(), info.withPeerId(peer)));
    Actor power = state.find(POWER_ACTOR).orElseThrow();
    state.put(power.plus(message.value().negate()));
    return new CborWriter().array(2).address(Address.ofId(id)).address(robust).toBytes();
  }

  /** The parameters of {@link #CREATE_MINER}. */
  public static byte[] createMinerParams(
      Address owner, Address worker, long proofType, byte[] peer) {
    return new CborWriter()
        .array(5)
        .address(owner)
        .address(worker)
        .integer(proofType)
        .bytes(peer)
        .array(0)
        .toBytes();
  }

  /** The parameters of {@link #CHANGE_WORKER}, which also replaces the control addresses. */
  public static byte[] changeWorkerParams(Address worker, List<Address> controls) {
    CborWriter cbor = new CborWriter().array(2).address(worker).array(controls.size());
    for (Address control : controls) {
      cbor.address(control);
    }
    return cbor.toBytes();
  }

  /** The parameters of {@link #CHANGE_MULTIADDRS}, each address in Base64. */
  public static byte[] multiaddrParams(List<String> multiaddrs) {
    CborWriter cbor = new CborWriter().array(1);
    MinerInfo.writeMultiaddrs(cbor, multiaddrs);
    return cbor.toBytes();
  }
}
