package io.dayreel.access;

import java.util.Locale;

/** What the holder of a token may do (docs/reference/http.md, "Tokens"). */
public enum Role {
    /** Sends frames as the devices it names. */
    DEVICE,
    /** Watches and queries the devices it names. */
    VIEWER,
    /** Everything of its tenant. */
    OPERATOR,
    /** Another service of the installation: everything, on behalf of the tenant it states. */
    SERVICE;

    /** As the claim {@code role} spells it. */
    public String claim() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such role */
    public static Role parse(String claim) {
        for (Role role : values()) {
            if (role.claim().equals(claim)) {
                return role;
            }
        }
        throw new IllegalArgumentException("a role is device, viewer, operator or service, not '" + claim + "'");
    }
}
