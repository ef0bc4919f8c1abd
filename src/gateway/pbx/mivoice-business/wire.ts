/**
 * The interface that this connector speaks. There is no public contract of MiVoice Business's REST interface, so its
 * shape is our own, version 1; docs/pbx/mivoice-business.md describes it. What comes in is checked by these schemas.
 */
import { type Static, Type } from 'typebox';
import { Licence, Partition } from '../../../contract/inventory.ts';

export const BASE = {
  pbx: '/cloudlink/pbx/v1',
  mbg: '/cloudlink/mbg/v1',
  micollab: '/cloudlink/micollab/v1',
} as const;
export const PRODUCT = {
  pbx: 'MiVoice Business',
  mbg: 'MiVoice Border Gateway',
  micollab: 'MiCollab',
} as const;
export type Role = keyof typeof BASE;

/** The account at MBG and MiCollab that this gateway signs in as. */
export const USER = 'cloudlink';

/** Asked before anything else, without a session: no password goes to the wrong product. */
export const Product = Type.Object({ product: Type.String(), version: Type.String() });
export const Session = Type.Object({ token: Type.String({ minLength: 1, maxLength: 4096 }) });

export const System = Type.Object({
  node: Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9._-]{1,64}$' }), name: Type.String() }),
  /** RFC 3339. */
  clock: Type.String(),
  platform: Type.Object({
    host: Type.String(),
    name: Type.String(),
    version: Type.String(),
    id: Type.String(),
    memoryBytes: Type.Optional(Type.Integer({ minimum: 0 })),
    processor: Type.Optional(Type.String()),
    partitions: Type.Optional(Type.Array(Partition)),
  }),
  licence: Licence,
  applications: Type.Array(Type.Object({ type: Type.String(), version: Type.String() })),
  nodes: Type.Array(Type.Object({ host: Type.String(), gateway: Type.Boolean(), daemon: Type.Boolean() })),
});
export type System = Static<typeof System>;

export const DirectoryNumber = Type.String({ pattern: '^[0-9*#]{1,32}$' });
const Text = Type.Optional(Type.String({ maxLength: 65_536 }));

export const DeviceRow = Type.Object({
  number: DirectoryNumber,
  type: Type.String(),
  mac: Text,
  firstName: Text,
  lastName: Text,
  department: Text,
  location: Text,
  email: Text,
  mobile: Text,
  active: Type.Optional(Type.Boolean()),
});
export type DeviceRow = Static<typeof DeviceRow>;
export const GroupRow = Type.Object({
  kind: Type.Enum(['PRG', 'MDUG']),
  pilot: DirectoryNumber,
  members: Type.Array(DirectoryNumber, { maxItems: 256 }),
});
export type GroupRow = Static<typeof GroupRow>;
export const DidRow = Type.Object({
  did: Type.String({ minLength: 1, maxLength: 64 }),
  number: Type.Optional(DirectoryNumber),
});
export type DidRow = Static<typeof DidRow>;
