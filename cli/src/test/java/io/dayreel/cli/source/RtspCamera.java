package io.dayreel.cli.source;

import io.dayreel.media.FragmentedMp4Reader;
import io.dayreel.media.MediaPart;
import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.media.MediaTracks;
import io.dayreel.testkit.media.Ffmpeg;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A camera on the loopback address that speaks RTSP 1.0 (RFC 2326) as far as a player over TCP needs: OPTIONS, DESCRIBE,
 * SETUP and PLAY, with H.264 in RTP (RFC 6184) on the same connection. Whoever plays gets a clip's pictures from its
 * first on, at their pace, as often as there are in it, and then the connection is closed. One viewer at a time;
 * {@link #close} ends it as a camera that loses its power does.
 */
final class RtspCamera implements AutoCloseable {

    private static final int PAYLOAD_TYPE = 96;
    private static final int RTP_RATE = 90_000;
    private static final int RTP_HEADER = 12;
    private static final int MAX_PAYLOAD = 1400;
    private static final int FRAGMENTATION_UNIT = 28;
    private static final int CLOSE_WAIT_MILLIS = 5000;

    private final ServerSocket listening;
    private final MediaTrack track;
    private final List<MediaSample> pictures;
    private final Thread thread;
    private volatile Optional<Socket> viewer = Optional.empty();
    private volatile boolean closed;
    private int sequence;

    private RtspCamera(ServerSocket listening, MediaTrack track, List<MediaSample> pictures) {
        this.listening = listening;
        this.track = track;
        this.pictures = pictures;
        this.thread = new Thread(this::serve, "dayreel-test-rtsp-camera");
        thread.setDaemon(true);
    }

    /**
     * @param port to listen on; 0 for any
     * @param seconds how much of the clip is sent
     */
    static RtspCamera start(int port, Path clip, int seconds) throws IOException {
        byte[] fragments = Ffmpeg.find()
                .output(List.of(
                        "-i",
                        clip.toString(),
                        "-t",
                        "" + seconds,
                        "-map",
                        "0:v",
                        "-c",
                        "copy",
                        "-f",
                        "mp4",
                        "-movflags",
                        "empty_moov+default_base_moof+frag_keyframe",
                        "pipe:1"));
        List<MediaSample> pictures = new ArrayList<>();
        MediaTrack track = null;
        try (var reader = new FragmentedMp4Reader(new ByteArrayInputStream(fragments))) {
            for (Optional<MediaPart> part = reader.next(); part.isPresent(); part = reader.next()) {
                if (part.get() instanceof MediaTracks tracks) {
                    track = tracks.tracks().get(0);
                } else if (part.get() instanceof MediaSample picture) {
                    pictures.add(picture);
                }
            }
        }
        var listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        RtspCamera camera = new RtspCamera(listening, track, pictures);
        camera.thread.start();
        return camera;
    }

    int port() {
        return listening.getLocalPort();
    }

    String address() {
        return "rtsp://127.0.0.1:" + port() + "/yard";
    }

    /** How many pictures each viewer gets. */
    int pictureCount() {
        return pictures.size();
    }

    private void serve() {
        while (!closed) {
            try (Socket socket = listening.accept()) {
                viewer = Optional.of(socket);
                socket.setTcpNoDelay(true);
                var requests =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                var out = new DataOutputStream(socket.getOutputStream());
                if (answerUntilPlay(requests, out)) {
                    play(out);
                }
            } catch (IOException ended) {
                // The viewer went away, or the camera was closed; the next one is welcome unless it was.
                continue;
            }
        }
    }

    /** False if the viewer left before it wanted to see anything. */
    private boolean answerUntilPlay(BufferedReader requests, DataOutputStream out) throws IOException {
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String method = line.substring(0, line.indexOf(' '));
            String sequenceHeader = "";
            for (String header = requests.readLine(); !header.isEmpty(); header = requests.readLine()) {
                sequenceHeader = header.startsWith("CSeq:") ? header : sequenceHeader;
            }
            String answer = "RTSP/1.0 200 OK\r\n" + sequenceHeader + "\r\n" + answer(method);
            out.write(answer.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            if (method.equals("PLAY")) {
                return true;
            }
        }
        return false;
    }

    private String answer(String method) {
        return switch (method) {
            case "OPTIONS" -> "Public: OPTIONS, DESCRIBE, SETUP, PLAY\r\n\r\n";
            case "DESCRIBE" -> {
                String description = description();
                yield "Content-Base: " + address() + "/\r\nContent-Type: application/sdp\r\nContent-Length: "
                        + description.length() + "\r\n\r\n" + description;
            }
            case "SETUP" -> "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n\r\n";
            case "PLAY" -> "Session: 1\r\nRange: npt=0.000-\r\n\r\n";
            default -> throw new AssertionError("the camera was asked for " + method);
        };
    }

    /** SDP (RFC 4566) with the parameter sets of the track's configuration record. */
    private String description() {
        ByteBuffer configuration = ByteBuffer.wrap(track.codecRecord());
        configuration.position(5);
        List<String> sets = new ArrayList<>();
        for (int kind = 0; kind < 2; kind++) {
            for (int count = configuration.get() & 0x1f; count > 0; count--) {
                byte[] set = new byte[configuration.getShort()];
                configuration.get(set);
                sets.add(Base64.getEncoder().encodeToString(set));
            }
        }
        return String.join(
                "\r\n",
                "v=0",
                "o=- 0 0 IN IP4 127.0.0.1",
                "s=yard",
                "t=0 0",
                "m=video 0 RTP/AVP " + PAYLOAD_TYPE,
                "a=control:track1",
                "a=rtpmap:" + PAYLOAD_TYPE + " H264/" + RTP_RATE,
                "a=fmtp:" + PAYLOAD_TYPE + " packetization-mode=1;sprop-parameter-sets=" + String.join(",", sets),
                "");
    }

    private void play(DataOutputStream out) throws IOException {
        long start = System.nanoTime();
        long first = pictures.get(0).decodeTime();
        for (MediaSample picture : pictures) {
            long sinceFirst = picture.decodeTime() - first;
            awaitNanos(start + sinceFirst * TimeUnit.SECONDS.toNanos(1) / track.timescale());
            int rtpTime = (int) ((sinceFirst + picture.compositionOffset()) * RTP_RATE / track.timescale());
            ByteBuffer units = ByteBuffer.wrap(picture.bytes());
            while (units.hasRemaining()) {
                byte[] unit = new byte[units.getInt()];
                units.get(unit);
                sendUnit(out, unit, rtpTime, !units.hasRemaining());
            }
            out.flush();
        }
    }

    private static void awaitNanos(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** A NAL unit as it is if it fits into one packet, otherwise in fragments (FU-A). */
    private void sendUnit(DataOutputStream out, byte[] unit, int rtpTime, boolean lastOfPicture) throws IOException {
        if (unit.length <= MAX_PAYLOAD) {
            send(out, ByteBuffer.wrap(unit), rtpTime, lastOfPicture);
            return;
        }
        for (int at = 1; at < unit.length; at += MAX_PAYLOAD - 2) {
            int length = Math.min(MAX_PAYLOAD - 2, unit.length - at);
            boolean last = at + length == unit.length;
            int edges = (at == 1 ? 0x80 : 0) | (last ? 0x40 : 0);
            ByteBuffer fragment = ByteBuffer.allocate(2 + length)
                    .put((byte) (unit[0] & 0x60 | FRAGMENTATION_UNIT))
                    .put((byte) (edges | unit[0] & 0x1f))
                    .put(unit, at, length)
                    .flip();
            send(out, fragment, rtpTime, last && lastOfPicture);
        }
    }

    private void send(DataOutputStream out, ByteBuffer payload, int rtpTime, boolean marker) throws IOException {
        out.writeByte('$');
        out.writeByte(0);
        out.writeShort(RTP_HEADER + payload.remaining());
        out.writeByte(0x80);
        out.writeByte((marker ? 0x80 : 0) | PAYLOAD_TYPE);
        out.writeShort(sequence++);
        out.writeInt(rtpTime);
        out.writeInt(1);
        out.write(payload.array(), 0, payload.limit());
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listening.close();
        if (viewer.isPresent()) {
            viewer.get().close();
        }
        try {
            thread.join(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
