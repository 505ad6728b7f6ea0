/** REST routes of the streamer. */
package io.dayreel.streamer.rest;
