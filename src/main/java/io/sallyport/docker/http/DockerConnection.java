package io.sallyport.docker.http;

import io.sallyport.source.EngineException;
import io.sallyport.tls.TlsFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// Which engine to speak to, and how.
///
/// @param url `unix:///path`, `tcp://host[:port]`, `http://…` or `https://…`. `tcp` means TLS as
///   soon as a certificate is named; `http` never does, and together with a certificate it is
///   refused
/// @param caCert PEM file of the authorities that sign the engine's certificate; empty for the
///   system's
/// @param cert PEM file of our certificate and its chain; empty for none
/// @param key PEM file of its key, not encrypted; empty for none
/// @param allowInsecure accepts any certificate of the engine, for any name
/// @param node the node of a Swarm whose certificate must be shown, whatever the address; the files
///   are those of our own node then. Empty for an engine that is known by its address
public record DockerConnection(
    String url, String caCert, String cert, String key, boolean allowInsecure, String node) {

  /// The engine on this machine.
  public static final DockerConnection LOCAL = to("unix:///var/run/docker.sock");

  /// @throws EngineException for an address that cannot be meant
  public DockerConnection {
    URI uri = parse(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    String problem =
        switch (scheme) {
          case "unix" ->
              uri.getPath() == null || uri.getPath().isEmpty()
                  ? "names no socket: unix:///PATH"
                  : "";
          case "tcp", "http", "https" -> uri.getHost() == null ? "names no host" : "";
          default -> "is neither unix:///PATH nor tcp://, http:// or https://HOST:PORT";
        };
    if (problem.isEmpty() && scheme.equals("http") && !(caCert + cert + key).isEmpty()) {
      problem =
          "is plain HTTP, but certificates are set: say tcp:// or https://, or leave them out";
    }
    if (problem.isEmpty() && !node.isEmpty() && !scheme.equals("https")) {
      problem = "is not https://, by which alone a node shows who it is";
    }
    if (problem.isEmpty() && cert.isEmpty() != key.isEmpty()) {
      problem =
          cert.isEmpty() ? "has a key without a certificate" : "has a certificate without a key";
    }
    if (!problem.isEmpty()) {
      throw new EngineException("engine %s: the address %s".formatted(url, problem));
    }
  }

  /// An engine that is known by its address.
  public DockerConnection(
      String url, String caCert, String cert, String key, boolean allowInsecure) {
    this(url, caCert, cert, key, allowInsecure, "");
  }

  /// The agent in front of another node's engine.
  ///
  /// @param node the identifier that its certificate must be for
  /// @param files our own node's certificate and key, and the Swarm's root CA
  public static DockerConnection toNode(String url, String node, TlsFiles files) {
    return new DockerConnection(url, files.ca(), files.cert(), files.key(), false, node);
  }

  /// Without certificates of our own.
  public static DockerConnection to(String url) {
    return new DockerConnection(url, "", "", "", false);
  }

  boolean unix() {
    return url.startsWith("unix:");
  }

  boolean tls() {
    return url.startsWith("https:") || (url.startsWith("tcp:") && files().any());
  }

  TlsFiles files() {
    return new TlsFiles(caCert, cert, key);
  }

  /// The path of its unix socket.
  public Path socket() {
    return Path.of(parse(url).getPath());
  }

  String host() {
    String host = parse(url).getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /// What its certificate must be for.
  String peer() {
    return node.isEmpty() ? host() : node;
  }

  /// Docker's own ports where none is named.
  int port() {
    int port = parse(url).getPort();
    return port >= 0 ? port : tls() ? 2376 : 2375;
  }

  private static URI parse(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw new EngineException("engine %s: not an address: %s".formatted(url, e.getMessage()), e);
    }
  }
}
