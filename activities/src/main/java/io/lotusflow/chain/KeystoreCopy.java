package io.lotusflow.chain;

import io.lotusflow.node.RepoFolder;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** All keys of a daemon, copied as they lie: an export knows wallets only. */
final class KeystoreCopy {
  private KeystoreCopy() {}

  /** One that is the same is not made again. */
  static Receipt make(Path repo, ChainResetPlan plan) {
    Path keystore = repo.resolve("keystore");
    String digest = Identities.ofTree(keystore);
    Path copy = Path.of(plan.keyBackup(), "keystore-" + digest.substring(0, 12));
    if (Files.isDirectory(copy) && Identities.ofTree(copy).equals(digest)) {
      return Receipt.alreadySo("the keys lie in " + copy);
    }
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("copies the keys", "cp -a %s %s".formatted(keystore, copy));
    }
    copy(keystore, RepoFolder.make(copy));
    if (!Identities.ofTree(copy).equals(digest)) {
      throw ChainProblem.CHAIN_KEY_COPY_DIFFERS.because(copy);
    }
    return Receipt.done("the keys are copied to " + copy);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      List<Path> keys = files.filter(Files::isRegularFile).toList();
      for (Path key : keys) {
        Path target = to.resolve(key.getFileName());
        Files.deleteIfExists(target);
        Files.createFile(
            target,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.copy(
            key, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Durably.flush(to, () -> {});
  }
}
