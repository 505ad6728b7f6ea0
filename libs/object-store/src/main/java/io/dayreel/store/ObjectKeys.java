package io.dayreel.store;

import java.util.regex.Pattern;

/** The rule for keys and beginnings of keys. */
final class ObjectKeys {
    private static final int MAX_LENGTH = 800;
    private static final int MAX_PART = 200;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._=-]*");

    private ObjectKeys() {}

    static String requireKey(String key) {
        if (key == null || key.isEmpty()) {
            throw new IllegalArgumentException("an object key is not empty");
        }
        requireLength(key);
        for (String part : key.split("/", -1)) {
            requirePart(key, part);
        }
        return key;
    }

    /** A beginning of a key: may be empty, and its last part may be. */
    static String requirePrefix(String prefix) {
        requireLength(prefix);
        String[] parts = prefix.split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i < parts.length - 1 || !parts[i].isEmpty()) {
                requirePart(prefix, parts[i]);
            }
        }
        return prefix;
    }

    static String requireDirectoryPrefix(String prefix) {
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            throw new IllegalArgumentException("a prefix to look under is empty or ends in /, not '" + prefix + "'");
        }
        return requirePrefix(prefix);
    }

    static int requirePageSize(int max) {
        if (max < 1 || max > ObjectStore.MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1–" + ObjectStore.MAX_PAGE + " entries, not " + max);
        }
        return max;
    }

    static void requireRange(long offset, long length) {
        if (offset < 0 || length < 1 || offset + length < 0) {
            throw new IllegalArgumentException("range of " + length + " bytes from " + offset);
        }
    }

    /** Whether a file name can be a part of a key. */
    static boolean isPart(String name) {
        return name.length() <= MAX_PART && PART.matcher(name).matches();
    }

    private static void requireLength(String key) {
        if (key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an object key has at most " + MAX_LENGTH + " characters, not " + key.length());
        }
    }

    private static void requirePart(String key, String part) {
        if (!isPart(part)) {
            throw new IllegalArgumentException("object key '" + key + "': the part '" + part + "' must have 1–"
                    + MAX_PART + " of A-Z a-z 0-9 . _ - = and begin with a letter, digit or _");
        }
    }
}
