/** People from a sheet of an Excel workbook on this host. */
import { Type } from 'typebox';
import type { Connector } from '../../core/ports/connector.ts';
import { checkedSettings, setting } from '../connector.ts';
import { anchorSetting, TABLE_MAPPING } from '../files/header.ts';
import { fileSession, pathSetting } from '../files/session.ts';

const Settings = Type.Object(
  {
    path: pathSetting({
      description:
        'An Excel workbook (.xlsx) in the gateway’s import folder. The first row of the sheet names the columns, as in a CSV file.',
      examples: ['users.xlsx', '/var/lib/cloudlink/import/users.xlsx'],
    }),
    sheet: Type.Optional(
      Type.String({
        maxLength: 64,
        ...setting({ title: 'Sheet', description: 'Leave empty for the first one.', order: 2 }),
      }),
    ),
    anchor: anchorSetting,
  },
  { additionalProperties: false },
);

const reader = () => import('./read.ts');

export const xlsx: Connector = {
  type: 'xlsx',
  title: 'Excel workbook',
  note: 'Office Open XML (ECMA-376) as spreadsheets save it; values are read as they are stored, formulas and macros are not run. The column names are ours.',
  settings: Settings,
  capabilities: { delta: false, inventory: false, interfaces: false },
  mapping: TABLE_MAPPING,
  absent: 'clear',
  open: async (values, context) =>
    fileSession(
      checkedSettings(Settings, values),
      context,
      async (settings) => (await reader()).openXlsx(settings),
      async (_open, signal, settings) => (await reader()).wordsOfXlsx(settings, signal),
    ),
};
