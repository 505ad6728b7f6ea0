/** How viewers fare: who watches over what, and what their players say of start-up and stalls. */
package io.dayreel.streamer.viewers;
