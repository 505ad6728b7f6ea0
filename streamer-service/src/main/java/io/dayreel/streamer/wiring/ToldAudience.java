package io.dayreel.streamer.wiring;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.runtime.kafka.ControlTopicWriter;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.runtime.wiring.ServiceSurroundings;
import io.dayreel.streamer.audience.AudienceReports;
import io.dayreel.streamer.tail.ViewerWakes;

/** Who is watched, on its way to the topic {@code repair-wishes}. Owns the writer. */
record ToldAudience(AudienceReports reports, ControlTopicWriter writer) implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(ToldAudience.class);

    static ToldAudience start(ServiceSurroundings shared, ViewerWakes wakes) {
        ControlTopicWriter writer = new ControlTopicWriter(shared.kafka(), shared.names(), "streamer-wishes");
        AudienceReports reports =
                new AudienceReports(shared.instance().id(), wakes::viewed, word -> tell(writer, word), shared.clock());
        reports.start();
        return new ToldAudience(reports, writer);
    }

    private static void tell(ControlTopicWriter writer, RepairWish.Watched word) {
        writer.send(Topic.REPAIR_WISHES, word.device().toString(), word).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("audience-not-told", "device", word.device(), "reason", failure.getMessage());
            }
        });
    }

    @Override
    public void close() {
        reports.close();
        writer.close();
    }
}
