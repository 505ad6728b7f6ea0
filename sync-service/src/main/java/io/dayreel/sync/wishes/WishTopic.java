package io.dayreel.sync.wishes;

import io.dayreel.contracts.wishes.RepairWish;
import java.util.concurrent.CompletableFuture;

/** Where wishes go: to the instance that looks after the device. Thread-safe. */
public interface WishTopic {
    /** @return done once Kafka confirmed the wish */
    CompletableFuture<Void> publish(RepairWish.Resend wish);
}
