package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.EndState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** One more path each time: one id, once in the miner's list and in its memory. */
final class AttachOrdeal extends ActOrdeal {

  private int number;

  AttachOrdeal() {
    super("storage-attach/rehearsal");
  }

  @Override
  public void prepare(Operator operator) {
    number++;
  }

  private Path folder(Operator operator) {
    return operator.rehearsal().resolve("more-" + number);
  }

  @Override
  List<String> command(Operator operator) {
    return List.of("storage", "attach", folder(operator).toString(), "--store", "--weight", "7");
  }

  @Override
  public EndState endState(Operator operator) {
    Path folder = folder(operator);
    JsonNode meta = json(folder.resolve("sectorstore.json"));
    List<String> listed = new ArrayList<>();
    json(operator.rehearsal().resolve("miner/storage.json"))
        .path("StoragePaths")
        .forEach(path -> listed.add(path.path("Path").asText()));
    JsonNode local = miner(operator).call("StorageLocal");
    List<String> ids = new ArrayList<>();
    local.properties().forEach(path -> ids.add(path.getKey()));
    long here =
        ids.stream().filter(id -> local.path(id).asText().equals(folder.toString())).count();
    String unit = text(operator.state().resolve("services/lotusflow-rehearsal-miner/service.json"));
    return new EndState.Facts()
        .add("in storage.json", listed.stream().filter(folder.toString()::equals).count())
        .add("nothing twice in storage.json", new HashSet<>(listed).size() == listed.size())
        .add("as many as the miner has", listed.size() == ids.size())
        .add("in the miner", here)
        .add(
            "under its id", local.path(meta.path("ID").asText()).asText().equals(folder.toString()))
        .add("use", meta.path("CanSeal") + " " + meta.path("CanStore") + " " + meta.path("Weight"))
        .add("files", names(folder))
        .add("its service knows it", unit.contains(folder.toString()))
        .done();
  }

  private static JsonNode json(Path file) {
    return OutsideRpc.json(text(file));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
