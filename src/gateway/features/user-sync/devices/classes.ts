/** What kind of telephone a number is, and which of a person's numbers plays which role. Pure. */
import type { DeviceRules } from '../../../core/ports/connector.ts';
import { type Device, type DeviceClass, type Finding, lowestFirst, numberOf } from './types.ts';

export type ClassRules = Pick<DeviceRules, 'macBindsAppServerPort'>;

const SOFTPHONE_MAC = 'A12100';

const plain = (text: string) => text.trim().toLowerCase();
const hasSoftphoneMac = (mac: string) =>
  mac
    .replace(/[^0-9A-Fa-f]/g, '')
    .toUpperCase()
    .startsWith(SOFTPHONE_MAC);

export function classOf(type: string, mac: string, rules: ClassRules): DeviceClass {
  const name = plain(type);
  if (name === 'app server port')
    return rules.macBindsAppServerPort && !hasSoftphoneMac(mac) ? 'DESK' : 'MINET';
  if (name === '5020 ip' && hasSoftphoneMac(mac)) return 'MINET';
  if (name === 'micollab client endpoint') return 'UCE';
  return /\bsip\b/.test(name) ? 'SIP' : 'DESK';
}

export type Roles = {
  readonly deskphone: Device | undefined;
  readonly softphone: Device | undefined;
  readonly others: readonly Device[];
  readonly findings: readonly Finding[];
};

const isSoft = (device: Device) => device.class === 'MINET' || device.class === 'UCE';

/**
 * Rows 2 and 6: the pilot takes the role of its class; what is left goes to the lowest number of a fitting class, a SIP
 * device only where there is no DESK. A MiNet softphone goes before a UC endpoint, even before the pilot.
 */
export function rolesOf(devices: readonly Device[], pilotId: string | undefined): Roles {
  const ordered = lowestFirst(devices);
  const pilot = ordered.find(({ id }) => id === pilotId);
  const lowest = (name: DeviceClass) => ordered.find((device) => device.class === name);
  const [minet, uce] = [lowest('MINET'), lowest('UCE')];
  const deskphone = pilot && !isSoft(pilot) ? pilot : (lowest('DESK') ?? lowest('SIP'));
  const softphone = pilot?.class === 'MINET' || (pilot?.class === 'UCE' && !minet) ? pilot : (minet ?? uce);
  const others = ordered.filter((device) => device !== deskphone && device !== softphone);
  return { deskphone, softphone, others, findings: bothSoftphones(minet, uce) };
}

function bothSoftphones(minet: Device | undefined, uce: Device | undefined): Finding[] {
  if (!minet || !uce) return [];
  const sentence = `${numberOf(minet.id)} and ${numberOf(uce.id)} are both softphones; ${numberOf(minet.id)} is used.`;
  return [{ code: 'BOTH_SOFTPHONES', sentence }];
}
