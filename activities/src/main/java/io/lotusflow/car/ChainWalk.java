package io.lotusflow.car;

import io.lotusflow.chain.SnapshotContents;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the headers from the head downwards while blocks pass by in the order of the file, which
 * for Lotus and Forest is newest first: a header, its messages and state, then its parents. So only
 * the parents of one tipset are ever waited for, and memory does not grow with the chain.
 */
final class ChainWalk {
  private static final int REMEMBERED = 1 << 15;
  private static final int MOST_AWAITED = 10_000;

  private static final int HEADER = 1;
  private static final int HEADER_SEEN = 2;
  private static final int STATE = 4;
  private static final int STATE_SEEN = 8;
  private static final int MESSAGES = 16;
  private static final int MESSAGES_SEEN = 32;
  private static final int FINALITY = 64;

  private final Judge judge;
  private final BlockChecker checker;
  private final RecentKeys known = new RecentKeys(REMEMBERED);
  private final RecentKeys waiting = new RecentKeys(REMEMBERED);
  private final Set<Cid> awaited = new HashSet<>();
  private List<Cid> roots = List.of();
  private List<Cid> head = List.of();
  private Optional<Cid> finality = Optional.empty();
  private int snapshotVersion;
  private boolean finalityData;
  private long blocks;
  private long headers;
  private long lowest = Long.MAX_VALUE;
  private long stateRoots;
  private long headersWithMessages;
  private boolean newestFirst = true;
  private Optional<Header> last = Optional.empty();
  private long newestWithoutState = -1;

  ChainWalk(Judge judge, BlockChecker checker) {
    this.judge = judge;
    this.checker = checker;
  }

  void start(List<Cid> carRoots) {
    roots = carRoots;
    snapshotVersion = 1;
    lookFor(carRoots);
  }

  private void lookFor(List<Cid> tipset) {
    head = tipset;
    awaited.clear();
    tipset.forEach(this::await);
  }

  /** A block that lies in the buffer, its content from the end of its CID to {@code end}. */
  void see(byte[] bytes, CidSlice cid, int end) {
    blocks++;
    long key = Keys.endingAt(bytes, cid.end);
    int marks = known.get(key);
    if (marks != 0) {
      recognise(bytes, cid, end, key, marks);
    }
  }

  /** A block too big for a header. */
  void seeBig(byte[] bytes, CidSlice cid) {
    blocks++;
    seeFinality(cid.copy(bytes));
  }

  private void seeFinality(Cid cid) {
    finalityData |= finality.isPresent() && finality.get().equals(cid);
  }

  private void recognise(byte[] bytes, CidSlice slice, int end, long key, int marks) {
    Cid cid = slice.copy(bytes);
    int now = marks;
    if ((marks & STATE) != 0) {
      stateRoots++;
      now = (now & ~STATE) | STATE_SEEN;
    }
    if ((marks & MESSAGES) != 0) {
      headersWithMessages += waiting.get(key);
      now = (now & ~MESSAGES) | MESSAGES_SEEN;
    }
    known.put(key, now);
    seeFinality(cid);
    if ((marks & HEADER) != 0 && awaited.contains(cid)) {
      seeAwaited(bytes, slice, end, cid);
    }
  }

  private void seeAwaited(byte[] bytes, CidSlice slice, int end, Cid cid) {
    if (blocks == 1 && roots.equals(List.of(cid)) && isMetadata(bytes, slice.end, end)) {
      return;
    }
    Optional<Header> header = Header.read(bytes, slice.end, end);
    if (header.isPresent() && isSound(bytes, slice, end, header.get())) {
      awaited.remove(cid);
      mark(cid, HEADER_SEEN);
      follow(cid, header.get());
    }
  }

  private boolean isMetadata(byte[] bytes, int from, int end) {
    Optional<Metadata> metadata = Metadata.read(bytes, from, end);
    metadata.ifPresent(
        found -> {
          snapshotVersion = 2;
          finality = found.finality();
          finality.ifPresent(cid -> mark(cid, FINALITY));
          lookFor(found.head());
        });
    return metadata.isPresent();
  }

  /** What is decided by at once must be true; the other headers are checked with the rest. */
  private boolean isSound(byte[] bytes, CidSlice cid, int end, Header header) {
    boolean decides = headers == 0 || header.height() == 0;
    return !decides || checker.matches(bytes, cid, cid.end, end);
  }

  private void follow(Cid cid, Header header) {
    if (header.height() < lowest) {
      lookForState();
    }
    last = Optional.of(header);
    newestFirst &= header.height() <= lowest;
    lowest = Math.min(lowest, header.height());
    headers++;
    noteState(header.stateRoot());
    noteMessages(header.messages());
    if (header.height() > 0) {
      header.parents().forEach(this::await);
    }
    if (headers == 1) {
      judge.headIs(head, header);
    }
    if (header.height() == 0) {
      judge.genesisIs(cid);
    }
  }

  private void await(Cid cid) {
    boolean isNew = (known.get(cid.key()) & HEADER_SEEN) == 0 && awaited.size() < MOST_AWAITED;
    if (isNew && awaited.add(cid)) {
      mark(cid, HEADER);
    }
  }

  /** What belongs to a tipset comes before its parents, if it did not come earlier. */
  private void lookForState() {
    last.filter(header -> (known.get(header.stateRoot().key()) & STATE_SEEN) == 0)
        .ifPresent(header -> newestWithoutState = Math.max(newestWithoutState, header.height()));
  }

  private void noteState(Cid root) {
    if ((known.get(root.key()) & STATE_SEEN) == 0) {
      mark(root, STATE);
    }
  }

  private void noteMessages(Cid messages) {
    int marks = known.get(messages.key());
    if ((marks & MESSAGES_SEEN) != 0) {
      headersWithMessages++;
      known.put(messages.key(), marks);
      return;
    }
    int before = (marks & MESSAGES) == 0 ? 0 : waiting.get(messages.key());
    waiting.put(messages.key(), before + 1);
    mark(messages, MESSAGES);
  }

  private void mark(Cid cid, int mark) {
    known.put(cid.key(), known.get(cid.key()) | mark);
  }

  /** Whether headers lead from the head to genesis, newest first and without a gap. */
  boolean reachesGenesis() {
    return headers > 0 && lowest == 0 && newestFirst && awaited.isEmpty();
  }

  /** A block of the head that has not come; empty if all have. */
  Optional<Cid> missingHead() {
    return head.stream().filter(awaited::contains).findFirst();
  }

  SnapshotContents contents() {
    lookForState();
    return new SnapshotContents(
        snapshotVersion == 0 ? 0 : 1,
        snapshotVersion,
        finalityData,
        blocks,
        headers,
        headers == 0 ? -1 : lowest,
        stateRoots,
        newestWithoutState,
        headersWithMessages);
  }
}
