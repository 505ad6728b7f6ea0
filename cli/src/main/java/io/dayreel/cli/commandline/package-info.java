/** What the subcommands share: options and quantities as people type them, and how a command answers. */
package io.dayreel.cli.commandline;
