package io.dayreel.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.frame.ConfigurationBody;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes one track as an elementary stream: the track asked for, or the first that the format is about. */
public final class ElementarySink implements FrameSink {
    private static final int MAX_CONFIGURATIONS = 1024;

    private final OutputFormat format;
    private final Optional<Integer> wanted;
    private final OutputStream out;
    private final Map<Key, Known> configurations = new LinkedHashMap<>();
    private Optional<Integer> track = Optional.empty();
    private Optional<ElementaryWriter> writer = Optional.empty();
    private Optional<Key> configured = Optional.empty();

    private record Key(int day, int run, int track, int number) {}

    private record Known(byte[] record, int width, int height) {}

    /** @param out buffered; closed by its owner */
    public ElementarySink(OutputFormat format, Optional<Integer> track, OutputStream out) {
        this.format = format;
        this.wanted = track;
        this.out = out;
    }

    @Override
    public void configuration(ViewerMessage.Configuration told) {
        remember(
                new Key(told.day().number(), told.run(), told.track(), told.number()),
                new Known(told.record(), told.width().orElse(0), told.height().orElse(0)));
    }

    private void remember(Key key, Known known) {
        configurations.put(key, known);
        if (configurations.size() > MAX_CONFIGURATIONS) {
            configurations.remove(configurations.keySet().iterator().next());
        }
    }

    @Override
    public void frame(FrameView frame) throws IOException {
        if (frame.type() == FrameType.CONFIGURATION) {
            ConfigurationBody body = ConfigurationBody.decode(frame.body());
            JsonNode json = Json.read(body.json(), JsonNode.class);
            remember(
                    key(frame),
                    new Known(
                            body.codecRecord(),
                            json.path("width").asInt(),
                            json.path("height").asInt()));
        } else if (isOurs(frame)) {
            configure(frame);
            writer.get().write(frame, out);
        }
    }

    private boolean isOurs(FrameView frame) throws IOException {
        if (track.isPresent()) {
            return frame.track() == track.get() && format.concerns(frame.type());
        }
        boolean candidate = wanted.map(number -> number == frame.track() && !isOfTheRun(frame.type()))
                .orElseGet(() -> format.concerns(frame.type()));
        if (!candidate) {
            return false;
        }
        if (!format.fits(frame.codec())) {
            throw new IOException("track " + frame.track() + " is " + frame.codec() + ", which can be written as "
                    + OutputFormat.possible(frame.codec()));
        }
        track = Optional.of(frame.track());
        writer = Optional.of(ElementaryWriter.of(frame.codec()));
        return true;
    }

    /** Whether the frame is about its run and not of the track whose number it carries. */
    private static boolean isOfTheRun(FrameType type) {
        return type == FrameType.END_OF_RUN || type == FrameType.GONE;
    }

    private void configure(FrameView frame) throws IOException {
        Key key = key(frame);
        if (configured.filter(key::equals).isEmpty()) {
            Known known = configurations.get(key);
            if (known != null) {
                writer.get().configure(known.record(), known.width(), known.height());
                configured = Optional.of(key);
            }
        }
    }

    private static Key key(FrameView frame) {
        return new Key(frame.day(), frame.run(), frame.track(), frame.configuration());
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
