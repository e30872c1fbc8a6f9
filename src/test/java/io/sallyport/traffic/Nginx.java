package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Driver;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.VolumeOptions;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.nginx.NginxContainer;
import org.testcontainers.utility.DockerImageName;

/// A container of Nginx, as a proxy or as an application, or of HAProxy as a proxy. [Installation]
/// makes them.
final class Nginx {
  static final DockerClient DOCKER = DockerClientFactory.lazyClient();

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// How many Sallyport's configuration asks for.
  static final int WORKERS = ProxySettings.defaults().get(Setting.WORKER_PROCESSES);

  private static final String TITLED =
      "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' | grep -c '^nginx: %s';";

  private final FilledContainer container;
  private final String installation;
  private final String name;
  private final boolean other;

  Nginx(String installation, String name, String image) {
    this.installation = installation;
    this.name = name;
    other = image.startsWith("haproxy:");
    container =
        new FilledContainer(
            image.contains(":")
                ? DockerImageName.parse(image).asCompatibleSubstituteFor("nginx")
                : DockerImageName.parse("nginx").withTag(image));
    container.withExposedPorts().waitingFor(new Nothing());
    container.withImagePullPolicy(any -> false); // `bin/images` has seen to it.
    container.withLabel(EngineRelay.MARK, installation);
    project(installation);
    with(creation -> creation.withName(installation + "-" + name).withHostName(name));
  }

  /// Gets all of its files by one call.
  private static final class FilledContainer extends NginxContainer {
    private final Map<String, Transferable> files = new LinkedHashMap<>();

    FilledContainer(DockerImageName image) {
      super(image);
    }

    @Override
    protected void containerIsCreated(String id) {
      if (files.isEmpty()) {
        return;
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
        files.forEach((path, file) -> file.transferTo(tar, path));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      DOCKER
          .copyArchiveToContainerCmd(id)
          .withTarInputStream(new ByteArrayInputStream(bytes.toByteArray()))
          .withRemotePath("/")
          .exec();
    }
  }

  /// Whether it serves is for traffic to show.
  private static final class Nothing extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
  }

  // --- What it is to be, before it is started ---

