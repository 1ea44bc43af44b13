package io.lotusflow.handover;

import io.lotusflow.files.SecretFile;
import io.lotusflow.home.Home;
import io.lotusflow.host.HostNetwork;
import io.lotusflow.lotus.FullNode;
import io.lotusflow.lotus.MinerApi;
import io.lotusflow.lotus.Multiaddr;
import io.lotusflow.lotus.NodeApi;
import io.lotusflow.lotus.NodeEnvironment;
import io.lotusflow.lotus.RpcFailed;
import io.lotusflow.run.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;

/** Tokens are in memory and in files of mode 0600; between hosts they are sealed. */
public final class HandOverActivitiesImpl implements HandOverActivities {
  private final HostKeys keys;

  /** With the key pair of this host. */
  public HandOverActivitiesImpl(Home home) {
    this.keys = new HostKeys(home);
  }

  @Override
  public HostKey tellKey(HandOverPlan plan) {
    if (plan.scope().dryRun() && !keys.isMade()) {
      return new HostKey(Receipt.wouldDo("makes a key pair"), "");
    }
    boolean made = keys.isMade();
    String told = SealedBox.written(keys.ours().getPublic());
    return new HostKey(made ? Receipt.alreadySo(told) : Receipt.done(told), told);
  }

  @Override
  public SealedInfo seal(HandOverPlan plan, HostKey key) {
    String network = HostNetwork.id();
    if (plan.scope().dryRun()) {
      String note = "would seal the token of " + plan.api().repo() + " for " + plan.scope().host();
      return new SealedInfo(Receipt.wouldDo(note), "", network);
    }
    boolean knew = keys.knows(plan.scope().host());
    try {
      String box =
          SealedBox.seal(
              content(plan), keys.known(plan.scope().host(), key.publicKey()), about(plan));
      String note = "for " + plan.scope().host();
      return new SealedInfo(knew ? Receipt.alreadySo(note) : Receipt.done(note), box, network);
    } catch (GeneralSecurityException noKey) {
      throw HandOverProblem.NOT_SEALED_FOR_US.because(plan.scope().host(), plan.file());
    }
  }

  private static String content(HandOverPlan plan) {
    return switch (plan.content()) {
      case TOKEN -> NodeEnvironment.token(plan.api());
      case API_INFO ->
          NodeEnvironment.apiInfo(
              new NodeApi(plan.api().repo(), plan.address(), plan.api().tokenFile()));
    };
  }

  /** What was sealed for one file is of no use for another. */
  private static String about(HandOverPlan plan) {
    return String.join(
        "\n", plan.from().value(), plan.scope().host().value(), plan.address(), plan.file());
  }

  @Override
  public Receipt open(HandOverPlan plan, SealedInfo sealed) {
    refuseLoopback(plan, sealed);
    if (plan.scope().dryRun()) {
      return Receipt.wouldDo("would write " + plan.file());
    }
    String content = opened(plan, sealed);
    boolean same = isSo(plan, content);
    if (!same) {
      write(plan, content);
    }
    verify(plan);
    return same
        ? Receipt.alreadySo(plan.file())
        : Receipt.done(plan.file() + ", for " + plan.address()).undoneBy("rm " + plan.file());
  }

  private static void refuseLoopback(HandOverPlan plan, SealedInfo sealed) {
    String host = Multiaddr.parse(plan.address()).host().orElse("");
    if (HostNetwork.isLoopback(host) && !sealed.network().equals(HostNetwork.id())) {
      throw HandOverProblem.HANDED_LOOPBACK.because(
          plan.address(), plan.from(), plan.scope().host());
    }
  }

  private String opened(HandOverPlan plan, SealedInfo sealed) {
    try {
      return SealedBox.open(sealed.box(), keys.ours(), about(plan));
    } catch (GeneralSecurityException notOurs) {
      throw HandOverProblem.NOT_SEALED_FOR_US.because(plan.scope().host(), plan.file());
    }
  }

  private static boolean isSo(HandOverPlan plan, String content) {
    Path file = Path.of(plan.file());
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.readString(file).strip().equals(content)
          && PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).equals("rw-------")
          && owner(plan).map(wanted -> owns(file, wanted)).orElse(true);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean owns(Path file, UserPrincipal wanted) {
    try {
      return Files.getOwner(file).equals(wanted);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static void write(HandOverPlan plan, String content) {
    Path file = Path.of(plan.file());
    try {
      Files.createDirectories(file.getParent());
      SecretFile.write(
          file,
          content + '\n',
          true,
          draft -> owner(plan).ifPresent(wanted -> give(plan, draft, wanted)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty where it is read by ourselves. */
  private static Optional<UserPrincipal> owner(HandOverPlan plan) {
    if (plan.user().isEmpty() || plan.user().equals(System.getProperty("user.name"))) {
      return Optional.empty();
    }
    Path file = Path.of(plan.file());
    try {
      return Optional.of(
          file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(plan.user()));
    } catch (IOException noSuchUser) {
      throw HandOverProblem.TOKEN_FILE_OWNER.because(
          file, plan.user(), noSuchUser.getClass().getSimpleName());
    }
  }

  private static void give(HandOverPlan plan, Path draft, UserPrincipal wanted) {
    try {
      Files.getFileAttributeView(draft, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setOwner(wanted);
    } catch (IOException notAllowed) {
      throw HandOverProblem.TOKEN_FILE_OWNER.because(
          plan.file(), plan.user(), notAllowed.getClass().getSimpleName());
    }
  }

  /** From here, with the file: a miner or worker that starts with less stops half-way. */
  private static void verify(HandOverPlan plan) {
    NodeApi api = plan.seenFromThere();
    List<String> allowed =
        RpcFailed.named(
            () ->
                plan.of() == HandOverPlan.Of.DAEMON
                    ? FullNode.at(api).permissions()
                    : MinerApi.at(api).permissions());
    if (!allowed.contains("admin")) {
      throw HandOverProblem.TOKEN_TAKEN_BADLY.because(
          plan.address(), String.join(" ", allowed), plan.from());
    }
  }
}
