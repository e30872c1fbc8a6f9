package io.sallyport.cli;

import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.config.SettingsException;
import io.sallyport.config.SettingsSource;
import io.sallyport.discovery.FollowedKey;
import io.sallyport.discovery.StoreAddress;
import io.sallyport.reconcile.ReconcileLoop;
import io.sallyport.template.TemplateException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sallyport run`: the daemon.
@Command(
    description = "Keeps the proxies configured until it is stopped.",
    footer = {
      "",
      "Examples:",
      "  sallyport run -c config.toml",
      "  sallyport run --discovery etcd://10.0.0.5:2379",
    })
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private Inputs inputs;

  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    Thread.setDefaultUncaughtExceptionHandler(RunCommand::unexpected);
    GarbageWatch.begin();
    try (Daemon daemon = new Daemon(SteadyClock.start(), ProductVersion.text())) {
      Thread hook = new Thread(() -> stop(daemon));
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        run(daemon);
      } catch (RuntimeException | IOException failure) {
        Runtime.getRuntime().removeShutdownHook(hook); // It stands for another exit code.
        throw failure;
      }
    }
    return ExitCode.DONE;
  }

  private void run(Daemon daemon) throws InterruptedException, IOException {
    Optional<StoreAddress> store = inputs.store();
    if (store.isPresent()) {
      follow(daemon, store.get());
    } else {
      begin(daemon, inputs.settings());
      daemon.join();
    }
  }

  private static void begin(Daemon daemon, Settings settings)
      throws InterruptedException, IOException {
    LOG.info("Sallyport {}, settings from {}", ProductVersion.text(), settings.source());
    sayWarnings(settings);
    sayWhatDiffers(settings);
    sayChanged(settings);
    daemon.use(settings);
    LOG.info("Engine {}; status on {}", settings.get(Setting.DOCKER_URL), daemon.address());
  }

  private static void sayWarnings(Settings settings) {
    settings.warnings().forEach(warning -> LOG.warn("Settings: {}", warning));
  }

  /// For settings that were Interlock's: no label or setting shows who depends on the differences.
  private static void sayWhatDiffers(Settings settings) {
    if (settings.source().toLowerCase(Locale.ROOT).contains("interlock")) {
      LOG.info(
          "Some requests are answered differently than by Interlock: redirects, /nginx_status, HTTPS"
              + " without a server name, files in conf.d, load balancers in front, paused"
              + " containers; docs/migrating-from-interlock.md, What differs");
    }
  }

  private static void sayChanged(Settings settings) {
    String changed = settings.changed();
    LOG.info("Settings that are not the default: {}", changed.isEmpty() ? "none" : changed);
  }

  /// Starts with the value of the key, and applies each new value.
  private static void follow(Daemon daemon, StoreAddress address)
      throws InterruptedException, IOException {
    try (FollowedKey key = FollowedKey.open(address)) {
      String running = key.next();
      begin(daemon, read(address, running));
      while (true) {
        String text = key.next();
        if (text.equals(running)) {
          LOG.info("The settings in {} are those in use again", address);
        } else if (applies(daemon, address, text)) {
          running = text;
        }
      }
    }
  }

  /// Logs what is wrong with new settings; the current ones stay in use then.
  private static boolean applies(Daemon daemon, StoreAddress address, String text)
      throws InterruptedException {
    try {
      Settings settings = read(address, text);
      daemon.use(settings);
      sayWarnings(settings);
      sayChanged(settings);
      LOG.info(
          "Uses the new settings in {}; engine {}; status on {}",
          settings.source(),
          settings.get(Setting.DOCKER_URL),
          daemon.address());
      return true;
    } catch (SettingsException wrong) {
      wrong
          .problems()
          .forEach(problem -> LOG.error("The current settings stay in use: {}", problem));
    } catch (InputException | TemplateException wrong) {
      LOG.error("The current settings stay in use: {}: {}", address, wrong.getMessage());
    }
    return false;
  }

  private static Settings read(StoreAddress address, String text) {
    return SettingsSource.fromStore(address.toString(), text, System.getenv());
  }

  /// Ends the loop and the process with exit code 0; the proxies stay as they are.
  private static void stop(Daemon daemon) {
    LOG.info("Stopping; the proxies stay as they are");
    daemon.stop();
    Runtime.getRuntime().halt(ExitCode.DONE);
  }

  /// The process ends only where it cannot work without the thread; the container's restart policy
  /// starts it again.
  private static void unexpected(Thread thread, Throwable failure) {
    if (!ReconcileLoop.needs(thread)) {
      LOG.error(
          "Thread {} ended unexpectedly; everything else keeps running", thread.getName(), failure);
      return;
    }
    LOG.error("Thread {} ended unexpectedly, so the process ends", thread.getName(), failure);
    Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
  }
}
