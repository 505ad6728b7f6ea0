package io.dayreel.datagrams.packet;

/** Why a datagram, or a message made of several, was not taken. */
public enum DropReason {
    TRUNCATED("truncated", "too short for its header and tag"),
    VERSION("version", "another version, direction or flag than this end reads"),
    OVERSIZE("oversize", "a datagram or message larger than agreed"),
    UNKNOWN_SESSION("unknown-session", "no such session; nothing was decrypted"),
    EXPIRED("expired", "the session is over; nothing was decrypted"),
    RATE("rate", "more packets than a session or an unknown source may send; nothing was decrypted"),
    FORGED("forged", "the tag does not fit: one failed authentication"),
    REPLAYED("replayed", "a packet number that was seen, or is too old to tell"),
    MALFORMED("malformed", "authentic, and not a payload that a device sends"),
    REPEATED("repeated", "a fragment that is there already, or whose message is finished"),
    REASSEMBLY_FULL("reassembly-full", "no memory for further unfinished messages"),
    REASSEMBLY_TIMEOUT("reassembly-timeout", "fragments of a message did not come in time"),
    BAD_FRAME("bad-frame", "a complete message whose frames are not valid"),
    NO_BUDGET("no-budget", "a complete message that had no room on its way to Kafka");

    private final String tag;
    private final String meaning;

    DropReason(String tag, String meaning) {
        this.tag = tag;
        this.meaning = meaning;
    }

    /** In metrics and logs. */
    public String tag() {
        return tag;
    }

    public String meaning() {
        return meaning;
    }
}
