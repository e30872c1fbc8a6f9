package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Setting.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecTest {
  @Test
  void isAcceptedAndEqualsTheDefaults() {
    Settings read = SettingsReader.read("spec", Spec.text());
    assertThat(read.proxies()).hasSize(1);
    for (Setting<?> setting : Setting.all()) {
      assertThat(find(read, setting).equals(setting.defaultValue()))
          .describedAs(setting.key())
          .isTrue();
    }
  }

  @Test
  void isAcceptedWithItsExamplesToo() {
    String all = Spec.text().replaceAll("(?m)^( *)# (\\w+ = .*)$", "$1$2");
    Settings read = SettingsReader.read("spec", all);
    for (Setting<?> setting : Setting.all()) {
      assertThat(find(read, setting).isPresent()).describedAs(setting.key()).isTrue();
    }
  }

  @Test
  void namesEveryKeyOnceWithItsDocumentation() {
    for (Setting<?> setting : Setting.all()) {
      assertThat(Spec.text().lines().filter(line -> line.matches(" *(# )?" + setting + " = .*")))
          .describedAs(setting.key())
          .hasSize(1);
      assertThat(Spec.text()).contains("# " + setting.doc());
      assertThat(Spec.reference()).containsOnlyOnce("</a>`" + setting.key() + "` |");
    }
    assertThat(Spec.text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(120));
  }

  @Test
  void referenceHasEachSettingOnce() {
    assertThat(Reference.TASKS.stream().flatMap(task -> task.settings().stream()).toList())
        .containsExactlyInAnyOrderElementsOf(Setting.all());
  }

  @Test
  void exampleIsCurrent() throws IOException {
    current(Path.of("config.toml.example"), Spec.text());
  }

  @Test
  void referenceIsCurrent() throws IOException {
    current(Path.of("docs/settings.md"), Spec.reference());
  }

  private static Optional<?> find(Settings settings, Setting<?> setting) {
    return setting.scope() != Scope.EXTENSION
        ? settings.find(setting)
        : settings.proxies().getFirst().find(setting);
  }

  private static void current(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("sallyport.regenerate")) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, expected);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .describedAs(
            file
                + " is stale; write it anew with: mvn test -Dtest=SpecTest"
                + " -Dsallyport.regenerate=true")
        .isEqualTo(expected);
  }
}
