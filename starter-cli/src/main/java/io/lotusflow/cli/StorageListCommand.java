package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.MinerStorage;
import io.lotusflow.lotus.MinerStorage.Kind;
import io.lotusflow.watch.Columns;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All storage that the miner knows, that of its workers included. */
@Command(name = "list")
final class StorageListCommand implements Callable<Integer> {

  /** Of 80 columns. */
  private static final int PLACE = 25;

  private static final int USE = 12;
  private static final int SIZE = 10;
  private static final int FILES = 13;

  private final Session session;

  @Option(names = "--rehearsal")
  private boolean rehearsal;

  StorageListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return MinerReading.of(session, rehearsal, (miner, plans) -> list(miner.storage()));
  }

  private int list(List<MinerStorage> all) {
    if (session.wantsText()) {
      table(all);
    } else {
      all.forEach(storage -> session.out().println(RunsJson.text(json(storage))));
    }
    return Exit.DONE;
  }

  private void table(List<MinerStorage> all) {
    if (all.isEmpty()) {
      session.out().println(session.text("storage.list.none"));
      return;
    }
    int place = PLACE + Math.max(0, Math.min(60, session.screen().size().columns() - 80));
    session
        .out()
        .println(
            line(
                place,
                session.text("storage.list.place"),
                session.text("storage.list.use"),
                session.text("storage.list.size"),
                session.text("storage.list.free"),
                session.text("storage.list.reserved"),
                session.text("storage.list.files")));
    all.forEach(storage -> session.out().println(row(place, storage)));
    session.out().println(session.text("storage.list.legend"));
  }

  private String row(int place, MinerStorage storage) {
    String name = end(storage.local().orElseGet(() -> host(storage.url())), place - 1);
    if (storage.room().isEmpty()) {
      return line(
          place, name, use(storage), session.text("storage.list.silent"), "", "", files(storage));
    }
    MinerApi.Room room = storage.room().get();
    return line(
        place,
        name,
        use(storage),
        room.capacity().toString(),
        room.available().toString(),
        room.reserved().bytes() == 0 ? "-" : room.reserved().toString(),
        files(storage));
  }

  private String line(
      int place, String name, String use, String size, String free, String reserved, String files) {
    String line =
        Columns.fit(name, place)
            + Columns.fit(use, USE)
            + Columns.right(size, SIZE)
            + Columns.right(free, SIZE)
            + Columns.right(reserved, SIZE)
            + Columns.right(files, FILES);
    return Columns.cut(line, session.screen().size().columns()).stripTrailing();
  }

  /** Paths differ at their ends. */
  private static String end(String name, int columns) {
    return name.length() <= columns ? name : '…' + name.substring(name.length() - columns + 1);
  }

  private static String host(String url) {
    return url.isEmpty() ? "?" : URI.create(url).getAuthority();
  }

  private String use(MinerStorage storage) {
    String uses =
        Stream.of(
                storage.use().canSeal() ? session.text("storage.list.seal") : "",
                storage.use().canStore() ? session.text("storage.list.store") : "")
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining("+"));
    return uses.isEmpty() ? session.text("storage.list.read") : uses + ' ' + storage.use().weight();
  }

  private static String files(MinerStorage storage) {
    return "%d/%d/%d"
        .formatted(
            storage.files(Kind.UNSEALED),
            storage.files(Kind.SEALED) + storage.files(Kind.UPDATE),
            storage.files(Kind.CACHE) + storage.files(Kind.UPDATE_CACHE));
  }

  private static ObjectNode json(MinerStorage storage) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("id", storage.id())
        .put("path", storage.local().orElse(null))
        .put("url", storage.url());
    json.put("seal", storage.use().canSeal()).put("store", storage.use().canStore());
    json.put("weight", storage.use().weight()).put("answers", storage.room().isPresent());
    storage
        .room()
        .ifPresent(
            room ->
                json.put("capacity", room.capacity().bytes())
                    .put("available", room.available().bytes())
                    .put("reserved", room.reserved().bytes()));
    for (Kind kind : Kind.values()) {
      json.put(kind.name().toLowerCase(Locale.ROOT), storage.files(kind));
    }
    return json;
  }
}
