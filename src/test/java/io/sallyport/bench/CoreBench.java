package io.sallyport.bench;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.docker.json.EngineJson;
import io.sallyport.docker.json.JsonTree;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.routing.Remembered;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.routing.RoutingInput;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.Listed;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.Observation.EngineIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The pure core, under the flags of the image: from the engine's answers to a configuration's
/// text.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx256m", "-Xms8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
public class CoreBench {
  /// Each host has one container, beside one proxy.
  @Param({"10", "300", "1000", "3000", "10000"})
  public int hosts;

  private byte[] list = new byte[0];
  private Observation seen =
      new Observation(new EngineIdentity("", ""), Nodes.NONE, List.of(), List.of());
  private Routing routing = new Routing(List.of(), List.of(), Remembered.NOTHING, Map.of());
  private final Settings settings = Settings.defaults();
  private final Router router = new Router(settings);
  private final Renderer renderer = new NginxDriver().renderer(ProxySettings.defaults());
  private boolean up;

  /// What the engine says, and what becomes of it.
  @Setup
  public void look() throws IOException {
    list = EngineAnswers.containers(hosts);
    seen = new Observation(seen.engine(), Nodes.NONE, parse(), List.of());
    routing = router.route(seen);
    if (routing.proxies().getFirst().table().hosts().size() != hosts) {
      throw new IllegalStateException("some hosts are not routed: " + routing.findings());
    }
  }

  /// `GET /containers/json`, as it comes from the socket.
  @Benchmark
  public List<Container> parse() throws IOException {
    return EngineJson.containers(JsonTree.containers(new ByteArrayInputStream(list))).items();
  }

  /// All of it anew, as at the first pass.
  @Benchmark
  public Routing route() {
    return new Router(settings).route(seen);
  }

  /// All of it anew, as at the first pass.
  @Benchmark
  public RenderedConfig routeAndRender() {
    return renderer.render(
        new Router(settings).route(seen).proxies().getFirst().table(),
        new NginxDriver().baseline());
  }

  /// What an event costs: a container has stopped, or is back. The target: 5 ms for 1,000 hosts and
  /// 60 ms for 10,000.
  @Benchmark
  public RenderedConfig follow() {
    Container one = seen.containers().get(hosts / 2);
    seen =
        seen.with(
            Set.of(one.id()),
            new Listed<>(
                List.of(
                    ContainerBuilder.like(one)
                        .state(up ? Container.State.RUNNING : Container.State.EXITED)
                        .build()),
                List.of()));
    up = !up;
    routing = router.route(new RoutingInput(seen, List.of(), routing.remembered()));
    return renderer.render(routing.proxies().getFirst().table(), new NginxDriver().baseline());
  }
}
