package io.sallyport.history;

import io.sallyport.config.ProxySettings;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.finding.Subject;
import io.sallyport.labels.LabelKeys;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What is wrong with proxies, whatever the labels are. The same words while it is the same: a
/// finding is logged when it appears.
final class ProxyFindings {
  private static final String TRIED_AGAIN = "; Sallyport retries automatically";

  private ProxyFindings() {}

  static List<Finding> of(Status status) {
    List<Finding> findings = new ArrayList<>();
    if (status.lastLook().isPresent()
        && status.proxies().isEmpty()
        && status.agentOnly().isEmpty()) {
      findings.add(noProxy(status));
    }
    status
        .proxies()
        .forEach((name, proxy) -> {
          findings.addAll(proxy.quarantined());
          if (!proxy.reason().isEmpty()) {
            findings.add(notCurrent(name, proxy));
          }
        });
    return findings;
  }

  private static Finding noProxy(Status status) {
    List<StoppedProxy> stopped = status.stopped();
    return new Finding(
        Code.NO_PROXY,
        Subject.of(Subject.Kind.PROXY, ""),
        stopped.isEmpty()
            ? "no proxy is running: no container is accepted as one"
            : "no proxy is running: "
                + HealthSignal.few(stopped.stream().map(StoppedProxy::words).toList()),
        stopped.isEmpty()
            ? "start a proxy with its label, such as %s=%s; `sallyport explain --all` says why a container that has it is not accepted"
                .formatted(LabelKeys.PROXY_LABEL, ProxySettings.USUAL)
            : HealthSignal.few(stopped.stream().map(StoppedProxy::advice).distinct().toList()));
  }

  private static Finding notCurrent(String name, ProxyStatus proxy) {
    Subject subject = Subject.proxy(proxy.containerId(), name);
    String advice = ProxyAdvice.of(name, proxy.reason()) + TRIED_AGAIN;
    if (proxy.serving()) {
      return new Finding(
          Code.PROXY_INCOMPLETE,
          subject,
          "does not run all that it should: " + proxy.reason(),
          advice);
    }
    return new Finding(
        Code.PROXY_NOT_CURRENT,
        subject,
        "keeps its current configuration: %s (%s%s)"
            .formatted(
                proxy.reason(),
                proxy.running().isEmpty()
                    ? "nothing of Sallyport's yet"
                    : "version " + proxy.running(),
                proxy.failingSince().map(at -> ", since " + seconds(at)).orElse("")),
        advice);
  }

  private static String seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
