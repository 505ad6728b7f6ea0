package io.dayreel.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table that can also be read as plain text. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** @param head the columns' names */
    public Table(String... head) {
        rows.add(List.of(head));
    }

    /** Adds a row with as many cells as there are columns. */
    public Table row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells under " + rows.get(0));
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            line(text, rows.get(i));
            if (i == 0) {
                line(text, rows.get(0).stream().map(cell -> "---").toList());
            }
        }
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            text.append("| ").append(cells.get(column));
            text.append(" ".repeat(Math.max(0, width(column) - cells.get(column).length()) + 1));
        }
        text.append("|\n");
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
