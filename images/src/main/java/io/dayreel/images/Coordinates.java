package io.dayreel.images;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Maven calls an artifact.
 *
 * @param classifier empty for none
 */
record Coordinates(String group, String artifact, String classifier, String version) {
    private static final Pattern LISTED = Pattern.compile("\\s*([\\w.-]+):([\\w.-]+):jar:(?:([\\w.-]+):)?([\\w.-]+)"
            + ":(?:compile|runtime|provided|system|test)\\b.*");

    /** From a line of quarkus-app-dependencies.txt: {@code group:artifact:classifier:type:version}. */
    static Coordinates ofQuarkus(String line) {
        String[] parts = line.strip().split(":", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("not group:artifact:classifier:type:version: " + line);
        }
        return new Coordinates(parts[0], parts[1], parts[2], parts[4]);
    }

    /** Whether a line of Maven's {@code dependency:list} names an artifact. */
    static boolean isListed(String line) {
        return LISTED.matcher(line).matches();
    }

    /** From a line of Maven's {@code dependency:list}: {@code group:artifact:jar[:classifier]:version:scope}. */
    static Coordinates ofListed(String line) {
        Matcher matcher = LISTED.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not group:artifact:jar:version:scope: " + line);
        }
        String classifier = matcher.group(3) == null ? "" : matcher.group(3);
        return new Coordinates(matcher.group(1), matcher.group(2), classifier, matcher.group(4));
    }

    /** The name of its file in a repository. */
    String fileName() {
        return artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    /** Whether it is one of Dayreel's own modules, which change with every build. */
    boolean isOwn() {
        return group.equals("io.dayreel");
    }

    /** Its package URL. */
    String purl() {
        return "pkg:maven/" + group + "/" + artifact + "@" + version + "?"
                + (classifier.isEmpty() ? "" : "classifier=" + classifier + "&") + "type=jar";
    }
}
