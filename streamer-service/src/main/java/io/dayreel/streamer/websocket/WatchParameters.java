package io.dayreel.streamer.websocket;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.streamer.playback.PlaybackRequest;
import io.dayreel.streamer.playback.Speed;
import io.dayreel.streamer.playback.StartPoint;
import io.vertx.core.http.HttpServerRequest;

/** Reads the query of a watch request. */
final class WatchParameters {
    private WatchParameters() {}

    /** @throws io.dayreel.runtime.http.ProblemException 400 naming the parameter at fault */
    static PlaybackRequest read(DeviceId device, HttpServerRequest request) {
        return new PlaybackRequest(
                device,
                Parameters.optional("from", request.getParam("from"), StartPoint::parse)
                        .orElse(new StartPoint.Live()),
                Parameters.optional("to", request.getParam("to"), StartPoint::micros)
                        .orElse(Long.MAX_VALUE),
                Parameters.optional("tracks", request.getParam("tracks"), PlaybackRequest::parseTracks),
                Parameters.optional("speed", request.getParam("speed"), Speed::parse)
                        .orElse(Speed.REAL_TIME));
    }
}
