/** Endpoints, and what the voicemail boxes know about the people at them. */
import { fail } from '../../core/errors.ts';
import type { SourceRecord, UserPages } from '../../core/ports/connector.ts';
import { faultyRow, notWhole } from '../connector.ts';
import type { Ami } from './client.ts';
import type { AsteriskSettings } from './settings.ts';
import { type AmiMessage, callerIdOf } from './wire.ts';

const PAGE = 100;
const NUMBER = /^[0-9]{2,8}$/;

/** Box (`2001@default`) → its entry. */
export type Boxes = ReadonlyMap<string, AmiMessage>;

const LISTS = {
  pjsip: { action: 'PJSIPShowEndpoints', event: 'EndpointList' },
  sip: { action: 'SIPpeers', event: 'PeerEntry' },
} as const;

/** Said in place of an empty list (res_pjsip: ami_show_endpoints). */
const NO_ENDPOINTS = 'No endpoints found';

/**
 * Names of all endpoints that are people, in their order.
 * @throws AppError SOURCE_INCOMPLETE when one comes twice or has no name
 */
export async function endpointNames(
  ami: Ami,
  { driver, people }: AsteriskSettings,
): Promise<readonly string[]> {
  const { action, event } = LISTS[driver];
  const messages = await ami.list(action, event, (message) => message === NO_ENDPOINTS || undefined);
  const found = (messages ?? []).map((message) => message.get('objectname') ?? '');
  if (found.includes('')) throw notWhole(`${ami.where} has an endpoint without a name; it may be anybody’s.`);
  if (new Set(found).size < found.length) throw notWhole(`${ami.where} gave an endpoint twice.`);
  return found.filter((name) => people === 'everything' || NUMBER.test(name)).sort();
}

/** All voicemail boxes; none when the person chose to do without them. */
export async function voicemailBoxes(ami: Ami, { names }: AsteriskSettings): Promise<Boxes> {
  if (names === 'callerId') return new Map();
  const unknown = (message: string) =>
    message.startsWith('Invalid/unknown command')
      ? fail('PBX_VERSION', {
          sentence: `${ami.where} has no voicemail.`,
          remedy: 'Load app_voicemail, or take the names from the caller ID.',
        })
      : undefined;
  // without boxes the answer is a success and no list (app_voicemail: manager_list_voicemail_users)
  const entries = (await ami.list('VoicemailUsersList', 'VoicemailUserEntry', unknown)) ?? [];
  return new Map(
    entries.map((entry) => [
      `${entry.get('voicemailbox') ?? ''}@${entry.get('vmcontext') || 'default'}`,
      entry,
    ]),
  );
}

type Detail = { readonly callerId: string; readonly mailboxes: string };

async function detailOf(ami: Ami, name: string, driver: AsteriskSettings['driver']): Promise<Detail> {
  if (driver === 'sip') {
    const peer = await ami.ask('SIPshowpeer', { Peer: name });
    return { callerId: peer.get('callerid') ?? '', mailboxes: peer.get('voicemailbox') ?? '' };
  }
  const found = await ami.detail('PJSIPShowEndpoint', { Endpoint: name }, ['EndpointDetail', 'AorDetail']);
  const endpoint = found.find((message) => message.get('event') === 'EndpointDetail');
  if (endpoint?.get('objectname') !== name) throw notWhole(`${ami.where} did not say what ${name} is.`);
  const mailboxes = found.map((message) => message.get('mailboxes') ?? '').find((text) => text !== '');
  return { callerId: endpoint.get('callerid') ?? '', mailboxes: mailboxes ?? '' };
}

const boxKey = (mailboxes: string) => {
  const [first = ''] = mailboxes.split(',');
  return first === '' ? '' : first.includes('@') ? first.trim() : `${first.trim()}@default`;
};

function recordOf(name: string, { callerId, mailboxes }: Detail, boxes: Boxes): SourceRecord {
  const box = boxes.get(boxKey(mailboxes));
  const caller = callerIdOf(callerId);
  const given = {
    endpoint: name,
    callerIdName: caller.name,
    callerIdNumber: caller.number,
    mailbox: boxKey(mailboxes),
    fullname: box?.get('fullname'),
    email: box?.get('email'),
  };
  const raw = Object.fromEntries(
    Object.entries(given).filter((pair): pair is [string, string] => (pair[1] ?? '') !== ''),
  );
  if (!Object.values(raw).some((text) => text.includes('\uFFFD'))) return { anchor: name, raw };
  return faultyRow('ROW_UNREADABLE', name, `The names of ${name} are not UTF-8.`, name);
}

/** @throws AppError; the caller makes an incomplete end of it */
export async function* readEndpoints(
  ami: Ami,
  settings: AsteriskSettings,
  onCount: (people: number) => void,
): UserPages {
  const names = await endpointNames(ami, settings);
  const boxes = await voicemailBoxes(ami, settings);
  for (let at = 0; at < names.length; at += PAGE) {
    const page: SourceRecord[] = [];
    for (const name of names.slice(at, at + PAGE))
      page.push(recordOf(name, await detailOf(ami, name, settings.driver), boxes));
    yield page;
  }
  // AMI has neither pages nor a revision: the list is asked again to see that nothing moved meanwhile
  const after = await endpointNames(ami, settings);
  if (after.join('\n') !== names.join('\n'))
    throw notWhole(`The endpoints of ${ami.where} were changed while they were read.`);
  onCount(names.length);
  return { kind: 'complete' };
}

/** One of each kind, to see that they may be read. @returns what was found */
export async function tryReading(ami: Ami, settings: AsteriskSettings): Promise<string> {
  const names = await endpointNames(ami, settings);
  const boxes = await voicemailBoxes(ami, settings);
  const [first] = names;
  if (first !== undefined) await detailOf(ami, first, settings.driver);
  return `${names.length} people, ${boxes.size} voicemail boxes`;
}
