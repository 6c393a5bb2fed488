// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.harm;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Chart of the table with one line per cell and one panel per arm, as SVG without scripts, external fonts or files. */
final class HarmChart {

    private static final int ROW = 15;
    private static final int TOP = 56;
    private static final int LEFT = 190;
    private static final int PANEL = 300;
    private static final int GAP = 40;
    private static final int WIDTH = LEFT + 2 * PANEL + GAP + 20;
    private static final String BETTER = "#1e8449";
    private static final String WORSE = "#c0392b";
    private static final String UNTOLD = "#5d6d7e";

    private final StringBuilder svg = new StringBuilder();

    private HarmChart() {}

    static String svg(List<HarmCell> cells) {
        HarmChart chart = new HarmChart();
        int height = TOP + ROW * cells.size() + 40;
        chart.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Do no harm\""
                        + " font-family=\"sans-serif\" font-size=\"11\">",
                WIDTH, height);
        chart.add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, height);
        chart.add(
                "<text x=\"10\" y=\"18\" font-size=\"13\">Change of RMSE against real ratings alone, in per cent: mean, and 95 %% interval; each panel has its own scale</text>");
        chart.names(cells);
        chart.panel("warm start", LEFT, cells, HarmCell::warmStart);
        chart.panel("naive", LEFT + PANEL + GAP, cells, HarmCell::naive);
        return chart.svg.append("</svg>\n").toString();
    }

    private void names(List<HarmCell> cells) {
        for (int row = 0; row < cells.size(); row++) {
            HarmCell cell = cells.get(row);
            if (row == 0 || cells.get(row - 1).behaviour() != cell.behaviour()) {
                add(
                        "<line x1=\"10\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#ccc\"/>",
                        TOP + ROW * row, WIDTH - 10, TOP + ROW * row);
                add(
                        "<text x=\"10\" y=\"%d\">%s</text>",
                        TOP + ROW * row + 11, cell.behaviour().label());
            }
            add(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#555\">%s</text>",
                    LEFT - 12, TOP + ROW * row + 11, cell.level().label());
        }
    }

    private void panel(String title, int left, List<HarmCell> cells, Function<HarmCell, HarmCell.Arm> arm) {
        double lowest = 0;
        double highest = 0;
        for (HarmCell cell : cells) {
            lowest = Math.min(
                    lowest, Math.min(arm.apply(cell).mean(), arm.apply(cell).low()));
            highest = Math.max(
                    highest, Math.max(arm.apply(cell).mean(), arm.apply(cell).high()));
        }
        // a minimum, so that values stay distinguishable
        double margin = Math.max(0.002, 0.05 * (highest - lowest));
        double from = lowest - margin;
        double scale = PANEL / (highest + margin - from);
        double zero = left - scale * from;
        int bottom = TOP + ROW * cells.size();
        add("<text x=\"%d\" y=\"44\" font-weight=\"bold\">%s</text>", left, title);
        add("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#333\"/>", zero, TOP, zero, bottom);
        tick(zero, bottom, "0");
        for (double end : new double[] {lowest, highest}) {
            if (Math.abs(end) > margin) {
                tick(left + scale * (end - from), bottom, String.format(Locale.ROOT, "%+.1f", 100 * end));
            }
        }
        for (int row = 0; row < cells.size(); row++) {
            HarmCell.Arm one = arm.apply(cells.get(row));
            double y = TOP + ROW * row + ROW / 2.0;
            String colour = one.low() > 0 ? WORSE : one.high() < 0 ? BETTER : UNTOLD;
            add(
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\"/>",
                    left + scale * (one.low() - from), y, left + scale * (one.high() - from), y, colour);
            add(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.2\" fill=\"%s\"/>",
                    left + scale * (one.mean() - from), y, colour);
        }
    }

    private void tick(double x, int bottom, String text) {
        add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">%s</text>", x, bottom + 16, text);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
