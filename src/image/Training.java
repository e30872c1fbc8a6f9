import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;

/// Writes the image's AOT cache (https://openjdk.org/jeps/514): runs the daemon as the image will, against a played
/// engine, through a start, a change and a health check. Java notes which classes that takes, and stores them read,
/// checked and linked.
///
/// Only the build of the image runs it; why, says docs/decisions/0011-footprint.md.
final class Training {
  private static final String CACHE = "-XX:AOTCache=";
  private static final String NOTES = "-XX:AOTConfiguration=/tmp/sallyport.aotconf";

  /// Which methods the training found worth compiling, production would compile at its start.
  private static final String NO_PROFILES = "-XX:-AOTRecordTraining";

  private static final Path SOCKET = Path.of("/tmp/engine.sock");
  private static final long LIMIT_MILLIS = 120_000;

  public static void main(String[] none) throws Exception {
    new Timer(true).schedule(giveUp(), LIMIT_MILLIS);
    List<String> arguments = new ArrayList<>(Files.readAllLines(Path.of("/sallyport")));
    String cache = arguments.stream().filter(each -> each.startsWith(CACHE)).findFirst().orElseThrow();
    arguments.remove(cache);
    PlayedEngine engine = new PlayedEngine();
    engine.listen(SOCKET);
    Process daemon = java(List.of("-XX:AOTMode=record", NOTES, "-XX:+UnlockDiagnosticVMOptions", NO_PROFILES), arguments);
    train(daemon, engine);
    require(daemon);
    // Only G1 can write the objects that go into the cache; any collector can read them.
    arguments.replaceAll(each -> each.equals("-XX:+UseSerialGC") ? "-XX:+UseG1GC" : each);
    require(java(List.of("-XX:AOTMode=create", NOTES, cache), arguments));
  }

  /// The daemon rolls out what it finds, hears of a container that starts, and rolls out again.
  private static void train(Process daemon, PlayedEngine engine) throws IOException, InterruptedException {
    BufferedReader log = daemon.errorReader();
    int rollouts = 0;
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      System.out.println(line);
      if (line.contains("Proxy edge runs")) {
        rollouts++;
        if (rollouts == 1) {
          engine.startBlog();
        } else {
          engine.awaitQuestion();
          URI.create("http://127.0.0.1:8080/healthz").toURL().openStream().close();
          daemon.toHandle().destroy();
        }
      }
    }
  }

  private static Process java(List<String> mode, List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    words.addAll(mode);
    words.addAll(arguments);
    words.add("run");
    ProcessBuilder java = new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.INHERIT);
    java.environment().put("DOCKER_HOST", "unix://" + SOCKET);
    return java.start();
  }

  private static void require(Process java) throws IOException, InterruptedException {
    java.errorReader().lines().forEach(System.out::println);
    if (java.waitFor() != 0) {
      throw new IllegalStateException("java ended with exit code " + java.exitValue());
    }
  }

  private static TimerTask giveUp() {
    return new TimerTask() {
      @Override
      public void run() {
        System.err.println("Training has not ended within " + LIMIT_MILLIS / 1000 + " s");
        Runtime.getRuntime().halt(1);
      }
    };
  }
}
