package io.dayreel.testkit.media;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/**
 * Runs ffmpeg and ffprobe: the ones on the PATH if both are there, else the ones from the build's dependencies, unpacked
 * once into JavaCPP's cache. Every run has a time limit and is killed at it. Thread-safe.
 */
public final class Ffmpeg {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String ffmpeg;
    private final String ffprobe;
    private final Map<String, String> environment;

    private Ffmpeg(String ffmpeg, String ffprobe, Map<String, String> environment) {
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
        this.environment = environment;
    }

    /** Finds or unpacks the programs. */
    public static Ffmpeg find() {
        Optional<Path> ffmpeg = onPath("ffmpeg");
        Optional<Path> ffprobe = onPath("ffprobe");
        if (ffmpeg.isPresent() && ffprobe.isPresent()) {
            return new Ffmpeg(ffmpeg.get().toString(), ffprobe.get().toString(), Map.of());
        }
        Path unpacked = Path.of(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class));
        // Some of the libraries beside the program do not look for each other where they lie.
        Map<String, String> libraries =
                Map.of("LD_LIBRARY_PATH", unpacked.getParent().toString());
        return new Ffmpeg(unpacked.toString(), Loader.load(org.bytedeco.ffmpeg.ffprobe.class), libraries);
    }

    /** What the environment of a process needs in addition to run {@link #program()} or {@link #probeProgram()}. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Path of the ffmpeg program, for processes that start it themselves. */
    public Path program() {
        return Path.of(ffmpeg);
    }

    /** Path of the ffprobe program. */
    public Path probeProgram() {
        return Path.of(ffprobe);
    }

    /** Runs {@code ffmpeg -hide_banner -nostdin -y …}; an exit status other than 0 fails with what it said. */
    public void run(List<String> arguments, Duration limit) {
        run(arguments, limit, input -> {});
    }

    /** As {@link #run(List, Duration)}, with what {@code input} writes on its standard input ({@code -i pipe:0}). */
    public void run(List<String> arguments, Duration limit, Input input) {
        execute(command(arguments), limit, input);
    }

    /** Makes a file and returns it; the arguments, parted by spaces, are what stands before its name. */
    public Path make(Path file, String arguments) {
        List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
        all.add(file.toString());
        run(all, LIMIT);
        return file;
    }

    /** What ffmpeg writes to its standard output ({@code pipe:1}). */
    public byte[] output(List<String> arguments) {
        return execute(command(arguments), LIMIT, input -> {});
    }

    /** Runs {@code ffprobe} and returns its standard output. */
    public String probe(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(ffprobe, "-hide_banner", "-loglevel", "error"));
        command.addAll(arguments);
        return new String(execute(command, LIMIT, input -> {}), StandardCharsets.UTF_8);
    }

    /** Every packet of a file, in the file's order, with the hash of its bytes. */
    public List<MediaPacket> probePackets(Path file) {
        return packets(List.of(), file);
    }

    /** The packets of one stream, as {@code v:0} or {@code a:0}; none if the file has no such stream. */
    public List<MediaPacket> probePackets(Path file, String stream) {
        return packets(List.of("-select_streams", stream), file);
    }

    /** What one stream says of itself, such as its {@code time_base}; empty if the file has no such stream. */
    public String probeStream(Path file, String stream, String field) {
        return probe(List.of(
                        "-select_streams",
                        stream,
                        "-show_entries",
                        "stream=" + field,
                        "-of",
                        "default=nk=1:nw=1",
                        file.toString()))
                .strip();
    }

    /** Writes to a running program's standard input, which is closed afterwards. */
    @FunctionalInterface
    public interface Input {
        void writeTo(OutputStream standardInput) throws IOException;
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(ffmpeg, "-hide_banner", "-loglevel", "error", "-y"));
        command.addAll(arguments);
        return command;
    }

    private List<MediaPacket> packets(List<String> selection, Path file) {
        List<String> arguments = new ArrayList<>(selection);
        arguments.addAll(List.of(
                "-show_packets",
                "-show_data_hash",
                "sha256",
                "-show_entries",
                "packet=stream_index,pts,dts,duration,size,flags,data_hash",
                "-of",
                "compact=p=0",
                file.toString()));
        return probe(arguments)
                .lines()
                .filter(line -> !line.isBlank())
                .map(MediaPacket::parse)
                .toList();
    }

    private byte[] execute(List<String> command, Duration limit, Input input) {
        try {
            Path output = Files.createTempFile("dayreel-ffmpeg-", ".out");
            Path errors = Files.createTempFile("dayreel-ffmpeg-", ".err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                finish(process, command, limit, input, errors);
                return Files.readAllBytes(output);
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        }
    }

    private static void finish(Process process, List<String> command, Duration limit, Input input, Path errors)
            throws IOException {
        Thread killer = new Thread(() -> killAfter(process, limit), "dayreel-testkit-ffmpeg-limit");
        killer.setDaemon(true);
        killer.start();
        IOException brokenPipe = null;
        try (OutputStream standardInput = process.getOutputStream()) {
            input.writeTo(standardInput);
        } catch (IOException e) {
            brokenPipe = e;
        }
        try {
            int status = process.waitFor();
            if (status != 0 || brokenPipe != null) {
                String said = Files.readString(errors, StandardCharsets.UTF_8);
                throw new AssertionError(
                        "status " + status + " (limit " + limit.toSeconds() + " s) of " + String.join(" ", command)
                                + "\n" + said,
                        brokenPipe);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command.get(0), e);
        }
    }

    private static void killAfter(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        for (String directory : path.split(File.pathSeparator)) {
            Path candidate = Path.of(directory, program);
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
