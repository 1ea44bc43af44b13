package io.lotusflow.rehearsal.suite.daemon;

import io.lotusflow.rehearsal.suite.cli.CliException;
import io.lotusflow.rehearsal.suite.cli.Invocation;
import io.lotusflow.rehearsal.suite.cli.Table;
import io.lotusflow.rehearsal.suite.repo.Keystore;
import io.lotusflow.rehearsal.suite.rpc.RpcClient;
import io.lotusflow.rehearsal.suite.rpc.RpcException;
import io.lotusflow.rehearsal.suite.wire.Address;
import io.lotusflow.rehearsal.suite.wire.Fil;
import io.lotusflow.rehearsal.suite.wire.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** {@code lotus wallet …}. */
final class WalletCommands {
  private final RpcClient node;
  private final Invocation invocation;
  private final PrintStream out;

  WalletCommands(RpcClient node, Invocation invocation) {
    this.node = node;
    this.invocation = invocation;
    this.out = invocation.out();
  }

  void run(String path) throws IOException {
    List<String> arguments = invocation.arguments().positional();
    switch (path) {
      case "wallet new" ->
          out.println(node.call("WalletNew", arguments.isEmpty() ? "secp256k1" : arguments.get(0)));
      case "wallet list" -> list();
      case "wallet balance" -> balance(arguments);
      case "wallet export" -> export(address(invocation.arguments().only()));
      case "wallet import" -> importKey(arguments);
      case "wallet sign" -> sign(arguments);
      case "wallet default" -> out.println(node.call("WalletDefaultAddress"));
      case "wallet set-default" -> setDefault(address(invocation.arguments().only()));
      default -> node.call("WalletDelete", address(invocation.arguments().only()));
    }
  }

  /** Prints kind and signature, in hex. */
  private void sign(List<String> arguments) {
    if (arguments.size() != 2) {
      throw new CliException("incorrect number of arguments, requires 2 parameters");
    }
    byte[] message;
    try {
      message = HexFormat.of().parseHex(arguments.get(1));
    } catch (IllegalArgumentException e) {
      throw new CliException("encoding/hex: " + e.getMessage());
    }
    Map<String, Object> signature =
        Json.asObject(
            node.call(
                "WalletSign",
                address(arguments.get(0)),
                Base64.getEncoder().encodeToString(message)));
    byte[] data = Base64.getDecoder().decode(Json.asText(signature.get("Data")));
    out.println("0" + signature.get("Type") + HexFormat.of().formatHex(data));
  }

  private static String address(String text) {
    try {
      return Address.parse(text).toString();
    } catch (IllegalArgumentException e) {
      throw new CliException(e.getMessage());
    }
  }

  private void balance(List<String> arguments) {
    String address =
        arguments.isEmpty()
            ? Json.asText(node.call("WalletDefaultAddress"))
            : address(arguments.get(0));
    out.println(Fil.print(new BigInteger(Json.asText(node.call("WalletBalance", address)))));
  }

  private void export(String address) {
    String json = Json.write(node.call("WalletExport", address));
    StringBuilder hex = new StringBuilder();
    for (byte b : json.getBytes(StandardCharsets.UTF_8)) {
      hex.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    out.println(hex);
  }

  private void importKey(List<String> arguments) throws IOException {
    byte[] input;
    try {
      input =
          arguments.isEmpty()
              ? System.in.readAllBytes()
              : Files.readAllBytes(Path.of(arguments.get(0)));
    } catch (NoSuchFileException e) {
      throw new CliException("open " + arguments.get(0) + ": no such file or directory");
    }
    Keystore.Key key = decode(new String(input, StandardCharsets.UTF_8).strip());
    String address = Json.asText(node.call("WalletImport", Json.parse(key.json())));
    if (invocation.isTrue("as-default")) {
      node.call("WalletSetDefault", address);
    }
    out.println("imported key " + address + " successfully!");
  }

  private static Keystore.Key decode(String hex) {
    try {
      byte[] json = new byte[hex.length() / 2];
      for (int i = 0; i < json.length; i++) {
        json[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
      }
      return Keystore.Key.ofJson(new String(json, StandardCharsets.UTF_8));
    } catch (Json.ParseException | IllegalArgumentException e) {
      throw new CliException("failed to decode key: " + e.getMessage());
    }
  }

  private void setDefault(String address) {
    out.println("Default address set to: " + address);
    node.call("WalletSetDefault", address);
  }

  private void list() {
    List<Object> addresses = Json.asList(node.call("WalletList"));
    if (invocation.isTrue("addr-only")) {
      addresses.forEach(out::println);
      return;
    }
    boolean ids = invocation.isTrue("id");
    String standard = defaultAddress();
    List<String[]> rows = new ArrayList<>();
    for (Object address : addresses) {
      rows.add(row(Json.asText(address), standard));
    }
    Table table =
        ids
            ? new Table("Address", "ID", "Balance", "Nonce", "Default")
            : new Table("Address", "Balance", "Nonce", "Default");
    for (String[] row : rows) {
      if (ids) {
        table.row(row);
      } else {
        table.row(row[0], row[2], row[3], row[4]);
      }
    }
    table.print(out);
  }

  private String[] row(String address, String standard) {
    String id = "n/a";
    String balance = "0 FIL";
    String nonce = "0";
    try {
      Map<String, Object> actor = Json.asObject(node.request("StateGetActor", address, null));
      balance = Fil.print(new BigInteger(Json.asText(actor.get("Balance"))));
      nonce = Json.asText(actor.get("Nonce"));
      id = Json.asText(node.request("StateLookupID", address, null));
    } catch (RpcException e) {
      // An address that is not on the chain has none of these.
      id = "n/a";
    }
    return new String[] {address, id, balance, nonce, address.equals(standard) ? "X" : ""};
  }

  private String defaultAddress() {
    try {
      return Json.asText(node.request("WalletDefaultAddress"));
    } catch (RpcException e) {
      return "";
    }
  }
}
