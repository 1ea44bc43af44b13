import io.lotusflow.car.Expected;
import io.lotusflow.car.SnapshotVerifier;
import io.lotusflow.chain.Defect;
import io.lotusflow.chain.Verdict;
import io.lotusflow.download.Download;
import io.lotusflow.download.Http;
import io.lotusflow.download.Limits;
import io.lotusflow.download.Offer;
import io.lotusflow.download.Mirroring;
import io.lotusflow.download.Patience;
import io.lotusflow.network.NetworkAccess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the step "Fetch the snapshot" does, in a process of its own: URL, file, connections. */
public final class SnapshotFetch {
  public static void main(String[] args) throws Exception {
    NetworkAccess direct =
        new NetworkAccess("", "", "", Map.of(), "", "", "", "", "", "", List.of(), "");
    Http http = new Http(direct, Duration.ofSeconds(30));
    List<Offer> offers = new Mirroring(http, List.of(URI.create(args[0])), "").sameFile();
    Expected expected =
        Expected.anything()
            .withBytes(offers.get(0).bytes())
            .withSha256(offers.get(0).sha256())
            .withNetwork("bench", "");
    Download download =
        new Download(
            Path.of(args[1]),
            Path.of(args[1] + ".ranges"),
            offers,
            http,
            Patience.USUAL,
            new Limits(Integer.parseInt(args[2]), 0),
            progress -> {});
    Verdict verdict =
        download.run(
            in -> new SnapshotVerifier(expected).verify(in, bytes -> {}), found -> List.of());
    boolean damaged =
        verdict.defects().stream().anyMatch(defect -> defect.kind() != Defect.Kind.BAD_HEAD);
    if (damaged || !verdict.sha256().equals(expected.sha256())) {
      throw new IllegalStateException("not proven: " + verdict);
    }
    System.out.println(peakKiB());
  }

  private static String peakKiB() throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("\\D", ""))
        .findFirst()
        .orElseThrow();
  }
}
