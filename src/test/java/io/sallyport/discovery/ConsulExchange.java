package io.sallyport.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Not Consul, which no package that tests may install offers: a server that keeps to Consul's
/// documented exchange for one key (<https://developer.hashicorp.com/consul/api-docs/kv>,
/// <https://developer.hashicorp.com/consul/api-docs/features/blocking>). What Consul does beside
/// its documents is not tested.
final class ConsulExchange implements AutoCloseable {
  private static final Pattern BLOCKING = Pattern.compile("index=(\\d+)&wait=(\\d+)s");

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<String> value;
  private long index = 7;
  private boolean blocks = true;
  private Optional<String> failure = Optional.empty();
  private boolean namesIndex = true;

  ConsulExchange() throws IOException {
    this(FreePort.any(), Optional.empty());
  }

  /// @param value what the key holds from the first moment on
  ConsulExchange(int port, Optional<String> value) throws IOException {
    this.value = value;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  StoreAddress address() {
    return StoreAddress.parse(
        "consul://127.0.0.1:" + port(), new io.sallyport.tls.TlsFiles("", "", ""));
  }

  List<String> requests() {
    return requests;
  }

  /// Writes the key, or deletes it.
  void put(Optional<String> text) {
    change(() -> {
      value = text;
      index++;
    });
  }

  void put(String text) {
    put(Optional.of(text));
  }

  /// Something else changed that the index counts too.
  void touch() {
    change(() -> index++);
  }

  /// A backup was restored: the index begins anew.
  void restore(String text) {
    change(() -> {
      value = Optional.of(text);
      index = 2;
    });
  }

  /// Whether queries with an index wait for a change, as they should.
  void blocks(boolean now) {
    change(() -> blocks = now);
  }

  void namesIndex(boolean now) {
    change(() -> namesIndex = now);
  }

  /// Answers 500 with this text until told otherwise.
  void fails(String text) {
    change(() -> failure = text.isEmpty() ? Optional.empty() : Optional.of(text));
  }

  private void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    Matcher blocking =
        BLOCKING.matcher(Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""));
    lock.lock();
    try (exchange) {
      long known = blocking.matches() ? Long.parseLong(blocking.group(1)) : 0;
      while (known == index && blocks && failure.isEmpty()) {
        changed.await();
      }
      if (failure.isPresent()) {
        send(exchange, 500, failure.get());
        return;
      }
      if (namesIndex) {
        exchange.getResponseHeaders().set("X-Consul-Index", Long.toString(index));
      }
      boolean asked = exchange.getRequestURI().getPath().equals("/v1/kv/interlock/v1/config");
      if (asked && value.isPresent()) {
        send(exchange, 200, entry(value.get()));
      } else {
        send(exchange, 404, "");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private String entry(String text) {
    ArrayNode entries = JsonNodeFactory.instance.arrayNode();
    entries
        .addObject()
        .put("LockIndex", 0)
        .put("Key", StoreAddress.KEY)
        .put("Flags", 0)
        .put("Value", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
        .put("CreateIndex", index)
        .put("ModifyIndex", index);
    return entries.toString();
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /// Hangs up on everybody.
  @Override
  public void close() {
    server.stop(0);
  }
}
