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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The running parts for one set of settings, and their replacement when the settings change.
///
/// Settings apply completely or not at all: everything that can fail is done before the old parts
/// end. The proxies keep their configuration until the first pass with the new settings.
final class Daemon implements AutoCloseable {
  /// The loop runs every few seconds and its engine calls have time limits: one that has not run
  /// for longer than this hangs.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  /// A rollout takes a fraction of a second; one that hangs must not delay the others.
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Metrics metrics;
  private final EngineCallProgress calls = new EngineCallProgress();
  private final Progress progress;
  private volatile Optional<Running> running = Optional.empty();
  private Optional<StatusEndpoint> statusEndpoint = Optional.empty();
  private Optional<NodeAgent> agent = Optional.empty();

  private record Running(DaemonEngines engine, ReconcileLoop loop, Thread thread) {}

  /// Where status is served, and the longest time without a turn of the loop that counts as alive.
  private record StatusAddress(InetSocketAddress socket, Duration longestTurn, boolean metrics) {
    static StatusAddress of(Settings settings) {
      return new StatusAddress(
          ListenAddress.parse(settings.get(Setting.LISTEN_ADDR)),
          LONGEST_SILENCE,
          settings.get(Setting.ENABLE_METRICS));
    }
  }

  private record StatusEndpoint(StatusAddress address, StatusServer server) {}

  Daemon(InstantSource clock, String version) {
    this.clock = clock;
    metrics = new Metrics(version);
    for (Endpoint endpoint : Endpoint.values()) {
      metrics.begin(Metric.ENGINE_ERRORS, endpoint.toString());
    }
    progress = Progress.of(this::underWay);
  }

  /// Replaces the current settings with these.
  ///
  /// @throws InputException when the engine's address, a certificate or `ListenAddr` cannot be used
  /// @throws io.sallyport.template.TemplateException when a template is missing or wrong; after
  ///   either exception the current settings stay in use
  void use(Settings wanted) throws InterruptedException {
    Settings settings = Kinds.supported(wanted);
    Templates templates = new Templates(settings, Kinds.DRIVERS);
    DaemonEngines engine = DaemonEngines.connect(settings, new Calls());
    ReconcileLoop loop =
        running
            .map(before ->
                before.loop().successor(engine.source(), engine.access(), settings, templates))
            .orElseGet(() ->
                new ReconcileLoop(
                    engine.source(), engine.access(), settings, templates, clock, metrics));
    try {
      listen(StatusAddress.of(settings), loop);
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
    agent.ifPresent(NodeAgent::close);
    agent = NodeAgent.start(settings);
  }

  /// Counts engine calls, and passes them on.
  private final class Calls implements CallObserver {
    @Override
    public void begun(Endpoint endpoint) {
      calls.begun(endpoint);
    }

    @Override
    public void counted(int done, int all) {
      calls.counted(done, all);
    }

    @Override
    public void ended(Endpoint endpoint, Duration took, boolean failed) {
      calls.ended(endpoint, took, failed);
      metrics.observe(Metric.ENGINE_CALLS, took, endpoint.toString());
      if (failed) {
        metrics.count(Metric.ENGINE_ERRORS, endpoint.toString());
      }
    }
  }

  /// What the start is waiting for, until all proxies have their first configuration.
  private Optional<String> underWay() {
    return running
        .map(now -> StartupProgress.words(now.loop().status(), calls))
        .orElseGet(() -> Optional.of("starting"));
  }

  /// The address that status is served on, for a log line.
  String address() {
    return ListenAddress.text(statusEndpoint.orElseThrow().server().address());
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

  /// Two sockets on one port may exclude each other (`:8080`, `127.0.0.1:8080`): the old one is
  /// closed first, and opened again if the new one fails. All loops share the history.
  private void listen(StatusAddress address, ReconcileLoop loop) {
    Optional<StatusEndpoint> before = statusEndpoint;
    if (before.map(StatusEndpoint::address).equals(Optional.of(address))) {
      return;
    }
    boolean samePort =
        before
            .map(each -> each.address().socket().getPort() == address.socket().getPort())
            .orElse(false);
    if (samePort) {
      before.orElseThrow().server().close();
      statusEndpoint = Optional.empty();
    }
    try {
      statusEndpoint = Optional.of(open(address, loop));
    } catch (InputException taken) {
      if (samePort) {
        statusEndpoint = Optional.of(open(before.orElseThrow().address(), loop));
      }
      throw taken;
    }
    StatusAddressFile.note(statusEndpoint.orElseThrow().server().address());
    if (!samePort) {
      before.ifPresent(each -> each.server().close());
    }
  }

  private StatusEndpoint open(StatusAddress address, ReconcileLoop loop) {
    try {
      return new StatusEndpoint(
          address,
          new StatusServer(
              address.socket(),
              loop::status,
              loop.history(),
              ProductVersion.text(),
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
    StatusAddressFile.forget();
    running.ifPresent(now -> {
      now.thread().interrupt();
      now.loop().close();
    });
  }

  @Override
  public void close() {
    progress.close();
    agent.ifPresent(NodeAgent::close);
    statusEndpoint.ifPresent(each -> each.server().close());
  }
}
