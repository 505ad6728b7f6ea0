package io.dayreel.testkit.process;

import java.net.URI;
import java.util.regex.Pattern;

/** How one knows that a started process serves. */
public sealed interface Readiness {

    /** A line of its output matches; the match is kept for {@link ServiceProcess#readyMatch()}. */
    record LogLine(Pattern pattern) implements Readiness {}

    /** A GET is answered with a status of 200–299. */
    record HttpOk(URI address) implements Readiness {}

    /** A line of its output contains a match of {@code regex}. */
    static Readiness logLine(String regex) {
        return new LogLine(Pattern.compile(regex));
    }

    /** A GET of {@code address} succeeds. */
    static Readiness httpOk(String address) {
        return new HttpOk(URI.create(address));
    }
}
