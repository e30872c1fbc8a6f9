package io.sallyport.traffic;

/// What the processes of an Nginx use.
///
/// @param processes masters and workers, those too that end what they have begun
/// @param kilobytes resident, of all of them, each without what it shares with the others
record ProxyUse(int processes, long kilobytes) {
  private static final String ASK =
      """
      for p in /proc/[0-9]*; do
        grep -qs '^nginx: ' $p/cmdline || continue
        grep RssAnon $p/status
      done 2>/dev/null; true
      """;

  static ProxyUse of(Nginx proxy) {
    long[] each =
        proxy
            .exec(ASK)
            .lines()
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .toArray();
    long sum = 0;
    for (long one : each) {
      sum += one;
    }
    return new ProxyUse(each.length, sum);
  }

  @Override
  public String toString() {
    return "%d nginx processes, %.1f MiB of their own".formatted(processes, kilobytes / 1024.0);
  }
}
