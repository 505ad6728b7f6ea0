package io.dayreel.streamer.thumbnails;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws pictures side by side. Three bytes a pixel while it draws. */
final class Sprite {
    private Sprite() {}

    /** A JPEG; steps whose picture is missing stay black. */
    static byte[] draw(StripLayout layout, Map<KeyPicture, byte[]> pictures) {
        BufferedImage strip = new BufferedImage(
                layout.columns() * layout.width(), layout.rows() * layout.height(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D canvas = strip.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        try {
            for (StripLayout.Cell cell : layout.cells()) {
                byte[] jpeg = pictures.get(cell.picture());
                if (jpeg != null) {
                    int left = layout.column(cell) * layout.width();
                    int top = layout.row(cell) * layout.height();
                    canvas.drawImage(decoded(jpeg), left, top, layout.width(), layout.height(), null);
                }
            }
            return encoded(strip);
        } catch (IOException e) {
            throw new UncheckedIOException("drawing in memory", e);
        } finally {
            canvas.dispose();
        }
    }

    private static BufferedImage decoded(byte[] jpeg) throws IOException {
        return ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg)));
    }

    private static byte[] encoded(BufferedImage strip) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(strip, "jpg", stream);
        }
        return out.toByteArray();
    }
}
