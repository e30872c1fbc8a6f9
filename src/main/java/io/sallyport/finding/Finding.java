package io.sallyport.finding;

import java.util.Comparator;
import java.util.Locale;

/// Something that somebody should know, and what to do about it.
///
/// @param code which kind of finding
/// @param label the label that it is about; empty when about none
/// @param message what is wrong, in one line; of a subject that is no container it begins with a
///   verb
/// @param advice what to do, in one line
public record Finding(Code code, Subject subject, String label, String message, String advice)
    implements Comparable<Finding> {

  /// What labels, proxies and the engine say may hold anything.
  public Finding {
    label = Harmless.of(label);
    message = Harmless.of(message);
    advice = Harmless.of(advice);
  }

  /// One about a container.
  ///
  /// @param containerId empty where it is none of those that were seen
  public Finding(
      Code code,
      String containerId,
      String container,
      String label,
      String message,
      String advice) {
    this(code, Subject.container(containerId, container), label, message, advice);
  }

  /// One about something else than a label.
  public Finding(Code code, Subject subject, String message, String advice) {
    this(code, subject, "", message, advice);
  }

  /// The container that it is about, a proxy too; empty when about none that was seen.
  public String containerId() {
    return subject.id();
  }

  /// The container's name; empty when about none.
  public String container() {
    return subject.isContainer() ? subject.name() : "";
  }

  /// The kinds of findings.
  public enum Code {
    UNREADABLE(Severity.ERROR),
    UNKNOWN_LABEL(Severity.WARNING),
    BAD_VALUE(Severity.ERROR),
    BAD_VALUE_IGNORED(Severity.WARNING),
    OLD_FORM(Severity.WARNING),
    NO_HOSTNAME(Severity.WARNING),
    OTHER_SERVICE(Severity.WARNING),
    NO_PORT(Severity.ERROR),
    SEVERAL_PORTS(Severity.ERROR),
    NOT_ON_NETWORK(Severity.ERROR),
    UNREACHABLE(Severity.ERROR),
    NAME_TAKEN(Severity.ERROR),
    ALIAS_TAKEN(Severity.WARNING),
    PORT_TAKEN(Severity.WARNING),
    OTHER_OWNER(Severity.ERROR),
    JOINS_HOST(Severity.INFO),
    CONFLICTING_LABEL(Severity.WARNING),
    OTHER_PROTOCOL(Severity.ERROR),
    NO_CERTIFICATE(Severity.ERROR),
    NO_CA(Severity.ERROR),
    NO_EFFECT(Severity.WARNING),
    NETWORK_NOT_ALLOWED(Severity.ERROR),
    QUARANTINED(Severity.ERROR),
    TEMPLATE_FAILS(Severity.ERROR),
    NODE_LOST(Severity.WARNING),
    MANAGER_SILENT(Severity.WARNING),
    NOT_A_MANAGER(Severity.INFO),
    AGENT_ONLY(Severity.INFO),
    SERVICE_LABEL_WINS(Severity.INFO),
    NOT_LISTED(Severity.WARNING),
    NO_KEYS(Severity.ERROR),
    ROUTE_MOVED(Severity.WARNING),
    FLAPPING(Severity.WARNING),
    PORT_NOT_EXPOSED(Severity.WARNING),
    SERVER_REFUSES(Severity.ERROR),
    SERVER_UNREACHED(Severity.ERROR),
    SERVER_TIMES_OUT(Severity.ERROR),
    SERVER_CLOSES(Severity.ERROR),
    SERVER_NO_HTTP(Severity.ERROR),
    SERVER_TLS(Severity.ERROR),
    SERVER_WANTS_TLS(Severity.ERROR),
    SERVER_WANTS_CERTIFICATE(Severity.ERROR),
    MORE(Severity.WARNING),
    NEWER_NOTES(Severity.WARNING),
    NO_PROXY(Severity.ERROR),
    PROXY_NOT_CURRENT(Severity.ERROR),
    PROXY_INCOMPLETE(Severity.ERROR),
    PROXY_RESTARTS(Severity.ERROR),
    PROXY_STOPPED(Severity.WARNING),
    PROXY_CONTESTED(Severity.ERROR),
    PROXY_CHANGED(Severity.INFO),
    BAD_CERT_SOURCE(Severity.ERROR),
    CERTIFICATE_EXPIRED(Severity.ERROR),
    CERTIFICATE_EXPIRES(Severity.WARNING),
    CERTIFICATE_NOT_YET_VALID(Severity.ERROR),
    CERTIFICATE_NAMES(Severity.ERROR),
    ONLY_UNHEALTHY(Severity.WARNING),
    NOT_HEALTHY(Severity.INFO),
    LEAVING(Severity.INFO);

    private final Severity severity;

    Code(Severity severity) {
      this.severity = severity;
    }

    public Severity severity() {
      return severity;
    }
  }

  /// `ERROR`: something is not served. `WARNING`: served, but not as written. `INFO`: will pass, or
  /// is as it may be.
  public enum Severity {
    ERROR,
    WARNING,
    INFO
  }

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::subject)
          .thenComparing(Finding::code)
          .thenComparing(Finding::label)
          .thenComparing(Finding::message);

  /// One line: `error: container shop-1: label interlock.port: "abc" is not a port …; set …`.
  @Override
  public String toString() {
    return code.severity().name().toLowerCase(Locale.ROOT) + ": " + text();
  }

  /// The same without the severity.
  public String text() {
    StringBuilder line = new StringBuilder(subject.opening());
    if (!label.isEmpty()) {
      line.append("label ").append(label).append(": ");
    }
    line.append(message);
    if (!advice.isEmpty()) {
      line.append("; ").append(advice);
    }
    return line.toString();
  }

  @Override
  public int compareTo(Finding other) {
    return ORDER.compare(this, other);
  }
}
