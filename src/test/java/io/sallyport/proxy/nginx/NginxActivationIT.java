package io.sallyport.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.RealEngine;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.ProxyFiles;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.Rollout;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineException;
import io.sallyport.traffic.Certificates;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The activation script in real Nginx containers, with each of its steps made to fail.
class NginxActivationIT {
  private static final String ONE = config("one", "");
  private static final String TWO = config("two", "");
  private static final ProxySettings SETTINGS = ProxySettings.defaults();

  private static final String CERTS = "/etc/nginx/certs";

  private static DockerEngine engine;

  private final List<String> started = new ArrayList<>();

  @BeforeAll
  static void connect() {
    engine = new DockerEngine(RealEngine.connection());
  }

  @AfterAll
  static void disconnect() {
    engine.close();
  }

  @AfterEach
  void remove() throws Exception {
    for (String container : started) {
      docker("rm", "--force", "--volumes", container);
    }
  }

  @Test
  void takesANewConfigurationLive() throws Exception {
    String proxy = start("nginx:stable");
    List<String> before = begunWorkers(proxy);

    assertThat(apply(proxy, ONE)).isInstanceOf(Applied.class);

    assertThat(liveFile(proxy)).isEqualTo(ONE);
    awaitOtherWorkers(proxy, before);
    assertThat(leftovers(proxy)).containsExactly("loaded", "previous");
  }

  @Test
  void doesNothingWhereItRunsAlready() throws Exception {
    String proxy = start("nginx:stable");
    apply(proxy, ONE);
    List<String> before = settledWorkers(proxy);

    assertThat(apply(proxy, ONE)).isInstanceOf(Unchanged.class);

    assertThat(workers(proxy)).containsAll(before);
    assertThat(leftovers(proxy)).containsExactly("loaded", "previous");
  }

  @Test
  void doesNothingAfterARestartOfTheProxy() throws Exception {
    String proxy = start("nginx:stable");
    apply(proxy, ONE);
    docker("restart", "--time", "1", proxy);

    assertThat(apply(proxy, ONE)).isInstanceOf(Unchanged.class);
  }

  /// As after our own death between the rename and the signal.
  @Test
  void reloadsWhereTheFileIsRightButNoWorkersWereSeenToRunIt() throws Exception {
    String proxy = start("nginx:stable");
    apply(proxy, ONE);
    docker("exec", proxy, "sh", "-c", "rm /etc/nginx/nginx.conf.*.loaded");
    List<String> before = begunWorkers(proxy);

    assertThat(apply(proxy, ONE)).isInstanceOf(Applied.class);

    awaitOtherWorkers(proxy, before);
  }

