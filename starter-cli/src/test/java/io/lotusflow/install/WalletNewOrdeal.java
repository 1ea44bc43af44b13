package io.lotusflow.install;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotusflow.crash.EndState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;

/** One more key each time, and a file that holds it. */
final class WalletNewOrdeal extends ActOrdeal {

  private List<String> before = List.of();

  WalletNewOrdeal() {
    super("wallet-new/rehearsal");
  }

  @Override
  public void prepare(Operator operator) {
    before = texts(daemon(operator).call("WalletList"));
  }

  @Override
  List<String> command(Operator operator) {
    return List.of("wallet", "new");
  }

  @Override
  public EndState endState(Operator operator) {
    List<String> made = without(texts(daemon(operator).call("WalletList")), before);
    EndState.Facts facts = new EndState.Facts().add("keys made", made.size());
    for (String key : made) {
      Path file = operator.rehearsal().resolve("key-backup/" + key + ".key");
      facts.add("saved", isSaved(operator, key, file));
    }
    return facts.done();
  }

  private static String isSaved(Operator operator, String key, Path file) {
    try {
      byte[] saved = HexFormat.of().parseHex(Files.readString(file).strip());
      JsonNode held = OutsideRpc.json(new String(saved, StandardCharsets.UTF_8));
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
          + " "
          + held.equals(daemon(operator).call("WalletExport", key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
