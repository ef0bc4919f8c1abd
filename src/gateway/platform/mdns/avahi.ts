/**
 * Publishing through the avahi-daemon of the host (org.freedesktop.Avahi on the system bus), so that two responders do
 * not share one port. What is published lasts as long as this program's connection to the bus.
 */
import { type Bus, BusError, type Signal } from './bus.ts';
import { type Link, linksFrom } from './ports.ts';
import { type Publisher, type PublisherOptions, watcher } from './publisher.ts';
import { instanceName } from './records.ts';

export const AVAHI = 'org.freedesktop.Avahi';
const SERVER = `${AVAHI}.Server`;
const GROUP = `${AVAHI}.EntryGroup`;
/** AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC (avahi-common/address.h). */
const ANY = -1;
/** AVAHI_PUBLISH_NO_REVERSE: the address belongs to the host's own name already (avahi-common/defs.h). */
const NO_REVERSE = 16;
/** AvahiEntryGroupState, AvahiServerState. */
const ENTRY = { established: 2, collision: 3, failure: 4 };
const RUNNING = 2;

/** Whether avahi-daemon runs; it is not started by the question. */
export async function hasAvahi(bus: Bus): Promise<boolean> {
  const path = '/org/freedesktop/DBus';
  const dbus = { destination: 'org.freedesktop.DBus', path, interface: 'org.freedesktop.DBus' };
  const [owned] = await bus.call({ ...dbus, member: 'NameHasOwner', signature: 's', body: [AVAHI] });
  return owned === true;
}

/** Calls `f` whenever avahi-daemon comes or goes. */
export async function watchAvahi(bus: Bus, f: () => void): Promise<void> {
  const member = 'NameOwnerChanged';
  bus.onSignal((signal) => {
    if (signal.member === member && signal.body[0] === AVAHI) f();
  });
  await bus.call({
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member: 'AddMatch',
    signature: 's',
    body: [`type='signal',member='${member}',arg0='${AVAHI}'`],
  });
}

export function createAvahiPublisher(options: PublisherOptions & { readonly bus: Bus }): Publisher {
  const { bus, services, serves, interfaces, log } = options;
  let name = '';
  let group: string | undefined;
  let published = '';
  /** One change of the group at a time. */
  let turn: Promise<void> = Promise.resolve();

  const server = (member: string, signature?: string, body: readonly unknown[] = []) =>
    bus.call({ destination: AVAHI, path: '/', interface: SERVER, member, ...args(signature, body) });
  const entries = (member: string, signature?: string, body: readonly unknown[] = []) =>
    bus.call({ destination: AVAHI, path: group ?? '/', interface: GROUP, member, ...args(signature, body) });
  const args = (signature: string | undefined, body: readonly unknown[]) =>
    signature === undefined ? {} : { signature, body };

  const ports = () => linksFrom(interfaces(), serves);
  const keyOf = (links: readonly Link[]) =>
    links.map((link) => `${link.port} ${link.addresses.join(' ')}`).join();

  const addAddresses = async (links: readonly Link[]) => {
    const done = new Set<string>();
    for (const { port, addresses } of links) {
      if (done.has(port)) continue;
      done.add(port);
      const [index] = await server('GetNetworkInterfaceIndexByName', 's', [port]);
      for (const address of addresses)
        await entries('AddAddress', 'iiuss', [index, ANY, NO_REVERSE, name, address.replace(/%.*$/, '')]);
    }
  };
  const addServices = async () => {
    for (const { type, port, txt } of services) {
      const text = txt.map((line) => Buffer.from(line));
      const body = [ANY, ANY, 0, instanceName(name), type, '', name, port, text];
      await entries('AddService', 'iiussssqaay', body);
    }
  };

  /** Who has the name; only to be told to a person. */
  const holder = async (): Promise<string | undefined> => {
    try {
      const [, , , , address] = await server('ResolveHostName', 'iisiu', [ANY, ANY, name, ANY, 0]);
      return String(address);
    } catch (error) {
      log('who has the name is not known', { name, err: error });
      return undefined;
    }
  };
  const taken = async () => {
    const by = await holder();
    const before = name;
    name = options.onTaken(before, by);
    log('the name on the network is taken', { name: before, by, next: name });
  };

  const publish = async (): Promise<void> => {
    const links = ports();
    published = keyOf(links);
    await entries('Reset');
    if (links.length === 0) return;
    try {
      await addAddresses(links);
      await addServices();
      await entries('Commit');
    } catch (error) {
      if (!(error instanceof BusError) || error.name !== `${AVAHI}.CollisionError`) throw error;
      await taken();
      await publish();
    }
  };
  const queue = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work).catch((error: unknown) => {
      // the end of the bus is told by the bus
      if (!(error instanceof BusError && error.name === 'Disconnected')) options.onProblem(error);
    });
    return turn;
  };

  const onState = (state: unknown, words: unknown) => {
    if (state === ENTRY.established) {
      options.onProblem(undefined);
      options.onPublished(name);
    }
    if (state === ENTRY.collision)
      void queue(async () => {
        await taken();
        await publish();
      });
    if (state === ENTRY.failure) options.onProblem(new BusError('Failure', String(words)));
  };
  const onSignal = ({ path, interface: of, member, body }: Signal) => {
    if (member !== 'StateChanged' || group === undefined) return;
    if (of === GROUP && path === group) onState(body[0], body[1]);
    // avahi had another name or another network for a while
    if (of === SERVER && body[0] === RUNNING) void queue(publish);
  };

  const look = async () => {
    if (keyOf(ports()) !== published) await queue(publish);
    return true;
  };
  const watch = watcher(options, look, options.onProblem);

  return {
    async start(wanted) {
      name = wanted;
      bus.onSignal(onSignal);
      const from = `type='signal',sender='${AVAHI}',interface='${SERVER}'`;
      const dbus = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus' };
      await bus.call({
        ...dbus,
        interface: 'org.freedesktop.DBus',
        member: 'AddMatch',
        signature: 's',
        body: [from],
      });
      const [path] = await server('EntryGroupNew');
      group = String(path);
      await watch.start();
    },
    async stop() {
      await watch.stop();
      await turn;
      // goodbye is avahi's; a bus that is gone took everything with it
      if (group !== undefined) await entries('Free').catch(() => undefined);
      group = undefined;
    },
  };
}
