package io.dayreel.testkit.media;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A clip that ffmpeg makes when the test runs: its test picture with a running clock, and a tone.
 *
 * @param video how pictures are coded
 * @param audio how the tone is coded
 * @param width pixels, even
 * @param height pixels, even
 * @param framesPerSecond pictures a second
 * @param framesPerGop pictures from key frame to key frame
 * @param bFrames B-frames between references; only for H.264 and H.265
 * @param length of the clip
 */
public record TestClip(
        Video video,
        Audio audio,
        int width,
        int height,
        int framesPerSecond,
        int framesPerGop,
        int bFrames,
        Duration length) {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** How pictures are coded. The file name's ending must be of a container that takes it. */
    public enum Video {
        NONE,
        H264,
        H265,
        VP9,
        AV1
    }

    /** How the tone is coded. */
    public enum Audio {
        NONE,
        AAC,
        OPUS
    }

    /** 320×180 at 25 fps in H.264 with a key frame a second, no B-frames, no sound. */
    public static TestClip of(Duration length) {
        return new TestClip(Video.H264, Audio.NONE, 320, 180, 25, 25, 0, length);
    }

    /** The same clip with pictures coded otherwise. */
    public TestClip with(Video codec) {
        return new TestClip(codec, audio, width, height, framesPerSecond, framesPerGop, bFrames, length);
    }

    /** The same clip with sound. */
    public TestClip with(Audio codec) {
        return new TestClip(video, codec, width, height, framesPerSecond, framesPerGop, bFrames, length);
    }

    /** The same clip with B-frames. */
    public TestClip withBFrames(int count) {
        return new TestClip(video, audio, width, height, framesPerSecond, framesPerGop, count, length);
    }

    /** The same clip with another rhythm of pictures. */
    public TestClip withRate(int fps, int gop) {
        return new TestClip(video, audio, width, height, fps, gop, bFrames, length);
    }

    /** The same clip with larger or smaller pictures. */
    public TestClip withSize(int newWidth, int newHeight) {
        return new TestClip(video, audio, newWidth, newHeight, framesPerSecond, framesPerGop, bFrames, length);
    }

    /** Makes the clip; the file name's ending names the container. Returns {@code file}. */
    public Path create(Ffmpeg ffmpeg, Path file) {
        List<String> arguments = new ArrayList<>();
        String seconds = String.format(Locale.ROOT, "%.3f", length.toMillis() / 1000.0);
        if (video != Video.NONE) {
            String picture = "testsrc2=size=" + width + "x" + height + ":rate=" + framesPerSecond;
            arguments.addAll(List.of("-f", "lavfi", "-t", seconds, "-i", picture));
        }
        if (audio != Audio.NONE) {
            arguments.addAll(List.of("-f", "lavfi", "-t", seconds, "-i", "sine=frequency=440:sample_rate=48000"));
        }
        arguments.addAll(videoArguments());
        arguments.addAll(audioArguments());
        arguments.add(file.toString());
        ffmpeg.run(arguments, LIMIT);
        return file;
    }

    private List<String> videoArguments() {
        String gop = Integer.toString(framesPerGop);
        String b = Integer.toString(bFrames);
        List<String> coder =
                switch (video) {
                    case NONE -> List.of("-vn");
                    case H264 ->
                        List.of(
                                "-c:v",
                                "libx264",
                                "-preset",
                                "ultrafast",
                                "-bf",
                                b,
                                "-sc_threshold",
                                "0",
                                "-threads",
                                "1");
                    case H265 ->
                        List.of(
                                "-c:v",
                                "libx265",
                                "-preset",
                                "ultrafast",
                                "-x265-params",
                                "log-level=error:scenecut=0:pools=1:bframes=" + b,
                                "-tag:v",
                                "hvc1");
                    case VP9 -> List.of("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8");
                    case AV1 -> List.of("-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "lp=1");
                };
        if (video == Video.NONE) {
            return coder;
        }
        List<String> all = new ArrayList<>(coder);
        all.addAll(List.of("-pix_fmt", "yuv420p", "-g", gop));
        return all;
    }

    private List<String> audioArguments() {
        return switch (audio) {
            case NONE -> List.of("-an");
            case AAC -> List.of("-c:a", "aac", "-b:a", "96k");
            case OPUS -> List.of("-c:a", "libopus", "-b:a", "64k");
        };
    }
}
