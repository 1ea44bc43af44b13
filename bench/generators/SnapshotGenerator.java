import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * Writes a CAR of so many bytes with blocks of the sizes that chains have: many of some hundred bytes, some of
 * kilobytes. Run from source, with the command line's jar on the class path: FILE BYTES.
 */
public class SnapshotGenerator {
  public static void main(String[] arguments) throws Exception {
    long wanted = Long.parseLong(arguments[1]);
    Random random = new Random(1);
    byte[] noise = new byte[1 << 20];
    random.nextBytes(noise);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0])), 1 << 20)) {
      long written = 0;
      byte[] root = cid(noise, 0, 300);
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      header.writeBytes(new byte[] {(byte) 0xa2, 0x65, 'r', 'o', 'o', 't', 's', (byte) 0x81, (byte) 0xd8, 42, 0x58});
      header.write(root.length + 1);
      header.write(0);
      header.writeBytes(root);
      header.writeBytes(new byte[] {0x67, 'v', 'e', 'r', 's', 'i', 'o', 'n', 1});
      varint(out, header.size());
      header.writeTo(out);
      while (written < wanted) {
        int length = random.nextInt(10) == 0 ? random.nextInt(16384) : 40 + random.nextInt(800);
        int at = random.nextInt(noise.length - length);
        if (written == 0) {
          length = 300;
          at = 0;
        }
        byte[] cid = cid(noise, at, length);
        varint(out, cid.length + length);
        out.write(cid);
        out.write(noise, at, length);
        written += 2 + cid.length + length;
      }
    }
  }

  private static byte[] cid(byte[] data, int at, int length) {
    Blake2bDigest blake = new Blake2bDigest(256);
    blake.update(data, at, length);
    byte[] cid = new byte[38];
    System.arraycopy(new byte[] {1, 0x71, (byte) 0xa0, (byte) 0xe4, 2, 32}, 0, cid, 0, 6);
    blake.doFinal(cid, 6);
    return cid;
  }

  private static void varint(OutputStream out, int number) throws Exception {
    int rest = number;
    for (; rest >= 0x80; rest >>>= 7) {
      out.write(rest & 0x7f | 0x80);
    }
    out.write(rest);
  }
}
