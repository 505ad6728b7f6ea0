package io.dayreel.cli.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** ffmpeg and ffprobe of the test class path: what makes clips, and what judges how they are read. */
final class Ffmpeg {

    /** A packet as ffprobe shows it; times in the stream's time base. */
    record Packet(String type, long pts, long dts, boolean key, String sha256) {}

    private Ffmpeg() {}

    static byte[] ffmpeg(List<String> arguments) throws Exception {
        return run(Loader.load(org.bytedeco.ffmpeg.ffmpeg.class), arguments);
    }

    /** Makes a clip with an encoder; the arguments stand between the program name and the output. */
    static Path make(Path file, String arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("-nostdin", "-y", "-v", "error"));
        all.addAll(Arrays.asList(arguments.split(" ")));
        all.add(file.toString());
        ffmpeg(all);
        return file;
    }

    static List<Packet> packets(Path file, String stream) throws Exception {
        String lines = new String(
                run(
                        Loader.load(org.bytedeco.ffmpeg.ffprobe.class),
                        List.of(
                                "-v",
                                "error",
                                "-select_streams",
                                stream,
                                "-show_packets",
                                "-show_data_hash",
                                "sha256",
                                "-show_entries",
                                "packet=codec_type,pts,dts,flags,data_hash",
                                "-of",
                                "compact=p=0",
                                file.toString())),
                StandardCharsets.UTF_8);
        return lines.lines()
                .filter(line -> line.startsWith("codec_type"))
                .map(Ffmpeg::packet)
                .toList();
    }

    static String stream(Path file, String stream, String field) throws Exception {
        return new String(
                        run(
                                Loader.load(org.bytedeco.ffmpeg.ffprobe.class),
                                List.of(
                                        "-v",
                                        "error",
                                        "-select_streams",
                                        stream,
                                        "-show_entries",
                                        "stream=" + field,
                                        "-of",
                                        "default=nk=1:nw=1",
                                        file.toString())),
                        StandardCharsets.UTF_8)
                .strip();
    }

    private static Packet packet(String line) {
        String[] fields = line.split("\\|");
        return new Packet(
                value(fields[0]),
                Long.parseLong(value(fields[1])),
                Long.parseLong(value(fields[2])),
                value(fields[3]).startsWith("K"),
                value(fields[4]).replace("SHA256:", ""));
    }

    private static String value(String field) {
        return field.substring(field.indexOf('=') + 1);
    }

    private static byte[] run(String program, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        // The programs find their own libraries, but not the libraries of those, next to themselves.
        builder.environment()
                .put("LD_LIBRARY_PATH", Path.of(program).getParent().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            byte[] output = out.readAllBytes();
            if (process.waitFor() != 0) {
                throw new IOException(command + " ended with " + process.exitValue());
            }
            return output;
        }
    }
}
