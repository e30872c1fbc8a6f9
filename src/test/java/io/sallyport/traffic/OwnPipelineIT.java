package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/examples/test-template.sh`, which `docs/templates.md` shows, as an operator's own CI runs
/// it.
class OwnPipelineIT {
  private static final Path SCRIPT = Path.of("docs", "examples", "test-template.sh");
  private static final Path CASE =
      Path.of("src", "test", "resources", "cases", "engine-plain-recorded", "snapshot.json");

  @TempDir private Path repository;

  @BeforeEach
  void checkOut() throws IOException {
    Files.copy(CASE, repository.resolve("snapshot.json"));
    Files.createDirectories(repository.resolve("certs"));
    Files.writeString(
        repository.resolve("config.toml"),
        """
        [[Extensions]]
        Name = "nginx"
        TemplatePath = "%s"
        """
            .formatted(repository.resolve("own.conf")));
    write("add_header X-Served-By {{ host.name }};");
    Path program = repository.resolve("bin").resolve("sallyport");
    Files.createDirectories(program.getParent());
    Files.writeString(
        program,
        Sallyport.command().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" ", "#!/bin/sh\nexec ", " \"$@\"\n")));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Files.copy(SCRIPT, repository.resolve("test-template.sh"), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private void write(String line) throws IOException {
    Files.writeString(
        repository.resolve("own.conf"),
        """
        {%% extends "sallyport:nginx.conf" %%}
        {%% block location %%}{{ parent() }}
              %s
        {%% endblock %%}
        """
            .formatted(line));
  }

  private Subprocess test() {
    String path = repository.resolve("bin") + ":" + System.getenv("PATH");
    return Subprocess.run(
        List.of("sh", "-c", "cd '%s' && ./test-template.sh".formatted(repository)),
        "",
        Map.of("PATH", path));
  }

  private void accept() throws IOException {
    Files.move(
        repository.resolve("rendered.conf"),
        repository.resolve("expected.conf"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void passesWhatIsExpected() throws IOException {
    Subprocess first = test();
    assertThat(first.exitCode()).as("nothing is expected yet").isNotZero();
    accept();
    assertThat(Files.readString(repository.resolve("expected.conf"))).contains("X-Served-By");
    test().expect(0);
  }

  @Test
  void showsWhatAChangeDoes() throws IOException {
    test();
    accept();
    write("add_header X-Served-By edge;");
    assertThat(test().expect(1).out()).contains("+      add_header X-Served-By edge;");
  }

  @Test
  void saysWhereATemplateIsWrong() throws IOException {
    write("{{ host.nmae }}");
    assertThat(test().expect(2).err()).contains("own.conf:3");
  }

  @Test
  void saysWhatNginxWouldRefuse() throws IOException {
    write("add_heder X-Served-By edge;");
    test();
    accept();
    assertThat(test().expect(1).err()).contains("unknown directive \"add_heder\"");
  }
}
