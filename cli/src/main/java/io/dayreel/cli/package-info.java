/** The {@code dayreel} command: the list of its subcommands. Each has a package of its own. */
package io.dayreel.cli;
