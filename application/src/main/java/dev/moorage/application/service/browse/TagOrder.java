package dev.moorage.application.service.browse;

import dev.moorage.domain.name.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of tags by version: {@code latest}, then versions with the newest first, then other names. Numbers are compared as
 * numbers, of any length.
 */
final class TagOrder implements Comparator<Tag> {
    private static final String LATEST = "latest";
    private static final Pattern VERSION = Pattern.compile("[vV]?([0-9]+(?:\\.[0-9]+)*)([-+._].*)?");
    private static final Pattern EARLY = Pattern.compile("[-._](?:alpha|beta|rc|pre|dev|snapshot|nightly|m[0-9]).*");
    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    @Override
    public int compare(Tag one, Tag other) {
        String first = one.value();
        String second = other.value();
        Matcher version = VERSION.matcher(first);
        Matcher otherVersion = VERSION.matcher(second);
        int rank = Integer.compare(rank(first, version), rank(second, otherVersion));
        if (rank != 0) {
            return rank;
        }
        int order = version.matches() && otherVersion.matches()
                ? newestFirst(version, otherVersion)
                : natural(first, second);
        return order != 0 ? order : first.compareTo(second);
    }

    private static int rank(String name, Matcher version) {
        if (name.equals(LATEST)) {
            return 0;
        }
        return version.matches() ? 1 : 2;
    }

    private static int newestFirst(Matcher one, Matcher other) {
        int numbers = numbers(
                List.of(other.group(1).split("\\.", -1)), List.of(one.group(1).split("\\.", -1)));
        if (numbers != 0) {
            return numbers;
        }
        String suffix = suffix(one);
        String otherSuffix = suffix(other);
        int stage = Integer.compare(stage(suffix), stage(otherSuffix));
        if (stage != 0) {
            return stage;
        }
        return stage(suffix) == 2 ? natural(otherSuffix, suffix) : natural(suffix, otherSuffix);
    }

    private static String suffix(Matcher version) {
        return version.group(2) == null ? "" : version.group(2);
    }

    /** The version itself comes first, then its variants, then what came before it. */
    private static int stage(String suffix) {
        if (suffix.isEmpty()) {
            return 0;
        }
        return EARLY.matcher(suffix.toLowerCase(Locale.ROOT)).matches() ? 2 : 1;
    }

    private static int numbers(List<String> some, List<String> others) {
        for (int i = 0; i < Math.min(some.size(), others.size()); i++) {
            int order = number(some.get(i), others.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(some.size(), others.size());
    }

    private static int natural(String one, String other) {
        Matcher parts = PART.matcher(one);
        Matcher otherParts = PART.matcher(other);
        while (true) {
            boolean more = parts.find();
            boolean otherMore = otherParts.find();
            if (!more || !otherMore) {
                return Boolean.compare(more, otherMore);
            }
            int order = part(parts.group(), otherParts.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int part(String one, String other) {
        return isNumber(one) && isNumber(other) ? number(one, other) : one.compareTo(other);
    }

    private static boolean isNumber(String part) {
        return part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }

    private static int number(String one, String other) {
        String digits = withoutZeros(one);
        String otherDigits = withoutZeros(other);
        int length = Integer.compare(digits.length(), otherDigits.length());
        return length != 0 ? length : digits.compareTo(otherDigits);
    }

    private static String withoutZeros(String number) {
        int start = 0;
        while (start < number.length() - 1 && number.charAt(start) == '0') {
            start++;
        }
        return number.substring(start);
    }
}
