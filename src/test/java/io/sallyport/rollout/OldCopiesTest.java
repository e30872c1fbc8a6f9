package io.sallyport.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Limits;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEngine;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OldCopiesTest {
  private static final ProxySettings SETTINGS =
      ProxySettings.defaults().with(Setting.SSL_CERT_PATH, "/certs");
  private static final VirtualHost SHOP =
      new VirtualHost(
          "shop.example",
          List.of(),
          Optional.of(new Tls("/certs/shop.pem", "/certs/shop-key.pem")),
          false,
          Limits.COMMON,
          List.of(),
          List.of());

  @Test
  void namesTheFileOfWhichTheProxyHasACopyOfItsOwn() {
    assertThat(OldCopies.words(work("shop-key.pem"), List.of(SHOP)))
        .isEqualTo(
            "; \"/certs/shop-key.pem\" is in CertSource and \"/certs/shop.pem\" is not: the proxy"
                + " uses its own copy of the latter, which may be outdated");
  }

  @Test
  void saysNothingWhereBothComeFromOnePlace() {
    assertThat(OldCopies.words(work("shop-key.pem", "shop.pem"), List.of(SHOP))).isEmpty();
    assertThat(OldCopies.words(work("other.pem"), List.of(SHOP))).isEmpty();
  }

  private static ProxyWork work(String... inSource) {
    TreeMap<String, String> files = new TreeMap<>();
    for (String file : inSource) {
      files.put(file, "PEM");
    }
    CertificateSet set = new CertificateSet(files);
    RenderInput wanted =
        new RenderInput(
            new RoutingTable(List.of()),
            new NginxDriver().renderer(SETTINGS),
            new NginxDriver().baseline(),
            set,
            new FakeEngine().observe(),
            SETTINGS,
            "");
    return new ProxyWork(
        ContainerBuilder.named("edge").build(),
        wanted,
        new ProxyConfig(RenderedConfig.of("one"), set),
        new TreeMap<>(),
        new TreeSet<>(),
        WorkOrigin.NOBODY);
  }
}
