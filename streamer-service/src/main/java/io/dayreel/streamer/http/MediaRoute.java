package io.dayreel.streamer.http;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.media.MediaCounters;
import io.dayreel.streamer.media.MediaObjects;
import io.dayreel.streamer.media.MediaPackager;
import io.dayreel.streamer.rendition.CounterTag;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** {@code GET /v1/devices/{device}/media/…}: init and media segments under addresses whose content never changes. */
public final class MediaRoute {
    /** Where it is on the router. */
    public static final String PATH = "/v1/devices/:device/media/:day/:rendition/:name";

    static final String WEB_VTT = "text/vtt; charset=utf-8";
    static final String FOR_EVER = "private, max-age=31536000, immutable";
    private static final int NOT_MODIFIED = 304;

    private final VertxAccess access;
    private final MediaPackager packager;
    private final MediaObjects objects;
    private final MediaCounters counters;

    public MediaRoute(VertxAccess access, MediaPackager packager, MediaObjects objects, MediaCounters counters) {
        this.access = access;
        this.packager = packager;
        this.objects = objects;
        this.counters = counters;
    }

    /** Answers a GET or HEAD; called on the request's event loop. */
    public void answer(RoutingContext context) {
        WatchedDevice.of(context, access, device -> answer(context, device));
    }

    private void answer(RoutingContext context, DeviceId device) {
        String path = context.pathParam("day") + "/" + context.pathParam("rendition") + "/" + context.pathParam("name");
        MediaAddress address = MediaAddress.parse(path)
                .orElseThrow(() -> ProblemException.notFound("there is no media '" + path + "'"));
        String key = device + "/" + address.path();
        String etag = etag(key);
        String known = EntityTags.ifNoneMatch(context.request());
        if (!EntityTags.isAny(known) && EntityTags.match(known, etag)) { // whoever has its tag has had it
            HttpServerResponse response = context.response();
            response.putHeader("ETag", etag).putHeader("Cache-Control", FOR_EVER);
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        MediaAnswer answer =
                new MediaAnswer(context, counters, new MediaAnswer.Headers(type(address), FOR_EVER, etag, "../../"));
        objects.get(key, () -> packager.open(device, address), answer);
    }

    static String etag(String key) {
        return "\"" + CounterTag.of(key.getBytes(StandardCharsets.UTF_8)) + "\"";
    }

    static String type(MediaAddress address) {
        if (address instanceof MediaAddress.Text text && text.form() == MediaAddress.Text.Form.WEB_VTT) {
            return WEB_VTT;
        }
        return type(address.rendition());
    }

    /** Of a rendition's MP4. */
    static String type(Rendition rendition) {
        return switch (rendition.kind()) {
            case VIDEO -> "video/mp4";
            case AUDIO -> "audio/mp4";
            case TEXT -> "application/mp4";
        };
    }
}
