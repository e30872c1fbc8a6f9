package io.sallyport.docker;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the Engine API, such as 1.41.
/// https://docs.docker.com/reference/api/engine/version-history/
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
  /// Docker 1.12 has all that we use.
  static final ApiVersion OLDEST = new ApiVersion(1, 24);

  /// The newest whose shapes our reader knows (Engine 29).
  static final ApiVersion NEWEST = new ApiVersion(1, 52);

  /// From here on (Engine 28) it is said which network a container's default route leads into;
  /// before, the order of their names decides.
  static final ApiVersion GATEWAY_PRIORITY = new ApiVersion(1, 48);

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

  static Optional<ApiVersion> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  /// The newest that both sides speak, if there is one.
  ///
  /// @param least the engine's `MinAPIVersion`, which engines before 1.13 do not tell
  static Optional<ApiVersion> agreed(ApiVersion newest, Optional<ApiVersion> least) {
    ApiVersion both = newest.compareTo(NEWEST) < 0 ? newest : NEWEST;
    boolean tooOld = both.compareTo(OLDEST) < 0;
    boolean tooNew = least.isPresent() && both.compareTo(least.get()) < 0;
    return tooOld || tooNew ? Optional.empty() : Optional.of(both);
  }

  @Override
  public int compareTo(ApiVersion other) {
    return Comparator.comparingInt(ApiVersion::major)
        .thenComparingInt(ApiVersion::minor)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
