/** People from a CSV file on this host: the source that works with every PBX which can export its users. */
import { Type } from 'typebox';
import type { Connector, MappingRule } from '../../core/ports/connector.ts';
import { checkedSettings, runSteps, setting } from '../connector.ts';
import { CSV_COLUMNS } from './header.ts';
import { pathWithin } from './path.ts';

/** Loaded by the first link that needs it, with its parser. */
const reader = () => import('./read.ts');

const Settings = Type.Object(
  {
    path: Type.String({
      minLength: 1,
      maxLength: 4096,
      ...setting({
        title: 'File',
        description: `A CSV file in the gateway’s import folder, with a header row: ${CSV_COLUMNS.join(', ')}, in any order. Only id must be there.`,
        examples: ['users.csv', '/var/lib/cloudlink/import/users.csv'],
        order: 1,
      }),
    }),
    encoding: Type.Enum(['auto', 'windows-1252'], {
      ...setting({
        title: 'Encoding',
        description:
          'UTF-8 and UTF-16 are recognised. Choose windows-1252 only for a file of an old Windows program.',
        default: 'auto',
        order: 2,
      }),
    }),
  },
  { additionalProperties: false },
);

const trimmed = (attr: string) => ({ trim: { attr } });
const MAPPING: readonly MappingRule[] = [
  { field: 'userName', from: { lower: { firstOf: [trimmed('email'), trimmed('id')] } } },
  ...(['givenName', 'familyName', 'displayName', 'email', 'extension'] as const).map(
    (field): MappingRule => ({ field, from: trimmed(field) }),
  ),
  { field: 'phone', from: { e164: trimmed('phone') } },
  { field: 'mobile', from: { e164: trimmed('mobile') } },
  ...(['department', 'location', 'role'] as const).map(
    (field): MappingRule => ({ field, from: trimmed(field) }),
  ),
  { field: 'active', from: { truth: { attr: 'active' }, otherwise: true } },
];

export const csv: Connector = {
  type: 'csv',
  title: 'CSV file',
  note: 'Comma, semicolon or tab separated text as spreadsheets write it (RFC 4180); the column names are ours.',
  settings: Settings,
  capabilities: { delta: false, inventory: false, interfaces: false },
  mapping: MAPPING,
  absent: 'clear',
  async open(values, context) {
    const typed = checkedSettings(Settings, values);
    const { importDir } = context;
    const path = importDir === undefined ? typed.path : await pathWithin(importDir, typed.path);
    const settings = { ...typed, path };
    const { readPeople, surveyFile } = await reader();
    const both = (signal: AbortSignal) => AbortSignal.any([signal, context.signal]);
    return {
      test: (signal) =>
        runSteps([
          {
            title: 'Read the file',
            run: async () => {
              const found = await surveyFile(settings, both(signal));
              const odd = found.nameless + found.twice.size;
              return `${found.people} people, ${found.encoding}${odd > 0 ? `, ${odd} rows in error` : ''}`;
            },
          },
        ]),
      users: (signal) => readPeople(settings, both(signal)),
      inventory: async () => undefined,
      interfaces: () => [],
      close: async () => undefined,
    };
  },
};
