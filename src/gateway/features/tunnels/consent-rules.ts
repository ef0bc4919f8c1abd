/** What the customer's policy says to a person who wants in. Pure. */
import type { ConsentPolicy } from '../../../contract/local-api.ts';
import { fail } from '../../core/errors.ts';
import type { Actor } from '../../core/events.ts';
import { READ_ONLY } from './calls.ts';

/** What a policy is of: a target, or a look at the customer's data that is no target. */
export type ConsentUse = 'browser' | 'service' | 'look';

export type Person = { readonly id: string; readonly name: string; readonly email: string };

/** How long an approval under the policy `hour` holds, and how long who claimed on site may come in. Milliseconds. */
export const HOUR_MS = 3_600_000;

/** Nobody is let in by a forgotten setting: without one, somebody on site is asked, and services stay out. */
export const DEFAULT_POLICY = {
  browser: { mode: 'ask', people: [] },
  service: { mode: 'off', people: [] },
  look: { mode: 'ask', people: [] },
} as const satisfies Record<string, ConsentPolicy>;

const MODES: Readonly<Record<ConsentUse, readonly ConsentPolicy['mode'][]>> = {
  browser: ['ask', 'hour', 'always'],
  service: ['off', 'on'],
  look: ['ask', 'hour', 'always', 'off'],
};

/** Addresses are compared without case and without blanks around them. */
export const normalEmail = (text: string): string => text.trim().toLowerCase();

const isEmail = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);

/**
 * A policy as it is stored.
 * @throws AppError BAD_INPUT for a mode of the other use, `always` for nobody, or what is no e-mail address
 */
export function checkedPolicy(input: ConsentPolicy, use: ConsentUse): ConsentPolicy {
  const bad = (field: string, sentence: string) => fail('BAD_INPUT', { fields: [{ field, sentence }] });
  if (!MODES[use].includes(input.mode)) throw bad('mode', `It can be ${MODES[use].join(', ')} only.`);
  if (use === 'service') return { mode: input.mode, people: [], ...callsOf(input) };
  if (input.mode !== 'always') return { mode: input.mode, people: [] };
  const people = [...new Set(input.people.map(normalEmail))].sort();
  if (people.length === 0) throw bad('people', 'Name at least one person by e-mail address.');
  const wrong = people.find((text) => !isEmail(text));
  if (wrong !== undefined) throw bad('people', `“${wrong}” is no e-mail address.`);
  return { mode: 'always', people };
}

/** Off lets no call pass, so it keeps no list; on without one is reading. */
function callsOf({ mode, calls = [] }: ConsentPolicy): Pick<ConsentPolicy, 'calls'> {
  if (mode !== 'on') return {};
  return { calls: [...(calls.length === 0 ? READ_ONLY : calls)] };
}

export type Circumstances = {
  readonly policy: ConsentPolicy;
  readonly person: Person;
  /** Who approved this person for this target, while it holds. */
  readonly held: string | undefined;
  /** This person claimed the gateway on site within the last hour, and wants the gateway's own pages. */
  readonly claimed: boolean;
};

/** In words why nobody needs to be asked; undefined: somebody on site is asked. */
export function letInBy({ policy, person, held, claimed }: Circumstances): string | undefined {
  if (policy.mode === 'always' && policy.people.includes(normalEmail(person.email)))
    return 'the policy names this person';
  if (policy.mode === 'hour' && held !== undefined) return `approved by ${held} within the last hour`;
  return claimed ? 'this person linked the gateway with its set-up code within the last hour' : undefined;
}

/**
 * Nobody approves their own session. Local people have no e-mail address of their own, so a local name counts that is
 * the address, or the name that the cloud gives: a namesake is refused rather than a visitor let in by himself.
 */
export function isOwn(actor: Actor, person: { readonly personName: string; readonly personEmail: string }) {
  if (actor.via === 'cli') return false;
  const name = normalEmail(actor.name);
  return name === normalEmail(person.personEmail) || name === normalEmail(person.personName);
}
