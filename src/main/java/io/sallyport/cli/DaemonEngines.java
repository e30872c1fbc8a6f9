package io.sallyport.cli;

import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.docker.CallObserver;
import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.http.DockerConnection;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.Source;
import io.sallyport.swarm.CompositeEngine;
import io.sallyport.swarm.NodeEngine;
import io.sallyport.tls.SwarmCertificates;
import io.sallyport.tls.TlsFiles;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a daemon looks at and acts in: the engine that the settings name, and, where this node's
/// certificates are mounted, the other nodes of its Swarm by their agents.
final class DaemonEngines implements AutoCloseable {
  private final DockerEngine own;
  private final Optional<CompositeEngine> nodes;

  private DaemonEngines(DockerEngine own, Optional<CompositeEngine> nodes) {
    this.own = own;
    this.nodes = nodes;
  }

  /// Reads the certificates; connects with the first call.
  ///
  /// @param observer hears of each call
  /// @throws InputException when the address, a certificate or a key cannot be used
  static DaemonEngines connect(Settings settings, CallObserver observer) {
    DockerEngine own = Engines.connect(settings, observer);
    return new DaemonEngines(
        own,
        own.source()
            .swarmSource()
            .filter(any -> NodeAgent.wanted(settings))
            .map(manager ->
                new CompositeEngine(
                    new NodeEngine(own.source(), own.access(), own::close),
                    manager,
                    dialer(settings, observer),
                    DaemonEngines::ownAddresses,
                    ListenAddress.parse(settings.get(Setting.AGENT_LISTEN)).getPort())));
  }

  private static NodeEngine.Dialer dialer(Settings settings, CallObserver observer) {
    TlsFiles files = SwarmCertificates.in(Path.of(settings.get(Setting.SWARM_CERTIFICATES)));
    return (node, address) -> {
      DockerConnection agent = DockerConnection.toNode("https://" + address, node, files);
      DockerEngine engine = new DockerEngine(agent, observer, false);
      return new NodeEngine(engine.source(), engine.access(), engine::close);
    };
  }

  private static Set<String> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .map(InetAddress::getHostAddress)
          .map(address -> address.replaceFirst("%.*", ""))
          .collect(Collectors.toSet());
    } catch (SocketException none) {
      return Set.of();
    }
  }

  /// What runs.
  Source source() {
    return nodes.map(CompositeEngine::source).orElseGet(own::source);
  }

  /// The running containers.
  ContainerAccess access() {
    return nodes.map(CompositeEngine::access).orElseGet(own::access);
  }

  @Override
  public void close() {
    nodes.ifPresent(CompositeEngine::close);
    own.close();
  }
}
