import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.jar.JarFile;

/** Loads what the binaries load, so that the archive of parsed classes written at exit has it. */
public final class Warm {
  private Warm() {}

  public static void main(String[] args) throws Exception {
    try (JarFile jar = new JarFile(Path.of(System.getProperty("java.class.path")).toFile())) {
      for (var entry : (Iterable<java.util.jar.JarEntry>) jar.stream()::iterator) {
        if (entry.getName().endsWith(".class")) {
          Class.forName(entry.getName().replace(".class", "").replace('/', '.'), false, Warm.class.getClassLoader());
        }
      }
    }
    var nowhere = HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build();
    try {
      HttpClient.newHttpClient().send(nowhere, HttpResponse.BodyHandlers.ofString());
    } catch (java.io.IOException refused) {
      // Nobody listens there; the classes of the client are loaded now.
    }
  }
}
