package io.sallyport.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A real etcd on 127.0.0.1, of Debian's package etcd-server or another that is on the path;
/// `bin/test` installs it.
public final class EtcdServer implements AutoCloseable {
  private static final int STOPS_WITHIN_SECONDS = 10;

  private final Path folder;
  private final int port = FreePort.any();
  private final List<String> options;
  private final HttpClient client = HttpClient.newHttpClient();
  private Process process;

  /// Starts it over plain HTTP.
  ///
  /// @param folder for its data and log
  public EtcdServer(Path folder) throws IOException {
    this(folder, List.of());
  }

  /// @param options more of etcd's own, such as those for TLS, or `--enable-v2`
  public EtcdServer(Path folder, List<String> options) throws IOException {
    this.folder = folder;
    this.options = List.copyOf(options);
    process = launch();
    awaitReady();
  }

  private Process launch() throws IOException {
    boolean tls = options.stream().anyMatch(option -> option.startsWith("--cert-file="));
    String url = (tls ? "https" : "http") + "://127.0.0.1:" + port;
    List<String> command =
        new ArrayList<>(
            List.of(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=http://127.0.0.1:0"));
    command.addAll(options);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
          .start();
    } catch (IOException missing) {
      throw new IOException("needs etcd (Debian: etcd-server; bin/test installs it)", missing);
    }
  }

  private Path log() {
    return folder.resolve("etcd.log");
  }

  private void awaitReady() {
    Awaitility.await()
        .until(() -> {
          if (!process.isAlive()) {
            throw new IllegalStateException("etcd ended: " + Files.readString(log()));
          }
          return Files.readString(log()).contains("ready to serve client requests");
        });
  }

  public int port() {
    return port;
  }

  /// What `--discovery` is to say.
  public String url() {
    return "etcd://127.0.0.1:" + port;
  }

  /// Writes the key.
  public void put(String text) {
    call("kv/put", "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(key(), base64(text)));
  }

  /// Writes the key as Interlock's users did, through the v2 API.
  public void putV2(String text) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(v2()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .PUT(BodyPublishers.ofString("value=" + URLEncoder.encode(text, UTF_8)))
            .build();
    send(request);
  }

  void deleteV2() {
    send(HttpRequest.newBuilder(URI.create(v2())).DELETE().build());
  }

  private String v2() {
    return "http://127.0.0.1:%d/v2/keys/%s".formatted(port, StoreAddress.KEY);
  }

  void delete() {
    call("kv/deleterange", "{\"key\":\"%s\"}".formatted(key()));
  }

  /// Forgets all revisions before this one.
  void compact(long revision) {
    call("kv/compaction", "{\"revision\":\"%d\"}".formatted(revision));
  }

  private void call(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v3/%s".formatted(port, path)))
            .POST(BodyPublishers.ofString(body))
            .build();
    send(request);
  }

  private void send(HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(answer.body());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static String key() {
    return base64(StoreAddress.KEY);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  /// As a crash does it.
  public void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("etcd does not end");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// With its data, on the same port.
  public void startAgain() throws IOException {
    Files.deleteIfExists(log());
    process = launch();
    awaitReady();
  }

  @Override
  public void close() {
    kill();
    client.close();
  }
}
