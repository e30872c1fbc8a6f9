package io.sallyport.source;

/// How a container's process ended.
public final class ContainerExit {
  /// 128 and the number of the signal, which the kernel sends where memory runs out.
  private static final int KILLED = 137;

  private ContainerExit() {}

  /// Such as `code 1`; of a kill it says what most are.
  public static String words(int code) {
    return code == KILLED
        ? "code 137 (killed, as when memory runs out: docker inspect shows `OOMKilled`)"
        : "code " + code;
  }
}
