// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds rows and lists in the values of a reply, at whatever depth they stand, without judging them. */
final class ReplyRows {

    private static final List<String> NUMBERS = List.of("n", "number", "item_number", "item", "id");
    private static final List<String> PERCENTS = List.of("percent", "exposure", "value");

    private ReplyRows() {}

    /**
     * A row.
     *
     * @param number the number of its item, as it stands there
     * @param content a percentage or a list
     * @param whole whether the row was read to its end
     */
    record Row(String number, ReplyNode content, boolean whole) {}

    /**
     * Rows of a reply: objects with a number and a content, and fields that have a number as name.
     *
     * @param lists whether the content is a list, otherwise a percentage
     */
    static List<Row> of(List<ReplyNode> roots, boolean lists) {
        List<Row> rows = new ArrayList<>();
        roots.forEach(root -> collect(root, lists, rows));
        return rows;
    }

    private static void collect(ReplyNode node, boolean lists, List<Row> rows) {
        if (node.elements != null) {
            node.elements.forEach(element -> collect(element, lists, rows));
        } else if (node.fields != null) {
            String number = node.scalarOf(NUMBERS);
            ReplyNode content = lists ? node.firstArray() : percent(node);
            if (number != null && content != null) {
                rows.add(new Row(number, content, node.closed && content.closed));
                return;
            }
            node.fields.forEach((name, field) -> {
                boolean fits = lists ? field.elements != null : field.scalar != null;
                if (fits && isNumber(name)) {
                    rows.add(new Row(name, field, field.closed));
                } else {
                    collect(field, lists, rows);
                }
            });
        }
    }

    private static @Nullable ReplyNode percent(ReplyNode node) {
        String text = node.scalarOf(PERCENTS);
        return text == null ? null : ReplyNode.scalar(text);
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.length() <= 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /**
     * Whether a list was read to its end.
     *
     * @param name the name of the list
     * @param anyName whether a list of another name counts too
     */
    static boolean isWhole(List<ReplyNode> roots, String name, boolean anyName) {
        return roots.stream().anyMatch(root -> {
            if (root.fields == null) {
                return root.closed && anyName;
            }
            ReplyNode list = root.fields.get(name);
            if (list == null && anyName) {
                list = root.firstArray();
            }
            return root.closed && list != null && list.elements != null && list.closed;
        });
    }

    /** The elements of the list of a name, or else of the longest list: an answer may hold other lists. */
    static List<ReplyNode> longestList(List<ReplyNode> roots, String name) {
        List<List<ReplyNode>> lists = new ArrayList<>();
        for (ReplyNode root : roots) {
            ReplyNode named = root.fields == null ? null : root.fields.get(name);
            if (named != null && named.elements != null) {
                return named.elements;
            }
            lists(root, lists);
        }
        return lists.stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
    }

    private static void lists(ReplyNode node, List<List<ReplyNode>> lists) {
        if (node.elements != null) {
            lists.add(node.elements);
            node.elements.forEach(element -> lists(element, lists));
        } else if (node.fields != null) {
            node.fields.values().forEach(field -> lists(field, lists));
        }
    }
}
