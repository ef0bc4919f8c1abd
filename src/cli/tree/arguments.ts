/** Arguments of commands as what they mean; what is wrong ends the command with 64. */
import { type Command, InvalidArgumentError } from 'commander';

export function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('Give a whole number of at least 1.');
  return value;
}

export type Address = { readonly protocol: 'http' | 'https'; readonly host: string; readonly port: number };

/** `https://192.168.1.10`, IPv6 in brackets; undefined when it is no such address. */
export function addressIn(url: string): Address | undefined {
  const parsed = URL.parse(url);
  const protocol = parsed?.protocol.replace(':', '');
  if (!parsed || (protocol !== 'http' && protocol !== 'https')) return undefined;
  const port = parsed.port === '' ? (protocol === 'https' ? 443 : 80) : Number(parsed.port);
  return { protocol, host: parsed.hostname.replace(/^\[|\]$/g, ''), port };
}

export function target(url: string): Address {
  const address = addressIn(url);
  if (!address) throw new InvalidArgumentError('Give an address like https://192.168.1.10:443.');
  return address;
}

/** An option that may be given again and again. */
export const gathered = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** Options of a list. */
export const limited = (command: Command, usual: number): Command =>
  command
    .option('--limit <n>', 'rows to show', whole, usual)
    .option('--all', 'every row, however many there are', false);
