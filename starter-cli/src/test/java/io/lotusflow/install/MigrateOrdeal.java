package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lotusflow.crash.EndState;
import io.lotusflow.crash.Ordeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The path that stores goes to another folder, or back again; its sectors with it.
 *
 * @param outage how long the miner may be away
 */
record MigrateOrdeal(String outage) implements Ordeal {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HERE = "store";
  private static final String THERE = "store-moved";

  @Override
  public String workflowId() {
    return "storage-migrate/rehearsal";
  }

  @Override
  public void prepare(Operator operator) {
    // The sectors are there.
  }

  @Override
  public void start(Operator operator) {
    migrate(operator, "--detach");
  }

  /** To where the install put it, if it is not there. */
  void bringHome(Operator operator) {
    if (!store(operator).endsWith(HERE)) {
      migrate(operator);
    }
  }

  void migrate(Operator operator, String... more) {
    Path from = store(operator);
    Path to = from.resolveSibling(from.endsWith(HERE) ? THERE : HERE);
    List<String> typed = new ArrayList<>(List.of("storage", "migrate", "" + from, "" + to));
    typed.addAll(List.of("--delete-after", "0s", "--outage", outage, "--rehearsal"));
    typed.addAll(List.of(more));
    operator.types(typed.toArray(String[]::new)).expecting(0);
  }

  /** As the miner has it. */
  static Path store(Operator operator) {
    try {
      JsonNode storage = JSON.readTree(operator.rehearsal().resolve("miner/storage.json").toFile());
      return storage.path("StoragePaths").findValuesAsText("Path").stream()
          .map(Path::of)
          .filter(path -> path.endsWith(HERE) || path.endsWith(THERE))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One such path, with its id and every byte; nothing beside it; and a miner that proves. */
  @Override
  public EndState endState(Operator operator) {
    Path store = store(operator);
    return new EndState.Facts()
        .add("sectors", sectors(store))
        .add("id", id(store))
        .add("stores", stores(operator.rehearsal()))
        .add("beside", names(store).stream().filter(name -> name.contains("lotusflow")).toList())
        .add("storage paths", new Installation(operator.rehearsal()).storagePaths().size())
        .done();
  }

  private static String id(Path store) {
    try {
      return JSON.readTree(store.resolve("sectorstore.json").toFile()).path("ID").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Map<String, String> sectors(Path store) {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(store.resolve("sectorstore.json"))) {
          byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
          digests.put(store.relativize(file).toString(), HexFormat.of().formatHex(digest));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    return digests;
  }

  private static List<String> stores(Path rehearsal) {
    return names(rehearsal).stream()
        .filter(name -> name.startsWith(HERE))
        .map(name -> HERE)
        .toList();
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
