package io.dayreel.protocol.segment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects arrivals in their coded form (footer section 5). u = unsigned LEB128, s = zigzag LEB128.
 *
 * <pre>
 * arrivals: u topics · (u length · UTF-8 topic id)… · batch… up to the end of the section
 * batch:    s receive time step (ms) · u frames · u topic · s partition step · s offset step
 * </pre>
 *
 * Steps are taken from the batch before, the first one's from 0.
 */
final class ArrivalLog {
    private final Map<String, Integer> topics = new LinkedHashMap<>();
    private final Map<List<Object>, SourceSpan> sources = new LinkedHashMap<>();
    private final LebWriter batches = new LebWriter();
    private long time;
    private long partition;
    private long offset;

    void add(Arrival arrival) {
        int topic = topics.computeIfAbsent(arrival.topicId(), id -> topics.size());
        batches.signed(arrival.receiveTimeMillis() - time)
                .unsigned(arrival.count())
                .unsigned(topic)
                .signed(arrival.partition() - partition)
                .signed(arrival.offset() - offset);
        time = arrival.receiveTimeMillis();
        partition = arrival.partition();
        offset = arrival.offset();
        sources.merge(List.of(arrival.topicId(), arrival.partition()), SourceSpan.of(arrival), SourceSpan::with);
    }

    /** By first arrival. */
    List<SourceSpan> sources() {
        return List.copyOf(sources.values());
    }

    LebWriter encode() {
        LebWriter target = new LebWriter().unsigned(topics.size());
        for (String topic : topics.keySet()) {
            byte[] id = topic.getBytes(StandardCharsets.UTF_8);
            target.unsigned(id.length).bytes(id);
        }
        return target.append(batches);
    }

    static List<Arrival> decode(LebReader source) {
        List<String> topics = new ArrayList<>();
        for (int i = source.count(1); i > 0; i--) {
            topics.add(new String(source.bytes(source.count(1)), StandardCharsets.UTF_8));
        }
        List<Arrival> arrivals = new ArrayList<>();
        long time = 0;
        long partition = 0;
        long offset = 0;
        while (source.hasMore()) {
            time += source.signed();
            int count = (int) source.atMost(Integer.MAX_VALUE, "frames of a batch");
            int topic = (int) source.atMost(topics.size() - 1L, "topic of a batch");
            partition += source.signed();
            offset += source.signed();
            if (count < 1 || partition < 0 || partition > Integer.MAX_VALUE || offset < 0) {
                throw source.wrong("a batch is out of range");
            }
            arrivals.add(new Arrival(time, count, topics.get(topic), (int) partition, offset));
        }
        return arrivals;
    }
}
