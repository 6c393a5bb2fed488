// SPDX-License-Identifier: Apache-2.0
package io.github.warmstart.report;

import io.github.warmstart.catalog.Item;
import io.github.warmstart.catalog.ItemCatalog;
import io.github.warmstart.interaction.InteractionTable;
import io.github.warmstart.internal.text.CleanText;
import io.github.warmstart.rating.RatingException;
import io.github.warmstart.rating.table.RatingTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Check of whether the parts of a warm start use the same ids: rated or chosen items against the catalogue, and named cold
 * users against the users with ratings.
 *
 * <pre>{@code
 * JoinCheck joins = JoinCheck.ofRatings(RatingTable.read(ratings), catalog, newcomers);
 * joins.warnings().forEach(System.err::println);
 * }</pre>
 *
 * <p>Ids that differ only in their form, such as {@code '123.0'} and {@code '123'}, are counted and shown. Costs
 * O(items + users). Immutable and thread-safe.
 */
public final class JoinCheck {

    /** Number of ids that are kept as examples of each side. */
    public static final int MAX_EXAMPLES = 3;

    private static final int MAX_LENGTH = 80;
    /** Below this share of rated items in the catalogue a warning is given. */
    private static final double MIN_JOINED = 0.5;
    /** From this share of ids on that differ in form only a warning is given. */
    private static final double MIN_NEAR = 0.01;

    private final String word;
    private final int knownItems;
    private final int joinedItems;
    private final int catalogItems;
    private final int namedUsers;
    private final int joinedUsers;
    private final List<String> missingItems;
    private final List<String> unusedItems;
    private final List<NearMiss> nearItems;
    private final List<NearMiss> nearUsers;

    private JoinCheck(
            String word, Collection<String> known, ItemCatalog catalog, Collection<String> named, Set<String> users) {
        this.word = word;
        Set<String> offered = new LinkedHashSet<>();
        for (Item item : catalog.items()) {
            offered.add(item.id());
        }
        Set<String> knownSet = new LinkedHashSet<>(known);
        List<String> missing = without(knownSet, offered::contains);
        List<String> unused = without(offered, knownSet::contains);
        knownItems = knownSet.size();
        joinedItems = knownItems - missing.size();
        catalogItems = offered.size();
        missingItems = examples(missing);
        unusedItems = examples(unused);
        nearItems = NearMiss.between(missing, unused);
        Set<String> wanted = new LinkedHashSet<>(named);
        List<String> strangers = without(wanted, users::contains);
        namedUsers = wanted.size();
        joinedUsers = namedUsers - strangers.size();
        nearUsers = strangers.isEmpty() ? List.of() : NearMiss.between(strangers, without(users, wanted::contains));
    }

    /**
     * Checks ratings against a catalogue.
     *
     * @param ratings the ratings
     * @param catalog the items that can be asked about
     * @param coldUsers the users that were named as cold, or none
     * @return the figures
     */
    public static JoinCheck ofRatings(RatingTable ratings, ItemCatalog catalog, Collection<String> coldUsers) {
        List<String> items = new ArrayList<>();
        for (int item = 0; item < ratings.itemCount(); item++) {
            if (ratings.itemSize(item) > 0) {
                items.add(ratings.itemId(item));
            }
        }
        Set<String> users = new LinkedHashSet<>();
        for (int user = 0; user < ratings.userCount(); user++) {
            if (ratings.userSize(user) > 0) {
                users.add(ratings.userId(user));
            }
        }
        return new JoinCheck("rated", items, catalog, coldUsers, users);
    }

    /**
     * Checks interactions against a catalogue.
     *
     * @param interactions the interactions
     * @param catalog the items that can be asked about
     * @param coldUsers the users that were named as cold, or none
     * @return the figures
     */
    public static JoinCheck ofInteractions(
            InteractionTable interactions, ItemCatalog catalog, Collection<String> coldUsers) {
        List<String> items = new ArrayList<>();
        for (int item = 0; item < interactions.itemCount(); item++) {
            if (interactions.itemSize(item) > 0) {
                items.add(interactions.itemId(item));
            }
        }
        Set<String> users = new LinkedHashSet<>();
        for (int user = 0; user < interactions.userCount(); user++) {
            if (interactions.userSize(user) > 0) {
                users.add(interactions.userId(user));
            }
        }
        return new JoinCheck("chosen", items, catalog, coldUsers, users);
    }

    private static List<String> without(Collection<String> ids, Predicate<String> joined) {
        return ids.stream().filter(joined.negate()).toList();
    }

    private static List<String> examples(List<String> ids) {
        return ids.stream()
                .limit(MAX_EXAMPLES)
                .map(id -> CleanText.quoted(id, MAX_LENGTH))
                .toList();
    }

    /**
     * Items with a rating or interaction.
     *
     * @return 0 or more
     */
    public int knownItems() {
        return knownItems;
    }

