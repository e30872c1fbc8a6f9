package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.sallyport.config.Settings;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.docker.json.SnapshotException;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.template.TemplateException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a snapshot says, it is refused with a place, or routed and rendered.
///
/// In a build only the seeds are tried. To search for hours, guided by coverage: `JAZZER_FUZZ=1
/// JAZZER_MAX_DURATION=4h mvn test -Dtest=SnapshotFuzzTest
/// -Dsurefire.failIfNoSpecifiedTests=false`.
class SnapshotFuzzTest {
  private static final Router ROUTER = new Router(Settings.defaults());
  private static final Renderer RENDERER =
      new NginxDriver().renderer(Settings.defaults().proxies().getFirst());

  static Stream<String> seeds() {
    return Case.all().stream().map(each -> each.snapshot().write());
  }

  @MethodSource("seeds")
  @FuzzTest
  void isRefusedOrRendered(@NotNull String text) {
    Snapshot snapshot;
    try {
      snapshot = Snapshot.read("fuzz", text);
    } catch (SnapshotException wrong) {
      assertThat(wrong.getMessage()).startsWith("fuzz:");
      return;
    }
    assertThat(Snapshot.read("again", snapshot.write())).isEqualTo(snapshot);
    for (ProxyRouting share : ROUTER.route(snapshot.observation()).proxies()) {
      try {
        assertThat(
                Directive.parse(
                    RENDERER.render(share.table(), new NginxDriver().baseline()).text()))
            .isNotEmpty();
      } catch (TemplateException unwritable) {
        // An engine's own address or identifier that no engine gives.
        assertThat(unwritable).hasMessageContaining("cannot be written");
      }
    }
  }
}
