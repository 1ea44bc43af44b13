import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles src/ into a jar and names each unit as it is done, as {@code go build -v} does.
 *
 * <p>{@code REHEARSAL_BUILD_SECONDS} spreads that many seconds over the units. A unit that was waited for is written down, as Go's
 * cache would, so a build that was killed goes on where it was.
 */
public final class Compile {
  private static final Path SRC = Path.of("src");
  private static final Path LIBRARIES = Path.of("extern/aircompressor");
  private static final Path CLASSES = Path.of("build/.classes");
  private static final Path DONE = Path.of("build/.compiled");

  private final Path faults;
  private final List<Path> sources;
  private final Set<String> done = new HashSet<>();
  private final Set<String> seen = new HashSet<>();
  private final long pauseMillis;

  private Compile(Path faults, List<Path> sources) throws IOException {
    this.faults = faults;
    this.sources = sources;
    this.pauseMillis = (long) (1000 * buildSeconds() / sources.size());
    if (Files.exists(DONE)) {
      done.addAll(Files.readAllLines(DONE));
    }
  }

  public static void main(String[] args) throws IOException {
    Compile compile = new Compile(Path.of(args[1]), files(SRC, ".java"));
    if (!compile.run()) {
      System.exit(1);
    }
    jar(Path.of(args[0]));
  }

  private static double buildSeconds() {
    String seconds = System.getenv().getOrDefault("REHEARSAL_BUILD_SECONDS", "");
    return seconds.isBlank() ? 0 : Double.parseDouble(seconds);
  }

  private boolean run() throws IOException {
    Files.createDirectories(CLASSES);
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      System.err.println("no Java compiler beside " + System.getProperty("java.home") + ": a JDK is needed, not a JRE");
      return false;
    }
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var options = List.of("-d", CLASSES.toString(), "-cp", LIBRARIES.toString(), "-proc:none", "-nowarn", "--release", "17", "-encoding", "UTF-8");
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources);
      JavacTask task = (JavacTask) compiler.getTask(null, files, null, options, null, units);
      task.addTaskListener(new TaskListener() {
        @Override
        public void finished(TaskEvent event) {
          if (event.getKind() == TaskEvent.Kind.GENERATE) {
            compiled(SRC.toUri().relativize(event.getSourceFile().toUri()).getPath());
          }
        }
      });
      return task.call();
    }
  }

  private void compiled(String source) {
    String unit = source.replaceFirst("^io/lotusflow/", "").replaceFirst("\\.java$", "");
    if (!seen.add(unit)) {
      return;
    }
    if (!done.contains(unit)) {
      System.out.println(unit);
      sleep(pauseMillis);
      remember(unit);
    }
    if (seen.size() > sources.size() / 2) {
      misfortune();
    }
  }

  private void misfortune() {
    if (Files.exists(faults.resolve("make-fail"))) {
      System.err.println("# rehearsal/suite\nthe fault make-fail is set: compilation stops here");
      System.exit(1);
    }
    while (Files.exists(faults.resolve("make-hang"))) {
      sleep(200);
    }
  }

  private static void remember(String unit) {
    try {
      Files.writeString(DONE, unit + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stored, not deflated: a start reads it more often than a build writes it. */
  private static void jar(Path jar) throws IOException {
    Path unfinished = Path.of(jar + ".new");
    try (OutputStream out = Files.newOutputStream(unfinished); ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (Path file : files(CLASSES, ".class")) {
        store(zip, CLASSES.relativize(file).toString(), file);
      }
      for (Path file : files(LIBRARIES, ".class")) {
        store(zip, LIBRARIES.relativize(file).toString(), file);
      }
      store(zip, "version.properties", Path.of("build/.version"));
      store(zip, "rehearsal.properties", Path.of("rehearsal.properties"));
      store(zip, "bootstrap.pi", Path.of("build/bootstrap/rehearsal.pi"));
      store(zip, "genesis.car", Path.of("build/genesis/rehearsal.car"));
      store(zip, "parameters.json", Path.of("build/proof-params/parameters.json"));
    }
    Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void store(ZipOutputStream zip, String name, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    entry.setSize(bytes.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  private static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }
}
