package io.dayreel.systemtests.players;

import java.util.List;

/** A player that is not ours. */
public enum PlayerKind {
    HLS_JS("hlsjs.html", "hls.js"),
    SHAKA("shaka.html", "Shaka Player"),
    DASH_JS("dashjs.html", "dash.js");

    private final String page;
    private final String title;

    PlayerKind(String page, String title) {
        this.page = page;
        this.title = title;
    }

    /** Those that play HLS. */
    public static List<PlayerKind> ofHls() {
        return List.of(HLS_JS, SHAKA);
    }

    /** Those that play MPEG-DASH. */
    public static List<PlayerKind> ofDash() {
        return List.of(SHAKA, DASH_JS);
    }

    String page() {
        return page;
    }

    @Override
    public String toString() {
        return title;
    }
}
