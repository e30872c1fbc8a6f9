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
@Command(description = "Keeps the proxies configured until it is stopped.")
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private Inputs inputs;

  @SuppressWarnings("NullAway.Init")
  RunCommand() {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    Thread.setDefaultUncaughtExceptionHandler(RunCommand::unexpected);
    GarbageWatch.begin();
    try (Daemon daemon = new Daemon(SteadyClock.start(), Version.text())) {
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
    LOG.info("Sallyport {}, settings from {}", Version.text(), settings.source());
    sayWarnings(settings);
    sayWhatDiffers(settings);
    sayChanged(settings);
    daemon.use(settings);
    LOG.info("Engine {}; status on {}", settings.get(Setting.DOCKER_URL), daemon.address());
  }

  private static void sayWarnings(Settings settings) {
    settings.warnings().forEach(warning -> LOG.warn("Settings: {}", warning));
  }

  /// To those who come from Interlock, which has its settings there: no label or setting shows who
  /// counts on what is answered otherwise.
  private static void sayWhatDiffers(Settings settings) {
    if (settings.source().toLowerCase(Locale.ROOT).contains("interlock")) {
      LOG.info(
          "Some requests are answered otherwise than by Interlock: redirects, /nginx_status, HTTPS"
              + " without a server name, files in conf.d, load balancers in front, paused"
              + " containers; docs/migrating-from-interlock.md, What differs");
    }
  }

  private static void sayChanged(Settings settings) {
    String changed = settings.changed();
    LOG.info("Settings that are not the default: {}", changed.isEmpty() ? "none" : changed);
  }

  /// Begins with what the key holds, and goes over to each new text of it.
  private static void follow(Daemon daemon, StoreAddress address)
      throws InterruptedException, IOException {
    try (FollowedKey key = FollowedKey.open(address)) {
      String running = key.next();
      begin(daemon, read(address, running));
      while (true) {
        String text = key.next();
        if (text.equals(running)) {
          LOG.info("The settings in {} are again those that run", address);
        } else if (goesOver(daemon, address, text)) {
          running = text;
        }
      }
    }
  }

  /// What is wrong with new settings is said, and those that run stay.
  private static boolean goesOver(Daemon daemon, StoreAddress address, String text)
      throws InterruptedException {
    try {
      Settings settings = read(address, text);
      daemon.use(settings);
      sayWarnings(settings);
      sayChanged(settings);
      LOG.info(
          "Now runs on the new settings in {}; engine {}; status on {}",
          settings.source(),
          settings.get(Setting.DOCKER_URL),
          daemon.address());
      return true;
    } catch (SettingsException wrong) {
      wrong.problems().forEach(problem -> LOG.error("The settings that run stay: {}", problem));
    } catch (InputException | TemplateException wrong) {
      LOG.error("The settings that run stay: {}: {}", address, wrong.getMessage());
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

  /// The container's restart policy begins anew what cannot go on; nothing else is worth that.
  private static void unexpected(Thread thread, Throwable failure) {
    if (!ReconcileLoop.needs(thread)) {
      LOG.error("Thread {} ended unexpectedly; everything else goes on", thread.getName(), failure);
      return;
    }
    LOG.error("Thread {} ended unexpectedly, so the process ends", thread.getName(), failure);
    Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
  }
}
