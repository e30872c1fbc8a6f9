package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ProxySettings;
import io.sallyport.finding.Finding;
import io.sallyport.metrics.Metrics;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.template.TemplateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileJournalTest {
  private static final ProxySettings EXTENSION = ProxySettings.defaults();
  private static final Container ONE = ContainerBuilder.named("one").build();
  private static final Container TWO = ContainerBuilder.named("two").build();
  private final TemplateException wrong = new TemplateException("line 3: no such thing");

  private final List<Finding> found = new ArrayList<>();
  private final FileJournal journal =
      new FileJournal(
          () -> Instant.EPOCH,
          new Metrics("test"),
          (all, certificates) -> {
            found.clear();
            found.addAll(all);
          });

  @Test
  void aTemplateFailsForTheProxyForWhichItFails() {
    journal.unrendered(ONE, EXTENSION, wrong);
    journal.rendered(TWO);
    assertThat(found).extracting(Finding::code).containsExactly(Finding.Code.TEMPLATE_FAILS);
    journal.rendered(ONE);
    assertThat(found).isEmpty();
  }

  @Test
  void whatFailedForAProxyThatIsGoneIsForgotten() {
    journal.unrendered(ONE, EXTENSION, wrong);
    journal.keepOnly(Set.of("two"));
    assertThat(found).isEmpty();
  }

  @Test
  void readingAndRenderingEndApartFromEachOther() {
    journal.templateFails(EXTENSION, wrong);
    journal.unrendered(ONE, EXTENSION, wrong);
    journal.templateWorks(EXTENSION);
    assertThat(found).hasSize(1).first().asString().contains("proxies keep their current");
  }
}
