import type { Command } from 'commander';

/** The exit code of a command line that cannot be used. */
const WRONG_USE = 2;

/**
 * Lets a command and all below it refuse a wrong command line in one line, which names the command and
 * says where help is, with an exit code of 2.
 */
export function refusingInOneLine(command: Command, above = ''): Command {
  const name = `${above} ${command.name()}`.trim();
  command
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : WRONG_USE))
    .configureOutput({
      outputError: (text, write) => {
        write(`${name}: ${inOneLine(text)} (see ${name} --help)\n`);
      },
    });
  command.commands.forEach((below) => refusingInOneLine(below, name));
  return command;
}

function inOneLine(text: string): string {
  return text
    .replace(/^error: /, '')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
}
