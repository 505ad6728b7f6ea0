package io.dayreel.datagrams.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PacketRangesTest {

    @Property
    void aReceiptSaysTheNumbersThatCameLastAndNoOthers(
            @ForAll @Size(max = 200) List<@IntRange(max = 400) Integer> numbers) {
        PacketRanges ranges = new PacketRanges();
        TreeSet<Long> added = new TreeSet<>();
        numbers.forEach(number -> {
            ranges.add(number);
            added.add((long) number);
        });

        Set<Long> told = told(ranges, 1200);

        assertThat(ranges.count()).isLessThanOrEqualTo(PacketRanges.MAX_RANGES);
        assertThat(added).containsAll(told);
        if (!added.isEmpty()) {
            assertThat(told).contains(added.last());
        }
        if (added.size() <= PacketRanges.MAX_RANGES) {
            assertThat(told).isEqualTo(added);
        }
    }

    @Property
    void aSmallReceiptHasTheHighestRanges(@ForAll @IntRange(min = 12, max = 100) int room) {
        PacketRanges ranges = new PacketRanges();
        for (int i = 0; i < 40; i++) {
            ranges.add(i * 2L);
        }

        assertThat(told(ranges, room)).contains(78L).hasSize((room - 2) / 10);
    }

    private static Set<Long> told(PacketRanges ranges, int room) {
        byte[] payload = new byte[1200];
        int length = ranges.writeReceipt(payload, room);
        Set<Long> told = new TreeSet<>();
        if (length > 0) {
            assertThat(length).isLessThanOrEqualTo(room);
            new Payload().wrap(payload, length).forEachReceived((first, last) -> {
                for (long number = first; number <= last; number++) {
                    told.add(number);
                }
            });
        }
        return told;
    }
}
