/** Where the framework meets the parts of the streamer. */
package io.dayreel.streamer.wiring;
