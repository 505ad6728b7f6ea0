package io.dayreel.streamer.wiring;

import io.dayreel.access.SharedSecretTokens;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.wiring.ServiceSurroundings;
import io.dayreel.store.ObjectStore;
import io.dayreel.streamer.http.ViewerLanguages;
import jakarta.inject.Singleton;

/** The shared beans that the streamer is built from. */
@Singleton
class StreamerSurroundings {
    final ServiceSurroundings shared;
    final SharedSecretTokens tokens;
    final ObjectStore store;
    final VertxAccess access;
    final HlsSettings hls;
    final ViewerLanguages languages;

    StreamerSurroundings(
            ServiceSurroundings shared,
            SharedSecretTokens tokens,
            ObjectStore store,
            VertxAccess access,
            HlsSettings hls,
            LanguageSettings languages) {
        this.shared = shared;
        this.tokens = tokens;
        this.store = store;
        this.access = access;
        this.hls = hls;
        this.languages = languages.viewers();
    }
}
