package io.lotusflow.rehearsal.suite.chain;

import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.CborReader;
import io.lotusflow.rehearsal.suite.wire.CborWriter;
import io.lotusflow.rehearsal.suite.wire.Cid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All actors at one epoch. Real Lotus keeps them in a tree of many blocks; here the root links one
 * block of actors and one that links the actors' code, so that a snapshot has something to weigh.
 */
public final class StateTree {
  private static final int STATE_VERSION = 5;

  private final TreeMap<Long, Actor> actors = new TreeMap<>();
  private final Proving proving;
  private Cid code;
  private long nextId;

  StateTree(Cid code, long nextId, Proving proving) {
    this.code = code;
    this.nextId = nextId;
    this.proving = proving;
  }

  public StateTree copy() {
    StateTree copy = new StateTree(code, nextId, proving);
    copy.actors.putAll(actors);
    return copy;
  }

  /** Makes this what the other is. */
  void reset(StateTree other) {
    actors.clear();
    actors.putAll(other.actors);
    nextId = other.nextId;
  }

  public Proving proving() {
    return proving;
  }

  Cid code() {
    return code;
  }

  void setCode(Cid other) {
    code = other;
  }

  void put(Actor actor) {
    actors.put(actor.id(), actor);
  }

  long takeId() {
    return nextId++;
  }

  /** Finds an actor by its id or its robust address. */
  public Optional<Actor> find(Address address) {
    if (address.isId()) {
      return Optional.ofNullable(actors.get(address.id()));
    }
    for (Actor actor : actors.values()) {
      if (actor.robust().isPresent() && actor.robust().get().equals(address)) {
        return Optional.of(actor);
      }
    }
    return Optional.empty();
  }

  public List<Actor> miners() {
    List<Actor> miners = new ArrayList<>();
    for (Actor actor : actors.values()) {
      if (actor.miner().isPresent()) {
        miners.add(actor);
      }
    }
    return miners;
  }

  Cid write(BlockStore store) throws IOException {
    CborWriter list = new CborWriter().array(3).integer(nextId);
    proving.write(list);
    list.array(actors.size());
    for (Actor actor : actors.values()) {
      actor.write(list);
    }
    Cid actorsBlock = store.putCbor(list.toBytes());
    return store.putCbor(
        new CborWriter().array(3).integer(STATE_VERSION).link(actorsBlock).link(code).toBytes());
  }

  static StateTree read(BlockStore store, Cid root) throws IOException {
    CborReader rootBlock = rootAfterVersion(store, root);
    CborReader list = new CborReader(store.require(rootBlock.link()));
    Cid code = rootBlock.link();
    boolean tellsProving = list.array() == 3;
    long next = list.integer();
    StateTree state = new StateTree(code, next, tellsProving ? Proving.read(list) : Proving.LONG);
    int count = list.array();
    for (int i = 0; i < count; i++) {
      state.put(Actor.read(list));
    }
    return state;
  }

  /** The root and the block of actors. */
  static List<Cid> ownBlocks(BlockStore store, Cid root) throws IOException {
    return List.of(root, rootAfterVersion(store, root).link());
  }

  /** The ids of all blocks of a state, the root first. */
  static List<Cid> blocks(BlockStore store, Cid root) throws IOException {
    List<Cid> blocks = new ArrayList<>();
    blocks.add(root);
    CborReader rootBlock = rootAfterVersion(store, root);
    blocks.add(rootBlock.link());
    Cid code = rootBlock.link();
    blocks.add(code);
    blocks.addAll(new CborReader(store.require(code)).links());
    return blocks;
  }

  private static CborReader rootAfterVersion(BlockStore store, Cid root) throws IOException {
    CborReader rootBlock = new CborReader(store.require(root));
    rootBlock.tuple(3);
    rootBlock.integer();
    return rootBlock;
  }
}
