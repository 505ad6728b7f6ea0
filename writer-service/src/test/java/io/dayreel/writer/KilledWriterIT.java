package io.dayreel.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.process.ServiceProcess;
import io.dayreel.testkit.s3.S3Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KilledWriterIT extends WriterScene {
    private final List<ServiceProcess> processes = new ArrayList<>();

    private ServiceProcess startProcess(String instance) {
        ServiceProcess process = WriterProcess.start(instance, rig, s3, "dayreel", directory);
        processes.add(process);
        return process;
    }

    @AfterEach
    void kill() {
        processes.forEach(ServiceProcess::close);
    }

    @Covers("C10")
    @Test
    void killedAfterThePutAndBeforeTheCommitTheReplayFindsTheObjectAndAnnouncesItOnce() {
        Footage footage = Footage.of("one", 60);
        ServiceProcess writer = startProcess("w1");
        s3.fault(new S3Fault.LoseAnswersToPuts());

        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        rig.flush();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> storedObjects() == 1);
        s3.fault(new S3Fault.Slow(Duration.ofSeconds(30)));
        writer.kill9();
        assertThat(archive.announcements()).isEmpty();
        assertThat(committed(footage)).isZero();
        s3.heal();
        long putsBefore = s3.requests("PUT");
        writer.restart();
        awaitAnnounced(footage, 61);

        footage.assertAllIn(archive.frames(footage.stream()), true);
        assertThat(storedObjects()).as("the replay found the same object").isEqualTo(1);
        assertThat(s3.requests("PUT")).as("and did not put it again").isEqualTo(putsBefore);
    }

    @Covers({"C10", "F1"})
    @Test
    void killedAgainAndAgainInMidStreamAlsoRightAfterACommitNothingIsMissingAndNothingAnnouncedTwice() {
        Footage footage = Footage.of("one", 800);
        ServiceProcess writer = startProcess("w1");

        for (int round = 0; round < 4; round++) {
            int announced = archive.announcements().size();
            rig.produce(footage.stream(), footage.messages(round * 200L, round * 200L + 199));
            rig.flush();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> archive.announcements().size() > announced);
            writer.kill9();
            writer.restart();
        }
        rig.produce(footage.stream(), List.of(footage.end()));
        awaitAnnounced(footage, 801);

        footage.assertAllIn(archive.frames(footage.stream()), true);
        assertThatEachSegmentButTheLastIsNamedByOneOther();
    }

    private void assertThatEachSegmentButTheLastIsNamedByOneOther() {
        List<SegmentRecord.Announced> announced = archive.announcements();
        List<String> named = announced.stream()
                .flatMap(each -> each.follows().stream())
                .sorted()
                .toList();
        List<String> roots = announced.subList(0, announced.size() - 1).stream()
                .map(SegmentRecord.Announced::root)
                .sorted()
                .toList();
        assertThat(named).isEqualTo(roots);
    }

    @Covers("C10")
    @Test
    void aZombieThatWokeUpInMidPutAfterItsPartitionsWentCanAnnounceNothing() {
        Footage footage = Footage.of("one", 200);
        ServiceProcess zombie = startProcess("w1");
        s3.fault(new S3Fault.Slow(Duration.ofSeconds(20)));

        rig.produce(footage.stream(), footage.messages());
        rig.produce(footage.stream(), List.of(footage.end()));
        rig.flush();
        await().atMost(PATIENCE).until(() -> s3.requests("PUT") > 0);
        zombie.suspend();
        s3.heal();
        startProcess("w2");
        awaitAnnounced(footage, 201);
        zombie.resume();
        await("the zombie knows that it lost its partitions").atMost(PATIENCE).until(() -> outputOf(zombie)
                .contains("partitions-lost"));
        Footage later = footage.inRun(9);
        rig.produce(later.stream(), later.messages());
        rig.produce(later.stream(), List.of(later.end()));
        awaitAnnounced(later, 402);

        assertThat(archive.announcements().stream()
                        .filter(each -> each.runs().get(0).run() == 0)
                        .map(each -> each.writer()))
                .containsOnly("w2");
        assertThat(archive.frames(footage.stream())).hasSize(402).allSatisfy((position, copies) -> assertThat(copies)
                .hasSize(1));
        assertThat(storedObjects())
                .as("the zombie's objects have the same names")
                .isEqualTo(archive.announcements().size());
    }

    @Test
    void aWriterThatIsToldToStopDoesSoAlsoWhileTheStoreIsAway() throws Exception {
        Footage footage = Footage.of("one", 300);
        ServiceProcess writer = startProcess("w1");
        await().atMost(PATIENCE).until(() -> get(writer, "/q/health/ready").statusCode() == 200);
        s3.fault(new S3Fault.Refusing());

        rig.produce(footage.stream(), footage.messages());
        rig.flush();
        await().atMost(PATIENCE)
                .until(() -> get(writer, "/q/health/ready").body().contains("AccessDenied"));
        assertThat(get(writer, "/q/metrics").body())
                .contains("dayreel_writer_store_puts_total{reason=\"size\"")
                .contains("dayreel_writer_store_puts_total{reason=\"handover\"")
                .contains("dayreel_writer_lag_records")
                .contains("dayreel_writer_spool_bytes");

        assertThat(writer.stop()).isIn(0, 143);
        assertThat(archive.announcements()).isEmpty();
    }

    private static HttpResponse<String> get(ServiceProcess writer, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(WriterProcess.address(writer, path)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String outputOf(ServiceProcess process) {
        try {
            return Files.readString(process.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long storedObjects() {
        try (Stream<Path> files = Files.walk(directory.resolve("s3"))) {
            return files.filter(each -> each.toString().endsWith(".drs")).count();
        } catch (IOException | UncheckedIOException e) {
            return 0; // a temporary file went away meanwhile
        }
    }
}
