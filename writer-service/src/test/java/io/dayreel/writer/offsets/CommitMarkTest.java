package io.dayreel.writer.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitMarkTest {
    @Test
    void aMarkIsReadBackAsItWasWrittenAndStaysShort() {
        CommitMark mark = new CommitMark("0t5sBa5qT5WXmPyClwrAhA", "mVbW-_qT5WXmPyClwrAhAA", Long.MAX_VALUE);

        assertThat(CommitMark.parse(mark.toString())).contains(mark);
        assertThat(mark.toString()).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void metadataThatSomebodyElseWroteIsNoMark() {
        assertThat(CommitMark.parse("")).isEmpty();
        assertThat(CommitMark.parse("v2 a b 1")).isEmpty();
        assertThat(CommitMark.parse("v1 a b -1")).isEmpty();
        assertThat(CommitMark.parse("v1 a b 9999999999999999999")).isEmpty();
    }
}
