package io.dayreel.systemtests.players;

/** A player that is not ours. */
public enum PlayerKind {
    HLS_JS("hlsjs.html", "hls.js"),
    SHAKA("shaka.html", "Shaka Player");

    private final String page;
    private final String title;

    PlayerKind(String page, String title) {
        this.page = page;
        this.title = title;
    }

    String page() {
        return page;
    }

    @Override
    public String toString() {
        return title;
    }
}
