package io.sallyport.api;

import io.sallyport.api.Documents.CertificateDocument;
import io.sallyport.api.Documents.Certificates;
import io.sallyport.api.Documents.Config;
import io.sallyport.api.Documents.Containers;
import io.sallyport.api.Documents.Counts;
import io.sallyport.api.Documents.EngineState;
import io.sallyport.api.Documents.FindingDocument;
import io.sallyport.api.Documents.Findings;
import io.sallyport.api.Documents.Idle;
import io.sallyport.api.Documents.Proxies;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.api.Documents.Severities;
import io.sallyport.api.Documents.SystemState;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Note;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.explain.ProxyState;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.finding.Finding.Severity;
import io.sallyport.finding.Subject;
import io.sallyport.history.HealthSignal;
import io.sallyport.history.HistorySnapshot;
import io.sallyport.history.KnownCertificate;
import io.sallyport.history.ProxyRecord;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Readiness;
import io.sallyport.history.SettingsInUse;
import io.sallyport.history.Status;
import io.sallyport.history.StoppedProxy;
import io.sallyport.model.VirtualHost;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Observation.EngineIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known at one moment, as [Documents].
record ApiView(Status status, HistorySnapshot snapshot, Instant now) {

  SystemState state(String id, String version, SettingsInUse settings, boolean alive) {
    Optional<PassSnapshot> pass = snapshot.pass();
    EngineIdentity engine =
        pass.map(seen -> seen.seen().engine()).orElse(new EngineIdentity("", ""));
    HealthSignal health = status.health(now);
    return new SystemState(
        id,
        version,
        settings,
        status.started().toString(),
        now.toString(),
        alive,
        health.readiness().ready(),
        Explanation.lower(health.readiness()),
        health.sentence(),
        health.outage().orElse(""),
        new EngineState(
            engine.version(),
            engine.apiVersion(),
            engine.classicSwarm(),
            status.eventsLive(),
            status.lastLook().map(Instant::toString).orElse(""),
            status.engineProblem()),
        new Counts(
            pass.map(seen -> seen.seen().containers().size()).orElse(0),
            status.hosts(),
            pass.map(ApiView::servers).orElse(0),
            status.proxies().size()),
        new Severities(
            findings(Severity.ERROR), findings(Severity.WARNING), findings(Severity.INFO)),
        snapshot.revisions());
  }

  private static int servers(PassSnapshot pass) {
    Set<String> ids = new HashSet<>();
    for (ProxyRouting share : pass.proxies()) {
      for (VirtualHost host : share.table().hosts()) {
        host.locations()
            .forEach(each -> each.upstream().servers().forEach(one -> ids.add(one.containerId())));
      }
    }
    return ids.size();
  }

  private long findings(Severity severity) {
    return status.allFindings().stream()
        .filter(finding -> finding.code().severity() == severity)
        .count();
  }

  /// Empty before the engine was seen.
  Optional<Containers> containers() {
    return pass().map(pass -> new Containers(explanations(pass), Explainer.general(pass)));
  }

  /// Empty before the engine was seen.
  Optional<Documents.Routes> routes() {
    return pass().map(pass -> HostList.of(pass, explanations(pass), true));
  }

  private Optional<PassSnapshot> pass() {
    return snapshot.pass().map(pass -> pass.with(status.allFindings()));
  }

  private List<Explanation> explanations(PassSnapshot pass) {
    SortedMap<String, ProxyState> served = new TreeMap<>();
    snapshot.proxies().forEach((name, proxy) -> served.put(name, proxy.served()));
    Map<String, List<Note>> troubled = troubledCertificates();
    Map<String, List<Note>> stopped = stoppedInOutage();
    return Explainer.known(pass, served, status.failing(), now).stream()
        .map(each -> withCertificates(each, troubled))
        .map(each -> each.with(stopped.getOrDefault(each.id(), List.of())))
        .toList();
  }

