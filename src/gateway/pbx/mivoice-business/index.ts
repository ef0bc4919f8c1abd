/** MiVoice Business: numbers and groups over an interface of our own shape (docs/pbx/mivoice-business.md). */

import { systemClock } from '../../../base/runtime/clock.ts';
import { resolveName } from '../../../base/runtime/outflow.ts';
import type { Connector, LinkFacts, SourceDetail, UserPages } from '../../core/ports/connector.ts';
import { checkedSettings, detailsOf, incomplete } from '../connector.ts';
import { interfacesOf, platformOf } from './host-facts.ts';
import { type Everything, readEverything } from './read.ts';
import { type Opening, withSession } from './session.ts';
import { addressOf, MIVOICE_BUSINESS_MAPPING, MivoiceBusinessSettings } from './settings.ts';
import { testLink, type World } from './test-link.ts';
import type { System } from './wire.ts';

/** What the last read or test found, for the details page. */
type Found = { readonly system: System; readonly read?: Everything };

async function* readNumbers(
  opening: Opening,
  signal: AbortSignal,
  onFound: (found: Found) => void,
): UserPages {
  try {
    const read = await withSession(opening, signal, async (pbx, token, system) => {
      const hasReferences = system.references === true;
      const read = await readEverything(pbx, token, { node: system.node.id, hasReferences });
      onFound({ system, read });
      return read;
    });
    yield read.records;
    return { kind: 'complete', didNumbers: read.didNumbers };
  } catch (thrown) {
    signal.throwIfAborted();
    return incomplete(thrown);
  }
}

function details({ settings, context }: Opening, seen: Found | undefined): readonly SourceDetail[] {
  const isDynamicOnly = context.dynamicOnly;
  const { system, read } = seen ?? {};
  const version = system?.applications.find(({ type }) => type === 'mivoice-business')?.version;
  return detailsOf([
    ['host', settings.host],
    ['node', system?.node.name],
    ['version', version],
    ['numbers', read?.numbers],
    ['groups', read?.groups],
    ['dids', read?.didNumbers],
    ['dynamic', isDynamicOnly ? '✓' : undefined],
  ]);
}

/** @param timeoutMs of one request, from the connection to the end of the answer */
export function createMivoiceBusiness({
  timeoutMs,
  ...world
}: World & { readonly timeoutMs: number }): Connector {
  return {
    type: 'mivoice-business',
    title: 'MiVoice Business',
    note: 'MiVoice Business has no public contract of its REST interface: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-business.md.',
    // the vendor's own words (S3:6922-6944)
    notice: 'Please ensure that you are using a Cloudlink gateway blade with the MIVB',
    settings: MivoiceBusinessSettings,
    // S3:2845-2850, and a gateway on an MSL host talks to the MBG of that host
    sameHost: { smbc: ['host', 'mbgHost'], msl: ['mbgHost'] },
    capabilities: { delta: false, inventory: true, interfaces: true },
    mapping: MIVOICE_BUSINESS_MAPPING,
    absent: 'clear',
    devices: ({ softphoneMac }) => ({ macBindsAppServerPort: softphoneMac === true }),
    endpoint: (values) => addressOf(checkedSettings(MivoiceBusinessSettings, values).host),
    async open(values, context) {
      const settings = checkedSettings(MivoiceBusinessSettings, values);
      const closed = new AbortController();
      const opening: Opening = { settings, context, timeoutMs };
      const any = (signal: AbortSignal) => AbortSignal.any([signal, context.signal, closed.signal]);
      let found: LinkFacts = {};
      let seen: Found | undefined;
      const see = (now: Found) => {
        seen = now;
      };
      return {
        async test(signal) {
          const { steps, facts } = await testLink(opening, world, any(signal), (system) => see({ system }));
          found = facts;
          return steps;
        },
        users: (signal) => readNumbers(opening, any(signal), see),
        inventory: (signal) =>
          withSession(opening, any(signal), async (_pbx, _token, system) =>
            platformOf(system, interfacesOf(settings)),
          ),
        interfaces: () => interfacesOf(settings),
        facts: () => found,
        details: () => details(opening, seen),
        close: async () => closed.abort(new Error('the connector was closed')),
      };
    },
  };
}

export const mivoiceBusiness = createMivoiceBusiness({
  timeoutMs: 15_000,
  now: systemClock.now,
  resolve: resolveName,
});
