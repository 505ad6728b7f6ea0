/**
 * Uploads a video file in parts: cuts it without re-encoding, sends the parts side by side, and goes on where it was
 * after anything that broke, also after this process itself.
 */
package io.dayreel.cli.upload;
