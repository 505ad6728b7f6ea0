package io.dayreel.systemtests.checker;

import java.util.List;

/**
 * What a check found.
 *
 * @param acknowledged frames that had to be there
 * @param lost of these, the ones that the timeline does not have
 * @param doubled frames that came twice
 * @param problems everything that is wrong, in words; lost and doubled frames too
 */
public record Verdict(long acknowledged, long lost, long doubled, List<String> problems) {
    public Verdict {
        problems = List.copyOf(problems);
    }

    /** Whether all is as it was promised. */
    public boolean clean() {
        return problems.isEmpty();
    }
}
