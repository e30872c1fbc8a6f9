package io.sallyport.discovery;

import io.sallyport.config.SettingsException;
import io.sallyport.discovery.StoreAddress.StoreServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// HTTP to the servers of one store: the one that answered last is asked first, the others when it
/// does not.
final class Endpoints implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// Far more than either store takes for a value (etcd: 1.5 MiB, Consul: 512 KiB) as Base64.
  private static final long LARGEST_ANSWER = 4 << 20;

  private final StoreAddress address;
  private final HttpClient http;
  private int preferred;

  Endpoints(StoreAddress address) {
    this.address = address;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(CONNECT);
    if (address.tls().any()) {
      try {
        builder.sslContext(address.tls().context(false));
      } catch (IOException unusable) {
        throw new SettingsException(
            List.of(StoreAddress.problem("cannot speak TLS: " + unusable.getMessage(), "")));
      }
    }
    this.http = builder.build();
  }

  /// Asks one endpoint after the other until one answers.
  ///
  /// @param question makes the request to an endpoint's base URL
  /// @param limit for each of them, from the first packet to the last
  /// @throws StoreException when none does, with what is wrong with each
  HttpResponse<String> ask(Function<URI, HttpRequest> question, Duration limit)
      throws InterruptedException {
    List<String> failures = new ArrayList<>();
    int count = address.endpoints().size();
    for (int i = 0; i < count; i++) {
      int index = (preferred + i) % count;
      try {
        HttpResponse<String> answer = ask(address.endpoints().get(index), question, limit);
        preferred = index;
        return answer;
      } catch (StoreException failure) {
        failures.add(failure.getMessage());
      }
    }
    throw new StoreException(String.join("; ", failures));
  }

  /// As [#ask], of the endpoint that answered last; an answer that has not ended by then is
  /// whatever the handler made of it.
  <T> CompletableFuture<HttpResponse<T>> begin(
      Function<URI, HttpRequest> question, BodyHandler<T> handler) {
    return http.sendAsync(question.apply(base(address.endpoints().get(preferred))), handler);
  }

  private HttpResponse<String> ask(
      StoreServer endpoint, Function<URI, HttpRequest> question, Duration limit)
      throws InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(
            question.apply(base(endpoint)),
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST_ANSWER));
    try {
      HttpResponse<String> whole = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      int status = whole.statusCode();
      if (status != 200 && status != 404) {
        throw failed(endpoint, "answers " + status + ": " + shortened(whole.body()));
      }
      return whole;
    } catch (TimeoutException _) {
      throw failed(endpoint, "no answer within " + limit.toSeconds() + " s");
    } catch (ExecutionException failure) {
      throw new StoreException(
          named(endpoint) + Unanswered.because(address, endpoint, failure), failure);
    } finally {
      answer.cancel(true); // Of no effect once it has ended.
    }
  }

  /// What an answer lacks that this kind of store always gives.
  StoreException strange(HttpResponse<String> answer, String what) {
    URI from = answer.uri();
    return new StoreException(
        "%s at %s:%d: %s: %s"
            .formatted(
                address.scheme(), from.getHost(), from.getPort(), what, shortened(answer.body())));
  }

  private StoreException failed(StoreServer endpoint, String why) {
    return new StoreException(named(endpoint) + why);
  }

  private String named(StoreServer endpoint) {
    return address.scheme() + " at " + endpoint + ": ";
  }

  private static String shortened(String body) {
    String line = body.strip().replaceAll("\\s+", " ");
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  private URI base(StoreServer endpoint) {
    return URI.create((address.tls().any() ? "https://" : "http://") + endpoint + "/");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
