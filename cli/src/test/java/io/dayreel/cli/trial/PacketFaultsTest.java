package io.dayreel.cli.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacketFaultsTest {
    private static final int PACKETS = 10_000;
    private static final long LATER = 1_000_000_000;

    private static List<Integer> pass(TrialFaults faults) {
        List<Integer> passed = new ArrayList<>();
        PacketFaults way = new PacketFaults(
                faults,
                1,
                (packet, length) ->
                        passed.add(ByteBuffer.wrap(packet, 0, length).getInt()));
        byte[] reused = new byte[100];
        for (int i = 0; i < PACKETS; i++) {
            ByteBuffer.wrap(reused).putInt(i);
            way.pass(reused, 4, i * 1_000_000L);
            way.deliverDue(i * 1_000_000L);
        }
        assertThat(way.deliverDue(PACKETS * 1_000_000L + LATER)).isEqualTo(Long.MAX_VALUE);
        return passed;
    }

    private static List<Integer> all() {
        return IntStream.range(0, PACKETS).boxed().toList();
    }

    @Test
    void withoutFaultsEveryPacketPassesAtOnce() {
        assertThat(pass(TrialFaults.NONE)).isEqualTo(all());
    }

    @Test
    void theAskedShareIsLost() {
        List<Integer> passed = pass(TrialFaults.losing(0.1));

        assertThat(passed).hasSizeBetween(8_800, 9_200).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void oneInTenComesTwice() {
        List<Integer> passed = pass(new TrialFaults(0, false, true, 7));

        assertThat(passed).hasSizeBetween(10_800, 11_200).containsAll(all());
    }

    @Test
    void reorderedPacketsAllComeAndOvertakeEachOther() {
        List<Integer> passed = pass(new TrialFaults(0, true, false, 7));

        assertThat(passed).containsExactlyInAnyOrderElementsOf(all()).isNotEqualTo(all());
    }

    @Test
    void theSameSeedMeetsTheSamePacketsAndAnotherOthers() {
        TrialFaults faults = new TrialFaults(0.2, true, true, 42);

        assertThat(pass(faults)).isEqualTo(pass(faults)).isNotEqualTo(pass(new TrialFaults(0.2, true, true, 43)));
    }
}