    /**
     * Items with a rating or interaction that the catalogue holds.
     *
     * @return 0 to {@link #knownItems()}
     */
    public int joinedItems() {
        return joinedItems;
    }

    /**
     * Items of the catalogue.
     *
     * @return 0 or more
     */
    public int catalogItems() {
        return catalogItems;
    }

    /**
     * Users who were named as cold.
     *
     * @return 0 or more
     */
    public int namedUsers() {
        return namedUsers;
    }

    /**
     * Users who were named as cold and have a rating or interaction. A newcomer may have none.
     *
     * @return 0 to {@link #namedUsers()}
     */
    public int joinedUsers() {
        return joinedUsers;
    }

    /**
     * Examples of items with a rating or interaction that the catalogue does not hold.
     *
     * @return at most {@value #MAX_EXAMPLES} ids, shortened to 80 characters
     */
    public List<String> missingItems() {
        return missingItems;
    }

    /**
     * Examples of items of the catalogue without a rating or interaction.
     *
     * @return at most {@value #MAX_EXAMPLES} ids, shortened to 80 characters
     */
    public List<String> unusedItems() {
        return unusedItems;
    }

    /**
     * Forms in which ids of items differ, with the number of items that would be found if the form did not matter.
     *
     * @return the most frequent first
     */
    public List<NearMiss> nearItems() {
        return nearItems;
    }

    /**
     * Forms in which ids of users differ, with the number of named users that would be found if the form did not matter.
     *
     * @return the most frequent first
     */
    public List<NearMiss> nearUsers() {
        return nearUsers;
    }

    /**
     * Whether there are items on both sides and not one on both: no signal could be compared with anything real.
     *
     * @return whether the catalogue and the ratings or interactions have no item in common
     */
    public boolean disjoint() {
        return knownItems > 0 && catalogItems > 0 && joinedItems == 0;
    }

    /**
     * Ends a warm start that cannot work.
     *
     * @throws RatingException if the catalogue is {@linkplain #disjoint() disjoint}
     */
    public void requireJoinedItem() {
        if (disjoint()) {
            throw new RatingException(text(
                    "catalog must hold %s items, but none of its %,d items is among the %,d %s ones (%s: %s; catalogue: %s)%s: use the same ids in both, or call allowDisjointCatalog() if this is meant",
                    word,
                    catalogItems,
                    knownItems,
                    word,
                    word,
                    quoted(missingItems),
                    quoted(unusedItems),
                    nearItems.isEmpty() ? "" : "; " + hint(nearItems.get(0), true)));
        }
    }

    /**
     * Findings that are most likely mistakes. Ids of users do not occur.
     *
     * @return sentences, none if all is well
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        boolean near = isMany(nearItems, knownItems);
        if (near || (catalogItems > 0 && joinedItems < MIN_JOINED * knownItems)) {
            warnings.add(text(
                    "%,d of %,d %s items are not in the catalogue, such as %s%s: use the same ids in both",
                    knownItems - joinedItems,
                    knownItems,
                    word,
                    quoted(missingItems),
                    near
                            ? "; " + hint(nearItems.get(0), true)
                            : unusedItems.isEmpty()
                                    ? ""
                                    : ", and the catalogue has others, such as " + quoted(unusedItems)));
        }
        if (isMany(nearUsers, namedUsers)) {
            warnings.add(text(
                    "%,d of %,d named cold users have no ratings or interactions; %s: use the same ids in both",
                    namedUsers - joinedUsers, namedUsers, hint(nearUsers.get(0), false)));
        }
        return warnings;
    }

    private static boolean isMany(List<NearMiss> near, int all) {
        return !near.isEmpty() && near.get(0).count() >= MIN_NEAR * all;
    }

    private static String hint(NearMiss near, boolean withExample) {
        String example = withExample ? text(": '%s' and '%s'", near.example(), near.counterpart()) : "";
        return text("%,d differ only in %s%s", near.count(), near.difference().words(), example);
    }

    private static String quoted(List<String> ids) {
        return ids.isEmpty() ? "nothing" : "'" + String.join("', '", ids) + "'";
    }

    private static String text(String format, Object... parts) {
        return String.format(Locale.ROOT, format, parts);
    }

    private List<Object> facts() {
        return List.of(
                word,
                knownItems,
                joinedItems,
                catalogItems,
                namedUsers,
                joinedUsers,
                missingItems,
                unusedItems,
                nearItems,
                nearUsers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JoinCheck check && facts().equals(check.facts());
    }

    @Override
    public int hashCode() {
        return facts().hashCode();
    }

    /**
     * The figures in one line.
     *
     * @return words for people, without ids
     */
    @Override
    public String toString() {
        return text(
                        "%,d of %,d %s items are in the catalogue; %,d of its %,d items are %s",
                        joinedItems, knownItems, word, joinedItems, catalogItems, word)
                + (namedUsers == 0
                        ? ""
                        : text("; %,d of %,d named cold users have ratings or interactions", joinedUsers, namedUsers));
    }
}
