package io.sallyport.discovery;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

/// The lines of an etcd watch up to the first that is news: events, the watch's cancellation (as
/// when its revision was compacted), an error, or the end. That it was created is none.
final class FirstNews implements Subscriber<String> {
  private static final String CREATED = "\"created\":true";

  private final CountDownLatch news = new CountDownLatch(1);

  /// Waits for news, or for the limit to pass.
  void await(Duration limit) throws InterruptedException {
    boolean _ = news.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(String line) {
    if (!line.isBlank() && !line.contains(CREATED)) {
      news.countDown();
    }
  }

  @Override
  public void onError(Throwable failure) {
    news.countDown();
  }

  @Override
  public void onComplete() {
    news.countDown();
  }
}
