/** People from a CSV file on this host: the source that works with every PBX which can export its users. */
import { Type } from 'typebox';
import type { Connector } from '../../core/ports/connector.ts';
import { checkedSettings, setting } from '../connector.ts';
import { anchorSetting, OWN_COLUMNS, TABLE_MAPPING } from '../files/header.ts';
import { fileSession, pathSetting } from '../files/session.ts';

const Settings = Type.Object(
  {
    path: pathSetting({
      description: `A CSV file in the gateway’s import folder, with a header row: ${OWN_COLUMNS.join(', ')}, in any order. Only id must be there.`,
      examples: ['users.csv', '/var/lib/cloudlink/import/users.csv'],
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
    anchor: anchorSetting,
  },
  { additionalProperties: false },
);

export const csv: Connector = {
  type: 'csv',
  title: 'CSV file',
  note: 'Comma, semicolon or tab separated text as spreadsheets write it (RFC 4180); the column names are ours.',
  settings: Settings,
  capabilities: { delta: false, inventory: false, interfaces: false },
  mapping: TABLE_MAPPING,
  absent: 'clear',
  open: async (values, context) =>
    fileSession(checkedSettings(Settings, values), context, async (settings) =>
      // loaded by the first link that needs it, with its parser
      (await import('./read.ts')).openCsv(settings),
    ),
};
