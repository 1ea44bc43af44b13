package io.lotusflow.cli;

import io.lotusflow.files.SecretFile;
import io.lotusflow.home.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * Does what most calls do, on an empty home and with a server that stands in, so that the launcher
 * can record the classes they load.
 */
public final class Training {

  /** Ours, and what the SDK needs between a poll and an answer. */
  private static final Predicate<String> OF_A_WORKER =
      Pattern.compile(
              "io/(lotusflow|temporal/(activity|client|common|failure|internal|payload|serviceclient"
                  + "|worker|workflow|api/(command|common|failure|history|protocol|query|sdk"
                  + "|taskqueue|update|workflow)))/.*\\.class")
          .asMatchPredicate();

  private Training() {}

  public static void main(String[] args) throws IOException {
    Main.keepLibrariesQuiet();
    Path folder = Files.createTempDirectory("lotusflow");
    try (StandInServer server = new StandInServer()) {
      String settings = folder.resolve("lotusflow.toml").toString();
      call(folder, "status");
      call(folder, "status", "-o", "json");
      call(folder, "init", "--no-input", "--config", settings);
      call(folder, "status", "--address", server.address());
      call(folder, "host", "list", "--address", server.address());
      call(folder, "run", "list", "--address", server.address());
      call(folder, "install", "--detach", "--config", settings, "--address", server.address());
      call(folder, "--help");
      askForHealth(server.address());
      loadWorker();
      statusOverTls(folder);
    } finally {
      delete(folder);
    }
  }

  /** As on a host of a cluster. The certificate opens nothing, and is gone with the folder. */
  private static void statusOverTls(Path folder) throws IOException {
    Path store = folder.resolve("tls.p12");
    String word = "training";
    if (!makeKey(store, word)) {
      return;
    }
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), word.toCharArray());
      Path certificate = pem(folder, "CERTIFICATE", keys.getCertificate(word).getEncoded());
      Path key = pem(folder, "PRIVATE KEY", keys.getKey(word, word.toCharArray()).getEncoded());
      try (StandInServer server = new StandInServer(certificate, key)) {
        SecretFile.write(
            folder.resolve("temporal.toml"),
            """
            [profile.default]
            address = "%s"
            [profile.default.tls]
            server_name = "localhost"
            server_ca_cert_path = "%s"
            client_cert_path = "%s"
            client_key_path = "%s"
            """
                .formatted(server.address(), certificate, certificate, key),
            true);
        call(folder, "status");
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static boolean makeKey(Path store, String word) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    if (!Files.isExecutable(keytool)) {
      return false; // a Java runtime cut down to size
    }
    Process made =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                word,
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                word,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return made.onExit().join().exitValue() == 0;
  }

  private static Path pem(Path folder, String what, byte[] content) throws IOException {
    Path file = folder.resolve(what.replace(' ', '-') + ".pem");
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    SecretFile.write(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what), true);
    return file;
  }

  private static void call(Path folder, String... arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Main.run(
        new Session(
            System.getenv(),
            new Home(folder),
            new BufferedReader(Reader.nullReader()),
            nowhere,
            nowhere,
            new Screen(false, false, false),
            Speech.of(List.of(arguments), System.getenv())),
        arguments);
  }

  /** As the rehearsal network is asked; this server does not understand. */
  private static void askForHealth(String address) {
    HttpRequest health = HttpRequest.newBuilder(URI.create("http://" + address + "/")).build();
    try {
      HttpClient.newHttpClient().send(health, HttpResponse.BodyHandlers.ofString());
    } catch (IOException notHttp) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nobody starts a worker here: its classes are only loaded. */
  private static void loadWorker() throws IOException {
    load(OF_A_WORKER);
  }

  /** Classes of the libraries, by the names of their files. */
  static void load(Predicate<String> wanted) throws IOException {
    Path program = Path.of(System.getProperty("java.class.path"));
    try (var libraries = Files.newDirectoryStream(program.toAbsolutePath().getParent(), "*.jar")) {
      for (Path library : libraries) {
        try (JarFile jar = new JarFile(library.toFile())) {
          jar.stream().map(JarEntry::getName).filter(wanted).forEach(Training::load);
        }
      }
    }
  }

  private static void load(String file) {
    String name = file.replace(".class", "").replace('/', '.');
    try {
      Class.forName(name, false, Training.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError optional) {
      // It works with a library that we do not have.
      return;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    }
  }
}
