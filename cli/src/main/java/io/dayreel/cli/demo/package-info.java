/** {@code dayreel demo}: an installation on this machine with sample footage. */
package io.dayreel.cli.demo;
