package io.dayreel.benchmarks.upload;

import io.dayreel.testkit.media.Ffmpeg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A film in parts that follow each other: pictures of 1280×720 that change everywhere, 25 a second, a key frame every
 * two seconds, at 12 Mbit/s, and sound.
 *
 * @param parts files, in their order
 */
public record Film(List<Path> parts) {
    private static final double BYTES_PER_SECOND = 1.52e6;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Makes one of about so many bytes. @param partBytes of each part, about */
    public static Film make(Path directory, long bytes, long partBytes) throws IOException {
        Files.createDirectories(directory);
        double seconds = Math.max(2, Math.round(bytes / BYTES_PER_SECOND / 2) * 2);
        double partSeconds = Math.max(2, Math.round(partBytes / BYTES_PER_SECOND / 2) * 2);
        String arguments = "-f lavfi -i testsrc2=size=1280x720:rate=25,noise=alls=20:allf=t"
                + " -f lavfi -i sine=r=48000 -t " + seconds
                + " -c:v libx264 -preset ultrafast -b:v 12M -minrate 12M -maxrate 12M -bufsize 12M -nal-hrd cbr"
                + " -g 50 -keyint_min 50 -sc_threshold 0 -bf 0 -pix_fmt yuv420p -c:a aac -f segment -segment_time "
                + partSeconds + " -segment_start_number 1 -reset_timestamps 1 " + directory.resolve("%d.mp4");
        Ffmpeg.find().run(List.of(arguments.split(" ")), LIMIT);
        try (Stream<Path> files = Files.list(directory)) {
            return new Film(files.sorted((a, b) -> Integer.compare(number(a), number(b)))
                    .toList());
        }
    }

    private static int number(Path part) {
        return Integer.parseInt(part.getFileName().toString().replace(".mp4", ""));
    }

    public long bytes() {
        return parts.stream().mapToLong(Film::size).sum();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
