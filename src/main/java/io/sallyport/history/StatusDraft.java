package io.sallyport.history;

import io.sallyport.finding.Finding;
import io.sallyport.traffic.FailingServer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A status that is being written.
final class StatusDraft {
  private final Instant started;
  Instant beat;
  boolean eventsLive;
  Optional<Instant> lastLook;
  String engineProblem;
  int hosts;
  List<Finding> findings;
  SortedMap<String, ProxyStatus> proxies;
  List<FailingServer> failing;
  List<StoppedProxy> stopped;
  List<Finding> files;
  List<KnownCertificate> certificates;

  StatusDraft(Status before) {
    started = before.started();
    beat = before.beat();
    eventsLive = before.eventsLive();
    lastLook = before.lastLook();
    engineProblem = before.engineProblem();
    hosts = before.hosts();
    findings = before.findings();
    proxies = before.proxies();
    failing = before.failing();
    stopped = before.stopped();
    files = before.files();
    certificates = before.certificates();
  }

  Status status() {
    return new Status(
        started,
        beat,
        eventsLive,
        lastLook,
        engineProblem,
        hosts,
        findings,
        proxies,
        failing,
        stopped,
        files,
        certificates);
  }
}
