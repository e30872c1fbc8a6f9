package io.sallyport.api;

import io.sallyport.finding.Finding;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A status as plain text, for a person with curl.
final class Overview {
  private Overview() {}

  static String of(Status status, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("Sallyport, up for " + ago(status.started(), now));
    status.health(now).outage().ifPresent(outage -> lines.add("OUTAGE: " + outage));
    lines.add("Engine: " + engine(status, now));
    lines.add("Virtual hosts: " + status.hosts());
    lines.add("");
    lines.add("Proxies: " + status.proxies().size());
    status.proxies().forEach((name, proxy) -> lines.add("  " + name + " " + state(proxy, now)));
    status.stopped().forEach(proxy -> lines.add("  " + proxy.name() + " " + proxy.how()));
    lines.add("");
    List<Finding> findings = status.allFindings();
    lines.add("Findings: " + findings.size());
    findings.forEach(finding -> lines.add("  " + finding));
    return String.join("\n", lines) + "\n";
  }

  private static String engine(Status status, Instant now) {
    if (!status.engineProblem().isEmpty()) {
      return status.engineProblem();
    }
    String look =
        status.lastLook().map(at -> "seen " + ago(at, now) + " ago").orElse("not seen yet");
    return look + (status.eventsLive() ? ", events live" : ", no events: polling");
  }

  private static String state(ProxyStatus proxy, Instant now) {
    String runs =
        proxy.running().isEmpty() ? "runs its own configuration" : "runs " + proxy.running();
    if (proxy.running().equals(proxy.wanted()) && !proxy.reason().isEmpty()) {
      return runs + ", but not all that it should: " + proxy.reason();
    }
    if (!proxy.reason().isEmpty()) {
      return runs + "; wants " + proxy.wanted() + ": " + proxy.reason();
    }
    return proxy.running().isEmpty()
        ? "waits for its first configuration"
        : runs + since(proxy, now);
  }

  private static String since(ProxyStatus proxy, Instant now) {
    return ", checked " + ago(proxy.since(), now) + " ago";
  }

  private static String ago(Instant then, Instant now) {
    Duration passed = Duration.between(then, now).truncatedTo(ChronoUnit.SECONDS);
    return passed.isNegative()
        ? "0s"
        : passed.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
