package io.dayreel.streamer.viewstream;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.ffmpeg.FfmpegException;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import io.dayreel.runtime.ffmpeg.FfmpegPool.Program;
import io.dayreel.streamer.hls.PastPlaylists;
import io.dayreel.streamer.hls.SegmentsAt;
import io.dayreel.streamer.media.Fragments;
import io.dayreel.streamer.media.MediaException;
import io.dayreel.streamer.media.MediaPackager;
import io.dayreel.streamer.rendition.CounterTag;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.viewstream.ViewException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Makes segments that stand alone: the pictures of one rendition and the sound of one language, put into one container by
 * ffmpeg without being coded anew. As many are made at a time as ffmpeg has processes; what is made is a file until its
 * caller closes it. Thread-safe; calls block.
 */
public final class ViewedSegments {
    private final PastPlaylists playlists;
    private final MediaPackager packager;
    private final FfmpegPool ffmpeg;
    private final Path directory;

    /** @param directory for files under way, of nobody else; cleared */
    public ViewedSegments(PastPlaylists playlists, MediaPackager packager, FfmpegPool ffmpeg, Path directory)
            throws IOException {
        this.playlists = playlists;
        this.packager = packager;
        this.ffmpeg = ffmpeg;
        this.directory = directory;
        Files.createDirectories(directory);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * The segment that contains a time; the caller closes it.
     *
     * @return empty if there is none, or none yet
     * @throws ViewException if it cannot be had
     */
    public Optional<ViewedSegment> open(ViewRequest asked) {
        return playlists.segmentsAt(asked.range(), asked.micros()).map(found -> open(asked, found));
    }

    private ViewedSegment open(ViewRequest asked, SegmentsAt found) {
        List<SegmentsAt.Piece> pieces = chosen(found, asked);
        List<String> codecs = pieces.stream().map(SegmentsAt.Piece::codec).toList();
        if (!asked.format().takes(codecs)) {
            String possible = ViewFormat.possible(codecs);
            throw new ViewException(
                    Reason.UNSUITABLE,
                    asked.format().text() + " has no place for " + String.join(", ", codecs)
                            + (possible.isEmpty() ? "" : ": possible is " + possible));
        }
        return make(asked, pieces);
    }

    private static List<SegmentsAt.Piece> chosen(SegmentsAt found, ViewRequest asked) {
        List<SegmentsAt.Piece> pieces = new ArrayList<>();
        video(found, asked).ifPresent(pieces::add);
        List<SegmentsAt.Piece> sound = found.pieces().stream()
                .filter(piece -> !piece.rendition().isVideo())
                .toList();
        asked.wish()
                .choose(sound.stream().map(SegmentsAt.Piece::language).toList())
                .flatMap(language -> sound.stream()
                        .filter(piece -> piece.language().equals(language))
                        .findFirst())
                .or(() -> sound.stream().findFirst())
                .ifPresent(pieces::add);
        return pieces;
    }

    private static Optional<SegmentsAt.Piece> video(SegmentsAt found, ViewRequest asked) {
        Comparator<SegmentsAt.Piece> nearest = asked.height().isPresent()
                ? Comparator.comparingInt(
                        piece -> Math.abs(piece.height() - asked.height().getAsInt()))
                : Comparator.comparingInt(piece -> -piece.height());
        return found.pieces().stream()
                .filter(piece -> piece.rendition().isVideo())
                .min(nearest.thenComparing(SegmentsAt.Piece::rendition));
    }

    private ViewedSegment make(ViewRequest asked, List<SegmentsAt.Piece> pieces) {
        Path target = directory.resolve(UUID.randomUUID() + "." + asked.format().text());
        List<Path> sources = new ArrayList<>();
        boolean made = false;
        try {
            for (SegmentsAt.Piece piece : pieces) {
                Path source = directory.resolve(UUID.randomUUID() + ".piece");
                sources.add(source);
                write(asked.range().device(), piece.rendition(), piece.span(), source);
            }
            ffmpeg.run(Program.FFMPEG, arguments(sources, asked.format(), target), output -> output.readNBytes(1));
            CutSpan first = pieces.get(0).span();
            ViewedSegment segment = new ViewedSegment(
                    target, Files.size(target), tag(asked, pieces), first.startMicros(), first.endMicros());
            made = true;
            return segment;
        } catch (FfmpegException e) {
            throw refusal(e);
        } catch (MediaException e) {
            throw new ViewException(
                    e.reason() == MediaException.Reason.UNSUITABLE ? Reason.UNSUITABLE : Reason.NOT_NOW,
                    e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ViewException(Reason.NOT_NOW, "stopping", e);
        } finally {
            sources.forEach(ViewedSegments::delete);
            if (!made) {
                delete(target);
            }
        }
    }

    private static ViewException refusal(FfmpegException failure) {
        return switch (failure.reason()) {
            case MISSING ->
                new ViewException(
                        Reason.NO_FFMPEG,
                        failure.getMessage() + ": install ffmpeg or name it in dayreel.streamer.ffmpeg",
                        failure);
            case REFUSED -> new ViewException(Reason.UNSUITABLE, "ffmpeg: " + failure.getMessage(), failure);
            case BUSY, TOO_SLOW, TOO_LARGE, CRASHED ->
                new ViewException(Reason.NOT_NOW, failure.getMessage() + ": try again", failure);
        };
    }

    private void write(DeviceId device, Rendition rendition, CutSpan span, Path target) throws IOException {
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(packager.open(device, MediaAddress.initOf(rendition, span)), out);
            copy(packager.open(device, MediaAddress.of(rendition, span)), out);
        }
    }

    private static void copy(Fragments fragments, FileChannel out) throws IOException {
        try (fragments) {
            Optional<List<ByteBuffer>> next = fragments.next();
            while (next.isPresent()) {
                for (ByteBuffer bytes : next.get()) {
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                }
                next = fragments.next();
            }
        }
    }

    /** Times stay those of the stream, so that segments follow one another. */
    private static List<String> arguments(List<Path> sources, ViewFormat format, Path target) {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-loglevel", "error", "-copyts"));
        sources.forEach(source -> arguments.addAll(List.of("-f", "mp4", "-i", "file:" + source.toAbsolutePath())));
        for (int i = 0; i < sources.size(); i++) {
            arguments.addAll(List.of("-map", i + ":0"));
        }
        arguments.addAll(List.of("-c", "copy"));
        if (format != ViewFormat.WEBM) {
            arguments.addAll(List.of(
                    "-avoid_negative_ts",
                    "disabled",
                    "-use_editlist",
                    "0",
                    "-movflags",
                    "frag_keyframe+empty_moov+default_base_moof+frag_discont"));
        }
        arguments.addAll(List.of("-f", format.muxer(), "file:" + target.toAbsolutePath()));
        return arguments;
    }

    private static String tag(ViewRequest asked, List<SegmentsAt.Piece> pieces) {
        String content = asked.format()
                + pieces.stream()
                        .map(piece -> MediaAddress.initOf(piece.rendition(), piece.span())
                                        .path()
                                + MediaAddress.of(piece.rendition(), piece.span())
                                        .path())
                        .collect(Collectors.joining(" "));
        return CounterTag.of(content.getBytes(StandardCharsets.UTF_8));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
