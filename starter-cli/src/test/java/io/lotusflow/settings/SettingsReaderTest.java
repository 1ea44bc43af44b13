package io.lotusflow.settings;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lotusflow.build.BuildPlan.FfiBuild;
import io.lotusflow.lotus.ByteSize;
import io.lotusflow.lotus.Network;
import io.lotusflow.messages.Language;
import io.lotusflow.settings.NodeSettings.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

  private static final String NODE =
      """
      [node]
      name = "node-1"
      network = "mainnet"
      """;

  @TempDir Path folder;

  @Test
  void fillsWhatIsNotGivenWithDefaults() throws BadSettings {
    Settings settings = read(NODE);
    assertThat(settings.node().network()).isEqualTo(Network.MAINNET);
    assertThat(settings.node().roles()).containsExactlyInAnyOrder(Role.DAEMON, Role.MINER);
    assertThat(settings.build().ref()).isEqualTo("v1.36.2");
    assertThat(settings.build().ffi()).isEqualTo(FfiBuild.AUTO);
    assertThat(settings.daemon().api().port()).isEqualTo(1234);
    assertThat(settings.miner().sectorSize()).isEqualTo(ByteSize.parse("32GiB"));
    assertThat(settings.timeouts().apiStart()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void readsWhatIsGiven() throws BadSettings {
    Settings settings =
        read(
            """
            language = "zh-CN"
            [node]
            name = "cal"
            network = "calibnet"
            roles = ["daemon"]
            [build]
            ffi_from_source = true
            environment = { GOFLAGS = "-p=2" }
            [host]
            swap = "256GiB"
            [network_access.git_mirrors]
            "https://github.com/" = "https://mirror.example/github/"
            [[storage]]
            path = "/pool1/"
            store = true
            max_storage = "10TiB"
            """);
    assertThat(settings.language()).isEqualTo(Language.CHINESE);
    assertThat(settings.build().ffi()).isEqualTo(FfiBuild.SOURCE);
    assertThat(settings.build().environment()).containsEntry("GOFLAGS", "-p=2");
    assertThat(settings.host().swap()).contains(ByteSize.parse("256GiB"));
    assertThat(settings.networkAccess().given().gitMirrors())
        .containsEntry("https://github.com/", "https://mirror.example/github/");
    assertThat(settings.storage().get(0).path()).isEqualTo("/pool1");
  }

  @Test
  void reportsAllProblemsAtOnceEachWithItsPlace() {
    List<SettingsProblem> problems =
        problems(
            """
            [node]
            name = "Node 1"
            network = "manet"
            [deamon]
            [daemon]
            api = "127.0.0.1:1234"
            libp2p_listen = ["/ip4/0.0.0.0/tcp/6665", "/ip4/300.0.0.1/tcp/1"]
            [miner]
            sectorsize = "32GiB"
            repo = "~/.lotusminer"
            cpu_utilization = "0.5"
            [host]
            swap = "lots"
            [timeouts]
            sync_stall = "ten minutes"
            """);
    assertThat(problems.stream().map(p -> p.line() + ":" + p.column() + " " + p.key()))
        .containsExactly(
            "2:1 node.name",
            "3:1 node.network",
            "4:1 deamon",
            "6:1 daemon.api",
            "7:43 daemon.libp2p_listen",
            "9:1 miner.sectorsize",
            "10:1 miner.repo",
            "11:1 miner.cpu_utilization",
            "13:1 host.swap",
            "15:1 timeouts.sync_stall");
    assertThat(problems.get(1).nearest()).contains("mainnet");
    assertThat(problems.get(2).nearest()).contains("daemon");
    assertThat(problems.get(5).nearest()).contains("sector_size");
    assertThat(problems.get(5).toString())
        .isEqualTo(
            folder.resolve("lotusflow.toml")
                + ":9:1: miner.sectorsize: there is no key \"sectorsize\" here"
                + " — did you mean \"sector_size\"?");
  }

  @Test
  void namesTheTableWhereAKeyBelongs() {
    assertThat(problems(NODE + "sector_size = \"32GiB\"").get(0).nearest())
        .contains("miner.sector_size");
  }

  @Test
  void speaksChinese() {
    Path file = write(NODE.replace("mainnet", "manet"));
    BadSettings bad =
        catchThrowableOfType(
            BadSettings.class, () -> new SettingsReader(Language.CHINESE).read(file));
    assertThat(bad.problems().get(0).message()).contains("不在可选值之中").contains("mainnet");
  }

  @Test
  void asksForNameAndNetwork() {
    assertThat(words(problems("[node]\n")))
        .contains("\"name\" is missing", "\"network\" is missing");
  }

  @Test
  void tellsOfSyntaxErrorsWithTheirPlace() {
    List<SettingsProblem> problems = problems("[node]\nname = \"a\nnetwork = \"2k\"\n");
    assertThat(problems).isNotEmpty();
    assertThat(problems.get(0).line()).isEqualTo(2);
    assertThat(words(problems)).contains("not valid TOML").doesNotContain("missing");
  }

  @Test
  void saysThatThereIsNoFile() {
    BadSettings bad =
        catchThrowableOfType(
            BadSettings.class,
            () -> new SettingsReader(Language.ENGLISH).read(folder.resolve("none.toml")));
    assertThat(bad.problems().get(0).message()).contains("lotusflow init");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[build]#ref = '--upload-pack=x'|not a tag",
        "[build]#source = 'ext::sh -c x'|git URL",
        "[build]#source = '/no/such/repository'|does not exist",
        "[build]#source = 'https://me:secret@example.org/lotus.git'|password in a URL",
        "[build]#source = 'https://ghp_0123456789abcdef@github.com/a/lotus.git'|user or password",
        "[build]#environment = { AWS_SECRET_ACCESS_KEY = 'x' }|secret",
        "[build]#environment = { GOPROXY = 'https://x:y@example.org' }|secret",
        "[miner]#environment = { LOTUS_STORAGE_X = 'opaque:/ip4/10.0.0.1/tcp/2345/http' }|secret",
        "[snapshot]#source = 'https://s3.example/s.car?X-Amz-Signature=0a1b'|signature in a URL",
        "[snapshot]#mirrors = ['https://example.org/s.car?token=0a1b']|signature in a URL",
        "[network_access]#goproxy = 'https://me@example.org/,direct'|user or password",
        "[network_access]#cargo_registry = 'sparse+https://me@example.org/'|user or password",
        "[network_access]#git_mirrors = { a = 'https://ghp_0@example.org/' }|user or password",
        "[build]#tools = ['lotus-chainwatch']|Lily",
        "[build]#checkout = 'lotus'|not an absolute path",
        "[build]#ffi_from_source = 'yes'|not one of: auto, true, false",
        "[daemon]#api = '/ip4/127.0.0.1/udp/1234'|multiaddr of an API",
        "[daemon]#api = '/ip4/127.0.0.1/tcp/70000/http'|multiaddr of an API",
        "[daemon]#libp2p_announce = ['/ip4/0.0.0.0/tcp/6665']|announce the address",
        "[daemon]#splitstore = 'true'|without quotes",
        "[daemon]#genesis = 'https://example.org/g.car'|built in",
        "[daemon]#remote_api = '/ip4/10.0.0.1/tcp/1234/http'|no remote one",
        "[daemon]#environment = { FULLNODE_API_INFO = 'x' }|secret",
        "[daemon]#environment = { A = 'eyJhbGciOiJIUzI1NiJ9.eyJBbGxvdyI6WyJyZWFkIl19.c2ln'"
            + " }|secret",
        "[daemon]#environment = { LOTUS_PATH = '/x' }|daemon.repo",
        "[miner]#sector_size = '16GiB'|is not one of",
        "[miner]#sector_size = '2KiB'|do not exist on mainnet",
        "[miner]#api = '/ip4/0.0.0.0/tcp/1234/http'|taken by daemon.api",
        "[miner]#actor = 'node'|miner's address",
        "[miner]#worker = 'f1abc'|BLS",
        "[miner]#repo = '/srv/lotus/daemon'|same folder as daemon.repo",
        "[miner]#environment = { TRUST_PARAMS = '1' }|switches off",
        "[miner]#faucet = 'https://faucet.example/'|no faucet on mainnet",
        "[snapshot]#sha256 = 'abc'|64 digits",
        "[snapshot]#source = '/no/such.car'|does not exist",
        "[export]#recent_stateroots = 100|too few",
        "[export]#recent_stateroots = 0#skip_old_messages = true|all messages",
        "[export]#tipset = 'head'|not a tipset",
        "[export]#keep = -1|not within",
        "[export]#expected_size = '150'|is not a size such as",
        "[network_access]#preset = 'tsinghua'|not one of",
        "[network_access]#ipfs_gateways = ['ipfs.io']|not a URL",
        "[services]#miner_unit = 'lotus-daemon'|cannot both be",
        "[services]#manager = 'sytemd'|did you mean \"systemd\"",
        "[host]#nofile = 10|not within",
        "[host]#swap = '256'|is not a size such as",
        "[storage]#path = '/x'|[[storage]]",
        "[[storage]]#seal = true|\"path\" is missing",
        "[[storage]]#path = '/pool1'|nothing would be put there",
        "[[storage]]#path = '/srv/lotus/miner/x'#seal = true|lie within each other",
        "[timeouts]#sync_stall = '0s'|not a duration",
        "[timeouts]#worker_lost = '2s'|not within 3s and 10m",
      })
  void refuses(String written, String because) {
    assertThat(words(problems(NODE + written.replace('#', '\n').replace('\'', '"'))))
        .contains(because);
  }

  @Test
  void refusesTheSameStoragePathTwice() {
    String twice =
        NODE
            + """
            [[storage]]
            path = "/pool1"
            store = true
            [[storage]]
            path = "/pool1/"
            store = true
            """;
    assertThat(problems(twice))
        .extracting(SettingsProblem::key, SettingsProblem::line)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("storage[2].path", 8));
  }

  @Test
  void wantsAGenesisForACustomNetwork() {
    assertThat(words(problems(NODE.replace("mainnet", "custom")))).contains("needs its genesis");
  }

  @Test
  void wantsToKnowTheRemoteDaemonOfAMinerAlone() {
    assertThat(problems(NODE + "roles = [\"miner\"]"))
        .extracting(SettingsProblem::key)
        .containsExactlyInAnyOrder("daemon.remote_api", "daemon.remote_token_file");
  }

  @Test
  void aMachineForSealWorkersWantsNoDaemon() throws BadSettings {
    assertThat(read(NODE + "roles = [\"seal-worker\"]").node().roles())
        .containsExactly(Role.SEAL_WORKER);
  }

  @Test
  void aTokenThatIsBroughtNeedNotBeThereYet() throws BadSettings {
    String text =
        remote(folder.resolve("none"))
            .replace("roles =", "hosts = { chain-1 = \"chain.toml\" }\nroles =");
    assertThat(read(text).node().hosts())
        .containsEntry("chain-1", folder.resolve("chain.toml").toString());
    Settings elsewhere =
        new SettingsReader(Language.ENGLISH)
            .ofAnotherMachine()
            .read(write(remote(folder.resolve("none"))));
    assertThat(elsewhere.daemon().remoteTokenFile()).endsWith("none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rwx------", "rw-r-----"})
  void refusesATokenThatOthersCanRead(String mode) throws IOException {
    assertThat(words(problems(remote(token(mode))))).contains("chmod 600");
  }

  @Test
  void takesATokenThatItsOwnerAloneCanRead() throws Exception {
    Settings settings = read(remote(token("rw-------")));
    assertThat(settings.daemon().remoteTokenFile()).endsWith("token");
    assertThat(settings.toString()).doesNotContain("very secret");
  }

  @Test
  void refusesATokenThatIsNotThere() {
    assertThat(words(problems(remote(folder.resolve("none"))))).contains("does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "v1.36.2, FIL_PROOFS_MAXIMIZE_CACHING, does nothing in v1.36.2",
    "v1.36.2, LOTUS_JAEGER, LOTUS_OTEL_EXPORTER_ENDPOINT",
    "v1.36.2, LOTUS_BSYNC_MSG_WINDOW, does nothing",
    "v1.36.2, FFI_PROOFS_USE_GPU_TREE_BUILDER, FIL_PROOFS_USE_GPU_TREE_BUILDER",
    "v1.1.2, FIL_PROOFS_USE_MULTICORE_SDR, only since 1.1.3",
  })
  void warnsOfVariablesThatTheVersionDoesNotRead(String ref, String name, String because)
      throws BadSettings {
    String text =
        NODE + "[build]\nref = \"" + ref + "\"\n[miner]\nenvironment = { " + name + " = \"1\" }";
    assertThat(words(read(text).warnings())).contains(because);
  }

  @Test
  void warnsOfTheManualsMirrorsThatAreShut() throws BadSettings {
    String text =
        NODE
            + """
            [network_access]
            ipfs_gateways = ["https://proof-parameters.s3.cn-south-1.jdcloud-oss.com/ipfs/"]
            """;
    assertThat(words(read(text).warnings())).contains("use https://proofs.filecoin.io/ipfs/");
  }

  @Test
  void doesNotWarnOfWhatTheOldVersionReads() throws BadSettings {
    Settings settings =
        read(
            NODE
                + """
                [build]
                ref = "v1.1.2"
                [miner]
                environment = { FIL_PROOFS_MAXIMIZE_CACHING = "1" }
                """);
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void everyDefaultIsTakenByTheReader() {
    assertThat(SettingsReader.keys()).containsKeys("", "node", "storage", "timeouts");
    assertThat(SettingsReader.keys().get("storage")).containsKey("max_storage");
  }

  private String remote(Path token) {
    return NODE
        + """
        roles = ["miner"]
        [daemon]
        remote_api = "/ip4/10.0.0.1/tcp/1234/http"
        remote_token_file = "%s"
        """
            .formatted(token);
  }

  private Path token(String mode) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "very secret");
    return Files.setPosixFilePermissions(token, PosixFilePermissions.fromString(mode));
  }

  private Settings read(String text) throws BadSettings {
    return new SettingsReader(Language.ENGLISH).read(write(text));
  }

  private List<SettingsProblem> problems(String text) {
    BadSettings bad = catchThrowableOfType(BadSettings.class, () -> read(text));
    assertThat(bad).as("no problem found in:%n%s", text).isNotNull();
    return bad.problems();
  }

  private static String words(List<SettingsProblem> problems) {
    Stream<String> lines = problems.stream().map(SettingsProblem::toString);
    return lines.collect(joining("\n"));
  }

  private Path write(String text) {
    try {
      return Files.writeString(folder.resolve("lotusflow.toml"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
