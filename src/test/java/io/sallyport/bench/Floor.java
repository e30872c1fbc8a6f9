package io.sallyport.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.bench.Subject.Part;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The least that a configurator of Nginx can do: on a container's start event it copies a file
/// into the proxy and sends HUP, on its stop signal the same; it tests nothing and verifies
/// nothing.
final class Floor implements AutoCloseable {
  /// The label of servers that it serves: the name of their host.
  static final String HOST = Stage.MARK + ".floor";

  private final Stage stage;
  private final String proxy;
  private final String neighbours;
  private final Map<String, TreeSet<String>> hosts = new TreeMap<>();
  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private final Closeable events;

  /// Starts a proxy that serves the crowd too.
  Floor(Stage stage) {
    this.stage = stage;
    StringBuilder crowd = new StringBuilder();
    stage
        .neighbours()
        .forEach((host, address) -> crowd.append(host(host, "server " + address + ";")));
    neighbours = crowd.toString();
    proxy =
        stage.run(
            "bench-floor",
            new Part("nginx:stable", List.of(), List.of(), List.of(), List.of()),
            80);
    stage.api().copy(proxy, "/etc/nginx", file());
    stage.signal(proxy, "HUP");
    events =
        stage
            .api()
            .events(
                "{\"type\":[\"container\"],\"event\":[\"start\",\"kill\"],\"label\":[\"%s\"]}"
                    .formatted(HOST),
                this::react);
  }

  String proxy() {
    return proxy;
  }

  /// A server that it will serve when it starts, not started yet.
  String server(String name, String host) {
    String address = stage.address();
    addresses.put(name, address);
    return stage.unserved(name, address, Map.of(HOST, host));
  }

  private void react(JsonNode event) {
    JsonNode attributes = event.path("Actor").path("Attributes");
    String server = attributes.path("name").asText();
    TreeSet<String> servers =
        hosts.computeIfAbsent(attributes.path(HOST).asText(), any -> new TreeSet<>());
    boolean changed =
        event.path("Action").asText().equals("start")
            ? servers.add(server)
            : servers.remove(server);
    if (changed) {
      stage.api().copy(proxy, "/etc/nginx", file());
      stage.signal(proxy, "HUP");
    }
  }

  private byte[] file() {
    StringBuilder servers = new StringBuilder(neighbours);
    hosts.forEach((name, members) -> {
      if (!members.isEmpty()) {
        StringBuilder lines = new StringBuilder();
        members.forEach(each -> lines.append("server ").append(addresses.get(each)).append(";"));
        servers.append(host(name, lines.toString()));
      }
    });
    String text =
        """
        user nginx;
        worker_processes 2;
        pid /var/run/nginx.pid;
        error_log stderr notice;
        events { worker_connections 1024; }
        http {
          server_names_hash_bucket_size 512;
          server_names_hash_max_size 2048;
          log_format main '$remote_addr "$request" $status $body_bytes_sent $host $upstream_addr $request_time';
          access_log /dev/stdout main;
          server { listen 80 default_server; return 503; }
        %s}
        """
            .formatted(servers);
    return archive("nginx.conf", text);
  }

  private static String host(String name, String servers) {
    return "  upstream %s { %s }\n  server { listen 80; server_name %s; location / { proxy_pass http://%s; } }\n"
        .formatted(name, servers, name, name);
  }

  private static byte[] archive(String name, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    byte[] tar = new byte[512 + (content.length + 511) / 512 * 512 + 1024];
    put(tar, 0, name);
    put(tar, 100, "0000644");
    put(tar, 108, "0000000");
    put(tar, 116, "0000000");
    put(tar, 124, "%011o".formatted(content.length));
    put(tar, 136, "00000000000");
    put(tar, 156, "0");
    put(tar, 257, "ustar");
    put(tar, 263, "00");
    Arrays.fill(tar, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i] & 0xff;
    }
    put(tar, 148, "%06o".formatted(sum));
    tar[154] = 0;
    System.arraycopy(content, 0, tar, 512, content.length);
    return tar;
  }

  private static void put(byte[] tar, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, tar, at, bytes.length);
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}
