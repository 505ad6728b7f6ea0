package io.dayreel.streamer.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedTest {
    private final Bounded<String, Long> bounded = new Bounded<>(10, Long::longValue);

    @Test
    void whatWasAskedForLongestAgoGivesWay() {
        bounded.put("a", 4L);
        bounded.put("b", 4L);
        bounded.get("a");

        bounded.put("c", 4L);

        assertThat(bounded.get("a")).contains(4L);
        assertThat(bounded.get("b")).isEmpty();
        assertThat(bounded.get("c")).contains(4L);
    }

    @Test
    void aValueThatIsReplacedWeighsNothingAnyMore() {
        bounded.put("a", 9L);

        bounded.put("a", 1L);
        bounded.put("b", 9L);

        assertThat(bounded.get("a")).contains(1L);
        assertThat(bounded.get("b")).contains(9L);
    }

    @Test
    void theNewestIsKeptHoweverMuchItWeighs() {
        bounded.put("a", 1L);

        bounded.put("b", 100L);

        assertThat(bounded.get("a")).isEmpty();
        assertThat(bounded.get("b")).contains(100L);
    }
}
