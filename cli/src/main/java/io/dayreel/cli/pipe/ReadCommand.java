package io.dayreel.cli.pipe;

import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.ServerOptions;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.socket.ConnectException;
import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.cli.watch.PipeStream;
import io.dayreel.cli.watch.WatchRequest;
import io.dayreel.cli.watch.Watching;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A channel onto standard output. */
@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        header = "Print what is written to a channel.",
        description = {
            "",
            "Prints the write that is going on, from its first byte, or else waits for the next one; ends where it ends.",
            "With --from it replays: every write from there on, one after the other, up to the last.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  dayreel read backup | tar x",
            "  dayreel read app-log --from 2026-11-21T10:00:00Z",
            "  dayreel read backup --from start > everything"
        })
public final class ReadCommand implements Callable<Integer> {
    private static final long NOT_YET_MILLIS = 300;

    @Mixin
    private ServerOptions server;

    @Mixin
    private Terminal terminal;

    @Parameters(paramLabel = "CHANNEL", description = "Name of the channel.")
    private String channel;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description =
                    "start, or a time like 2026-11-21T10:00:00Z: the write of that time is read from its first byte.")
    private String from;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (from != null && !from.equals("start")) {
            Quantities.instant("--from", from);
        }
        try (OutputStream out =
                new PipeStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16))) {
            read(server.address(), channel, from, out, notes());
            return 0;
        } catch (PipeStream.ReaderGone gone) {
            return 0; // as with any filter: who reads has seen enough
        }
    }

    /**
     * Reads a channel; waits for one that nobody has written to yet.
     *
     * @param from start or a time to replay from; null for the write that is going on, or the next
     * @return bytes
     */
    public static long read(ServerAddress server, String channel, String from, OutputStream out, Watching.Notes notes)
            throws IOException, InterruptedException {
        String place = from == null ? "live" : from;
        CountDownLatch pause = new CountDownLatch(1);
        boolean waited = false;
        while (true) {
            // What is there once the channel appears was all written after this began to wait.
            boolean afterWaiting = waited && from == null;
            PipeReader reader = new PipeReader(from != null, out);
            if (afterWaiting) {
                reader.takeEverything();
            }
            try {
                new Watching(WatchRequest.of(server, channel, afterWaiting ? "start" : place), reader, notes).run();
                return reader.bytes();
            } catch (ConnectException absent) {
                if (absent.status() != 404) {
                    throw absent;
                }
                if (!waited) {
                    notes.reconnecting("nobody has written to " + channel + " yet; waiting");
                }
                waited = true;
                pause.await(NOT_YET_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    private Watching.Notes notes() {
        return new Watching.Notes() {
            @Override
            public void reconnecting(String reason) {
                terminal.note(reason);
            }
        };
    }
}