  @Test
  void refusedByTheTestItLeavesEverythingAsItWas() throws Exception {
    String proxy = start("nginx:stable");
    apply(proxy, ONE);
    List<String> before = settledWorkers(proxy);

    RolloutResult result = apply(proxy, ONE.replace("return 200", "ret\u00fcrn 200"));

    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.message())
                    .contains("unknown directive", "in /etc/nginx/nginx.conf:")
                    .doesNotContain("staged"));
    assertThat(liveFile(proxy)).isEqualTo(ONE);
    assertThat(workers(proxy)).containsAll(before);
    assertThat(leftovers(proxy)).containsExactly("loaded", "previous");
  }

  /// The test does not try to bind ports that others hold; the reload does.
  @Test
  void rolledBackWhenTheReloadStartsNoWorkers() throws Exception {
    String proxy = start("nginx:stable");
    apply(proxy, ONE);
    docker(
        "exec",
        proxy,
        "sh",
        "-c",
        "printf 'pid /tmp/other.pid; events {} http { server { listen 81; } }' > /tmp/other.conf"
            + " && nginx -c /tmp/other.conf");

    RolloutResult result = apply(proxy, config("two", "listen 81;"));

    assertThat(result).isInstanceOf(RolledBack.class);
    assertThat(liveFile(proxy)).isEqualTo(ONE);
    assertThat(apply(proxy, TWO)).isInstanceOf(Applied.class);
  }

  @Test
  void waitsForAMasterThatIsStillStarting() throws Exception {
    String proxy = start("nginx:stable", "sh", "-c", "sleep 1; exec nginx -g 'daemon off;'");

    assertThat(apply(proxy, ONE)).isInstanceOf(Applied.class);
    assertThat(workers(proxy)).isNotEmpty();
  }

  @Test
  void saysThatNoNginxRuns() throws Exception {
    String proxy = start("nginx:stable", "sleep", "60");

    assertThat(apply(proxy, ONE))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.message()).contains("no nginx master"));
  }

  @Test
  void saysThatTheFileIsAMountOfItsOwn(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("nginx.conf"), ONE);
    String mount = "type=bind,src=%s,dst=/etc/nginx/nginx.conf".formatted(file);
    String proxy = start("nginx:stable", List.of("--mount", mount));

    assertThat(apply(proxy, TWO))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.message()).contains("cannot be replaced"));
    assertThat(Files.readString(file)).isEqualTo(ONE);
  }

  @Test
  void saysThatTheFileSystemIsReadOnly() throws Exception {
    String proxy = start("nginx:stable", List.of("--read-only"), "sleep", "60");

    assertThat(apply(proxy, ONE))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.message()).containsIgnoringCase("read-only"));
  }

  @Test
  void saysThatTheProxyIsGone() throws Exception {
    String proxy = start("nginx:stable");
    docker("stop", "--time", "0", proxy);

    assertThat(apply(proxy, ONE))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.message()).contains("not running"));
  }

  /// The image names the pid file by another path than we do; Nginx removes it at such a change.
  @Test
  void leavesNginxItsPidFile() throws Exception {
    String proxy = start("nginx:stable");

    apply(proxy, ONE);

    docker("exec", proxy, "nginx", "-s", "reload");
  }

  @Test
  void takesNoOtherProcessForTheMaster() throws Exception {
    String proxy = start("nginx:stable");
    docker("exec", "--detach", proxy, "sh", "-c", "echo $$ > /run/nginx.pid; exec sleep 60");

    assertThat(apply(proxy, ONE)).isInstanceOf(Applied.class);

    assertThat(docker("top", proxy)).contains("sleep 60");
  }

  @Test
  void takesNoOtherContainersMasterForItsOwn() throws Exception {
    String other = start("nginx:stable");
    List<String> before = workers(other);
    String proxy = start("nginx:stable", List.of("--pid", "container:" + other));

    assertThat(apply(proxy, ONE)).isInstanceOf(Applied.class);

    assertThat(workers(other)).containsAll(before);
  }

  @Test
  void aSecondRolloutWaitsForTheFirst() throws Exception {
    String proxy = start("nginx:stable");
    holdTest(proxy);
    String wrong = ONE.replace("events {}", "evens {}");

    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RolloutResult> first = both.submit(() -> apply(proxy, ONE));
      awaitTest(proxy);
      Future<RolloutResult> second = both.submit(() -> apply(proxy, wrong));
      await().until(() -> Collections.frequency(leftovers(proxy), "staged") == 2);
      endTest(proxy);

      assertThat(first.get()).isInstanceOf(Applied.class);
      assertThat(second.get()).isInstanceOf(Refused.class);
    }
    assertThat(liveFile(proxy)).isEqualTo(ONE);
    assertThat(leftovers(proxy)).containsExactly("loaded", "previous");
  }

  @Test
  void aConfigurationGoesLiveWithTheVeryCertificatesThatItWasTestedWith() throws Exception {
    String proxy = start("nginx:stable");
    assertThat(apply(proxy, "one", set("site", "site"))).isInstanceOf(Applied.class);
    String first = folder(proxy);
    assertThat(stat(proxy, CERTS + "/site-key.pem")).isEqualTo("600 0:0 regular file");
    assertThat(stat(proxy, first + "/site-key.pem")).isEqualTo("600 0:0 regular file");
    assertThat(stat(proxy, first)).isEqualTo("700 0:0 directory");
    List<String> before = settledWorkers(proxy);

    assertThat(apply(proxy, "one", set("site", "site"))).isInstanceOf(Unchanged.class);
    assertThat(apply(proxy, "one", set("shop", "site")))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.message()).contains(CERTS + "/site-key.pem", "mismatch"));
    assertThat(workers(proxy)).containsAll(before);
    assertThat(folder(proxy)).isEqualTo(first);
    docker("exec", proxy, "nginx", "-t");

    assertThat(apply(proxy, "one", set("shop", "shop"))).isInstanceOf(Applied.class);
    awaitOtherWorkers(proxy, before);
    assertThat(folder(proxy)).isNotEqualTo(first);
    assertThat(docker("exec", proxy, "cat", CERTS + "/site.pem"))
        .isEqualTo(Certificates.certificate("shop"));
    assertThat(folders(proxy)).as("what runs and what ran").hasSize(2).contains(first);
    docker("restart", "--time", "1", proxy);
    assertThat(apply(proxy, "one", set("shop", "shop"))).isInstanceOf(Unchanged.class);

    assertThat(apply(proxy, "two", set("shop", "shop"))).isInstanceOf(Applied.class);
    assertThat(folders(proxy))
        .as("keys that nothing needs are gone")
        .containsExactly(folder(proxy));
    assertThat(leftovers(proxy)).containsExactly("loaded", "previous");
  }

  @Test
  void bringsCertificatesAgainThatAreGone() throws Exception {
    String proxy = start("nginx:stable");
    apply(proxy, "one", set("site", "site"));
    docker("exec", proxy, "rm", "-rf", folder(proxy));

    assertThat(apply(proxy, "one", set("site", "site"))).isInstanceOf(Unchanged.class);

    assertThat(folders(proxy)).containsExactly(folder(proxy));
  }

  @Test
  void saysThatCertificatesCannotBePutThere() throws Exception {
    String proxy = start("nginx:stable", List.of("--mount", "type=bind,ro,src=/tmp,dst=" + CERTS));

    assertThat(apply(proxy, "one", set("site", "site")))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.message()).contains("`SSLCertPath`", "Read-only"));
    assertThat(leftovers(proxy)).doesNotContain("certificates");
  }

  /// More than one answer of an engine holds, with letters of several bytes, and paths of folders.
  @Test
  void itsLiveFileIsReadWhole() throws Exception {
    String proxy = start("nginx:stable");
    ProxySettings settings = SETTINGS.with(Setting.SSL_CERT_PATH, CERTS);
    Rollout rollout =
        new Rollout(engine.access(), new NginxDriver(), settings, InstantSource.system());
    String site = "# %s/site.pem für größere Dateien ✓\n".formatted(CERTS).repeat(4000);
    RenderedConfig config = RenderedConfig.of(config("one", site));
    CertificateSet set = set("site", "site");

    assertThat(rollout.apply(proxy, new ProxyConfig(config, set), Optional.empty()))
        .isInstanceOf(Applied.class);
    assertThat(liveFile(proxy)).contains(CERTS + "/.sallyport-");
    assertThat(reader(settings).live(proxy)).isEqualTo(config.text());

    docker("exec", proxy, "rm", "/etc/nginx/nginx.conf");
    assertThatThrownBy(() -> reader(settings).live(proxy))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("/etc/nginx/nginx.conf cannot be read in the proxy");
  }

  @Test
  void tellsWhoseNamesItServes() throws Exception {
    String proxy = start("nginx:stable");
    List<String> asked = List.of("*.b.example", "a.example", "b.example", "example", "none");
    assertThat(reader(SETTINGS).owners(proxy, asked)).as("as the image comes").isEmpty();

    apply(
        proxy,
        """
        events {}
        http {
          server {
            server_name a.example *.b.example b.example;
          }
          # server_name none none;
          server { return 404; }
          server {
            server_name example;
          }
        }
        """);

    assertThat(reader(SETTINGS).owners(proxy, asked))
        .isEqualTo(
            Map.of(
                "*.b.example", "a.example",
                "a.example", "a.example",
                "b.example", "a.example",
                "example", "example"));
  }

  /// With each rollout, also one that changes nothing else; those of a later release stay.
  @Test
  void keepsNotes() throws Exception {
    String proxy = start("nginx:stable");
    Rollout rollout =
        new Rollout(engine.access(), new NginxDriver(), SETTINGS, InstantSource.system());
    assertThat(reader(SETTINGS).notes(proxy)).as("as the image comes").isEmpty();

    RenderedConfig config = RenderedConfig.of(ONE);
    String noted = "owner a.example project:a -\n";
    assertThat(
            rollout.apply(
                proxy, new ProxyConfig(config, CertificateSet.NONE, noted), Optional.empty()))
        .isInstanceOf(Applied.class);
    assertThat(reader(SETTINGS).notes(proxy))
        .hasValueSatisfying(notes -> assertThat(notes.text()).isEqualTo(noted));

    String many = "name other.example a.example\n".repeat(5000);
    assertThat(
            rollout.apply(
                proxy, new ProxyConfig(config, CertificateSet.NONE, many), Optional.empty()))
        .isInstanceOf(Unchanged.class);
    assertThat(reader(SETTINGS).notes(proxy))
        .hasValueSatisfying(notes -> assertThat(notes.text()).isEqualTo(many));

    apply(proxy, TWO);
    assertThat(reader(SETTINGS).notes(proxy)).as("of another configuration").isEmpty();

    String file =
        ProxyFiles.of(SETTINGS, proxy, "x").path(ProxyFiles.of(SETTINGS, proxy, "x").notes());
    docker("exec", proxy, "sh", "-c", "echo 'sallyport-notes 2' > " + file);
    rollout.apply(proxy, new ProxyConfig(config, CertificateSet.NONE, noted), Optional.empty());
    assertThat(reader(SETTINGS).notes(proxy))
        .hasValueSatisfying(notes -> assertThat(notes.format()).isEqualTo(2));
    assertThat(leftovers(proxy)).containsExactlyInAnyOrder("loaded", "notes", "previous");
  }

  /// Takes over at once, though several want to.
  @Test
  void rolloutsThatWaitForAKilledOneGoOnOneByOne() throws Exception {
    String proxy = start("nginx:stable");
    apply(proxy, ONE);
    int owner = Integer.parseInt(docker("exec", proxy, "sh", "-c", "echo $$").strip());
    ProxyFiles files = ProxyFiles.of(SETTINGS, proxy, "x");
    docker("exec", proxy, "ln", "-s", owner + ".12345", files.path(files.lock()));
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RolloutResult>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(all.submit(() -> apply(proxy, TWO)));
      }
      List<Class<?>> classes = new ArrayList<>();
      for (Future<RolloutResult> each : results) {
        classes.add(each.get().getClass());
      }
      assertThat(classes)
          .containsExactlyInAnyOrder(
              Applied.class, Unchanged.class, Unchanged.class, Unchanged.class);
    }
    assertThat(leftovers(proxy)).containsExactly("loaded", "previous");
  }

  /// As after our own death between the copy and the command, a while ago.
  @Test
  void sweepsAwayWhatAKilledOneHasLeft() throws Exception {
    String proxy = start("nginx:stable");
    docker(
        "exec",
        proxy,
        "sh",
        "-c",
        "cd /etc/nginx; f=nginx.conf.abc.def.staged; mkdir $f.certificates; touch $f new.staged"
            + " nginx.conf.abc.new.staged $f.certificates/key; touch -d '11 minutes ago' $f*");

    apply(proxy, ONE);

    assertThat(leftovers(proxy)).containsExactlyInAnyOrder("staged", "loaded", "previous");
  }

  @Test
  void aLockWhoseOwnerIsGoneDoesNotCount() throws Exception {
    String proxy = start("nginx:stable");
    holdTest(proxy);
    ProxyFiles files = ProxyFiles.of(SETTINGS, proxy, "x");
    try (ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RolloutResult> cut = one.submit(() -> apply(proxy, TWO));
      awaitTest(proxy);
      docker(
          "exec",
          proxy,
          "sh",
          "-c",
          "owner=$(readlink " + files.path(files.lock()) + ") && kill -KILL ${owner%.*}");
      assertThat(cut.get()).isInstanceOf(Failed.class);
    }
    endTest(proxy);

    assertThat(apply(proxy, ONE)).isInstanceOf(Applied.class);
  }

  /// Through the engine's kill call it would not: moby/moby, daemon/kill.go.
  @Test
  void keepsTheRestartPolicy() throws Exception {
    String proxy = start("nginx:stable", List.of("--restart", "unless-stopped"));
    apply(proxy, ONE);
    apply(proxy, TWO);

    docker("exec", "--detach", proxy, "sh", "-c", "kill -QUIT 1");

    await()
        .untilAsserted(() ->
            assertThat(docker("inspect", "--format", "{{.RestartCount}} {{.State.Running}}", proxy))
                .startsWith("1 true"));
  }

  /// Our machine's clock may be minutes behind the proxy's: what is staged is not an old rest.
  @Test
  void takesAFileThatSeemsOldToBeItsOwn() throws Exception {
    String proxy = start("nginx:stable");
    AtomicBoolean aged = new AtomicBoolean();
    ContainerAccess late =
        (ContainerAccess)
            Proxy.newProxyInstance(
                ContainerAccess.class.getClassLoader(),
                new Class<?>[] {ContainerAccess.class},
                (self, method, arguments) -> {
                  if (method.isDefault()) { // Delivers by copying and running, one after the other.
                    return InvocationHandler.invokeDefault(self, method, arguments);
                  }
                  Object result = method.invoke(engine.access(), arguments);
                  if (method.getName().equals("copyInto")) {
                    String age =
                        "for f in /etc/nginx/nginx.conf.*.staged; do touch -c -d '11 minutes ago' $f && ls $f; done";
                    docker("exec", proxy, "sh", "-c", age);
                    aged.set(true);
                  }
                  return result;
                });

    assertThat(
            new Rollout(late, new NginxDriver(), SETTINGS, InstantSource.system())
                .apply(proxy, ProxyConfig.of(RenderedConfig.of(ONE)), Optional.empty()))
        .isInstanceOf(Applied.class);
    assertThat(aged).isTrue();
  }

  @Test
  void waitsForWorkersThoughTheClockIsSetBackMeanwhile() throws Exception {
    String proxy = start("nginx:stable");
    String wrapper =
        "#!/bin/sh\nif [ -e /tmp/asked ]; then echo 1000; else touch /tmp/asked; echo 9000; fi\n";
    docker(
        "exec",
        proxy,
        "sh",
        "-c",
        "mkdir -p /usr/local/sbin && printf \"$1\" > /usr/local/sbin/date"
            + " && chmod 755 /usr/local/sbin/date",
        "sh",
        wrapper);

    assertThat(apply(proxy, ONE)).isInstanceOf(Applied.class);
  }

  private static String config(String answer, String more) {
    return """
    user nginx;
    pid /var/run/nginx.pid;
    error_log stderr notice;
    events {}
    http {
      server { listen 80; %s return 200 "%s\\n"; }
    }
    """
        .formatted(more, answer);
  }

  private static CertificateSet set(String certificate, String key) {
    return new CertificateSet(
        new TreeMap<>(
            Map.of(
                "site.pem", Certificates.certificate(certificate),
                "site-key.pem", Certificates.key(key))));
  }

  private static RolloutResult apply(String proxy, String answer, CertificateSet set) {
    String tls =
        "listen 443 ssl; ssl_certificate %1$s/site.pem; ssl_certificate_key \"%1$s/site-key.pem\";"
            .formatted(CERTS);
    ProxySettings settings = SETTINGS.with(Setting.SSL_CERT_PATH, CERTS);
    return new Rollout(engine.access(), new NginxDriver(), settings, InstantSource.system())
        .apply(
            proxy, new ProxyConfig(RenderedConfig.of(config(answer, tls)), set), Optional.empty());
  }

  /// The folder of certificates that the live file names.
  private static String folder(String proxy) throws Exception {
    return liveFile(proxy).replaceAll("(?s).*certificate (\\S+)/site.pem.*", "$1");
  }

  private static List<String> folders(String proxy) throws Exception {
    return docker("exec", proxy, "sh", "-c", "ls -d " + CERTS + "/.sallyport-*").lines().toList();
  }

  private static String stat(String proxy, String path) throws Exception {
    return docker("exec", proxy, "stat", "-c", "%a %u:%g %F", path).strip();
  }

  private static RolloutResult apply(String proxy, String config) {
    Rollout rollout =
        new Rollout(engine.access(), new NginxDriver(), SETTINGS, InstantSource.system());
    return rollout.apply(proxy, ProxyConfig.of(RenderedConfig.of(config)), Optional.empty());
  }

  private String start(String image, String... command) throws Exception {
    return start(image, List.of(), command);
  }

  private String start(String image, List<String> options, String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "--detach"));
    arguments.addAll(options);
    arguments.add(image);
    arguments.addAll(List.of(command));
    String id = docker(arguments.toArray(String[]::new)).strip();
    started.add(id);
    return id;
  }

  /// Makes `nginx -t` wait until [#endTest], through a command that the shell finds before it.
  private static void holdTest(String proxy) throws Exception {
    String wrapper =
        """
        #!/bin/sh
        case $1 in -t) until [ -e /tmp/end ]; do sleep 0.1; done ;; esac
        exec /usr/sbin/nginx "$@"
        """;
    docker(
        "exec",
        proxy,
        "sh",
        "-c",
        "mkdir -p /usr/local/sbin && printf '%s' \"$1\" > /usr/local/sbin/nginx && chmod 755"
            + " /usr/local/sbin/nginx",
        "sh",
        wrapper);
  }

  private static void awaitTest(String proxy) {
    await().until(() -> docker("top", proxy).contains("/usr/local/sbin/nginx -t"));
  }

  private static void endTest(String proxy) throws Exception {
    docker("exec", proxy, "touch", "/tmp/end");
  }

  private static String liveFile(String proxy) throws Exception {
    return docker("exec", proxy, "cat", SETTINGS.get(Setting.CONFIG_PATH));
  }

  /// What we left beside the live file, by its last word.
  private static List<String> leftovers(String proxy) throws Exception {
    return docker(
            "exec",
            proxy,
            "sh",
            "-c",
            "cd /etc/nginx; for f in nginx.conf.*; do echo ${f##*.}; done")
        .lines()
        .toList();
  }

  private static List<String> workers(String proxy) throws Exception {
    return docker("top", proxy, "-o", "pid,args")
        .lines()
        .filter(line -> line.contains("worker process") && !line.contains("shutting down"))
        .map(line -> line.strip().split(" ", 2)[0])
        .toList();
  }

  /// A proxy that is just starting has none yet.
  private static List<String> begunWorkers(String proxy) {
    return await().until(() -> workers(proxy), workers -> !workers.isEmpty());
  }

  /// Old workers are gone, or on their way, a moment after new ones have begun.
  private static void awaitOtherWorkers(String proxy, List<String> before) {
    await()
        .untilAsserted(
            () -> assertThat(workers(proxy)).isNotEmpty().doesNotContainAnyElementsOf(before));
  }

  /// [#ONE] has a single worker.
  private static List<String> settledWorkers(String proxy) {
    return await().until(() -> workers(proxy), workers -> workers.size() == 1);
  }

  private ProxyReader reader(ProxySettings settings) {
    return new ProxyReader(engine.access(), new NginxDriver(), settings, InstantSource.system());
  }

  private static String docker(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }
}
