package io.lotusflow.temporal;

import io.lotusflow.home.Home;
import io.lotusflow.home.UpState;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster a process talks to.
 *
 * @param profile address, namespace, TLS and API key, complete
 * @param origin who named it
 * @param keys with which payloads for it are encrypted, if there are any
 */
public record Target(ClientConfigProfile profile, Origin origin, PayloadKeyFile keys) {

  /** Where the embedded server listens if nobody says otherwise. */
  public static final String DEFAULT_ADDRESS = "127.0.0.1:7233";

  /** Who named the address. */
  public enum Origin {
    /** An option of the command. */
    OPTION,
    /** {@code TEMPORAL_*} or {@code temporal.toml}. */
    CONFIGURATION,
    /** Nobody: it is the embedded server of this host, which {@code up} may have to start. */
    EMBEDDED
  }

  /**
   * Options come first, then {@code TEMPORAL_*} and {@code temporal.toml} (the standard client
   * configuration), then the embedded server that {@code home} knows of. Options replace single
   * values: a namespace given as option still uses the TLS settings of the configuration.
   *
   * @throws ConfigurationProblem if a file of the configuration cannot be used
   */
  public static Target resolve(
      Home home, Optional<String> address, Optional<String> namespace, Map<String, String> env) {
    ClientConfigProfile configured = ClientConfiguration.load(home, env);
    Optional<String> known = Optional.ofNullable(configured.getAddress());
    Origin origin =
        address.isPresent()
            ? Origin.OPTION
            : known.isPresent() ? Origin.CONFIGURATION : Origin.EMBEDDED;
    ClientConfigProfile.Builder profile =
        origin == Origin.EMBEDDED ? ClientConfigProfile.newBuilder() : configured.toBuilder();
    profile.setAddress(address.or(() -> known).orElseGet(() -> embeddedAddress(home)));
    profile.setNamespace(
        namespace.or(() -> Optional.ofNullable(configured.getNamespace())).orElse("default"));
    return new Target(profile.build(), origin, PayloadKeyFile.of(home, env));
  }

  /**
   * The cluster that a file describes, and nothing else.
   *
   * @throws ConfigurationProblem if it cannot be used
   */
  public static Target of(Path file, PayloadKeyFile keys) {
    ClientConfigProfile said = ClientConfiguration.of(file);
    if (said.getAddress() == null) {
      throw new ConfigurationProblem(
          ConfigurationProblem.Kind.UNREADABLE, file.toString(), "[profile.default] address");
    }
    return new Target(
        said.toBuilder()
            .setNamespace(Optional.ofNullable(said.getNamespace()).orElse("default"))
            .build(),
        Origin.CONFIGURATION,
        keys);
  }

  /** Host and port. */
  public String address() {
    return profile.getAddress();
  }

  public String namespace() {
    return profile.getNamespace();
  }

  /** Whether what is sent is encrypted on its way. */
  public boolean encrypted() {
    ClientConfigTLS tls = profile.getTls();
    boolean off = tls != null && Boolean.TRUE.equals(tls.isDisabled());
    return !off && (tls != null || profile.getApiKey() != null);
  }

  /** When the certificate by which we are known ends; nothing where the server wants none. */
  public Optional<Instant> certificateEnds() {
    return Optional.ofNullable(profile.getTls()).flatMap(ClientConfiguration::certificateEnds);
  }

  private static String embeddedAddress(Home home) {
    return UpState.read(home).map(UpState::address).orElse(DEFAULT_ADDRESS);
  }
}
