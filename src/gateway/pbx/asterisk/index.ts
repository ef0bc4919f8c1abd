/** Asterisk: endpoints and voicemail boxes over its manager interface (docs/pbx/asterisk.md). */
import type { Platform } from '../../../contract/inventory.ts';
import { fail } from '../../core/errors.ts';
import type { Connector, ConnectorContext, TestStep, UserPages } from '../../core/ports/connector.ts';
import { checkedSettings, detailsOf, incomplete, runSteps } from '../connector.ts';
import { certificateWords } from '../https.ts';
import { type Ami, openAmi } from './client.ts';
import { readEndpoints, tryReading } from './read.ts';
import { ASTERISK_MAPPING, AsteriskSettings, portOf } from './settings.ts';

/** PJSIPShowEndpoints came with Asterisk 12. */
const LEAST_VERSION = 12;

type Opening = {
  readonly settings: AsteriskSettings;
  readonly context: ConnectorContext;
  readonly timeoutMs: number;
};

function open(
  { settings, context, timeoutMs }: Opening,
  signal: AbortSignal,
  firstLook: boolean,
): Promise<Ami> {
  const { host, security } = settings;
  const { ca, pins = {} } = context;
  return openAmi({ host, port: portOf(settings), security, ca, pins, firstLook, timeoutMs, signal });
}

/** `20.5.0`, `certified/18.9-cert5`, `GIT-18-abc`: the first number counts; one that nobody can read is let through. */
function checkedVersion(ami: Ami, version: string): string {
  const [, major] = /(\d+)/.exec(version) ?? [];
  if (major === undefined || Number(major) >= LEAST_VERSION) return version.slice(0, 80);
  throw fail('PBX_VERSION', {
    sentence: `Asterisk ${version.slice(0, 40)} at ${ami.where} is older than ${LEAST_VERSION}.`,
  });
}

async function versionOf(ami: Ami): Promise<string> {
  const version = (await ami.ask('CoreSettings')).get('asteriskversion') ?? '';
  return checkedVersion(ami, version);
}

/** Opens, signs in, uses, and closes whatever happened. */
async function withAmi<T>(opening: Opening, signal: AbortSignal, use: (ami: Ami) => Promise<T>): Promise<T> {
  const ami = await open(opening, signal, false);
  try {
    await ami.signIn(opening.settings.username, opening.settings.password);
    return await use(ami);
  } finally {
    ami.close();
  }
}

type Found = { version?: string; people?: number; pins?: Record<string, string> };

async function* readPeople(opening: Opening, found: Found, signal: AbortSignal): UserPages {
  let ami: Ami | undefined;
  try {
    ami = await open(opening, signal, false);
    await ami.signIn(opening.settings.username, opening.settings.password);
    found.version = await versionOf(ami);
    return yield* readEndpoints(ami, opening.settings, (people) => {
      found.people = people;
    });
  } catch (thrown) {
    signal.throwIfAborted();
    return incomplete(thrown);
  } finally {
    ami?.close();
  }
}

async function testSteps(opening: Opening, found: Found, signal: AbortSignal): Promise<readonly TestStep[]> {
  const { settings } = opening;
  let ami: Ami | undefined;
  const current = (): Ami => {
    if (!ami) throw new TypeError('the steps run in order');
    return ami;
  };
  try {
    const steps = await runSteps([
      {
        title: 'Reach the PBX',
        run: async () => {
          ami = await open(opening, signal, true);
          if (ami.pin !== undefined) found.pins = { [ami.where]: ami.pin };
          const security = settings.security === 'tls' ? certificateWords(ami.pin) : 'not encrypted';
          return `${ami.where}, AMI ${ami.version}, ${security}`;
        },
      },
      {
        title: 'Sign in',
        run: async () => {
          await current().signIn(settings.username, settings.password);
          return settings.username;
        },
      },
      {
        title: 'Version',
        run: async () => {
          found.version = await versionOf(current());
          return `Asterisk ${found.version}`;
        },
      },
      { title: 'Read people', run: () => tryReading(current(), settings) },
    ]);
    signal.throwIfAborted();
    return steps;
  } finally {
    ami?.close();
  }
}

const platformOf = (host: string, version: string): Platform => ({
  collectedBy: 'connector',
  host,
  platformType: 'linux',
  platformName: 'Asterisk',
  systemFamily: 'linux',
  version,
  platformId: host,
  licence: { type: 'unlicensed' },
  partitions: [],
  applications: [{ type: 'asterisk', version, interfaces: [] }],
});

/** @param timeoutMs until the next message of an answer */
export function createAsterisk({ timeoutMs }: { readonly timeoutMs: number }): Connector {
  return {
    type: 'asterisk',
    title: 'Asterisk',
    note: 'The Asterisk Manager Interface as docs.asterisk.org describes it; that endpoints with a number are people is our own reading.',
    settings: AsteriskSettings,
    capabilities: { delta: false, inventory: true, interfaces: false },
    mapping: ASTERISK_MAPPING,
    absent: 'clear',
    endpoint(values) {
      const settings = checkedSettings(AsteriskSettings, values);
      return { host: settings.host, port: portOf(settings) };
    },
    async open(values, context) {
      const settings = checkedSettings(AsteriskSettings, values);
      const closed = new AbortController();
      const opening: Opening = { settings, context, timeoutMs };
      const any = (signal: AbortSignal) => AbortSignal.any([signal, context.signal, closed.signal]);
      const found: Found = {};
      return {
        test: (signal) => testSteps(opening, found, any(signal)),
        users: (signal) => readPeople(opening, found, any(signal)),
        inventory: (signal) =>
          withAmi(opening, any(signal), async (ami) => platformOf(settings.host, await versionOf(ami))),
        interfaces: () => [],
        facts: () => (found.pins ? { pins: found.pins } : {}),
        details: () =>
          detailsOf([
            ['host', settings.host],
            ['product', 'Asterisk'],
            ['version', found.version],
            ['protocol', settings.security === 'tls' ? 'AMI, TLS' : 'AMI'],
            ['users', found.people],
          ]),
        close: async () => closed.abort(new Error('the connector was closed')),
      };
    },
  };
}

export const asterisk = createAsterisk({ timeoutMs: 15_000 });
