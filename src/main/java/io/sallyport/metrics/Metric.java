package io.sallyport.metrics;

import static io.sallyport.metrics.Metric.Kind.COUNTER;
import static io.sallyport.metrics.Metric.Kind.GAUGE;
import static io.sallyport.metrics.Metric.Kind.HISTOGRAM;
import static io.sallyport.metrics.Metric.Kind.SUMMARY;
import static io.sallyport.metrics.Metric.Kind.UNTYPED;

import java.util.List;

/// The one table of metrics: what `/metrics` shows, and `docs/metrics.md` explains.
///
/// Labels have few values: they come from tables of ours, but for the names of proxies that run
/// now, and of hosts and servers that fail, at most 500.
/// https://prometheus.io/docs/practices/naming/
public enum Metric {
  EVENTS(
      COUNTER,
      "sallyport_events_total",
      "Engine events received, including those without effect.",
      "type",
      "action"),
  RECONNECTS(
      COUNTER,
      "sallyport_event_stream_reconnects_total",
      "How often the event stream was reopened after it was lost."),
  EVENT_STREAM_UP(
      GAUGE,
      "sallyport_event_stream_up",
      "1 while events arrive; 0 while Sallyport polls every `PollInterval` instead."),
  ENGINE_UP(
      GAUGE,
      "sallyport_engine_up",
      "1 if the newest look at the engine succeeded; 0 after a failed one, and before "
          + "the first."),
  ENGINE_SEEN(
      GAUGE,
      "sallyport_engine_seen_timestamp_seconds",
      "When the engine was last seen completely; 0 before the first time."),
  ENGINE_CALLS(
      SUMMARY,
      "sallyport_engine_call_seconds",
      "Finished engine calls: their number and total duration.",
      "endpoint"),
  ENGINE_ERRORS(
      COUNTER,
      "sallyport_engine_call_errors_total",
      "Engine calls that failed, were refused or were abandoned.",
      "endpoint"),

  LOOP_TURNED(
      GAUGE,
      "sallyport_loop_turned_timestamp_seconds",
      "When the loop last ran; it does so every few seconds."),
  PASSES(
      COUNTER,
      "sallyport_passes_total",
      "Passes, by what triggered them and whether they changed what is to be served.",
      "reason",
      "outcome"),
  LOOK(HISTOGRAM, "sallyport_look_seconds", "Duration of a look at the engine, per pass."),
  ROUTE(
      HISTOGRAM,
      "sallyport_route_seconds",
      "Duration of routing, per pass that saw something new."),
  RENDER(
      HISTOGRAM,
      "sallyport_render_seconds",
      "Duration of rendering the files of all proxies, per pass that saw something new."),

  HOSTS(GAUGE, "sallyport_hosts", "Virtual hosts that are routed."),
  SERVERS(
      GAUGE,
      "sallyport_servers",
      "Containers with a host name. `serving`: routed; `not_healthy`: waiting for their "
          + "health check; `leaving`: draining; `not_routed`: a finding says why.",
      "state"),
  FINDINGS(GAUGE, "sallyport_findings", "Current findings.", "code"),
  FINDINGS_APPEARED(
      COUNTER, "sallyport_findings_appeared_total", "Findings that have appeared.", "code"),

  SERVER_FAILURES(
      COUNTER,
      "sallyport_server_failures_total",
      "Failed attempts to have a server answer, as the proxies note them, also those that a retry "
          + "hid; what cannot be read in time is not counted. `server`: the container; `fault`: as "
          + "in the API.",
      "host",
      "server",
      "fault"),

  PROXIES(GAUGE, "sallyport_proxies", "Running proxies."),
  PROXY_CURRENT(
      GAUGE,
      "sallyport_proxy_current",
      "1 while the proxy runs its newest configuration and lacks nothing else, such as a network; "
          + "0 while it does not have it yet, cannot take it, lacks something or does not answer. "
          + "A stopped proxy has no series.",
      "proxy"),
  QUARANTINED(
      GAUGE,
      "sallyport_proxy_quarantined_hosts",
      "Hosts that the proxy refuses: they keep their last accepted configuration, or are "
          + "left out.",
      "proxy"),
  ROLLOUTS(
      COUNTER,
      "sallyport_rollouts_total",
      "Configurations delivered to a proxy. `applied`: one reload; `unchanged`: it ran "
          + "already; `refused`: the proxy's test failed; `rolled_back`: the reload brought no "
          + "new workers; `failed`: it did not get as far as a test.",
      "proxy",
      "result"),
  EVENT_TO_RELOAD(
      HISTOGRAM,
      "sallyport_event_to_reload_seconds",
      "From receiving the event that caused a change to the proxy's reload (HUP)."),
  RELOAD_TO_VERIFIED(
      HISTOGRAM,
      "sallyport_reload_to_verified_seconds",
      "From a proxy's reload (HUP) until it showed new workers. Measured in the proxy, "
          + "to 10 ms."),

  CERTIFICATES(
      GAUGE, "sallyport_certificates", "Certificates that hosts use, or that are in `CertSource`."),
  CERTIFICATE_EXPIRY(
      GAUGE,
      "sallyport_certificate_expiry_timestamp_seconds",
      "When the first of these certificates expires; absent if there are none. A finding "
          + "names it two weeks before."),

  BUILD(GAUGE, "sallyport_build_info", "1, with Sallyport's version.", "version"),
  PROCESS_START(GAUGE, "process_start_time_seconds", "When the process started."),
  PROCESS_CPU(COUNTER, "process_cpu_seconds_total", "CPU time used."),
  PROCESS_MEMORY(
      GAUGE, "process_resident_memory_bytes", "Resident memory of the process; Linux only."),
  PROCESS_FILES(GAUGE, "process_open_fds", "Open files and sockets; Linux only."),
  JVM_MEMORY(GAUGE, "jvm_memory_used_bytes", "Memory used by Java.", "area"),
  JVM_MEMORY_MAX(
      GAUGE, "jvm_memory_max_bytes", "The limit of that memory, if there is one.", "area"),
  JVM_THREADS(GAUGE, "jvm_threads_current", "Platform threads; virtual threads are not counted."),
  JVM_GC(SUMMARY, "jvm_gc_collection_seconds", "Garbage collections and their duration.", "gc"),

  INTERLOCK_EVENTS(
      UNTYPED,
      "interlock_totals_events_processed",
      "Interlock's: events received since the start."),
  INTERLOCK_RELOAD(
      UNTYPED,
      "interlock_system_last_reload_duration",
      "Interlock's: milliseconds that the newest rollout took (its own help said "
          + "nanoseconds)."),
  INTERLOCK_UPTIME(UNTYPED, "interlock_totals_uptime", "Interlock's: seconds since the start.");

  /// How its values behave.
  public enum Kind {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    /// Count and sum, without quantiles.
    SUMMARY,
    /// A name that cannot follow today's conventions.
    UNTYPED
  }

  private final Kind kind;
  private final String key;
  private final String help;
  private final String labels;

  Metric(Kind kind, String key, String help, String... labels) {
    this.kind = kind;
    this.key = key;
    this.help = help;
    this.labels = String.join(",", labels);
  }

  public Kind kind() {
    return kind;
  }

  /// Its full name.
  public String key() {
    return key;
  }

  public String help() {
    return help;
  }

  public List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(",", -1));
  }

  @Override
  public String toString() {
    return key;
  }
}
