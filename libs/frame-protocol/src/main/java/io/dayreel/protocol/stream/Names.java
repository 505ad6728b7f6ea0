package io.dayreel.protocol.stream;

import java.util.regex.Pattern;

/** The rule for names of tenants and devices. */
final class Names {
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

    private Names() {}

    static String require(String what, String name) {
        if (name == null || !VALID.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " must match [a-z0-9][a-z0-9_-]{0,62} but is '" + name + "'");
        }
        return name;
    }
}
