package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.store.ObjectStore;
import io.dayreel.store.StoreOperation;
import io.dayreel.testkit.s3.S3Fault;
import io.dayreel.writer.WriterUnderTest.Options;
import io.dayreel.writer.figures.WriterFigures.Count;
import io.dayreel.writer.figures.WriterFigures.Gauge;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StoreFaultsIT extends WriterScene {
    private static final long SPOOL = 4 << 20;

    @Test
    void whileTheStoreIsAwayPartitionsPauseWithinTheDiskBudgetAndNothingIsLost() {
        Footage footage = Footage.of("one", 1_500);
        WriterUnderTest writer = start(Options.of("w1").spool(SPOOL, 0));
        s3.fault(new S3Fault.Unavailable());

        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        rig.flush();
        await().atMost(PATIENCE).until(() -> writer.problem("writer-spool")
                .filter(reason -> reason.contains("spool-max-size"))
                .isPresent());

        assertThat(writer.figures().get(Gauge.PARTITIONS_PAUSED)).isPositive();
        assertThat(writer.problem("writer-store")).isPresent();
        assertThat(writer.figures().get(Gauge.SPOOL_BYTES)).isLessThan(SPOOL + (2 << 20));
        assertThat(writer.figures().get(Count.FRAMES_SPOOLED)).isLessThan(1_500);
        assertThat(committed(footage)).isZero();
        s3.heal();
        awaitAnnounced(footage, 1_501);
        footage.assertAllIn(archive.frames(footage.stream()), true);
        await().atMost(PATIENCE).until(writer::isReady);
        assertThat(writer.figures().get(Gauge.SPOOL_BYTES)).isZero();
    }

    @Test
    void aStoreThatRefusesIsShownByHealthWithItsReasonAndTheDataWaits() {
        Footage footage = Footage.of("one", 100);
        WriterUnderTest writer = start(Options.of("w1"));
        s3.fault(new S3Fault.Refusing());

        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        rig.flush();
        await().atMost(PATIENCE).until(() -> writer.figures().get(Count.STORE_RETRIES) >= 3);

        assertThat(writer.problem("writer-store")).isPresent();
        assertThat(archive.announcements()).isEmpty();
        s3.heal();
        awaitAnnounced(footage, 101);
        footage.assertAllIn(archive.frames(footage.stream()), true);
    }

    @Test
    void anObjectWhoseConfirmationWasLostIsFoundAndNotPutAgain() {
        Footage footage = Footage.of("one", 100);
        WriterUnderTest writer = start(Options.of("w1").segments(8 << 20, Duration.ofMinutes(15)));
        s3.fault(new S3Fault.LoseAnswersToPuts());

        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        awaitAnnounced(footage, 101);

        footage.assertAllIn(archive.frames(footage.stream()), true);
        assertThat(writer.requests().requests(StoreOperation.CREATE_IF_ABSENT)).isEqualTo(1);
        assertThat(store.list("demo/", "", 100)).hasSize(1);
    }

    @Test
    void aPutThatDoesNotEndHoldsUpNoOtherStream() {
        Footage slow = Footage.of("slow", 60);
        Footage other = Footage.of("other", 60);
        CountDownLatch release = new CountDownLatch(1);

        startOn(holdingPutsOf("demo/slow/", release), Options.of("w1"));
        rig.produce(slow.stream(), slow.messages());
        rig.produce(slow.stream(), List.of(slow.end()));
        rig.flush();
        rig.produce(other.stream(), other.messages());
        rig.produce(other.stream(), List.of(other.end()));
        awaitAnnounced(other, 61);

        assertThat(archive.announcedFrames(slow.stream())).isZero();
        release.countDown();
        awaitAnnounced(slow, 61);
        slow.assertAllIn(archive.frames(slow.stream()), true);
        other.assertAllIn(archive.frames(other.stream()), true);
    }

    private ObjectStore holdingPutsOf(String prefix, CountDownLatch release) {
        InvocationHandler holding = (proxy, method, arguments) -> {
            if (method.getName().equals("createIfAbsent")
                    && arguments[0].toString().startsWith(prefix)) {
                release.await();
            }
            try {
                return method.invoke(store, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (ObjectStore)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, holding);
    }

    @Test
    void aConnectionThatIsCutInMidPutLeavesNoHalfObject() {
        Footage footage = Footage.of("one", 200);
        WriterUnderTest writer = start(Options.of("w1"));
        s3.fault(new S3Fault.CutPuts(100_000));

        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        await().atMost(PATIENCE).until(() -> writer.figures().get(Count.STORE_RETRIES) >= 2);
        s3.heal();
        awaitAnnounced(footage, 201);

        footage.assertAllIn(archive.frames(footage.stream()), true);
        assertThat(store.list("demo/", "", 100)).hasSameSizeAs(archive.announcements());
    }
}
