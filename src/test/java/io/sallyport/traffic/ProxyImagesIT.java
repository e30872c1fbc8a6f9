package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proxy images as people run them: each row of docs/proxies.md.
class ProxyImagesIT {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private final Installation installation = Installation.of(ProxyImagesIT.class);
  private final Nginx shop = installation.backend("shop", "hostname", "shop");

  /// Beside each that cannot be served stands one that can.
  private final Nginx edge = installation.proxy("edge");

  @BeforeEach
  void begin() {
    shop.start();
  }

  @AfterEach
  void close() {
    installation.close();
  }

  /// It serves, takes a change, and its master keeps the pid file that it began with.
  private void runs(Nginx proxy, String pidFile) {
    proxy.await("http://shop.local", shop);
    Nginx later = installation.backend("later", "hostname", "later").start();
    proxy.await("http://later.local", later);
    assertThat(
            proxy.exec(
                "read -r pid < " + pidFile + "; read -r title < /proc/$pid/cmdline; echo $title"))
        .startsWith("nginx: master process");
    assertThat(proxy.log()).doesNotContain("[emerg]");
  }

  private Subprocess check() {
    return Sallyport.run("check", "-c", installation.folder().resolve("config.toml").toString());
  }

  @Test
  void officialOnes() {
    installation.sallyport();
    edge.start();
    runs(edge, "/run/nginx.pid");
  }

  @Test
  void oneWithoutPrivilegesNeedsNoSetting() {
    Nginx proxy = installation.bareProxy("unprivileged", StandIn.of("unprivileged")).start();
    installation.sallyport();
    runs(proxy, "/tmp/nginx.pid");
    assertThat(check().out()).contains("proxy " + proxy.fullName() + ": hosts: ");
    assertThat(proxy.exec("cat /etc/nginx/nginx.conf"))
        .contains("pid /tmp/nginx.pid;")
        .doesNotContain("\nuser ");
  }

  @Test
  void oneWithoutPrivilegesTakesCertificates() throws IOException {
    Path source = Files.createTempDirectory("certificates");
    Files.writeString(source.resolve("site.pem"), Certificates.certificate("site"));
    Files.writeString(source.resolve("site-key.pem"), Certificates.key("site"));
    Nginx proxy = installation.bareProxy("unprivileged", StandIn.of("unprivileged")).start();
    Nginx secret =
        installation
            .backend("secret", "hostname", "shop.traffic.example")
            .labels("ssl", "true", "ssl_cert", "site.pem", "ssl_cert_key", "site-key.pem")
            .start();
    installation.sallyport(
        "CertSource = \"" + source + "\"", "Proxies = [\"" + proxy.fullName() + "\"]");
    proxy.await("https://shop.traffic.example", secret);
    assertThat(proxy.exec("ls -l /etc/nginx/certs/site-key.pem")).startsWith("-rw-------");
  }

  @Test
  void oneWithoutPrivilegesWhoseDirectoryIsRootsIsNamed() {
    Nginx proxy = installation.bareProxy("shut", StandIn.of("unprivileged-shut")).start();
    Sallyport sallyport = installation.sallyport();
    edge.start();
    edge.await("http://shop.local", shop);
    sallyport.awaitLog("its user (uid 101) cannot write to /etc/nginx");
    assertThat(check().out()).contains("its user (uid 101) cannot write to /etc/nginx");
    assertThat(proxy.log()).doesNotContain("[emerg]");
  }

  @Test
  void oneWhoseShellIsBusybox() {
    assumeTrue(Files.exists(BUSYBOX), "there is no busybox here");
    Nginx proxy = installation.bareProxy("alpine", StandIn.of("busybox", BUSYBOX)).start();
    installation.sallyport();
    runs(proxy, "/run/nginx.pid");
    proxy.restart();
    proxy.await("http://shop.local", shop);
  }

  @Test
  void oneWhoseNginxIsNotOnThePath() {
    Nginx proxy =
        installation
            .bareProxy("elsewhere", StandIn.of("elsewhere"))
            .command("/opt/nginx/nginx", "-g", "daemon off;")
            .start();
    installation.sallyport();
    runs(proxy, "/run/nginx.pid");
  }

  /// `[emerg] "pid" directive is duplicate`, and the reload is refused.
  @Test
  void oneWhoseCommandLineHasDirectives() {
    Nginx proxy =
        installation
            .bareProxy("given", StandIn.of("given"))
            .command(
                "nginx", "-g", "daemon off; pid /tmp/given.pid; worker_processes 2; user nginx;")
            .start();
    installation.sallyport();
    runs(proxy, "/tmp/given.pid");
  }

  @Test
  void oneThatIsReadOnlyButForAVolumeAndTmpfs() {
    Nginx proxy =
        installation
            .bareProxy("read-only", "stable")
            .readOnlyBut(
                List.of("/etc/nginx"), "/run", "/var/lib/nginx", "/var/cache/nginx", "/tmp")
            .start();
    installation.sallyport();
    runs(proxy, "/run/nginx.pid");
  }

  /// Its temporary files go where there is room for them.
  @Test
  void oneThatIsReadOnlyAndHasButTmp() {
    Nginx proxy =
        installation
            .bareProxy("tmp-alone", StandIn.of("unprivileged"))
            .readOnlyBut(List.of("/etc/nginx"), "/tmp")
            .start();
    installation.sallyport();
    runs(proxy, "/tmp/nginx.pid");
    assertThat(proxy.exec("cat /etc/nginx/nginx.conf"))
        .contains("proxy_temp_path /tmp/proxy_temp_path;");
  }

