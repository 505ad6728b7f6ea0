/** {@code dayreel topics}: the installation's topics, made and checked before any service starts. */
package io.dayreel.cli.topics;
