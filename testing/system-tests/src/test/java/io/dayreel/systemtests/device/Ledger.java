package io.dayreel.systemtests.device;

import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.systemtests.viewer.SeenFrame;
import io.dayreel.testkit.camera.Camera;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a device promises to remember, in a file that outlives it: a line for every frame before it is first sent, and
 * one for every acknowledgement before anybody hears of it. Each line is with the operating system when its method
 * returns. Thread-safe; the owner closes it.
 *
 * <pre>
 * stream TENANT DEVICE DAY
 * frame DAY RUN COUNTER SHA-256-OF-THE-MESSAGE
 * ack LEVEL DAY RUN FIRST-LAST,FIRST-LAST
 * </pre>
 *
 * Days are numbers since 1970.
 */
public final class Ledger implements AutoCloseable {
    private final FileChannel file;

    private Ledger(FileChannel file) {
        this.file = file;
    }

    /** A new ledger in {@code directory}, named after the device. */
    public static Ledger create(Path directory, StreamId stream) {
        try {
            Files.createDirectories(directory);
            Ledger ledger = new Ledger(FileChannel.open(
                    directory.resolve(stream.device() + ".ledger"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE));
            ledger.write("stream " + stream.tenant() + " " + stream.device() + " " + stream.day() + "\n");
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException("no ledger in " + directory, e);
        }
    }

    void captured(Camera camera, long first, long last) {
        StringBuilder lines = new StringBuilder();
        int day = camera.stream().day().number();
        for (long counter = first; counter <= last; counter++) {
            lines.append("frame %d %d %d %s%n"
                    .formatted(day, camera.run(), counter, SeenFrame.sha256(camera.expectedFrame(counter))));
        }
        write(lines.toString());
    }

    void acknowledged(Level level, Camera camera, CounterRanges ranges) {
        String list = ranges.ranges().stream().map(Ledger::text).collect(Collectors.joining(","));
        write("ack %s %d %d %s%n"
                .formatted(
                        level.name().toLowerCase(Locale.ROOT),
                        camera.stream().day().number(),
                        camera.run(),
                        list));
    }

    private static String text(CounterRange range) {
        return range.first() + "-" + range.last();
    }

    private synchronized void write(String lines) {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be written", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
