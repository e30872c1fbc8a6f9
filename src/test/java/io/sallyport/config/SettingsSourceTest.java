package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourceTest {
  private static final Map<String, String> INTERLOCK =
      Map.of("INTERLOCK_CONFIG", "ListenAddr = \":9002\"");

  @TempDir Path folder;
  private Path sallyport = Path.of("");
  private Path interlock = Path.of("");

  @BeforeEach
  void paths() {
    sallyport = folder.resolve("sallyport.toml");
    interlock = folder.resolve("interlock.toml");
  }

  @Test
  void takesTheVariableFirst() throws IOException {
    Path asked = listening("asked.toml", ":9001");
    Settings settings = load(Optional.of(asked), INTERLOCK);
    assertThat(settings.get(Setting.LISTEN_ADDR)).isEqualTo(":9002");
    assertThat(settings.source()).isEqualTo("environment variable INTERLOCK_CONFIG");
    assertThat(settings.warnings())
        .extracting(Problem::toString)
        .containsExactly(
            asked + ": is not read, since INTERLOCK_CONFIG is set (unset INTERLOCK_CONFIG)");
  }

  /// As Interlock's own quick start has it.
  @Test
  void takesTheVariableWhereTheFileIsMissing() {
    Settings settings = load(Optional.of(folder.resolve("missing.toml")), INTERLOCK);
    assertThat(settings.get(Setting.LISTEN_ADDR)).isEqualTo(":9002");
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void takesTheFileThatIsAskedForBeforeTheUsualOnes() throws IOException {
    Path asked = listening("asked.toml", ":9001");
    listening("sallyport.toml", ":9003");
    Settings settings = load(Optional.of(asked), Map.of());
    assertThat(settings.get(Setting.LISTEN_ADDR)).isEqualTo(":9001");
    assertThat(settings.source()).isEqualTo("file " + asked);
  }

  @Test
  void looksForARelativeFileWhereInterlockRan() throws IOException {
    Path there = listening("there.toml", ":9005");
    Settings settings = load(Optional.of(Path.of("there.toml")), Map.of());
    assertThat(settings.get(Setting.LISTEN_ADDR)).isEqualTo(":9005");
    assertThat(settings.source()).isEqualTo("file " + there);
  }

  @Test
  void keepsTheWarningsOfTheText() {
    assertThat(load(Optional.empty(), Map.of("INTERLOCK_CONFIG", "Foo = 1")).warnings())
        .extracting(Problem::toString)
        .containsExactly("INTERLOCK_CONFIG:1:1: unknown key `Foo` is ignored (remove it)");
  }

  @Test
  void takesTheVariableBeforeTheUsualFiles() throws IOException {
    listening("sallyport.toml", ":9003");
    Settings settings = load(Optional.empty(), INTERLOCK);
    assertThat(settings.get(Setting.LISTEN_ADDR)).isEqualTo(":9002");
    assertThat(settings.source()).isEqualTo("environment variable INTERLOCK_CONFIG");
  }

  @Test
  void takesOurUsualFileBeforeInterlocks() throws IOException {
    listening("interlock.toml", ":9004");
    assertThat(load(Optional.empty(), Map.of()).source()).isEqualTo("file " + interlock);
    listening("sallyport.toml", ":9003");
    assertThat(load(Optional.empty(), Map.of()).source()).isEqualTo("file " + sallyport);
  }

  @Test
  void runsOnBuiltInDefaultsAndTheEnvironment() {
    Settings settings =
        load(Optional.empty(), Map.of("INTERLOCK_CONFIG", " ", "DOCKER_HOST", "tcp://e:2375"));
    assertThat(settings.source()).isEqualTo("built-in defaults");
    assertThat(settings.get(Setting.DOCKER_URL)).isEqualTo("tcp://e:2375");
    assertThat(settings.proxies()).hasSize(1);
  }

  @Test
  void namesTheVariableInItsProblems() {
    refuses(Optional.empty(), Map.of("INTERLOCK_CONFIG", "\nProt = 1"))
        .startsWith("INTERLOCK_CONFIG:2:1: unknown key `Prot`");
  }

  @Test
  void namesTheFileInItsProblems() throws IOException {
    Path file = Files.writeString(folder.resolve("c.toml"), "\uFEFFProt = 1\r\nPort = 2\r\n");
    refuses(Optional.of(file), Map.of())
        .startsWith(file + ":1:1: unknown key `Prot`")
        .contains("\n" + file + ":2:1: `Port` belongs to an extension");
  }

  @Test
  void saysThatAFileIsMissing() {
    Path missing = folder.resolve("missing.toml");
    refuses(Optional.of(missing), Map.of())
        .isEqualTo(missing + ": does not exist (`sallyport spec` prints one to begin with)");
  }

  @Test
  void saysThatAFileIsADirectory() throws IOException {
    Files.createDirectory(sallyport);
    refuses(Optional.empty(), Map.of()).startsWith(sallyport + ": is a directory (a bind mount");
  }

  @Test
  void saysThatAFileIsEmpty() throws IOException {
    Files.writeString(sallyport, " \n");
    refuses(Optional.empty(), Map.of()).startsWith(sallyport + ": is empty");
  }

  @Test
  void saysThatAFileIsNotUtf8() throws IOException {
    Files.write(sallyport, new byte[] {'#', (byte) 0xE9, '\n'});
    refuses(Optional.empty(), Map.of()).isEqualTo(sallyport + ": is not UTF-8");
  }

  @Test
  void saysWhyAFileCannotBeRead() {
    Path memory = Path.of("/proc/self/mem");
    assumeTrue(Files.exists(memory), "a file that nobody can read from its beginning");
    refuses(Optional.of(memory), Map.of())
        .isEqualTo(memory + ": cannot be read: Input/output error");
  }

  @Test
  void saysThatAFileMayNotBeRead() throws IOException {
    listening("sallyport.toml", ":9003");
    Files.setPosixFilePermissions(sallyport, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(sallyport), "root reads everything");
    refuses(Optional.empty(), Map.of()).isEqualTo(sallyport + ": may not be read by this user");
  }

  private Settings load(Optional<Path> file, Map<String, String> environment) {
    return SettingsSource.load(file, environment, List.of(sallyport, interlock), folder);
  }

  private AbstractStringAssert<?> refuses(Optional<Path> file, Map<String, String> environment) {
    return assertThat(
        catchThrowableOfType(SettingsException.class, () -> load(file, environment)).getMessage());
  }

  private Path listening(String name, String address) throws IOException {
    return Files.writeString(folder.resolve(name), "ListenAddr = \"" + address + "\"\n");
  }
}