  /// While no proxy does its work, one that has stopped is somebody's business, by identifier.
  private Map<String, List<Note>> stoppedInOutage() {
    Readiness now = status.health(this.now).readiness();
    Map<String, List<Note>> notes = new HashMap<>();
    if (now == Readiness.NO_PROXY || now == Readiness.NONE_CURRENT) {
      for (StoppedProxy each : status.stopped()) {
        notes.put(
            each.id(),
            List.of(
                new Note(
                    Explanation.lower(Severity.ERROR),
                    Explanation.lower(Code.NO_PROXY),
                    "",
                    "no proxy is current, and this one " + each.how(),
                    each.advice())));
      }
    }
    return notes;
  }

  /// What is wrong with certificates, by the hosts that use them.
  private Map<String, List<Note>> troubledCertificates() {
    Map<String, List<Note>> byFile = notes(Subject.Kind.CERTIFICATE);
    Map<String, List<Note>> byHost = notes(Subject.Kind.HOST);
    for (KnownCertificate certificate : status.certificates()) {
      List<Note> notes = byFile.getOrDefault(certificate.file(), List.of());
      if (!certificate.problem().isEmpty()) {
        certificate
            .hosts()
            .forEach(host -> byHost.computeIfAbsent(host, any -> new ArrayList<>()).addAll(notes));
      }
    }
    return byHost;
  }

  /// What is said of the operator's files, by the name of what it is about.
  private Map<String, List<Note>> notes(Subject.Kind kind) {
    Map<String, List<Note>> notes = new HashMap<>();
    status.files().stream()
        .filter(finding -> finding.subject().kind() == kind)
        .forEach(finding ->
            notes
                .computeIfAbsent(finding.subject().name(), any -> new ArrayList<>())
                .add(Note.withSubject(finding)));
    return notes;
  }

  /// A certificate that clients refuse is its host's trouble, and so that of the host's containers.
  private static Explanation withCertificates(
      Explanation container, Map<String, List<Note>> troubled) {
    List<Note> notes =
        container.routes().stream()
            .flatMap(route -> troubled.getOrDefault(route.host(), List.of()).stream())
            .distinct()
            .toList();
    return container.with(notes);
  }

  Proxies proxies() {
    return new Proxies(
        status.proxies().entrySet().stream()
            .map(entry -> proxy(entry.getKey(), entry.getValue()))
            .toList(),
        status.stopped().stream().map(Idle::of).toList());
  }

  private Proxy proxy(String name, ProxyStatus proxy) {
    ProxyRecord record =
        Optional.ofNullable(snapshot.proxies().get(name))
            .filter(known -> known.containerId().equals(proxy.containerId()))
            .orElseGet(() -> ProxyRecord.found(proxy.containerId()));
    return new Proxy(
        name,
        proxy.containerId(),
        proxy.current(),
        proxy.running(),
        record.wanted().version(),
        record.since().map(Instant::toString).orElse(""),
        proxy.since().toString(),
        proxy.reason(),
        proxy.failingSince().map(Instant::toString).orElse(""),
        hosts(name),
        record.rollout());
  }

  Certificates certificates() {
    return new Certificates(status.certificates().stream().map(CertificateDocument::of).toList());
  }

  private int hosts(String proxy) {
    return snapshot
        .pass()
        .flatMap(pass ->
            pass.proxies().stream()
                .filter(share -> share.proxy().name().equals(proxy))
                .map(ProxyRouting::table)
                .findFirst())
        .map(table -> table.hosts().size())
        .orElse(0);
  }

  /// Empty where no such proxy runs.
  Optional<Config> config(String name) {
    return Optional.ofNullable(snapshot.proxies().get(name))
        .map(proxy -> {
          boolean verified = !proxy.running().version().isEmpty();
          ProxyRecord.ConfigText shown = verified ? proxy.running() : proxy.wanted();
          return new Config(name, shown.version(), verified, shown.text());
        });
  }

  Findings findings() {
    return new Findings(
        status.allFindings().stream()
            .sorted(
                Comparator.comparing((Finding finding) -> finding.code().severity())
                    .thenComparing(Finding::compareTo))
            .map(FindingDocument::of)
            .toList());
  }
}
