package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerSelectionTest {
  private static final Explanation SHOP = container("aa11", "demo-shop-1", "");
  private static final Explanation BLOG = container("aa22", "blog", "node-1");
  private static final Explanation OTHER_BLOG = container("bb33", "blog", "node-2");
  private static final List<Explanation> ALL = List.of(SHOP, BLOG, OTHER_BLOG);

  private static Explanation container(String id, String name, String node) {
    return new Explanation(
        id, name, node, "running", "none", Standing.ROUTED, "", "", List.of(), List.of());
  }

  @Test
  void areAllWhereNoneIsNamed() {
    assertThat(ContainerSelection.select(ALL, List.of())).isEqualTo(ALL);
  }

  @Test
  void areNamedByNameOrTheBeginningOfAnIdentifier() {
    assertThat(ContainerSelection.select(ALL, List.of("demo-shop-1"))).containsExactly(SHOP);
    assertThat(ContainerSelection.select(ALL, List.of("/demo-shop-1", "aa1")))
        .containsExactly(SHOP);
    assertThat(ContainerSelection.select(ALL, List.of("bb", "aa2")))
        .containsExactly(OTHER_BLOG, BLOG);
  }

  @Test
  void areNamedWithTheirNodeWhereSeveralHaveTheName() {
    assertThat(ContainerSelection.select(ALL, List.of("blog"))).containsExactly(BLOG, OTHER_BLOG);
    assertThat(ContainerSelection.select(ALL, List.of("node-2/blog"))).containsExactly(OTHER_BLOG);
  }

  @Test
  void allThatThereAreNotAreSaidAtOnce() {
    assertThatThrownBy(() -> ContainerSelection.select(ALL, List.of("blgo", "shop", "xyz", "")))
        .isInstanceOf(InputException.class)
        .hasMessage(
            """
            There is no container `blgo`; did you mean `blog`?
            There is no container `shop`; did you mean `demo-shop-1`?
            There is no container `xyz`
            There is no container ``\
            """);
    assertThatThrownBy(() -> ContainerSelection.select(ALL, List.of("aa")))
        .hasMessage("`aa` is the beginning of several identifiers: demo-shop-1, blog");
  }
}
