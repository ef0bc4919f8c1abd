/** Our own responder: one name on every link of this host, over links that come and go. */
import type { Random } from '../../../base/clock.ts';
import { type Channel, openChannel } from './channel.ts';
import { createLinkResponder, type LinkResponder } from './link-responder.ts';
import type { SeenRecord } from './packet.ts';
import { type Link, linksFrom } from './ports.ts';
import { type Publisher, type PublisherOptions, watcher } from './publisher.ts';
import { type ResourceRecord, recordsFor, sameRecord } from './records.ts';

/** A reflector may send what we said a moment ago; after this time it is somebody else's (the TTL of addresses). */
const REMEMBERED_MS = 120_000;
/** §8.1: a network on which every name is taken is not flooded. */
const STORM = { count: 15, withinMs: 10_000, pauseMs: 5_000 };

type Open = { readonly link: Link; readonly channel: Channel; readonly responder: LinkResponder };

export function createResponder(options: PublisherOptions & { readonly random: Random }): Publisher {
  const { services, serves, interfaces, clock, random, log } = options;
  const open = new Map<string, Open>();
  /** Links that could not be opened, so that each is told once. */
  const refused = new Map<string, unknown>();
  /** What this host said, by the monotonic time at which it was last true. */
  const said = new Map<ResourceRecord, number>();
  let conflicts: number[] = [];
  let name = '';

  const recordsOn = (link: Link) => recordsFor(name, link.addresses, services);
  const isOurs = (seen: SeenRecord) =>
    [...open.values()].some(({ link }) => recordsOn(link).some((r) => sameRecord(seen, r))) ||
    [...said].some(([r, at]) => clock.monotonic() - at < REMEMBERED_MS && sameRecord(seen, r));
  const remember = ({ link }: Open) => {
    for (const [r, at] of said) if (clock.monotonic() - at >= REMEMBERED_MS) said.delete(r);
    for (const r of recordsOn(link)) said.set(r, clock.monotonic());
  };

  const pauseAfterConflict = () => {
    conflicts = [...conflicts, clock.monotonic()].filter((at) => clock.monotonic() - at < STORM.withinMs);
    return conflicts.length >= STORM.count ? STORM.pauseMs : 0;
  };
  const rename = (by: string) => {
    const taken = name;
    name = options.onTaken(taken, by);
    log('the name on the network is taken', { name: taken, by, next: name });
    const pause = pauseAfterConflict();
    for (const { responder, link } of open.values()) responder.start(recordsOn(link), pause);
  };

  const close = async (key: string, one: Open) => {
    remember(one);
    one.responder.stop();
    open.delete(key);
    await one.channel.close();
  };

  const openLink = async (link: Link) => {
    let responder: LinkResponder | undefined;
    const channel = await openChannel({
      link,
      onMessage: (message, from) => responder?.receive(message, from),
      onError: (error) => log('a packet could not be read or sent', { port: link.port, err: error }),
    });
    responder = createLinkResponder({
      channel,
      clock,
      random,
      isOurs,
      onPublished: () => options.onPublished(name),
      onTaken: rename,
    });
    open.set(link.key, { link, channel, responder });
    responder.start(recordsOn(link));
    log('mDNS on a link', { port: link.port, family: link.family, addresses: link.addresses });
  };

  const tryLink = async (link: Link) => {
    try {
      await openLink(link);
      refused.delete(link.key);
    } catch (error) {
      if (!refused.has(link.key)) log('mDNS cannot use a link', { port: link.port, err: error });
      refused.set(link.key, error);
    }
  };

  const look = async () => {
    const links = linksFrom(interfaces(), serves);
    const wanted = new Set(links.map((link) => link.key));
    for (const [key, one] of open) if (!wanted.has(key)) await close(key, one);
    for (const key of refused.keys()) if (!wanted.has(key)) refused.delete(key);
    for (const link of links) if (!open.has(link.key)) await tryLink(link);
    options.onProblem(open.size === 0 ? [...refused.values()][0] : undefined);
    return refused.size === 0;
  };
  const watch = watcher(options, look, options.onProblem);

  return {
    async start(wanted) {
      name = wanted;
      await watch.start();
    },
    async stop() {
      await watch.stop();
      for (const [key, one] of [...open]) await close(key, one);
    },
  };
}
