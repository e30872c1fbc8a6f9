package io.sallyport.cli;

import io.sallyport.cli.Checklist.Fault;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.tls.NodeIdentity;
import io.sallyport.tls.SwarmCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Checks what an agent needs, where one is wanted.
final class AgentCheck {
  private static final String AGENT = "agent";

  private final Checklist list;

  AgentCheck(Checklist list) {
    this.list = list;
  }

  void certificates(Settings settings) {
    Path directory = Path.of(settings.get(Setting.SWARM_CERTIFICATES));
    if (!settings.get(Setting.SWARM_MODE).equals("auto") || !Files.isDirectory(directory)) {
      return;
    }
    try {
      NodeIdentity node =
          new SwarmCertificates(SwarmCertificates.in(directory)).current().identity();
      list.right(
          AGENT,
          "%s: certificates of %s %s of Swarm %s"
              .formatted(
                  directory,
                  node.role().toString().toLowerCase(Locale.ROOT),
                  node.node(),
                  node.cluster()));
    } catch (IOException unusable) {
      list.wrong(Fault.ENVIRONMENT, AGENT, String.valueOf(unusable.getMessage()));
    }
  }
}
