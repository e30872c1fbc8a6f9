package io.sallyport.bench;

import java.util.List;

/// Every sample as a dot in the row of its contestant and condition, with a line at the median.
final class Plot {
  private static final int ROW = 26;
  private static final int LEFT = 300;
  private static final int WIDTH = 560;
  private static final int TOP = 48;

  private Plot() {}

  static String of(String title, List<Result> results) {
    double most = results.stream().mapToDouble(Result::max).max().orElse(1);
    double step = step(most);
    double end = Math.ceil(most / step) * step;
    int height = TOP + ROW * results.size() + 40;
    StringBuilder svg =
        new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
            <title>%s</title>
            <rect width="100%%" height="100%%" fill="#fff"/>
            <text x="12" y="24" font-size="16" font-weight="bold">%s, milliseconds</text>
            """
                .formatted(LEFT + WIDTH + 40, height, title, title));
    int bottom = TOP + ROW * results.size();
    for (double tick = 0; tick <= end + step / 2; tick += step) {
      double x = LEFT + WIDTH * tick / end;
      svg.append(
          """
          <line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#ddd"/>
          <text x="%.1f" y="%d" text-anchor="middle" fill="#555">%.0f</text>
          """
              .formatted(x, TOP - 8, x, bottom, x, bottom + 20, tick));
    }
    int y = TOP + ROW / 2;
    for (Result each : results) {
      String colour = each.who().equals(Report.FLOOR) ? "#8a6d3b" : "#1f5fa8";
      svg.append(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s, %d, %s</text>%n"
              .formatted(LEFT - 10, y + 4, each.who(), each.size(), each.condition()));
      for (double sample : each.samples()) {
        svg.append(
            "<circle cx=\"%.1f\" cy=\"%d\" r=\"3.5\" fill=\"%s\" fill-opacity=\"0.45\"/>%n"
                .formatted(at(sample, end), y, colour));
      }
      svg.append(
          "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2.5\"/>%n"
              .formatted(at(each.median(), end), y - 10, at(each.median(), end), y + 10, colour));
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static double at(double sample, double end) {
    return LEFT + WIDTH * Math.max(0, sample) / end;
  }

  /// About eight steps of 1, 2 or 5 times a power of ten.
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, most) / 8)));
    double digits = Math.max(1, most) / 8 / power;
    if (digits > 5) {
      return 10 * power;
    }
    return (digits > 2 ? 5 : digits > 1 ? 2 : 1) * power;
  }
}
