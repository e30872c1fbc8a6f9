package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/images` replaces what it built itself, and nothing else; on an engine that has no registry
/// and no other user.
class ImagesIT {
  private static final String IMAGE = "nginx:1.22";
  private static final String CURRENT = "sallyport-stand-in:nginx-stream-debian-bookworm";

  @AutoClose private static final TestedEngine ENGINE = TestedEngine.start("docker-trixie");

  @TempDir private Path folder = Path.of("");

  @Test
  void exchangesAStandInThatIsOutdated() throws IOException {
    ENGINE.docker("tag", "nginx:stable", CURRENT);
    build("sallyport-stand-in:outdated", "nginx:stable", "ENV RECIPE=outdated");
    ENGINE.docker("tag", "sallyport-stand-in:outdated", IMAGE);
    assertThat(images()).contains(CURRENT);
    assertThat(id(IMAGE)).isEqualTo(id(CURRENT));
  }

  /// It has the layers and the labels of what it is built on, whatever they say.
  @Test
  void leavesAloneWhatIsBuiltOnAStandIn() throws IOException {
    ENGINE.docker("tag", "nginx:stable", CURRENT);
    build("sallyport-stand-in:outdated", "nginx:stable", "ENV RECIPE=outdated");
    for (String base : List.of(CURRENT, "sallyport-stand-in:outdated")) {
      build(IMAGE, base, "LABEL io.sallyport.stand-in=\"nginx from Debian bookworm\"");
      String before = id(IMAGE);
      assertThat(images()).contains("no stand-in").contains("was here");
      assertThat(id(IMAGE)).as("built on " + base).isEqualTo(before);
    }
  }

  @Test
  void takesNothingForAStandInButWhatItBuilt() throws IOException {
    ENGINE.docker("tag", "nginx:stable", CURRENT);
    build(
        "example/nginx",
        CURRENT,
        "LABEL io.sallyport.stand-in=\"nginx with stream from Debian bookworm\"");
    ENGINE.docker("tag", "example/nginx", IMAGE);
    ENGINE.docker("rmi", IMAGE);
    assertThat(images()).contains(CURRENT);
    assertThat(id(IMAGE)).isEqualTo(id(CURRENT)).isNotEqualTo(id("example/nginx"));
  }

  private static String images() {
    return Subprocess.run(
            List.of(Path.of("bin", "images").toString(), IMAGE),
            "",
            Map.of("DOCKER_HOST", ENGINE.endpoint()))
        .expect(0)
        .out();
  }

  private static String id(String image) {
    return ENGINE.docker("image", "inspect", "--format", "{{.Id}}", image);
  }

  private void build(String image, String base, String line) throws IOException {
    Files.writeString(folder.resolve("Dockerfile"), "FROM " + base + "\n" + line + "\n");
    ENGINE.docker("build", "--quiet", "--tag", image, folder.toString());
  }
}
