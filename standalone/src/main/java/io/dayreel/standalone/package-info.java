/** All services with an embedded broker in one JVM. Only decides where things are; has no data path of its own (F6). */
package io.dayreel.standalone;
