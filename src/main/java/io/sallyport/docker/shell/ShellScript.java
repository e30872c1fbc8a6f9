package io.sallyport.docker.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.source.ContainerAccess.CopiedFile;
import java.util.List;
import java.util.stream.Collectors;

/// What an open shell is sent for one delivery: files as here-documents, then a command, then a
/// line with the mark and the exit code. A compound command, which the shell reads to its end
/// before it begins: half a script does nothing.
final class ShellScript {
  /// What stands for the exit code where a file could not be written.
  static final String NOT_WRITTEN = "x";

  private static final int READABLE = 0644;
  private static final int PRIVATE = 0600;

  private ShellScript() {}

  /// Whether a shell can write the files: those that a here-document brings as they are. Unlike the
  /// engine's archive call it also reaches what is mounted in the container alone, such as a tmpfs.
  static boolean takes(List<CopiedFile> files) {
    return files.stream()
        .allMatch(file ->
            (file.mode() == READABLE || file.mode() == PRIVATE)
                && (file.charset().equals(UTF_8) || isAscii(file.content()))
                && file.content().endsWith("\n")
                && file.content().indexOf('\0') < 0);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(each -> each < 0x80);
  }

  /// @param mark is in none of the files
  static String of(String directory, List<CopiedFile> files, List<String> command, String mark) {
    StringBuilder script = new StringBuilder("{ umask 022; code=" + NOT_WRITTEN + "\n");
    for (CopiedFile file : files) {
      String path = directory + "/" + file.name();
      if (file.name().contains("/")) {
        script.append("(umask 077; mkdir -p ");
        script.append(quoted(path.substring(0, path.lastIndexOf('/')))).append(") &&\n");
      }
      script.append(file.mode() == PRIVATE ? "(umask 077; cat > " : "(cat > ").append(quoted(path));
      script.append(") <<'").append(mark).append("' &&\n");
      script.append(file.content()).append(mark).append('\n');
    }
    script.append("{ ");
    script.append(command.stream().map(ShellScript::quoted).collect(Collectors.joining(" ")));
    script.append("; code=$?; }\n} </dev/null 2>&1; echo ").append(mark).append(" $code\n");
    return script.toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
