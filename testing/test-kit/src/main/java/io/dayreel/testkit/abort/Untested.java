package io.dayreel.testkit.abort;

import org.junit.jupiter.api.Assumptions;

/** Leaves a test that cannot run here, and says so where nobody overlooks it. */
public final class Untested {
    private Untested() {}

    /**
     * Aborts the test that runs, after a warning on standard error.
     *
     * @param what stays untested
     * @param why it cannot run, and what to do so that it can
     * @return never
     * @throws org.opentest4j.TestAbortedException always
     */
    public static <T> T because(String what, String why) {
        String line = "!".repeat(100);
        System.err.println(line + "\nWARNING: NOT TESTED: " + what + "\n  because " + why + "\n" + line);
        return Assumptions.abort("not tested: " + what + ", because " + why);
    }
}
