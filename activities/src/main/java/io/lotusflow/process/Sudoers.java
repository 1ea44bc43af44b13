package io.lotusflow.process;

import io.lotusflow.process.RootAct.Need;
import java.util.List;
import java.util.Set;

/** A file for {@code /etc/sudoers.d} with what one user may run as root, and no more. */
public final class Sudoers {

  private Sudoers() {}

  /**
   * The whole file. Needs {@code sudo} 1.9.10 or newer, which knows regular expressions; an older
   * one allows nothing of it.
   *
   * @param user whom it is for
   * @param needs what is allowed; {@link Need#ROOT_ITSELF} never is
   */
  public static String of(String user, Set<Need> needs) {
    if (!user.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
      throw new IllegalArgumentException("no name of a user: " + user);
    }
    StringBuilder text = new StringBuilder();
    text.append("# What lotusflow may do as root when it runs as ").append(user).append(".\n");
    text.append("# Written by: lotusflow host sudoers. To be put in place with visudo -f.\n");
    for (Need need : Need.values()) {
      if (need != Need.ROOT_ITSELF && needs.contains(need)) {
        text.append('\n').append(section(user, need));
      }
    }
    return text.toString();
  }

  private static String section(String user, Need need) {
    StringBuilder text = new StringBuilder("# " + need.word());
    text.append(need.isAsGoodAsRoot() ? ": as good as root; take it out when it is done\n" : "\n");
    for (RootAct act : of(need)) {
      text.append(user).append(" ALL=(root) NOPASSWD: ");
      text.append(Sudo.program(act.program())).append(' ');
      text.append(act.sudoersPattern(user)).append('\n');
    }
    if (need == Need.PREPARE) {
      text.append("Defaults!").append(Sudo.program("apt-get"));
      text.append(" env_keep += \"DEBIAN_FRONTEND\"\n");
    }
    return text.toString();
  }

  private static List<RootAct> of(Need need) {
    return RootActs.ALL.stream().filter(act -> act.need() == need).toList();
  }
}
