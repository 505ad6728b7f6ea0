package io.dayreel.systemtests;

/** What stands at the end of a test class that has started processes. */
final class AfterTests {
    private AfterTests() {}

    /**
     * Closes all, in this order, also where some fail.
     *
     * @param started what was started; null where it did not come to that
     * @throws IllegalStateException with every failure
     */
    static void close(AutoCloseable... started) {
        IllegalStateException failures = new IllegalStateException("not everything could be closed");
        for (AutoCloseable each : started) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception e) {
                failures.addSuppressed(e);
            }
        }
        if (failures.getSuppressed().length > 0) {
            throw failures;
        }
    }
}
