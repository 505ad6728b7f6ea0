package io.dayreel.cli.upload;

import io.dayreel.cli.source.CaptureException;
import io.dayreel.cli.source.FfmpegProgram;
import io.dayreel.cli.source.ProcessLog;
import io.dayreel.protocol.hash.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Cuts a video into parts at key frames, each packet in exactly one of them, with the times that it has in the file. The
 * same file, length and ffmpeg give the same parts. ffmpeg writes into a pipe and waits while nobody asks for the next
 * part, so that nothing lies on disk but the parts that were asked for. One thread; {@link #close} may be another's.
 */
final class PartCutter implements AutoCloseable {
    private static final int END_WAIT_SECONDS = 10;

    private final VideoFile video;
    private final Path directory;
    private final PartFormat format;
    private final Process process;
    private final ProcessLog log;
    private final PartStream parts;
    private int number;
    private volatile boolean closed;

    /** @param partSeconds a part ends at the first key frame behind each multiple of it */
    PartCutter(FfmpegProgram program, VideoFile video, double partSeconds, Path directory) throws IOException {
        this.video = video;
        this.directory = directory;
        this.format = PartFormat.of(video.tracks());
        this.process = program.command(arguments(video, partSeconds)).start();
        process.getOutputStream().close();
        this.log = new ProcessLog(process.getErrorStream());
        this.parts = new PartStream(format, process.getInputStream());
    }

    private List<String> arguments(VideoFile video, double partSeconds) {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-loglevel", "error"));
        arguments.addAll(List.of("-fflags", "+bitexact", "-copyts"));
        arguments.addAll(List.of("-i", "file:" + video.path().toAbsolutePath()));
        video.tracks().forEach(track -> arguments.addAll(List.of("-map", "0:" + track.index())));
        arguments.addAll(List.of("-c", "copy", "-c:s", format.textCodec(), "-map_chapters", "-1"));
        arguments.addAll(
                List.of("-fflags", "+bitexact", "-avoid_negative_ts", "disabled", "-max_interleave_delta", "0"));
        arguments.addAll(List.of("-f", "segment", "-reset_timestamps", "0"));
        arguments.addAll(List.of("-segment_time", String.format(Locale.ROOT, "%.3f", partSeconds)));
        arguments.addAll(format.arguments());
        // Without numbers in it, the address of each part is the same pipe.
        arguments.addAll(List.of("-strftime", "1", "pipe:1"));
        return arguments;
    }

    /**
     * The next part that is wanted; empty behind the last one.
     *
     * @param unwanted numbers of parts that need not be written down
     */
    Optional<Part> next(IntPredicate unwanted) throws IOException, InterruptedException {
        try {
            boolean skipped = true;
            while (skipped) {
                skipped = unwanted.test(number + 1) && parts.copyNext(OutputStream.nullOutputStream());
                number += skipped ? 1 : 0;
            }
            Path file = directory.resolve("part-" + (number + 1) + format.ending());
            MessageDigest digest = Sha256.digest();
            boolean found;
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
                found = parts.copyNext(out);
            }
            if (!found) {
                Files.delete(file);
                requireWell();
                return Optional.empty();
            }
            if (parts.isAtEnd()) {
                requireWell(); // a part that ffmpeg broke off in is none
            }
            number++;
            return Optional.of(new Part(number, file, Files.size(file), digest.digest(), format.mediaType(), true));
        } catch (CaptureException told) {
            throw told;
        } catch (IOException broken) {
            throw new CaptureException("cannot cut " + video.path() + ": " + reason(broken), broken);
        }
    }

    /** Number of parts, once there is no next one. */
    int count() {
        return number;
    }

    private String reason(IOException broken) throws InterruptedException {
        List<String> said = log.atEnd();
        return said.isEmpty() || closed ? broken.getMessage() : ProcessLog.cause(said);
    }

    private void requireWell() throws IOException, InterruptedException {
        if (!process.waitFor(END_WAIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new CaptureException("cannot cut " + video.path() + ": " + ProcessLog.cause(log.atEnd()));
        }
    }

    @Override
    public void close() {
        closed = true;
        process.destroyForcibly();
    }
}
