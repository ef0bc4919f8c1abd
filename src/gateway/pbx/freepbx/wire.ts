/** What FreePBX's GraphQL API answers, as far as it is asked for here. Passwords of extensions and boxes are never asked for. */
import { type Static, Type } from 'typebox';

const Text = Type.Optional(Type.Union([Type.String({ maxLength: 4096 }), Type.Null()]));

export const Errors = Type.Object({
  errors: Type.Array(Type.Object({ message: Type.String() }), { minItems: 1, maxItems: 100 }),
});

export const Extension = Type.Object({
  /** GraphQL's ID comes as a text; some versions give a number. */
  extensionId: Type.Union([Type.String({ pattern: '^[0-9]{1,20}$' }), Type.Integer({ minimum: 0 })]),
  tech: Text,
  /** Null for a device that no user is fixed to. */
  user: Type.Optional(
    Type.Union([Type.Null(), Type.Object({ extension: Text, name: Text, voicemail: Text })]),
  ),
});
export type Extension = Static<typeof Extension>;

export const Extensions = Type.Object({
  data: Type.Object({
    fetchAllExtensions: Type.Object({
      status: Type.Literal(true),
      totalCount: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
      extension: Type.Array(Type.Unknown(), { maxItems: 10_000 }),
    }),
  }),
});

export const InboundRoutes = Type.Object({
  data: Type.Object({
    allInboundRoutes: Type.Object({
      inboundRoutes: Type.Array(Type.Object({ extension: Text }), { maxItems: 200_000 }),
    }),
  }),
});

export const VoiceMail = Type.Object({
  data: Type.Object({
    fetchVoiceMail: Type.Union([Type.Null(), Type.Object({ name: Text, email: Text })]),
  }),
});

export const System = Type.Object({
  data: Type.Object({
    system: Type.Object({ version: Type.String({ minLength: 1, maxLength: 64 }), engine: Text }),
  }),
});

export const PAGE_SIZE = 100;

/** Cursor of the row before the wanted one: graphql-relay numbers the rows of an array. */
const cursorBefore = (offset: number) => Buffer.from(`arrayconnection:${offset - 1}`).toString('base64');

export const QUERIES = {
  system: '{ system { version engine } }',
  inboundRoutes: '{ allInboundRoutes { inboundRoutes { extension } } }',
  extensions: (offset: number) =>
    `{ fetchAllExtensions(first: ${PAGE_SIZE}${offset === 0 ? '' : `, after: "${cursorBefore(offset)}"`}) { status totalCount extension { extensionId tech user { extension name voicemail } } } }`,
  /** @param extension digits only, as the schema of an extension has it */
  voiceMail: (extension: string) => `{ fetchVoiceMail(extensionId: "${extension}") { name email } }`,
} as const;
