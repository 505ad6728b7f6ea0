/** Says which devices are watched, for those who do something for viewers. */
package io.dayreel.streamer.audience;
