package dev.moorage.storage.tck.report;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table with aligned columns, so that it is also readable on a terminal. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> head) {
        rows.add(head);
    }

    void add(List<String> row) {
        rows.add(row);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                String cell = rows.get(row).get(column);
                text.append("| ").append(cell).repeat(" ", width(column) - cell.length() + 1);
            }
            text.append("|\n");
            if (row == 0) {
                for (int column = 0; column < rows.getFirst().size(); column++) {
                    text.append("|").repeat("-", width(column) + 2);
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
