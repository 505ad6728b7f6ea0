package io.dayreel.cli.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the sound is taken from the input. ffmpeg says only when it runs that an input needs another way than the first.
 */
enum FfmpegVariant {
    /** As it is. */
    PLAIN,
    /** AAC with a header on each unit, as in MPEG transport streams: the header becomes the configuration. */
    ADTS_TO_RAW,
    /** Left out, because MP4 has no place for its codec. */
    WITHOUT_SOUND;

    /**
     * ffmpeg counts output time from here, so that a decode time below zero (a first picture before B-frames) keeps its
     * distance to the rest instead of being moved to zero.
     */
    static final long OUTPUT_OFFSET_SECONDS = 3600;

    private static final String SHORT_LOOK_MICROS = "1500000";
    private static final String LONG_LOOK_MICROS = "10000000";
    private static final String NO_TAG = "Could not find tag for codec";

    /** The first stream of the output: the pictures, or the sound where there are none. */
    private static final Pattern NO_TAG_FOR_THE_FIRST = Pattern.compile(NO_TAG + " (\\S+) in stream #0,");

    /** What ffmpeg says of sound that MP4 takes only after a look at its packets (AC-3), or not by default (TrueHD). */
    private static final Pattern UNSUITED_SOUND =
            Pattern.compile(NO_TAG + "|Cannot write moov atom before \\S*AC3 |in MP4 support is experimental");

    /** @param patient whether a camera gets longer to show its parameters, as one with rare key frames needs */
    List<String> arguments(FfmpegInput input, boolean patient) {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-loglevel", "error"));
        if (input.live()) {
            arguments.addAll(List.of("-analyzeduration", patient ? LONG_LOOK_MICROS : SHORT_LOOK_MICROS));
        }
        if (input.rtsp()) {
            arguments.addAll(List.of("-rtsp_transport", "tcp"));
        }
        if (input.loop() && !input.live()) {
            arguments.addAll(List.of("-stream_loop", "-1"));
        }
        arguments.addAll(List.of("-i", input.argument(), "-map", "0:V:0?"));
        if (this != WITHOUT_SOUND && input.tracks().audio().isPresent()) {
            arguments.addAll(List.of("-map", "0:a:0?"));
        }
        arguments.addAll(List.of("-c", "copy"));
        if (this == ADTS_TO_RAW) {
            arguments.addAll(List.of("-bsf:a", "aac_adtstoasc"));
        }
        arguments.addAll(muxing());
        return arguments;
    }

    /**
     * A fragment for each sample (frag_every_frame would do the same but gives wrong times with two tracks), times
     * absolute and without edit list.
     */
    private List<String> muxing() {
        String moov = this == ADTS_TO_RAW ? "delay_moov" : "empty_moov";
        return List.of(
                "-avoid_negative_ts",
                "disabled",
                "-output_ts_offset",
                String.valueOf(OUTPUT_OFFSET_SECONDS),
                "-use_editlist",
                "0",
                "-frag_duration",
                "1",
                "-movflags",
                moov + "+default_base_moof+skip_trailer+frag_discont",
                "-flush_packets",
                "1",
                "-f",
                "mp4",
                "pipe:1");
    }

    /** The line that says why the sound does not fit. */
    static String soundObjection(List<String> complaint) {
        return ProcessLog.cause(
                complaint.stream().filter(UNSUITED_SOUND.asPredicate()).toList());
    }

    /** The codec that leaving out the sound does not help against, if ffmpeg complained of one. */
    static Optional<String> unsuitedPictures(List<String> complaint) {
        return complaint.stream()
                .map(NO_TAG_FOR_THE_FIRST::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    /** The way that ffmpeg's complaint asks for, if it is another one. */
    Optional<FfmpegVariant> after(List<String> complaint) {
        String all = String.join("\n", complaint);
        if (this == PLAIN && all.contains("aac_adtstoasc")) {
            return Optional.of(ADTS_TO_RAW);
        }
        if (this != WITHOUT_SOUND
                && unsuitedPictures(complaint).isEmpty()
                && UNSUITED_SOUND.matcher(all).find()) {
            return Optional.of(WITHOUT_SOUND);
        }
        return Optional.empty();
    }
}