  @Test
  void oneThatIsReadOnlyAltogetherIsToldWhatToMount() {
    installation.bareProxy("shut", "stable").readOnly().start();
    Sallyport sallyport = installation.sallyport();
    edge.start();
    edge.await("http://shop.local", shop);
    sallyport.awaitLog(
        "/etc/nginx is on a read-only file system in it; mount a volume at /etc/nginx");
    assertThat(check().out()).contains("mount a volume at /etc/nginx");
  }

  /// The engine's archive calls write beneath it.
  @Test
  void oneWhoseDirectoryIsATmpfs() throws IOException {
    Path source = Files.createTempDirectory("certificates");
    Files.writeString(source.resolve("site.pem"), Certificates.certificate("site"));
    Files.writeString(source.resolve("site-key.pem"), Certificates.key("site"));
    Nginx proxy =
        installation
            .bareProxy("tmpfs", "stable")
            .tmpfs("/etc/nginx")
            .command(
                "sh",
                "-c",
                "echo 'events {} http {}' > /etc/nginx/nginx.conf; exec nginx -g 'daemon off;'")
            .start();
    Nginx secret =
        installation
            .backend("secret", "hostname", "shop.traffic.example")
            .labels("ssl", "true", "ssl_cert", "site.pem", "ssl_cert_key", "site-key.pem")
            .start();
    installation.sallyport(
        "CertSource = \"" + source + "\"", "Proxies = [\"" + proxy.fullName() + "\"]");
    runs(proxy, "/run/nginx.pid");
    proxy.await("https://shop.traffic.example", secret);
    proxy.restart();
    proxy.await("http://shop.local", shop);
  }

  @Test
  void oneWithoutAShellIsNamedOnce() {
    Nginx proxy = installation.bareProxy("hardened", StandIn.of("no-shell")).start();
    Sallyport sallyport = installation.looking("1s", "5s").sallyport();
    edge.start();
    edge.await("http://shop.local", shop);
    sallyport.awaitLog(
        proxy.fullName() + " keeps its current configuration: its image has no shell (`sh`)");
    Nginx later = installation.backend("later", "hostname", "later").start();
    edge.await("http://later.local", later);
    assertThat(sallyport.log().lines().filter(line -> line.contains("no shell"))).hasSize(1);
    assertThat(sallyport.log()).doesNotContain("OCI runtime");
    assertThat(check().out()).contains("no shell (`sh`)", "docs/proxies.md");
  }

  @Test
  void whatIsNoNginxIsNamed() {
    Nginx other =
        installation.bareProxy("database", StandIn.of("no-nginx")).command("sleep", "1000").start();
    Sallyport sallyport = installation.sallyport();
    edge.start();
    edge.await("http://shop.local", shop);
    sallyport.awaitLog(
        other.fullName()
            + " keeps its current configuration: it has the label of a proxy, but no Nginx");
    assertThat(check().out()).contains("but no Nginx", "take the label off");
    assertThat(other.exec("ls /etc/nginx/nginx.conf.*")).isEmpty();
  }

  @Test
  void oneThatRunsAnotherFileIsTold(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("nginx.conf"), "events {} http { server { listen 80; return 204; } }\n");
    Nginx proxy =
        installation
            .bareProxy("other-file", "stable")
            .mounting(folder, "/etc/conf")
            .command("nginx", "-g", "daemon off;", "-c", "/etc/conf/nginx.conf")
            .start();
    Sallyport sallyport = installation.sallyport();
    edge.start();
    edge.await("http://shop.local", shop);
    sallyport.awaitLog("write ConfigPath = \"/etc/conf/nginx.conf\" into its extension");
    assertThat(check().out()).contains("write ConfigPath = \"/etc/conf/nginx.conf\"");
    sallyport.close();

    installation.sallyport("ConfigPath = \"/etc/conf/nginx.conf\"");
    proxy.await("http://shop.local", shop);
  }

  @Test
  void oneWhoseDirectoryIsMounted(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("nginx.conf"), "events {} http { server { listen 80; } }\n");
    Nginx proxy =
        installation.bareProxy("mounted", "stable").mounting(folder, "/etc/nginx").start();
    installation.sallyport();
    runs(proxy, "/run/nginx.pid");
  }

  @Test
  void oneInTheNetworkOfTheHost() {
    int port = FreePort.any();
    int tlsPort = FreePort.any();
    Nginx proxy = installation.bareProxy("host", "stable").onHost();
    proxy
        .command(
            "sh",
            "-c",
            "echo 'events {} http {}' > /etc/nginx/nginx.conf; exec nginx -g 'daemon off;'")
        .start();
    installation.sallyport("Port = " + port, "SSLPort = " + tlsPort);
    Eventually.holds(() ->
        assertThat(
                Client.ANYBODY.ask(port, false, java.net.URI.create("http://shop.local")).server())
            .isEqualTo("shop"));
  }

  @Test
  void itsOwnFilesAreIncludedWhereAskedFor() {
    edge.file(
            "/etc/nginx/conf.d/default.conf",
            "server { listen 80; server_name own.local shop.local; return 202; }\n")
        .start();
    installation.sallyport("IncludeConf = \"/etc/nginx/conf.d/*.conf\"");
    edge.await("http://own.local", 202);
    edge.await("http://shop.local", shop);
  }

  @Test
  void pidPathIsAsItIsSet() {
    Nginx proxy = installation.bareProxy("unprivileged", StandIn.of("unprivileged")).start();
    installation.sallyport("PidPath = \"/tmp/other.pid\"");
    runs(proxy, "/tmp/other.pid");
  }
}
