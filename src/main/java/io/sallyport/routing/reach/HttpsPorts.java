package io.sallyport.routing.reach;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.HttpsPort;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Port;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which of a proxy's published ports of HTTPS goes with which of HTTP.
public final class HttpsPorts {
  private static final Comparator<Port> ORDER =
      Comparator.comparing(Port::hostAddress).thenComparingInt(Port::hostPort);

  private HttpsPorts() {}

  /// By the ports of HTTP. Ports that are published at the same address belong together, in their
  /// order; one that is not published is where the proxy itself listens.
  public static List<HttpsPort> of(Container proxy, ProxySettings extension) {
    int http = extension.get(Setting.PORT);
    int https = extension.get(Setting.SSL_PORT);
    List<Port> plain = published(proxy, http);
    List<Port> secure = published(proxy, https);
    if (plain.isEmpty() || secure.isEmpty()) {
      return plain.isEmpty() && secure.isEmpty() ? List.of(new HttpsPort(http, https)) : List.of();
    }
    SortedMap<Integer, Integer> pairs = new TreeMap<>();
    for (Port port : plain) {
      List<Port> here = at(port.hostAddress(), secure);
      int place = at(port.hostAddress(), plain).indexOf(port);
      List<Port> among = here.isEmpty() ? secure : here;
      pairs.putIfAbsent(port.hostPort(), among.get(Math.min(place, among.size() - 1)).hostPort());
    }
    return pairs.entrySet().stream()
        .map(pair -> new HttpsPort(pair.getKey(), pair.getValue()))
        .toList();
  }

  private static List<Port> published(Container proxy, int port) {
    return proxy.ports().stream()
        .filter(each ->
            each.containerPort() == port && each.published() && each.protocol().equals("tcp"))
        .sorted(ORDER)
        .distinct()
        .toList();
  }

  private static List<Port> at(String address, List<Port> ports) {
    return ports.stream().filter(each -> each.hostAddress().equals(address)).toList();
  }
}
