package io.dayreel.contracts.device;

/** Close codes of the WebSockets (protocol.md). */
public final class CloseCode {
    public static final int RESTARTING = 1012;
    public static final int BAD_FRAME = 4400;
    public static final int NOT_AUTHORISED = 4401;
    public static final int IDLE = 4408;
    public static final int TAKEN_OVER = 4409;
    public static final int TOO_LARGE = 4413;
    public static final int TOO_FAST = 4429;

    private CloseCode() {}
}
