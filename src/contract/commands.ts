/** The commands that a cloud may send. One row each; the row decides what a power cut in the middle means. */
import { type Static, type TSchema, Type } from 'typebox';
import { Base64Url, Instant, Uuid } from './common.ts';
import { ResetArgs } from './factory-reset.ts';
import type { Look } from './look.ts';
import { UpdateCancelArgs, UpdateInstallArgs, UpdatePauseInput, UpdateScheduleInput } from './update.ts';

export type CommandRow = {
  readonly name: string;
  readonly title: string;
  readonly args: TSchema;
  /**
   * Whose consent policy is asked first: the target's, by the handler of `session.open` itself, or that of a look at the
   * customer's data, before the handler of the row is called.
   */
  readonly needsConsent: false | 'session' | Look;
  /** Started and not finished when the power went: do it again, check whether it happened, or say "unknown". */
  readonly resume: 'repeat' | 'verify' | 'unknown';
  /** Arguments that both ends keep in memory alone; an order that lost one to a restart has failed. */
  readonly memoryOnly?: readonly string[];
};

const none = Type.Object({}, { additionalProperties: false });
const targetId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });

/** Who asks for something that the customer's consent is needed for, and why; the customer reads it. */
const asker = {
  person: Type.Object({ id: Uuid, name: Type.String(), email: Type.String() }),
  reason: Type.Optional(Type.String({ maxLength: 500 })),
  /** Number of the ticket that this visit belongs to, as the person typed it. */
  ticket: Type.Optional(Type.String({ maxLength: 64 })),
};
export const AskerArgs = Type.Object(asker, { additionalProperties: false });
export type AskerArgs = Static<typeof AskerArgs>;

export const SessionOpenArgs = Type.Object(
  {
    sessionId: Uuid,
    targetId,
    /** 256 bits; the gateway front compares it in constant time with the header of every request. */
    secret: Base64Url,
    ...asker,
    /** Hard end. */
    expiresAt: Instant,
    /** Idle end, milliseconds. */
    idleMs: Type.Integer({ minimum: 1000 }),
    /** The public origin that the browser sees, e.g. `https://k3v….launch.example`. */
    origin: Type.String(),
  },
  { additionalProperties: false },
);
export type SessionOpenArgs = Static<typeof SessionOpenArgs>;

/** The cloud's own code comes in: to a target for services, under that target's own policy. */
export const ServiceOpenArgs = Type.Object(
  {
    sessionId: Uuid,
    targetId,
    secret: Base64Url,
    /** Which part of the cloud it is, and what for; the customer reads both. */
    service: Type.Object({
      name: Type.String({ minLength: 1, maxLength: 64 }),
      purpose: Type.String({ minLength: 1, maxLength: 200 }),
    }),
    expiresAt: Instant,
    idleMs: Type.Integer({ minimum: 1000 }),
  },
  { additionalProperties: false },
);
export type ServiceOpenArgs = Static<typeof ServiceOpenArgs>;

export const TunnelStartArgs = Type.Object({ targetId }, { additionalProperties: false });
export const SessionEndArgs = Type.Object({ sessionId: Uuid }, { additionalProperties: false });
export const LogsReadArgs = Type.Object(
  { ...asker, lines: Type.Integer({ minimum: 1, maximum: 1000 }) },
  { additionalProperties: false },
);

export const COMMANDS = {
  'sync.run': { title: 'Sync now', args: none, needsConsent: false, resume: 'repeat' },
  'inventory.report': { title: 'Report the inventory', args: none, needsConsent: false, resume: 'repeat' },
  'tunnel.start': { title: 'Start a tunnel', args: TunnelStartArgs, needsConsent: false, resume: 'repeat' },
  'tunnel.stop': { title: 'Stop a tunnel', args: TunnelStartArgs, needsConsent: false, resume: 'repeat' },
  'session.open': {
    title: 'Open a session',
    args: Type.Union([SessionOpenArgs, ServiceOpenArgs]),
    needsConsent: 'session',
    // a session and its question live in memory: after a power cut neither is there
    resume: 'verify',
    memoryOnly: ['secret'],
  },
  'session.end': { title: 'End a session', args: SessionEndArgs, needsConsent: false, resume: 'repeat' },
  'logs.collect': { title: 'Collect logs', args: AskerArgs, needsConsent: 'logs', resume: 'repeat' },
  'logs.read': { title: 'Read logs', args: LogsReadArgs, needsConsent: 'logs', resume: 'repeat' },
  'trace.start': { title: 'Trace calls', args: AskerArgs, needsConsent: 'traces', resume: 'unknown' },
  'trace.stop': {
    title: 'Stop tracing calls',
    args: AskerArgs,
    // it brings the trace
    needsConsent: 'traces',
    resume: 'repeat',
  },
  'update.check': { title: 'Check for updates', args: none, needsConsent: false, resume: 'repeat' },
  // it ends when the version is waiting for its window, is committed, or is not: also after the restart
  'update.install': {
    title: 'Update system version',
    args: UpdateInstallArgs,
    needsConsent: false,
    resume: 'verify',
  },
  'update.cancel': {
    title: 'Give the update up',
    args: UpdateCancelArgs,
    needsConsent: false,
    resume: 'repeat',
  },
  'update.schedule': {
    title: 'Change the update schedule',
    args: UpdateScheduleInput,
    needsConsent: false,
    resume: 'repeat',
  },
  'update.pause': { title: 'Pause updates', args: UpdatePauseInput, needsConsent: false, resume: 'repeat' },
  'update.resume': { title: 'Resume updates', args: none, needsConsent: false, resume: 'repeat' },
  'pbx.test': { title: 'Test the PBX link', args: none, needsConsent: false, resume: 'repeat' },
  'pbx.connect': { title: 'Connect the PBX', args: none, needsConsent: false, resume: 'repeat' },
  reboot: { title: 'Reboot the gateway', args: none, needsConsent: false, resume: 'verify' },
  restart: { title: 'Restart the gateway program', args: none, needsConsent: false, resume: 'verify' },
  unlink: { title: 'Unlink', args: none, needsConsent: false, resume: 'repeat' },
  'factory.reset': {
    title: 'Reset to factory default',
    args: ResetArgs,
    needsConsent: false,
    resume: 'verify',
  },
  'config.apply': {
    title: 'Apply settings',
    args: Type.Object({ set: Type.Record(Type.String(), Type.Unknown()) }, { additionalProperties: false }),
    needsConsent: false,
    resume: 'repeat',
  },
} as const satisfies Record<string, Omit<CommandRow, 'name'>>;

export type CommandName = keyof typeof COMMANDS;

/** The look that an order is; undefined for every other. */
export function lookOf(name: string): Look | undefined {
  const needs = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as CommandName].needsConsent : false;
  return needs === false || needs === 'session' ? undefined : needs;
}
