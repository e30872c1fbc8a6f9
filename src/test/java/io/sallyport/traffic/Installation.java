package io.sallyport.traffic;

import com.github.dockerjava.api.command.CreateNetworkCmd;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Network;
import io.sallyport.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.lifecycle.Startables;

/// Proxies, applications, networks and a Sallyport that see nothing else of the engine, and that
/// nobody else sees. Closing it stops the Sallyport, which must end well, and removes the rest.
final class Installation implements AutoCloseable {
  /// Where certificates are in proxies: the tests' `SSLCertPath`.
  static final String CERTS = "/etc/nginx/certs";

  private static final Path LOGS = Path.of("target", "traffic");

  private final String name;
  private final String id = "it%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
  private final int statusPort = FreePort.any();
  private final Path folder;
  private final EngineRelay relay;
  private final EngineRelay otherRelay;
  private final List<String> networks = new ArrayList<>();
  private final List<Nginx> proxies = new ArrayList<>();
  private final List<Sallyport> sallyports = new ArrayList<>();
  private final String home;
  private String pollInterval = "2s";
  private String kind = "nginx";
  private String certificates = CERTS;
  private String resyncInterval = "1h";

  private Installation(String name) throws IOException {
    this.name = name;
    folder = Files.createTempDirectory("installation");
    URI engine = DockerClientFactory.instance().getTransportConfig().getDockerHost();
    relay = new EngineRelay(folder.resolve("engine.sock"), engine, id);
    otherRelay = new EngineRelay(folder.resolve("other-engine.sock"), engine, id);
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
    relay.open();
    otherRelay.open();
    home = network("home");
  }

  /// @param test names its logs
  static Installation of(Class<?> test) {
    try {
      return new Installation(test.getSimpleName());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  EngineRelay relay() {
    return relay;
  }

  /// What the Sallyport sees the engine through that [#another] started.
  EngineRelay otherRelay() {
    return otherRelay;
  }

  Path folder() {
    return folder;
  }

  /// The network that its containers are on where nothing else is said.
  String home() {
    return home;
  }

  /// Of `ListenAddr` in the settings.
  int statusPort() {
    return statusPort;
  }

  /// Makes a network; gives its name on the engine.
  String network(String short_) {
    String full = id + "-" + short_;
    Nginx.DOCKER.createNetworkCmd().withName(full).withCheckDuplicate(true).exec();
    networks.add(full);
    return full;
  }

  /// Makes a network of that kind; gives its name on the engine.
  String network(String short_, UnaryOperator<CreateNetworkCmd> kind) {
    String full = id + "-" + short_;
    kind.apply(Nginx.DOCKER.createNetworkCmd().withName(full)).exec();
    networks.add(full);
    return full;
  }

  /// Makes a network on which containers may choose their addresses; gives its name on the engine.
  ///
  /// @param subnet with 24 bits
  String network(String short_, String subnet) {
    String full = id + "-" + short_;
    Nginx.DOCKER
        .createNetworkCmd()
        .withName(full)
        .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet(subnet)))
        .exec();
    networks.add(full);
    return full;
  }

  /// What its containers and networks begin with on the engine.
  String id() {
    return id;
  }

  /// A proxy without certificates, published on this machine's loopback address. Not started yet.
  Nginx bareProxy(String short_, String image) {
    Nginx proxy =
        new Nginx(id, short_, image)
            .on(home)
            .labels("ext.name", "nginx")
            .publishing("127.0.0.1", 80, 443);
    proxies.add(proxy);
    return proxy;
  }

  /// The same with every certificate.
  Nginx proxy(String short_, String image) {
    Nginx proxy = bareProxy(short_, image);
    for (String certificate : List.of("site", "shop", "rsa", "client", "other-client")) {
      proxy
          .file(CERTS + "/" + certificate + ".pem", Certificates.certificate(certificate))
          .file(CERTS + "/" + certificate + "-key.pem", Certificates.key(certificate));
    }
    return proxy
        .file(
            CERTS + "/site-and-key.pem",
            Certificates.certificate("site") + Certificates.key("site"))
        .file(CERTS + "/client-encrypted-key.pem", Certificates.encryptedKey("client"))
        .file(CERTS + "/client.pass", Certificates.PASS_PHRASE + "\n")
        .file(CERTS + "/authority.pem", Certificates.authority())
        .file(CERTS + "/stranger.pem", Certificates.strangeAuthority())
        .file(CERTS + "/dhparam.pem", resource("dhparam.pem"));
  }

  /// An HAProxy that reads a file in its user's own directory, and serves nothing at first. From
  /// then on, extensions in settings are for HAProxy.
  Nginx haproxy(String short_, String version) {
    kind = "haproxy";
    certificates = "/var/lib/haproxy/certs";
    Nginx proxy =
        new Nginx(id, short_, "haproxy:" + version)
            .on(home)
            .labels("ext.name", "haproxy")
            .publishing("127.0.0.1", 80, 443)
            .file("/var/lib/haproxy/haproxy.cfg", resource("haproxy-start.cfg"))
            .command("haproxy", "-f", "/var/lib/haproxy/haproxy.cfg");
    proxies.add(proxy);
    return proxy;
  }

  Nginx proxy(String short_) {
    return proxy(short_, "stable");
  }

  /// An application that listens on 80 and 8080. Not started yet.
  Nginx backend(String short_, String... labels) {
    return new Nginx(id, short_, "stable")
        .on(home)
        .labels(labels)
        .file("/etc/nginx/nginx.conf", resource("backend.conf"));
  }