  /// @param keysAndValues labels without `interlock.`, each with its value
  Nginx labels(String... keysAndValues) {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      container.withLabel(installation + ".interlock." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return this;
  }

  /// A label that is written as it is.
  Nginx label(String key, String value) {
    container.withLabel(key, value);
    return this;
  }

  /// Of another Compose project than the rest of the installation.
  Nginx project(String project) {
    container.withLabel("com.docker.compose.project", project);
    return this;
  }

  /// With a secret in its environment, and in a label of another tool.
  Nginx keeping(String secret) {
    container.withLabel("com.example.token", secret);
    container.withEnv("PASSWORD", secret);
    return this;
  }

  /// On this network alone.
  Nginx on(String network) {
    return with(creation -> host(creation).withNetworkMode(network));
  }

  /// In the network stack of another one, which is running.
  Nginx inNetworkOf(Nginx other) {
    return with(creation -> {
      creation.withHostName("");
      host(creation).withNetworkMode("container:" + other.id());
    });
  }

  /// Exposes these ports, beside the image's own, without publishing them.
  Nginx exposing(Integer... ports) {
    return with(creation ->
        creation.withExposedPorts(
            Arrays.stream(ports).map(ExposedPort::tcp).toArray(ExposedPort[]::new)));
  }

  /// Publishes a port on a free port of the address.
  Nginx publishing(String address, Integer... ports) {
    return with(creation -> {
      creation.withExposedPorts(
          Arrays.stream(ports).map(ExposedPort::tcp).toArray(ExposedPort[]::new));
      host(creation)
          .withPortBindings(
              Arrays.stream(ports)
                  .map(
                      port -> new PortBinding(Ports.Binding.bindIp(address), ExposedPort.tcp(port)))
                  .toList());
    });
  }

  /// By this user, where the image has another.
  Nginx user(String user) {
    return with(creation -> creation.withUser(user));
  }

  /// Stopped by this signal, where the image has another.
  Nginx stoppedBy(String signal) {
    return with(creation -> creation.withStopSignal(signal));
  }

  Nginx restarting(RestartPolicy policy) {
    return with(creation -> host(creation).withRestartPolicy(policy));
  }

  /// Healthy while the command succeeds; asked every second. Starting until it has succeeded once.
  Nginx healthyWhile(String command) {
    return with(creation ->
        creation.withHealthcheck(
            new HealthCheck()
                .withTest(List.of("CMD-SHELL", command))
                .withInterval(TimeUnit.SECONDS.toNanos(1))
                .withTimeout(TimeUnit.SECONDS.toNanos(60))
                .withStartPeriod(TimeUnit.MINUTES.toNanos(10))
                .withRetries(1)));
  }

  /// Unhealthy a second after its start, and from then on.
  Nginx neverHealthy() {
    return with(creation ->
        creation.withHealthcheck(
            new HealthCheck()
                .withTest(List.of("CMD-SHELL", "exit 1"))
                .withInterval(TimeUnit.SECONDS.toNanos(1))
                .withTimeout(TimeUnit.SECONDS.toNanos(5))
                .withRetries(1)));
  }

  /// With this file or folder of this machine mounted.
  Nginx mounting(Path file, String path) {
    return with(creation ->
        host(creation).withBinds(new Bind(file.toString(), new Volume(path), AccessMode.rw)));
  }

  /// With a file system that nobody can write to, but where Nginx itself must.
  Nginx readOnly() {
    return with(creation ->
        host(creation)
            .withReadonlyRootfs(true)
            .withTmpFs(
                Map.of("/run", "", "/var/lib/nginx", "", "/var/cache/nginx", "", "/tmp", "")));
  }

  /// With a file system that nobody can write to, but for these.
  ///
  /// @param volumes get what the image has there, unlike the others
  Nginx readOnlyBut(List<String> volumes, String... tmpfs) {
    return with(creation ->
        host(creation)
            .withReadonlyRootfs(true)
            .withMounts(
                volumes.stream()
                    .map(path -> new Mount().withType(MountType.VOLUME).withTarget(path))
                    .toList())
            .withTmpFs(Arrays.stream(tmpfs).collect(Collectors.toMap(path -> path, path -> ""))));
  }

  /// With a tmpfs, which the engine's archive calls do not see.
  Nginx tmpfs(String... paths) {
    return with(creation ->
        host(creation)
            .withTmpFs(
                Arrays.stream(paths).collect(Collectors.toMap(path -> path, path -> "mode=1777"))));
  }

  /// In the network of this machine.
  Nginx onHost() {
    return with(creation -> host(creation).withNetworkMode("host").withPortBindings(List.of()));
  }

  /// With a small disk of its own, which a command fills, and what it begins with.
  Nginx withSmallDisk(String path, String command) {
    container.withCommand("sh", "-c", command);
    return with(creation ->
        host(creation)
            .withMounts(
                List.of(
                    new Mount()
                        .withType(MountType.VOLUME)
                        .withTarget(path)
                        .withVolumeOptions(
                            new VolumeOptions()
                                .withDriverConfig(
                                    new Driver()
                                        .withName("local")
                                        .withOptions(
                                            Map.of(
                                                "type",
                                                "tmpfs",
                                                "device",
                                                "tmpfs",
                                                "o",
                                                "size=256k")))))));
  }

  Nginx file(String path, String content) {
    container.files.put(path, Transferable.of(content));
    return this;
  }

  /// Begun by this command.
  Nginx command(String... words) {
    container.withCommand(words);
    return this;
  }

  /// Runs a class of the tests in place of Nginx.
  Nginx running(Class<?> main, String... arguments) {
    Path java = Path.of(System.getProperty("java.home"));
    Path classes = Path.of("target", "test-classes").toAbsolutePath();
    List<String> command =
        new ArrayList<>(
            List.of(
                "/java/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                "/classes",
                main.getName()));
    command.addAll(List.of(arguments));
    container.withCommand(command.toArray(String[]::new));
    return sharing(java, "/java", AccessMode.ro).sharing(classes, "/classes", AccessMode.ro);
  }

  /// Shows it a directory of this machine.
  Nginx sharing(Path directory, String path, AccessMode mode) {
    return with(creation -> {
      HostConfig host = host(creation);
      List<Bind> binds = new ArrayList<>(List.of(host.getBinds()));
      binds.add(new Bind(directory.toAbsolutePath().toString(), new Volume(path), mode));
      host.withBinds(binds);
    });
  }

  private Nginx with(Consumer<CreateContainerCmd> modifier) {
    container.withCreateContainerCmdModifier(modifier);
    return this;
  }

  private static HostConfig host(CreateContainerCmd creation) {
    return Objects.requireNonNull(creation.getHostConfig());
  }

  // --- Its life ---

  Nginx start() {
    container.start();
    return this;
  }

  NginxContainer startable() {
    return container;
  }

  String id() {
    return container.getContainerId();
  }

  String name() {
    return name;
  }

  /// Its name on the engine.
  String fullName() {
    return installation + "-" + name;
  }

  void stop() {
    DOCKER.stopContainerCmd(id()).withTimeout(5).exec();
  }

  void startAgain() {
    DOCKER.startContainerCmd(id()).exec();
  }

  void restart() {
    DOCKER.restartContainerCmd(id()).withTimeout(5).exec();
  }

  /// `docker kill`: no restart policy brings it back.
  void kill() {
    DOCKER.killContainerCmd(id()).exec();
  }

  /// Ends its main process from inside: the engine, which did not ask for it, takes it for a crash.
  void crash() {
    String command = DOCKER.execCreateCmd(id()).withCmd("sh", "-c", "kill -TERM 1").exec().getId();
    try {
      DOCKER
          .execStartCmd(command)
          .withDetach(true) // The engine forgets the command at the container's end.
          .exec(new ResultCallback.Adapter<>())
          .awaitCompletion();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  void pause() {
    DOCKER.pauseContainerCmd(id()).exec();
  }

  void unpause() {
    DOCKER.unpauseContainerCmd(id()).exec();
  }

  void rename(String newName) {
    DOCKER.renameContainerCmd(id()).withName(installation + "-" + newName).exec();
  }

  void remove() {
    DOCKER.removeContainerCmd(id()).withForce(true).exec();
  }

  /// Runs a shell command in it and gives its output.
  String exec(String command) {
    try {
      ExecResult result = container.execInContainer("sh", "-c", command);
      return result.getStdout();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /// What it has written to standard output and error.
  String log() {
    return container.getLogs();
  }

  InspectContainerResponse inspect() {
    return DOCKER.inspectContainerCmd(id()).exec();
  }

  /// What it has printed so far.
  String output() {
    return container.getLogs();
  }

  Set<String> networks() {
    return Set.copyOf(inspect().getNetworkSettings().getNetworks().keySet());
  }

  /// Its address on a network that it is on.
  String address(String network) {
    return Objects.requireNonNull(
        Objects.requireNonNull(inspect().getNetworkSettings().getNetworks().get(network))
            .getIpAddress());
  }

  /// The process identifiers, in the container, of the workers that take connections.
  Set<String> workers() {
    return Set.copyOf(
        exec("for p in /proc/[0-9]*; do"
                + " grep -qs '^nginx: worker process$' $p/cmdline 2>/dev/null && echo ${p#/proc/};"
                + " done; true")
            .lines()
            .toList());
  }

  /// Whether its own binary takes the file that it would begin with.
  boolean accepts(String file) {
    return exec("nginx -t -q -c " + file + " && echo yes").equals("yes\n");
  }

  /// How often its master has loaded a configuration since it began.
  long reloads() {
    return container.getLogs().lines().filter(line -> line.endsWith(": reconfiguring")).count();
  }

  /// Joins a network as an operator does, without Sallyport.
  void join(String network) {
    DOCKER.connectToNetworkCmd().withContainerId(id()).withNetworkId(network).exec();
  }

  /// With an address of its own choice.
  void join(String network, String address) {
    DOCKER
        .connectToNetworkCmd()
        .withContainerId(id())
        .withNetworkId(network)
        .withContainerNetwork(
            new ContainerNetwork()
                .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
        .exec();
  }

  void leave(String network) {
    DOCKER.disconnectFromNetworkCmd().withContainerId(id()).withNetworkId(network).exec();
  }

  /// The address of this machine on a network.
  static String gateway(String network) {
    Network.Ipam.Config range =
        DOCKER.inspectNetworkCmd().withNetworkId(network).exec().getIpam().getConfig().getFirst();
    String gateway = range.getGateway();
    if (gateway != null) {
      return gateway;
    }
    // An engine that has just made its default bridge does not say: it takes the first address.
    return Objects.requireNonNull(range.getSubnet()).replaceFirst("\\.\\d+/\\d+$", ".1");
  }

  // --- Traffic through it ---

  /// @param url `http` or `https`; the host goes into the request and into the handshake, the
  ///   connection goes to this container's published port 80 or 443
  Answer get(String url) {
    return get(url, Client.ANYBODY);
  }

  Answer get(String url, Client client) {
    URI uri = URI.create(url);
    boolean tls = uri.getScheme().equals("https");
    return client.ask(publishedPort(tls ? HTTPS : HTTP), tls, uri);
  }

  /// Asks until it is answered with the status.
  Answer await(String url, int status) {
    return await(url, Client.ANYBODY, answer -> assertThat(answer.status()).isEqualTo(status));
  }

  /// Asks until a server answers.
  Answer await(String url, Nginx server) {
    return await(
        url, Client.ANYBODY, answer -> assertThat(answer.server()).isEqualTo(server.name()));
  }

  /// Asks until the answer passes the assertion. From then on, only workers answer that know what
  /// made it pass.
  Answer await(String url, Client client, Consumer<Answer> assertion) {
    Answer passed =
        Eventually.is(
            () -> get(url, client), answer -> assertThat(answer).as(url).satisfies(assertion));
    settle();
    return passed;
  }

  /// Waits until no worker of an earlier configuration takes connections. They go on for about 100
  /// ms after a reload, and longer on a busy machine.
  ///
  /// A worker that has just begun still bears the master's title: that one is asked for first.
  void settle() {
    if (other) {
      return;
    }
    Eventually.holds(() ->
        assertThat(exec(TITLED.formatted("master process") + TITLED.formatted("worker process$")))
            .as("masters and workers")
            .isEqualTo("1\n%d\n".formatted(WORKERS)));
  }

  /// 0 while the port is not published, as when the container is stopped.
  int publishedPort(int port) {
    Ports.Binding @Nullable [] bindings =
        inspect().getNetworkSettings().getPorts().getBindings().get(ExposedPort.tcp(port));
    return bindings == null || bindings.length == 0
        ? 0
        : Integer.parseInt(Objects.requireNonNull(bindings[0]).getHostPortSpec());
  }
}
