package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.FreePort;
import io.sallyport.discovery.EtcdServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings in a real etcd: taken once they are there, followed without a restart, and never lost.
class DiscoveryIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(DiscoveryIT.class);

  private static final Pattern STATUS_ON = Pattern.compile("status on [^:]*:(\\d+)");

  private static final Map<String, String> ELSEWHERE =
      Map.of("INTERLOCK_CONFIG", "[[Extensions]]\nName = \"nginx\"\nMaxConn = 11\n");

  @AutoClose private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder = Path.of("");
  private String settings = "";

  @BeforeEach
  void settings() throws IOException {
    settings = Files.readString(INSTALLATION.settings());
  }

  @Test
  void followsTheKeyAndKeepsWhatRunsWhateverHappensToTheStore() throws Exception {
    Nginx edge = INSTALLATION.proxy("edge").start();
    Nginx shop = INSTALLATION.backend("shop", "hostname", "shop").start();
    EtcdServer etcd = new EtcdServer(folder);
    etcd.kill();
    Path log = folder.resolve("sallyport.log");
    try (etcd;
        Sallyport sallyport = Sallyport.start(log, 0, "run", "--discovery", etcd.url())) {
      sallyport.awaitLog("Cannot read settings, waiting for them: etcd at 127.0.0.1:");
      etcd.startAgain();
      sallyport.awaitLog("There is no key " + etcd.url() + "/interlock/v1/config, waiting for");
      etcd.put(settings);
      edge.await("http://shop.local", shop);
      assertThat(edge.exec("cat /etc/nginx/nginx.conf")).contains("worker_connections 1024;");
      String first = statusPort(sallyport);
      String started = edge.inspect().getState().getStartedAt();

      etcd.put(settings + "MaxConn = 2048\nMaxCon = 1\nPort = \"x\"\n");
      long end = settings.lines().count();
      sallyport.awaitLog("/interlock/v1/config:%d:1: unknown key `MaxCon`".formatted(end + 2));
      sallyport.awaitLog("/interlock/v1/config:%d:8: ".formatted(end + 3));
      Eventually.holds(() -> assertThat(get(first, "/readyz")).isEqualTo(200));

      String second = settingsOnAnotherPort();
      etcd.put(second + "MaxConn = 2048\n");
      sallyport.awaitLog("Uses the new settings in " + etcd.url());
      Eventually.holds(() ->
          assertThat(edge.exec("cat /etc/nginx/nginx.conf")).contains("worker_connections 2048;"));
      assertThat(statusPort(sallyport)).isNotEqualTo(first);
      Eventually.holds(() -> assertThat(get(statusPort(sallyport), "/readyz")).isEqualTo(200));
      Eventually.holds(() -> assertThat(get(first, "/readyz")).isEqualTo(-1));
      edge.await("http://shop.local", shop);

      etcd.put(second + "TemplatePath = \"/no/such/template\"\n");
      sallyport.awaitLog("/no/such/template"); // Else the next text could go before it.
      etcd.put(second + "MaxConn = 2048\n");
      sallyport.awaitLog("are those in use again");

      Sallyport.run("healthcheck").expect(0);
      etcd.kill();
      sallyport.awaitLog("Cannot read settings, the settings that run stay: ");
      Sallyport.run("healthcheck", "--discovery", etcd.url()).expect(0);
      Nginx later = INSTALLATION.backend("later", "hostname", "later").start();
      edge.await("http://later.local", later);
      etcd.startAgain();
      etcd.put(second + "MaxConn = 4096\n");
      Eventually.holds(() ->
          assertThat(edge.exec("cat /etc/nginx/nginx.conf")).contains("worker_connections 4096;"));
      assertThat(edge.inspect().getState().getStartedAt()).isEqualTo(started);
    }
    assertThat(Sallyport.run("healthcheck", "--discovery", etcd.url()).expect(1).err())
        .as("the daemon has gone, and so has the store")
        .contains("no connection");
  }

  /// Two sockets of one port exclude each other: the old one goes first, and comes back where the
  /// new one cannot be had.
  @Test
  void listensOnAnotherAddressOfTheSamePort() throws Exception {
    String port = Integer.toString(FreePort.any());
    Path log = folder.resolve("sallyport.log");
    try (EtcdServer etcd = new EtcdServer(folder)) {
      etcd.put(settingsOn(":" + port));
      try (Sallyport sallyport = Sallyport.start(log, 0, "run", "--discovery", etcd.url())) {
        Eventually.holds(() -> assertThat(get(port, "/healthz")).isEqualTo(200));

        etcd.put(settingsOn("127.0.0.1:" + port));
        sallyport.awaitLog("Uses the new settings in " + etcd.url());
        sallyport.awaitLog("status on 127.0.0.1:" + port);
        Eventually.holds(() -> assertThat(get(port, "/healthz")).isEqualTo(200));

        etcd.put(settingsOn("192.0.2.1:" + port)); // Nobody's: RFC 5737.
        sallyport.awaitLog("cannot listen on `ListenAddr` 192.0.2.1:" + port);
        Eventually.holds(() -> assertThat(get(port, "/healthz")).isEqualTo(200));

        etcd.put(settingsOn(":" + port));
        Eventually.holds(() -> assertThat(sallyport.said("Uses the new settings")).isEqualTo(2));
        Eventually.holds(() -> assertThat(get(port, "/healthz")).isEqualTo(200));
      }
    }
  }

  @Test
  void othersReadTheKeyOnce() throws Exception {
    Path snapshot = Path.of("src/test/resources/cases/address-by-gateway/snapshot.json");
    try (EtcdServer etcd = new EtcdServer(folder)) {
      String[] render = {"render", "--discovery", etcd.url(), "--snapshot", snapshot.toString()};
      assertThat(Sallyport.run(render).expect(2).err())
          .contains(etcd.url() + "/interlock/v1/config: does not exist");
      etcd.put("LisenAddr = 1\n");
      assertThat(Sallyport.run(render).expect(2).err())
          .contains("/interlock/v1/config:1:1: unknown key `LisenAddr`");
      etcd.put("[[Extensions]]\nName = \"nginx\"\nMaxConn = 77\n");
      assertThat(Sallyport.run(render).expect(0).out()).contains("worker_connections 77;");
      assertThat(Subprocess.run(Sallyport.command(render), "", ELSEWHERE).expect(0).out())
          .as("the store goes before the variable")
          .contains("worker_connections 77;");
      etcd.kill();
      assertThat(Sallyport.run(render).expect(1).err()).contains("no connection");
    }
    assertThat(Sallyport.run("run", "--discovery", "zk://store:2181").expect(2).err())
        .contains("--discovery: knows `consul` and `etcd`, not `zk`");
    assertThat(Sallyport.run("run", "--discovery-tls-key", "key.pem").expect(2).err())
        .contains("--discovery");
  }

  @Test
  void aBeginningWithWrongSettingsIsRefused() throws Exception {
    try (EtcdServer etcd = new EtcdServer(folder)) {
      etcd.put("LisenAddr = 1\n");
      assertThat(Sallyport.run("run", "--discovery", etcd.url()).expect(2).err())
          .contains("unknown key `LisenAddr`");
    }
  }

  /// By the option's short name, in the key space that libkv wrote to.
  @Test
  void theKeyOfInterlocksTimeIsRead() throws Exception {
    Path snapshot = Path.of("src/test/resources/cases/address-by-gateway/snapshot.json");
    try (EtcdServer etcd = new EtcdServer(folder, List.of("--enable-v2"))) {
      etcd.putV2("[[Extensions]]\nName = \"nginx\"\nMaxConn = 78\n");
      assertThat(
              Sallyport.run("render", "-k", etcd.url(), "--snapshot", snapshot.toString())
                  .expect(0)
                  .out())
          .contains("worker_connections 78;");
    }
  }

  private String settingsOn(String address) {
    return settings.replaceFirst("ListenAddr = .*", "ListenAddr = \"" + address + "\"");
  }

  private String settingsOnAnotherPort() {
    return settingsOn("127.0.0.1:" + FreePort.any());
  }

  /// The newest that it has named.
  private static String statusPort(Sallyport sallyport) {
    Matcher named = STATUS_ON.matcher(sallyport.log());
    String port = "";
    while (named.find()) {
      port = named.group(1);
    }
    return port;
  }

  /// The code of the answer; -1 when nobody listens.
  private int get(String port, String path) {
    URI url = URI.create("http://127.0.0.1:" + port + path);
    try {
      return http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding()).statusCode();
    } catch (ConnectException _) {
      return -1;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