  /// An application that listens by TLS too, on 443, as `backend.internal`.
  Nginx tlsBackend(String short_, String... labels) {
    return backend(short_, labels)
        .labels("ssl_backend", "true", "port", "443")
        .exposing(443)
        .file("/etc/nginx/backend.pem", Certificates.certificate("backend"))
        .file("/etc/nginx/backend-key.pem", Certificates.key("backend"))
        .file("/etc/nginx/tls.conf", resource("backend-tls.conf"));
  }

  /// A TLS application that answers only those who show a certificate of the authority.
  Nginx strictBackend(String short_, String... labels) {
    return tlsBackend(short_, labels)
        .file("/etc/nginx/authority.pem", Certificates.authority())
        .file(
            "/etc/nginx/tls.conf",
            resource("backend-tls.conf") + resource("backend-asks-for-certificate.conf"));
  }

  /// What `dockerd --tlsverify` offers, on port 3376, in front of the relay: as `swarm-manager`, to
  /// those who show a certificate of the authority. Not started yet.
  Nginx tlsEndpoint(String short_) {
    return new Nginx(id, short_, "stable")
        .mounting(folder, "/run/engine")
        .file("/etc/nginx/nginx.conf", resource("engine-tls.conf"))
        .file("/etc/nginx/engine.pem", Certificates.certificate("swarm-manager"))
        .file("/etc/nginx/engine-key.pem", Certificates.key("swarm-manager"))
        .file("/etc/nginx/authority.pem", Certificates.authority());
  }

  /// The tags of all Nginx images that are here, one for each version.
  static Collection<String> nginxVersions() {
    Map<String, String> tags = new TreeMap<>();
    for (Image image : Nginx.DOCKER.listImagesCmd().withReferenceFilter("nginx").exec()) {
      for (String name : image.getRepoTags()) {
        tags.put(image.getId(), name.substring(name.indexOf(':') + 1));
      }
    }
    return tags.values();
  }

  /// Starts containers side by side.
  void start(Nginx... containers) {
    Startables.deepStart(Arrays.stream(containers).map(Nginx::startable)).join();
  }

  /// Starts `sallyport run`.
  ///
  /// @param extension further lines of the extension's settings
  Sallyport sallyport(String... extension) {
    if (sallyports.stream().anyMatch(Sallyport::running)) {
      throw new IllegalStateException("there is one; for a second there is another()");
    }
    return start(settings(extension), statusPort);
  }

  /// Starts one more beside the one that runs, for the same proxies.
  Sallyport another(String... extension) {
    int port = FreePort.any();
    return start(settings("other-config.toml", otherRelay, port, extension), port);
  }

  private Sallyport start(Path settings, int port) {
    Path log = LOGS.resolve("%s-%d.log".formatted(name, sallyports.size() + 1));
    try {
      Files.createDirectories(LOGS);
      Sallyport sallyport = Sallyport.run(settings, log, port);
      sallyports.add(sallyport);
      return sallyport;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Starts containers, and a Sallyport only then: its first look finds them all, and no later
  /// reload meets a test.
  ///
  /// @param extension further lines of the extension's settings
  Sallyport serve(List<String> extension, Nginx... containers) {
    start(containers);
    Sallyport sallyport = sallyport(extension.toArray(String[]::new));
    sallyport.awaitReady();
    proxies.stream().filter(List.of(containers)::contains).forEach(Nginx::settle);
    return sallyport;
  }

  Sallyport serve(Nginx... containers) {
    return serve(List.of(), containers);
  }

  /// For the next Sallyport: `PollInterval` and `ResyncInterval`. Where nothing is said, only
  /// events make it look again for an hour.
  Installation looking(String poll, String resync) {
    pollInterval = poll;
    resyncInterval = resync;
    return this;
  }

  /// Writes settings.
  Path settings(String... extension) {
    return settings("config.toml", relay, statusPort, extension);
  }

  private Path settings(String file, EngineRelay engine, int port, String... extension) {
    String text =
        """
        DockerURL = "unix://%s"
        ListenAddr = "127.0.0.1:%d"
        PollInterval = "%s"
        ResyncInterval = "%s"
        [[Extensions]]
        Name = "%s"
        SSLCertPath = "%s"
        """
            .formatted(engine.socket(), port, pollInterval, resyncInterval, kind, certificates);
    try {
      return Files.writeString(folder.resolve(file), text + String.join("\n", extension) + "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String resource(String file) {
    try (InputStream text = Installation.class.getResourceAsStream("/traffic/" + file)) {
      return new String(Objects.requireNonNull(text, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    try {
      sallyports.forEach(Sallyport::close);
    } finally {
      remove();
    }
  }

  /// Leaves nothing behind, also when the tests are broken off: first here, then on the engine.
  private synchronized void remove() {
    if (!Files.exists(folder)) {
      return;
    }
    sallyports.forEach(Sallyport::kill);
    try {
      relay.close();
      otherRelay.close();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      containers().parallelStream()
          .forEach(container ->
              Nginx.DOCKER.removeContainerCmd(container.getId()).withForce(true).exec());
      networks.forEach(network -> Nginx.DOCKER.removeNetworkCmd(network).exec());
    }
  }

  private List<Container> containers() {
    return Nginx.DOCKER
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(EngineRelay.MARK, id))
        .exec();
  }
}
