/**
 * A device: numbers captured frames, keeps them on disk until they are acknowledged, and sends them over one connection
 * that is opened again whenever it breaks. Usable as a library; {@link io.dayreel.cli.device.Device} is its face.
 */
package io.dayreel.cli.device;
