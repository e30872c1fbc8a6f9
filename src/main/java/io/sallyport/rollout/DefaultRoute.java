package io.sallyport.rollout;

import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a container's default route leads, by its own `/proc/net/route`
/// (https://man7.org/linux/man-pages/man5/proc_pid_net.5.html): addresses are hexadecimal, the
/// lowest byte first.
final class DefaultRoute {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  /// The shell's own means: images have no other tool for sure.
  private static final List<String> ASK =
      List.of("sh", "-c", "while read -r line; do echo \"$line\"; done < /proc/net/route");

  private static final Pattern DEFAULT =
      Pattern.compile("(?m)^\\S+\\s+00000000\\s+(\\p{XDigit}{8})\\s");

  private DefaultRoute() {}

  /// The gateway's address; nothing where there is no such route.
  ///
  /// @throws EngineException when it cannot be found out
  static Optional<String> of(ContainerAccess access, String containerId) {
    Matcher route = DEFAULT.matcher(access.exec(containerId, ASK, LIMIT).output());
    return route.find() ? Optional.of(address(route.group(1))) : Optional.empty();
  }

  private static String address(String hex) {
    int number = Integer.parseUnsignedInt(hex, 16);
    return "%d.%d.%d.%d"
        .formatted(number & 0xff, number >>> 8 & 0xff, number >>> 16 & 0xff, number >>> 24 & 0xff);
  }
}
