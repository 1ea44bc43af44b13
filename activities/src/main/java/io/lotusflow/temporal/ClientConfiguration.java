package io.lotusflow.temporal;

import io.lotusflow.home.Home;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Temporal's standard client configuration: {@code TEMPORAL_*} over a file {@code temporal.toml}.
 * That file is the one that {@code TEMPORAL_CONFIG_FILE} names, else the one in the home, else the
 * user's own; the home's serves commands, worker and service alike, whatever their environment.
 */
public final class ClientConfiguration {

  static final String FILE_VARIABLE = "TEMPORAL_CONFIG_FILE";
  private static final String KEY_VARIABLE = "TEMPORAL_API_KEY";
  private static final String PRIVATE_VARIABLE = "TEMPORAL_TLS_CLIENT_KEY_DATA";

  private static final Set<PosixFilePermission> OF_OTHERS =
      Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

  private ClientConfiguration() {}

  /** The file of a home; most homes have none. */
  public static Path fileOf(Home home) {
    return home.folder().resolve("temporal.toml");
  }

  /** The file of this user, which serves every client of Temporal. */
  private static Path ofUser() {
    return Path.of(System.getProperty("user.home"), ".config", "temporalio", "temporal.toml");
  }

  /**
   * Whether there is any. Most hosts have none, and reading it takes longer than all else that a
   * short command does.
   */
  public static boolean present(Home home, Map<String, String> env) {
    return env.keySet().stream().anyMatch(name -> name.startsWith("TEMPORAL_"))
        || Files.exists(fileOf(home))
        || Files.exists(ofUser());
  }

  /**
   * What is configured.
   *
   * @throws ConfigurationProblem if a file of it cannot be used
   */
  static ClientConfigProfile load(Home home, Map<String, String> env) {
    return present(home, env)
        ? checked(load(withFile(home, env)))
        : ClientConfigProfile.newBuilder().build();
  }

  /**
   * What one file says, with no word of the environment.
   *
   * @throws ConfigurationProblem if it, or a file that it names, cannot be used
   */
  public static ClientConfigProfile of(Path file) {
    return checked(load(Map.of(FILE_VARIABLE, file.toString())));
  }

  private static Map<String, String> withFile(Home home, Map<String, String> env) {
    if (!env.getOrDefault(FILE_VARIABLE, "").isBlank() || !Files.exists(fileOf(home))) {
      return env;
    }
    Map<String, String> more = new HashMap<>(env);
    more.put(FILE_VARIABLE, fileOf(home).toString());
    return more;
  }

  private static ClientConfigProfile load(Map<String, String> env) {
    ClientConfigProfile profile;
    try {
      profile = load(env, false);
    } catch (NullPointerException noProfiles) {
      // The library stumbles over a temporal.toml that holds no profile.
      return load(env, true);
    }
    if (holdsASecret(profile, env)) {
      String named = env.getOrDefault(FILE_VARIABLE, "");
      refuseIfOthersRead(named.isBlank() ? ofUser() : Path.of(named));
    }
    return profile;
  }

  /** Whether the file does, and not only the environment. */
  private static boolean holdsASecret(ClientConfigProfile profile, Map<String, String> env) {
    ClientConfigTLS tls = profile.getTls();
    boolean key = profile.getApiKey() != null && !profile.getApiKey().equals(env.get(KEY_VARIABLE));
    return key
        || (tls != null && tls.getClientKeyData() != null && !env.containsKey(PRIVATE_VARIABLE));
  }

  private static ClientConfigProfile load(Map<String, String> env, boolean withoutFile) {
    try {
      return ClientConfigProfile.load(
          LoadClientConfigProfileOptions.newBuilder()
              .setEnvOverrides(env)
              .setDisableFile(withoutFile)
              .build());
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigurationProblem(
          ConfigurationProblem.Kind.UNREADABLE,
          env.getOrDefault(FILE_VARIABLE, "temporal.toml"),
          String.valueOf(e.getMessage()));
    }
  }

  /** What is wrong with a file here is not to be guessed from what the server says of it. */
  private static ClientConfigProfile checked(ClientConfigProfile profile) {
    ClientConfigTLS tls = profile.getTls();
    if (tls == null) {
      return profile;
    }
    requireVerified(tls);
    requireReadable(tls.getServerCACertPath());
    requireReadable(tls.getClientCertPath());
    requireReadable(tls.getClientKeyPath());
    if (tls.getClientKeyPath() != null) {
      refuseIfOthersRead(Path.of(tls.getClientKeyPath()));
    }
    if (tls.getClientCertPath() != null) {
      requireValid(Path.of(tls.getClientCertPath()));
    }
    return profile;
  }

  /** Whoever sits between could take API key and plans, and nobody would see it. */
  private static void requireVerified(ClientConfigTLS tls) {
    if (Boolean.TRUE.equals(tls.isDisableHostVerification())
        && !Boolean.TRUE.equals(tls.isDisabled())) {
      throw new ConfigurationProblem(
          ConfigurationProblem.Kind.UNVERIFIED, "disable_host_verification", "");
    }
  }

  private static void requireReadable(String file) {
    if (file != null && !Files.isReadable(Path.of(file))) {
      throw new ConfigurationProblem(
          Files.exists(Path.of(file))
              ? ConfigurationProblem.Kind.NOT_OURS
              : ConfigurationProblem.Kind.NOT_THERE,
          file,
          "");
    }
  }

  private static void refuseIfOthersRead(Path file) {
    try {
      if (Files.getPosixFilePermissions(file).stream().anyMatch(OF_OTHERS::contains)) {
        throw new ConfigurationProblem(
            ConfigurationProblem.Kind.OPEN_TO_OTHERS, file.toString(), "");
      }
    } catch (IOException e) {
      throw new ConfigurationProblem(
          ConfigurationProblem.Kind.UNREADABLE, file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static void requireValid(Path file) {
    try (InputStream pem = Files.newInputStream(file)) {
      certificate(pem).checkValidity();
    } catch (CertificateExpiredException expired) {
      throw new ConfigurationProblem(
          ConfigurationProblem.Kind.EXPIRED, file.toString(), expired.getMessage());
    } catch (CertificateNotYetValidException early) {
      throw new ConfigurationProblem(
          ConfigurationProblem.Kind.NOT_YET_VALID, file.toString(), early.getMessage());
    } catch (CertificateException | IOException e) {
      throw new ConfigurationProblem(
          ConfigurationProblem.Kind.UNREADABLE, file.toString(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * When the client's certificate ends; nothing where there is none, or where it cannot be read.
   */
  static Optional<Instant> certificateEnds(ClientConfigTLS tls) {
    try (InputStream pem =
        tls.getClientCertPath() == null
            ? new ByteArrayInputStream(
                Optional.ofNullable(tls.getClientCertData()).orElse(new byte[0]))
            : Files.newInputStream(Path.of(tls.getClientCertPath()))) {
      return Optional.of(certificate(pem).getNotAfter().toInstant());
    } catch (CertificateException | IOException none) {
      return Optional.empty();
    }
  }

  /** The first one, which is the client's own; those of its authorities may follow. */
  private static X509Certificate certificate(InputStream pem) throws CertificateException {
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
  }
}
