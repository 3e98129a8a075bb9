package dev.moorage.identity.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A filter (RFC 4515) with placeholders, for example {@code (&(objectClass=person)(uid={user}))}. It is parsed once, and values
 * take the place of the placeholders in the parsed filter. No value can change its structure, whatever characters it has.
 */
public final class SearchFilter {
    /** The name that the client sent. */
    public static final String USER = "{user}";

    /** The distinguished name of the user's entry. */
    public static final String DN = "{dn}";

    private final Filter template;

    private SearchFilter(Filter template) {
        this.template = template;
    }

    /**
     * Parses a filter.
     *
     * @param placeholders those that the filter may have. It has at least one of them
     * @throws IllegalArgumentException with the reason
     */
    public static SearchFilter parse(String text, List<String> placeholders) {
        Filter parsed;
        try {
            parsed = Filter.create(text);
        } catch (LDAPException e) {
            throw new IllegalArgumentException("is not an LDAP filter: " + e.getMessage(), e);
        }
        boolean found = false;
        for (String placeholder : List.of(USER, DN)) {
            if (text.contains(placeholder) && !placeholders.contains(placeholder)) {
                throw new IllegalArgumentException("may not have " + placeholder);
            }
            found |= text.contains(placeholder);
        }
        if (!found) {
            throw new IllegalArgumentException("does not have " + String.join(" or ", placeholders));
        }
        Filter without = mapped(parsed, leaf -> isPlaced(leaf) ? Filter.createPresenceFilter("objectClass") : leaf);
        if (without.toString().contains(USER) || without.toString().contains(DN)) {
            throw new IllegalArgumentException(
                    "has a placeholder in a comparison that is neither (attribute={…}) nor one by"
                            + " a matching rule, (attribute:rule:={…})");
        }
        return new SearchFilter(parsed);
    }

    /** Returns the filter with these values. */
    Filter with(Map<String, String> values) {
        return mapped(template, leaf -> isPlaced(leaf) ? replaced(leaf, values) : leaf);
    }

    /**
     * Returns the filter for an entry that is known by the value of an attribute: each comparison with a placeholder becomes one
     * of that attribute.
     */
    Filter byAttribute(String attribute, String value) {
        return mapped(template, leaf -> isPlaced(leaf) ? Filter.createEqualityFilter(attribute, value) : leaf);
    }

    private static boolean isPlaced(Filter leaf) {
        boolean isComparison = leaf.getFilterType() == Filter.FILTER_TYPE_EQUALITY
                || leaf.getFilterType() == Filter.FILTER_TYPE_EXTENSIBLE_MATCH;
        String value = isComparison ? Objects.requireNonNull(leaf.getAssertionValue()) : "";
        return value.contains(USER) || value.contains(DN);
    }

    private static Filter replaced(Filter leaf, Map<String, String> values) {
        String value = Placeholders.replace(Objects.requireNonNull(leaf.getAssertionValue()), values);
        return leaf.getFilterType() == Filter.FILTER_TYPE_EQUALITY
                ? Filter.createEqualityFilter(Objects.requireNonNull(leaf.getAttributeName()), value)
                : Filter.createExtensibleMatchFilter(
                        leaf.getAttributeName(), leaf.getMatchingRuleID(), leaf.getDNAttributes(), value);
    }

    private static Filter mapped(Filter filter, UnaryOperator<Filter> leaves) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(mapped(filter.getComponents(), leaves));
            case Filter.FILTER_TYPE_OR -> Filter.createORFilter(mapped(filter.getComponents(), leaves));
            case Filter.FILTER_TYPE_NOT -> Filter.createNOTFilter(mapped(Objects.requireNonNull(filter.getNOTComponent()), leaves));
            default -> leaves.apply(filter);
        };
    }

    private static List<Filter> mapped(Filter[] filters, UnaryOperator<Filter> leaves) {
        return Arrays.stream(filters).map(filter -> mapped(filter, leaves)).toList();
    }

    @Override
    public String toString() {
        return template.toString();
    }
}
