package io.dayreel.sync.wiring;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.runtime.kafka.ControlTopicWriter;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.sync.wishes.WishTopic;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;

/** The topic {@code repair-wishes}. Owns its writer. */
@Singleton
class SyncWishes implements WishTopic {
    private final ControlTopicWriter writer;

    SyncWishes(KafkaConnection kafka, TopicNames names) {
        this.writer = new ControlTopicWriter(kafka, names, "sync-wishes");
    }

    @Override
    public CompletableFuture<Void> publish(RepairWish.Resend wish) {
        return writer.send(Topic.REPAIR_WISHES, wish.device().toString(), wish);
    }

    @PreDestroy
    void close() {
        writer.close();
    }
}
