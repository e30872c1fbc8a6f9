package io.sallyport.journal;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.history.EventHistory;
import io.sallyport.metrics.Metric;
import io.sallyport.metrics.Metrics;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Says each finding once when it appears, and once when it goes.
final class FindingJournal {
  private static final Logger LOG = LoggerFactory.getLogger("io.sallyport");

  /// That they have gone is said by what is so instead.
  private static final Set<Code> IN_OTHER_WORDS =
      EnumSet.of(Code.NO_PROXY, Code.PROXY_NOT_CURRENT, Code.PROXY_INCOMPLETE);

  private final Metrics metrics;
  private final EventHistory history;

  FindingJournal(Metrics metrics, EventHistory history) {
    this.metrics = metrics;
    this.history = history;
  }

  void tells(List<Finding> before, List<Finding> now) {
    if (now.equals(before)) {
      return;
    }
    Set<Finding> appeared = new LinkedHashSet<>(now);
    before.forEach(appeared::remove);
    for (Finding finding : appeared) {
      metrics.count(Metric.FINDINGS_APPEARED, Metrics.word(finding.code()));
      say(level(finding), "Finding: {}", finding);
    }
    Set<Finding> gone = new LinkedHashSet<>(before);
    now.forEach(gone::remove);
    for (Finding finding : gone) {
      if (!IN_OTHER_WORDS.contains(finding.code())) {
        say(LOG.atInfo(), "Finding gone: {}", finding);
      }
    }
    history.findings(appeared, gone);
  }

  /// What labels say is no error of the operator's.
  private static LoggingEventBuilder level(Finding finding) {
    return switch (finding.code().severity()) {
      case ERROR ->
          switch (finding.subject().kind()) {
            case CONTAINER, HOST -> LOG.atWarn();
            case PROXY, CERTIFICATE, TEMPLATE, SETTING, ENGINE -> LOG.atError();
          };
      case WARNING -> LOG.atWarn();
      case INFO -> LOG.atInfo();
    };
  }

  private static void say(LoggingEventBuilder line, String text, Finding finding) {
    line.addKeyValue("code", Metrics.word(finding.code()))
        .addKeyValue("container", finding.container())
        .addKeyValue("subject", finding.subject().name())
        .addKeyValue("label", finding.label())
        .log(text, finding);
  }
}
