/** The HTTP edge of every service: who calls, and problem details (RFC 9457) for whatever goes wrong. */
package io.dayreel.runtime.http;
