package io.sallyport.docker.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.docker.http.Deadline;
import io.sallyport.docker.http.SocketHttpClient.TakenOver;
import io.sallyport.docker.http.TimeLimit;
import io.sallyport.source.ContainerAccess.CopiedFile;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A shell in a container that stays open: what it is told costs neither a call of the engine nor
/// the start of a process beside the engine, which take some 80 ms for one rollout.
///
/// It reads its script from the connection. A file comes as a here-document, and each command ends
/// with a line that nothing else prints. When the connection ends, so does the shell.
final class ContainerShell implements AutoCloseable {
  /// A shell that runs answers within a millisecond; one in a paused container does not.
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

  private static final Pattern EXIT_CODE = Pattern.compile("\\d{1,3}");

  private final TakenOver connection;
  private final Consumer<ContainerShell> onEnd;
  private final ReentrantLock turn = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition heardMore = lock.newCondition();
  private final HeardOutput heard = new HeardOutput();
  private boolean ended;

  /// It has ended, or does not answer, and has begun nothing of what it was told.
  static final class SilentException extends EngineException {
    private static final long serialVersionUID = 1L;

    SilentException(String message) {
      super(message);
    }
  }

  private ContainerShell(TakenOver connection, Consumer<ContainerShell> onEnd) {
    this.connection = connection;
    this.onEnd = onEnd;
  }

  /// Listens to a shell that has been started.
  ///
  /// @param connection carries its input and output
  /// @param onEnd called once, when it has ended for whatever reason
  static ContainerShell on(
      TakenOver connection, String containerId, Consumer<ContainerShell> onEnd) {
    ContainerShell shell = new ContainerShell(connection, onEnd);
    Thread.ofVirtual().name("shell-" + containerId).start(shell::listen);
    return shell;
  }

  /// Runs a command that takes a few milliseconds.
  ///
  /// @return empty where another command runs
  Optional<ExecResult> ask(List<String> command) {
    return run("/", List.of(), command, ANSWERS_WITHIN, Duration.ZERO);
  }

  /// Writes files and runs a command. A question that is being answered is waited for.
  ///
  /// @param files such as [ShellScript#takes]
  /// @return empty where nothing was run: a file could not be written, or another command runs
  /// @throws SilentException when nothing was begun
  /// @throws EngineException when it is not known how it ended
  Optional<ExecResult> run(
      String directory, List<CopiedFile> files, List<String> command, Duration limit) {
    return run(directory, files, command, limit, ANSWERS_WITHIN);
  }

  private Optional<ExecResult> run(
      String directory,
      List<CopiedFile> files,
      List<String> command,
      Duration limit,
      Duration patience) {
    if (!takesTurn(patience)) {
      return Optional.empty();
    }
    try {
      String mark = mark();
      begin();
      greet(mark);
      return deliver(ShellScript.of(directory, files, command, mark), mark, limit);
    } finally {
      turn.unlock();
    }
  }

  private boolean takesTurn(Duration patience) {
    try {
      return turn.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void begin() {
    lock.lock();
    try {
      heard.begin();
    } finally {
      lock.unlock();
    }
  }

  private void greet(String mark) {
    try {
      send("echo " + mark + "\n");
      until(mark + "\n", Deadline.in(ANSWERS_WITHIN));
    } catch (IOException | TimeoutException silent) {
      close();
      throw new SilentException("the shell in the container does not answer");
    }
  }

  /// All that it prints, and after the mark the exit code.
  private Optional<ExecResult> deliver(String script, String mark, Duration limit) {
    try {
      send(script);
      String output = until(mark + " ", Deadline.in(limit));
      String code = until("\n", Deadline.in(ANSWERS_WITHIN));
      return code.equals(ShellScript.NOT_WRITTEN)
          ? Optional.empty()
          : Optional.of(new ExecResult(exitCode(code), output));
    } catch (IOException broken) {
      close();
      throw new EngineException(
          "the connection to the shell in the container broke: " + broken.getMessage(), broken);
    } catch (TimeoutException hanging) {
      close();
      throw new EngineException(
          "the command in the container has not ended within " + limit.toSeconds() + " s", hanging);
    }
  }

  private static int exitCode(String said) throws IOException {
    if (!EXIT_CODE.matcher(said).matches()) {
      throw new IOException("it says no exit code");
    }
    return Integer.parseInt(said);
  }

  private static String mark() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return "sallyport-" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  private void send(String text) throws IOException, TimeoutException {
    TimeLimit.within(
        ANSWERS_WITHIN,
        () -> {
          OutputStream input = connection.input();
          input.write(text.getBytes(UTF_8));
          input.flush();
          return true;
        });
  }

  /// What it prints up to the text, which is dropped with it.
  private String until(String text, Deadline deadline) throws IOException, TimeoutException {
    lock.lock();
    try {
      while (true) {
        Optional<String> before = heard.takeUntil(text);
        if (before.isPresent()) {
          return before.get();
        } else if (ended) {
          throw new IOException("it has ended");
        } else if (heardMore.awaitNanos(deadline.left().toNanos()) <= 0) {
          throw new TimeoutException();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    } finally {
      lock.unlock();
    }
  }

  boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void listen() {
    try {
      for (byte[] piece = CommandOutput.piece(connection.getBody());
          piece.length > 0 && !heard.isEndless();
          piece = CommandOutput.piece(connection.getBody())) {
        hear(piece);
      }
    } catch (IOException | RuntimeException broken) {
      // It has ended either way.
    } finally {
      close();
    }
  }

  private void hear(byte[] piece) {
    lock.lock();
    try {
      heard.add(piece);
      heardMore.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      heardMore.signalAll();
    } finally {
      lock.unlock();
    }
    connection.close();
    onEnd.accept(this);
  }
}
