/** Where the framework meets the libraries: configuration shared by the services and the beans made from it. */
package io.dayreel.runtime.wiring;
