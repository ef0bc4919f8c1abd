/**
 * The gateway's name on its own network (row A1; RFC 6762): published through the avahi-daemon of the host where one
 * runs, by our own responder elsewhere. A name that another host has is replaced by the next one, which is remembered.
 */
import { networkInterfaces } from 'node:os';
import { Type } from 'typebox';
import type { Clock, Random } from '../../../base/clock.ts';
import { ERRORS, fail } from '../../core/errors.ts';
import type { EventBus } from '../../core/events.ts';
import { type Mdns, type MdnsStatus, NameConflict } from '../../core/ports/mdns.ts';
import type { Settings } from '../../core/ports/settings.ts';
import { createAvahiPublisher, hasAvahi, watchAvahi } from './avahi.ts';
import { type Bus, openBus } from './bus.ts';
import { isLinkName, nextName, sameName } from './names.ts';
import type { Publisher, PublisherOptions } from './publisher.ts';
import type { Service } from './records.ts';
import { createResponder } from './responder.ts';

export type MdnsOptions = {
  readonly enabled: boolean;
  /** `cloudlink.local`; a name of other form is not mDNS's to answer. */
  readonly configured: string;
  /** Asked when it starts, since ports are known then. */
  readonly services: () => readonly Service[];
  /** Whether the pages answer at an address; others are not announced. */
  readonly serves: (address: string) => boolean;
  readonly settings: Settings;
  /** It follows `network.changed`. */
  readonly events: EventBus;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
};

const KEY = 'mdns.name';
/** Kept so that the next start asks for the same name first (RFC 6762 §9). */
const Remembered = Type.Object({
  configured: Type.String(),
  name: Type.String(),
  conflict: Type.Optional(NameConflict),
});

/** How soon a system bus that is not there is looked for again, ms. */
const BUS_RETRY_MS = 60_000;

export function createMdns(options: MdnsOptions): Mdns {
  const { enabled, configured, settings, events, clock, log } = options;
  const kept = settings.get(KEY, Remembered);
  const last = kept && sameName(kept.configured, configured) && isLinkName(kept.name) ? kept : undefined;
  let name = last?.name ?? configured;
  let conflict = last?.conflict;
  let state: MdnsStatus['state'] = 'off';
  let reason: string | undefined;
  let by: MdnsStatus['by'];
  let publisher: Publisher | undefined;
  let bus: Bus | undefined;
  let cancelRetry: () => void = () => undefined;
  let stopped = false;
  /** Publishers change one at a time. */
  let turn: Promise<void> = Promise.resolve();

  const become = (next: MdnsStatus['state'], why?: string) => {
    if (state === next && reason === why) return;
    state = next;
    reason = why;
    events.emit('mdns.state', {});
  };
  /** Every link says that it is published; the disk is told what is new. */
  const remember = () => {
    const record = { configured, name, ...(conflict ? { conflict } : {}) };
    if (JSON.stringify(settings.get(KEY, Remembered)) !== JSON.stringify(record)) settings.set(KEY, record);
  };
  const onPublished = (now: string) => {
    const changed = !sameName(now, name);
    name = now;
    remember();
    if (state !== 'published') log('the name on the network', { name, by });
    become('published');
    if (changed) events.emit('mdns.name', { name });
  };
  const onTaken: PublisherOptions['onTaken'] = (taken, address) => {
    conflict = { name: taken, at: clock.now(), ...(address === undefined ? {} : { address }) };
    become('waiting', `${taken} is taken.`);
    return nextName(taken);
  };
  const onProblem = (error: unknown) => {
    if (error !== undefined) become('failed', `${ERRORS.MDNS_FAILED.sentence} (${String(error)})`);
    else if (state === 'failed') become('waiting');
  };

  const make = (through: Bus | undefined): Publisher => {
    const shared: PublisherOptions = {
      services: options.services(),
      serves: options.serves,
      interfaces: networkInterfaces,
      onNetwork: (f) => events.on('network.changed', f),
      clock,
      log,
      onPublished,
      onTaken,
      onProblem,
    };
    by = through ? 'avahi' : 'gateway';
    return through
      ? createAvahiPublisher({ ...shared, bus: through })
      : createResponder({ ...shared, random: options.random });
  };

  /** Looks who shall publish, and lets that one do it. */
  const choose = async () => {
    if (stopped) return;
    const through = bus && (await hasAvahi(bus)) ? bus : undefined;
    await publisher?.stop();
    publisher = make(through);
    become('waiting');
    await publisher.start(name);
  };
  const again = () => {
    turn = turn.then(choose).catch((error: unknown) => {
      onProblem(error);
      log('mDNS failed', { err: error });
    });
    return turn;
  };

  const connect = async () => {
    bus = await openBus(clock);
    if (!bus) return;
    const mine = bus;
    mine.onEnd(() => {
      if (bus !== mine || stopped) return;
      bus = undefined;
      retryLater();
      void again();
    });
    await watchAvahi(mine, () => void again());
  };
  const retry = async () => {
    await connect();
    if (bus && (await hasAvahi(bus))) await again();
  };
  const retryLater = () => {
    cancelRetry = clock.after(BUS_RETRY_MS, () => {
      void retry()
        .catch((error: unknown) => log('the system bus cannot be used', { err: error }))
        .finally(() => {
          if (!bus && !stopped) retryLater();
        });
    });
  };

  return {
    name: () => name,
    status: () => ({
      state,
      name,
      configured,
      ...(by === undefined ? {} : { by }),
      ...(reason === undefined ? {} : { reason }),
      ...(conflict === undefined ? {} : { conflict }),
    }),
    async start() {
      if (!enabled) return become('off', 'It is switched off (setting mdns.enabled).');
      if (!isLinkName(configured))
        return become(
          'off',
          `${configured} is not a name of the form name.local; a name server must know it.`,
        );
      await connect().catch((error: unknown) => log('the system bus cannot be used', { err: error }));
      if (!bus) retryLater();
      await again();
      if (state === 'failed') throw fail('MDNS_FAILED', { sentence: reason ?? '' });
    },
    async stop() {
      stopped = true;
      cancelRetry();
      await turn;
      await publisher?.stop();
      bus?.end();
      bus = undefined;
    },
  };
}
