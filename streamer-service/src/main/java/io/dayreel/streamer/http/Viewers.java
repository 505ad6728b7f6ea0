package io.dayreel.streamer.http;

import io.dayreel.runtime.http.VertxAccess;

/** Who asks: whether they may, and what they want to hear and read. */
public record Viewers(VertxAccess access, ViewerLanguages languages) {}
