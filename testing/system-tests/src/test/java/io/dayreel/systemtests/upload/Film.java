package io.dayreel.systemtests.upload;

import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.FrameCodedVideo;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.SampleFootage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A film out of the sample footage, with the sound of two languages and captions, cut into parts of three seconds by
 * ffmpeg.
 *
 * @param parts in order
 */
public record Film(String container, List<Path> parts) {
    /** Length of the film, seconds. */
    public static final int SECONDS = 12;

    /** Length of a part, seconds. */
    public static final int PART_SECONDS = 3;

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String CAPTIONS = """
            WEBVTT

            00:00:00.500 --> 00:00:02.000
            first words

            00:00:04.000 --> 00:00:05.500
            a second cue

            00:00:07.000 --> 00:00:08.500
            a third cue

            00:00:10.000 --> 00:00:11.500
            last words
            """;

    /** @param container mp4, mov or webm */
    public static Film make(Path directory, String container) {
        Ffmpeg ffmpeg = Ffmpeg.find();
        boolean web = container.equals("webm");
        Path captions = directory.resolve("captions.vtt");
        try {
            Files.writeString(captions, CAPTIONS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> arguments = new ArrayList<>(List.of("-t", "" + SECONDS, "-i"));
        arguments.add(SampleFootage.onePersonDetection().toString());
        for (int tone : new int[] {440, 880}) {
            arguments.addAll(List.of("-f", "lavfi", "-t", "" + SECONDS, "-i", "sine=" + tone + ":r=48000"));
        }
        arguments.addAll(
                List.of("-i", captions.toString(), "-map", "0:v", "-map", "1:a", "-map", "2:a", "-map", "3:s"));
        arguments.addAll(List.of("-r", "25", "-g", "25", "-vf", "scale=320:-2", "-c:v"));
        arguments.addAll(
                web
                        ? List.of("libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "300k")
                        : List.of("libx264", "-preset", "veryfast", "-bf", "2", "-sc_threshold", "0"));
        arguments.addAll(List.of("-c:a", web ? "libopus" : "aac", "-c:s", web ? "webvtt" : "mov_text"));
        arguments.addAll(List.of("-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=ger"));
        arguments.addAll(List.of("-metadata:s:s:0", "language=eng"));
        Path whole = directory.resolve("film." + container);
        arguments.add(whole.toString());
        ffmpeg.run(arguments, LIMIT);
        return new Film(container, cut(ffmpeg, whole, directory, container));
    }

    /** Pictures that carry their numbers, 25 a second, with sound and without captions. */
    public static Film numbered(Path directory) {
        Path whole =
                FrameCodedVideo.of(SECONDS * 25).withAudio().create(Ffmpeg.find(), directory.resolve("numbered.mp4"));
        return new Film("mp4", cut(Ffmpeg.find(), whole, directory, "mp4"));
    }

    private static List<Path> cut(Ffmpeg ffmpeg, Path whole, Path directory, String container) {
        ffmpeg.run(
                List.of(
                        "-i",
                        whole.toString(),
                        "-map",
                        "0",
                        "-c",
                        "copy",
                        "-f",
                        "segment",
                        "-segment_time",
                        "" + PART_SECONDS,
                        "-reset_timestamps",
                        "1",
                        directory.resolve(container + "-%d." + container).toString()),
                LIMIT);
        List<Path> parts = new ArrayList<>();
        for (int i = 0; Files.exists(part(directory, container, i)); i++) {
            parts.add(part(directory, container, i));
        }
        return parts;
    }

    private static Path part(Path directory, String container, int number) {
        return directory.resolve(container + "-" + number + "." + container);
    }

    /** Hashes of the packets of one stream, as {@code v:0} or {@code a:1}, over all parts. */
    public List<String> packets(String stream) {
        Ffmpeg ffmpeg = Ffmpeg.find();
        return parts.stream()
                .flatMap(part -> ffmpeg.probePackets(part, stream).stream())
                .map(MediaPacket::sha256)
                .toList();
    }

    /** The bytes of a part. @param number from 1 */
    public byte[] part(int number) {
        try {
            return Files.readAllBytes(parts.get(number - 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
