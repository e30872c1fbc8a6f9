package io.sallyport.reconcile;

import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.journal.FileJournal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files on disk that settings name, which the loop looks at between passes: templates and
/// certificates.
final class WatchedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final Templates templates;
  private final CertificateSources certificates;
  private final FileJournal journal;
  private final boolean any;
  private final Map<String, Class<?>> unforeseenBefore = new HashMap<>();

  WatchedFiles(
      Settings settings,
      Templates templates,
      CertificateSources certificates,
      FileJournal journal) {
    this.templates = templates;
    this.certificates = certificates;
    this.journal = journal;
    any =
        certificates.any()
            || settings.proxies().stream()
                .anyMatch(extension -> extension.find(Setting.TEMPLATE_PATH).isPresent());
  }

  /// How often to look at them; empty where there are none.
  Optional<Duration> between() {
    return any ? Optional.of(BETWEEN) : Optional.empty();
  }

  /// Looks at them: true when a template or certificates have changed.
  boolean replaced() {
    if (!any) {
      return false;
    }
    boolean template = looked("templates", templates::refresh);
    return looked("certificates", certificates::refresh) || template;
  }

  /// What one file holds must neither end everything nor cost a pass.
  private boolean looked(String files, Predicate<FileJournal> look) {
    try {
      return look.test(journal);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError unforeseen) {
      if (!unforeseen.getClass().equals(unforeseenBefore.put(files, unforeseen.getClass()))) {
        LOG.error("Unforeseen failure of a look at {} on disk", files, unforeseen);
      }
      return false;
    }
  }
}
