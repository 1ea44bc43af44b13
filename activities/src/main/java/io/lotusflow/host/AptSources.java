package io.lotusflow.host;

import java.util.List;

/** The lines of a list of sources that takes everything from one mirror. */
final class AptSources {

  private AptSources() {}

  /**
   * For this release of Debian or Ubuntu.
   *
   * @param mirror the address below which {@code debian/} and {@code ubuntu/} lie
   */
  static List<String> of(String mirror, OsRelease os) {
    String base = mirror.endsWith("/") ? mirror : mirror + '/';
    return os.isLikeUbuntu() ? ubuntu(base, os.codename()) : debian(base, os.codename());
  }

  private static List<String> ubuntu(String base, String codename) {
    boolean ports = !System.getProperty("os.arch").equals("amd64");
    String archive = base + (ports ? "ubuntu-ports/ " : "ubuntu/ ");
    String parts = " main restricted universe multiverse";
    return List.of(
        "deb " + archive + codename + parts,
        "deb " + archive + codename + "-updates" + parts,
        "deb " + archive + codename + "-security" + parts);
  }

  private static List<String> debian(String base, String codename) {
    String parts = " main contrib non-free";
    return List.of(
        "deb " + base + "debian/ " + codename + parts,
        "deb " + base + "debian/ " + codename + "-updates" + parts,
        "deb " + base + "debian-security/ " + codename + "-security" + parts);
  }
}
