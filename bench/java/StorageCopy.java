import io.lotusflow.copy.CopiedFiles;
import io.lotusflow.copy.FolderCopy;
import io.lotusflow.copy.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What copies storage, alone. {@code copy FROM TO BOOK THREADS} prints milliseconds of the copy, of
 * reading it back, and bytes written; {@code delta FROM TO BOOK THREADS} those of each of ten rounds
 * that find nothing to do.
 */
public final class StorageCopy {
  private StorageCopy() {}

  public static void main(String[] arguments) throws IOException {
    Path from = Path.of(arguments[1]);
    Path to = Path.of(arguments[2]);
    Path book = Path.of(arguments[3]);
    int threads = Integer.parseInt(arguments[4]);
    Files.createDirectories(to);
    int rounds = arguments[0].equals("delta") ? 10 : 1;
    for (int i = 0; i < rounds; i++) {
      FolderCopy copy =
          new FolderCopy(from, to, within -> true, new CopiedFiles(book), Pace.fast(threads));
      long began = System.nanoTime();
      copy.copy(true);
      long copied = System.nanoTime();
      long written = copy.progress().written();
      int differ = rounds > 1 ? 0 : copy.readBack();
      long read = System.nanoTime();
      System.out.println(
          (copied - began) / 1_000_000 + " " + (read - copied) / 1_000_000 + " " + written);
      if (differ > 0) {
        throw new IOException(differ + " copies differ");
      }
    }
  }
}
