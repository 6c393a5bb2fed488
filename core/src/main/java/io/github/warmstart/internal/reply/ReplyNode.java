// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.internal.reply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value in a reply, as far as it could be read. Exactly one of its three contents is not null. */
final class ReplyNode {

    final @Nullable String scalar;
    final @Nullable List<ReplyNode> elements;
    final @Nullable Map<String, ReplyNode> fields;
    /** Whether the end was read. */
    boolean closed;

    private ReplyNode(
            @Nullable String scalar, @Nullable List<ReplyNode> elements, @Nullable Map<String, ReplyNode> fields) {
        this.scalar = scalar;
        this.elements = elements;
        this.fields = fields;
    }

    static ReplyNode scalar(String text) {
        ReplyNode node = new ReplyNode(text, null, null);
        node.closed = true;
        return node;
    }

    static ReplyNode array() {
        return new ReplyNode(null, new ArrayList<>(), null);
    }

    static ReplyNode object() {
        return new ReplyNode(null, null, new LinkedHashMap<>());
    }

    /** The scalar under the first of these names that is there; null if there is none. Names are in lower case. */
    @Nullable
    String scalarOf(List<String> names) {
        if (fields != null) {
            for (String name : names) {
                ReplyNode field = fields.get(name);
                if (field != null && field.scalar != null) {
                    return field.scalar;
                }
            }
        }
        return null;
    }

    /** The first array among the fields; null if there is none. */
    @Nullable
    ReplyNode firstArray() {
        if (fields != null) {
            for (ReplyNode field : fields.values()) {
                if (field.elements != null) {
                    return field;
                }
            }
        }
        return null;
    }
}
