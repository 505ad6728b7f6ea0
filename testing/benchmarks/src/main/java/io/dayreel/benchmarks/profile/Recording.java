package io.dayreel.benchmarks.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** A flight recording of another JVM, from {@code start} to {@code stop}. */
public final class Recording {
    private static final long JCMD_SECONDS = 60;
    private static final int ROWS = 15;

    private final long pid;
    private final Path file;

    private Recording(long pid, Path file) {
        this.pid = pid;
        this.file = file;
    }

    /** Begins to sample a JVM. */
    public static Recording start(long pid, Path file) {
        jcmd(pid, "JFR.start", "name=bench", "settings=profile");
        return new Recording(pid, file);
    }

    /** Ends it and returns which methods ran most, as Markdown. */
    public String stop() {
        jcmd(pid, "JFR.stop", "name=bench", "filename=" + file.toAbsolutePath());
        try {
            return summary();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void jcmd(long pid, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(JCMD_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("jcmd " + String.join(" ", arguments) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a JDK is needed for profiling", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String summary() throws IOException {
        Map<String, Integer> methods = new HashMap<>();
        Map<String, Integer> callers = new HashMap<>();
        Map<String, Integer> threads = new HashMap<>();
        int samples = 0;
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                RecordedStackTrace trace = event.getStackTrace();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && trace != null) {
                    samples++;
                    methods.merge(name(trace.getFrames().get(0)), 1, Integer::sum);
                    callers.merge(ownCaller(trace), 1, Integer::sum);
                    var thread = event.getThread("sampledThread");
                    threads.merge(
                            thread.getJavaName() == null
                                    ? "?"
                                    : thread.getJavaName().replaceAll("\\d+$", "N"),
                            1,
                            Integer::sum);
                }
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return samples + " samples\n\n" + top("thread", threads, samples) + "\n"
                + top("method at the top", methods, samples) + "\n"
                + top("nearest method of Dayreel's", callers, samples);
    }

    private static String ownCaller(RecordedStackTrace trace) {
        return trace.getFrames().stream()
                .map(Recording::name)
                .filter(name -> name.startsWith("io.dayreel."))
                .findFirst()
                .orElse("(none)");
    }

    private static String name(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    private static String top(String title, Map<String, Integer> counts, int samples) {
        StringBuilder text = new StringBuilder("| % | " + title + " |\n| --- | --- |\n");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(ROWS)
                .forEach(each -> text.append(String.format(
                        Locale.ROOT, "| %.1f | %s |%n", each.getValue() * 100.0 / samples, each.getKey())));
        return text.toString();
    }
}
