/** The {@code dayreel} command: what all its subcommands share. Each subcommand has a package of its own. */
package io.dayreel.cli;
