package io.lotusflow.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lotusflow.files.SecretFile;
import io.lotusflow.files.Sha256;
import io.lotusflow.run.Scope;
import io.lotusflow.temporal.Payloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that a host has to be told to come to a cluster, as one file of mode 0600.
 *
 * @param name by which people will call it
 * @param payloadKeys ids of the keys that it needs; the keys themselves go by the operator's hand
 * @param tell who is told when it is away, and by which host
 */
public record JoinFile(
    String name,
    List<HostRole> roles,
    String address,
    String namespace,
    Optional<JoinTls> tls,
    Optional<Secret> apiKey,
    List<String> payloadKeys,
    Optional<Scope> tell) {

  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = Payloads.mapper();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  public JoinFile {
    roles = List.copyOf(roles);
    payloadKeys = List.copyOf(payloadKeys);
  }

  /**
   * How TLS is spoken.
   *
   * @param ca certificate of the server's authority, as PEM; empty where the usual ones do
   * @param serverName that its certificate has, where it is not that of the address
   * @param certificate of the host as a client
   * @param key of that certificate
   */
  public record JoinTls(
      String ca, String serverName, Optional<Secret> certificate, Optional<Secret> key) {}

  /**
   * Something that not everybody may read: in the file itself, or in another one that the operator
   * takes to the host.
   *
   * @param text itself; empty where it is elsewhere
   * @param file on the host; empty where it is here
   */
  public record Secret(String text, String file) {

    public static Secret at(String file) {
      return new Secret("", file);
    }

    public static Secret of(String text) {
      return new Secret(text, "");
    }

    public boolean isHere() {
      return !text.isEmpty();
    }

    /** Is printed by mistake sooner or later. */
    @Override
    public String toString() {
      return isHere() ? "(secret)" : file;
    }
  }

  /** Writes it whole or not at all, for its owner alone. */
  public void write(Path file, boolean replace) throws IOException {
    ObjectNode whole = JSON.createObjectNode();
    whole.put("lotusflowJoin", FORMAT);
    // As it will be read: in the tree of a record a duration of ten seconds is 1E+1, in that of a
    // file 10.0.
    JsonNode join = JSON.readTree(JSON.writeValueAsString(this));
    whole.set("join", join);
    whole.put("sha256", digest(join));
    SecretFile.write(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + '\n', replace);
  }

  /**
   * Reads one.
   *
   * @throws JoinFileProblem if it cannot be used
   */
  public static JoinFile read(Path file) {
    try {
      PosixFileAttributes found = Files.readAttributes(file, PosixFileAttributes.class);
      if (!OWNER_ONLY.containsAll(found.permissions())) {
        throw new JoinFileProblem(JoinFileProblem.Kind.OPEN_TO_OTHERS, file, "");
      }
      return parse(file, Files.readString(file));
    } catch (NoSuchFileException none) {
      throw new JoinFileProblem(JoinFileProblem.Kind.NOT_THERE, file, "");
    } catch (IOException e) {
      throw new JoinFileProblem(
          JoinFileProblem.Kind.UNREADABLE, file, String.valueOf(e.getMessage()));
    }
  }

  private static JoinFile parse(Path file, String text) {
    JsonNode whole;
    try {
      whole = JSON.readTree(text);
    } catch (JsonProcessingException cut) {
      throw new JoinFileProblem(JoinFileProblem.Kind.CUT, file, "");
    }
    if (!whole.has("lotusflowJoin")) {
      throw new JoinFileProblem(JoinFileProblem.Kind.NO_JOIN_FILE, file, "");
    }
    if (whole.path("lotusflowJoin").asInt() != FORMAT) {
      throw new JoinFileProblem(
          JoinFileProblem.Kind.OTHER_VERSION, file, whole.path("lotusflowJoin").asText());
    }
    JsonNode join = whole.path("join");
    if (!digest(join).equals(whole.path("sha256").asText())) {
      throw new JoinFileProblem(JoinFileProblem.Kind.CUT, file, "");
    }
    try {
      return JSON.treeToValue(join, JoinFile.class);
    } catch (JsonProcessingException | IllegalArgumentException otherShape) {
      throw new JoinFileProblem(JoinFileProblem.Kind.OTHER_VERSION, file, Integer.toString(FORMAT));
    }
  }

  private static String digest(JsonNode join) {
    return Sha256.hex(join.toString());
  }
}
