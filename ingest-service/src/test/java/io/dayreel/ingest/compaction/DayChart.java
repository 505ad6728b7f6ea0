package io.dayreel.ingest.compaction;

import io.dayreel.ingest.compaction.CompactionDayTest.Minute;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A day as a small SVG: instances, load, and moves. The same day has the same text. */
final class DayChart {
    private static final int LEFT = 40;
    private static final int TOP = 46;
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;
    private static final int STEP = 5;
    private static final int MOST = 14;
    private static final int MOST_MOVES = 600;

    private DayChart() {}

    static String of(List<Minute> minutes) {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + (LEFT + WIDTH + 20) + " "
                + (TOP + HEIGHT + 34) + "\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.append("<title>Instances follow the load of 10 000 devices over a day</title>\n")
                .append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        axes(svg);
        moves(svg, minutes);
        line(svg, minutes, "#b45309", 1.5, Minute::filled);
        line(svg, minutes, "#1d4ed8", 2, Minute::running);
        legend(svg);
        return svg.append("</svg>\n").toString();
    }

    private static void axes(StringBuilder svg) {
        for (int count = 0; count <= MOST; count += 2) {
            double y = y((double) count / MOST);
            svg.append("<path d=\"M" + LEFT + " " + number(y) + "h" + WIDTH + "\" stroke=\"#e5e7eb\"/>")
                    .append("<text x=\"" + (LEFT - 8) + "\" y=\"" + number(y + 4)
                            + "\" text-anchor=\"end\" fill=\"#374151\">" + count + "</text>\n");
        }
        for (int hour = 0; hour <= 24; hour += 3) {
            svg.append("<text x=\"" + (LEFT + WIDTH * hour / 24) + "\" y=\"" + (TOP + HEIGHT + 18)
                    + "\" text-anchor=\"middle\" fill=\"#374151\">" + hour + ":00</text>\n");
        }
    }

    private static void moves(StringBuilder svg, List<Minute> minutes) {
        svg.append("<path fill=\"none\" stroke=\"#9ca3af\" stroke-width=\"2\" d=\"");
        for (int from = 0; from < minutes.size(); from += STEP) {
            int moved = minutes.subList(from, Math.min(from + STEP, minutes.size())).stream()
                    .mapToInt(Minute::moves)
                    .sum();
            if (moved > 0) {
                svg.append(
                        "M" + number(x(from)) + " " + number(y(0)) + "V" + number(y((double) moved / MOST_MOVES / 3)));
            }
        }
        svg.append("\"/>\n");
    }

    private static void line(
            StringBuilder svg, List<Minute> minutes, String colour, double width, ToDoubleFunction<Minute> value) {
        svg.append(
                "<polyline fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"" + number(width) + "\" points=\"");
        for (int minute = 0; minute < minutes.size(); minute += STEP) {
            double at = value.applyAsDouble(minutes.get(minute));
            svg.append(number(x(minute)) + "," + number(y(at / MOST)) + " ");
        }
        svg.append("\"/>\n");
    }

    private static void legend(StringBuilder svg) {
        svg.append("<text x=\"" + LEFT + "\" y=\"20\" fill=\"#1d4ed8\">instances</text>")
                .append("<text x=\"" + (LEFT + 80) + "\" y=\"20\" fill=\"#b45309\">load, in full instances</text>")
                .append(
                        "<text x=\"" + (LEFT + 240)
                                + "\" y=\"20\" fill=\"#6b7280\">devices moved in 5 minutes (at most 600, a third of the height)</text>\n")
                .append("<text x=\"" + (LEFT + WIDTH / 2 + 4) + "\" y=\"" + (TOP - 6)
                        + "\" fill=\"#374151\">an instance dies</text>\n");
    }

    private static double x(int minute) {
        return LEFT + (double) WIDTH * minute / (24 * 60);
    }

    private static double y(double share) {
        return TOP + HEIGHT * (1 - share);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
