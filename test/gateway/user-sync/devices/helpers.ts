/** Numbers and groups in short, and what the rules make of them in short. */
import type { SourceRecord } from '../../../../src/gateway/core/ports/connector.ts';
import { knownOf, peopleOf } from '../../../../src/gateway/features/user-sync/devices/records.ts';
import type { Known } from '../../../../src/gateway/features/user-sync/devices/types.ts';

export const TYPES = {
  desk: ['6930 IP', ''],
  sip: ['Generic SIP Phone', ''],
  minet: ['App Server Port', ''],
  softMac: ['5020 IP', 'a1-21-00-00-00-07'],
  uce: ['MiCollab Client Endpoint', ''],
} as const;
export type TypeName = keyof typeof TYPES;

export type Spec = {
  readonly n: string;
  readonly t?: TypeName;
  /** First, last, department. */
  readonly name?: readonly [string, string, string];
  readonly email?: string;
  readonly did?: readonly string[];
  readonly unreadable?: true;
  /** The number is a dynamic extension. */
  readonly dynamic?: true;
};
export type ReferenceSpec = readonly [n: string, by: 'admin' | 'dynamicStatus'];
export type GroupSpec = {
  readonly pilot: string;
  readonly members: readonly string[];
  readonly kind?: string;
};

export function deviceRow({ n, t = 'desk', name, email, did = [], unreadable, dynamic }: Spec): SourceRecord {
  const [firstName, lastName, department] = name ?? ['Ann', 'Meier', 'Sales'];
  const [type, mac] = TYPES[t];
  const raw = {
    ...{ kind: 'device', node: 'n', number: n, type, mac, firstName, lastName, department, did },
    ...(dynamic ? { dynamicExtension: 'true' } : {}),
  };
  const fault = { code: 'ROW_UNREADABLE', sentence: `${n} is bad.`, remedy: 'Correct it.', where: n };
  return {
    anchor: `n/${n}`,
    raw: email === undefined ? raw : { ...raw, email },
    ...(unreadable ? { fault } : {}),
  };
}
export function groupRow({ pilot, members, kind = 'PRG' }: GroupSpec): SourceRecord {
  return { anchor: `n/${kind}/${pilot}`, raw: { kind: 'group', node: 'n', group: kind, pilot, members } };
}

export function referenceRow([n, by]: ReferenceSpec): SourceRecord {
  return { anchor: `n/${n}/${by}`, raw: { kind: 'reference', node: 'n', number: n, by } };
}

export const RULES = { macBindsAppServerPort: false, onlyDynamic: false };

export const rules = (
  devices: readonly Spec[],
  groups: readonly GroupSpec[] = [],
  known: readonly Known[] = [],
  references: readonly ReferenceSpec[] = [],
  own: Partial<typeof RULES> = {},
): readonly SourceRecord[] =>
  peopleOf([...devices.map(deviceRow), ...groups.map(groupRow), ...references.map(referenceRow)], known, {
    ...RULES,
    ...own,
  });

/** What the store knows after a cycle that sent (`applied`) everything that is not held. */
export function after(
  records: readonly SourceRecord[],
  before: readonly Known[] = [],
  applied: (anchor: string) => boolean = () => true,
): Known[] {
  return records.map(({ anchor, raw, fault }) => {
    const earlier = before.find((known) => known.anchor === anchor);
    const good = !fault || (earlier?.good ?? false);
    return knownOf({ anchor, raw, good, applied: earlier?.applied || (!fault && applied(anchor)) });
  });
}

const list = (value: string | readonly string[] | undefined) =>
  [value ?? []].flat().map((id) => id.replace('n/', ''));

/** `anchor: numbers [d desk] [s soft] [o others] | CODE…` by anchor. */
export function told(records: readonly SourceRecord[]): Record<string, string> {
  return Object.fromEntries(
    records.map(({ anchor, raw, fault, findings = [] }) => {
      const roles = fault
        ? []
        : [
            raw.deskphone ? `desk ${raw.deskphone}` : '',
            raw.softphone ? `soft ${raw.softphone}` : '',
            list(raw.otherNumbers).length > 0 ? `others ${list(raw.otherNumbers).join(' ')}` : '',
          ];
      const codes = [...(fault ? [fault.code] : []), ...findings.map(({ code }) => code)];
      const words = [list(raw.devices).join(' '), ...roles, ...codes].filter((word) => word !== '');
      return [anchor.replace(/^n\/|\?$/g, ''), words.join(' · ')];
    }),
  );
}
