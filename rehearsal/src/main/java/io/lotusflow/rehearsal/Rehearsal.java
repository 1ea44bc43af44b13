package io.lotusflow.rehearsal;

import io.lotusflow.rehearsal.site.Faults;
import io.lotusflow.rehearsal.site.Health;
import io.lotusflow.rehearsal.site.Ports;
import io.lotusflow.rehearsal.source.Folders;
import io.lotusflow.rehearsal.suite.miner.SectorFile;
import io.lotusflow.rehearsal.suite.miner.SectorStates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rehearsal network in one folder, which is its own: marked as such, never shared, deleted as a
 * whole.
 *
 * <p>Its site is a process of its own that outlives the caller. Killed in any way, the next {@link
 * #start} goes on with the same ports and the same chain.
 */
public final class Rehearsal {
  /** The name of its node in the settings. */
  public static final String NODE = "rehearsal";

  /** As fast as a devnet that a person can still follow. */
  private static final Duration BLOCK_DELAY = Duration.ofSeconds(2);

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration HEALTH = Duration.ofSeconds(2);
  private static final Duration REQUEST = Duration.ofSeconds(10);
  private static final Duration POLITE = Duration.ofSeconds(5);

  /** Without spaces, quotes and what else make and sh take apart. */
  private static final Pattern BUILDABLE = Pattern.compile("[\\p{L}\\p{N}/._+@~,=-]+");

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final String MARKER = ".lotusflow-rehearsal";

  private final Path folder;
  private final Duration blockDelay;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(REQUEST).build();

  private Rehearsal(Path folder, Duration blockDelay) {
    this.folder = folder.toAbsolutePath().normalize();
    this.blockDelay = blockDelay;
  }

  /** Touches nothing yet. */
  public static Rehearsal at(Path folder) {
    return new Rehearsal(folder, BLOCK_DELAY);
  }

  /**
   * With blocks that follow each other faster, or slower; to be the same for the life of the
   * folder.
   */
  public static Rehearsal at(Path folder, Duration blockDelay) {
    return new Rehearsal(folder, blockDelay);
  }

  public Path folder() {
    return folder;
  }

  /**
   * Returns the site that runs, or starts it and returns when it answers.
   *
   * @throws RehearsalFailure if the folder holds something else, the site ends, or it does not
   *     answer in time
   */
  public RehearsalSite start(Duration atMost) {
    Optional<RehearsalSite> living = running();
    return living.isPresent() ? living.get() : startAnew(Instant.now().plus(atMost));
  }

  private RehearsalSite startAnew(Instant deadline) {
    claimFolder();
    SiteProcess process = SiteProcess.start(folder, blockDelay);
    while (Instant.now().isBefore(deadline)) {
      if (process.failed()) {
        throw new RehearsalFailure(
            "the rehearsal network could not be started: " + process.lastWords());
      }
      Optional<RehearsalSite> site = running();
      if (site.isPresent()) {
        return site.get();
      }
      pause();
    }
    throw new RehearsalFailure(
        "the rehearsal network does not answer yet; its log is " + process.log());
  }

  /** The site, if it answers now. */
  public Optional<RehearsalSite> running() {
    if (!Files.exists(folder.resolve("ports.properties"))) {
      return Optional.empty();
    }
    try {
      Ports ports = Ports.read(folder);
      URI uri = URI.create("http://127.0.0.1:" + ports.site());
      HttpRequest health = HttpRequest.newBuilder(uri.resolve("/health")).timeout(HEALTH).build();
      Health answer = Health.parse(http.send(health, HttpResponse.BodyHandlers.ofString()).body());
      return Optional.of(new RehearsalSite(answer.pid(), uri, ports))
          .filter(site -> answer.folder().equals(folder));
    } catch (IOException notServing) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Ends the site. Chain and ports are kept; daemons that were built here go on without a network.
   * A second stop does nothing.
   */
  public void stop() {
    Processes.ofSite(folder).end(POLITE);
  }

  /**
   * Whether there is anything to stop or to remove.
   *
   * @throws RehearsalFailure if the folder was not made by a rehearsal
   */
  public boolean exists() {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!isOurs()) {
      throw new RehearsalFailure(
          folder + " is no rehearsal's folder (it has no " + MARKER + "); nothing was deleted");
    }
    return true;
  }

  /**
   * Stops, and deletes the folder with all that was ever built, downloaded or sealed in it. A
   * second removal does nothing.
   *
   * @throws RehearsalFailure if the folder was not made by a rehearsal
   */
  public void remove() {
    if (!exists()) {
      return;
    }
    Processes.of(folder).end(POLITE);
    try {
      Folders.deleteContent(folder, folder.resolve(MARKER));
      Folders.delete(folder);
    } catch (IOException e) {
      throw new RehearsalFailure("could not delete all of " + folder + ": " + e, e);
    }
  }

  /**
   * Writes {@code lotusflow.toml} for an install on this network, and returns it. One that is there
   * is kept as the operator left it.
   *
   * @param language {@code en} or {@code zh-CN}: of people's words in the runs
   */
  public Path writeSettings(String language) {
    Path file = folder.resolve("lotusflow.toml");
    if (!Files.exists(file)) {
      new RehearsalSettings(folder, required(), language).write(file);
    }
    return file;
  }

  /**
   * Sends play money.
   *
   * @param fil a decimal number of FIL
   * @throws RehearsalFailure with the faucet's words if it gives nothing
   */
  public void fund(String address, String fil) {
    order("/faucet?address=" + encoded(address) + "&fil=" + encoded(fil));
  }

  /**
   * Gives a miner so many good sectors in a deadline, from the next block on.
   *
   * @param miner its address, empty for the newest there is
   * @throws RehearsalFailure if there is no such miner or deadline
   */
  public void setSectors(String miner, long deadline, long count) {
    String which = miner.isEmpty() ? "" : "&miner=" + encoded(miner);
    order("/chain/sectors?deadline=" + deadline + "&count=" + count + which);
  }

  /**
   * Puts a sector of the rehearsed miner into a state, be the miner up or not.
   *
   * @param state one of {@link #sectorStates}
   * @param wedged without a job, and without anything that ever happens to it by itself
   * @throws RehearsalFailure if no miner was created yet
   */
  public void setSectorState(long number, String state, boolean wedged) {
    Path miner = folder.resolve("miner");
    if (!Files.isDirectory(miner.resolve("datastore/metadata"))) {
      throw new RehearsalFailure(
          "there is no miner in " + miner + " yet", RehearsalFailure.Cure.INSTALL);
    }
    try {
      new SectorFile(miner).decree(number, state, wedged);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lotus' names of the states that a sector can be put into. */
  public static List<String> sectorStates() {
    return SectorStates.ALL;
  }

  /** Makes the chain's state so many bytes larger, from the next block on. */
  public void grow(long bytes) {
    order("/chain/grow?bytes=" + bytes);
  }

  /** How large the F3 part of new snapshots of version 2 is. */
  public void setF3Size(long bytes) {
    order("/chain/grow?f3=" + bytes);
  }

  private void order(String pathAndQuery) {
    HttpRequest request =
        HttpRequest.newBuilder(required().uri().resolve(pathAndQuery))
            .timeout(REQUEST)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new RehearsalFailure(
            "the network refused: " + answer.body().strip(),
            answer.statusCode() == 409
                ? RehearsalFailure.Cure.INSTALL
                : RehearsalFailure.Cure.NONE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The misfortunes that are to happen on this network; they need no running site. */
  public Faults faults() {
    return new Faults(folder.resolve("faults"));
  }

  private RehearsalSite required() {
    return running()
        .orElseThrow(
            () ->
                new RehearsalFailure(
                    "the rehearsal network in " + folder + " does not run",
                    RehearsalFailure.Cure.START));
  }

  private void claimFolder() {
    if (!BUILDABLE.matcher(folder.toString()).matches()) {
      throw new RehearsalFailure(
          folder + ": make cannot build in such a path; set LOTUSFLOW_HOME to a plainer one");
    }
    try {
      Files.createDirectories(folder, OWNER_ONLY);
      if (!isOurs() && !isEmpty()) {
        throw new RehearsalFailure(
            folder + " holds something else than a rehearsal; it was left alone");
      }
      Files.writeString(
          folder.resolve(MARKER),
          "This folder belongs to lotusflow's rehearsal network, which may delete it.\n");
    } catch (IOException e) {
      throw new RehearsalFailure("cannot make " + folder + ": " + e, e);
    }
  }

  private boolean isOurs() {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(folder.resolve(MARKER), LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isEmpty() throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      return content.findAny().isEmpty();
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static RehearsalFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RehearsalFailure("interrupted", e);
  }
}
