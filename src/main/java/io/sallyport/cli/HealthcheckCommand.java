package io.sallyport.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `sallyport healthcheck`: for the image's HEALTHCHECK.
@Command(
    description = {
      "Asks the running daemon whether its loop runs and it has seen the engine (not whether proxies"
          + " are current): exit code 0 or 1.",
      "Without -c, on the address that the daemon on this machine, or in this container, has noted"
          + " in the temporary directory; else on ListenAddr of the settings."
    },
    footer = {"", "Examples:", "  sallyport healthcheck && echo well"})
final class HealthcheckCommand implements Callable<Integer> {
  private static final int LIMIT_MILLIS = 2_000;

  @Spec private CommandSpec spec;
  @Mixin private Inputs inputs;

  @SuppressWarnings("NullAway.Init")
  HealthcheckCommand() {}

  @Override
  public Integer call() {
    InetSocketAddress address = DaemonAddress.socket(inputs);
    if (address.isUnresolved()) {
      say("`ListenAddr` names a host that cannot be resolved: " + address.getHostString());
      return ExitCode.ENVIRONMENT;
    }
    URI url = DaemonAddress.url(address).resolve("/healthz");
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setConnectTimeout(LIMIT_MILLIS);
      connection.setReadTimeout(LIMIT_MILLIS);
      int code = connection.getResponseCode();
      if (code == HttpURLConnection.HTTP_OK) {
        return ExitCode.DONE;
      }
      say(url + " answers " + code + ": " + said(connection));
    } catch (IOException unreachable) {
      say(url + " does not answer: " + unreachable.getMessage());
    }
    return ExitCode.ENVIRONMENT;
  }

  private static String said(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) { // None without a body, or at a redirect.
      return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
  }
}
