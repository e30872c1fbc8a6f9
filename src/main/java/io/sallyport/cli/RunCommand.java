package io.sallyport.cli;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.engine.Engine;
import io.sallyport.reconcile.ReconcileLoop;
import io.sallyport.reconcile.Templates;
import io.sallyport.status.StatusServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sallyport run`: the daemon.
@Command(name = "run", description = "Keeps the proxies configured until it is stopped.")
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  /// An engine call is bounded, so a loop that is silent for longer than this and its interval
  /// hangs.
  private static final Duration LONGEST_PASS = Duration.ofSeconds(60);

  @Mixin private Inputs inputs;

  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    Settings settings = supported(inputs.settings());
    LOG.info("Sallyport {}, settings from {}", Version.text(), settings.source());
    Templates templates = new Templates(settings);
    Clock clock = Clock.systemUTC();
    Engine engine = Engines.connect(settings);
    ReconcileLoop loop = new ReconcileLoop(engine, settings, templates, clock);
    InetSocketAddress address = ListenAddress.parse(settings.get(Setting.LISTEN_ADDR));
    Duration longestTurn = LONGEST_PASS.plus(settings.get(Setting.RESYNC_INTERVAL));
    try (StatusServer server = listen(address, loop, longestTurn, clock)) {
      LOG.info("Engine {}; status on {}", settings.get(Setting.DOCKER_URL), server.address());
      Thread.setDefaultUncaughtExceptionHandler(RunCommand::unexpected);
      Thread thread = Thread.ofVirtual().name("reconcile").start(loop);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(loop, thread)));
      thread.join();
    }
    return ExitCode.DONE;
  }

  private static StatusServer listen(
      InetSocketAddress address, ReconcileLoop loop, Duration longestTurn, Clock clock)
      throws IOException {
    try {
      return new StatusServer(address, loop::status, longestTurn, clock);
    } catch (IOException taken) {
      throw new InputException(
          "cannot listen on `ListenAddr` " + address + ": " + taken.getMessage());
    }
  }

  /// The extensions that this version can serve; the others are named and left out.
  private static Settings supported(Settings settings) {
    for (ProxySettings extension : settings.proxies()) {
      if (!extension.name().equals("nginx")) {
        LOG.warn("Extension {} is not supported yet and is left out", extension.name());
      }
    }
    return settings.withProxies(
        settings.proxies().stream().filter(each -> each.name().equals("nginx")).toList());
  }

  /// Ends the loop and the process with exit code 0; the proxies stay as they are.
  private static void stop(ReconcileLoop loop, Thread thread) {
    LOG.info("Stopping; the proxies stay as they are");
    thread.interrupt();
    loop.close();
    Runtime.getRuntime().halt(ExitCode.DONE);
  }

  private static void unexpected(Thread thread, Throwable failure) {
    LOG.error("Thread {} ended unexpectedly, so the process ends", thread.getName(), failure);
    Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
  }
}
