package io.sallyport.history;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What to do about a proxy that is not as it should be, by what it, its engine or our script said.
final class ProxyAdvice {
  /// By what the reason holds, in lower case; the first that it holds counts.
  private static final Map<String, String> BY_REASON = new LinkedHashMap<>();

  static {
    BY_REASON.put("no space left", "free space in it: docker exec %s df -h");
    BY_REASON.put(
        "key values mismatch",
        "replace both files by a matching pair; if only one of them is in CertSource, the other is"
            + " an old copy in the proxy");
    BY_REASON.put(
        "held back",
        "wait, the search continues; `sallyport check` lists the hosts that are refused");
    BY_REASON.put("it refused", "fix what it reports, in the template, the settings or its files");
    BY_REASON.put("read-only file system", "mount a volume that can be written to");
    BY_REASON.put("has not ended within", "see what hangs: docker top %s, docker stats %s");
    BY_REASON.put("has not taken", "see what hangs: docker top %s, docker stats %s");
    BY_REASON.put("master process within", "see why it does not start: docker logs %s");
    BY_REASON.put(
        "cannot join network",
        "see whether the network exists and may be joined: docker network inspect");
    BY_REASON.put("did not take effect", "see why: docker logs %s");
  }

  private ProxyAdvice() {}

  static String of(String proxy, String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    return BY_REASON.entrySet().stream()
        .filter(entry -> lower.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("see `docker logs %s`")
        .replace("%s", proxy);
  }
}
