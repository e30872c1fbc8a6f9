package io.sallyport.cli;

import io.sallyport.api.StatusServer;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.docker.CallObserver;
import io.sallyport.docker.Endpoint;
import io.sallyport.metrics.Metric;
import io.sallyport.metrics.Metrics;
import io.sallyport.reconcile.ReconcileLoop;
import io.sallyport.reconcile.Templates;
import io.sallyport.source.Engine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The parts that run under one set of settings, and their exchange for the next ones'.
///
/// Settings are taken whole or not at all: everything that they can fail at comes before anything
/// is given up. Through an exchange the proxies stay as they are until the first pass under the new
/// settings.
final class Daemon implements AutoCloseable {
  /// The loop turns every few seconds and its engine calls are bounded: one that is silent for
  /// longer than this hangs.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  /// A rollout takes a fraction of a second; one that hangs must not hold the others up.
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Metrics metrics;
  private final Asking asking = new Asking();
  private final Progress progress;
  private volatile Optional<Running> running = Optional.empty();
  private Optional<StatusEndpoint> endpoint = Optional.empty();

  private record Running(Engine engine, ReconcileLoop loop, Thread thread) {}

  /// Where status is served, and how patiently.
  private record Address(InetSocketAddress socket, Duration longestTurn, boolean metrics) {
    static Address of(Settings settings) {
      return new Address(
          ListenAddress.parse(settings.get(Setting.LISTEN_ADDR)),
          LONGEST_SILENCE,
          settings.get(Setting.ENABLE_METRICS));
    }
  }

  private record StatusEndpoint(Address address, StatusServer server) {}

  Daemon(InstantSource clock, String version) {
    this.clock = clock;
    metrics = new Metrics(version);
    for (Endpoint endpoint : Endpoint.values()) {
      metrics.begin(Metric.ENGINE_ERRORS, endpoint.toString());
    }
    progress = Progress.of(this::underWay);
  }

  /// Goes on under these settings.
  ///
  /// @throws InputException when the engine's address, a certificate or `ListenAddr` cannot be used
  /// @throws io.sallyport.template.TemplateException when a template is missing or wrong; after
  ///   either, all is as before
  void use(Settings wanted) throws InterruptedException {
    Settings settings = Extensions.supported(wanted);
    Templates templates = new Templates(settings);
    Engine engine = Engines.connect(settings, new Calls());
    ReconcileLoop loop =
        running
            .map(before -> before.loop().successor(engine, settings, templates))
            .orElseGet(() -> new ReconcileLoop(engine, settings, templates, clock, metrics));
    try {
      listen(Address.of(settings), loop);
    } catch (InputException taken) {
      engine.close();
      throw taken;
    }
    if (running.isPresent()) {
      end(running.get());
    }
    running =
        Optional.of(
            new Running(engine, loop, Thread.ofVirtual().name(ReconcileLoop.LOOP).start(loop)));
  }

  /// Counts them.
  private final class Calls implements CallObserver {
    @Override
    public void begun(Endpoint endpoint) {
      asking.begun(endpoint);
    }

    @Override
    public void counted(int done, int all) {
      asking.counted(done, all);
    }

    @Override
    public void ended(Endpoint endpoint, Duration took, boolean failed) {
      asking.ended(endpoint, took, failed);
      metrics.observe(Metric.ENGINE_CALLS, took, endpoint.toString());
      if (failed) {
        metrics.count(Metric.ENGINE_ERRORS, endpoint.toString());
      }
    }
  }

  /// What is waited for until all proxies have their first configuration.
  private Optional<String> underWay() {
    return running
        .map(now -> FirstPass.words(now.loop().status(), asking))
        .orElseGet(() -> Optional.of("starting"));
  }

  /// What status is served on, for a log line.
  String address() {
    return ListenAddress.text(endpoint.orElseThrow().server().address());
  }

  /// Waits for the end of the loop that runs now.
  void join() throws InterruptedException {
    running.orElseThrow().thread().join();
  }

  private void end(Running before) throws InterruptedException {
    before.thread().interrupt();
    before.thread().join(LONGEST_FINISH);
    before.loop().finish(LONGEST_FINISH);
    before.engine().close();
  }

  /// Two sockets of one port may exclude each other (`:8080`, `127.0.0.1:8080`): then the old one
  /// goes first, and comes back if need be. All loops share what they show.
  private void listen(Address address, ReconcileLoop loop) {
    Optional<StatusEndpoint> before = endpoint;
    if (before.map(StatusEndpoint::address).equals(Optional.of(address))) {
      return;
    }
    boolean samePort =
        before
            .map(each -> each.address().socket().getPort() == address.socket().getPort())
            .orElse(false);
    if (samePort) {
      before.orElseThrow().server().close();
      endpoint = Optional.empty();
    }
    try {
      endpoint = Optional.of(open(address, loop));
    } catch (InputException taken) {
      if (samePort) {
        endpoint = Optional.of(open(before.orElseThrow().address(), loop));
      }
      throw taken;
    }
    NotedAddress.note(endpoint.orElseThrow().server().address());
    if (!samePort) {
      before.ifPresent(each -> each.server().close());
    }
  }

  private StatusEndpoint open(Address address, ReconcileLoop loop) {
    try {
      return new StatusEndpoint(
          address,
          new StatusServer(
              address.socket(),
              loop::status,
              loop.history(),
              Version.text(),
              address.longestTurn(),
              clock,
              Optional.of(metrics).filter(any -> address.metrics())));
    } catch (IOException taken) {
      throw new InputException(
          "cannot listen on `ListenAddr` "
              + ListenAddress.text(address.socket())
              + ": "
              + taken.getMessage());
    }
  }

  /// Ends the loop; the proxies stay as they are.
  void stop() {
    progress.close();
    NotedAddress.forget();
    running.ifPresent(now -> {
      now.thread().interrupt();
      now.loop().close();
    });
  }

  @Override
  public void close() {
    progress.close();
    endpoint.ifPresent(each -> each.server().close());
  }
}
