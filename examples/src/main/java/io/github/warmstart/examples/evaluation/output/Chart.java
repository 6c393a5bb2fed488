// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.examples.evaluation.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Line chart over named positions, as inline SVG without scripts, fonts or external files. */
final class Chart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 190;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int LINES = 5;
    private static final String[] COLOURS = {"#1f4e79", "#c0392b", "#1e8449", "#8e44ad", "#b9770e", "#16a085", "#5d6d7e"
    };

    private final String title;
    private final String vertical;
    private final String horizontal;
    private final List<String> places;
    private final Map<String, double[][]> lines = new LinkedHashMap<>();

    Chart(String title, String vertical, String horizontal, List<String> places) {
        this.title = title;
        this.vertical = vertical;
        this.horizontal = horizontal;
        this.places = List.copyOf(places);
    }

    /** A point of a line: its value, and the ends of its interval, which may be the value itself. */
    void point(String line, String place, double value, double low, double high) {
        double[][] points = lines.computeIfAbsent(line, name -> new double[places.size()][]);
        points[places.indexOf(place)] = new double[] {value, low, high};
    }

    void point(String line, String place, double value) {
        point(line, place, value, value, value);
    }

    /** The chart; empty if there is nothing to draw. */
    String svg() {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double[][] points : lines.values()) {
            for (double[] point : points) {
                if (point != null && Double.isFinite(point[0])) {
                    lowest = Math.min(lowest, point[1]);
                    highest = Math.max(highest, point[2]);
                }
            }
        }
        if (!(lowest <= highest)) {
            return "";
        }
        // never too small to tell the ends apart, of which ticks would have no end
        double least = 1e-6 * Math.max(1, Math.max(Math.abs(lowest), Math.abs(highest)));
        double margin = Math.max(least, (highest - lowest) * 0.08);
        return draw(lowest - margin, highest + margin);
    }

    private String draw(double lowest, double highest) {
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                escaped(title));
        add(svg, "<text x=\"%d\" y=\"20\" class=\"title\">%s</text>", LEFT, escaped(title));
        double step = roundStep((highest - lowest) / LINES);
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        for (long tick = (long) Math.ceil(lowest / step); tick * step <= highest; tick++) {
            double value = tick * step;
            double y = y(value, lowest, highest);
            add(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"grid\"/>", LEFT, y, WIDTH - RIGHT, y);
            add(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" class=\"tick end\">%s</text>",
                    LEFT - 6,
                    y + 4,
                    String.format(Locale.ROOT, "%." + decimals + "f", value));
        }
        if (lowest < 0 && highest > 0) {
            double zero = y(0, lowest, highest);
            add(
                    svg,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"zero\"/>",
                    LEFT,
                    zero,
                    WIDTH - RIGHT,
                    zero);
        }
        for (int place = 0; place < places.size(); place++) {
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" class=\"tick middle\">%s</text>",
                    x(place),
                    HEIGHT - BOTTOM + 18,
                    escaped(places.get(place)));
        }
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" class=\"tick middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 10,
                escaped(horizontal));
        add(svg, "<text x=\"10\" y=\"%d\" class=\"tick\">%s</text>", TOP - 8, escaped(vertical));
        int number = 0;
        for (Map.Entry<String, double[][]> line : lines.entrySet()) {
            line(svg, line.getKey(), line.getValue(), number++, lowest, highest);
        }
        return svg.append("</svg>\n").toString();
    }

    private void line(StringBuilder svg, String name, double[][] points, int number, double lowest, double highest) {
        String colour = COLOURS[number % COLOURS.length];
        List<String> path = new ArrayList<>();
        for (int place = 0; place < points.length; place++) {
            double[] point = points[place];
            if (point == null || !Double.isFinite(point[0])) {
                continue;
            }
            // lines stand a little beside each other, so that intervals do not hide each other
            double x = x(place) + 3 * (number - lines.size() / 2.0);
            double y = y(point[0], lowest, highest);
            path.add(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
            add(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", x, y, colour);
            if (point[1] < point[2]) {
                add(
                        svg,
                        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" opacity=\"0.6\"/>",
                        x,
                        y(point[1], lowest, highest),
                        x,
                        y(point[2], lowest, highest),
                        colour);
            }
        }
        add(svg, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.8\"/>", String.join(" ", path), colour);
        int y = TOP + 10 + 18 * number;
        add(svg, "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"3\" fill=\"%s\"/>", WIDTH - RIGHT + 12, y - 4, colour);
        add(svg, "<text x=\"%d\" y=\"%d\" class=\"tick\">%s</text>", WIDTH - RIGHT + 30, y, escaped(name));
    }

    /** The round number that is nearest above: 1, 2 or 5 times a power of ten. */
    private static double roundStep(double raw) {
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double share = raw / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    private double x(int place) {
        double room = WIDTH - LEFT - RIGHT;
        return LEFT + room * (place + 0.5) / places.size();
    }

    private static double y(double value, double lowest, double highest) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - lowest) / (highest - lowest);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
