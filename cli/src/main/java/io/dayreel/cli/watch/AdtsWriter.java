package io.dayreel.cli.watch;

import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** AAC with an ADTS header before each access unit (ISO/IEC 14496-3, 1.A.2.2), from the AudioSpecificConfig. */
final class AdtsWriter implements ElementaryWriter {
    private static final int HEADER = 7;
    private static final int MAX_LENGTH = 0x1fff;
    private static final int LOW_COMPLEXITY = 2;
    private static final List<Integer> RATES =
            List.of(96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350);

    private int profile = 1;
    private int rateIndex = -1;
    private int channels;

    @Override
    public void configure(byte[] config, int width, int height) throws IOException {
        if (config.length < 2) {
            throw new IOException("the configuration's AudioSpecificConfig is cut off");
        }
        int type = config[0] >>> 3 & 0x1f;
        rateIndex = (config[0] & 7) << 1 | config[1] >>> 7 & 1;
        channels = config[1] >>> 3 & 0xf;
        if (rateIndex == 15 && config.length >= 5) {
            int rate =
                    (config[1] & 0x7f) << 17 | (config[2] & 0xff) << 9 | (config[3] & 0xff) << 1 | config[4] >>> 7 & 1;
            rateIndex = RATES.indexOf(rate);
            channels = config[4] >>> 3 & 0xf;
        }
        if (rateIndex < 0 || rateIndex >= RATES.size() || channels == 0 || channels > 7) {
            throw new IOException("this AAC's sample rate or channels cannot be written as ADTS; use --format frames");
        }
        profile = (type >= 1 && type <= 4 ? type : LOW_COMPLEXITY) - 1; // SBR and PS are found by decoders themselves
    }

    @Override
    public void write(FrameView frame, OutputStream out) throws IOException {
        int length = frame.bodyLength() + HEADER;
        if (rateIndex < 0) {
            return; // no decoder could begin here
        }
        if (length > MAX_LENGTH) {
            throw new IOException("an access unit of " + frame.bodyLength() + " bytes does not fit ADTS");
        }
        out.write(new byte[] {
            (byte) 0xff,
            (byte) 0xf1,
            (byte) (profile << 6 | rateIndex << 2 | channels >> 2),
            (byte) ((channels & 3) << 6 | length >> 11),
            (byte) (length >> 3),
            (byte) ((length & 7) << 5 | 0x1f),
            (byte) 0xfc
        });
        ElementaryWriter.writeBody(frame.body(), out);
    }
}
