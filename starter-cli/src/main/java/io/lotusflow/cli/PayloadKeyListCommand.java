package io.lotusflow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.temporal.PayloadKey;
import io.lotusflow.temporal.PayloadKeyFile;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Ids of keys, never the keys. */
@Command(name = "list")
final class PayloadKeyListCommand implements Callable<Integer> {

  private final Session session;

  PayloadKeyListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    PayloadKeyFile file = PayloadKeyFile.of(session.home(), session.env());
    List<String> ids = ids(file);
    if (!session.wantsText()) {
      session.out().println(json(file, ids));
      return Exit.DONE;
    }
    if (ids.isEmpty()) {
      session.out().println(session.text("payload-key.none"));
      return Exit.DONE;
    }
    session.out().println(session.text("payload-key.file", file.path()));
    for (String id : ids) {
      String key = id.equals(ids.get(0)) ? "payload-key.encrypts" : "payload-key.decrypts";
      session.out().println("  " + session.text(key, id));
    }
    return Exit.DONE;
  }

  /** In the order of the file; none if there is no file. */
  static List<String> ids(PayloadKeyFile file) {
    return Files.notExists(file.path())
        ? List.of()
        : file.keys().stream().map(PayloadKey::id).toList();
  }

  private static String json(PayloadKeyFile file, List<String> ids) {
    ObjectNode json = RunsJson.MAPPER.createObjectNode();
    json.put("file", file.path().toString());
    json.put("encrypts", ids.isEmpty() ? "" : ids.get(0));
    ArrayNode all = json.putArray("keys");
    ids.forEach(all::add);
    return RunsJson.text(json);
  }
}
