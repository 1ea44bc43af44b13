package io.lotusflow.rehearsal.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lotusflow.rehearsal.source.Baked;
import io.lotusflow.rehearsal.source.SourceRepository;
import io.lotusflow.rehearsal.suite.network.Network;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The network and all that is served beside it, on loopback alone. */
final class Site implements AutoCloseable {
  private final Path folder;
  private final Duration blockDelay;
  private final Network network;
  private final DownloadFaults faults;
  private final Parameters parameters = new Parameters();
  private final HttpServer server;
  private final ExecutorService answering = Executors.newCachedThreadPool();

  /** What answers the paths of one part. */
  private interface Part {
    void answer(Answer answer) throws IOException;
  }

  /** Goes on with what lies in the folder, or begins there; serves when it returns. */
  static Site open(Path folder, Duration blockDelay) throws IOException {
    Ports ports = Ports.of(folder);
    Network network =
        Network.open(folder.resolve("network"), Ports.loopback(ports.network()), blockDelay);
    try {
      Site site = new Site(folder, ports.site(), blockDelay, network);
      site.serve();
      return site;
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private Site(Path folder, int port, Duration blockDelay, Network network) throws IOException {
    this.folder = folder;
    this.blockDelay = blockDelay;
    this.network = network;
    this.faults = new DownloadFaults(new Faults(folder.resolve("faults")));
    this.server = bind(port);
  }

  private static HttpServer bind(int port) throws IOException {
    try {
      return HttpServer.create(Ports.loopback(port), 0);
    } catch (BindException e) {
      throw new IOException(
          "port "
              + port
              + " of 127.0.0.1, which this rehearsal was started with, is taken by another program",
          e);
    }
  }

  private void serve() throws IOException {
    Path repositories = folder.resolve("git");
    new SourceRepository(repositories).write(baked());
    Faults ordered = new Faults(folder.resolve("faults"));
    GoReleases go = new GoReleases();
    RustupInit rustup = new RustupInit();
    Snapshots snapshots = new Snapshots(folder.resolve("snapshots"), network, ordered);
    part("/snapshots/", snapshots::answer);
    part(Mirror.PATH, snapshots::answer);
    part("/chain/", new ChainOrders(network, snapshots)::answer);
    part("/ipfs/", this::parameter);
    part("/go/", go::answer);
    part("/rustup/", rustup::answer);
    part("/faucet", new Faucet(network, ordered)::answer);
    part("/health", answer -> answer.text(200, Health.of(folder).print()));
    part("/", new GitOverHttp(repositories)::answer);
    server.setExecutor(answering);
    server.start();
  }

  private Baked baked() {
    return new Baked(
        folder,
        Path.of(System.getProperty("java.home")),
        network.multiaddr(),
        blockDelay,
        network.genesis(),
        parameters.json());
  }

  private void parameter(Answer answer) throws IOException {
    byte[] file = parameters.byCid().get(answer.path().substring("/ipfs/".length()));
    if (file == null) {
      answer.notFound();
    } else {
      answer.download(Download.of(file));
    }
  }

  private void part(String path, Part part) {
    server.createContext(path, exchange -> handle(exchange, part));
  }

  /**
   * Whatever goes wrong while a body is sent ends the connection: the client sees that it is short.
   */
  private void handle(HttpExchange exchange, Part part) {
    try (exchange) {
      part.answer(new Answer(exchange, faults));
    } catch (IOException | RuntimeException e) {
      System.out.println(exchange.getRequestMethod() + ' ' + exchange.getRequestURI() + ": " + e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    answering.shutdownNow();
    network.close();
  }
}
