package io.dayreel.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.testkit.Covers;
import org.junit.jupiter.api.Test;

class TopicFactsTest {
    private static TopicFacts facts(int replication, int minInSync, boolean uncleanElection) {
        return new TopicFacts(Topic.FRAMES, "frames", "id", 4, replication, minInSync, uncleanElection);
    }

    @Covers("F3")
    @Test
    void replicatedIsOfferedOnlyWhereTwoReplicasHoldEveryWriteAndNoElectionLosesOne() {
        assertThat(facts(3, 2, false).levels()).containsExactly(Level.RECEIVED, Level.REPLICATED, Level.ARCHIVED);
        assertThat(facts(2, 2, false).levels()).contains(Level.REPLICATED);

        assertThat(facts(1, 1, false).levels()).containsExactly(Level.RECEIVED, Level.ARCHIVED);
        assertThat(facts(3, 1, false).levels()).doesNotContain(Level.REPLICATED);
        assertThat(facts(1, 2, false).levels()).doesNotContain(Level.REPLICATED);
        assertThat(facts(3, 2, true).levels()).doesNotContain(Level.REPLICATED);
    }
}
