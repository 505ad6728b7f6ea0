/** The images that the build makes, run by a container engine or, where none answers, unpacked by the kernel alone. */
package io.dayreel.systemtests.images;
