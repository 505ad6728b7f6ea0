/** Where the framework starts and stops the embedded broker. */
package io.dayreel.standalone.wiring;
