package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.finding.Finding;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerBuilder;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// More of what is served is in the case `swarm-load-balancer-labels`.
class LoadBalancerDialectTest {
  private static final String[] KEYS = {
    "hosts",
    "port",
    "network",
    "context_root",
    "context_root_rewrite",
    "ssl_cert",
    "ssl_key",
    "ssl_backend",
    "ssl_backend_tls_verify",
    "websocket_endpoints",
    "service_cluster",
    "sticky_session_cookie",
    "redirects",
    "ssl_passthrough",
    "backend_mode",
    "ip_hash",
    "default_backend",
    "",
    "host",
    "hosts.1"
  };
  private static final String[] TEXTS = {
    "", "true", "false", "shop.example.com", "a.example.com,b.example.com", ",", "80", "-1", "/x",
    "x\n}", "; return 200", "*.example.com", "task", "vip", "none", "\"", "../../etc/passwd", "é"
  };

  private final LoadBalancerDialect dialect = new LoadBalancerDialect();

  @Test
  void namesTheLabelThatLeavesAServiceOut() {
    Intents intents = dialect.read(task("hosts", "shop.example.com", "stickyness", "x"));

    assertThat(intents.sites()).singleElement().matches(site -> !site.usable());
    assertThat(intents.findings())
        .singleElement()
        .extracting(Finding::label)
        .isEqualTo("com.docker.lb.stickyness");
  }

  @Test
  void boundsHowManyNamesCount() {
    String hosts = String.join(",", Collections.nCopies(5000, "x.example.com"));

    Intents intents = dialect.read(task("hosts", hosts));

    assertThat(intents.sites()).singleElement().matches(site -> !site.usable());
    assertThat(intents.findings()).hasSize(1);
  }

  @Test
  void asksNothingOfContainersThatAreNoTasks() {
    Container plain = ContainerBuilder.named("shop").label("com.docker.lb.hosts", "a.b").build();

    assertThat(dialect.read(plain)).isEqualTo(Intents.NONE);
    assertThat(dialect.namesSite(plain)).isFalse();
  }

  /// Whatever the labels say, either all of them count or a finding says why none does.
  @Test
  void isTotal() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      ContainerBuilder builder = ContainerBuilder.named("shop").task("t1", "s1");
      for (int i = random.nextInt(6); i >= 0; i--) {
        builder.label(
            "com.docker.lb." + KEYS[random.nextInt(KEYS.length)],
            TEXTS[random.nextInt(TEXTS.length)]);
      }
      Intents intents = dialect.read(builder.build());
      boolean served = intents.sites().stream().anyMatch(Intent::usable);
      assertThat(served).describedAs("seed " + seed).isEqualTo(intents.findings().isEmpty());
    }
  }

  private static Container task(String... labels) {
    ContainerBuilder builder = ContainerBuilder.named("shop").task("t1", "s1");
    for (int i = 0; i + 1 < labels.length; i += 2) {
      builder.label("com.docker.lb." + labels[i], labels[i + 1]);
    }
    return builder.build();
  }
}
